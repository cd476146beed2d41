"""The frame of every place: a title, a line for refusals, and the content."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.presenter import Screen
from ui.theme import mark, sized
from ui.widgets.flow import Flow

TITLE_BAR = 32  # pixels of a dialog's frame above it


class Page(QWidget):
    """``bar`` takes buttons beside the title; ``content`` takes the rest."""

    help = ""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = mark(QLabel(title), "title")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.hide()
        self.bar = Flow(self.title, None)
        self.content = QVBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 12, 18, 12)
        whole.setSpacing(8)
        whole.addLayout(self.bar)
        whole.addWidget(self.said)
        whole.addLayout(self.content, stretch=1)

    def start(self) -> None:
        """Put the keyboard where the work of this page begins."""
        self.setFocus()

    def show_said(self, state: Screen) -> None:
        """One line on the page for what was refused or done; no box to click away."""
        text = state.problem or state.done
        self.said.setText(text)
        self.said.setVisible(bool(text))
        mark(self.said, "problem" if state.problem else "done")


def row(*parts: Any) -> QHBoxLayout:
    """Widgets and layouts side by side; ``None`` is the space that is left."""
    line = QHBoxLayout()
    line.setSpacing(8)
    for word, part in pairwise(parts):
        if isinstance(word, QLabel) and isinstance(part, QWidget) and not isinstance(part, QLabel):
            word.setBuddy(part)  # a screen reader calls it so
    for part in parts:
        if part is None:
            line.addStretch(1)
        elif isinstance(part, QWidget):
            line.addWidget(part)
        else:
            line.addLayout(part)
    return line


def follow(widgets: Sequence[QWidget]) -> None:
    """The order in which Tab goes; they must be in their window already."""
    for one, other in pairwise(widgets):
        QWidget.setTabOrder(one, other)


def entry(hint: str, width: int = 0) -> QLineEdit:
    """A line to type in."""
    line = QLineEdit()
    line.setPlaceholderText(hint)
    line.setAccessibleName(hint)
    line.setClearButtonEnabled(True)
    if width:
        sized(line, "setFixedWidth", width)
    return line


def choice(name: str) -> QComboBox:
    """Something to choose from, and what a screen reader calls it."""
    made = QComboBox()
    made.setAccessibleName(name)
    return made


def fit(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog its size, and never more than the screen has: its buttons stay within reach where
    everything is drawn at 150 %."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, room.width()), min(height, room.height() - TITLE_BAR))


def long_text(text: str = "", name: str = "") -> QPlainTextEdit:
    """Several lines of text, called so by a screen reader.

    Tab goes on to the next field: nobody without a mouse is held here."""
    made = QPlainTextEdit(text)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    return made


def section(text: str) -> QLabel:
    return mark(QLabel(text), "section")


def hint(text: str) -> QLabel:
    label = mark(QLabel(text), "hint")
    label.setWordWrap(True)
    return label


class Scrolling(QScrollArea):
    """A text that may be long, in no more than ``high`` pixels; in two lines where the window is low."""

    def __init__(self, label: QLabel, high: int) -> None:
        super().__init__()
        self._label = label
        self.setAccessibleName(label.text() or "说明")
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setWidget(label)
        self.setWidgetResizable(True)
        sized(self, "setMinimumHeight", min(high, 36))
        sized(self, "setMaximumHeight", high)

    def sizeHint(self) -> QSize:
        width = self.viewport().width()
        text = self._label.heightForWidth(width) if self._label.wordWrap() else self.maximumHeight()
        return QSize(width, min(self.maximumHeight(), max(text, self.minimumHeight())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # another width breaks the text into more or fewer lines

    def say(self, text: str) -> None:
        """Show a text; nothing at all without one."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
