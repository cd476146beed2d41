"""Signing in: before anything is shown of a file with accounts, after ten quiet minutes, and to change
whoever works."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import NoOperator
from ui.presenter import Presenter, Runner, Screen
from ui.theme import mark
from ui.widgets.page import row

if TYPE_CHECKING:
    from desktop.register import Register

WIDTH = 420  # pixels


@dataclass(frozen=True, slots=True)
class SignInScreen(Screen):
    names: tuple[str, ...] = ()


class SignInPresenter(Presenter[SignInScreen]):
    """``then`` is told that somebody has signed in."""

    def __init__(self, register: "Register", runner: Runner, then: Callable[[], None]) -> None:
        super().__init__(SignInScreen(), runner)
        self._register, self._then = register, then

    def load(self) -> None:
        self._read(
            lambda: tuple(self._register.accounts.names()), lambda names: self._change(names=names)
        )

    def take_over(self, name: str) -> None:
        """Somebody else goes on in an office without accounts."""
        if not name.strip():
            raise NoOperator
        self._act(lambda: self._register.sign_in(name.strip(), None), "", lambda _: self._then())

    def sign_in(self, name: str, password: str) -> None:
        self._act(lambda: self._register.sign_in(name, password), "", lambda _: self._then())


class SignInPage(QWidget):
    """In front of everything else. ``why``: what happened, in words; ``leave``: to another file."""

    def __init__(
        self, presenter: SignInPresenter, who: str, why: str, leave: Callable[[], None]
    ) -> None:
        super().__init__()
        self._presenter, self._who = presenter, who
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setAccessibleName("姓名")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("密码（区分大小写，空格也算）")
        self.password.setAccessibleName("密码")
        self.enter = mark(QPushButton("登录"), "main")
        other = QPushButton("换文件")
        self.problem = mark(QLabel(), "problem")
        self.problem.setWordWrap(True)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(mark(QLabel("请登录"), "title"))
        told = QLabel(why)
        told.setWordWrap(True)
        column.addWidget(told)
        column.addWidget(self.name)
        column.addWidget(self.password)
        column.addLayout(row(self.enter, other, None))
        column.addWidget(self.problem)
        column.addStretch(2)
        inner = QWidget()
        inner.setFixedWidth(WIDTH)
        inner.setLayout(column)
        whole = QVBoxLayout(self)
        whole.addWidget(inner, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.enter.clicked.connect(self._enter)
        self.password.returnPressed.connect(self._enter)
        other.clicked.connect(leave)
        presenter.watch(self.show_state)
        presenter.load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.password.setFocus()

    def show_state(self, state: SignInScreen) -> None:
        self.problem.setText(state.problem)
        self.enter.setEnabled(not (state.busy and state.names))  # while the names are read, too
        if state.names and not self.name.count():
            typed = self.name.currentText()  # somebody may have been faster
            self.name.addItems(list(state.names))
            known = self._who if self._who in state.names else state.names[0]
            self.name.setCurrentText(typed or known)
        if state.problem and not state.busy:
            self.password.selectAll()
            self.password.setFocus()

    def _enter(self) -> None:
        self._presenter.sign_in(self.name.currentText().strip(), self.password.text())
