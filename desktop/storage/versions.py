"""Which files are ours, and of which schema; looked at without writing a byte."""

from pathlib import Path

from desktop.domain.errors import NewerFile, NoDataFile, NotOurFile
from desktop.domain.lock_errors import BadKeyring, KeyringMissing, NeedsPassword
from desktop.domain.storage_errors import NOTHING_DONE
from desktop.storage import keyring, sqlite, trouble

VERSIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
)  # every schema there ever was, in order; a test compares it with the scripts
_OURS = {"alembic_version", "community", "history", "chain_head"}


def of_file(path: Path, *, key: bytes | None = None) -> str:
    """The schema's version of one of our files; raise ``NotOurFile`` or ``NewerFile``.

    Of a file with a password, raise ``NeedsPassword`` when this is not its key.
    """
    if not path.is_file():
        raise NoDataFile(str(path))
    _check_key(path, key)
    try:
        connection = sqlite.look(path, key=key)
        try:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
            if not tables >= _OURS:
                raise NotOurFile(str(path))
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except trouble.RAISED as wrong:
        raise trouble.of_file(wrong, path, NOTHING_DONE) or NotOurFile(str(path)) from wrong
    version = row[0] if row else ""
    if version not in VERSIONS:
        raise NewerFile(str(path))
    return str(version)


def _check_key(path: Path, key: bytes | None) -> None:
    """What a file that is not plain lacks: a key, or the right one, as far as can be told."""
    if sqlite.plain(path):
        return
    try:
        ring = keyring.load(path)
    except BadKeyring:
        if key is None:
            raise
        return  # the recovery key opens it all the same
    if ring is not None and not ring.fits(key):
        raise NeedsPassword(str(path))
    if ring is None and key is None and path.stat().st_size % sqlite.PAGE == 0:
        raise KeyringMissing(str(path))
