"""A lift added to one unit (加装电梯): its rule, what is missing to it, and who pays how much.

The households of the unit decide, under the rule of the city, which each project names: a usual
one asks two thirds to take part and three quarters of those to agree, by heads and by area; others
ask a share of all (domain.md 1.5). Areas are ``Decimal`` m², money is ``Decimal`` 元.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.domain.renewal.consent import Check
from desktop.domain.renewal.costs import shared
from desktop.domain.renewal.errors import NobodyPays, NoCoefficient
from desktop.domain.renewal.survey import Answer, Lift, UnitLift, area
from desktop.domain.rule import chinese

# Nobody pays on the ground floor; each floor above pays more. A proposal to begin with, not a rule.
USUAL: Mapping[int, Decimal] = {1: Decimal(0), 2: Decimal("0.5")} | {
    floor: Decimal("0.5") + Decimal("0.25") * (floor - 2) for floor in range(3, 31)
}


@dataclass(frozen=True, slots=True)
class LiftRule:
    """The rule of the city: who must take part, who must agree, and where it is written.

    With ``of_all`` the agreeing are held against all households of the unit, and taking part is
    not asked for by itself.
    """

    part: Fraction = Fraction(2, 3)
    agree: Fraction = Fraction(3, 4)
    of_all: bool = False
    source: str = ""

    @property
    def words(self) -> str:
        part, agree = _share(self.part), _share(self.agree)
        if self.of_all:
            return f"本单元全体户数和面积的{agree}以上同意"
        return f"户数和面积的{part}以上参与，参与的户数和面积的{agree}以上同意"


def _share(share: Fraction) -> str:
    return f"{chinese(share.denominator)}分之{chinese(share.numerator)}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands: each condition as an inequality. Silence is no consent."""

    participation: tuple[Check, ...]
    approval: tuple[Check, ...]
    must_agree: tuple[str, ...]  # doors whose own rooms are touched and that have not agreed
    spoken: int = 0  # households that have said anything

    @property
    def meets(self) -> bool:
        checks = (*self.participation, *self.approval)
        return not self.must_agree and all(check.holds for check in checks)


def standing(unit: UnitLift, rule: LiftRule, touched: Sequence[str] = ()) -> Standing:
    """Hold a unit's answers against the rule; ``touched``: doors that must agree by themselves."""
    agree, part = unit.of(Lift.AGREE), unit.taking_part
    whole = unit.answers if rule.of_all else part
    agreed = {each.room for each in agree}
    unknown = sum(each.area is None for each in unit.answers)
    return Standing(
        () if rule.of_all else (
            Check("户数", len(part), len(unit.answers), rule.part),
            Check("面积", area(part), area(unit.answers), rule.part, unknown),
        ),
        (
            Check("户数", len(agree), len(whole), rule.agree),
            Check("面积", area(agree), area(whole), rule.agree, unknown),
        ),
        tuple(room for room in touched if room not in agreed),
        len(part),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """A proposal of who pays: 元, and a coefficient for each floor.

    ``cost``: building it; ``subsidy``: what others pay of it; ``compensation``: what each household
    of the ground floor is paid, on top of the cost; ``running``: a year's upkeep, shared alike.
    """

    cost: Decimal
    subsidy: Decimal
    compensation: Decimal
    running: Decimal
    coefficients: Mapping[int, Decimal]
    by_area: bool = False

    @property
    def to_pay(self) -> Decimal:
        """What the households pay before any compensation."""
        return self.cost - self.subsidy


@dataclass(frozen=True, slots=True)
class Part:
    """One household's part, in 元; ``receives`` is a compensation."""

    room: str
    floor: int
    coefficient: Decimal
    pays: Decimal
    receives: Decimal
    running: Decimal  # a year


def parts(households: Sequence[Answer], terms: Terms) -> list[Part]:
    """Who pays and who receives what. Sums are exact to the cent: what is paid is what the lift
    costs, less the subsidy, plus all compensation. Raise ``NoCoefficient`` or ``NobodyPays``."""
    weights = []
    for each in households:
        if each.floor is None or each.floor not in terms.coefficients:
            raise NoCoefficient(
                each.room, "楼层" if each.floor is None else f"第 {each.floor} 层的系数"
            )
        if terms.by_area and each.area is None:
            raise NoCoefficient(each.room, "面积")
        size = (each.area or Decimal(0)) if terms.by_area else Decimal(1)
        weights.append(terms.coefficients[each.floor] * size)
    if not any(weights):
        raise NobodyPays
    receives = [terms.compensation if (each.floor or 0) == 1 else Decimal(0) for each in households]
    due = max(Decimal(0), terms.to_pay) + sum(receives, Decimal(0))
    return [
        Part(each.room, each.floor or 0, terms.coefficients[each.floor or 0], pays, gets, year)
        for each, pays, gets, year in zip(
            households, shared(due, weights), receives, shared(terms.running, weights), strict=True
        )
    ]


def coefficients(text: str) -> dict[int, Decimal]:
    """Coefficients as they are typed: 1:0 2:0.5 3:0.75; raise ``ValueError`` with the wrong part."""
    found: dict[int, Decimal] = {}
    for piece in text.replace("，", " ").replace(",", " ").replace("：", ":").split():
        floor, _, told = piece.partition(":")
        plain = floor.removesuffix("层").removesuffix("楼")
        # -1:0 is the dwelling below the ground floor
        if not plain.removeprefix("-").isdecimal() or not told.replace(".", "", 1).isdecimal():
            raise ValueError(piece)
        found[int(plain)] = Decimal(told)
    return found


def coefficient_words(told: Mapping[int, Decimal]) -> str:
    return " ".join(f"{floor}:{value:f}" for floor, value in sorted(told.items()))
