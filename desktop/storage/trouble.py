"""What goes wrong below the database, in words: full and broken disks, read-only files, lost servers.

Drivers tell codes (https://sqlite.org/rescode.html, PostgreSQL's appendix A); here alone they become refusals.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from desktop.domain.errors import Busy, CannotWrite, Refusal
from desktop.domain.server_errors import ServerRefused
from desktop.domain.storage_errors import (
    NOT_KEPT,
    DiskTrouble,
    FileDamaged,
    FileOutOfReach,
    FileReadOnly,
    NoRoomLeft,
    ServerFull,
    ServerLost,
    ServerReadOnly,
    ServerTrouble,
)
from desktop.storage import location
from desktop.storage.tables.base import Rotten
from desktop.system import files

CORRUPT, FULL = 11, 13  # SQLite's codes
# What may come out of the driver, wrapped by SQLAlchemy or not.
RAISED = (DBAPIError, driver.Error, UnicodeDecodeError, Rotten)
# By what the driver says: not every one of its errors carries the code.
_SAID = {
    "locked": 5, "readonly": 8, "disk I/O error": 10, "malformed": 11, "disk is full": 13,
    "Could not decode": 11, "unable to open": 14, "not a database": 26,
}  # fmt: skip
NOT_ALLOWED = "42501"  # no right to the table, or row security
_LOST = ("08", "57P")  # connection exceptions; the server shuts down, or crashed, or starts
_BUSY = ("40", "55P03", "57014", "53300")  # to be tried again: locks, time-outs, too many at once


def of_file(error: BaseException, path: Path, outcome: str = NOT_KEPT) -> Refusal | None:
    """The refusal for what the disk did to a file; ``None`` when it is none of its doings."""
    match code_of(error):
        case 5 | 6:
            return Busy()
        case 8:
            return FileReadOnly(str(path), outcome)
        case 10:
            return DiskTrouble(str(path), outcome)
        case 13:
            free = location.free(path.parent)
            missing = max(location.RESERVE - free, 1 << 20)
            return NoRoomLeft(str(path), free >> 20, -(-missing >> 20), outcome)
        case 14 if path.exists() and not (
            os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        ):
            return FileReadOnly(str(path), outcome)
        case 14:
            return FileOutOfReach(str(path), outcome)
    return None


def code_of(error: BaseException) -> int:
    """SQLite's primary code of an error; 0 for any other."""
    wrong = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(wrong, UnicodeDecodeError | Rotten):  # only damage can have written it
        return CORRUPT
    if not isinstance(wrong, driver.Error) or isinstance(wrong, driver.IntegrityError):
        return 0
    code = int(getattr(wrong, "sqlite_errorcode", 0) or 0) & 0xFF
    return code or next((code for said, code in _SAID.items() if said in str(wrong)), 0)


def not_allowed(error: BaseException) -> bool:
    """Whether the server does not let this person do it."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") == NOT_ALLOWED


def of_server(error: BaseException, outcome: str = NOT_KEPT) -> Refusal | None:
    """The refusal for what PostgreSQL or the network did; ``None`` when it is a fault of ours."""
    if not isinstance(error, DBAPIError):
        return None
    state = getattr(error.orig, "sqlstate", None) or ""
    if error.connection_invalidated or state.startswith(_LOST) or (not state and _is_lost(error)):
        return ServerLost(outcome)
    if state.startswith(_BUSY):
        return Busy()
    if not_allowed(error):
        return ServerRefused()
    if state.startswith("53"):  # disk or memory
        return ServerFull(outcome) if state == "53100" else ServerTrouble(state, outcome)
    if state == "25006":
        return ServerReadOnly(outcome)
    if state.startswith(("58", "XX", "F0")):  # input and output, damage, its configuration
        return ServerTrouble(state, outcome)
    return None


def _is_lost(error: DBAPIError) -> bool:
    """An error without a state did not come from the server: it could not be reached."""
    return type(error.orig).__name__ == "OperationalError"


def refusal(error: BaseException, engine: Engine, outcome: str = NOT_KEPT) -> Refusal | None:
    """The refusal for an error of this engine, if it is one of the disk's or the server's."""
    if engine.dialect.name != "sqlite":
        return of_server(error, outcome)
    path = Path(engine.url.database or "")
    if code_of(error) in {CORRUPT, 26}:
        return FileDamaged(str(path), outcome)
    return of_file(error, path, outcome)


@contextmanager
def told(engine: Engine, outcome: str = NOT_KEPT) -> Iterator[None]:
    """Whatever the disk or the server does in this block is told in words."""
    with _in_words(lambda wrong: refusal(wrong, engine, outcome)):
        yield


@contextmanager
def told_of(path: Path, outcome: str) -> Iterator[None]:
    """The same where a file is copied, made or settled without an engine."""
    try:
        with _in_words(lambda wrong: of_file(wrong, path, outcome)):
            yield
    except OSError as wrong:
        raise CannotWrite(str(path), f"{files.why(wrong)}，{outcome}".rstrip("。")) from wrong


@contextmanager
def _in_words(find: Callable[[BaseException], Refusal | None]) -> Iterator[None]:
    try:
        yield
    except RAISED as wrong:
        if (found := find(wrong)) is None:
            raise
        raise found from wrong
