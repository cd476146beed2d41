"""A dialog that stays open until what it asked for is safe."""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from ui.presenter import Basis
from ui.theme import mark


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


class AskedDialog(QDialog):
    """``keep`` begins something; the dialog closes when it is done, and ``problem`` says why it was not.

    What it rests on is ``basis``, or what is known when it is made: somebody else's change since then is
    told before it is overwritten. Closed meanwhile, a refusal is told on the page.
    """

    def __init__(self, parent: QWidget, presenter: Asked, basis: Basis | None = None) -> None:
        super().__init__(parent)
        self._asked, self._basis = presenter, basis or presenter.basis()
        self._gone = False
        self.problem = mark(QLabel(), "problem")
        self.problem.setWordWrap(True)

    def keep(self, act: Callable[[], object]) -> None:
        self.problem.clear()
        asked_from = self.focusWidget()
        self._enable(on=False)
        self._asked.ask(act, lambda problem: self._answered(problem, asked_from), self._basis)

    def reject(self) -> None:
        self._gone = True
        super().reject()

    def waits(self) -> Iterable[QWidget]:
        """What cannot be used while the answer is awaited."""
        return self.findChildren(QDialogButtonBox)

    def _answered(self, problem: str, asked_from: QWidget | None) -> None:
        if self._gone:
            if problem:
                self._asked.refuse(problem)
            return
        if not problem:
            self._gone = True
            super().accept()
            return
        self._enable(on=True)
        self.problem.setText(problem)
        if asked_from is not None:  # the keyboard goes on where it was
            asked_from.setFocus()

    def _enable(self, *, on: bool) -> None:
        for widget in self.waits():
            widget.setEnabled(on)
