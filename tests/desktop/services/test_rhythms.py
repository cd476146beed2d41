"""What comes back: proposed, planned, written as .ics; the office's own days off."""

from datetime import date

import pytest
from icalendar import Calendar

from desktop.domain import affair_errors, errors
from desktop.domain.affair_errors import DaysReversed
from desktop.domain.affair_terms import Every
from desktop.services.rhythms import RhythmPlan


@pytest.fixture
def monthly(register, compound):
    plan = RhythmPlan("hamlet", Every.MONTH_END, title="坝坝会", place="凉亭", collect_by=15)
    return register.rhythms.add(compound, plan)


def test_times_are_proposed_and_become_meetings(register, compound, monthly):
    coming = register.rhythms.next(compound)
    assert [each.when.day for each in coming] == [
        date(2024, 9, 30), date(2024, 10, 31), date(2024, 11, 29),
    ]  # fmt: skip
    assert coming[0].when.collect_by == date(2024, 9, 15)
    assert coming[2].when.moved_from == date(2024, 11, 30)
    made = register.rhythms.convene(coming[0])
    told = register.papers.told(made).facts
    assert (told.title, told.held_on, told.place) == ("2024年9月坝坝会", date(2024, 9, 30), "凉亭")
    again = register.rhythms.next(compound)
    assert again[0].meeting == made  # it is not proposed twice
    assert again[1].meeting is None
    (line,) = register.rhythms.lines(compound)
    assert line.words == "每月月底"


def test_changed_and_ended(register, compound, monthly):
    register.rhythms.change(monthly, RhythmPlan("courtyard", Every.WEEK, 4, starts="19：30"))
    (line,) = register.rhythms.lines(compound)
    assert (line.words, line.starts, line.kind) == ("每周四", "19:30", "院坝会")
    with pytest.raises(affair_errors.NotSuchADay):
        register.rhythms.change(monthly, RhythmPlan("courtyard", Every.WEEK, 9))
    with pytest.raises(errors.UnknownProfile):
        register.rhythms.add(compound, RhythmPlan("没有", Every.WEEK, 1))
    register.rhythms.end(monthly)
    assert register.rhythms.lines(compound) == []
    assert register.rhythms.next(compound) == []


def test_the_offices_own_days_off(register, compound, monthly):
    register.calendars.change("2024-09-30", "")
    assert register.rhythms.next(compound)[0].when.day == date(
        2024, 9, 29
    )  # a Sunday that is worked
    own = register.calendars.change("2027-10-01/2027-10-03、2027年1月1日", "2027-09-26")
    assert len(own.off) == 4
    assert own.years == (2027,)
    assert register.calendars.current().knows(date(2027, 5, 1))
    assert not register.calendars.current().is_off(date(2027, 9, 26))
    with pytest.raises(errors.Refusal):
        register.calendars.change("明天", "")
    kept = register.calendars.own()
    with pytest.raises(DaysReversed, match="写反了"):
        register.calendars.change("2027-01-01/2026-01-01", "")
    assert register.calendars.own() == kept


def test_dates_for_a_phone(register, compound, monthly):
    register.rhythms.convene(register.rhythms.next(compound)[0])
    read = Calendar.from_ical(register.diary.ics(compound))
    told = {str(event["summary"]): event for event in read.walk("VEVENT")}
    meeting = told["锦屏雅筑：2024年9月坝坝会"]
    assert meeting.decoded("dtstart").isoformat() == "2024-09-30T11:00:00+00:00"  # 19:00 in China
    assert "锦屏雅筑：坝坝会（拟）" in told
    assert "锦屏雅筑：坝坝会 收集意见截止" in told
    keys = [str(event["uid"]) for event in read.walk("VEVENT")]
    assert len(keys) == len(set(keys))
    assert register.diary.ics(compound) == register.diary.ics(compound)
