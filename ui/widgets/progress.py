"""What is being done, how far it is, and the button that stops it; all there only while it runs."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from ui.actions import button
from ui.long_work import LongWork
from ui.theme import sized

TICK = 200  # ms


class Progress(QWidget):
    """``at``: the work to be shown now, or ``None``. Asked from ``watch`` on, again and again, until there
    is none and ``rests`` says that none is to come."""

    def __init__(
        self, at: Callable[[], LongWork | None], rests: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__()
        self._at, self._rests = at, rests
        self.words = QLabel()
        self.bar = QProgressBar()
        sized(self.bar, "setMinimumWidth", 120)
        self.stop = button(self, "long.stop", self._stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.words)
        line.addWidget(self.bar)
        line.addWidget(self.stop)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK)
        self._clock.timeout.connect(self.look)
        self.hide()

    def watch(self) -> None:
        """Something begins, or may: look after a moment. Asked once more it does not wait anew."""
        if not self._clock.isActive():
            self._clock.start()

    def look(self) -> None:
        """Show what is done now."""
        work = self._at()
        if work is not None:
            self._tell(work)
        elif self._rests():
            self._clock.stop()
        self.setVisible(work is not None)

    def _stop(self) -> None:
        if work := self._at():
            work.stop()
            self._tell(work)

    def _tell(self, work: LongWork) -> None:
        words = "正在停下来…" if work.stopped and work.can_stop else work.doing
        self.words.setText(words)
        # where nobody knows how much it is, the bar only moves
        self.bar.setRange(0, work.whole)
        self.bar.setValue(work.done)
        self.bar.setAccessibleName(words)
        self.stop.setVisible(work.can_stop)
        self.stop.setEnabled(not work.stopped)
