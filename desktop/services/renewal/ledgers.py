"""The ledgers of a plan: lines kept by hand or read from a table, and handed out as one."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import Gone, Refusal
from desktop.domain.ids import Ref
from desktop.domain.renewal import costs, plan_files, plan_table
from desktop.domain.renewal.errors import (
    FormerWork,
    NotALedgerTable,
    NothingRead,
    SameWork,
    UnknownVoices,
)
from desktop.domain.renewal.ledger import HIDDEN, LEDGERS, Cells, shown, tidied
from desktop.domain.renewal.plan_files import PlanFiles, PlanProblem
from desktop.domain.renewal.plan_lines import costs_of, from_costs, from_sources
from desktop.domain.renewal.terms import Ledger
from desktop.domain.sheet import Sheet
from desktop.services import outgoing, wall
from desktop.services.records import checked
from desktop.services.renewal import records
from desktop.sheets.child import sheets_apart
from desktop.storage.store import Store
from desktop.storage.tables import (
    CompoundRecord,
    RenewalLineRecord,
    RenewalRecord,
    SuggestionRecord,
)
from desktop.system.files import safe_name


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line with its texts by the columns' names."""

    ref: Ref
    ledger: Ledger
    cells: Cells
    amount: str = ""  # of a line of the bill, in 元


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
            rows = records.rows(session, record, ledger)
        amounts = _amounts(ledger, [cells for _, cells in rows])
        return [
            LedgerLine(Ref(compound_id, key), ledger, cells, amount)
            for (key, cells), amount in zip(rows, amounts, strict=True)
        ]

    def add(self, compound_id: UUID, ledger: Ledger, told: Mapping[str, str]) -> Ref:
        """Write one more line at the end; raise ``NotALedgerValue``."""
        line = _clean(ledger, told)
        with self._store.writing(f"renewal.{ledger.value}.add") as session:
            record = records.plan(session, compound_id)
            _known_voices(session, compound_id, line)
            if ledger is Ledger.WORKS:
                _alone(session, record, line["work"])
            made = self._record(record, ledger, records.next_place(session, record, ledger), line)
            session.add(made)
            return Ref(compound_id, made.id)

    def change(self, ref: Ref, told: Mapping[str, str]) -> None:
        with self._store.writing("renewal.line.change") as session:
            record = _get(session, ref)
            line, before = _clean(record.ledger, told), Cells(json.loads(record.cells))
            _known_voices(session, ref.compound_id, line)
            if record.ledger is Ledger.WORKS:
                line |= {name: before[name] for name in HIDDEN if before[name]}
                if line["work"] != before["work"]:
                    _alone(session, records.plan(session, ref.compound_id), line["work"], ref.id)
                    line["was"] = "\n".join(filter(None, (before["was"], before["work"])))
                    _rename(session, record, before["work"], line["work"])
            record.cells = _json(line)

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

    def read(
        self, path: Path, ledger: Ledger, cancelled: Callable[[], bool] = lambda: False
    ) -> LedgerRead:
        """Read a table of one ledger; writes nothing. A row that cannot be is named. Raise ``Stopped``
        when it was ``cancelled``."""
        read = LedgerRead(ledger)
        taken, others = plan_table.taken(sheets_apart(path, cancelled=cancelled), _wanted(ledger))
        for sheet in taken:
            _read_sheet(read, sheet, path.name)
        read.problems += plan_files.left_out(ledger.value, others)
        if not read.lines and not read.problems:
            raise NothingRead(path.name)
        return read

    def take_over(self, compound_id: UUID, read: LedgerRead) -> None:
        """Put what was read in the place of what the ledger held; a table without one good row takes
        nobody's place."""
        if not read.lines:
            raise NothingRead(read.ledger.word)
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
        kept: dict[str, Cells] = {}
        for key, cells in records.rows(session, record, ledger):
            kept[cells["work"]] = cells
            session.delete(session.get_one(RenewalLineRecord, (record.compound_id, key)))
        here: set[str] = set()
        for place, line in enumerate(told, 1):
            clean = _clean(ledger, line)
            if ledger is Ledger.WORKS and clean["work"] in here:
                raise SameWork(clean["work"])
            here.add(clean.get("work", ""))
            if ledger is Ledger.WORKS and clean["work"] in kept:  # its number on the sheets stays
                before = kept[clean["work"]]
                clean |= {name: before[name] for name in HIDDEN if before[name]}
            session.add(self._record(record, ledger, place, clean))

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
        titles = [column.title for column in columns]
        if ledger is Ledger.COSTS:  # what it comes to, for who reads it; it is not read back
            titles.append("金额（元）")
            rows = [(*row, each) for row, each in zip(rows, _amounts(ledger, told), strict=True)]
        with self._store.reading() as session:
            wall.check(session, compound_id, "\n".join(" | ".join(row) for row in rows))
        return outgoing.put_list(self._store, path, ledger.word, titles, rows)

    def _record(
        self, record: RenewalRecord, ledger: Ledger, place: int, line: Mapping[str, str]
    ) -> RenewalLineRecord:
        if ledger is Ledger.WORKS and not line.get("number"):
            record.works += 1  # given once, printed on the sheets, never another work's
            line = {**line, "number": str(record.works)}
        return RenewalLineRecord(
            compound_id=record.compound_id, id=self._store.key(), renewal_id=record.id,
            ledger=ledger, place=place, cells=_json(line),
        )  # fmt: skip


def _alone(session: Session, record: RenewalRecord, work: str, itself: UUID | None = None) -> None:
    """Raise ``SameWork`` for a work that the list has already, or had under this name: what people
    wished for then is not what is meant now."""
    for key, each in records.rows(session, record, Ledger.WORKS):
        if key == itself:
            continue
        if work == each["work"]:
            raise SameWork(work)
        if work in each["was"].split("\n"):
            raise FormerWork(work, each["work"])


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


def _wanted(ledger: Ledger) -> list[str]:
    """The columns that a table of a ledger has at least; bills and sources come as offices write
    them, too."""
    apart = {Ledger.COSTS: "改造内容", Ledger.SOURCES: "资金来源"}
    if ledger in apart:
        return [apart[ledger]]
    return [column.word for column in LEDGERS[ledger] if column.needed or column.personal]


def _read_sheet(read: LedgerRead, sheet: Sheet, name: str) -> None:
    """A table in the columns' own words, or a bill or sources as offices write them."""
    heading, columns = plan_table.heading_of(sheet), LEDGERS[read.ledger]
    as_offices = read.ledger is Ledger.COSTS  # ours is one of theirs, to the last column
    if as_offices or (read.ledger is Ledger.SOURCES and "怎么算" not in heading):
        into = PlanFiles()
        (wanted,) = _wanted(read.ledger)
        if wanted not in heading:
            raise NotALedgerTable(name, wanted, read.ledger.word)
        if as_offices:
            plan_files.read_costs(into, sheet, {})
            read.lines += from_costs(into.costs)
        else:
            plan_files.read_funding(into, sheet, {})
            read.lines += from_sources(into.sources)
        read.problems += into.problems
        return
    for column in columns:  # a table we wrote has no doors: taken back it would lose them
        if (column.needed or column.personal) and column.word not in heading:
            raise NotALedgerTable(name, column.word, read.ledger.word)
    for line, row in plan_table.rows_of(sheet):
        told = {column.name: _cell(row, column.word) for column in columns}
        try:
            read.lines.append(_clean(read.ledger, told))
        except Refusal as refusal:
            read.problems.append(PlanProblem(read.ledger.value, line, str(refusal)))


def _cell(row: Mapping[str, str], word: str) -> str:
    """What stands under a column; 面积 is what the reading of tables calls 建筑面积."""
    return row.get(word, row.get(plan_table.usual(word), ""))


def _amounts(ledger: Ledger, lines: Sequence[Cells]) -> list[str]:
    """What each line of a bill comes to, in 元; nothing for lines of other ledgers."""
    if ledger is not Ledger.COSTS:
        return [""] * len(lines)
    return [str(each.amount) for each in costs.bill(costs_of(lines)).lines]


def _known_voices(session: Session, compound_id: UUID, line: Mapping[str, str]) -> None:
    """Suggestions that a work is said to come from must be there."""
    told = {int(each) for each in re.findall(r"[0-9]{1,9}", line.get("voices", ""))}
    if not told:
        return
    wanted = select(SuggestionRecord.number).where(
        SuggestionRecord.compound_id == compound_id, SuggestionRecord.number.in_(told)
    )
    if missing := told - set(session.scalars(wanted)):
        raise UnknownVoices("、".join(map(str, sorted(missing))))


def _rename(session: Session, work: RenewalLineRecord, old: str, new: str) -> None:
    """Lines of other ledgers that name a work go along with its new name."""
    wanted = select(RenewalLineRecord).where(
        RenewalLineRecord.compound_id == work.compound_id,
        RenewalLineRecord.renewal_id == work.renewal_id,
        RenewalLineRecord.ledger != Ledger.WORKS,
    )
    for line in session.scalars(wanted).all():
        told = json.loads(line.cells)
        if told.get("work") == old:
            line.cells = _json(told | {"work": new})
