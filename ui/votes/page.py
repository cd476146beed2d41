"""表决: the list of written votes, and the open one in tabs in the order of work."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from desktop.domain import door as doors
from desktop.domain.count import read_count
from desktop.domain.electorate import Scope
from desktop.domain.poll import Channels, HouseRules
from desktop.domain.poll_facts import PollFacts
from desktop.domain.tally import Twice
from desktop.domain.terms import PollStage, Use
from desktop.services.poll_facts import PollLine
from desktop.services.polls import PollPlan
from ui.actions import button
from ui.votes.ballots import BallotsTab
from ui.votes.counting import BoardTab, CountTab
from ui.votes.entering import EntryTab
from ui.votes.prepare import PrepareTab
from ui.votes.presenter import VotePresenter
from ui.votes.publishing import PublishTab
from ui.votes.screen import BOARD, COUNT, ENTRY, PREPARE, PUBLISH, VoteScreen
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import Page
from ui.widgets.table import Table, TableColumn

_TWICE = {
    Twice.SET_ASIDE: "由计票组裁定", Twice.FIRST: "以先收到的为准", Twice.LAST: "以后收到的为准",
}  # fmt: skip
_CHANNELS = {
    Channels.ASK: "由计票组裁定", Channels.PAPER: "以纸质票为准", Channels.PLATFORM: "以电子票为准",
}  # fmt: skip


class VotesPage(Page):
    help = (
        "业主书面表决按 准备 → 票 → 录入 → 进度 → 计票 → 公告 的顺序办。事项选对规则后冻结名册，印票、发票；"
        "录入时扫一下票上的码，每项按一个键（1 同意 2 反对 3 弃权 0 无效），录完自动到下一张，不用鼠标。"
        "互联网投票请用官方平台，本程序只导入它的结果。"
    )

    def __init__(
        self, presenter: VotePresenter, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("表决", parent)
        self._presenter = presenter
        self.list: Table[PollLine] = Table(
            [
                TableColumn("表决", lambda p: p.title, 0),
                TableColumn("开始", lambda p: p.opens_on.isoformat(), 110),
                TableColumn("截止", lambda p: p.closes_on.isoformat(), 110),
                TableColumn("事项", lambda p: str(p.matters), 60, right=True),
                TableColumn("状态", lambda p: p.stage.word, 120, ink=_ink),
            ],
            "还没有书面表决。圆桌会议形成的建议要由业主共同决定时，点右上角“新建表决”。",
        )
        self.prepare = PrepareTab(presenter, self._change, self)
        self.papers = BallotsTab(presenter, folder, self)
        self.entry = EntryTab(presenter, self)
        self.board = BoardTab(presenter, self)
        self.count = CountTab(presenter, self)
        self.publish = PublishTab(presenter, folder, self)
        self._parts = (self.prepare, self.papers, self.entry, self.board, self.count, self.publish)
        self.tabs = QTabWidget()
        for tab, word in zip(
            self._parts, ("准备", "票", "录入", "进度", "计票", "公告和文件"), strict=True
        ):
            self.tabs.addTab(tab, word)
        self.stack = QStackedWidget()
        first = QWidget()
        inside = QVBoxLayout(first)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.list)
        self.stack.addWidget(first)
        self.stack.addWidget(self.tabs)
        self.add = button(self, "poll.add", self._plan)
        self.back = button(self, "roster.cancel", presenter.leave)
        self.back.setText("返回列表")
        self.back.setToolTip("返回表决列表（Esc）")
        self.bar.addWidget(self.back)
        self.bar.addWidget(self.add)
        self.content.addWidget(self.stack)
        self.list.opened.connect(self._open)
        self.tabs.currentChanged.connect(self._tab)
        self._shown: object = None
        presenter.watch(self.show_state)

    def show_state(self, state: VoteScreen) -> None:
        self.show_said(state)
        self.list.set_rows(state.lines)
        inside = state.ref is not None
        self.stack.setCurrentIndex(1 if inside else 0)
        self.back.setVisible(inside)
        self.add.setVisible(not inside)
        told = state.told
        if not inside or told is None:
            self.title.setText("表决")
            self._shown = None
            return
        self.title.setText(f"{told.title}　〔{told.stage.word}〕")
        if (told.ref, told.stage) != self._shown:  # first, so that no paper of another is asked for
            self._shown = (told.ref, told.stage)
            self.tabs.setCurrentIndex(_PLACES.get(told.stage, PREPARE))
        self._parts[self.tabs.currentIndex()].show_state(state)
        # Esc leaves the vote, but while a paper is being entered it only puts the paper aside
        if (keys := getattr(self.back, "keys", None)) is not None:
            keys.setEnabled(self.back.isVisible() and state.tab != ENTRY)

    def start(self) -> None:
        if self._presenter.state.ref is None:
            self.list.setFocus()
        elif self.tabs.currentIndex() == ENTRY:
            self.entry.start()

    def _tab(self, place: int) -> None:
        self._presenter.show_tab(place)
        if place == ENTRY:
            self.entry.start()

    def _open(self) -> None:
        if chosen := self.list.chosen():
            self._presenter.open(chosen.ref)

    def _plan(self) -> None:
        if self._presenter.state.compound is None:
            self._presenter.refuse("请先在“小区与名册”里登记小区。")
            return
        today = self._presenter.today()
        title = f"{today.year}年业主大会书面表决"
        days = (today + timedelta(days=15), today + timedelta(days=29))
        self._form("新建书面表决", title, "", days, Scope(), HouseRules(), 7, self._presenter.plan)

    def _change(self) -> None:
        told: PollFacts | None = self._presenter.state.told
        if told is not None:
            days = (told.opens_on, told.closes_on)
            self._form(
                "修改", told.title, told.convener, days, told.scope, told.rules,
                told.publicity_days, self._presenter.change,
            )  # fmt: skip

    def _form(  # noqa: PLR0913 - the facts of a vote
        self,
        word: str,
        title: str,
        convener: str,
        days: tuple[date, date],
        scope: Scope,
        rules: HouseRules,
        publicity: int,
        done: Callable[[PollPlan], None],
    ) -> None:
        bodies: list[tuple[object, str]] = [(None, "业主（按名册）")]
        bodies += [(body.ref.id, f"{body.name}成员") for body in self._presenter.state.bodies]
        told = self._presenter.state.told
        fields = [
            Field("title", "名称", value=title),
            Field("convener", "召集单位", value=convener, hint="如 锦屏雅筑业主委员会"),
            Field("opens", "开始日期", Kind.DAY, days[0]),
            Field("closes", "截止日期", Kind.DAY, days[1]),
            Field("body", "由谁表决", Kind.CHOICE, told.body if told else None, bodies),
            Field("buildings", "只限楼栋", value="、".join(sorted(scope.buildings)), hint="如 3、5；空为全小区"),
            Field(
                "units", "只限单元", value="、".join(f"{b}-{u}" for b, u in sorted(scope.units)),
                hint="如 3-2（3栋2单元）",
            ),
            Field("floors", "几层及以上", value=str(scope.floors_from or ""), hint="如 7；空为不限"),
            Field(
                "doors", "只限名单", Kind.LONG, "、".join(sorted(scope.doors)),
                hint="如 1-1-101、3-2-501；空为不限",
            ),
            Field("parking", "车位也计入（须议事规则有规定）", Kind.FLAG, Use.PARKING in scope.uses),
            Field("twice", "同一户两张不同的票", Kind.CHOICE, rules.twice, list(_TWICE.items())),
            Field("channels", "纸质票与电子票不同", Kind.CHOICE, rules.channels, list(_CHANNELS.items())),
            Field("blank", "没有填写的项按弃权计（不选则按无效计）", Kind.FLAG, rules.blank_abstains),
            Field("invalid", "无效票计入参加表决的数", Kind.FLAG, rules.invalid_participates),
            Field("two", "每张票由两个人分别录入、互相核对", Kind.FLAG, rules.two_person),
            Field("secret", "无记名（只用于不按面积、一户一票的表决）", Kind.FLAG, rules.secret),
            Field("proxy", "一人最多受托几户", value=str(rules.proxy_most), hint="0 为不限"),
            Field("publicity", "结果公示天数", value=str(publicity)),
        ]  # fmt: skip

        def take(said: dict[str, object]) -> None:
            done(_read(said))

        Form(
            self, self._presenter, word, fields, take,
            "表决前应按议事规则提前公告（一般 15 日）。以下规则在冻结名册前定好，印在选票上。",
        ).open()  # fmt: skip


def _read(said: dict[str, object]) -> PollPlan:
    uses = {Use.DWELLING, Use.SHOP, Use.OTHER} | ({Use.PARKING} if said["parking"] else set())
    units = (part.partition("-") for part in _parts(str(said["units"])))
    floors = str(said["floors"]).strip()
    scope = Scope(
        frozenset(uses),
        frozenset(part.removesuffix("栋").upper() for part in _parts(str(said["buildings"]))),
        frozenset((building.upper(), unit) for building, _, unit in units),
        read_count(floors) if floors else None,
        frozenset(str(doors.read(part)) for part in _parts(str(said["doors"]).replace("\n", "、"))),
    )
    rules = HouseRules(
        Twice(str(said["twice"])),
        Channels(str(said["channels"])),
        invalid_participates=bool(said["invalid"]),
        blank_abstains=bool(said["blank"]),
        two_person=bool(said["two"]),
        proxy_most=read_count(str(said["proxy"])),
        secret=bool(said["secret"]),
    )
    opens, closes, body = said["opens"], said["closes"], said["body"]
    assert isinstance(opens, date)  # noqa: S101 - a day field gives a day
    assert isinstance(closes, date)  # noqa: S101
    return PollPlan(
        str(said["title"]),
        opens,
        closes,
        str(said["convener"]),
        scope,
        rules,
        read_count(str(said["publicity"])),
        body=body,  # type: ignore[arg-type]
    )


def _parts(text: str) -> list[str]:
    for mark in "，,；; 　":
        text = text.replace(mark, "、")
    return [part for part in text.split("、") if part]


_PLACES = {
    PollStage.DRAFT: PREPARE, PollStage.FROZEN: PREPARE, PollStage.OPEN: BOARD,
    PollStage.COUNTING: COUNT, PollStage.SETTLED: PUBLISH, PollStage.POSTED: PUBLISH,
}  # fmt: skip


def _ink(line: PollLine) -> str:
    return {PollStage.OPEN: "warn", PollStage.VOID: "bad", PollStage.POSTED: "good"}.get(
        line.stage, ""
    )
