"""The handbook beside the work: every page has its place in it, words are found, it is saved."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QTabWidget

from desktop.documents.handbook import chapters
from desktop.system import folders
from tests.ui.monkey import settle
from ui.actions import ACTIONS
from ui.help import keys
from ui.help.text import hits, html
from ui.help.where import WELCOME, WHERE
from ui.help.window import HelpWindow
from ui.tasks import Tasks

FOLDER = folders.resources() / "handbook"
TOLD = keys.whole(FOLDER)


@pytest.fixture
def book(qapp, tmp_path, monkeypatch):
    """The handbook by itself, at its beginning."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    qapp.setOrganizationName("roundtable")
    qapp.setApplicationName("roundtable")
    made = HelpWindow(TOLD, FOLDER, Tasks(qapp))
    made.open_at(WELCOME, "")
    settle(made)
    yield made
    made.close()
    made.tasks.close()
    made.deleteLater()
    settle(made)


def places(window):
    """Every place of the window with its page, and every tab of it that leads on from the place."""
    for row in range(window.places.count()):
        window.places.setCurrentRow(row)
        page, name = window.pages.currentWidget(), window.places.item(row).text()
        yield name, None, 0
        for tabs in page.findChildren(QTabWidget):
            parent = tabs.parentWidget()
            while parent is not page and not isinstance(parent, QTabWidget):
                parent = parent.parentWidget()
            if parent is page:
                for tab in range(tabs.count()):
                    yield f"{name}/{tabs.tabText(tab)}", tabs, tab


def test_every_place_and_every_tab_has_its_section_and_no_other(sample):
    assert {name for name, _, _ in places(sample.window)} == set(WHERE)
    known = {each.key for each in TOLD}
    known |= {f"{each.key}#{section}" for each in TOLD for section in each.sections}
    assert set(WHERE.values()) | {WELCOME} <= known


def test_f1_opens_where_one_is(sample):
    for name, tabs, tab in list(places(sample.window)):
        sample.window.go(name.partition("/")[0])
        if tabs is None:
            continue
        tabs.setCurrentIndex(tab)
        settle(sample)
        sample.window.show_help()
        settle(sample)
        shown = sample.handbook.window.reader.source()
        key, _, section = WHERE[name if tabs.isVisible() else name.partition("/")[0]].partition("#")
        assert (shown.path(), shown.fragment()) == (key, section)
        assert sample.handbook.window.list.currentItem().text() == next(
            each.title for each in TOLD if each.key == key
        )
        if section:  # its heading is in sight
            cursor = sample.handbook.window.reader.cursorForPosition(
                sample.handbook.window.reader.viewport().rect().topLeft()
            )
            below = sample.handbook.window.reader.toPlainText()[cursor.position() :]
            assert section in below
        assert sample.window.pages.currentWidget().help in sample.handbook.window.about.text()


def test_it_is_one_window_beside_the_other_as_large_as_it_was_left(app):
    app.window.show_help()
    settle(app)
    book = app.handbook.window
    assert book.reader.key() == WELCOME
    assert book.isVisible()
    assert not book.isModal()
    assert book.about.isHidden()
    assert book.list.count() == len(TOLD)
    app.window.help.click()
    assert app.handbook.window is book
    book.resize(780, 560)
    settle(app)
    book.close()
    app.handbook.window = None
    app.window.show_help()
    again = app.handbook.window
    assert (again.width(), again.height()) == (780, 560)
    again.resize(911, 480)  # 1366 × 768 at 150 %
    settle(app)
    assert (again.width(), again.height()) == (911, 480)
    assert again.buttons["help.pdf"].geometry().right() <= again.width()
    app.window.close()
    assert not again.isVisible()


def test_every_chapter_and_every_picture_shows(book):
    for told in TOLD:
        book.reader.go(told.key)
        settle(book)
        text = book.reader.toPlainText()
        assert all(section in text for section in told.sections)
        for wide in (760, 620):
            book.resize(wide, 560)
            settle(book)
            for path in re.findall(r'src="([^"]+)"', html(told)):
                image = book.reader.document().resource(2, QUrl(path))
                assert not image.isNull()
                assert image.deviceIndependentSize().width() <= book.reader.viewport().width()


def test_links_lead_on_and_back_again(book):
    book.reader.setSource(QUrl("15-settings#从备份恢复"))  # as a click on a link does
    settle(book)
    assert book.reader.key() == "15-settings"
    assert "从备份恢复" in book.reader.toPlainText()
    assert not book.buttons["help.forward"].isEnabled()
    book.buttons["help.back"].click()
    assert book.reader.key() == WELCOME
    assert book.list.currentRow() == 0
    book.buttons["help.forward"].click()
    assert book.reader.key() == "15-settings"
    book.list.setCurrentRow(1)
    assert book.reader.key() == TOLD[1].key


def test_words_are_found_in_all_chapters_and_gone_through(book, qtbot):
    qtbot.keyClicks(book.search_line, "pdf")
    found = hits(TOLD, "PDF")
    assert len(found) > 5
    assert book.found.count() == len(found)
    assert book.left.currentWidget() is book.found
    assert book.said.text() == f"{len(found)} 处"
    for place, hit in enumerate(found):
        qtbot.keyClick(book.search_line, Qt.Key.Key_Return)
        assert book.reader.key() == hit.key
        marked = book.reader.extraSelections()
        assert [each.cursor.selectedText().casefold() for each in marked] == ["pdf"] * len(marked)
        assert len(marked) == sum(each.key == hit.key for each in found)
        here = marked[hit.nth].cursor
        assert book.reader.textCursor().position() == here.position()
        assert book.reader.viewport().rect().intersects(book.reader.cursorRect())
        assert book.found.currentRow() == place
    book.buttons["help.next"].click()
    assert book.found.currentRow() == 0
    book.buttons["help.previous"].click()
    assert book.found.currentRow() == len(found) - 1


def test_what_is_nowhere_says_so(book):
    book.search_line.setText("没有的词")
    assert book.said.text() == "0 处"
    assert "没有找到" in book.found.item(0).text()
    assert not book.buttons["help.next"].isEnabled()
    book.found.setCurrentRow(0)  # and to click on it does nothing
    assert book.reader.key() == WELCOME


def test_escape_leaves_the_search_and_then_the_handbook(book, qtbot):
    book.search_line.setText("备份")
    qtbot.keyClick(book.search_line, Qt.Key.Key_Escape)
    assert book.search_line.text() == ""
    assert book.left.currentWidget() is book.list
    assert book.isVisible()
    qtbot.keyClick(book, Qt.Key.Key_Escape)
    assert not book.isVisible()


def test_it_is_saved_as_a_pdf(book, tmp_path, monkeypatch):
    path = tmp_path / "手册.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    book.buttons["help.pdf"].click()
    assert not book.buttons["help.pdf"].isEnabled()
    settle(book)
    assert path.read_bytes().startswith(b"%PDF")
    assert "已存成" in book.said.text()
    assert book.buttons["help.pdf"].isEnabled()


def test_where_nothing_can_be_written_it_says_why(book, tmp_path, monkeypatch):
    (tmp_path / "文件").write_text("")
    path = tmp_path / "文件" / "手册.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    book.buttons["help.pdf"].click()
    settle(book)
    assert "不能写入" in book.said.text()
    assert book.buttons["help.pdf"].isEnabled()


def test_every_key_of_the_program_is_in_the_last_chapter():
    text = html(TOLD[-1])
    for name, action in ACTIONS.items():
        if action.key:
            assert keys.shown(action.key) in text, name
            assert action.word in text, name
    strangers = f"按键：{keys.OTHERS}"
    assert strangers not in TOLD[-1].sections, "say in ui/help/keys.py where the new key is pressed"
    assert [each.key for each in TOLD] == [each.key for each in chapters(FOLDER)]
    assert TOLD[-1].key == keys.KEYS
