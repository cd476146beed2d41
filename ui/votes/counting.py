"""进度 and 计票: where collecting stands without telling who voted how; cases, counts, recounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.domain import area as areas
from desktop.domain.figures import Difference, MatterFigures
from desktop.domain.poll import allowed
from desktop.domain.poll_facts import CountLine
from desktop.domain.terms import Measured, PollAct
from desktop.services.boards import Board, Missing, Part
from desktop.services.entries import Card
from desktop.services.rulings import Case
from ui.actions import button
from ui.theme import mark
from ui.votes.presenter import VotePresenter
from ui.votes.screen import VoteScreen
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import hint, row, section
from ui.widgets.table import Table, TableColumn


class BoardTab(QWidget):
    """How much has come back and how much is missing, by building, unit and floor."""

    def __init__(self, presenter: VotePresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.papers = QLabel()
        self.missing = QLabel()
        self.missing.setWordWrap(True)
        self.parts: Table[Part] = Table(
            [
                TableColumn("楼栋", lambda p: p.building, 80),
                TableColumn("单元", lambda p: p.unit, 80),
                TableColumn("楼层", lambda p: "" if p.floor is None else str(p.floor), 80, right=True),
                TableColumn("户数", lambda p: str(p.doors), 80, right=True),
                TableColumn("已交回", lambda p: str(p.returned), 80, right=True),
                TableColumn(
                    "还差（户）", lambda p: str(p.doors - p.returned), 100, right=True,
                    ink=lambda p: "good" if p.doors == p.returned else "",
                ),
                TableColumn("面积（㎡）", lambda p: areas.shown(p.area), 120, right=True),
                TableColumn(
                    "未交回面积（㎡）", lambda p: areas.shown(p.area - p.area_returned), 0, right=True
                ),
            ],
            "开始表决后，这里显示每一层还差几户、多少面积。",
        )  # fmt: skip
        self.large: Table[tuple[str, int]] = Table(
            [
                TableColumn("未交回的大户", lambda r: r[0], 0),
                TableColumn("面积（㎡）", lambda r: areas.shown(r[1]), 110, right=True),
            ],
            "都交回了，不用再催。",
        )
        both = row(self.parts, self.large)
        both.setStretch(0, 3)
        both.setStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.addWidget(self.papers)
        whole.addWidget(self.missing)
        whole.addWidget(hint("这里只显示交没交，任何人都看不到怎么投的。"))
        whole.addLayout(both)

    def show_state(self, state: VoteScreen) -> None:
        board = state.board
        if board is None:
            return
        self.papers.setText(_papers(board))
        self.missing.setText("　　".join(map(_missing, board.missing)))
        done = bool(board.missing) and all(each.left == 0 for each in board.missing)
        mark(self.missing, "good" if done else "bad")
        self.parts.set_rows(board.parts)
        self.large.set_rows(board.large)


class CountTab(QWidget):
    """The decision list, the announced counts, and what a recount changed."""

    def __init__(self, presenter: VotePresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.about = hint("")
        self.cases: Table[Case] = Table(
            [
                TableColumn("要裁定的事", lambda c: c.about.word, 200, ink=_waiting),
                TableColumn("房屋", lambda c: "、".join(map(str, c.doors)), 200),
                TableColumn("业主", lambda c: c.names, 140),
                TableColumn("事项", lambda c: c.title, 0),
                TableColumn("裁定", _ruling, 240, ink=_waiting),
            ],
            "没有要裁定的事。同一户两张不同的票、一名业主几套房表决不同时，会列在这里。",
        )
        self.differing: Table[Card] = Table(
            [
                TableColumn("两次录入不一致的票", lambda c: c.number.shown, 180),
                TableColumn("房屋", lambda c: c.door.words, 0),
            ],
            "没有两次录入不一致的票，不用核对。",
        )
        self.results: Table[ResultLine] = Table(
            [
                TableColumn("事项", lambda r: r.matter, 0),
                TableColumn("条件", lambda r: r.what, 230),
                TableColumn("算式", lambda r: r.inequality, 260),
                TableColumn("", _holds, 70, ink=_ink),
                TableColumn("结果", lambda r: r.result, 190),
            ],
            "截止收票、裁定完之后，点“确认计票结果”。",
        )
        self.changed: Table[Difference] = Table(
            [
                TableColumn("重新计票的差异", lambda d: d.matter, 0),
                TableColumn("项目", lambda d: d.what, 230),
                TableColumn("原来", lambda d: d.before, 165, right=True),
                TableColumn("现在", lambda d: d.after, 165, right=True),
            ],
            "没有重新计过票，或两次完全一致。有疑问，点“重新计票”。",
        )
        self.rule = button(self, "case.rule", self._rule)
        self.correct = button(self, "case.correct", self._correct)
        self.settle = button(self, "count.settle", self._settle)
        self.recount = button(self, "count.recount", self._recount)
        self.cases.opened.connect(self._rule)
        lists = row(self.cases, self.differing)
        lists.setStretch(0, 3)
        lists.setStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.addLayout(row(section("裁定"), None, self.rule, self.correct))
        whole.addLayout(lists, stretch=2)
        whole.addLayout(row(section("计票结果"), None, self.recount, self.settle))
        whole.addWidget(self.about)
        whole.addWidget(self.results, stretch=4)
        whole.addWidget(self.changed, stretch=2)

    def show_state(self, state: VoteScreen) -> None:
        told = state.told
        if told is None:
            return
        self.cases.set_rows(state.cases)
        self.differing.set_rows(state.differing)
        self.results.set_rows(_lines(state.rounds[-1]) if state.rounds else [])
        self.changed.set_rows(state.difference)
        self.changed.setVisible(len(state.rounds) > 1)
        self.differing.setVisible(told.rules.two_person)
        self.about.setText(_counted(state.rounds))
        self.rule.setEnabled(allowed(told.stage, PollAct.RULE))
        self.correct.setEnabled(allowed(told.stage, PollAct.ENTER))
        self.settle.setVisible(allowed(told.stage, PollAct.SETTLE))
        self.recount.setVisible(allowed(told.stage, PollAct.RECOUNT))

    def _rule(self) -> None:
        case = self.cases.chosen()
        if case is None:
            self._presenter.refuse("请先选中一件要裁定的事。")
            return
        fields = [
            Field("marks", "裁定", Kind.CHOICE, "", list(case.choices)),
            Field("why", "理由", hint="如：本人到场确认；会同监票人核对原票"),
        ]
        Form(
            self, self._presenter, f"{case.about.word}：{'、'.join(map(str, case.doors))}", fields,
            lambda told: self._presenter.rule(case, str(told["marks"]), str(told["why"])),
            "\n".join([case.title, *case.said]),
        ).open()  # fmt: skip

    def _correct(self) -> None:
        card = self.differing.chosen()
        told = self._presenter.state.told
        if card is None or told is None:
            self._presenter.refuse("请先选中一张两次录入不一致的票。")
            return
        fields = [
            Field(f"k{n}", f"{n}．{m.title}", hint="1 同意 2 反对 3 弃权 0 无效；选举填序号")
            for n, m in enumerate(told.matters, 1)
        ]
        fields.append(Field("why", "原因", value="对照原票核对"))
        names = [field.name for field in fields[:-1]]
        Form(
            self, self._presenter, f"核对 {card.number.shown}（{card.door}）", fields,
            lambda said: self._presenter.correct(
                card.ref, [str(said[name]) for name in names], str(said["why"])
            ),
        ).open()  # fmt: skip

    def _settle(self) -> None:
        board = self._presenter.state.board
        gap = board.papers.not_entered if board else 0
        if not gap:
            self._presenter.settle("")
            return
        fields = [Field("gap", "说明", hint="如：2 张是空信封")]
        Form(
            self, self._presenter, "票数对不上", fields,
            lambda told: self._presenter.settle(str(told["gap"])),
            f"交回的票里还有 {gap} 张没有录入。请先录入；确实不能录入的，写明说明，公告里会列出。",
        ).open()  # fmt: skip

    def _recount(self) -> None:
        fields = [Field("why", "原因", hint="如：业主申请复核")]
        act = partial(self._recounted)
        Form(self, self._presenter, "重新计票", fields, act).open()

    def _recounted(self, told: dict[str, object]) -> None:
        self._presenter.recount(str(told["why"]))


def _papers(board: Board) -> str:
    papers = board.papers
    waiting = f"　待裁定 {board.waiting} 处" if board.waiting else ""
    platform = f"　平台票 {papers.platform}" if papers.platform else ""
    return f"{'　　'.join(papers.lines)}　　已录入 {papers.entered}{platform}{waiting}"


def _missing(each: Missing) -> str:
    by_area = each.measure is Measured.AREA
    show = areas.shown if by_area else str
    unit, word = ("㎡", "面积") if by_area else ("人", "人数")
    left = f"还差 {show(each.left)} {unit}" if each.left else "已达到"
    return f"参加表决的{word}：{show(each.returned)} / {show(each.needed)} {unit}，{left}"


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One condition of one matter of a count, as it was met or not."""

    matter: str
    what: str
    inequality: str
    holds: bool | None
    result: str


def _lines(count: CountLine) -> list[ResultLine]:
    found: list[ResultLine] = []
    for told in count.matters:
        found += _told(told, told.title)
        if told.beside is not None:
            found += _told(told.beside, f"{told.title}　按“{told.beside.silence}”另计")
        if told.original is not None:
            found += _told(told.original, f"{told.title}　按原规则“{told.original.rule}”另计")
    return found


def _told(told: MatterFigures, title: str) -> list[ResultLine]:
    """What was asked of all, then of each candidate in the order of votes."""
    found = [
        ResultLine(title, told.named(check), check.inequality, check.holds, told.word)
        for check in told.checks
    ]
    for place, (name, _, _, enough) in enumerate(told.standings):
        word = "达到规定" if enough else "没有达到规定"
        checks = told.standing_checks[place] if place < len(told.standing_checks) else ()
        found += [
            ResultLine(title, f"{name}　{told.named(each)}", each.inequality, each.holds, word)
            for each in checks
        ] or [ResultLine(title, name, "", enough, word)]
    return found or [ResultLine(title, "", "", None, told.word)]


def _counted(rounds: Sequence[CountLine]) -> str:
    if not rounds:
        return "还没有计票结果。"
    last = rounds[-1]
    again = f"，原因：{last.reason}" if last.reason else ""
    return f"第 {last.round} 次计票，{last.at[:16].replace('T', ' ')}，{last.who}，校验码 {last.code}{again}"


def _holds(line: ResultLine) -> str:
    return "" if line.holds is None else "成立" if line.holds else "不成立"


def _ink(line: ResultLine) -> str:
    return "" if line.holds is None else "good" if line.holds else "bad"


def _waiting(case: Case) -> str:
    return "" if case.ruled else "bad"


def _ruling(case: Case) -> str:
    if case.ruled is None:
        return "待裁定"
    words = dict(case.choices).get(case.ruled.marks, "已裁定")
    return f"{words}（{case.ruled.reason}）"
