"""Keeping the open file: it is backed up by itself, and a line always says how safe the data is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QPushButton

from desktop.domain.errors import Refusal
from desktop.domain.keeping import Safe
from ui.long_work import LongWork
from ui.tasks import Tasks
from ui.theme import mark

if TYPE_CHECKING:  # the window is painted before the database is loaded
    from desktop.register import Register

BACKUP_EVERY_MS = 5 * 60 * 1000  # looks whether half an hour has passed with changes
TELL_EVERY_MS = 60 * 1000
_LOOKS = {Safe.WELL: "kept", Safe.WARN: "kept-warn", Safe.BAD: "kept-bad"}


class Keeping(QObject):
    """``line`` is shown at the bottom of the window; pressed, it leads to the backups."""

    def __init__(self, tasks: Tasks, failed: Callable[[BaseException], None]) -> None:
        super().__init__(tasks)
        self._tasks, self._failed = tasks, failed
        self._register: Register | None = None
        self.line = mark(QPushButton(), "kept")
        self.line.hide()
        self._clock, self._soon = QTimer(self), QTimer(self)
        self._clock.setInterval(BACKUP_EVERY_MS)
        self._clock.timeout.connect(self._back_up_if_due)
        self._soon.setInterval(TELL_EVERY_MS)
        self._soon.timeout.connect(self.tell)

    def take(self, register: "Register") -> None:
        """Keep this file from now on; the first backup is made at once."""
        self._register = register
        self.line.show()
        if register.address.path is not None:
            self._back_up(lambda: register.upkeep.back_up("打开"))
            # once a month, and beside what the user waits for
            self._tasks.run(
                register.drills.run_if_due,
                lambda held: self.tell() if held else None,
                self._not_backed_up,
                quick=True,
            )
            self._clock.start()
        self._soon.start()
        self.tell()

    def leave(self) -> None:
        """The file is being closed."""
        self._register = None
        self._clock.stop()
        self._soon.stop()
        self.line.hide()

    def tell(self) -> None:
        """Say how safe the data is now."""
        if self._register is not None:
            self._tasks.run(self._register.upkeep.judged, self._show, self._failed)

    def _back_up_if_due(self) -> None:
        if self._register is not None:
            self._back_up(self._register.upkeep.back_up_if_due)

    def _back_up(self, work: Callable[[], object]) -> None:
        shown = LongWork("正在自动备份", can_stop=False)
        self._tasks.run(work, lambda _: self.tell(), self._not_backed_up, long=shown)

    def _not_backed_up(self, error: BaseException) -> None:
        """The line says why, until a backup is made again."""
        self.tell()
        if not isinstance(error, Refusal):
            self._failed(error)

    def _show(self, judged: tuple[Safe, str]) -> None:
        safe, words = judged
        room = self.line.window().width() * 3 // 4  # a long reason must not make the window grow
        elide = Qt.TextElideMode.ElideRight
        self.line.setText(self.line.fontMetrics().elidedText(words, elide, room))
        self.line.setToolTip(f"{words}\n点这里到“设置”的备份")
        self.line.setAccessibleName(f"数据情况（{safe.word}）：{words}")
        mark(self.line, _LOOKS[safe])
