"""Keeping the file: backups by themselves, and checking database and history."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from desktop.domain.errors import CannotWrite
from desktop.domain.ids import OFFICE
from desktop.domain.rights import Right
from desktop.storage import backups, history, sqlite
from desktop.storage.backups import Backup as Backup
from desktop.storage.store import Store
from desktop.storage.tables import CompoundRecord

EVERY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One compound's history: how long, its head, and where it is broken, if anywhere."""

    name: str
    length: int
    head: str
    broken: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    database_sound: bool
    chains: tuple[ChainLine, ...]

    @property
    def sound(self) -> bool:
        return self.database_sound and all(line.broken is None for line in self.chains)


class Upkeep:
    def __init__(self, store: Store, path: Path | None, key: bytes | None = None) -> None:
        self._store, self._path, self._key = store, path, key
        self._at: datetime | None = None
        self._seen = -1

    @property
    def path(self) -> Path | None:
        """The file, or ``None`` where the data is on a server (whose keeper backs it up)."""
        return self._path

    def folder(self) -> Path | None:
        return backups.folder(self._path) if self._path else None

    def back_up(self, why: str) -> Path | None:
        """Back up now; verified before it gets its name."""
        if self._path is None:
            return None
        now = self._store.clock()
        made = backups.make(self._path, backups.folder(self._path), why, now, key=self._key)
        backups.thin(backups.folder(self._path), now)
        self._at, self._seen = now, self._length()
        return made

    def back_up_if_due(self) -> Path | None:
        """Back up when half an hour has passed and something has changed."""
        if self._path is None or self._length() == self._seen:
            return None
        if self._at and self._store.clock() - self._at < EVERY:
            return None
        return self.back_up("定时")

    def back_up_if_changed(self, why: str) -> Path | None:
        if self._path is None or self._length() == self._seen:
            return None
        return self.back_up(why)

    def backups(self) -> list[Backup]:
        return backups.found(backups.folder(self._path)) if self._path else []

    def save_to(self, folder: Path) -> Path:
        """A backup for another place: a USB stick, another computer."""
        self._store.operator.demand(Right.SETTINGS)
        if self._path is None:
            raise CannotWrite(str(folder), "数据在服务器上，请由服务器管理员备份")
        return backups.make(self._path, folder, "手动", self._store.clock(), key=self._key)

    def scrub(self) -> bool:
        """Leave no byte of what was deleted in the file; false where others have it open."""
        return sqlite.scrub(self._path, key=self._key) if self._path else False

    def check_backup(self, backup: Path, key: bytes | None = None) -> None:
        """Raise ``BadBackup`` (or ``NewerFile``) when it cannot be restored; ``NeedsPassword`` when
        neither ``key`` nor that of the file opens it."""
        backups.check(backup, key=key or self._key)

    def check(self) -> Checked:
        """Check the database and every chain from end to end."""
        sound = sqlite.sound(self._path, key=self._key) if self._path else True
        with self._store.reading() as session:
            names = {
                row[0]: row[1]
                for row in session.execute(select(CompoundRecord.id, CompoundRecord.name))
            }
            lines = []
            for compound in history.chains(session):
                end = history.head(session, compound) or (0, b"")
                name = (
                    "社区（公共设置）"
                    if compound == OFFICE
                    else names.get(compound, "（已删除的小区）")
                )
                broken = history.first_broken(session, compound)
                lines.append(ChainLine(name, end[0], end[1].hex(), broken))
        return Checked(sound, tuple(lines))

    def _length(self) -> int:
        with self._store.reading() as session:
            heads = (history.head(session, each) for each in history.chains(session))
            return sum(end[0] for end in heads if end)


def restore(
    backup: Path, target: Path, *, key: bytes | None = None, own: bytes | None = None
) -> bytes | None:
    """Put a backup in the place of a file that nobody has open; the old one is backed up.

    ``key`` opens the backup, ``own`` the file as it is; give the key of what stands there now.
    """
    return backups.restore(backup, target, key=key, own=own)
