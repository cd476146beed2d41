"""办事: what is handled without a meeting, in four tabs."""

from pathlib import Path

from PySide6.QtWidgets import QTabWidget, QWidget

from ui.affairs.disputes import DisputesTab
from ui.affairs.lists import ListsTab
from ui.affairs.matters import MattersTab
from ui.affairs.open_days import OpenDaysTab
from ui.affairs.presenter import AffairPresenter, AffairScreen
from ui.widgets.page import Page


class AffairsPage(Page):
    help = (
        "小事不用开会：发现 → 受理 → 办理 → 反馈 → 评价 → 销号，每一步按实际发生的时间记。办不了的逐级升级，"
        "需要部门的吹哨、等报到。现场办公当场能办的当场销号，其余转为跟办。矛盾纠纷单独立账，当事人不在别处出现。"
    )

    def __init__(
        self, presenter: AffairPresenter, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("办事", parent)
        self._presenter = presenter
        self.matters = MattersTab(presenter, self)
        self.days = OpenDaysTab(presenter, self)
        self.disputes = DisputesTab(presenter, folder, self)
        self.lists = ListsTab(presenter, self)
        self._parts = (self.matters, self.days, self.disputes, self.lists)
        self.tabs = QTabWidget()
        for tab, word in zip(
            self._parts, ("办理事项", "现场办公", "矛盾纠纷", "三张清单"), strict=True
        ):
            self.tabs.addTab(tab, word)
        self.content.addWidget(self.tabs)
        self.tabs.currentChanged.connect(presenter.show_tab)
        presenter.watch(self.show_state)

    def show_state(self, state: AffairScreen) -> None:
        self.show_said(state)
        self._parts[self.tabs.currentIndex()].show_state(state)

    def start(self) -> None:
        self._parts[self.tabs.currentIndex()].start()
