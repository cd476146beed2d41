"""The line at the bottom of the window that tells of whatever takes longer than a moment."""

from time import perf_counter

from PySide6.QtWidgets import QSizePolicy

from ui.long_work import LongWork
from ui.tasks import Tasks
from ui.theme import mark, sized
from ui.widgets.progress import Progress

SOON = 0.4  # seconds that nobody is told of


class Going(Progress):
    """Shows the work that the tasks are at: with its words and 停止 where it has them."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(self._running, lambda: tasks.idle)
        mark(self.stop, "small")  # the line is no higher for it
        sized(self.bar, "setFixedHeight", 16)
        sized(self.bar, "setFixedWidth", 180)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._tasks, self._nameless = tasks, LongWork("正在处理…", can_stop=False)
        tasks.begun.connect(self.watch)

    def _running(self) -> LongWork | None:
        running = self._tasks.running
        if running is None or perf_counter() - running[0] < SOON:
            return None
        return running[1] or self._nameless
