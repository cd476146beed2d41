"""Elections and choices between schemes: several names on one ballot, the same rule for each.

Every item offers 反对: a ballot that names nobody takes part and is for nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.domain.decision_rule import DecisionRule
from desktop.domain.measure import NONE, Both
from desktop.domain.tally import Condition, meets


@dataclass(frozen=True, slots=True)
class Slip:
    """One voter's ballot: his weight and whom he chose; ``None`` when the ballot is invalid."""

    weight: Both
    chosen: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What one candidate (or scheme) got, and whether the rule is met for him."""

    name: str
    votes: Both
    conditions: tuple[Condition, ...]

    @property
    def enough(self) -> bool:
        return all(each.holds for each in self.conditions)


@dataclass(frozen=True, slots=True)
class Election:
    """The result. ``tied``: equal at the last place, to be decided by another round, never by us."""

    quorum: tuple[Condition, ...]
    standings: tuple[Standing, ...]  # most votes first
    elected: tuple[str, ...]
    substitutes: tuple[str, ...]
    tied: tuple[str, ...]
    vacant: int  # seats nobody got
    participating: Both
    invalid: Both
    none_of_them: Both  # ballots that chose nobody

    @property
    def quorate(self) -> bool:
        return all(each.holds for each in self.quorum)


def elect(
    slips: Iterable[Slip],
    names: Sequence[str],
    entitled: Both,
    rule: DecisionRule,
    seats: int,
    substitutes: int = 0,
) -> Election:
    """Count an election: at most ``seats`` names on a ballot (choose ≤ n), more make it invalid.

    A candidate is elected when the rule is met for him and no more than ``seats`` did better;
    equal votes at the last place are told as ``tied``. A choice between schemes has one seat.
    """
    if len(set(names)) < len(names) or seats < 1 or substitutes < 0:
        raise ValueError("names are told apart, and there is at least one seat")
    votes = dict.fromkeys(names, NONE)
    participating = invalid = nobody = NONE
    for slip in slips:
        if slip.chosen is None or len(slip.chosen) > seats or not slip.chosen <= votes.keys():
            invalid += slip.weight
            continue
        participating += slip.weight
        if not slip.chosen:
            nobody += slip.weight
        for name in slip.chosen:
            votes[name] += slip.weight
    quorum = tuple(
        meets(f"quorum_{d.measure.value}", d, participating, entitled) for d in rule.participation
    )
    standings = tuple(
        sorted(
            (
                Standing(
                    name,
                    got,
                    tuple(
                        meets(f"for_{d.measure.value}", d, got, participating)
                        for d in rule.approval
                    ),
                )
                for name, got in votes.items()
            ),
            key=lambda each: (
                -each.votes.heads.count,
                -each.votes.area.count,
                names.index(each.name),
            ),
        )
    )
    quorate = all(each.holds for each in quorum)
    passed = [each for each in standings if each.enough] if quorate else []
    elected, tied = _places(passed, seats)
    rest = [each for each in passed if each.name not in {*elected, *tied}]
    second, also_tied = _places(rest, substitutes) if not tied else ([], [])
    return Election(
        quorum,
        standings,
        tuple(elected),
        tuple(second),
        (*tied, *also_tied),
        max(0, seats - len(elected)),
        participating,
        invalid,
        nobody,
    )


def _places(passed: Sequence[Standing], places: int) -> tuple[list[str], list[str]]:
    """Who gets the places in order of votes; who is equal across the last of them."""
    if len(passed) <= places:
        return [each.name for each in passed], []
    if not places:
        return [], []
    first_out = passed[places]
    sure = [each for each in passed[:places] if each.votes != first_out.votes]
    if len(sure) == places:
        return [each.name for each in sure], []
    tied = [each.name for each in passed if each.votes == first_out.votes]
    return [each.name for each in sure], tied
