"""How well proposed groups agree with those of people: pairwise and B-cubed, as (P, R, F1)."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from fractions import Fraction

Told = tuple[float, float, float]


def b_cubed(gold: Mapping[Hashable, Hashable], found: Mapping[Hashable, Hashable]) -> Told:
    """B-cubed precision, recall and F1 over the keys of ``gold``."""
    wanted, made = _members(gold), _members({key: found[key] for key in gold})
    precision = recall = Fraction(0)
    for key, group in gold.items():
        both = len(wanted[group] & made[found[key]])
        precision += Fraction(both, len(made[found[key]]))
        recall += Fraction(both, len(wanted[group]))
    return _told(precision / len(gold), recall / len(gold))


def pairwise(gold: Mapping[Hashable, Hashable], found: Mapping[Hashable, Hashable]) -> Told:
    """Of all pairs that were put together, how many belong; and the other way round."""
    both = _pairs(Counter((gold[key], found[key]) for key in gold))
    wanted, made = _pairs(Counter(gold.values())), _pairs(Counter(found[key] for key in gold))
    return _told(Fraction(both, made or 1), Fraction(both, wanted or 1))


def _members(groups: Mapping[Hashable, Hashable]) -> dict[Hashable, set[Hashable]]:
    made: dict[Hashable, set[Hashable]] = defaultdict(set)
    for key, group in groups.items():
        made[group].add(key)
    return made


def _pairs(counted: "Counter[Hashable]") -> int:
    return sum(number * (number - 1) // 2 for number in counted.values())


def _told(precision: Fraction, recall: Fraction) -> Told:
    both = precision + recall
    f1 = 2 * precision * recall / both if both else Fraction(0)
    return float(precision), float(recall), float(f1)
