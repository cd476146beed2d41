"""加装电梯, unit by unit: where it stands under the city's rule, who pays what, what is still open."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import Gone
from desktop.domain.renewal.errors import NotALedgerValue, NotInUnit, NotMetYet
from desktop.domain.renewal.ledger import MOST, Cells, number
from desktop.domain.renewal.lift import (
    USUAL,
    LiftRule,
    Part,
    Standing,
    Terms,
    coefficient_words,
    coefficients,
    parts,
    standing,
)
from desktop.domain.renewal.plan_lines import settled_doors
from desktop.domain.renewal.survey import LIFT, Answer, Lift, UnitLift, lifts, natural, unit_name
from desktop.domain.renewal.terms import Ledger, LiftStage
from desktop.services.records import checked, short
from desktop.services.renewal import records
from desktop.storage.store import Store
from desktop.storage.tables import RenewalLiftRecord, RenewalRecord


@dataclass(frozen=True, slots=True)
class LiftPlan:
    """What is filled in for one unit, as it is typed."""

    part: str = "2/3"
    agree: str = "3/4"
    of_all: bool = False
    source: str = ""
    cost: str = ""
    subsidy: str = ""
    compensation: str = ""
    running: str = ""
    coefficients: str = ""
    by_area: bool = False
    touched: str = ""
    note: str = ""
    stage: LiftStage = LiftStage.ASKING
    agreeing: bool = False  # only who agrees pays


@dataclass(frozen=True, slots=True)
class LiftLine:
    """One unit: its answers, its rule, where it stands, and the talks that were held about it.

    ``open``: doors that object and with whom no talk has ended well; who may see them sees them on
    screen, no paper names them.
    """

    building: str
    unit: str
    answers: tuple[Answer, ...]
    plan: LiftPlan
    rule: LiftRule
    standing: Standing
    kept: bool  # somebody has filled it in; else the usual rule is shown
    opposing: tuple[tuple[str, str], ...]  # (room, reason)
    open: tuple[str, ...]
    talks: tuple[Cells, ...]

    @property
    def name(self) -> str:
        return unit_name(self.building, self.unit)

    @property
    def id(self) -> tuple[str, str]:
        return self.building, self.unit


class Lifts:
    def __init__(self, store: Store) -> None:
        self._store = store

    def lines(self, compound_id: UUID) -> list[LiftLine]:
        """Every unit in walking order."""
        with self._store.reading() as session:
            record = records.found(session, compound_id)
            if record is None:
                return []
            kept = _kept(session, record)
            talks = [
                each
                for each in records.lines(session, record, Ledger.TALKS)
                if each["work"] == LIFT
            ]
            answers = records.counted(
                records.sheets(session, record), records.households(session, record)
            )
        return [_line(unit, kept.get((unit.building, unit.unit)), talks) for unit in lifts(answers)]

    def line(self, compound_id: UUID, building: str, unit: str) -> LiftLine:
        for each in self.lines(compound_id):
            if each.id == (building, unit):
                return each
        raise Gone("这个单元")

    def keep(self, compound_id: UUID, building: str, unit: str, plan: LiftPlan) -> None:
        """Write the rule and the terms of one unit; raise ``NotALedgerValue`` or ``NotAShare``."""
        rule, terms = _rule(plan), _terms(plan)
        line = self.line(compound_id, building, unit)
        touched = [_room(line, each) for each in re.split(r"[\s、,，;；]+", plan.touched) if each]
        if (
            plan.stage in _SIGNED
            and not standing(UnitLift(building, unit, line.answers), rule, touched).meets
        ):
            raise NotMetYet(line.name)
        with self._store.writing("renewal.lift.keep") as session:
            record = records.plan(session, compound_id)
            lift = _kept(session, record).get((building, unit))
            if lift is None:
                lift = RenewalLiftRecord(
                    compound_id=compound_id, id=self._store.key(), renewal_id=record.id,
                    building=building, unit=unit,
                )  # fmt: skip
                session.add(lift)
            lift.stage, lift.rule, lift.terms = (
                plan.stage,
                _rule_json(rule),
                _terms_json(terms, plan),
            )
            lift.touched = touched
            lift.note = checked(plan.note, "说明", 1_000)

    def shares(self, compound_id: UUID, building: str, unit: str) -> list[Part]:
        """Who pays and receives what under the terms, ground floor first."""
        line = self.line(compound_id, building, unit)
        paying = [
            each
            for each in line.answers
            if each.lift is Lift.AGREE or not line.plan.agreeing or each.floor == 1
        ]
        by_floor = sorted(paying, key=lambda each: (each.floor or 0, natural(each.room)))
        return parts(by_floor, _terms(line.plan))

    def terms(self, line: LiftLine) -> Terms:
        return _terms(line.plan)


def _kept(session: Session, record: RenewalRecord) -> dict[tuple[str, str], RenewalLiftRecord]:
    wanted = select(RenewalLiftRecord).where(
        RenewalLiftRecord.compound_id == record.compound_id,
        RenewalLiftRecord.renewal_id == record.id,
    )
    return {(each.building, each.unit): each for each in session.scalars(wanted)}


def _line(unit: UnitLift, kept: RenewalLiftRecord | None, talks: Sequence[Cells]) -> LiftLine:
    plan = _plan(kept) if kept is not None else LiftPlan()
    rule = _rule(plan)
    touched = tuple(kept.touched) if kept is not None else ()
    opposing = tuple(
        (each.room, dict(each.objections).get(LIFT, ""))
        for each in unit.answers
        if each.lift.value == "oppose"
    )
    mine = tuple(each for each in talks if _of(each, unit))
    doors = settled_doors(mine).get(LIFT, [])
    settled = {each.room for each in unit.answers if each.door in doors}
    return LiftLine(
        unit.building, unit.unit, unit.answers, plan, rule, standing(unit, rule, touched),
        kept is not None, opposing, tuple(room for room, _ in opposing if room not in settled), mine,
    )  # fmt: skip


def units_of(
    session: Session, record: RenewalRecord, answers: Sequence[Answer], talks: Sequence[Cells]
) -> list[LiftLine]:
    """Every unit in walking order, under its own rule."""
    kept = _kept(session, record)
    about = [each for each in talks if each["work"] == LIFT]
    return [_line(unit, kept.get((unit.building, unit.unit)), about) for unit in lifts(answers)]


def _room(line: LiftLine, text: str) -> str:
    """A room of the unit, however it is written; raise ``NotInUnit``."""
    room = text.strip().split("-")[-1].removesuffix("室").removesuffix("号")
    if room not in {each.room for each in line.answers}:
        raise NotInUnit(line.name, text)
    return room


_SIGNED = frozenset({LiftStage.AGREED, LiftStage.BUILDING, LiftStage.RUNNING})


def _of(talk: Cells, unit: UnitLift) -> bool:
    """Whether a talk belongs to a unit: by its door, or by the unit's name."""
    door, name = talk["door"], talk["unit"].replace(" ", "")
    begins = "-".join(part for part in (unit.building, unit.unit) if part)
    return door.startswith(f"{begins}-") or name in {begins, unit_name(unit.building, unit.unit)}


def _plan(record: RenewalLiftRecord) -> LiftPlan:
    rule: dict[str, Any] = json.loads(record.rule)
    terms: dict[str, Any] = json.loads(record.terms)
    return LiftPlan(
        rule["part"], rule["agree"], rule["of_all"], rule["source"], terms["cost"],
        terms["subsidy"], terms["compensation"], terms["running"], terms["coefficients"],
        terms["by_area"], "、".join(record.touched), record.note, record.stage,
        terms.get("agreeing", False),
    )  # fmt: skip


def _rule(plan: LiftPlan) -> LiftRule:
    return LiftRule(
        records.share(plan.part), records.share(plan.agree), plan.of_all, short(plan.source, "依据")
    )


def _terms(plan: LiftPlan) -> Terms:
    cost, subsidy = _money("总造价", plan.cost), _money("补助", plan.subsidy)
    if subsidy > cost:
        raise NotALedgerValue("补助", plan.subsidy, "比总造价还多")
    try:
        told = coefficients(plan.coefficients) if plan.coefficients.strip() else dict(USUAL)
    except ValueError as wrong:
        raise NotALedgerValue("分摊系数", str(wrong), "要写成 1:0 2:0.5 3:0.75") from None
    return Terms(
        cost, subsidy, _money("一楼补偿", plan.compensation), _money("年运行费", plan.running), told,
        plan.by_area,
    )  # fmt: skip


def _money(word: str, text: str) -> Decimal:
    if not text.strip():
        return Decimal(0)
    value = number(text)
    if value is None or not 0 <= value < MOST or value != round(value, 2):
        raise NotALedgerValue(word, text, "要写到分的金额")
    return value


def _rule_json(rule: LiftRule) -> str:
    told = {
        "part": records.share_words(rule.part), "agree": records.share_words(rule.agree),
        "of_all": rule.of_all, "source": rule.source,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def _terms_json(terms: Terms, plan: LiftPlan) -> str:
    told = {
        "cost": f"{terms.cost:f}", "subsidy": f"{terms.subsidy:f}",
        "compensation": f"{terms.compensation:f}", "running": f"{terms.running:f}",
        "coefficients": coefficient_words(terms.coefficients), "by_area": terms.by_area, "agreeing": plan.agreeing,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)
