"""会中 by the keyboard: the door, the floor, the clock, and the list handed round."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from desktop.domain.ids import Ref
from desktop.domain.sign_code import sign_code
from desktop.domain.terms import BodyKind, NoteKind, Outcome
from tests.ui.monkey import settle
from ui.widgets.form import Form


def people(sample):
    return sample.meetings.state.told.attendees


def scan(sample, during, text):
    during.strip.code.setText(text)
    during.strip.code.returnPressed.emit()
    settle(sample)


def test_signing_in_by_code_twice_and_leaving(sample, during):
    first = people(sample)[0]
    code = sign_code(first.id)
    scan(sample, during, code)
    assert f"{first.name}（{first.body_name}） 到会" in during.strip.met.text()
    assert during.strip.code.text() == ""
    assert not during.strip.goes.isVisible()
    scan(sample, during, code)
    assert "离场吗" in during.strip.met.text()
    assert len(people(sample)[0].stays) == 1  # twice is once
    during.strip.goes.click()
    settle(sample)
    assert people(sample)[0].stays[0].left
    scan(sample, during, "3")
    assert people(sample)[2].came
    scan(sample, during, "没有这人")
    assert "名单里没有" in sample.meetings.state.problem


def test_the_floor_is_asked_given_and_timed(sample, during):
    one, two = people(sample)[0], people(sample)[1]
    during.left.setCurrentIndex(1)
    ask, order, following, stop, _ = during.floor.acts
    during.speaker.setCurrentText("1")
    ask.click()
    settle(sample)
    during.speaker.setCurrentText(two.name)
    order.click()
    settle(sample)
    assert [turn.speaker for turn in during.floor.waiting.source.rows] == [two.name, one.name]
    following.click()
    settle(sample)
    assert f"正在发言：{two.name}（秩序问题）" in during.floor.now.text()
    following.click()
    settle(sample)
    assert during.speaker.currentText() == one.name
    stop.click()
    settle(sample)
    assert "没有人在发言" in during.floor.now.text()
    assert not during.floor.waiting.source.rows


def test_the_clock_runs_for_the_item_that_is_up(sample, during):
    during.agenda.go(+1)
    settle(sample)
    second = sample.meetings.state.told.numbered[1]
    assert sample.meetings.state.item == second.id
    running = [span for span in sample.meetings.state.floor.spans if not span.ended]
    assert [span.item_id for span in running] == [second.id]
    during.agenda.go(-1)
    settle(sample)
    source = during.agenda.table.source
    place = next(n for n, row in enumerate(source.rows) if row.title == "楼道照明")
    assert "15 分" in source.data(source.index(place, 2))


def press(during, keys: str) -> None:
    """What a key does; without a window manager no window is active, and keys reach nobody."""
    found = [k for k in during.findChildren(QShortcut) if k.key() == QKeySequence(keys)]
    (key,) = [each for each in found if each.isEnabled()]
    key.activated.emit()


def test_kinds_and_speakers_have_keys(sample, during):
    press(during, "Ctrl+7")
    assert NoteKind(during.kind.currentData()) is NoteKind.COMMITMENT
    press(during, "F3")
    assert during.window().focusWidget() is during.speaker
    during.speaker.lineEdit().setText("2")
    during.speaker.lineEdit().returnPressed.emit()
    settle(sample)
    assert during.speaker.currentText() == people(sample)[1].name
    assert during.window().focusWidget() is during.text
    press(during, "F2")
    assert during.window().focusWidget() is during.strip.code
    press(during, "Alt+PgDown")
    settle(sample)
    assert sample.meetings.state.item == sample.meetings.state.told.numbered[1].id


def test_items_are_cut_joined_and_added(sample, during):
    def answer(**values):
        settle(sample)
        form = next(
            w for w in QApplication.topLevelWidgets() if isinstance(w, Form) and w.isVisible()
        )
        for name, value in values.items():
            form.inputs[name].setText(value)
        form.accept()
        settle(sample)

    during.forms.split()
    answer(title="楼道监控")
    during.forms.new()
    answer(title="门口积水")
    told = sample.meetings.state.told
    assert [item.title for item in told.numbered] == ["楼道照明", "楼道监控", "停车", "门口积水"]
    sample.meetings.choose_item(told.numbered[1].id)
    during.forms.merge()
    answer()
    assert sample.meetings.state.told.numbered[1].outcome is Outcome.MERGED


def test_the_list_is_handed_round(sample, during):
    during._hand_round()
    settle(sample)
    first = people(sample)[0]
    during.kiosk.buttons[first.id].click()
    assert not people(sample)[0].came  # once is no signature
    during.kiosk.buttons[first.id].click()
    settle(sample)
    assert people(sample)[0].came
    assert not during.kiosk.buttons[first.id].isEnabled()
    assert "已签到" in during.kiosk.buttons[first.id].text()
    assert "已签到，谢谢" in during.kiosk.said.text()
    register, ref = sample.register, sample.meetings.state.ref
    guest = register.table.add(ref, "赵小六", BodyKind.OBSERVERS)
    second, day = people(sample)[1], register.now().date()
    register.table.stand_in(Ref(ref.compound_id, second.id), "赵小六", day)
    settle(sample)
    assert guest.id in during.kiosk.buttons
    during.kiosk.search.setText("查无此人")
    assert not during.kiosk.buttons
    during.kiosk.close()
    settle(sample)
    assert during.kiosk is None


def test_what_is_said_while_items_change_stays_with_its_item(sample, during):
    during.text.setPlainText("灯坏了三个月")
    during.agenda.go(+1)
    settle(sample)
    assert during.text.toPlainText() == ""
    during.agenda.go(-1)
    settle(sample)
    assert during.text.toPlainText() == "灯坏了三个月"
    ref = sample.meetings.state.ref
    first = sample.meetings.state.told.numbered[0]
    place = f"note/{ref.id}/{first.id}"
    assert sample.register.sessions.draft(place) == "灯坏了三个月"
    assert Ref(ref.compound_id, ref.id) == ref
