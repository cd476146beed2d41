"""A PostgreSQL server of a street: its roles, rights and row security, as SQL that may run again and again.

Everything belongs to a role that nobody signs in as. People sign in as themselves, are in one group
each (``server_rights``), and see the rows of the compounds they were given. What they were given stands
in ``access.membership`` under ``session_user``, which neither SET ROLE nor any setting changes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy import Table as SqlTable
from sqlalchemy.exc import DBAPIError

from desktop.domain.ids import OFFICE
from desktop.domain.rights import Role
from desktop.domain.server_errors import (
    NoPlaceHere,
    NotItsKeeper,
    OldServer,
    ServerOutdated,
)
from desktop.storage import server_rights, trouble
from desktop.storage.tables import Table

OWNER = "roundtable_owner"
GROUPS = {role: f"roundtable_{role.value}" for role in Role}
OLDEST = 150000  # PostgreSQL 15: before it, everybody could make tables in the schema public
PATIENCE = "10s"  # for tables that somebody has open; whoever waits longer holds up all others
_ALL = ", ".join(GROUPS.values())

# Member of the compound, or of all; both asked once for a statement, not once for a row.
_MINE = "({column} = ANY ((SELECT access.compounds())::uuid[]) OR (SELECT access.everywhere()))"
_ANYBODY = "(SELECT access.compounds()) IS NOT NULL"
_TYPED_IN_MINE = (  # a draft's place is wizard/<step>, for everybody who works here, or
    # note/<meeting>/<item>, and of meetings only one's own are seen
    f"(split_part(draft.place, '/', 1) = 'wizard' AND {_ANYBODY}) OR "
    "EXISTS (SELECT FROM public.meeting m WHERE m.id::text = split_part(draft.place, '/', 2))"
)

ROLES = (
    *(
        f"DO $$ BEGIN CREATE ROLE {name} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        for name in (OWNER, *GROUPS.values())
    ),
    f"GRANT {OWNER} TO CURRENT_USER",
    f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}",
    f"CREATE SCHEMA IF NOT EXISTS access AUTHORIZATION {OWNER}",
)
ACCESS = (
    "CREATE TABLE IF NOT EXISTS access.membership "
    "(login name, compound_id uuid, PRIMARY KEY (login, compound_id))",
    "COMMENT ON TABLE access.membership IS "
    f"'who works where, by login role; the compound {OFFICE} stands for all of them'",
    # no values but our own constants
    f"""CREATE OR REPLACE FUNCTION access.compounds() RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT array_agg(compound_id) || '{OFFICE}'::uuid FROM access.membership
        WHERE login = session_user HAVING count(*) > 0 $$""",  # noqa: S608
    f"""CREATE OR REPLACE FUNCTION access.everywhere() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT EXISTS (SELECT FROM access.membership
        WHERE login = session_user AND compound_id = '{OFFICE}') $$""",  # noqa: S608
    """CREATE OR REPLACE FUNCTION access.stays() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN RAISE insufficient_privilege USING MESSAGE = 'rows never leave their compound'; END $$""",
    """CREATE OR REPLACE FUNCTION access.goes_on() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
        IF NEW.sequence <= OLD.sequence OR NOT EXISTS (SELECT FROM public.history h WHERE
            h.compound_id = NEW.compound_id AND h.sequence = NEW.sequence AND h.hash = NEW.hash)
        THEN RAISE insufficient_privilege USING MESSAGE = 'the head of a chain only goes on'; END IF;
        RETURN NEW; END $$""",
    "REVOKE ALL ON ALL TABLES IN SCHEMA access FROM PUBLIC",
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA access FROM PUBLIC",
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC",
    f"GRANT USAGE ON SCHEMA access TO {_ALL}",
    f"GRANT EXECUTE ON FUNCTION access.compounds(), access.everywhere() TO {_ALL}",
    "DROP TRIGGER IF EXISTS goes_on ON public.chain_head",
    "CREATE TRIGGER goes_on BEFORE UPDATE ON public.chain_head "
    "FOR EACH ROW EXECUTE FUNCTION access.goes_on()",
)


def statements(database: str) -> list[str]:
    """The whole set-up of a database of this name, in order; a comment where the tables are made."""
    return [
        *ROLES,
        "-- every table, function and the version in schema public: OWNER TO " + OWNER,
        f"SET LOCAL ROLE {OWNER}",
        "-- the tables are made, or brought up to date",
        *_rights(),
        "RESET ROLE",
        *_closed(database),
    ]


def set_up(connection: Connection, migrate: Callable[[Connection], None]) -> None:
    """Make a database ready, or bring one up to date; ``connection`` is its keeper's, in a transaction.

    ``migrate`` makes or upgrades the tables. Raise ``OldServer``, ``NotItsKeeper``.
    """
    number = int(connection.scalar(text("SHOW server_version_num")) or 0)
    if number < OLDEST:
        raise OldServer(f"{number // 10000}.{number % 10000}")
    with keeper_only(connection):
        _run(connection, [f"SET LOCAL lock_timeout = '{PATIENCE}'", *ROLES])
        _hand_over(connection)
        _run(connection, [f"SET LOCAL ROLE {OWNER}"])
        migrate(connection)
        _run(connection, [*_rights(), "RESET ROLE", *_closed(database_of(connection))])


def is_set_up(connection: Connection) -> bool:
    found = (
        "SELECT count(*) FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace "
        "WHERE nspname = 'access' AND proname IN ('compounds', 'everywhere')"
    )
    return bool(connection.scalar(text(found)) == 2)


def admit(connection: Connection, *, due: bool, shown: str) -> None:
    """Let somebody into a server that was set up; another has its tables made by whoever opens it.

    Raise ``ServerOutdated`` (the keeper upgrades it, nobody in passing), ``NoPlaceHere``.
    """
    if not is_set_up(connection):
        return
    if due:
        raise ServerOutdated(shown)
    if not _keeps(connection) and connection.scalar(text("SELECT access.compounds()")) is None:
        raise NoPlaceHere(login_of(connection))


@contextmanager
def keeper_only(connection: Connection) -> Iterator[None]:
    """The same for what only the keeper of the server may do; raise ``NotItsKeeper``."""
    login = login_of(connection)
    try:
        yield
    except DBAPIError as wrong:
        if not trouble.not_allowed(wrong):
            raise
        raise NotItsKeeper(login) from wrong


def login_of(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT session_user")))


def database_of(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT current_database()")))


def quoted(name: str) -> str:
    """An identifier as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def _keeps(connection: Connection) -> bool:
    held = text("SELECT pg_has_role(session_user, :owner, 'MEMBER')")
    return bool(connection.scalar(held, {"owner": OWNER}))


def _run(connection: Connection, wanted: Iterable[str]) -> None:
    for statement in wanted:
        connection.exec_driver_sql(statement)


def _hand_over(connection: Connection) -> None:
    """What stands there already, made by whoever opened the database first, is the owner's from now on."""
    tables = (
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind = 'r' AND relowner <> :owner ::regrole"
    )
    functions = (
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace "
        "AND p.proowner <> :owner ::regrole AND p.prokind = 'f' "
        "AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')"
    )
    owner = {"owner": OWNER}
    for name in connection.scalars(text(tables), owner).all():
        _run(connection, [f"ALTER TABLE public.{quoted(name)} OWNER TO {OWNER}"])
    for name in connection.scalars(text(functions), owner).all():
        _run(connection, [f"ALTER FUNCTION {name} OWNER TO {OWNER}"])


def _closed(database: str) -> list[str]:
    """Nobody comes in who was not let in, and makes nothing here, not even for a moment."""
    return [
        f"REVOKE ALL ON DATABASE {quoted(database)} FROM PUBLIC",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {_ALL}",
    ]


def _rights() -> list[str]:
    made = [*ACCESS]
    for table in Table.metadata.sorted_tables:
        made += _table(table)
    made += [
        f"REVOKE ALL ON public.alembic_version FROM PUBLIC, {_ALL}",
        f"GRANT SELECT ON public.alembic_version TO {_ALL}",
    ]
    return made


def _table(table: SqlTable) -> list[str]:
    name = f"public.{quoted(table.name)}"
    made = [
        f"REVOKE ALL ON {name} FROM PUBLIC, {_ALL}",
        f"GRANT SELECT ON {name} TO {_ALL}",
    ]
    for role, group in GROUPS.items():
        if verbs := server_rights.verbs(table, role):
            made.append(f"GRANT {', '.join(verbs)} ON {name} TO {group}")
    made += [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
    ]
    for policy, rule in _policies(table).items():
        made.append(f"DROP POLICY IF EXISTS {policy} ON {name}")
        made.append(f"CREATE POLICY {policy} ON {name} {rule}")
    if "compound_id" in table.columns:
        made.append(f"DROP TRIGGER IF EXISTS stays ON {name}")
        made.append(
            f"CREATE TRIGGER stays BEFORE UPDATE OF compound_id ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION access.stays()"
        )
    return made


def _policies(table: SqlTable) -> dict[str, str]:
    """Which rows are whose. The keeper sees all: upgrades and moving in must."""
    made = {"upkeep": f"USING ((SELECT pg_has_role(session_user, '{OWNER}', 'MEMBER')))"}
    if table.name == "compound":
        return made | {"members": f"USING {_MINE.format(column='id')}"}
    if "compound_id" in table.columns:
        made["members"] = f"USING {_MINE.format(column='compound_id')}"
    elif table.name == "draft":
        made["members"] = f"USING ({_TYPED_IN_MINE})"
    else:
        made["members"] = f"USING ({_ANYBODY})"
    if table.name in server_rights.READ_BY_ALL:
        made["readers"] = f"FOR SELECT USING ({_ANYBODY})"
    if column := server_rights.OWN_ROW.get(table.name):
        others = " OR ".join(
            f"pg_has_role(session_user, '{name}', 'MEMBER')" for name in (OWNER, GROUPS[Role.ADMIN])
        )
        made["own"] = f"AS RESTRICTIVE FOR UPDATE USING ({column} = session_user OR {others})"
    return made
