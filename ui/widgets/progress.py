"""How far a long work is, and the button that stops it; both are there only while it runs."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.actions import button
from ui.long_work import LongWork

TICK = 200  # ms


class Progress(QWidget):
    """``stops`` names the action of its button."""

    def __init__(self, work: LongWork, parent: QWidget, stops: str = "batch.stop") -> None:
        super().__init__(parent)
        self._work = work
        self.bar = QProgressBar()
        self.stop = button(self, stops, work.stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.bar)
        line.addWidget(self.stop)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK)
        self._clock.timeout.connect(self._tell)
        self.hide()

    def show_running(self, *, on: bool) -> None:
        """The work has begun, or is over."""
        self.setVisible(on)
        if on and not self._clock.isActive():
            self._tell()
            self._clock.start()
        elif not on:
            self._clock.stop()

    def _tell(self) -> None:
        # where nobody knows how much it is, the bar only moves
        self.bar.setRange(0, self._work.whole)
        self.bar.setValue(self._work.done)
