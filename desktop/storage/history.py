"""Writing and checking the history: in the same transaction as the change it tells of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, event, func, insert, inspect, select, update
from sqlalchemy.orm import InstanceState, Session

from desktop.domain import chain
from desktop.domain.chain import Change, Record, Value
from desktop.domain.ids import OFFICE
from desktop.storage.conflicts import Edit
from desktop.storage.tables import CompoundRecord, HeadRecord, HistoryRecord, Table

_COLUMNS: list[Any] = [
    HistoryRecord.algorithm,
    HistoryRecord.sequence,
    HistoryRecord.previous,
    HistoryRecord.at,
    HistoryRecord.offset,
    HistoryRecord.actor,
    HistoryRecord.action,
    HistoryRecord.noun,
    HistoryRecord.key,
    HistoryRecord.payload,
    HistoryRecord.hash,
]


NO_HEAD = (0, b"")  # of a chain that has lost it
# Every transaction runs these; making them anew each time costs more than running them.
_HEADS, _ROWS = HeadRecord.metadata.tables["chain_head"], HeadRecord.metadata.tables["history"]
_HEAD_OF = select(_HEADS.c.sequence, _HEADS.c.hash).where(_HEADS.c.compound_id == bindparam("of"))
_LOCKED_HEAD_OF = _HEAD_OF.with_for_update()
_ADD_ROWS = insert(_ROWS)
_MOVE_HEAD = (
    update(_HEADS)
    .where(_HEADS.c.compound_id == bindparam("of"))
    .values(sequence=bindparam("end"), hash=bindparam("its_hash"))
)


class Span(NamedTuple):
    """The rows that one transaction added to one chain, and the hash of the last of them."""

    compound: UUID
    first: int
    last: int
    hash: bytes


def observe(
    session: Session, changes: list[Change], edits: list[Edit], salt: Callable[[], bytes]
) -> None:
    """Note down what every flush does; right after it, SQLAlchemy still knows.

    ``edits``: which columns of what was there already it changes, and from what to what.
    """

    def before(session: Session, _context: object, _instances: object) -> None:
        for record in (*session.new, *session.dirty):
            if hasattr(record, "salt") and record.salt is None:
                record.salt = salt()

    def after(session: Session, _context: object) -> None:
        edited = [record for record in session.dirty if session.is_modified(record)]
        for verb, records in ("add", session.new), ("edit", edited), ("remove", session.deleted):
            for record in records:
                if isinstance(record, Table) and not record.scratch:
                    change = _change(record, verb)
                    changes.append(change)
                    if verb == "edit":
                        edits.extend(_edits(record, change))

    event.listen(session, "before_flush", before)
    event.listen(session, "after_flush", after)


def append(
    session: Session, who: str, act: str, now: datetime, changes: Iterable[Change]
) -> list[Span]:
    """Write one row for each change; each compound's head is locked, last in the transaction.

    Give which rows they are.
    """
    by_compound: dict[UUID, list[Change]] = {}
    for change in changes:
        by_compound.setdefault(change.compound, []).append(change)
    at = (now.astimezone(UTC).isoformat(timespec="milliseconds"), _offset(now))
    spans = []
    for compound in sorted(by_compound):
        head = _lock_head(session, compound)
        rows = []
        for change in by_compound[compound]:
            record = chain.link(compound, head, at, who, act, change)
            head = (record.sequence, record.hash)
            row = record._asdict()
            row["compound_id"] = row.pop("compound")
            rows.append(row)
        session.execute(_ADD_ROWS, rows)
        session.execute(_MOVE_HEAD, {"of": compound, "end": head[0], "its_hash": head[1]})
        spans.append(Span(compound, head[0] - len(rows) + 1, *head))
    return spans


def holds(session: Session, spans: Iterable[Span]) -> bool:
    """Whether these rows are there. Who still writes them is waited for: the heads are locked."""
    for span in spans:
        hold(session, span.compound)
        row = session.get(HistoryRecord, (span.compound, span.last))
        if row is None or row.hash != span.hash:
            return False
    return True


def records(session: Session, compound: UUID) -> Iterator[Record]:
    rows = session.execute(
        select(*_COLUMNS)
        .where(HistoryRecord.compound_id == compound)
        .order_by(HistoryRecord.sequence)
        .execution_options(yield_per=1000)
    )
    for algorithm, *rest in rows:
        yield Record(algorithm, compound, *rest)


def head(session: Session, compound: UUID) -> tuple[int, bytes] | None:
    row = session.execute(_HEAD_OF, {"of": compound}).first()
    return None if row is None else (row[0], row[1])


def hold(session: Session, compound: UUID) -> None:
    """Let nobody write this chain until the transaction ends."""
    session.execute(_LOCKED_HEAD_OF, {"of": compound}).first()


def hashes(session: Session, compound: UUID, sequences: Sequence[int]) -> dict[int, bytes]:
    """The hashes of these records, of those there are."""
    found: dict[int, bytes] = {}
    for start in range(0, len(sequences), 500):
        some = sequences[start : start + 500]
        wanted = select(HistoryRecord.sequence, HistoryRecord.hash).where(
            HistoryRecord.compound_id == compound, HistoryRecord.sequence.in_(some)
        )
        found |= {row[0]: bytes(row[1]) for row in session.execute(wanted)}
    return found


def latest(session: Session) -> datetime | None:
    """When something was last written, in UTC."""
    ends = and_(
        HistoryRecord.compound_id == HeadRecord.compound_id,
        HistoryRecord.sequence == HeadRecord.sequence,
    )
    told = session.scalar(select(func.max(HistoryRecord.at)).join(HeadRecord, ends))
    return datetime.fromisoformat(told) if told else None


def chains(session: Session) -> list[UUID]:
    """Every chain there is or ought to be. A damaged file may have a row of none: its integrity tells."""
    known: set[UUID | None] = {OFFICE, *session.scalars(select(CompoundRecord.id))}
    known |= set(session.scalars(select(HeadRecord.compound_id)))
    known |= set(session.scalars(select(HistoryRecord.compound_id).distinct()))
    return sorted(each for each in known if each is not None)


def first_broken(session: Session, compound: UUID) -> int | None:
    """The sequence number of the first record that is not as it was written, if any."""
    return chain.first_broken(records(session, compound), head(session, compound) or NO_HEAD)


def whole(session: Session) -> bool:
    """Whether the history of every compound holds from end to end."""
    return all(first_broken(session, each) is None for each in chains(session))


def _lock_head(session: Session, compound: UUID) -> tuple[int, bytes]:
    row = session.execute(_LOCKED_HEAD_OF, {"of": compound}).first()
    if row is None:  # the compound was made in this very transaction
        session.execute(
            insert(_HEADS), {"compound_id": compound, "sequence": 0, "hash": chain.ZERO}
        )
        return 0, chain.ZERO
    return row[0], row[1]


def _offset(now: datetime) -> str:
    text = now.strftime("%z") or "+0000"
    return f"{text[:3]}:{text[3:5]}"


def _change(record: Table, verb: str) -> Change:
    state: InstanceState[Table] = inspect(record)
    salt = getattr(record, "salt", None)
    values: dict[str, Value] = {}
    changed: list[str] = []
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        told = state.attrs[attribute.key]
        if column.name == "salt":
            continue
        if verb == "edit" and not record.whole and not told.history.has_changes():
            continue
        if verb == "remove" and not column.primary_key:
            continue
        if record.whole and verb == "edit" and told.history.has_changes():
            changed.append(column.name)
        values[column.name] = _shown(column.info, salt, column.name, told.value)
    key = state.mapper.primary_key_from_instance(record)
    compound = getattr(record, "compound_id", None)
    if compound is None:
        compound = record.id if isinstance(record, CompoundRecord) else OFFICE
    return Change(compound, record.__tablename__, str(key[-1]), verb, values, tuple(changed))


def _edits(record: Table, change: Change) -> Iterator[Edit]:
    state: InstanceState[Table] = inspect(record)
    for attribute in state.mapper.column_attrs:
        told = state.attrs[attribute.key].history
        name = attribute.columns[0].name
        if told.has_changes() and told.deleted and name != "salt":
            there: Any = told.deleted[0]
            wanted = state.attrs[attribute.key].value
            yield Edit(change.compound, change.noun, change.key, name, there, wanted)


def _shown(info: dict[Any, Any], salt: bytes | None, name: str, value: Any) -> Value:
    if info.get("digest") and value is not None:
        return sha256(value).digest()
    if info.get("personal") and value is not None:
        return chain.commitment(salt, name, plain(value)) if salt else None
    return plain(value)


def plain(value: Any) -> Value:
    """A column's value as history keeps it."""
    match value:
        case None | bool() | int() | bytes():
            return value
        case str():
            return str.__str__(value)
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case list():
            return [plain(each) for each in value]
    raise TypeError(f"{value!r} has no place in the history")
