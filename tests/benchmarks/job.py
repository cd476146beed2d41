"""One job of the table: the works that are compared, and the ratios that are wanted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Goal:
    """Ours / ``other`` shall be at most ``most``."""

    other: str
    most: float


@dataclass(frozen=True)
class Job:
    name: str
    about: str
    works: Mapping[str, Work]  # the first is ours
    goals: tuple[Goal, ...]
    rounds: int = 7
