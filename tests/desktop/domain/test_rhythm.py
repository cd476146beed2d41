"""Meetings that come back: their days against the calendar, by example and by property."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.affair_errors import NotSuchADay
from desktop.domain.affair_terms import Every
from desktop.domain.rhythm import Rhythm, next_times
from desktop.services.calendars import shipped
from tests.conftest import ROOT

CALENDAR = shipped(ROOT / "resources/rules")


def days(rhythm, after, notice=0, count=3):
    return [each.day for each in next_times(rhythm, after, CALENDAR, notice, count)]


def test_the_hamlet_assembly_at_the_months_end():
    times = next_times(Rhythm(Every.MONTH_END, 0, 15), date(2026, 1, 10), CALENDAR, 7, 3)
    # 2026-01-31 and 2026-02-28: a Saturday, and a Saturday that is worked
    assert [each.day for each in times] == [date(2026, 1, 30), date(2026, 2, 28), date(2026, 3, 31)]
    assert times[0].moved_from == date(2026, 1, 31)
    assert times[1].moved_from is None
    assert [each.collect_by for each in times] == [
        date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15),
    ]  # fmt: skip
    assert times[0].notice_by == date(2026, 1, 23)  # seven whole days lie between


def test_a_month_end_in_a_long_holiday_comes_earlier():
    # 2024-02-10 … 17 off; 2024-09-30 is worked, 2025-09-30 too
    assert days(Rhythm(Every.MONTH, 1), date(2024, 9, 20), count=1) == [date(2024, 10, 8)]
    assert days(Rhythm(Every.MONTH_END, 0), date(2024, 6, 1), count=1) == [date(2024, 6, 28)]


def test_weekly_and_weekend_days():
    assert days(Rhythm(Every.WEEK, 4), date(2024, 9, 20)) == [
        date(2024, 9, 26), date(2024, 10, 8), date(2024, 10, 10),
    ]  # fmt: skip
    # a weekly Saturday is meant
    assert days(Rhythm(Every.WEEK, 6), date(2024, 9, 20), count=1) == [date(2024, 9, 21)]
    # but the national days are nobody's meeting: the Saturday after them, once
    assert days(Rhythm(Every.WEEK, 6), date(2024, 9, 28), count=2) == [
        date(2024, 10, 12), date(2024, 10, 19),
    ]  # fmt: skip


def test_quarters_and_short_months():
    assert days(Rhythm(Every.QUARTER, 10), date(2024, 10, 1)) == [
        date(2024, 12, 10), date(2025, 3, 10), date(2025, 6, 10),
    ]  # fmt: skip
    assert days(Rhythm(Every.MONTH, 31), date(2025, 4, 1), count=1) == [date(2025, 4, 30)]


def test_days_that_are_none():
    for every, day in ((Every.WEEK, 0), (Every.WEEK, 8), (Every.MONTH, 32), (Every.QUARTER, 0)):
        with pytest.raises(NotSuchADay):
            Rhythm(every, day)


@given(
    st.sampled_from([*Every]),
    st.integers(1, 7),
    st.dates(date(2023, 1, 1), date(2027, 12, 31)),
    st.integers(0, 15),
)
def test_days_grow_and_are_worked(every, day, after, notice):
    rhythm = Rhythm(every, 0 if every is Every.MONTH_END else day, 15)
    times = next_times(rhythm, after, CALENDAR, notice, 6)
    assert len(times) == 6
    assert all(a.day < b.day for a, b in itertools.pairwise(times))
    for each in times:
        assert each.day > after
        assert each.collect_by is None or each.collect_by < each.day
        if not (every is Every.WEEK and day > 5):
            assert not CALENDAR.is_off(each.day)
        if notice:
            assert each.notice_by == each.day - timedelta(days=notice)


def test_a_moved_day_stays_until_it_has_come():
    friday = Rhythm(Every.WEEK, 5)
    for today in (date(2025, 10, 6), date(2025, 10, 7), date(2025, 10, 8)):
        assert days(friday, today, count=1) == [date(2025, 10, 9)]
    assert days(friday, date(2025, 10, 9), count=1) == [date(2025, 10, 10)]
