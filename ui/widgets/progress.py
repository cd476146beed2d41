"""What is being done, how far it is, and the button that stops it; all there only while it runs."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from ui.actions import button
from ui.long_work import LongWork
from ui.theme import sized

TICK = 200  # ms


class Progress(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._attended = LongWork(), False
        self.words = QLabel()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
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
        self._clock.timeout.connect(self._tell)
        self.hide()

    def follow(self, work: LongWork | None) -> None:
        """Show this work from now on; ``None``: it is over."""
        if work is None:
            self._clock.stop()
            self.hide()
            return
        self._work = work
        self._tell()
        if self._clock.isActive():
            return
        self._clock.start()
        self.show()

    def attend(self, work: LongWork) -> None:
        """Show this work, in a dialog that lies over the window's own line, whenever it runs."""
        self._work = work
        self._attended = True
        self._clock.start()

    def _stop(self) -> None:
        self._work.stop()
        self._tell()

    def _tell(self) -> None:
        work = self._work
        if self._attended:
            self.setVisible(bool(work.doing))
        words = "正在停下来…" if work.stopped and work.can_stop else work.doing
        self.words.setText(words)
        self.words.setVisible(bool(words))
        # where nobody knows how much it is, the bar only moves
        self.bar.setRange(0, work.whole)
        self.bar.setValue(work.done)
        self.bar.setAccessibleName(words or "进度")
        self.stop.setVisible(work.can_stop)
        self.stop.setEnabled(not work.stopped)
