"""Matters handled without a meeting: found, accepted, worked on, reported, rated, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import affair as life
from desktop.domain import voice
from desktop.domain.affair_errors import BeforeTheLastStep, NotWhistled
from desktop.domain.affair_terms import AffairAct, AffairState, Level, Rating
from desktop.domain.errors import NameNeeded
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_moment
from desktop.domain.terms import Voice
from desktop.domain.voice import SETTLED
from desktop.services.records import checked, get, next_number, short
from desktop.services.suggestions import add_step, door_text
from desktop.storage.store import Store
from desktop.storage.tables import AffairRecord, AffairStepRecord, SuggestionRecord

_F, _T = AffairRecord, AffairStepRecord


@dataclass(frozen=True, slots=True)
class AffairPlan:
    """A matter as it was found. ``at``: when, ISO to the minute; "" for now."""

    text: str
    door: str = ""
    category: str = ""
    level: Level = Level.BUILDING
    lead: str = ""
    due: date | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class AffairLine:
    ref: Ref
    number: int
    text: str
    door: str
    category: str
    level: Level
    state: AffairState
    lead: str
    due: date | None
    overdue: bool
    found_at: str
    responded_at: str
    done_at: str
    reported_at: str
    department: str
    claimed_at: str
    rating: Rating | None
    suggestion: UUID | None


@dataclass(frozen=True, slots=True)
class AffairStep:
    at: str
    act: AffairAct
    text: str
    who: str


class Affairs:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, compound_id: UUID, plan: AffairPlan, suggestion: Ref | None = None) -> Ref:
        """Take a matter down; one that began as a suggestion keeps its proposer informed."""
        text = checked(plan.text, "事项", 2000)
        if not text:
            raise NameNeeded("事项")
        with self._store.writing("affair.find") as session:
            at = self._when(plan.at)
            record = AffairRecord(
                compound_id=compound_id,
                id=self._store.key(),
                suggestion_id=suggestion.id if suggestion else None,
                number=next_number(session, _F.number, _F.compound_id == compound_id),
                text=text,
                door=door_text(plan.door),
                category=short(plan.category, "分类"),
                level=plan.level,
                state=AffairState.FOUND,
                lead=short(plan.lead, "办理人"),
                due=plan.due,
                found_at=at,
                responded_at="",
                done_at="",
                reported_at="",
                department="",
                claimed_at="",
                rating=None,
            )
            session.add(record)
            session.flush()
            self._note(session, record, AffairAct.FIND, at, text)
            if suggestion is not None:
                said = f"转为办理事项第 {record.number} 号"
                self._tell(session, record, Voice.IN_HAND, said)
            return Ref(compound_id, record.id)

    def change(self, ref: Ref, lead: str, due: date | None) -> None:
        """Who is on it, and by when."""
        with self._store.writing("affair.change") as session:
            record = get(session, AffairRecord, ref, "办理事项")
            record.lead, record.due = short(lead, "办理人"), due

    def act(self, ref: Ref, act: AffairAct, words: str = "", at: str = "") -> None:
        """Accept, work, report, close, reopen; ``at`` is when it happened, "" for now.

        Raise ``NotThisAffairAct`` or ``ReasonNeeded``.
        """
        with self._store.writing(f"affair.{act.value}") as session:
            record = get(session, AffairRecord, ref, "办理事项")
            self._do(session, record, act, words, self._when(at))

    def raise_level(self, ref: Ref, why: str, at: str = "") -> Level:
        """小事楼栋 → 大事小区 → 难事联合: hand it one level up, with the reason."""
        with self._store.writing("affair.raise") as session:
            record = get(session, AffairRecord, ref, "办理事项")
            level = life.raised(record.level)
            self._do(session, record, AffairAct.RAISE, why, self._when(at))
            record.level = level
            return level

    def whistle(self, ref: Ref, department: str, what: str, at: str = "") -> None:
        """街道吹哨: call a department; it reports with ``claim``."""
        if not department.strip():
            raise NameNeeded("部门")
        with self._store.writing("affair.whistle") as session:
            record = get(session, AffairRecord, ref, "办理事项")
            self._do(session, record, AffairAct.WHISTLE, what, self._when(at))
            record.department, record.claimed_at = short(department, "部门"), ""

    def claim(self, ref: Ref, by: str, at: str = "") -> None:
        """部门报到: the department that was called takes the matter on."""
        with self._store.writing("affair.claim") as session:
            record = get(session, AffairRecord, ref, "办理事项")
            if not record.department:
                raise NotWhistled
            when = self._when(at)
            self._do(session, record, AffairAct.CLAIM, f"{record.department} {by}".strip(), when)
            record.claimed_at = when

    def rate(self, ref: Ref, rating: Rating, words: str = "", at: str = "") -> None:
        """What whoever asked for it says of how it was handled."""
        with self._store.writing("affair.rate") as session:
            record = get(session, AffairRecord, ref, "办理事项")
            said = f"{rating.word} {words}".strip()
            self._do(session, record, AffairAct.RATE, said, self._when(at))
            record.rating = rating

    def lines(self, compound_id: UUID, *, only_open: bool = False) -> list[AffairLine]:
        """The board: overdue first, then what is open by its day, then the rest, newest first."""
        today = self._store.clock().date()
        wanted = select(AffairRecord).where(_F.compound_id == compound_id)
        if only_open:
            wanted = wanted.where(_F.state.in_(life.OPEN))
        with self._store.reading() as session:
            found = [_line(record, today) for record in session.scalars(wanted)]
        return sorted(
            found,
            key=lambda each: (
                not each.overdue,
                each.state not in life.OPEN,
                each.due or date.max,
                -each.number,
            ),
        )

    def steps(self, ref: Ref) -> list[AffairStep]:
        wanted = (
            select(AffairStepRecord)
            .where(_T.compound_id == ref.compound_id, _T.affair_id == ref.id)
            .order_by(_T.at, _T.id)
        )
        with self._store.reading() as session:
            return [AffairStep(s.at, s.act, s.text, s.who) for s in session.scalars(wanted)]

    def _do(
        self, session: Session, record: AffairRecord, act: AffairAct, words: str, at: str
    ) -> None:
        told = checked(words, "内容")
        record.state = life.after(record.state, act, told)
        self._in_order(session, record, at)
        if act is not AffairAct.FIND and not record.responded_at:
            record.responded_at = at
        if act is AffairAct.REPORT:
            record.done_at = record.done_at or at
            record.reported_at = at
            self._tell(session, record, Voice.HANDLED, told)
        if act is AffairAct.CLOSE:
            self._tell(session, record, Voice.CLOSED, told)
        if act is AffairAct.REOPEN:
            record.done_at = record.reported_at = ""
            record.rating = None
            self._tell(session, record, Voice.IN_HAND, told)
        self._note(session, record, act, at, told)

    @staticmethod
    def _in_order(session: Session, record: AffairRecord, at: str) -> None:
        """Nothing happens to a matter before what has happened to it already."""
        wanted = select(AffairStepRecord.at).where(
            _T.compound_id == record.compound_id, _T.affair_id == record.id
        )
        last = max([*session.scalars(wanted), record.found_at], key=_moment)
        if _moment(at) < _moment(last).replace(second=0, microsecond=0):
            raise BeforeTheLastStep(at[:16].replace("T", " "), last[:16].replace("T", " "))

    def _note(
        self, session: Session, record: AffairRecord, act: AffairAct, at: str, words: str
    ) -> None:
        session.add(
            AffairStepRecord(
                compound_id=record.compound_id,
                id=self._store.key(),
                affair_id=record.id,
                at=at,
                act=act,
                text=words,
                who=self._store.who,
            )
        )

    def _tell(self, session: Session, record: AffairRecord, to: Voice, words: str) -> None:
        """Carry on the suggestion behind a matter, where that step follows for it."""
        if record.suggestion_id is None:
            return
        key = Ref(record.compound_id, record.suggestion_id)
        suggestion = get(session, SuggestionRecord, key, "建议")
        if to is Voice.CLOSED and suggestion.state not in SETTLED - {Voice.CLOSED}:
            return
        if to in voice.LIFE[suggestion.state]:
            add_step(self._store, session, suggestion, to, words)

    def _when(self, text: str) -> str:
        """When something happened, as typed; "" for now."""
        return read_moment(text, self._store.clock())


def _line(record: AffairRecord, today: date) -> AffairLine:
    return AffairLine(
        Ref(record.compound_id, record.id),
        record.number,
        record.text,
        record.door,
        record.category,
        record.level,
        record.state,
        record.lead,
        record.due,
        life.overdue(record.state, record.due, today),
        record.found_at,
        record.responded_at,
        record.done_at,
        record.reported_at,
        record.department,
        record.claimed_at,
        record.rating,
        record.suggestion_id,
    )


@dataclass(frozen=True, slots=True)
class AffairFigures:
    """How matters are handled: counts, and whole minutes between times as they happened."""

    total: int
    open: int
    overdue: int
    closed: int
    content: int
    rated: int
    response: int | None  # minutes from 发现 to 响应, the middle one; None: none yet
    handling: int | None  # minutes from 发现 to 办结, the middle one


def _moment(text: str) -> datetime:
    """A kept moment on the clock of the wall: an offset some of them carry is that same clock's."""
    return datetime.fromisoformat(text).replace(tzinfo=None)


def figures(lines: Sequence[AffairLine]) -> AffairFigures:
    def middle(pairs: Sequence[tuple[str, str]]) -> int | None:
        spans = sorted(int((_moment(b) - _moment(a)).total_seconds()) // 60 for a, b in pairs)
        return spans[len(spans) // 2] if spans else None

    rated = [each for each in lines if each.rating is not None]
    return AffairFigures(
        len(lines),
        sum(each.state in life.OPEN for each in lines),
        sum(each.overdue for each in lines),
        sum(each.state is AffairState.CLOSED for each in lines),
        sum(each.rating is Rating.CONTENT for each in rated),
        len(rated),
        middle([(each.found_at, each.responded_at) for each in lines if each.responded_at]),
        middle([(each.found_at, each.done_at) for each in lines if each.done_at]),
    )
