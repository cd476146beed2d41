"""简短记录: a small meeting on one page — who came, what about, what was agreed, who does it."""

from uuid import UUID

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import NameNeeded
from desktop.domain.meeting import read_day
from desktop.domain.people import owner_names
from desktop.services.bodies import BodyLine
from desktop.services.short_form import ShortItem, ShortRecord
from ui.meetings.presenter import MeetingPresenter
from ui.theme import mark, sized
from ui.widgets.page import hint, long_text, row, section

_COLUMNS = ("什么事", "怎么定的（没定的留空）", "谁来办", "何时办完")
_LINES = 8
_PERSON = Qt.ItemDataRole.UserRole


class ShortPage(QWidget):
    def __init__(self, presenter: MeetingPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.kind = QComboBox()
        self.title, self.starts, self.ends = QLineEdit(), QLineEdit(), QLineEdit()
        self.place, self.chair = QLineEdit(), QLineEdit()
        self.on = QDateEdit()
        self.on.setDisplayFormat("yyyy-MM-dd")
        self.on.setCalendarPopup(True)
        self.people = QListWidget()
        self.guests = long_text(name="列席和来访的人")
        self.guests.setPlaceholderText("到会的居民和其他人，用顿号或换行隔开")
        sized(self.guests, "setMaximumHeight", 90)
        self.items = QTableWidget(_LINES, len(_COLUMNS))
        self.items.setHorizontalHeaderLabels(list(_COLUMNS))
        sized(self.items.verticalHeader(), "setDefaultSectionSize", 34)
        for column, wide in enumerate((210, 300, 130, 110)):
            self.items.setColumnWidth(column, wide)
        self.items.horizontalHeader().setStretchLastSection(True)
        self.problem = hint("")
        self.done = mark(QPushButton("记下，看纪要"), "main")
        self.done.clicked.connect(lambda: self._record())
        self._lay_out()

    def begin(self) -> None:
        """An empty sheet for today."""
        today = self._presenter.today()
        self.kind.clear()
        for profile in self._presenter.state.profiles:
            self.kind.addItem(profile.name, profile.key)
        self.kind.setCurrentIndex(max(0, self.kind.findData("courtyard")))
        self.on.setDate(QDate(today.year, today.month, today.day))
        for line in (self.title, self.starts, self.ends, self.place, self.chair):
            line.clear()
        self.guests.clear()
        self.items.clearContents()
        self.people.clear()
        self.problem.clear()
        self._presenter.seats(self._show_seats)
        self.starts.setFocus()

    def _show_seats(self, bodies: list[BodyLine]) -> None:
        seen: set[UUID] = set()
        self.people.clear()
        for body in bodies:
            for seat in body.seats:
                if seat.person_id in seen:
                    continue
                seen.add(seat.person_id)
                item = QListWidgetItem(f"{seat.name}（{body.name}）")
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
                item.setData(_PERSON, seat.person_id)
                self.people.addItem(item)

    def _lay_out(self) -> None:
        self.title.setPlaceholderText("不填则按年份和次数起名")
        self.starts.setPlaceholderText("15:00")
        self.ends.setPlaceholderText("15:40")
        rows = QFormLayout()
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for word, widget in (
            ("种类", self.kind), ("名称", self.title), ("日期", self.on), ("开始", self.starts),
            ("结束", self.ends), ("地点", self.place), ("主持", self.chair),
        ):  # fmt: skip
            widget.setAccessibleName(word)
            rows.addRow(word, widget)
        left = QVBoxLayout()
        left.addLayout(rows)
        left.addWidget(section("到会的人（空格勾选）"))
        every = QPushButton("全部到会")
        every.clicked.connect(lambda: self._check_all())
        left.addWidget(self.people, stretch=1)
        left.addLayout(row(every, None))
        left.addWidget(self.guests)
        right = QVBoxLayout()
        right.addWidget(section("商量的事（一行一件）"))
        right.addWidget(self.items, stretch=1)
        right.addWidget(self.problem)
        right.addLayout(row(None, self.done))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(left, stretch=2)
        whole.addLayout(right, stretch=5)

    def _check_all(self) -> None:
        for place in range(self.people.count()):
            self.people.item(place).setCheckState(Qt.CheckState.Checked)

    def _record(self) -> None:
        mark(self.problem, "problem").clear()
        self.done.setEnabled(False)
        self._presenter.ask(lambda: self._presenter.record_short(self._told()), self._answered)

    def _answered(self, problem: str) -> None:
        self.done.setEnabled(True)
        self.problem.setText(problem)

    def _told(self) -> ShortRecord:
        on = self.on.date().toPython()
        profile = str(self.kind.currentData())
        present = [
            self.people.item(place).data(_PERSON)
            for place in range(self.people.count())
            if self.people.item(place).checkState() is Qt.CheckState.Checked
        ]
        for line, word in ((self.starts, "开始时间"), (self.ends, "结束时间")):
            if not line.text().strip():
                raise NameNeeded(word)
        return ShortRecord(
            profile,
            self.title.text().strip() or self._presenter.title_for(profile, on),  # type: ignore[arg-type]
            on,  # type: ignore[arg-type]
            self.starts.text(),
            self.ends.text(),
            self.place.text(),
            self.chair.text(),
            tuple(present),
            owner_names(self.guests.toPlainText().replace("\n", "、")),
            tuple(self._lines()),
        )

    def _lines(self) -> list[ShortItem]:
        found = []
        for line in range(self.items.rowCount()):
            title, agreed, lead, due = (self._cell(line, column) for column in range(4))
            if title or agreed or lead or due:
                if not title:
                    raise NameNeeded(f"第 {line + 1} 行是什么事")
                found.append(ShortItem(title, agreed, lead, read_day(due) if due else None))
        return found

    def _cell(self, line: int, column: int) -> str:
        item = self.items.item(line, column)
        return item.text().strip() if item else ""
