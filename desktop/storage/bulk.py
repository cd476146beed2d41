"""Many rows at once, past the session: the caller tells the store what it did."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from desktop.storage.tables import Table


def insert(
    session: Session, table: type[Table], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows of plain values (UUIDs as the database has them, terms by value)."""
    connection = session.connection()
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    names, marks = ", ".join(columns), ", ".join([mark] * len(columns))
    told = [tuple(row) for row in rows]
    if told:
        # names of our own tables and columns, never anything a user wrote
        statement = f"INSERT INTO {table.__tablename__} ({names}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, told)
