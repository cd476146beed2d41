"""Counting days by law: the first day is not counted, and no period ends on a day off.

民法典 art. 201 (the day of the act itself is not counted) and art. 203 (a last day that is a statutory
day off is followed by the next day that is none).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desktop.domain.rules_file import Reader

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off beside weekends, and weekends that are worked; ``years`` are those we know."""

    off: frozenset[date]
    work: frozenset[date]
    years: frozenset[int]

    def is_off(self, day: date) -> bool:
        return day not in self.work and (day in self.off or day.weekday() >= 5)

    def knows(self, day: date) -> bool:
        return day.year in self.years

    def ends(self, begun: date, days: int) -> date:
        """The last day of a period of ``days`` that begins after the day it was begun on."""
        last = begun + days * DAY
        while self.is_off(last):
            last += DAY
        return last

    def working_days(self, begun: date, days: int) -> date:
        """The same for a period of working days (工作日)."""
        last = begun
        while days:
            last += DAY
            days -= not self.is_off(last)
        return last


def read(file: str, tables: Mapping[str, Any]) -> Calendar:
    """Read a file of holidays; raise ``BadRules`` with the exact place of what is wrong."""
    off: set[date] = set()
    work: set[date] = set()
    years: set[int] = set()
    for year in Reader(file, "", tables).tables("year"):
        years.add(year.whole("number"))
        off |= _days(year, "off")
        work |= _days(year, "work")
    return Calendar(frozenset(off), frozenset(work), frozenset(years))


def _days(year: Reader, name: str) -> set[date]:
    found: set[date] = set()
    for text in year.table.get(name, []):
        first, _, last = str(text).partition("/")
        try:
            day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            raise year.wrong(name, f"“{text}”不是日期") from None
        while day <= end:
            found.add(day)
            day += DAY
    return found
