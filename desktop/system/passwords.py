"""Passwords as they are kept: Argon2id (RFC 9106), 64 MiB, three passes, four lanes; about 0.2 s each."""

from collections.abc import Callable

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MEMORY, PASSES, LANES, LENGTH, SALT = 64 * 1024, 3, 4, 32, 16  # KiB; bytes


def kept(password: str, randomness: Callable[[int], bytes]) -> str:
    """What is kept of a password, in PHC form; it is used exactly as it was typed."""
    made = Argon2id(
        salt=randomness(SALT), length=LENGTH, iterations=PASSES, lanes=LANES, memory_cost=MEMORY
    )
    return made.derive_phc_encoded(_bytes(password))


def fits(password: str, phc: str) -> bool:
    """Whether a password is the one that is kept; ``False`` also for what is no such text."""
    try:
        Argon2id.verify_phc_encoded(_bytes(password), phc)
    except (InvalidKey, ValueError):
        return False
    return True


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
