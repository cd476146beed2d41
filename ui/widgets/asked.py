"""Dialogs: gone when they are closed; open until what they asked for is safe."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from ui.presenter import Basis
from ui.theme import mark

T = TypeVar("T")


class Passing(QDialog):
    """A dialog that is deleted when it is closed, and what it wanted to be told with it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._gone = False

    def done(self, result: int) -> None:
        self._gone = True
        super().done(result)

    def while_open(self, tell: Callable[[T], object]) -> Callable[[T], None]:
        """The same, as long as the dialog is there: answers may come after it was closed."""

        def told(what: T) -> None:
            if not self._gone:
                tell(what)

        return told


class Asked(Protocol):
    """The presenter a dialog's answers go to."""

    def ask(
        self,
        act: Callable[[], object],
        answered: Callable[[str], None],
        basis: Basis | None = None,
    ) -> None: ...
    def basis(self) -> Basis: ...
    def refuse(self, problem: str) -> None: ...


class AskedDialog(Passing):
    """``keep`` begins something; the dialog closes when it is done, and ``problem`` says why it was not.

    What it rests on is ``basis``, or what is known when it is made: somebody else's change since then is
    told before it is overwritten. Closed meanwhile, a refusal is told on the page.
    """

    def __init__(self, parent: QWidget, presenter: Asked, basis: Basis | None = None) -> None:
        super().__init__(parent)
        self._asked, self._basis = presenter, basis or presenter.basis()
        self.problem = mark(QLabel(), "problem")
        self.problem.setWordWrap(True)

    def keep(self, act: Callable[[], object]) -> None:
        self.problem.clear()
        asked_from = self.focusWidget()
        self._enable(on=False)
        self._asked.ask(act, lambda problem: self._answered(problem, asked_from), self._basis)

    def waits(self) -> Iterable[QWidget]:
        """What cannot be used while the answer is awaited."""
        return self.findChildren(QDialogButtonBox)

    def _answered(self, problem: str, asked_from: QWidget | None) -> None:
        if self._gone:
            if problem:
                self._asked.refuse(problem)
            return
        if not problem:
            super().accept()
            return
        self._enable(on=True)
        self.problem.setText(problem)
        if asked_from is not None:  # the keyboard goes on where it was
            asked_from.setFocus()

    def _enable(self, *, on: bool) -> None:
        for widget in self.waits():
            widget.setEnabled(on)
