"""诊断: what a helper asks for on the telephone, to be copied or saved; nobody's data is in it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from desktop.services.diagnostics import Shown
from ui.actions import button
from ui.settings.presenter import SettingsPresenter, SettingsScreen
from ui.widgets.page import hint, long_text, row


class DiagnosisTab(QWidget):
    def __init__(
        self, presenter: SettingsPresenter, shown: Callable[[], Shown], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._presenter, self._shown = presenter, shown
        self.text = long_text(name="诊断信息")
        self.text.setReadOnly(True)
        whole = QVBoxLayout(self)
        whole.addLayout(
            row(
                button(self, "diagnosis.again", self.again),
                button(self, "diagnosis.copy", self._copy),
                button(self, "diagnosis.save", self._save),
                None,
            )
        )
        whole.addWidget(hint("遇到问题时发给维护人员。里面没有姓名、电话、房号和会议内容。"))
        whole.addWidget(self.text, stretch=1)

    def again(self) -> None:
        """Look at everything as it is now."""
        self._presenter.diagnose(self._shown())

    def show_state(self, state: SettingsScreen) -> None:
        if self.text.toPlainText() != state.diagnosis:
            self.text.setPlainText(state.diagnosis)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        self._presenter.said("已复制，可以粘贴到微信或邮件里。")

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "存成文件", "圆桌议事诊断信息.txt", "文本 (*.txt)"
        )
        if name:
            self._presenter.save_diagnosis(Path(name))
