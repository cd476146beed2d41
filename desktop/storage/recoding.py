"""A file written anew under another key, or under none: verified row for row, then swapped in.

A crash at any moment leaves the old file or the new one, each with what opens it.
"""

from collections.abc import Callable
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import FileInUse
from desktop.domain.lock_errors import RecodedDiffers
from desktop.domain.long_work import Step, going_on
from desktop.domain.storage_errors import NOT_RECODED, UNSURE
from desktop.storage import history, keyring, location, sqlite, trouble, versions
from desktop.storage.keyring import Keyring

# Told what has just been done; True: stop, and leave everything as it was.
Stop = Callable[[str], bool]
SWAPPED = "已换成新文件"  # the last thing told: from here on nothing can be stopped


def recode(
    path: Path,
    old: bytes | None,
    new: bytes | None,
    ring: Keyring | None,
    stop: Stop = lambda _: False,
) -> bool:
    """Encrypt a file that nobody has open, or decrypt it; ``ring`` holds the new key, if any.

    Give whether it was done, not stopped. Raise ``FileInUse``, ``RecodedDiffers``, what the disk does
    to it in words, or what opening refuses. No backup is made on the way: it would be another copy
    that anybody can read.
    """
    versions.of_file(path, key=old)
    draft = path.with_name(path.name + ".recode")
    swapped = False

    def replaced() -> None:
        nonlocal swapped
        swapped = True

    try:
        with trouble.told_of(path, NOT_RECODED):
            location.check_space(path.parent, max(location.RESERVE, 3 * path.stat().st_size))
            if not _drafted(path, draft, (old, new), stop):
                return False
            stood = _stamp(path)
            if ring is not None:  # a plain file is opened without looking at a keyring
                keyring.save(path, ring)
        if stop("已放好钥匙文件"):
            return False
        if _stamp(path) != stood:  # somebody wrote since it was copied
            raise FileInUse(str(path))
        with trouble.told_of(path, UNSURE):
            sqlite.swap(draft, path, replaced)
        stop(SWAPPED)
        return True
    finally:
        # by what was done, never by what the file looks like now: a file that cannot be read for a
        # moment would lose its keyring
        with suppress(OSError):
            sqlite.clear(draft)
            if (new if swapped else old) is None:
                keyring.beside(path).unlink(missing_ok=True)


def _stamp(path: Path) -> tuple[tuple[int, int], ...]:
    """Size and time of a file and its log: another one after any writing."""
    log = path.with_name(f"{path.name}-wal")
    found = [each.stat() for each in (path, log) if each.exists()]
    return tuple((each.st_size, each.st_mtime_ns) for each in found)


def _drafted(path: Path, draft: Path, keys: tuple[bytes | None, bytes | None], stop: Stop) -> bool:
    """Write the new file beside the old one and hold it against it; false when stopped."""
    lock = sqlite.alone(path, key=keys[0])
    try:
        copy(path, draft, *keys)
        if stop("已写出新文件") or not _same_rows(path, draft, keys, stop):
            return False
        _check_whole(draft, keys[1])
    finally:
        lock.close()
    return True


def copy(
    source: Path, target: Path, old: bytes | None, new: bytes | None, step: Step = going_on
) -> None:
    """Write what a file that nobody writes holds into a new one under another key; settled."""
    sqlite.clear(target)
    connection = sqlite.bare(target, key=new)
    stopped = sqlite.asking(connection, step)
    try:
        told = (sqlite.resting(source), sqlite.key_text(old))
        connection.execute("ATTACH ? AS source KEY ?", told)
        connection.execute(
            "BEGIN"
        )  # one transaction: hundreds of small ones would wait for the disk
        connection.execute("SELECT sqlcipher_export('main', 'source')")
        connection.execute("COMMIT")
    except trouble.RAISED:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.close()
    sqlite.settle(target, key=new)
    sqlite.sync(target)


def _same_rows(
    path: Path, draft: Path, keys: tuple[bytes | None, bytes | None], stop: Stop
) -> bool:
    """Hold every row of the new file against its original; give whether it was not stopped."""
    here, there = sqlite.look(path, key=keys[0]), sqlite.look(draft, key=keys[1])
    try:
        schema = "SELECT name, type, sql FROM sqlite_schema ORDER BY name"
        parts = here.execute(schema).fetchall()
        if parts != there.execute(schema).fetchall():
            raise RecodedDiffers("sqlite_schema")
        for name in (name for name, kind, _ in parts if kind == "table"):
            rows = f'SELECT * FROM "{name}" ORDER BY rowid'  # noqa: S608 - a name of our own
            pairs = zip_longest(here.execute(rows), there.execute(rows))
            if any(one != other for one, other in pairs):
                raise RecodedDiffers(name)
            if stop(f"已核对 {name}"):
                return False
    finally:
        here.close()
        there.close()
    return True


def _check_whole(draft: Path, key: bytes | None) -> None:
    """The new file must be sound, and the history in it must hold from end to end."""
    if not sqlite.sound(draft, key=key):
        raise RecodedDiffers(draft.name)
    engine = sqlite.engine(draft, key=key)
    try:
        with Session(engine) as session:
            if not history.whole(session):
                raise RecodedDiffers("history")
    finally:
        engine.dispose()
    sqlite.settle(draft, key=key)
