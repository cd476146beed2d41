"""A written vote as its papers tell it: what is asked, who may vote, what came back, the counts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from desktop.domain import area as areas
from desktop.domain.electorate import Scope
from desktop.domain.figures import MatterFigures
from desktop.domain.ids import Ref
from desktop.domain.poll import HouseRules, Matter
from desktop.domain.terms import Electorate, PollStage


@dataclass(frozen=True, slots=True)
class PollFacts:
    """Everything of a vote but its roll and its ballots. ``area`` in units of 0.0001 m²."""

    ref: Ref
    title: str
    compound: str
    convener: str
    stage: PollStage
    number: int
    opens_on: date
    closes_on: date
    noticed_on: date | None
    extensions: tuple[str, ...]
    scope: Scope
    rules: HouseRules
    publicity_days: int
    posted_on: date | None
    body: UUID | None
    matters: tuple[Matter, ...]
    frozen_at: str
    roll_digest: str
    doors: int
    heads: int
    area: int
    gap: str
    void_reason: str

    @property
    def by_area(self) -> bool:
        return any(matter.rule.by_area for matter in self.matters)

    @property
    def size(self) -> str:
        """How large the electorate is, in one line."""
        if self.body is not None:
            return f"{self.heads} 人"
        if self.by_door:
            return f"{self.doors} 户"
        area = f"，专有部分面积 {areas.shown(self.area)} ㎡" if self.by_area else ""
        return f"{self.doors} 户，{self.heads} 人{area}"

    @property
    def by_door(self) -> bool:
        """Whether every household is one, whoever owns it."""
        return any(matter.rule.by_door for matter in self.matters)

    @property
    def of_owners(self) -> bool:
        """Whether owners decide as owners: what 民法典 art. 280 speaks of."""
        return any(matter.rule.of_owners for matter in self.matters)

    @property
    def voter(self) -> str:
        """What one who votes is called: 业主, 住户, 居民, 成员."""
        if self.body is not None:
            return "成员"
        if not self.by_door:
            return "业主"
        residents = any(m.rule.electorate is Electorate.RESIDENTS for m in self.matters)
        return "居民" if residents else "住户"

    @property
    def everybody(self) -> str:
        """How a notice addresses those who vote."""
        return "各位成员" if self.body is not None else f"{self.compound}全体{self.voter}"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Papers counted: printed = kept + issued; issued = returned + outstanding + spoilt."""

    printed: int
    kept: int  # printed, never given out
    issued: int
    returned: int
    outstanding: int
    spoilt: int  # spoilt or replaced after they were given out
    entered: int
    platform: int  # votes from a platform: no papers
    sorted: tuple[int, int, int] | None = None  # valid, invalid, duplicate; once they are counted
    extra: int = 0  # papers beyond the printed ones: copies, second papers of a door

    @property
    def lines(self) -> tuple[str, ...]:
        """The sums, each as anyone can check it."""
        return (
            f"印制 {self.printed} = 留存 {self.kept} + 发出 {self.issued}",
            f"发出 {self.issued} = 交回 {self.returned} + 未交回 {self.outstanding}"
            f" + 作废换发 {self.spoilt}",
            *self._sorted,
        )

    @property
    def _sorted(self) -> tuple[str, ...]:
        if self.sorted is None:
            return ()
        valid, invalid, duplicate = self.sorted
        extra = f" + 另收 {self.extra}" if self.extra else ""
        platform = f" + 平台票 {self.platform}" if self.platform else ""
        left = f" + 未录入 {self.not_entered}" if self.not_entered else ""
        return (
            f"交回 {self.returned}{extra}{platform} = 有效 {valid} + 无效 {invalid}"
            f" + 重复 {duplicate}{left}",
        )

    @property
    def not_entered(self) -> int:
        return self.returned + self.extra - self.entered


# What was put right after freezing: only the owner's is not told on a wall.
AREA, OWNER, CONSENT = "面积", "业主", "另行同意"


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction after freezing, as the result shows it."""

    door: str
    field: str
    old: str
    new: str
    reason: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class CountLine:
    """One count that was announced."""

    round: int
    at: str
    who: str
    reason: str
    matters: tuple[MatterFigures, ...]
    digest: str

    @property
    def code(self) -> str:
        """The short text that papers print: four groups of four."""
        return "-".join(self.digest[n : n + 4] for n in range(0, 16, 4)).upper()
