import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.area import shown, units
from desktop.domain.errors import NotAnArea


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("89.53", 895300),
        ("１０４．６２", 1046200),
        (" 118.07 ", 1180700),
        ("100.80㎡", 1008000),
        ("56.80平方米", 568000),
        ("1,234.5", 12345000),
        ("102.3612", 1023612),
        ("-131.02", -1310200),
        ("0", 0),
    ],
)
def test_areas_are_read_as_offices_write_them(text, expected):
    assert units(text) == expected


@pytest.mark.parametrize("text", ["", "不详", "1.2.3", "89.53001", "1e5", "NaN", "--1", "八十九"])
def test_what_is_no_area_is_refused(text):
    with pytest.raises(NotAnArea):
        units(text)


@given(st.integers(-(10**12), 10**12))
def test_nothing_is_lost_between_printing_and_reading(count):
    assert units(shown(count)) == count


def test_two_decimals_are_shown_unless_there_are_more():
    assert (shown(895300), shown(1023612), shown(5), shown(-10000)) == (
        "89.53",
        "102.3612",
        "0.0005",
        "-1.00",
    )
