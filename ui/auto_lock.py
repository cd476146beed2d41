"""Locks the window when nobody has touched it for a while, and after a long day in any case."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

QUIET = timedelta(minutes=10)
DAY = timedelta(hours=12)  # since signing in
LOOK_EVERY_MS = 10_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class AutoLock(QObject):
    """``lock`` is told why. It watches only while somebody is signed in."""

    def __init__(
        self, parent: QObject, now: Callable[[], datetime], lock: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self._now, self._lock = now, lock
        self._since = self._touched = now()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Somebody has signed in."""
        self._since = self._touched = self._now()
        if not self._timer.isActive() and (app := QApplication.instance()) is not None:
            app.installEventFilter(self)
            self._timer.start()

    def end(self) -> None:
        """Nobody is signed in any more."""
        if self._timer.isActive() and (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
            self._timer.stop()

    def look(self) -> None:
        now = self._now()
        if now - self._touched >= QUIET:
            self._lock(
                f"{QUIET.seconds // 60} 分钟没有人操作，已自动锁定。没有存的文字还在，登录后接着用。"
            )
        elif now - self._since >= DAY:
            self._lock("登录已满 12 小时，请再登录一次。没有存的文字还在。")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = self._now()
        return False
