"""How warnings about the roll read; the roll itself is tried with real rosters in test_polls."""

import pytest

from desktop.domain.electorate import Doubt, Warned, area_words, told


@pytest.mark.parametrize(
    ("doors", "wanted"),
    [
        (("1-101",), "（1-101）"),
        (("1-101", "1-102"), "（1-101、1-102）"),
        (("1-101", "1-102", "1-103"), "（1-101、1-102 等 3 处）"),
    ],
)
def test_a_warning_names_the_first_doors_and_how_many_more(doors, wanted):
    assert told(Warned(Doubt.NO_OWNER, doors), most=2) == Doubt.NO_OWNER.value + wanted


def test_a_warning_about_a_person_begins_with_the_name():
    assert told(Warned(Doubt.SAME_NAME, ("1-101",), "王强")).startswith("王强：")


def test_an_area_that_nobody_knows_is_no_zero():
    assert area_words(None) == "面积不详"
    assert area_words(0) == "0.00 ㎡"
    assert area_words(895_300) == "89.53 ㎡"
