"""The agenda while it is worked through: which item is up, how long it has taken, what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.floor import clock
from desktop.domain.proceedings import Item
from desktop.services.floor import FloorFacts
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.theme import line_px
from ui.widgets.table import ROW, Table, TableColumn

SECOND = 1000
HEAD, LEAST = 40, 3  # pixels, and the rows that show however small the window is
_TIME = 2  # the column that ticks


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item of the agenda; ``id`` is None for what belongs to no item."""

    id: UUID | None
    number: str
    title: str
    planned: int | None
    outcome: str
    late: bool


class AgendaTable(QWidget):
    def __init__(self, presenter: MeetingPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._floor = FloorFacts()
        self.table: Table[AgendaRow] = Table(
            [
                TableColumn("", lambda r: r.number, 34, right=True),
                TableColumn("议题", lambda r: r.title, 0, ink=lambda r: "warn" if r.late else ""),
                TableColumn("用时", self._time, 104, right=True, ink=self._over),
                TableColumn("结果", lambda r: r.outcome, 120),
            ],
            "还没有议题。到“会前”里排议程。",
        )
        self.table.setAccessibleName("议程")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.table)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self._showing = False
        for keys, step in (("Alt+PgUp", -1), ("Alt+PgDown", +1)):
            QShortcut(QKeySequence(keys), parent).activated.connect(lambda by=step: self.go(by))
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self.chosen: Callable[[], None] = _nothing  # called before another item comes up

    def show_state(self, state: MeetingScreen) -> None:
        told = state.told
        if told is None:
            return
        self._floor = state.floor
        rows = [_row(each) for each in told.items]
        rows.append(AgendaRow(None, "", "其他（不属于任何议题）", None, "", late=False))
        self._showing = True
        self.table.set_rows(rows)
        self.table.setMinimumHeight(line_px(HEAD + LEAST * ROW))
        self.table.setMaximumHeight(line_px(HEAD + max(len(rows), LEAST) * ROW))
        place = next((n for n, row in enumerate(rows) if row.id == state.item), len(rows) - 1)
        if self.table.chosen() != rows[place]:
            self.table.choose([place])
            self.table.scrollTo(self.table.source.index(place, 0))
        self._showing = False
        self._tick()

    def go(self, step: int) -> None:
        """To the next item, or the one before."""
        rows = self.table.source.rows
        now = self.table.chosen()
        place = rows.index(now) if now in rows else 0
        if 0 <= place + step < len(rows):
            self.table.choose([place + step])

    def _chosen(self) -> None:
        if not self._showing and (row := self.table.chosen()) is not None:
            self.chosen()
            self._presenter.choose_item(row.id)
            self._presenter.take_up(row.id)
            self._presenter.load()

    def _used(self, row: AgendaRow) -> int:
        if row.id is None:
            return 0
        return self._floor.used(row.id, self._presenter.moment())

    def _time(self, row: AgendaRow) -> str:
        used = self._used(row)
        if row.planned is None:
            return clock(used) if used else ""
        left = row.planned * 60 - used
        if left < 0:
            return f"{clock(used)} {clock(left)}"
        return f"{clock(used)} / {row.planned} 分" if used else f"{row.planned} 分"

    def _over(self, row: AgendaRow) -> str:
        return "bad" if row.planned is not None and self._used(row) > row.planned * 60 else ""

    def _tick(self) -> None:
        last = self.table.source.rowCount() - 1
        if self.isVisible() and last >= 0 and self._presenter.live:
            source = self.table.source
            source.dataChanged.emit(source.index(0, _TIME), source.index(last, _TIME))


def _nothing() -> None:
    pass


def _row(item: Item) -> AgendaRow:
    outcome = item.outcome.word if item.outcome else ""
    title = f"{item.title}（未通知）" if item.late else item.title
    if item.announced:
        title = f"{item.title}（通知为：{item.announced}）"
    number = str(item.number) if item.number else "—"
    return AgendaRow(item.id, number, title, item.minutes, outcome, item.late)
