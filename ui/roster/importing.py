"""The preview of a roster import: every row with its mark, columns to correct, 确认 or 放弃."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.sheet import Column
from desktop.services.rosters import Mark, Preview, PreviewLine
from ui.actions import button
from ui.roster.presenter import RosterPresenter
from ui.theme import mark
from ui.widgets.page import row, section
from ui.widgets.table import Table, TableColumn

NOTHING = "表里没有可以导入的行，请点“放弃”，看看是不是选错了文件。"
_INKS = {Mark.ERROR: "bad", Mark.WARNING: "warn", Mark.NEW: "good", Mark.CHANGED: "warn"}


class ImportPanel(QWidget):
    def __init__(
        self, presenter: RosterPresenter, save_problems: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.summary = mark(QLabel(), "section")
        self.summary.setWordWrap(True)
        self.filter = QComboBox()
        self.filter.addItem("全部行", None)
        for each in Mark:
            self.filter.addItem(each.value, each)
        self.list: Table[PreviewLine] = Table(
            [
                TableColumn("工作表", lambda p: p.sheet, 110),
                TableColumn("行号", lambda p: str(p.line), 60, right=True),
                TableColumn(
                    "将要", lambda p: p.mark.value, 70, ink=lambda p: _INKS.get(p.mark, "")
                ),
                TableColumn("房屋", lambda p: p.door, 150),
                TableColumn("用途", lambda p: p.use, 60),
                TableColumn("面积", lambda p: p.area, 80, right=True),
                TableColumn("业主", lambda p: p.owners, 150),
                TableColumn("说明", lambda p: p.reason, 0),
            ],
            "没有这样的行，不用改。",
        )
        self._columns = QGridLayout()
        self._boxes: dict[tuple[str, Column], QComboBox] = {}
        self._shown: Preview | None = None
        self.ends = (
            button(self, "roster.cancel", presenter.give_up),
            button(self, "roster.confirm", presenter.confirm),
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.summary)
        whole.addWidget(section("各栏是不是认对了？不对可以改，改完自动重新预览"))
        whole.addLayout(self._columns)
        whole.addWidget(self.list, stretch=1)
        whole.addLayout(
            row(
                self.filter,
                button(self, "roster.problems", save_problems),
                None,
                *self.ends,
            )
        )
        self.filter.currentIndexChanged.connect(lambda _: self._fill())

    def show_preview(self, preview: Preview, compound: str, doing: str) -> None:
        """Show what an import into ``compound`` would do; nothing to decide while it is done."""
        cancel, confirm = self.ends
        cancel.setEnabled(not doing)
        confirm.setEnabled(not doing and preview.taken > 0)
        if preview is self._shown:
            return
        self._shown = preview
        counts = "，".join(f"{each.value} {preview.count(each)} 行" for each in Mark)
        missing = (
            f"；名册里另有 {preview.missing} 套不在这份表里，保持不变" if preview.missing else ""
        )
        self.summary.setText(
            f"把《{preview.parsed.file}》导入到“{compound}”：{counts}{missing}。"
            + ("还没有写入，点“确认导入”才写入。" if preview.taken else NOTHING)
        )
        self._show_columns(preview)
        self._fill()

    def _fill(self) -> None:
        if self._shown is None:
            return
        wanted = self.filter.currentData()
        lines = self._shown.lines
        self.list.set_rows([line for line in lines if wanted is None or line.mark == wanted])

    def _show_columns(self, preview: Preview) -> None:
        while item := self._columns.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self._boxes.clear()
        for number, layout in enumerate(preview.parsed.layouts[:3]):
            self._columns.addWidget(QLabel(layout.sheet), number, 0)
            place = 1
            for column in _shown_columns(layout.columns):
                box = QComboBox()
                box.setSizeAdjustPolicy(
                    QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
                )
                box.setMinimumContentsLength(6)
                box.addItem(f"{column.word}：无", -1)
                for index, heading in enumerate(layout.headings):
                    box.addItem(f"{column.word}：{heading or f'第{index + 1}列'}", index)
                box.setCurrentIndex(layout.columns.get(column, -1) + 1)
                box.activated.connect(lambda _: self._told())
                self._boxes[layout.sheet, column] = box
                self._columns.addWidget(box, number, place)
                place += 1

    def _told(self) -> None:
        if self._shown is None or self._presenter.state.path is None:
            return
        told = {layout.sheet: dict(layout.columns) for layout in self._shown.parsed.layouts}
        for (sheet, column), box in self._boxes.items():
            index = box.currentData()
            told[sheet].pop(column, None)
            if index >= 0:
                told[sheet][column] = index
        self._presenter.read(self._presenter.state.path, told)


def _shown_columns(columns: "dict[Column, int] | object") -> list[Column]:
    always = [Column.BUILDING, Column.UNIT, Column.ROOM, Column.AREA, Column.OWNER, Column.PHONE]
    if isinstance(columns, dict) and Column.LOCATION in columns:
        always = [Column.LOCATION, Column.AREA, Column.OWNER, Column.PHONE, Column.IDENTITY]
    if isinstance(columns, dict) and Column.SHOP in columns:
        always = [Column.SHOP, Column.BUILDING, Column.AREA, Column.OWNER, Column.PHONE]
    if isinstance(columns, dict) and Column.STALL in columns:
        always = [Column.STALL, Column.AREA, Column.OWNER, Column.PHONE, Column.LINKED]
    return always
