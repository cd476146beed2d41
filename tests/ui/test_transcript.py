"""The sample meeting entered through the window by the keyboard: to minutes on the printer.

Every event is entered with real key presses, 汉字 as an input method commits them. Only days are set
in their fields, for a date field takes its digits section by section.
"""

import time
import tomllib
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
)

from desktop.domain.terms import BodyKind, Choice, Copy, NoteKind, Stage
from desktop.services.communities import CompoundFacts
from tests.conftest import DATA
from tests.desktop.services import test_minutes as expected
from tests.support.window import page
from tests.ui.monkey import settle
from ui.meetings.page import MeetingsPage
from ui.meetings.voting import VoteForm
from ui.widgets.form import Form

SCRIPT = tomllib.loads((DATA / "meeting_events.toml").read_text("utf-8"))
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Secretary:
    """Uses the meetings page as a person does: fields, keys, buttons, forms."""

    def __init__(self, app) -> None:
        self.app, self.page = app, page(app, MeetingsPage)
        self.during = self.page.during
        self.pressed = 0

    # -- the keyboard ------------------------------------------------------------------------------

    def press(self, key, modifiers=PLAIN) -> None:
        """One key, to whatever has the keyboard."""
        self.pressed += 1
        window = QApplication.activeModalWidget() or self.app.window
        if QApplication.activeWindow() is not window:
            window.activateWindow()
            QApplication.processEvents()
        QTest.keyClick(window.focusWidget() or window, key, modifiers)

    def type(self, words: str) -> None:
        """Over what stands there: digits and letters as keys, 汉字 from the input method."""
        window = QApplication.activeModalWidget() or self.app.window
        there = window.focusWidget()
        self.press(Qt.Key.Key_A, CTRL)
        if words == "":
            self.press(Qt.Key.Key_Delete)
        elif words.isascii() and "\n" not in words:
            self.pressed += len(words)
            QTest.keyClicks(there, words)
        else:
            self.pressed += len(words)
            event = QInputMethodEvent()
            event.setCommitString(words)
            QApplication.sendEvent(there, event)

    def tab_to(self, widget) -> None:
        window = widget.window()
        for _ in range(120):
            if window.focusWidget() in {widget, widget.focusProxy()}:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {widget}")

    def choose(self, box: QComboBox, value) -> None:
        """An answer of a list: from its top, down to it."""
        self.press(Qt.Key.Key_Home)
        for _ in range(box.findData(value)):
            self.press(Qt.Key.Key_Down)
        assert box.currentData() == value

    # -- forms ---------------------------------------------------------------------------------------

    def answer(self, **values) -> None:
        """Fill the form that is open, and accept it."""
        settle(self.app)
        form = next(
            w for w in QApplication.topLevelWidgets() if isinstance(w, Form) and w.isVisible()
        )
        for name, value in values.items():
            widget = form.inputs[name]
            if isinstance(widget, QDateEdit):
                widget.setDate(QDate(value.year, value.month, value.day))
                continue
            self.tab_to(widget)
            if isinstance(widget, QComboBox):
                self.choose(widget, value)
            else:
                assert isinstance(widget, QLineEdit | QPlainTextEdit)
                self.type(str(value))
        QTest.keyClick(form, Qt.Key.Key_Return)
        settle(self.app)
        stays = [w for w in QApplication.topLevelWidgets() if isinstance(w, Form) and w.isVisible()]
        assert not stays, stays[0].problem.text()

    # -- before ----------------------------------------------------------------------------------------

    def plan(self) -> None:
        told = dict(SCRIPT["meeting"])
        self.press(Qt.Key.Key_N, CTRL)
        self.answer(
            profile=told["profile"], title=told["title"], on=told["held_on"],
            starts=told["starts"], place=told["place"], convener=told["convener"],
            chair=told["chair"], recorder=told["recorder"],
        )  # fmt: skip
        before = self.page.before
        for item in SCRIPT["item"]:
            before.title.setText(item["title"])
            before.presenter_name.setText(item["presenter"])
            before.minutes.setText(str(item["minutes"]))
            before._add()
            settle(self.app)
        before._notice()
        self.answer(on=told["noticed_on"])
        before.steps[next(act for act in before.steps if act.value == "open")].click()
        settle(self.app)
        self.page.tabs.setCurrentWidget(self.during)

    # -- the session -----------------------------------------------------------------------------------

    def do(self, event) -> None:
        acts = ("excuse", "arrive", "leave", "note", "propose", "vote", "task", "conclude")
        act = next(name for name in acts if name in event)
        if "item" in event or act in {"note", "task"}:
            self.take_up(event.get("item"))
        if "at" in event:
            self.at(event["at"])
        getattr(self, act)(event)
        settle(self.app)
        assert not self.app.meetings.state.problem, (event, self.app.meetings.state.problem)

    def at(self, moment: str) -> None:
        self.press(Qt.Key.Key_F4, SHIFT)
        self.type(moment)

    def take_up(self, number) -> None:
        table = self.during.agenda.table
        wanted = str(number) if number else ""
        rows = table.source.rows
        place = next(n for n, row in enumerate(rows) if row.number == wanted)
        while (now := table.source.rows.index(table.chosen())) != place:
            self.press(Qt.Key.Key_PageDown if now < place else Qt.Key.Key_PageUp, ALT)
            settle(self.app)

    def person(self, name: str) -> None:
        people = self.during.strip.people
        place = next(n for n, each in enumerate(people.source.rows) if each.name == name)
        self.press(Qt.Key.Key_F2)
        self.tab_to(people)
        self.press(Qt.Key.Key_Home, CTRL)
        for _ in range(place):
            self.press(Qt.Key.Key_Down)
        assert people.chosen().name == name

    def excuse(self, event) -> None:
        self.person(event["excuse"])
        self.press(Qt.Key.Key_F5, SHIFT)
        self.answer(reason=event["reason"])

    def arrive(self, event) -> None:
        strip = self.during.strip
        if event["arrive"] == "*":  # they come one by one, and give their number at the door
            for person in list(strip.people.source.rows):
                if person.name not in event["not"] and not person.excused:
                    self.at(event["at"])
                    self.door(str(person.number))
            return
        self.door(event["arrive"])

    def door(self, words: str) -> None:
        self.press(Qt.Key.Key_F2)
        self.type(words)
        self.press(Qt.Key.Key_Return)
        settle(self.app)

    def leave(self, event) -> None:
        names = event["leave"] if isinstance(event["leave"], list) else [event["leave"]]
        for name in names:
            self.person(name)
            self.at(event["at"])
            self.press(Qt.Key.Key_F6)
            settle(self.app)

    def write(self, event, words) -> None:
        """Who, by the number of the list where he has one, and what."""
        people = {p.name: p.number for p in self.app.meetings.state.told.attendees}
        self.press(Qt.Key.Key_F3)
        self.type(str(people.get(event["by"], event["by"])))
        self.press(Qt.Key.Key_Return)
        assert self.during.speaker.currentText() == event["by"]
        self.type(words)

    def note(self, event) -> None:
        self.write(event, event["note"])
        place = list(NoteKind).index(NoteKind(event["kind"]))
        self.press(Qt.Key(Qt.Key.Key_1 + place), CTRL)
        self.press(Qt.Key.Key_Return, CTRL)

    def propose(self, event) -> None:
        self.write(event, event["propose"])
        self.press(Qt.Key.Key_P, CTRL)

    def vote(self, event) -> None:
        self.press(Qt.Key.Key_B, CTRL)
        settle(self.app)
        form = next(
            w for w in QApplication.topLevelWidgets() if isinstance(w, VoteForm) and w.isVisible()
        )
        bodies = [each.name for each in form._board.voting]
        for part in event["vote"].split("；"):
            name, *counts = part.split(" ")
            for choice, count in zip(Choice, counts, strict=True):
                self.tab_to(form.spins[bodies.index(name), choice])
                self.type(count)
        # pressed, and let go when the form is at work already and takes no keys
        QTest.keyPress(form.focusWidget(), Qt.Key.Key_Return)
        settle(self.app)
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, VoteForm)]
        assert not [w.problem.text() for w in shown if w.isVisible()]

    def task(self, event) -> None:
        self.press(Qt.Key.Key_F4)
        self.type("")
        self.press(Qt.Key.Key_T, CTRL)
        self.answer(
            text=event["task"], lead=event["lead"], due=event["due"].isoformat(),
            helpers=event.get("helpers", ""), basis=event.get("basis", "vote"),
        )  # fmt: skip

    def conclude(self, event) -> None:
        self.press(Qt.Key.Key_R, CTRL)
        self.answer(outcome=event["conclude"], note=event.get("remark", ""), at=event["check"])

    def end(self, ends: str) -> None:
        self.press(Qt.Key.Key_F12)
        self.answer(ends=ends)


@pytest.fixture
def entered(app, tmp_path):
    """A new file with the compound and its bodies; the meeting is typed in."""
    app.new_file(str(tmp_path / "新.圆桌"), "何婷")
    settle(app)
    app.window.show_work()  # the first steps are left for later
    register = app.register
    register.communities.set_up(**SCRIPT["community"])
    compound = register.communities.add(CompoundFacts(SCRIPT["compound"]["name"]))
    for body in SCRIPT["body"]:
        made = register.bodies.add(compound, BodyKind(body["kind"]), body["name"])
        for seat in body["seats"]:
            name, _, duty = seat.partition("|")
            register.bodies.seat(made, name, duty)
    settle(app)
    app.window.go("会议")
    settle(app)
    secretary = Secretary(app)
    secretary.plan()
    for event in SCRIPT["event"]:
        secretary.do(event)
    return app, secretary


def test_every_fact_comes_through_the_window_into_the_minutes(entered, record_property):
    app, secretary = entered
    began = time.monotonic()
    secretary.end(SCRIPT["meeting"]["ends"])
    closed = time.monotonic()
    secretary.press(Qt.Key.Key_F, CTRL | SHIFT)
    settle(app)
    told = app.meetings.state.told
    assert told.facts.stage is Stage.MINUTES_FINAL, app.meetings.state.problem
    register, ref = app.register, app.meetings.state.ref
    data = register.papers.issue(ref, secretary.page.after.papers.paper())
    took = time.monotonic() - began
    record_property("seconds from the end of the meeting to printed minutes", took)
    record_property("seconds of these to end the meeting", closed - began)
    record_property("keys of the whole session", secretary.pressed)
    print(f"从散会到纪要可以打印 {took:.2f} 秒；全部输入 {secretary.pressed} 次按键")
    assert took < 60
    assert data.startswith(b"%PDF")
    held = (register, ref)
    expected.test_attendance_with_times_and_presence_at_every_vote(held)
    expected.test_every_vote_with_its_bodies_and_result(held)
    expected.test_every_resolution_with_who_by_when_and_on_what(held)
    expected.test_all_of_it_is_in_the_minutes(held)
    expected.test_the_notice_copy_attributes_neither_speeches_nor_votes(held)
    assert register.minutes.text(ref, Copy.RECORD).final
    times = [each.at for item in told.items for each in item.proposals]
    assert times == [event["at"] for event in SCRIPT["event"] if "propose" in event]
    assert isinstance(told.facts.held_on, date)
