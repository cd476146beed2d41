"""The people of a database server: one login each, in one group, with the compounds they work in.

Every function takes the connection of the server's keeper, in a transaction, and raises ``NotItsKeeper``
when it is somebody else's.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from desktop.domain.ids import OFFICE
from desktop.domain.rights import Role
from desktop.domain.server_errors import BadLoginName, KeepersLogin, NoSuchLogin
from desktop.storage import server_rights
from desktop.storage.server import GROUPS, OWNER, database_of, keeper_only, quoted

EVERYWHERE = frozenset({OFFICE})  # given instead of compounds: all of them, also later ones
_NAME = re.compile(r"(?!pg_|roundtable|(?:public|none)$)\w{1,20}")
_LONGEST = 63  # bytes of a name; a longer one would be cut without a word


@dataclass(frozen=True, slots=True)
class Person:
    """A login; ``compounds`` is empty for somebody who sees nothing, ``EVERYWHERE`` for all."""

    login: str
    role: Role
    active: bool
    compounds: frozenset[UUID]


def people(connection: Connection) -> list[Person]:
    """Everybody who was ever let into this database, by name: ``put`` left his time-outs here."""
    asked = text(
        "SELECT r.rolname, g.rolname, r.rolcanlogin AND has_database_privilege(r.oid, :here, 'CONNECT'),"
        " array(SELECT compound_id FROM access.membership m WHERE m.login = r.rolname)"
        " FROM pg_auth_members JOIN pg_roles r ON r.oid = member JOIN pg_roles g ON g.oid = roleid"
        " WHERE g.rolname = ANY (:groups) AND EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_database d"
        " ON d.oid = s.setdatabase WHERE d.datname = :here AND s.setrole = r.oid) ORDER BY 1"
    )
    roles = {group: role for role, group in GROUPS.items()}
    given = {"here": database_of(connection), "groups": list(GROUPS.values())}
    with keeper_only(connection):
        return [
            Person(login, roles[group], active, frozenset(compounds))
            for login, group, active, compounds in connection.execute(asked, given)
        ]


def put(connection: Connection, login: str, role: Role, password: str | None = None) -> None:
    """Let somebody in with this role, or change the role. The server never sees the password itself.

    Raise ``BadLoginName``, ``KeepersLogin``.
    """
    if not _NAME.fullmatch(login) or len(login.encode()) > _LONGEST:
        raise BadLoginName(login)
    name, here = quoted(login), quoted(database_of(connection))
    with keeper_only(connection):
        known = _role(connection, login)
        if known and known.keeps:
            raise KeepersLogin(login)
        statements = [f"{'ALTER' if known else 'CREATE'} ROLE {name} LOGIN"]
        if known:
            statements += [f"REVOKE {group} FROM {name}" for group in GROUPS.values()]
        statements += [
            f"GRANT {GROUPS[role]} TO {name}",
            f"GRANT CONNECT ON DATABASE {here} TO {name}",
        ]
        statements += [
            f"ALTER ROLE {name} IN DATABASE {here} SET {setting} = '{value}'"
            for setting, value in server_rights.TIMES[role].items()
        ]
        for statement in statements:
            connection.exec_driver_sql(statement)
        if password is not None:
            _password(connection, login, password)


def change_password(connection: Connection, login: str, password: str) -> None:
    """A new password for somebody who is here already; raise ``NoSuchLogin``."""
    _known(connection, login)
    with keeper_only(connection):
        _password(connection, login, password)


def end(connection: Connection, login: str) -> None:
    """Shut somebody out at once. The name stays taken, so that nobody else signs under it; ``put`` undoes it."""
    _known(connection, login)
    name, here = quoted(login), quoted(database_of(connection))
    with keeper_only(connection):
        take(connection, login, None)
        for statement in (
            f"REVOKE CONNECT ON DATABASE {here} FROM {name}",
            f"ALTER ROLE {name} NOLOGIN",
        ):
            connection.exec_driver_sql(statement)


def give(connection: Connection, login: str, compounds: Collection[UUID]) -> None:
    """Let somebody work in these compounds too; ``EVERYWHERE``: in all."""
    _known(connection, login)
    added = text("INSERT INTO access.membership VALUES (:login, :compound) ON CONFLICT DO NOTHING")
    with keeper_only(connection):
        for compound in compounds:
            connection.execute(added, {"login": login, "compound": compound})


def take(connection: Connection, login: str, compounds: Collection[UUID] | None) -> None:
    """No longer in these compounds; ``None``: in none at all. It holds from the next statement on."""
    _known(connection, login)
    gone = "DELETE FROM access.membership WHERE login = :login"
    with keeper_only(connection):
        if compounds is None:
            connection.execute(text(gone), {"login": login})
        for compound in compounds or ():
            here = {"login": login, "compound": compound}
            connection.execute(text(f"{gone} AND compound_id = :compound"), here)


def _role(connection: Connection, login: str) -> Any:
    return connection.execute(
        text(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
            " OR pg_has_role(oid, :owner, 'MEMBER') AS keeps FROM pg_roles WHERE rolname = :login"
        ),
        {"login": login, "owner": OWNER},
    ).first()


def _known(connection: Connection, login: str) -> None:
    known = [each.login for each in people(connection)]
    if login not in known:
        raise NoSuchLogin(login, "、".join(known) or "还没有人")


def _password(connection: Connection, login: str, password: str) -> None:
    """Made into a SCRAM verifier here, so that it stands in no log of the server."""
    driver: Any = connection.connection.driver_connection
    made = driver.pgconn.encrypt_password(
        password.encode(), login.encode(), b"scram-sha-256"
    ).decode()
    connection.exec_driver_sql(f"ALTER ROLE {quoted(login)} PASSWORD '{made}'")
