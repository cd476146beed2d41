"""The line at the bottom of the window that tells of whatever takes longer than a moment."""

from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.long_work import LongWork
from ui.tasks import Tasks
from ui.theme import mark, sized
from ui.widgets.progress import TICK, Progress

SOON = 0.4  # seconds that nobody is told of


class Going(Progress):
    """Follows the work that the tasks are at: with its words and 停止 where it has them."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self.stop, "small")  # the line is no higher for it
        sized(self.bar, "setFixedHeight", 16)
        sized(self.bar, "setFixedWidth", 180)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._tasks, self._nameless = tasks, LongWork("正在处理…", can_stop=False)
        self._looks = QTimer(self)
        self._looks.setInterval(TICK)
        self._looks.timeout.connect(self._look)
        tasks.begun.connect(self._looks.start)

    def _look(self) -> None:
        running = self._tasks.running
        if running is None:
            self.follow(None)
            if self._tasks.idle:
                self._looks.stop()
        elif perf_counter() - running[0] > SOON:
            self.follow(running[1] or self._nameless)
