"""The first steps put together: before there is a file, and with one open."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.domain.ids import Ref
from desktop.system.preferences import Preferences
from ui.presenter import Presenter
from ui.roster.presenter import RosterPresenter
from ui.tasks import Tasks
from ui.welcome.bodies import BodiesPage
from ui.welcome.meeting import MeetingPage
from ui.welcome.presenter import WizardPresenter
from ui.welcome.roster import RosterStepPage
from ui.welcome.steps import CompoundPage, EndPage, Make, OfficePage, StartPage
from ui.welcome.wizard import Wizard

if TYPE_CHECKING:
    from desktop.register import Register

_NO_FILE = "还没有建数据文件，这一页填的不会留下。"


def new_file(
    preferences: Preferences,
    operator: str,
    folders: Sequence[Path],
    make: Make,
    leave: Callable[[], None],
) -> Wizard:
    """The first page, from which the file is made."""
    page = StartPage(preferences.operators, operator, folders, make)
    return Wizard([page], leave, _NO_FILE)


class Steps:
    """The steps in an open file, and the presenters that must hear of changes while they show."""

    def __init__(self, register: "Register", tasks: Tasks, want: Callable[[UUID], None]) -> None:
        self.presenter = WizardPresenter(register, tasks, want)
        self.roster = RosterPresenter(register, tasks)
        self.presenters: tuple[Presenter, ...] = (self.presenter, self.roster)  # type: ignore[type-arg]

    def wizard(
        self,
        leave: Callable[[str], None],
        open_meeting: Callable[[Ref], None],
        show_help: Callable[[], None],
    ) -> Wizard:
        """The pages; ``leave(place)`` ends them."""

        def notice() -> None:
            if meeting := self.presenter.meeting():
                leave("")
                open_meeting(meeting)

        bodies = BodiesPage(self.presenter)
        pages = (
            OfficePage(self.presenter),
            CompoundPage(self.presenter),
            RosterStepPage(self.presenter, self.roster),
            bodies,
            MeetingPage(self.presenter),
            EndPage(self.presenter, leave, notice, show_help),
        )
        made = self._wizard = Wizard(pages, lambda: leave("工作台"))
        bodies.ended = made.go_on
        self.presenter.watch(made.say)
        return made

    def begin(self, compound: UUID | None) -> None:
        """Show the first step that is left, for this compound."""
        self.presenter.use(compound)
        wizard = self._wizard
        self.presenter.read(lambda told: wizard.begin(told.left[0] if told.left else None))
