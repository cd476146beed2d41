"""Keeping the file: backups by themselves, and checking database and history."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.errors import CannotWrite, Stopped
from desktop.domain.keeping import Kept, Safe, judged
from desktop.domain.long_work import Step, going_on
from desktop.domain.rights import Right
from desktop.services import settings
from desktop.services.drills import Drills
from desktop.storage import backups, history, location, sqlite
from desktop.storage.backups import Backup as Backup
from desktop.storage.store import Store

EVERY = timedelta(minutes=30)
_ELSEWHERE = "backup elsewhere"  # the setting that says when a backup last went to another place


class Upkeep:
    """``anchors`` writes the anchors of all chains into a folder."""

    def __init__(
        self,
        store: Store,
        path: Path | None,
        drills: Drills,
        anchors: Callable[[Path], object],
        key: bytes | None = None,
    ) -> None:
        self._anchors = anchors
        self._store, self._path, self._key, self._drills = store, path, key, drills
        self._at: datetime | None = None
        self._seen = -1
        self._failures, self._why = 0, ""  # since the last backup that was made

    @property
    def path(self) -> Path | None:
        """The file, or ``None`` where the data is on a server (whose keeper backs it up)."""
        return self._path

    def folder(self) -> Path | None:
        return backups.folder(self._path) if self._path else None

    def back_up(self, why: str, step: Step = going_on) -> Path | None:
        """Back up now; verified before it gets its name. A failure is remembered until one succeeds."""
        if self._path is None:
            return None
        now = self._store.clock()
        try:
            into = backups.folder(self._path)
            made = backups.make(self._path, into, why, now, step, key=self._key)
            backups.thin(into, now)
        except Stopped:
            raise
        except Exception as wrong:
            self._failures, self._why = self._failures + 1, _why(wrong)
            raise
        self._failures, self._why = 0, ""
        self._at, self._seen = now, self._length()
        return made

    def kept(self) -> Kept:
        """When something was last saved, backed up and copied elsewhere; in local time."""
        zone = self._store.clock().tzinfo
        with self._store.reading() as session:
            saved, told = history.latest(session), settings.read(session, _ELSEWHERE)
        at = saved.astimezone(zone).replace(tzinfo=None, microsecond=0) if saved else None
        if self._path is None:
            return Kept(on_server=True, saved=at)
        made, drill = self.backups(), self._drills.last()
        return Kept(
            saved=at,
            backed_up=made[0].at if made else None,
            elsewhere=datetime.fromisoformat(told) if told else None,
            failures=self._failures,
            why=self._why,
            free=location.free(self._path.parent),
            size=self._path.stat().st_size,
            bad_drill=drill.backup if drill and not drill.good else "",
        )

    def now(self) -> datetime:
        return self._store.clock()

    def judged(self) -> tuple[Safe, str]:
        """How safe the data is now, in words."""
        return judged(self.kept(), self._store.clock().replace(tzinfo=None))

    def back_up_if_due(self) -> Path | None:
        """Back up when half an hour has passed and something has changed."""
        if self._path is None or self._length() == self._seen:
            return None
        if self._at and self._store.clock() - self._at < EVERY:
            return None
        return self.back_up("定时")

    def end(self) -> Path | None:
        """The file is being closed: when anything was changed, every chain that grew gets its
        checkpoint, and a backup has it all. On a server, whoever may write leaves the checkpoints."""
        if self._path is None:
            if self._store.has_written and self._store.operator.may_write:
                self._store.end_day()
            return None
        if self._length() == self._seen:
            return None
        self._store.end_day()
        return self.back_up("关闭")

    def backups(self) -> list[Backup]:
        return backups.found(backups.folder(self._path)) if self._path else []

    def save_to(self, folder: Path, step: Step = going_on) -> Path:
        """A backup for another place: a USB stick, another computer. When it was made is remembered.
        The anchors of all chains lie beside it: whoever exchanges the file here is found out there."""
        self._store.operator.demand(Right.SETTINGS)
        if self._path is None:
            raise CannotWrite(str(folder), "数据在服务器上，请由服务器管理员备份")
        now = self._store.clock()
        elsewhere = folder.resolve() != backups.folder(self._path).resolve()
        if elsewhere:
            self._store.end_day()  # what the anchors say is in the backup, too
        made = backups.make(self._path, folder, "手动", now, step, key=self._key)
        if elsewhere:
            self._anchors(folder)
            with self._store.writing("backup.elsewhere") as session:
                settings.write(session, _ELSEWHERE, f"{now:%Y-%m-%dT%H:%M:%S}")
        return made

    def scrub(self) -> bool:
        """Leave no byte of what was deleted in the file; false where others have it open."""
        return sqlite.scrub(self._path, key=self._key) if self._path else False

    def check_backup(
        self, backup: Path, step: Step = going_on, *, key: bytes | None = None
    ) -> None:
        """Raise ``BadBackup`` (or ``NewerFile``) when it cannot be restored; ``NeedsPassword`` when
        neither ``key`` nor that of the file opens it."""
        backups.check(backup, step, key=key or self._key)

    def _length(self) -> int:
        with self._store.reading() as session:
            heads = (history.head(session, each) for each in history.chains(session))
            return sum(end[0] for end in heads if end)


def restore(
    backup: Path,
    target: Path,
    step: Step = going_on,
    *,
    key: bytes | None = None,
    own: bytes | None = None,
) -> bytes | None:
    """Put a backup in the place of a file that nobody has open; the old one is backed up.

    ``key`` opens the backup, ``own`` the file as it is; give the key of what stands there now.
    """
    return backups.restore(backup, target, step=step, key=key, own=own)


def _why(wrong: Exception) -> str:
    """The reason without the path, which is long, and stands in the settings."""
    told = getattr(wrong, "why", "") or (wrong.strerror if isinstance(wrong, OSError) else "")
    return str(told or wrong)
