"""大屏: a second window that follows the session by itself; large type, nothing personal."""

from time import monotonic

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.big_screen import BigFacts
from ui.theme import mark

SECOND = 1000


class BigWindow(QWidget):
    """Shown on the second screen where there is one. F11 fills the screen, Esc closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("大屏")
        self.setObjectName("big")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = mark(QLabel(), "big-title")
        self.clock = mark(QLabel(), "big-title")
        self.speech = mark(QLabel(), "big-title")
        self.item = mark(QLabel(), "big-item")
        self.proposal = mark(QLabel(), "big-text")
        self.quorum = mark(QLabel(), "big-text")
        self.result = mark(QLabel(), "big-text")
        self.agenda = mark(QLabel(), "big-list")
        for label in (self.title, self.item, self.proposal, self.quorum, self.result, self.agenda):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.agenda.setAlignment(Qt.AlignmentFlag.AlignTop)
        top = QHBoxLayout()
        top.addWidget(self.title, stretch=1)
        times = QVBoxLayout()
        times.addWidget(self.clock)
        times.addWidget(self.speech)
        top.addLayout(times)
        left = QVBoxLayout()
        left.addWidget(self.item)
        left.addWidget(self.proposal)
        left.addStretch(1)
        left.addWidget(self.result)
        left.addWidget(self.quorum)
        both = QHBoxLayout()
        both.addLayout(left, stretch=3)
        both.addWidget(self.agenda, stretch=1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 36, 48, 36)
        whole.setSpacing(24)
        whole.addLayout(top)
        whole.addLayout(both, stretch=1)
        self._facts: BigFacts | None = None
        self._began = self._read = monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        screens = QGuiApplication.screens()
        here = parent.screen()
        other = next((each for each in screens if each is not here), None)
        self.resize(1280, 720)
        if other is not None:
            self.setGeometry(other.geometry())
            self.setWindowState(Qt.WindowState.WindowFullScreen)

    def show_facts(self, facts: BigFacts) -> None:
        """What is spoken about now; the time of an item begins when it comes up."""
        if facts.used is not None:
            self._began = monotonic() - facts.used
        elif self._facts is None or facts.item != self._facts.item:
            self._began = monotonic()
        self._read = monotonic()
        self._facts = facts
        self.title.setText(facts.title)
        self.item.setText(facts.item or "其他")
        self.proposal.setText(facts.proposal)
        self.quorum.setText(facts.quorum)
        mark(self.quorum, "big-good" if facts.quorate else "big-bad")
        self.result.setText(facts.result)
        mark(self.result, "big-good" if facts.passed else "big-bad")
        self.agenda.setText(
            "\n".join(f"{'▶ ' if now else '　 '}{name}" for name, now in facts.agenda)
        )
        self._tick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    def _tick(self) -> None:
        facts = self._facts
        self._tick_speech(facts.speech if facts else None)
        spent = int(monotonic() - self._began)
        told = f"{spent // 60:02d}:{spent % 60:02d}"
        if facts is None or facts.minutes is None:
            self.clock.setText(f"已用 {told}")
            return
        left = facts.minutes * 60 - spent
        over = left < 0
        left = abs(left)
        self.clock.setText(f"{'超时' if over else '剩余'} {left // 60:02d}:{left % 60:02d}")
        mark(self.clock, "big-bad" if over else "big-title")

    def _tick_speech(self, left: int | None) -> None:
        """How long the speaker still has; who it is, everybody sees."""
        if left is None:
            self.speech.clear()
            return
        now = left - int(monotonic() - self._read)
        minutes, seconds = divmod(abs(now), 60)
        self.speech.setText(f"{'发言超时' if now < 0 else '发言'} {minutes:02d}:{seconds:02d}")
        mark(self.speech, "big-bad" if now < 0 else "big-title")
