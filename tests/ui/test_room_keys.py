"""会中 without the mouse: every key works whichever inner tab shows, and nothing leaks onward."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.ids import Ref
from desktop.domain.terms import NoteKind, Outcome
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan
from tests.ui.monkey import settle
from tests.ui.test_room import people, press, scan
from ui.actions import ACTIONS
from ui.meetings.voting import VoteForm
from ui.widgets.form import Form


def forms(sample):
    settle(sample)
    kinds = (Form, VoteForm)
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kinds) and w.isVisible()]


def armed(during) -> list[str]:
    return [k.key().toString() for k in during.findChildren(QShortcut) if k.isEnabled()]


def test_keys_of_the_door_and_of_the_floor_work_behind_each_other(sample, during):
    during.left.setCurrentWidget(during.floor)
    settle(sample)
    during.strip.people.choose([0])
    press(during, "F5")
    settle(sample)
    assert people(sample)[0].came
    assert during.left.currentWidget() is during.strip
    during.left.setCurrentWidget(during.floor)
    during.strip.people.choose([0])
    press(during, "F6")
    settle(sample)
    assert people(sample)[0].stays[0].left
    during.speaker.setCurrentText("2")
    press(during, "F7")
    settle(sample)
    assert during.left.currentWidget() is during.floor
    during.left.setCurrentWidget(during.strip)
    settle(sample)
    press(during, "F8")
    settle(sample)
    assert sample.meetings.state.floor.speaking.speaker == people(sample)[1].name


def test_ctrl_del_works_from_the_floor_and_only_while_somebody_is_asked(sample, during):
    assert "Ctrl+Del" not in armed(during)
    scan(sample, during, "1")
    scan(sample, during, "1")
    during.left.setCurrentWidget(during.floor)
    settle(sample)
    press(during, "Ctrl+Del")
    settle(sample)
    assert people(sample)[0].stays[0].left
    assert "Ctrl+Del" not in armed(during)


def test_f2_brings_up_the_door_first(sample, during):
    during.left.setCurrentWidget(during.floor)
    settle(sample)
    press(during, "F2")
    assert during.left.currentWidget() is during.strip
    assert during.window().focusWidget() is during.strip.code


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ("Shift+F5", "请假"),
        ("Ctrl+F5", "出席"),
        ("Shift+F6", "更正"),
        ("Ctrl+F6", "加人"),
        ("Ctrl+R", "确定结果"),
        ("Ctrl+L", "拆成两项"),
        ("Ctrl+M", "并入另一项"),
        ("Ctrl+Shift+N", "临时加项"),
        ("F12", "散会"),
        ("Shift+F12", "宣布流会"),
        ("Ctrl+T", "议定事项"),
    ],
)
def test_what_asks_first_has_a_key(sample, during, keys, title):
    during.left.setCurrentWidget(during.floor)
    during.strip.people.choose([0])
    settle(sample)
    press(during, keys)
    (form,) = forms(sample)
    assert title in form.windowTitle()
    form.reject()


def test_a_note_is_struck_by_key_and_says_by_whom(sample, during):
    ref = sample.meetings.state.ref
    item = sample.meetings.state.item
    sample.register.sessions.note(ref, item, "00:02", "王桂兰", "说错了")
    settle(sample)
    during.notes.choose([0])
    press(during, "Ctrl+D")
    settle(sample)
    source = during.notes.source
    assert "何婷划掉" in source.data(source.index(0, 4))
    assert source.data(source.index(0, 3), 6).strikeOut()
    assert not during.notes.isColumnHidden(4)


def test_no_two_keys_are_one_and_all_are_told(sample, during):
    twice = [key for key, count in Counter(armed(during)).items() if count > 1]
    assert twice == []
    for name in (
        "table.stand", "table.excuse", "note.strike", "item.conclude", "item.split",
        "meeting.close",
    ):  # fmt: skip
        assert ACTIONS[name].key
    for made in during.keyed:
        assert made.keys is None or made.keys.key().toString() in made.toolTip()
    sample.window.pages.currentWidget().hide()
    settle(sample)
    assert "F5" not in armed(during)


def test_nothing_of_one_meeting_is_meant_in_the_next(sample, during):
    scan(sample, during, "1")
    scan(sample, during, "1")
    during.speaker.setCurrentText("王桂兰")
    during._choose_kind(NoteKind.COMMITMENT)
    during.text.setPlainText("写了一半")
    register, compound = sample.register, sample.meetings.state.compound
    first = sample.meetings.state.ref
    item = sample.meetings.state.item
    plan = MeetingPlan("roundtable", "下一次会议", register.now().date(), "00:01", "议事厅")
    other = register.meetings.plan(compound, plan, [ItemPlan("树")])
    register.meetings.open(other)
    sample.meetings.open(other)
    settle(sample)
    assert not during.strip.met.isVisible()
    assert not during.strip.goes.isVisible()
    assert "Ctrl+Del" not in armed(during)
    assert during.speaker.currentText() == ""
    assert NoteKind(during.kind.currentData()) is NoteKind.OPINION
    assert during.text.toPlainText() == ""
    assert register.sessions.draft(f"note/{first.id}/{item}") == "写了一半"
    during.strip._goes()  # even so: nobody is meant
    settle(sample)
    old = register.table.people(first)[0]
    assert not old.stays[0].left
    sample.meetings.open(first)
    settle(sample)
    assert during.text.toPlainText() == "写了一半"


def test_every_version_shows_latest_first_and_corrections_can_be_seen(sample, during):
    ref, item = sample.meetings.state.ref, sample.meetings.state.item
    here = Ref(ref.compound_id, item)
    for text in ("一", "二", "三", "四"):
        sample.register.sessions.propose(here, "王桂兰", text)
    sample.register.agendas.change(here, ItemPlan("楼道照明和门灯"))
    sample.register.sessions.conclude(here, Outcome.POSTPONED)
    sample.register.sessions.conclude(here, Outcome.HEARD)
    settle(sample)
    shown = during.item.proposals.source
    assert [p.version for p in shown.rows] == [4, 3, 2, 1]
    assert shown.data(shown.index(0, 0)) == "▶"
    assert shown.data(shown.index(1, 0)) == ""
    about = during.item.about.text()
    assert "原“楼道照明”划去，改为“楼道照明和门灯”" in about
    assert "原“延期再议”划去" in about
    who = people(sample)[0]
    sample.register.table.arrive(Ref(ref.compound_id, who.id), "00:02")
    sample.register.table.correct(Ref(ref.compound_id, who.id), "00:03", "")
    settle(sample)
    model = during.strip.people.source
    assert "何婷更正，原00:02—" in model.data(model.index(0, 4))


def test_the_agenda_grows_with_the_window(sample, during):
    ref = sample.meetings.state.ref
    for number in range(12):
        sample.register.agendas.add(ref, ItemPlan(f"议题{number}"))
    sample.window.resize(1366, 768)
    settle(sample)
    small = during.agenda.table.height()
    sample.window.resize(1920, 1080)
    settle(sample)
    assert during.agenda.table.height() > small + 60
    assert QKeySequence("F5").toString() in armed(during)


def test_tab_past_the_other_button_leaves_enter_alone(sample, during):
    press(during, "Ctrl+T")
    (form,) = forms(sample)
    assert form.focusWidget() is form.inputs["text"]  # the first question has the keyboard
    form.inputs["text"].setPlainText("换灯")
    form.inputs["basis"].setFocus()
    while form.focusWidget() is not form.inputs["lead"]:
        QTest.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    form.inputs["lead"].setText("物业")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(sample)
    told = sample.meetings.state.told
    assert [t.text for item in told.items for t in item.resolutions] == ["换灯"]


def test_f3_types_over_who_spoke_last(sample, during):
    during.speaker.setCurrentText("王桂兰")
    press(during, "F3")
    assert during.speaker.lineEdit().selectedText() == "王桂兰"
    during.left.setCurrentWidget(during.floor)
    press(during, "Shift+F4")
    assert during.window().focusWidget() is during.strip.at


def test_a_stand_in_is_taken_with_a_letter_and_counts_once(sample, during):
    during.strip.people.choose([0])
    press(during, "Ctrl+F5")
    (form,) = forms(sample)
    for name, refusal in ((people(sample)[0].name, "不能代自己"), ("赵小六", "委托书")):
        form.inputs["name"].setText(name)
        form.accept()
        settle(sample)
        assert refusal in form.problem.text()
    form.inputs["seen"].setChecked(True)
    form.accept()
    settle(sample)
    first = people(sample)[0]
    assert (first.stand_in, first.letter_on) == ("赵小六", sample.register.now().date())
