"""Questions one below the other, each with what is wrong with its answer right under it."""

from collections.abc import Mapping

from PySide6.QtCore import QDate, SignalInstance
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ui.theme import mark
from ui.widgets.page import row


class Questions(QFormLayout):
    """Each question has a name, by which its answer is kept and its fault is told."""

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalSpacing(8)
        self.inputs: dict[str, QWidget] = {}
        self._faults: dict[str, QLabel] = {}

    def ask(
        self, name: str, word: str, widget: QWidget, hint: str = "", beside: QWidget | None = None
    ) -> None:
        """One question; ``beside`` stands at its right."""
        self.inputs[name] = widget
        widget.setAccessibleName(word)
        if isinstance(widget, QLineEdit):
            widget.setPlaceholderText(hint)
        fault = self._faults[name] = mark(QLabel(), "problem")
        fault.setWordWrap(True)
        fault.hide()
        _changed(widget).connect(lambda *_: self._forget(name))
        both = QVBoxLayout()
        both.setSpacing(2)
        if beside is None:
            both.addWidget(widget)
        else:
            both.addLayout(row(widget, beside))
        both.addWidget(fault)
        label = QLabel(word)
        label.setBuddy(widget)
        self.addRow(label, both)

    def show_wrong(self, wrong: Mapping[str, str]) -> None:
        """Say under each question what is wrong; the keyboard goes to the first of them."""
        for name, fault in self._faults.items():
            fault.setText(wrong.get(name, ""))
            fault.setVisible(name in wrong)
        for name, widget in self.inputs.items():
            if name in wrong:
                widget.setFocus()
                break

    def _forget(self, name: str) -> None:
        """Another answer is no longer the one that was wrong."""
        self._faults[name].hide()

    def fault(self, name: str) -> str:
        """What is said to be wrong with an answer."""
        return "" if self._faults[name].isHidden() else self._faults[name].text()

    def answers(self) -> dict[str, str]:
        """Every answer as text, a day as 2026-09-30."""
        return {name: _answer(widget) for name, widget in self.inputs.items()}

    def fill(self, answers: Mapping[str, object]) -> None:
        """Show answers; questions that are not mentioned stay as they are."""
        for name, widget in self.inputs.items():
            if name in answers:
                _fill(widget, str(answers[name] or ""))


def _changed(widget: QWidget) -> SignalInstance:
    match widget:
        case QLineEdit():
            return widget.textEdited
        case QComboBox():
            return widget.currentTextChanged
        case QDateEdit():
            return widget.dateChanged
    raise TypeError(type(widget))


def _answer(widget: QWidget) -> str:
    match widget:
        case QLineEdit():
            return widget.text().strip()
        case QComboBox():
            return str(widget.currentText() if widget.isEditable() else widget.currentData())
        case QDateEdit():
            return widget.date().toString("yyyy-MM-dd")
    raise TypeError(type(widget))


def _fill(widget: QWidget, answer: str) -> None:
    match widget:
        case QLineEdit():
            widget.setText(answer)
        case QComboBox() if widget.isEditable():
            widget.setCurrentText(answer)
        case QComboBox():
            known = [str(widget.itemData(place)) for place in range(widget.count())]
            widget.setCurrentIndex(known.index(answer) if answer in known else 0)
        case QDateEdit():
            widget.setDate(QDate.fromString(answer, "yyyy-MM-dd"))
