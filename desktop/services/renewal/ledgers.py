"""The ledgers of a plan: lines kept by hand or read from a table, and handed out as one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from desktop.domain.errors import Gone, Refusal
from desktop.domain.ids import Ref
from desktop.domain.renewal import plan_files
from desktop.domain.renewal.errors import NotALedgerTable
from desktop.domain.renewal.ledger import (
    LEDGERS,
    Cells,
    from_costs,
    from_sources,
    shown,
    tidied,
)
from desktop.domain.renewal.plan_files import PlanFiles, PlanProblem
from desktop.domain.renewal.terms import Ledger
from desktop.domain.sheet import Sheet
from desktop.services.records import checked
from desktop.services.renewal import records
from desktop.sheets.child import sheets_apart
from desktop.sheets.writing import write_list
from desktop.storage.store import Store
from desktop.storage.tables import CompoundRecord, RenewalLineRecord, RenewalRecord
from desktop.system.files import safe_name


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line with its texts by the columns' names."""

    ref: Ref
    ledger: Ledger
    cells: Cells


@dataclass
class LedgerRead:
    """Lines that were read from a table and wait to be taken over, and what could not be read."""

    ledger: Ledger
    lines: list[dict[str, str]] = field(default_factory=list)
    problems: list[PlanProblem] = field(default_factory=list)


class Ledgers:
    def __init__(self, store: Store) -> None:
        self._store = store

    def lines(self, compound_id: UUID, ledger: Ledger) -> list[LedgerLine]:
        """One ledger in its order; empty while there is no plan."""
        with self._store.reading() as session:
            record = records.found(session, compound_id)
            if record is None:
                return []
            return [
                LedgerLine(Ref(compound_id, key), ledger, cells)
                for key, cells in records.rows(session, record, ledger)
            ]

    def add(self, compound_id: UUID, ledger: Ledger, told: Mapping[str, str]) -> Ref:
        """Write one more line at the end; raise ``NotALedgerValue``."""
        line = _clean(ledger, told)
        with self._store.writing(f"renewal.{ledger.value}.add") as session:
            record = records.plan(session, compound_id)
            made = self._record(record, ledger, records.next_place(session, record, ledger), line)
            session.add(made)
            return Ref(compound_id, made.id)

    def change(self, ref: Ref, told: Mapping[str, str]) -> None:
        with self._store.writing("renewal.line.change") as session:
            record = _get(session, ref)
            record.cells = _json(_clean(record.ledger, told))

    def remove(self, ref: Ref) -> dict[str, str]:
        """Take a line out, and give what stood in it: added again, it is back."""
        with self._store.writing("renewal.line.remove") as session:
            record = _get(session, ref)
            told: dict[str, str] = json.loads(record.cells)
            session.delete(record)
            return told

    def move(self, ref: Ref, *, up: bool) -> None:
        """Change places with the line before or after."""
        with self._store.writing("renewal.line.move") as session:
            record = _get(session, ref)
            plan = records.plan(session, ref.compound_id)
            keys = [key for key, _ in records.rows(session, plan, record.ledger)]
            at = keys.index(record.id)
            other_at = at - 1 if up else at + 1
            if 0 <= other_at < len(keys):
                other = session.get_one(RenewalLineRecord, (ref.compound_id, keys[other_at]))
                record.place, other.place = other.place, record.place

    # -- tables ------------------------------------------------------------------------------------

    def read(self, path: Path, ledger: Ledger) -> LedgerRead:
        """Read a table of one ledger; writes nothing. A row that cannot be is named."""
        sheets = sheets_apart(path)
        read = LedgerRead(ledger)
        for sheet in sheets[:1]:
            _read_sheet(read, sheet, path.name)
        return read

    def take_over(self, compound_id: UUID, read: LedgerRead) -> None:
        """Put what was read in the place of what the ledger held."""
        with self._store.writing(f"renewal.{read.ledger.value}.take_over") as session:
            self.replace(session, records.plan(session, compound_id), read.ledger, read.lines)

    def replace(
        self,
        session: Session,
        record: RenewalRecord,
        ledger: Ledger,
        told: Sequence[Mapping[str, str]],
    ) -> None:
        """The same inside a transaction: line by line, so that each leaves its trace."""
        for key, _ in records.rows(session, record, ledger):
            session.delete(session.get_one(RenewalLineRecord, (record.compound_id, key)))
        for place, line in enumerate(told, 1):
            session.add(self._record(record, ledger, place, _clean(ledger, line)))

    def write(self, compound_id: UUID, ledger: Ledger, folder: Path) -> Path:
        """One ledger as an XLSX that can be read again. Doors and names stay in the program."""
        columns = [column for column in LEDGERS[ledger] if not column.personal]
        with self._store.reading() as session:
            record = records.plan(session, compound_id)
            told = records.lines(session, record, ledger)
            name = session.get_one(CompoundRecord, compound_id).name
        day = self._store.clock().date().isoformat()
        path = folder / safe_name(f"{day} {name} {ledger.word}.xlsx")
        rows = [tuple(shown(column, line[column.name]) for column in columns) for line in told]
        write_list(path, ledger.word, [column.title for column in columns], rows)
        return path

    def _record(
        self, record: RenewalRecord, ledger: Ledger, place: int, line: Mapping[str, str]
    ) -> RenewalLineRecord:
        return RenewalLineRecord(
            compound_id=record.compound_id, id=self._store.key(), renewal_id=record.id,
            ledger=ledger, place=place, cells=_json(line),
        )  # fmt: skip


def _clean(ledger: Ledger, told: Mapping[str, str]) -> dict[str, str]:
    words = {column.name: column.word for column in LEDGERS[ledger]}
    return tidied(
        ledger, {name: checked(text, words.get(name, name)) for name, text in told.items()}
    )


def _get(session: Session, ref: Ref) -> RenewalLineRecord:
    record = session.get(RenewalLineRecord, tuple(ref))
    if record is None:
        raise Gone("这一行")
    return record


def _json(line: Mapping[str, str]) -> str:
    return json.dumps(dict(line), ensure_ascii=False, sort_keys=True)


def _read_sheet(read: LedgerRead, sheet: Sheet, name: str) -> None:
    """Bills and sources are written in several ways; the other tables in the columns' words."""
    if read.ledger in {Ledger.COSTS, Ledger.SOURCES}:
        into = PlanFiles()
        _needs(read.ledger, sheet, name, "改造内容" if read.ledger is Ledger.COSTS else "资金来源")
        if read.ledger is Ledger.COSTS:
            plan_files.read_costs(into, sheet, {})
            read.lines = from_costs(into.costs)
        else:
            plan_files.read_funding(into, sheet, {})
            read.lines = from_sources(into.sources)
        read.problems = into.problems
        return
    columns = LEDGERS[read.ledger]
    _needs(read.ledger, sheet, name, next(column.word for column in columns if column.needed))
    for line, row in plan_files.rows_of(sheet):
        told = {column.name: row.get(column.word, "") for column in columns}
        try:
            read.lines.append(_clean(read.ledger, told))
        except Refusal as refusal:
            read.problems.append(PlanProblem(read.ledger.value, line, str(refusal)))


def _needs(ledger: Ledger, sheet: Sheet, name: str, wanted: str) -> None:
    if wanted not in plan_files.heading_of(sheet):
        raise NotALedgerTable(name, wanted, ledger.word)
