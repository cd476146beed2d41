from datetime import date, timedelta

import pytest

from desktop.domain.errors import (
    NoticeNeeded,
    NoticeTooLate,
    NotNow,
    OwnersDecide,
    QuorumMissing,
    ReasonNeeded,
    VotesDoNotAddUp,
)
from desktop.domain.ids import Ref
from desktop.domain.terms import (
    Basis,
    BodyKind,
    Choice,
    NoteKind,
    Outcome,
    Progress,
    ProposalState,
    Result,
    Stage,
    Voice,
)
from desktop.domain.vote import BodyVote
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan
from desktop.services.seating import FOLLOW_UP
from desktop.services.sessions import Task
from desktop.services.suggestions import SuggestionPlan
from desktop.services.votes import Hands

DAY = date(2024, 9, 30)
PLAN = MeetingPlan("roundtable", "2024年第四次圆桌会议", DAY, "15:00", "议事厅", chair="卢学文")


@pytest.fixture
def table(register, compound):
    """Three seats in the branch and two in the owners' committee; one person sits in both."""
    branch = register.bodies.add(compound, BodyKind.BRANCH)
    owners = register.bodies.add(compound, BodyKind.OWNERS_COMMITTEE)
    for name in ("卢学文", "谢淑芬", "唐振华"):
        register.bodies.seat(branch, name)
    for name in ("潘国庆", "卢学文"):
        register.bodies.seat(owners, name)
    return compound


def begin(register, compound, *items, plan=PLAN):
    ref = register.meetings.plan(compound, plan, items)
    register.meetings.give_notice(ref, DAY - timedelta(days=3))
    register.meetings.open(ref)
    register.table.arrive_all(ref, "15:00")
    return ref


def first(register, ref):
    return Ref(ref.compound_id, register.papers.told(ref).numbered[0].id)


def test_one_person_in_two_bodies_sits_once_and_counts_once(register, table):
    ref = begin(register, table)
    board = register.table.board(ref, "15:00")
    assert (board.present, board.entitled) == (4, 4)
    assert {line.body: line.entitled for line in board.bodies} == {
        BodyKind.BRANCH: 3,
        BodyKind.OWNERS_COMMITTEE: 2,
    }


def test_a_vote_prints_rule_source_and_inequality(register, table):
    ref = begin(register, table, ItemPlan("遛狗要牵绳"))
    item = first(register, ref)
    register.sessions.propose(item, "卢学文", "一律牵绳")
    proposal = register.papers.told(ref).numbered[0].proposals[0]
    votes = (
        BodyVote(BodyKind.BRANCH, "党支部", 3, 2, 1, 0),
        BodyVote(BodyKind.OWNERS_COMMITTEE, "业委会", 1, 1, 0, 0),
    )
    assert register.votes.by_hands(item, Hands("15:20", votes), proposal.id) is Result.PASSED
    told = register.papers.told(ref).numbered[0]
    made = told.rounds[0]
    assert (made.inequality, made.quorum) == ("2×3 > 4", "全体 3×4 ≥ 2×4")
    assert made.rule == "超过到会有表决权人数的半数"
    assert told.outcome is Outcome.PASSED
    assert told.proposals[0].state is ProposalState.PASSED


def test_votes_must_stand_on_the_heads_counted_a_moment_ago(register, table):
    ref = begin(register, table, ItemPlan("遛狗要牵绳"))
    item = first(register, ref)
    person = next(p for p in register.table.people(ref) if p.name == "谢淑芬")
    register.table.leave(Ref(table, person.id), "15:10")
    votes = (
        BodyVote(BodyKind.BRANCH, "党支部", 3, 3, 0, 0),
        BodyVote(BodyKind.OWNERS_COMMITTEE, "业委会", 1, 1, 0, 0),
    )
    with pytest.raises(VotesDoNotAddUp):
        register.votes.by_hands(item, Hands("15:20", votes))


def test_a_tie_may_be_voted_again_after_a_change(register, table):
    ref = begin(register, table, ItemPlan("遛狗要牵绳"))
    item = first(register, ref)
    register.sessions.propose(item, "甲", "全天牵绳")
    hands = Hands("15:20", against=2, abstain=0, counted_at="15:20", counted=4)
    assert register.votes.by_hands(item, hands) is Result.TIED
    register.sessions.propose(item, "乙", "白天牵绳")
    again = Hands("15:30", against=0, abstain=1, counted_at="15:30", counted=4)
    assert register.votes.by_hands(item, again) is Result.PASSED
    assert register.papers.told(ref).numbered[0].outcome is Outcome.PASSED_AMENDED


def test_a_roll_call_is_kept_by_name_and_a_wrong_round_becomes_void(register, table):
    ref = begin(register, table, ItemPlan("遛狗要牵绳"))
    item = first(register, ref)
    people = register.table.people(ref)
    choices = {each.id: Choice.FOR for each in people}
    choices[people[0].id] = Choice.AGAINST
    register.votes.by_roll(item, "15:20", choices)
    made = register.papers.told(ref).numbered[0].rounds[0]
    assert dict(made.casts)[people[0].name] is Choice.AGAINST
    with pytest.raises(ReasonNeeded):
        register.votes.void(Ref(table, made.id), " ")
    register.votes.void(Ref(table, made.id), "点错了")
    told = register.papers.told(ref).numbered[0]
    assert (told.rounds[0].result, told.outcome) == (Result.VOID, None)


def test_without_quorum_there_is_no_vote_and_the_count_is_kept(register, table):
    ref = begin(register, table, ItemPlan("公共收益审计"))
    item = first(register, ref)
    for person in register.table.people(ref)[:2]:
        register.table.leave(Ref(table, person.id), "15:10")
    with pytest.raises(QuorumMissing, match="3×2 < 2×4"):
        register.votes.by_hands(
            item, Hands("15:12", against=0, abstain=0, counted_at="15:12", counted=2)
        )
    register.sessions.conclude(item, Outcome.QUORUM_MISSED, at="15:12")
    assert "15:12清点到会2人" in register.papers.told(ref).numbered[0].outcome_note


def test_owners_matters_are_only_ever_recommended(register, table):
    ref = begin(register, table, ItemPlan("建设集中充电棚"))
    item = first(register, ref)
    assert register.papers.told(ref).numbered[0].owners_decide
    with pytest.raises(OwnersDecide, match="第二百七十八条"):
        register.sessions.conclude(item, Outcome.PASSED)
    register.votes.by_hands(
        item, Hands("15:20", against=0, abstain=0, counted_at="15:20", counted=4)
    )
    assert register.papers.told(ref).numbered[0].outcome is Outcome.RECOMMENDED


def test_notice_is_asked_only_where_the_profile_demands_it(register, table):
    committee = MeetingPlan("committee", "业委会第一次会议", DAY, "19:00", "")
    ref = register.meetings.plan(table, committee)
    with pytest.raises(NoticeNeeded):
        register.meetings.open(ref)
    with pytest.raises(NoticeTooLate, match="至少 7 天"):
        register.meetings.give_notice(ref, DAY - timedelta(days=6))
    register.meetings.give_notice(ref, DAY - timedelta(days=7))
    register.meetings.open(ref)
    afterwards = MeetingPlan("committee", "补录", DAY, "19:00", "", entered_afterwards=True)
    register.meetings.open(register.meetings.plan(table, afterwards))
    register.meetings.open(register.meetings.plan(table, PLAN))


def test_what_is_not_its_time_is_refused_aloud(register, table):
    ref = register.meetings.plan(table, PLAN)
    with pytest.raises(NotNow, match="会议筹备中，现在不能散会"):
        register.meetings.close(ref, "16:00")
    register.meetings.cancel(ref, "下雨")
    with pytest.raises(NotNow):
        register.meetings.open(ref)


def test_open_resolutions_open_the_next_agenda(register, table, clock):
    ref = begin(register, table, ItemPlan("楼道灯"))
    task = Task("换灯", "物业", DAY + timedelta(days=10), Basis.COMMITMENT, helpers="派出所")
    register.sessions.decide_task(ref, None, task)
    register.meetings.close(ref, "16:00")
    line = register.resolutions.lines(table)[0]
    clock.at += timedelta(days=30)
    assert register.resolutions.lines(table)[0].overdue
    register.resolutions.step(line.ref, Progress.IN_PROGRESS, "灯已买好")
    later = MeetingPlan("roundtable", "下一次", DAY + timedelta(days=30), "15:00", "")
    told = register.papers.told(register.meetings.plan(table, later))
    assert (told.items[0].number, told.items[0].title) == (0, "上次事项落实情况")
    assert told.follow_ups[0].overdue
    assert told.follow_ups[0].latest == "灯已买好"
    register.resolutions.step(line.ref, Progress.DONE, "照片")
    register.resolutions.step(line.ref, Progress.CONFIRMED, "")
    assert not register.resolutions.lines(table)[0].overdue
    with pytest.raises(ReasonNeeded):
        register.resolutions.step(line.ref, Progress.IN_PROGRESS, "")


def test_a_lapsed_meeting_goes_on_with_its_items(register, table):
    ref = begin(register, table, ItemPlan("停车"), ItemPlan("垃圾"))
    register.meetings.lapse(ref, "到会人数不足")
    made = register.meetings.go_on(ref, DAY + timedelta(days=7), "15:00")
    assert [item.title for item in register.papers.told(made).numbered] == ["停车", "垃圾"]


def test_suggestions_go_by_reference_and_come_back(register, table):
    refs = [
        register.suggestions.add(table, SuggestionPlan(text, door="3栋2单元501"))
        for text in ("灯坏了", "楼道黑")
    ]
    register.groupings.merge(refs, "楼道灯")
    ref = register.meetings.plan(
        table, PLAN, [ItemPlan("楼道灯", suggestions=tuple(r.id for r in refs))]
    )
    lines = register.suggestions.lines(table)
    assert {line.state for line in lines} == {Voice.ON_AGENDA}
    assert [line.text for line in lines] == ["楼道黑", "灯坏了"]
    assert lines[0].door == "3-2-501"
    register.agendas.remove(first(register, ref))
    assert {line.state for line in register.suggestions.lines(table)} == {Voice.GROUPED}
    register.groupings.take_out(refs)
    assert {line.state for line in register.suggestions.lines(table)} == {Voice.RECEIVED}


def test_signing_in_twice_is_once_and_a_struck_note_stays(register, table):
    ref = begin(register, table, ItemPlan("停车"))
    person = Ref(table, register.table.people(ref)[0].id)
    register.table.arrive(person, "15:30")
    assert [stay.arrived for stay in register.table.people(ref)[0].stays] == ["15:00"]
    item = first(register, ref)
    note = register.sessions.note(ref, item.id, "15:05", "卢学文", "说错了", NoteKind.OPINION)
    register.sessions.strike(note)
    told = register.papers.told(ref).numbered[0]
    assert [(n.text, n.struck) for n in told.notes] == [("说错了", "张敏")]
    assert told.standing_notes == ()


def test_a_draft_is_kept_without_history(register, table):
    length = register.verification.check().chains[1].length
    register.sessions.keep_draft("note/x", "正在打的字")
    register.sessions.keep_draft("note/x", "正在打的字，再多一些")
    assert register.sessions.draft("note/x") == "正在打的字，再多一些"
    assert register.verification.check().chains[1].length == length


def test_the_last_meeting_can_be_copied_and_a_meeting_moved(register, table):
    begin(register, table)
    made = register.meetings.copy_last(table, DAY + timedelta(days=90))
    facts = register.papers.told(made).facts
    assert (facts.place, facts.chair, facts.stage) == ("议事厅", "卢学文", Stage.DRAFT)
    with pytest.raises(ReasonNeeded):
        register.meetings.reschedule(made, DAY, "9:00", "", "")
    register.meetings.reschedule(made, DAY + timedelta(days=91), "9:00", "院坝", "下雨")
    assert register.papers.told(made).facts.starts == "09:00"


def test_a_meeting_planned_early_still_begins_with_what_was_agreed_since(held, clock):
    register, before = held
    compound = before.compound_id

    def first(meeting):
        return [item.title for item in register.papers.told(meeting).items][:1]

    clock.at += timedelta(hours=1)
    day = clock.at.date() + timedelta(days=40)
    plan = MeetingPlan("courtyard", "院坝会", day, "15:00", "院坝")
    meeting = register.meetings.plan(compound, plan)
    assert first(meeting) == [FOLLOW_UP]
    (item,) = [i for i in register.papers.told(meeting).items if i.title == FOLLOW_UP]
    register.agendas.remove(Ref(compound, item.id))
    register.meetings.give_notice(meeting, clock.at.date())
    assert first(meeting) == []  # whoever took it out knew all there was


def test_what_was_agreed_after_planning_opens_the_agenda(register, compound, clock):
    def plan(days, title):
        day = clock.at.date() + timedelta(days=days)
        return register.meetings.plan(
            compound, MeetingPlan("courtyard", title, day, "15:00", "院坝", "社区", "张敏")
        )

    later = plan(30, "下次院坝会")
    earlier = plan(0, "这次院坝会")
    item = register.agendas.add(earlier, ItemPlan("楼道灯"))
    register.table.add(earlier, "李四", BodyKind.OWNERS)
    register.meetings.open(earlier)
    register.reception.sign_in(earlier, "1", "15:00")
    register.sessions.decide_task(earlier, item.id, Task("换灯", "物业", None))
    register.sessions.conclude(item, Outcome.AGREED)
    register.meetings.close(earlier, "16:00")
    assert [i.title for i in register.papers.told(later).items] == []
    register.meetings.give_notice(later, clock.at.date())
    assert [i.title for i in register.papers.told(later).items] == [FOLLOW_UP]
    clock.at += timedelta(days=30)
    register.meetings.open(later)
    assert [i.title for i in register.papers.told(later).items] == [FOLLOW_UP]
