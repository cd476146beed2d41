"""Erasing personal data: what may go and what stays with its reason, and the values with their salts.

History keeps commitments only. Without value and salt they say nothing; what stays of a row gets a new
salt and is committed to anew, so that the old salt, which would open the erased ones, can go.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.orm import Session

from desktop.domain import chain, personal
from desktop.domain.affair_terms import AffairState, DisputeState
from desktop.domain.ids import Ref
from desktop.domain.personal import Catalogue, Column, Erase, Holding, Kind
from desktop.domain.voice import SETTLED
from desktop.services import personal_finding
from desktop.services.personal_finding import RECORDS, Found, Whom, attribute, filled
from desktop.services.settings import forget_import_key
from desktop.services.wall import party_names, written_doors
from desktop.storage import history
from desktop.storage.store import Store
from desktop.storage.tables import (
    AffairRecord,
    DisputeRecord,
    DraftRecord,
    ImportLineRecord,
    ListedRecord,
    MediationRecord,
    OwnerRecord,
    OwnershipRecord,
    SeatRecord,
    SuggestionRecord,
    VoiceStepRecord,
)

Ends = dict[UUID, date]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one row: which columns are emptied, which stay and why."""

    found: Found
    goes: tuple[Column, ...]
    stays: tuple[Column, ...]
    why: str


def ends(session: Session, holding: Holding) -> Ends:
    """When the purpose of each row ended; rows whose purpose goes on are not in it."""
    told = holding.parent or holding.table
    found = _ENDS[told](session) if told in _ENDS else {}
    if not holding.parent:
        return found
    kind = RECORDS[holding.table]
    rows = session.execute(select(kind.id, getattr(kind, f"{holding.parent}_id"))).all()
    return {key: found[parent] for key, parent in rows if parent in found}


def fates(session: Session, found: Iterable[Found], today: date) -> list[Fate]:
    """What may be emptied of what was found, column by column."""
    ended: dict[str, Ends] = {}
    made = []
    for each in found:
        of = each.holding
        if of.table not in ended:
            ended[of.table] = ends(session, of)
        end = ended[of.table].get(each.ref.id)
        due = of.due_on(end) if end else None
        goes = tuple(
            column
            for column in each.columns
            if column.erase is Erase.REQUEST
            or (column.erase is Erase.AFTER and end is not None)
            or (due is not None and due <= today)
        )
        stays = tuple(column for column in each.columns if column not in goes)
        made.append(Fate(each, goes, stays, _why(of, stays)))
    return made


def overdue(session: Session, catalogue: Catalogue, today: date) -> list[tuple[Fate, date]]:
    """Rows whose time is over and that are not empty yet, with the day since when."""
    made = []
    places = personal_finding.Places(session)
    for holding in catalogue.values():
        if not holding.years:
            continue
        kind = RECORDS[holding.table]
        over = {
            key: due
            for key, end in ends(session, holding).items()
            if (due := holding.due_on(end)) is not None and due <= today
        }
        if not over:
            continue
        for record in session.scalars(select(kind).order_by(kind.id)):
            if record.id in over and (columns := _left(record, holding)):
                ref = Ref(record.compound_id, record.id)
                found = Found(holding, ref, places.of(record), record, columns, own=True)
                made.append((Fate(found, columns, (), ""), over[record.id]))
    return made


def empty(store: Store, session: Session, fate: Fate, who: Whom | None) -> None:
    """Empty what goes of one row; ``who``: whose data it is; ``None``: everybody's in it, its time is
    over.

    The history is told what is left of the row, all of it, so that it can be held against it later.
    A text keeps its words without the names and numbers, unless the whole row had to be kept so long.
    """
    record, holding = fate.found.record, fate.found.holding
    values = {column.name: _emptied(fate, column, who) for column in fate.goes}
    table = RECORDS[holding.table].__table__
    left = {each.key: getattr(record, each.key) for each in type(record).__mapper__.column_attrs}
    whole = {
        column.name: values.get(column.name, left[attribute(record, column.name)])
        for column in table.columns
        if column.name != "salt"
    }
    personal_left = [c.name for c in holding.columns if whole[c.name]]
    salt = store.salt() if personal_left else None
    told = {name: history.plain(value) for name, value in whole.items()}
    if salt is not None:
        told |= {name: chain.commitment(salt, name, told[name]) for name in personal_left}
    ref = fate.found.ref
    session.execute(
        update(table)
        .where(table.c.compound_id == ref.compound_id, table.c.id == ref.id)
        .values({**values, "salt": salt})
    )
    store.touched(ref.compound_id, holding.table, ref.id, "erase", told)
    if holding.table == OwnerRecord.__tablename__:
        _forget_imports(session, ref)


def drop_drafts(session: Session, who: Whom) -> int:
    """Take away what was typed about the person and never entered; give how many."""
    about = [
        each.place
        for each in session.scalars(select(DraftRecord))
        if personal.mentions(each.text, who.names, who.phones)
    ]
    session.execute(delete(DraftRecord).where(DraftRecord.place.in_(about)))
    return len(about)


def _left(record: Any, holding: Holding) -> tuple[Column, ...]:
    """What of a row is still there to be emptied; a text only while somebody can be told from it."""
    names, phones = _people_in(record, holding)
    return tuple(
        column
        for column in filled(record, holding.columns)
        if column.kind is not Kind.TEXT
        or column.erase is Erase.KEPT
        or personal.mentions(_text(record, column), names, phones)
    )


def _emptied(fate: Fate, column: Column, who: Whom | None) -> Any:
    record, holding = fate.found.record, fate.found.holding
    nullable = RECORDS[holding.table].__table__.c[column.name].nullable
    whole = who is None and (column.erase is Erase.KEPT or column.kind is Kind.NAMES)
    if column.kind in {Kind.TEXT, Kind.NAMES} and not whole:
        names, phones = (who.names, who.phones) if who else _people_in(record, holding)
        text = personal.without(_text(record, column), names, phones)
        return _without_doors(text, who) if fate.found.own and who else text
    return None if nullable else ""


def _without_doors(text: str, who: Whom) -> str:
    his = {tuple(parts) for _, door in who.doors if len(parts := door.split("-")) == 3}
    return written_doors(his).sub("〔房号略〕", text) if his else text  # type: ignore[arg-type]


def _people_in(record: Any, holding: Holding) -> tuple[set[str], set[str]]:
    """The names and numbers that a row itself tells of."""
    names: set[str] = set()
    phones: set[str] = set()
    for column in holding.columns:
        told = _text(record, column)
        if column.kind is Kind.NAME and told:
            names.add(told)
        elif column.kind is Kind.NAMES:
            names |= set(party_names(told))
        elif column.kind is Kind.PHONE and told:
            phones |= set(told.split("、"))
    return names, phones


def _text(record: Any, column: Column) -> str:
    return personal_finding.shown(getattr(record, attribute(record, column.name)))


def _why(holding: Holding, stays: Sequence[Column]) -> str:
    if not stays:
        return ""
    return holding.why or f"{holding.event}以前要用；到期后删除"


def _forget_imports(session: Session, owner: Ref) -> None:
    """What roster imports kept to be taken back and checked: the owner's number, the digest of his line,
    and the key without which the digest of the whole import says nothing."""
    held = select(OwnershipRecord.premises_id).where(
        OwnershipRecord.compound_id == owner.compound_id, OwnershipRecord.owner_id == owner.id
    )
    line = ImportLineRecord
    mine = and_(line.compound_id == owner.compound_id, line.premises_id.in_(held))
    for each in session.scalars(select(line).where(mine)).all():
        before = each.before
        if before is not None:
            was = json.loads(before)
            for told in was["held"]:
                if told[1] == str(owner.id):
                    told[3] = None
            before = json.dumps(was, ensure_ascii=False)
        forget_import_key(session, each.import_id)
        session.execute(
            update(line)
            .where(
                line.compound_id == each.compound_id,
                line.import_id == each.import_id,
                line.line == each.line,
            )
            .values(before=before, after_digest=bytes(32))
        )


def _owners_end(session: Session) -> Ends:
    """Whoever owns nothing any more, with the last day he did."""
    return _last(session, OwnershipRecord.owner_id, OwnershipRecord.until)


def _seats_end(session: Session) -> Ends:
    return _last(session, SeatRecord.person_id, SeatRecord.until)


def _last(session: Session, key: Any, until: Any) -> Ends:
    told = select(key, func.max(until), func.count(), func.count(until)).group_by(key)
    rows = session.execute(told).all()
    return {row[0]: _day(row[1]) for row in rows if row[2] == row[3]}


def _voices_end(session: Session) -> Ends:
    steps: dict[UUID, str] = _pairs(
        session.execute(
            select(VoiceStepRecord.suggestion_id, func.max(VoiceStepRecord.at)).group_by(
                VoiceStepRecord.suggestion_id
            )
        )
    )
    wanted = select(SuggestionRecord.id, SuggestionRecord.received_on).where(
        SuggestionRecord.state.in_(SETTLED)
    )
    return {
        key: max(on, _day(steps[key][:10])) if key in steps else on
        for key, on in session.execute(wanted)
    }


def _affairs_end(session: Session) -> Ends:
    wanted = select(AffairRecord.id, AffairRecord.done_at, AffairRecord.reported_at).where(
        AffairRecord.state == AffairState.CLOSED
    )
    rows = ((key, max(done, reported)) for key, done, reported in session.execute(wanted))
    return {key: _day(at[:10]) for key, at in rows if at}


def _listings_end(session: Session) -> Ends:
    wanted = select(ListedRecord.id, ListedRecord.on).where(ListedRecord.ended != "")
    return _pairs(session.execute(wanted))


def _disputes_end(session: Session) -> Ends:
    over = (DisputeState.VISITED, DisputeState.FAILED)
    wanted = select(DisputeRecord.id, DisputeRecord.received_on, DisputeRecord.visit_on).where(
        DisputeRecord.state.in_(over)
    )
    met: dict[UUID, date] = _pairs(
        session.execute(
            select(MediationRecord.dispute_id, func.max(MediationRecord.on)).group_by(
                MediationRecord.dispute_id
            )
        )
    )
    return {
        key: max(day for day in (received, visit, met.get(key)) if day is not None)
        for key, received, visit in session.execute(wanted)
    }


def _pairs(rows: Iterable[Any]) -> dict[UUID, Any]:
    return {key: value for key, value in rows}  # noqa: C416 - rows are not yet pairs to mypy


def _day(told: Any) -> date:
    return told if isinstance(told, date) else date.fromisoformat(told)


_ENDS = {
    "owner": _owners_end,
    "person": _seats_end,
    "suggestion": _voices_end,
    "affair": _affairs_end,
    "listed": _listings_end,
    "dispute": _disputes_end,
}
