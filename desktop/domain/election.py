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

    A candidate is elected when the rule is met for him and no more than ``seats`` did better;
    equal votes at the last place are told as ``tied``. A choice between schemes has one seat.
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
    elected, tied = _places(passed, seats)
    rest = [each for each in passed if each.name not in {*elected, *tied}]
    second, also_tied = _places(rest, substitutes) if not tied else ([], [])
    return Election(
        quorum,
        tuple(standings),
        tuple(elected),
        tuple(second),
        (*tied, *also_tied),
        max(0, seats - len(elected)),
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
