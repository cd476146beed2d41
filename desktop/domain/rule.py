"""Rules as data: thresholds that are compared exactly, and the profile of a kind of meeting."""

import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from desktop.domain.errors import NotAShare
from desktop.domain.terms import Base, BodyKind, Comparison, Decision, MeetingKind


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share of a whole, to be reached (≥) or to be passed (>), and who says so.

    ``numerator / denominator`` of ``base``; ``source`` is the article or the house rule.
    """

    numerator: int
    denominator: int
    comparison: Comparison
    base: Base
    source: str

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator}/{self.denominator} is no share")

    def met(self, part: int, whole: int) -> bool:
        needed = Fraction(self.numerator, self.denominator) * whole
        return part >= needed if self.comparison is Comparison.AT_LEAST else part > needed

    def least(self, whole: int) -> int:
        """The smallest count that meets the threshold: 2/3 of 21 → 14; more than 1/2 of 19 → 10."""
        exact = Fraction(self.numerator, self.denominator) * whole
        up = -(-exact.numerator // exact.denominator)
        return up + (self.comparison is Comparison.MORE_THAN and exact == up)

    def inequality(self, part: int, whole: int) -> str:
        """The comparison as anyone can check it: ``2×15 > 19``, ``3×13 < 2×21``."""
        left, right = self.denominator * part, self.numerator * whole
        sign = ">" if left > right else "<" if left < right else "="
        if self.met(part, whole):
            sign = self.comparison.word
        return f"{_times(self.denominator, part)} {sign} {_times(self.numerator, whole)}"

    @property
    def short(self) -> str:
        """As a form writes it: 2/3, or >1/2."""
        more = ">" if self.comparison is Comparison.MORE_THAN else ""
        return f"{more}{self.numerator}/{self.denominator}"

    @property
    def words(self) -> str:
        """应到人数的三分之二以上（含本数）, or 超过到会有表决权人数的半数."""
        if (self.numerator, self.denominator) == (1, 1):
            return f"{self.base.word}全体"
        share = f"{chinese(self.denominator)}分之{chinese(self.numerator)}"
        if self.comparison is Comparison.AT_LEAST:
            return f"{self.base.word}的{share}以上（含本数）"
        half = (self.numerator, self.denominator) == (1, 2)
        return f"超过{self.base.word}的{'半数' if half else share}"


LONGEST = 20  # characters of a share; no place has more households


def read_share(text: str) -> tuple[int, int, Comparison]:
    """A share as people write it: 2/3 or 80% (以上), >1/2 (超过). Raise ``NotAShare``."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    comparison = Comparison.MORE_THAN if plain.startswith(">") else Comparison.AT_LEAST
    plain = plain.removeprefix(">").removeprefix("≥")
    if plain.endswith("%") and plain[:-1].isdecimal():
        plain = f"{plain[:-1]}/100"
    numerator, _, denominator = plain.partition("/")
    if len(plain) > LONGEST or not (numerator.isdecimal() and denominator.isdecimal()):
        raise NotAShare(text)
    part, whole = int(numerator), int(denominator)
    if not 0 < part <= whole:
        raise NotAShare(text)
    common = gcd(part, whole)
    return part // common, whole // common, comparison


@dataclass(frozen=True, slots=True)
class BodyQuorum:
    """How many of one body must be there for the table to be complete.

    ``instead``: bodies that count as this one (most old compounds have 自管委 for 业委会).
    """

    body: BodyKind
    threshold: Threshold
    instead: tuple[BodyKind, ...] = ()

    @property
    def name(self) -> str:
        return "、".join(body.word for body in (self.body, *self.instead))

    @property
    def words(self) -> str:
        """业委会、自管委至少1人到会, or 业委会须达应到人数的…."""
        if self.threshold.least(99) == 1:
            return f"{self.name}至少1人到会"
        return f"{self.name}须达{self.threshold.words}"


@dataclass(frozen=True, slots=True)
class Profile:
    """How one kind of meeting works. Frozen into each meeting when it is made."""

    key: str
    kind: MeetingKind
    name: str
    convener: str  # 召集单位, as a hint: the compound's name goes in front
    bodies: tuple[BodyKind, ...]  # who takes part, in the order of the sign-in sheet
    decision: Decision  # what its items usually are
    quorum: Threshold | None  # of the whole table
    body_quorums: tuple[BodyQuorum, ...]
    passing: Threshold | None  # None: this kind of meeting does not vote
    notice_days: int  # 0: none demanded
    notice_source: str
    second_round: bool  # a changed proposal may be voted on again at once
    short: bool  # usually recorded in the short form
    remark: str  # printed under the rule, or ""
    opinion: bool = False  # the party organisation says its opinion on every item beforehand
    announced_only: bool = False  # what the notice did not name is not voted on
    speech_minutes: int = 3  # how long one person may speak at a time


def _times(factor: int, count: int) -> str:
    return str(count) if factor == 1 else f"{factor}×{count}"


def chinese(number: int) -> str:
    digits = "零一二三四五六七八九十"
    return digits[number] if number <= 10 else str(number)
