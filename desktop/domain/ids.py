"""Keys that a client can make by itself, without asking the database."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

# The chain of everything that belongs to no compound: the office, its rules, its operators.
OFFICE = UUID(int=0)


class Ref(NamedTuple):
    """The key of anything kept under a compound: the compound first, as in every table."""

    compound_id: UUID
    id: UUID


def uuid7(unix_ms: int, randomness: Callable[[int], bytes]) -> UUID:
    """Make a UUID of version 7 (RFC 9562 §5.7): keys made later sort later.

    ``unix_ms`` is milliseconds since 1970; ``randomness(10)`` gives ten random bytes.
    """
    tail = int.from_bytes(randomness(10), "big")
    rand_a, rand_b = tail >> 68, tail & ((1 << 62) - 1)
    value = (unix_ms & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b
    return UUID(int=value)
