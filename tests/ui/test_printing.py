"""Printing: the pages that were asked for, drawn off the window's thread, stopped between pages."""

import pytest
from PySide6.QtCore import QThread
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.documents.model import Document, NewPage, Paragraph
from desktop.documents.pdf import count_pages, pdf
from ui.widgets.printing import PrintJob, new_printer


@pytest.fixture
def paper(fonts):
    blocks = [block for n in range(5) for block in (Paragraph(f"第{n + 1}页"), NewPage())]
    return pdf(Document("五页", tuple(blocks[:-1])), fonts)


def to_file(path):
    printer = new_printer(QPageSize(QPageSize.PageSizeId.A4))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(72)
    return printer


def printed(qtbot, paper, printer):
    parent = QWidget()
    qtbot.addWidget(parent)
    job = PrintJob(paper, printer, 5, parent)
    with qtbot.waitSignal(job.ended, timeout=20_000) as told:
        job.begin()
    return told.args[0]


@pytest.mark.parametrize(("first", "last", "pages"), [(0, 0, 5), (2, 3, 2), (4, 9, 2), (5, 5, 1)])
def test_only_the_pages_asked_for_are_printed(qtbot, paper, tmp_path, first, last, pages):
    printer = to_file(tmp_path / "x.pdf")
    if first:
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(first, last)
    assert printed(qtbot, paper, printer)
    assert count_pages((tmp_path / "x.pdf").read_bytes()) == pages


def test_pages_are_drawn_off_the_windows_thread_and_stopped(qtbot, paper, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    job = PrintJob(paper, to_file(tmp_path / "x.pdf"), 5, parent)
    seen = []
    run = job.drawing.run

    def watched():
        seen.append(QThread.currentThread() is not parent.thread())
        run()

    job.drawing.run = watched
    job.drawing.drawn.connect(lambda *_: job.stop())
    with qtbot.waitSignal(job.ended, timeout=20_000) as told:
        job.begin()
    assert told.args == [False]
    assert seen == [True]


def test_a_print_that_cannot_begin_is_told(qtbot, paper, tmp_path, qtlog):
    parent = QWidget()
    qtbot.addWidget(parent)
    job = PrintJob(paper, to_file(tmp_path / "没有" / "这里" / "x.pdf"), 5, parent)
    with qtlog.disabled(), qtbot.waitSignal(job.ended, timeout=20_000) as told:
        job.begin()
    assert told.args == [False]
    (said,) = parent.findChildren(QMessageBox)
    assert "没有送到打印机" in said.text()
