"""The one table of the program: rows, how to show each column, and what to say when empty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.theme import AMBER, GREEN, RED

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
# As plain numbers: comparing with the enumeration costs a hundred times as much.
DISPLAY, FOREGROUND, TOOL_TIP, ALIGNMENT = 0, 9, 3, 7
_TEXTS = frozenset({DISPLAY, TOOL_TIP})
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_INKS = {"bad": QBrush(QColor(RED)), "good": QBrush(QColor(GREEN)), "warn": QBrush(QColor(AMBER))}


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Row]):
    """``width`` in pixels; 0 takes the space that is left. ``ink`` names bad, warn or good."""

    title: str
    text: Callable[[Row], str]
    width: int = 100
    right: bool = False
    ink: Callable[[Row], str] | None = None


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
            return _INKS.get(column.ink(self._rows[index.row()]))
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
        self._empty = empty
        self.setModel(self.source)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(32)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for number, column in enumerate(columns):
            if column.width:
                header.resizeSection(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; what was chosen stays chosen where it still is."""
        chosen = self.chosen()
        self.source.set_rows(rows)
        if chosen is not None and chosen in rows:
            self.selectRow(list(rows).index(chosen))

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
            painter.setPen(QColor("#5f6368"))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(20, 0, -20, 0), flags, self._empty)
            painter.end()
