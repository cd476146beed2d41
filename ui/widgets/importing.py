"""A dialog that reads a file, shows what would be taken over, and takes it over when it is told to."""

from typing import Any, Protocol

from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from ui.presenter import Presenter
from ui.theme import mark
from ui.widgets.asked import Passing
from ui.widgets.page import fit
from ui.widgets.progress import Progress
from ui.widgets.table import Table


class Preview(Protocol):
    """What was read; ``taken``: how many lines of it would be taken over."""

    @property
    def taken(self) -> int: ...


class ImportDialog(Passing):
    """``rows`` shows what was read; ``nothing`` stands there when nothing could be. Closed while its
    own work runs, it stops that; what comes of it is told on the page."""

    rows: Table[Any]
    nothing = ""
    columns: dict[Any, QComboBox]  # which column is what, to be put right

    def __init__(
        self,
        parent: QWidget,
        presenter: Presenter[Any],
        title: str,
        yes: str,
        size: tuple[int, int],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        fit(self, *size)
        self._asks = presenter
        self._working = False
        self.preview: Preview | None = None
        self.sum = QLabel()
        self.problem = mark(QLabel(), "problem")
        self.problem.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.yes = buttons.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        mark(self.yes, "main").setEnabled(False)
        buttons.accepted.connect(self.take)
        buttons.rejected.connect(self.reject)
        self.progress = Progress(lambda: presenter.long.running)
        self.foot = QVBoxLayout()
        for each in (self.problem, self.progress, buttons):
            self.foot.addWidget(each)

    def take(self) -> None:
        """Take over what is shown."""
        raise NotImplementedError

    def begin(self) -> None:
        """Something of this dialog's own is read or written now; nothing else is asked meanwhile."""
        self._working = True
        self._enable(on=False)
        self.progress.watch()

    def ended(self) -> bool:
        """It has come to its end; give whether anybody still looks."""
        self._working = False
        if not self._gone:  # else there may be nothing left to enable
            self._enable(on=True)
        return not self._gone

    def _enable(self, *, on: bool) -> None:
        for box in self.columns.values():
            box.setEnabled(on)
        self.yes.setEnabled(on and self.preview is not None and self.preview.taken > 0)

    def reject(self) -> None:
        if self._working:
            self._asks.long.stop()
        super().reject()

    def answered(self, problem: str) -> None:
        """What was taken over is kept, or not, and why."""
        if not self.ended():
            if problem:
                self._asks.refuse(problem)
        elif problem:  # what was looked through stays, to be tried again
            self.problem.setText(problem)
        else:
            self.accept()

    def refused(self, problem: str) -> None:
        """Nothing could be read."""
        self.preview = None
        if self.ended():
            self.problem.setText(problem)
            self.rows.empty = self.nothing
            self.rows.set_rows(())
            self.sum.clear()
