"""Backups: made by the driver, verified before they get their name, thinned, restored."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.errors import BadBackup, CannotWrite, NewerFile, NotOurFile
from desktop.domain.long_work import Step, going_on
from desktop.storage import location, sqlite, versions

SUFFIX = ".圆桌备份"
_NAME = re.compile(r"^(?P<stem>.+) (?P<at>\d{8}-\d{6}) (?P<why>.+)\.圆桌备份$")
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


def make(
    path: Path,
    into: Path,
    why: str,
    now: datetime | None = None,
    step: Step = going_on,
    *,
    still: bool = False,
) -> Path:
    """Copy the file while it may be in use, verify the copy, and only then give it its name.

    Stopped by ``step`` it leaves nothing behind. ``still``: the caller has the file to itself.
    """
    at = now or datetime.now().astimezone()
    versions.of_file(path)
    try:
        into.mkdir(parents=True, exist_ok=True)
        location.check_space(into, location.RESERVE + path.stat().st_size)
        for left in into.glob("*.part*"):
            left.unlink(missing_ok=True)
    except OSError as wrong:
        raise CannotWrite(str(into), wrong.strerror or str(wrong)) from wrong
    target = _free(into, f"{path.stem} {at:%Y%m%d-%H%M%S} {why}", SUFFIX)
    part = into / f"{target.name}.part"
    try:
        sqlite.copy(path, part, step, still=still)
        _leave_wal(part)
        if not sqlite.sound(part, step):
            raise BadBackup(str(part))
        _leave_wal(part)
        part.replace(target)
        sqlite.sync(target)
    except OSError as wrong:
        raise CannotWrite(str(target), wrong.strerror or str(wrong)) from wrong
    except sqlite.Damaged as wrong:  # the engine's own word for a disk that is full or failing
        raise CannotWrite(str(target), "磁盘写不进去，或数据文件读不出来") from wrong
    finally:
        sqlite.clear(part)
    return target


def found(into: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    lines = []
    for path in into.glob(f"*{SUFFIX}"):
        if name := _NAME.match(path.name):
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
        backup.path.unlink(missing_ok=True)
    return len(gone)


def check(backup: Path, step: Step = going_on) -> None:
    """Refuse what cannot be restored: not ours, from a newer program, or not whole."""
    try:
        versions.of_file(backup)
    except NotOurFile as wrong:
        raise BadBackup(str(backup)) from wrong
    if not sqlite.sound(backup, step):
        raise BadBackup(str(backup))


def restore(backup: Path, target: Path, now: datetime | None = None) -> None:
    """Put a backup in the place of ``target``; the old file is kept beside it, dated.

    Nothing is touched when the backup is not good or when somebody has the target open.
    """
    check(backup)
    location.check_local(target)
    if target.is_dir():
        raise CannotWrite(str(target), "这是一个文件夹")
    draft = target.with_name(target.name + ".restore")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        sqlite.copy(backup, draft, still=True)
        sqlite.settle(draft)
        if target.exists():
            _keep(target, now or datetime.now().astimezone())
        for side in sqlite.SIDE_FILES:
            target.with_name(target.name + side).unlink(missing_ok=True)
        draft.replace(target)
        sqlite.sync(target)
    except OSError as wrong:
        raise CannotWrite(str(target), wrong.strerror or str(wrong)) from wrong
    finally:
        with suppress(OSError):
            sqlite.clear(draft)


def _keep(target: Path, now: datetime) -> None:
    """Keep what stands where a backup shall go: as a backup, or byte for byte when damaged."""
    try:
        check(target)
    except (BadBackup, NewerFile):
        into = folder(target)
        into.mkdir(parents=True, exist_ok=True)
        kept = _free(into, f"{target.stem} {now:%Y%m%d-%H%M%S} 恢复前-损坏", target.suffix)
        for side in sqlite.SIDE_FILES:
            beside = target.with_name(target.name + side)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + side))
        target.replace(kept)
        return
    lock = sqlite.alone(target)
    try:
        make(target, folder(target), "恢复前", now, still=True)
    finally:
        lock.close()


def _free(into: Path, name: str, suffix: str) -> Path:
    """A name nobody has: two backups may be made in one second."""
    found, number = into / f"{name}{suffix}", 1
    while found.exists():
        number += 1
        found = into / f"{name} {number}{suffix}"
    return found


def _leave_wal(path: Path) -> None:
    """A copy on a CD or a read-only stick must open: take it out of WAL mode."""
    connection = sqlite.plain(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
