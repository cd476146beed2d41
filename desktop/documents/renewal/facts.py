"""Everything the papers of a renewal plan are made from, and the figures that follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Protocol

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
from desktop.domain.renewal.ledger import Cells
from desktop.domain.renewal.lift import LiftRule, Standing
from desktop.domain.renewal.plan_lines import costs_of, settled_doors, sources_of, works_of
from desktop.domain.renewal.scheme import PARTS, Version, differences
from desktop.domain.renewal.survey import Answer, Double, Lift, Priority, Want, Wish
from desktop.domain.renewal.terms import Ledger, RenewalStage

ELSEWHERE = "清单以外的内容"  # what people wrote themselves may name somebody: it is counted alone


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
class Approved:
    """The version that was approved last, with what was in it."""

    number: int
    parts: Version
    wish: Wish | None = None
    payers: costs.Payers | None = None


class UnitStanding(Protocol):
    """One unit's lift under its own rule (``services/renewal/lifts.py``)."""

    @property
    def name(self) -> str: ...
    @property
    def answers(self) -> tuple[Answer, ...]: ...
    @property
    def rule(self) -> LiftRule: ...
    @property
    def standing(self) -> Standing: ...


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
    asked household by household; ``fixed``: wish and payers as they were approved. Figures are
    worked out once, from one place each."""

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
    lift_units: tuple[UnitStanding, ...] = ()
    approved: Approved | None = None
    fixed: tuple[Wish, costs.Payers] | None = None

    def as_approved(self) -> "RenewalFacts":
        """The plan with the works, the bill, the money and the stages that were approved: what hangs
        on a wall as approved must be just that."""
        if self.approved is None:
            return self
        wish, paying = self.approved.wish, self.approved.payers
        fixed = (wish, paying) if wish is not None and paying is not None else None
        return replace(self, ledgers={**self.ledgers, **self.approved.parts}, fixed=fixed)

    @cached_property
    def changed(self) -> bool:
        """Whether something is not as it was approved."""
        return self.approved is not None and bool(
            differences(self.approved.parts, {part: self.lines(part) for part in PARTS})
        )

    def lines(self, ledger: Ledger) -> Sequence[Cells]:
        return self.ledgers.get(ledger, ())

    @cached_property
    def by_hand(self) -> bool:
        """Whether the wish is told by hand: nobody has answered, and somebody has told figures."""
        spoken = any(each.id for each in self.answers)
        return not spoken and self.hand is not None

    @cached_property
    def wish(self) -> Wish:
        if self.fixed is not None:
            return self.fixed[0]
        return self.hand if self.by_hand and self.hand else survey.wish(self.answers)

    @cached_property
    def works(self) -> dict[str, str]:
        return works_of(self.lines(Ledger.WORKS))

    @cached_property
    def bill(self) -> Bill:
        return costs.bill(costs_of(self.lines(Ledger.COSTS)))

    @cached_property
    def payers(self) -> costs.Payers:
        if self.fixed is not None:
            return self.fixed[1]
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
    def opposition(self) -> list[Opposition]:
        """Which works somebody stands against, and how far the talks have come."""
        known = {*self.works, survey.LIFT}
        objecting: dict[str, list[str]] = {}
        settled: dict[str, list[str]] = {}
        ended = settled_doors(self.lines(Ledger.TALKS))
        for work, rows in survey.objections(self.answers).items():
            name = work if work in known else ELSEWHERE
            for each, _ in rows:
                # off the catalogue one door may object to several things: each counts by itself
                whose = each.door if name is work else f"{each.door} {work}"
                objecting.setdefault(name, []).append(whose)
                if each.door in ended.get(work, ()):
                    settled.setdefault(name, []).append(whose)
        lift = objecting.setdefault(survey.LIFT, [])
        for each in self.answers:  # who is against a lift has said so without a second word
            if each.lift is Lift.OPPOSE and each.door not in lift:
                lift.append(each.door)
                if each.door in ended.get(survey.LIFT, ()):
                    settled.setdefault(survey.LIFT, []).append(each.door)
        return opposition({work: doors for work, doors in objecting.items() if doors}, settled)

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
        if self.approved is not None and self.changed:
            found.append(
                f"现在的内容和已通过的第 {self.approved.number} 版不一样，要另定一版再通过"
            )
        for each in self.lines(Ledger.COMMENTS):
            if each["state"] in {"", "待答复"}:
                found.append("方案意见里还有没答复的")
                break
        against = [f"{each.work} {each.open} 户" for each in self.opposition if each.open]
        if against:
            found.append(f"异议没有谈妥的：{'、'.join(against)}；只影响这几项，其他各项不受影响")
        return found
