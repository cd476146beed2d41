"""The electorate of a written vote: previewed, frozen, and afterwards only corrected."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from desktop.domain import area as areas
from desktop.domain import door as doors
from desktop.domain import electorate
from desktop.domain.chain import Value
from desktop.domain.door import Door
from desktop.domain.electorate import Holder, Roll, Scope, Voter
from desktop.domain.errors import NotAnArea, ReasonNeeded
from desktop.domain.ids import Ref
from desktop.domain.personal import ERASED
from desktop.domain.poll_errors import (
    EachDoorOne,
    NotInElectorate,
    ProxyFull,
)
from desktop.domain.poll_facts import AREA, CONSENT, OWNER, CorrectionLine
from desktop.domain.terms import AreaSource, Delivery, PollAct, Use
from desktop.services.bodies import body_lines
from desktop.services.poll_records import matters_of, plain, poll_of, read_rules
from desktop.services.records import get, short
from desktop.storage import bulk
from desktop.storage.store import Store
from desktop.storage.tables import (
    OwnerRecord,
    OwnershipRecord,
    PollRecord,
    PremisesRecord,
    RollCorrectionRecord,
    VoterRecord,
)

_P, _O, _H, _V = PremisesRecord, OwnerRecord, OwnershipRecord, VoterRecord
_COLUMNS = (
    "compound_id", "id", "poll_id", "premises_id", "position", "building", "unit", "room", "shop",
    "floor", "use", "area", "area_source", "names", "head", "must_agree", "delivery",
    "delivered_at", "delivered_by", "witness", "agent", "salt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VoterLine:
    """One line of a frozen roll; ``area`` in units of 0.0001 m²."""

    ref: Ref
    position: int
    door: Door
    use: Use
    area: int
    source: AreaSource
    names: str
    head: int
    must_agree: bool
    delivery: Delivery | None
    delivered_at: str
    delivered_by: str
    witness: str
    agent: str


class Rolls:
    def __init__(self, store: Store) -> None:
        self._store = store

    def preview(self, compound_id: UUID, scope: Scope, body: UUID | None = None) -> Roll:
        """Who would vote, with everything that is doubtful about it."""
        with self._store.reading() as session:
            return roll_of(session, compound_id, scope, body)

    def lines(self, poll: Ref) -> list[VoterLine]:
        """The frozen roll in walking order."""
        wanted = select(
            _V.id, _V.position, _V.building, _V.unit, _V.room, _V.shop, _V.use, _V.area,
            _V.area_source, _V.names, _V.head, _V.must_agree, _V.delivery, _V.delivered_at,
            _V.delivered_by, _V.witness, _V.agent,
        ).where(_V.compound_id == poll.compound_id, _V.poll_id == poll.id)  # fmt: skip
        with self._store.reading() as session:
            return [
                VoterLine(
                    Ref(poll.compound_id, row[0]),
                    row[1],
                    Door(row[2], row[3], row[4], row[5]),
                    row[6],
                    row[7],
                    row[8],
                    row[9] or ERASED,
                    *row[10:],
                )
                for row in map(tuple[Any, ...], session.execute(wanted.order_by(_V.position)))
            ]

    def correct_area(self, voter: Ref, area: str, source: AreaSource, reason: str) -> None:
        """Put an area right after freezing; the old figure stays and the result shows both."""
        units = areas.units(area)
        if units <= 0:
            raise NotAnArea(area.strip())
        with self._store.writing("roll.correct") as session:
            record = self._to_correct(session, voter, reason)
            self._note(session, record, AREA, areas.shown(record.area), areas.shown(units), reason)
            record.area, record.area_source = units, source

    def correct_owner(self, voter: Ref, names: str, same_as: str, reason: str) -> None:
        """Put the owner right after freezing.

        ``same_as``: a door of the same owner, or blank for an owner of no other door.
        """
        with self._store.writing("roll.correct") as session:
            record = self._to_correct(session, voter, reason)
            poll = Ref(voter.compound_id, record.poll_id)
            if same_as.strip() and any(m.rule.by_door for m in matters_of(session, poll)):
                raise EachDoorOne
            if same_as.strip():
                other = voter_at(session, poll, same_as)
                head, told = other.head, f"{names}（与 {other.door} 同一业主）"
            else:
                last = select(func.max(_V.head)).where(
                    _V.compound_id == voter.compound_id, _V.poll_id == record.poll_id
                )
                head, told = (session.scalar(last) or 0) + 1, f"{names}（单独一名业主）"
            self._note(session, record, OWNER, record.names or "", told, reason)
            record.names, record.head = short(names, "业主姓名"), head

    def corrections(self, poll: Ref) -> list[CorrectionLine]:
        wanted = (
            select(RollCorrectionRecord, _V)
            .join(
                _V,
                and_(
                    _V.compound_id == RollCorrectionRecord.compound_id,
                    _V.id == RollCorrectionRecord.voter_id,
                ),
            )
            .where(_V.compound_id == poll.compound_id, _V.poll_id == poll.id)
            .order_by(RollCorrectionRecord.id)
        )
        with self._store.reading() as session:
            return [
                CorrectionLine(str(v.door), c.field, c.old, c.new, c.reason, c.who, c.at)
                for c, v in session.execute(wanted)
            ]

    def must_agree(self, voters: Sequence[Ref], reason: str, *, asked: bool) -> None:
        """Say whose consent is needed besides (专有部分被占用的业主), or no longer; and why.

        It decides what passes, so it stays on record and is shown with the result.
        """
        with self._store.writing("roll.must_agree") as session:
            for ref in voters:
                record = self._to_correct(session, ref, reason)
                if record.must_agree is not asked:
                    old, new = (
                        "须其同意" if each else "不须另行同意" for each in (not asked, asked)
                    )
                    self._note(session, record, CONSENT, old, new, reason)
                    record.must_agree = asked

    def deliver(
        self, voters: Sequence[Ref], how: Delivery, at: str, by: str, witness: str = ""
    ) -> None:
        """Record how, when and by whom ballots reached these owners (送达方式、时间、经手人、见证)."""
        with self._store.writing("roll.deliver") as session:
            for ref in voters:
                record = get(session, VoterRecord, ref, "房屋")
                poll_of(session, Ref(ref.compound_id, record.poll_id), PollAct.COLLECT)
                record.delivery, record.delivered_at = how, short(at, "送达时间")
                record.delivered_by, record.witness = short(by, "经手人"), short(witness, "见证人")

    def entrust(self, voter: Ref, agent: str) -> None:
        """Record a written proxy; blank takes it away. Raise ``ProxyFull`` over the house's cap."""
        name = short(agent, "受托人")
        with self._store.writing("roll.entrust") as session:
            record = get(session, VoterRecord, voter, "房屋")
            poll = poll_of(session, Ref(voter.compound_id, record.poll_id), PollAct.COLLECT)
            most = read_rules(poll.policy).proxy_most
            held = select(func.count()).where(
                _V.compound_id == voter.compound_id,
                _V.poll_id == record.poll_id,
                _V.agent == name,
                _V.id != voter.id,
            )
            count = session.scalar(held) or 0
            if name and most and count >= most:
                raise ProxyFull(name, count, most)
            record.agent = name

    def _to_correct(self, session: Session, voter: Ref, reason: str) -> VoterRecord:
        if not reason.strip():
            raise ReasonNeeded("更正名册")
        record = get(session, VoterRecord, voter, "房屋")
        poll_of(session, Ref(voter.compound_id, record.poll_id), PollAct.CORRECT)
        return record

    def _note(
        self, session: Session, record: VoterRecord, field: str, old: str, new: str, reason: str
    ) -> None:
        session.add(
            RollCorrectionRecord(
                compound_id=record.compound_id,
                id=self._store.key(),
                voter_id=record.id,
                field=field,
                old=old,
                new=new,
                reason=short(reason, "更正原因"),
                who=self._store.who,
                at=self._store.clock().isoformat(timespec="seconds"),
            )
        )


def roll_of(session: Session, compound_id: UUID, scope: Scope, body: UUID | None) -> Roll:
    """The electorate as the roster (or a body's seats) has it now."""
    if body is not None:
        return electorate.roll(_members(session, compound_id, body), Scope(frozenset(Use)))
    return electorate.roll(_owners(session, compound_id), scope)


def _owners(session: Session, compound_id: UUID) -> list[Voter]:
    held: dict[UUID, list[Holder]] = {}
    owners = (
        select(_H.premises_id, _O.id, _O.name, _O.kind)
        .join(_O, and_(_O.compound_id == _H.compound_id, _O.id == _H.owner_id))
        .where(_H.compound_id == compound_id, _H.until.is_(None))
        .order_by(_H.position)
    )
    for premises, owner, name, kind in session.execute(owners):
        held.setdefault(premises, []).append(Holder(str(owner), name or "", kind))
    wanted = select(
        _P.id, _P.building, _P.unit, _P.room, _P.door_key, _P.use, _P.floor, _P.area,
        _P.area_source,
    ).where(_P.compound_id == compound_id)  # fmt: skip
    found = [
        Voter(
            str(row[0]),
            Door(*row[1:4], row[4].startswith("商")),
            *row[5:],
            tuple(held.get(row[0], ())),
        )
        for row in session.execute(wanted)
    ]
    return sorted(found, key=lambda v: (v.use is Use.PARKING, doors.sort_key(v.door)))


def _members(session: Session, compound_id: UUID, body: UUID) -> list[Voter]:
    """The members of a body: each one seat, one head, no area."""
    line = next((each for each in body_lines(session, compound_id) if each.ref.id == body), None)
    return [
        Voter(
            f"seat {number}",
            Door("", "", f"{number:02d}"),
            Use.OTHER,
            None,
            0,
            AreaSource.UNKNOWN,
            (Holder(str(seat.person_id), seat.name),),
        )
        for number, seat in enumerate(line.seats if line else (), 1)
    ]


def write(store: Store, session: Session, poll: PollRecord, found: Roll) -> None:
    """Freeze a roll: all lines at once, and one row of history with their digest."""
    compound, owner = plain(session, poll.compound_id), plain(session, poll.id)
    salts = store.salts(len(found.voters))
    keys = store.key.many(len(found.voters))
    seats = poll.body_id is not None
    rows = [
        (
            compound, plain(session, keys[number]), owner, None if seats else plain(session, UUID(v.key)),
            number + 1, v.door.building, v.door.unit, v.door.room, int(v.door.shop), v.floor,
            v.use.value, v.area or 0, v.source.value, v.names, found.heads[v.head], 0, None, "", "",
            "", "", salts[16 * number : 16 * number + 16],
        )
        for number, v in enumerate(found.voters)
    ]  # fmt: skip
    session.flush()
    bulk.insert(session, VoterRecord, _COLUMNS, rows)
    poll.roll_digest = hmac.digest(poll.salt or b"", found.digest, "sha256")  # none can try it out
    figures: dict[str, Value] = {
        "digest": poll.roll_digest, "doors": len(rows), "heads": len(found.heads), "area": found.area,
    }  # fmt: skip
    _seal(store, session, poll, "freeze", figures)


def clear(store: Store, session: Session, poll: PollRecord) -> None:
    """Take a frozen roll away again, before anybody has voted on it."""
    mine = and_(_V.compound_id == poll.compound_id, _V.poll_id == poll.id)
    session.execute(delete(VoterRecord).where(mine))
    _seal(store, session, poll, "thaw", {"digest": poll.roll_digest})
    poll.roll_digest = None


def _seal(
    store: Store, session: Session, poll: PollRecord, verb: str, told: Mapping[str, Value]
) -> None:
    about = (poll.compound_id, poll.id)
    store.sealed(session, VoterRecord, verb, about, {"poll_id": poll.id}, told)


def voter_at(session: Session, poll: Ref, text: str) -> VoterRecord:
    """The line of a door as people write it; raise ``NotInElectorate``."""
    door = doors.read(text)
    wanted = select(VoterRecord).where(
        _V.compound_id == poll.compound_id,
        _V.poll_id == poll.id,
        _V.building == door.building,
        _V.unit == door.unit,
        _V.room == door.room,
        _V.shop == door.shop,
    )
    found = session.scalars(wanted.limit(2)).all()
    if len(found) != 1:
        raise NotInElectorate(door.words)
    return found[0]
