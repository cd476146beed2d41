"""Checking a published result: totals only, some of them missing; bounds instead of guesses."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.decision_rule import DecisionRule
from desktop.domain.rule import Threshold
from desktop.domain.terms import Comparison, Measured


class Verdict(StrEnum):
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    QUORUM_MISSED = "quorum_missed"
    UNDETERMINED = "undetermined"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Figures:
    """Published figures of one measure, as whole counts; ``None`` where nothing was published."""

    total: int | None
    participating: int | None
    agree: int | None
    against: int | None = None
    abstain: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition as far as the figures tell: ``holds`` is ``None`` where they do not."""

    name: str
    factors: tuple[int, int]
    comparison: Comparison
    left: int | None
    right: int | None
    holds: bool | None


def inconsistencies(figures: Figures, measure: str) -> list[str]:
    """Sums that cannot be, in words."""
    found = []
    named = (
        ("总数", figures.total), ("参加表决", figures.participating), ("同意", figures.agree),
        ("反对", figures.against), ("弃权", figures.abstain),
    )  # fmt: skip
    found += [
        f"{measure}：{name}是负数" for name, value in named if value is not None and value < 0
    ]
    told = [value for _, value in named[2:] if value is not None]
    for name, whole in named[:2]:
        if whole is not None and sum(told) > whole:
            found.append(f"{measure}：同意、反对、弃权合计多于{name}")
    both = figures.total, figures.participating
    if both[0] is not None and both[1] is not None and both[1] > both[0]:
        found.append(f"{measure}：参加表决多于总数")
    return found


def quorum(figures: Figures, threshold: Threshold, name: str) -> Bound:
    """Whether enough took part. At least those counted did; at most everybody."""
    return _bound(name, threshold, figures.participating, figures.total, _reach_of_part(figures))


def approval(figures: Figures, threshold: Threshold, name: str) -> Bound:
    """Whether enough of those taking part agreed."""
    return _bound(name, threshold, figures.agree, figures.participating, _reach_of_agree(figures))


Reach = list[tuple[int, int | None]]  # pairs (part, whole) at the ends; None: without limit


def _bound(
    name: str, threshold: Threshold, part: int | None, whole: int | None, reach: Reach
) -> Bound:
    """Evaluate at the corners of what is possible: true or false only when all agree."""
    met = {_met(threshold, *corner) for corner in reach}
    holds = met.pop() if len(met) == 1 else None
    factors = threshold.denominator, threshold.numerator
    return Bound(name, factors, threshold.comparison, part, whole, holds)


def _met(threshold: Threshold, part: int, whole: int | None) -> bool:
    if whole is None:  # as large as one likes: no share of it is reached
        return False
    return whole > 0 and threshold.met(part, whole)


def _reach_of_part(figures: Figures) -> Reach:
    counted = _counted(figures)
    low = counted if figures.participating is None else figures.participating
    if figures.total is not None:
        high = figures.total if figures.participating is None else low
        return [(low, figures.total), (high, figures.total)]
    if figures.participating == 0:
        return [(0, None)]
    # everybody may have taken part, or any number may have stayed away
    return [(low, None), (max(low, 1), max(low, 1))]


def _reach_of_agree(figures: Figures) -> Reach:
    others = (figures.against or 0) + (figures.abstain or 0)
    part, agree = figures.participating, figures.agree
    if part is not None:
        if agree is not None:
            return [(agree, part)]
        return [(0, part), (max(0, part - others), part)]
    most = figures.total
    if agree is not None:
        return [(agree, agree + others), (agree, most)]
    # nobody may have agreed; or everybody who was not counted otherwise
    full = None if most is None else max(0, most - others)
    corners: Reach = [(0, None)]
    if full is None:
        return [*corners, (1, 1)]
    return [*corners, (full, full + others)]


def _counted(figures: Figures) -> int:
    return sum(value or 0 for value in (figures.agree, figures.against, figures.abstain))


def judge(heads: Figures, area: Figures, rule: DecisionRule) -> tuple[Verdict, tuple[Bound, ...]]:
    """The verdict that the figures allow, with its four conditions."""
    asked = {Measured.HEADS: heads, Measured.AREA: area}
    taking_part = {each.measure: each.threshold for each in rule.participation}
    agreeing = {each.measure: each.threshold for each in rule.approval}
    bounds = tuple(
        decide(figures, thresholds[measure], f"{name}_{measure.value}")
        for name, decide, thresholds in (
            ("quorum", quorum, taking_part),
            ("approval", approval, agreeing),
        )
        for measure, figures in asked.items()
    )
    held = [bound.holds for bound in bounds]
    if False in held[:2]:
        return Verdict.QUORUM_MISSED, bounds
    if False in held[2:]:
        return Verdict.NOT_PASSED, bounds
    return (Verdict.PASSED if all(held) else Verdict.UNDETERMINED), bounds
