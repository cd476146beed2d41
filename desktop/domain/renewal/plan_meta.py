"""What stands beside the tables of a plan (JSON): the compound's name, the survey's words, rates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from desktop.domain.renewal.errors import BadPlanMeta
from desktop.domain.renewal.ledger import number, rate_of
from desktop.domain.renewal.survey import Lift, Want

T = TypeVar("T", bound=Enum)


@dataclass(frozen=True, slots=True)
class PlanMeta:
    """The same, read: the words of a survey by what they mean, rates by the name of their line."""

    compound: str = ""
    wants: Mapping[str, Want] = field(default_factory=dict)
    lifts: Mapping[str, Lift] = field(default_factory=dict)
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    per_household: Decimal | None = None


def read_meta(told: object) -> PlanMeta:
    """Read what JSON gave; raise ``BadPlanMeta`` with the place that is not what it should be."""
    if not isinstance(told, dict):
        raise BadPlanMeta("应为一个 JSON 对象（花括号）")
    compound = told.get("compound") or ""
    if not isinstance(compound, str):
        raise BadPlanMeta("compound 应为小区名称，写成文字")
    return PlanMeta(
        compound,
        _legend(told, "legend_want", Want),
        _legend(told, "legend_lift", Lift),
        _rates(told.get("rates")),
        _per_household(told.get("per_household")),
    )


def _legend(told: Mapping[str, Any], name: str, kind: type[T]) -> dict[str, T]:
    """The words a survey uses for its answers, told by its own legend."""
    legend = told.get(name) or {}
    keys = {each.value: each for each in kind}
    if not isinstance(legend, dict):
        raise BadPlanMeta(f"{name} 应为对照表（花括号）：{'、'.join(keys)} 各写作什么")
    for key, word in legend.items():
        if key not in keys:
            raise BadPlanMeta(f"{name} 里的“{key}”不认识，只能有 {'、'.join(keys)}")
        if word is not None and not isinstance(word, str):
            raise BadPlanMeta(f"{name} 里 {key} 应写成文字")
    return {word.strip(): keys[key] for key, word in legend.items() if word and word.strip()}


def _rates(told: object) -> dict[str, Decimal]:
    """Rates by name, as pairs or as a map; 0.05, 5% and 5‰ are the same to us."""
    pairs = list(told.items()) if isinstance(told, dict) else told or []
    if not isinstance(pairs, list):
        raise BadPlanMeta("rates 应为一列［名称，费率］")
    found = {}
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            raise BadPlanMeta("rates 里每一项应为［名称，费率］")
        value = rate_of(str(pair[1]))
        if value is None:
            raise BadPlanMeta(f"rates 里{pair[0]}的费率“{pair[1]}”不是比例，要写 0.05 或 5%")
        found[pair[0].strip()] = value
    return found


def _per_household(told: object) -> Decimal | None:
    if told is None or told == "":
        return None
    value = number(str(told))
    if value is None or value < 0:
        raise BadPlanMeta(f"per_household 写的“{told}”不是金额")
    return value or None
