"""准备: what is asked under which rule, who may vote, doubts, freezing, corrections afterwards."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from desktop.domain import area as areas
from desktop.domain.count import read_count
from desktop.domain.decision_rule import ITEMS, DecisionRule
from desktop.domain.electorate import told as warning_words
from desktop.domain.poll import Matter, allowed
from desktop.domain.poll_facts import PollFacts
from desktop.domain.terms import AreaSource, MatterKind, PollAct
from desktop.services.polls import MatterPlan
from desktop.services.rolls import VoterLine
from ui.actions import button
from ui.theme import mark
from ui.votes.presenter import VotePresenter
from ui.votes.screen import VoteScreen
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import hint, row, section
from ui.widgets.table import Table, TableColumn


class PrepareTab(QWidget):
    def __init__(
        self, presenter: VotePresenter, change: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.about = hint("")
        self.warned = mark(QLabel(), "warning")
        self.warned.setWordWrap(True)
        self.matters: Table[Matter] = Table(
            [
                TableColumn("表决事项", lambda m: m.title, 0),
                TableColumn("票面", _asked, 200),
                TableColumn("规则", lambda m: m.rule.name, 210),
                TableColumn("依据", lambda m: m.rule.source, 210),
            ],
            "还没有表决事项。点“添加事项”，选它对应的规则。",
        )
        self.voters: Table[VoterLine] = Table(
            [
                TableColumn(
                    "房屋", lambda v: v.door.words if v.door.building else v.door.room, 150
                ),
                TableColumn("用途", lambda v: v.use.word, 60),
                TableColumn("面积（㎡）", lambda v: areas.shown(v.area), 95, right=True),
                TableColumn("来源", lambda v: v.source.word, 70, ink=_doubtful),
                TableColumn("业主", lambda v: v.names, 0),
                TableColumn("业主编号", lambda v: str(v.head), 80, right=True),
                TableColumn(
                    "", lambda v: "须其同意" if v.must_agree else "", 80, ink=lambda _: "warn"
                ),
            ],
            "名册还没有冻结。事项定好后点“冻结名册”：从那一刻起，谁有表决权、面积多少就固定下来。",
            many=True,
        )
        self.change = button(self, "poll.change", change)
        self.notice = button(self, "poll.notice", self._notice)
        self.thaw = button(self, "poll.thaw", self._thaw)
        self.void = button(self, "poll.void", self._void)
        self.freeze = button(self, "poll.freeze", presenter.freeze)
        self.open = button(self, "poll.open", self._begin)
        self.extend = button(self, "poll.extend", self._extend)
        self.close_box = button(self, "poll.close", self._close)
        self._buttons = {
            PollAct.PREPARE: (self.change,), PollAct.FREEZE: (self.freeze,),
            PollAct.THAW: (self.thaw,), PollAct.OPEN: (self.open,), PollAct.VOID: (self.void,),
            PollAct.EXTEND: (self.extend,), PollAct.CLOSE: (self.close_box,),
            PollAct.PRINT: (self.notice,),
        }  # fmt: skip
        self.add = button(self, "poll.matter", self._add)
        self.edit = button(self, "poll.matter_change", self._edit)
        self.remove = button(self, "poll.matter_remove", self._remove)
        self.area = button(self, "roll.area", self._area)
        self.owner = button(self, "roll.owner", self._owner)
        self.must = button(self, "roll.must", self._must)
        self.corrected = button(self, "roll.corrected", self._corrected)
        self.matters.opened.connect(self._edit)
        upper, lower = QWidget(), QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.addLayout(row(section("表决事项"), None, self.add, self.edit, self.remove))
        above.addWidget(self.matters)
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(
            row(section("冻结的名册"), None, self.corrected, self.area, self.owner, self.must)
        )
        below.addWidget(self.voters)
        both = QSplitter()
        both.setOrientation(Qt.Orientation.Vertical)
        both.addWidget(upper)
        both.addWidget(lower)
        both.setSizes([200, 300])
        whole = QVBoxLayout(self)
        whole.addLayout(
            row(
                self.change, self.notice, self.thaw, self.void, None, self.freeze, self.open,
                self.extend, self.close_box,
            )
        )  # fmt: skip
        whole.addWidget(self.about)
        whole.addWidget(self.warned)
        whole.addWidget(both, stretch=1)

    def show_state(self, state: VoteScreen) -> None:
        told = state.told
        if told is None:
            return
        self.about.setText(_about(told, state))
        self.warned.setText(
            "冻结前请核对：\n" + "\n".join(warning_words(each) for each in state.warnings[:6])
        )
        self.warned.setVisible(bool(state.warnings))
        self.matters.set_rows(told.matters)
        self.voters.set_rows(state.voters)
        for act, made in self._buttons.items():
            for each in made:
                each.setVisible(allowed(told.stage, act))
        preparing = allowed(told.stage, PollAct.PREPARE)
        for each in (self.add, self.edit, self.remove):
            each.setVisible(preparing)
        self.corrected.setVisible(bool(state.corrections))
        for each in (self.area, self.owner, self.must):
            each.setVisible(allowed(told.stage, PollAct.CORRECT))

    def _begin(self) -> None:
        def ask(forgotten: str) -> None:
            if not forgotten:
                self._presenter.begin()
                return
            told = self._presenter.state.told
            asked = told is not None and told.noticed_on is None and told.body is None
            why = Field("why", "没有公告的原因", hint="已公告的，请取消，先点“记下公告日期…”")
            Form(
                self, self._presenter, "开始表决", [why] if asked else [],
                lambda said: self._presenter.begin(str(said.get("why", ""))),
                f"{forgotten}。现在就开始？",
            ).open()  # fmt: skip

        self._presenter.before_opening(ask)

    def _close(self) -> None:
        def ask(told: str, unregistered: bool, others: tuple[str, ...]) -> None:  # noqa: FBT001
            flag = Field(
                "sealed", "交回的票没有逐张登记，开箱时照票录入", Kind.FLAG, value=unregistered
            )
            names = [(name, name) for name in others]
            second = [
                Field("name", "第二个人", Kind.CHOICE, choices=names),
                Field("password", "第二个人的密码", Kind.SECRET, hint="由本人当场输入"),
            ]
            Form(
                self, self._presenter, "截止收票", [flag, *(second if others else [])],
                lambda said: self._presenter.close(
                    sealed=bool(said["sealed"]),
                    second=(str(said.get("name", "")), str(said.get("password", ""))),
                ),
                f"{told}不勾选下面一项，没有登记交回的票就不再录入。",
            ).open()  # fmt: skip

        self._presenter.before_closing(ask)

    # -- matters ---------------------------------------------------------------------------------------

    def _add(self) -> None:
        self._form("添加表决事项", None, self._presenter.add_matter)

    def _edit(self) -> None:
        place = self._place()
        told = self._presenter.state.told
        if place and told and allowed(told.stage, PollAct.PREPARE):
            self._form(
                "修改表决事项",
                told.matters[place - 1],
                lambda plan: self._presenter.change_matter(place, plan),
            )

    def _remove(self) -> None:
        if place := self._place():
            self._presenter.remove_matter(place)

    def _place(self) -> int:
        chosen = self.matters.selectionModel().selectedRows()
        if not chosen:
            self._presenter.refuse("请先选中一个事项。")
            return 0
        return int(chosen[0].row()) + 1

    def _form(self, title: str, old: Matter | None, done: Callable[[MatterPlan], None]) -> None:
        rules = self._presenter.state.rules
        choices = _rule_choices(rules)
        fields = [
            Field("title", "事项", value=old.title if old else ""),
            Field("rule", "属于", Kind.CHOICE, _key_of(old, rules), choices),
            Field(
                "document", "依据的文件和页码", value=_document_of(old),
                hint="规则要求时填写，如 议事规则第十二条，第3页",
            ),
            Field(
                "share", "文件规定的比例", value=_share_of(old),
                hint="只用于按文件定比例的规则，如 4/5、80% 或 >1/2",
            ),
            Field("text", "说明", Kind.LONG, old.text if old else "", hint="印在选票上，可空"),
            Field(
                "kind", "票面", Kind.CHOICE, old.kind if old else MatterKind.DECISION,
                [(kind, kind.word) for kind in MatterKind],
            ),
            Field(
                "options", "候选人或方案", Kind.LONG, "\n".join(old.options) if old else "",
                hint="选举和方案选择时填写，一行一个",
            ),
            Field("seats", "应选人数", value=str(old.seats if old else 1)),
            Field("substitutes", "候补人数", value=str(old.substitutes if old else 0)),
        ]  # fmt: skip

        def take(told: dict[str, object]) -> None:
            done(
                MatterPlan(
                    str(told["title"]),
                    str(told["rule"]).partition("/")[0],
                    str(told["text"]),
                    MatterKind(str(told["kind"])),
                    tuple(str(told["options"]).split("\n")),
                    read_count(str(told["seats"])),
                    read_count(str(told["substitutes"])),
                    str(told["document"]),
                    str(told["share"]),
                    int(str(told["rule"]).partition("/")[2] or 0),
                )
            )

        explain = (
            "使用维修资金是一般事项（过半数），筹集维修资金才是重大事项（四分之三）；"
            "改建重建、改变共有部分用途也是重大事项。"
        )
        Form(self, self._presenter, title, fields, take, explain).open()

    # -- the vote --------------------------------------------------------------------------------------

    def _notice(self) -> None:
        self._day("公告日期", "张贴日期", self._presenter.notice)

    def _day(self, title: str, word: str, act: Callable[..., None]) -> None:
        fields = [Field("on", word, Kind.DAY, self._presenter.today())]
        Form(self, self._presenter, title, fields, lambda told: act(told["on"])).open()

    def _thaw(self) -> None:
        self._why("解冻名册", "原因", self._presenter.thaw)

    def _void(self) -> None:
        self._why("作废这次表决", "原因", self._presenter.void)

    def _why(self, title: str, word: str, act: Callable[[str], None]) -> None:
        fields = [Field("why", word)]
        Form(self, self._presenter, title, fields, lambda told: act(str(told["why"]))).open()

    def _extend(self) -> None:
        told = self._presenter.state.told
        fields = [
            Field("on", "新的截止日期", Kind.DAY, told.closes_on if told else ""),
            Field("why", "原因", value="参加表决的人数、面积尚未达到规定"),
        ]
        Form(
            self, self._presenter, "延长表决期", fields,
            lambda told: self._presenter.extend(told["on"], str(told["why"])),  # type: ignore[arg-type]
        ).open()  # fmt: skip

    # -- the roll ----------------------------------------------------------------------------------------

    def _chosen(self) -> VoterLine | None:
        line = self.voters.chosen()
        if line is None:
            self._presenter.refuse("请先在名册里选中一户。")
        return line

    def _area(self) -> None:
        if line := self._chosen():
            fields = [
                Field("area", "面积（㎡）", value=areas.shown(line.area)),
                Field(
                    "source", "来源", Kind.CHOICE, line.source,
                    [(source, source.word) for source in AreaSource],
                ),
                Field("why", "原因"),
            ]  # fmt: skip
            Form(
                self, self._presenter, f"更正 {line.door} 的面积", fields,
                lambda told: self._presenter.correct_area(
                    line.ref, str(told["area"]), AreaSource(str(told["source"])), str(told["why"])
                ),
            ).open()  # fmt: skip

    def _owner(self) -> None:
        if line := self._chosen():
            fields = [
                Field("names", "业主", value=line.names),
                Field("same", "与哪一户同一业主", hint="如 3-2-501；留空为单独一名业主"),
                Field("why", "原因"),
            ]
            Form(
                self, self._presenter, f"更正 {line.door} 的业主", fields,
                lambda told: self._presenter.correct_owner(
                    line.ref, str(told["names"]), str(told["same"]), str(told["why"])
                ),
            ).open()  # fmt: skip

    def _must(self) -> None:
        chosen = self.voters.all_chosen()
        if not chosen:
            self._presenter.refuse("请先在名册里选中须其同意的户。")
            return
        asked = not all(line.must_agree for line in chosen)
        title = "须另行同意" if asked else "不再要求另行同意"
        Form(
            self, self._presenter, f"{title}（{len(chosen)} 户）",
            [Field("why", "依据", hint="如：电梯井占用其专有部分，见设计图第3页")],
            lambda told: self._presenter.must_agree(
                [line.ref for line in chosen], str(told["why"]), asked=asked
            ),
            "这些户是否同意单独决定能不能通过，依据和改动会在结果公告里列出。",
        ).open()  # fmt: skip

    def _corrected(self) -> None:
        lines = self._presenter.state.corrections
        told = [
            f"{c.at[:16].replace('T', ' ')}　{c.who}　{c.door}　{c.field}：{c.old or '（空）'} → {c.new}　{c.reason}"
            for c in lines
        ]
        Form(
            self, self._presenter, "冻结以后的更正", [], lambda _: None,
            "\n".join(told) or "冻结以后没有更正过。",
        ).open()  # fmt: skip


def _asked(matter: Matter) -> str:
    if matter.kind is MatterKind.DECISION:
        return matter.kind.word
    seats = f"（选 {matter.seats}）" if matter.kind is MatterKind.ELECTION else ""
    return f"{matter.kind.word}{seats}：{'、'.join(matter.options)}"


def _rule_choices(rules: Sequence[DecisionRule]) -> list[tuple[object, str]]:
    """The items of art. 278 first — choosing one chooses its rule — then every rule by name."""
    told: list[tuple[object, str]] = []
    for item, words in ITEMS.items():
        rule = next((each for each in rules if item in each.items), None)
        if rule is not None:
            share = "过半数" if rule.key == "ordinary" else "四分之三"
            told.append(
                (f"{rule.key}/{item}", f"（{'一二三四五六七八九'[item - 1]}）{words}：{share}")
            )
    return told + [(rule.key, rule.name) for rule in rules if not rule.items]


def _key_of(matter: Matter | None, rules: Sequence[DecisionRule]) -> str:
    """The choice that stands for a matter's rule; the first item of a statutory one."""
    key = matter.rule.key if matter else "ordinary"
    if matter and len(matter.rule.items) == 1:
        return f"{key}/{matter.rule.items[0]}"
    rule = next((each for each in rules if each.key == key), None)
    return f"{key}/{rule.items[-1]}" if rule and rule.items else key


def _document_of(matter: Matter | None) -> str:
    """The office's document a rule was taken with."""
    return matter.rule.source if matter and matter.rule.document_needed else ""


def _share_of(matter: Matter | None) -> str:
    """The share that the document sets, as it was typed."""
    if matter is None or not matter.rule.document_needed:
        return ""
    return matter.rule.approval[0].threshold.short


def _about(told: PollFacts, state: VoteScreen) -> str:
    frozen = (
        f"　名册冻结于 {told.frozen_at[:16].replace('T', ' ')}，{told.size}"
        if told.frozen_at
        else ""
    )
    void = f"　作废原因：{told.void_reason}" if told.void_reason else ""
    longer = f"　{'；'.join(told.extensions)}" if told.extensions else ""
    corrected = f"　冻结后更正 {len(state.corrections)} 处" if state.corrections else ""
    return (
        f"{told.opens_on.isoformat()} 至 {told.closes_on.isoformat()}　范围：{told.scope.words}　"
        f"{state.reach if not told.frozen_at else ''}{frozen}{corrected}{longer}{void}"
    )


def _doubtful(line: VoterLine) -> str:
    return "warn" if line.source is AreaSource.UNKNOWN and line.area else ""
