"""Premises and owners: lists, search by name, pinyin or room, and 过户 with its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from desktop.domain import area as areas
from desktop.domain import door as doors
from desktop.domain import identity, people
from desktop.domain.errors import DoorTaken, NameNeeded, NotADoor, ReasonNeeded
from desktop.domain.ids import Ref
from desktop.domain.personal import ERASED
from desktop.domain.terms import AreaSource, OwnerKind, Use
from desktop.services.records import get, short
from desktop.services.settings import owner_secret
from desktop.storage.store import Store
from desktop.storage.tables import OwnerRecord, OwnershipRecord, PremisesRecord
from desktop.system.pinyin import initials

_P, _O, _H = PremisesRecord, OwnerRecord, OwnershipRecord


@dataclass(frozen=True, slots=True)
class PremisesPlan:
    """What is filled in for premises. ``area`` as written, or blank when unknown."""

    door: str
    use: Use = Use.DWELLING
    area: str = ""
    source: AreaSource = AreaSource.UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnerLine:
    id: UUID
    kind: OwnerKind
    name: str
    phone: str
    id_tail: str


@dataclass(frozen=True, slots=True)
class PremisesLine:
    """One row of the roster; ``area`` in units of 0.0001 m²."""

    ref: Ref
    door: doors.Door
    use: Use
    floor: int | None
    area: int | None
    source: AreaSource
    status: str
    note: str
    owners: tuple[OwnerLine, ...]

    @property
    def names(self) -> str:
        return "、".join(owner.name for owner in self.owners)


@dataclass(frozen=True, slots=True)
class PastOwnership:
    names: str
    since: date | None
    until: date | None
    reason: str


class Premises:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, compound_id: UUID, plan: PremisesPlan, owners: str = "", phone: str = "") -> Ref:
        door, key = _read_door(plan)
        with self._store.writing("premises.add") as session:
            taken = select(_P.id).where(_P.compound_id == compound_id, _P.door_key == key)
            if session.scalar(taken):
                raise DoorTaken(door.words)
            record = PremisesRecord(
                compound_id=compound_id,
                id=self._store.key(),
                door_key=key,
                building=door.building,
                unit=door.unit,
                room=door.room,
                floor=doors.floor_of(door.room),
                use=plan.use,
                area=areas.units(plan.area) if plan.area.strip() else None,
                area_source=plan.source,
                status="",
                note=plan.note.strip(),
            )
            session.add(record)
            session.flush()
            self._own(session, record, people.owner_names(owners), phone, None, "登记")
            return Ref(compound_id, record.id)

    def change(self, ref: Ref, area: str, source: AreaSource, note: str) -> None:
        """Correct area, its source, or the note; the old figures stay in the history."""
        with self._store.writing("premises.change") as session:
            record = get(session, PremisesRecord, ref, "房屋")
            record.area = areas.units(area) if area.strip() else None
            record.area_source, record.note = source, note.strip()

    def transfer(self, ref: Ref, owners: str, phone: str, on: date, reason: str) -> None:
        """过户: the present owners end on that day, the new ones begin; nothing is overwritten."""
        names = people.owner_names(owners)
        if not names:
            raise NameNeeded("新业主姓名")
        if not reason.strip():
            raise ReasonNeeded("变更业主")
        with self._store.writing("premises.transfer") as session:
            record = get(session, PremisesRecord, ref, "房屋")
            held = select(OwnershipRecord).where(
                _H.compound_id == ref.compound_id, _H.premises_id == ref.id, _H.until.is_(None)
            )
            for each in session.scalars(held):
                each.until, each.reason = on, reason.strip()
            session.flush()
            self._own(session, record, names, phone, on, reason.strip())

    def past(self, ref: Ref) -> list[PastOwnership]:
        """Who owned these premises when, newest first."""
        wanted = (
            select(_H.since, _H.until, _H.reason, _O.name)
            .join(_O, and_(_O.compound_id == _H.compound_id, _O.id == _H.owner_id))
            .where(_H.compound_id == ref.compound_id, _H.premises_id == ref.id)
            .order_by(_H.id.desc())
        )
        with self._store.reading() as session:
            return [
                PastOwnership(name or ERASED, since, until, reason)
                for since, until, reason, name in session.execute(wanted)
            ]

    def lines(
        self, compound_id: UUID, words: str = "", use: Use | None = None
    ) -> list[PremisesLine]:
        """The roster in walking order. ``words``: a name, pinyin initials, a room or part of it."""
        wanted = select(
            _P.id, _P.building, _P.unit, _P.room, _P.use, _P.floor, _P.area, _P.area_source,
            _P.status, _P.note, _P.door_key,
        ).where(_P.compound_id == compound_id)  # fmt: skip
        if use is not None:
            wanted = wanted.where(_P.use == use)
        with self._store.reading() as session:
            if words.strip():
                wanted = wanted.where(_matching(compound_id, words))
            rows = session.execute(wanted).all()
            owners = _owners(session, compound_id, [row[0] for row in rows])
        lines = [
            PremisesLine(
                Ref(compound_id, row[0]),
                doors.Door(row[1], row[2], row[3], row[10].startswith("商")),
                *row[4:10],
                tuple(owners.get(row[0], ())),
            )
            for row in rows
        ]
        return sorted(lines, key=lambda line: (line.use is Use.PARKING, doors.sort_key(line.door)))

    def owners_at(self, compound_id: UUID, door: str) -> str:
        """Who owns a door, however it is written; "" when nobody knows."""
        try:
            told = doors.read(door)
        except NotADoor:
            return ""
        wanted = select(_P.id).where(
            _P.compound_id == compound_id,
            _P.building == told.building,
            _P.unit == told.unit,
            _P.room == told.room,
            _P.use != Use.PARKING,
        )
        with self._store.reading() as session:
            found = list(session.scalars(wanted))
            owners = _owners(session, compound_id, found)
        if len(found) != 1:
            return ""
        return "、".join(owner.name for owner in owners.get(found[0], ()))

    def _own(
        self,
        session: Session,
        premises: PremisesRecord,
        names: Sequence[str],
        phone: str,
        since: date | None,
        reason: str,
    ) -> None:
        secret, phone = owner_secret(self._store, session), short(phone, "电话")
        for position, name in enumerate(names):
            basis = identity.basis(name, position, (), (), phone)
            who = identity.digest(secret, basis) if basis else None
            owner = self._known(session, premises.compound_id, who)
            if owner is None:
                owner = OwnerRecord(
                    compound_id=premises.compound_id,
                    id=self._store.key(),
                    kind=people.kind_of(name),
                    name=name,
                    initials=initials(name),
                    phone=phone or None,
                    more_phones=None,
                    id_tail=None,
                    identity=who,
                )
                session.add(owner)
                session.flush()
            session.add(
                OwnershipRecord(
                    compound_id=premises.compound_id,
                    id=self._store.key(),
                    premises_id=premises.id,
                    owner_id=owner.id,
                    position=position + 1,
                    since=since,
                    until=None,
                    reason=reason,
                )
            )

    def _known(self, session: Session, compound_id: UUID, who: str | None) -> OwnerRecord | None:
        if who is None:
            return None
        wanted = select(OwnerRecord).where(_O.compound_id == compound_id, _O.identity == who)
        return session.scalars(wanted).first()


def _read_door(plan: PremisesPlan) -> tuple[doors.Door, str]:
    if plan.use is Use.PARKING:
        number = doors.tidy(plan.door)
        if not number:
            raise NameNeeded("车位号")
        return doors.Door("", "", number), f"车位|||{number}"
    door = doors.read(plan.door)
    kind = "商" if door.shop else ""
    return door, "|".join((kind, door.building, door.unit, door.room))


def _matching(compound_id: UUID, words: str) -> ColumnElement[bool]:
    plain = doors.tidy(words)
    like = f"%{plain}%"
    owner = or_(
        _O.name.like(like), _O.initials.like(f"{plain.lower()}%"), _O.phone.like(f"%{plain}")
    )
    held = (
        select(_H.premises_id)
        .join(_O, and_(_O.compound_id == _H.compound_id, _O.id == _H.owner_id))
        .where(_H.compound_id == compound_id, _H.until.is_(None), owner)
    )
    parts = plain.split("-")
    if len(parts) in {2, 3} and all(parts):
        keys = [_P.building == parts[0].upper(), _P.room.like(f"{parts[-1]}%")]
        keys += [_P.unit == parts[1]] if len(parts) == 3 else []
        return and_(*keys)
    try:
        door = doors.read(plain)
        return and_(_P.building == door.building, _P.unit == door.unit, _P.room == door.room)
    except NotADoor:
        return or_(_P.room.like(f"{plain}%"), _P.id.in_(held), _P.note.like(like))


def _owners(
    session: Session, compound_id: UUID, premises: Sequence[UUID]
) -> dict[UUID, list[OwnerLine]]:
    found: dict[UUID, list[OwnerLine]] = {}
    wanted = (
        select(_H.premises_id, _O.id, _O.kind, _O.name, _O.phone, _O.id_tail)
        .join(_O, and_(_O.compound_id == _H.compound_id, _O.id == _H.owner_id))
        .where(_H.compound_id == compound_id, _H.until.is_(None))
        .order_by(_H.position)
    )
    if len(premises) < 500:
        wanted = wanted.where(_H.premises_id.in_(premises))
    for premises_id, key, kind, name, phone, tail in session.execute(wanted):
        line = OwnerLine(key, kind, name or ERASED, phone or "", tail or "")
        found.setdefault(premises_id, []).append(line)
    return found
