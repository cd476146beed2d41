"""A renewal plan's figures as JSON, for scripts and checks."""

from collections.abc import Sequence
from typing import Any

from desktop.domain.renewal import costs, survey
from desktop.domain.renewal.consent import payers
from desktop.domain.renewal.lift import LiftRule, Standing, standing
from desktop.domain.renewal.plan_files import PlanFiles
from desktop.domain.renewal.survey import Answer, Lift, Priority, UnitLift, Want, percent

RULES = (
    "重复问卷以日期较后者为准，同一天的以后登记的为准",
    "priorities_all 计全部填了优先项的户，priorities_yes_only 只计愿意改造的户；第1、2、3位计3、2、1分；"
    "按分值、提及数、清单顺序排名；同一户重复填同一项只计靠前的一次；清单外内容不计分",
    "lifts 以单元为范围；同意、反对、无所谓为参与，未答不参与；参与户数与面积均不少于三分之二、"
    "同意户数与面积均不少于参与的四分之三为达到；只是意愿摸底，不是表决",
    "预算逐项四舍五入到分；费率项以工程费合计为基数",
)


def plan_json(found: PlanFiles, compound: str) -> dict[str, Any]:
    answers, doubles = survey.one_each(found.answers)
    willing = [each for each in answers if each.want is Want.YES]
    units = [(unit, standing(unit, LiftRule())) for unit in survey.lifts(answers)]
    bill = costs.bill(found.costs)
    paid = costs.funding(found.sources, payers(answers))
    told: dict[str, Any] = {
        "_rules": list(RULES),
        "compound": compound,
        "survey_rows": len(found.answers),
        "households": len(answers),
        "duplicates": [
            {
                "room": each.door,
                "kept_id": each.kept,
                "dropped_id": each.dropped,
                "same_answers": each.same,
            }
            for each in doubles
        ],
        "unknown_works": [
            {"room": door, "text": text}
            for door, text in survey.not_in_catalogue(answers, found.works)
        ],
        "repeated_priorities": [
            {"room": door, "text": text} for door, text in survey.named_twice(answers)
        ],
        "wish": _wish(answers),
        "wish_by_building": {
            building: _wish(some) for building, some in survey.by_building(answers).items()
        },
        "priorities_all": _ranked(survey.priorities(answers, found.works)),
        "priorities_yes_only": _ranked(survey.priorities(willing, found.works)),
        "lift_totals": _said(answers),
        "lift_ground_floor": _said([each for each in answers if each.floor == 1]),
        "lifts": [_lift(unit, reached) for unit, reached in units],
        "lift_units_meeting": [
            f"{unit.building}-{unit.unit}" for unit, reached in units if reached.meets
        ],
        "objections": {
            work: {
                "count": len(rows),
                "rows": [
                    {"room": each.door, "floor": each.floor, "reason": reason}
                    for each, reason in rows
                ],
            }
            for work, rows in survey.objections(answers).items()
        },
        "budget": _bill(bill, len(answers)),
        "funding": {
            "items": [{"source": name, "amount": str(amount)} for name, amount in paid.sources],
            "total": str(paid.total),
            "gap": str(paid.gap(bill.total)),
        },
    }
    if found.problems:
        told["problems"] = [
            {"file": each.file, "line": each.line, "reason": each.reason} for each in found.problems
        ]
    return told


def _wish(answers: Sequence[Answer]) -> dict[str, Any]:
    told = survey.wish(answers)
    return {
        "households": told.households,
        "yes": told.yes,
        "no": told.no,
        "noanswer": told.silent,
        "answered": told.answered,
        "answer_rate": percent(told.answered, told.households),
        "yes_of_all": percent(told.yes, told.households),
        "yes_of_answered": percent(told.yes, told.answered),
        "yes_at_least_two_thirds_of_all": told.two_thirds,
        "area_total": str(told.area),
        "area_yes": str(told.area_yes),
    }


def _ranked(found: Sequence[Priority]) -> list[dict[str, Any]]:
    return [
        {
            "work": each.work,
            "category": each.category,
            "first": each.counts[0],
            "second": each.counts[1],
            "third": each.counts[2],
            "mentions": each.mentions,
            "score": each.score,
            "rank": rank,
        }
        for rank, each in enumerate(found, 1)
    ]


def _said(answers: Sequence[Answer]) -> dict[str, int]:
    return {said.value: sum(each.lift is said for each in answers) for said in Lift}


def _lift(unit: UnitLift, reached: Standing) -> dict[str, Any]:
    part, agree, against = unit.taking_part, unit.of(Lift.AGREE), unit.of(Lift.OPPOSE)
    return {
        "building": unit.building,
        "unit": unit.unit,
        "households": len(unit.answers),
        "area": str(survey.area(unit.answers)),
        **_said(unit.answers),
        "participating": len(part),
        "participating_area": str(survey.area(part)),
        "agree_area": str(survey.area(agree)),
        "participation_percent": percent(len(part), len(unit.answers)),
        "agree_percent_heads": percent(len(agree), len(part)),
        "agree_percent_area": percent(survey.area(agree), survey.area(part)),
        "quorum_two_thirds": all(each.holds for each in reached.participation),
        "agree_three_quarters": all(each.holds for each in reached.approval),
        "meets": reached.meets,
        "ground_floor_oppose": [each.room for each in against if each.floor == 1],
        "opposers": [
            {
                "room": each.room,
                "floor": each.floor,
                "reason": dict(each.objections).get(survey.LIFT, ""),
            }
            for each in against
        ],
    }


def _bill(bill: costs.Bill, households: int) -> dict[str, Any]:
    return {
        "items": [
            {
                "no": each.line.number,
                "category": each.line.category,
                "work": each.line.work,
                "item": each.line.item,
                "amount": str(each.amount),
            }
            for each in bill.lines
        ],
        "engineering_cost": str(bill.engineering),
        "by_category": {name: str(amount) for name, amount in bill.by_category().items()},
        "by_work": {name: str(amount) for name, amount in bill.by_work().items()},
        "total": str(bill.total),
        "per_household": str(costs.money(bill.total / households)) if households else None,
    }
