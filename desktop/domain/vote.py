"""Votes at the table: counts that add up, the rule, and the exact inequality."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.domain.attendance import Headcount
from desktop.domain.errors import NobodyPresent, QuorumMissing, VotesDoNotAddUp
from desktop.domain.rule import Threshold
from desktop.domain.terms import BodyKind, Choice, Decision, Outcome, Result


@dataclass(frozen=True, slots=True)
class BodyVote:
    """How one body voted; ``present`` is how many of it were counted right before."""

    body: BodyKind
    name: str
    present: int
    for_: int
    against: int
    abstain: int

    def check(self) -> None:
        counts = (self.for_, self.against, self.abstain)
        if min(counts) < 0 or sum(counts) != self.present:
            raise VotesDoNotAddUp(self.name, *counts, self.present)


@dataclass(frozen=True, slots=True)
class Count:
    """The whole table's vote: heads only, whole numbers only."""

    present: int
    for_: int
    against: int
    abstain: int

    @property
    def words(self) -> str:
        return f"同意{self.for_}票，反对{self.against}票，弃权{self.abstain}票"


@dataclass(frozen=True, slots=True)
class Judged:
    """A count under its rule: the result and the inequality that is printed beside it."""

    count: Count
    result: Result
    inequality: str
    rule: str
    source: str


def total(bodies: Iterable[BodyVote], headcount: Headcount) -> Count:
    """Add the bodies up; refuse figures that are not those of the head count."""
    votes = list(bodies)
    for each in votes:
        each.check()
    count = Count(
        headcount.present,
        sum(each.for_ for each in votes),
        sum(each.against for each in votes),
        sum(each.abstain for each in votes),
    )
    if count.for_ + count.against + count.abstain != headcount.present:
        raise VotesDoNotAddUp("全体", count.for_, count.against, count.abstain, headcount.present)
    return count


def rest_in_favour(headcount: Headcount, against: int, abstain: int) -> Count:
    """“反对 n 弃权 n 其余同意” — sound only right after a fresh head count."""
    for_ = headcount.present - against - abstain
    if min(for_, against, abstain) < 0:
        raise VotesDoNotAddUp("全体", for_, against, abstain, headcount.present)
    return Count(headcount.present, for_, against, abstain)


def by_hand(
    headcount: Headcount, choices: Sequence[tuple[BodyKind, str, Choice]]
) -> list[BodyVote]:
    """Sum a roll call by body, each voter in the body where the head is counted."""
    lines = []
    for body in headcount.voting:
        mine = [c for kind, name, c in choices if kind is body.body and name == body.name]
        lines.append(
            BodyVote(
                body.body,
                body.name,
                len(mine),
                mine.count(Choice.FOR),
                mine.count(Choice.AGAINST),
                mine.count(Choice.ABSTAIN),
            )
        )
    return lines


def may_vote(headcount: Headcount) -> None:
    """Refuse to vote without anybody, or without the quorum the profile demands."""
    if not headcount.present:
        raise NobodyPresent("表决")
    if not headcount.quorate:
        raise QuorumMissing(headcount.inequality)


def judge(count: Count, passing: Threshold) -> Judged:
    """Apply the rule. Nothing passes without a vote for it, and a tie never passes."""
    tied = count.for_ == count.against
    passed = count.for_ > 0 and not tied and passing.met(count.for_, count.present)
    result = Result.PASSED if passed else Result.TIED if tied else Result.NOT_PASSED
    shown = passing.inequality(count.for_, count.present)
    return Judged(count, result, shown, passing.words, passing.source)


def outcome_of(
    decision: Decision, results: Sequence[Result], *, amended: bool, quorate: bool
) -> Outcome | None:
    """What became of an item, told by its rounds; ``None`` where nothing tells it.

    Owners' joint decisions (民法典 278) are only ever recommended at a table.
    """
    sound = [result for result in results if result is not Result.VOID]
    if not sound:
        return None if quorate else Outcome.QUORUM_MISSED
    match sound[-1]:
        case Result.PASSED if decision is Decision.OWNERS_JOINT:
            return Outcome.RECOMMENDED
        case Result.PASSED:
            return Outcome.PASSED_AMENDED if amended else Outcome.PASSED
        case Result.TIED:
            return Outcome.NOT_PASSED_TIE
        case _:
            return Outcome.NOT_PASSED
