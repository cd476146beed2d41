"""The welcome page: who works, and which file — new, recent, or the sample community."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import NoOperator, Refusal
from desktop.system.preferences import Preferences
from ui.presenter import Basis
from ui.theme import mark
from ui.welcome.server import ask_server, is_server, readable
from ui.widgets.page import hint, section

_FILES = "圆桌议事数据 (*.圆桌 *.db)"


FIRST = "第一次用，点“新建数据文件…”，一步一步带着做；想先看看样子，点“看看示例社区”。"


class WelcomePage(QWidget):
    """``open_file(path, operator)``, ``new_file(operator)``, ``open_sample(operator)`` do the work."""

    def __init__(  # noqa: PLR0913 - the four ways in
        self,
        preferences: Preferences,
        folder: Path,
        open_file: Callable[[str, str], None],
        new_file: Callable[[str], None],
        open_sample: Callable[[str], None],
        from_backup: Callable[[Path, Path, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._open_file, self._new_file = open_file, new_file
        self._open_sample, self._folder = open_sample, folder
        self._from_backup = from_backup
        self.operator = QComboBox()
        self.operator.setEditable(True)
        self.operator.addItems(list(preferences.operators))
        self.operator.setCurrentText(preferences.operator)
        if line := self.operator.lineEdit():
            line.setPlaceholderText("您的姓名")
        self.operator.setAccessibleName("经办人")
        self.operator.setFixedWidth(260)
        self.recent = QListWidget()
        for where in preferences.recent:
            if is_server(where) or Path(where).exists():
                item = QListWidgetItem(readable(where), self.recent)
                item.setData(Qt.ItemDataRole.UserRole, where)
        self.recent.setMaximumHeight(150)
        self._answered: Callable[[str], None] | None = None  # of the form that asks for a server
        self.problem = mark(QLabel(), "problem")
        self.problem.setWordWrap(True)
        self.buttons = {
            "new": mark(QPushButton("新建数据文件…"), "main"),
            "open": QPushButton("打开…"),
            "restore": QPushButton("从备份恢复…"),
            "sample": QPushButton("看看示例社区"),
            "server": mark(QPushButton("连接服务器…"), "plain"),
        }
        self.buttons["new"].clicked.connect(lambda: self._new_file(self.operator.currentText()))
        self.buttons["server"].clicked.connect(lambda: self._ask_server())
        self.buttons["open"].clicked.connect(self._open)
        self.buttons["restore"].clicked.connect(self._restore)
        self.buttons["sample"].clicked.connect(
            lambda: self._open_sample(self.operator.currentText())
        )
        self.recent.itemActivated.connect(self._open_recent)
        self._lay_out()

    def show_problem(self, text: str) -> None:
        """Say why it could not be done, and let the user try again."""
        self._enable(on=True)
        answered, self._answered = self._answered, None
        if answered is not None:
            self.problem.clear()
            answered(text or "程序出了问题，没有连上。")
        else:
            mark(self.problem, "problem").setText(text)

    def entered(self) -> None:
        """It is open: whatever still asks is answered."""
        answered, self._answered = self._answered, None
        if answered is not None:
            answered("")

    def basis(self) -> Basis:
        """The form for a server rests on nothing that was read."""
        return Basis()

    def ask(
        self,
        act: Callable[[], object],
        answered: Callable[[str], None],
        basis: Basis | None = None,  # noqa: ARG002 - what forms give
    ) -> None:
        """A form asks for a server; it stays until the server is open."""
        self._answered = answered
        try:
            act()
        except Refusal as refusal:
            self.show_problem(str(refusal))

    def refuse(self, problem: str) -> None:
        mark(self.problem, "problem").setText(problem)

    def show_busy(self, text: str) -> None:
        """Say what is being done; nothing can be pressed twice."""
        mark(self.problem, "hint").setText(text)
        self._enable(on=False)

    def _enable(self, *, on: bool) -> None:
        for each in (*self.buttons.values(), self.recent, self.operator):
            each.setEnabled(on)

    def _lay_out(self) -> None:
        inside = QVBoxLayout()
        inside.setSpacing(10)
        inside.addWidget(mark(QLabel("圆桌议事"), "big"))
        inside.addWidget(
            hint("收集建议 · 召开会议 · 签到表决 · 纪要落实，数据只保存在这台电脑上。")
        )
        inside.addWidget(section("经办人（所有改动都会记在这个名字下）"))
        inside.addWidget(self.operator)
        if self.recent.count():
            inside.addWidget(section("最近打开"))
            inside.addWidget(self.recent)
        else:
            inside.addWidget(hint(FIRST))
        buttons = QHBoxLayout()
        for made in self.buttons.values():
            buttons.addWidget(made)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        inside.addWidget(self.problem)
        inside.addStretch(1)
        column = QWidget()
        column.setLayout(inside)
        column.setMaximumWidth(720)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 60, 24, 24)
        whole.addStretch(1)
        whole.addWidget(column, stretch=4)
        whole.addStretch(1)

    def _open_recent(self, item: QListWidgetItem) -> None:
        where = str(item.data(Qt.ItemDataRole.UserRole))
        if is_server(where):
            self._ask_server(where)
        else:
            self._open_file(where, self.operator.currentText())

    def _ask_server(self, where: str = "") -> None:
        if not self.operator.currentText().strip():
            self.show_problem(str(NoOperator()))
            self.operator.setFocus()
            return
        ask_server(
            self, where, lambda url: self._open_file(url, self.operator.currentText())
        ).open()

    def _restore(self) -> None:
        """换电脑: a backup from a stick becomes this computer's file."""
        backup, _ = QFileDialog.getOpenFileName(self, "选择备份", "", "备份 (*.圆桌备份)")
        if not backup:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        start = str(self._folder / "社区数据.圆桌")
        target, _ = QFileDialog.getSaveFileName(self, "恢复成哪个数据文件", start, _FILES)
        if target:
            self._from_backup(Path(backup), Path(target), self.operator.currentText())

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "打开数据文件", str(self._folder), _FILES)
        if name:
            self._open_file(name, self.operator.currentText())
