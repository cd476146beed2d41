"""改造方案: one compound, one plan — its frame, its four tables, what is open, its document."""

from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.documents.renewal_plan import figures, open_questions
from desktop.domain.plan_files import PlanFiles, PlanProblem
from desktop.domain.renewal import GATES
from desktop.services.renewals import RenewalPaper, RenewalPlan
from ui.actions import button
from ui.renewal.presenter import RenewalPresenter, RenewalScreen
from ui.theme import mark
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import Page, hint, row, section
from ui.widgets.preview import PaperPanel
from ui.widgets.table import Table, TableColumn

_FILES = {"survey": "入户调查", "works": "改造内容清单", "budget": "预算", "funding": "资金来源"}


class RenewalPage(Page):
    help = (
        "一小区一方案：先填名称和同意比例（写明依据哪份文件），再读取四张表——入户调查、改造内容清单、预算、资金来源，"
        "看过再收进方案。右边是按数据排好的方案，缺的写〔待补〕，下面列出还要核对的事。方案里不出现谁家怎么说。"
    )

    def __init__(
        self, presenter: RenewalPresenter, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("改造方案", parent)
        self._presenter = presenter
        self.bar.addLayout(
            row(button(self, "renewal.keep", self._keep), button(self, "renewal.read", self._read))
        )
        self.figures: Table[tuple[str, str]] = Table(
            [TableColumn("项目", lambda f: f[0], 130), TableColumn("数据", lambda f: f[1], 0)],
            "还没有方案。点“填写方案…”，再“读取表格…”。",
        )
        self.open: Table[str] = Table(
            [TableColumn("还要核对的事", lambda text: text, 0, ink=lambda _: "warn")],
            "没有要核对的了，可以打印送审。",
        )
        self.panel: PaperPanel[RenewalPaper] = PaperPanel(
            presenter, tuple(RenewalPaper), folder, self
        )
        plan = QWidget()
        both = QHBoxLayout(plan)
        both.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.addWidget(section("数据"))
        left.addWidget(self.figures, stretch=3)
        left.addWidget(self.open, stretch=2)
        both.addLayout(left, stretch=3)
        both.addWidget(self.panel, stretch=2)
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
        self.content.addWidget(self.stack)
        presenter.watch(self.show_state)

    def show_state(self, state: RenewalScreen) -> None:
        self.show_said(state)
        self.stack.setCurrentIndex(0 if state.read is None else 1)
        if state.read is not None:
            self.said_of.setText(_told(state.read))
            self.problems.set_rows(tuple(state.read.problems))
        facts = state.facts
        self.figures.set_rows(tuple(figures(facts)) if facts else ())
        self.open.set_rows(tuple(open_questions(facts)) if facts else ())
        self.panel.show_state(state)

    def _keep(self) -> None:
        state = self._presenter.state
        old = state.line.plan if state.line else RenewalPlan("")
        fields = [
            Field("title", "方案名称", value=old.title, hint="如 缫丝厂宿舍改造方案"),
            Field("share", "同意比例", value=old.share, hint="占全部户数，如 2/3 或 80%"),
            Field("source", "比例的依据", value=old.source, hint="哪份文件、第几条；各地不同"),
            Field("about", "基本情况", Kind.LONG, old.about),
            Field("period", "实施计划", Kind.LONG, old.period),
            *(
                Field(f"gate{n}", question, value=answer)
                for n, (question, answer) in enumerate(zip(GATES, old.gates, strict=True))
            ),
            Field("upkeep", "长效管理", Kind.LONG, old.upkeep),
            Field("risks", "风险与协调", Kind.LONG, old.risks),
        ]

        def done(told: dict[str, object]) -> None:
            words = {name: str(value) for name, value in told.items()}
            gates = tuple(words.pop(f"gate{n}") for n in range(len(GATES)))
            self._presenter.keep(RenewalPlan(**words, gates=gates))

        Form(
            self, self._presenter, "改造方案", fields, done, "先治后改：谁来管、钱从哪来、公约。"
        ).open()

    def _read(self) -> None:
        if self._presenter.state.line is None:
            self._presenter.refuse("请先点“填写方案…”，填名称和同意比例。")
            return
        names, _ = QFileDialog.getOpenFileNames(
            self, "读取表格（可以多选）", "", "表格 (*.xlsx *.xls *.csv)"
        )
        if names:
            self._presenter.read_tables([Path(name) for name in names])


def _told(read: PlanFiles) -> str:
    counts = (
        ("入户调查", len(read.answers)), ("改造内容", len(read.works)), ("预算", len(read.costs)),
        ("资金来源", len(read.sources)),
    )  # fmt: skip
    told = "，".join(f"{word} {count} 行" for word, count in counts if count)
    return f"读到：{told or '没有能用的行'}；问题 {len(read.problems)} 处"
