"""Numbers on ballots, keys and marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.ballot import (
    LIFE,
    Number,
    after,
    answer_words,
    answered,
    read_number,
    spans,
    spelled,
    whole,
    words,
)
from desktop.domain.poll import Matter
from desktop.domain.poll_errors import BallotNotNow, NotABallot, NotAnAnswer
from desktop.domain.terms import BallotAct, BallotState, MatterKind
from desktop.services.decisions import shipped
from tests.conftest import ROOT

RULE = shipped(ROOT / "resources/rules")["ordinary"]
PLAIN = Matter("续聘", "", MatterKind.DECISION, RULE)
CHOICE = Matter("方案", "", MatterKind.CHOICE, RULE, ("A", "B"))
ELECTION = Matter("选举", "", MatterKind.ELECTION, RULE, ("甲", "乙", "丙"), 2)
NUMBERS = st.builds(Number, st.integers(0, 99_999), st.integers(0, 99_999))


@given(NUMBERS)
def test_a_number_is_read_back_however_it_is_written(number):
    assert read_number(number.code) == read_number(number.shown) == number
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    assert read_number(number.shown.translate(wide)) == number


@given(NUMBERS, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, more):
    code = number.code
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    with pytest.raises(NotABallot):
        read_number(wrong)


@given(NUMBERS, st.integers(0, 10))
def test_two_digits_changed_round_are_noticed(number, place):
    code = number.code
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(NotABallot):
            read_number(wrong)


@pytest.mark.parametrize("text", ["", "12345", "1234567890123", "12345000176a", "二三四五"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NotABallot):
        read_number(text)


@pytest.mark.parametrize(
    ("matter", "key", "marks", "said"),
    [
        (PLAIN, "1", "F", "同意"), (PLAIN, "２", "A", "反对"), (PLAIN, "3", "X", "弃权"),
        (PLAIN, "0", "I", "无效"), (CHOICE, "2", "AF", "B"), (CHOICE, "1 2", "II", "无效"),
        (CHOICE, "n", "AA", "都不同意"), (ELECTION, "1 3", "FAF", "甲、丙"),
        (ELECTION, "1,2,3", "III", "无效"), (ELECTION, "x", "XXX", "弃权"), (ELECTION, "2 2", "AFA", "乙"),
    ],
)  # fmt: skip
def test_keys_become_marks_and_words(matter, key, marks, said):
    assert answered(matter, key) == marks
    assert answer_words(matter, marks) == said


@pytest.mark.parametrize(
    ("matter", "key"),
    [(PLAIN, "4"), (PLAIN, ""), (CHOICE, "3"), (ELECTION, "1 4"), (ELECTION, "甲")],
)
def test_other_keys_are_refused(matter, key):
    with pytest.raises(NotAnAnswer):
        answered(matter, key)


def test_the_marks_of_a_whole_ballot():
    matters = [PLAIN, ELECTION, CHOICE]
    marks = spelled(matters, ["1", "1 2", "n"])
    assert marks == "FFFAAA"
    assert [marks[span] for span in spans(matters)] == ["F", "FFA", "AA"]
    assert words(matters, marks) == ("同意", "甲、乙", "都不同意")
    with pytest.raises(NotAnAnswer):
        spelled(matters, ["1"])


def test_kept_marks_are_those_of_the_whole_ballot():
    matters = (PLAIN, CHOICE)
    assert whole(matters, "FAX") == "FAX"
    for wrong in ("FA", "FAXF", "", "FAZ"):
        with pytest.raises(NotAnAnswer):
            whole(matters, wrong)


def test_a_spoilt_paper_never_comes_back():
    for state in (BallotState.SPOILT, BallotState.REPLACED):
        for act in BallotAct:
            if (state, act) == (BallotState.SPOILT, BallotAct.REPLACE):
                assert after(state, act, "1") is BallotState.REPLACED  # another takes its place
                continue
            if act is BallotAct.REVIVE:  # it lies on the table: somebody must rule on it
                assert after(state, act, "1") is BallotState.RETURNED
                continue
            assert (state, act) not in LIFE
            with pytest.raises(BallotNotNow):
                after(state, act, "1")
