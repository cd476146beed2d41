"""What each role may do to each table of a server, tried out with raw SQL: nothing besides what is written."""

from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from desktop.domain.ids import OFFICE
from desktop.domain.rights import MAY, Role
from desktop.domain.server_errors import NoPlaceHere
from desktop.register import Register
from desktop.storage import server_rights
from desktop.storage.tables import Table
from tests.support import street as streets
from tests.support.street import OURS, THEIRS

TABLES = Table.metadata.sorted_tables


def column_of(table):
    """Where a table has its compound."""
    if table.name == "compound":
        return "id"
    return "compound_id" if "compound_id" in table.columns else ""


PER_COMPOUND = [table for table in TABLES if column_of(table)]


@pytest.fixture(scope="module")
def street(server):
    made = streets.filled(streets.ready(server))
    return streets.peopled(made, frozenset({OURS}))


class Tried:
    """What happened to a statement: how many rows, or which refusal; all of it is taken back."""

    def __init__(self, connection):
        self._connection = connection

    def __call__(self, statement, values=()):
        try:
            return self._connection.execute(statement, values).rowcount
        except errors.InsufficientPrivilege:
            return "refused"
        except (errors.IntegrityError, errors.RaiseException):
            return "held"  # it was let through, and stopped by a key or an older guard
        finally:
            self._connection.rollback()


@pytest.fixture(scope="module", params=list(Role), ids=[role.value for role in Role])
def tried(request, street):
    with street.raw(request.param) as connection:
        yield request.param, Tried(connection)


def written(table, role):
    """The cells of the matrix: may insert, may delete, and which columns may be changed."""
    verbs, names = server_rights.verbs(table, role), {c.name for c in table.columns}
    some = [each for each in verbs if each.startswith("UPDATE(")]
    columns = set(some[0][7:-1].split(",")) if some else names if "UPDATE" in verbs else set()
    return "INSERT" in verbs, "DELETE" in verbs, columns - {"compound_id"}


def inserted(run, table, values):
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(["%s"] * len(values))
    return run(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(values.values()))


def test_every_cell_of_the_matrix_is_as_written(tried):
    role, run = tried
    guards = {"chain_head"} | (set() if role is Role.ADMIN else set(server_rights.OWN_ROW))
    wrong = []
    for table in TABLES:
        inserts, deletes, columns = written(table, role)
        where = f" WHERE {column_of(table)} = '{OURS}'" if column_of(table) else ""
        new = streets.row(table, OURS)
        if "id" in new and table.name != "compound":
            new["id"] = uuid4()
        found = {
            "SELECT": run(f'SELECT * FROM "{table.name}"{where}') >= 1,
            "INSERT": (inserted(run, table, new) != "refused") is inserts,
            "DELETE": (run(f'DELETE FROM "{table.name}"{where}') != "refused") is deletes,
            "TRUNCATE": run(f'TRUNCATE "{table.name}"') == "refused",
        }
        for name in [column.name for column in table.columns]:
            changed = run(f'UPDATE "{table.name}" SET "{name}" = "{name}"')
            let = changed not in {"refused", 0}
            guarded = table.name in guards  # its guard is tried on its own
            found[f"UPDATE {name}"] = let is (name in columns and not guarded)
        wrong += [(table.name, cell) for cell, right in found.items() if not right]
    assert wrong == []


def test_rows_of_another_compound_are_not_there(tried):
    _role, run = tried
    wrong = []
    for table in PER_COMPOUND:
        column = column_of(table)
        theirs = f"WHERE {column} = '{THEIRS}'"
        here = f'"{table.name}"'
        found = {
            "SELECT": run(f"SELECT * FROM {here} {theirs}")
            == int(table.name in server_rights.READ_BY_ALL),
            "LOCK": run(f"SELECT * FROM {here} {theirs} FOR UPDATE") in {0, "refused"},
            "INSERT": inserted(run, table, streets.row(table, THEIRS)) == "refused",
            "DELETE": run(f"DELETE FROM {here} {theirs}") in {0, "refused"},
            "MOVE": run(f"UPDATE {here} SET {column} = '{THEIRS}'") == "refused",
        }
        for name in [column.name for column in table.columns]:
            changed = run(f'UPDATE {here} SET "{name}" = "{name}" {theirs}')
            found[f"UPDATE {name}"] = changed in {0, "refused"}
        wrong += [(table.name, cell) for cell, right in found.items() if not right]
    assert wrong == []


def test_a_draft_belongs_to_its_meeting_or_to_the_first_steps_of_all(tried):
    role, run = tried
    assert run("SELECT * FROM draft") == 1
    if MAY[role]:
        kept = "INSERT INTO draft (place, text, saved_at) VALUES ('wizard/roster', '草稿', '')"
        assert run(kept) == 1
    assert run("SELECT * FROM draft") == 1
    assert run("SELECT * FROM draft WHERE place LIKE %s", [f"%{THEIRS}%"]) == 0


def test_whoever_has_no_compound_sees_not_even_the_office(server):
    made = streets.peopled(streets.filled(streets.ready(server)), frozenset())
    with made.raw(Role.SECRETARY) as connection:
        run = Tried(connection)
        assert {table.name: run(f'SELECT * FROM "{table.name}"') for table in TABLES} == {
            table.name: 0 for table in TABLES
        }


def test_whoever_works_everywhere_sees_every_compound(server):
    made = streets.peopled(streets.filled(streets.ready(server)), frozenset({OFFICE}))
    with made.raw(Role.VIEWER) as connection:
        run = Tried(connection)
        assert {run(f'SELECT * FROM "{table.name}"') for table in TABLES} == {2}


def test_the_matrix_knows_every_table():
    assert set(server_rights.WRITES) == {table.name for table in TABLES}
    looked = {t.name for t in TABLES if server_rights.verbs(t, Role.VIEWER)}
    assert looked == server_rights.SIGN_IN  # the trace of having been here, and nothing else
    assert not MAY[Role.VIEWER]


def test_nobody_else_comes_into_the_database(street):
    with street.root() as connection:
        connection.execute("DROP ROLE IF EXISTS passer_by")
        connection.execute("CREATE ROLE passer_by LOGIN")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        street.raw("passer_by")
    with pytest.raises(NoPlaceHere, match="passer_by"):
        Register(street.address("passer_by"), "过路人")
