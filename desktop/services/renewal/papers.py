"""Every paper of a renewal plan: previewed, looked at before it may hang on a wall, written, kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from itertools import groupby
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from desktop.documents.fonts import Fonts
from desktop.documents.model import Document, Picture, Sheet, reworded, spaced
from desktop.documents.pdf import pdf
from desktop.documents.photos import photo
from desktop.documents.renewal import papers as texts
from desktop.documents.renewal.facts import RenewalFacts
from desktop.documents.renewal.lift_papers import LiftFacts, agreement
from desktop.documents.renewal.papers import Share
from desktop.documents.renewal.parts import doorless
from desktop.documents.renewal.plan import renewal
from desktop.documents.renewal.survey_sheet import SheetFor, survey_sheets
from desktop.domain.errors import NotYet
from desktop.domain.renewal.costs import amount_of, shared
from desktop.domain.renewal.plan_lines import numbered_works, sources_of
from desktop.domain.renewal.survey import Answer, Want, building_name, natural
from desktop.domain.renewal.survey_code import SheetCode
from desktop.domain.renewal.terms import Ledger
from desktop.services import outgoing, wall
from desktop.services.paper_files import Form, keep, lies_there, rendered, words_digest
from desktop.services.renewal import records
from desktop.services.renewal.lifts import Lifts
from desktop.services.renewal.plans import Renewals
from desktop.services.renewal.schemes import Schemes
from desktop.storage.store import Store
from desktop.storage.tables import AttachmentRecord, CompoundRecord, PaperRecord, RenewalRecord
from desktop.system.files import safe_name

BEFORE, AFTER, SIGN = "改造前照片", "改造后照片", "效果图"
SHOWN = (BEFORE, AFTER, SIGN)  # what hangs on a wall; 图纸 and 公示照片 stay in the file
MOST_PHOTOS = 4


class RenewalPaper(Enum):
    """What is printed of a plan."""

    PLAN = "改造方案"
    PUBLICITY = "改造方案公示"
    SITE_SIGN = "改造公示牌"
    RESULT = "意愿调查结果公示"
    SHARES = "居民出资分户表"
    CHANGES = "方案变更对照表"
    COMMENTS = "意见采纳情况公示"
    RATINGS = "改造效果评价公示"
    JOINED = "联片改造方案"


class RenewalPapers:
    def __init__(
        self, store: Store, plans: Renewals, schemes: Schemes, lifts: Lifts, fonts: Fonts
    ) -> None:
        self._store, self._plans, self._schemes = store, plans, schemes
        self._lifts, self._fonts = lifts, fonts

    def document(self, compound_id: UUID, paper: RenewalPaper) -> Document:
        """A paper as the facts are now; raise ``NotYet`` while it cannot be made.

        Doors stand only in the list of who pays how much: whatever else somebody typed, the name of
        a work as well as a reason, is printed without them.
        """
        made = self._made(compound_id, paper)
        return made if paper is RenewalPaper.SHARES else reworded(made, doorless)

    def _made(self, compound_id: UUID, paper: RenewalPaper) -> Document:
        makers: Mapping[RenewalPaper, Callable[[UUID], Document]] = {
            RenewalPaper.PUBLICITY: self._publicity,
            RenewalPaper.SITE_SIGN: self._sign,
            RenewalPaper.SHARES: self._shares,
            RenewalPaper.CHANGES: self._changes,
            RenewalPaper.JOINED: self._joined,
        }
        if paper in makers:
            return makers[paper](compound_id)
        facts, day = self._plans.facts(compound_id), self._store.clock().date()
        match paper:
            case RenewalPaper.RESULT:
                return texts.survey_result(facts, day)
            case RenewalPaper.COMMENTS:
                return texts.comments(facts, day)
            case RenewalPaper.RATINGS:
                return texts.ratings(facts, day)
            case _:
                return renewal(facts)

    def preview(
        self, compound_id: UUID, paper: RenewalPaper = RenewalPaper.PLAN, sheet: Sheet = Sheet.A4
    ) -> bytes:
        return pdf(self.document(compound_id, paper), self._fonts, sheet=sheet)

    def issue(self, compound_id: UUID, paper: RenewalPaper, sheet: Sheet = Sheet.A4) -> bytes:
        """The PDF that is printed now, looked at first (``PrivateOnNotice``)."""
        document = self.document(compound_id, paper)
        self._look(compound_id, document)
        return pdf(document, self._fonts, self._store.clock(), sheet)

    def write(
        self,
        compound_id: UUID,
        form: Form,
        folder: Path,
        sheet: Sheet = Sheet.A4,
        paper: RenewalPaper = RenewalPaper.PLAN,
    ) -> Path:
        """Write a paper into a folder; give its path."""
        document = self.document(compound_id, paper)
        self._look(compound_id, document)
        return self._keep(compound_id, document, paper.value, form, folder, sheet)

    def write_plan(
        self, compound_id: UUID, forms: Sequence[Form], folder: Path
    ) -> tuple[list[Path], int]:
        """The plan's document in these forms, made once. Give the paths, and how many lay there
        already and would say the same."""
        document = self.document(compound_id, RenewalPaper.PLAN)
        there = self._lying_there(compound_id, document, folder)
        due = [form for form in forms if form.name not in there]
        if due:
            self._look(compound_id, document)
        title = RenewalPaper.PLAN.value
        paths = [self._keep(compound_id, document, title, form, folder, Sheet.A4) for form in due]
        return paths, len(forms) - len(due)

    def _lying_there(self, compound_id: UUID, document: Document, folder: Path) -> set[str]:
        """In which forms this very paper lies in a folder, of whatever day."""
        wanted = select(PaperRecord.path, PaperRecord.form).where(
            PaperRecord.compound_id == compound_id, PaperRecord.said == words_digest(document)
        )
        with self._store.reading() as session:
            kept = [(Path(path), form) for path, form in session.execute(wanted)]
        return {
            form
            for path, form in kept
            if path.parent == folder and lies_there(self._store, compound_id, path, document)
        }

    # -- one household, one unit -------------------------------------------------------------------

    def sheets(
        self, compound_id: UUID, folder: Path, stop: Callable[[int], bool] = lambda _: False
    ) -> list[Path]:
        """The survey sheets of every building as one PDF each; ``stop`` is told how many sheets are
        done, and ends the work after the building at hand by being true."""
        with self._store.reading() as session:
            record = records.plan(session, compound_id)
            asked = records.listed(session, record)
            works = numbered_works(records.lines(session, record, Ledger.WORKS))
            name = session.get_one(CompoundRecord, compound_id).name
        if not asked:
            raise NotYet("调查表", "还没有调查名单，请先从名册列出")
        order = sorted(asked, key=lambda line: (natural(line[2].building), line[1]))
        paths, done = [], 0
        for building, some in groupby(order, key=lambda line: line[2].building):
            if stop(done):
                break
            sheets = [
                SheetFor(household.door, SheetCode(record.number, place))
                for _, place, household in some
            ]
            document = survey_sheets(name, works, sheets)
            title = f"{name}调查表 {building_name(building)}" if building else f"{name}调查表"
            path = folder / safe_name(f"{self._day()} {title}.pdf")
            outgoing.put(self._store, path, pdf(document, self._fonts, self._store.clock()))
            paths.append(path)
            done += len(sheets)
        return paths

    def agreement(self, compound_id: UUID, building: str, unit: str) -> Document:
        """加装电梯协议书 of one unit."""
        line = self._lifts.line(compound_id, building, unit)
        facts = self._plans.facts(compound_id)
        told = LiftFacts(
            facts.compound, facts.community, line.name, len(line.answers), line.rule,
            line.standing, self._lifts.terms(line),
            tuple(self._lifts.shares(compound_id, building, unit)),
        )  # fmt: skip
        return agreement(told)

    def write_agreement(
        self, compound_id: UUID, building: str, unit: str, form: Form, folder: Path
    ) -> Path:
        document = self.agreement(compound_id, building, unit)
        self._look(compound_id, document)
        return self._keep(compound_id, document, "加装电梯协议书", form, folder, Sheet.A4)

    # -- how each is made --------------------------------------------------------------------------

    def _publicity(self, compound_id: UUID) -> Document:
        facts = self._dated(compound_id)
        return texts.publicity(facts, self._photos(compound_id), self._store.clock().date())

    def _sign(self, compound_id: UUID) -> Document:
        return texts.site_sign(self._plans.facts(compound_id), self._photos(compound_id))

    def _dated(self, compound_id: UUID) -> RenewalFacts:
        """The facts, with the last day of each publicity counted by law."""
        facts = self._plans.facts(compound_id)
        told = tuple(each.facts for each in reversed(self._schemes.lines(compound_id)))
        return replace(facts, schemes=told)

    def _shares(self, compound_id: UUID) -> Document:
        facts = self._plans.facts(compound_id)
        sources = [
            each
            for each in sources_of(facts.lines(Ledger.SOURCES))
            if each.each is not None or each.by_area is not None
        ]
        if facts.by_hand:
            raise NotYet("居民出资分户表", "意愿是填的总数，没有逐户的答复")
        paying = [each for each in facts.answers if each.want is Want.YES]
        everybody = any(each.everybody for each in sources)
        rows = facts.answers if everybody else tuple(paying)
        columns = []
        for source in sources:
            payers = facts.answers if source.everybody else paying
            if source.by_area is not None:
                _measured(payers)
            weights = {
                each.door: (each.area or _ZERO) if source.by_area is not None else _ONE
                for each in payers
            }
            total = amount_of(source, facts.payers)
            parts = shared(total, list(weights.values())) if any(weights.values()) else []
            columns.append(dict(zip(weights, parts, strict=False)))
        told = [
            Share(each.door, each.area, tuple(column.get(each.door, _ZERO) for column in columns))
            for each in _walking(rows)
        ]
        names = [each.name for each in sources]
        return texts.shares(facts, names, told if sources else [])

    def _changes(self, compound_id: UUID) -> Document:
        lines = self._schemes.lines(compound_id)
        if not lines:
            raise NotYet("变更对照表", "还没有方案版本，请先点“定一版…”")
        new = lines[0].number
        if len(lines) > 1:
            old, names = lines[1].number, (f"第 {new - 1} 版", f"第 {new} 版")
        else:
            old, new, names = new, 0, ("第 1 版", "现在的内容")
        found = self._schemes.changed(compound_id, old, new)
        return texts.changes(self._plans.facts(compound_id), *names, found)

    def _joined(self, compound_id: UUID) -> Document:
        """The plans of one area: all that bear the same 联片 name."""
        with self._store.reading() as session:
            area = records.plan(session, compound_id).area_name
            if not area:
                raise NotYet("联片改造方案", "方案里没有写联片名称")
            wanted = (
                select(RenewalRecord.compound_id)
                .join(CompoundRecord, CompoundRecord.id == RenewalRecord.compound_id)
                .where(RenewalRecord.area_name == area)
                .order_by(CompoundRecord.name)
            )
            members = list(session.scalars(wanted))
        plans = [self._plans.facts(each) for each in members]
        return texts.joined(area, plans, self._store.clock().date())

    def _photos(self, compound_id: UUID) -> list[tuple[Picture, str]]:
        """Photos of before and after side by side, the newest of each kind; no more than four."""
        with self._store.reading() as session:
            record = records.plan(session, compound_id)
            wanted = (
                select(AttachmentRecord.kind, AttachmentRecord.content)
                .where(
                    AttachmentRecord.compound_id == compound_id,
                    AttachmentRecord.renewal_id == record.id,
                    AttachmentRecord.kind.in_(SHOWN),
                )
                .order_by(AttachmentRecord.id.desc())
            )
            kept = list(session.execute(wanted))
        found: dict[str, list[Picture]] = {kind: [] for kind in SHOWN}
        for kind, content in kept:
            if len(found[kind]) < MOST_PHOTOS // 2 and (made := photo(content)) is not None:
                found[kind].append(Picture(made.data, made.width, made.height))
        pairs = [
            (each, word)
            for place in range(MOST_PHOTOS // 2)
            for kind, word in ((BEFORE, "改造前"), (AFTER, "改造后"))
            for each in found[kind][place : place + 1]
        ]
        if found[SIGN]:  # in a row of their own, below the first pair
            pairs = pairs[:2]
        return [*pairs, *((each, "效果图") for each in found[SIGN])][:MOST_PHOTOS]

    # -- keeping -----------------------------------------------------------------------------------

    def _look(self, compound_id: UUID, document: Document) -> None:
        with self._store.reading() as session:
            wall.check(session, compound_id, spaced(document))

    def _keep(
        self,
        compound_id: UUID,
        document: Document,
        title: str,
        form: Form,
        folder: Path,
        sheet: Sheet,
    ) -> Path:
        data = rendered(document, form, self._fonts, self._store.clock(), sheet)
        path = folder / self._name(compound_id, document.title, form, folder, sheet)
        outgoing.put(self._store, path, data)
        with self._store.writing("paper.write") as session:
            said = words_digest(document)
            keep(self._store, session, compound_id, title, form, path, data, said=said)
        return path

    def _name(self, compound_id: UUID, title: str, form: Form, folder: Path, sheet: Sheet) -> str:
        """The file's name, with the compound in it; with the plan's number where another compound's
        paper has it already."""
        size = "" if sheet is Sheet.A4 else f" {sheet.name}"
        with self._store.reading() as session:
            compound = session.get_one(CompoundRecord, compound_id).name
            number = records.plan(session, compound_id).number
            whole = title if compound in title else f"{compound} {title}"
            whole = wall.file_title(session, compound_id, whole)
            name = safe_name(f"{self._day()} {whole}{size}.{form.value}")
            others = select(PaperRecord.id).where(
                PaperRecord.path == str(folder / name), PaperRecord.compound_id != compound_id
            )
            if session.scalar(others.limit(1)) is None:
                return name
        return safe_name(f"{self._day()} {whole}（{number}）{size}.{form.value}")

    def _day(self) -> str:
        return self._store.clock().date().isoformat()


def _measured(payers: Sequence[Answer]) -> None:
    """Nobody pays nothing because nobody has measured."""
    if unknown := [each.door for each in payers if not each.area]:
        why = f"{unknown[0]}等 {len(unknown)} 户没有面积，按面积出资算不出来"
        raise NotYet("居民出资分户表", why)


_ZERO, _ONE = Decimal("0.00"), Decimal(1)


def _walking(answers: Iterable[Answer]) -> list[Answer]:
    """Households in walking order."""
    return sorted(
        answers, key=lambda each: (natural(each.building), natural(each.unit), natural(each.room))
    )
