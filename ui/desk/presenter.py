"""The desk without its widgets: what needs doing today."""

from dataclasses import dataclass

from desktop.services.desk import Desk, Today
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class DeskScreen(Screen):
    today: Today | None = None


class DeskPresenter(Presenter[DeskScreen]):
    nouns = frozenset(
        {
            "meeting", "resolution", "resolution_step", "suggestion", "compound", "rhythm",
            "affair", "dispute", "poll",
        }
    )  # fmt: skip

    def __init__(self, desk: Desk, runner: Runner) -> None:
        super().__init__(DeskScreen(), runner)
        self._desk = desk

    def load(self) -> None:
        self._read(self._desk.today, lambda today: self._change(today=today))
