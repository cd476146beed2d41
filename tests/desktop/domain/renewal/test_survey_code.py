"""The code on a survey sheet, and what is keyed in from it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.ballot import Number, read_number
from desktop.domain.poll_errors import NotABallot
from desktop.domain.renewal.errors import NotASurveyAnswer
from desktop.domain.renewal.survey import Lift, Want
from desktop.domain.renewal.survey_code import SheetCode, lift_of, read_code, want_of, works_of
from desktop.domain.sign_code import is_sign_code, sign_code


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_a_code_is_read_back_and_is_no_ballot_and_no_invitation(plan, household):
    code = SheetCode(plan, household)
    assert read_code(code.code) == read_code(code.shown) == code
    assert is_sign_code(code.code) is None
    with pytest.raises(NotABallot):
        read_number(code.code)
    assert read_code(Number(plan, household).code) is None


@given(st.uuids())
def test_an_invitation_is_no_survey_sheet(key: UUID):
    assert read_code(sign_code(key)) is None


@given(st.integers(1, 99_999), st.integers(1, 99_999), st.integers(0, 11), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed(plan, household, place, more):
    code = SheetCode(plan, household).code
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    assert read_code(wrong) is None


def test_keys_of_a_sheet():
    assert (want_of("1"), want_of("２"), want_of("")) == (Want.YES, Want.NO, Want.NONE)
    assert (lift_of(" 3 "), lift_of("0")) == (Lift.NEUTRAL, Lift.NONE)
    works = [(1, "屋面"), (2, "照明"), (3, "绿化"), (7, "停车")]
    assert works_of("3 1、换水表", works, "优先项") == ["绿化", "屋面", "换水表"]
    for wrong in ("5", "1 2 3 4", "0"):
        with pytest.raises(NotASurveyAnswer):
            works_of(wrong, works, "优先项")
    with pytest.raises(NotASurveyAnswer):
        want_of("改")
