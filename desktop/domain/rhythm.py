"""Meetings that come back: their next days, moved off holidays, with what must happen before.

月度坝坝会: suggestions are collected until the 15th, options worked out, the assembly is at the month's
end. Days are proposed; a person plans the meeting. Notice is counted as the law counts: the day of
the notice is not one of its days (民法典 art. 201).
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.affair_errors import NotSuchADay
from desktop.domain.affair_terms import Every
from desktop.domain.legal_days import Calendar

DAY = timedelta(days=1)
_MONTHS = {Every.MONTH: 1, Every.MONTH_END: 1, Every.QUARTER: 3}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``day``: of the week (1 Monday … 7) or of the month; of a quarter, in its last month."""

    every: Every
    day: int
    collect_by: int = 0  # day of the month until which suggestions are collected; 0: not said
    on_days_off: bool = False  # 周末议事日: weekends are what is wanted

    def __post_init__(self) -> None:
        most = {Every.WEEK: 7, Every.MONTH_END: 0}.get(self.every, 31)
        if not (self.every is Every.MONTH_END or 1 <= self.day <= most):
            raise NotSuchADay(self.day)
        if not 0 <= self.collect_by <= 31:
            raise NotSuchADay(self.collect_by)


@dataclass(frozen=True, slots=True)
class NextTime:
    """One day proposed. ``moved_from``: the regular day, when that is a day off."""

    day: date
    moved_from: date | None
    collect_by: date | None  # the last day of collecting, this day included
    notice_by: date | None  # the last day on which notice can be given in time


def next_times(
    rhythm: Rhythm, after: date, calendar: Calendar, notice_days: int, count: int
) -> list[NextTime]:
    """The next ``count`` days after ``after``."""
    found: list[NextTime] = []
    for regular in _regular(rhythm, after):
        day = _worked(regular, rhythm, calendar)
        if day <= after or (found and day <= found[-1].day):
            continue
        found.append(
            NextTime(
                day,
                regular if day != regular else None,
                _collect(rhythm, day),
                day - notice_days * DAY if notice_days else None,
            )
        )
        if len(found) == count:
            break
    return found


def _regular(rhythm: Rhythm, after: date) -> Iterator[date]:
    """The regular days from the period before that of ``after`` on, without end: a day of that
    period may have been moved into this one."""
    if rhythm.every is Every.WEEK:
        day = after - (after.isoweekday() - rhythm.day + 7) * DAY
        while True:
            yield day
            day += 7 * DAY
    step = _MONTHS[rhythm.every]
    year, month = after.year, after.month
    if rhythm.every is Every.QUARTER:
        month = (month + 2) // 3 * 3  # the last month of the quarter
    year, month = (year, month - step) if month > step else (year - 1, month - step + 12)
    while True:
        last = monthrange(year, month)[1]
        yield date(year, month, last if rhythm.every is Every.MONTH_END else min(rhythm.day, last))
        year, month = year + (month + step - 1) // 12, (month + step - 1) % 12 + 1


def _worked(day: date, rhythm: Rhythm, calendar: Calendar) -> date:
    """The day itself, or the nearest working day: earlier at a month's end, later otherwise.

    A weekly day at the weekend is meant as one; it only makes way for a statutory holiday, to the
    next weekend that is none.
    """
    meant = rhythm.on_days_off or (rhythm.every is Every.WEEK and rhythm.day > 5)
    if meant:
        while day in calendar.off:
            day += DAY
            while day.isoweekday() < 6 and day not in calendar.off:
                day += DAY
        return day
    if not calendar.is_off(day):
        return day
    step = -DAY if rhythm.every is Every.MONTH_END else DAY
    while calendar.is_off(day):
        day += step
    return day


def _collect(rhythm: Rhythm, day: date) -> date | None:
    if not rhythm.collect_by or rhythm.every is Every.WEEK:
        return None
    by = day.replace(day=min(rhythm.collect_by, monthrange(day.year, day.month)[1]))
    if by < day:
        return by
    before = day.replace(day=1) - DAY  # collected in the month before
    return before.replace(day=min(rhythm.collect_by, before.day))
