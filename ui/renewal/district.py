"""全部小区: one table of all plans — how far, how many agree, how much money, what is late."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from desktop.services.renewal.overview import OverviewLine
from ui.actions import button
from ui.renewal.district_presenter import DistrictPresenter, DistrictScreen
from ui.theme import mark
from ui.widgets.page import entry, row
from ui.widgets.table import Table, TableColumn

TICK = 200  # ms


class DistrictTab(QWidget):
    def __init__(self, presenter: DistrictPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.search = entry("小区、办事处、联片", 200)
        self.sum = mark(QLabel(), "section")
        self.sum.setWordWrap(True)
        self.list: Table[OverviewLine] = Table(
            [
                TableColumn("小区", lambda o: o.compound, 0),
                TableColumn("办事处", lambda o: o.office, 100),
                TableColumn("联片", lambda o: o.area_name, 90),
                TableColumn("阶段", lambda o: o.stage or "没有方案", 110),
                TableColumn("已答", lambda o: f"{o.answered} / {o.households}", 100, right=True),
                TableColumn("愿意", lambda o: o.share, 80, right=True, ink=_reached),
                TableColumn("预算（元）", lambda o: str(o.budget), 120, right=True),
                TableColumn("资金（元）", lambda o: str(o.paid), 120, right=True),
                TableColumn("缺口（元）", lambda o: str(o.gap), 110, right=True, ink=_gap),
                TableColumn(
                    "逾期", lambda o: str(o.overdue or ""), 60, right=True, ink=lambda _: "bad"
                ),
            ],
            "还没有小区。到“小区与名册”里点“新建小区”。",
        )
        self.refused: Table[tuple[str, str]] = Table(
            [TableColumn("没有写出", lambda r: r[0], 200), TableColumn("原因", lambda r: r[1], 0)],
            "",
        )
        self.begin = button(self, "district.plans", lambda: presenter.write_plans(folder))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                self.begin, None,
                button(self, "district.forget", self._forget),
                button(self, "district.bring", self._take_in),
                button(self, "district.table", lambda: presenter.write_table(folder)), self.search,
            )
        )  # fmt: skip
        whole.addWidget(self.sum)
        whole.addWidget(self.list, stretch=4)
        whole.addWidget(self.refused, stretch=1)
        self.search.textChanged.connect(lambda _: self._show(presenter.state))

    def show_state(self, state: DistrictScreen) -> None:
        if self.isVisible():
            self._presenter.said(state)
        self.begin.setEnabled(not state.doing)
        self.refused.setVisible(bool(state.refused))
        self.refused.set_rows(state.refused)
        self._show(state)

    def _show(self, state: DistrictScreen) -> None:
        wanted = self.search.text().strip()
        lines = [
            each
            for each in state.lines
            if not wanted
            or any(wanted in told for told in (each.compound, each.office, each.area_name))
        ]
        self.list.set_rows(lines)
        with_plan = [each for each in lines if each.stage]
        self.sum.setText(
            f"{len(lines)} 个小区，有方案 {len(with_plan)} 个，达到同意比例 "
            f"{sum(each.reached for each in with_plan)} 个；{sum(e.households for e in lines)} 户，"
            f"愿意 {sum(each.yes for each in lines)} 户；预算 {sum(each.budget for each in lines)} 元，"
            f"缺口 {sum((each.gap for each in lines if each.gap > 0), Decimal(0))} 元"
        )

    def _forget(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中别的办事处报来的一行。")
            return
        self._presenter.forget(line)

    def _take_in(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "收进别处的汇总表", "", "表格 (*.xlsx *.csv)")
        if name:
            self._presenter.take_in(Path(name))


def _reached(line: OverviewLine) -> str:
    return "" if not line.stage else "good" if line.reached else "warn"


def _gap(line: OverviewLine) -> str:
    return "bad" if line.gap > 0 else ""
