"""Personal data of one person: found, handed out, erased, kept no longer than needed, seen on record."""

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.fonts import Fonts
from desktop.documents.model import Document
from desktop.documents.pdf import pdf
from desktop.documents.personal_paper import Held, personal_paper
from desktop.domain import masking, personal
from desktop.domain.chain import Value
from desktop.domain.errors import BadRules, Gone, ReasonNeeded
from desktop.domain.ids import OFFICE, Ref
from desktop.domain.personal import Column, Kind
from desktop.domain.personal_errors import (
    ErasureStale,
    NameForErasing,
    NoNumberThere,
    NothingKept,
    NothingToErase,
    PersonInReason,
    SeveralOfThatName,
)
from desktop.domain.rights import Right
from desktop.services import (
    outgoing,
    personal_erasing,
    personal_finding,
    personal_lines,
    personal_links,
    wall,
)
from desktop.services.personal_erasing import Fate
from desktop.services.personal_finding import RECORDS, Sought, Whom, attribute, shown
from desktop.services.personal_lines import Kept as Kept
from desktop.services.records import short
from desktop.services.upkeep import Upkeep
from desktop.storage.backups import Backup
from desktop.storage.store import Store
from desktop.storage.tables import CommunityRecord, CompoundRecord, HistoryRecord
from desktop.system.files import safe_name

ERASE, UNMASK = "personal.erase", "personal.unmask"  # the acts, as the history names them
OWNER_NUMBERS = ("phone", "more_phones", "id_tail")  # of an owner: what is masked on every list
SEEN = "（已记入查看记录）"
BEFORE = "删除个人信息前"  # why a backup was made
_SEEN_MOST = 500  # looks that are listed


@dataclass(frozen=True, slots=True)
class Preview:
    """What erasing would do. ``backups`` keep what is erased until they themselves expire."""

    goes: tuple[Kept, ...]
    stays: tuple[Kept, ...]
    backups: tuple[Backup, ...]
    server: bool  # the data lies on a server, whose keeper must clear files and backups
    seen: frozenset[tuple[str, Ref, str]]  # exactly what was shown


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done. ``clean``: nothing of it is left in the file; else others have it open,
    or the disk has no room for it to be written anew."""

    rows: int
    backup: Path | None
    clean: bool


@dataclass(frozen=True, slots=True)
class DueLine:
    """A row whose time is over."""

    table: str
    id: Ref
    word: str
    where: str
    columns: str
    since: date


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody has looked at a full number."""

    at: str
    who: str
    act: str
    what: str


class PersonalData:
    def __init__(self, store: Store, folder: Path, fonts: Fonts, upkeep: Upkeep) -> None:
        self._store, self._fonts, self._upkeep = store, fonts, upkeep
        self.catalogue = personal.catalogue("personal.toml", _load(folder / "personal.toml"))

    @contextmanager
    def _asking(self) -> Iterator[Session]:
        """A reading about one person; raise ``NotAllowed`` for who may not hand out or erase."""
        self._store.operator.demand(Right.ERASE)
        with self._store.reading() as session:
            yield session

    # -- one person ------------------------------------------------------------------------------

    def find(self, sought: Sought) -> list[Kept]:
        """Everything kept about one person, and where others' rows mention him."""
        with self._asking() as session:
            who, fates = self._fates(session, personal_finding.whom(session, sought))
            return personal_lines.lines(session, fates, who)

    def links(self, sought: Sought) -> list[tuple[str, str]]:
        """What is kept about him without his name beside it: doors, seats, attendance, votes by name."""
        with self._asking() as session:
            return personal_links.links(session, personal_finding.whom(session, sought))

    def paper(self, sought: Sought) -> Document:
        """“我的信息” as it is handed to the person; raise ``NothingKept`` where nothing is."""
        with self._asking() as session:
            who, fates = self._fates(session, _one(session, sought, "交给本人的告知单"))
            lines = personal_lines.lines(session, fates, who)
            links = personal_links.links(session, who)
            if not lines and not links:
                raise NothingKept
            held = [
                Held(each.word, each.where, each.told, each.purpose, each.basis, each.until)
                for each in lines
            ]
            office = session.scalars(select(CommunityRecord.name)).first() or ""
            return personal_paper(
                office, sought.name.strip(), held, links, self._store.clock().date()
            )

    def export(self, sought: Sought, folder: Path) -> list[Path]:
        """The paper as PDF, and the same as JSON and CSV for another program; give their paths.

        It leaves a row in the history: that it was handed out, not to whom.
        """
        document = self.paper(sought)
        with self._asking() as session:
            who, fates = self._fates(session, personal_finding.whom(session, sought))
            lines = personal_lines.lines(session, fates, who)
            links = personal_links.links(session, who)
        day = self._store.clock().date().isoformat()
        whose = masking.mask_name(sought.name).replace("*", "某")
        named = safe_name(f"{day} {document.title} {whose}")
        written = [
            (f"{named}.pdf", pdf(document, self._fonts, self._store.clock())),
            (f"{named}.json", personal_lines.as_json(day, lines, links)),
            (f"{named}.csv", personal_lines.as_csv(lines, links)),
        ]
        for name, data in written:
            outgoing.put(self._store, folder / name, data, Right.ERASE)
        with self._store.writing("personal.export"):
            self._store.touched(
                OFFICE, "personal", self._store.key(), "export", {"rows": len(lines)}
            )
        return [folder / name for name, _ in written]

    # -- erasing ---------------------------------------------------------------------------------

    def preview(self, sought: Sought) -> Preview:
        """What erasing would empty, what would stay and why, and which backups keep it longer."""
        with self._asking() as session:
            who, fates = self._fates(session, _one(session, sought, "删除"))
            lines = personal_lines.lines(session, fates, who)
        if not lines:
            raise NothingKept
        return Preview(
            tuple(line for line in lines if line.goes),
            tuple(line for line in lines if line.why),
            tuple(self._upkeep.backups()),
            self._upkeep.path is None,
            _seen(fates),
        )

    def erase(self, sought: Sought, reason: str, seen: Preview) -> Erased:
        """Empty exactly what was shown, values and salts, in one transaction, after a backup.

        Raise ``ErasureStale`` when it is no longer what was shown.
        """
        self._store.operator.demand(Right.ERASE)  # before a backup is made for it
        why = self._reason(reason, sought)
        if not seen.goes:
            raise NothingToErase(seen.stays[0].why if seen.stays else "没有登记")
        backup = self._upkeep.back_up(BEFORE)
        with self._store.writing(ERASE) as session:
            who, fates = self._fates(session, _one(session, sought, "删除"))
            if _seen(fates) != seen.seen:
                raise ErasureStale
            rows = self._empty(session, fates, who, why)
        return Erased(rows, backup, self._clean())

    def due(self, today: date) -> list[DueLine]:
        """What is past its time; nothing goes by itself, a person decides."""
        with self._store.reading() as session:
            return [
                DueLine(
                    fate.found.holding.table,
                    fate.found.ref,
                    fate.found.holding.word,
                    fate.found.where,
                    "、".join(column.going for column in fate.goes),
                    since,
                )
                for fate, since in personal_erasing.overdue(session, self.catalogue, today)
            ]

    def erase_due(self, lines: Sequence[DueLine], reason: str) -> Erased:
        """Empty these rows whose time is over; raise ``ErasureStale`` when one is not any more."""
        self._store.operator.demand(Right.ERASE)
        why = self._reason(reason, Sought())
        wanted = {(line.table, line.id) for line in lines}
        if not wanted:
            raise NothingToErase("没有到期的信息")
        backup = self._upkeep.back_up(BEFORE)
        with self._store.writing(ERASE) as session:
            today = self._store.clock().date()
            over = personal_erasing.overdue(session, self.catalogue, today)
            fates = [
                fate for fate, _ in over if (fate.found.holding.table, fate.found.ref) in wanted
            ]
            if len(fates) != len(wanted):
                raise ErasureStale
            rows = self._empty(session, fates, None, why)
        return Erased(rows, backup, self._clean())

    # -- looking at full numbers -----------------------------------------------------------------

    def unmask(self, table: str, ref: Ref, columns: Sequence[str]) -> str:
        """The full numbers of one row, after it is on record that they were looked at.

        Raise ``NoNumberThere`` when there are none; then nothing is recorded.
        """
        with self._store.writing(UNMASK) as session:
            record = session.get(RECORDS[table], tuple(ref))
            if record is None:
                raise Gone(self.catalogue[table].word)
            numbers = [name for name in columns if _is_number(self.catalogue[table].column(name))]
            told = {name: shown(getattr(record, attribute(record, name))) for name in numbers}
            there = {name: value for name, value in told.items() if value}
            if not there:
                words = [self.catalogue[table].column(name).word for name in columns]
                raise NoNumberThere("、".join(words))
            self._store.touched(
                ref.compound_id, table, ref.id, "unmask", {"columns": [*sorted(there)]}
            )
            return "、".join(there.values())

    def looks(self) -> list[Look]:
        """Who has looked at full numbers, handed data out or erased it, newest first."""
        wanted = (
            select(HistoryRecord)
            .where(HistoryRecord.action.in_((*_ACTS,)), HistoryRecord.noun != "signer")
            .order_by(HistoryRecord.at.desc(), HistoryRecord.sequence.desc())
            .limit(_SEEN_MOST)
        )
        here = self._store.clock().tzinfo
        with self._store.reading() as session:
            found = session.execute(select(CompoundRecord.id, CompoundRecord.name))
            names = {row[0]: row[1] for row in found}
            return [
                Look(
                    datetime.fromisoformat(row.at).astimezone(here).isoformat(timespec="minutes"),
                    row.actor,
                    _ACTS[row.action],
                    " ".join(filter(None, (names.get(row.compound_id, ""), self._word(row.noun)))),
                )
                for row in session.scalars(wanted)
            ]

    # -- shared steps ----------------------------------------------------------------------------

    def _word(self, table: str) -> str:
        return self.catalogue[table].word if table in self.catalogue else ""

    def _fates(self, session: Session, who: Whom) -> tuple[Whom, list[Fate]]:
        wider, found = personal_finding.everything(session, self.catalogue, who)
        return wider, personal_erasing.fates(session, found, self._store.clock().date())

    def _empty(self, session: Session, fates: Sequence[Fate], who: Whom | None, why: str) -> int:
        going = [fate for fate in fates if fate.goes]
        for fate in going:
            personal_erasing.empty(self._store, session, fate, who)
        if who is not None:
            personal_erasing.drop_drafts(session, who)
        told: dict[str, Value] = {"reason": why, "rows": len(going)}
        self._store.touched(OFFICE, "personal", self._store.key(), "erase", told)
        return len(going)

    def _reason(self, reason: str, sought: Sought) -> str:
        why = short(reason, "原因")
        if not why:
            raise ReasonNeeded("删除个人信息")
        with self._store.reading() as session:
            numbers = wall.numbers(session, why)
        if numbers or (sought.name.strip() and sought.name.strip() in why):
            raise PersonInReason
        return why

    def _clean(self) -> bool:
        return self._upkeep.scrub()


_ACTS = {ERASE: "删除", UNMASK: "查看完整号码", "personal.export": "交给本人"}


def _is_number(column: Column) -> bool:
    """Whether a column is what lists mask; how somebody voted or what he said is never shown so."""
    return column.kind is Kind.PHONE or column.name == "id_tail"


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as wrong:
        raise BadRules(path.name, "整个文件", str(wrong)) from wrong


def _one(session: Session, sought: Sought, what: str) -> Whom:
    """Who is meant, where it must be one person."""
    if not sought.name.strip():
        raise NameForErasing(what)
    who = personal_finding.whom(session, sought)
    if who.same > 1:
        raise SeveralOfThatName(who.same)
    return who


def _seen(fates: Sequence[Fate]) -> frozenset[tuple[str, Ref, str]]:
    return frozenset(
        (fate.found.holding.table, fate.found.ref, column.name)
        for fate in fates
        for column in fate.goes
    )
