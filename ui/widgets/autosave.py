"""Keeping what is being typed: soon after the last key, and never much later while typing."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPlainTextEdit

SOON_MS = 300  # after the last key; a kill loses at most what was typed since
LATEST_MS = 1_000  # … and never more than this while typing goes on


class Autosave(QObject):
    """Calls ``save`` while somebody types into ``text``; ``waiting`` until it has."""

    def __init__(self, text: QPlainTextEdit, save: Callable[[], None]) -> None:
        super().__init__(text)
        self._save = save
        self._soon, self._latest = QTimer(self), QTimer(self)
        for timer, wait in ((self._soon, SOON_MS), (self._latest, LATEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(self.now)
        text.textChanged.connect(self._typed)

    @property
    def waiting(self) -> bool:
        return self._soon.isActive()

    def now(self) -> None:
        """Save at once."""
        self.forget()
        self._save()

    def forget(self) -> None:
        """What is in the text now is saved already."""
        self._soon.stop()
        self._latest.stop()

    def _typed(self) -> None:
        self._soon.start()
        if not self._latest.isActive():
            self._latest.start()


def put(text: QPlainTextEdit, words: str) -> None:
    """Show a text that nobody typed."""
    text.blockSignals(True)  # noqa: FBT003 - Qt's own
    text.setPlainText(words)
    text.blockSignals(False)  # noqa: FBT003
