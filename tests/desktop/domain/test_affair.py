"""The life of a matter that needs no meeting."""

from datetime import date

import pytest

from desktop.domain import affair
from desktop.domain.affair_errors import NotThisAffairAct, TopLevel
from desktop.domain.affair_terms import AffairAct, AffairState, Level
from desktop.domain.errors import ReasonNeeded


def test_the_loop_from_found_to_closed():
    state = AffairState.FOUND
    for act in (
        AffairAct.ACCEPT,
        AffairAct.WORK,
        AffairAct.REPORT,
        AffairAct.RATE,
        AffairAct.CLOSE,
    ):
        state = affair.after(state, act, "换了灯泡")
    assert state is AffairState.CLOSED
    assert affair.after(state, AffairAct.REOPEN, "又坏了") is AffairState.IN_HAND


@pytest.mark.parametrize("state", AffairState)
def test_what_is_not_in_the_table_does_not_happen(state):
    for act in AffairAct:
        if (state, act) not in affair.LIFE:
            with pytest.raises(NotThisAffairAct, match=state.word):
                affair.after(state, act, "话")
    assert affair.possible(state) == [a for a in AffairAct if (state, a) in affair.LIFE]


def test_acts_that_need_words():
    for act in (AffairAct.WHISTLE, AffairAct.RAISE, AffairAct.REPORT):
        with pytest.raises(ReasonNeeded):
            affair.after(AffairState.FOUND, act, " ")
    assert affair.after(AffairState.FOUND, AffairAct.ACCEPT, "") is AffairState.ACCEPTED


def test_levels_climb_to_the_joint_one():
    assert affair.raised(Level.BUILDING) is Level.COMPOUND
    assert affair.raised(Level.COMPOUND) is Level.JOINT
    with pytest.raises(TopLevel):
        affair.raised(Level.JOINT)


def test_overdue_is_only_what_is_still_to_do():
    day = date(2024, 9, 20)
    assert affair.overdue(AffairState.ACCEPTED, date(2024, 9, 19), day)
    assert not affair.overdue(AffairState.ACCEPTED, day, day)
    assert not affair.overdue(AffairState.REPORTED, date(2024, 9, 1), day)
    assert not affair.overdue(AffairState.FOUND, None, day)
