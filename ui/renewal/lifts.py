"""电梯: unit by unit, what is missing to each threshold, who pays what, and how the talks go."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.documents.renewal.lift_papers import standing_words
from desktop.domain.renewal.ledger import Cells
from desktop.domain.renewal.lift import Part
from desktop.domain.renewal.survey import LIFT, Lift
from desktop.domain.renewal.terms import LiftStage
from desktop.services.renewal.lifts import LiftLine, LiftPlan
from ui.actions import button
from ui.renewal.presenter import RenewalPresenter
from ui.renewal.screen import RenewalScreen
from ui.theme import mark
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import hint, row, section
from ui.widgets.table import Table, TableColumn

_RESULTS = ("再谈", "同意", "不再反对", "仍反对")


class LiftsTab(QWidget):
    def __init__(self, presenter: RenewalPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.list: Table[LiftLine] = Table(
            [
                TableColumn("单元", lambda u: u.name, 96),
                TableColumn("户数", lambda u: str(len(u.answers)), 60, right=True),
                TableColumn("同意", lambda u: _count(u, Lift.AGREE), 60, right=True),
                TableColumn("反对", lambda u: _count(u, Lift.OPPOSE), 60, right=True),
                TableColumn("无所谓", lambda u: _count(u, Lift.NEUTRAL), 64, right=True),
                TableColumn("未答", lambda u: _count(u, Lift.NONE), 60, right=True),
                TableColumn(
                    "条件", _meets, 90, ink=lambda u: "good" if u.standing.meets else "warn"
                ),
                TableColumn("阶段", lambda u: u.plan.stage.word, 0),
            ],
            "还没有单元。先在“意愿”里列名单、录入调查表。",
        )
        self.rule = hint("")
        self.standing: Table[str] = Table(
            [TableColumn("离条件还差多少", lambda text: text, 0, ink=_ink)],
            "选中一个单元。",
        )
        self.opposing: Table[tuple[str, str, str]] = Table(
            [
                TableColumn("反对的户", lambda o: o[0], 90),
                TableColumn("理由", lambda o: o[1], 0),
                TableColumn(
                    "协调", lambda o: o[2], 90, ink=lambda o: "good" if o[2] == "已谈妥" else ""
                ),
            ],
            "没有反对的户，不用协调。",
        )
        self.talks: Table[Cells] = Table(
            [
                TableColumn("日期", lambda t: t["on"], 100),
                TableColumn("房号", lambda t: t["door"], 90),
                TableColumn("谁去谈", lambda t: t["who"], 70),
                TableColumn("提出的办法", lambda t: t["offer"], 0),
                TableColumn("答复", lambda t: t["answer"], 110),
                TableColumn("结果", lambda t: t["result"], 72),
            ],
            "还没有协调记录。谈一次记一次：谁、哪天、提出什么、对方怎么说，点“记协调…”。",
        )
        self.shares: Table[Part] = Table(
            [
                TableColumn("房号", lambda p: p.room, 70),
                TableColumn("层", lambda p: str(p.floor), 40, right=True),
                TableColumn("系数", lambda p: f"{p.coefficient:f}", 60, right=True),
                TableColumn("应摊（元）", lambda p: str(p.pays), 110, right=True),
                TableColumn("得补偿", lambda p: str(p.receives), 90, right=True),
                TableColumn("年运行费", lambda p: str(p.running), 0, right=True),
            ],
            "填写造价和系数后，这里是每户应摊的钱，合计精确到分。",
        )
        self.share_sum = QLabel()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                button(self, "lift.keep", self._keep), button(self, "lift.talk", self._talk),
                button(self, "lift.paper", self._paper), None,
                hint("谁家反对只在这里看得到，不写进任何文件，不上大屏。"),
            )
        )  # fmt: skip
        both = QHBoxLayout()
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.list, stretch=3)
        left.addWidget(self.rule)
        left.addWidget(self.standing, stretch=2)
        right.addLayout(row(section("分摊"), None, self.share_sum))
        right.addWidget(self.shares, stretch=3)
        right.addWidget(self.opposing, stretch=2)
        right.addWidget(self.talks, stretch=2)
        both.addLayout(left, stretch=1)
        both.addLayout(right, stretch=1)
        whole.addLayout(both, stretch=1)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.list.opened.connect(self._keep)

    def show_state(self, state: RenewalScreen) -> None:
        self.list.set_rows(state.lifts)
        line = next((each for each in state.lifts if each.id == state.unit), None)
        self.shares.set_rows(state.shares)
        mark(self.share_sum, "problem" if state.share_problem else "hint")
        total = sum((each.pays for each in state.shares), Decimal(0))
        self.share_sum.setText(
            state.share_problem or (f"共分摊 {total} 元" if state.shares else "")
        )
        if line is None:
            self.rule.setText("")
            for table in (self.standing, self.opposing, self.talks):
                table.set_rows(())
            return
        self.rule.setText(f"{line.name}：{line.rule.words}。依据：{line.rule.source or '〔待补〕'}")
        self.standing.set_rows(tuple(standing_words(line.standing)))
        self.opposing.set_rows(
            tuple(
                (room, reason, "还在反对" if room in line.open else "已谈妥")
                for room, reason in line.opposing
            )
        )
        self.talks.set_rows(line.talks)

    def _choose(self) -> None:
        line = self.list.chosen()
        if line is not None and line.id != self._presenter.state.unit:
            self._presenter.show_unit(line)

    def _unit(self) -> LiftLine | None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一个单元。")
        return line

    def _keep(self) -> None:
        line = self._unit()
        if line is None:
            return
        old = line.plan
        fields = [
            Field("part", "参与比例", value=old.part, hint="如 2/3"),
            Field("agree", "同意比例", value=old.agree, hint="占参与的，如 3/4"),
            Field("of_all", "同意比例占全体（不另看参与）", Kind.FLAG, old.of_all),
            Field("source", "依据", value=old.source, hint="本市哪份文件、第几条"),
            Field("cost", "总造价（元）", value=old.cost),
            Field("subsidy", "补助（元）", value=old.subsidy),
            Field("compensation", "一楼每户补偿（元）", value=old.compensation),
            Field("running", "年运行费（元）", value=old.running),
            Field(
                "coefficients",
                "楼层系数",
                value=old.coefficients,
                hint="1:0 2:0.5 3:0.75；空着用常用系数",
            ),
            Field("by_area", "再乘以建筑面积", Kind.FLAG, old.by_area),
            Field("agreeing", "只由同意的户分摊", Kind.FLAG, old.agreeing),
            Field(
                "touched",
                "须本人同意的户",
                value=old.touched,
                hint="专有部分受影响的房号，用、隔开",
            ),
            Field("stage", "阶段", Kind.CHOICE, old.stage, [(s, s.word) for s in LiftStage]),
            Field("note", "说明", Kind.LONG, old.note),
        ]

        def done(told: dict[str, object]) -> None:
            text = {name: str(value) for name, value in told.items()}
            self._presenter.keep_lift(
                line,
                LiftPlan(
                    text["part"], text["agree"], bool(told["of_all"]), text["source"], text["cost"],
                    text["subsidy"], text["compensation"], text["running"], text["coefficients"],
                    bool(told["by_area"]), text["touched"], text["note"], LiftStage(text["stage"]),
                    bool(told["agreeing"]),
                ),
            )  # fmt: skip

        Form(self, self._presenter, f"{line.name}加装电梯", fields, done).open()

    def _talk(self) -> None:
        line = self._unit()
        if line is None:
            return
        begins = "-".join(part for part in (line.building, line.unit) if part)
        rooms = [(f"{begins}-{room}", f"{room}　{reason}") for room, reason in line.opposing]
        rooms.append(("", "整个单元"))
        fields = [
            Field("on", "哪天", Kind.DAY, date.today()),  # noqa: DTZ011
            Field("door", "和谁谈", Kind.CHOICE, rooms[0][0], rooms),
            Field("who", "谁去谈"),
            Field("offer", "提出的办法", Kind.LONG),
            Field("answer", "对方答复", Kind.LONG),
            Field("result", "结果", Kind.CHOICE, _RESULTS[0], [(r, r) for r in _RESULTS]),
        ]
        Form(
            self, self._presenter, f"{line.name}：记一次协调", fields,
            lambda told: self._presenter.talk(
                {
                    **{name: str(value) for name, value in told.items()},
                    "work": LIFT, "unit": line.name,
                }
            ),
        ).open()  # fmt: skip

    def _paper(self) -> None:
        if (line := self._unit()) is not None:
            self._presenter.write_agreement(line, self._folder)


def _count(line: LiftLine, said: Lift) -> str:
    return str(sum(each.lift is said for each in line.answers))


def _meets(line: LiftLine) -> str:
    return "达到" if line.standing.meets else "未达到"


def _ink(text: str) -> str:
    return "good" if "，符合" in text else "warn"
