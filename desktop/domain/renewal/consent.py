"""One compound, one plan (一小区一方案): its life, its consent, its gate, and whether its figures agree.

The consent of a renewal is asked at a threshold of the project's own document; no national figure
exists. 先治后改: before approval it is asked who manages, who pays for upkeep, whether there is a
公约.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.domain.renewal.costs import Bill, Funding, Payers
from desktop.domain.renewal.errors import RenewalNotNow
from desktop.domain.renewal.survey import Answer, Want, Wish, area
from desktop.domain.renewal.terms import Base, RenewalStage
from desktop.domain.rule import chinese

GATES = ("谁来管（管理主体）", "钱从哪来（长效管护费用）", "公约（居民公约或管理规约）")
STAGES = tuple(RenewalStage)


def moved(stage: RenewalStage, to: RenewalStage) -> RenewalStage:
    """Where a plan goes from ``stage``: one step on, or back to any earlier one (改了再来)."""
    if STAGES.index(to) > STAGES.index(stage) + 1:
        raise RenewalNotNow(stage, f"直接到“{to.word}”")
    return to


@dataclass(frozen=True, slots=True)
class Consent:
    """The threshold of a project: at least ``share`` of the households of its base, and where its
    document says so of their area too; ``source`` is that document."""

    share: Fraction
    source: str
    base: Base = Base.ALL
    by_area: bool = False

    @property
    def words(self) -> str:
        share = f"的{chinese(self.share.denominator)}分之{chinese(self.share.numerator)}以上"
        whole = f"{self.base.word}数{'和面积' if self.by_area else ''}"
        return whole + (share if self.share < 1 else "全部")

    def checks(self, wish: Wish) -> list["Check"]:
        """Each inequality of the threshold, as anyone can check it."""
        whole = wish.households if self.base is Base.ALL else wish.answered
        found = [Check("户数", wish.yes, whole, self.share)]
        if self.by_area:
            whole_area = wish.area if self.base is Base.ALL else wish.area_answered
            found.append(Check("面积", wish.area_yes, whole_area, self.share, wish.unmeasured))
        return found

    def reached(self, wish: Wish) -> bool:
        return all(check.holds for check in self.checks(wish))

    def missing(self, wish: Wish) -> int:
        """How many households are still missing to it, those of the base being as many as now."""
        return int(self.checks(wish)[0].missing)

    def inequality(self, wish: Wish) -> str:
        """``3×139 ≥ 2×168``."""
        return "；".join(check.inequality for check in self.checks(wish))


@dataclass(frozen=True, slots=True)
class Check:
    """One measure of a threshold: ``part`` of ``whole`` in 户 or m²."""

    measure: str
    part: int | Decimal
    whole: int | Decimal
    share: Fraction
    unknown: int = 0  # households whose m² is not known: with them nothing is certain

    @property
    def holds(self) -> bool:
        top, below = self.share.numerator, self.share.denominator
        enough = self.part * below >= self.whole * top
        return bool(self.whole) and enough and not self.unknown

    @property
    def missing(self) -> int | Decimal:
        """What is missing: whole households, or m² rounded up to 0.01."""
        needed = self.share * Fraction(self.whole) - Fraction(self.part)
        if needed <= 0:
            return 0
        if self.measure == "户数":
            return -(-needed.numerator // needed.denominator)
        hundredths = -(-(needed * 100).numerator // (needed * 100).denominator)
        return Decimal(hundredths).scaleb(-2)

    @property
    def lacks(self) -> str:
        """What is missing, in words: 还差 3 户."""
        if self.missing:
            return f"还差 {self.missing} {'户' if self.measure == '户数' else '平方米'}"
        return "有户没有面积，不能确定" if self.unknown else "还没有调查"

    @property
    def inequality(self) -> str:
        sign = (
            "≥" if self.part * self.share.denominator >= self.whole * self.share.numerator else "<"
        )
        top, below = self.share.numerator, self.share.denominator
        unknown = f"（有 {self.unknown} 户没有面积，不能确定）" if self.unknown else ""
        return f"{below}×{self.part} {sign} {top}×{self.whole}{unknown}"


@dataclass(frozen=True, slots=True)
class Gate:
    """One question of 先治后改, and what was answered; blank is open."""

    question: str
    answer: str

    @property
    def settled(self) -> bool:
        return bool(self.answer.strip())


def payers(answers: Sequence[Answer]) -> Payers:
    """Who pays where the money comes from households, of one answer a household."""
    willing = [each for each in answers if each.want is Want.YES]
    return Payers(len(willing), area(willing), len(answers), area(answers))


@dataclass(frozen=True, slots=True)
class Opposition:
    """What still stands against one work: how many households, with how many a talk ended well."""

    work: str
    households: int
    settled: int

    @property
    def open(self) -> int:
        return self.households - self.settled


def opposition(
    objecting: Mapping[str, Sequence[str]], settled: Mapping[str, Sequence[str]]
) -> list[Opposition]:
    """Works with objections, by (work → doors). A door that has agreed since is settled; whatever
    stands against one work stops no other (一人反对不搁置全盘)."""
    return [
        Opposition(work, len(set(doors)), len(set(doors) & set(settled.get(work, ()))))
        for work, doors in objecting.items()
    ]


@dataclass(frozen=True, slots=True)
class Traced:
    """One work of the plan, and what it rests on."""

    work: str
    voices: str
    resolution: str
    wished: int  # households that named it among their first three


def contradictions(
    wish: Wish,
    bill: Bill,
    paid: Funding,
    works: Sequence[str],
    gates: Sequence[Gate],
    traced: Sequence[Traced] = (),
) -> list[str]:
    """What must be looked at before a plan is printed, in words."""
    found = []
    gap = paid.gap(bill.total)
    if gap > 0:
        found.append(f"资金还差 {gap} 元")
    elif gap < 0:
        found.append(f"资金比预算多 {-gap} 元")
    priced = [each.line.work for each in bill.lines if each.line.rate is None]
    found += [f"预算里的“{work}”不在改造内容清单里" for work in priced if work not in works]
    if bill.lines:
        found += [f"“{work}”在改造内容里，预算里没有" for work in works if work not in priced]
    found += [
        f"“{each.work}”没有来源：没有建议编号、决议，也没有户选它"
        for each in traced
        if not (each.voices or each.resolution or each.wished)
    ]
    loose = sum(not each.resolution for each in traced)
    if loose:
        found.append(f"{loose} 项改造内容还没有写决议依据")
    if wish.unmeasured:
        found.append(f"{wish.unmeasured} 户没有面积，没有算进面积里")
    found += [f"还没有写明：{gate.question}" for gate in gates if not gate.settled]
    if wish.households == 0:
        found.append("还没有入户调查")
    if bill.total == Decimal(0):
        found.append("还没有预算")
    return list(dict.fromkeys(found))
