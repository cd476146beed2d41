"""Everything the papers of a renewal plan are made from, and the figures that follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from desktop.domain.renewal import costs, survey
from desktop.domain.renewal.consent import (
    Consent,
    Gate,
    Opposition,
    Traced,
    contradictions,
    opposition,
    payers,
)
from desktop.domain.renewal.costs import Bill, Funding
from desktop.domain.renewal.ledger import Cells, costs_of, sources_of, works_of
from desktop.domain.renewal.survey import Answer, Double, Priority, UnitLift, Want, Wish
from desktop.domain.renewal.terms import Ledger, RenewalStage

SETTLED = frozenset({"同意", "不再反对"})  # how a talk ends that ends an objection


@dataclass(frozen=True, slots=True)
class SchemeFacts:
    """One version of the scheme: when, what about, who approved it how, since when it is posted."""

    number: int
    made_on: date
    said: str
    approved_by: str
    approved_on: date | None
    approved_how: str
    posted_on: date | None
    days: int
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What the last section of a plan names."""

    meetings: tuple[tuple[date, str], ...] = ()
    polls: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()  # (kind, name) of photos and drawings
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class RenewalFacts:
    """A plan as it is now. ``answers``: one a household; ``hand``: figures told where nobody was
    asked household by household. Figures are worked out once, from one place each."""

    compound: str
    community: str
    title: str
    stage: RenewalStage
    consent: Consent
    about: str = ""
    period: str = ""
    upkeep: str = ""
    risks: str = ""
    area_name: str = ""
    gates: tuple[Gate, ...] = ()
    answers: tuple[Answer, ...] = ()
    doubles: tuple[Double, ...] = ()
    hand: Wish | None = None
    ledgers: Mapping[Ledger, Sequence[Cells]] = field(default_factory=dict)
    schemes: tuple[SchemeFacts, ...] = ()
    enclosed: Enclosed = Enclosed()
    frame: tuple[tuple[str, str], ...] = ()  # 基本情况: what it is, how much
    voices: tuple[tuple[str, int], ...] = ()  # suggestions by category

    def lines(self, ledger: Ledger) -> Sequence[Cells]:
        return self.ledgers.get(ledger, ())

    @cached_property
    def by_hand(self) -> bool:
        """Whether the wish is told by hand: nobody has answered, and somebody has told figures."""
        spoken = any(each.id for each in self.answers)
        return not spoken and self.hand is not None

    @cached_property
    def wish(self) -> Wish:
        return self.hand if self.by_hand and self.hand else survey.wish(self.answers)

    @cached_property
    def works(self) -> dict[str, str]:
        return works_of(self.lines(Ledger.WORKS))

    @cached_property
    def bill(self) -> Bill:
        return costs.bill(costs_of(self.lines(Ledger.COSTS)))

    @cached_property
    def payers(self) -> costs.Payers:
        if self.by_hand:
            wish = self.wish
            return costs.Payers(wish.yes, wish.area_yes, wish.households, wish.area)
        return payers(self.answers)

    @cached_property
    def paid(self) -> Funding:
        return costs.funding(sources_of(self.lines(Ledger.SOURCES)), self.payers)

    @cached_property
    def priorities(self) -> list[Priority]:
        return survey.priorities(self.answers, self.works)

    @cached_property
    def units(self) -> list[UnitLift]:
        return survey.lifts(self.answers)

    @cached_property
    def opposition(self) -> list[Opposition]:
        """Which works somebody stands against, and how far the talks have come."""
        objecting = {
            work: [each.door for each, _ in rows]
            for work, rows in survey.objections(self.answers).items()
        }
        settled: dict[str, list[str]] = {}
        for talk in self.lines(Ledger.TALKS):
            if talk["result"] in SETTLED and talk["door"]:
                settled.setdefault(talk["work"], []).append(talk["door"])
        return opposition(objecting, settled)

    @cached_property
    def traced(self) -> list[Traced]:
        """Each work with the suggestions, the resolution and the wishes it rests on."""
        wished = {each.work: each.mentions for each in self.priorities}
        return [
            Traced(line["work"], line["voices"], line["resolution"], wished.get(line["work"], 0))
            for line in self.lines(Ledger.WORKS)
            if line["work"] in self.works
        ]

    @cached_property
    def open(self) -> list[str]:
        """What is still to be settled before the plan is signed, in words."""
        found = contradictions(
            self.wish, self.bill, self.paid, list(self.works), self.gates, self.traced
        )
        silent = sum(each.want is Want.NONE for each in self.answers)
        if silent:
            found.append(f"还有 {silent} 户未答")
        if not self.consent.source:
            found.append("同意比例还没有写依据哪份文件")
        for each in self.lines(Ledger.COMMENTS):
            if each["state"] in {"", "待答复"}:
                found.append("方案意见里还有没答复的")
                break
        against = [f"{each.work} {each.open} 户" for each in self.opposition if each.open]
        if against:
            found.append(f"异议没有谈妥的：{'、'.join(against)}；只影响这几项，其他各项不受影响")
        return found
