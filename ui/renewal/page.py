"""改造方案: one compound, one plan, from the survey to the papers — and all compounds at a glance."""

from pathlib import Path

from PySide6.QtWidgets import QTabWidget, QWidget

from ui.renewal.district import DistrictTab
from ui.renewal.district_presenter import DistrictPresenter
from ui.renewal.ledgers import LedgersTab
from ui.renewal.lifts import LiftsTab
from ui.renewal.plan import PlanTab
from ui.renewal.presenter import RenewalPresenter
from ui.renewal.schemes import SchemesTab
from ui.renewal.screen import RenewalScreen, Tab
from ui.renewal.survey import SurveyTab
from ui.widgets.page import Page


class RenewalPage(Page):
    help = (
        "一小区一方案。方案：填名称和同意比例（写明依据哪份文件），读取表格或手工登记，右边是按数据排好的文件，缺的写〔待补〕。"
        "意愿：从名册列名单、印调查表、扫码或打房号录入，同一户以后一张为准。清单：改造内容、预算、资金、实施计划、台账，"
        "能存成表格也能读回来。版本：定一版、对照、通过、公示，照片放在这里。电梯：每个单元还差多少、各户分摊多少、"
        "反对的怎么谈。全部小区：一张表看进度，全部方案一起写出。谁家怎么说只在屏幕上看得到，不写进任何文件。"
    )

    def __init__(
        self,
        presenter: RenewalPresenter,
        district: DistrictPresenter,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("改造方案", parent)
        self._presenter, self._district = presenter, district
        self.plan = PlanTab(presenter, folder, self)
        self.survey = SurveyTab(presenter, folder, self)
        self.ledgers = LedgersTab(presenter, folder, self)
        self.schemes = SchemesTab(presenter, self)
        self.lifts = LiftsTab(presenter, folder, self)
        self.district = DistrictTab(district, folder, self)
        self._parts = (self.plan, self.survey, self.ledgers, self.schemes, self.lifts)
        self.tabs = QTabWidget()
        for tab, word in zip(
            (*self._parts, self.district),
            ("方案", "意愿", "清单", "版本和照片", "电梯", "全部小区"),
            strict=True,
        ):
            self.tabs.addTab(tab, word)
        self.content.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._turn)
        presenter.watch(self.show_state)
        district.watch(self.district.show_state)
        district.said = self.show_said

    def show_state(self, state: RenewalScreen) -> None:
        if self.tabs.currentIndex() != Tab.DISTRICT:
            self.show_said(state)
            self._parts[self.tabs.currentIndex()].show_state(state)

    def start(self) -> None:
        self.tabs.currentWidget().setFocus()
        if self.tabs.currentIndex() == Tab.SURVEY:
            self.survey.where.setFocus()

    def _turn(self, tab: int) -> None:
        self._presenter.show_tab(tab)
        if tab == Tab.DISTRICT:
            self._district.load()
            self.show_said(self._district.state)
        else:
            self.show_state(self._presenter.state)
        self.start()
