"""Follow-up without its widgets."""

from dataclasses import dataclass
from uuid import UUID

from desktop.domain.terms import Progress
from desktop.services.resolutions import ResolutionLine, Resolutions, StepLine
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class FollowScreen(Screen):
    compound: UUID | None = None
    only_open: bool = True
    lines: tuple[ResolutionLine, ...] = ()
    steps: tuple[StepLine, ...] = ()


class FollowPresenter(Presenter[FollowScreen]):
    nouns = frozenset({"resolution", "resolution_step"})

    def __init__(self, resolutions: Resolutions, runner: Runner) -> None:
        super().__init__(FollowScreen(), runner)
        self._resolutions = resolutions

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, lines=(), steps=())
        self.load()

    def load(self) -> None:
        compound, only_open = self.state.compound, self.state.only_open
        self._read(
            lambda: self._resolutions.lines(compound, only_open=only_open),
            lambda lines: self._change(lines=tuple(lines)),
        )

    def show_all(self, everything: bool) -> None:  # noqa: FBT001 - a check box
        self._change(only_open=not everything)
        self.load()

    def choose(self, line: ResolutionLine) -> None:
        self._read(
            lambda: self._resolutions.steps(line.ref),
            lambda steps: self._change(steps=tuple(steps)),
        )

    def step(self, line: ResolutionLine, to: Progress, text: str) -> None:
        self._act(
            lambda: self._resolutions.step(line.ref, to, text),
            "已记录。",
            lambda _: self.choose(line),
        )
