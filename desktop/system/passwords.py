"""Passwords as they are kept: Argon2id (RFC 9106), 64 MiB, three passes, four lanes; about 0.2 s each."""

import re
from collections.abc import Callable

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MEMORY, PASSES, LANES, LENGTH, SALT = 64 * 1024, 3, 4, 32, 16  # KiB; bytes
MOST_MEMORY, MOST_PASSES, MOST_LANES = 1 << 20, 20, 16  # a stranger's file must not stop us
_COST = re.compile(r"\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$")


def sane(memory: int, passes: int, lanes: int) -> bool:
    """Whether a cost (KiB, passes, lanes) that stands in a file may be paid."""
    within = 1 <= lanes <= MOST_LANES and 8 * lanes <= memory <= MOST_MEMORY
    return within and 1 <= passes <= MOST_PASSES


def kept(password: str, randomness: Callable[[int], bytes]) -> str:
    """What is kept of a password, in PHC form; it is used exactly as it was typed."""
    made = Argon2id(
        salt=randomness(SALT), length=LENGTH, iterations=PASSES, lanes=LANES, memory_cost=MEMORY
    )
    return made.derive_phc_encoded(as_bytes(password))


def fits(password: str, phc: str) -> bool:
    """Whether a password is the one that is kept; ``False`` also for what is no such text."""
    cost = _COST.search(phc)
    if cost is None or not sane(*map(int, cost.groups())):
        return False
    try:
        Argon2id.verify_phc_encoded(as_bytes(password), phc)
    except (InvalidKey, ValueError):
        return False
    return True


def as_bytes(password: str) -> bytes:
    """As typed: nothing folded, nothing cut."""
    return password.encode("utf-8", "surrogatepass")
