"""Suggestions without their widgets: taking down, importing, searching, answering."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop.domain.finding import Finder
from desktop.domain.terms import Stage, Voice
from desktop.domain.voice_table import Field
from desktop.register import Register
from desktop.services.affairs import AffairPlan
from desktop.services.attachments import AttachmentLine
from desktop.services.backlog import Candidate
from desktop.services.groupings import GroupLine
from desktop.services.hints import NO_HINT, Hint
from desktop.services.meetings import MeetingLine
from desktop.services.personal_data import SEEN
from desktop.services.suggestions import SuggestionLine, SuggestionPlan, VoiceStep, finder
from desktop.services.voice_imports import VoicePreview
from desktop.system.files import read_whole, write_whole
from ui.presenter import Runner
from ui.suggestions.deciding import VoiceScreen
from ui.suggestions.putting_together import PuttingTogether


@dataclass(frozen=True, slots=True)
class _Loaded:
    lines: tuple[SuggestionLine, ...]
    last_import: tuple[str, int] | None
    groups: tuple[GroupLine, ...]
    candidates: tuple[Candidate, ...]
    meetings: tuple[MeetingLine, ...]


__all__ = ["VoicePresenter", "VoiceScreen"]


class VoicePresenter(PuttingTogether):
    nouns = frozenset({"suggestion", "suggestion_group", "item_suggestion", "meeting"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(register, runner)
        self._all: tuple[SuggestionLine, ...] = ()
        self._finder: Finder | None = None  # made when something is first looked for
        self._asked = ""  # the text the latest hint was asked for

    def use(self, compound: UUID | None) -> None:
        self.long.let_go()
        self._undo.clear()
        self._change(
            compound=compound,
            lines=(),
            hint=NO_HINT,
            proposals=None,
            groups=(),
            members=(),
            candidates=(),
            meetings=(),
        )
        self.load()

    def load(self) -> None:
        compound = self.state.compound
        if compound is None:
            return
        register = self._register

        def read() -> _Loaded:
            return _Loaded(
                tuple(register.suggestions.lines(compound)),
                register.voice_imports.last(compound),
                tuple(register.groupings.groups(compound)),
                tuple(register.backlog.candidates(compound)),
                tuple(
                    line
                    for line in register.meetings.lines(compound)
                    if line.stage in {Stage.DRAFT, Stage.NOTICED}
                ),
            )

        def done(found: _Loaded) -> None:
            self._all, self._finder = found.lines, None
            words = self.state.words
            self._change(
                lines=self.state.lines if words.strip() else self._all,
                last_import=found.last_import,
                groups=found.groups,
                candidates=found.candidates,
                meetings=found.meetings,
            )
            if words.strip():
                self.search(words)

        self._read(read, done)

    def search(self, words: str) -> None:
        """Look for words among what is loaded: a key's answer asks no database.

        What a search needs (all texts in one, their pinyin) takes a second for a hundred thousand,
        so it is made in the worker, once.
        """
        if self._finder is not None and self._finder.ready(words):
            self._change(words=words, lines=self._found(words))
            return
        self._change(words=words)
        if not words.strip():
            self._change(lines=self._all)
            return
        lines, known = self._all, self._finder

        def made() -> Finder:
            found = known or finder(lines)
            found.prepare(words)
            return found

        def done(found: Finder) -> None:
            if lines is self._all:  # else the list has changed, and a new search is on its way
                self._finder = found
                if self.state.words == words:
                    self._change(lines=self._found(words))

        self._read(made, done)

    def _found(self, words: str) -> tuple[SuggestionLine, ...]:
        if not words.strip() or self._finder is None:
            return self._all
        return tuple(self._all[place] for place in self._finder.find(words))

    def ask_hint(self, text: str, door: str) -> None:
        """Say what is known already of what is being typed; only the latest question counts."""
        compound, self._asked = self.state.compound, text
        if compound is None or not text.strip():
            self._change(hint=NO_HINT)
            return

        def done(hint: Hint) -> None:
            if self._asked == text:
                self._change(hint=hint)

        self._read(lambda: self._register.hints.like(compound, text, door), done, quick=True)

    def who_lives(self, door: str, done: Callable[[str], None]) -> None:
        """The owners of a door, to be filled in for who speaks."""
        compound = self.state.compound
        if compound is not None and door.strip():
            self._read(lambda: self._register.premises.owners_at(compound, door), done, quick=True)

    def add(self, plan: SuggestionPlan) -> None:
        compound = self._compound()
        if compound is not None:
            self._act(lambda: self._register.suggestions.add(compound, plan), "已记下。")

    def read_file(
        self,
        path: Path,
        columns: Mapping[Field, int] | None,
        done: Callable[[VoicePreview], None],
        failed: Callable[[str], None],
    ) -> None:
        compound = self._compound()
        if compound is not None:
            self.ask(
                lambda: self._act_long(
                    f"正在读取 {path.name}",
                    lambda: self._register.voice_imports.read(
                        compound, path, columns, lambda: self.long.stopped
                    ),
                    then=done,
                ),
                lambda problem: failed(problem) if problem else None,
            )

    def read_paste(
        self, text: str, done: Callable[[VoicePreview], None], failed: Callable[[str], None]
    ) -> None:
        compound = self._compound()
        if compound is not None:
            self.ask(
                lambda: self._act_long(
                    "正在读接龙",
                    lambda: self._register.voice_imports.paste(compound, text),
                    then=done,
                ),
                lambda problem: failed(problem) if problem else None,
            )

    def take_over(self, preview: VoicePreview, on: date | None = None) -> None:
        self._act_long(
            "正在登记",
            lambda: self._register.voice_imports.take_over(preview, on, self.long.step),
            f"已登记 {preview.taken} 条。",
            keeps=True,
        )

    def undo_import(self) -> None:
        compound, last = self._compound(), self.state.last_import
        if compound is None:
            return
        if last is None:
            self.refuse("没有可以撤回的导入。")
            return
        batch, count = last
        self._act_long(
            "正在撤回导入",
            lambda: self._register.voice_imports.undo(compound, batch, self.long.step),
            f"已撤回最近一次导入的 {count} 条。",
            keeps=True,
        )

    def merge(self, lines: Sequence[SuggestionLine], title: str) -> None:
        if len(lines) < 2:
            self.refuse("请按住 Ctrl 选中两条以上再归并。")
            return
        refs = [line.ref for line in lines]
        self._act(
            lambda: self._register.groupings.merge(refs, title),
            f"已归并 {len(refs)} 条，原话都保留。",
        )

    def split(self, lines: Sequence[SuggestionLine]) -> None:
        refs = [line.ref for line in lines if line.group_id is not None]
        if not refs:
            self.refuse("请先选中归并过的建议。")
            return
        self._act(lambda: self._register.groupings.take_out(refs), "已拆出。")

    def remove(self, line: SuggestionLine) -> None:
        self._act(
            lambda: self._register.suggestions.remove(line.ref), f"已删除第 {line.number} 号。"
        )

    def answer(self, line: SuggestionLine, state: Voice, text: str) -> None:
        self._act(
            lambda: self._register.suggestions.answer(line.ref, state, text),
            f"第 {line.number} 号：{state.word}。",
        )

    def handle(self, line: SuggestionLine, lead: str, due: date | None) -> None:
        """Make a suggestion a matter that is handled without a meeting."""
        plan = AffairPlan(line.text, line.door, line.category, lead=lead, due=due)
        self._act(
            lambda: self._register.affairs.find(line.ref.compound_id, plan, line.ref),
            f"第 {line.number} 号已转为办理事项。",
        )

    def photo(self, line: SuggestionLine, path: Path) -> None:
        self._act(
            lambda: self._register.attachments.with_suggestion(
                line.ref, path.name, read_whole(path)
            ),
            f"照片已附在第 {line.number} 号。",
        )

    def steps(self, line: SuggestionLine, done: Callable[[list[VoiceStep]], None]) -> None:
        self._read(lambda: self._register.suggestions.steps(line.ref), done)

    def show_number(self, line: SuggestionLine, then: Callable[[str], None]) -> None:
        """The full number of who brought one, once it is on record who looked."""
        data = self._register.personal_data
        self._act(
            lambda: data.unmask("suggestion", line.ref, ("phone",)),
            "",
            lambda told: then(f"{line.proposer} {told}{SEEN}"),
        )

    # -- looking closer, putting right

    def correct(self, line: SuggestionLine, text: str, door: str, proposer: str) -> None:
        self._act(
            lambda: self._register.suggestions.correct(line.ref, text, door, proposer),
            f"第 {line.number} 号已更正，原来写的留在“经过”里。",
        )

    def photos(self, line: SuggestionLine, done: Callable[[list[AttachmentLine]], None]) -> None:
        self._read(lambda: self._register.attachments.lines(line.ref), done)

    def photo_file(self, photo: AttachmentLine, folder: Path, done: Callable[[Path], None]) -> None:
        """Write a photo where another program can open it."""

        def write() -> Path:
            path = folder / photo.name
            write_whole(path, self._register.attachments.content(photo.ref))
            return path

        self._read(write, done)

    # -- duties

    def duties(self, text: str, done: Callable[[str], None]) -> None:
        """What the office's lists of duties say of a suggestion."""
        self._read(lambda: self._register.duties.words(text), done)

    def duty_lists(self, done: Callable[[dict[str, tuple[str, ...]]], None]) -> None:
        self._read(self._register.duties.lists, done)

    def keep_duties(self, lists: dict[str, list[str]]) -> None:
        self._act(lambda: self._register.duties.change(lists), "已保存社区事项清单。")
