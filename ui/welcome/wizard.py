"""The frame of the first steps: where one is, Back, Next and Skip, Enter goes on, Esc asks."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.first_steps import Step
from ui.actions import button
from ui.presenter import Basis, Screen
from ui.theme import mark
from ui.widgets.form import Form
from ui.widgets.page import hint, row

_STEPS = tuple(Step)
_LEAVE = "前面各步已经存好，这一页填的也留着。以后在“工作台”点“还差这几步”接着做。"


class StepPage(QWidget):
    """One page. ``step`` is ``None`` on the last one, which asks nothing."""

    step: Step | None = None
    title = ""
    why = ""

    def __init__(self) -> None:
        super().__init__()
        self.ready: Callable[[bool], None] = lambda _: None  # whether the page lets go on

    def enter(self) -> None:
        """Show what is on file, and what was typed before; put the keyboard to the first question."""

    def keep(self, answered: Callable[[str], None]) -> None:
        """Keep the page; then tell ``answered`` "" or why not (" ": said beside the question)."""
        answered("")

    def go_on_within(self) -> bool:
        """Do what has to be done on this page first; ``False`` when there is nothing."""
        return False

    def skip(self, answered: Callable[[str], None]) -> None:
        """Go past this step."""
        self.put_aside()
        answered("")

    def refused(self, problem: str) -> str:
        """Show a refusal that came later; give what is left for the line below the page."""
        return problem

    def put_aside(self) -> None:
        """Keep what is typed, as no fact yet: the page is left without Next."""


class Wizard(QWidget):
    """``leave`` ends it; ``warn`` is what Esc says before that."""

    def __init__(
        self,
        pages: Sequence[StepPage],
        leave: Callable[[], None],
        warn: str = _LEAVE,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.pages, self._leave, self._warn = tuple(pages), leave, warn
        self._answered: Callable[[str], None] | None = None  # while a page is being kept
        self._asked_from: QWidget | None = None
        self.heading, self.steps = mark(QLabel(), "title"), hint("")
        self.why = hint("")
        self.problem = mark(QLabel(), "problem")
        self.problem.setWordWrap(True)
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
            page.ready = self._ready
        self.back = button(self, "wizard.back", self.go_back)
        self.skip = button(self, "wizard.skip", self.go_past)
        self.next = button(self, "wizard.next", self.go_on)
        self.away = button(self, "wizard.leave", self.ask_to_leave)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 20, 48, 20)
        whole.setSpacing(8)
        for each in (self.heading, self.steps, self.why):
            whole.addWidget(each)
        whole.addWidget(self.stack, stretch=1)
        whole.addWidget(self.problem)
        whole.addLayout(row(self.away, None, self.back, self.skip, self.next))

    @property
    def page(self) -> StepPage:
        """The page that shows."""
        return self.pages[self.stack.currentIndex()]

    def begin(self, step: Step | None) -> None:
        """Show the page of this step; the last page for none."""
        self._show(next((n for n, p in enumerate(self.pages) if p.step is step), 0))

    # -- going on --------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Keep this page, and show the next one when it is safe."""
        if self._answered is None and not self.page.go_on_within():
            self._do(self.page.keep)

    def go_past(self) -> None:
        """Leave this step for later."""
        self._do(self.page.skip)

    def go_back(self) -> None:
        if self.stack.currentIndex() and self._answered is None:
            self.setFocus()
            self.page.put_aside()
            self._show(self.stack.currentIndex() - 1)

    def _do(self, act: Callable[[Callable[[str], None]], None]) -> None:
        if self._answered is not None or not self.next.isVisible():
            return
        self._asked_from = self.focusWidget()
        self.setFocus()  # a cell that is being typed is taken over
        self._busy(on=True)
        self._answered = self._told
        self.problem.clear()
        act(self._told)

    def ask_to_leave(self) -> None:
        """Esc: say what stays, and ask."""
        if self._answered is not None:
            return
        Form(self, self, "先到这里？", [], lambda _: self._leave(), self._warn).open()

    def put_aside(self) -> None:
        """Keep what is typed: the file is being closed."""
        self.setFocus()
        if self.page.step is not None:
            self.page.put_aside()

    def _told(self, problem: str) -> None:
        self._answered = None
        self._busy(on=False)
        self.problem.setText(problem.strip())
        if problem:
            if self.hasFocus() and self._asked_from is not None:
                self._asked_from.setFocus()  # the keyboard goes on where it was
        else:
            self._show(min(self.stack.currentIndex() + 1, len(self.pages) - 1))

    # -- what asks, and what opens the file ------------------------------------------------------

    def basis(self) -> Basis:
        """Our form rests on nothing that was read."""
        return Basis()

    def ask(
        self,
        act: Callable[[], object],
        answered: Callable[[str], None],
        basis: Basis | None = None,  # noqa: ARG002 - what forms give
    ) -> None:
        """A form of ours asks: nothing here is refused."""
        answered("")  # the form closes before we do
        act()

    def refuse(self, problem: str) -> None:
        self.problem.setText(problem)

    def say(self, state: Screen) -> None:
        """What was refused or done beside the steps themselves."""
        if text := state.problem or state.done:
            mark(self.problem, "problem" if state.problem else "done").setText(text)

    def show_problem(self, text: str) -> None:
        """The file could not be made."""
        if self._answered is not None:
            self._told(self.page.refused(text))

    def show_busy(self, text: str) -> None:
        mark(self.problem, "hint").setText(text)

    # -- showing ---------------------------------------------------------------------------------

    def _show(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        page = self.page
        last = page.step is None
        number = 0 if page.step is None else _STEPS.index(page.step) + 1
        self.heading.setText(
            page.title if last else f"第 {number} 步，共 {len(_STEPS)} 步　{page.title}"
        )
        told = [f"{n}. {step.word}" for n, step in enumerate(_STEPS, 1)]
        if number:
            told[number - 1] = f"<b>{told[number - 1]}</b>"
        self.steps.setText("　→　".join(told))
        self.steps.setVisible(not last)
        self.why.setText(page.why)
        self.why.setVisible(bool(page.why))
        self.problem.clear()
        mark(self.problem, "problem")
        for made in (self.skip, self.next, self.away):
            made.setVisible(not last)
        self.back.setVisible(place > 0)
        page.enter()

    def _ready(self, on: bool) -> None:  # noqa: FBT001 - a signal's shape
        """A page that has something to finish first takes the buttons away meanwhile."""
        if self.next.isHidden() != on:
            return
        for made in (self.skip, self.next, self.away):
            made.setVisible(on)
        self.back.setVisible(on and self.stack.currentIndex() > 0)
        if on:
            self.next.setFocus()

    def _busy(self, *, on: bool) -> None:
        for made in (self.back, self.skip, self.next, self.away):
            made.setEnabled(not on)
        if not on:
            mark(self.problem, "problem")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        now = self.focusWidget()
        if isinstance(now, QPushButton) and now.isEnabled():
            now.click()
        else:
            self.go_on()
