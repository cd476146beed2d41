"""公文格式: red letterheads and numbers, the wording of papers, whether minutes have two readers."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.letterhead import Letterhead
from desktop.services.house_style import NumberLine, SentenceLine
from desktop.services.papers import Paper
from ui.actions import button
from ui.settings.presenter import SettingsPresenter, SettingsScreen
from ui.theme import mark
from ui.widgets.asked import AskedDialog
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import fit, hint, long_text, row, section
from ui.widgets.table import Table, TableColumn

PATTERN = "如 柳社议〔{年}〕{号}号；不编号就留空"


class StyleTab(QWidget):
    def __init__(self, presenter: SettingsPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.heads: Table[Letterhead] = Table(
            [
                TableColumn("发文单位", lambda h: h.issuer, 160),
                TableColumn("红头", lambda h: h.head, 190),
                TableColumn("文号", lambda h: h.pattern, 160),
                TableColumn("用在", lambda h: "、".join(h.papers), 0),
            ],
            "没有红头。要用就点“添加红头…”；只用在以该单位名义召集的会议文件上。",
        )
        self.numbers: Table[NumberLine] = Table(
            [
                TableColumn("文号", lambda n: n.text, 150),
                TableColumn("文件", lambda n: n.paper, 90),
                TableColumn("会议", lambda n: n.meeting, 0),
                TableColumn("日期", lambda n: n.held_on.isoformat(), 110),
                TableColumn("作废", lambda n: n.void, 120, ink=lambda _: "warn"),
            ],
            "还没有编过号。带文号的文件在打印或导出时自动编号，不跳号、不重号。",
        )
        self.words: Table[SentenceLine] = Table(
            [
                TableColumn("文件", lambda s: s.shipped.paper, 90),
                TableColumn("哪一句", lambda s: s.shipped.name, 140),
                TableColumn("文字", lambda s: s.text, 0),
                TableColumn("", lambda s: "本单位已改" if s.own else "", 90, ink=lambda _: "warn"),
            ],
            "没有可以改的文字，程序的文件不全：请重新安装。",
        )
        self.readers = QCheckBox("纪要定稿前须有第二个人核对")
        self.readers.clicked.connect(lambda on: presenter.want_readers(on=on))
        whole = QVBoxLayout(self)
        whole.addLayout(
            row(
                section("红头和文号"),
                None,
                button(self, "head.try", self._try),
                button(self, "head.keep", self._keep),
                button(self, "head.remove", self._remove),
            )
        )
        both = QHBoxLayout()
        both.addWidget(self.heads, stretch=3)
        both.addWidget(self.numbers, stretch=2)
        whole.addLayout(both, stretch=2)
        whole.addLayout(row(section("文件用语"), None, button(self, "words.change", self._change)))
        whole.addWidget(self.words, stretch=3)
        whole.addWidget(self.readers)
        self.words.opened.connect(self._change)
        self.heads.opened.connect(self._keep)

    def show_state(self, state: SettingsScreen) -> None:
        self.heads.set_rows(state.letterheads)
        self.numbers.set_rows(state.numbers)
        self.words.set_rows(state.sentences)
        self.readers.setChecked(state.readers)

    def _keep(self) -> None:
        old = self.heads.chosen() or Letterhead("", "", "", ("会议通知", "会议公告", "公示"))
        fields = [
            Field("issuer", "发文单位", value=old.issuer, hint="与会议的召集单位一字不差"),
            Field("head", "红头文字", value=old.head, hint="如 柳荫社区居民委员会文件"),
            Field("pattern", "文号样式", value=old.pattern, hint=PATTERN),
            Field(
                "papers",
                "用在哪些文件",
                Kind.MANY,
                old.papers,
                [(paper.value, paper.value) for paper in Paper],
            ),
        ]

        def done(told: dict[str, object]) -> None:
            ticked = told["papers"]
            papers = tuple(map(str, ticked)) if isinstance(ticked, tuple) else ()
            self._presenter.keep_head(
                Letterhead(str(told["issuer"]), str(told["head"]), str(told["pattern"]), papers)
            )

        Form(self, self._presenter, "红头", fields, done).open()

    def _try(self) -> None:
        if chosen := self.heads.chosen():
            HeadDialog(self, self._presenter, chosen).open()
        else:
            self._presenter.refuse("请先选中一个红头。")

    def _remove(self) -> None:
        if chosen := self.heads.chosen():
            self._presenter.remove_head(chosen)
        else:
            self._presenter.refuse("请先选中一个红头。")

    def _change(self) -> None:
        if chosen := self.words.chosen():
            WordsDialog(self, self._presenter, chosen).open()
        else:
            self._presenter.refuse("请先选中一句。")


class ShowingDialog(AskedDialog):
    """A dialog with a paper on its right side."""

    def __init__(self, parent: QWidget, presenter: SettingsPresenter, title: str) -> None:
        super().__init__(parent, presenter)
        self.setWindowTitle(title)
        fit(self, 1000, 640)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setAccessibleName("预览")
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._bytes, self._buffer = QByteArray(), QBuffer(self)

    def _shown(self, data: bytes) -> None:
        self.document.close()
        self._buffer.close()
        if not data:
            self.problem.setText("还没有会议，看不了样子；保存后照样有效。")
            return
        self._bytes = QByteArray(data)
        self._buffer.setData(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)


class HeadDialog(ShowingDialog):
    """A letterhead above the paper it is used on."""

    def __init__(self, parent: QWidget, presenter: SettingsPresenter, chosen: Letterhead) -> None:
        super().__init__(parent, presenter, f"{chosen.head}：样子")
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(self.view, stretch=1)
        whole.addWidget(self.problem)
        whole.addWidget(buttons)
        presenter.ask(
            lambda: presenter.try_head(chosen, self.while_open(self._shown)),
            self.while_open(self.problem.setText),
        )


class WordsDialog(ShowingDialog):
    """One sentence beside the paper it stands in; what is tried is shown before it is kept."""

    def __init__(self, parent: QWidget, presenter: SettingsPresenter, line: SentenceLine) -> None:
        super().__init__(parent, presenter, f"{line.shipped.paper}：{line.shipped.name}")
        self._presenter, self._line = presenter, line
        self.text = long_text(line.text, "文字")
        self.text.setAccessibleName(line.shipped.name)
        buttons = QDialogButtonBox()
        keep = buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        mark(keep, "main")
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        left = QVBoxLayout()
        blanks = "、".join(f"{{{each}}}" for each in sorted(line.shipped.blanks)) or "没有"
        left.addWidget(hint(f"花括号里的由程序填：{blanks}，位置可以换，字不能改。"))
        left.addWidget(self.text)
        left.addWidget(self.problem)
        left.addLayout(
            row(
                button(self, "words.try", self.show_it),
                button(self, "words.reset", lambda: self.text.setPlainText(line.shipped.text)),
                None,
            )
        )
        left.addWidget(buttons)
        whole = QHBoxLayout(self)
        whole.addLayout(left, stretch=2)
        whole.addWidget(self.view, stretch=3)
        self.show_it()

    def show_it(self) -> None:
        """Set the paper of the latest meeting with these words."""
        self.problem.clear()
        self._presenter.ask(
            lambda: self._presenter.try_words(
                self._line.key, self._words(), self.while_open(self._shown)
            ),
            self.while_open(self.problem.setText),
        )

    def _words(self) -> str:
        return self.text.toPlainText()

    def _keep(self) -> None:
        self.keep(lambda: self._presenter.word(self._line.key, self._words()))
