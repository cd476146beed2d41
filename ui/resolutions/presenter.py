"""Follow-up without its widgets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop.domain.terms import Progress
from desktop.services.attachments import AttachmentLine, Attachments
from desktop.services.resolutions import ResolutionLine, Resolutions, StepLine
from desktop.system.files import read_whole, write_whole
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class FollowScreen(Screen):
    compound: UUID | None = None
    only_open: bool = True
    lines: tuple[ResolutionLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    proofs: tuple[AttachmentLine, ...] = ()


class FollowPresenter(Presenter[FollowScreen]):
    nouns = frozenset({"resolution", "resolution_step"})

    def __init__(self, resolutions: Resolutions, attachments: Attachments, runner: Runner) -> None:
        super().__init__(FollowScreen(), runner)
        self._resolutions, self._attachments = resolutions, attachments

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, lines=(), steps=(), proofs=())
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
            lambda: (self._resolutions.steps(line.ref), self._attachments.lines(line.ref)),
            lambda found: self._change(steps=tuple(found[0]), proofs=tuple(found[1])),
        )

    def change(self, line: ResolutionLine, lead: str, helpers: str, due: date | None) -> None:
        self._act(lambda: self._resolutions.change(line.ref, lead, helpers, due), "已更正。")

    def prove(self, line: ResolutionLine, path: Path) -> None:
        self._act(
            lambda: self._attachments.prove(line.ref, path.name, read_whole(path)),
            "已收进证明。",
            lambda _: self.choose(line),
        )

    def take_out(self, proof: AttachmentLine, folder: Path, then: Callable[[Path], None]) -> None:
        """Write a kept file into a folder, to be looked at."""

        def work() -> Path:
            path = folder / proof.name
            write_whole(path, self._attachments.content(proof.ref))
            return path

        self._act(work, "", then)

    def step(self, line: ResolutionLine, to: Progress, text: str) -> None:
        self._act(
            lambda: self._resolutions.step(line.ref, to, text),
            "已记录。",
            lambda _: self.choose(line),
        )
