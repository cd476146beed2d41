import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.attendance import Attendee, Stay, headcount
from desktop.domain.errors import NobodyPresent, QuorumMissing, VotesDoNotAddUp
from desktop.domain.rule import Profile, Threshold
from desktop.domain.terms import (
    Base,
    BodyKind,
    Choice,
    Comparison,
    Decision,
    MeetingKind,
    Outcome,
    Result,
)
from desktop.domain.vote import (
    BodyVote,
    Count,
    by_hand,
    judge,
    may_vote,
    outcome_of,
    rest_in_favour,
    total,
)

HALF = Threshold(1, 2, Comparison.MORE_THAN, Base.PRESENT, "议事规则")
TWO_THIRDS = Threshold(2, 3, Comparison.AT_LEAST, Base.ENTITLED, "议事规则")
PROFILE = Profile(
    "roundtable", MeetingKind.ROUNDTABLE, "圆桌会议", "党支部", (), Decision.CONSULTATION,
    TWO_THIRDS, (), HALF, 0, "", second_round=True, short=False, remark="",
)  # fmt: skip


def person(name, body=BodyKind.BRANCH, stays=(("15:00", ""),), **more):
    told = tuple(Stay(*stay) for stay in stays)
    return Attendee(uuid.uuid4(), name, body, body.word, "", entitled=True, stays=told, **more)


def test_exactly_half_is_not_more_than_half():
    assert judge(Count(18, 9, 6, 3), HALF).result is Result.NOT_PASSED


def test_a_tie_does_not_pass_even_where_the_share_is_met():
    third = Threshold(1, 3, Comparison.AT_LEAST, Base.PRESENT, "x")
    assert judge(Count(20, 9, 9, 2), third).result is Result.TIED


def test_nothing_passes_without_a_vote_for_it():
    none = Threshold(1, 100, Comparison.AT_LEAST, Base.PRESENT, "x")
    assert judge(Count(0, 0, 0, 0), none).result is not Result.PASSED
    assert judge(Count(5, 0, 0, 5), none).result is not Result.PASSED


@given(st.integers(1, 300), st.data())
def test_around_the_half_one_vote_decides(present, data):
    half = present // 2
    for_ = data.draw(st.sampled_from([max(0, half - 1), half, half + 1]))
    for_ = min(for_, present)
    abstain = present - for_
    result = judge(Count(present, for_, 0, abstain), HALF).result
    assert (result is Result.PASSED) == (2 * for_ > present and for_ > 0)


def test_who_leaves_at_a_minute_is_not_counted_in_it():
    here = person("甲", stays=(("15:00", "16:15"),))
    assert here.here("16:14")
    assert not here.here("16:15")


def test_one_person_in_two_bodies_is_one_head_and_two_seats():
    both = person("甲", BodyKind.BRANCH, also=(BodyKind.OWNERS_COMMITTEE,))
    count = headcount(PROFILE, [both, person("乙", BodyKind.OWNERS_COMMITTEE)], "15:10")
    assert (count.present, count.entitled) == (2, 2)
    assert {line.body: line.present for line in count.bodies} == {
        BodyKind.BRANCH: 1,
        BodyKind.OWNERS_COMMITTEE: 2,
    }
    assert sum(line.present for line in count.voting) == 2


def test_observers_do_not_count():
    watcher = Attendee(
        uuid.uuid4(), "客", BodyKind.OBSERVERS, "列席", "", False, stays=(Stay("15:00"),)
    )
    count = headcount(PROFILE, [watcher], "15:10")
    assert count.entitled == 0
    assert not count.quorate  # two thirds of nobody is not two thirds


def test_below_the_quorum_nobody_votes():
    people = [person(str(n)) for n in range(13)] + [person(str(n), stays=()) for n in range(8)]
    with pytest.raises(QuorumMissing, match="3×13 < 2×21"):
        may_vote(headcount(PROFILE, people, "17:12"))
    with pytest.raises(NobodyPresent):
        may_vote(headcount(PROFILE, [], "17:12"))


def test_figures_that_do_not_add_up_are_refused():
    count = headcount(PROFILE, [person("甲"), person("乙"), person("丙")], "15:10")
    with pytest.raises(VotesDoNotAddUp):
        total([BodyVote(BodyKind.BRANCH, "党支部", 3, 2, 0, 0)], count)
    with pytest.raises(VotesDoNotAddUp):
        total([BodyVote(BodyKind.BRANCH, "党支部", 2, 2, 0, 0)], count)
    with pytest.raises(VotesDoNotAddUp):
        rest_in_favour(count, 3, 1)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 120))
def test_the_rest_in_favour_adds_up_or_is_refused(against, abstain, present):
    count = headcount(PROFILE, [person(str(n)) for n in range(present)], "15:10")
    if against + abstain > present:
        with pytest.raises(VotesDoNotAddUp):
            rest_in_favour(count, against, abstain)
    else:
        made = rest_in_favour(count, against, abstain)
        assert made.for_ + made.against + made.abstain == present


@pytest.mark.parametrize(
    ("decision", "results", "amended", "outcome"),
    [
        (Decision.CONSULTATION, [Result.PASSED], False, Outcome.PASSED),
        (Decision.CONSULTATION, [Result.TIED, Result.PASSED], True, Outcome.PASSED_AMENDED),
        (Decision.CONSULTATION, [Result.TIED], False, Outcome.NOT_PASSED_TIE),
        (Decision.CONSULTATION, [Result.NOT_PASSED], False, Outcome.NOT_PASSED),
        (Decision.OWNERS_JOINT, [Result.PASSED], True, Outcome.RECOMMENDED),
        (Decision.OWNERS_JOINT, [Result.NOT_PASSED], True, Outcome.NOT_PASSED),
        (Decision.CONSULTATION, [Result.PASSED, Result.VOID], False, Outcome.PASSED),
        (Decision.CONSULTATION, [Result.VOID], False, None),
    ],
)
def test_what_became_of_an_item_follows_from_its_rounds(decision, results, amended, outcome):
    assert outcome_of(decision, results, amended=amended, quorate=True) is outcome


@pytest.mark.parametrize("counts", [(2, 1, 0), (2, 2, 1), (3, 2, -1), (5, -1, 0)])
def test_a_body_votes_with_as_many_as_were_counted(counts):
    with pytest.raises(VotesDoNotAddUp):
        BodyVote(BodyKind.BRANCH, "党支部", 4, *counts).check()
    BodyVote(BodyKind.BRANCH, "党支部", 4, 2, 1, 1).check()
    BodyVote(BodyKind.BRANCH, "党支部", 4, 4, 0, 0).check()


def test_a_roll_call_is_summed_by_body_and_by_name():
    people = [person(f"甲{n}", BodyKind.GRID) for n in range(3)] + [person("乙")]
    people = [
        replace(each, body_name="第一网格" if number < 2 else "第二网格")
        if each.body is BodyKind.GRID
        else each
        for number, each in enumerate(people)
    ]
    count = headcount(PROFILE, people, "15:10")
    choices = [
        (each.body, each.body_name, Choice.FOR if number != 1 else Choice.AGAINST)
        for number, each in enumerate(people)
    ]
    told = {(v.name, v.present): (v.for_, v.against) for v in by_hand(count, choices)}
    assert told == {("党支部", 1): (1, 0), ("第一网格", 2): (1, 1), ("第二网格", 1): (1, 0)}
