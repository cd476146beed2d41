"""The first meeting among the first steps: kind, day, place, and one or two items."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit

from desktop.domain.first_steps import Step
from desktop.domain.meeting import last_notice_day, read_day
from desktop.domain.rule import Profile
from ui.welcome.presenter import MeetingWish, Told, WizardPresenter, a_time, found_wrong, prepared
from ui.welcome.steps import AskingPage
from ui.widgets.page import hint

_SOON, _USUAL = 7, "roundtable"  # days until the first meeting; its kind
_ITEMS = 2


class MeetingPage(AskingPage):
    step = Step.MEETING
    title = "第一次会议"
    why = "定好种类、时间、地点和一两件要商量的事，通知和签到表就能打印了。拿不准的先空着，会前都能改。"

    def __init__(self, presenter: WizardPresenter) -> None:
        self.note = hint("")
        super().__init__(self.note)
        self._presenter = presenter
        self._profiles: tuple[Profile, ...] = ()
        self._open = True  # the meeting is still prepared
        self.kind, self.on = QComboBox(), QDateEdit()
        self.on.setDisplayFormat("yyyy-MM-dd")
        self.on.setCalendarPopup(True)
        ask = self.questions.ask
        ask("kind", "种类", self.kind)
        ask("on", "日期", self.on)
        ask("starts", "时间", QLineEdit(), "15:00")
        ask("place", "地点", QLineEdit(), "如：小区议事亭")
        for number in range(1, _ITEMS + 1):
            hinted = "如：楼道灯不亮，怎么修" if number == 1 else "没有就空着"
            ask(f"item{number}", f"议题 {number}", QLineEdit(), hinted)
        self.kind.activated.connect(lambda _: self._move_day())
        self.kind.currentIndexChanged.connect(lambda _: self._say())
        self.on.dateChanged.connect(lambda _: self._say())

    def enter(self) -> None:
        self._presenter.read(self._show)

    def _show(self, told: Told) -> None:
        self._profiles = told.profiles
        self.kind.clear()
        for profile in told.profiles:
            self.kind.addItem(profile.name, profile.key)
        meeting = told.meeting
        self._open = prepared(meeting)
        for widget in self.questions.inputs.values():
            widget.setEnabled(self._open)
        self.kind.setEnabled(meeting is None)
        if meeting is None:
            known = {"kind": _USUAL, "on": self._usual_day(_USUAL).isoformat(), "starts": "15:00"}
        else:
            facts = meeting.facts
            known = {
                "kind": meeting.profile.key,
                "on": facts.held_on.isoformat(),
                "starts": facts.starts,
                "place": facts.place,
            }
            titles = [item.title for item in meeting.numbered] + [""] * _ITEMS
            known |= {f"item{n}": titles[n - 1] for n in range(1, _ITEMS + 1)}
        self.show_answers(known, told.drafts.get(Step.MEETING) if self._open else None)
        self._say()

    def keep(self, answered: Callable[[str], None]) -> None:
        if not self._open:
            answered("")
            return
        told = self.questions.answers()
        wrong = found_wrong([("starts", a_time(told["starts"]))])
        self.questions.show_wrong(wrong)
        if wrong:
            answered(" ")
            return
        items = tuple(told[f"item{n}"] for n in range(1, _ITEMS + 1))
        wish = MeetingWish(told["kind"], read_day(told["on"]), told["starts"], told["place"], items)
        self._presenter.ask(lambda: self._presenter.keep_meeting(wish), answered)

    def put_aside(self) -> None:
        if self._open:
            self._presenter.put_aside(Step.MEETING, self.typed())

    def _profile(self) -> Profile | None:
        return next((p for p in self._profiles if p.key == self.kind.currentData()), None)

    def _usual_day(self, key: str) -> date:
        wanted = next((p.notice_days for p in self._profiles if p.key == key), 0)
        return date.fromordinal(self._presenter.today().toordinal() + max(_SOON, wanted))

    def _move_day(self) -> None:
        """Another kind may want its notice earlier."""
        profile = self._profile()
        if profile is None:
            return
        day = self._usual_day(profile.key)
        if read_day(self.questions.answers()["on"]) < day:
            self.questions.fill({"on": day.isoformat()})

    def _say(self) -> None:
        profile = self._profile()
        if not self._open:
            self.note.setText("会议已经发出通知或开过了，要改请到“会议”里改。")
        elif profile is not None and profile.notice_days:
            last = last_notice_day(profile, read_day(self.questions.answers()["on"]))
            self.note.setText(f"按规则，最迟 {last.isoformat()} 发出通知。")
        else:
            self.note.clear()
