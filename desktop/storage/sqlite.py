"""SQLite as this program uses it: its own engine, its pragmas in their order, safe copies."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as driver

from desktop.domain.errors import Busy, FileInUse, NotOurFile, OldEngine, Refusal, Stopped
from desktop.domain.long_work import Step, going_on
from desktop.domain.storage_errors import NOTHING_DONE
from desktop.storage import trouble

SAFE = (3, 51, 3)  # the WAL-reset corruption bug is gone from here on
# Order matters: EXTRA before WAL, or the switch itself can be lost in a power cut.
PRAGMAS = (
    "synchronous=EXTRA",
    "journal_mode=WAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "busy_timeout=5000",
)
PAGES, ASK_EVERY = 100, 1_000  # copied between two steps; the engine's own steps between two
WAITS = 6  # times the busy time-out of five seconds
SIDE_FILES = ("-wal", "-shm", "-journal")
PLAIN = b"SQLite format 3\0"  # how a file begins that is not encrypted
PAGE = 4096  # bytes; an encrypted file is nothing but whole pages of noise


def check_engine() -> None:
    """Refuse to start on a SQLite that can lose data."""
    if driver.sqlite_version_info < SAFE:
        raise OldEngine(driver.sqlite_version)


def plain(path: Path) -> bool:
    """Whether a file is a database that needs no key. What cannot be read is taken for one, too:
    opening it says why."""
    try:
        return _beginning(path) in {PLAIN, b""}
    except OSError:
        return True


def begins_plain(path: Path) -> bool:
    """Whether a file can be read, and is a database that needs no key: for who would delete it."""
    try:
        return _beginning(path) == PLAIN
    except OSError:
        return False


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(PLAIN))


def key_text(key: bytes | None) -> str:
    """A key as SQLCipher takes it raw, so that no guessing of passwords is of use; "" for none."""
    return f"x'{key.hex()}'" if key else ""


def connect(path: Path, *, key: bytes | None = None, create: bool = False) -> Any:
    """Open a file that exists; only ``create`` may make one."""
    mode = "rwc" if create else "rw"
    connection = driver.connect(
        f"file:{quote(str(path))}?mode={mode}", uri=True, check_same_thread=False, timeout=5
    )
    connection.isolation_level = None  # Python shall not begin transactions: the store does
    try:
        _unlock(connection, key)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except driver.DatabaseError as wrong:
        connection.close()
        raise trouble.of_file(wrong, path, NOTHING_DONE) or NotOurFile(str(path)) from wrong
    return connection


def _unlock(connection: Any, key: bytes | None) -> None:
    """The key comes before all else: the first page that is read must be read with it."""
    connection.execute("PRAGMA cipher_log_level=NONE")  # a wrong key is told in our own words
    if key:
        connection.execute(f'PRAGMA key="{key_text(key)}"')


def bare(path: Path, *, key: bytes | None = None) -> Any:
    """A connection without any of our settings, for files that shall leave WAL, and for new ones."""
    connection = driver.connect(f"file:{quote(str(path))}", uri=True)
    connection.isolation_level = None
    _unlock(connection, key)
    return connection


def resting(path: Path) -> str:
    """The address of a file that nobody writes; read from it, nothing is written beside it."""
    whole = not path.with_name(f"{path.name}-wal").exists()
    return f"file:{quote(str(path))}?{'mode=ro&immutable=1' if whole else 'mode=ro'}"


def look(path: Path, *, key: bytes | None = None) -> Any:
    """A connection that writes nothing: for strangers' files and for read-only media."""
    connection = driver.connect(resting(path), uri=True)
    _unlock(connection, key)
    return connection


def alone(path: Path, *, key: bytes | None = None) -> Any:
    """A connection that has the file to itself; raise ``FileInUse`` when anybody has it open."""
    connection = driver.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=1)
    connection.isolation_level = None
    try:
        _unlock(connection, key)
        # In WAL every open connection holds a shared lock; leaving WAL needs to be the last one.
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            raise FileInUse(str(path))
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    except driver.OperationalError as wrong:
        connection.close()
        raise FileInUse(str(path)) from wrong
    except FileInUse:
        connection.close()
        raise
    return connection


def engine(path: Path, *, key: bytes | None = None) -> Engine:
    """An engine whose transactions begin as their purpose says."""
    made = create_engine(
        URL.create("sqlite", database=str(path)),
        module=driver,
        creator=lambda: connect(path, key=key),
        poolclass=QueuePool,
        pool_size=4,
    )
    event.listen(made, "begin", _begin)
    return made


def _begin(connection: Any) -> None:
    """Begin as the purpose says; a writer waits for the others, and in the end says so in words.

    SQLite's lock is not fair: of many writers one may wait longer than its own time-out.
    """
    if connection.get_execution_options().get("purpose", "read") == "read":
        connection.exec_driver_sql("BEGIN")
        return
    raw = connection.connection.dbapi_connection
    for last in reversed(range(WAITS)):
        try:
            raw.execute("BEGIN IMMEDIATE")
        except driver.OperationalError as wrong:
            if "locked" not in str(wrong):
                raise
            if not last:
                raise Busy from wrong
        else:
            return


def copy(
    source: Path,
    target: Path,
    step: Step = going_on,
    *,
    key: bytes | None = None,
    still: bool = False,
) -> None:
    """Copy a database that may be in use: the driver's own backup of one moment, then synced.

    ``still``: nobody writes the source, and neither does this. The copy has the same key.
    """
    clear(target)
    old = look(source, key=key) if still else connect(source, key=key)
    new = bare(target, key=key)
    try:
        old.execute("BEGIN")  # with a reader's picture held, no writer makes the copy begin again
        old.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        old.backup(new, pages=PAGES, progress=lambda _, left, whole: step(whole - left, whole))
    finally:
        new.close()
        old.close()
    sync(target)


def sound(path: Path, step: Step = going_on, *, key: bytes | None = None) -> bool:
    """Whether the whole file reads back without an error; nothing is written.

    With a key, every page is held against its own code first: no changed bit goes unseen. ``step``
    is asked now and then whether to go on; how far it is SQLite does not tell.
    """
    try:
        connection = look(path, key=key)
    except driver.Error:
        return False
    stopped = asking(connection, step)
    try:
        if key and connection.execute("PRAGMA cipher_integrity_check").fetchall():
            return False
        checked = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return checked and not connection.execute("PRAGMA foreign_key_check").fetchall()
    except trouble.RAISED:
        if stopped:
            raise stopped[0] from None
        return False
    finally:
        connection.close()


def asking(connection: driver.Connection, step: Step) -> list[Refusal]:
    """Ask ``step`` now and then while SQLite is at one long statement, which ends with an error of the
    driver when it says stop; the list then holds the refusal to raise instead."""
    stopped: list[Refusal] = []

    def ask() -> bool:
        try:
            step(0, 0)
        except Stopped as refusal:
            stopped.append(refusal)
        return bool(stopped)

    connection.set_progress_handler(ask, ASK_EVERY)
    return stopped


def clear(path: Path) -> None:
    """Take away a file and what SQLite keeps beside it: an old log would be replayed."""
    for name in (path, *(path.with_name(path.name + side) for side in SIDE_FILES)):
        name.unlink(missing_ok=True)


def swap(draft: Path, path: Path, replaced: Callable[[], None] = lambda: None) -> None:
    """Put a settled file in the place of one that nobody has open: the old one or the new one is
    there at any moment. ``replaced`` is told when it is the new one."""
    for side in SIDE_FILES:  # an old log would be replayed into the new file
        path.with_name(path.name + side).unlink(missing_ok=True)
    draft.replace(path)
    replaced()
    sync(path)


def settle(path: Path, *, key: bytes | None = None) -> None:
    """Write the log into the file, so that the file alone is the database."""
    connection = connect(path, key=key)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def scrub(path: Path, *, key: bytes | None = None) -> bool:
    """Leave no byte of what was deleted in the file or its log; false where others have it open, or
    the disk has no room for it twice: the deletion itself is kept already.

    ``secure_delete`` has overwritten the cells; what moving cells about has left in pages goes with
    writing the file anew, and the log is cut to nothing.
    """
    connection = connect(path, key=key)
    try:
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except driver.OperationalError:
        return False
    finally:
        connection.close()
    return not busy


def sync(path: Path) -> None:
    """Make a file and its name durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    if os.name != "nt":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
