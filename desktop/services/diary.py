"""The dates of a community as an iCalendar file, for a phone or another calendar (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from desktop.domain.resolution import OPEN_STATES
from desktop.domain.terms import PollStage, Stage
from desktop.services import outgoing
from desktop.services.rhythms import Rhythms
from desktop.storage.store import Store
from desktop.storage.tables import CompoundRecord, MeetingRecord, PollRecord, ResolutionRecord

if TYPE_CHECKING:  # loaded when somebody wants a calendar
    from icalendar import Event

LONG = timedelta(hours=2)  # a meeting whose end nobody has said
_GONE = (Stage.CANCELLED, Stage.ARCHIVED)


class Diary:
    def __init__(self, store: Store, rhythms: Rhythms) -> None:
        self._store, self._rhythms = store, rhythms

    def write(self, path: Path, compound_id: UUID | None = None) -> Path:
        """Write the calendar of a compound, or of all; raise ``NotAllowed`` or ``CannotWrite``."""
        return outgoing.put(self._store, path, self.ics(compound_id))

    def ics(self, compound_id: UUID | None = None) -> bytes:
        """Meetings, the next regular days, last days of votes and of resolutions. No names."""
        from icalendar import Calendar

        now = self._store.clock()
        made = Calendar()
        made.add("prodid", "-//圆桌议事//ZH")
        made.add("version", "2.0")
        made.add("x-wr-calname", "圆桌议事")
        for event in [*self._kept(compound_id, now), *self._coming(compound_id, now)]:
            event.add("dtstamp", now.astimezone(UTC))
            made.add_component(event)
        return bytes(made.to_ical())

    def _kept(self, compound_id: UUID | None, now: datetime) -> "list[Event]":
        names = select(CompoundRecord.id, CompoundRecord.name)
        meetings = select(MeetingRecord).where(MeetingRecord.stage.notin_(_GONE))
        polls = select(PollRecord).where(PollRecord.stage.in_([PollStage.FROZEN, PollStage.OPEN]))
        tasks = select(ResolutionRecord).where(
            ResolutionRecord.state.in_(OPEN_STATES), ResolutionRecord.due.is_not(None)
        )
        found = []
        with self._store.reading() as session:
            called = {row[0]: row[1] for row in session.execute(names)}
            for meeting in session.scalars(meetings):
                if _of(compound_id, meeting.compound_id):
                    found.append(_meeting(meeting, called[meeting.compound_id], now))
            for poll in session.scalars(polls):
                if _of(compound_id, poll.compound_id):
                    told = f"{called[poll.compound_id]}：{poll.title}截止收票"
                    found.append(_day(f"poll-{poll.id}", poll.closes_on, told))
            for task in session.scalars(tasks):
                if task.due and _of(compound_id, task.compound_id):
                    told = f"{called[task.compound_id]}：{task.text[:60]}（办结时限）"
                    found.append(_day(f"resolution-{task.id}", task.due, told))
        return found

    def _coming(self, compound_id: UUID | None, now: datetime) -> "list[Event]":
        """Regular days nobody has planned a meeting for yet, and what comes before them."""
        found = []
        for each in self._rhythms.next(compound_id):
            if each.meeting is not None:
                continue
            line, when = each.rhythm, each.when
            key = f"rhythm-{line.ref.id}-{when.day.isoformat()}"
            name = f"{each.compound}：{line.title or line.kind}"
            event = _timed(key, when.day, line.starts, now)
            event.add("summary", f"{name}（拟）")
            event.add("status", "TENTATIVE")
            event.add("location", line.place)
            found.append(event)
            for word, day in (("收集意见截止", when.collect_by), ("最迟发出通知", when.notice_by)):
                if day is not None:
                    found.append(_day(f"{key}-{word}", day, f"{name} {word}"))
        return found


def _of(wanted: UUID | None, compound: UUID) -> bool:
    return wanted is None or wanted == compound


def _meeting(meeting: MeetingRecord, compound: str, now: datetime) -> "Event":
    from icalendar import Alarm

    event = _timed(f"meeting-{meeting.id}", meeting.held_on, meeting.starts, now)
    event.add("summary", f"{compound}：{meeting.title}")
    event.add("location", meeting.place)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", meeting.title)
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    return event


def _timed(key: str, day: date, starts: str, now: datetime) -> "Event":
    """An event at the office's own time, written in UTC so that no time zone need be told."""
    hour, minute = map(int, starts.split(":"))
    begins = datetime(day.year, day.month, day.day, hour, minute, tzinfo=now.tzinfo)
    event = _event(key)
    event.add("dtstart", begins.astimezone(UTC))
    event.add("dtend", (begins + LONG).astimezone(UTC))
    return event


def _day(key: str, day: date, summary: str) -> "Event":
    event = _event(key)
    event.add("dtstart", day)
    event.add("summary", summary)
    return event


def _event(key: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{key}@roundtable")
    return event
