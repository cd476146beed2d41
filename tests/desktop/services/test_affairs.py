"""Matters without a meeting, and sessions on the spot, on both databases."""

from datetime import date, datetime, timedelta

import pytest

from desktop.domain import affair_errors, errors
from desktop.domain.affair_terms import AffairAct, AffairState, Level, OpenDayKind, Rating
from desktop.domain.ids import Ref
from desktop.domain.terms import Channel, Voice
from desktop.services.affairs import AffairPlan, figures
from desktop.services.open_days import OpenDayPlan
from desktop.services.suggestions import SuggestionPlan


@pytest.fixture
def lamp(register, compound) -> Ref:
    return register.affairs.find(
        compound,
        AffairPlan(
            "3栋2单元楼道灯不亮", "3-2-501", "公共设施", lead="网格员何小芳", due=date(2024, 9, 22)
        ),
    )


def test_the_whole_loop_with_its_times(register, compound, clock, lamp):
    for act, words in (
        (AffairAct.ACCEPT, ""), (AffairAct.WORK, "已报物业"), (AffairAct.REPORT, "灯泡已换"),
    ):  # fmt: skip
        clock.at += timedelta(minutes=30)
        register.affairs.act(lamp, act, words)
    register.affairs.rate(lamp, Rating.CONTENT, "很快")
    register.affairs.act(lamp, AffairAct.CLOSE)
    (line,) = register.affairs.lines(compound)
    assert (line.state, line.rating) == (AffairState.CLOSED, Rating.CONTENT)
    minutes = [
        int(
            (datetime.fromisoformat(b) - datetime.fromisoformat(line.found_at)).total_seconds() / 60
        )
        for b in (line.responded_at, line.done_at, line.reported_at)
    ]
    assert minutes == [30, 90, 90]
    assert [step.act for step in register.affairs.steps(lamp)] == [
        AffairAct.FIND, AffairAct.ACCEPT, AffairAct.WORK, AffairAct.REPORT, AffairAct.RATE,
        AffairAct.CLOSE,
    ]  # fmt: skip
    told = figures(register.affairs.lines(compound))
    assert (told.total, told.open, told.closed, told.content) == (1, 0, 1, 1)
    assert (told.response, told.handling) == (30, 90)
    assert register.affairs.lines(compound, only_open=True) == []
    assert register.verification.check().sound


def test_it_climbs_and_departments_are_called(register, compound, lamp):
    with pytest.raises(affair_errors.NotWhistled):
        register.affairs.claim(lamp, "李工")
    with pytest.raises(errors.ReasonNeeded):
        register.affairs.raise_level(lamp, "")
    assert register.affairs.raise_level(lamp, "物业换不了线路") is Level.COMPOUND
    with pytest.raises(errors.NameNeeded):
        register.affairs.whistle(lamp, " ", "查线路")
    register.affairs.whistle(lamp, "供电所", "查三栋线路")
    (line,) = register.affairs.lines(compound)
    assert (line.department, line.claimed_at) == ("供电所", "")
    register.affairs.claim(lamp, "李工")
    (line,) = register.affairs.lines(compound)
    assert line.claimed_at
    assert register.affairs.raise_level(lamp, "涉及外网") is Level.JOINT
    with pytest.raises(affair_errors.TopLevel):
        register.affairs.raise_level(lamp, "再高")


def test_overdue_comes_first(register, compound, clock, lamp):
    register.affairs.find(compound, AffairPlan("清理楼道", due=date(2024, 12, 1)))
    clock.at += timedelta(days=5)
    assert [each.overdue for each in register.affairs.lines(compound)] == [True, False]


def test_nothing_is_no_matter(register, compound):
    with pytest.raises(errors.NameNeeded):
        register.affairs.find(compound, AffairPlan("  "))


def test_the_suggestion_behind_a_matter_hears_of_it(register, compound):
    voice = register.suggestions.add(compound, SuggestionPlan("楼道灯不亮", door="3-2-501"))
    affair = register.affairs.find(compound, AffairPlan("楼道灯不亮"), voice)
    states = lambda: register.suggestions.lines(compound)[0].state  # noqa: E731
    assert states() is Voice.IN_HAND
    register.affairs.act(affair, AffairAct.REPORT, "已换灯泡")
    assert states() is Voice.HANDLED
    register.affairs.act(affair, AffairAct.CLOSE)
    assert states() is Voice.CLOSED
    register.affairs.act(affair, AffairAct.REOPEN, "又坏了")
    assert states() is Voice.IN_HAND
    assert next(step.text for step in register.suggestions.steps(voice)) == "转为办理事项第 1 号"


def test_a_session_on_the_spot(register, compound):
    day = register.open_days.plan(
        compound,
        OpenDayPlan(
            OpenDayKind.WEEKEND, date(2024, 9, 21), "9:00", "小区凉亭", ["城管", "物业", " "]
        ),
    )
    asked = [
        register.open_days.take(day, SuggestionPlan(text, door=door))
        for text, door in (("路面坑洼", "1-1-101"), ("噪音扰民", ""), ("装电梯", "2-1-301"))
    ]
    with pytest.raises(errors.NameNeeded):
        register.open_days.settle(asked[0], "城管", " ")
    register.open_days.settle(asked[0], "城管", "本周修补")
    affair = register.open_days.follow(asked[1], "网格员余晓东", date(2024, 9, 30))
    (line,) = register.open_days.lines(compound)
    assert (line.brought, line.there, line.going_on) == (3, 1, 2)
    assert line.departments == ("城管", "物业")
    voices = register.open_days.voices(day)
    assert [v.state for v in voices] == [Voice.CLOSED, Voice.IN_HAND, Voice.RECEIVED]
    assert {v.channel for v in voices} == {Channel.OPEN_DAY}
    assert voices[0].answer == "城管：本周修补"  # what the slip tells who asked
    assert [s.text for s in register.suggestions.steps(asked[0])] == ["城管：本周修补", "当场办结"]
    assert register.affairs.steps(affair)[0].text == "噪音扰民"
    register.open_days.close(day)
    with pytest.raises(affair_errors.DayClosed):
        register.open_days.take(day, SuggestionPlan("晚了一步"))
    assert register.suggestions.lines(compound)[0].received_on == date(2024, 9, 21)


def test_a_slip_of_the_hand_goes_with_what_belongs_to_it_and_nothing_else_does(register, compound):
    day = register.open_days.plan(compound, OpenDayPlan(OpenDayKind.TALK, date(2024, 9, 21)))
    slip = register.open_days.take(day, SuggestionPlan("记错了的一条"))
    other = register.suggestions.add(compound, SuggestionPlan("楼道灯不亮"))
    register.attachments.with_suggestion(slip, "照片.jpg", b"\xff\xd8\xffjpg")
    register.groupings.split(slip, [other])
    register.suggestions.remove(slip)
    assert [line.ref for line in register.suggestions.lines(compound)] == [other]
    register.affairs.find(compound, AffairPlan("楼道灯不亮"), other)
    with pytest.raises(errors.StillInUse, match="办理事项"):
        register.suggestions.remove(other)
    answered = register.suggestions.add(compound, SuggestionPlan("路不平"))
    register.suggestions.answer(answered, Voice.ANSWERED, "下月修")
    with pytest.raises(errors.StillInUse, match="答复"):
        register.suggestions.remove(answered)
    assert register.verification.check().sound


def test_nothing_happens_before_what_has_happened_already(register, compound, clock, lamp):
    with pytest.raises(affair_errors.BeforeTheLastStep, match="2020-01-01 08:00"):
        register.affairs.act(lamp, AffairAct.REPORT, "已换", at="2020-01-01 08:00")
    clock.at += timedelta(hours=3)
    with pytest.raises(errors.NotYetHappened):
        register.affairs.act(lamp, AffairAct.ACCEPT, at="2999-01-01 08:00")
    register.affairs.act(lamp, AffairAct.ACCEPT)
    clock.at += timedelta(hours=3)
    early = (clock.at - timedelta(hours=4)).strftime("%Y-%m-%d %H:%M")
    with pytest.raises(affair_errors.BeforeTheLastStep):
        register.affairs.act(lamp, AffairAct.WORK, "去看过", at=early)
    (line,) = register.affairs.lines(compound)
    assert (line.state, line.done_at) == (AffairState.ACCEPTED, "")
