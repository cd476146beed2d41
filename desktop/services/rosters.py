"""Taking over a roster: preview against what is there, write after 确认, undo with one click."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain import area as areas
from desktop.domain.chain import Value
from desktop.domain.errors import CannotUndo, Gone, ImportStale, MappingIncomplete, NoRosterFound
from desktop.domain.ids import Ref
from desktop.domain.long_work import Step, going_on
from desktop.domain.roster import Parsed, RosterRow
from desktop.services import import_lines
from desktop.services.roster_undo import put_back
from desktop.services.roster_writing import Writer, current, door_key, matches
from desktop.sheets.child import Told, parse_apart
from desktop.storage.store import Store
from desktop.storage.tables import (
    CompoundRecord,
    ImportLineRecord,
    ImportRecord,
    OwnerRecord,
    OwnershipRecord,
    PremisesRecord,
)
from desktop.system.files import read_whole


class Mark(StrEnum):
    """What an import would do with a row."""

    NEW = "新增"
    CHANGED = "变更"
    SAME = "相同"
    WARNING = "提醒"
    ERROR = "错误"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One row as the preview shows it. A row with an error of its area is taken without area."""

    line: int
    sheet: str
    mark: Mark
    door: str
    use: str
    area: str
    owners: str
    reason: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Preview:
    compound_id: UUID
    parsed: Parsed
    sha256: str
    lines: tuple[PreviewLine, ...]
    version: int  # of the compound's premises when this was made
    missing: int  # premises on file that the table does not mention; they stay

    @property
    def taken(self) -> int:
        """How many rows would be taken over, those that are on file already among them."""
        return sum(line.taken for line in self.lines)

    def count(self, mark: Mark) -> int:
        return sum(line.mark is mark for line in self.lines)


@dataclass(frozen=True, slots=True)
class ImportLine:
    ref: Ref
    file: str
    at: str
    added: int
    changed: int
    undone: bool


class Rosters:
    def __init__(self, store: Store) -> None:
        self._store = store

    def read(
        self, path: Path, told: Told | None = None, cancelled: Callable[[], bool] = lambda: False
    ) -> Parsed:
        """Read a file in a child process; raise ``NoRosterFound`` when no sheet is a roster."""
        parsed = parse_apart(path, told, cancelled)
        if not parsed.layouts:
            if told:
                raise MappingIncomplete("房号”或“房屋坐落")
            raise NoRosterFound(path.name)
        return parsed

    def preview(self, compound_id: UUID, parsed: Parsed, path: Path) -> Preview:
        """Tell of every row what an import would do. Writes nothing."""
        with self._store.reading() as session:
            on_file = current(session, compound_id)
            version = _version(session, compound_id)
        notes: dict[tuple[str, int], list[str]] = {}
        taken_out = []
        for each in parsed.problems:
            if each.row is not None or each.code == "LOCATION_UNPARSED":
                shown = each.row.door.words if each.row else each.value
                place = (each.line, each.sheet, Mark.ERROR, shown)
                taken_out.append(PreviewLine(*place, "", "", "", each.reason, taken=False))
            else:
                shown = f"{each.field}：{each.reason}"
                notes.setdefault((each.sheet, each.line), []).append(
                    ("!" if each.severity == "error" else "") + shown
                )
        lines = [_line(row, on_file, notes.get((row.sheet, row.line), [])) for row in parsed.rows]
        mentioned = {door_key(row) for row in parsed.rows}
        order = {name: place for place, name in enumerate(parsed.sheets)}
        ordered = sorted([*lines, *taken_out], key=lambda each: (order[each.sheet], each.line))
        digest = sha256(read_whole(path)).hexdigest() if path.exists() else ""
        missing = len(on_file.keys() - mentioned)
        return Preview(compound_id, parsed, digest, tuple(ordered), version, missing)

    def take_over(self, preview: Preview, step: Step = going_on) -> Ref:
        """Write what the preview showed, in one transaction. It can be undone; stopped by ``step``, it
        has written nothing."""
        compound_id = preview.compound_id
        with self._store.writing("roster.import") as session:
            if session.get(CompoundRecord, compound_id) is None:
                raise Gone("小区")
            if _version(session, compound_id) != preview.version:
                raise ImportStale
            writer = Writer(self._store, session, compound_id)
            written = writer.write(preview.parsed.rows, step)
            record = ImportRecord(
                compound_id=compound_id,
                id=writer.import_id,
                file=preview.parsed.file,
                sha256=preview.sha256,
                at=self._store.clock().isoformat(timespec="seconds"),
                added=written.added,
                changed=written.changed,
                digest=written.digest,
                undone_at=None,
            )
            session.add(record)
            session.flush()
            writer.write_lines()
            lines = import_lines.code(session, compound_id, writer.import_id, writer.commits)
            figures: dict[str, Value] = {
                "added": written.added,
                "changed": written.changed,
                "digest": written.digest,
                import_lines.CODE: lines,
            }
            self._seal(session, Ref(compound_id, record.id), "import", figures, step)
            return Ref(compound_id, record.id)

    def imports(self, compound_id: UUID) -> list[ImportLine]:
        """The imports of a compound, newest first."""
        wanted = select(ImportRecord).where(ImportRecord.compound_id == compound_id)
        with self._store.reading() as session:
            return [
                ImportLine(
                    Ref(each.compound_id, each.id),
                    each.file,
                    each.at,
                    each.added,
                    each.changed,
                    each.undone_at is not None,
                )
                for each in session.scalars(wanted.order_by(ImportRecord.id.desc()))
            ]

    def undo(self, ref: Ref, step: Step = going_on) -> None:
        """Put everything back as it was before an import; only the newest can be undone."""
        with self._store.writing("roster.undo") as session:
            record = session.get(ImportRecord, tuple(ref))
            if record is None:
                raise Gone("这次导入")
            if record.undone_at:
                raise CannotUndo("已经撤销过")
            newer = select(func.count()).where(
                ImportRecord.compound_id == ref.compound_id,
                ImportRecord.id > ref.id,
                ImportRecord.undone_at.is_(None),
            )
            if session.scalar(newer):
                raise CannotUndo("之后还有一次导入，请先撤销那一次")
            import_lines.refuse_if_changed(session, ref)
            lines = session.scalars(
                select(ImportLineRecord).where(
                    ImportLineRecord.compound_id == ref.compound_id,
                    ImportLineRecord.import_id == ref.id,
                )
            ).all()
            put_back(session, ref, lines, step)
            record.undone_at = self._store.clock().isoformat(timespec="seconds")
            undone: dict[str, Value] = {"lines": len(lines), "digest": record.digest}
            self._seal(session, ref, "undo import", undone, step)

    def _seal(
        self, session: Session, import_: Ref, verb: str, told: Mapping[str, Value], step: Step
    ) -> None:
        """Say what an import (or its undoing) left of the roster: figures, and a seal for every row."""
        about = (import_.compound_id, import_.id)
        self._store.sealed(session, PremisesRecord, verb, about, {}, told)
        for table in (OwnerRecord, OwnershipRecord):
            step(0, 0)
            self._store.sealed(session, table, verb, about, {})

    def export_problems(self, parsed: Parsed, path: Path) -> None:
        """Write the problem list to XLSX, for the person who must fix it."""
        from desktop.sheets.writing import write_problems

        write_problems(parsed, path)

    def export_template(self, path: Path) -> None:
        """Write a blank roster to fill in."""
        from desktop.sheets.writing import write_template

        write_template(path)


def _line(row: RosterRow, on_file: Mapping[str, Any], notes: Iterable[str]) -> PreviewLine:
    told = list(notes)
    old = on_file.get(door_key(row))
    mark = Mark.NEW if old is None else Mark.SAME if matches(old, row) else Mark.CHANGED
    reason = "；".join(note.removeprefix("!") for note in told)
    if old is not None and mark is Mark.CHANGED:
        reason = "；".join(filter(None, [old.differs(row), reason]))
    if any(note.startswith("!") for note in told):
        mark = Mark.ERROR
    elif told and mark is not Mark.CHANGED:
        mark = Mark.WARNING
    return PreviewLine(
        row.line,
        row.sheet,
        mark,
        row.door.words,
        row.use.word,
        "" if row.area is None else areas.shown(row.area),
        "、".join(row.owners),
        reason,
        taken=True,
    )


def _version(session: Session, compound_id: UUID) -> int:
    """A number that moves with every change to the compound."""
    from desktop.storage.history import head

    end = head(session, compound_id)
    return end[0] if end else 0
