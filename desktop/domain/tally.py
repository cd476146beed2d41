"""Counting an owners' vote: ballots of premises in, every figure that is printed out.

Standard library, integers and fractions only; the input is a frozen electorate.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from desktop.domain.decision_rule import DecisionRule, Demand
from desktop.domain.measure import NONE, Area, Both, Heads
from desktop.domain.terms import Base, Measured


class Mark(StrEnum):
    """What stands on a ballot for one matter, or what became of the ballot."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    INVALID = "invalid"
    CONFLICT = "conflict"  # two ballots of one door that say different things
    UNRETURNED = "unreturned"


NOTHING: Mapping[str, "Mark"] = MappingProxyType({})
VALID = frozenset({Mark.FOR, Mark.AGAINST, Mark.ABSTAIN})


class Twice(StrEnum):
    """What is done with two different ballots of one door until somebody decides."""

    SET_ASIDE = "exclude"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Policy:
    """House rules of counting, fixed before the vote is opened."""

    twice: Twice = Twice.SET_ASIDE
    invalid_participates: bool = False


class Voting(NamedTuple):
    """One door of the electorate with what came back from it, in order of receipt.

    ``head`` names the owner, however many doors he has (解释 art. 9). ``delivered``: the ballot
    is known to have reached him; only an office's own rule of silence asks for it.

    Doors that returned the same may stand in one voting where every one of them has an owner of
    its own who has no other door: then ``doors`` is how many, ``area`` theirs together, and
    ``head`` is ``None``.
    """

    door: str
    area: Area
    head: str | None
    marks: tuple[Mark, ...]
    delivered: bool = False
    doors: int = 1

    def settled(self, policy: Policy) -> Mark:
        """The one mark that counts."""
        marks = self.marks
        if not marks:
            return Mark.UNRETURNED
        if len(marks) == 1 or len(set(marks)) == 1:
            return marks[0]
        match policy.twice:
            case Twice.FIRST:
                return marks[0]
            case Twice.LAST:
                return marks[-1]
            case Twice.SET_ASIDE:
                return Mark.CONFLICT


@dataclass(frozen=True, slots=True)
class Tally:
    """Every figure of one matter. Heads that cannot be told are ``undetermined``: they take part
    and are neither for nor against."""

    doors: dict[Mark, int]
    area: dict[Mark, Area]
    heads: dict[Mark, Heads]
    undetermined: tuple[str, ...]  # owners whose valid ballots differ
    participating: Both
    total: Both

    @property
    def agree(self) -> Both:
        return Both(self.heads[Mark.FOR], self.area[Mark.FOR])

    @property
    def returned(self) -> Both:
        """Who gave back a ballot at all, valid or not."""
        left = Both(self.heads[Mark.UNRETURNED], self.area[Mark.UNRETURNED])
        return Both(self.total.heads - left.heads, self.total.area - left.area)

    @property
    def pending(self) -> bool:
        """Whether anything waits for a ruling."""
        return bool(self.undetermined or self.doors[Mark.CONFLICT])


def count(
    votings: Iterable[Voting],
    policy: Policy,
    pending: Mark | None = None,
    ruled: Mapping[str, Mark] = NOTHING,
) -> Tally:
    """Count one matter of one vote.

    ``ruled``: how owners whose doors differ count, as somebody has decided. ``pending``: what
    everything that waits for a ruling is taken for, to see what it could change: differing ballots
    of one door, and owners whose doors differ.
    """
    doors = dict.fromkeys(Mark, 0)
    area = dict.fromkeys(Mark, 0)
    heads = dict.fromkeys(Mark, 0)
    marks_of: dict[str, Mark | list[Mark]] = {}
    for voting in votings:
        mark = voting.settled(policy)
        if mark is Mark.CONFLICT and pending is not None:
            mark = pending
        doors[mark] += voting.doors
        area[mark] += voting.area.count
        head = voting.head
        if head is None:
            heads[mark] += voting.doors
            continue
        known = marks_of.setdefault(head, mark)
        if known is not mark:
            if isinstance(known, list):
                known.append(mark)
            else:
                marks_of[head] = [known, mark]
    undetermined = []
    for head, marks in marks_of.items():
        mark_of_head = _of_head(marks) if isinstance(marks, list) else marks
        if mark_of_head is None:
            mark_of_head = ruled.get(head, pending)
        if mark_of_head is None:
            undetermined.append(head)
            continue
        heads[mark_of_head] += 1
    taking_part = VALID | ({Mark.INVALID} if policy.invalid_participates else frozenset())
    participating = Both(
        Heads(len(undetermined) + sum(heads[mark] for mark in taking_part)),
        Area(sum(area[mark] for mark in taking_part)),
    )
    return Tally(
        doors,
        {mark: Area(units) for mark, units in area.items()},
        {mark: Heads(number) for mark, number in heads.items()},
        tuple(undetermined),
        participating,
        Both(Heads(len(undetermined) + sum(heads.values())), Area(sum(area.values()))),
    )


def _of_head(marks: Sequence[Mark]) -> Mark | None:
    """How an owner voted with all his doors; ``None`` when his valid ballots differ."""
    valid = set(marks) & VALID
    if valid:
        return valid.pop() if len(valid) == 1 else None
    for mark in (Mark.CONFLICT, Mark.INVALID):
        if mark in marks:
            return mark
    return Mark.UNRETURNED


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the rule, with the inequality anyone can check."""

    name: str
    holds: bool
    inequality: str


def conditions(tally: Tally, rule: DecisionRule) -> tuple[Condition, ...]:
    """The conditions of a rule in its order: taking part, then agreeing."""
    made = [
        meets(f"quorum_{each.measure.value}", each, tally.participating, tally.total)
        for each in rule.participation
    ]
    made += [
        meets(f"for_{each.measure.value}", each, tally.agree, _base(tally, each.threshold.base))
        for each in rule.approval
    ]
    return tuple(made)


def is_quorum(condition: Condition) -> bool:
    """Whether a condition asks who takes part, not who agrees."""
    return condition.name.startswith("quorum_")


def meets(name: str, demand: Demand, part: Both, whole: Both) -> Condition:
    """Whether ``part`` is the share of ``whole`` that is demanded."""
    threshold = demand.threshold
    left, right = _of(part, demand), _of(whole, demand)
    holds = right.count > 0 and threshold.met(left.count, right.count)
    times = threshold.denominator, threshold.numerator
    shown = _compared(times, left, right, holds=holds, word=threshold.comparison.word)
    return Condition(name, holds, shown)


def _of(both: Both, demand: Demand) -> Heads | Area:
    match demand.measure:
        case Measured.HEADS:
            return both.heads
        case Measured.AREA:
            return both.area
        case Measured.PARTIES:
            raise ValueError("owners vote by heads and area, not by parties")


def _base(tally: Tally, base: Base) -> Both:
    """What a share of an owners' vote is a share of."""
    match base:
        case Base.ENTITLED:
            return tally.total
        case Base.PARTICIPATING:
            return tally.participating
        case Base.VALID:
            valid = Both(Heads(len(tally.undetermined)), NONE.area)
            for mark in VALID:
                valid += Both(tally.heads[mark], tally.area[mark])
            return valid
        case Base.MEMBERS:
            return tally.total
        case Base.PRESENT:
            return tally.returned


def _compared(
    times: tuple[int, int], left: Heads | Area, right: Heads | Area, *, holds: bool, word: str
) -> str:
    one, other = times[0] * left.count, times[1] * right.count
    # what is not enough is less than the share, or equal to one that must be passed
    sign = word if holds else "=" if one == other else "<"
    return f"{_times(times[0], left)} {sign} {_times(times[1], right)}"


def _times(factor: int, measure: Heads | Area) -> str:
    return str(measure) if factor == 1 else f"{factor}×{measure}"
