"""The result of a tally as plain data: the shape that other programs read."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from desktop.domain import area as areas
from desktop.domain import published
from desktop.domain.decision_rule import DecisionRule
from desktop.domain.errors import BadBallots, NotAnArea
from desktop.domain.measure import Area
from desktop.domain.published import Bound, Figures
from desktop.domain.tally import Mark, Policy, Tally, Twice, conditions, count
from desktop.domain.terms import Comparison, Measured
from desktop.sheets.ballots import OWNERS_RULES, Ballots

_ALTERNATIVES = {
    "invalid_as_participating": Policy(invalid_participates=True),
    "duplicates_first": Policy(Twice.FIRST),
    "duplicates_last": Policy(Twice.LAST),
}
_RULES = {
    "heads": "一名业主多套合并为1人、面积合计；共有人组合相同（不分先后）为同一业主；开发商未售合为1人",
    "quorum": "参与表决的面积和人数均达到全体的三分之二以上（含本数）",
    "ordinary": "同意面积和人数均超过参与的二分之一",
    "major": "同意面积和人数均达到参与的四分之三以上（含本数）",
    "invalid": "交回但无效：primary 不计入参与；alternatives.invalid_as_participating 计入参与",
    "duplicates": "同一房屋两张票填写不一致：primary 暂不计，待裁定；alternatives 按先收、后收各计一次",
    "split_owner": "一名业主的有效票选择不同：人数计为 undetermined，面积按各套分别计",
}


def as_json(ballots: Ballots) -> dict[str, Any]:
    """Every matter counted under the primary rule and under each alternative."""
    owned: dict[str, list[Any]] = {}
    for door in ballots.doors:
        owned.setdefault(door.head, []).append(door)
    letters = [door.letter for door in ballots.doors]
    matters = {}
    for matter in ballots.meta.matters:
        voting = ballots.voting(matter)
        primary = _counted(count(voting, Policy()), matter.rule)
        others = {
            name: _counted(count(voting, policy), matter.rule)
            for name, policy in _ALTERNATIVES.items()
        }
        matters[matter.key] = {
            "title": matter.title,
            "type": matter.rule.key,
            "primary": primary,
            "alternatives": others,
            "outcome_depends_on": [
                name for name, other in others.items() if other["result"] != primary["result"]
            ],
        }
    keys = [matter.key for matter in ballots.meta.matters]
    return {
        "compound": ballots.meta.compound,
        "file": ballots.file,
        "rules": _RULES,
        "totals": {
            "units": len(ballots.doors),
            "heads": len(owned),
            "area": _area(Area(sum(door.area.count for door in ballots.doors))),
            "ballots": sum(len(door.ballots) for door in ballots.doors),
        },
        "multi_unit_owners": [
            {
                "head": head,
                "owners": doors[0].owners,
                "units": [door.room for door in doors],
                "area": _area(Area(sum(door.area.count for door in doors))),
            }
            for head, doors in owned.items()
            if len(doors) > 1
        ],
        "duplicate_units": [
            {
                "room": door.room,
                "ballots": [{key: ballot[key].value for key in keys} for ballot in door.ballots],
            }
            for door in ballots.doors
            if len(door.ballots) > 1
        ],
        "proxies": {
            "with_letter": letters.count("有"),
            "without_letter": letters.count("无"),
        },
        "matters": matters,
    }


def _counted(tally: Tally, rule: DecisionRule) -> dict[str, Any]:
    checks = {each.name: each.holds for each in conditions(tally, rule)}
    fails = [name for name, holds in checks.items() if not holds]
    part, total, agree = tally.participating, tally.total, tally.agree
    quorum = {each.measure: each.threshold for each in rule.participation}
    of_area = quorum[Measured.AREA]
    least = Fraction(of_area.numerator, of_area.denominator) * total.area.count
    cents = areas.UNITS_PER_M2 // 100
    needed = -(-least.numerator // (least.denominator * cents)) * cents
    # The words of a tally's figures are those of a ballot's marks, and undetermined heads.
    heads = {mark.value: tally.heads[mark].count for mark in Mark}
    return {
        "units": {mark.value: tally.doors[mark] for mark in Mark},
        "area": {
            **{mark.value: _area(tally.area[mark]) for mark in Mark},
            "participating": _area(part.area),
            "total": _area(total.area),
        },
        "heads": {
            **heads,
            "undetermined": len(tally.undetermined),
            "participating": part.heads.count,
            "total": total.heads.count,
        },
        "undetermined_heads": list(tally.undetermined),
        "quorum": {
            "area_percent": _percent(part.area.count, total.area.count),
            "heads_percent": _percent(part.heads.count, total.heads.count),
            "area_ok": checks["quorum_area"],
            "heads_ok": checks["quorum_heads"],
            "area_needed": areas.shown(needed),
            "heads_needed": quorum[Measured.HEADS].least(total.heads.count),
        },
        "approval": {
            "area_percent": _percent(agree.area.count, part.area.count),
            "heads_percent": _percent(agree.heads.count, part.heads.count),
            "area_ok": checks["for_area"],
            "heads_ok": checks["for_heads"],
            "threshold": _threshold(rule),
        },
        "result": "failed" if fails else "passed",
        "fail_reasons": fails,
    }


def _area(area: Area) -> str:
    return str(area) if area.count else "0"


def _percent(part: int, whole: int) -> str:
    """Four places, half up, from whole numbers only; 0 of 0 is 0."""
    places = 10_000
    rounded = (2 * part * 100 * places + whole) // (2 * whole) if whole else 0
    return f"{rounded // places}.{rounded % places:04d}"


def _threshold(rule: DecisionRule) -> str:
    approval = rule.approval[0].threshold  # the same for both measures
    share = f"{approval.numerator}/{approval.denominator}"
    more = approval.comparison is Comparison.MORE_THAN
    return f"超过{share}" if more else f"{share}以上（含）"


def check_published(
    path: Path, case: Mapping[str, Any], rules: Mapping[str, DecisionRule]
) -> dict[str, Any]:
    """Judge published totals: ``{"rule": …, "totals": {"heads": n, "area": "…"}, …}``."""
    if case.get("rule") not in OWNERS_RULES:
        raise BadBallots(path.name, "rule 只能是 ordinary 或 major")
    _only(path, "", case, ("rule", *(key for _, key in _NAMES)))
    rule = rules[str(case["rule"])]
    heads, area = _figures(path, case, "heads"), _figures(path, case, "area")
    verdict, bounds = published.judge(heads, area, rule)
    wrong = published.inconsistencies(heads, "人数") + published.inconsistencies(area, "面积")
    return {
        "result": verdict.value,
        "conditions": [_condition(bound) for bound in bounds],
        "inconsistencies": wrong,
    }


_NAMES = (
    ("total", "totals"), ("participating", "participating"), ("agree", "agree"),
    ("against", "against"), ("abstain", "abstain"),
)  # fmt: skip


def _figures(path: Path, case: Mapping[str, Any], measure: str) -> Figures:
    values = {}
    for name, key in _NAMES:
        both = case.get(key)
        if both is not None and not isinstance(both, dict):
            raise BadBallots(path.name, f"{key} 应为 heads 和 area 两项")
        _only(path, f"{key} 里", both or {}, ("heads", "area"))
        values[name] = _figure(path, f"{key}.{measure}", (both or {}).get(measure), measure)
    return Figures(**values)


def _only(path: Path, where: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Refuse what nobody reads: a misspelt key would silently be a figure that is missing."""
    for name in table:
        if name not in known:
            raise BadBallots(path.name, f"{where}没有“{name}”这一项，只能是 {'、'.join(known)}")


def _figure(path: Path, place: str, value: Any, measure: str) -> int | None:
    if value is None:
        return None
    if measure == "heads":
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadBallots(path.name, f"{place} 应为整数")
        return value
    if isinstance(value, bool | float):
        raise BadBallots(path.name, f'{place} 应写成文字，如 "89.53"')
    try:
        return areas.units(value if isinstance(value, int) else str(value))
    except NotAnArea as wrong:
        raise BadBallots(path.name, f"{place}：{wrong}") from wrong


def _condition(bound: Bound) -> dict[str, Any]:
    show = areas.shown if bound.name.endswith("area") else str
    sign = ">" if bound.comparison is Comparison.MORE_THAN else ">="

    def side(factor: int, value: int | None) -> str:
        told = "?" if value is None else show(value)
        return told if factor == 1 else f"{factor}*{told}"

    return {
        "name": bound.name,
        "left": side(bound.factors[0], bound.left),
        "op": sign,
        "right": side(bound.factors[1], bound.right),
        "holds": bound.holds,
    }
