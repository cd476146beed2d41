"""What two keys of Windows do at once, and say when it is done: Ctrl+S and F5."""

from typing import TYPE_CHECKING

from ui.widgets.autosave import Autosave

if TYPE_CHECKING:
    from ui.app import App

SHOWN_MS = 15_000


class AtOnce:
    def __init__(self, app: "App") -> None:
        self._app = app

    def save(self) -> None:
        """Ctrl+S: what is being typed is saved, and the hour of it told when it is."""
        for typing in self._app.window.findChildren(Autosave):
            if typing.waiting:
                typing.now()
        self._say_when("已自动保存")

    def read_again(self) -> None:
        """F5: every page reads again what it shows."""
        places = self._app.places
        nouns = [each.nouns for each in places.presenters] if places else []
        self._app.changed.emit(frozenset().union(*nouns))
        self._say_when("已重新读取")

    def _say_when(self, done: str) -> None:
        app, register = self._app, self._app.register
        if register is not None:  # told after all that was asked for before
            tell = app.window.statusBar().showMessage
            app.tasks.run(
                register.now, lambda now: tell(f"{done}（{now:%H:%M:%S}）", SHOWN_MS), app.failed
            )
