"""How well proposed groups agree with those of people: pairwise and B-cubed, as (P, R, F1).

``python -m tests.support.agreement [FILE …]`` prints the figures of docs/figures.md: for the sample
that was worked on, the third of its topics that was kept aside, and a file written by strangers.
"""

import csv
import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from desktop.domain.grouping import Voice, propose
from desktop.services.lexicons import shipped

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


def kept_aside(group: str) -> bool:
    """A third of the topics was never looked at while the lexicon was written."""
    return hashlib.sha256(f"roundtable{group}".encode()).digest()[0] % 3 == 0


def table(path: Path, resources: Path) -> list[str]:
    """The figures of one labelled file, as rows of a table in Markdown."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    voices = [Voice(r["id"], r["text"], r.get("building", ""), r.get("unit", "")) for r in rows]
    told = propose(voices, shipped(resources / "lexicon"))
    found: dict[Hashable, Hashable] = {
        key: number for number, each in enumerate(told.proposals) for key in each.voices
    }
    made = []
    for part, chosen in (
        ("全部", rows),
        ("调过的议题", [row for row in rows if not kept_aside(row["group"])]),
        ("留出的议题", [row for row in rows if kept_aside(row["group"])]),
    ):
        gold: dict[Hashable, Hashable] = {row["id"]: row["group"] for row in chosen}
        sorts = [row for row in chosen if row.get("category")]
        right = sum(told.categories[row["id"]] == row["category"] for row in sorts)
        shares = [*pairwise(gold, found), *b_cubed(gold, found)]
        if sorts:
            shares.append(float(Fraction(right, len(sorts))))
        keys = keystrokes(gold, [each.voices for each in told.proposals])
        cells = [path.name, part, str(len(gold)), *(f"{share:.3f}" for share in shares)]
        made.append("| " + " | ".join([*cells, f"{keys[0]} / {keys[1]}"]) + " |")
    return made


HEAD = (
    "| 数据 | 部分 | 条数 | 成对 P | 成对 R | 成对 F1 | B³ P | B³ R | B³ F1 | 类别正确率 | 按键（用提议 / 不用） |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
)


def main(paths: Sequence[str]) -> None:
    root = Path(__file__).parents[2]
    data = root / "tests/data"
    files = [Path(path) for path in paths] or [
        data / "suggestions_labelled.csv", data / "voices_indirect.csv",
    ]  # fmt: skip
    lines = [line for path in files for line in table(path, root / "resources")]
    sys.stdout.write("\n".join([*HEAD, *lines]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
