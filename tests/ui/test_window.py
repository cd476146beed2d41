"""The window as a user has it: opened, walked through, closed, with a real worker."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import Stage
from desktop.services.suggestions import SuggestionPlan
from ui.app import App, dress
from ui.meetings.page import MeetingsPage
from ui.suggestions.page import VoicePage


def settle(app, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        if app.tasks.idle:
            break
        time.sleep(0.005)
    QApplication.processEvents()
    assert app.tasks.idle


@pytest.fixture
def app(qapp, tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    dress(qapp)
    made = App(qapp, tmp_path / "home")
    made.window.resize(1366, 768)
    made.window.show()
    made.welcome()
    yield made
    made.window.close()
    made.window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def sample(app):
    app.open_sample("何婷")
    settle(app)
    return app


def page(app, kind):
    return app.window.findChildren(kind)[0]


def test_without_a_name_nothing_opens(app, tmp_path):
    app.new_file(str(tmp_path / "新.圆桌"), " ")
    settle(app)
    assert "经办人" in app.start_page.problem.text()
    assert not (tmp_path / "新.圆桌").exists()


def test_a_new_file_starts_with_its_empty_states(app, tmp_path):
    app.new_file(str(tmp_path / "新.圆桌"), "张敏")
    settle(app)
    assert app.window.places.currentItem().text() == "小区与名册"
    assert app.window.compound() is None
    for row in range(app.window.places.count()):
        app.window.places.setCurrentRow(row)
        settle(app)


def test_a_suggestion_is_taken_down_with_the_keyboard_alone(sample, qtbot):
    sample.window.go("意见建议")
    settle(sample)
    voices = page(sample, VoicePage)
    qtbot.keyClicks(voices.door, "3-2-501")
    voices.text.setText("电梯门夹人")
    qtbot.keyClick(voices.text, Qt.Key.Key_Return)
    settle(sample)
    first = voices.list.source.rows[0]
    assert (first.text, first.door, first.proposer) == ("电梯门夹人", "3-2-501", "匿名")
    assert voices.text.text() == ""


def test_the_sample_meeting_goes_to_final_minutes_in_the_window(sample):
    sample.window.go("会议")
    sample.meetings.open(sample.meetings.state.lines[0].ref)
    settle(sample)
    meetings = page(sample, MeetingsPage)
    assert meetings.tabs.currentIndex() == 2
    assert meetings.after.text.toPlainText().startswith("金鹭小区2024年第三季度圆桌会议纪要")
    meetings.after.buttons["minutes.final"].click()
    settle(sample)
    assert sample.meetings.state.told.facts.stage is Stage.MINUTES_FINAL
    assert "校验码" in meetings.after.state_line.text()
    assert meetings.after.text.isReadOnly()


def test_typing_is_saved_within_seconds_and_is_there_again(sample, qtbot):
    sample.window.go("会议")
    sample.meetings.open(sample.meetings.state.lines[0].ref)
    settle(sample)
    during = page(sample, MeetingsPage).during
    during.text.setPlainText("说到一半的话")
    qtbot.waitUntil(lambda: sample.tasks.idle and not during._soon.isActive(), timeout=6_000)
    settle(sample)
    assert sample.register.sessions.draft(sample.meetings.draft_place()) == "说到一半的话"


def test_nothing_is_wider_than_a_small_screen(sample):
    for size in ((1366, 768), (1280, 720)):
        sample.window.resize(*size)
        for row in range(sample.window.places.count()):
            sample.window.places.setCurrentRow(row)
            settle(sample)
            assert sample.window.width() == size[0], sample.window.places.item(row).text()
            assert sample.window.height() == size[1]


def test_every_place_shows_without_a_word_from_qt(sample):
    for row in range(sample.window.places.count()):
        sample.window.places.setCurrentRow(row)
        settle(sample)
    sample.window.show_help()
    settle(sample)


def test_an_exception_ends_in_one_dialog_and_a_log_without_the_message(sample, tmp_path):
    import sys

    def fault():
        raise ValueError("王桂兰 13900001234")

    for _ in range(3):
        try:
            fault()
        except ValueError:
            sys.excepthook(*sys.exc_info())
    settle(sample)
    assert len(sample.last_resort.seen) == 1
    log = (tmp_path / "home" / "roundtable.log").read_text("utf-8")
    assert "ValueError" in log
    assert "王桂兰" not in log


def test_a_backup_becomes_the_file_of_a_new_computer(sample, tmp_path):
    made = sample.register.upkeep.save_to(tmp_path / "U盘")
    settle(sample)
    sample.welcome()
    sample.from_backup(made, tmp_path / "新电脑" / "社区.圆桌", "张敏")
    settle(sample)
    assert sample.register.address.path == tmp_path / "新电脑" / "社区.圆桌"
    assert [line.facts.name for line in sample.register.communities.lines()] == ["金鹭小区"]
    broken = tmp_path / "坏.圆桌备份"
    broken.write_bytes(b"x" * 5000)
    sample.welcome()
    sample.from_backup(broken, tmp_path / "别处.圆桌", "张敏")
    settle(sample)
    assert "没有通过检查" in sample.start_page.problem.text()


def test_a_bad_backup_leaves_the_office_where_it_was(sample, tmp_path):
    broken = tmp_path / "坏.圆桌备份"
    broken.write_bytes(b"x" * 5000)
    before = sample.register
    sample.restore(broken)
    settle(sample)
    assert sample.register is before
    assert "没有通过检查" in sample.window.statusBar().currentMessage()


def test_restoring_swaps_the_file_and_opens_it_again(sample):
    made = sample.register.upkeep.back_up("手动")
    compound = sample.window.compound()
    sample.register.suggestions.add(compound, SuggestionPlan("后来的建议"))
    sample.restore(made)
    settle(sample)
    texts = [line.text for line in sample.register.suggestions.lines(compound)]
    assert texts
    assert "后来的建议" not in texts
    assert "已恢复" in sample.window.statusBar().currentMessage()
