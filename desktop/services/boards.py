"""The live board: where collecting stands, added up where the papers lie. It never tells a vote."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from desktop.domain.ballot import RETURNED
from desktop.domain.door import Door
from desktop.domain.ids import Ref
from desktop.domain.poll import Matter
from desktop.domain.poll_facts import Reconciliation
from desktop.domain.rule import Threshold
from desktop.domain.terms import Base, Measured
from desktop.storage.tables import BallotRecord, VoterRecord

_V, _B = VoterRecord, BallotRecord
LARGEST = 20  # doors that have returned nothing and are named on the board


@dataclass(frozen=True, slots=True)
class Missing:
    """How much of one measure is still missing to take part, over the whole electorate."""

    measure: Measured
    returned: int
    needed: int
    total: int

    @property
    def left(self) -> int:
        return max(0, self.needed - self.returned)


@dataclass(frozen=True, slots=True)
class Part:
    """One building, unit or floor: doors and area, how much of them has come back."""

    building: str
    unit: str
    floor: int | None
    doors: int
    returned: int
    area: int
    area_returned: int


@dataclass(frozen=True, slots=True)
class Board:
    """Where collecting stands. It never tells how anybody voted.

    ``large``: returned nothing yet, the largest areas first (door, area in 0.0001 m²).
    """

    papers: Reconciliation
    missing: tuple[Missing, ...]
    parts: tuple[Part, ...]
    waiting: int  # cases to decide, and papers read differently
    large: tuple[tuple[str, int], ...]


def board(
    session: Session, poll: Ref, matters: Sequence[Matter], papers: Reconciliation, waiting: int
) -> Board:
    """Add up what has come back: a paper, or a vote on a platform."""
    parts = _parts(session, poll)
    return Board(
        papers,
        _missing(session, poll, matters, parts),
        parts,
        waiting,
        _largest(session, poll),
    )


def _roll(poll: Ref) -> ColumnElement[bool]:
    return and_(_V.compound_id == poll.compound_id, _V.poll_id == poll.id)


def _back(poll: Ref) -> ColumnElement[bool]:
    """Whether anything has come back from a door."""
    returned = select(_B.voter_id).where(
        _B.compound_id == poll.compound_id, _B.poll_id == poll.id, _B.state.in_(RETURNED)
    )
    return _V.id.in_(returned)


def _parts(session: Session, poll: Ref) -> tuple[Part, ...]:
    """Every floor in the order of the roll."""
    back = _back(poll)
    where = (_V.building, _V.unit, _V.floor)
    wanted = (
        select(
            *where,
            func.count(),
            func.sum(case((back, 1), else_=0)),
            func.sum(_V.area),
            func.sum(case((back, _V.area), else_=0)),
        )
        .where(_roll(poll))
        .group_by(*where)
        .order_by(func.min(_V.position))
    )
    return tuple(Part(*row[:3], *map(int, row[3:])) for row in session.execute(wanted))


def _missing(
    session: Session, poll: Ref, matters: Sequence[Matter], parts: Sequence[Part]
) -> tuple[Missing, ...]:
    """What is missing to each threshold of taking part that is a share of everybody."""
    asked: dict[Measured, list[Threshold]] = {}
    for matter in matters:
        for demand in matter.rule.participation:
            if demand.threshold.base in {Base.ENTITLED, Base.MEMBERS}:
                asked.setdefault(demand.measure, []).append(demand.threshold)
    owners = select(
        func.count(_V.head.distinct()), func.count(case((_back(poll), _V.head)).distinct())
    )
    heads, spoke = session.execute(owners.where(_roll(poll))).one()
    area, back = sum(part.area for part in parts), sum(part.area_returned for part in parts)
    told = []
    for measure, thresholds in asked.items():
        if measure is Measured.PARTIES:
            continue
        got, total = (back, area) if measure is Measured.AREA else (spoke, heads)
        # of several matters the one that asks most: then all of them can be decided
        told.append(Missing(measure, got, max(each.least(total) for each in thresholds), total))
    return tuple(told)


def _largest(session: Session, poll: Ref) -> tuple[tuple[str, int], ...]:
    wanted = (
        select(_V.building, _V.unit, _V.room, _V.shop, _V.area)
        .where(_roll(poll), ~_back(poll))
        .order_by(_V.area.desc(), _V.position)
        .limit(LARGEST)
    )
    return tuple((str(Door(*row[:4])), row[4]) for row in session.execute(wanted))
