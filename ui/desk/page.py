"""工作台: overdue resolutions, meetings that want something, suggestions without an answer."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.domain.ids import Ref
from desktop.domain.meeting import day_words, weekday
from desktop.services.desk import DueMeeting
from desktop.services.reminders import Reminder
from desktop.services.resolutions import ResolutionLine
from ui.actions import button
from ui.desk.presenter import DeskPresenter, DeskScreen
from ui.theme import mark
from ui.widgets.page import Page, row, section
from ui.widgets.table import Table, TableColumn


class DeskPage(Page):
    help = "这里列出今天要办的事：逾期和快到期的决议、要发通知或要定稿的会议、还没处理的建议。双击或回车打开。"

    def __init__(
        self,
        presenter: DeskPresenter,
        open_meeting: Callable[[Ref], None],
        go: Callable[[str], None],
        first_steps: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("工作台", parent)
        self._open = open_meeting
        self.first = mark(QPushButton(), "notice")
        self.first.clicked.connect(lambda: first_steps())
        self.dismiss = button(self, "wizard.dismiss", presenter.dismiss_first_steps)
        self.voices = QPushButton()
        self.voices.clicked.connect(lambda: go("意见建议"))
        self.meetings: Table[DueMeeting] = Table(
            [
                TableColumn("日期", lambda m: m.held_on.isoformat(), 110),
                TableColumn("小区", lambda m: m.compound, 130),
                TableColumn("会议", lambda m: m.title, 0),
                TableColumn("要办", lambda m: m.todo, 190, ink=lambda m: "bad" if m.urgent else ""),
            ],
            "没有等着办的会议。到“会议”里新建一次。",
        )
        self.tasks: Table[ResolutionLine] = Table(
            [
                TableColumn(
                    "时限",
                    lambda r: r.due.isoformat() if r.due else "未定",
                    110,
                    ink=lambda r: "bad" if r.overdue else "warn",
                ),
                TableColumn("小区", lambda r: r.compound, 130),
                TableColumn("事项", lambda r: r.text, 0),
                TableColumn("责任", lambda r: r.lead, 180),
                TableColumn(
                    "状态",
                    lambda r: "已逾期" if r.overdue else r.state.word,
                    90,
                    ink=lambda r: "bad" if r.overdue else "",
                ),
            ],
            "没有逾期或一周内到期的事项。全部事项在“决议落实”里。",
        )
        self.reminders: Table[Reminder] = Table(
            [
                TableColumn(
                    "日期",
                    lambda r: r.day.isoformat(),
                    110,
                    ink=lambda r: "bad" if r.urgent else "",
                ),
                TableColumn("小区", lambda r: r.compound, 130),
                TableColumn("提醒", lambda r: r.text, 0),
                TableColumn("到哪里办", lambda r: r.place, 90),
            ],
            "一周内没有要提醒的事。定期会议在“日程”里记。",
        )
        for made in (self.first, self.dismiss):
            made.hide()
        line = row(self.first, self.dismiss)
        line.setStretch(0, 1)
        self.content.addLayout(line)
        self.content.addWidget(self.voices)
        self.content.addWidget(section("会议"))
        self.content.addWidget(self.meetings, stretch=2)
        self.content.addWidget(section("提醒"))
        self.content.addWidget(self.reminders, stretch=2)
        self.content.addWidget(section("逾期和七天内到期的决议"))
        self.content.addWidget(self.tasks, stretch=3)
        self.meetings.opened.connect(self._open_chosen)
        self.reminders.opened.connect(lambda: self._go(go))
        self.tasks.opened.connect(lambda: go("决议落实"))
        presenter.watch(self.show_state)

    def show_state(self, state: DeskScreen) -> None:
        self.show_said(state)
        if state.today is None:
            return
        today = state.today
        self.title.setText(f"工作台　{day_words(today.day)} {weekday(today.day)}")
        if today.waiting and today.oldest:
            self.voices.setText(
                f"还有 {today.waiting} 条建议没有处理，最早的一条是 {day_words(today.oldest)}。"
            )
            mark(self.voices, "notice")
        else:
            self.voices.setText("没有等着处理的建议。")
            mark(self.voices, "plain")
        left = "、".join(step.word for step in today.first)
        self.first.setText(f"还差这几步：{left}。点这里接着做。")
        for made in (self.first, self.dismiss):
            made.setVisible(bool(left))
        self.meetings.set_rows(today.meetings)
        self.reminders.set_rows(today.reminders)
        self.tasks.set_rows((*today.overdue, *today.soon))

    def _go(self, go: Callable[[str], None]) -> None:
        if chosen := self.reminders.chosen():
            go(chosen.place)

    def _open_chosen(self) -> None:
        if chosen := self.meetings.chosen():
            self._open(chosen.ref)
