"""All compounds in one table: how far each plan is, in figures; and figures that other offices report."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, select, type_coerce
from sqlalchemy.orm import Session

from desktop.documents.fonts import Fonts
from desktop.domain.errors import Refusal
from desktop.domain.renewal import costs
from desktop.domain.renewal.consent import Consent
from desktop.domain.renewal.figures import COLUMNS, DECIMALS, NUMBERS, read_figures
from desktop.domain.renewal.ledger import Cells
from desktop.domain.renewal.plan_lines import costs_of, sources_of
from desktop.domain.renewal.survey import Want, Wish, percent_words
from desktop.domain.renewal.terms import Base, Ledger
from desktop.services import outgoing
from desktop.services.batches import BatchDone
from desktop.services.paper_files import Form
from desktop.services.renewal import records
from desktop.services.renewal.papers import RenewalPapers
from desktop.services.renewal.plans import hand_wish
from desktop.sheets.child import sheets_apart
from desktop.storage.store import Store
from desktop.storage.tables import (
    CommunityRecord,
    CompoundRecord,
    RenewalAnswerRecord,
    RenewalFiguresRecord,
    RenewalHouseholdRecord,
    RenewalLineRecord,
    RenewalRecord,
)


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One compound's plan in figures: 户, m², 元. ``id``: its compound here, or ``None`` when another
    office has reported it. ``stage`` is blank while there is no plan."""

    id: UUID | None
    office: str
    compound: str
    area_name: str = ""
    stage: str = ""
    households: int = 0
    answered: int = 0
    yes: int = 0
    no: int = 0
    area: Decimal = Decimal(0)
    area_yes: Decimal = Decimal(0)
    consent: str = ""
    reached: bool = False
    budget: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    overdue: int = 0

    @property
    def gap(self) -> Decimal:
        return self.budget - self.paid

    @property
    def share(self) -> str:
        return percent_words(self.yes, self.households)

    def cells(self) -> tuple[str, ...]:
        """As a row of the street's table."""
        return (
            self.office, self.compound, self.area_name, self.stage, str(self.households),
            str(self.answered), str(self.yes), str(self.no), str(self.area), str(self.area_yes),
            self.consent, "是" if self.reached else "否", str(self.budget), str(self.paid),
            str(self.gap), str(self.overdue),
        )  # fmt: skip


class Overview:
    def __init__(self, store: Store, papers: RenewalPapers, fonts: Fonts) -> None:
        self._store, self._papers, self._fonts = store, papers, fonts

    def lines(self) -> list[OverviewLine]:
        """Every compound of this file by name, then what others have reported."""
        today = self._store.clock().date()
        with self._store.reading() as session:
            office = session.scalars(select(CommunityRecord.name)).first() or ""
            named = session.execute(
                select(CompoundRecord.id, CompoundRecord.name).order_by(CompoundRecord.name)
            ).all()
            plans = {each.compound_id: each for each in session.scalars(select(RenewalRecord))}
            said, asked, lines = _answers(session), _asked(session), _lines(session)
            others = [_reported(each) for each in session.scalars(_reports())]
        own = []
        for key, name in named:
            record = plans.get(key)
            if record is None:
                own.append(OverviewLine(key, office, name))
                continue
            wish = _wish(said.get(str(key), {}), asked.get(str(key), {}))
            by_hand = hand_wish(record.hand)
            told = by_hand if by_hand is not None and str(key) not in said else wish
            own.append(_line(record, office, name, told, lines, today))
        return own + others

    def write(self, folder: Path) -> Path:
        """The table for the street as XLSX; another office can take it in."""
        path = folder / f"{self._store.clock().date().isoformat()} 改造汇总表.xlsx"
        rows = [each.cells() for each in self.lines()]
        return outgoing.put_list(self._store, path, "改造汇总", COLUMNS, rows)

    def take_in(self, path: Path, cancelled: Callable[[], bool] = lambda: False) -> int:
        """Take in the figures of another office; the same compound again replaces what it reported
        before. Figures alone: a table with other columns is refused (``NotFigures``)."""
        lines = read_figures(sheets_apart(path, cancelled=cancelled), path.name)
        with self._store.writing("renewal.figures") as session:
            office = session.scalars(select(CommunityRecord.name)).first() or ""
            known = {(each.office, each.compound): each for each in session.scalars(_reports())}
            told = [each for each in lines if each["办事处"] != office]
            for each in told:
                record = known.get((each["办事处"], each["小区"]))
                if record is None:
                    record = RenewalFiguresRecord(
                        id=self._store.key(), office=each["办事处"], compound=each["小区"]
                    )
                    session.add(record)
                record.figures = json.dumps(each, ensure_ascii=False, sort_keys=True)
                record.file = path.name
                record.at = self._store.clock().isoformat(timespec="seconds")
        return len(told)

    def forget(self, office: str) -> int:
        """Take out what an office has reported; give how many compounds."""
        with self._store.writing("renewal.figures.forget") as session:
            found = [each for each in session.scalars(_reports()) if each.office == office]
            for each in found:
                session.delete(each)
            return len(found)

    def write_plans(
        self, forms: Sequence[Form], folder: Path, stop: Callable[[int], bool] = lambda _: False
    ) -> BatchDone:
        """The plan document of every compound that has one. What lies in the folder and would say
        the same is not written again, so that a stopped batch goes on."""
        with self._store.reading() as session:
            wanted = session.execute(
                select(CompoundRecord.id, CompoundRecord.name)
                .join(RenewalRecord, RenewalRecord.compound_id == CompoundRecord.id)
                .order_by(CompoundRecord.name)
            ).all()
        written = skipped = 0
        refused: list[tuple[str, str]] = []
        stopped = False
        for done, (key, name) in enumerate(wanted):
            if stop(done):
                stopped = True
                break
            try:
                paths, there = self._papers.write_plan(key, forms, folder)
                written, skipped = written + len(paths), skipped + there
            except Refusal as refusal:
                refused.append((name, str(refusal)))
        return BatchDone(written, skipped, tuple(refused), stopped)

    def planned(self) -> int:
        """How many compounds have a plan."""
        with self._store.reading() as session:
            return len(session.scalars(select(RenewalRecord.id)).all())


Room = tuple[str, str, str]
Said = dict[Room, tuple[str, str]]  # what a household wants, and its m² as written


def _answers(session: Session) -> dict[str, Said]:
    """What counts of every household, by compound: the later day, and of one day the later sheet."""
    a = RenewalAnswerRecord
    wanted = select(
        _plain(a.compound_id), a.building, a.unit, a.room, a.area, a.want, _plain(a.on)
    ).order_by(a.compound_id, a.place)
    found: dict[str, Said] = {}
    days: dict[tuple[str, Room], str] = {}
    for compound, building, unit, room, area, want, on in session.execute(wanted):
        where, key = (building, unit, room), str(compound)
        day = on or ""
        if day >= days.get((key, where), ""):
            if day:
                days[key, where] = day
            found.setdefault(key, {})[where] = (want, area)
    return found


def _asked(session: Session) -> dict[str, dict[Room, str]]:
    """Who is on the list, with the m² it tells."""
    h = RenewalHouseholdRecord
    found: dict[str, dict[Room, str]] = {}
    wanted = select(_plain(h.compound_id), h.building, h.unit, h.room, h.area)
    for compound, building, unit, room, area in session.execute(wanted):
        found.setdefault(str(compound), {})[building, unit, room] = area
    return found


def _plain(column: Any) -> Any:
    """A key or a day as the database has it: making 45,000 of each costs a tenth of a second."""
    return type_coerce(column, Text)


def _wish(said: Said, asked: dict[Room, str]) -> Wish:
    """The same as ``survey.wish`` of everyone, without an object for each of 45,000 households."""
    count = dict.fromkeys(Want, 0)
    areas = dict.fromkeys(Want, Decimal(0))
    unmeasured = 0
    for where in dict.fromkeys((*asked, *said)):
        told, written = said.get(where, (Want.NONE.value, ""))
        want = _WANTS[told]
        count[want] += 1
        if area := asked.get(where) or written:
            areas[want] += Decimal(area)
        else:
            unmeasured += 1
    return Wish(
        sum(count.values()), count[Want.YES], count[Want.NO], count[Want.NONE],
        sum(areas.values(), Decimal(0)), areas[Want.YES], areas[Want.NO],
        unmeasured,
    )  # fmt: skip


_WANTS = {want.value: want for want in Want}


def _lines(session: Session) -> dict[tuple[UUID, Ledger], list[Cells]]:
    line = RenewalLineRecord
    wanted = (
        select(line.compound_id, line.ledger, line.cells)
        .where(line.ledger.in_((Ledger.COSTS, Ledger.SOURCES, Ledger.PHASES)))
        .order_by(line.place)
    )
    found: dict[tuple[UUID, Ledger], list[Cells]] = {}
    for compound, ledger, cells in session.execute(wanted):
        found.setdefault((compound, ledger), []).append(Cells(json.loads(cells)))
    return found


def _line(
    record: RenewalRecord,
    office: str,
    name: str,
    told: Wish,
    lines: dict[tuple[UUID, Ledger], list[Cells]],
    today: date,
) -> OverviewLine:
    key = record.compound_id
    consent = Consent(records.share(record.share), record.source, Base(record.base), record.by_area)
    paying = costs.Payers(told.yes, told.area_yes, told.households, told.area)
    bill = costs.bill(costs_of(lines.get((key, Ledger.COSTS), ())))
    paid = costs.funding(sources_of(lines.get((key, Ledger.SOURCES), ())), paying)
    return OverviewLine(
        key, office, name, record.area_name, record.stage.word, told.households, told.answered,
        told.yes, told.no, told.area, told.area_yes, consent.words, consent.reached(told),
        bill.total, paid.total, _overdue(lines.get((key, Ledger.PHASES), ()), today),
    )  # fmt: skip


def _overdue(phases: Iterable[Cells], today: date) -> int:
    """Stages of the works whose last day is over and that are not done."""
    return sum(
        each["state"] != "已完成" and (each.day("until") or today) < today for each in phases
    )


def _reports() -> Select[RenewalFiguresRecord]:
    return select(RenewalFiguresRecord).order_by(
        RenewalFiguresRecord.office, RenewalFiguresRecord.compound
    )


def _reported(record: RenewalFiguresRecord) -> OverviewLine:
    told: dict[str, str] = json.loads(record.figures)
    whole = {name: int(told[name]) for name in NUMBERS}
    parts = {name: Decimal(told[name]) for name in DECIMALS}
    return OverviewLine(
        None, record.office, record.compound, told["联片"], told["阶段"], whole["户数"],
        whole["已答"], whole["愿意"], whole["不愿意"], parts["面积"], parts["愿意面积"],
        told["同意比例"], told["达到"] == "是", parts["预算"], parts["资金"], whole["逾期阶段"],
    )  # fmt: skip
