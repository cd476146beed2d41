"""Resolutions followed up until they are done."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import resolution as rules
from desktop.domain.errors import ReasonNeeded
from desktop.domain.ids import Ref
from desktop.domain.proceedings import FollowUp, Resolution
from desktop.domain.terms import Basis, Progress
from desktop.services.records import checked, get, short
from desktop.storage.store import Store
from desktop.storage.tables import (
    CompoundRecord,
    ItemRecord,
    MeetingRecord,
    ResolutionRecord,
    StepRecord,
)


@dataclass(frozen=True, slots=True)
class ResolutionLine:
    """One line of the follow-up list."""

    ref: Ref
    compound: str
    meeting: str
    held_on: date
    item: str
    text: str
    basis: Basis
    charged_by: str
    lead: str
    helpers: str
    due: date | None
    state: Progress
    overdue: bool
    latest: str
    accepted_by: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    on: date
    state: Progress
    text: str
    new_due: date | None = None


class Resolutions:
    def __init__(self, store: Store) -> None:
        self._store = store

    def step(
        self,
        ref: Ref,
        to: Progress,
        text: str,
        new_due: date | None = None,
        accepted_by: str = "",
    ) -> None:
        """Note progress, completion with evidence, or why it cannot be done.

        ``new_due``: it is put off until then, with the reason in ``text``. ``accepted_by``: who has
        accepted the work when it is closed; "" for who writes this.
        """
        if new_due is not None and not text.strip():
            raise ReasonNeeded("延期")
        with self._store.writing("resolution.step") as session:
            record = get(session, ResolutionRecord, ref, "决议")
            was = record.state
            record.state = rules.step(was, to, text)
            if new_due is not None:
                record.due = new_due
            if to is Progress.CONFIRMED:
                record.accepted_by = short(accepted_by, "验收人") or self._store.who
                record.accepted_on = self._store.clock().date()
            elif was in rules.SETTLED:
                record.accepted_by, record.accepted_on = "", None  # opened again
            session.add(
                StepRecord(
                    compound_id=ref.compound_id,
                    id=self._store.key(),
                    resolution_id=ref.id,
                    on=self._store.clock().date(),
                    state=to,
                    text=checked(text, "进展"),
                    new_due=new_due,
                )
            )

    def change(self, ref: Ref, lead: str, helpers: str, due: date | None) -> None:
        with self._store.writing("resolution.change") as session:
            record = get(session, ResolutionRecord, ref, "决议")
            record.lead, record.helpers = short(lead, "责任"), short(helpers, "协办")
            record.due = due

    def lines(
        self, compound_id: UUID | None = None, *, only_open: bool = False
    ) -> list[ResolutionLine]:
        """The follow-up list: overdue first, then by day due."""
        today = self._store.clock().date()
        wanted = (
            select(ResolutionRecord, MeetingRecord, CompoundRecord.name, ItemRecord.title)
            .join(
                MeetingRecord,
                (MeetingRecord.compound_id == ResolutionRecord.compound_id)
                & (MeetingRecord.id == ResolutionRecord.meeting_id),
            )
            .join(CompoundRecord, CompoundRecord.id == ResolutionRecord.compound_id)
            .outerjoin(
                ItemRecord,
                (ItemRecord.compound_id == ResolutionRecord.compound_id)
                & (ItemRecord.id == ResolutionRecord.item_id),
            )
        )
        if compound_id is not None:
            wanted = wanted.where(ResolutionRecord.compound_id == compound_id)
        with self._store.reading() as session:
            latest = latest_steps(session, compound_id)
            lines = [
                ResolutionLine(
                    Ref(r.compound_id, r.id),
                    name,
                    m.title,
                    m.held_on,
                    item or "",
                    r.text,
                    r.basis,
                    r.charged_by,
                    r.lead,
                    r.helpers,
                    r.due,
                    r.state,
                    rules.overdue(r.state, r.due, today),
                    latest.get(r.id, ""),
                    r.accepted_by,
                )
                for r, m, name, item in session.execute(wanted)
                if not only_open or r.state in rules.OPEN_STATES
            ]
        far = date.max
        return sorted(lines, key=lambda line: (not line.overdue, line.due or far, line.ref.id))

    def steps(self, ref: Ref) -> list[StepLine]:
        wanted = select(StepRecord).where(
            StepRecord.compound_id == ref.compound_id, StepRecord.resolution_id == ref.id
        )
        with self._store.reading() as session:
            return [
                StepLine(step.on, step.state, step.text, step.new_due)
                for step in session.scalars(wanted.order_by(StepRecord.id))
            ]


def value(record: ResolutionRecord) -> Resolution:
    return Resolution(
        record.id,
        record.number,
        record.text,
        record.basis,
        record.charged_by,
        record.lead,
        record.helpers,
        record.due,
        record.note,
        record.state,
    )


def latest_steps(session: Session, compound_id: UUID | None) -> dict[UUID, str]:
    wanted = select(StepRecord.resolution_id, StepRecord.text).order_by(StepRecord.id)
    if compound_id is not None:
        wanted = wanted.where(StepRecord.compound_id == compound_id)
    return {row[0]: row[1] for row in session.execute(wanted)}


def open_resolutions(
    session: Session, compound_id: UUID, before: date | None = None, without: UUID | None = None
) -> list[FollowUp]:
    """What earlier meetings had left to do on that day; it opens the agenda of the next one."""
    wanted = (
        select(ResolutionRecord, MeetingRecord)
        .join(
            MeetingRecord,
            (MeetingRecord.compound_id == ResolutionRecord.compound_id)
            & (MeetingRecord.id == ResolutionRecord.meeting_id),
        )
        .where(ResolutionRecord.compound_id == compound_id)
        .order_by(MeetingRecord.held_on, ResolutionRecord.number)
    )
    if without is not None:
        wanted = wanted.where(MeetingRecord.id != without)
    if before is not None:
        wanted = wanted.where(MeetingRecord.held_on < before)
    steps = _steps_until(session, compound_id, before)
    shown = rules.OPEN_STATES | {Progress.DONE}
    found = []
    for record, meeting in session.execute(wanted):
        state, latest = steps.get(record.id, (Progress.OPEN, ""))
        if state in shown:
            overdue = bool(before and rules.overdue(state, record.due, before))
            told = replace(value(record), state=state)
            found.append(FollowUp(meeting.title, meeting.held_on, told, overdue, latest))
    return found


def _steps_until(
    session: Session, compound_id: UUID, day: date | None
) -> dict[UUID, tuple[Progress, str]]:
    """How far each resolution was on that day, and the last word on it."""
    wanted = (
        select(StepRecord.resolution_id, StepRecord.state, StepRecord.text)
        .where(StepRecord.compound_id == compound_id)
        .order_by(StepRecord.on, StepRecord.id)
    )
    if day is not None:
        wanted = wanted.where(StepRecord.on <= day)
    return {row[0]: (row[1], row[2]) for row in session.execute(wanted)}
