"""Moving a file into a PostgreSQL database: all of it, verified row by row, or nothing.

The file is untouched until everything stands on the other side and reads back the same.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Session

from desktop.domain.server_errors import MovedDiffers, NotEmpty
from desktop.storage import database, history, sqlite
from desktop.storage.database import Address
from desktop.storage.tables import HeadRecord, Table

BATCH = 1_000  # rows of one statement
# Told the name of a table and how many of its rows are done; True: stop.
Stop = Callable[[str, int], bool]


def move(
    source: Path, target: Address, stop: Stop = lambda *_: False, *, key: bytes | None = None
) -> dict[str, int] | None:
    """Copy every row of a file into an empty database; give how many of each table.

    ``None`` when it was stopped: nothing is kept there then. Raise ``FileInUse``, ``NotEmpty``,
    ``MovedDiffers``, or what opening the database refuses.
    """
    lock = sqlite.alone(source, key=key)
    lock.close()
    old = database.open_database(Address(source, None, key))
    new = database.open_database(target)
    try:
        writing = new.execution_options(purpose="write")
        # the file is held against writers, too: what somebody wrote meanwhile would be left behind
        holding = old.execution_options(purpose="write")
        with (
            writing.connect() as there,
            there.begin() as all_of_it,
            holding.connect() as here,
            here.begin(),
        ):
            _make_room(there)
            counts = _copied(here, there, stop)
            if counts is None:
                all_of_it.rollback()
                return None
            for table in _tables():
                _compare(here, there, table)
            with Session(bind=there) as session:
                if not history.whole(session):
                    raise MovedDiffers("history", 0)
        return counts
    finally:
        old.dispose()
        new.dispose()


def _tables() -> Sequence[SqlTable]:
    """All tables, those that others point to first."""
    return Table.metadata.sorted_tables


def _make_room(there: Connection) -> None:
    """An empty database has the head of the office's chain, at its beginning; raise ``NotEmpty``
    when it has anything else."""
    begun = delete(HeadRecord).where(HeadRecord.sequence == 0)
    there.execute(begun)
    for table in _tables():
        if there.execute(select(*table.primary_key.columns).limit(1)).first() is not None:
            raise NotEmpty(there.engine.url.render_as_string(), table.name)


def _copied(here: Connection, there: Connection, stop: Stop) -> dict[str, int] | None:
    counts = {}
    for table in _tables():
        done = 0
        for rows in _batches(here, table):
            there.execute(insert(table), rows)
            done += len(rows)
            if stop(table.name, done):
                return None
        counts[table.name] = done
    return counts


def _batches(here: Connection, table: SqlTable) -> Iterator[list[dict[str, Any]]]:
    rows = here.execute(select(table).execution_options(yield_per=BATCH)).mappings()
    for some in rows.partitions(BATCH):
        yield [dict(row) for row in some]


def _compare(here: Connection, there: Connection, table: SqlTable) -> None:
    """Hold every row against its original; raise ``MovedDiffers`` at the first that is not it."""
    key = _key(table)
    old = iter(sorted(here.execute(select(table)), key=key))
    new = iter(sorted(there.execute(select(table)), key=key))
    for number, row in enumerate(old, 1):
        if tuple(next(new, ())) != tuple(row):
            raise MovedDiffers(table.name, number)
    if next(new, None) is not None:
        raise MovedDiffers(table.name, 0)


def _key(table: SqlTable) -> Callable[[Any], tuple[str, ...]]:
    """By the primary key as text: the two databases have their own order of texts."""
    places = [list(table.columns).index(column) for column in table.primary_key.columns]
    return lambda row: tuple(_text(row[place]) for place in places)


def _text(value: Any) -> str:
    if isinstance(value, int):
        return f"{value:020d}"
    return value.isoformat() if isinstance(value, date) else str(value)
