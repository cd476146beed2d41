"""Backups: made by the driver, verified before they get their name, thinned, restored.

A backup of a file with a password has the same key, and carries the keyring beside it.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.errors import BadBackup, CannotWrite, NewerFile, NotOurFile
from desktop.domain.lock_errors import BadKeyring, KeyringMissing, NeedsPassword, TargetLocked
from desktop.domain.long_work import Step, going_on
from desktop.domain.storage_errors import NOT_MADE, NOT_RESTORED
from desktop.storage import keyring, location, recoding, sqlite, trouble, versions

SUFFIX = ".圆桌备份"
_NAME = re.compile(r"^(?P<stem>.+) (?P<at>\d{8}-\d{6}) (?P<why>.+)\.圆桌备份$")
_DAMAGED = re.compile(  # as ``_keep`` calls them, each with its side files
    r"^(?P<name>.+ \d{8}-\d{6} 恢复前-损坏( \d+)?(\.[^.]+?)?)(-wal|-shm|-journal)?$"
)
DAILY, WEEKLY, MONTHLY = 12, 10, 9  # kept after today and yesterday, of which all are kept


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    at: datetime
    why: str
    size: int


def folder(path: Path) -> Path:
    """Where the backups of a file are kept: beside it."""
    return path.with_name(f"{path.stem} 备份")


def make(  # noqa: PLR0913 - of which file, where to, why, when, in which state
    path: Path,
    into: Path,
    why: str,
    now: datetime | None = None,
    step: Step = going_on,
    *,
    key: bytes | None = None,
    still: bool = False,
) -> Path:
    """Copy the file while it may be in use, verify the copy, and only then give it its name.

    Stopped by ``step`` it leaves nothing behind. ``still``: the caller has the file to itself.
    """
    at = now or datetime.now().astimezone()
    versions.of_file(path, key=key)
    with trouble.told_of(into, NOT_MADE):
        into.mkdir(parents=True, exist_ok=True)
        location.check_space(into, location.RESERVE + path.stat().st_size)
        for left in into.glob("*.part*"):
            left.unlink(missing_ok=True)
    target = _free(into, f"{path.stem} {at:%Y%m%d-%H%M%S} {why}", SUFFIX)
    part = into / f"{target.name}.part"
    try:
        with trouble.told_of(target, NOT_MADE):
            sqlite.copy(path, part, step, key=key, still=still)
            _leave_wal(part, key)
            if not sqlite.sound(part, step, key=key):
                raise BadBackup(str(part))
            _leave_wal(part, key)
            if key:
                keyring.carry(path, target)
            part.replace(target)
            sqlite.sync(target)
    finally:
        with suppress(OSError):
            sqlite.clear(part)
    return target


def found(into: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    lines = []
    for path in into.glob(f"*{SUFFIX}"):
        if name := _NAME.match(path.name):
            with suppress(ValueError, OSError):  # no date, or gone meanwhile
                at = datetime.strptime(name["at"], "%Y%m%d-%H%M%S")  # noqa: DTZ007 - local wall time
                lines.append(Backup(path, at, name["why"], path.stat().st_size))
    return sorted(lines, key=lambda backup: backup.at, reverse=True)


def surplus(backups: Iterable[Backup], today: datetime) -> list[Backup]:
    """Which backups thinning takes away: all of two days stay, then one a day, week, month."""
    ordered = sorted(backups, key=lambda backup: backup.at, reverse=True)
    edge = today.replace(tzinfo=None).date() - timedelta(days=1)
    kept = {backup.path for backup in ordered if backup.at.date() >= edge}
    for count, period in ((DAILY, "%Y-%m-%d"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        seen: set[str] = set()
        for backup in ordered:
            label = backup.at.strftime(period)
            if backup.at.date() < edge and label not in seen and len(seen) < count:
                seen.add(label)
                kept.add(backup.path)
    return [backup for backup in ordered if backup.path not in kept]


def thin(into: Path, today: datetime) -> int:
    """Take away what is no longer worth keeping; tell how many."""
    gone = surplus(found(into), today)
    for backup in gone:
        remove(backup)
    return len(gone)


def remove(backup: Backup) -> None:
    """Take a backup away, and its keyring with it."""
    backup.path.unlink(missing_ok=True)
    keyring.beside(backup.path).unlink(missing_ok=True)


def readable(into: Path) -> list[Path]:
    """What lies in a folder of backups and can be read by anybody: from before the password."""
    if not into.is_dir():
        return []
    return [path for path in sorted(into.iterdir()) if path.is_file() and _readable(path)]


def _readable(path: Path) -> bool:
    """A backup of ours that is a plain database; or what ``_keep`` has kept of a damaged file, which
    has no header to go by, unless the keyring beside it says that it was encrypted. What else people
    put into the folder is theirs."""
    if _NAME.match(path.name):
        return sqlite.begins_plain(path)
    kept = _DAMAGED.match(path.name)
    return kept is not None and not keyring.beside(path.with_name(kept["name"])).exists()


def key_of(path: Path, key: bytes | None) -> bytes | None:
    """The key to open this one of a file's backups with: some are older than the password."""
    return None if path.is_file() and sqlite.plain(path) else key


def check(backup: Path, step: Step = going_on, *, key: bytes | None = None) -> None:
    """Refuse what cannot be restored: not ours, from a newer program, or not whole."""
    key = key_of(backup, key)
    try:
        versions.of_file(backup, key=key)
    except KeyringMissing:
        raise
    except NotOurFile as wrong:
        raise BadBackup(str(backup)) from wrong
    if not sqlite.sound(backup, step, key=key):
        raise BadBackup(str(backup))


def restore(
    backup: Path,
    target: Path,
    now: datetime | None = None,
    step: Step = going_on,
    *,
    key: bytes | None = None,
    own: bytes | None = None,
) -> bytes | None:
    """Put a backup in the place of ``target``; the old file is kept beside it, dated.

    Nothing is touched when the backup is not good, when somebody has the target open, or when
    ``step`` ends it. ``key`` opens the backup, ``own`` the target as it is. A target with a password
    keeps it, whatever the backup has; any other has the backup's. Give the key of what stands there.
    """
    check(backup, step, key=key)
    location.check_local(target)
    if target.is_dir():
        raise CannotWrite(str(target), "这是一个文件夹")
    key = key_of(backup, key)
    kept = _opens(target, own)
    draft = target.with_name(target.name + ".restore")
    becomes = own if kept else key
    try:
        with trouble.told_of(target, NOT_RESTORED):
            target.parent.mkdir(parents=True, exist_ok=True)
            if becomes == key:
                sqlite.copy(backup, draft, step, key=key, still=True)
            else:
                recoding.copy(backup, draft, key, becomes, step)
            sqlite.settle(draft, key=becomes)
            if target.exists():
                _keep(target, now or datetime.now().astimezone(), own, step)
            if not kept:  # a keyring beside a plain file does no harm: it comes first
                keyring.carry(backup, target)
            sqlite.swap(draft, target)
    finally:
        with suppress(OSError):
            sqlite.clear(draft)
    return becomes


def _opens(target: Path, own: bytes | None) -> bool:
    """Whether a target has a password, and this is its key; raise ``TargetLocked`` when it is not.

    A damaged one does not open, either; that the key is its own shows in its keyring.
    """
    if not target.exists() or sqlite.plain(target):
        return False
    try:
        versions.of_file(target, key=own)
    except (NeedsPassword, BadKeyring) as wrong:
        raise TargetLocked(str(target)) from wrong
    except (NotOurFile, NewerFile):
        try:
            ring = keyring.load(target)
        except BadKeyring:
            return False
        return ring is not None and ring.fits(own)
    return own is not None


def _keep(target: Path, now: datetime, own: bytes | None, step: Step) -> None:
    """Keep what stands where a backup shall go: as a backup, or byte for byte when damaged."""
    try:
        check(target, step, key=own)
    except (BadBackup, KeyringMissing, NewerFile):
        step(0, 0)  # from here on something is moved, and nothing stops it any more
        into = folder(target)
        into.mkdir(parents=True, exist_ok=True)
        kept = _free(into, f"{target.stem} {now:%Y%m%d-%H%M%S} 恢复前-损坏", target.suffix)
        for side in sqlite.SIDE_FILES:
            beside = target.with_name(target.name + side)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + side))
        keyring.carry(target, kept)
        target.replace(kept)
        return
    own = key_of(target, own)
    lock = sqlite.alone(target, key=own)
    try:
        make(target, folder(target), "恢复前", now, step, key=own, still=True)
    finally:
        lock.close()


def _free(into: Path, name: str, suffix: str) -> Path:
    """A name nobody has: two backups may be made in one second."""
    found, number = into / f"{name}{suffix}", 1
    while found.exists():
        number += 1
        found = into / f"{name} {number}{suffix}"
    return found


def _leave_wal(path: Path, key: bytes | None) -> None:
    """A copy on a CD or a read-only stick must open: take it out of WAL mode."""
    connection = sqlite.bare(path, key=key)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
