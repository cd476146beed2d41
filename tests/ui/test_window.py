"""The window as a user has it: opened, walked through, closed, with a real worker."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QTableWidgetItem

from desktop.documents.model import Sheet
from desktop.domain.terms import NoteKind, Stage
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.papers import Paper
from desktop.services.suggestions import SuggestionPlan
from desktop.services.upkeep import restore
from tests.conftest import DATA
from tests.support.window import page
from tests.ui.monkey import Monkey, settle
from ui.main_window import LINE, SMALLEST
from ui.meetings.page import MeetingsPage
from ui.roster.page import RosterPage
from ui.suggestions.page import VoicePage
from ui.widgets.form import Form
from ui.widgets.page import fit


def test_the_sample_is_made_when_it_is_first_asked_for(app):
    app.open_sample("何婷")
    settle(app)
    assert app.register.suggestions.lines()
    assert app.register.polls.lines()


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
    qtbot.waitUntil(lambda: sample.tasks.idle and not during._autosave.waiting, timeout=6_000)
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
    sample.swaps.restore(broken)
    settle(sample)
    assert sample.register is before
    assert "没有通过检查" in sample.window.statusBar().currentMessage()


def test_a_window_closed_while_a_file_is_being_opened_opens_nothing(app, tmp_path, held_file):
    path = tmp_path / "社区.圆桌"
    path.write_bytes(held_file.read_bytes())
    app.open_file(str(path), "何婷")
    app.window.close()
    settle(app)
    assert app.register is None
    assert app.places is None
    Register(path, "张敏").close()


def test_restoring_swaps_the_file_and_opens_it_again(sample):
    made = sample.register.upkeep.back_up("手动")
    compound = sample.window.compound()
    sample.register.suggestions.add(compound, SuggestionPlan("后来的建议"))
    sample.swaps.restore(made)
    settle(sample)
    texts = [line.text for line in sample.register.suggestions.lines(compound)]
    assert texts
    assert "后来的建议" not in texts
    assert "已恢复" in sample.window.statusBar().currentMessage()


def test_the_same_file_opened_again_has_its_compound_chosen(sample):
    path = sample.register.address.path
    sample.welcome()
    sample.open_file(str(path), "何婷")
    settle(sample)
    assert sample.window.compounds.currentText() == "金鹭小区"


def test_leaving_while_pages_still_ask_leaves_no_hand_on_the_file(sample):
    made = sample.register.upkeep.back_up("手动")
    path = sample.register.address.path
    for noun in ("compound", "meeting", "setting", "suggestion", "resolution"):
        sample.changed.emit(frozenset({noun}))  # every page begins to read
    sample.welcome()
    restore(made, path)  # refuses while anybody has the file open


def test_a_form_stays_open_with_its_answers_until_they_are_safe(sample, qtbot):
    meetings = page(sample, MeetingsPage)
    sample.window.go("会议")
    meetings.add.click()
    form = sample.window.findChild(Form)
    form.inputs["starts"].setText("下午三点")
    form.inputs["place"].setText("院坝")
    form.inputs["starts"].setFocus()
    form.accept()
    settle(sample)
    assert form.isVisible()
    assert form.focusWidget() is form.inputs["starts"]  # the keyboard goes on where it was
    assert "不是时间" in form.problem.text()
    assert form.inputs["place"].text() == "院坝"
    form.inputs["starts"].setText("15:00")
    gone = qtbot.waitSignal(form.accepted)
    form.accept()
    with gone:
        settle(sample)
    assert sample.meetings.state.told.facts.place == "院坝"


def test_a_refused_remark_stays_in_the_box(sample):
    sample.window.go("会议")
    sample.meetings.open(sample.meetings.state.lines[0].ref)
    settle(sample)
    during = page(sample, MeetingsPage).during
    during.text.setPlainText("一句话")
    during.strip.at.setText("25:99")
    during._note()
    settle(sample)
    assert during.text.toPlainText() == "一句话"
    assert "不是时间" in sample.meetings.state.problem
    during.strip.at.setText("17:10")
    during._note()
    settle(sample)
    assert during.text.toPlainText() == ""
    assert sample.register.sessions.draft(sample.meetings.draft_place()) == ""


def test_a_new_compound_is_the_one_that_is_worked_on(sample):
    roster = page(sample, RosterPage)
    roster._presenter.add_compound(CompoundFacts("新小区"), "棠梨街道", "柳荫社区")
    settle(sample)
    assert sample.window.compounds.currentText() == "新小区"
    assert roster._presenter.state.here.facts.name == "新小区"


def test_pages_of_a_file_that_was_left_are_not_drawn_on(sample, tmp_path):
    old = page(sample, RosterPage)._presenter
    other = tmp_path / "别的.圆桌"
    sample.new_file(str(other), "张敏")
    settle(sample)
    sample.changed.emit(frozenset({"body", "compound"}))
    settle(sample)
    old.refuse("没有人看见")
    assert not sample.last_resort.seen
    assert sample.register.address.path == other


def test_the_paper_shown_is_the_one_that_is_chosen_and_true(sample):
    sample.window.go("会议")
    sample.meetings.open(sample.meetings.state.lines[0].ref)
    settle(sample)
    meetings = page(sample, MeetingsPage)
    meetings.tabs.setCurrentIndex(0)
    settle(sample)
    assert sample.meetings.state.preview_of == (sample.meetings.state.ref, Paper.NOTICE, Sheet.A4)
    before = sample.meetings.state.preview
    choice = meetings.before.papers.choice
    choice.setCurrentIndex(choice.findText(Paper.SIGN_IN.value))
    meetings.before.papers._choose()
    settle(sample)
    assert sample.meetings.state.preview_of[1] is Paper.SIGN_IN
    panel = meetings.before.papers
    narrow = panel.document.pagePointSize(0).width()
    panel.sheet.setCurrentIndex(panel.sheet.findData(Sheet.A3))
    panel.sheet.activated.emit(panel.sheet.currentIndex())
    settle(sample)
    assert sample.meetings.state.preview_of[2] is Sheet.A3
    assert panel.document.pagePointSize(0).width() > 1.4 * narrow
    sample.meetings.note("17:15", "卢学文", "补一句", NoteKind.OPINION)
    settle(sample)
    assert sample.meetings.state.preview != before


def test_the_short_form_goes_from_empty_to_final_minutes(sample):
    sample.window.go("会议")
    meetings = page(sample, MeetingsPage)
    meetings.quick.click()
    settle(sample)
    short = meetings.short
    assert short.people.count() == 24
    short.done.click()
    settle(sample)
    assert "开始时间" in short.problem.text()
    short.starts.setText("19:00")
    short.ends.setText("19:40")
    short.place.setText("2栋院坝")
    short.chair.setText("卢学文")
    for number in range(5):
        short.people.item(number).setCheckState(Qt.CheckState.Checked)
    short.guests.setPlainText("王桂花、李有田")
    for column, text in enumerate(("楼下堆物", "本周内自行清理", "卢学文", "2024-09-20")):
        short.items.setItem(0, column, QTableWidgetItem(text))
    short.done.click()
    settle(sample)
    facts = sample.meetings.state.told.facts
    assert (facts.stage, facts.short, facts.ends) == (Stage.CLOSED, True, "19:40")
    assert sample.meetings.state.problems == ()
    meetings.after.buttons["minutes.final"].click()
    settle(sample)
    assert sample.meetings.state.told.facts.stage is Stage.MINUTES_FINAL


def test_escape_gives_an_import_up_and_writes_nothing(sample):
    sample.window.go("小区与名册")
    roster = page(sample, RosterPage)
    roster._presenter.read(DATA / "房屋清册.csv")
    settle(sample)
    assert roster.imports.isVisible()
    assert "导入到“金鹭小区”" in roster.imports.summary.text()
    # a screen without a window manager has no active window: press the one live shortcut itself
    escape = QKeySequence("Esc")
    live = [k for k in sample.window.findChildren(QShortcut) if k.key() == escape and k.isEnabled()]
    assert len(live) == 1
    live[0].activated.emit()
    settle(sample)
    assert not roster.imports.isVisible()
    assert roster._presenter.state.preview is None


def test_a_table_without_a_row_is_not_imported(sample, tmp_path):
    sample.window.go("小区与名册")
    roster, path = page(sample, RosterPage), tmp_path / "只有表头.csv"
    path.write_text("房号,业主,面积\n", "utf-8")
    before = roster._presenter.state.imports
    roster._presenter.read(path)
    settle(sample)
    cancel, confirm = roster.imports.ends
    assert (cancel.isEnabled(), confirm.isEnabled()) == (True, False)
    assert "没有可以导入的行" in roster.imports.summary.text()
    roster._presenter.confirm()
    settle(sample)
    assert "没有可以导入的行" in roster._presenter.state.problem
    assert roster._presenter.state.imports == before


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_pressed_nothing_breaks(sample, seed):
    monkey = Monkey(sample, seed)
    for _ in range(200):
        monkey.step()
        assert not sample.last_resort.seen, monkey.trace[-8:]
    assert sample.register.verification.check().sound
    waiting = [f for f in sample.window.findChildren(Form) if f.isVisible()]
    assert all(form.buttons.isEnabled() for form in waiting)


def test_what_another_computer_did_is_seen_within_a_second(sample):
    from desktop.register import Register
    from desktop.services.suggestions import SuggestionPlan

    sample.window.go("意见建议")
    settle(sample)
    voices = page(sample, VoicePage)
    compound = sample.window.compound()
    other = Register(sample.register.address.path, "另一位")
    other.suggestions.add(compound, SuggestionPlan("另一台电脑记下的"))
    other.close()
    assert sample._watch.isActive()
    assert sample._watch.interval() <= 1_000
    sample._look()
    settle(sample)
    assert any(v.text == "另一台电脑记下的" for v in voices._presenter.state.lines)


def test_where_the_screen_is_small_the_pages_scroll_and_follow_the_keyboard(sample):
    window = sample.window
    window.setMinimumSize(600, 400)  # as on 1366 × 768 drawn at 150 % and more
    window.resize(700, 420)
    settle(sample)
    assert (window.outer.width(), window.outer.height()) >= (SMALLEST[0], SMALLEST[1] - LINE)
    bars = window.area.horizontalScrollBar(), window.area.verticalScrollBar()
    assert all(bar.maximum() > 0 for bar in bars)
    window._follow(None, window.leave)
    assert bars[0].value() > 0
    window.resize(*SMALLEST)
    settle(sample)
    assert all(bar.maximum() == 0 for bar in bars)


def test_a_dialog_is_never_larger_than_the_screen(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    room = dialog.screen().availableGeometry()
    fit(dialog, 100_000, 100_000)
    assert dialog.width() <= room.width()
    assert dialog.height() < room.height()
    fit(dialog, 300, 200)
    assert (dialog.width(), dialog.height()) == (300, 200)
