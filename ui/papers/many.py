"""批量和清单: papers of many meetings in one go, and every list as a table."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from desktop.services.lists import Listed
from desktop.services.papers import AFTER, Paper
from ui.actions import button
from ui.papers.presenter import PapersPresenter, PapersScreen
from ui.widgets.page import choice, hint, row, section
from ui.widgets.table import Table, TableColumn


class ManyTab(QWidget):
    def __init__(self, presenter: PapersPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.paper = choice("文件种类")
        for paper in AFTER:
            self.paper.addItem(paper.value, paper.name)
        self.whose = choice("哪些会议")
        self.whose.addItem("本小区的全部会议", True)  # noqa: FBT003 - the item's data
        self.whose.addItem("全部小区的会议", False)  # noqa: FBT003
        self.begin = button(self, "batch.write", self._write)
        self.refused: Table[tuple[str, str]] = Table(
            [
                TableColumn("没有写出的会议", lambda r: r[0], 320),
                TableColumn("原因", lambda r: r[1], 0),
            ],
            "写不出的会在这里列出原因。",
        )
        self.kind = QComboBox()
        for kind in Listed:
            self.kind.addItem(kind.value, kind.name)
        whole = QVBoxLayout(self)
        whole.addWidget(section("多次会议的文件一起写出"))
        whole.addLayout(row(self.paper, self.whose, self.begin, None))
        whole.addWidget(hint("写过又没有变动的不重复写：停下来之后再点一次，就接着写。"))
        whole.addWidget(self.refused, stretch=1)
        whole.addWidget(section("清单存成表格"))
        whole.addLayout(
            row(QLabel("清单"), self.kind, button(self, "list.write", self._list), None)
        )
        whole.addWidget(hint("存成 .xlsx，可用 Excel 或 WPS 打开。不含电话，不含纠纷。"))

    def show_state(self, state: PapersScreen) -> None:
        self.begin.setEnabled(not state.doing)
        self.refused.set_rows(state.refused)

    def _write(self) -> None:
        paper = Paper[str(self.paper.currentData())]
        self._presenter.write_batch(paper, self._folder, mine=bool(self.whose.currentData()))

    def _list(self) -> None:
        self._presenter.write_list(Listed[str(self.kind.currentData())], self._folder)
