"""文件: forms pointed at and filled in the window, a batch with its progress, lists as tables."""

import os

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication

from desktop.domain.blank_form import NUMBER, Place
from desktop.register import Register
from desktop.services.lists import Listed
from desktop.services.papers import Paper
from tests.desktop.services.test_lists_and_forms import blank_book
from tests.support.window import page
from tests.ui.monkey import settle
from ui.papers.forms import PointDialog
from ui.papers.page import PapersPage
from ui.widgets.form import Form


@pytest.fixture
def papers(sample, tmp_path):
    sample.window.go("文件")
    settle(sample)
    made = page(sample, PapersPage)
    for part in (made.forms, made.many):
        part._folder = tmp_path / "写出"
    return made


def opened(kind):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_a_street_form_from_empty_to_filled(sample, papers, tmp_path):
    papers.tabs.setCurrentWidget(papers.forms)
    papers.forms.load(blank_book(tmp_path / "街道台账.xlsx"))
    settle(sample)
    opened(Form).accept()
    settle(sample)
    (line,) = papers.forms.list.source.rows
    assert (line.name, line.source) == ("街道台账.xlsx", Listed.SUGGESTIONS)
    papers.forms.list.choose([0])
    papers.forms._fill()
    settle(sample)
    assert "还没有指定" in papers._presenter.state.problem
    papers.forms._point()
    settle(sample)
    dialog = opened(PointDialog)
    for row, column, word in ((1, 1, "一次：社区"), (3, 0, "逐行：序号"), (3, 1, "逐行：内容")):
        dialog.grid.setCurrentCell(row, column)
        dialog.what.setCurrentIndex(dialog.what.findText(word))
        dialog.here()
    assert dialog.grid.item(3, 1).text() == "〔逐行：内容〕"
    dialog.grid.setCurrentCell(3, 3)
    dialog.what.setCurrentIndex(dialog.what.findText("逐行：状态"))
    dialog.here()
    dialog.grid.setCurrentCell(3, 3)
    dialog.not_here()
    dialog._keep()
    settle(sample)
    papers.forms.list.choose([0])
    papers.forms._fill()
    settle(sample)
    (made,) = (tmp_path / "写出").iterdir()
    sheet = load_workbook(made).active
    compound = sample.meetings.state.compound
    rows = sample.register.lists.table(compound, Listed.SUGGESTIONS).rows
    assert sheet["B4"].value == rows[0][3]
    assert sheet.cell(3 + len(rows), 1).value == len(rows)
    assert sheet.cell(4, 4).value is None


@pytest.mark.parametrize("heard", [False, True])
def test_a_form_that_somebody_else_has_pointed_at_meanwhile_is_not_overwritten(
    sample, papers, tmp_path, heard
):
    """``heard``: he did so before the dialog was there, and the list is just being read again."""
    papers.tabs.setCurrentWidget(papers.forms)
    form = sample.register.forms.load(blank_book(tmp_path / "街道台账.xlsx"), Listed.SUGGESTIONS)
    papers._presenter.load()
    settle(sample)
    papers.forms.list.choose([0])
    theirs = (Place(0, 3, 1, NUMBER, True),)

    def he_points():
        (path,) = (tmp_path / "home").glob("*.圆桌")
        other = Register(path, "小李")
        other.forms.point(form, theirs, Listed.SUGGESTIONS)
        other.close()

    if heard:
        he_points()
        sample.changed.emit(sample.register.news())
    papers.forms._point()
    settle(sample)
    dialog = opened(PointDialog)
    dialog.grid.setCurrentCell(3, 0)
    dialog.here()
    if not heard:
        he_points()
    dialog._keep()
    settle(sample)
    assert "小李 在" in dialog.problem.text()
    assert sample.register.forms.lines()[0].places == theirs
    dialog._keep()
    settle(sample)
    assert sample.register.forms.lines()[0].places == tuple(dialog.places.values())


def test_many_papers_and_lists_from_the_window(sample, papers, tmp_path):
    papers.tabs.setCurrentWidget(papers.many)
    papers.many.paper.setCurrentIndex(papers.many.paper.findText(Paper.RECORD.value))
    papers.many._write()
    settle(sample)
    assert "写出" in papers._presenter.state.done
    count = len(list((tmp_path / "写出").iterdir()))
    assert count >= 2
    papers.many._write()
    settle(sample)
    assert f"{count} 份以前写过" in papers._presenter.state.done
    assert not papers._presenter.state.doing
    for kind in Listed:
        papers.many.kind.setCurrentIndex(papers.many.kind.findText(kind.value))
        papers.many._list()
        settle(sample)
    assert len(list((tmp_path / "写出").glob("*.xlsx"))) == len(Listed)


def test_posting_and_objections(papers, sample):
    papers.tabs.setCurrentWidget(papers.posting)
    settle(sample)
    register = sample.register
    (meeting,) = [line.ref for line in papers._presenter.state.held]
    papers.posting._plan()
    form = opened(Form)
    form.inputs["on"].setDate(QDate(2026, 9, 29))
    form.inputs["place"].setText("各单元门口")
    form.accept()
    settle(sample)
    period = register.postings.period(meeting)
    assert (period.place, period.days) == ("各单元门口", 7)
    assert "各单元门口" in papers.posting.period.text()
    papers.posting._object()
    form = opened(Form)
    form.inputs["text"].setPlainText("不同意拆墙")
    form.accept()
    settle(sample)
    assert "还没有定稿" in form.problem.text()
    form.reject()
    if problems := register.minutes.problems(meeting):
        pytest.fail(str(problems))
    register.minutes.finalise(meeting)
    made = register.postings.object(meeting, register.now().date(), "3-2-501", "杨静", "不同意")
    papers._presenter.load()
    settle(sample)
    papers.posting.list.choose([0])
    papers.posting._answer()
    form = opened(Form)
    form.inputs["text"].setPlainText("已复核")
    form.accept()
    settle(sample)
    (line,) = register.postings.objections(meeting)
    assert (line.ref, line.told.answer) == (made, "已复核")
    if where := os.environ.get("PICTURES"):
        papers.window().grab().save(f"{where}/posting.png")
