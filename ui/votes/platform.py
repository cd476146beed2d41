"""Importing a platform's result: which column is what, row by row what would happen, then 确认."""

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.platform import BUILDING, DOOR, ROOM, UNIT, PlatformRow, Row, matter_field
from desktop.services.platforms import PlatformPreview
from ui.votes.presenter import VotePresenter
from ui.widgets.importing import ImportDialog
from ui.widgets.table import Table, TableColumn


class PlatformForm(ImportDialog):
    nothing = "没有读到可以导入的行。"

    def __init__(self, parent: QWidget, presenter: VotePresenter, path: Path) -> None:
        super().__init__(parent, presenter, f"导入平台结果：{path.name}", "确认导入", (860, 560))
        self._presenter, self._path = presenter, path
        self.preview: PlatformPreview | None = None
        self.columns: dict[str, QComboBox] = {}
        self.form = QFormLayout()
        self.rows: Table[PlatformRow] = Table(
            [
                TableColumn("行", lambda r: str(r.line), 60, right=True),
                TableColumn("房号", lambda r: r.told, 180),
                TableColumn("票面", lambda r: "　".join(r.words), 0),
                TableColumn("处理", lambda r: r.verdict.value, 120, ink=_ink),
                TableColumn("同户纸质票", lambda r: r.paper, 110, ink=lambda _: "warn"),
            ],
            "正在读取……",
        )
        whole = QVBoxLayout(self)
        whole.addLayout(self.form)
        whole.addWidget(self.sum)
        whole.addWidget(self.rows)
        whole.addLayout(self.foot)
        self.sum.setText("正在读取……")
        self._read(None)

    def _show(self, preview: PlatformPreview) -> None:
        self.preview = preview
        if not self.ended():
            return
        self.problem.clear()
        if not self.columns:
            self._lay(preview)
        self.rows.empty = "表里没有一行。"
        self.rows.set_rows(preview.rows)
        both = sum(1 for each in preview.rows if each.verdict is Row.NEW and each.paper)
        also = f"；其中 {both} 户另有纸质票，按事先定的规则处理" if both else ""
        self.sum.setText(f"共 {len(preview.rows)} 行，将导入 {preview.taken} 行{also}。")

    def _lay(self, preview: PlatformPreview) -> None:
        told = self._presenter.state.told
        titles = [m.title for m in told.matters] if told else []
        fields = {DOOR: "房屋坐落（一栏写全）", BUILDING: "楼栋", UNIT: "单元", ROOM: "房号"}
        fields |= {matter_field(n): f"事项{n}：{title}" for n, title in enumerate(titles, 1)}
        for field, word in fields.items():
            box = QComboBox()
            box.addItem("（没有这一栏）", -1)
            for place, name in enumerate(preview.table.header):
                box.addItem(name or f"第 {place + 1} 栏", place)
            box.setCurrentIndex(box.findData(preview.table.columns.get(field, -1)))
            box.activated.connect(lambda _: self._again())
            self.columns[field] = box
            self.form.addRow(word, box)

    def _again(self) -> None:
        told = {name: int(box.currentData()) for name, box in self.columns.items()}
        columns = {name: place for name, place in told.items() if place >= 0}
        self._read(columns)

    def _read(self, columns: dict[str, int] | None) -> None:
        self.begin()
        self._presenter.read_platform(self._path, columns, self._show, self.refused)

    def take(self) -> None:
        if self.preview is not None:
            preview = self.preview
            self.begin()
            self._presenter.ask(lambda: self._presenter.take_platform(preview), self.answered)


def _ink(row: PlatformRow) -> str:
    if row.verdict is Row.NEW:
        return "good"
    return "" if row.verdict is Row.EMPTY else "bad"
