"""Disputes between people (矛盾纠纷台账): taken down, mediated, agreed, visited again.

Parties and what they quarrel about are seen on these pages and on their own mediation record
alone: no other service shows these tables. Their names alone are read by ``wall``, which masks them
in hints, titles of groups, papers and texts for chat groups, where a suggestion happens to name them.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from desktop.domain.affair import raised
from desktop.domain.affair_errors import NotThisDisputeStep
from desktop.domain.affair_terms import DisputeState, Level, Mediated
from desktop.domain.errors import NameNeeded, ReasonNeeded
from desktop.domain.ids import Ref
from desktop.services.records import checked, get, next_number, short
from desktop.storage.store import Store
from desktop.storage.tables import DisputeRecord, MediationRecord

_D, _M = DisputeRecord, MediationRecord
_LIVE = frozenset({DisputeState.OPEN, DisputeState.MEDIATING})
_ENDED = {
    Mediated.GOES_ON: DisputeState.MEDIATING,
    Mediated.AGREED: DisputeState.AGREED,
    Mediated.FAILED: DisputeState.FAILED,
}


@dataclass(frozen=True, slots=True)
class DisputePlan:
    """A dispute as it was brought. ``parties`` are the two sides with doors, as people say them."""

    parties: str
    text: str
    kind: str = "邻里"
    level: Level = Level.BUILDING
    mediator: str = ""
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class MediationPlan:
    """One mediation; ``agreement`` when it ended with one, ``visit_on`` when to look again."""

    on: date
    text: str
    outcome: Mediated
    place: str = ""
    mediators: str = ""
    present: str = ""
    agreement: str = ""
    visit_on: date | None = None


@dataclass(frozen=True, slots=True)
class DisputeLine:
    ref: Ref
    number: int
    received_on: date
    kind: str
    level: Level
    state: DisputeState
    parties: str
    text: str
    mediator: str
    agreement: str
    visit_on: date | None
    visited: str
    visit_due: bool  # the day of the follow-up visit has come


@dataclass(frozen=True, slots=True)
class MediationLine:
    on: date
    place: str
    mediators: str
    present: str
    text: str
    outcome: Mediated


class Disputes:
    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, compound_id: UUID, plan: DisputePlan) -> Ref:
        for what, told in (("当事人", plan.parties), ("事由", plan.text)):
            if not told.strip():
                raise NameNeeded(what)
        with self._store.writing("dispute.take") as session:
            record = DisputeRecord(
                compound_id=compound_id,
                id=self._store.key(),
                number=next_number(session, _D.number, _D.compound_id == compound_id),
                received_on=plan.received_on or self._store.clock().date(),
                kind=short(plan.kind, "类别"),
                level=plan.level,
                state=DisputeState.OPEN,
                parties=checked(plan.parties, "当事人", 1000),
                text=checked(plan.text, "事由", 2000),
                mediator=short(plan.mediator, "调解人"),
                agreement="",
                visit_on=None,
                visited="",
            )
            session.add(record)
            return Ref(compound_id, record.id)

    def mediate(self, ref: Ref, plan: MediationPlan) -> None:
        """Record one mediation and how it ended; an agreement is kept in its own words."""
        if not plan.text.strip():
            raise NameNeeded("调解经过")
        if plan.outcome is Mediated.AGREED and not plan.agreement.strip():
            raise NameNeeded("协议内容")
        with self._store.writing("dispute.mediate") as session:
            record = get(session, DisputeRecord, ref, "纠纷")
            if record.state not in _LIVE:
                raise NotThisDisputeStep(record.state, "再记调解；有反复的先重新打开")
            session.add(
                MediationRecord(
                    compound_id=ref.compound_id,
                    id=self._store.key(),
                    dispute_id=ref.id,
                    on=plan.on,
                    place=short(plan.place, "地点"),
                    mediators=short(plan.mediators, "调解人"),
                    present=short(plan.present, "在场人"),
                    text=checked(plan.text, "调解经过"),
                    outcome=plan.outcome,
                )
            )
            record.state = _ENDED[plan.outcome]
            record.agreement = checked(plan.agreement, "协议内容") or record.agreement
            record.visit_on = plan.visit_on or record.visit_on

    def raise_level(self, ref: Ref, mediator: str) -> Level:
        """One level up: 楼栋 → 小区 → 联合, to whoever mediates there."""
        with self._store.writing("dispute.raise") as session:
            record = get(session, DisputeRecord, ref, "纠纷")
            if record.state not in _LIVE | {DisputeState.FAILED}:
                raise NotThisDisputeStep(record.state, "升级")
            record.level = raised(record.level)
            record.mediator = short(mediator, "调解人") or record.mediator
            record.state = DisputeState.MEDIATING
            return record.level

    def visit(self, ref: Ref, found: str) -> None:
        """The follow-up visit after an agreement (回访), and what it found."""
        if not found.strip():
            raise NameNeeded("回访情况")
        with self._store.writing("dispute.visit") as session:
            record = get(session, DisputeRecord, ref, "纠纷")
            if record.state is not DisputeState.AGREED:
                raise NotThisDisputeStep(record.state, "回访")
            record.state, record.visited = DisputeState.VISITED, checked(found, "回访情况")

    def reopen(self, ref: Ref, why: str) -> None:
        """It has broken out again."""
        if not why.strip():
            raise ReasonNeeded("重新打开")
        with self._store.writing("dispute.reopen") as session:
            record = get(session, DisputeRecord, ref, "纠纷")
            if record.state in _LIVE:
                raise NotThisDisputeStep(record.state, "重新打开")
            record.state = DisputeState.MEDIATING
            record.visited = f"{record.visited}；又有反复：{checked(why, '原因')}".strip("；")

    def lines(self, compound_id: UUID) -> list[DisputeLine]:
        """The ledger: what is still open first, then the newest."""
        today = self._store.clock().date()
        wanted = select(DisputeRecord).where(_D.compound_id == compound_id)
        with self._store.reading() as session:
            found = [
                DisputeLine(
                    Ref(r.compound_id, r.id),
                    r.number,
                    r.received_on,
                    r.kind,
                    r.level,
                    r.state,
                    r.parties,
                    r.text,
                    r.mediator,
                    r.agreement,
                    r.visit_on,
                    r.visited,
                    r.state is DisputeState.AGREED and bool(r.visit_on and r.visit_on <= today),
                )
                for r in session.scalars(wanted)
            ]
        return sorted(found, key=lambda each: (each.state not in _LIVE, -each.number))

    def mediations(self, ref: Ref) -> list[MediationLine]:
        wanted = (
            select(MediationRecord)
            .where(_M.compound_id == ref.compound_id, _M.dispute_id == ref.id)
            .order_by(_M.on, _M.id)
        )
        with self._store.reading() as session:
            return [
                MediationLine(m.on, m.place, m.mediators, m.present, m.text, m.outcome)
                for m in session.scalars(wanted)
            ]
