"""月历: what is due on which day, in a month; a day that is chosen lists what is due on it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QBrush, QFont, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QVBoxLayout, QWidget

from desktop.services.resolutions import ResolutionLine
from ui.theme import ink
from ui.widgets.asked import Passing
from ui.widgets.page import fit
from ui.widgets.table import Table, TableColumn


class DueCalendar(Passing):
    def __init__(self, parent: QWidget, lines: Sequence[ResolutionLine], today: date) -> None:
        super().__init__(parent)
        self.setWindowTitle("决议时限月历")
        fit(self, 760, 600)
        self._lines = lines
        self.days = QCalendarWidget()
        self.days.setGridVisible(True)
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.list: Table[ResolutionLine] = Table(
            [
                TableColumn("事项", lambda r: r.text, 0),
                TableColumn("领办", lambda r: r.lead, 180),
                TableColumn(
                    "状态",
                    lambda r: "已逾期" if r.overdue else r.state.word,
                    90,
                    ink=lambda r: "bad" if r.overdue else "",
                ),
            ],
            "这一天没有到期的事项。点月历上有下划线的日子。",
        )
        for line in lines:
            if line.due is not None:
                self._mark(line.due, "bad" if line.overdue else "warn")
        whole = QVBoxLayout(self)
        whole.addWidget(self.days, stretch=3)
        whole.addWidget(self.list, stretch=2)
        self.days.selectionChanged.connect(self._show)
        nearest = min(
            (line.due for line in lines if line.due),
            key=lambda due: abs((due - today).days),
            default=today,
        )
        self.days.setSelectedDate(QDate(nearest.year, nearest.month, nearest.day))
        self._show()

    def _mark(self, day: date, role: str) -> None:
        look = QTextCharFormat()
        look.setForeground(QBrush(ink(role)))
        look.setFontWeight(QFont.Weight.Bold)
        look.setFontUnderline(True)
        self.days.setDateTextFormat(QDate(day.year, day.month, day.day), look)

    def _show(self) -> None:
        at = self.days.selectedDate()
        day = date(at.year(), at.month(), at.day())
        self.list.set_rows([line for line in self._lines if line.due == day])
