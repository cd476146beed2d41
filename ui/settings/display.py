"""显示: how large the type is, how far apart the lines stand, strong contrasts; it takes effect at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QVBoxLayout, QWidget

from desktop.system.preferences import Density, Look, TextSize
from ui.widgets.page import hint


class DisplayTab(QWidget):
    def __init__(self, look: Look, choose: Callable[[Look], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._choose = look, choose
        self.letters, self.lines = QComboBox(), QComboBox()
        for box, terms in ((self.letters, TextSize), (self.lines, Density)):
            for term in terms:
                box.addItem(term.word, term.value)
        self.contrast = QCheckBox("高对比度：白底黑字、深蓝，焦点有粗框，没有浅灰字")
        self.letters.setCurrentIndex(self.letters.findData(look.size.value))
        self.lines.setCurrentIndex(self.lines.findData(look.density.value))
        self.contrast.setChecked(look.contrast)
        questions = QFormLayout()
        questions.addRow("字号", self.letters)
        questions.addRow("行距", self.lines)
        questions.addRow("颜色", self.contrast)
        whole = QVBoxLayout(self)
        whole.addLayout(questions)
        whole.addWidget(
            hint(
                "选好就生效，不用重新启动；只记在这台电脑上，不影响打印的文件。"
                "Windows 打开了高对比度时，程序也自动用高对比度。"
            )
        )
        whole.addStretch(1)
        for box in (self.letters, self.lines):
            box.activated.connect(lambda _: self._chosen())
        self.contrast.clicked.connect(lambda _: self._chosen())

    def _chosen(self) -> None:
        self._look = replace(
            self._look,
            size=TextSize(self.letters.currentData()),
            density=Density(self.lines.currentData()),
            contrast=self.contrast.isChecked(),
        )
        self._choose(self._look)
