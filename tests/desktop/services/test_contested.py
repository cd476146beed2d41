"""What is fought over later: counts that moved, outcomes against votes, notice, lapses."""

from datetime import date, timedelta

import pytest

from desktop.domain.errors import (
    AlreadyBegun,
    AlreadyVoid,
    AlreadyVoted,
    CountMoved,
    EndsTooEarly,
    EvidenceNeeded,
    Gone,
    MoveInstead,
    NoticeTooLate,
    NotNow,
    ProposalClosed,
    StillInUse,
    VotedOtherwise,
)
from desktop.domain.ids import Ref
from desktop.domain.terms import (
    BodyKind,
    Choice,
    Copy,
    Decision,
    Outcome,
    Progress,
    Result,
    Stage,
    Voice,
)
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan
from desktop.services.sessions import Task
from desktop.services.suggestions import SuggestionPlan
from desktop.services.votes import Hands

DAY = date(2024, 9, 30)
PLAN = MeetingPlan("courtyard", "院坝会", DAY, "15:00", "院坝", chair="卢学文")


@pytest.fixture
def seated(register, compound):
    branch = register.bodies.add(compound, BodyKind.BRANCH)
    for name in ("卢学文", "谢淑芬", "唐振华", "潘国庆"):
        register.bodies.seat(branch, name)
    return compound


def begin(register, compound, *items, plan=PLAN):
    ref = register.meetings.plan(compound, plan, items)
    register.meetings.open(ref)
    register.table.arrive_all(ref, "15:00")
    return ref


def items(register, ref):
    return [Ref(ref.compound_id, item.id) for item in register.papers.told(ref).numbered]


def rest(against, counted=4, at="15:10"):
    return Hands(at, against=against, abstain=0, counted_at=at, counted=counted)


def test_the_rest_is_in_favour_only_of_those_who_were_counted(register, seated):
    ref = begin(register, seated, ItemPlan("遛狗"))
    item = items(register, ref)[0]
    person = register.table.people(ref)[0]
    register.table.leave(Ref(seated, person.id), "15:10")
    with pytest.raises(CountMoved, match="应为 3 人，不是 4 人"):
        register.votes.by_hands(item, rest(0))
    assert register.votes.by_hands(item, rest(0, counted=3)) is Result.PASSED


@pytest.mark.parametrize("told", [Outcome.AGREED, Outcome.PASSED, Outcome.RECOMMENDED])
def test_an_outcome_never_contradicts_the_last_vote(register, seated, told):
    ref = begin(register, seated, ItemPlan("遛狗"))
    item = items(register, ref)[0]
    register.votes.by_hands(item, rest(0))
    register.votes.by_hands(item, rest(4, at="15:20"))
    with pytest.raises(VotedOtherwise, match="未通过"):
        register.sessions.conclude(item, told)
    register.sessions.conclude(item, Outcome.POSTPONED)
    assert register.papers.told(ref).numbered[0].outcome is Outcome.POSTPONED


def test_only_a_proposal_of_the_item_that_still_stands_is_voted_on(register, seated):
    ref = begin(register, seated, ItemPlan("遛狗"), ItemPlan("停车"))
    one, other = items(register, ref)
    foreign = register.sessions.propose(other, "甲", "画线")
    with pytest.raises(Gone):
        register.votes.by_hands(one, rest(0), foreign.id)
    own = register.sessions.propose(one, "甲", "牵绳")
    register.sessions.withdraw(own)
    with pytest.raises(ProposalClosed):
        register.votes.by_hands(one, rest(0), own.id)
    assert not register.papers.told(ref).numbered[0].rounds


def test_notes_and_tasks_stay_with_their_own_meeting(register, seated):
    ref = begin(register, seated, ItemPlan("遛狗"))
    foreign = items(register, begin(register, seated, ItemPlan("停车")))[0]
    with pytest.raises(Gone):
        register.sessions.note(ref, foreign.id, "15:10", "甲", "话")
    with pytest.raises(Gone):
        register.sessions.decide_task(ref, foreign.id, Task("办", "甲"))


def test_a_round_becomes_void_once(register, seated):
    ref = begin(register, seated, ItemPlan("换物业公司", Decision.OWNERS_JOINT))
    item = items(register, ref)[0]
    register.votes.by_hands(item, rest(0))
    told = register.papers.told(ref).numbered[0]
    assert "业主共同决定" in told.outcome_note
    made = Ref(seated, told.rounds[0].id)
    register.votes.void(made, "数错了")
    with pytest.raises(AlreadyVoid):
        register.votes.void(made, "别的原因")
    again = register.papers.told(ref).numbered[0]
    assert (again.rounds[0].void_reason, again.outcome, again.outcome_note) == ("数错了", None, "")


def test_a_meeting_that_voted_does_not_lapse(register, seated):
    ref = begin(register, seated, ItemPlan("遛狗"))
    register.votes.by_hands(items(register, ref)[0], rest(0))
    with pytest.raises(AlreadyVoted):
        register.meetings.lapse(ref, "人走了")
    assert register.papers.told(ref).facts.stage is Stage.IN_SESSION


def test_a_meeting_ends_after_everything_in_it(register, seated):
    ref = begin(register, seated, ItemPlan("遛狗"))
    register.votes.by_hands(items(register, ref)[0], rest(0, at="16:10"))
    for ends in ("08:00", "16:00"):
        with pytest.raises(EndsTooEarly):
            register.meetings.close(ref, ends)
    register.meetings.close(ref, "16:30")


def test_a_noticed_meeting_moves_only_by_being_noticed_anew(register, seated):
    plan = MeetingPlan("committee", "业委会会议", DAY, "19:00", "")
    ref = register.meetings.plan(seated, plan)
    register.meetings.give_notice(ref, DAY - timedelta(days=8))
    moved = MeetingPlan("committee", "业委会会议", DAY - timedelta(days=1), "19:00", "")
    with pytest.raises(MoveInstead):
        register.meetings.change(ref, moved)
    register.meetings.reschedule(ref, DAY - timedelta(days=3), "19:00", "", "主任出差")
    facts = register.papers.told(ref).facts
    assert (facts.stage, facts.noticed_on) == (Stage.DRAFT, None)
    with pytest.raises(NoticeTooLate):
        register.meetings.give_notice(ref, DAY - timedelta(days=8))


def test_opening_by_mistake_is_taken_back_while_nothing_is_recorded(register, seated):
    ref = register.meetings.plan(seated, PLAN)
    register.meetings.open(ref)
    register.meetings.take_back(ref)
    assert register.papers.told(ref).facts.stage is Stage.DRAFT
    register.meetings.open(ref)
    register.table.arrive_all(ref, "15:00")
    with pytest.raises(AlreadyBegun, match="签到"):
        register.meetings.take_back(ref)
    assert register.papers.told(ref).facts.stage is Stage.IN_SESSION


def test_suggestions_of_a_cancelled_meeting_wait_again(register, seated):
    voice = register.suggestions.add(seated, SuggestionPlan("装路灯"))
    plans = [
        register.meetings.plan(seated, PLAN, [ItemPlan("路灯", suggestions=(voice.id,))])
        for _ in "ab"
    ]
    register.meetings.cancel(plans[0], "下雨")
    assert register.suggestions.lines(seated)[0].state is Voice.ON_AGENDA  # of the other one
    register.meetings.cancel(plans[1], "下雨")
    assert register.suggestions.lines(seated)[0].state is Voice.RECEIVED


def test_only_a_meeting_that_was_held_goes_on(register, seated):
    ref = register.meetings.plan(seated, PLAN, [ItemPlan("遛狗")])
    with pytest.raises(NotNow):
        register.meetings.go_on(ref, DAY, "15:00")


def test_two_bodies_of_one_kind_are_two_lines(register, seated):
    for name in ("第一网格", "第二网格"):
        grid = register.bodies.add(seated, BodyKind.GRID, name)
        register.bodies.seat(grid, f"{name}员")
    ref = begin(register, seated)
    names = [line.name for line in register.table.board(ref, "15:00").bodies]
    assert names == ["党支部", "第一网格", "第二网格"]
    assert "第二网格：第二网格员" in register.minutes.text(ref, Copy.RECORD).text


def test_three_sides_means_three_sides(register, compound):
    company = register.bodies.add(compound, BodyKind.PROPERTY_COMPANY)
    register.bodies.seat(company, "冯志强")
    committee = register.bodies.add(compound, BodyKind.SELF_MANAGEMENT)
    register.bodies.seat(committee, "潘国庆")
    branch = register.bodies.add(compound, BodyKind.BRANCH)
    register.bodies.seat(branch, "卢学文")
    ref = register.meetings.plan(compound, MeetingPlan("three_party", "协调会", DAY, "15:00", ""))
    register.meetings.open(ref)
    people = {each.name: Ref(compound, each.id) for each in register.table.people(ref)}
    for number, name in enumerate(("冯志强", "潘国庆", "卢学文"), 1):
        register.table.arrive(people[name], "15:00")
        assert register.table.board(ref, "15:00").quorate is (number == 3)


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("把空地租给充电公司", "common_business"),
        ("选聘新物业", "manager"),
        ("利用公共场地设停车位收费", "common_business"),
        ("续交维修基金", "fund_raise"),
        ("动用维修资金维修屋面", "fund_use"),
        ("给3单元装个电梯", "lift"),
        ("业委会到期换届", "committee_election"),
        ("小区乱停车", "order"),
    ],
)
def test_the_guide_knows_what_people_call_it(register, seated, title, matter):
    ref = register.meetings.plan(seated, PLAN, [ItemPlan("讨论小区事务")])
    item = items(register, ref)[0]
    register.agendas.change(item, ItemPlan(title))
    found = register.papers.told(ref).numbered[0].matter
    assert found is not None
    assert found.key == matter


def test_done_needs_evidence_and_a_lost_item_makes_no_resolution(register, seated):
    ref = begin(register, seated, ItemPlan("装灯", Decision.BODY_VOTE))
    item = items(register, ref)[0]
    register.votes.by_hands(item, rest(4))
    task = register.sessions.decide_task(ref, item.id, Task("装灯", "物业", DAY))
    with pytest.raises(EvidenceNeeded):
        register.resolutions.step(task, Progress.DONE, " ")
    text = register.minutes.text(ref, Copy.RECORD).text
    assert "未通过" in text
    assert "〔决议〕" not in text


def test_what_was_open_on_the_day_stays_in_that_days_minutes(register, seated, clock):
    first = begin(register, seated, ItemPlan("装灯"))
    task = register.sessions.decide_task(first, None, Task("装灯", "物业", DAY))
    later = MeetingPlan("courtyard", "第二次", DAY + timedelta(days=7), "15:00", "", chair="卢学文")
    second = begin(register, seated, plan=later)
    clock.at = clock.at.replace(year=2024, month=10, day=20)
    register.resolutions.step(task, Progress.DONE, "照片两张")
    register.resolutions.step(task, Progress.CONFIRMED, "")
    told = register.papers.told(second)
    assert [each.resolution.state for each in told.follow_ups] == [Progress.OPEN]


def test_what_others_point_to_is_not_taken_away(register, seated):
    voice = register.suggestions.add(seated, SuggestionPlan("装路灯"))
    ref = register.meetings.plan(seated, PLAN, [ItemPlan("路灯", suggestions=(voice.id,))])
    register.suggestions.answer(voice, Voice.HANDLED, "已经装了")
    with pytest.raises(StillInUse):
        register.suggestions.remove(voice)
    register.meetings.open(ref)
    item = items(register, ref)[0]
    register.sessions.propose(item, "甲", "装三盏")
    with pytest.raises(AlreadyBegun, match="方案"):
        register.meetings.take_back(ref)
    register.table.arrive_all(ref, "15:00")
    people = register.table.people(ref)
    register.votes.by_roll(item, "15:10", {each.id: Choice.FOR for each in people})
    person = Ref(seated, people[0].id)
    register.table.correct(person, "", "")
    with pytest.raises(StillInUse, match="记名表决"):
        register.table.remove(person)


def test_the_opening_item_stays_first(register, seated):
    first = begin(register, seated)
    register.sessions.decide_task(first, None, Task("装灯", "物业", DAY))
    ref = register.meetings.plan(seated, PLAN, [ItemPlan("遛狗")])
    opening = register.papers.told(ref).items[0]
    assert opening.number == 0
    register.agendas.move(Ref(seated, opening.id), up=False)
    assert [each.number for each in register.papers.told(ref).items] == [0, 1]
