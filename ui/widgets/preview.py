"""A paper as it will be printed, with buttons to print and to write it to files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSizeF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop.services.papers import Paper
from ui.actions import button
from ui.widgets.page import hint, row

DOTS = 300  # per inch; more only makes printers slower


class Printing(Protocol):
    """What the panel asks of a presenter."""

    def show_paper(self, paper: Paper) -> None: ...
    def write_paper(self, paper: Paper, folder: Path) -> None: ...


class PaperPanel(QWidget):
    def __init__(
        self, presenter: Printing, papers: Sequence[Paper], folder: Path, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._presenter, self._folder, self._papers = presenter, folder, tuple(papers)
        self.choice = QComboBox()
        for paper in papers:
            self.choice.addItem(paper.value, paper)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.empty = hint("点“预览”看打印出来的样子。")
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self._shown = b""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row(self.choice, button(self, "paper.preview", self._preview), None))
        whole.addWidget(self.empty)
        whole.addWidget(self.view, stretch=1)
        whole.addLayout(
            row(
                None,
                button(self, "paper.print", self._print),
                button(self, "paper.write", self._write),
            )
        )
        self.view.hide()
        whole.addStretch(0)

    def show_state(self, state: Any) -> None:
        """Show the preview when it is of one of this panel's papers."""
        if state.preview_of not in self._papers or state.preview == self._shown:
            return
        self._shown = state.preview
        self.document.close()
        self._buffer.close()
        self._bytes = QByteArray(state.preview)
        self._buffer.setData(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.empty.hide()
        self.view.show()

    def _paper(self) -> Paper:
        paper = self.choice.currentData()
        assert isinstance(paper, Paper)  # noqa: S101 - the box holds nothing else
        return paper

    def _preview(self) -> None:
        self._presenter.show_paper(self._paper())

    def _write(self) -> None:
        self._presenter.write_paper(self._paper(), self._folder)

    def _print(self) -> None:
        if not self.document.pageCount():
            self._preview()
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(DOTS)
        printer.setFullPage(True)
        if QPrintDialog(printer, self).exec():
            print_pages(self.document, printer)


def print_pages(document: QPdfDocument, printer: QPrinter) -> None:
    """Send every page as an image of the printer's own resolution."""
    painter = QPainter(printer)
    try:
        for page in range(document.pageCount()):
            if page:
                printer.newPage()
            scale = printer.resolution() / 72
            points: QSizeF = document.pagePointSize(page)
            image = document.render(page, (points * scale).toSize())
            painter.fillRect(image.rect(), QColor("white"))
            painter.drawImage(0, 0, image)
    finally:
        painter.end()
