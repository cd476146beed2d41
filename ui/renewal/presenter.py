"""改造方案 without its widgets: what each tab shows is read when the tab is looked at."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.documents.model import Sheet
from desktop.domain.renewal.terms import Ledger, RenewalStage
from desktop.register import Register
from desktop.services.attachments import AttachmentLine
from desktop.services.paper_files import Form
from desktop.services.renewal.ledgers import LedgerLine, LedgerRead
from desktop.services.renewal.papers import RenewalPaper
from desktop.services.renewal.plans import RenewalLine, RenewalPlan
from desktop.services.renewal.schemes import SchemeLine
from desktop.system.files import read_whole
from ui.presenter import Runner
from ui.renewal.acts import RenewalActs
from ui.renewal.screen import NO_COMPOUND, RenewalScreen, Tab


class RenewalPresenter(RenewalActs):
    nouns = frozenset(
        {
            "renewal", "renewal_answer", "renewal_household", "renewal_line", "renewal_scheme",
            "renewal_lift", "attachment", "premises",
        }
    )  # fmt: skip

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(register, runner)
        self._tab = Tab.PLAN

    def use(self, compound: UUID | None) -> None:
        self._change(**vars_of(RenewalScreen(compound=compound, ref=compound)))
        self.load()

    def show_tab(self, tab: int) -> None:
        self._tab = Tab(tab)
        if self._tab is not Tab.DISTRICT:
            self.load()

    def load(self) -> None:
        compound, tab, ledger = self.state.compound, self._tab, self.state.ledger
        if compound is None:
            return

        def work() -> dict[str, Any]:
            line = self._register.renewals.of(compound)
            if line is None:
                return {"line": None, "facts": None, "told": None}
            return {"line": line, **self._told(tab, compound, line, ledger)}

        def loaded(told: dict[str, Any]) -> None:
            if compound == self.state.compound:
                self._change(**told)
                if tab is Tab.LIFTS and self.state.unit:
                    self._count_shares(*self.state.unit)

        self._read(work, loaded)

    def _told(self, tab: Tab, compound: UUID, line: RenewalLine, ledger: Ledger) -> dict[str, Any]:
        """What one tab shows of a plan."""
        register = self._register
        match tab:
            case Tab.SURVEY:
                return {"survey": register.surveys.told(compound)}
            case Tab.LEDGERS:
                lines = tuple(register.ledgers.lines(compound, ledger))
                return {"lines": lines, "facts": register.renewals.facts(compound)}
            case Tab.SCHEMES:
                schemes = tuple(register.schemes.lines(compound))
                photos = register.attachments.lines(line.ref)
                for scheme in schemes:
                    photos += [
                        replace(each, kind=f"第 {scheme.number} 版{each.kind}")
                        for each in register.attachments.lines(scheme.ref)
                    ]
                bodies = tuple(body.name for body in register.bodies.lines(compound))
                return {"schemes": schemes, "photos": tuple(photos), "bodies": bodies}
            case Tab.LIFTS:
                return {"lifts": tuple(register.lifts.lines(compound))}
            case _:
                facts = register.renewals.facts(compound)
                return {"facts": facts, "told": facts, "preview": b"", "preview_of": None}

    # -- the plan ------------------------------------------------------------------------------------

    def keep(self, plan: RenewalPlan) -> None:
        compound = self.state.compound
        if compound is None:
            self.refuse(NO_COMPOUND)
            return
        self._act(lambda: self._register.renewals.keep(compound, plan), "已保存。")

    def move(self, to: RenewalStage) -> None:
        if (compound := self._planned()) is not None:
            self._act(lambda: self._register.renewals.move(compound, to), f"已到“{to.word}”。")

    def read_tables(self, paths: list[Path]) -> None:
        """Read tables; nothing is kept until ``take_over``."""
        here = self.state.compound
        self._act_long(
            "正在读取表格",
            lambda: self._register.renewals.read(paths, lambda: self.long.stopped),
            then=lambda found: self._change_of(here, read=found),
        )

    def take_over(self) -> None:
        compound, read = self.state.compound, self.state.read
        if compound is None or read is None:
            self.refuse("请先读取表格。")
            return
        self._act(
            lambda: self._register.renewals.take_over(compound, read),
            "已收进方案。",
            lambda _: self._change(read=None),
        )

    def throw_away(self) -> None:
        self._change(read=None, table=None, problem="", done="")

    # -- its papers ----------------------------------------------------------------------------------

    def show_paper(
        self, paper: RenewalPaper, sheet: Sheet = Sheet.A4, *, quietly: bool = False
    ) -> None:
        if quietly and self.state.line is None:
            return
        compound = self._planned()
        if compound is None:
            return

        def shown(data: bytes) -> None:
            if compound == self.state.ref:
                self._change(preview=data, preview_of=(compound, paper, sheet))

        def work() -> bytes:
            return self._register.renewal_papers.preview(compound, paper, sheet)

        if quietly:
            self._read(work, shown)
        else:
            self._act(work, "", shown)

    def issue_paper(self, paper: RenewalPaper, sheet: Sheet, then: Callable[[bytes], None]) -> None:
        if (compound := self._planned()) is not None:
            papers = self._register.renewal_papers
            self._act(lambda: papers.issue(compound, paper, sheet), "", then)

    def write_paper(self, paper: RenewalPaper, folder: Path, sheet: Sheet) -> None:
        compound = self._planned()
        if compound is None:
            return

        def work() -> None:
            for form in Form:
                self._register.renewal_papers.write(compound, form, folder, sheet, paper)

        self._act(work, f"PDF 和 Word 已写到 {folder}")

    # -- ledgers -------------------------------------------------------------------------------------

    def show_ledger(self, ledger: Ledger) -> None:
        self._change(ledger=ledger, lines=(), table=None)
        self.load()

    def put_line(self, old: LedgerLine | None, told: Mapping[str, str]) -> None:
        compound, ledger, ledgers = self._planned(), self.state.ledger, self._register.ledgers
        if compound is None:
            return
        if old is None:
            self._act(lambda: ledgers.add(compound, ledger, told), "已登记。")
        else:
            self._act(lambda: ledgers.change(old.ref, told), "已更正。")

    def remove_line(self, line: LedgerLine) -> None:
        def gone(told: dict[str, str]) -> None:
            self._change_of(line.ref.compound_id, removed=(line.ledger, told))

        self._act(lambda: self._register.ledgers.remove(line.ref), "已删除，可以撤销。", gone)

    def bring_back(self) -> None:
        compound, removed = self._planned(), self.state.removed
        if compound is None:
            return
        if removed is None:
            self.refuse("没有刚删除的行。")
            return
        self._act(
            lambda: self._register.ledgers.add(compound, *removed),
            "已放回。",
            lambda _: self._change(removed=None),
        )

    def move_line(self, line: LedgerLine, *, up: bool) -> None:
        self._act(lambda: self._register.ledgers.move(line.ref, up=up))

    def read_ledger(self, path: Path) -> None:
        if (compound := self._planned()) is None:
            return
        ledger = self.state.ledger

        def found(read: LedgerRead) -> None:
            if ledger is self.state.ledger:
                self._change_of(compound, table=read)

        read = self._register.ledgers.read
        self._act_long(
            f"正在读取 {path.name}",
            lambda: read(path, ledger, lambda: self.long.stopped),
            then=found,
        )

    def take_ledger(self) -> None:
        compound, table = self._planned(), self.state.table
        if compound is None or table is None:
            return
        self._act(
            lambda: self._register.ledgers.take_over(compound, table),
            "已代替原来的清单。",
            lambda _: self._change(table=None),
        )

    def write_ledger(self, folder: Path) -> None:
        if (compound := self._planned()) is not None:
            ledger = self.state.ledger
            self._act(
                lambda: self._register.ledgers.write(compound, ledger, folder),
                f"{ledger.word}已写到 {folder}",
            )

    def find_sources(
        self, line: LedgerLine, then: Callable[[list[tuple[int, str]], list[str]], None]
    ) -> None:
        """Suggestions by number, and resolutions, that speak of this work."""
        compound, work, sources = self._planned(), line.cells["work"], self._register.work_sources
        if compound is None:
            return

        def find() -> tuple[list[tuple[int, str]], list[str]]:
            return sources.voices(compound, work), sources.resolutions(compound, work)

        def told(found: tuple[list[tuple[int, str]], list[str]]) -> None:
            if compound == self.state.compound:
                then(*found)

        self._act(find, "", told)

    # -- versions, photos ----------------------------------------------------------------------------

    def fix_scheme(self, said: str) -> None:
        if (compound := self._planned()) is not None:
            self._act(lambda: self._register.schemes.fix(compound, said), "已定下这一版。")

    def approve(
        self, scheme: SchemeLine, by: str, on: date, how: str, *, below: bool = False
    ) -> None:
        approve = self._register.schemes.approve
        self._act(lambda: approve(scheme.ref, by, on, how, below=below), "已记下通过。")

    def post(self, scheme: SchemeLine, on: date, days: int) -> None:
        self._act(
            lambda: self._register.schemes.post(scheme.ref, on, days),
            "",
            lambda last: self._change(done=f"公示到 {last.isoformat()}（首日不算）。"),
        )

    def compare(self, old: int, new: int) -> None:
        if (compound := self._planned()) is not None:
            name = f"第 {old} 版 → " + (f"第 {new} 版" if new else "现在的内容")
            self._act(
                lambda: self._register.schemes.changed(compound, old, new),
                "",
                lambda found: self._change_of(compound, differences=tuple(found), compared=name),
            )

    def add_photos(self, paths: list[Path], kind: str, scheme: SchemeLine | None = None) -> None:
        """Photos of the site, or drawings of one version."""
        line = self.state.line
        if self._planned() is None or line is None:
            return

        def work() -> None:
            for path in paths:
                content = read_whole(path)
                ref = scheme.ref if scheme is not None else line.ref
                self._register.attachments.with_renewal(ref, path.name, kind, content)

        self._act(work, f"收进 {len(paths)} 个文件。")

    def remove_photo(self, photo: AttachmentLine) -> None:
        remove = self._register.attachments.remove_of_renewal
        self._act(lambda: remove(photo.ref), f"“{photo.name}”已删除。")

    def photo(self, line: AttachmentLine, then: Callable[[bytes], None]) -> None:
        self._act(lambda: self._register.attachments.content(line.ref), "", then)


def vars_of(screen: RenewalScreen) -> dict[str, Any]:
    """Every field of a screen: a fresh one takes the place of the old."""
    return {name: getattr(screen, name) for name in screen.__dataclass_fields__}
