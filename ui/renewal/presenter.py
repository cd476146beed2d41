"""改造方案 without its widgets: the plan of the compound, what was read of its tables, its figures."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from desktop.documents.model import Sheet
from desktop.documents.renewal_plan import RenewalFacts
from desktop.domain.plan_files import PlanFiles
from desktop.register import Register
from desktop.services.paper_files import Form
from desktop.services.renewals import RenewalLine, RenewalPaper, RenewalPlan
from ui.presenter import Presenter, Runner, Screen

_NO_COMPOUND = "请先在“小区与名册”里登记小区。"
_NO_PLAN = "还没有方案。请先点“填写方案…”，填名称和同意比例。"


@dataclass(frozen=True, slots=True)
class RenewalScreen(Screen):
    compound: UUID | None = None
    line: RenewalLine | None = None
    facts: RenewalFacts | None = None
    read: PlanFiles | None = None  # tables that were read and wait to be taken over
    ref: object = None  # what the preview panel compares
    told: object = None
    preview: bytes = b""
    preview_of: tuple[object, RenewalPaper] | None = None


class RenewalPresenter(Presenter[RenewalScreen]):
    nouns = frozenset({"renewal", "renewal_answer"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(RenewalScreen(), runner)
        self._register = register

    def use(self, compound: UUID | None) -> None:
        self._change(
            compound=compound, line=None, facts=None, read=None, ref=compound, told=None,
            preview=b"", preview_of=None, problem="", done="",
        )  # fmt: skip
        self.load()

    def load(self) -> None:
        compound, register = self.state.compound, self._register
        if compound is None:
            return

        def work() -> tuple[RenewalLine | None, RenewalFacts | None]:
            line = register.renewals.of(compound)
            return line, register.renewals.facts(compound) if line is not None else None

        def loaded(found: tuple[RenewalLine | None, RenewalFacts | None]) -> None:
            if compound == self.state.compound:
                self._change(
                    line=found[0], facts=found[1], told=found[1], preview=b"", preview_of=None
                )

        self._read(work, loaded)

    def keep(self, plan: RenewalPlan) -> None:
        compound = self.state.compound
        if compound is None:
            self.refuse(_NO_COMPOUND)
            return
        self._act(lambda: self._register.renewals.keep(compound, plan), "已保存。")

    def read_tables(self, paths: list[Path]) -> None:
        """Read tables; nothing is kept until ``take_over``."""
        self._act(
            lambda: self._register.renewals.read(paths), "", lambda found: self._change(read=found)
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
        self._change(read=None, problem="", done="")

    # -- the document ------------------------------------------------------------------------------

    def show_paper(
        self, paper: RenewalPaper, then: Callable[[], None] = lambda: None, *, quietly: bool = False
    ) -> None:
        compound = self.state.compound
        if compound is None or self.state.line is None:
            if not quietly:
                self.refuse(_NO_PLAN)
            return

        def shown(data: bytes) -> None:
            if compound == self.state.ref:
                self._change(preview=data, preview_of=(compound, paper))
                then()

        def work() -> bytes:
            return self._register.renewals.preview(compound)

        if quietly:
            self._read(work, shown)
        else:
            self._act(work, "", shown)

    def issue_paper(
        self, _paper: RenewalPaper, sheet: Sheet, then: Callable[[bytes], None]
    ) -> None:
        compound = self.state.compound
        if compound is None or self.state.line is None:
            self.refuse(_NO_PLAN)
            return
        self._act(lambda: self._register.renewals.preview(compound, sheet), "", then)

    def write_paper(self, _paper: RenewalPaper, folder: Path, sheet: Sheet) -> None:
        compound = self.state.compound
        if compound is None or self.state.line is None:
            self.refuse(_NO_PLAN)
            return

        def work() -> None:
            for form in Form:
                self._register.renewals.write(compound, form, folder, sheet)

        self._act(work, f"PDF 和 Word 已写到 {folder}")
