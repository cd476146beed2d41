"""发言次序: who has the floor and for how long, who waits, points of order."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop.domain import floor
from desktop.domain.floor import Turn
from desktop.domain.meeting import RECORDING
from desktop.domain.session_terms import TurnKind
from ui.actions import KeyedPage, button
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.theme import mark
from ui.widgets.page import row
from ui.widgets.table import Table, TableColumn

SECOND = 1000


class FloorPanel(QWidget):
    """``speaker`` tells whose name is in the line of the speaker; ``given`` is told who speaks."""

    def __init__(
        self,
        presenter: MeetingPresenter,
        parent: KeyedPage,
        speaker: Callable[[], str],
        given: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self._presenter, self._speaker, self._given = presenter, speaker, given
        self._turn: Turn | None = None
        self.now = mark(QLabel("没有人在发言"), "section")
        self.waiting: Table[Turn] = Table(
            [
                TableColumn("姓名", lambda t: t.speaker, 0),
                TableColumn("单位", lambda t: t.body, 90),
                TableColumn("事由", lambda t: t.kind.word, 80, ink=_ink),
                TableColumn("时限", lambda t: f"{t.limit} 分", 60, right=True),
            ],
            "没有人等候发言。在“发言人”里选人，按 F7 排进来。",
        )
        self.limit = QSpinBox()
        self.limit.setRange(1, floor.LONGEST)
        self.limit.setSuffix(" 分钟")
        self.limit.setAccessibleName("发言时限")
        self.limit.lineEdit().setTextMargins(6, 0, 0, 0)  # away from the border
        self._profile: object = None
        names = {
            "floor.ask": lambda: self._ask(TurnKind.SPEECH),
            "floor.order": lambda: self._ask(TurnKind.ORDER),
            "floor.next": self._next,
            "floor.stop": presenter.stop_speaking,
            "floor.off": self._off,
        }
        self.acts = [button(self, name, act, parent) for name, act in names.items()]
        ask, order, following, stop, off = self.acts
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addWidget(self.now)
        whole.addWidget(self.waiting, stretch=1)
        whole.addLayout(row(self.limit, ask, order, None))
        whole.addLayout(row(following, stop, None, off))
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def show_state(self, state: MeetingScreen) -> None:
        told = state.told
        if told is None:
            return
        if told.facts.id != self._profile:
            self._profile = told.facts.id
            self.limit.setValue(told.profile.speech_minutes)
        for made in self.acts:
            made.setEnabled(told.facts.stage in RECORDING)
        self.waiting.set_rows(state.floor.queue(state.item))
        self._turn = state.floor.speaking
        self._tick()

    def _ask(self, kind: TurnKind) -> None:
        self._presenter.ask_floor(self._speaker(), self.limit.value(), kind)

    def _next(self) -> None:
        self._presenter.next_speaker(self._given)

    def _off(self) -> None:
        if chosen := self.waiting.chosen():
            self._presenter.take_off(chosen.id)
        else:
            self._presenter.refuse("请先在等候的名单里选中一人。")

    def _tick(self) -> None:
        turn = self._turn
        if turn is None:
            self.now.setText("没有人在发言")
            mark(self.now, "section")
            return
        left = floor.left(turn, self._presenter.moment())
        word = "" if turn.kind is TurnKind.SPEECH else f"（{turn.kind.word}）"
        told = floor.clock(left) if left < 0 else f"还有 {floor.clock(left)}"
        self.now.setText(f"正在发言：{turn.speaker}{word}　{told}")
        mark(self.now, "bad" if left < 0 else "good")


def _ink(turn: Turn) -> str:
    return "warn" if turn.kind is TurnKind.ORDER else ""
