"""Buttons of the actions that ``action_words`` lists, with keys that work only while they can be pressed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.action_words import ACTIONS as ACTIONS
from ui.action_words import Action as Action
from ui.theme import mark


class _Button(QPushButton):
    """A button whose key works only while it can be pressed.

    Two buttons of one window may have the same key (Esc) as long as one of them is hidden: Qt
    takes a key that two live shortcuts claim for nobody's.
    """

    keys: QShortcut | None = None
    page: "KeyedPage | None" = None  # the key works while this shows, whichever inner tab does

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001, N802 - Qt's own
        super().setVisible(visible)
        self.arm()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arm()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.arm()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.arm()

    def arm(self) -> None:
        """Let the key work, or not."""
        if self.keys is None:
            return
        if self.page is None:
            shown = self.isVisible()
        else:  # on an inner tab it may lie behind another one; put away on purpose it is gone
            explicit = self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            shown = self.page.isVisible() and not (explicit and self.isHidden())
        self.keys.setEnabled(shown and self.isEnabled())


class KeyedPage(QWidget):
    """A page with inner tabs. Its keys work whichever of them shows, and bring up theirs first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.keyed: list[_Button] = []

    def reveal(self, panel: QWidget) -> None:
        """Bring up the inner tab with this panel."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arm()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._arm()

    def _arm(self) -> None:
        for each in self.keyed:
            each.arm()


def button(
    parent: QWidget, name: str, act: Callable[[], object], page: KeyedPage | None = None
) -> QPushButton:
    """A button of an action, with its key working anywhere in ``parent``'s page.

    With ``page`` the key works on the whole of it, and ``parent`` is brought up first.
    """
    action = ACTIONS[name]
    made = _Button(action.word, parent)
    if action.role:
        mark(made, action.role)
    tip = f"{action.help}（{action.key}）" if action.key else action.help
    made.setToolTip(tip)
    made.setAccessibleName(action.word)
    made.clicked.connect(lambda: act())
    if action.key and action.key != "Return":
        made.keys = QShortcut(QKeySequence(action.key), page or parent)
        made.keys.setEnabled(False)
        if page is not None:
            made.page = page
            page.keyed.append(made)
            made.keys.activated.connect(lambda: page.reveal(parent))
        made.keys.activated.connect(lambda: act())
    return made
