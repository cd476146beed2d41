"""Sessions on the spot: departments sit there, people come, what can be is settled at once.

社区办公日, 集中说事日, 周末议事日 (即访即办): what is brought is a suggestion like any other; it is
answered and closed there, or goes on as a matter with somebody on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.affair_errors import DayClosed
from desktop.domain.affair_terms import OpenDayKind
from desktop.domain.errors import NameNeeded
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_time
from desktop.domain.terms import Channel, Voice
from desktop.domain.voice import SETTLED
from desktop.services.affairs import AffairPlan, Affairs
from desktop.services.records import get, short
from desktop.services.suggestions import SuggestionLine, SuggestionPlan, Suggestions, line_of
from desktop.storage.store import Store
from desktop.storage.tables import (
    CompoundRecord,
    GroupRecord,
    OpenDayRecord,
    OpenDayVoiceRecord,
    SuggestionRecord,
)

_D, _L, _S = OpenDayRecord, OpenDayVoiceRecord, SuggestionRecord
NO_TIME = "09:00"


@dataclass(frozen=True, slots=True)
class OpenDayPlan:
    kind: OpenDayKind
    held_on: date
    starts: str = NO_TIME
    place: str = ""
    departments: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class OpenDayLine:
    """One session. ``there``: settled on the spot; ``going_on``: followed up."""

    ref: Ref
    kind: OpenDayKind
    held_on: date
    starts: str
    place: str
    departments: tuple[str, ...]
    closed: bool
    brought: int
    there: int
    going_on: int


class OpenDays:
    def __init__(self, store: Store, suggestions: Suggestions, affairs: Affairs) -> None:
        self._store, self._suggestions, self._affairs = store, suggestions, affairs

    def plan(self, compound_id: UUID, plan: OpenDayPlan) -> Ref:
        ref = Ref(compound_id, self._store.key())
        with self._store.writing("open_day.plan") as session:
            record = OpenDayRecord(compound_id=compound_id, id=ref.id, closed=False)
            _fill(record, plan)
            session.add(record)
        return ref

    def change(self, ref: Ref, plan: OpenDayPlan) -> None:
        with self._store.writing("open_day.change") as session:
            _fill(_open(session, ref), plan)

    def take(self, day: Ref, plan: SuggestionPlan) -> Ref:
        """Somebody brings something."""
        with self._store.writing("open_day.take") as session:
            record = _open(session, day)
            told = self._suggestions.write(
                session, day.compound_id, plan, Channel.OPEN_DAY, record.held_on
            )
            session.flush()
            session.add(
                OpenDayVoiceRecord(
                    compound_id=day.compound_id,
                    id=self._store.key(),
                    open_day_id=day.id,
                    suggestion_id=told.id,
                )
            )
            return told

    def settle(self, suggestion: Ref, department: str, answer: str) -> None:
        """即访即办: answered by a department and closed there and then."""
        if not answer.strip():
            raise NameNeeded("当场答复")
        said = f"{department.strip()}：{answer.strip()}" if department.strip() else answer
        self._suggestions.answer(suggestion, Voice.HANDLED, said, closed="当场办结")

    def follow(self, suggestion: Ref, lead: str, due: date | None) -> Ref:
        """What cannot be settled there goes on as a matter with somebody on it."""
        with self._store.reading() as session:
            record = get(session, SuggestionRecord, suggestion, "建议")
            plan = AffairPlan(record.text, record.door, record.category, lead=lead, due=due)
        return self._affairs.find(suggestion.compound_id, plan, suggestion)

    def close(self, ref: Ref) -> None:
        with self._store.writing("open_day.close") as session:
            _open(session, ref).closed = True

    def lines(self, compound_id: UUID) -> list[OpenDayLine]:
        """All sessions, the latest first."""
        counts = (
            select(_L.open_day_id, _S.state, func.count())
            .join(_S, (_S.compound_id == _L.compound_id) & (_S.id == _L.suggestion_id))
            .where(_L.compound_id == compound_id)
            .group_by(_L.open_day_id, _S.state)
        )
        wanted = select(OpenDayRecord).where(_D.compound_id == compound_id)
        with self._store.reading() as session:
            told: dict[UUID, dict[Voice, int]] = {}
            for day, state, count in session.execute(counts):
                told.setdefault(day, {})[state] = count
            return [
                _line(record, told.get(record.id, {}))
                for record in session.scalars(wanted.order_by(_D.held_on.desc(), _D.id.desc()))
            ]

    def voices(self, day: Ref) -> list[SuggestionLine]:
        """What was brought, in order."""
        wanted = (
            select(_S, CompoundRecord.name, GroupRecord.title)
            .join(_L, (_L.compound_id == _S.compound_id) & (_L.suggestion_id == _S.id))
            .join(CompoundRecord, CompoundRecord.id == _S.compound_id)
            .outerjoin(
                GroupRecord,
                (GroupRecord.compound_id == _S.compound_id) & (GroupRecord.id == _S.group_id),
            )
            .where(_L.compound_id == day.compound_id, _L.open_day_id == day.id)
            .order_by(_S.number)
        )
        with self._store.reading() as session:
            return [line_of(*row) for row in session.execute(wanted)]


def _open(session: Session, ref: Ref) -> OpenDayRecord:
    record = get(session, OpenDayRecord, ref, "现场办公")
    if record.closed:
        raise DayClosed
    return record


def _fill(record: OpenDayRecord, plan: OpenDayPlan) -> None:
    record.kind, record.held_on = plan.kind, plan.held_on
    record.starts, record.place = read_time(plan.starts or NO_TIME), short(plan.place, "地点")
    record.departments = [short(each, "部门") for each in plan.departments if each.strip()]


def _line(record: OpenDayRecord, counts: dict[Voice, int]) -> OpenDayLine:
    there = sum(number for state, number in counts.items() if state in SETTLED)
    brought = sum(counts.values())
    return OpenDayLine(
        Ref(record.compound_id, record.id),
        record.kind,
        record.held_on,
        record.starts,
        record.place,
        tuple(record.departments),
        record.closed,
        brought,
        there,
        brought - there,
    )
