"""What a renewal costs and who pays: exact to the cent, in 元.

Each line is rounded half up to the cent by itself; rates (设计监理费, 预备费) are taken of the sum of
all priced lines, 工程费合计.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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
    """One source of money: an amount, or so much of each household that wants the renewal."""

    name: str
    amount: Decimal | None = None
    each: Decimal | None = None  # 元 a household


@dataclass(frozen=True, slots=True)
class Funding:
    sources: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        return sum((amount for _, amount in self.sources), Decimal(0))

    def gap(self, cost: Decimal) -> Decimal:
        """What is missing; negative where there is more than is needed."""
        return cost - self.total


def funding(sources: Sequence[Source], willing: int) -> Funding:
    """Every source with its amount; ``willing`` households pay where a source is by household."""
    return Funding(
        tuple(
            (
                each.name,
                money(each.each * willing if each.each is not None else each.amount or Decimal(0)),
            )
            for each in sources
        )
    )
