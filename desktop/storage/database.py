"""Opening the office's data by file or URL, and bringing an old one up to date."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from desktop.domain.errors import (
    BadAddress,
    FileExists,
    FileInUse,
    NewerFile,
    NoServer,
    NotOurFile,
    Refusal,
)
from desktop.domain.server_errors import NotAServer, ServerNotReady
from desktop.domain.storage_errors import NOT_CREATED, NOT_UPGRADED
from desktop.storage import backups, encryption, location, server, sqlite, trouble, versions
from desktop.storage.versions import VERSIONS

POSTGRESQL_BEGIN = {
    "read": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "write": "SET LOCAL lock_timeout = '5s'",
    "upgrade": "SELECT pg_advisory_xact_lock(278)",
}
IN_USE = ("55P03", "40P01")  # waited in vain for a lock; two waited for each other


@dataclass(frozen=True, slots=True)
class Address:
    """Where the data is: a file on this computer, with its key if it has a password, or a
    PostgreSQL database."""

    path: Path | None
    url: URL | None
    key: bytes | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        if self.url:  # as it was given; the driver is no business of the user's
            return self.url.set(drivername="postgresql").render_as_string()
        return str(self.path or "")

    @property
    def kept(self) -> str:
        """The same to be remembered: never a password, and ``address`` reads it again."""
        if self.url is None:
            return str(self.path)
        told = self.url
        plain = URL.create("postgresql", told.username, None, told.host, told.port, told.database)
        return plain.update_query_dict(told.query).render_as_string()


def address(text: str, key: bytes | None = None) -> Address:
    """Read what the user gave: a path, sqlite:///path, or postgresql://… ``key`` is a file's."""
    if "://" not in text:
        return Address(Path(text).expanduser().absolute(), None, key)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as wrong:
        raise BadAddress(text) from wrong
    backend = url.get_backend_name()
    if backend == "sqlite" and url.database:
        return Address(Path(url.database).absolute(), None, key)
    if backend == "postgresql":
        return Address(None, _password_in_its_place(url.set(drivername="postgresql+psycopg")))
    raise BadAddress(url.render_as_string())


def _password_in_its_place(url: URL) -> URL:
    """``?password=`` is a way to give it, too; nothing that shows or keeps an address looks there."""
    told = url.query.get("password")
    if told is not None:
        url = url.set(password=url.password or (told if isinstance(told, str) else told[-1]))
    return url.difference_update_query(["password", "sslpassword"])


def create(where: Address, version: str = "head") -> Engine:
    """Make a new, empty database; never over an old one. Tests make ones of older versions."""
    if where.path is None:
        return open_database(where)
    location.check_local(where.path)
    if where.path.exists():
        raise FileExists(str(where.path))
    with trouble.told_of(where.path, NOT_CREATED):
        where.path.parent.mkdir(parents=True, exist_ok=True)
        location.check_space(where.path.parent)
        sqlite.check_engine()
        with _draft(where.path.with_name(where.path.name + ".new")) as draft:
            sqlite.connect(draft, key=where.key, create=True).close()
            _upgrade(sqlite.engine(draft, key=where.key), version)
            sqlite.settle(draft, key=where.key)
            sqlite.sync(draft)
            draft.replace(where.path)
        sqlite.sync(where.path)
    return sqlite.engine(where.path, key=where.key)


def open_database(where: Address) -> Engine:
    """Open what is there, upgrading it when needed; a missing file is never made."""
    if where.path is not None:
        return _open_file(where.path, where.key)
    engine = _postgresql(where)
    try:
        version = _version(engine)
        due = _due(version, where.shown)
        with engine.connect() as connection:
            server.admit(connection, due=due, shown=where.shown)
        if due:
            _upgrade(engine)
    except OperationalError as wrong:
        engine.dispose()
        raise _unreachable(engine.url, wrong) from wrong
    except DBAPIError as wrong:
        engine.dispose()
        if not trouble.not_allowed(wrong):
            raise
        raise ServerNotReady(where.shown) from wrong
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def keeping(where: Address) -> Iterator[Connection]:
    """One transaction of the server's keeper: the set-up, the people. Nobody upgrades meanwhile.

    Raise ``NotAServer``, ``NoServer`` or what is wrong with the way there.
    """
    if where.url is None:
        raise NotAServer(where.shown)
    engine = _postgresql(where)
    try:
        with engine.execution_options(purpose="upgrade").begin() as connection:
            yield connection
    except OperationalError as wrong:
        if getattr(wrong.orig, "sqlstate", None) in IN_USE:
            raise FileInUse(where.shown) from wrong
        raise _unreachable(engine.url, wrong) from wrong
    finally:
        engine.dispose()


def set_up(where: Address) -> None:
    """Make a server ready for several people, or upgrade it; again: nothing but what is new."""
    with keeping(where) as connection:
        _due(_version_of(connection), where.shown)
        server.set_up(connection, migrate)


def _open_file(path: Path, key: bytes | None) -> Engine:
    location.check_local(path)
    sqlite.check_engine()
    if versions.of_file(path, key=key) != VERSIONS[-1]:
        _upgrade_copy(path, key)
    return sqlite.engine(path, key=key)


def _due(version: str | None, shown: str) -> bool:
    if version is not None and version not in VERSIONS:
        raise NewerFile(shown)
    return version != VERSIONS[-1]


def _upgrade_copy(path: Path, key: bytes | None) -> None:
    """Back up, upgrade a copy, swap: a crash at any moment leaves the old file or the new."""
    with trouble.told_of(path, NOT_UPGRADED):
        location.check_space(path.parent, max(location.RESERVE, 3 * path.stat().st_size))
        with _draft(path.with_name(path.name + ".upgrade")) as draft:
            with closing(sqlite.alone(path, key=key)):
                backups.make(path, backups.folder(path), "升级前", key=key, still=True)
                sqlite.copy(path, draft, key=key, still=True)
                _upgrade(sqlite.engine(draft, key=key))
                sqlite.settle(draft, key=key)
                sqlite.sync(draft)
            sqlite.swap(draft, path)


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """A file on its way to its name: what was left of it goes, before and after."""
    sqlite.clear(path)
    try:
        yield path
    finally:
        with suppress(OSError):
            sqlite.clear(path)


def _upgrade(engine: Engine, to: str = "head") -> None:
    try:
        with engine.execution_options(purpose="upgrade").begin() as connection:
            migrate(connection, to)
    finally:
        if engine.dialect.name == "sqlite":
            engine.dispose()


def migrate(connection: Connection, to: str = "head") -> None:
    """Make the tables, or bring them up to a version, in the transaction that is open."""
    from alembic import command  # slow to import, and seldom needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return _version_of(connection)


def _version_of(connection: Connection) -> str | None:
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if not {"alembic_version", "chain_head"} <= set(tables):
        raise NotOurFile(connection.engine.url.render_as_string())
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _unreachable(url: URL, wrong: OperationalError) -> Refusal:
    said = str(wrong.orig).strip()
    return encryption.refusal(url, said) or NoServer(said.split("\n")[0])


def _postgresql(where: Address) -> Engine:
    if where.url is None:
        raise BadAddress(where.shown)
    engine = create_engine(encryption.protected(where.url), pool_pre_ping=True)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    purpose = connection.get_execution_options().get("purpose", "read")
    connection.exec_driver_sql(POSTGRESQL_BEGIN[purpose])
