"""The street's own forms: loaded once, pointed at once, filled ever after."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from desktop.domain import blank_form
from desktop.domain.blank_form import NUMBER, FormGrid, Place
from desktop.domain.errors import FileTooBig, Gone, NameNeeded
from desktop.domain.session_errors import NotABlankForm
from desktop.services import outgoing
from desktop.services.lists import Listed, Lists
from desktop.services.records import short
from desktop.sheets import forms
from desktop.storage.store import Store
from desktop.storage.tables import CommunityRecord, CompoundRecord, FormRecord
from desktop.system.apart import apart
from desktop.system.files import read_whole, safe_name

MOST_MB = 8
_KINDS = {".xlsx": "xlsx", ".docx": "docx"}


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form that is kept; ``places`` is empty until somebody has pointed at its cells."""

    id: UUID
    name: str
    kind: str
    source: Listed
    places: tuple[Place, ...]


class Forms:
    def __init__(self, store: Store, lists: Lists) -> None:
        self._store, self._lists = store, lists

    def load(self, path: Path, source: Listed) -> UUID:
        """Keep a blank form; which list of ours fills it."""
        kind = _KINDS.get(path.suffix.lower())
        if kind is None:
            raise NotABlankForm(path.name, "格式不对")
        data = read_whole(path)
        if len(data) > MOST_MB << 20:
            raise FileTooBig(path.name, len(data) >> 20, MOST_MB)
        name = short(path.name, "表名")
        apart(forms.grids, (name, data), name)  # what cannot be read is refused now
        with self._store.writing("form.load") as session:
            record = FormRecord(
                id=self._store.key(), name=name, kind=kind, source=source.name, places="[]",
                content=data,
            )  # fmt: skip
            session.add(record)
            return record.id

    def lines(self) -> list[FormLine]:
        with self._store.reading() as session:
            wanted = select(
                FormRecord.id,
                FormRecord.name,
                FormRecord.kind,
                FormRecord.source,
                FormRecord.places,
            )
            return [
                FormLine(key, name, kind, Listed[source], _places(places))
                for key, name, kind, source, places in session.execute(
                    wanted.order_by(FormRecord.name, FormRecord.id)
                )
            ]

    def grids(self, form: UUID) -> list[FormGrid]:
        """The form as it is shown to be pointed at."""
        name, data = self._content(form)
        return apart(forms.grids, (name, data), name)

    def point(self, form: UUID, places: tuple[Place, ...], source: Listed) -> None:
        """Keep what goes where."""
        told = blank_form.checked(places)
        with self._store.writing("form.point") as session:
            record = session.get(FormRecord, form)
            if record is None:
                raise Gone("这张表")
            record.places = json.dumps([asdict(each) for each in told], ensure_ascii=False)
            record.source = source.name

    def remove(self, form: UUID) -> None:
        with self._store.writing("form.remove") as session:
            record = session.get(FormRecord, form)
            if record is None:
                raise Gone("这张表")
            session.delete(record)

    def fill(self, form: UUID, compound_id: UUID, folder: Path) -> Path:
        """Write the form filled with a compound's list; give its path."""
        line = next((each for each in self.lines() if each.id == form), None)
        if line is None:
            raise Gone("这张表")
        blank_form.checked(line.places)
        name, data = self._content(form)
        rows = self._lists.table(compound_id, line.source).as_maps()
        for number, row in enumerate(rows, 1):
            row[NUMBER] = str(number)
        facts = self._facts(compound_id, len(rows))
        made = apart(forms.filled, (name, data, line.places, facts, rows), name)
        stem = f"{facts['填表日期']} {facts['小区']} {Path(name).stem}"
        path = folder / safe_name(f"{stem}.{line.kind}")
        return outgoing.put(self._store, path, made)

    def _content(self, form: UUID) -> tuple[str, bytes]:
        with self._store.reading() as session:
            record = session.get(FormRecord, form)
            if record is None:
                raise Gone("这张表")
            return record.name, record.content

    def _facts(self, compound_id: UUID, count: int) -> dict[str, str]:
        today = self._store.clock().date()
        with self._store.reading() as session:
            compound = session.get(CompoundRecord, compound_id)
            if compound is None:
                raise NameNeeded("小区")
            community = session.get_one(CommunityRecord, compound.community_id)
            return {
                "街道": community.subdistrict,
                "社区": community.name,
                "小区": compound.name,
                "填表人": self._store.who,
                "填表日期": today.isoformat(),
                "年": str(today.year),
                "月": str(today.month),
                "条数": str(count),
            }


def _places(text: str) -> tuple[Place, ...]:
    return tuple(Place(**each) for each in json.loads(text))
