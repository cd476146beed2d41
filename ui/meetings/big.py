"""大屏: a second window that follows the session by itself; large type, nothing personal."""

from time import monotonic

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.services.big_screen import BigFacts
from ui.theme import mark
from ui.widgets.words import Words

SECOND = 1000
# Shares of the window's height. From eight metres a character of 1/18 of the height of a screen
# can be read; only the name of the meeting, which nobody needs to read, is smaller.
TITLE, CLOCK, ITEM, TEXT, LIST = 26, 16, 13, 18, 18
BESIDE = "\u2002\u2002"  # as wide as ▶
AROUND = (
    2,
    1,
)  # items of the agenda before and after the one that is up; fewer where titles are long


class BigWindow(QWidget):
    """Shown on the second screen where there is one. F11 fills the screen, Esc closes.

    Everything has its place by the size of the window; what is longer is elided, so that no text
    makes the window grow.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("大屏")
        self.setObjectName("big")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = mark(Words(self), "big-title")
        self.clock = mark(Words(self), "big-title")
        self.speech = mark(Words(self), "big-title")
        self.item = mark(Words(self), "big-item")
        self.proposal = mark(Words(self, hanging="："), "big-text")
        self.quorum = mark(Words(self), "big-text")
        self.result = mark(Words(self), "big-text")
        self.agenda = mark(Words(self, hanging="　", lines_each=2), "big-list")
        for label in (self.clock, self.speech):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
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
        self._tick()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        """Give everything its size and place; the proposal takes what is left."""
        high, edge = self.height(), self.height() // 24
        sizes = (
            (self.title, TITLE), (self.clock, CLOCK), (self.speech, CLOCK), (self.item, ITEM),
            (self.proposal, TEXT), (self.quorum, TEXT), (self.result, TEXT), (self.agenda, LIST),
        )  # fmt: skip
        for words, share in sizes:
            words.set_size(-(-high // share))
        whole = self.rect().adjusted(edge, edge, -edge, -edge)
        aside = whole.width() * 3 // 10
        left = QRect(whole.left(), whole.top(), whole.width() - aside - edge, whole.height())
        right = QRect(left.right() + edge, whole.top(), aside, whole.height())
        top = left.top() + _put(self.title, left.left(), left.top(), left.width(), 1)
        top += _put(self.item, left.left(), top + edge // 2, left.width(), 2) + edge // 2
        bottom = left.bottom()
        for words, most in ((self.quorum, 2), (self.result, 3)):
            tall = words.tall(left.width(), most)
            words.setGeometry(left.left(), bottom - tall, left.width(), tall)
            bottom -= tall + (edge // 2 if tall else 0)
        self.proposal.setGeometry(
            left.left(), top + edge // 2, left.width(), max(0, bottom - top - edge)
        )
        down = right.top()
        for words in (self.clock, self.speech):
            down += _put(words, right.left(), down, aside, 1)
        room = right.bottom() - down - edge // 2
        for around in AROUND:
            self.agenda.setText("\n".join(_neighbours(self._facts, around)))
            if self.agenda.tall(aside, high) <= room:
                break
        self.agenda.setGeometry(right.left(), down + edge // 2, aside, room)

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
        spoke = bool(self.speech.text())
        if left is None:
            self.speech.clear()
        else:
            now = left - int(monotonic() - self._read)
            minutes, seconds = divmod(abs(now), 60)
            self.speech.setText(f"{'发言超时' if now < 0 else '发言'} {minutes:02d}:{seconds:02d}")
            mark(self.speech, "big-bad" if now < 0 else "big-title")
        if spoke != bool(self.speech.text()):
            self._place()


def _put(words: Words, left: int, top: int, width: int, most: int) -> int:
    """Set words of at most so many lines there; tell how tall they are."""
    tall = words.tall(width, most)
    words.setGeometry(left, top, width, tall)
    return tall


def _neighbours(facts: BigFacts | None, around: int) -> list[str]:
    """The item that is up, with those around it; ⋮ where there are more."""
    if facts is None:
        return []
    now = next((place for place, (_, up) in enumerate(facts.agenda) if up), 0)
    first = max(0, min(now - around, len(facts.agenda) - 2 * around - 1))
    last = first + 2 * around + 1
    shown = [f"{'▶' if up else BESIDE}{name}" for name, up in facts.agenda[first:last]]
    before, after = (["⋮"] if more else [] for more in (first > 0, last < len(facts.agenda)))
    return [*before, *shown, *after]
