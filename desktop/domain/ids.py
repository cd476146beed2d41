"""Keys that a client can make by itself, without asking the database."""

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple
from uuid import UUID

# The chain of everything that belongs to no compound: the office, its rules, its operators.
OFFICE = UUID(int=0)


class Ref(NamedTuple):
    """The key of anything kept under a compound: the compound first, as in every table."""

    compound_id: UUID
    id: UUID


def uuid7(unix_ms: int, counter: int, randomness: Callable[[int], bytes]) -> UUID:
    """Make a UUID of version 7 (RFC 9562 §5.7, §6.2 method 1): keys made later sort later.

    ``unix_ms`` is milliseconds since 1970; ``counter`` (0–4095) orders keys of one millisecond;
    ``randomness(8)`` gives eight random bytes.
    """
    return _uuid7(unix_ms, counter, randomness(8))


def _uuid7(unix_ms: int, counter: int, random: bytes) -> UUID:
    rand_b = int.from_bytes(random, "big") & ((1 << 62) - 1)
    value = (unix_ms & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (counter & 0xFFF) << 64
    return UUID(int=value | 0b10 << 62 | rand_b)


class KeyMaker:
    """Makes keys that always sort in the order they were made, even when the clock stands still."""

    def __init__(self, unix_ms: Callable[[], int], randomness: Callable[[int], bytes]) -> None:
        self._unix_ms, self._randomness = unix_ms, randomness
        self._last = (0, 0)
        self._lock = Lock()

    def many(self, count: int) -> list[UUID]:
        """That many keys at once: one look at the clock, one draw of randomness for each."""
        with self._lock:
            now, (last, counter) = self._unix_ms(), self._last
            moment, step = (now, -1) if now > last else (last, counter)
            made, drawn = [], self._randomness(8 * count)
            for place in range(0, 8 * count, 8):
                moment, step = (moment, step + 1) if step < 0xFFF else (moment + 1, 0)
                made.append(_uuid7(moment, step, drawn[place : place + 8]))
            self._last = (moment, max(step, 0))
            return made

    def __call__(self) -> UUID:
        with self._lock:
            now, (last, counter) = self._unix_ms(), self._last
            if now > last:
                self._last = (now, 0)
            else:  # RFC 9562 §6.2: borrow from the next millisecond when the counter is full
                self._last = (last, counter + 1) if counter < 0xFFF else (last + 1, 0)
            return uuid7(*self._last, self._randomness)
