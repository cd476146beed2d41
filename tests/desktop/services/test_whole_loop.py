"""The whole loop on one compound: voices → groups → agenda → meeting → done → everybody answered."""

from collections import Counter
from datetime import date, timedelta

import pytest

from desktop.domain.affair_terms import AffairAct, Rating
from desktop.domain.terms import Basis, BodyKind, Progress, Stage, Voice
from desktop.domain.voice import SETTLED, WAITING
from desktop.domain.vote import BodyVote
from desktop.register import Register
from desktop.services.affairs import AffairPlan
from desktop.services.communities import CompoundFacts
from desktop.services.loop_papers import LoopPaper
from desktop.services.meetings import MeetingPlan
from desktop.services.paper_files import Form
from desktop.services.sessions import Task
from desktop.services.votes import Hands
from tests.conftest import DATA

VOICES = DATA / "suggestions_labelled.csv"
ITEMS = 6


@pytest.fixture
def compound(file_register):
    file_register.communities.set_up("棠梨街道", "棠梨社区")
    made = file_register.communities.add(CompoundFacts("棠梨苑"))
    for kind, name, people in (
        (BodyKind.BRANCH, "党支部", ("卢学文", "谢淑芬")),
        (BodyKind.OWNERS_COMMITTEE, "业委会", ("潘国庆", "蒋红卫", "夏丽君")),
        (BodyKind.PROPERTY_COMPANY, "物业公司", ("冯志强",)),
        (BodyKind.GRID, "网格员", ("何小芳",)),
    ):
        body = file_register.bodies.add(made, kind, name)
        for person in people:
            file_register.bodies.seat(body, person, "")
    return made


def held(register: Register, compound, candidates):
    """A round table on these matters; every item is agreed, with somebody to do it."""
    plan = MeetingPlan(
        "roundtable",
        "2024年第3次圆桌会议",
        date(2024, 9, 25),
        "15:00",
        "议事厅",
        "党支部",
        "卢学文",
        "何婷",
    )
    meeting = register.meetings.plan(compound, plan)
    items = [register.backlog.take_up(meeting, each, 15) for each in candidates]
    register.meetings.give_notice(meeting, date(2024, 9, 20))
    register.meetings.open(meeting)
    people = register.table.people(meeting)
    for each in people:
        register.table.arrive(type(meeting)(compound, each.id), "15:00")
    bodies = Counter((each.body, each.body_name) for each in people)
    for item in items:
        votes = tuple(BodyVote(body, name, n, n, 0, 0) for (body, name), n in bodies.items())
        register.votes.by_hands(item, Hands("15:30", votes), None)
        task = Task("九月底前办好", "冯志强", date(2024, 10, 10), Basis.VOTE)
        register.sessions.decide_task(meeting, item.id, task)
    register.meetings.close(meeting, "17:00")
    register.minutes.finalise(meeting)
    return meeting


def test_no_voice_is_lost_and_everybody_is_answered(file_register, compound, clock, tmp_path):
    register = file_register
    preview = register.voice_imports.read(compound, VOICES)
    register.voice_imports.take_over(preview)
    said = {line.ref: line.text for line in register.suggestions.lines(compound)}
    assert len(said) == 489

    # 归并: what is proposed is accepted, largest first
    accepted = 0
    for proposal in register.groupings.propose(compound):
        register.groupings.accept(proposal)
        accepted += 1
    assert accepted > 40
    groups = register.groupings.groups(compound)
    assert max(each.reach.voices for each in groups) >= 8

    # 议题: the weightiest go on the agenda, with everybody behind them
    ranked = register.backlog.candidates(compound)
    assert len(ranked) < 489 / 2
    taken = ranked[:ITEMS]
    assert all(each.why for each in taken)
    meeting = held(register, compound, taken)
    on_agenda = sum(len(each.members) for each in taken)
    states = Counter(line.state for line in register.suggestions.lines(compound))
    assert states[Voice.ON_AGENDA] == on_agenda
    assert register.papers.told(meeting).facts.stage is Stage.MINUTES_FINAL

    # 直接办理, 答复: what needs no meeting
    rest = register.backlog.candidates(compound)
    assert not {each.id for each in rest} & {each.id for each in taken}
    for number, each in enumerate(rest):
        if each.group is None:
            (voice,) = each.members
            affair = register.affairs.find(compound, AffairPlan(voice.text), voice.ref)
            register.affairs.act(affair, AffairAct.REPORT, "已现场处理")
            register.affairs.act(affair, AffairAct.CLOSE)
        elif number % 2:
            register.suggestions.answer_group(each.group, Voice.HANDLED, "物业已处理")
        else:
            register.suggestions.answer_group(
                each.group, Voice.DECLINED, "业主大会议定过，暂不再议"
            )

    # 落实, 反馈, 评价, 销号
    clock.at += timedelta(days=10)
    resolutions = register.resolutions.lines(compound)
    assert len(resolutions) == ITEMS
    told = 0
    for line in resolutions:
        register.resolutions.step(line.ref, Progress.IN_PROGRESS, "已进场")
        register.resolutions.step(line.ref, Progress.DONE, "已完工，照片在卷")
        told += register.follow_ups.answer_behind(line.ref, "已完工，请查看")
        register.follow_ups.rate(
            line.ref, Rating.CONTENT, "", register.follow_ups.behind(line.ref)[0].ref
        )
        register.resolutions.step(line.ref, Progress.CONFIRMED, "现场验收", accepted_by="潘国庆")
    assert told == on_agenda

    # every original is there, word for word, and has an end
    lines = register.suggestions.lines(compound)
    assert {line.ref: line.text for line in lines} == said
    assert not [line for line in lines if line.state not in SETTLED]
    assert not [line for line in lines if line.state in WAITING]
    assert all(line.answer for line in lines)
    assert all(register.suggestions.steps(line.ref) for line in lines[:20])
    assert not [line for line in lines if line.state not in SETTLED]
    assert len(register.replies.slips(compound)) == 489
    figures = register.follow_ups.figures(compound)
    assert (figures.done, figures.on_time, figures.open) == (ITEMS, ITEMS, 0)
    posted = register.loop_papers.write(compound, LoopPaper.REPLIES, Form.PDF, tmp_path)
    assert posted.stat().st_size > 10_000
    assert register.backlog.candidates(compound) == []
    assert register.verification.check().sound

    # 又有人提: a new voice on the same matter hears what was agreed
    hint = register.hints.like(compound, taken[0].members[0].text)
    assert "议定" in hint.words
