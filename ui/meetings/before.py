"""会前: the frame, the agenda with what the law says of each item, notice and sign-in sheet."""

from datetime import date
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.affair_terms import Opinion, Right
from desktop.domain.count import is_count
from desktop.domain.errors import NotANumber
from desktop.domain.meeting import allowed, last_notice_day, read_time
from desktop.domain.proceedings import Item, Proceedings
from desktop.domain.terms import Act, Decision, Stage
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan
from desktop.services.papers import BEFORE
from desktop.services.suggestions import SuggestionLine
from ui.actions import button
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.theme import mark, sized
from ui.widgets.flow import Flow
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import Scrolling, choice, entry, follow, hint, row, section
from ui.widgets.preview import PaperPanel
from ui.widgets.table import Table, TableColumn

_OPEN = {Stage.DRAFT, Stage.NOTICED, Stage.IN_SESSION, Stage.CLOSED}


class BeforeTab(QWidget):
    def __init__(self, presenter: MeetingPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.frame = hint("")
        warning = mark(QLabel(), "warning")
        warning.setWordWrap(True)
        self.warning = Scrolling(warning, 116)
        self.items: Table[Item] = Table(
            [
                TableColumn("", lambda i: str(i.number) if i.number else "—", 40),
                TableColumn("议题", lambda i: i.title, 0),
                TableColumn("汇报", lambda i: i.presenter, 80),
                TableColumn("分钟", lambda i: str(i.minutes or ""), 50, right=True),
                TableColumn(
                    "决定方式", _decision, 110, ink=lambda i: "warn" if i.owners_decide else ""
                ),
                TableColumn("建议", lambda i: f"{i.suggestions} 条" if i.suggestions else "", 60),
            ],
            "还没有议题。在下面写一项，或选中下面的建议列入。",
        )
        self.title = entry("议题名称，回车加入")
        self.presenter_name = entry("汇报人", 100)
        self.minutes = entry("分钟", 70)
        self.decision = choice("决定方式")
        self.decision.addItem("按会议规则", None)
        for each in Decision:
            self.decision.addItem(each.word, each)
        self.voices: Table[SuggestionLine] = Table(
            [
                TableColumn("归并", lambda v: v.group, 90),
                TableColumn("建议", lambda v: v.text, 0),
                TableColumn("房号", lambda v: v.door, 100),
            ],
            "没有等着列入的建议。在“意见建议”里登记，或在上面直接写一项议题。",
            many=True,
        )
        self.papers = PaperPanel(presenter, BEFORE, folder, self)
        self._lay_out()
        for line in (self.title, self.presenter_name, self.minutes):
            line.returnPressed.connect(self._add)
        self.items.opened.connect(self._change_item)
        self.items.selectionModel().selectionChanged.connect(lambda *_: self._choose())

    def show_state(self, state: MeetingScreen) -> None:
        told = state.told
        if told is None:
            return
        self.frame.setText(_frame(told))
        for act, made in self.steps.items():
            made.setEnabled(allowed(told.facts.stage, act))
        late = told.facts.stage is Stage.NOTICED and any(item.late for item in told.items)
        self.more.setVisible(late)
        self.steps[Act.TAKE_BACK].setVisible(told.facts.stage is Stage.IN_SESSION)
        self.change.setEnabled(told.facts.stage in _OPEN)
        for widget in self.agenda:
            widget.setEnabled(told.facts.stage in _OPEN)
        self.items.set_rows(told.items)
        for made in (self.opine, self.opinions):
            made.setVisible(told.profile.opinion)
        self.opine.setEnabled(told.facts.stage in _OPEN)
        self.voices.set_rows(state.voices)
        chosen = next((item for item in told.items if item.id == state.item), None)
        if chosen is not None and self.items.chosen() != chosen:
            self.items.choose([told.items.index(chosen)])
        self.warning.say(_law(chosen) if chosen else "")
        self.papers.show_state(state)
        if state.chat and QGuiApplication.clipboard().text() != state.chat:
            QGuiApplication.clipboard().setText(state.chat)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.frame)
        self.steps = {
            Act.GIVE_NOTICE: button(self, "meeting.notice", self._notice),
            Act.RESCHEDULE: button(self, "meeting.move", self._move),
            Act.CANCEL: button(self, "meeting.cancel", self._cancel),
            Act.TAKE_BACK: button(self, "meeting.take_back", self._presenter.take_back),
            Act.OPEN: button(self, "meeting.open", self._presenter.begin),
        }
        self.more = button(self, "meeting.more_notice", self._more_notice)
        chat = button(self, "paper.chat", self._presenter.copy_chat)
        pack = button(self, "paper.pack", lambda: self._presenter.write_pack(BEFORE, self._folder))
        self.change = button(self, "meeting.change", self._change)
        notice, move, cancel, back, begin = self.steps.values()
        left.addLayout(
            Flow(notice, self.more, chat, pack, self.change, move, cancel, None, back, begin)
        )
        left.addWidget(section("议程"))
        for table, least in ((self.items, 104), (self.voices, 72)):  # two rows, one row
            sized(table, "setMinimumHeight", least)
            table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        left.addWidget(self.items, stretch=3)
        left.addWidget(self.warning)
        add = button(self, "item.add", self._add)
        change = button(self, "item.change", self._change_item)
        up = button(self, "item.up", lambda: self._presenter.move_item(up=True))
        down = button(self, "item.down", lambda: self._presenter.move_item(up=False))
        remove = button(self, "item.remove", self._presenter.remove_item)
        entries = (self.title, self.presenter_name, self.minutes, self.decision)
        self.agenda = (*entries, add, change, up, down, remove)
        left.addLayout(row(*entries, add))
        self.opine = button(self, "item.opinion", self._opine)
        self.opinions = button(
            self, "item.opinions", lambda: self._presenter.write_opinions(self._folder)
        )
        left.addLayout(Flow(change, up, down, remove, None, self.opine, self.opinions))
        left.addWidget(section("等着列入的建议（选中几条，写好议题名称，加入议程）"))
        left.addWidget(self.voices, stretch=2)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(left, stretch=3)
        whole.addWidget(self.papers, stretch=2)
        follow(
            (notice, chat, pack, self.change, move, cancel, back, begin, self.items, *self.agenda)
        )
        follow((self.agenda[-1], self.voices, self.papers))

    def _choose(self) -> None:
        if chosen := self.items.chosen():
            self._presenter.choose_item(chosen.id)

    def _add(self) -> None:
        chosen = self.voices.all_chosen()
        title = self.title.text().strip()
        if not title and chosen:
            title = chosen[0].group or chosen[0].text[:40]
        if not title:
            self._presenter.refuse("请写议题名称，或选中几条建议。")
            return
        minutes = self.minutes.text().strip()
        decision = self.decision.currentData()
        if minutes and not is_count(minutes):
            self._presenter.refuse(f"分钟要写整数，不是“{minutes}”。")
            return
        plan = ItemPlan(
            title,
            Decision(decision) if decision else None,
            self.presenter_name.text(),
            int(minutes) if minutes else None,
            suggestions=tuple(line.ref.id for line in chosen),
        )
        self._presenter.ask(lambda: self._presenter.add_item(plan), self._taken)

    def _taken(self, problem: str) -> None:
        if problem:
            self._presenter.refuse(problem)
        else:
            for line in (self.title, self.presenter_name, self.minutes):
                line.clear()
        self.title.setFocus()

    def _change(self) -> None:
        told = self._presenter.state.told
        if told is None:
            return
        facts = told.facts
        fields = [
            Field("title", "名称", value=facts.title),
            *(
                []
                if facts.stage is Stage.NOTICED
                else [Field("on", "日期", Kind.DAY, facts.held_on)]
            ),
            Field("starts", "时间", value=facts.starts),
            *([Field("ends", "散会时间", value=facts.ends)] if facts.ends else []),
            Field("place", "地点", value=facts.place),
            Field("convener", "召集单位", value=facts.convener),
            Field("chair", "主持人", value=facts.chair),
            Field("recorder", "记录人", value=facts.recorder),
            Field("afterwards", "会后补录", Kind.FLAG, facts.entered_afterwards),
        ]

        def done(said: dict[str, object]) -> None:
            plan = MeetingPlan(
                told.profile.key,
                str(said["title"]),
                on if isinstance(on := said.get("on"), date) else facts.held_on,
                read_time(str(said["starts"])),
                str(said["place"]),
                str(said["convener"]),
                str(said["chair"]),
                str(said["recorder"]),
                bool(said["afterwards"]),
                facts.short,
                str(said.get("ends", "")),
            )
            self._presenter.change(plan)

        Form(self, self._presenter, "会议资料", fields, done).open()

    def _change_item(self) -> None:
        """The item as it stands, to be set right; the matter guide can be overruled."""
        item = self.items.chosen()
        if item is None:
            self._presenter.refuse("请先选中一项议题。")
            return
        matters = [("", "（不涉及）")]
        matters += [(key, f"{m.name}（{m.article}）") for key, m in self._presenter.matters.items()]
        fields = [
            Field("title", "议题", value=item.title),
            Field("presenter", "汇报人", value=item.presenter),
            Field("minutes", "分钟", value=item.minutes or ""),
            Field(
                "decision", "决定方式", Kind.CHOICE, item.decision, [(d, d.word) for d in Decision]
            ),
            Field(
                "matter", "涉及事项", Kind.CHOICE, item.matter.key if item.matter else "", matters
            ),
        ]

        def done(said: dict[str, object]) -> None:
            minutes = str(said["minutes"]).strip()
            if minutes and not is_count(minutes):
                raise NotANumber(minutes)
            title, matter = str(said["title"]), str(said["matter"])
            same = matter == (item.matter.key if item.matter else "")
            plan = ItemPlan(
                title,
                Decision(str(said["decision"])),
                str(said["presenter"]),
                int(minutes) if minutes else None,
                # left alone, it is guessed anew when the title changes
                None if same and title.strip() != item.title else matter,
            )
            self._presenter.change_item(item.id, plan)

        Form(self, self._presenter, "修改议题", fields, done).open()

    def _opine(self) -> None:
        """党组织前置审核: an opinion and, where the law gives people a right, who has brought it."""
        item = self.items.chosen()
        if item is None or not item.number:
            self._presenter.refuse("请先选中一项议题。")
            return
        fields = [
            Field(
                "opinion", "意见", Kind.CHOICE, Opinion.AGREES, [(o, o.word) for o in Opinion]
            ),
            Field("note", "说明", Kind.LONG, hint="建议调整、建议暂缓的，写明理由"),
            Field("on", "日期", Kind.DAY, self._presenter.today()),
            Field("right", "依法提出", Kind.CHOICE, Right.NONE, [(r, r.word) for r in Right]),
        ]  # fmt: skip

        def done(said: dict[str, object]) -> None:
            on = said["on"]
            assert isinstance(on, date)  # noqa: S101 - a day field gives a day
            self._presenter.opine(
                item.id,
                Opinion(str(said["opinion"])),
                str(said["note"]),
                on,
                Right(str(said["right"])),
            )

        Form(
            self, self._presenter, f"前置审核：{item.title[:30]}", fields, done,
            "只记录意见，不删除议题。百分之二十以上业主、十分之一以上居民依法提出的，不因意见而不列入。",
        ).open()  # fmt: skip

    def _notice(self) -> None:
        fields = [Field("on", "通知日期", Kind.DAY, self._presenter.today())]

        def done(told: dict[str, object]) -> None:
            on = told["on"]
            assert isinstance(on, date)  # noqa: S101 - a day field gives a day
            self._presenter.give_notice(on)

        Form(self, self._presenter, "发出通知", fields, done).open()

    def _more_notice(self) -> None:
        fields = [Field("on", "补充通知日期", Kind.DAY, self._presenter.today())]
        Form(
            self,
            self._presenter,
            "补充通知",
            fields,
            lambda v: self._presenter.add_notice(v["on"]),  # type: ignore[arg-type]
            "通知发出之后又加的议题，补发通知、赶得上期限的，才能在会上表决。",
        ).open()

    def _move(self) -> None:
        told = self._presenter.state.told
        if told is None:
            return
        fields = [
            Field("on", "改到", Kind.DAY, told.facts.held_on),
            Field("starts", "时间", value=told.facts.starts),
            Field("place", "地点", value=told.facts.place),
            Field("reason", "原因"),
        ]

        def done(said: dict[str, object]) -> None:
            on = said["on"]
            assert isinstance(on, date)  # noqa: S101 - a day field gives a day
            self._presenter.reschedule(
                on, str(said["starts"]), str(said["place"]), str(said["reason"])
            )

        Form(self, self._presenter, "改期", fields, done).open()

    def _cancel(self) -> None:
        fields = [Field("reason", "取消原因")]
        Form(
            self,
            self._presenter,
            "取消会议",
            fields,
            lambda v: self._presenter.cancel(str(v["reason"])),
        ).open()


def _decision(item: Item) -> str:
    return Decision.OWNERS_JOINT.word if item.owners_decide else item.decision.word


def _frame(told: Proceedings) -> str:
    facts, profile = told.facts, told.profile
    text = (
        f"{facts.starts}　{facts.place or '地点未定'}　召集：{facts.convener}　"
        f"主持：{facts.chair or '未定'}　记录：{facts.recorder}　应到 {len(told.voters)} 人"
    )
    if profile.quorum:
        text += f"，{profile.quorum.least(len(told.voters)) if told.voters else 0} 人到会方可表决"
    if profile.notice_days and facts.noticed_on is None:
        text += f"。最迟 {last_notice_day(profile, facts.held_on).isoformat()} 发出通知"
    if facts.reason:
        text += f"。原因（改期、取消、流会）：{facts.reason}"
    if facts.noticed_on:
        text += f"。已于 {facts.noticed_on.isoformat()} 通知"
    return text


def _law(item: Item) -> str:
    matter = item.matter
    if matter is None:
        return ""
    mistake = f" {matter.mistake}" if matter.mistake else ""
    if matter.owners_decide:
        return f"{matter.name}：{matter.article}，由业主共同决定，本会只能形成建议。{matter.procedure}{mistake}"
    return f"{matter.name}：{matter.article}。{matter.procedure}{mistake}"
