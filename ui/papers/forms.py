"""街道表格: blank forms loaded once, their cells pointed at once, filled ever after."""

from pathlib import Path

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.blank_form import FACTS, NUMBER, FormGrid, Place
from desktop.services.forms import FormLine
from desktop.services.lists import COLUMNS, Listed
from ui.actions import button
from ui.papers.presenter import PapersPresenter, PapersScreen
from ui.presenter import Basis
from ui.theme import ink, mark
from ui.widgets.asked import AskedDialog
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import fit, hint, row
from ui.widgets.table import Table, TableColumn


class FormsTab(QWidget):
    def __init__(self, presenter: PapersPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.list: Table[FormLine] = Table(
            [
                TableColumn("表", lambda f: f.name, 0),
                TableColumn("用什么填", lambda f: f.source.value, 180),
                TableColumn(
                    "",
                    lambda f: f"{len(f.places)} 格" if f.places else "还没有指格子",
                    130,
                    ink=lambda f: "" if f.places else "warn",
                ),
            ],
            "街道要的台账空表，载入一次、指一次格子，以后一点就填好。",
        )
        whole = QVBoxLayout(self)
        whole.addLayout(
            row(
                button(self, "form.load", self._load),
                button(self, "form.point", self._point),
                button(self, "form.fill", self._fill),
                None,
                button(self, "form.remove", self._remove),
            )
        )
        whole.addWidget(hint("填的是副本，空表原样留着。电话和纠纷当事人不会填进去。"))
        whole.addWidget(self.list)
        self.list.opened.connect(self._fill)

    def show_state(self, state: PapersScreen) -> None:
        self.list.set_rows(state.forms)

    def _chosen(self) -> FormLine | None:
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一张表。")
        return chosen

    def _load(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "载入空表", "", "表格 (*.xlsx *.docx)")
        if name:
            self.load(Path(name))

    def load(self, path: Path) -> None:
        choices = [(kind.name, kind.value) for kind in Listed]
        fields = [Field("source", "用哪个清单填", Kind.CHOICE, Listed.SUGGESTIONS.name, choices)]
        Form(
            self,
            self._presenter,
            path.name,
            fields,
            lambda told: self._presenter.load_form(path, Listed[str(told["source"])]),
        ).open()

    def _point(self) -> None:
        if chosen := self._chosen():
            # of the line that was clicked: reading its cells takes a while
            basis = self._presenter.basis()
            self._presenter.grids(
                chosen,
                lambda grids: PointDialog(self, self._presenter, chosen, grids, basis).open(),
            )

    def _fill(self) -> None:
        if chosen := self._chosen():
            self._presenter.fill_form(chosen, self._folder)

    def _remove(self) -> None:
        if chosen := self._chosen():
            Form(
                self,
                self._presenter,
                "删除表",
                [],
                lambda _: self._presenter.remove_form(chosen),
                f"“{chosen.name}”和指好的格子都会删掉；填好的文件不受影响。",
            ).open()


class PointDialog(AskedDialog):
    """The form as it is: click a cell, say what goes there."""

    def __init__(
        self,
        parent: QWidget,
        presenter: PapersPresenter,
        form: FormLine,
        grids: list[FormGrid],
        basis: Basis,
    ) -> None:
        super().__init__(parent, presenter, basis)
        self.setWindowTitle(f"指格子：{form.name}")
        fit(self, 1040, 640)
        self._presenter, self._form, self._grids = presenter, form, grids
        self.places = {(p.table, p.row, p.column): p for p in form.places}
        self.table_choice = QComboBox()
        for grid in grids:
            self.table_choice.addItem(grid.title)
        self.source = QComboBox()
        for kind in Listed:
            self.source.addItem(kind.value, kind)
        self.source.setCurrentIndex(list(Listed).index(form.source))
        self.what = QComboBox()
        self.grid = QTableWidget()
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        buttons = QDialogButtonBox()
        mark(buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole), "main")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(
            hint(
                "先点一格，再选这格填什么。“逐行”的从这一行往下，一条一行；"
                "“一次”的只填这一格（如填表日期）。逐行的格子要在同一行。"
            )
        )
        whole.addLayout(row(QLabel("表"), self.table_choice, QLabel("用"), self.source, None))
        whole.addWidget(self.grid, stretch=1)
        whole.addLayout(
            row(
                QLabel("这一格填"),
                self.what,
                button(self, "form.here", self.here),
                button(self, "form.not_here", self.not_here),
                None,
            )
        )
        whole.addWidget(self.problem)
        whole.addWidget(buttons)
        self.table_choice.currentIndexChanged.connect(lambda _: self._show())
        self.source.currentIndexChanged.connect(lambda _: self._offer())
        self._offer()
        self._show()

    def here(self) -> None:
        """What is chosen goes into the cell that is chosen."""
        row_, column = self.grid.currentRow(), self.grid.currentColumn()
        if row_ < 0:
            self.problem.setText("请先点一格。")
            return
        what, down = self.what.currentData()
        table = max(0, self.table_choice.currentIndex())
        self.places[table, row_, column] = Place(table, row_, column, what, down)
        self._show()
        self.grid.setCurrentCell(row_, min(column + 1, self.grid.columnCount() - 1))

    def not_here(self) -> None:
        table = max(0, self.table_choice.currentIndex())
        self.places.pop((table, self.grid.currentRow(), self.grid.currentColumn()), None)
        self._show()

    def _offer(self) -> None:
        self.what.clear()
        for name in (NUMBER, *COLUMNS[Listed(self.source.currentData())]):
            self.what.addItem(f"逐行：{name}", (name, True))
        for name in FACTS:
            self.what.addItem(f"一次：{name}", (name, False))

    def _show(self) -> None:
        number = max(0, self.table_choice.currentIndex())
        rows = self._grids[number].rows
        now = (self.grid.currentRow(), self.grid.currentColumn())
        self.grid.setRowCount(len(rows))
        self.grid.setColumnCount(max((len(each) for each in rows), default=0))
        for line, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if place := self.places.get((number, line, column)):
                    item.setText(f"〔{'逐行' if place.down else '一次'}：{place.what}〕")
                    item.setBackground(ink("chosen"))
                self.grid.setItem(line, column, item)
        if now[0] >= 0:
            self.grid.setCurrentCell(*now)

    def _keep(self) -> None:
        places = tuple(self.places.values())
        source = Listed(self.source.currentData())
        self.keep(lambda: self._presenter.point_form(self._form, places, source))
