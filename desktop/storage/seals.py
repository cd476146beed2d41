"""What the history knows of rows written in bulk: one seal a row.

A roster of ten thousand rows leaves no ten thousand records; the record of the act carries, for every
row, its key and a seal. Permanent, as the chain's encoding is:

- a *field* is ``-`` for null, ``i5`` for an integer, ``s<characters>:<text>`` for text,
  ``b<hex digits>:<hex>`` for bytes; keys are text, flags integers, lists JSON, all as SQLite has them;
- ``private = HMAC-SHA-256(salt, PRIVATE_TAG + the personal fields in a row)``, with an empty key where
  there is no salt: erasing the person with the salt leaves the seal, and it says nothing;
- ``seal = SHA-256(SEAL_TAG + the other fields + private)``.

Fields stand in the order of the columns' names; the salt is none of them.
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from desktop.storage.tables import Table

SEAL_TAG = b"roundtable/seal/1\n"
PRIVATE_TAG = b"roundtable/seal/private/1\n"
KEY, SEAL = 16, 32  # bytes


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a table stand in a row read in ``columns``' order."""

    columns: tuple[str, ...]
    key: int
    salt: int | None
    plain: tuple[int, ...]
    private: tuple[int, ...]


@cache
def layout(table: type[Table]) -> Layout:
    here = Table.metadata.tables[table.__tablename__]
    names = sorted(column.name for column in here.columns)
    told = {column.name: column.info for column in here.columns}
    last = list(here.primary_key.columns)[-1].name
    private = tuple(n for n, name in enumerate(names) if told[name].get("personal"))
    salt = names.index("salt") if "salt" in names else None
    plain = tuple(n for n in range(len(names)) if n != salt and n not in private)
    return Layout(tuple(names), names.index(last), salt, plain, private)


def rows(
    connection: Connection, table: type[Table], where: Mapping[str, UUID]
) -> Iterator[tuple[Any, ...]]:
    """The rows as SQLite has them, columns by name; ``where``: columns and the keys they have."""
    text = connection.dialect.name != "postgresql"
    mark = "?" if text else "%s"
    # names of our own tables and columns, never anything a user wrote
    columns = ", ".join(f'"{name}"' for name in layout(table).columns)
    asked = " AND ".join(f'"{name}" = {mark}' for name in where) or "1 = 1"
    statement = f"SELECT {columns} FROM {table.__tablename__} WHERE {asked}"  # noqa: S608
    keys = tuple(str(key) if text else key for key in where.values())
    for row in connection.exec_driver_sql(statement, keys):
        yield tuple(row) if text else tuple([_as_in_sqlite(value) for value in row])


def seal(row: Sequence[Any], where: Layout) -> bytes:
    """The seal of one row."""
    salt = row[where.salt] if where.salt is not None else None
    return sha256(
        SEAL_TAG + _fields(row, where.plain) + private(row, where.private, salt or b"")
    ).digest()


def private(row: Sequence[Any], places: Sequence[int], salt: bytes) -> bytes:
    """What stands in a seal for the personal fields of a row."""
    return hmac.digest(salt, PRIVATE_TAG + _fields(row, places), "sha256")


def of_rows(told: Iterable[Sequence[Any]], table: type[Table]) -> bytes:
    """Keys and seals of rows, one after the other, by key."""
    where = layout(table)
    made = sorted(bytes.fromhex(row[where.key].replace("-", "")) + seal(row, where) for row in told)
    return b"".join(made)


def split(told: bytes) -> Iterator[tuple[str, bytes]]:
    """Keys and seals again."""
    for start in range(0, len(told), KEY + SEAL):
        yield (
            str(UUID(bytes=told[start : start + KEY])),
            told[start + KEY : start + KEY + SEAL],
        )


def taken(session: Session, table: type[Table], where: Mapping[str, UUID]) -> bytes:
    """Read back what a bulk statement left, and seal it."""
    session.flush()
    return of_rows(rows(session.connection(), table, where), table)


def _fields(row: Sequence[Any], places: Sequence[int]) -> bytes:
    parts = []
    for place in places:
        value = row[place]
        if value is None:
            parts.append("-")
        elif type(value) is str:
            parts.append(f"s{len(value)}:{value}")
        elif type(value) is int:
            parts.append(f"i{value}")
        else:
            parts.append(f"b{2 * len(value)}:{bytes(value).hex()}")
    return "".join(parts).encode("utf-8")


def _as_in_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return bytes(value) if isinstance(value, memoryview) else value
