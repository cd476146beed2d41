"""Heads and floor area: two measures of the same vote that can never be added or compared."""

from dataclasses import dataclass
from functools import total_ordering
from typing import Self, TypeVar

from desktop.domain import area as areas


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A whole count of one kind. Arithmetic and comparison only with the same kind."""

    count: int

    def __add__(self, other: Self) -> Self:
        self._same(other)
        return type(self)(self.count + other.count)

    def __sub__(self, other: Self) -> Self:
        self._same(other)
        return type(self)(self.count - other.count)

    def __eq__(self, other: object) -> bool:
        self._same(other)
        assert isinstance(other, Measure)  # noqa: S101 - _same has seen to it
        return self.count == other.count

    def __lt__(self, other: Self) -> bool:
        self._same(other)
        return self.count < other.count

    def __hash__(self) -> int:
        return hash((type(self), self.count))

    def _same(self, other: object) -> None:
        if type(other) is not type(self):
            raise TypeError(f"{type(self).__name__} and {type(other).__name__} do not mix")


class Heads(Measure):
    """Voters, each counted once (建筑物区分所有权解释 art. 9)."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(self.count)


class Area(Measure):
    """Exclusive floor area in units of 0.0001 m² (解释 art. 8)."""

    __slots__ = ()

    def __str__(self) -> str:
        return areas.shown(self.count)


M = TypeVar("M", bound=Measure)


@dataclass(frozen=True, slots=True)
class Both:
    """The two measures of one group of owners."""

    heads: Heads
    area: Area

    def __add__(self, other: "Both") -> "Both":
        return Both(self.heads + other.heads, self.area + other.area)


NONE = Both(Heads(0), Area(0))
