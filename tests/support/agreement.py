"""How well proposed groups agree with those of people: pairwise and B-cubed, as (P, R, F1)."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
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


def keystrokes(
    gold: Mapping[Hashable, Hashable], proposals: Iterable[Sequence[Hashable]]
) -> tuple[int, int]:
    """Keys to the right groups with proposals, and without any.

    By hand: each voice chosen, and for each group of several one key and a title of four
    characters with Enter. With proposals: one key accepts each; a voice that does not belong is
    chosen and set aside (2); a voice of a group that its proposal lacks is chosen, moved, and its
    group picked (3). Voices that stand alone cost nothing either way.
    """
    sizes = Counter(gold.values())
    several = [size for size in sizes.values() if size > 1]
    by_hand = sum(several) + len(several) * (1 + 5)
    keys, placed = 0, Counter[Hashable]()
    for members in proposals:
        told = Counter(gold[key] for key in members if key in gold)
        if sum(told.values()) < 2:
            continue
        home, right = told.most_common(1)[0]
        if right < 2 or placed[home]:  # nobody would accept it, or it is joined to the first
            keys += 1 + 3 * right if placed[home] else 1
            continue
        placed[home] = right
        keys += 1 + 2 * (sum(told.values()) - right)
    for group, size in sizes.items():
        if size > 1:
            keys += 3 * (size - placed[group]) if placed[group] else size + 6
    return keys, by_hand


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
