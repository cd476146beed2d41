"""Suggestions without their widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from desktop.domain.terms import Voice
from desktop.services.suggestions import SuggestionLine, SuggestionPlan, Suggestions
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class VoiceScreen(Screen):
    compound: UUID | None = None
    words: str = ""
    lines: tuple[SuggestionLine, ...] = ()


class VoicePresenter(Presenter[VoiceScreen]):
    nouns = frozenset({"suggestion", "suggestion_group", "item_suggestion"})

    def __init__(self, suggestions: Suggestions, runner: Runner) -> None:
        super().__init__(VoiceScreen(), runner)
        self._suggestions = suggestions

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, lines=())
        self.load()

    def load(self) -> None:
        compound, words = self.state.compound, self.state.words
        if compound is not None:
            self._read(
                lambda: self._suggestions.lines(compound, words),
                lambda lines: self._change(lines=tuple(lines)),
            )

    def search(self, words: str) -> None:
        self._change(words=words)
        self.load()

    def add(self, plan: SuggestionPlan) -> None:
        compound = self.state.compound
        if compound is None:
            self.refuse("请先在“小区与名册”里登记小区。")
            return
        self._act(lambda: self._suggestions.add(compound, plan), "已记下。")

    def merge(self, lines: Sequence[SuggestionLine], title: str) -> None:
        if len(lines) < 2:
            self.refuse("请按住 Ctrl 选中两条以上再归并。")
            return
        refs = [line.ref for line in lines]
        self._act(
            lambda: self._suggestions.merge(refs, title), f"已归并 {len(refs)} 条，原话都保留。"
        )

    def split(self, lines: Sequence[SuggestionLine]) -> None:
        refs = [line.ref for line in lines if line.group_id is not None]
        if not refs:
            self.refuse("请先选中归并过的建议。")
            return
        self._act(lambda: self._suggestions.take_out(refs), "已拆出。")

    def remove(self, line: SuggestionLine) -> None:
        self._act(lambda: self._suggestions.remove(line.ref), f"已删除第 {line.number} 号。")

    def answer(self, line: SuggestionLine, state: Voice, text: str) -> None:
        self._act(lambda: self._suggestions.answer(line.ref, state, text), "已答复。")
