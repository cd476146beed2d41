"""Putting together what says the same: proposals, accepting, setting aside, taking back."""

from collections.abc import Callable, Sequence

from desktop.domain.terms import Voice
from desktop.register import Register
from desktop.services.groupings import GroupLine, ProposedGroup
from desktop.services.suggestions import SuggestionLine
from ui.presenter import Runner
from ui.suggestions.deciding import Deciding


class PuttingTogether(Deciding):
    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(register, runner)
        # what was done last and how it is taken back, with the proposal that comes back then
        self._undo: list[tuple[str, Callable[[], object], ProposedGroup | None]] = []

    def propose(self) -> None:
        """Work out what could be put together; ``long`` ends it."""
        compound = self._compound()
        if compound is None or self.state.doing:
            return

        def work() -> tuple[ProposedGroup, ...]:
            return tuple(self._register.groupings.propose(compound, self.long.step))

        def done(found: tuple[ProposedGroup, ...]) -> None:
            if self.state.compound == compound:
                self._change(proposals=found)

        self._act_long("正在归并分析", work, then=done)

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
