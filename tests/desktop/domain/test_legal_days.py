"""Days by law: the first is not counted, the last is no day off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import BadRules
from desktop.domain.legal_days import read
from desktop.services.calendars import shipped
from tests.conftest import ROOT

CALENDAR = shipped(ROOT / "resources/rules")


@pytest.mark.parametrize(
    ("begun", "days", "last"),
    [
        (date(2023, 8, 24), 7, date(2023, 8, 31)),  # the Leshan notice: posted 08-24, until 08-31
        (date(2024, 9, 24), 7, date(2024, 10, 8)),  # 10-01 is off, and so is the week
        (date(2024, 9, 7), 7, date(2024, 9, 14)),  # a Saturday that is worked
        (date(2024, 10, 20), 7, date(2024, 10, 28)),  # a Sunday: Monday
        (date(2025, 1, 21), 7, date(2025, 2, 5)),
    ],
)
def test_the_first_day_is_not_counted_and_the_last_is_a_working_day(begun, days, last):
    assert CALENDAR.ends(begun, days) == last


def test_working_days_skip_what_is_off():
    assert CALENDAR.working_days(date(2024, 9, 27), 3) == date(2024, 10, 8)  # 09-29 is worked


@given(st.dates(date(2024, 1, 1), date(2026, 11, 30)), st.integers(1, 30))
def test_no_period_is_shorter_than_it_says_or_ends_on_a_day_off(begun, days):
    last = CALENDAR.ends(begun, days)
    assert last - begun >= timedelta(days=days)
    assert not CALENDAR.is_off(last)


def test_years_that_are_not_known_are_told():
    assert CALENDAR.knows(date(2026, 1, 1))
    assert not CALENDAR.knows(date(2031, 1, 1))
    with pytest.raises(BadRules, match="year"):
        read("h.toml", {"year": [{"number": 2024, "off": ["大年初一"]}]})
