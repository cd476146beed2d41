"""Importing suggestions: a file or a pasted chain, line by line what would happen, then 确认."""

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import NotADay
from desktop.domain.meeting import read_day
from desktop.domain.voice_table import Field
from desktop.services.voice_imports import VoicePreview, insist
from desktop.services.voice_lines import Verdict, VoiceLine
from ui.suggestions.presenter import VoicePresenter
from ui.theme import sized
from ui.widgets.importing import ImportDialog
from ui.widgets.page import long_text, row
from ui.widgets.table import Table, TableColumn

_INKS = {
    Verdict.NEW: "good", Verdict.WRONG: "bad", Verdict.OFFERED: "warn", Verdict.KNOWN: "warn",
}  # fmt: skip


class ImportForm(ImportDialog):
    """``path``: the file to read; without one, a chain is pasted here."""

    nothing = "没有读到可以登记的建议。"

    def __init__(self, parent: QWidget, presenter: VoicePresenter, path: Path | None) -> None:
        title = f"导入建议：{path.name}" if path else "粘贴接龙"
        super().__init__(parent, presenter, title, "确认登记", (920, 600))
        self._presenter, self._path = presenter, path
        self.columns: dict[Field, QComboBox] = {}
        self.form = QGridLayout()
        self.preview: VoicePreview | None = None
        self.text = long_text(name="接龙内容")
        self.text.setPlaceholderText("在微信里长按接龙消息，选“复制”，再到这里按 Ctrl+V")
        sized(self.text, "setMaximumHeight", 150)
        self.look = QPushButton("看看能登记哪些")
        self.rows: Table[VoiceLine] = Table(
            [
                TableColumn("行", lambda r: f"{r.sheet} {r.line}".strip(), 70, right=True),
                TableColumn("内容", lambda r: r.text, 0),
                TableColumn("房号", lambda r: r.place, 95),
                TableColumn("提出人", lambda r: r.proposer, 95),
                TableColumn("附议", lambda r: str(r.supporters or ""), 55, right=True),
                TableColumn(
                    "处理", lambda r: r.verdict.value, 95, ink=lambda r: _INKS.get(r.verdict, "")
                ),
                TableColumn("说明", lambda r: r.why, 190),
            ],
            "贴好以后点“看看能登记哪些”。" if path is None else "正在读取……",
            many=True,
        )
        self.day = QLineEdit()
        self.day.setPlaceholderText("没有日期的按今天登记，可改为如 2026-09-30")
        self.day.setAccessibleName("没有写日期的，按哪一天登记")
        self.still = QPushButton("仍然登记选中的")
        self.still.setToolTip("看起来重复、或者是回复的，确实是另一条建议时用")
        self.still.clicked.connect(self._insist)
        self.look.clicked.connect(self._look)
        whole = QVBoxLayout(self)
        if path is None:
            whole.addWidget(self.text)
            whole.addWidget(self.look)
        whole.addLayout(self.form)
        whole.addWidget(self.sum)
        whole.addWidget(self.rows, stretch=1)
        whole.addLayout(row(self.still, None, QLabel("登记日期"), self.day))
        whole.addLayout(self.foot)
        self._read(None)

    def _look(self) -> None:
        self.begin()
        self._presenter.read_paste(self.text.toPlainText(), self._show, self.refused)

    def _lay(self, preview: VoicePreview) -> None:
        """Which column of the table is what, to be put right."""
        for number, which in enumerate(Field):
            box = QComboBox()
            box.addItem("（没有这一栏）", -1)
            for place, name in enumerate(preview.header):
                box.addItem(name or f"第 {place + 1} 栏", place)
            box.setCurrentIndex(box.findData(preview.columns.get(which, -1)))
            box.setAccessibleName(which.value)
            box.activated.connect(lambda _: self._again())
            self.columns[which] = box
            across = number % 4 * 2
            self.form.addWidget(QLabel(which.value), number // 4, across)
            self.form.addWidget(box, number // 4, across + 1)

    def _again(self) -> None:
        told = {which: int(box.currentData()) for which, box in self.columns.items()}
        columns = {which: place for which, place in told.items() if place >= 0}
        self._read(columns)

    def _read(self, columns: dict[Field, int] | None) -> None:
        if self._path is not None:
            self.begin()
            self._presenter.read_file(self._path, columns, self._show, self.refused)

    def _show(self, preview: VoicePreview) -> None:
        self.preview = preview
        if not self.ended():
            return
        self.problem.clear()
        if preview.header and not self.columns:
            self._lay(preview)
        if preview.header and Field.TEXT not in preview.columns:
            self.problem.setText("看不出哪一栏是建议内容，请在上面选好“内容”一栏。")
        order = list(_INKS)  # what is registered first, what is none last
        self.rows.set_rows(
            sorted(preview.lines, key=lambda x: order.index(x.verdict) if x.verdict in order else 9)
        )
        counted = {
            verdict: sum(1 for line in preview.lines if line.verdict is verdict)
            for verdict in Verdict
        }
        told = "，".join(f"{v.value} {n} 条" for v, n in counted.items() if n)
        self.sum.setText(f"共读到 {len(preview.lines)} 行：{told}。")

    def _insist(self) -> None:
        """What was taken for a duplicate, or for a mere reply, is a voice of its own."""
        if self.preview is not None:
            self._show(insist(self.preview, self.rows.all_chosen()))

    def take(self) -> None:
        if self.preview is not None:
            preview = self.preview
            told = self.day.text().strip()
            try:
                day = read_day(told) if told else None
            except NotADay as wrong:
                self.problem.setText(str(wrong))
                return
            self.begin()
            self._presenter.ask(lambda: self._presenter.take_over(preview, day), self.answered)
