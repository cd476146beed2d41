"""One suggestion: put right with a trace, photos, days that remind; matters held, placed, taught."""

from threading import Barrier, Thread

import pytest

from desktop.domain.affair_errors import CutNothing, NotAPicture, NothingCorrected
from desktop.domain.affair_terms import Listing
from desktop.domain.errors import NotADay
from desktop.domain.terms import Channel, Voice
from desktop.register import Register
from desktop.services.lists import Listed
from desktop.services.suggestions import SuggestionPlan
from desktop.services.three_lists import ListedPlan


def say(register, compound, *texts):
    return [register.suggestions.add(compound, SuggestionPlan(text)) for text in texts]


def test_a_correction_leaves_its_trace(register, compound):
    (ref,) = say(register, compound, "楼道登坏了")
    register.suggestions.correct(ref, "楼道灯坏了", "3栋2单元501", "王芳")
    (line,) = register.suggestions.lines(compound)
    assert (line.text, line.door, line.proposer) == ("楼道灯坏了", "3-2-501", "王芳")
    (step,) = register.suggestions.steps(ref)
    assert (step.state, step.who) == (Voice.RECEIVED, "张敏")
    assert "内容原为“楼道登坏了”" in step.text
    assert "姓名原为“无”" in step.text
    with pytest.raises(NothingCorrected):
        register.suggestions.correct(ref, "楼道灯坏了", "3-2-501", "王芳")


def test_only_pictures_are_kept_with_a_suggestion(register, compound):
    (ref,) = say(register, compound, "墙裂了")
    with pytest.raises(NotAPicture, match=r"工具\.jpg"):
        register.attachments.with_suggestion(ref, "工具.jpg", b"MZ\x90")
    for name, start in (("a.jpg", b"\xff\xd8\xff"), ("b.pdf", b"%PDF-1.7")):
        register.attachments.with_suggestion(ref, name, start)
    first, second = register.attachments.lines(ref)
    register.attachments.remove_photo(ref, first.ref)
    assert register.attachments.lines(ref) == [second]


def test_the_day_of_an_answer_reminds(register, compound):
    def plan(day):
        details = {"工单号": "1", "回复时限": day}
        return SuggestionPlan("路灯坏了", Channel.HOTLINE, details=details)

    with pytest.raises(NotADay):
        register.suggestions.add(compound, plan("不是日期"))
    today = register.now().date()
    ref = register.suggestions.add(compound, plan(f"{today:%Y.%m.%d}"))
    register.suggestions.add(compound, plan("2999-01-01"))
    told = [each for each in register.desk.today().reminders if "12345" in each.text]
    assert [(each.day, each.place, each.urgent) for each in told] == [(today, "意见建议", True)]
    register.suggestions.answer(ref, Voice.ANSWERED, "已修")
    assert not [each for each in register.desk.today().reminders if "12345" in each.text]


def test_single_voices_are_held_and_placed_like_groups(register, compound):
    register.groupings.merge(say(register, compound, "楼道灯坏了", "楼道灯不亮"), "楼道灯")
    say(register, compound, "想要个书屋", "门口积水")
    first, second, third = register.backlog.candidates(compound)
    register.backlog.place([(third, 1)])
    assert [each.title for each in register.backlog.candidates(compound)] == [
        third.title, first.title, second.title,
    ]  # fmt: skip
    register.backlog.hold(second, "等街道意见")
    last = register.backlog.candidates(compound)[-1]
    assert (last.title, last.held) == (second.title, "等街道意见")
    register.backlog.hold(last, "")
    assert not register.backlog.candidates(compound)[-1].held


def test_a_proposal_is_cut_in_two(register, compound):
    say(register, compound, "楼道灯坏了", "楼道灯不亮", "楼道灯要换")
    (proposal,) = register.groupings.propose(compound)
    chosen = [proposal.members[0].ref]
    rest, cut = register.groupings.cut(proposal, chosen)
    assert [line.ref for line in cut.members] == chosen
    assert (len(rest.members), rest.reach.voices, cut.reach.voices) == (2, 2, 1)
    for refs in ([], [line.ref for line in proposal.members]):
        with pytest.raises(CutNothing):
            register.groupings.cut(proposal, refs)


def test_putting_together_by_hand_takes_back_keeping_apart(register, compound):
    one, other, third = say(register, compound, "楼道灯坏了", "楼道灯不亮", "楼道灯要换")
    register.groupings.split(one, [other])
    group = register.groupings.merge([one, other], "灯")
    register.groupings.take_out([one, other])
    (proposal,) = register.groupings.propose(compound)
    assert {line.ref for line in proposal.members} == {one, other, third}
    assert register.groupings.members(group) == []


def test_an_office_has_topics_of_its_own(register, compound):
    say(register, compound, "龙舟队想借码头", "码头边给龙舟队留个位置")
    register.lexicons.add("龙舟活动", "龙舟队", new=True)
    (proposal,) = register.groupings.propose(compound)
    assert (proposal.topic, len(proposal.members)) == ("龙舟活动", 2)
    register.lexicons.remove("龙舟活动", "龙舟队")
    assert register.lexicons.current().topic("龙舟活动") is None


def test_the_third_list_is_called_as_the_office_calls_it(register, compound):
    register.three_lists.call_third("服务")
    register.three_lists.add(compound, Listing.PROJECT, ListedPlan("义剪"))
    (row,) = register.lists.table(compound, Listed.THREE_LISTS).rows
    assert row[0] == "服务"


def test_two_clerks_never_give_one_number_twice(where, register, compound, clock):
    other = Register(where, "李四", now=clock)
    barrier = Barrier(2)

    def write(clerk):
        barrier.wait()
        for number in range(12):
            clerk.suggestions.add(compound, SuggestionPlan(f"第{number}件"))

    try:
        threads = [Thread(target=write, args=(each,)) for each in (register, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        other.close()
    assert sorted(line.number for line in register.suggestions.lines(compound)) == [*range(1, 25)]
