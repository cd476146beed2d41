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
    """``unit``: what is compared is time; any other unit is what the works themselves give back."""

    name: str
    about: str
    works: Mapping[str, Work]  # the first is ours
    goals: tuple[Goal, ...]
    rounds: int = 7
    unit: str = "ms"


@dataclass(frozen=True)
class Growth:
    """How the cost of one work grows: ``of`` makes the work for a size; ``most``: for ten times as
    much, at most so many times the cost, where that is promised."""

    name: str
    about: str
    sizes: tuple[int, ...]
    of: Callable[[int], Work]
    most: float = 0.0
