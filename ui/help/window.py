"""The handbook in a window of its own, to be read beside the work."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.documents import handbook
from desktop.documents.fonts import bundled
from desktop.documents.handbook import Chapter
from desktop.domain.errors import Refusal
from desktop.system import folders
from desktop.system.files import write_whole
from ui.actions import button
from ui.help.reader import Reader
from ui.help.text import Hit, hits
from ui.long_work import LongWork
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.page import entry, fit, hint, row
from ui.widgets.progress import Progress

_SIZE = (1040, 700)
_LEFT = 250  # pixels of the list


class HelpWindow(QWidget):
    def __init__(self, chapters: Sequence[Chapter], folder: Path, tasks: Tasks) -> None:
        super().__init__()
        self.setWindowTitle("使用手册")
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chapters, self._folder, self.tasks = tuple(chapters), folder, tasks
        self._hits: list[Hit] = []
        self.about = hint("")
        self.said = QLabel()
        self.reader = Reader({each.key: each for each in self._chapters}, folder, self)
        self.search_line = entry("在全部章节里查找", 260)
        self.list, self.found = QListWidget(), QListWidget()
        self.list.setAccessibleName("章节")
        self.found.setAccessibleName("查到的地方")
        self.found.setWordWrap(True)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for each in self._chapters:
            self.list.addItem(each.title)
        self.buttons = {
            name: button(self, name, act)
            for name, act in (
                ("help.back", self.reader.backward),
                ("help.forward", self.reader.forward),
                ("help.previous", lambda: self._step(-1)),
                ("help.next", lambda: self._step(1)),
                ("help.pdf", self._save),
            )
        }
        self._long = LongWork()
        self.progress = Progress(lambda: self._long.running)
        self._lay_out()
        self._connect()
        self._show_hits("")

    def open_at(self, where: str, about: str) -> None:
        """Show what is said about a place, with one sentence on the page that was asked from."""
        self.about.setText(f"本页：{about}")
        self.about.setVisible(bool(about))
        self.search_line.clear()
        self.reader.go(where)
        self.show()
        self.raise_()
        self.activateWindow()
        self.reader.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        kept = QSettings()
        kept.setValue("handbook/geometry", self.saveGeometry())
        kept.setValue("handbook/parts", self.parts.saveState())
        super().closeEvent(event)

    def _lay_out(self) -> None:
        self.left = QStackedWidget()
        self.left.addWidget(self.list)
        self.left.addWidget(self.found)
        self.parts = QSplitter()
        self.parts.addWidget(self.left)
        self.parts.addWidget(self.reader)
        self.parts.setChildrenCollapsible(False)
        self.parts.setStretchFactor(1, 1)
        self.parts.setSizes([_LEFT, _SIZE[0] - _LEFT])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 12)
        back, forward, previous, following, save = self.buttons.values()
        whole.addLayout(
            row(
                back, forward, self.search_line, previous, following,
                self.said, None, self.progress, save,
            )
        )  # fmt: skip
        whole.addWidget(self.about)
        whole.addWidget(self.parts, stretch=1)
        kept = QSettings()
        geometry, parts = kept.value("handbook/geometry"), kept.value("handbook/parts")
        if geometry is None or not self.restoreGeometry(geometry):
            fit(self, *_SIZE)
        if parts is not None:
            self.parts.restoreState(parts)

    def _connect(self) -> None:
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._leave)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search_line.setFocus)
        self.list.currentRowChanged.connect(self._choose)
        self.search_line.textChanged.connect(self._show_hits)
        self.search_line.returnPressed.connect(lambda: self._step(1))
        self.found.currentRowChanged.connect(self._go)
        self.reader.sourceChanged.connect(self._follow)
        self.reader.backwardAvailable.connect(self.buttons["help.back"].setEnabled)
        self.reader.forwardAvailable.connect(self.buttons["help.forward"].setEnabled)
        for name in ("help.back", "help.forward"):
            self.buttons[name].setEnabled(False)

    def _leave(self) -> None:
        """First out of what was looked for, then out of the handbook."""
        if self.search_line.text():
            self.search_line.clear()
            self.reader.setFocus()
        else:
            self.close()

    def _choose(self, place: int) -> None:
        if place >= 0:
            self.reader.go(self._chapters[place].key)

    def _follow(self, url: QUrl) -> None:
        """The list shows which chapter is read, however one came to it."""
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.list.setCurrentRow([each.key for each in self._chapters].index(url.path()))
        self.list.blockSignals(False)  # noqa: FBT003

    def _show_hits(self, wanted: str) -> None:
        self._hits = hits(self._chapters, wanted)
        self.found.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.found.clear()
        for each in self._hits:
            QListWidgetItem(f"{each.section or each.chapter}\n{each.around}", self.found)
        if wanted.strip() and not self._hits:
            self.found.addItem("没有找到。换个说法试试，如“备份”“票录错”“打印”。")
        self.found.setCurrentRow(-1)
        self.found.blockSignals(False)  # noqa: FBT003
        self.left.setCurrentWidget(self.found if wanted.strip() else self.list)
        self._say(f"{len(self._hits)} 处" if wanted.strip() else "")
        for name in ("help.previous", "help.next"):
            self.buttons[name].setEnabled(bool(self._hits))
        self.reader.mark("", 0)

    def _step(self, by: int) -> None:
        if self._hits:
            now = self.found.currentRow()
            start = -1 if now < 0 and by > 0 else max(now, 0)
            self.found.setCurrentRow((start + by) % len(self._hits))

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._hits):
            hit = self._hits[place]
            self.reader.go(hit.key)
            self.reader.mark(self.search_line.text().strip(), hit.nth)
            self._say(f"第 {place + 1} 处，共 {len(self._hits)} 处")

    def _save(self) -> None:
        folder = folders.documents()
        start = str(folder / f"{handbook.TITLE}.pdf")
        name, _ = QFileDialog.getSaveFileName(self, "存成 PDF", start, "PDF (*.pdf)")
        if not name:
            return
        path = Path(name)
        self._saving(on=True)
        self._say("")

        def work() -> None:
            fonts = bundled(folders.resources() / "fonts")
            told = handbook.book(self._chapters, self._folder, fonts, step=self._long.step)
            write_whole(path, told)

        # beside the queue of what is kept: who reads holds up nobody's work
        self.tasks.run(work, lambda _: self._saved(path), self._not_saved, quick=True)

    def _saving(self, *, on: bool) -> None:
        if on:
            self._long.begin("正在排版")
            self.progress.watch()
        else:
            self._long.end()
        self.buttons["help.pdf"].setEnabled(not on)

    def _saved(self, path: Path) -> None:
        self._saving(on=False)
        self._say(f"已存成 {path.name}", "done")

    def _not_saved(self, error: BaseException) -> None:
        self._saving(on=False)
        if not isinstance(error, Refusal):
            self._say("")
            raise error
        self._say(str(error), "problem")

    def _say(self, text: str, role: str = "hint") -> None:
        mark(self.said, role).setText(text)
