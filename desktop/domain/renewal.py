"""One compound, one plan (一小区一方案): its frame, its gate, and whether its figures agree.

The consent of a renewal is asked at a threshold of the project's own document; no national figure
exists. 先治后改: before approval it is asked who manages, who pays for upkeep, whether there is a
公约.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.domain.costs import Bill, Funding
from desktop.domain.rule import chinese
from desktop.domain.survey import Wish

GATES = ("谁来管（管理主体）", "钱从哪来（长效管护费用）", "公约（居民公约或管理规约）")


@dataclass(frozen=True, slots=True)
class Consent:
    """The threshold of a project: at least ``share`` of all households, by the document ``source``."""

    share: Fraction
    source: str

    @property
    def words(self) -> str:
        return f"全体户数的{chinese(self.share.denominator)}分之{chinese(self.share.numerator)}以上"

    def reached(self, wish: Wish) -> bool:
        return wish.yes * self.share.denominator >= wish.households * self.share.numerator

    def missing(self, wish: Wish) -> int:
        """How many households are still missing to it."""
        needed = self.share * wish.households
        return max(0, -(-needed.numerator // needed.denominator) - wish.yes)

    def inequality(self, wish: Wish) -> str:
        """``3×139 ≥ 2×168``, as anyone can check it."""
        sign = "≥" if self.reached(wish) else "<"
        top, below = self.share.numerator, self.share.denominator
        return f"{below}×{wish.yes} {sign} {top}×{wish.households}"


@dataclass(frozen=True, slots=True)
class Gate:
    """One question of 先治后改, and what was answered; blank is open."""

    question: str
    answer: str

    @property
    def settled(self) -> bool:
        return bool(self.answer.strip())


def contradictions(
    wish: Wish, bill: Bill, paid: Funding, works: Sequence[str], gates: Sequence[Gate]
) -> list[str]:
    """What must be looked at before a plan is printed, in words."""
    found = []
    gap = paid.gap(bill.total)
    if gap > 0:
        found.append(f"资金还差 {gap} 元")
    elif gap < 0:
        found.append(f"资金比预算多 {-gap} 元")
    found += [
        f"预算里的“{line.line.work}”不在改造内容清单里"
        for line in bill.lines
        if line.line.rate is None and line.line.work not in works
    ]
    found += [f"还没有写明：{gate.question}" for gate in gates if not gate.settled]
    if wish.households == 0:
        found.append("还没有入户调查")
    if bill.total == Decimal(0):
        found.append("还没有预算")
    return list(dict.fromkeys(found))
