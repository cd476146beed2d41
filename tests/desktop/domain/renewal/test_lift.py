"""A lift in one unit: thresholds at their edges, and money to the cent."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.renewal.errors import NobodyPays, NoCoefficient
from desktop.domain.renewal.lift import (
    USUAL,
    LiftRule,
    Terms,
    coefficient_words,
    coefficients,
    parts,
    standing,
)
from desktop.domain.renewal.survey import Lift, UnitLift
from tests.desktop.domain.renewal.test_survey import answer


def unit(agree: int, oppose: int, silent: int) -> UnitLift:
    said = [Lift.AGREE] * agree + [Lift.OPPOSE] * oppose + [Lift.NONE] * silent
    return UnitLift("1", "1", tuple(answer(str(n), lift=each) for n, each in enumerate(said, 101)))


@pytest.mark.parametrize(
    ("agree", "oppose", "silent", "meets", "missing"),
    [
        (6, 2, 4, True, [0, 0, 0, 0]),  # 8 of 12 take part, 6 of 8 agree: exactly
        (5, 2, 5, False, [1, Decimal("60.00"), 1, Decimal("15.00")]),
        (5, 3, 4, False, [0, 0, 1, Decimal("60.00")]),
        (12, 0, 0, True, [0, 0, 0, 0]),
    ],
)
def test_what_is_missing_to_each_threshold(agree, oppose, silent, meets, missing):
    found = standing(unit(agree, oppose, silent), LiftRule())
    assert found.meets is meets
    assert [check.missing for check in (*found.participation, *found.approval)] == missing


def test_a_rule_of_all_does_not_ask_who_took_part():
    rule = LiftRule(agree=Fraction(2, 3), of_all=True)
    assert standing(unit(8, 0, 4), rule).meets
    assert not standing(unit(7, 0, 5), rule).meets
    assert standing(unit(8, 0, 4), rule).participation == ()
    assert rule.words == "本单元全体户数和面积的三分之二以上同意"


def test_silence_is_no_consent_and_whose_room_is_touched_must_agree():
    assert not standing(unit(0, 0, 12), LiftRule()).meets
    found = standing(unit(11, 1, 0), LiftRule(), ("101", "112"))
    assert found.must_agree == ("112",)
    assert not found.meets


def terms(**more) -> Terms:
    told = {
        "cost": Decimal(480_000), "subsidy": Decimal(180_000), "compensation": Decimal(5_000),
        "running": Decimal("6000.01"), "coefficients": USUAL,
    }  # fmt: skip
    return Terms(**told | more)


def houses(floors: int):
    return [
        answer(f"{floor}0{door}", floor=floor, area=f"{60 + door}.{floor:02d}")
        for floor in range(1, floors + 1)
        for door in (1, 2)
    ]


@given(st.integers(2, 18), st.integers(0, 10**8), st.booleans())
def test_what_is_paid_is_what_it_costs_and_compensates(floors, cents, by_area):
    told = terms(cost=Decimal(cents).scaleb(-2) + 180_000, by_area=by_area)
    found = parts(houses(floors), told)
    assert sum(each.pays for each in found) == told.to_pay + 10_000
    assert sum(each.receives for each in found) == 10_000
    assert sum(each.running for each in found) == told.running
    assert all(each.pays == 0 for each in found if each.floor == 1)
    assert all(each.pays >= 0 for each in found)


def test_floors_without_a_coefficient_and_nobody_to_pay_are_named():
    with pytest.raises(NoCoefficient):
        parts(houses(4), terms(coefficients={1: Decimal(0), 2: Decimal(1)}))
    with pytest.raises(NobodyPays):
        parts(houses(2), terms(coefficients={1: Decimal(0), 2: Decimal(0)}))


def test_coefficients_as_they_are_typed():
    told = coefficients("1:0 2层：0.5，3:0.75")
    assert told == {1: Decimal(0), 2: Decimal("0.5"), 3: Decimal("0.75")}
    assert coefficients(coefficient_words(told)) == told
    for wrong in ("1=0", "一:1", "2:x", "3:"):
        with pytest.raises(ValueError, match=wrong[0]):
            coefficients(wrong)


def test_a_dwelling_below_the_ground_floor_has_its_coefficient():
    assert coefficients("-1:0 1:0.5") == {-1: Decimal(0), 1: Decimal("0.5")}
    with pytest.raises(ValueError, match=re.escape("--1:0")):
        coefficients("--1:0")
