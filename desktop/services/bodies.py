"""Bodies at the table and who sits in them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import AlreadyThere, NameNeeded, StillInUse
from desktop.domain.ids import Ref
from desktop.domain.personal import ERASED
from desktop.domain.terms import BodyKind
from desktop.services.records import get, short
from desktop.storage.store import Store
from desktop.storage.tables import BodyRecord, PersonRecord, PollRecord, SeatRecord
from desktop.system.pinyin import initials


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat: a person with a duty in a body, and the term."""

    ref: Ref
    person_id: UUID
    name: str
    duty: str
    phone: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class BodyLine:
    ref: Ref
    kind: BodyKind
    name: str
    seats: tuple[SeatLine, ...]


class Bodies:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, compound_id: UUID, kind: BodyKind, name: str = "") -> Ref:
        with self._store.writing("body.add") as session:
            _not_twice(session, compound_id, kind, name.strip() or kind.word)
            record = BodyRecord(
                compound_id=compound_id,
                id=self._store.key(),
                kind=kind,
                name=short(name, "机构名称") or kind.word,
            )
            session.add(record)
            return Ref(compound_id, record.id)

    def rename(self, ref: Ref, name: str) -> None:
        with self._store.writing("body.rename") as session:
            body = get(session, BodyRecord, ref, "机构")
            wanted = short(name, "机构名称") or body.kind.word
            if wanted != body.name:
                _not_twice(session, ref.compound_id, body.kind, wanted)
            body.name = wanted

    def remove(self, ref: Ref) -> None:
        """Take out a body nobody ever sat in; one with seats ends seat by seat."""
        with self._store.writing("body.remove") as session:
            body = get(session, BodyRecord, ref, "机构")
            seats = session.scalar(
                select(func.count())
                .select_from(SeatRecord)
                .where(SeatRecord.compound_id == ref.compound_id, SeatRecord.body_id == ref.id)
            )
            if seats:
                raise StillInUse(body.name, f"{seats} 个席位")
            polls = select(func.count()).where(
                PollRecord.compound_id == ref.compound_id, PollRecord.body_id == ref.id
            )
            if session.scalar(polls):
                raise StillInUse(body.name, "书面表决")
            session.delete(body)

    def seat(
        self, body: Ref, name: str, duty: str = "", phone: str = "", since: date | None = None
    ) -> Ref:
        """Give somebody a seat. The same name in another body is the same person (交叉任职)."""
        if not name.strip():
            raise NameNeeded("姓名")
        with self._store.writing("seat.add") as session:
            get(session, BodyRecord, body, "机构")
            person = self._person(
                session, body.compound_id, short(name, "姓名"), short(phone, "电话")
            )
            taken = session.scalar(
                select(func.count())
                .select_from(SeatRecord)
                .where(SeatRecord.compound_id == body.compound_id, SeatRecord.body_id == body.id)
            )
            record = SeatRecord(
                compound_id=body.compound_id,
                id=self._store.key(),
                body_id=body.id,
                person_id=person.id,
                duty=short(duty, "职务"),
                position=(taken or 0) + 1,
                since=since,
                until=None,
            )
            session.add(record)
            return Ref(body.compound_id, record.id)

    def change_seat(self, ref: Ref, duty: str, phone: str, since: date | None = None) -> None:
        """Set a seat right: its duty, the person's phone, the day the term began."""
        with self._store.writing("seat.change") as session:
            seat = get(session, SeatRecord, ref, "席位")
            seat.duty, seat.since = short(duty, "职务"), since
            person = get(session, PersonRecord, Ref(ref.compound_id, seat.person_id), "人员")
            told = short(phone, "电话")
            if (person.phone or "") != told:
                person.phone = told or None

    def leave_seat(self, ref: Ref, on: date) -> None:
        """End a term; the seat stays in the record of what was."""
        with self._store.writing("seat.leave") as session:
            get(session, SeatRecord, ref, "席位").until = on

    def lines(self, compound_id: UUID, on: date | None = None) -> list[BodyLine]:
        """The bodies in the order of every list, with the seats held on that day."""
        with self._store.reading() as session:
            return body_lines(session, compound_id, on)

    def _person(self, session: Session, compound_id: UUID, name: str, phone: str) -> PersonRecord:
        same = select(PersonRecord).where(
            PersonRecord.compound_id == compound_id, PersonRecord.name == name
        )
        for person in session.scalars(same):
            if not phone or not person.phone or person.phone == phone:
                if phone and not person.phone:
                    person.phone = phone
                return person
        person = PersonRecord(
            compound_id=compound_id,
            id=self._store.key(),
            name=name,
            initials=initials(name),
            phone=phone or None,
        )
        session.add(person)
        session.flush()
        return person


def body_lines(session: Session, compound_id: UUID, on: date | None = None) -> list[BodyLine]:
    bodies = session.scalars(select(BodyRecord).where(BodyRecord.compound_id == compound_id))
    wanted = (
        select(SeatRecord, PersonRecord)
        .join(
            PersonRecord,
            (PersonRecord.compound_id == SeatRecord.compound_id)
            & (PersonRecord.id == SeatRecord.person_id),
        )
        .where(SeatRecord.compound_id == compound_id)
        .order_by(SeatRecord.position)
    )
    seats: dict[UUID, list[SeatLine]] = {}
    for seat, person in session.execute(wanted):
        if seat.until is None or (on is not None and seat.until > on):
            seats.setdefault(seat.body_id, []).append(_seat(seat, person))
    order = list(BodyKind)
    return [
        BodyLine(
            Ref(body.compound_id, body.id), body.kind, body.name, tuple(seats.get(body.id, ()))
        )
        for body in sorted(bodies, key=lambda body: (order.index(body.kind), body.id))
    ]


def _not_twice(session: Session, compound_id: UUID, kind: BodyKind, name: str) -> None:
    same = select(BodyRecord).where(
        BodyRecord.compound_id == compound_id, BodyRecord.kind == kind, BodyRecord.name == name
    )
    if session.scalars(same).first():
        raise AlreadyThere(name)


def _seat(seat: SeatRecord, person: PersonRecord) -> SeatLine:
    return SeatLine(
        Ref(seat.compound_id, seat.id),
        person.id,
        person.name or ERASED,
        seat.duty,
        person.phone or "",
        seat.since,
        seat.until,
    )
