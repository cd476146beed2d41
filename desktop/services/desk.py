"""What needs doing today: overdue resolutions, notices due, suggestions without an answer."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from desktop.domain.first_steps import Step
from desktop.domain.ids import Ref
from desktop.domain.meeting import last_notice_day
from desktop.domain.terms import Stage, Voice
from desktop.services.first_steps import FirstSteps
from desktop.services.profiles import thaw
from desktop.services.reminders import Reminder, Reminders
from desktop.services.resolutions import ResolutionLine, Resolutions
from desktop.storage.store import Store
from desktop.storage.tables import CompoundRecord, MeetingRecord, SuggestionRecord

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DueMeeting:
    """A meeting that wants something done, and what."""

    ref: Ref
    compound: str
    title: str
    held_on: date
    todo: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Today:
    day: date
    overdue: tuple[ResolutionLine, ...]
    soon: tuple[ResolutionLine, ...]
    meetings: tuple[DueMeeting, ...]
    reminders: tuple[Reminder, ...]
    waiting: int  # suggestions nobody has dealt with
    oldest: date | None
    first: tuple[Step, ...]  # steps of a new office that nobody has taken


class Desk:
    def __init__(
        self,
        store: Store,
        resolutions: Resolutions,
        reminders: Reminders,
        first_steps: FirstSteps,
    ) -> None:
        self._store, self._resolutions, self._reminders = store, resolutions, reminders
        self.first_steps = first_steps

    def today(self) -> Today:
        day = self._store.clock().date()
        lines = self._resolutions.lines(only_open=True)
        waiting = select(func.count(), func.min(SuggestionRecord.received_on)).where(
            SuggestionRecord.state.in_([Voice.RECEIVED, Voice.GROUPED])
        )
        wanted = select(MeetingRecord, CompoundRecord.name).join(
            CompoundRecord, CompoundRecord.id == MeetingRecord.compound_id
        )
        undone = (Stage.DRAFT, Stage.NOTICED, Stage.IN_SESSION, Stage.CLOSED)
        with self._store.reading() as session:
            count, oldest = session.execute(waiting).one()
            found = session.execute(
                wanted.where(MeetingRecord.stage.in_(undone)).order_by(MeetingRecord.held_on)
            ).all()
        due = [_due(meeting, name, day) for meeting, name in found]
        soon = [x for x in lines if not x.overdue and x.due and x.due <= day + SOON]
        return Today(
            day,
            tuple(line for line in lines if line.overdue),
            tuple(soon),
            tuple(due),
            tuple(self._reminders.due()),
            count,
            oldest if oldest is None or isinstance(oldest, date) else date.fromisoformat(oldest),
            self.first_steps.reminded(),
        )


def _due(meeting: MeetingRecord, compound: str, day: date) -> DueMeeting:
    todo, urgent = "", False
    match meeting.stage:
        case Stage.DRAFT:
            profile = thaw(meeting.profile)
            if profile.notice_days:
                last = last_notice_day(profile, meeting.held_on)
                todo, urgent = f"{last.isoformat()} 前发出通知", last <= day
            else:
                todo, urgent = "准备会议", meeting.held_on <= day
        case Stage.NOTICED:
            todo, urgent = "按时开会", meeting.held_on <= day
        case Stage.IN_SESSION:
            todo, urgent = "会议进行中", True
        case _:
            todo, urgent = "纪要待定稿", True
    ref = Ref(meeting.compound_id, meeting.id)
    return DueMeeting(ref, compound, meeting.title, meeting.held_on, todo, urgent)
