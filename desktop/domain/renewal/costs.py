"""What a renewal costs and who pays: exact to the cent, in 元.

Each line is rounded half up to the cent by itself; rates (设计监理费, 预备费) are taken of the sum of
all priced lines, 工程费合计.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

CENT = Decimal("0.01")


def money(value: Decimal) -> Decimal:
    """To the cent, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of a bill: ``quantity`` × ``price``, or ``rate`` of 工程费合计."""

    number: int
    category: str
    work: str
    item: str
    unit: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None
    rate: Decimal | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Priced:
    line: CostLine
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill with every amount worked out."""

    lines: tuple[Priced, ...]
    engineering: Decimal  # 工程费合计: the priced lines alone

    @property
    def total(self) -> Decimal:
        return sum((each.amount for each in self.lines), Decimal(0))

    def by_category(self) -> dict[str, Decimal]:
        return self._sums(lambda line: line.category, rates=True)

    def by_work(self) -> dict[str, Decimal]:
        return self._sums(lambda line: line.work, rates=False)

    def _sums(self, name: Callable[[CostLine], str], *, rates: bool) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for each in self.lines:
            if rates or each.line.rate is None:
                key = name(each.line)
                found[key] = found.get(key, Decimal(0)) + each.amount
        return found


def bill(lines: Sequence[CostLine]) -> Bill:
    """Work out every amount. A rate is taken of all priced lines, wherever it stands."""
    engineering = sum((_priced(each) for each in lines if each.rate is None), Decimal(0))
    return Bill(
        tuple(
            Priced(each, _priced(each) if each.rate is None else money(engineering * each.rate))
            for each in lines
        ),
        engineering,
    )


def _priced(line: CostLine) -> Decimal:
    return money((line.quantity or Decimal(0)) * (line.price or Decimal(0)))


@dataclass(frozen=True, slots=True)
class Source:
    """One source of money: an amount, or so much of each household or of each m² that pays.

    Those who pay are the households that want the renewal, or ``everybody``.
    """

    name: str
    amount: Decimal | None = None
    each: Decimal | None = None  # 元 a household
    by_area: Decimal | None = None  # 元 a m²
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Payers:
    """Households and their area in m²: those that want the renewal, and all of them."""

    willing: int
    willing_area: Decimal
    everybody: int
    whole_area: Decimal

    def heads(self, source: Source) -> int:
        return self.everybody if source.everybody else self.willing

    def area(self, source: Source) -> Decimal:
        return self.whole_area if source.everybody else self.willing_area


@dataclass(frozen=True, slots=True)
class Funding:
    sources: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        return sum((amount for _, amount in self.sources), Decimal(0))

    def gap(self, cost: Decimal) -> Decimal:
        """What is missing; negative where there is more than is needed."""
        return cost - self.total


def funding(sources: Sequence[Source], payers: Payers) -> Funding:
    """Every source with its amount."""
    return Funding(tuple((each.name, amount_of(each, payers)) for each in sources))


def amount_of(source: Source, payers: Payers) -> Decimal:
    if source.each is not None:
        return money(source.each * payers.heads(source))
    if source.by_area is not None:
        return money(source.by_area * payers.area(source))
    return money(source.amount or Decimal(0))


def shared(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """``total`` 元 by weight, to the cent, so that the parts add up to it exactly.

    Each gets its part rounded down; the cents that are left go to the largest remainders, of equal
    ones to the first. Raise ``ValueError`` when nobody has a weight.
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0:
        raise ValueError("nobody pays")
    cents = int(money(total) * 100)
    exact = [Fraction(cents) * Fraction(each) / Fraction(whole) for each in weights]
    parts = [floor(each) for each in exact]
    order = sorted(range(len(weights)), key=lambda n: (parts[n] - exact[n], n))
    for place in order[: cents - sum(parts)]:
        parts[place] += 1
    return [Decimal(part).scaleb(-2) for part in parts]
