"""会议记录 and 会议纪要: the whole course in its order, and what came out of it."""

from datetime import date, timedelta

import pytest

from desktop.domain.errors import NotYet
from desktop.domain.ids import Ref
from desktop.domain.session_terms import TurnKind
from desktop.domain.terms import BodyKind, Choice, Copy, NoteKind, Outcome
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan
from desktop.services.papers import Paper
from desktop.services.sessions import Task

DAY = date(2024, 9, 20)  # the test clock's day


@pytest.fixture
def room(register, compound) -> Ref:
    plan = MeetingPlan("roundtable", "第一次会议", DAY, "15:00", "议事厅", recorder="张敏")
    made = register.meetings.plan(compound, plan, [ItemPlan("楼道灯"), ItemPlan("停车")])
    for name, body in (
        ("王强", BodyKind.OWNERS),
        ("李明", BodyKind.OWNERS),
        ("周洁", BodyKind.OWNERS_COMMITTEE),
    ):
        register.table.add(made, name, body)
    register.meetings.open(made)
    register.table.arrive_all(made, "15:00")
    return made


def items(register, room):
    return [Ref(room.compound_id, each.id) for each in register.papers.told(room).numbered]


def text_of(register, room) -> str:
    return register.papers.document(room, Paper.RECORD).text


def places(text, *words):
    found = [text.index(word) for word in words]
    assert found == sorted(found), text
    return found


def test_within_a_minute_the_order_is_that_of_the_keyboard(register, room):
    first, _ = items(register, room)
    for said in ("乙说的", "甲说的", "丙说的", "丁说的"):
        register.sessions.note(room, first.id, "15:01", "王强", said)
    register.sessions.note(room, first.id, "15:00", "李明", "开头")
    places(text_of(register, room), "开头", "乙说的", "甲说的", "丙说的", "丁说的")


def test_proposals_and_withdrawals_stand_where_they_were_made(register, room, clock):
    first, _ = items(register, room)
    register.sessions.note(room, first.id, "15:02", "王强", "先说一句")
    made = register.sessions.propose(first, "王强", "装声控灯", "15:04")
    register.sessions.note(room, first.id, "15:06", "李明", "再说一句")
    register.sessions.withdraw(made, "15:08")
    clock.at = clock.at.replace(hour=15, minute=9)
    register.sessions.propose(first, "李明", "装感应灯")  # the clock tells when
    register.sessions.note(room, first.id, "", "王强", "没有时间的话")
    text = text_of(register, room)
    places(
        text, "15:02　王强", "15:04　方案1（王强）", "15:06　李明", "15:08　撤回方案1",
        "15:09　方案2（李明）", "没有时间的话",
    )  # fmt: skip


def test_everything_that_was_recorded_is_in_the_record(register, room, clock):
    first, second = items(register, room)
    people = {each.name: each for each in register.table.people(room)}
    struck = register.sessions.note(room, first.id, "15:01", "王强", "说错了")
    clock.at = clock.at.replace(hour=15, minute=2)
    register.sessions.strike(struck)
    register.floor.ask(room, first.id, "李明", 1, TurnKind.ORDER)
    register.votes.by_roll(
        first,
        "15:10",
        {people["王强"].id: Choice.FOR, people["李明"].id: Choice.AGAINST}
        | {people["周洁"].id: Choice.FOR},
    )
    register.sessions.decide_task(room, first.id, Task("换灯", "物业", DAY, charged_by="居委会"))
    register.sessions.conclude(second, Outcome.POSTPONED, "人还没齐", at="15:12")
    late = register.agendas.add(room, ItemPlan("门口积水"))
    register.agendas.merge(late, second)
    register.sessions.decide_task(room, None, Task("贴纪要", "张敏", DAY))
    register.table.leave(Ref(room.compound_id, people["李明"].id), "15:20")
    text = text_of(register, room)
    for word in (
        "说错了。（已更正划去：张敏，15:02）",
        "李明（业主）提出秩序问题",
        "业委会1",
        "业主2",
        "业主同意1、反对1、弃权0",
        "记名：王强同意、李明反对、周洁同意",
        "交办：居委会",
        "结果：延期再议（人还没齐；15:12清点到会3人",
        "并入第2项“停车”一并讨论",
        "贴纪要（责任：张敏",
        "15:20　李明（业主）离会",
        "应到3人，开会时实到3人",
    ):
        assert word in text, (word, text)


def test_items_taken_up_again_go_on_where_they_did(register, room):
    first, second = items(register, room)
    register.sessions.note(room, first.id, "15:01", "王强", "灯一")
    register.sessions.note(room, second.id, "15:05", "王强", "车一")
    register.sessions.note(room, first.id, "15:09", "李明", "灯二")
    text = text_of(register, room)
    places(text, "（一）楼道灯", "灯一", "（二）停车", "车一", "（一）楼道灯（继续）", "灯二")


def test_what_is_set_right_in_a_session_leaves_a_trace(register, room, clock):
    first, second = items(register, room)
    who = next(each for each in register.table.people(room) if each.name == "王强")
    clock.at = clock.at.replace(hour=15, minute=30)
    register.table.correct(Ref(room.compound_id, who.id), "15:20", "")
    register.agendas.change(first, ItemPlan("楼道灯和门灯"))
    register.sessions.conclude(second, Outcome.POSTPONED)
    register.sessions.conclude(second, Outcome.HEARD)
    told = register.papers.told(room).corrected
    assert [(each.what, each.old, each.who) for each in told] == [
        ("到会时间", "15:00—", "张敏"),
        ("议题名称", "楼道灯", "张敏"),
        ("审议结果", "延期再议", "张敏"),
    ]
    text = text_of(register, room)
    assert "15:30　王强到会时间：原记“15:00—”划去，更正为“15:20—”（更正人：张敏）" in text
    assert "原记“楼道灯”划去，更正为“楼道灯和门灯”" in text
    register.table.correct(Ref(room.compound_id, who.id), "15:20", "")  # nothing changes
    assert len(register.papers.told(room).corrected) == 3


def test_what_earlier_meetings_left_to_do_is_told_once(register, room, compound):
    first, _ = items(register, room)
    register.sessions.decide_task(room, first.id, Task("换灯", "物业", DAY))
    register.sessions.note(room, first.id, "15:01", "王强", "好")
    register.meetings.close(room, "16:00")
    plan = MeetingPlan("roundtable", "第二次会议", DAY + timedelta(days=9), "15:00", "议事厅")
    other = register.meetings.plan(compound, plan, [ItemPlan("停车")])
    text = text_of(register, other)
    assert text.count("1. 第一次会议：换灯（责任：物业）") == 1
    assert "上次事项落实情况" in text


def test_a_plan_may_change_without_a_trace(register, compound):
    plan = MeetingPlan("roundtable", "第二次会议", DAY + timedelta(days=9), "15:00", "议事厅")
    made = register.meetings.plan(compound, plan, [ItemPlan("停车")])
    register.agendas.change(items(register, made)[0], ItemPlan("停车位"))
    assert register.papers.told(made).corrected == ()


LONG = (
    "我先把情况说一说，这件事从去年冬天拖到现在，大家都看在眼里，谁也没有真正去管过它。"
    "我家里的老人上个月摔了一跤。但是换灯之前要先公示价格。另外我还想起一件别的事情要讲。"
)


def test_minutes_tell_what_came_out_and_the_record_who_said_what(register, room):
    first, _ = items(register, room)
    for minute in range(10):
        register.sessions.note(room, first.id, f"15:{minute + 1:02d}", "王强", f"第{minute}个想法")
    register.sessions.note(room, first.id, "15:20", "周洁", LONG)
    register.sessions.note(room, first.id, "15:21", "李明", "坚决不要", NoteKind.OBJECTION)
    minutes, record = register.minutes.text(room, Copy.RECORD).text, text_of(register, room)
    body = minutes.split("审议事项")[1]
    assert "王强" not in body
    assert "有业主提出：" in body
    assert "反对：坚决不要" in body  # what weighs most is not left out
    assert "等11条意见（全文见会议记录）" in body
    assert "老人上个月摔了一跤" not in body
    assert "但是换灯之前要先公示价格" in body  # what limits the first sentence stays
    assert "〔略〕" in body
    assert LONG in record
    line = next(line for line in minutes.split("\n") if line.startswith("有业主"))
    source = register.minutes.source(room, Copy.RECORD, line)
    assert source.item == first.id
    assert "15:01 王强" in source.words
    assert "15:21 李明" in source.words


def test_the_sample_minutes_are_shorter_than_its_record(held):
    register, ref = held
    minutes = register.minutes.text(ref, Copy.RECORD).text
    assert len(minutes) < len(register.papers.document(ref, Paper.RECORD).text)


def test_a_correction_of_nothing_is_no_paper(held, tmp_path):
    register, ref = held
    with pytest.raises(NotYet, match="更正"):
        register.papers.document(ref, Paper.CORRECTION)
    register.minutes.finalise(ref)
    assert register.archives.write(ref, tmp_path).is_file()
