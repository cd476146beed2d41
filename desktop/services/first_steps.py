"""The first steps of a new office: which are still to be taken, and where its file may lie."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import Gone, NotALocalDisk
from desktop.domain.first_steps import Step
from desktop.services import settings
from desktop.storage import location
from desktop.storage.store import Store
from desktop.storage.tables import (
    CommunityRecord,
    CompoundRecord,
    MeetingRecord,
    PremisesRecord,
    SeatRecord,
)
from desktop.system.files import safe_name

_DISMISSED, _HOUSEHOLDS = "first steps/dismissed", "households/"
_FACTS = {
    Step.OFFICE: CommunityRecord.id,
    Step.COMPOUND: CompoundRecord.id,
    Step.ROSTER: PremisesRecord.id,
    Step.BODIES: SeatRecord.id,
    Step.MEETING: MeetingRecord.id,
}


class FirstSteps:
    def __init__(self, store: Store) -> None:
        self._store = store

    def left(self) -> tuple[Step, ...]:
        """The steps nobody has taken yet, wherever they may be taken."""
        with self._store.reading() as session:
            return _left(session)

    def reminded(self) -> tuple[Step, ...]:
        """The same; none once the office has said that it knows."""
        with self._store.reading() as session:
            return () if settings.read(session, _DISMISSED) else _left(session)

    def dismiss(self) -> None:
        """Remind nobody any more."""
        with self._store.writing("community.dismiss_first_steps") as session:
            settings.write(session, _DISMISSED, value=True)

    def expect(self, compound_id: UUID, households: int | None) -> None:
        """How many households somebody says there are; the roster is held against it."""
        with self._store.writing("compound.expect") as session:
            if session.get(CompoundRecord, compound_id) is None:
                raise Gone("小区")
            if settings.read(session, f"{_HOUSEHOLDS}{compound_id}") != households:
                settings.write(session, f"{_HOUSEHOLDS}{compound_id}", households)

    def expected(self, compound_id: UUID) -> int | None:
        """The number of households that was told, if any."""
        with self._store.reading() as session:
            told = settings.read(session, f"{_HOUSEHOLDS}{compound_id}")
            return told if isinstance(told, int) else None


def place_for(name: str, folders: Sequence[Path]) -> Path:
    """Where a new file may lie: in the first folder on a local disk, under a name nobody has."""
    folder = next((each for each in folders if _local(each)), folders[0])
    stem = safe_name(name.strip() or "社区数据")
    tried = (folder / f"{stem}{number if number > 1 else ''}.圆桌" for number in count(1))
    return next(path for path in tried if not path.exists())


def _local(folder: Path) -> bool:
    try:
        location.check_local(folder)
    except NotALocalDisk:
        return False
    return True


def _left(session: Session) -> tuple[Step, ...]:
    return tuple(
        step for step, key in _FACTS.items() if session.scalar(select(key).limit(1)) is None
    )
