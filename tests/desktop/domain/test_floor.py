"""The speaking list, the clock of items, and the code at the door."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.ballot import Number, read_number
from desktop.domain.floor import Span, Turn, checked_limit, clock, left, queue, speaking, used
from desktop.domain.poll_errors import NotABallot
from desktop.domain.session_errors import NotALimit
from desktop.domain.session_terms import TurnKind
from desktop.domain.sign_code import is_sign_code, sign_code

ITEM = uuid4()


def turn(speaker: str, asked: str, kind=TurnKind.SPEECH, began="", ended="", item=ITEM) -> Turn:
    return Turn(uuid4(), item, kind, speaker, "业委会", 3, asked, began, ended)


def test_points_of_order_then_who_has_not_spoken_then_the_others():
    turns = [
        turn("甲", "15:00:00", began="15:00:05", ended="15:02:00"),
        turn("甲", "15:02:10"),
        turn("乙", "15:02:20"),
        turn("丙", "15:02:30"),
        turn("丁", "15:02:40", TurnKind.ORDER),
        turn("戊", "15:02:05", ended="15:02:06"),  # taken off
    ]
    assert [each.speaker for each in queue(turns, ITEM)] == ["丁", "乙", "丙", "甲"]
    assert [each.speaker for each in queue(turns, uuid4())] == ["丁", "甲", "乙", "丙"]


def test_the_one_who_speaks_and_the_time_left():
    going = turn("甲", "15:00:00", began="15:00:05")
    assert speaking([turn("乙", "15:00:01"), going]) is going
    assert left(going, "15:02:05") == 60
    assert clock(left(going, "15:03:35")) == "超 0:30"
    assert speaking([turn("乙", "15:00:01")]) is None


def test_time_of_an_item_adds_up_over_its_parts():
    other = uuid4()
    spans = [
        Span(ITEM, "15:00:00", "15:10:00"),
        Span(other, "15:10:00", "15:11:00"),
        Span(ITEM, "15:11:00"),
    ]
    assert used(spans, ITEM, "15:12:30") == 690
    assert used(spans, other, "15:12:30") == 60
    assert used([Span(ITEM, "15:11:00")], ITEM, "15:10:00") == 0  # a clock set back


@pytest.mark.parametrize("minutes", [0, -1, 61])
def test_a_limit_is_one_to_sixty_minutes(minutes):
    with pytest.raises(NotALimit):
        checked_limit(minutes)


@given(st.uuids())
def test_a_code_is_read_back_and_is_no_ballot(key: UUID):
    code = sign_code(key)
    assert is_sign_code(f"{code[:4]} {code[4:]}") == code
    with pytest.raises(NotABallot):
        read_number(code)


@given(st.builds(Number, st.integers(0, 99_999), st.integers(0, 99_999)))
def test_a_ballot_is_no_invitation(number):
    assert is_sign_code(number.code) is None


@given(st.uuids(), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(key, place, more):
    code = sign_code(key)
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    assert is_sign_code(wrong) is None
