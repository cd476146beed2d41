"""Which matters come first on the next agenda, with every point explained in words.

The points only order a list that a person may order otherwise; they decide nothing.
"""

from dataclasses import dataclass
from datetime import date

SAFETY = "安全"
MINUTES = 15  # what one item is reckoned with until somebody says otherwise


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one matter that waits. Days and counts only, no names."""

    voices: int
    households: int
    buildings: int
    supporters: int
    category: str
    oldest: date
    agreed_before: bool = False  # a meeting has agreed on it, and voices have come since
    overdue: bool = False  # what was agreed is past its day


@dataclass(frozen=True, slots=True)
class Point:
    """One reason and what it counts."""

    count: int
    why: str


def points(standing: Standing, today: date) -> tuple[Point, ...]:
    """The reasons for taking a matter up soon, the weightiest first."""
    months = max(0, (today.year - standing.oldest.year) * 12 + today.month - standing.oldest.month)
    homes = f"（{standing.households} 户）" if standing.households else ""
    found = (
        Point(min(standing.voices, 20), f"{standing.voices} 条建议{homes}"),
        Point(min(standing.supporters, 10), f"{standing.supporters} 人附议"),
        Point(min(standing.buildings, 10), f"涉及 {standing.buildings} 栋"),
        Point(10 if standing.category == SAFETY else 0, "事关安全"),
        Point(min(months, 12), f"最早的等了 {months} 个月"),
        Point(8 if standing.agreed_before else 0, "议定过，又有人提"),
        Point(10 if standing.overdue else 0, "上次议定的已逾期"),
    )
    return tuple(sorted((each for each in found if each.count), key=lambda each: -each.count))


def total(found: tuple[Point, ...]) -> int:
    return sum(each.count for each in found)


def words(found: tuple[Point, ...]) -> str:
    """事关安全(10)、8 条建议（6 户）(8)、涉及 3 栋(3)."""
    return "、".join(f"{each.why}({each.count})" for each in found)
