"""公文格式: a letterhead with papers ticked in a list, looked at before it is used."""

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabWidget

from desktop.register import Register
from tests.support.window import page
from tests.ui.monkey import settle
from tests.ui.test_papers import opened
from ui.settings.page import SettingsPage
from ui.settings.style import HeadDialog, StyleTab, WordsDialog
from ui.widgets.form import Form


@pytest.fixture
def style(sample):
    sample.window.go("设置")
    settle(sample)
    tab = page(sample, SettingsPage).findChild(StyleTab)
    next(t for t in page(sample, SettingsPage).findChildren(QTabWidget)).setCurrentWidget(tab)
    settle(sample)
    return tab


def test_papers_are_ticked_and_the_head_is_shown(style, sample):
    style._keep()
    form = opened(Form)
    for name, text in (
        ("issuer", "柳荫社区居民委员会"),
        ("head", "柳荫社区居民委员会文件"),
        ("pattern", "柳社议{年}{号}号"),
    ):
        form.inputs[name].setText(text)
    ticks = form.inputs["papers"]
    for place in range(ticks.count()):
        on = ticks.item(place).text() in {"会议通知", "会议纪要"}
        ticks.item(place).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
    form.accept()
    settle(sample)
    assert "〔{年}〕" in form.problem.text()  # the year stands in its brackets
    form.inputs["pattern"].setText("柳社议〔{年}〕{号}号")
    if where := os.environ.get("PICTURES"):
        form.grab().save(f"{where}/form.png")
    form.accept()
    settle(sample)
    (head,) = sample.register.house_style.letterheads()
    assert set(head.papers) == {"会议通知", "会议纪要"}
    style.heads.choose([0])
    style._try()
    settle(sample)
    dialog = opened(HeadDialog)
    assert dialog.document.pageCount() >= 1
    text = "".join(dialog.document.getAllText(n).text() for n in range(dialog.document.pageCount()))
    assert "柳荫社区居民委员会文件" in text
    assert "文号待编" in text
    assert not sample.register.house_style.numbers()
    if where := os.environ.get("PICTURES"):
        style.window().grab().save(f"{where}/style.png")
    dialog.reject()


def test_a_sentence_that_somebody_else_has_worded_meanwhile_is_not_overwritten(
    style, sample, tmp_path
):
    style.words.choose([0])
    line = style.words.chosen()
    theirs, ours = (f"{line.shipped.text}{tail}" for tail in ("（甲）", "（乙）"))
    style._change()
    settle(sample)
    dialog = opened(WordsDialog)
    dialog.text.setPlainText(ours)
    (path,) = (tmp_path / "home").glob("*.圆桌")
    other = Register(path, "小李")
    other.house_style.word(line.key, theirs)
    other.close()
    dialog._keep()
    settle(sample)
    assert "小李 在" in dialog.problem.text()
    assert "（甲）”，您要改成“…" in dialog.problem.text()
    assert sample.register.house_style.wording().own[line.key] == theirs
    dialog._keep()
    settle(sample)
    assert sample.register.house_style.wording().own[line.key] == ours
    assert not there(WordsDialog)


def test_two_people_word_two_sentences_without_a_word(style, sample, tmp_path):
    style.words.choose([0])
    style._change()
    dialog = opened(WordsDialog)
    first, second = style.words.chosen(), style.words.source.rows[1]
    dialog.text.setPlainText(f"{first.shipped.text}（乙）")
    (path,) = (tmp_path / "home").glob("*.圆桌")
    other = Register(path, "小李")
    other.house_style.word(second.key, f"{second.shipped.text}（甲）")
    other.close()
    dialog._keep()
    settle(sample)
    assert not there(WordsDialog)
    assert set(sample.register.house_style.wording().own) == {first.key, second.key}


def there(kind):
    """The dialogs of a kind that still take room, open or not."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind)]


def test_a_dialog_that_is_closed_before_its_paper_is_set_is_gone_and_hears_nothing(style, sample):
    style.words.choose([0])
    for _ in range(3):
        style._change()
        opened(WordsDialog).reject()  # its paper is still being set
        settle(sample)
    assert not there(WordsDialog)
    assert not sample.last_resort.seen
