"""公示和异议: when and where the outcome of a meeting hangs, who objected, what he was told."""

from datetime import date

from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from desktop.domain.count import read_count
from desktop.domain.meeting import day_words
from desktop.services.postings import DAYS, ObjectionLine
from ui.actions import button
from ui.papers.presenter import PapersPresenter, PapersScreen
from ui.theme import sized
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import hint, row, section
from ui.widgets.table import Table, TableColumn


class PostingTab(QWidget):
    def __init__(self, presenter: PapersPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.meeting = QComboBox()
        self.meeting.setAccessibleName("会议")
        sized(self.meeting, "setMinimumWidth", 320)
        self.meeting.activated.connect(self._chosen)
        self.period = QLabel()
        self.period.setWordWrap(True)
        self.list: Table[ObjectionLine] = Table(
            [
                TableColumn("日期", lambda o: o.told.on.isoformat(), 100),
                TableColumn("房号", lambda o: o.told.door, 90),
                TableColumn("姓名", lambda o: o.told.by, 80),
                TableColumn("异议", lambda o: o.told.text, 0),
                TableColumn("答复", lambda o: o.told.answer or "未答复", 220),
            ],
            "没有登记过异议。公示期内收到的，点“登记异议…”。",
        )
        whole = QVBoxLayout(self)
        whole.addLayout(
            row(
                QLabel("会议"),
                self.meeting,
                button(self, "posting.plan", self._plan),
                None,
            )
        )
        whole.addWidget(self.period)
        whole.addWidget(hint("公示期从张贴的次日算起；最后一日是休假日的，顺延到上班那天。"))
        whole.addLayout(
            row(
                section("异议登记"),
                None,
                button(self, "posting.object", self._object),
                button(self, "posting.answer", self._answer),
            )
        )
        whole.addWidget(self.list, stretch=1)
        self.list.opened.connect(self._answer)
        self._refs: list[object] = []

    def show_state(self, state: PapersScreen) -> None:
        refs: list[object] = [line.ref for line in state.held]
        if refs != self._refs:
            self._refs = refs
            self.meeting.clear()
            for line in state.held:
                self.meeting.addItem(f"{line.held_on.isoformat()} {line.title}")
        if state.chosen in refs:
            self.meeting.setCurrentIndex(refs.index(state.chosen))
        told = state.period
        self.period.setText(
            f"{day_words(told.on)}张贴（{told.place or '地点未填'}），公示 {told.days} 日，"
            f"至{day_words(told.until)}止。"
            if told
            else "还没有定哪天张贴：公示上的日期留空，可以手写。"
        )
        self.list.set_rows(state.objections)

    def _chosen(self, place: int) -> None:
        held = self._presenter.state.held
        self._presenter.choose_meeting(held[place].ref if 0 <= place < len(held) else None)

    def _plan(self) -> None:
        told = self._presenter.state.period
        fields = [
            Field("on", "张贴日期", Kind.DAY, told.on if told else ""),
            Field(
                "place",
                "张贴地点",
                value=told.place if told else "",
                hint="如 各单元门口、南门公告栏",
            ),
            Field("days", "公示几天", value=str(told.days if told else DAYS)),
        ]

        def done(values: dict[str, object]) -> None:
            on = values["on"]
            assert isinstance(on, date)  # noqa: S101 - what a field of this kind gives
            self._presenter.plan_posting(on, str(values["place"]), read_count(str(values["days"])))

        Form(self, self._presenter, "张贴安排", fields, done).open()

    def _object(self) -> None:
        fields = [
            Field("on", "收到日期", Kind.DAY),
            Field("door", "房号"),
            Field("by", "姓名"),
            Field("text", "异议内容", Kind.LONG),
        ]
        Form(self, self._presenter, "登记异议", fields, self._presenter.take_objection).open()

    def _answer(self) -> None:
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一条异议。")
            return
        fields = [
            Field("text", "答复", Kind.LONG, chosen.told.answer),
            Field("on", "答复日期", Kind.DAY, chosen.told.answered_on or ""),
        ]

        def done(values: dict[str, object]) -> None:
            on = values["on"]
            assert isinstance(on, date)  # noqa: S101 - what a field of this kind gives
            self._presenter.answer_objection(chosen.ref, str(values["text"]), on)

        Form(self, self._presenter, "答复异议", fields, done, chosen.told.text).open()
