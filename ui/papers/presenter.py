"""The list of papers that were written, without its widgets."""

from dataclasses import dataclass
from uuid import UUID

from desktop.services.papers import PaperLine, Papers
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class PapersScreen(Screen):
    compound: UUID | None = None
    lines: tuple[PaperLine, ...] = ()


class PapersPresenter(Presenter[PapersScreen]):
    nouns = frozenset({"paper"})

    def __init__(self, papers: Papers, runner: Runner) -> None:
        super().__init__(PapersScreen(), runner)
        self._papers = papers

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, lines=())
        self.load()

    def load(self) -> None:
        compound = self.state.compound
        self._read(
            lambda: self._papers.lines(compound), lambda lines: self._change(lines=tuple(lines))
        )
