"""Holding the tables against the history: every row must be what the chain says became of it.

The chain alone shows that the history was not changed; somebody with the file can still change a
ballot's row and leave the history as it is. Here every record is played again, and every row of every
table that leaves a history is compared with the outcome, column by column; personal values by their
salted commitments, rows written in bulk by their seals.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from desktop.domain import chain
from desktop.domain.chain import Record, Value
from desktop.domain.ids import OFFICE
from desktop.storage import history, seals
from desktop.storage.tables import CompoundRecord, Table
from desktop.storage.tables.base import Flag, Listed

# what settings begin with that leave no history
SECRETS = ("owner secret", "import key ")
Stop = Callable[[int], bool]  # told how many records or rows are done; True: stop


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that is not what the history says. ``column``: "" for a row too many or missing."""

    noun: str
    key: str
    column: str
    why: str


@dataclass
class Told:
    """What the history says of one thing: its columns, or the seal of its row, and of what it is."""

    values: dict[str, Value] | None
    seal: bytes = b""
    scope: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replayed:
    """``rows`` compared; ``open``: rows of before there were seals, of which nothing can be said."""

    rows: int
    open: int
    wrong: tuple[Wrong, ...]


class Stopped(Exception):
    """Whoever asked wants no more."""


def replay(
    session: Session,
    compound: UUID,
    stop: Stop = lambda _: False,
    seen: Callable[[Record], None] = lambda _: None,
) -> Replayed:
    """Play the history of a compound and hold its rows against it; raise ``Stopped``.

    ``seen`` is told of every record, so that whoever has more to ask of them reads them with it.
    """
    told: dict[str, dict[str, Told]] = {}
    bulky: set[str] = set()  # nouns of which some rows came without a seal
    done = 0
    wrong: list[Wrong] = []
    for record in history.records(session, compound):
        seen(record)
        wrong += _played(record, told, bulky)
        done += 1
        if not done % 1000 and stop(done):
            raise Stopped
    rows, unsaid = 0, 0
    for table in _tables(compound):
        noun, where = table.__tablename__, _where(table, compound)
        there = told.get(noun, {})
        for row in seals.rows(session.connection(), table, where):
            if noun == "setting" and row[seals.layout(table).key].startswith(SECRETS):
                continue
            rows += 1
            done += 1
            if not done % 1000 and stop(done):
                raise Stopped
            key = str(row[seals.layout(table).key])
            known = there.pop(key, None)
            if known is not None:
                wrong += _compare(table, key, row, known)
            elif noun in bulky:
                unsaid += 1
            else:
                wrong.append(Wrong(noun, key, "", "历史里没有这一行"))
        wrong += [Wrong(noun, key, "", "历史里有，表里没有") for key in there]
    return Replayed(rows, unsaid, tuple(wrong))


def _played(record: Record, told: dict[str, dict[str, Told]], bulky: set[str]) -> list[Wrong]:
    """Play one record; one that is rotten is told, for the chain is broken there, too."""
    try:
        _play(record, told, bulky)
    except (ValueError, KeyError, TypeError):
        return [Wrong("history", str(record.sequence), "", "这条历史读不出来")]
    return []


def _play(record: Record, told: dict[str, dict[str, Told]], bulky: set[str]) -> None:
    payload = chain.decode(record.payload)
    if not isinstance(payload, dict) or not isinstance(values := payload["values"], dict):
        return
    there = told.setdefault(record.noun, {})
    match payload["verb"]:
        case "add" | "erase":  # what is left of a row, all of it, under another salt or none
            there[record.key] = Told(dict(values))
        case "edit":
            old = there.get(record.key)
            known = dict(old.values) if old and old.values else {}
            there[record.key] = Told(known | values)
        case "remove":
            there.pop(record.key, None)
        case _ if isinstance(sealed := values.get("seals"), bytes):
            scope = values.get("scope")
            _seal(there, scope if isinstance(scope, dict) else {}, sealed)
        case "import" | "freeze" | "print":  # of before there were seals
            bulky.add(record.noun)


def _seal(there: dict[str, Told], scope: Mapping[str, Value], sealed: bytes) -> None:
    """These are all rows of a scope that there are now."""
    for key in [key for key, each in there.items() if _within(each, scope)]:
        del there[key]
    for key, seal in seals.split(sealed):
        there[key] = Told(None, seal, scope)


def _within(each: Told, scope: Mapping[str, Value]) -> bool:
    known = each.scope if each.values is None else each.values
    return all(known.get(name) == value for name, value in scope.items())


def _tables(compound: UUID) -> Iterator[type[Table]]:
    for mapper in Table.registry.mappers:
        table: type[Table] = mapper.class_
        kept = "compound_id" in mapper.columns or table is CompoundRecord
        if not table.scratch and kept is (compound != OFFICE) and table.__tablename__ != "history":
            yield table


def _where(table: type[Table], compound: UUID) -> dict[str, UUID]:
    if compound == OFFICE:
        return {}
    return {"id" if table is CompoundRecord else "compound_id": compound}


def _compare(table: type[Table], key: str, row: tuple[Any, ...], told: Told) -> Iterator[Wrong]:
    where = seals.layout(table)
    if told.values is None:
        if seals.seal(row, where) != told.seal:
            yield Wrong(table.__tablename__, key, "", "和导入、冻结时的摘要不符")
        return
    salt = row[where.salt] if where.salt is not None else None
    columns = table.__table__.columns
    for name, value in zip(where.columns, row, strict=True):
        if name != "salt" and name in told.values:
            column = columns[name]
            if not _same(told.values[name], _plain(column.type, value), column.info, salt, name):
                yield Wrong(table.__tablename__, key, name, "和历史里最后一次记下的不符")


def _same(
    told: Value, value: Value, info: Mapping[Any, Any], salt: bytes | None, name: str
) -> bool:
    if info.get("digest") and isinstance(value, bytes):
        return told == sha256(value).digest()
    if info.get("personal") and value is not None and told != value:
        # in the history there is a commitment, or, of before the column was personal, the value
        return salt is not None and told == chain.commitment(salt, name, value)
    return told == value


def _plain(kind: object, value: Any) -> Value:
    """A value as SQLite has it, as the history has it."""
    if value is None:
        return None
    if isinstance(kind, Flag):
        return bool(value)
    if isinstance(kind, Listed):
        made: Value = json.loads(value) if value else []
        return made
    plain: Value = value
    return plain
