"""What others have changed: another window on the same file, another computer on the same database.

Every change has its row in the history, so the heads of the chains tell that something happened
and the rows since then tell what. Looking costs one short query.
"""

from threading import Lock
from uuid import UUID

from sqlalchemy import and_, or_, select

from desktop.storage.conflicts import Position
from desktop.storage.store import Nouns, Store
from desktop.storage.tables import HeadRecord, HistoryRecord

MOST = 200  # compounds asked for in one query


class Watch:
    """Looks at the heads now and then; what this store wrote itself is no news."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._heads = self._now()

    def position(self) -> Position:
        """Up to where the history was looked at: whatever is read from now on is at least as new."""
        with self._lock:
            return dict(self._heads)

    def news(self) -> Nouns:
        """The nouns that others have touched since the last look."""
        with self._lock:
            now = self._now()
            moved = {
                key: self._heads.get(key, 0) for key in now if now[key] != self._heads.get(key, 0)
            }
            self._heads = now
        return self._nouns(moved) if moved else frozenset()

    def _now(self) -> dict[UUID, int]:
        with self._store.reading() as session:
            wanted = select(HeadRecord.compound_id, HeadRecord.sequence)
            return dict(iter(session.execute(wanted)))

    def _nouns(self, since: dict[UUID, int]) -> Nouns:
        h = HistoryRecord
        found: set[str] = set()
        keys = list(since)
        with self._store.reading() as session:
            for start in range(0, len(keys), MOST):
                later = or_(
                    *(
                        and_(h.compound_id == key, h.sequence > since[key])
                        for key in keys[start : start + MOST]
                    )
                )
                rows = session.execute(select(h.compound_id, h.sequence, h.noun).where(later))
                found |= {
                    noun for key, sequence, noun in rows if not self._store.wrote(key, sequence)
                }
        return frozenset(found)
