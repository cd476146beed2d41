"""From voices to groups: imports, proposals, decisions that are remembered, hints, answers."""

from datetime import date

import pytest

from desktop.domain.errors import (
    AlreadyActedOn,
    Gone,
    NameNeeded,
    NotThisVoiceStep,
    NoVoicesFound,
    ReasonNeeded,
    UnreadableSheet,
)
from desktop.domain.ids import Ref
from desktop.domain.jielong import read as read_chain
from desktop.domain.session_errors import OnThisAgenda
from desktop.domain.terms import BodyKind, Channel, Outcome, Voice
from desktop.domain.voice_table import Field, guess
from desktop.services.agendas import ItemPlan
from desktop.services.disputes import DisputePlan
from desktop.services.lists import Listed
from desktop.services.meetings import MeetingPlan
from desktop.services.premises import PremisesPlan
from desktop.services.suggestions import SuggestionPlan
from desktop.services.voice_imports import Verdict
from desktop.services.voice_lines import chain_lines
from tests.conftest import DATA

PASTE = (DATA / "suggestions_jielong.txt").read_bytes().decode("utf-8")


def take(register, compound, name):
    preview = register.voice_imports.read(compound, DATA / name)
    return preview, register.voice_imports.take_over(preview)


def say(register, compound, *texts, door=""):
    return [register.suggestions.add(compound, SuggestionPlan(text, door=door)) for text in texts]


def test_a_chain_is_taken_once_and_undone_whole(register, compound):
    preview = register.voice_imports.paste(compound, PASTE)
    assert preview.taken == 38
    batch = register.voice_imports.take_over(preview)
    lines = register.suggestions.lines(compound)
    assert len(lines) == 38
    first = lines[-1]
    assert (first.text, first.door, first.proposer, first.supporters) == (
        "楼道灯坏了两个月了，请换成声控的", "3-2-502", "李桂香", 1,
    )  # fmt: skip
    assert first.channel is Channel.GROUP_CHAT
    again = register.voice_imports.paste(compound, PASTE)
    assert again.taken == 0
    assert sum(line.verdict is Verdict.KNOWN for line in again.lines) == 38
    assert register.voice_imports.last(compound) == (batch, 38)
    assert register.voice_imports.undo(compound, batch) == 38
    assert register.suggestions.lines(compound) == []
    with pytest.raises(Gone):
        register.voice_imports.undo(compound, batch)


def test_two_who_take_the_same_paste_take_it_once(register, compound):
    one, other = (register.voice_imports.paste(compound, PASTE) for _ in range(2))
    register.voice_imports.take_over(one)
    register.voice_imports.take_over(other)
    assert len(register.suggestions.lines(compound)) == 38


def test_an_import_somebody_has_worked_with_stays(register, compound):
    _, batch = take(register, compound, "suggestions_jielong.txt")
    line = register.suggestions.lines(compound)[0]
    register.suggestions.answer(line.ref, Voice.ANSWERED, "已告知")
    with pytest.raises(AlreadyActedOn, match="1 条"):
        register.voice_imports.undo(compound, batch)


def test_every_line_of_a_table_has_its_verdict(register, compound, tmp_path):
    path = tmp_path / "建议.csv"
    path.write_text(
        f"内容,日期,来源\n修灯,2024-03-04,意见箱\n,2024-03-04,意见箱\n{'啊' * 200_000},,\n修路,去年,飞鸽\n",
        "utf-8",
    )
    preview = register.voice_imports.read(compound, path)
    assert [(line.line, line.verdict) for line in preview.lines] == [
        (2, Verdict.NEW), (3, Verdict.WRONG), (4, Verdict.WRONG), (5, Verdict.NEW),
    ]  # fmt: skip
    assert "最多 2000 字" in preview.lines[2].why
    register.voice_imports.take_over(preview)
    other = next(x for x in register.suggestions.lines(compound) if x.text == "修路")
    assert (other.channel, other.details) == (Channel.OTHER, "原渠道：飞鸽")


@pytest.mark.parametrize("content", ["你好\n", "楼栋,房号\n1,101\n"])
def test_a_file_without_suggestions_says_so(register, compound, tmp_path, content):
    chain, table, empty = (tmp_path / name for name in ("群.txt", "表.csv", "空.csv"))
    chain.write_text(content, "utf-8")
    table.write_text(content, "utf-8")
    empty.write_text("\n\n", "utf-8")
    with pytest.raises(NoVoicesFound, match=r"群\.txt"):
        register.voice_imports.read(compound, chain)
    with pytest.raises((NoVoicesFound, UnreadableSheet), match=r"空\.csv"):
        register.voice_imports.read(compound, empty)
    preview = register.voice_imports.read(compound, table)  # somebody must say which column is what
    assert preview.lines == ()
    assert preview.header == tuple(content.split("\n")[0].split(","))


def test_the_whole_list_is_grouped_accepted_and_undone(register, compound):
    take(register, compound, "suggestions_labelled.csv")
    before = {line.ref: line.text for line in register.suggestions.lines(compound)}
    proposals = register.groupings.propose(compound)
    lamps = next(each for each in proposals if each.topic == "楼道照明")
    assert lamps.title in {"楼道灯不亮", "楼道灯坏了"}  # as the members say it
    assert lamps.why_words.startswith("都是“楼道照明”")
    assert lamps.category == "设施维修"
    assert lamps.reach.voices == len(lamps.members) >= 15
    assert "2栋" in lamps.reach.words
    assert "条" in lamps.why_words
    group = register.groupings.accept(lamps)
    (line,) = register.groupings.groups(compound)
    assert (line.ref, line.title, line.waiting) == (group, lamps.title, len(lamps.members))
    assert {m.state for m in register.groupings.members(group)} == {Voice.GROUPED}
    register.groupings.take_out([member.ref for member in lamps.members])
    assert register.groupings.groups(compound) == []
    assert {line.ref: line.text for line in register.suggestions.lines(compound)} == before


def test_new_voices_are_proposed_for_the_group_that_is_there(register, compound):
    say(register, compound, "楼道灯坏了", "楼道灯不亮")
    group = register.groupings.accept(register.groupings.propose(compound)[0], "一期楼道灯")
    assert register.groupings.propose(compound) == []
    (new,) = say(register, compound, "摸黑上楼摔了一跤")
    (proposal,) = register.groupings.propose(compound)
    assert (proposal.group, proposal.group_title) == (group, "一期楼道灯")
    register.groupings.accept(proposal)
    assert len(register.groupings.members(group)) == 3
    register.groupings.split(new, [], group)
    assert len(register.groupings.members(group)) == 2
    assert register.groupings.propose(compound) == []


def test_what_was_split_is_not_proposed_again(register, compound):
    one, other, _ = say(register, compound, "楼道灯坏了", "楼道灯不亮", "楼道灯要换")
    register.groupings.split(one, [other])
    proposals = register.groupings.propose(compound)
    assert any({one, other} & {member.ref for member in each.members} for each in proposals)
    for proposal in proposals:
        assert not {one, other} <= {member.ref for member in proposal.members}


def test_what_was_set_aside_is_not_offered_to_the_group_of_the_others(register, compound):
    refs = say(register, compound, "楼道灯坏了", "楼道灯不亮", "楼道灯要换", "楼道的灯修修")
    (proposal,) = register.groupings.propose(compound)
    first = proposal.members[0]
    others = [line.ref for line in proposal.members[1:]]
    register.groupings.split(first.ref, others)
    left = register.groupings.without(proposal, first.ref)
    assert left.title in {line.text for line in left.members}
    register.groupings.accept(left)
    assert [p for p in register.groupings.propose(compound) if p.group is not None] == []
    register.groupings.unsplit(first.ref, others)
    (again,) = register.groupings.propose(compound)
    assert again.group is not None
    assert [line.ref for line in again.members] == [first.ref]
    assert len(refs) == 4


def test_a_corrected_voice_is_found_by_its_new_words_only(register, compound):
    (ref, _) = say(register, compound, "楼道灯坏了", "zzz 怪味")
    hints = register.hints
    assert hints.like(compound, "楼道的灯不亮").count == 1
    register.suggestions.correct(ref, "停车位太少", "", "")
    assert hints.like(compound, "楼道的灯不亮").count == 0
    assert hints.like(compound, "停车位不够").count == 1
    register.suggestions.remove(ref)  # what was only put right may be taken back
    assert hints.like(compound, "停车位不够").count == 0


def test_a_group_is_renamed_held_back_and_answered_as_one(register, compound):
    refs = say(register, compound, "楼道灯坏了", "楼道灯不亮")
    group = register.groupings.merge(refs, "灯")
    register.groupings.rename(group, "楼道灯")
    register.groupings.hold(group, "等物业报价")
    (line,) = register.groupings.groups(compound)
    assert (line.title, line.held) == ("楼道灯", "等物业报价")
    with pytest.raises(NameNeeded):
        register.groupings.rename(group, " ")
    register.suggestions.answer(refs[0], Voice.ANSWERED, "您家楼道先修")
    assert register.suggestions.answer_group(group, Voice.ANSWERED, "本月内全部换新") == 1
    answers = {each.answer for each in register.groupings.members(group)}
    assert answers == {"您家楼道先修", "本月内全部换新"}


def test_every_step_of_a_voice_is_kept(register, compound):
    (ref,) = say(register, compound, "井盖响")
    with pytest.raises(ReasonNeeded):
        register.suggestions.answer(ref, Voice.REFERRED, "")
    with pytest.raises(NotThisVoiceStep):
        register.suggestions.answer(ref, Voice.CLOSED, "")
    register.suggestions.answer(ref, Voice.REFERRED, "转市政所")
    register.suggestions.answer(ref, Voice.HANDLED, "已更换")
    register.suggestions.answer(ref, Voice.CLOSED, "")
    steps = register.suggestions.steps(ref)
    assert [step.state for step in steps] == [Voice.REFERRED, Voice.HANDLED, Voice.CLOSED]
    assert {step.who for step in steps} == {"张敏"}
    assert register.suggestions.lines(compound)[0].answer == "已更换"


def test_while_typing_what_is_known_is_told(register, compound):
    assert register.hints.like(compound, "楼道灯").count == 0
    say(register, compound, "楼道灯坏了", "上楼摸黑", "狗屎没人捡", "请把那个啥子东西弄一弄")
    hint = register.hints.like(compound, "三楼楼道灯又黑了")
    assert hint.count == 2
    assert hint.words.startswith("已有 2 条类似")
    assert hint.category == "设施维修"
    register.groupings.merge([line.ref for line in hint.lines], "楼道灯不亮")
    assert "归在“楼道灯不亮”" in register.hints.like(compound, "楼道灯黑").words
    register.suggestions.remove(say(register, compound, "声控灯不亮")[0])
    assert register.hints.like(compound, "楼道灯黑").count == 2
    assert register.hints.like(compound, "那个啥子东西请弄一弄嘛").count == 1
    assert register.hints.like(compound, "灯").count == 0


def test_what_a_meeting_has_agreed_is_told_with_the_hint(held):
    register, meeting = held
    agenda = register.suggestions.lines(meeting.compound_id)
    told = [
        register.hints.like(meeting.compound_id, line.text).resolved
        for line in agenda
        if line.state is Voice.ON_AGENDA
    ]
    assert any("议定" in each for each in told)


def test_the_office_teaches_a_way_of_saying_it(register, compound):
    text = "我们那个瞎子过道好久整"
    say(register, compound, "楼道灯坏了", text)
    assert register.groupings.propose(compound) == []
    register.lexicons.add("楼道照明", "瞎子过道")
    (proposal,) = register.groupings.propose(compound)
    assert len(proposal.members) == 2
    assert register.lexicons.own() == {"楼道照明": ["瞎子过道"]}
    register.lexicons.remove("楼道照明", "瞎子过道")
    assert register.groupings.propose(compound) == []
    with pytest.raises(Gone):
        register.lexicons.add("飞碟", "飞碟来了")
    with pytest.raises(NameNeeded):
        register.lexicons.add("楼道照明", "了 的")  # it would stand in any voice
    assert register.lexicons.own() == {}


def test_what_waits_is_ranked_with_reasons_held_back_and_taken_up(register, compound):
    register.groupings.merge(say(register, compound, "楼道灯坏了", "楼道灯不亮"), "楼道灯")
    wires = register.groupings.merge(
        say(register, compound, "飞线充电", "私拉电线", "插板吊下来", door="3-2-501"), "飞线"
    )
    (single,) = say(register, compound, "使用维修资金修电梯")
    register.suggestions.answer(say(register, compound, "谢谢")[0], Voice.ANSWERED, "不客气")
    told = register.backlog.candidates(compound)
    assert [each.title for each in told] == ["飞线", "楼道灯", "使用维修资金修电梯"]
    assert told[0].why == "事关安全(10)、3 条建议（1 户）(3)、涉及 1 栋(1)"
    assert told[2].matter.startswith("业主共同决定·一般（民法典")
    register.backlog.place([(told[1], 1)])
    assert [each.title for each in register.backlog.candidates(compound)][:2] == ["楼道灯", "飞线"]
    register.backlog.as_proposed(compound)
    with pytest.raises(Gone):
        register.backlog.as_proposed(compound)
    register.groupings.hold(wires, "等消防检查")
    told = register.backlog.candidates(compound)
    assert (told[-1].title, told[-1].held) == ("飞线", "等消防检查")
    meeting = register.meetings.plan(
        compound, MeetingPlan("roundtable", "圆桌会议", date(2024, 10, 8), "19:00", "活动室")
    )
    register.backlog.take_up(meeting, told[0], 20)
    states = {line.ref: line.state for line in register.suggestions.lines(compound)}
    assert states[single] is Voice.RECEIVED
    assert sum(state is Voice.ON_AGENDA for state in states.values()) == 2
    assert "楼道灯" not in [each.title for each in register.backlog.candidates(compound)]


def test_a_voice_is_moved_and_not_proposed_back(register, compound):
    refs = [
        register.suggestions.add(compound, SuggestionPlan(text))
        for text in ("楼道灯不亮", "楼道灯坏了", "停车位不够", "车没地方停")
    ]
    lamps = register.groupings.merge(refs[:2], "楼道灯")
    parking = register.groupings.merge(refs[2:], "停车")
    register.groupings.move([refs[1]], parking)
    told = {each.title: each.reach.voices for each in register.groupings.groups(compound)}
    assert told == {"停车": 3, "楼道灯": 1}
    register.groupings.take_out([refs[1]])
    proposed = [
        line.ref for each in register.groupings.propose(compound) if each.group == lamps
        for line in each.members
    ]  # fmt: skip
    assert refs[1] not in proposed
    with pytest.raises(NameNeeded):
        register.groupings.move([], parking)


def test_what_a_community_is_charged_with(register, compound):
    assert register.duties.words("楼道灯坏了") == ""
    register.duties.change(
        {"承办": ["协调楼道照明维修", " "], "协办": ["文明养犬宣传"], "证明": ["居住证明"]}
    )
    assert register.duties.lists()["承办"] == ("协调楼道照明维修",)
    assert register.duties.words("晚上摸黑上楼") == "本社区事项清单：承办“协调楼道照明维修”"
    assert "没有找到" in register.duties.words("请给我换一台新的电视机")


def test_columns_are_told_where_their_headings_do_not(register, compound, tmp_path):
    path = tmp_path / "怪表.csv"
    path.write_text("甲,乙,丙\n3-2-501,楼道灯不亮,王桂兰\n1-1-101,停车位不够,\n", "utf-8")
    preview = register.voice_imports.read(compound, path)
    assert (preview.lines, preview.header) == ((), ("甲", "乙", "丙"))
    told = {Field.PLACE: 0, Field.TEXT: 1, Field.PROPOSER: 2}
    preview = register.voice_imports.read(compound, path, told)
    assert [(each.text, each.place, each.proposer) for each in preview.lines] == [
        ("楼道灯不亮", "3-2-501", "王桂兰"), ("停车位不够", "1-1-101", ""),
    ]  # fmt: skip
    register.voice_imports.take_over(preview)
    assert len(register.suggestions.lines(compound)) == 2


class TestNobodyIsForgotten:
    def held(self, register, compound, outcome):
        voices = say(register, compound, "楼道灯不亮")
        day = register.now().date()
        plan = MeetingPlan("courtyard", "院坝会", day, "15:00", "院坝", "社区", "张敏")
        meeting = register.meetings.plan(
            compound, plan, [ItemPlan("楼道灯", suggestions=tuple(v.id for v in voices))]
        )
        register.table.add(meeting, "李四", BodyKind.OWNERS)
        register.meetings.open(meeting)
        register.reception.sign_in(meeting, "1", "15:00")
        item = register.papers.told(meeting).numbered[0]
        register.sessions.conclude(Ref(compound, item.id), outcome)
        register.meetings.close(meeting, "16:00")
        register.minutes.finalise(meeting)
        return voices[0]

    def test_what_was_put_off_waits_again(self, register, compound):
        voice = self.held(register, compound, Outcome.POSTPONED)
        (line,) = register.suggestions.lines(compound)
        assert (line.ref, line.state) == (voice, Voice.RECEIVED)
        assert [each.title for each in register.backlog.candidates(compound)] == ["楼道灯不亮"]

    def test_what_was_turned_down_still_owes_an_answer(self, register, compound):
        self.held(register, compound, Outcome.NOT_PASSED)
        (line,) = register.suggestions.lines(compound)
        assert line.state is Voice.ON_AGENDA

    def test_a_matter_is_not_taken_up_twice_nor_after_its_answer(self, register, compound):
        say(register, compound, "楼道灯不亮")
        (wish,) = register.backlog.candidates(compound)
        plan = MeetingPlan("courtyard", "院坝会", register.now().date(), "15:00", "院坝")
        meeting = register.meetings.plan(compound, plan)
        register.backlog.take_up(meeting, wish)
        with pytest.raises(OnThisAgenda):
            register.backlog.take_up(meeting, wish)
        (other,) = say(register, compound, "门口积水")
        stale = next(c for c in register.backlog.candidates(compound) if c.title == "门口积水")
        register.suggestions.answer(other, Voice.ANSWERED, "已疏通")
        with pytest.raises(NotThisVoiceStep):
            register.backlog.take_up(meeting, stale)

    def test_each_is_told_what_he_was_told(self, register, compound):
        voices = say(register, compound, "楼道灯坏了", "楼道灯不亮", "楼道黑")
        register.groupings.merge(voices, "楼道灯")
        register.suggestions.answer(voices[0], Voice.DECLINED, "您家那盏属户内，请自行更换")
        register.suggestions.answer(voices[1], Voice.HANDLED, "已换灯泡")
        posted = register.replies.posted(compound)
        assert [(each.count, each.answer) for each in posted] == [
            (1, "您家那盏属户内，请自行更换"), (1, "已换灯泡"), (1, ""),
        ]  # fmt: skip

    def test_hints_forget_what_was_removed(self, register, compound):
        lamps = say(register, compound, "楼道灯坏了", "楼道的灯不亮了")
        assert register.hints.like(compound, "楼道灯坏了").count == 2
        for lamp in lamps:
            register.suggestions.remove(lamp)
        say(register, compound, "电梯老是坏，卡人", "狗屎没人捡")
        assert register.hints.like(compound, "楼道灯坏了").count == 0
        assert register.hints.like(compound, "电梯又坏了卡人").count == 1

    def test_parties_of_a_dispute_are_named_nowhere_else(self, register, compound):
        plan = DisputePlan("3-2-502李翠花 与 3-2-602王大锤", "楼上夜里打麻将")
        register.disputes.take(compound, plan)
        said = "楼上王大锤半夜打麻将吵得睡不着"
        voices = say(register, compound, said, "楼上王大锤又半夜打麻将")
        register.groupings.merge(voices, "")
        register.suggestions.answer(voices[0], Voice.HANDLED, "已请李翠花与王大锤到社区调解")
        shown = [
            repr(register.groupings.groups(compound)),
            repr(register.hints.like(compound, "楼上半夜打麻将").lines),
            register.loop_papers.chat_text(compound),
        ]
        assert not [text for text in shown if "王大锤" in text or "李翠花" in text]
        assert register.suggestions.lines(compound)[-1].text == said  # the original is not touched

    def test_parties_told_by_their_doors_are_named_nowhere_either(self, register, compound):
        for door, owner in (("3-2-502", "李翠花"), ("3-2-602", "王大锤"), ("13-2-502", "赵敏")):
            register.premises.add(compound, PremisesPlan(door, area="60"), owner)
        plan = DisputePlan("3-2-502业主与3栋2单元602室业主", "楼上夜里打麻将")
        register.disputes.take(compound, plan)
        plans = (
            SuggestionPlan("3栋2单元602半夜打麻将吵得睡不着", door="3-2-502", proposer="李翠花"),
            SuggestionPlan("楼上半夜打麻将吵人", door="13-2-502", proposer="赵敏"),
        )
        refs = [register.suggestions.add(compound, each) for each in plans]
        register.groupings.merge(refs, "半夜打麻将")
        (group,) = register.groupings.groups(compound)
        shown = [
            repr(register.hints.like(compound, "楼上半夜打麻将", "3-2-402").lines) + "13-2-502",
            repr(register.groupings.members(group.ref)),
            repr(register.lists.table(compound, Listed.SUGGESTIONS).rows),
        ]
        assert "打麻将" in shown[0]
        for text in shown:
            assert "13-2-502" in text  # another door that ends alike
            rest = text.replace("13-2-502", "")
            for told in ("3-2-502", "3栋2单元602", "李翠花"):
                assert told not in rest, told

    def test_an_import_takes_nothing_twice(self, register, compound):
        text = "1. 张三 3-1-201 楼道灯坏了\n2. 张三 3-1-201 楼道灯坏了\n3. 李四 3-1-202 电梯坏了"
        first = register.voice_imports.paste(compound, text)
        assert first.taken == 2
        register.voice_imports.take_over(first)
        again = register.voice_imports.paste(compound, text.replace("坏了", "坏了。😊"))
        assert again.taken == 0


def test_the_telephone_is_not_the_channel():
    found = guess(("序号", "房号", "姓名", "联系方式", "诉求内容", "来源渠道"))
    assert (found[Field.PHONE], found[Field.CHANNEL]) == (3, 5)


def test_who_is_backed_by_name_is_not_counted_for_another_entry():
    chain = "#接龙\n1. 李芳 3-2-501 灯坏\n2. 王强 3-2-502 狗叫\n3. 支持2楼陈生\n4. 支持2楼王强"
    made = {line.line: line for line in chain_lines(read_chain(chain))}
    assert made[4].why != "计为第 2 条的附议"  # the second floor, not the second entry
    assert made[5].why == "计为第 2 条的附议"
    assert made[3].supporters == 1
