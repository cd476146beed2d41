"""Finding everything that is kept about one person, column by column, in every table of the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain import door as doors
from desktop.domain import personal
from desktop.domain.door import Door
from desktop.domain.ids import Ref
from desktop.domain.personal import Catalogue, Column, Holding, Kind
from desktop.domain.personal_errors import WhoIsIt
from desktop.storage.tables import (
    CompoundRecord,
    ItemRecord,
    MeetingRecord,
    OwnerRecord,
    OwnershipRecord,
    PollRecord,
    PremisesRecord,
    Table,
)

RECORDS: Mapping[str, type[Any]] = {
    each.class_.__tablename__: each.class_ for each in Table.registry.mappers
}
MARKS = " \u3000-\u2014.·"  # between the parts of a number, or of a name
_O, _H, _P = OwnerRecord, OwnershipRecord, PremisesRecord


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is asked for, as far as is known of him; ``compound_id`` ``None``: in every compound."""

    name: str = ""
    phone: str = ""
    door: str = ""
    compound_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Whom:
    """The same as the tables know him: his owner records, numbers and doors. ``same``: so many people
    on the rosters answer to it. ``alone``: nobody else there has his name, so that a row with the name
    and nothing else is his."""

    names: frozenset[str]
    phones: frozenset[str]
    doors: frozenset[tuple[UUID, str]]  # compound and door, in the one way of writing it
    door_told: Door | None
    compound_id: UUID | None
    owners: frozenset[UUID]
    same: int
    alone: bool
    by_name: bool  # the name was told: a row under another name is another's, whatever its number


@dataclass(frozen=True, slots=True)
class Found:
    """One row that tells of the person. ``own``: it is his; else he is only mentioned in it."""

    holding: Holding
    ref: Ref
    where: str
    record: Any
    columns: tuple[Column, ...]
    own: bool


def whom(session: Session, sought: Sought) -> Whom:
    """Read who is meant; raise ``WhoIsIt`` when nothing is told, ``NotADoor`` when that is no door."""
    name, phone = sought.name.strip(), sought.phone.strip()
    told = doors.read(sought.door) if sought.door.strip() else None
    if not (name or phone or told):
        raise WhoIsIt
    wanted = (
        select(_O, _P)
        .outerjoin(_H, and_(_H.compound_id == _O.compound_id, _H.owner_id == _O.id))
        .outerjoin(_P, and_(_P.compound_id == _H.compound_id, _P.id == _H.premises_id))
    )
    if sought.compound_id is not None:
        wanted = wanted.where(_O.compound_id == sought.compound_id)
    if name:
        wanted = wanted.where(_O.name == name)
    held: dict[Ref, tuple[OwnerRecord, set[str]]] = {}
    for owner, premises in session.execute(wanted):
        _, rooms = held.setdefault(Ref(owner.compound_id, owner.id), (owner, set()))
        if premises is not None:
            rooms.add(str(premises.door))
    his = {
        ref: (owner, rooms)
        for ref, (owner, rooms) in held.items()
        if (told is None or str(told) in rooms)
        and (not phone or phone in _phones(owner) or (name and not _phones(owner)))
    }
    known = {number for owner, _ in his.values() for number in _phones(owner)}
    here = {(ref.compound_id, door) for ref, (_, rooms) in his.items() for door in rooms}
    if told is not None:
        here |= {(each, str(told)) for each in _compounds(session, sought.compound_id)}
    names = {name} if name else {owner.name for owner, _ in his.values() if owner.name}
    return Whom(
        frozenset(names),
        frozenset(known | ({phone} if phone else set())),
        frozenset(here),
        told,
        sought.compound_id,
        frozenset(ref.id for ref in his),
        _people(owner for owner, _ in his.values()),
        _alone(session, names, sought.compound_id),
        bool(name),
    )


def everything(session: Session, catalogue: Catalogue, who: Whom) -> tuple[Whom, list[Found]]:
    """All that is kept, and who is meant together with the numbers that stand in his own rows."""
    first = found(session, catalogue, who)
    phones = {
        number
        for each in first
        if each.own
        for column in each.columns
        if column.kind is Kind.PHONE
        for number in shown(getattr(each.record, attribute(each.record, column.name))).split("、")
    }
    if phones <= who.phones:
        return who, first
    wider = replace(who, phones=who.phones | phones)
    return wider, found(session, catalogue, wider)


def found(session: Session, catalogue: Catalogue, who: Whom) -> list[Found]:
    """Every row that holds or mentions the person, in the order of the catalogue."""
    all_found: list[Found] = []
    for holding in catalogue.values():
        parents = {f.ref.id for f in all_found if f.own and f.holding.table == holding.parent}
        for record in _rows(session, holding, who, parents):
            columns, own = _told(holding, record, who)
            if not own and holding.parent and _of_his(record, holding, parents):
                columns, own = _worded(holding, record, who), True  # a step of what is his
            if columns:
                ref = Ref(record.compound_id, record.id)
                all_found.append(Found(holding, ref, "", record, columns, own))
    places = Places(session)
    return [
        Found(f.holding, f.ref, places.of(f.record), f.record, f.columns, f.own) for f in all_found
    ]


def shown(value: Any) -> str:
    """A cell as text."""
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return "" if text in {"{}", "[]"} else text  # JSON with nothing in it


def filled(record: Any, columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(each for each in columns if shown(getattr(record, attribute(record, each.name))))


def attribute(record: Any, column: str) -> str:
    """What a column is called in Python: they differ where the column's name is a keyword."""
    kind: Any = type(record)
    return str(kind.__mapper__.get_property_by_column(kind.__table__.c[column]).key)


def _phones(owner: OwnerRecord) -> set[str]:
    return {each for each in (owner.phone, *(owner.more_phones or "").split("、")) if each}


def _people(owners: Iterable[OwnerRecord]) -> int:
    """How many people these are: two records are one person's when they share a number or an identity,
    in whichever compounds they are."""
    groups: list[set[str]] = []
    for owner in owners:
        marks = {*_phones(owner), f"={owner.identity}" if owner.identity else f"#{owner.id}"}
        others = [group for group in groups if not group & marks]
        groups = [*others, marks.union(*(group for group in groups if group & marks))]
    return len(groups)


def _alone(session: Session, names: set[str], only: UUID | None) -> bool:
    """Whether each of these names is one person's on the rosters."""
    for name in names:
        wanted = select(_O).where(_O.name == name)
        if only is not None:
            wanted = wanted.where(_O.compound_id == only)
        if _people(session.scalars(wanted)) > 1:
            return False
    return True


def _compounds(session: Session, only: UUID | None) -> list[UUID]:
    return [only] if only else list(session.scalars(select(CompoundRecord.id)))


def _rows(session: Session, holding: Holding, who: Whom, parents: set[UUID]) -> Sequence[Any]:
    """Rows that may tell of him: a first sieve, by the database."""
    kind = RECORDS[holding.table]
    any_of: list[ColumnElement[bool]] = []
    for column in holding.columns:
        text = cast(kind.__table__.c[column.name], Text)
        if column.kind is Kind.DOOR:
            any_of += [text == door for _, door in who.doors]
        elif column.kind not in {Kind.TRAIT, Kind.CHOICE}:
            tight = _tight(text)  # 139-1111-2222 and 欧阳 建国 are the same as without
            any_of += [
                tight.contains(each, autoescape=True) for each in _plain(who.names | who.phones)
            ]
    if kind is OwnerRecord:
        any_of = [_O.id.in_(who.owners)]
    if hasattr(kind, "room") and holding.table != "voter":
        any_of += [kind.room.in_({door.rsplit("-", 1)[-1] for _, door in who.doors})]
    if holding.parent:
        any_of.append(getattr(kind, f"{holding.parent}_id").in_(parents))
    if not any_of:
        return []
    wanted = select(kind).where(or_(*any_of))
    if who.compound_id is not None:
        wanted = wanted.where(kind.compound_id == who.compound_id)
    return session.scalars(wanted.order_by(kind.id)).all()


def _tight(text: ColumnElement[str]) -> ColumnElement[str]:
    """A column without what people write between the parts of a number or a name."""
    for mark in MARKS:
        text = func.replace(text, mark, "")
    return text


def _without_marks(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, MARKS)))


def _plain(texts: Iterable[str]) -> set[str]:
    """Names and numbers as they are compared: 买买提·艾力 has a dot on the roster, too."""
    return {_without_marks(each) for each in texts}


def _told(holding: Holding, record: Any, who: Whom) -> tuple[tuple[Column, ...], bool]:
    """Which columns of a row tell of him, and whether the row is his own."""
    told = {
        each.name: shown(getattr(record, attribute(record, each.name))) for each in holding.columns
    }
    of = {kind: [c for c in holding.columns if c.kind is kind and told[c.name]] for kind in Kind}
    names, phones = _plain(who.names), _plain(who.phones)
    named = [c for c in of[Kind.NAME] if _without_marks(told[c.name]) in names]
    named += [c for c in of[Kind.NAMES] if personal.mentions(told[c.name], who.names, ())]
    called = [
        c for c in of[Kind.PHONE] if any(each in _without_marks(told[c.name]) for each in phones)
    ]
    room = _door_of(record)
    at_home = (record.compound_id, room) in who.doors if room else None
    told_doors = [c for c in of[Kind.DOOR] if (record.compound_id, told[c.name]) in who.doors]
    at_home = bool(told_doors) if of[Kind.DOOR] else at_home
    other_name = bool(of[Kind.NAME]) and not named
    if holding.table == "owner":
        own = record.id in who.owners
    elif named or called:
        # somebody of the same name, with another number or another door
        elsewhere = bool(who.doors) and at_home is False
        other_number = bool(who.phones) and bool(of[Kind.PHONE])
        # with nothing but the name beside it, it is his only where nobody else has that name
        sure = who.alone or at_home is True
        own = bool(called) or (sure and not (elsewhere or other_number))
        own = own and not (other_name and who.by_name)
    else:
        own = bool(at_home) and not other_name and holding.table != "voter"
    spoken = [c for c in of[Kind.TEXT] if personal.mentions(told[c.name], who.names, who.phones)]
    if not own:
        return (tuple(spoken), False)
    with_it = [*of[Kind.TRAIT], *of[Kind.CHOICE]] if named or not of[Kind.NAME] else []
    words = of[Kind.TEXT] if _whole(holding) else spoken
    reached = [*of[Kind.PHONE], *of[Kind.DOOR]] if named else []
    mine = {c.name for c in (*named, *called, *told_doors, *reached, *with_it, *words)}
    return tuple(c for c in holding.columns if c.name in mine), True


def _of_his(record: Any, holding: Holding, parents: set[UUID]) -> bool:
    return getattr(record, f"{holding.parent}_id") in parents


def _worded(holding: Holding, record: Any, who: Whom) -> tuple[Column, ...]:
    """The texts of a row in which he, his number or his door is written."""
    his = [door for compound, door in who.doors if compound == record.compound_id]
    return tuple(
        column
        for column in filled(record, holding.columns)
        for text in [shown(getattr(record, attribute(record, column.name)))]
        if personal.mentions(text, who.names, who.phones) or any(door in text for door in his)
    )


def _whole(holding: Holding) -> bool:
    """Whether what stands in a row of his own is his: his words, his affair."""
    return any(c.kind in {Kind.NAME, Kind.DOOR, Kind.CHOICE} for c in holding.columns)


def _door_of(record: Any) -> str:
    """The door a row is about, where it says so in building, unit and room."""
    if not hasattr(record, "building") or not hasattr(record, "room"):
        return ""
    shop = bool(getattr(record, "shop", False))
    return str(Door(record.building, record.unit, record.room, shop))


class Places:
    """Where a row is to be found, in words that name nobody."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, UUID], str] = {}

    def of(self, record: Any) -> str:
        parts = [self._compound(record.compound_id)]
        if isinstance(record, MeetingRecord):
            parts.append(f"{record.held_on.isoformat()} {record.title}")
        meeting = getattr(record, "meeting_id", None)
        if meeting is None and (item := getattr(record, "item_id", None)):
            meeting = self._look(ItemRecord, record.compound_id, item, "meeting_id")
        if meeting:
            on = self._look(MeetingRecord, record.compound_id, meeting, "held_on")
            title = self._look(MeetingRecord, record.compound_id, meeting, "title")
            parts.append(f"{on} {title}")
        poll = record.id if isinstance(record, PollRecord) else getattr(record, "poll_id", None)
        if poll:
            parts.append(str(self._look(PollRecord, record.compound_id, poll, "title")))
        number = getattr(record, "number", None)
        if isinstance(number, int) and not isinstance(record, PollRecord):
            parts.append(f"第 {number} 号")
        on_day = getattr(record, "received_on", None) or getattr(record, "on", None)
        if isinstance(on_day, date):
            parts.append(on_day.isoformat())
        return " ".join(filter(None, parts))

    def _compound(self, key: UUID) -> str:
        name = self._session.get(CompoundRecord, key)
        return name.name if name else ""

    def _look(self, kind: Any, compound: UUID, key: UUID, column: str) -> Any:
        record = self._session.get(kind, (compound, key))
        return getattr(record, column) if record is not None else ""
