"""The threshold of a project, its stages, who stands against what, and what does not agree."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.renewal.consent import Consent, Traced, contradictions, moved, opposition
from desktop.domain.renewal.costs import CostLine, Funding, bill
from desktop.domain.renewal.errors import RenewalNotNow
from desktop.domain.renewal.figures import THRESHOLD
from desktop.domain.renewal.survey import Wish
from desktop.domain.renewal.terms import Base, RenewalStage

SHARES = (Fraction(2, 3), Fraction(4, 5), Fraction(9, 10), Fraction(1, 2), Fraction(1))


@pytest.mark.parametrize("share", ["2/3", "19/20", "67/100", "101/200", "667/1000", "1", "7/9"])
@pytest.mark.parametrize("base", list(Base))
@pytest.mark.parametrize("by_area", [True, False])
def test_the_street_takes_every_threshold_in_the_words_of_the_plan(share, base, by_area):
    words = Consent(Fraction(share), "文件", base, by_area=by_area).words
    assert THRESHOLD.fullmatch(words), words


@given(st.sampled_from(SHARES), st.integers(1, 3_502), st.integers(-1, 1), st.booleans())
def test_at_every_edge_against_plain_fractions(share, whole, off, by_area):
    needed = -(-share.numerator * whole // share.denominator)
    yes = min(whole, max(0, needed + off))
    area, unit = Decimal(whole) * 60, Decimal("0.0001")
    area_yes = max(Decimal(0), Decimal(yes) * 60 - (unit if off < 0 else 0))
    wish = Wish(whole, yes, 0, whole - yes, area, area_yes)
    consent = Consent(share, "文件", by_area=by_area)
    wanted = Fraction(yes) >= share * whole
    if by_area:
        wanted = wanted and Fraction(area_yes) >= share * Fraction(area)
    assert consent.reached(wish) is wanted
    assert yes + consent.missing(wish) >= share * whole
    assert not consent.missing(wish) or yes + consent.missing(wish) - 1 < share * whole


def test_of_those_who_answered_or_of_all():
    wish = Wish(100, 60, 10, 30, Decimal(6000), Decimal(3600), Decimal(600))
    assert not Consent(Fraction(2, 3), "文件").reached(wish)
    answered = Consent(Fraction(2, 3), "文件", Base.ANSWERED, by_area=True)
    assert answered.reached(wish)
    assert answered.inequality(wish) == "3×60 ≥ 2×70；3×3600 ≥ 2×4200"
    assert answered.words == "已答复户数和面积的三分之二以上"


def test_nobody_asked_is_no_consent():
    assert not Consent(Fraction(2, 3), "文件").reached(Wish(0, 0, 0, 0, Decimal(0), Decimal(0)))


def test_a_plan_goes_one_step_on_or_back_to_any_before():
    assert moved(RenewalStage.SURVEY, RenewalStage.WORKS) is RenewalStage.WORKS
    assert moved(RenewalStage.IN_WORKS, RenewalStage.SURVEY) is RenewalStage.SURVEY
    with pytest.raises(RenewalNotNow):
        moved(RenewalStage.SURVEY, RenewalStage.SCHEME)


def test_one_objector_stops_one_work_and_no_other():
    found = opposition(
        {"电梯": ["1-1-101", "1-1-102", "1-1-101"], "外墙": ["2-1-101"]},
        {"电梯": ["1-1-101", "9-9-999"]},
    )
    assert [(o.work, o.households, o.settled, o.open) for o in found] == [
        ("电梯", 2, 1, 1), ("外墙", 1, 0, 1),
    ]  # fmt: skip


def test_what_does_not_agree_is_named():
    wish = Wish(10, 8, 1, 1, Decimal(600), Decimal(480))
    made = bill([CostLine(1, "基础类", "屋面", "", "㎡", Decimal(1), Decimal(100))])
    paid = Funding((("补助", Decimal(90)),))
    found = contradictions(wish, made, paid, ["外墙"], (), [Traced("外墙", "", "", 0)])
    assert found == [
        "资金还差 10.00 元", "预算里的“屋面”不在改造内容清单里", "“外墙”在改造内容里，预算里没有",
        "“外墙”没有来源：没有建议编号、决议，也没有户选它", "1 项改造内容还没有写决议依据",
    ]  # fmt: skip
    assert contradictions(wish, made, Funding((("补助", Decimal(101)),)), ["屋面"], ()) == [
        "资金比预算多 1.00 元"
    ]
