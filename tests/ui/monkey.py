"""A user who presses anything: buttons, rows, forms with nonsense in them — nothing may break.

``python -m tests.ui.monkey SEED STEPS`` runs longer than the test does.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QTabWidget,
    QWidget,
)

from ui.app import App
from ui.dressing import dress
from ui.meetings.voting import VoteForm
from ui.widgets.form import Form
from ui.widgets.table import Table

WORDS = (
    "", "15:30", "16:00", "王桂兰", "3-2-501", "2024-09-30", "abc", "楼道灯", "25:99", "1/2", "89.5",
    "王", "一" * 250, "%_'\"", "<b>", "\u202e\ufe0f", "-1", "９", "选聘物业",
)  # fmt: skip
# What opens a box of the system's own, which no test can press.
AWAY = ("打开", "打开文件夹", "换文件")


class Monkey:
    def __init__(self, app: App, seed: int) -> None:
        self.app, self.rng = app, random.Random(seed)
        self.trace: list[str] = []

    def step(self) -> None:
        """Do one thing, and let it be done."""
        dialogs = [d for d in self.app.window.findChildren(QDialog) if d.isVisible()]
        if dialogs:
            self._answer(dialogs[-1])
        else:
            self._wander()
        settle(self.app)

    def _answer(self, dialog: QDialog) -> None:
        self.trace.append(dialog.windowTitle())
        if isinstance(dialog, Form):
            for widget in dialog.inputs.values():
                self._fill(widget)
        elif isinstance(dialog, VoteForm):
            dialog.tabs.setCurrentIndex(self.rng.randrange(3))
            for widget in dialog.findChildren(QWidget):
                self._fill(widget)
        if isinstance(dialog, Form) and self.rng.random() < 0.7:
            dialog.accept()
        elif isinstance(dialog, VoteForm) and self.rng.random() < 0.7:
            dialog._take()
        else:
            dialog.reject()

    def _fill(self, widget: QWidget) -> None:
        match widget:
            case QLineEdit():
                widget.setText(self.rng.choice(WORDS))
            case QPlainTextEdit() if not widget.isReadOnly():
                widget.setPlainText(self.rng.choice(WORDS))
            case QComboBox() if widget.count():
                widget.setCurrentIndex(self.rng.randrange(widget.count()))
            case QCheckBox():
                widget.setChecked(self.rng.random() < 0.5)
            case QSpinBox():
                widget.setValue(self.rng.randint(widget.minimum(), widget.maximum()))

    def _wander(self) -> None:
        window, page = self.app.window, self.app.window.pages.currentWidget()
        chance = self.rng.random()
        if chance < 0.12:
            window.places.setCurrentRow(self.rng.randrange(window.places.count()))
            self.trace.append("place")
        elif chance < 0.2:
            for tabs in self._some(page, QTabWidget):
                tabs.setCurrentIndex(self.rng.randrange(tabs.count()))
        elif chance < 0.35:
            for table in self._some(page, QTableView):
                if isinstance(table, Table) and table.source.rowCount():
                    table.choose([self.rng.randrange(table.source.rowCount())])
        elif chance < 0.45:
            for line in self._some(page, QLineEdit if self.rng.random() < 0.6 else QPlainTextEdit):
                self._fill(line)
        else:
            for made in self._some(page, QPushButton):
                if "…" not in made.text() and made.text() not in AWAY:
                    self.trace.append(made.text())
                    made.click()

    def _some(self, page: QWidget, kind: type[QWidget]) -> list[QWidget]:
        found = [each for each in page.findChildren(kind) if each.isVisible() and each.isEnabled()]
        return [self.rng.choice(found)] if found else []


def settle(app: App, seconds: float = 60) -> None:
    """Let all work finish; showing one thing may ask for the next."""
    until, quiet = time.monotonic() + seconds, 0
    while time.monotonic() < until and quiet < 3:
        QApplication.processEvents()
        quiet = quiet + 1 if app.tasks.idle else 0
        time.sleep(0.001)
    assert app.tasks.idle


def main(seed: int, steps: int) -> int:
    qt = QApplication([])
    dress(qt)
    with tempfile.TemporaryDirectory() as home:
        app = App(qt, Path(home))
        app.window.show()
        app.open_sample("何婷")
        settle(app)
        monkey = Monkey(app, seed)
        for _ in range(steps):
            monkey.step()
            if app.last_resort.seen:
                print(f"seed {seed}: fault after {monkey.trace[-6:]}")
                print((Path(home) / "roundtable.log").read_text("utf-8").splitlines()[-1])
                app.close()
                return 1
        sound = app.register is not None and app.register.verification.check().sound
        print(f"seed {seed}: {steps} steps, no fault, chain {'sound' if sound else 'BROKEN'}")
        app.close()
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
