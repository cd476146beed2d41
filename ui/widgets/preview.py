"""A paper as it will be printed, with buttons to print and to write it to files."""

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.documents.model import Sheet
from ui.actions import button
from ui.widgets.page import choice, hint, row
from ui.widgets.printing import ask_and_print

P = TypeVar("P", bound=Enum)
Shown = TypeVar("Shown", bound=Enum, contravariant=True)


class Printing(Protocol[Shown]):
    """What the panel asks of a presenter."""

    def show_paper(self, paper: Shown, sheet: Sheet = ..., *, quietly: bool = False) -> None: ...
    def issue_paper(self, paper: Shown, sheet: Sheet, then: Callable[[bytes], None]) -> None: ...
    def write_paper(self, paper: Shown, folder: Path, sheet: Sheet) -> None: ...


class PaperPanel(QWidget, Generic[P]):
    def __init__(
        self, presenter: Printing[P], papers: Sequence[P], folder: Path, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._presenter, self._folder, self._papers = presenter, folder, tuple(papers)
        self.choice = choice("文件")
        for paper in papers:
            self.choice.addItem(paper.value, paper)
        self.sheet = choice("纸张")
        self.sheet.setAccessibleName("纸张")
        self.sheet.setToolTip("预览、打印和导出用的纸：A3 张贴在公告栏，16开是存根、条子")
        for sheet in Sheet:
            self.sheet.addItem(sheet.word, sheet)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setAccessibleName("预览")
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.empty = hint("正在排版……也可以点“预览”。")
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self._shown = b""
        self._told: object = None
        self._asked: object = None
        self.choice.activated.connect(lambda _: self._choose())
        self.sheet.activated.connect(lambda _: self._choose())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(
            row(self.choice, self.sheet, button(self, "paper.preview", self._preview), None)
        )
        whole.addWidget(self.empty, stretch=1)
        whole.addWidget(self.view, stretch=1)
        self.more = QHBoxLayout()  # for what else can be done with a paper
        whole.addLayout(
            row(
                self.more,
                None,
                button(self, "paper.print", self._print),
                button(self, "paper.write", self._write),
            )
        )
        self.view.hide()

    def show_state(self, state: Any) -> None:
        """Show the paper that is chosen, if it was set from the facts as they are now."""
        self._told = state.told
        shown = state.preview_of
        if shown is None or shown != (state.ref, self.paper(), self._sheet()):
            self._clear()
            self._set_soon()
        elif state.preview != self._shown:
            self._clear()
            self._shown = state.preview
            self._bytes = QByteArray(state.preview)
            self._buffer.setData(self._bytes)
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self.document.load(self._buffer)
            self.empty.hide()
            self.view.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shown:  # another panel's paper has been set meanwhile
            self._asked = None
        self._set_soon()

    def _clear(self) -> None:
        if self._shown:
            self._shown = b""
            self.document.close()
            self._buffer.close()
        self.view.hide()
        self.empty.show()

    def _set_soon(self) -> None:
        """Set the chosen paper without being asked, once for each state of the facts."""
        wanted = (self._told, self.paper(), self._sheet())
        if self._told is not None and self.isVisible() and self._asked != wanted:
            self._asked = wanted
            QTimer.singleShot(0, lambda: self._show(quietly=True))

    def choose(self, paper: P) -> None:
        """Show this paper."""
        self.choice.setCurrentIndex(self._papers.index(paper))
        self._choose()

    def paper(self) -> P:
        """The one that is chosen."""
        return self._papers[max(0, self.choice.currentIndex())]

    def _preview(self) -> None:
        self._show(quietly=False)

    def _show(self, *, quietly: bool) -> None:
        self._presenter.show_paper(self.paper(), self._sheet(), quietly=quietly)

    def _write(self) -> None:
        self._presenter.write_paper(self.paper(), self._folder, self._sheet())

    def _choose(self) -> None:
        self._clear()
        self._set_soon()

    def _sheet(self) -> Sheet:
        return tuple(Sheet)[max(0, self.sheet.currentIndex())]

    def _print(self) -> None:
        """Print what is true now: the paper is set anew first, and looked at if it may be posted."""
        self._presenter.issue_paper(self.paper(), self._sheet(), self._send)

    def _send(self, data: bytes) -> None:
        ask_and_print(data, self)
