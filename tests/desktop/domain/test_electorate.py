"""Whom a range reaches and how warnings read; real rosters are tried in test_polls."""

import pytest

from desktop.domain.door import read
from desktop.domain.electorate import Doubt, Scope, Voter, Warned, area_words, roll, told
from desktop.domain.terms import AreaSource, Use

DOORS = [
    Voter(text, read(text), Use.DWELLING, floor, 10, AreaSource.REGISTERED, ())
    for text, floor in (("1-1-601", 6), ("1-2-701", 7), ("2-1-801", 8), ("2-1-901", None))
]


@pytest.mark.parametrize(
    ("scope", "wanted", "words"),
    [
        (Scope(), [0, 1, 2, 3], "全小区"),
        (Scope(uses=frozenset({Use.SHOP})), [], "全小区"),
        (Scope(buildings=frozenset("2")), [2, 3], "2栋"),
        (Scope(units=frozenset({("1", "1"), ("2", "1")})), [0, 2, 3], "1栋1单元、2栋1单元"),
        (Scope(floors_from=7), [1, 2], "7层及以上"),
        (Scope(doors=frozenset({"1-1-601", "2-1-901"})), [0, 3], "名单所列 2 户"),
        (Scope(buildings=frozenset("2"), floors_from=8), [2], "2栋8层及以上"),
    ],
)
def test_a_range_reaches_whom_it_names(scope, wanted, words):
    assert [n for n, voter in enumerate(DOORS) if scope.covers(voter)] == wanted
    assert scope.words == words


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


def test_a_door_whose_floor_nobody_knows_is_named_when_floors_decide():
    def named(scope):
        return [w.doors for w in roll(DOORS, scope).warnings if w.doubt is Doubt.NO_FLOOR]

    assert named(Scope(floors_from=7)) == [("2-1-901",)]
    assert named(Scope()) == []
    assert named(Scope(floors_from=7, uses=frozenset({Use.SHOP}))) == []
