"""Bounds of published figures, against every completion that is possible."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.published import Figures, Verdict, approval, inconsistencies, judge, quorum
from desktop.services.decisions import shipped
from tests.conftest import ROOT

RULES = shipped(ROOT / "resources/rules")
ORDINARY, MAJOR = RULES["ordinary"], RULES["major"]
MANY = 10_000  # stands for as many as one likes


def completions(figures):
    """Every way of filling in what was not published so that the sums can be: small or huge."""
    whole, some = (*range(36), MANY), (0, 1, 2, 7)
    for total, part, against, abstain in product(
        whole if figures.total is None else (figures.total,),
        whole if figures.participating is None else (figures.participating,),
        some if figures.against is None else (figures.against,),
        some if figures.abstain is None else (figures.abstain,),
    ):
        rest = part - against - abstain
        agrees = {0, 1, rest // 2, rest} if figures.agree is None else {figures.agree}
        for agree in agrees:
            if total > 0 and 0 <= agree <= rest and part <= total:
                yield total, part, agree


SMALL = st.one_of(st.none(), st.integers(0, 7))


@settings(max_examples=400, deadline=None)
@given(
    st.tuples(SMALL, SMALL, SMALL, SMALL, SMALL).map(lambda told: Figures(*told)),
    st.sampled_from([ORDINARY, MAJOR]),
)
def test_a_bound_says_what_every_completion_says(figures, rule):
    possible = list(completions(figures))
    if not possible:
        assert inconsistencies(figures, "人数") or figures.total == 0
        return
    for bound, results in (
        (
            quorum(figures, rule.participation[0].threshold, "q"),
            {rule.participation[0].threshold.met(part, total) for total, part, _ in possible},
        ),
        (
            approval(figures, rule.approval[0].threshold, "a"),
            {
                part > 0 and rule.approval[0].threshold.met(agree, part)
                for _, part, agree in possible
            },
        ),
    ):
        assert bound.holds == (results.pop() if len(results) == 1 else None), possible[:5]


def case(total, part, agree, against=None, abstain=None):
    return Figures(total, part, agree, against, abstain)


@pytest.mark.parametrize(
    ("heads", "area", "rule", "verdict"),
    [
        (case(36, 36, 24), case(300, 300, 200), ORDINARY, Verdict.PASSED),
        (case(36, 36, 24), case(300, 300, 200), MAJOR, Verdict.NOT_PASSED),
        (case(51, 33, 33), case(300, 300, 300), ORDINARY, Verdict.QUORUM_MISSED),
        (case(36, None, None), case(300, 300, 200), ORDINARY, Verdict.UNDETERMINED),
        (case(None, 30, 15, 15, 0), case(300, 300, 300), ORDINARY, Verdict.NOT_PASSED),
        (case(36, 36, None, 18, 0), case(300, 300, 300), ORDINARY, Verdict.NOT_PASSED),
        (case(36, None, 30, 2, 1), case(300, None, 280, 10, 0), MAJOR, Verdict.PASSED),
    ],
)
def test_verdicts(heads, area, rule, verdict):
    assert judge(heads, area, rule)[0] is verdict


def test_sums_that_cannot_be_are_named():
    told = inconsistencies(case(10, 12, 8, 4, 3), "人数")
    assert len(told) == 3
    assert any("参加表决多于总数" in each for each in told)
    assert inconsistencies(case(10, 9, 5, 3, 1), "人数") == []
    assert inconsistencies(case(9, 9, 5, 3, 1), "人数") == []  # everybody took part
    assert "人数：参加表决是负数" in inconsistencies(case(3, -1, 0), "人数")


@pytest.mark.parametrize(("value", "wrong"), [(-1, True), (0, False), (1, False)])
def test_only_what_is_below_nothing_is_negative(value, wrong):
    found = inconsistencies(Figures(10, 5, value, 0, 0), "人数")
    assert (found == ["人数：同意是负数"]) is wrong
    assert bool(found) is wrong
