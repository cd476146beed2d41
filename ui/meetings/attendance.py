"""The attendance strip: who is here, who left, the quorum's light, opening and closing."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.domain.attendance import Attendee
from desktop.domain.errors import NameNeeded
from desktop.domain.meeting import RECORDING, allowed
from desktop.domain.proceedings import Corrected
from desktop.domain.terms import Act, BodyKind, Stage
from desktop.services.reception import Welcome
from ui.actions import KeyedPage, button
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.theme import mark
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import entry, row
from ui.widgets.table import Table, TableColumn


class TableStrip(QWidget):
    def __init__(
        self, presenter: MeetingPresenter, parent: KeyedPage, hand_round: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._presenter, self._page = presenter, parent
        self._corrected: tuple[Corrected, ...] = ()
        self.quorum = mark(QLabel(), "good")
        self.bodies = QLabel()
        self.bodies.setWordWrap(True)
        self.at = entry("时间 15:30", 120)
        self.people: Table[Attendee] = Table(
            [
                TableColumn("", lambda a: str(a.number), 30, right=True),
                TableColumn("姓名", lambda a: a.name, 80),
                TableColumn("单位", lambda a: a.body_name, 90),
                TableColumn("职务", lambda a: a.duty, 80),
                TableColumn("到会", self._stay, 0, ink=_here),
            ],
            "名单是空的。先在“小区与名册—机构与席位”里登记，或点“加人”。",
            many=True,
        )
        self.code = entry("扫签到码，或输入序号、拼音、姓名，回车签到", 0)
        self.code.returnPressed.connect(self._scan)
        self.round = button(self, "table.round", hand_round, parent)
        self.met = mark(QLabel(), "done")
        self.met.setWordWrap(True)
        self.met.hide()
        self.goes = button(self, "table.goes", self._goes, parent)
        self.goes.hide()
        self._here: Attendee | None = None  # who was scanned a second time
        self._meeting: object = None
        self.at.textChanged.connect(presenter.count_at)
        self._lay_out()

    def show_state(self, state: MeetingScreen) -> None:
        told = state.told
        if told is None:
            return
        if state.ref != self._meeting:
            self._meeting = state.ref
            self.forget()
        self._corrected = told.corrected
        self._show_board(state)
        recording = told.facts.stage in RECORDING
        for made in (*self.acts, self.at, self.code, self.round):
            made.setEnabled(recording)
        self.before.setEnabled(told.facts.stage in RECORDING | {Stage.DRAFT, Stage.NOTICED})
        self.lapse.setEnabled(allowed(told.facts.stage, Act.LAPSE))
        self.close_.setEnabled(allowed(told.facts.stage, Act.CLOSE))
        self.people.set_rows(told.attendees)

    def forget(self) -> None:
        """Another meeting: nothing of the one before is meant any more."""
        self.at.clear()
        self.code.clear()
        self.met.clear()
        self.met.hide()
        self.goes.hide()
        self._here = None

    def time(self) -> str:
        """The time to record: what is typed, or the clock's on the day of the meeting."""
        return self.at.text().strip() or self._presenter.now()

    def needed_time(self) -> str:
        """The same; without one the page says that it is needed."""
        time = self.time()
        if not time:
            self._presenter.refuse("会议不在今天：请先在“时间”里填写当时的时间，如 15:30。")
        return time

    def _show_board(self, state: MeetingScreen) -> None:
        board = state.board
        if board is None:
            return
        enough = "可以表决" if board.quorate else "人数不够，不能表决"
        checks = "；".join(f"{check.name} {check.inequality}" for check in board.checks)
        told = state.told
        over = told is not None and bool(told.facts.ends or told.facts.lapsed)
        if told is not None and over and not state.at:
            came = sum(each.came for each in told.voters)
            self.quorum.setText(
                f"会议已结束（填时间可看当时的人数）　应到 {board.entitled}，先后到会 {came}"
            )
            mark(self.quorum, "good")
            self.bodies.clear()
            return
        begun = told is not None and told.facts.stage not in {Stage.DRAFT, Stage.NOTICED}
        head = f"{board.at}　应到 {board.entitled}，在场 {board.present}"
        self.quorum.setText(f"{head}　{enough}　{checks}" if begun else f"{head}　（还没有开会）")
        mark(self.quorum, "good" if board.quorate or not begun else "bad")
        self.bodies.setText("　".join(f"{b.name} {b.present}/{b.entitled}" for b in board.bodies))

    def _scan(self) -> None:
        text = self.code.text().strip()
        if text and (time := self.needed_time()):
            self.code.clear()
            self._presenter.sign_in(text, time, self._met)
            self._done_at()

    def _met(self, welcome: Welcome) -> None:
        """Twice is once; whether he leaves is asked without a box, so that the next can scan."""
        person = welcome.person
        self._here = person if welcome.already else None
        who = f"{person.number} {person.name}（{person.body_name}）"
        said = f"{who} {person.arrived} 已签到。是要离场吗？" if welcome.already else f"{who} 到会"
        self.met.setText(said)
        mark(self.met, "warning" if welcome.already else "done")
        self.met.show()
        self.goes.setVisible(welcome.already)
        self.code.setFocus()

    def _goes(self) -> None:
        person, time = self._here, self.needed_time()
        if person is not None and time:
            self._presenter.depart(person.id, time)
            self.met.setText(f"{person.name} 离会 {time}")
            mark(self.met, "done")
            self.goes.hide()
            self._here = None
            self.code.setFocus()

    def _arrive(self) -> None:
        if time := self.needed_time():
            chosen = self._some()
            for person in chosen:
                self._presenter.arrive(person.id, time)
            if len(chosen) == 1:
                self.people.choose_next()
            self._done_at()

    def _arrive_all(self) -> None:
        if time := self.needed_time():
            self._presenter.arrive_all(time)
            self._done_at()

    def _leave(self) -> None:
        if time := self.needed_time():
            for person in self._some():
                self._presenter.depart(person.id, time)
            self._done_at()

    def _some(self) -> list[Attendee]:
        chosen = self.people.all_chosen()
        if not chosen:
            self._presenter.refuse("请先在签到名单里选中人（Ctrl、Shift 可多选）。")
        return chosen

    def _one(self) -> Attendee | None:
        return next(iter(self._some()), None)

    def _done_at(self) -> None:
        """On the day itself a typed time was meant once; afterwards it goes on being used."""
        if self._presenter.now():
            self.at.clear()

    def _remove(self) -> None:
        if person := self._one():
            self._presenter.remove_person(person.id)

    def _excuse(self) -> None:
        if person := self._one():
            fields = [Field("reason", "请假原因", value="请假")]
            Form(
                self,
                self._presenter,
                f"{person.name} 请假",
                fields,
                lambda v: self._presenter.excuse(person.id, str(v["reason"])),
            ).open()

    def _correct(self) -> None:
        if person := self._one():
            fields = [
                Field("arrived", "到会", value=person.arrived, hint="15:00；留空表示没有来"),
                Field("left", "离会", value=person.left, hint="留空表示到散会"),
            ]
            Form(
                self,
                self._presenter,
                f"更正 {person.name} 的时间",
                fields,
                lambda v: self._presenter.set_right(person.id, str(v["arrived"]), str(v["left"])),
            ).open()

    def _stand_in(self) -> None:
        told = self._presenter.state.told
        if (person := self._one()) and told is not None:
            fields = [
                Field("name", "代为出席的人", value=person.stand_in, hint="留空表示取消代会"),
                Field("seen", "已核对书面委托书", Kind.FLAG, person.letter_on is not None),
                Field("letter", "委托书日期", Kind.DAY, person.letter_on or told.facts.held_on),
            ]

            def done(v: dict[str, object]) -> None:
                day = v["letter"] if v["seen"] and isinstance(v["letter"], date) else None
                self._presenter.stand_in(person.id, str(v["name"]), day)

            Form(
                self,
                self._presenter,
                f"谁代 {person.name} 出席",
                fields,
                done,
                "须有书面委托，委托书扫描件可在“会后”收进会议档案。表决时按被代表的席位计一票；"
                "一个人只算一个到会人数。",
            ).open()

    def _add_person(self) -> None:
        fields = [
            Field("name", "姓名"),
            Field("body", "单位", Kind.CHOICE, BodyKind.OWNERS, [(b, b.word) for b in BodyKind]),
            Field("duty", "职务或房号"),
        ]

        def done(told: dict[str, object]) -> None:
            if not str(told["name"]).strip():
                raise NameNeeded("姓名")
            self._presenter.add_person(
                str(told["name"]), BodyKind(str(told["body"])), str(told["duty"])
            )

        Form(self, self._presenter, "加人", fields, done).open()

    def _close(self) -> None:
        fields = [Field("ends", "散会时间", value=self.time(), hint="17:20")]
        Form(
            self, self._presenter, "散会", fields, lambda v: self._presenter.close(str(v["ends"]))
        ).open()

    def _lapse(self) -> None:
        fields = [Field("reason", "原因", value="到会人数不足")]
        Form(
            self,
            self._presenter,
            "宣布流会",
            fields,
            lambda v: self._presenter.lapse(str(v["reason"])),
        ).open()

    def _stay(self, each: Attendee) -> str:
        """When somebody was here, and what that was before it was set right."""
        if each.excused:
            told = f"请假：{each.excused}"
        else:
            told = "；".join(f"{stay.arrived}—{stay.left}" for stay in each.stays) or "未到"
        told += f"（{each.stand_in} 代）" if each.stand_in else ""
        mine = [c for c in self._corrected if c.attendee_id == each.id]
        return told + "".join(f"〔{c.at} {c.who}更正，原{c.old}〕" for c in mine)

    def _lay_out(self) -> None:
        page = self._page
        self.lapse = button(self, "meeting.lapse", self._lapse, page)
        self.close_ = button(self, "meeting.close", self._close, page)
        left = QVBoxLayout(self)
        left.setContentsMargins(0, 0, 0, 0)
        left.addLayout(row(self.code, self.round))
        said = row(self.met, self.goes)
        said.setStretch(0, 1)
        left.addLayout(said)
        left.addWidget(self.people, stretch=1)
        names = {
            "table.arrive": self._arrive,
            "table.leave": self._leave,
            "table.all": self._arrive_all,
            "table.correct": self._correct,
        }
        self.acts = tuple(button(self, name, act, page) for name, act in names.items())
        arrive, leave, every, correct = self.acts
        self.before = QWidget()
        inside = row(
            button(self, "table.excuse", self._excuse, page),
            button(self, "table.stand", self._stand_in, page),
            button(self, "table.add", self._add_person, page),
            button(self, "table.remove", self._remove, page),
        )
        inside.setContentsMargins(0, 0, 0, 0)
        self.before.setLayout(inside)
        left.addLayout(row(self.at, arrive, leave, every, correct, None))
        left.addLayout(row(self.before, None, self.lapse, self.close_))


def _here(each: Attendee) -> str:
    if not each.stays:
        return ""
    return "warn" if each.left else "good"
