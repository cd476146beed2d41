"""Bodies and seats among the first steps: usual bodies as ticks, names in one small grid."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QCheckBox,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.first_steps import SeatRow, Step, Usual, read_seats, usual_bodies
from desktop.domain.phones import mask_phone
from desktop.domain.terms import BodyKind, ManagedBy
from desktop.services.bodies import BodyLine
from ui.actions import button
from ui.welcome.presenter import Draft, Seat, Told, WizardPresenter
from ui.welcome.wizard import StepPage
from ui.widgets.flow import Flow
from ui.widgets.page import hint, row

_COLUMNS = ("机构", "姓名", "职务", "电话")
_NAME, _DUTY, _PHONE = 1, 2, 3
_KIND, _SEAT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_HINT = (
    "在“姓名”下面往下填，回车到下一行，填完按 Ctrl+回车进入下一步；空着的行不算。"
    "有现成的名单，在 Excel 里复制，到表里按 Ctrl+V 粘贴。"
)


class SeatGrid(QTableWidget):
    """Enter goes down one line, like in a spreadsheet; pasted lines find their bodies by themselves."""

    ended = Signal()  # Enter on the last line
    pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, len(_COLUMNS))
        self.setHorizontalHeaderLabels(list(_COLUMNS))
        self.setAccessibleName("成员")
        self.setTabKeyNavigation(False)  # Tab leads on to the buttons
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        for column, wide in enumerate((140, 150, 180, 160)):
            self.setColumnWidth(column, wide)
        self.horizontalHeader().setStretchLastSection(True)

    def closeEditor(  # noqa: N802 - Qt's own
        self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint
    ) -> None:
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:  # Enter
            self.go_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not held:
            if self.state() is not self.State.EditingState:  # a cell tells of it when it closes
                self.go_down()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._blank()
        else:
            super().keyPressEvent(event)

    def go_down(self) -> None:
        """To the next line that shows; after the last one it is ended."""
        line, column = self.currentRow(), max(_NAME, self.currentColumn())
        below = [n for n in range(line + 1, self.rowCount()) if not self.isRowHidden(n)]
        if below:
            self.setCurrentCell(below[0], column)
        else:
            self.ended.emit()

    def _blank(self) -> None:
        item = self.currentItem()
        if item is not None and item.column() >= _NAME:
            item.setText("")

    def put(self, line: int, told: Seat) -> None:
        """A new line at this place."""
        self.insertRow(line)
        for column, text in enumerate((told.kind.word, told.name, told.duty, told.phone)):
            item = QTableWidgetItem(text)
            if not column:
                item.setData(_KIND, told.kind.value)
                item.setData(_SEAT, told.seat)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.setItem(line, column, item)

    def kind(self, line: int) -> BodyKind:
        return BodyKind(self.cell(line, 0).data(_KIND))

    def seat(self, line: int) -> Seat:
        """A line as it stands there."""
        first = self.cell(line, 0)
        name, duty, phone = (self.cell(line, n).text() for n in (_NAME, _DUTY, _PHONE))
        return Seat(BodyKind(first.data(_KIND)), name, duty, phone, first.data(_SEAT))

    def seats(self) -> list[Seat]:
        return [self.seat(line) for line in range(self.rowCount())]

    def cell(self, line: int, column: int) -> QTableWidgetItem:
        item = self.item(line, column)
        assert item is not None  # noqa: S101 - every line is put in whole
        return item

    def add(self, kind: BodyKind, told: Seat | None = None) -> int:
        """A line below the last one of its body; give its place."""
        same = [n for n in range(self.rowCount()) if self.kind(n) is kind]
        line = same[-1] + 1 if same else self.rowCount()
        self.put(line, told or Seat(kind, ""))
        return line

    def free(self, kind: BodyKind) -> int:
        """The first line of this body without a name, made where there is none."""
        lines = range(self.rowCount())
        found = [n for n in lines if self.kind(n) is kind and not self.seat(n).name.strip()]
        return found[0] if found else self.add(kind)


@dataclass(frozen=True, slots=True)
class _Row:
    """What the ticks and the grid are made from."""

    kind: BodyKind
    on: bool
    fixed: bool  # somebody sits there: it cannot be unticked
    seats: tuple[Seat, ...]


class BodiesPage(StepPage):
    step = Step.BODIES
    title = "机构与席位"
    why = "谁坐在桌边。勾上本小区有的机构，填上成员，开会时名单和签到表就是现成的。"

    def __init__(self, presenter: WizardPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._shown: Draft = {}
        self.ticks: dict[BodyKind, QCheckBox] = {}
        for usual in usual_bodies(ManagedBy.PROPERTY):
            tick = self.ticks[usual.kind] = QCheckBox(usual.kind.word)
            tick.toggled.connect(lambda on, kind=usual.kind: self._toggled(kind, on=on))
        self.company = QLineEdit()
        self.company.setPlaceholderText("物业公司名称，可不填")
        self.company.setAccessibleName("物业公司名称")
        self.company.setFixedWidth(190)
        self.grid = SeatGrid()
        self.grid.pasted.connect(self._paste)
        self.ended: Callable[[], None] = lambda: None  # Enter on the last line goes on
        self.grid.ended.connect(lambda: self.ended())
        self.note = hint(_HINT)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 6, 0, 0)
        parts: list[QWidget] = []
        for kind, tick in self.ticks.items():
            parts.append(tick)
            if kind is BodyKind.PROPERTY_COMPANY:
                parts.append(self.company)
        inside.addLayout(Flow(*parts))
        inside.addWidget(self.note)
        inside.addWidget(self.grid, stretch=1)
        inside.addLayout(row(button(self, "wizard.seat", self._add), None))

    def enter(self) -> None:
        self._presenter.read(self._show)

    def keep(self, answered: Callable[[str], None]) -> None:
        if self._presenter.state.compound is None:
            answered("还没有小区：请回到第 2 步登记小区，或先跳过。")
            return
        bodies = {
            kind: self._name(kind) if tick.isChecked() else None
            for kind, tick in self.ticks.items()
        }
        seats = [seat for seat in self.grid.seats() if bodies[seat.kind] is not None]
        self._presenter.ask(lambda: self._presenter.keep_bodies(bodies, seats), answered)

    def put_aside(self) -> None:
        draft = self._typed()
        self._presenter.put_aside(Step.BODIES, {} if draft == self._shown else draft)

    # -- showing -----------------------------------------------------------------------------------

    def _show(self, told: Told) -> None:
        managed = told.here.facts.managed_by if told.here else ManagedBy.PROPERTY
        there = {line.kind: line for line in reversed(told.bodies)}
        rows = [
            _row(usual, there.get(usual.kind), anew=not there) for usual in usual_bodies(managed)
        ]
        self._fill(rows)
        line = there.get(BodyKind.PROPERTY_COMPANY)
        self.company.setText(line.name if line and line.name != line.kind.word else "")
        self._shown = self._typed()
        if draft := told.drafts.get(Step.BODIES):
            self._put_draft(draft)
        late = "" if told.meeting is None else "会议已经建好：后加的人，请到这次会议的“会中”里加。"
        self.note.setText(_HINT + late)
        first = next((n for n in range(self.grid.rowCount()) if not self.grid.isRowHidden(n)), 0)
        self.grid.setFocus()
        self.grid.setCurrentCell(first, _NAME)

    def _fill(self, rows: list[_Row]) -> None:
        self.grid.setRowCount(0)
        for each in rows:
            for seat in each.seats:
                self.grid.put(self.grid.rowCount(), seat)
            tick = self.ticks[each.kind]
            tick.setChecked(each.on)
            tick.setEnabled(not each.fixed)
            self._toggled(each.kind, on=each.on)

    def _toggled(self, kind: BodyKind, *, on: bool) -> None:
        for line in range(self.grid.rowCount()):
            if self.grid.kind(line) is kind:
                self.grid.setRowHidden(line, not on)
        if kind is BodyKind.PROPERTY_COMPANY:
            self.company.setEnabled(on)

    def _name(self, kind: BodyKind) -> str:
        return self.company.text().strip() if kind is BodyKind.PROPERTY_COMPANY else ""

    # -- typing and pasting ------------------------------------------------------------------------

    def _add(self) -> None:
        line = max(0, self.grid.currentRow())
        kind = self.grid.kind(line) if self.grid.rowCount() else BodyKind.BRANCH
        made = self.grid.add(kind)
        self.grid.setFocus()
        self.grid.setCurrentCell(made, _NAME)

    def _paste(self, text: str) -> None:
        """One word goes into its cell; lines go to their bodies, or to the one the cell is in."""
        item = self.grid.currentItem()
        if item is None:
            return
        if "\t" not in text and "\n" not in text.strip():
            if item.column():
                item.setText(text.strip())
            return
        here = self.grid.kind(item.row())
        for told in read_seats(text):
            self._take(told, here)

    def _take(self, told: SeatRow, here: BodyKind) -> None:
        kind = told.kind or here
        if kind not in self.ticks:  # none of the usual bodies: 居民代表 take whoever is left
            kind = BodyKind.REPRESENTATIVES
        self.ticks[kind].setChecked(True)
        line = self.grid.free(kind)
        self.grid.setRowHidden(line, False)  # noqa: FBT003 - Qt's own
        for column, text in ((_NAME, told.name), (_DUTY, told.duty), (_PHONE, told.phone)):
            if text:
                self.grid.cell(line, column).setText(text)

    # -- what is typed and not kept yet ------------------------------------------------------------

    def _typed(self) -> Draft:
        return {
            "on": [kind.value for kind, tick in self.ticks.items() if tick.isChecked()],
            "company": self.company.text(),
            "seats": [
                [seat.kind.value, seat.name, seat.duty, seat.phone, seat.seat]
                for seat in self.grid.seats()
                if seat.name.strip() or seat.seat
            ],
        }

    def _put_draft(self, draft: Draft) -> None:
        """Over what is on file; a seat that was made or ended meanwhile is left alone."""
        on = set(draft.get("on", ()))
        for kind, tick in self.ticks.items():
            if tick.isEnabled():
                tick.setChecked(kind.value in on)
        self.company.setText(str(draft.get("company", "")))
        known = {seat.seat: line for line, seat in enumerate(self.grid.seats()) if seat.seat}
        for kind, name, duty, phone, seat in draft.get("seats", ()):
            if seat and seat not in known:
                continue
            line = known[seat] if seat else self.grid.free(BodyKind(kind))
            for column, text in ((_NAME, name), (_DUTY, duty), (_PHONE, phone)):
                self.grid.cell(line, column).setText(text)


def _row(usual: Usual, line: BodyLine | None, *, anew: bool) -> _Row:
    """A body as it is on file, numbers masked; as it is proposed where the compound has none at all."""
    seats = tuple(
        Seat(usual.kind, seat.name, seat.duty, mask_phone(seat.phone), str(seat.ref.id))
        for seat in (line.seats if line else ())
    )
    spare = tuple(Seat(usual.kind, "", duty) for duty in usual.duties[len(seats) :])
    on = line is not None or (anew and usual.proposed)
    return _Row(usual.kind, on, bool(seats), seats + spare)
