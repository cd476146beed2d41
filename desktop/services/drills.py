"""恢复演练: once a month a backup is restored beside the file and checked from end to end, by itself.

A backup that was verified when it was made can rot, or be replaced. Nothing of the open file is touched.
"""

import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from desktop.domain.errors import Refusal
from desktop.domain.lock_errors import BadKeyring, KeyringMissing, NeedsPassword
from desktop.services import settings
from desktop.services.verification import Verification
from desktop.storage import backups, sqlite
from desktop.storage.backups import Backup
from desktop.storage.store import Store

EVERY = timedelta(days=30)
_LAST = (
    "restore drill"  # the setting that says when the last one was, of which backup, and how it went
)


@dataclass(frozen=True, slots=True)
class Drill:
    """The last one. ``at``: a day, ISO 8601; ``backup``: its name; ``good``: restored and sound."""

    at: str
    backup: str
    good: bool


class Drills:
    def __init__(self, store: Store, path: Path | None, key: bytes | None = None) -> None:
        self._store, self._path, self._key = store, path, key

    def last(self) -> Drill | None:
        with self._store.reading() as session:
            told = settings.read(session, _LAST)
        return Drill(str(told["at"]), str(told["backup"]), bool(told["good"])) if told else None

    def run_if_due(self) -> Drill | None:
        """Hold one when the last is a month ago, or the oldest backup is and none was ever held."""
        if self._path is None:
            return None
        there, last = backups.found(backups.folder(self._path)), self.last()
        now = self._store.clock().replace(tzinfo=None)
        since = datetime.fromisoformat(last.at) if last else min((b.at for b in there), default=now)
        return self.run(there) if there and now - since >= EVERY else None

    def run(self, there: list[Backup]) -> Drill | None:
        """Restore one of these at random and check it; ``None`` where this file's key opens none."""
        left = list(there)
        while left:
            backup = left.pop(int.from_bytes(self._store.random(4)) % len(left))
            try:
                good = self._try(backup)
            except (NeedsPassword, KeyringMissing, BadKeyring):  # from before the last password
                continue
            made = Drill(self._store.clock().date().isoformat(), backup.path.name, good)
            told = {"at": made.at, "backup": made.backup, "good": made.good}
            with self._store.writing("backup.drill") as session:
                settings.write(session, _LAST, told)
            return made
        return None

    def _try(self, backup: Backup) -> bool:
        """Whether it can be restored, and what it holds is sound."""
        # beside the backups, which may be encrypted where this computer's own folders are not
        with tempfile.TemporaryDirectory(prefix="演练 ", dir=backup.path.parent) as scratch:
            path = Path(scratch) / "演练.圆桌"
            try:
                key = backups.restore(backup.path, path, key=self._key)
            except (NeedsPassword, KeyringMissing, BadKeyring):
                raise
            except Refusal:
                return False
            engine = sqlite.engine(path, key=key)
            store = Store(engine, "恢复演练", self._store.clock, self._store.random)
            try:
                checked = Verification(store, path, key).check()
            except Refusal:
                return False
            finally:
                engine.dispose()
            return checked is not None and checked.sound
