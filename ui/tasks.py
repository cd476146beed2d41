"""Slow work runs off the window's thread; its end is told on the window's thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from ui.long_work import LongWork
from ui.presenter import Failed

T = TypeVar("T")


class Tasks(QObject):
    """One queue: work is done in the order it was asked for; beside it one for quick readings."""

    begun = Signal()  # something waits to be done
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="quick")
        self._waiting = 0
        self.longest = (0.0, "")  # seconds, and which work it was
        self.running: tuple[float, LongWork | None] | None = None  # since when the queue is at this
        self._ended.connect(self._tell)

    @property
    def idle(self) -> bool:
        return self._waiting == 0

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed,
        *,
        quick: bool = False,
        long: LongWork | None = None,
    ) -> None:
        self._waiting += 1
        queue, shown = (self._beside, self._timed) if quick else (self._queue, self._shown)
        future = queue.submit(shown, work, long)
        future.add_done_callback(lambda _: self._ended.emit((future, done, failed)))
        self.begun.emit()

    def _shown(self, work: Callable[[], T], long: LongWork | None) -> T:
        self.running = (perf_counter(), long)
        try:
            return self._timed(work)
        finally:
            self.running = None

    def _timed(self, work: Callable[[], T], _long: LongWork | None = None) -> T:
        start = perf_counter()
        try:
            return work()
        finally:
            took = perf_counter() - start
            if took > self.longest[0]:
                self.longest = (took, getattr(work, "__qualname__", type(work).__name__))

    @Slot(object)
    def _tell(self, end: tuple[Future[T], Callable[[T], None], Failed]) -> None:
        future, done, failed = end
        self._waiting -= 1
        if future.cancelled():
            return
        if error := future.exception():
            failed(error)
        else:
            done(future.result())

    def close(self) -> None:
        """Finish what was begun; drop what was not."""
        for queue in (self._beside, self._queue):
            queue.shutdown(wait=True, cancel_futures=True)
