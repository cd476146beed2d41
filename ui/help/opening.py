"""The handbook of the program: its window is made when it is first asked for."""

from typing import TYPE_CHECKING

from desktop.system import folders
from ui.tasks import Tasks

if TYPE_CHECKING:  # nobody waits for the handbook who does not read it
    from ui.help.window import HelpWindow


class Handbook:
    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self.window: HelpWindow | None = None

    def open_at(self, where: str, about: str) -> None:
        """Show a chapter or section, with a sentence on the page that was asked from."""
        if self.window is None:
            from ui.help.keys import whole
            from ui.help.window import HelpWindow

            folder = folders.resources() / "handbook"
            self.window = HelpWindow(whole(folder), folder, self._tasks)
        self.window.open_at(where, about)

    def close(self) -> None:
        """It goes with the program."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
