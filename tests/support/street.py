"""A street's PostgreSQL server for tests: set up, with two compounds and one person of every role in the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import URL, LargeBinary, make_url
from sqlalchemy import Table as SqlTable

from desktop.domain.rights import Role
from desktop.storage import database, server_people
from desktop.storage.tables import Table
from desktop.storage.tables.base import Key

OURS = UUID("0192aaaa-0000-7000-8000-000000000001")
THEIRS = UUID("0192bbbb-0000-7000-8000-000000000002")


@dataclass(frozen=True, slots=True)
class Street:
    """``keeper`` is the address of the server's administrator; each login is ``<role>_<database>``."""

    keeper: URL

    @property
    def where(self) -> database.Address:
        return database.address(told(self.keeper))

    def login(self, role: Role) -> str:
        return f"{role.value}_{(self.keeper.database or '')[-8:]}"

    def address(self, login: Role | str) -> str:
        name = self.login(login) if isinstance(login, Role) else login
        return told(self.keeper.set(username=name))

    def raw(self, login: Role | str) -> psycopg.Connection[Any]:
        return psycopg.connect(self.address(login))

    def root(self) -> psycopg.Connection[Any]:
        return psycopg.connect(told(self.keeper), autocommit=True)


def told(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def empty(server: str) -> URL:
    """A new, empty database."""
    name = f"street_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(server).set(drivername="postgresql", database=name)


def ready(server: str) -> Street:
    """A database that was set up."""
    made = Street(empty(server))
    database.set_up(made.where)
    return made


def peopled(street: Street, compounds: frozenset[UUID]) -> Street:
    """One person of every role, in these compounds."""
    with database.keeping(street.where) as connection:
        for role in Role:
            server_people.put(connection, street.login(role), role)
            server_people.give(connection, street.login(role), compounds)
    return street


def filled(street: Street) -> Street:
    """A row in every table, for each of the two compounds: every key of it is the compound's own."""
    with street.root() as connection:
        connection.execute("SET session_replication_role = replica")  # no keys are held here
        connection.execute("DELETE FROM chain_head")
        for table in Table.metadata.sorted_tables:
            for compound in (OURS, THEIRS):
                insert(connection, table, row(table, compound))
    return street


def row(table: SqlTable, compound: UUID, **other: Any) -> dict[str, Any]:
    """A row of any table that belongs to a compound."""
    made: dict[str, Any] = {}
    for column in table.columns:
        kind = column.type
        if column.foreign_keys or isinstance(kind, Key):
            made[column.name] = compound
        elif isinstance(kind, LargeBinary):
            made[column.name] = b"x"
        elif column.type.__class__.__name__ in {"BigInteger", "Integer", "Flag"}:
            made[column.name] = compound.int & 0xFF
        else:
            made[column.name] = str(compound)
    if table.name == "draft":
        made["place"] = f"note/{compound}/{compound}"
    return made | other


def insert(connection: psycopg.Connection[Any], table: SqlTable, values: Mapping[str, Any]) -> int:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(["%s"] * len(values))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
    return connection.execute(statement, list(values.values())).rowcount
