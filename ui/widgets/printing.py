"""Sending a paper to the printer: the pages that were asked for, drawn beside the window's own thread."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QObject,
    QSemaphore,
    Qt,
    QThread,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

DOTS = 300  # per inch; more only makes printers slower
AHEAD = 2  # pages drawn before they are sent: each takes 35 MB


class Drawing(QThread):
    """Draws pages of a PDF as images, one after another, and tells of each."""

    drawn = Signal(int, QImage)

    def __init__(self, data: bytes, pages: Sequence[int], dots: int, parent: QObject) -> None:
        super().__init__(parent)
        self._data, self._pages, self._dots = data, tuple(pages), dots
        self._room = QSemaphore(AHEAD)

    def run(self) -> None:
        kept = QByteArray(self._data)
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        document.load(buffer)
        for page in self._pages:
            while not self._room.tryAcquire(1, 100):
                if self.isInterruptionRequested():
                    break
            if self.isInterruptionRequested():
                break
            size = (document.pagePointSize(page) * (self._dots / 72)).toSize()
            self.drawn.emit(page, document.render(page, size))
        document.close()
        buffer.close()

    def sent(self) -> None:
        """A page has been handed on: there is room for one more."""
        self._room.release()


class PrintJob(QObject):
    """One paper on its way to a printer, with its progress; it can be stopped between pages."""

    ended = Signal(bool)  # whether all of it was sent

    def __init__(self, data: bytes, printer: QPrinter, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.pages = wanted(printer, count)
        self._printer, self._sent = printer, 0
        self._painter: QPainter | None = None
        self.progress = QProgressDialog("正在送往打印机……", "停止", 0, len(self.pages), parent)
        self.progress.setWindowTitle("打印")
        self.progress.canceled.connect(self.stop)
        self.drawing = Drawing(data, self.pages, printer.resolution(), self)
        self.drawing.drawn.connect(self._send)
        self.drawing.finished.connect(self._end)

    def begin(self) -> None:
        self.progress.show()
        self.drawing.start()

    def stop(self) -> None:
        self.drawing.requestInterruption()

    def _send(self, _page: int, image: QImage) -> None:
        if self.drawing.isInterruptionRequested():
            return
        if self._painter is None:
            self._painter = QPainter(self._printer)
            if not self._painter.isActive():  # the printer is gone, or its file cannot be written
                self.stop()
                return
        else:
            self._printer.newPage()
        self._painter.fillRect(image.rect(), QColor("white"))
        self._painter.drawImage(0, 0, image)
        self._sent += 1
        self.progress.setValue(self._sent)
        self.drawing.sent()

    def _end(self) -> None:
        whole = self._sent == len(self.pages)
        begun = self._painter is not None and self._painter.isActive()
        if begun and not whole:
            self._printer.abort()
        if self._painter is not None and begun:
            self._painter.end()
        self.progress.close()
        if self._painter is not None and not begun:
            self.refused = QMessageBox(
                QMessageBox.Icon.Warning,
                "打印",
                "没有送到打印机：请检查打印机是否连好，或换一台再打印。",
                parent=self.progress.parentWidget(),
            )
            self.refused.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.refused.open()
        self.progress.deleteLater()
        self.ended.emit(whole)
        self.deleteLater()


def wanted(printer: QPrinter, count: int) -> list[int]:
    """The pages of so many that were asked for, counted from 0, in the order they are printed in."""
    ranges = printer.pageRanges()
    chosen = printer.printRange() is QPrinter.PrintRange.PageRange
    if chosen and not ranges.isEmpty():
        pages = [page for page in range(count) if ranges.contains(page + 1)]
    elif chosen and printer.fromPage():
        last = printer.toPage() or count
        pages = list(range(printer.fromPage() - 1, min(last, count)))
    else:
        pages = list(range(count))
    return pages[::-1] if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst else pages


def ask_and_print(data: bytes, parent: QWidget) -> PrintJob | None:
    """Ask which printer and which pages, and begin; nothing when the user thinks better of it."""
    kept = QByteArray(data)
    buffer = QBuffer(kept, parent)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(parent)
    document.load(buffer)
    count, size = document.pageCount(), document.pagePointSize(0)
    document.deleteLater()
    buffer.deleteLater()
    printer = new_printer(QPageSize(size, QPageSize.Unit.Point))
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, count)
    chosen = dialog.exec()
    dialog.deleteLater()
    if not chosen:
        return None
    job = PrintJob(data, printer, count, parent)
    job.begin()
    return job


def new_printer(size: QPageSize) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DOTS)
    printer.setDocName("圆桌议事")  # in the queue of a shared printer; no title of a paper
    printer.setFullPage(True)
    printer.setPageSize(size)
    return printer
