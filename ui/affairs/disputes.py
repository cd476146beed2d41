"""矛盾纠纷: the ledger, its mediations, agreements and visits. Seen nowhere else."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.affair_terms import DisputeState, Level, Mediated
from desktop.domain.meeting import read_day
from desktop.services.disputes import DisputeLine, DisputePlan, MediationLine, MediationPlan
from ui.actions import button
from ui.affairs.presenter import AffairPresenter, AffairScreen
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import hint, row, section
from ui.widgets.table import Table, TableColumn

KINDS = ("邻里", "物业", "停车", "噪音", "漏水", "婚姻家庭", "其他")


class DisputesTab(QWidget):
    def __init__(self, presenter: AffairPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.list: Table[DisputeLine] = Table(
            [
                TableColumn("编号", lambda d: str(d.number), 60, right=True),
                TableColumn("登记", lambda d: d.received_on.isoformat(), 105),
                TableColumn("类别", lambda d: d.kind, 80),
                TableColumn("级别", lambda d: d.level.word, 60),
                TableColumn("当事人", lambda d: d.parties, 220),
                TableColumn("事由", lambda d: d.text, 0),
                TableColumn("调解人", lambda d: d.mediator, 110),
                TableColumn("状态", _state, 100, ink=_ink),
            ],
            "没有登记的纠纷。点“登记纠纷”。",
        )
        self.mediations: Table[MediationLine] = Table(
            [
                TableColumn("日期", lambda m: m.on.isoformat(), 105),
                TableColumn("地点", lambda m: m.place, 110),
                TableColumn("调解人", lambda m: m.mediators, 120),
                TableColumn("经过", lambda m: m.text, 0),
                TableColumn("结果", lambda m: m.outcome.word, 90),
            ],
            "选中一件，这里列出每一次调解。",
        )
        self.agreement = hint("")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                hint("当事人和事由只在本页和调解记录里看得到，不进提示、归并、文件清单和任何张贴件。"),
                button(self, "dispute.take", self._take),
            )
        )  # fmt: skip
        whole.addWidget(self.list, stretch=3)
        whole.addLayout(
            row(
                section("调解"), None, button(self, "dispute.mediate", self._mediate),
                button(self, "dispute.raise", self._raise), button(self, "dispute.visit", self._visit),
                button(self, "dispute.reopen", self._reopen),
                button(self, "dispute.write", self._write),
            )
        )  # fmt: skip
        whole.addWidget(self.agreement)
        whole.addWidget(self.mediations, stretch=2)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())

    def show_state(self, state: AffairScreen) -> None:
        self.list.set_rows(state.disputes)
        self.mediations.set_rows(state.mediations)
        line = self.list.chosen()
        told = [f"协议：{line.agreement}"] if line and line.agreement else []
        if line and line.visit_on:
            told.append(f"回访：{line.visit_on.isoformat()}")
        told += [f"回访情况：{line.visited}"] if line and line.visited else []
        self.agreement.setText("　".join(told))

    def start(self) -> None:
        self.list.setFocus()

    def _chosen(self) -> None:
        if line := self.list.chosen():
            self._presenter.choose_dispute(line)

    def _on(self, act: Callable[[DisputeLine], None]) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一件纠纷。")
        else:
            act(line)

    def _take(self) -> None:
        fields = [
            Field("parties", "当事人", Kind.LONG, hint="双方姓名、房号"),
            Field("text", "事由", Kind.LONG),
            Field("kind", "类别", Kind.CHOICE, KINDS[0], [(each, each) for each in KINDS]),
            Field(
                "level", "级别", Kind.CHOICE, Level.BUILDING, [(each, each.word) for each in Level]
            ),
            Field("mediator", "调解人"),
            Field("on", "登记日期", Kind.DAY, self._presenter.today()),
        ]
        Form(
            self, self._presenter, "登记纠纷", fields,
            lambda told: self._presenter.take_dispute(
                DisputePlan(
                    str(told["parties"]), str(told["text"]), str(told["kind"]),
                    Level(str(told["level"])), str(told["mediator"]), told["on"],  # type: ignore[arg-type]
                )
            ),
        ).open()  # fmt: skip

    def _mediate(self) -> None:
        def ask(line: DisputeLine) -> None:
            fields = [
                Field("on", "日期", Kind.DAY, self._presenter.today()),
                Field("place", "地点"),
                Field("mediators", "调解人", value=line.mediator),
                Field("present", "在场人"),
                Field("text", "调解经过", Kind.LONG),
                Field(
                    "outcome", "结果", Kind.CHOICE, Mediated.GOES_ON,
                    [(each, each.word) for each in Mediated],
                ),
                Field("agreement", "协议内容", Kind.LONG, hint="达成协议时填写"),
                Field("visit", "回访日期", hint="如 2026-10-10，可空"),
            ]  # fmt: skip

            def done(told: dict[str, object]) -> None:
                visit = str(told["visit"]).strip()
                plan = MediationPlan(
                    told["on"],  # type: ignore[arg-type]
                    str(told["text"]),
                    Mediated(str(told["outcome"])),
                    str(told["place"]),
                    str(told["mediators"]),
                    str(told["present"]),
                    str(told["agreement"]),
                    read_day(visit) if visit else None,
                )
                self._presenter.mediate(line, plan)

            Form(self, self._presenter, "记一次调解", fields, done).open()

        self._on(ask)

    def _asked(
        self, title: str, word: str, act: Callable[[DisputeLine, str], None], explain: str = ""
    ) -> None:
        def ask(line: DisputeLine) -> None:
            Form(
                self, self._presenter, title, [Field("words", word)],
                lambda told: act(line, str(told["words"])), explain,
            ).open()  # fmt: skip

        self._on(ask)

    def _raise(self) -> None:
        self._asked(
            "升级",
            "由谁调解",
            self._presenter.raise_dispute,
            "楼栋 → 小区 → 联合（街道、部门一起）。",
        )

    def _visit(self) -> None:
        self._asked("回访", "回访情况", self._presenter.visit)

    def _reopen(self) -> None:
        self._asked("重新打开", "原因", self._presenter.reopen)

    def _write(self) -> None:
        def write(line: DisputeLine) -> None:
            held = self._presenter.state.mediations
            chosen = self.mediations.chosen()
            if not held:
                self._presenter.refuse("还没有记过调解。")
                return
            place = held.index(chosen) if chosen in held else len(held) - 1
            self._presenter.write_mediation(line, place, self._folder)

        self._on(write)


def _state(line: DisputeLine) -> str:
    return "该回访了" if line.visit_due else line.state.word


def _ink(line: DisputeLine) -> str:
    if line.visit_due or line.state is DisputeState.FAILED:
        return "bad"
    return "good" if line.state in {DisputeState.AGREED, DisputeState.VISITED} else "warn"
