"""A small form that asks for a few values, and stays until the answers are safe."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.phones import mask_numbers
from ui.theme import mark, sized
from ui.widgets.asked import Asked, AskedDialog
from ui.widgets.page import long_text

NONE = "无"  # typed into a field to take away what is there
HIGHEST, ROUND_IT = 768, 260  # pixels: a small screen, and what stands round the questions
MARGINS = 24  # pixels left and right of what stands in a form


class Kind(Enum):
    TEXT = 1
    LONG = 2
    CHOICE = 3
    DAY = 4
    FLAG = 5
    PICK = 6  # one of the choices, or any other words
    MANY = 7  # any number of the choices, ticked in a list; the value is a tuple
    SECRET = 8  # a password: nobody reads it over the shoulder


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``choices`` are (value, word)."""

    name: str
    word: str
    kind: Kind = Kind.TEXT
    value: object = ""
    choices: Sequence[tuple[object, str]] = field(default=())
    hint: str = ""


class Form(AskedDialog):
    """Asks, and calls ``done`` with the answers; it closes when what they began is done.

    A refusal, now or later, is shown in the form, and nothing typed is lost.
    """

    def __init__(
        self,
        parent: QWidget,
        presenter: Asked,
        title: str,
        fields: Sequence[Field],
        done: Callable[[dict[str, object]], None],
        explain: str = "",
    ) -> None:
        super().__init__(parent, presenter)
        self.setWindowTitle(title)
        sized(self, "setMinimumWidth", 460)
        self._done = done
        self.inputs: dict[str, QWidget] = {}
        rows = QFormLayout()
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for each in fields:
            widget = _widget(each)
            widget.setAccessibleName(each.word)
            self.inputs[each.name] = widget
            rows.addRow("" if each.kind is Kind.FLAG else each.word, widget)
        self.buttons = QDialogButtonBox()
        yes = self.buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        mark(yes, "main")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        if explain:
            told = mark(QLabel(explain), "warning")
            told.setWordWrap(True)
            told.ensurePolished()
            # a dialog gives wrapped words the height of a wider window, and cuts them off
            told.setMinimumHeight(told.heightForWidth(self.minimumWidth() - MARGINS))
            whole.addWidget(told)
        inner = QWidget()
        inner.setLayout(rows)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the first question has the keyboard
        wanted, least = inner.sizeHint().height() + 4, HIGHEST - ROUND_IT
        area.setMinimumHeight(min(wanted, least))
        whole.addWidget(area, stretch=1)
        whole.addWidget(self.problem)
        whole.addWidget(self.buttons)
        yes.setDefault(
            True
        )  # only now does the dialog hear of it: Tab past 取消 leaves Enter alone
        if wanted > least:  # show all of it where the screen has room, and scroll where it has not
            room = self.screen().availableSize().height() - 80
            self.resize(
                self.sizeHint().width(), min(room, self.sizeHint().height() + wanted - least)
            )

    def values(self) -> dict[str, object]:
        return {name: _value(widget) for name, widget in self.inputs.items()}

    def accept(self) -> None:
        self.keep(lambda: self._done(self.values()))

    def waits(self) -> Iterable[QWidget]:
        return (*self.inputs.values(), self.buttons)


def number_field(name: str, word: str, old: str) -> Field:
    """A telephone number to be put right: the old one is not shown in full, and stays when nothing is
    typed."""
    hint = f"现在是 {mask_numbers(old)}；不改就留空，删去写“{NONE}”" if old else ""
    return Field(name, word, hint=hint)


def number_told(typed: object, old: str) -> str:
    """The number after such a field was answered."""
    told = str(typed).strip()
    return old if not told else "" if told == NONE else told


def _widget(each: Field) -> QWidget:
    match each.kind:
        case Kind.LONG:
            text = long_text(str(each.value))
            text.setPlaceholderText(each.hint)
            sized(text, "setFixedHeight", 96)
            return text
        case Kind.CHOICE:
            box = QComboBox()
            for value, word in each.choices:
                box.addItem(word, value)
            values = [value for value, _ in each.choices]
            box.setCurrentIndex(values.index(each.value) if each.value in values else 0)
            return box
        case Kind.PICK:
            pick = QComboBox()
            pick.setEditable(True)
            pick.addItems([word for _, word in each.choices])
            pick.setCurrentText(str(each.value))
            return pick
        case Kind.MANY:
            return _ticks(each)
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
        case Kind.TEXT | Kind.SECRET:
            return _line(each)


def _line(each: Field) -> QLineEdit:
    line = QLineEdit(str(each.value))
    line.setPlaceholderText(each.hint)
    if each.kind is Kind.SECRET:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def _ticks(each: Field) -> QListWidget:
    """Choices to be ticked, in a list that scrolls."""
    ticks = QListWidget()
    sized(ticks, "setFixedHeight", 170)
    chosen = each.value if isinstance(each.value, tuple) else ()
    for value, word in each.choices:
        item = QListWidgetItem(word, ticks)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        on = value in chosen
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
    return ticks


def _ticked(ticks: QListWidget) -> tuple[object, ...]:
    items = [ticks.item(place) for place in range(ticks.count())]
    return tuple(
        item.data(Qt.ItemDataRole.UserRole)
        for item in items
        if item.checkState() is Qt.CheckState.Checked
    )


def _value(widget: QWidget) -> object:
    if isinstance(widget, QListWidget):
        return _ticked(widget)
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText() if widget.isEditable() else widget.currentData()
    if isinstance(widget, QDateEdit):
        return widget.date().toPython()
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, QLineEdit):
        return widget.text()
    raise TypeError(type(widget))
