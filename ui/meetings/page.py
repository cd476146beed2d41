"""会议: the list of meetings, and the open one in three tabs in the order of work."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from desktop.domain.meeting import day_words
from desktop.domain.terms import Stage
from desktop.services.meetings import MeetingLine, MeetingPlan
from ui.actions import button
from ui.meetings.after import AfterTab
from ui.meetings.before import BeforeTab
from ui.meetings.during import DuringTab
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.meetings.short import ShortPage
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import Page, entry
from ui.widgets.table import Table, TableColumn

_NO_MEETINGS = "还没有会议。点右上角“新建会议”“简短记录”，或“照上次”。"
_AFTER = {Stage.CLOSED, Stage.MINUTES_FINAL, Stage.POSTED, Stage.ARCHIVED}


class MeetingsPage(Page):
    help = (
        "新建会议后按 会前 → 会中 → 会后 的顺序办：会前排议程、发通知、打印签到表；会中签到、记录发言、表决、"
        "记下议定事项；会后起草和定稿纪要，打印张贴。开过的会可以勾选“会后补录”，按纸质记录补进来；院坝会等可用“简短记录”，一页记完。"
    )

    def __init__(
        self, presenter: MeetingPresenter, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("会议", parent)
        self._presenter = presenter
        self.list: Table[MeetingLine] = Table(
            [
                TableColumn("日期", lambda m: m.held_on.isoformat(), 110),
                TableColumn("时间", lambda m: m.starts, 70),
                TableColumn("会议", lambda m: m.title, 0),
                TableColumn("地点", lambda m: m.place, 200),
                TableColumn("议题", lambda m: str(m.items), 60, right=True),
                TableColumn("状态", _stage, 110, ink=_ink),
            ],
            _NO_MEETINGS,
        )
        self.search_line = entry("查找会议、地点、日期", 220)
        self.search_line.textChanged.connect(lambda _: self._show_list(presenter.state))
        self.before = BeforeTab(presenter, folder, self)
        self.during = DuringTab(presenter, self)
        self.after = AfterTab(presenter, folder, self)
        self.after.go_there = lambda: self.tabs.setCurrentWidget(self.during)
        self.tabs = QTabWidget()
        for tab, word in ((self.before, "会前"), (self.during, "会中"), (self.after, "会后")):
            self.tabs.addTab(tab, word)
        self.stack = QStackedWidget()
        first = QWidget()
        inside = QVBoxLayout(first)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.list)
        self.stack.addWidget(first)
        self.stack.addWidget(self.tabs)
        self.short = ShortPage(presenter, self)
        self.stack.addWidget(self.short)
        self._writing_short = False
        self.copy = button(self, "meeting.copy", presenter.copy_last)
        self.quick = button(self, "meeting.short", self._begin_short)
        self.add = button(self, "meeting.add", self._plan)
        self.back = button(self, "roster.cancel", self._leave)
        self.back.setText("返回列表")
        self.back.setToolTip("返回会议列表（Esc）")
        self.bring = button(self, "archive.bring", self._bring)
        for made in (self.search_line, self.back, self.bring, self.copy, self.quick, self.add):
            self.bar.addWidget(made)
        self.content.addWidget(self.stack)
        self.list.opened.connect(self._open)
        self._shown: object = None
        presenter.watch(self.show_state)

    def show_state(self, state: MeetingScreen) -> None:
        self.show_said(state)
        self._show_list(state)
        inside = state.ref is not None
        self._writing_short = self._writing_short and not inside
        self.stack.setCurrentIndex(1 if inside else 2 if self._writing_short else 0)
        outside = not inside and not self._writing_short
        self.back.setVisible(not outside)
        for made in (self.search_line, self.bring, self.copy, self.quick, self.add):
            made.setVisible(outside)
        told = state.told
        if told is None:
            self.title.setText("简短记录" if self._writing_short else "会议")
            self._shown = None
            return
        facts = told.facts
        stage = "流会" if facts.lapsed else facts.stage.word
        self.title.setText(f"{facts.title}　{day_words(facts.held_on)}　〔{stage}〕")
        for tab in (self.before, self.during, self.after):
            tab.show_state(state)
        now = (facts.id, facts.stage)
        if now != self._shown:
            self._shown = now
            entering = facts.entered_afterwards and facts.stage in {Stage.DRAFT, Stage.NOTICED}
            place = (
                1
                if facts.stage is Stage.IN_SESSION or entering
                else 2
                if facts.stage in _AFTER
                else 0
            )
            self.tabs.setCurrentIndex(place)

    def _show_list(self, state: MeetingScreen) -> None:
        words = self.search_line.text().strip()
        self.list.empty = f"没有找到“{words}”。" if words else _NO_MEETINGS
        self.list.set_rows(
            [
                line
                for line in state.lines
                if words in f"{line.held_on.isoformat()} {line.title} {line.place} {_stage(line)}"
            ]
        )

    def start(self) -> None:
        self.list.setFocus()

    def _begin_short(self) -> None:
        if self._presenter.state.compound is None:
            self._presenter.refuse("请先在“小区与名册”里登记小区。")
            return
        self._writing_short = True
        self.show_state(self._presenter.state)
        self.short.begin()

    def save_typing(self) -> None:
        """Keep what is being typed anywhere in the open meeting, now."""
        self.during.save_draft()
        self.after.save_typing()

    def _leave(self) -> None:
        self.save_typing()
        self._writing_short = False
        self._presenter.leave()

    def _open(self) -> None:
        if chosen := self.list.chosen():
            self._presenter.open(chosen.ref)

    def _bring(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择归档包", "", "归档包 (*.zip)")
        if name:
            self._presenter.bring_in(Path(name))

    def _plan(self) -> None:
        state, today = self._presenter.state, self._presenter.today()
        if state.compound is None:
            self._presenter.refuse("请先在“小区与名册”里登记小区。")
            return
        kinds = [(profile.key, profile.name) for profile in state.profiles]
        fields = [
            Field("profile", "种类", Kind.CHOICE, "roundtable", kinds),
            Field("title", "名称", hint="不填则按年份和次数起名"),
            Field("on", "日期", Kind.DAY, today),
            Field("starts", "时间", value="15:00"),
            Field("place", "地点"),
            Field("convener", "召集单位", hint="不填则按会议规则"),
            Field("chair", "主持人"),
            Field("recorder", "记录人", hint="不填则为经办人"),
            Field("afterwards", "会后补录（会已经开过，按纸质记录补进来）", Kind.FLAG, value=False),
        ]

        def done(told: dict[str, object]) -> None:
            on, profile = told["on"], str(told["profile"])
            assert isinstance(on, date)  # noqa: S101 - a day field gives a day
            plan = MeetingPlan(
                profile,
                str(told["title"]).strip() or self._presenter.title_for(profile, on),
                on,
                str(told["starts"]),
                str(told["place"]),
                str(told["convener"]),
                str(told["chair"]),
                str(told["recorder"]),
                bool(told["afterwards"]),
            )
            self._presenter.plan(plan)

        Form(self, self._presenter, "新建会议", fields, done).open()


def _stage(line: MeetingLine) -> str:
    return "流会" if line.lapsed else line.stage.word


def _ink(line: MeetingLine) -> str:
    if line.stage in {Stage.IN_SESSION, Stage.CLOSED}:
        return "warn"
    return "good" if line.stage in {Stage.POSTED, Stage.ARCHIVED, Stage.MINUTES_FINAL} else ""
