"""The short form: who came, what it was about, what was agreed, who does it by when — at once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from desktop.domain.errors import NameNeeded
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_time
from desktop.domain.terms import Basis, BodyKind, Outcome
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan, Meetings
from desktop.services.proceedings import proceedings
from desktop.services.profiles import Profiles
from desktop.services.sessions import Sessions, Task
from desktop.services.table import Table
from desktop.storage.store import Store
from desktop.storage.tables import AttendeeRecord


@dataclass(frozen=True, slots=True)
class ShortItem:
    """One matter as it was settled on the spot."""

    title: str
    agreed: str = ""  # what was agreed, in a sentence
    lead: str = ""  # who does it
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ShortRecord:
    """A small meeting as it was written on a sheet of paper. Times are ``HH:MM``."""

    profile: str
    title: str
    held_on: date
    starts: str
    ends: str
    place: str
    chair: str
    present: tuple[UUID, ...]  # persons of the seats who came
    guests: tuple[str, ...]  # residents and others, by name
    items: tuple[ShortItem, ...]


class ShortForm:
    def __init__(
        self, store: Store, profiles: Profiles, meetings: Meetings, table: Table, sessions: Sessions
    ) -> None:
        self._store, self._profiles = store, profiles
        self._meetings, self._table, self._sessions = meetings, table, sessions

    def record(self, compound: UUID, told: ShortRecord) -> Ref:
        """Hold the meeting as told and close it; the minutes can be made final right away."""
        starts, ends = read_time(told.starts), read_time(told.ends)
        items = [item for item in told.items if item.title.strip()]
        if not items:
            raise NameNeeded("至少一件事")
        if not told.present and not any(name.strip() for name in told.guests):
            raise NameNeeded("到会的人")
        plan = MeetingPlan(
            told.profile, told.title, told.held_on, starts, told.place, chair=told.chair,
            entered_afterwards=True, short=True,
        )  # fmt: skip
        ref = self._meetings.plan(compound, plan, [ItemPlan(item.title) for item in items])
        for name in told.guests:
            if name.strip():
                self._table.add(ref, name, BodyKind.OWNERS)
        self._meetings.open(ref)
        came = set(told.present)
        with self._store.reading() as session:
            facts = proceedings(session, ref, self._profiles.matters)
            people = select(AttendeeRecord.id, AttendeeRecord.person_id).where(
                AttendeeRecord.compound_id == compound, AttendeeRecord.meeting_id == ref.id
            )
            seats = session.execute(people).all()
        for key, person in seats:
            if person is None or person in came:
                self._table.arrive(Ref(compound, key), starts)
        for made, item in zip(facts.numbered, items, strict=True):
            settled = Outcome.RECOMMENDED if made.owners_decide else Outcome.AGREED
            outcome = settled if item.agreed.strip() else Outcome.POSTPONED
            self._sessions.conclude(Ref(compound, made.id), outcome, item.agreed)
            if item.lead.strip() or item.due:
                task = Task(item.agreed or item.title, item.lead, item.due, Basis.COMMITMENT)
                self._sessions.decide_task(ref, made.id, task)
        self._meetings.close(ref, ends)
        return ref
