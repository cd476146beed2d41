"""The sample meeting entered through the window, as its secretary would: to minutes on the printer."""

import time
import tomllib
from datetime import date

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import BodyKind, Choice, Copy, NoteKind, Stage
from desktop.services.communities import CompoundFacts
from tests.conftest import ROOT
from tests.desktop.services import test_minutes as expected
from tests.ui.monkey import settle
from tests.ui.test_window import app, page
from ui.meetings.page import MeetingsPage
from ui.meetings.voting import VoteForm
from ui.widgets.form import Form

__all__ = ["app"]  # fixture
SCRIPT = tomllib.loads((ROOT / "resources/sample/meeting.toml").read_text("utf-8"))


class Secretary:
    """Uses the meetings page as a person does: fields, keys, buttons, forms."""

    def __init__(self, app) -> None:
        self.app, self.page = app, page(app, MeetingsPage)
        self.during = self.page.during

    def answer(self, **values) -> None:
        """Fill the form that is open, and accept it."""
        settle(self.app)
        form = next(
            w for w in QApplication.topLevelWidgets() if isinstance(w, Form) and w.isVisible()
        )
        for name, value in values.items():
            widget = form.inputs[name]
            if isinstance(value, date):
                widget.setDate(QDate(value.year, value.month, value.day))
            elif hasattr(widget, "findData"):
                widget.setCurrentIndex(widget.findData(value))
            elif hasattr(widget, "setPlainText"):
                widget.setPlainText(str(value))
            else:
                widget.setText(str(value))
        form.accept()
        settle(self.app)
        stays = [w for w in QApplication.topLevelWidgets() if isinstance(w, Form) and w.isVisible()]
        assert not stays, stays[0].problem.text()

    def plan(self) -> None:
        told = dict(SCRIPT["meeting"])
        self.page.add.click()
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

    def do(self, event) -> None:
        acts = ("excuse", "arrive", "leave", "note", "propose", "vote", "task", "conclude")
        act = next(name for name in acts if name in event)
        if "item" in event or act in {"note", "task"}:
            self.take_up(event.get("item"))
        if "at" in event:
            self.during.strip.at.setText(event["at"])
        getattr(self, act)(event)
        settle(self.app)
        assert not self.app.meetings.state.problem, (event, self.app.meetings.state.problem)

    def take_up(self, number) -> None:
        rows = self.during.agenda.table.source.rows
        wanted = str(number) if number else ""
        place = next(n for n, row in enumerate(rows) if row.number == wanted)
        self.during.agenda.table.choose([place])
        settle(self.app)

    def people(self, names) -> None:
        rows = self.during.strip.people.source.rows
        self.during.strip.people.choose([n for n, p in enumerate(rows) if p.name in names])

    def excuse(self, event) -> None:
        self.people([event["excuse"]])
        self.during.strip._excuse()
        self.answer(reason=event["reason"])

    def arrive(self, event) -> None:
        strip = self.during.strip
        if event["arrive"] == "*":  # they come one by one, and give their number at the door
            for person in list(strip.people.source.rows):
                if person.name not in event["not"] and not person.excused:
                    strip.at.setText(event["at"])
                    strip.code.setText(str(person.number))
                    strip.code.returnPressed.emit()
                    settle(self.app)
            return
        strip.code.setText(event["arrive"])
        strip.code.returnPressed.emit()

    def leave(self, event) -> None:
        names = event["leave"] if isinstance(event["leave"], list) else [event["leave"]]
        self.people(names)
        self.during.strip._leave()

    def write(self, event, words) -> None:
        self.during.speaker.setCurrentText(event["by"])
        self.during.text.setPlainText(words)

    def note(self, event) -> None:
        self.write(event, event["note"])
        kind = self.during.kind
        kind.setCurrentIndex(kind.findData(NoteKind(event["kind"])))
        self.during._note()

    def propose(self, event) -> None:
        self.write(event, event["propose"])
        self.during._propose()

    def vote(self, event) -> None:
        self.during._vote()
        settle(self.app)
        form = next(w for w in QApplication.topLevelWidgets() if isinstance(w, VoteForm))
        bodies = [each.name for each in form._board.voting]
        for part in event["vote"].split("；"):
            name, *counts = part.split(" ")
            for choice, count in zip(Choice, counts, strict=True):
                form.spins[bodies.index(name), choice].setValue(int(count))
        form._take()
        settle(self.app)
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, VoteForm)]
        assert not [w.problem.text() for w in shown if w.isVisible()]

    def task(self, event) -> None:
        self.during.forms.task("", lambda _: None)
        self.answer(
            text=event["task"], lead=event["lead"], due=event["due"].isoformat(),
            helpers=event.get("helpers", ""), basis=event.get("basis", "vote"),
        )  # fmt: skip

    def conclude(self, event) -> None:
        self.during.forms.conclude()
        self.answer(outcome=event["conclude"], note=event.get("remark", ""), at=event["check"])


@pytest.fixture
def entered(app, tmp_path):
    """A new file with the compound and its bodies; the meeting is typed in."""
    app.new_file(str(tmp_path / "新.圆桌"), "何婷")
    settle(app)
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
    secretary.during.strip._close()
    secretary.answer(ends=SCRIPT["meeting"]["ends"])
    secretary.page.after.buttons["minutes.final"].click()
    settle(app)
    told = app.meetings.state.told
    assert told.facts.stage is Stage.MINUTES_FINAL, app.meetings.state.problem
    register, ref = app.register, app.meetings.state.ref
    data = register.papers.issue(ref, secretary.page.after.papers.paper())
    record_property(
        "seconds from the end of the meeting to printed minutes", time.monotonic() - began
    )
    assert data.startswith(b"%PDF")
    held = (register, ref)
    expected.test_attendance_with_times_and_presence_at_every_vote(held)
    expected.test_every_vote_with_its_bodies_and_result(held)
    expected.test_every_resolution_with_who_by_when_and_on_what(held)
    expected.test_all_of_it_is_in_the_minutes(held)
    expected.test_the_notice_copy_attributes_neither_speeches_nor_votes(held)
    assert register.minutes.text(ref, Copy.RECORD).final
