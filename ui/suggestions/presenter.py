"""Suggestions without their widgets: taking down, importing, putting together, answering."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from uuid import UUID

from desktop.domain.errors import Stopped
from desktop.domain.finding import Finder
from desktop.domain.terms import Stage, Voice
from desktop.domain.voice_table import Field
from desktop.register import Register
from desktop.services.affairs import AffairPlan
from desktop.services.attachments import AttachmentLine
from desktop.services.backlog import Candidate
from desktop.services.groupings import GroupLine, ProposedGroup
from desktop.services.hints import NO_HINT, Hint
from desktop.services.meetings import MeetingLine
from desktop.services.suggestions import SuggestionLine, SuggestionPlan, VoiceStep, finder
from desktop.services.voice_imports import VoicePreview
from desktop.system.files import read_whole, write_whole
from ui.presenter import Runner
from ui.suggestions.deciding import Deciding, VoiceScreen


@dataclass(frozen=True, slots=True)
class _Loaded:
    lines: tuple[SuggestionLine, ...]
    last_import: tuple[str, int] | None
    groups: tuple[GroupLine, ...]
    candidates: tuple[Candidate, ...]
    meetings: tuple[MeetingLine, ...]


__all__ = ["VoicePresenter", "VoiceScreen"]


class VoicePresenter(Deciding):
    nouns = frozenset({"suggestion", "suggestion_group", "item_suggestion", "meeting"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(register, runner)
        self._stop = Event()
        self._all: tuple[SuggestionLine, ...] = ()
        self._finder: Finder | None = None  # made when something is first looked for
        self._undo: list[tuple[str, Callable[[], object], ProposedGroup | None]] = []
        self._asked = ""  # the text the latest hint was asked for
        self.progress = (0, 0)  # how far proposing is; read by a clock of the window

    def use(self, compound: UUID | None) -> None:
        self._stop.set()
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

        self._read(lambda: self._register.hints.like(compound, text, door), done)

    def who_lives(self, door: str, done: Callable[[str], None]) -> None:
        """The owners of a door, to be filled in for who speaks."""
        compound = self.state.compound
        if compound is not None and door.strip():
            self._read(lambda: self._register.premises.owners_at(compound, door), done)

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
                lambda: self._act(
                    lambda: self._register.voice_imports.read(compound, path, columns), then=done
                ),
                lambda problem: failed(problem) if problem else None,
            )

    def read_paste(
        self, text: str, done: Callable[[VoicePreview], None], failed: Callable[[str], None]
    ) -> None:
        compound = self._compound()
        if compound is not None:
            self.ask(
                lambda: self._act(
                    lambda: self._register.voice_imports.paste(compound, text), then=done
                ),
                lambda problem: failed(problem) if problem else None,
            )

    def take_over(self, preview: VoicePreview, on: date | None = None) -> None:
        self._act(
            lambda: self._register.voice_imports.take_over(preview, on),
            f"已登记 {preview.taken} 条。",
        )

    def undo_import(self) -> None:
        compound, last = self._compound(), self.state.last_import
        if compound is None:
            return
        if last is None:
            self.refuse("没有可以撤回的导入。")
            return
        batch, count = last
        self._act(
            lambda: self._register.voice_imports.undo(compound, batch),
            f"已撤回最近一次导入的 {count} 条。",
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

    # -- putting together

    def propose(self) -> None:
        """Work out what could be put together; ``stop_proposing`` ends it."""
        compound = self._compound()
        if compound is None or self.state.proposing:
            return
        self._stop.clear()
        self.progress = (0, 0)

        def step(done: int, whole: int) -> None:
            self.progress = (done, whole)
            if self._stop.is_set():
                raise Stopped

        def work() -> tuple[ProposedGroup, ...] | None:
            try:
                return tuple(self._register.groupings.propose(compound, step))
            except Stopped:
                return None

        def done(found: tuple[ProposedGroup, ...] | None) -> None:
            self._change(proposing=False)
            if found is None:
                self._change(done=str(Stopped()))
            elif self.state.compound == compound:
                self._change(proposals=found)

        self._change(proposing=True, problem="", done="")
        self._read(work, done)

    def stop_proposing(self) -> None:
        self._stop.set()

    def accept(self, proposal: ProposedGroup, title: str = "") -> None:
        told = title.strip() or proposal.title
        self._act(
            lambda: self._register.groupings.accept(proposal, title),
            f"已归为“{told}”，{len(proposal.members)} 条。要反悔，点“撤销归并”。",
            lambda _: self._accepted(proposal),
        )

    def _accepted(self, proposal: ProposedGroup) -> None:
        fresh = tuple(line.ref for line in proposal.members if line.group_id is None)
        back = self._register.groupings.take_out
        self._undo.append((f"归为“{proposal.title}”", lambda: back(fresh), proposal))
        self._drop(proposal)

    def undo(self) -> None:
        """Take back what was done last, one step after the other; what was proposed is again."""
        if not self._undo:
            self.refuse("没有可以撤销的归并。")
            return
        said, back, proposal = self._undo.pop()

        def shown(_: object) -> None:
            others = [
                each
                for each in self.state.proposals or ()
                if proposal
                and not {m.ref for m in each.members} & {m.ref for m in proposal.members}
            ]
            if proposal is not None:
                self._change(proposals=(proposal, *others))

        self._act(back, f"已撤销：{said}。原话都在。", shown)

    def move(self, lines: Sequence[SuggestionLine], group: GroupLine) -> None:
        refs = [line.ref for line in lines]
        before = {line.ref: line.group_id for line in lines if line.group_id != group.ref.id}
        back = self._register.groupings.move_back
        self._act(
            lambda: self._register.groupings.move(refs, group.ref),
            f"已移到“{group.title}”。",
            lambda _: self._undo.append(
                (f"移到“{group.title}”", lambda: back(before, group.ref), None)
            ),
        )

    def duties(self, text: str, done: Callable[[str], None]) -> None:
        """What the office's lists of duties say of a suggestion."""
        self._read(lambda: self._register.duties.words(text), done)

    def duty_lists(self, done: Callable[[dict[str, tuple[str, ...]]], None]) -> None:
        self._read(self._register.duties.lists, done)

    def keep_duties(self, lists: dict[str, list[str]]) -> None:
        self._act(lambda: self._register.duties.change(lists), "已保存社区事项清单。")

    def set_aside(self, proposal: ProposedGroup, line: SuggestionLine) -> None:
        """One of them does not belong with the others: remember it, and go on without it."""
        others = [each.ref for each in proposal.members if each.ref != line.ref]
        group, unsplit = proposal.group, self._register.groupings.unsplit
        lay_in_it = group is not None and line.group_id == group.id

        def split(_: object) -> None:
            self._undo.append(
                (
                    f"剔出第 {line.number} 号",
                    lambda: unsplit(line.ref, others, group, lay_in_it=lay_in_it),
                    proposal,
                )
            )
            self._drop(proposal, without=line)

        self._act(
            lambda: self._register.groupings.split(line.ref, others, group),
            f"第 {line.number} 号不归在一起，以后不再这样建议。",
            split,
        )

    def skip(self, proposal: ProposedGroup) -> None:
        self._undo.append((f"跳过“{proposal.title}”", lambda: None, proposal))
        self._drop(proposal)

    def choose_group(self, group: GroupLine) -> None:
        self._read(
            lambda: self._register.groupings.members(group.ref),
            lambda lines: self._change(members=tuple(lines)),
        )

    def rename(self, group: GroupLine, title: str) -> None:
        self._act(lambda: self._register.groupings.rename(group.ref, title), "已改名。")

    def answer_group(self, group: GroupLine, state: Voice, text: str) -> None:
        self._act(
            lambda: self._register.suggestions.answer_group(group.ref, state, text),
            f"“{group.title}”里没有答复过的，都已答复。",
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

    def cut(self, proposal: ProposedGroup, lines: Sequence[SuggestionLine]) -> None:
        """A proposal in two: the chosen voices on their own."""
        first, second = self._register.groupings.cut(proposal, [line.ref for line in lines])
        found: list[ProposedGroup] = []
        for each in self.state.proposals or ():
            found += [first, second] if each is proposal else [each]
        self._change(
            proposals=tuple(found),
            done=f"已拆成两组：{len(first.members)} 条和 {len(second.members)} 条。",
        )

    def _drop(self, proposal: ProposedGroup, without: SuggestionLine | None = None) -> None:
        """Go on to the next proposal; or keep this one without somebody who does not belong."""
        found = []
        for each in self.state.proposals or ():
            if each is not proposal:
                found.append(each)
            elif without is not None:
                rest = self._register.groupings.without(each, without.ref)
                if rest is not None:
                    found.append(rest)
        self._change(proposals=tuple(found))
