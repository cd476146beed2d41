"""决议落实: what was agreed, who leads, by when, how far — until it is closed."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QWidget

from desktop.domain.meeting import read_day
from desktop.domain.terms import Progress
from desktop.services.attachments import AttachmentLine
from desktop.services.resolutions import ResolutionLine, StepLine
from desktop.system.pinyin import initials
from ui.actions import button
from ui.resolutions.presenter import FollowPresenter, FollowScreen
from ui.widgets.files import away, show_file
from ui.widgets.form import Field, Form
from ui.widgets.page import Page, entry, row, section
from ui.widgets.table import Table, TableColumn

_NOTHING = "没有要落实的事项。会议上议定的事项会自动出现在这里。"


class FollowPage(Page):
    help = (
        "选中一项，写明进展后点“记录进展”。上报转办、暂缓、无法办理都要写原因；完成要写明证明，照片可以收进来；"
        "核实了再“销号”。"
    )

    def __init__(self, presenter: FollowPresenter, parent: QWidget | None = None) -> None:
        super().__init__("决议落实", parent)
        self._presenter = presenter
        self.all = QCheckBox("也显示已办结的")
        self.list: Table[ResolutionLine] = Table(
            [
                TableColumn(
                    "时限",
                    lambda r: r.due.isoformat() if r.due else "未定",
                    105,
                    ink=lambda r: "bad" if r.overdue else "",
                ),
                TableColumn("事项", lambda r: r.text, 0),
                TableColumn("领办", lambda r: r.lead, 160),
                TableColumn("协办", lambda r: r.helpers, 110),
                TableColumn("依据", lambda r: r.basis.word, 120),
                TableColumn("会议", lambda r: r.meeting, 190),
                TableColumn(
                    "状态", lambda r: "已逾期" if r.overdue else r.state.word, 90, ink=_ink
                ),
            ],
            _NOTHING,
        )
        self.steps: Table[StepLine] = Table(
            [
                TableColumn("日期", lambda s: s.on.isoformat(), 105),
                TableColumn("状态", lambda s: s.state.word, 100),
                TableColumn("进展", lambda s: s.text, 0),
            ],
            "选中一项，这里显示它的进展。",
        )
        self.proofs: Table[AttachmentLine] = Table(
            [
                TableColumn("证明材料", lambda a: a.name, 0),
                TableColumn("大小", lambda a: f"{max(1, a.size >> 10)} KB", 90, right=True),
            ],
            "还没有照片、验收单等证明。双击打开。",
        )
        self.to = QComboBox()
        for state in Progress:
            if state is not Progress.OPEN:
                self.to.addItem(state.word, state)
        self.text = entry("进展、证明或原因")
        self.search_line = entry("查找事项、领办、协办、拼音首字母", 260)
        self.search_line.textChanged.connect(lambda _: self._show_list(presenter.state))
        self.bar.addWidget(self.search_line)
        self.bar.addWidget(self.all)
        self.content.addWidget(self.list, stretch=3)
        prove = button(self, "resolution.prove", self._prove)
        change = button(self, "resolution.change", self._change)
        step = button(self, "step.add", self._step)
        self.content.addLayout(row(self.to, self.text, step, prove, change))
        self.content.addWidget(section("进展"))
        both = row(self.steps, self.proofs)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        self.content.addLayout(both, stretch=1)
        self.proofs.opened.connect(self._open_proof)
        self.list.opened.connect(self._change)
        self.all.toggled.connect(presenter.show_all)
        self.text.returnPressed.connect(self._step)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        presenter.watch(self.show_state)

    def show_state(self, state: FollowScreen) -> None:
        self.show_said(state)
        self._show_list(state)
        self.steps.set_rows(state.steps)
        self.proofs.set_rows(state.proofs)

    def _show_list(self, state: FollowScreen) -> None:
        words = self.search_line.text().strip().lower()
        self.list.empty = f"没有找到“{words}”。" if words else _NOTHING
        self.list.set_rows([line for line in state.lines if _meant(line, words)])

    def _change(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
            return
        fields = [
            Field("lead", "责任（领办）", value=line.lead),
            Field("helpers", "协办", value=line.helpers),
            Field("due", "完成时限", value=line.due or "", hint="如 2026-09-30，可空"),
        ]

        def done(told: dict[str, object]) -> None:
            due = str(told["due"]).strip()
            self._presenter.change(
                line, str(told["lead"]), str(told["helpers"]), read_day(due) if due else None
            )

        Form(self, self._presenter, "更正责任和时限", fields, done).open()

    def _prove(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
            return
        name, _ = QFileDialog.getOpenFileName(
            self, "选择证明", "", "文件 (*.jpg *.jpeg *.png *.pdf)"
        )
        if name:
            self._presenter.prove(line, Path(name))

    def _open_proof(self) -> None:
        if line := self.proofs.chosen():
            self._presenter.take_out(line, away(), show_file)

    def _chosen(self) -> None:
        if line := self.list.chosen():
            self._presenter.choose(line)

    def _step(self) -> None:
        if line := self.list.chosen():
            to = Progress(self.to.currentData())
            self._presenter.ask(
                lambda: self._presenter.step(line, to, self.text.text()), self._taken
            )
        else:
            self._presenter.refuse("请先选中一项。")

    def _taken(self, problem: str) -> None:
        if problem:
            self._presenter.refuse(problem)
        else:
            self.text.clear()


def _meant(line: ResolutionLine, words: str) -> bool:
    told = f"{line.text} {line.lead} {line.helpers} {line.meeting} {line.item}".lower()
    letters = words.isascii() and words.isalpha()
    return words in told or (letters and words in initials(f"{line.lead}{line.helpers}"))


def _ink(line: ResolutionLine) -> str:
    return "bad" if line.overdue else "good" if line.state is Progress.CONFIRMED else ""
