"""What a user of Windows expects: keys, a line that says how safe the data is, work that can be stopped."""

from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTabWidget

from desktop.storage import backups
from tests.support.window import page
from tests.ui.monkey import settle
from tests.ui.test_look import places
from ui.actions import ACTIONS
from ui.going import Going
from ui.long_work import LongWork
from ui.main_window import PLACE_KEYS
from ui.meetings.page import MeetingsPage
from ui.settings.page import SettingsPage
from ui.settings.verify import VerifyTab
from ui.suggestions.page import VoicePage
from ui.widgets.progress import Progress
from ui.widgets.table import Table

NEXT = (
    "“",
    "点",
    "不用",
    "会在这里",
    "列出",
    "打字",
    "选",
    "请",
    "写",
    "先",
    "可以",
    "自动",
    "后，",
    "会列",
)


def press(app, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(app.window, key, modifier)
    settle(app)


def test_every_place_has_its_key_and_tells_it(sample):
    window = sample.window
    assert len(PLACE_KEYS) >= window.places.count()
    live = {k.key().toString(): k for k in window.findChildren(QShortcut)}
    for number in range(window.places.count()):
        assert PLACE_KEYS[number] in window.places.item(number).toolTip()
        live[QKeySequence(PLACE_KEYS[number]).toString()].activated.emit()
        settle(sample)
        assert window.places.currentRow() == number


def test_no_key_of_the_window_is_a_places_key():
    keys = {action.key for action in ACTIONS.values()}
    assert not keys & set(PLACE_KEYS)


def test_ctrl_s_saves_what_is_being_typed_and_says_when(sample):
    sample.window.go("会议")
    sample.meetings.open(sample.meetings.state.lines[0].ref)
    settle(sample)
    during = page(sample, MeetingsPage).during
    during.text.setPlainText("说到一半")
    press(sample, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert sample.register.sessions.draft(sample.meetings.draft_place()) == "说到一半"
    assert "已自动保存（" in sample.window.statusBar().currentMessage()


def test_f5_reads_the_page_again(sample):
    sample.window.go("意见建议")
    settle(sample)
    voices = page(sample, VoicePage)
    presenter = voices._presenter
    presenter._change(lines=())
    press(sample, Qt.Key.Key_F5)
    assert presenter.state.lines
    assert "已重新读取（" in sample.window.statusBar().currentMessage()


def test_f6_goes_round_from_the_places_to_the_page_to_its_table(sample):
    window = sample.window
    window.activateWindow()
    window.go("意见建议")
    settle(sample)
    window.places.setFocus()
    settle(sample)
    seen = []
    for _ in range(3):
        press(sample, Qt.Key.Key_F6)
        seen.append(window.focusWidget())
    assert seen[2] is window.places
    assert isinstance(seen[1], Table)
    assert seen[0] not in (window.places, seen[1])
    press(sample, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is seen[1]


def test_the_line_at_the_bottom_tells_of_backups_and_leads_to_them(sample):
    line = sample.keeping.line
    assert line.isVisible()
    assert "上次备份" in line.text()
    assert line.property("role") == "kept"
    line.click()
    settle(sample)
    tabs = page(sample, SettingsPage).findChild(QTabWidget)
    assert tabs.tabText(tabs.currentIndex()) == "备份与恢复"


def test_a_timed_backup_that_fails_is_not_silent(sample):
    beside = backups.folder(sample.register.address.path)
    beside.rename(beside.with_name("weg"))
    beside.write_text("a file where a folder is wanted")
    compound = sample.window.compound()
    assert compound is not None
    sample.register.settings.put("x", 1)
    for role in ("kept-warn", "kept-bad"):
        sample.register.upkeep._at = None
        sample.keeping._back_up_if_due()
        settle(sample)
        assert sample.keeping.line.property("role") == role
    assert "没有做成" in sample.keeping.line.text()
    assert "不能" in sample.keeping.line.toolTip() or "没有做成" in sample.keeping.line.toolTip()
    assert sample.window.width() == 1366  # a long reason does not make the window grow
    beside.unlink()


def test_without_a_file_nothing_is_said(sample):
    sample.welcome()
    settle(sample)
    assert not sample.keeping.line.isVisible()


def test_progress_shows_only_while_there_is_work_and_stops_it(qtbot):
    work = LongWork()
    progress = Progress(lambda: work.running)
    qtbot.addWidget(progress)
    assert not progress.isVisible()
    work.begin("正在写文件", 10)
    progress.watch()
    qtbot.waitUntil(progress.isVisible, timeout=10_000)
    assert progress.words.text() == "正在写文件"
    work.told(4)
    progress.look()
    assert (progress.bar.value(), progress.bar.maximum()) == (4, 10)
    progress.stop.click()
    assert work.told(5)
    assert progress.words.text() == "正在停下来…"
    assert not progress.stop.isEnabled()
    work.end()
    qtbot.waitUntil(lambda: not progress.isVisible(), timeout=10_000)
    assert not progress._clock.isActive()  # nothing to look at any more


def test_the_line_comes_also_while_somebody_goes_on_asking(sample, qtbot):
    """Each question to the program begins some work: that must not put off the look at the first."""
    going, go = sample.window.findChildren(Going)[-1], Event()
    sample.tasks.run(lambda: go.wait(20), lambda _: None, sample.failed)
    for _ in range(40):
        sample.tasks.run(lambda: None, lambda _: None, sample.failed, quick=True)
        qtbot.wait(50)  # sooner than the line looks
        if going.isVisible():
            break
    assert going.isVisible()
    go.set()
    settle(sample)


def test_the_line_tells_of_what_takes_longer_than_a_moment(sample, qtbot):
    going, go, work = sample.window.findChildren(Going)[-1], Event(), LongWork()
    work.begin("正在写打印包", 4)
    sample.tasks.run(lambda: go.wait(20), lambda _: None, sample.failed, long=work)
    qtbot.waitUntil(going.isVisible, timeout=10_000)
    assert going.words.text() == "正在写打印包"
    keys = going.stop.keys  # pressed by name: a key goes to no window that is behind another one
    assert keys.isEnabled()
    assert keys.key() == QKeySequence("Shift+Esc")  # Esc leaves what one is at, as ever
    keys.activated.emit()
    assert work.stopped
    go.set()
    qtbot.waitUntil(lambda: not going.isVisible(), timeout=10_000)
    nameless = Event()
    sample.tasks.run(lambda: nameless.wait(20), lambda _: None, sample.failed)
    qtbot.waitUntil(going.isVisible, timeout=10_000)
    assert going.words.text() == "正在处理…"
    assert not going.stop.isVisible()  # what cannot be stopped is not said to
    nameless.set()
    settle(sample)


def test_the_check_and_the_diagnostics_work_in_settings(sample, tmp_path):
    sample.window.go("设置")
    settle(sample)
    settings = page(sample, SettingsPage)
    checking = page(sample, VerifyTab)
    checking._presenter.verify()
    settle(sample)
    assert checking.database.text() == "全部相符"
    settings.tabs.setCurrentWidget(settings.diagnosis)
    settle(sample)
    text = settings.diagnosis.text.toPlainText()
    assert "SQLite" in text
    assert "0 条" in text
    assert "何婷" not in text
    settings._presenter.save_diagnosis(tmp_path / "诊断.txt")
    settle(sample)
    assert (tmp_path / "诊断.txt").read_text("utf-8") == text


def test_every_empty_list_says_what_to_do_next(sample):
    wrong = set()
    for name, here in places(sample):
        for table in here.findChildren(Table):
            if table.empty and not any(word in table.empty for word in NEXT):
                wrong.add((name, table.empty))
    assert not wrong, sorted(wrong)


def test_a_key_is_told_in_the_tooltip_of_its_button(sample):
    keyed = {action.word: action for action in ACTIONS.values() if action.key}
    buttons = [b for b in sample.window.findChildren(QPushButton) if getattr(b, "keys", None)]
    assert len(buttons) > 50
    assert all(b.keys.key().toString() in b.toolTip() or b.text() not in keyed for b in buttons)
