"""答复: who has heard what, slips and lists to be printed, the text for the chat group, sheets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.meeting import read_day
from desktop.domain.voice import SETTLED, WAITING
from desktop.register import Register
from desktop.services.loop_papers import LoopPaper
from desktop.services.paper_files import Form as FileForm
from desktop.services.suggestions import SuggestionLine
from ui.actions import button
from ui.presenter import Presenter, Runner, Screen
from ui.widgets.form import Field, Form
from ui.widgets.page import choice, hint, row
from ui.widgets.table import Table, TableColumn


@dataclass(frozen=True, slots=True)
class ReplyScreen(Screen):
    compound: UUID | None = None
    lines: tuple[SuggestionLine, ...] = ()


class ReplyPresenter(Presenter[ReplyScreen]):
    nouns = frozenset({"suggestion", "suggestion_step", "suggestion_group"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(ReplyScreen(), runner)
        self._register = register

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, lines=(), problem="", done="")
        self.load()

    def load(self) -> None:
        compound = self.state.compound
        if compound is not None:
            self._read(
                lambda: self._register.suggestions.lines(compound),
                lambda lines: self._change(lines=tuple(lines)),
            )

    def write(self, folder: Path, numbers: tuple[int, ...]) -> None:
        """Write the slips of those chosen, or of all who have an answer, and the posted list."""

        def work(compound: UUID) -> None:
            papers = self._register.loop_papers
            for form in FileForm:
                papers.write(compound, LoopPaper.SLIPS, form, folder, numbers=numbers)
                papers.write(compound, LoopPaper.REPLIES, form, folder)

        self._on(work, f"答复单和一览表已写到 {folder}。一览表可以张贴，答复单只交给本人。")

    def write_sheets(self, folder: Path, until: date | None, door: str) -> None:
        """Write the sheet to collect on; ``door`` puts that door's number into its code."""

        def work(compound: UUID) -> None:
            for form in FileForm:
                self._register.loop_papers.write(
                    compound, LoopPaper.COLLECTING, form, folder, until=until, door=door
                )

        self._on(work, f"议题征集表已写到 {folder}")

    def chat_text(self, done: Callable[[str], None]) -> None:
        """The replies as text for a chat group."""
        compound = self.state.compound
        if compound is not None:
            self._act(
                lambda: self._register.loop_papers.chat_text(compound),
                "已复制，到微信群里粘贴。不含姓名、房号和电话。",
                done,
            )

    def _on(self, work: Callable[[UUID], object], said: str) -> None:
        compound = self.state.compound
        if compound is None:
            self.refuse("请先在“小区与名册”里登记小区。")
        else:
            self._act(lambda: work(compound), said)


class RepliesTab(QWidget):
    def __init__(self, presenter: ReplyPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.only = choice("显示哪些")
        for word in ("还没有答复的", "已经答复的", "全部"):
            self.only.addItem(word)
        self.sum = hint("")
        self.list: Table[SuggestionLine] = Table(
            [
                TableColumn("编号", lambda v: str(v.number), 60, right=True),
                TableColumn("内容", lambda v: v.text, 0),
                TableColumn("归并", lambda v: v.group, 140),
                TableColumn("房号", lambda v: v.door, 90),
                TableColumn("提出人", lambda v: v.proposer, 80),
                TableColumn("状态", lambda v: v.state.word, 100, ink=_ink),
                TableColumn("答复", lambda v: v.answer, 300),
            ],
            "没有等着答复的建议。全部建议在“清单”里。",
            many=True,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                self.only, self.sum, None, button(self, "reply.sheet", self._sheet),
                button(self, "reply.chat", self._chat), button(self, "reply.write", self._write),
            )
        )  # fmt: skip
        whole.addWidget(self.list)
        self.only.currentIndexChanged.connect(lambda _: self.show_state(presenter.state))

    def show_state(self, state: ReplyScreen) -> None:
        ended = [each for each in state.lines if each.state in SETTLED]
        going = len(state.lines) - len(ended)
        self.sum.setText(f"共 {len(state.lines)} 条，{len(ended)} 条已有结果，{going} 条还没有")
        shown = {
            0: [each for each in state.lines if each.state not in SETTLED],
            1: ended,
            2: list(state.lines),
        }
        self.list.set_rows(shown[max(0, self.only.currentIndex())])

    def _write(self) -> None:
        self._presenter.write(self._folder, tuple(each.number for each in self.list.all_chosen()))

    def _chat(self) -> None:
        self._presenter.chat_text(QGuiApplication.clipboard().setText)

    def _sheet(self) -> None:
        fields = [
            Field("until", "交表截止", hint="如 2026-09-15，可空"),
            Field("door", "房号", hint="可空；写上房号，扫表上的码就带出房号"),
        ]

        def done(told: dict[str, object]) -> None:
            until = str(told["until"]).strip()
            self._presenter.write_sheets(
                self._folder, read_day(until) if until else None, str(told["door"]).strip()
            )

        Form(self, self._presenter, "议题征集表", fields, done).open()


def _ink(line: SuggestionLine) -> str:
    if line.state in WAITING:
        return "warn"
    return "good" if line.state in SETTLED else ""
