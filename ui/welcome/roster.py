"""The roster among the first steps: the same reading, preview, import and undo as in 小区与名册."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.first_steps import Step
from ui.actions import button
from ui.roster.files import ask_problems, ask_roster, ask_template
from ui.roster.importing import ImportPanel
from ui.roster.page import about
from ui.roster.presenter import RosterPresenter, RosterScreen
from ui.theme import mark
from ui.welcome.presenter import Told, WizardPresenter
from ui.welcome.wizard import StepPage
from ui.widgets.page import hint, row

_HOW = (
    "有现成的业主名册就选它：Excel、WPS、CSV 都可以，先看预览，确认了才写入，导错了可以撤销。"
    "没有就存一份空白表，填好再来；也可以先跳过，没有名册照样能开会，只是不能做书面表决。"
)


class RosterStepPage(StepPage):
    step = Step.ROSTER
    title = "名册"
    why = "住宅、商铺、车位和业主。书面表决、户数统计都以它为准。"

    def __init__(self, presenter: WizardPresenter, roster: RosterPresenter) -> None:
        super().__init__()
        self._presenter, self._roster = presenter, roster
        self._told: Told | None = None
        self.choose = button(self, "roster.import", partial(ask_roster, self, roster))
        self.template = button(self, "roster.template", partial(ask_template, self, roster))
        self.undo = button(self, "roster.undo", roster.undo)
        self.facts, self.said = QLabel(), QLabel()
        for label in (self.facts, self.said):
            label.setWordWrap(True)
        first = QWidget()
        inside = QVBoxLayout(first)
        inside.setContentsMargins(0, 6, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(hint(_HOW))
        inside.addLayout(row(self.choose, self.template, self.undo, None))
        for each in (self.facts, self.said):
            inside.addWidget(each)
        inside.addStretch(1)
        self.imports = ImportPanel(roster, partial(ask_problems, self, roster), self)
        self.stack = QStackedWidget()
        self.stack.addWidget(first)
        self.stack.addWidget(self.imports)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        roster.watch(self.show_state)

    def enter(self) -> None:
        self._presenter.read(self._show)

    def _show(self, told: Told) -> None:
        self._told = told
        here = told.here.id if told.here else None
        if self._roster.state.compound != here:
            self._roster.use(here)
        self.show_state(self._roster.state)
        self.choose.setFocus()

    def show_state(self, state: RosterScreen) -> None:
        here, previewing = state.here, state.preview is not None
        live = [line for line in state.imports if not line.undone]
        self.undo.setVisible(bool(live))
        self.facts.setText(self._facts(state))
        self.said.setText(state.problem or state.done)
        mark(self.said, "problem" if state.problem else "done")
        if state.preview is not None:
            self.imports.show_preview(state.preview, here.facts.name if here else "", state.doing)
        if self.stack.currentIndex() != int(previewing):
            self.stack.setCurrentIndex(int(previewing))
            if previewing:
                self.imports.setFocus()
        if self.isVisible():
            self.ready(not previewing and not state.doing)

    def go_on_within(self) -> bool:
        """Enter while a preview shows: take it over."""
        if self._roster.state.preview is None:
            return False
        self._roster.confirm()
        return True

    def put_aside(self) -> None:
        """A preview is nothing that is kept."""

    def skip(self, answered: Callable[[str], None]) -> None:
        answered("")

    def _facts(self, state: RosterScreen) -> str:
        here = state.here
        if here is None:
            return "还没有小区，名册没有地方放：请回到上一步登记小区，或先跳过。"
        if not (here.dwellings or here.shops or here.stalls):
            return ""
        text = about(here)
        told = self._told.households if self._told else None
        if told and told != here.dwellings:
            more = here.dwellings - told
            text += f"。您填的户数是 {told}，名册里的住宅{'多' if more > 0 else '少'} {abs(more)} 套，请核对"
        return f"{text}。"
