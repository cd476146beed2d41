"""The one table of the program: rows, how to show each column, and what to say when empty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.theme import ink, line_px, px, sized
from ui.widgets.heading import heading

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
# As plain numbers: comparing with the enumeration costs a hundred times as much.
DISPLAY, FOREGROUND, TOOL_TIP, ALIGNMENT, FONT = 0, 9, 3, 7, 6
_TEXTS = frozenset({DISPLAY, TOOL_TIP})
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_STRUCK = QFont()
_STRUCK.setStrikeOut(True)
_INKED = frozenset({"bad", "good", "warn"})


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Row]):
    """``width`` in pixels; 0 takes the space that is left. ``ink`` names bad, warn or good;
    ``struck`` tells what is crossed out."""

    title: str
    text: Callable[[Row], str]
    width: int = 100
    right: bool = False
    ink: Callable[[Row], str] | None = None
    struck: Callable[[Row], bool] | None = None


def identity(row: object) -> object:
    """What a row is, whatever its other fields say by now."""
    for name in ("ref", "id"):
        if (found := getattr(row, name, None)) is not None:
            return found
    return row


LEAST, LEAST_FIGURE = 140, 76  # of a column that takes the space that is left
ROW = 32  # pixels of a row beside type of standard size


class TableModel(QAbstractTableModel, Generic[Row]):
    def __init__(self, columns: Sequence[TableColumn[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    def row_at(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role in _TEXTS:
            return self.columns[index.column()].text(self._rows[index.row()])
        column = self.columns[index.column()]
        if role == FOREGROUND and column.ink:
            role_of = column.ink(self._rows[index.row()])
            return QBrush(ink(role_of)) if role_of in _INKED else None
        if role == FONT and column.struck and column.struck(self._rows[index.row()]):
            return _STRUCK
        if role == ALIGNMENT:
            return _RIGHT if column.right else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == DISPLAY:
                return self.columns[section].title
            if role == ALIGNMENT:
                return _RIGHT if self.columns[section].right else _LEFT
        return None


class Table(QTableView, Generic[Row]):
    """A list of whole rows. An empty one says what to do about it."""

    opened = Signal()  # a row was double-clicked, or Enter pressed on it

    def __init__(
        self,
        columns: Sequence[TableColumn[Row]],
        empty: str,
        parent: QWidget | None = None,
        *,
        many: bool = False,
    ) -> None:
        super().__init__(parent)
        self.source: TableModel[Row] = TableModel(columns, self)
        self.empty = empty
        self.setModel(self.source)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        sized(self, "fit_rows", ROW)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.accessibleName():
            titles = "、".join(column.title for column in self.source.columns if column.title)
            self.setAccessibleName(f"{heading(self)}（{titles}）")

    def fit_rows(self, _pixels: int) -> None:
        """Rows and columns as the type needs them."""
        self.verticalHeader().setDefaultSectionSize(line_px(ROW))
        for number, column in enumerate(self.source.columns):
            if column.width:
                self.horizontalHeader().resizeSection(number, px(column.width))
        self._spread()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        """The space that is left goes to the columns that take it; where little is, the list scrolls."""
        header, columns = self.horizontalHeader(), self.source.columns
        takers = [number for number, column in enumerate(columns) if not column.width]
        left = self.viewport().width() - sum(px(column.width) for column in columns)
        modes = QHeaderView.ResizeMode
        least = {n: px(LEAST_FIGURE if columns[n].right else LEAST) for n in takers}
        mode = modes.Stretch if left >= sum(least.values()) else modes.Interactive
        for number in takers:
            was, drawn = header.sectionResizeMode(number), header.sectionSize(number)
            if was is not mode:
                header.setSectionResizeMode(number, mode)
                drawn = 0
            if mode is modes.Interactive:  # somebody may have drawn it wider
                header.resizeSection(number, max(least[number], drawn))

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; what was chosen stays chosen where it still is, also when it changed."""
        if rows == self.source.rows:
            return
        kept = {identity(row) for row in self.all_chosen()}
        scrolled = self.verticalScrollBar().value()
        self.source.set_rows(rows)
        if kept:
            self.choose([n for n, row in enumerate(rows) if identity(row) in kept])
        self.verticalScrollBar().setValue(scrolled)

    def choose(self, places: Sequence[int]) -> None:
        """Select these rows."""
        picked = QItemSelection()
        last = self.source.columnCount() - 1
        for place in places:
            picked.select(self.source.index(place, 0), self.source.index(place, last))
        model = self.selectionModel()
        if places:
            # the keyboard goes on from there
            model.setCurrentIndex(
                self.source.index(places[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        model.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def choose_next(self) -> None:
        """Go to the row after what is chosen; the last one stays."""
        chosen = [index.row() for index in self.selectionModel().selectedRows()]
        if chosen and max(chosen) + 1 < self.source.rowCount():
            self.choose([max(chosen) + 1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.chosen() is not None:
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def chosen(self) -> Row | None:
        indexes = self.selectionModel().selectedRows()
        return self.source.row_at(indexes[0]) if indexes else None

    def all_chosen(self) -> list[Row]:
        rows = (self.source.row_at(index) for index in self.selectionModel().selectedRows())
        return [row for row in rows if row is not None]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.source.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(ink("hint"))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(20, 0, -20, 0), flags, self.empty)
            painter.end()
