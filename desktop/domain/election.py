"""Elections and choices between schemes: several names on one ballot, the same rule for each.

Every item offers 反对: a ballot that names nobody takes part and is for nobody. Each name is
counted as a question of its own, so that owners of several doors are one head here, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.decision_rule import DecisionRule
from desktop.domain.measure import Both
from desktop.domain.tally import Condition, Tally, conditions, is_quorum


@dataclass(frozen=True, slots=True)
class Standing:
    """What one candidate (or scheme) got, and whether the rule is met for him."""

    name: str
    tally: Tally
    conditions: tuple[Condition, ...]

    @property
    def votes(self) -> Both:
        return self.tally.agree

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

    @property
    def quorate(self) -> bool:
        return all(each.holds for each in self.quorum)


def elect(
    tallies: Mapping[str, Tally], rule: DecisionRule, seats: int, substitutes: int = 0
) -> Election:
    """Fill the seats from the tally of each name.

    A candidate is elected when the rule is met for him and fewer than ``seats`` others did at
    least as well. One does better only when every measure of the rule says so: where heads and
    area differ, or one of them is equal, no rule tells who is before whom, and those at the last
    place are told as ``tied``. A choice between schemes has one seat.
    """
    if not tallies or seats < 1 or substitutes < 0:
        raise ValueError("there are names, and at least one seat")
    told = {name: conditions(tally, rule) for name, tally in tallies.items()}
    quorum = tuple(each for each in next(iter(told.values())) if is_quorum(each))
    order = list(tallies)
    standings = sorted(
        (
            Standing(name, tally, tuple(each for each in told[name] if not is_quorum(each)))
            for name, tally in tallies.items()
        ),
        key=lambda each: (
            -each.votes.heads.count,
            -each.votes.area.count,
            order.index(each.name),
        ),
    )
    quorate = all(each.holds for each in quorum)
    passed = [each for each in standings if each.enough] if quorate else []
    elected, tied = _places(passed, seats, by_area=rule.by_area)
    rest = [each for each in passed if each.name not in {*elected, *tied}]
    second, also_tied = _places(rest, substitutes, by_area=rule.by_area) if not tied else ([], [])
    return Election(
        quorum,
        tuple(standings),
        tuple(elected),
        tuple(second),
        (*tied, *also_tied),
        max(0, seats - len(elected)),
    )


def _places(
    passed: Sequence[Standing], places: int, *, by_area: bool
) -> tuple[list[str], list[str]]:
    """Who gets the places for certain; who is not told apart at the last of them."""

    def better(one: Standing, other: Standing) -> bool:
        return one.votes.heads > other.votes.heads and (
            not by_area or one.votes.area > other.votes.area
        )

    sure, tied = [], []
    for each in passed:
        others = [other for other in passed if other is not each]
        if sum(1 for other in others if not better(each, other)) < places:
            sure.append(each.name)
        elif sum(1 for other in others if better(other, each)) < places:
            tied.append(each.name)
    return sure, tied
