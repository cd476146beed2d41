"""Follow-up without its widgets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop.domain.affair_terms import Rating
from desktop.domain.ids import Ref
from desktop.domain.terms import Progress
from desktop.register import Register
from desktop.services.attachments import AttachmentLine
from desktop.services.follow_ups import FollowFigures, satisfaction_words
from desktop.services.loop_papers import LoopPaper
from desktop.services.paper_files import Form
from desktop.services.resolutions import ResolutionLine, StepLine
from desktop.services.suggestions import SuggestionLine
from desktop.system.files import read_whole, write_whole
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class FollowScreen(Screen):
    compound: UUID | None = None
    only_open: bool = True
    lines: tuple[ResolutionLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    proofs: tuple[AttachmentLine, ...] = ()
    behind: tuple[SuggestionLine, ...] = ()  # the suggestions behind the chosen one
    rated: str = ""
    figures: FollowFigures | None = None


class FollowPresenter(Presenter[FollowScreen]):
    nouns = frozenset({"resolution", "resolution_step", "satisfaction"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(FollowScreen(), runner)
        self._register = register
        self._resolutions, self._attachments = register.resolutions, register.attachments

    def use(self, compound: UUID | None) -> None:
        self._change(
            compound=compound, lines=(), steps=(), proofs=(), behind=(), rated="", figures=None
        )
        self.load()

    def load(self) -> None:
        compound, only_open = self.state.compound, self.state.only_open
        self._read(
            lambda: self._resolutions.lines(compound, only_open=only_open),
            lambda lines: self._change(lines=tuple(lines)),
        )
        if compound is not None:
            self._read(
                lambda: self._register.follow_ups.figures(compound),
                lambda told: self._change(figures=told),
            )

    def show_all(self, everything: bool) -> None:  # noqa: FBT001 - a check box
        self._change(only_open=not everything)
        self.load()

    def choose(self, line: ResolutionLine) -> None:
        self._read(
            lambda: (
                self._resolutions.steps(line.ref),
                self._attachments.lines(line.ref),
                self._register.follow_ups.behind(line.ref),
                satisfaction_words(self._register.follow_ups.ratings(line.ref)),
            ),
            lambda found: self._change(
                steps=tuple(found[0]),
                proofs=tuple(found[1]),
                behind=tuple(found[2]),
                rated=found[3],
            ),
        )

    def change(self, line: ResolutionLine, lead: str, helpers: str, due: date | None) -> None:
        self._act(lambda: self._resolutions.change(line.ref, lead, helpers, due), "已更正。")

    def today(self) -> date:
        return self._register.now().date()

    def prove(self, line: ResolutionLine, path: Path, kind: str) -> None:
        self._act(
            lambda: self._attachments.prove(line.ref, path.name, read_whole(path), kind),
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

    def tell(self, line: ResolutionLine, text: str) -> None:
        """Answer everybody who asked for it and has no answer of his own."""
        self._act(
            lambda: self._register.follow_ups.answer_behind(line.ref, text),
            "已答复全部提出人，答复单和一览表在“意见建议—答复”里打印。",
            lambda _: self.choose(line),
        )

    def rate(self, line: ResolutionLine, rating: Rating, text: str, by: Ref | None) -> None:
        self._act(
            lambda: self._register.follow_ups.rate(line.ref, rating, text, by),
            "已登记满意度。",
            lambda _: self.choose(line),
        )

    def post(self, folder: Path) -> None:
        """Write 落实情况公示 as PDF and Word."""
        compound = self.state.compound
        if compound is None:
            return

        def work() -> None:
            for form in Form:
                self._register.loop_papers.write(compound, LoopPaper.PROGRESS, form, folder)

        self._act(work, f"落实情况公示已写到 {folder}")

    def step(
        self,
        line: ResolutionLine,
        to: Progress,
        text: str,
        new_due: date | None = None,
        accepted_by: str = "",
    ) -> None:
        self._act(
            lambda: self._resolutions.step(line.ref, to, text, new_due, accepted_by),
            "已记录。",
            lambda _: self.choose(line),
        )
