"""Backups: made by the driver, verified before they get their name, thinned, restored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.errors import BadBackup, CannotWrite
from desktop.storage import location, sqlite

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


def make(path: Path, into: Path, why: str, now: datetime | None = None) -> Path:
    """Copy the file while it may be in use, verify the copy, and only then give it its name."""
    at = now or datetime.now().astimezone()
    into.mkdir(parents=True, exist_ok=True)
    location.check_space(into, location.RESERVE + path.stat().st_size)
    for left in into.glob("*.part*"):
        left.unlink(missing_ok=True)
    target = into / f"{path.stem} {at:%Y%m%d-%H%M%S} {why}{SUFFIX}"
    part = into / f"{target.name}.part"
    try:
        sqlite.copy(path, part)
        _leave_wal(part)
        if not sqlite.sound(part):
            raise BadBackup(str(part))
        _leave_wal(part)
        part.replace(target)
        sqlite.sync(target)
    except OSError as wrong:
        raise CannotWrite(str(target), wrong.strerror or str(wrong)) from wrong
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


def restore(backup: Path, target: Path) -> None:
    """Put a backup in the place of ``target``; the old file is kept beside it, dated."""
    if not backup.is_file() or not sqlite.sound(backup):
        raise BadBackup(str(backup))
    location.check_local(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".restore")
    sqlite.copy(backup, draft)
    sqlite.settle(draft)
    if target.exists():
        make(target, folder(target), "恢复前")
    for side in sqlite.SIDE_FILES:
        target.with_name(target.name + side).unlink(missing_ok=True)
    draft.replace(target)
    sqlite.sync(target)
    sqlite.clear(draft)


def _leave_wal(path: Path) -> None:
    """A copy on a CD or a read-only stick must open: take it out of WAL mode."""
    connection = sqlite.plain(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
