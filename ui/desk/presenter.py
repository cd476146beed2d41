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
            "affair", "dispute", "poll", "community", "premises", "seat", "setting",
        }
    )  # fmt: skip

    def __init__(self, desk: Desk, runner: Runner) -> None:
        super().__init__(DeskScreen(), runner)
        self._desk = desk

    def load(self) -> None:
        self._read(self._desk.today, lambda today: self._change(today=today))

    def dismiss_first_steps(self) -> None:
        """Say no more about the steps of a new office."""
        self._act(self._desk.first_steps.dismiss, "不再提示。各步都可以在左边的栏目里办。")
