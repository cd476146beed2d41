"""现场办公: sessions on the spot — who sits there, what is brought, what is settled at once."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.affair_terms import OpenDayKind
from desktop.domain.meeting import read_day
from desktop.domain.voice import SETTLED
from desktop.services.open_days import NO_TIME, OpenDayLine, OpenDayPlan
from desktop.services.suggestions import SuggestionLine, SuggestionPlan
from ui.actions import button
from ui.affairs.presenter import AffairPresenter, AffairScreen
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import entry, hint, row, section
from ui.widgets.table import Table, TableColumn


class OpenDaysTab(QWidget):
    def __init__(self, presenter: AffairPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.days: Table[OpenDayLine] = Table(
            [
                TableColumn("日期", lambda d: d.held_on.isoformat(), 105),
                TableColumn("形式", lambda d: d.kind.word, 110),
                TableColumn("地点", lambda d: d.place, 150),
                TableColumn("到场部门", lambda d: "、".join(d.departments), 0),
                TableColumn("登记", lambda d: str(d.brought), 60, right=True),
                TableColumn("办结", lambda d: str(d.there), 60, right=True, ink=lambda _: "good"),
                TableColumn("跟办", lambda d: str(d.going_on), 60, right=True, ink=_going_on),
                TableColumn("", lambda d: "已结束" if d.closed else "", 70),
            ],
            "还没有现场办公。社区办公日、集中说事日、周末议事日都在这里登记：点“新建现场办公”。",
        )
        self.voices: Table[SuggestionLine] = Table(
            [
                TableColumn("编号", lambda v: str(v.number), 60, right=True),
                TableColumn("说的事", lambda v: v.text, 0),
                TableColumn("房号", lambda v: v.door, 90),
                TableColumn("提出人", lambda v: v.proposer, 90),
                TableColumn("状态", lambda v: v.state.word, 90, ink=_ink),
                TableColumn("答复", lambda v: v.answer, 240),
            ],
            "选中上面的一次，群众说一件、在下面的一行记一件。",
        )
        self.text = entry("群众说的事，回车登记")
        self.door = entry("房号", 130)
        self.proposer = entry("姓名（可不填）", 130)
        self.about = hint("")
        self.close_day = button(self, "day.close", self._close)
        self.settle = button(self, "day.settle", self._settle)
        self.follow = button(self, "day.follow", self._follow)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                section("现场办公"), None, self.close_day,
                button(self, "day.change", self._change), button(self, "day.add", self._plan),
            )
        )  # fmt: skip
        whole.addWidget(self.days, stretch=2)
        whole.addLayout(row(section("当场登记"), self.about, None, self.settle, self.follow))
        whole.addLayout(
            row(self.text, self.door, self.proposer, button(self, "day.take", self._take))
        )
        whole.addWidget(self.voices, stretch=3)
        for line in (self.text, self.door, self.proposer):
            line.returnPressed.connect(self._take)
        self.days.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.days.opened.connect(self._change)
        self.voices.opened.connect(self._settle)

    def show_state(self, state: AffairScreen) -> None:
        self.days.set_rows(state.days)
        self.voices.set_rows(state.voices)
        day = next((each for each in state.days if each.ref == state.day), None)
        self.about.setText(f"{day.held_on.isoformat()} {day.kind.word}" if day else "")
        for each in (self.text, self.door, self.proposer):
            each.setEnabled(day is not None and not day.closed)
        self.close_day.setEnabled(day is not None and not day.closed)

    def start(self) -> None:
        self.text.setFocus()

    def _chosen(self) -> None:
        day = self.days.chosen()
        if day is not None and day.ref != self._presenter.state.day:
            self._presenter.open_day(day.ref)

    def _plan(self) -> None:
        self._form("新建现场办公", None, self._presenter.plan_day)

    def _change(self) -> None:
        day = self.days.chosen()
        if day is None:
            self._presenter.refuse("请先选中一次现场办公。")
            return
        self._form("修改", day, lambda plan: self._presenter.change_day(day.ref, plan))

    def _form(
        self, title: str, old: OpenDayLine | None, done: Callable[[OpenDayPlan], None]
    ) -> None:
        fields = [
            Field(
                "kind", "形式", Kind.CHOICE, old.kind if old else OpenDayKind.OFFICE,
                [(kind, kind.word) for kind in OpenDayKind],
            ),
            Field("on", "日期", Kind.DAY, old.held_on if old else self._presenter.today()),
            Field("starts", "时间", value=old.starts if old else NO_TIME),
            Field("place", "地点", value=old.place if old else ""),
            Field(
                "departments", "到场部门", Kind.LONG, "\n".join(old.departments) if old else "",
                hint="一行一个，如：物业、派出所、城管",
            ),
        ]  # fmt: skip

        def take(told: dict[str, object]) -> None:
            done(
                OpenDayPlan(
                    OpenDayKind(str(told["kind"])),
                    told["on"],  # type: ignore[arg-type]
                    str(told["starts"]),
                    str(told["place"]),
                    str(told["departments"]).split("\n"),
                )
            )

        Form(self, self._presenter, title, fields, take).open()

    def _take(self) -> None:
        plan = SuggestionPlan(
            self.text.text(), door=self.door.text(), proposer=self.proposer.text()
        )
        self._presenter.ask(lambda: self._presenter.take(plan), self._taken)

    def _taken(self, problem: str) -> None:
        if problem:
            self._presenter.refuse(problem)
        else:
            for line in (self.text, self.door, self.proposer):
                line.clear()
        self.text.setFocus()

    def _voice(self) -> SuggestionLine | None:
        voice = self.voices.chosen()
        if voice is None:
            self._presenter.refuse("请先选中一件。")
        return voice

    def _settle(self) -> None:
        voice, day = self._voice(), self.days.chosen()
        if voice is None:
            return
        departments = day.departments if day else ()
        choices = [(each, each) for each in departments] + [("", "社区")]
        fields = [
            Field("department", "答复部门", Kind.CHOICE, choices[0][0], choices),
            Field("answer", "当场答复", Kind.LONG),
        ]
        Form(
            self, self._presenter, f"即访即办：{voice.text[:30]}", fields,
            lambda told: self._presenter.settle(voice, str(told["department"]), str(told["answer"])),
            "当场答复并销号。不能当场办结的，点“转为跟办”。",
        ).open()  # fmt: skip

    def _follow(self) -> None:
        voice = self._voice()
        if voice is None:
            return
        fields = [Field("lead", "谁来办"), Field("due", "办结时限", hint="如 2026-09-30，可空")]

        def done(told: dict[str, object]) -> None:
            due = str(told["due"]).strip()
            self._presenter.follow(voice, str(told["lead"]), read_day(due) if due else None)

        Form(self, self._presenter, f"转为跟办：{voice.text[:30]}", fields, done).open()

    def _close(self) -> None:
        day = self._presenter.state.day
        if day is None:
            return
        left = sum(1 for each in self._presenter.state.voices if each.state not in SETTLED)
        told = f"还有 {left} 件没有办结，请先“转为跟办”或答复。" if left else "都已办结。"
        Form(
            self, self._presenter, "结束现场办公", [], lambda _: self._presenter.close_day(day),
            f"{told}结束后不再登记。",
        ).open()  # fmt: skip


def _going_on(line: OpenDayLine) -> str:
    return "warn" if line.going_on else ""


def _ink(line: SuggestionLine) -> str:
    return "good" if line.state in SETTLED else "warn"
