"""方案: its frame, its four tables, its figures, what is open, and its papers."""

from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.documents.renewal.parts import figures
from desktop.domain.renewal.consent import GATES
from desktop.domain.renewal.plan_files import PlanFiles, PlanProblem
from desktop.domain.renewal.terms import Base, RenewalStage
from desktop.services.renewal.papers import RenewalPaper
from desktop.services.renewal.plans import FRAME, RenewalPlan
from ui.actions import button
from ui.renewal.presenter import RenewalPresenter
from ui.renewal.screen import NO_PLAN, RenewalScreen
from ui.theme import mark
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import hint, row, section
from ui.widgets.preview import PaperPanel
from ui.widgets.table import Table, TableColumn

_FILES = {"survey": "入户调查", "works": "改造内容清单", "budget": "预算", "funding": "资金来源"}
_HAND = (
    "调查户数", "愿意户数", "不愿意户数", "总面积（㎡）", "愿意面积（㎡）", "不愿意面积（㎡）",
)  # fmt: skip


NO_PLAN_YET = "有了方案，这里列出还要核对的事。"


class PlanTab(QWidget):
    def __init__(self, presenter: RenewalPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.figures: Table[tuple[str, str]] = Table(
            [TableColumn("项目", lambda f: f[0], 110), TableColumn("数据", lambda f: f[1], 0)],
            "还没有方案。点“填写方案…”，再“读取表格…”，或到“清单”里手工登记。",
        )
        self.open: Table[str] = Table(
            [TableColumn("还要核对的事", lambda text: text, 0, ink=lambda _: "warn")], NO_PLAN_YET
        )
        self.panel: PaperPanel[RenewalPaper] = PaperPanel(
            presenter, tuple(RenewalPaper), folder, self
        )
        self.stage = QLabel()
        plan = QWidget()
        both = QHBoxLayout(plan)
        both.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.addLayout(
            row(
                button(self, "renewal.keep", self._keep),
                button(self, "renewal.read", self._read),
                button(self, "renewal.move", self._move),
                None,
            )
        )
        left.addLayout(row(section("数据"), None, self.stage))
        left.addWidget(self.figures, stretch=3)
        left.addWidget(self.open, stretch=2)
        both.addLayout(left, stretch=1)
        both.addWidget(self.panel, stretch=1)
        self.said_of = mark(QLabel(), "section")
        self.problems: Table[PlanProblem] = Table(
            [
                TableColumn("表", lambda p: _FILES.get(p.file, p.file), 120),
                TableColumn("行", lambda p: str(p.line), 60, right=True),
                TableColumn("问题", lambda p: p.reason, 0),
            ],
            "没有问题，可以收进方案。",
        )
        waiting = QWidget()
        inside = QVBoxLayout(waiting)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.said_of)
        inside.addWidget(
            hint("收进来的表代替以前的同一种表；没有读到的表不动。有问题的行不收，请改好再读。")
        )
        inside.addWidget(self.problems)
        inside.addLayout(
            row(
                None,
                button(self, "renewal.throw", presenter.throw_away),
                button(self, "renewal.take", presenter.take_over),
            )
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(plan)
        self.stack.addWidget(waiting)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addWidget(self.stack)

    def show_state(self, state: RenewalScreen) -> None:
        self.stack.setCurrentIndex(0 if state.read is None else 1)
        if state.read is not None:
            self.said_of.setText(_told(state.read))
            self.problems.set_rows(tuple(state.read.problems))
        facts = state.facts
        self.figures.set_rows(tuple(figures(facts)) if facts else ())
        self.open.empty = "没有要核对的了，可以定一版送审。" if facts else NO_PLAN_YET
        self.open.set_rows(tuple(facts.open) if facts else ())
        self.stage.setText(f"阶段：{state.line.stage.word}" if state.line else "")
        self.panel.show_state(state)

    def _keep(self) -> None:
        state = self._presenter.state
        old = state.line.plan if state.line else RenewalPlan("")
        bases = [(each, each.word) for each in Base]
        fields = [
            Field("title", "方案名称", value=old.title, hint="如 缫丝厂宿舍改造方案"),
            Field("share", "同意比例", value=old.share, hint="如 2/3 或 80%"),
            Field("base", "占什么的比例", Kind.CHOICE, old.base, bases),
            Field("by_area", "面积也要达到这个比例", Kind.FLAG, old.by_area),
            Field("source", "比例的依据", value=old.source, hint="哪份文件、第几条；各地不同"),
            Field("about", "基本情况", Kind.LONG, old.about),
            *(
                Field(f"frame{n}", word, value=text)
                for n, (word, text) in enumerate(zip(FRAME, old.frame, strict=True))
            ),
            *(
                Field(f"gate{n}", question, value=answer, hint="怎么落实；没有落实写何时由谁落实")
                for n, (question, answer) in enumerate(zip(GATES, old.gates, strict=True))
            ),
            Field("upkeep", "长效管理", Kind.LONG, old.upkeep),
            Field("period", "实施计划说明", Kind.LONG, old.period),
            Field("risks", "风险与协调", Kind.LONG, old.risks),
            Field(
                "area_name",
                "联片名称",
                value=old.area_name,
                hint="和别的小区连片改造时，填同一个名称",
            ),
            *(
                Field(f"hand{n}", word, value=text, hint="没有逐户调查时填")
                for n, (word, text) in enumerate(zip(_HAND, old.hand, strict=True))
            ),
        ]

        def done(told: dict[str, object]) -> None:
            text = {name: str(value) for name, value in told.items()}
            self._presenter.keep(
                RenewalPlan(
                    text["title"], text["share"], text["source"], Base(text["base"]),
                    bool(told["by_area"]), text["about"], text["period"], text["upkeep"],
                    text["risks"], tuple(text[f"gate{n}"] for n in range(len(GATES))),
                    text["area_name"], tuple(text[f"hand{n}"] for n in range(len(_HAND))),
                    tuple(text[f"frame{n}"] for n in range(len(FRAME))),
                )
            )  # fmt: skip

        Form(
            self, self._presenter, "改造方案", fields, done,
            "先治后改：谁来管、钱从哪来、公约，三项都写明才能通过方案。",
        ).open()  # fmt: skip

    def _read(self) -> None:
        if self._presenter.state.line is None:
            self._presenter.refuse(NO_PLAN)
            return
        names, _ = QFileDialog.getOpenFileNames(
            self, "读取表格（可以多选）", "", "表格 (*.xlsx *.xls *.csv)"
        )
        if names:
            self._presenter.read_tables([Path(name) for name in names])

    def _move(self) -> None:
        line = self._presenter.state.line
        if line is None:
            self._presenter.refuse(NO_PLAN)
            return
        stages = tuple(RenewalStage)
        at = stages.index(line.stage)
        choices = [(each, each.word) for each in (*stages[at + 1 : at + 2], *reversed(stages[:at]))]
        fields = [Field("to", "到哪个阶段", Kind.CHOICE, choices[0][0], choices)]
        Form(
            self, self._presenter, f"现在：{line.stage.word}", fields,
            lambda told: self._presenter.move(RenewalStage(str(told["to"]))),
        ).open()  # fmt: skip


def _told(read: PlanFiles) -> str:
    counts = (
        ("入户调查", len(read.answers)), ("改造内容", len(read.works)), ("预算", len(read.costs)),
        ("资金来源", len(read.sources)),
    )  # fmt: skip
    told = "，".join(f"{word} {count} 行" for word, count in counts if count)
    return f"读到：{told or '没有能用的行'}；问题 {len(read.problems)} 处"
