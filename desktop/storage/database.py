"""Opening the office's data by file or URL, and bringing an old one up to date."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from desktop.domain.errors import (
    BadAddress,
    FileExists,
    NewerFile,
    NoServer,
    NotOurFile,
)
from desktop.storage import backups, location, sqlite, versions
from desktop.storage.versions import VERSIONS

POSTGRESQL_BEGIN = {
    "read": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "write": "SET LOCAL lock_timeout = '5s'",
    "upgrade": "SELECT pg_advisory_xact_lock(278)",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the data is: a file on this computer, with its key if it has a password, or a
    PostgreSQL database."""

    path: Path | None
    url: URL | None
    key: bytes | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        return str(self.path or (self.url.render_as_string() if self.url else ""))

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
        return Address(None, url.set(drivername="postgresql+psycopg"))
    raise BadAddress(url.render_as_string())


def create(where: Address, version: str = "head") -> Engine:
    """Make a new, empty database; never over an old one. Tests make ones of older versions."""
    if where.path is None:
        return open_database(where)
    location.check_local(where.path)
    if where.path.exists():
        raise FileExists(str(where.path))
    where.path.parent.mkdir(parents=True, exist_ok=True)
    location.check_space(where.path.parent)
    sqlite.check_engine()
    draft = where.path.with_name(where.path.name + ".new")
    sqlite.clear(draft)
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
    except (NotOurFile, OperationalError) as wrong:
        engine.dispose()
        if isinstance(wrong, NotOurFile):
            raise
        raise NoServer(str(wrong.orig).strip().split("\n")[0]) from wrong
    if _due(version, where.shown):
        _upgrade(engine)
    return engine


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
    location.check_space(path.parent, max(location.RESERVE, 3 * path.stat().st_size))
    lock = sqlite.alone(path, key=key)
    draft = path.with_name(path.name + ".upgrade")
    try:
        backups.make(path, backups.folder(path), "升级前", key=key, still=True)
        sqlite.copy(path, draft, key=key, still=True)
        _upgrade(sqlite.engine(draft, key=key))
        sqlite.settle(draft, key=key)
        sqlite.sync(draft)
    finally:
        lock.close()
    sqlite.swap(draft, path)


def _upgrade(engine: Engine, to: str = "head") -> None:
    from alembic import command  # slow to import, and seldom needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    try:
        with engine.execution_options(purpose="upgrade").begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, to)
    finally:
        if engine.dialect.name == "sqlite":
            engine.dispose()


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        if not {"alembic_version", "chain_head"} <= set(tables):
            raise NotOurFile(engine.url.render_as_string())
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _postgresql(where: Address) -> Engine:
    if where.url is None:
        raise BadAddress(where.shown)
    engine = create_engine(where.url, pool_pre_ping=True)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    purpose = connection.get_execution_options().get("purpose", "read")
    connection.exec_driver_sql(POSTGRESQL_BEGIN[purpose])
