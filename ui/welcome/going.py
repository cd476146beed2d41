"""When the first steps show: begun, offered, left and taken up again. Light, for the window's start."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance

from desktop.domain.ids import Ref
from ui.main_window import MainWindow
from ui.presenter import Failed
from ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop.register import Register
    from ui.welcome.first_steps import Steps
    from ui.welcome.wizard import Wizard


class FirstSteps:
    """In the window of one file at a time; ``changed`` brings the news of it."""

    def __init__(
        self,
        window: MainWindow,
        tasks: Tasks,
        changed: SignalInstance,
        open_meeting: Callable[[Ref], None],
        failed: Failed,
    ) -> None:
        self._window, self._tasks, self._changed = window, tasks, changed
        self._open_meeting, self._failed = open_meeting, failed
        self._register: Register | None = None
        self._offered = False
        self._steps: Steps | None = None
        self.wizard: Wizard | None = None  # while it shows

    def of(self, register: "Register | None") -> None:
        """Another file is open, or none: what is typed in the old one is put aside."""
        self.end()
        self._register, self._offered = register, False

    def offer(self) -> None:
        """Show them once for a file without a compound, unless the office wants to hear no more."""
        register = self._register
        if register is None or self._offered:
            return
        self._offered = True

        def told(left: tuple[object, ...]) -> None:
            if left and register is self._register:
                self.take_up()

        self._tasks.run(register.first_steps.reminded, told, self._failed)

    def take_up(self) -> None:
        """Show them, from the first one that is left."""
        if self._register is None or self.wizard is not None:
            return
        from ui.welcome.first_steps import Steps

        steps = self._steps = Steps(self._register, self._tasks, self._window.want)
        for presenter in steps.presenters:
            self._changed.connect(presenter.changed)
        self.wizard = steps.wizard(self._leave, self._open_meeting, self._window.show_help)
        self._window.show_welcome(self.wizard)
        steps.begin(self._window.compound())

    def _leave(self, place: str) -> None:
        self.end()
        self._window.show_work()
        if place:
            self._window.go(place)

    def end(self) -> None:
        """They go; what is typed is put aside."""
        steps, wizard = self._steps, self.wizard
        self._steps = self.wizard = None
        if steps is None or wizard is None:
            return
        wizard.put_aside()
        for presenter in steps.presenters:
            self._changed.disconnect(presenter.changed)
            presenter.detach()
