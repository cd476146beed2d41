"""A small form that asks for a few values, and says what is wrong without closing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Refusal
from ui.theme import mark


class Kind(Enum):
    TEXT = 1
    LONG = 2
    CHOICE = 3
    DAY = 4
    FLAG = 5


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``choices`` are (value, word)."""

    name: str
    word: str
    kind: Kind = Kind.TEXT
    value: object = ""
    choices: Sequence[tuple[object, str]] = field(default=())
    hint: str = ""


class Form(QDialog):
    """Asks, and calls ``done`` with the answers; a refusal is shown and the form stays."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        fields: Sequence[Field],
        done: Callable[[dict[str, object]], None],
        explain: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._done = done
        self.inputs: dict[str, QWidget] = {}
        self.problem = mark(QLabel(), "problem")
        self.problem.setWordWrap(True)
        rows = QFormLayout()
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for each in fields:
            widget = _widget(each)
            widget.setAccessibleName(each.word)
            self.inputs[each.name] = widget
            rows.addRow("" if each.kind is Kind.FLAG else each.word, widget)
        buttons = QDialogButtonBox()
        yes = buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        mark(yes, "main").setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        if explain:
            told = mark(QLabel(explain), "warning")
            told.setWordWrap(True)
            whole.addWidget(told)
        whole.addLayout(rows)
        whole.addWidget(self.problem)
        whole.addWidget(buttons)

    def values(self) -> dict[str, object]:
        return {name: _value(widget) for name, widget in self.inputs.items()}

    def accept(self) -> None:
        try:
            self._done(self.values())
        except Refusal as refusal:
            self.problem.setText(str(refusal))
            return
        super().accept()


def _widget(each: Field) -> QWidget:
    match each.kind:
        case Kind.LONG:
            text = QPlainTextEdit(str(each.value))
            text.setPlaceholderText(each.hint)
            text.setFixedHeight(96)
            text.setTabChangesFocus(True)
            return text
        case Kind.CHOICE:
            box = QComboBox()
            for value, word in each.choices:
                box.addItem(word, value)
            values = [value for value, _ in each.choices]
            box.setCurrentIndex(values.index(each.value) if each.value in values else 0)
            return box
        case Kind.DAY:
            told = each.value if isinstance(each.value, date) else date.today()  # noqa: DTZ011
            day = QDateEdit(QDate(told.year, told.month, told.day))
            day.setDisplayFormat("yyyy-MM-dd")
            day.setCalendarPopup(True)
            return day
        case Kind.FLAG:
            flag = QCheckBox(each.word)
            flag.setChecked(bool(each.value))
            return flag
        case Kind.TEXT:
            line = QLineEdit(str(each.value))
            line.setPlaceholderText(each.hint)
            return line


def _value(widget: QWidget) -> object:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentData()
    if isinstance(widget, QDateEdit):
        return widget.date().toPython()
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, QLineEdit):
        return widget.text()
    raise TypeError(type(widget))
