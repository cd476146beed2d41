"""How alike two short texts are, by the pairs of characters they share.

Pairs that are rare among all texts say more (inverse document frequency). An index finds the likest
of a hundred thousand texts in milliseconds, because only texts that share a rare pair are compared.
"""

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from desktop.domain.lexicon import LONGEST, plain

_NOISE = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
# What voices of every kind begin and end with; it tells nothing about what they are about.
_FORMAL = re.compile(
    r"来电人?(?:反映|称)?|市民(?:反映|来电称|建议|咨询|举报)?|诉求人?(?:反映|称)?|居民(?:代表)?(?:提出|建议)?"
    r"|建议|希望|要求|请(?:物业|社区|问)?|反映|咨询|巡查发现|举报|小区|我们|物业|社区"
)
_COMMON = 400  # a pair in more texts than this finds nobody: it is in too many


def pairs(text: str) -> frozenset[str]:
    """The pairs of characters of a text, without what every voice says."""
    flat = _NOISE.sub("", _FORMAL.sub(" ", plain(text)[:LONGEST]))
    return frozenset(flat[place : place + 2] for place in range(len(flat) - 1))


class Index:
    """Texts by number, found by likeness."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._pairs: list[frozenset[str]] = []
        self._where: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._weights: dict[str, float] = {}  # kept until the next text comes
        self._lengths: dict[int, float] = {}
        for text in texts:
            self.add(text)

    def __len__(self) -> int:
        return len(self._pairs)

    def add(self, text: str) -> int:
        """Add a text; give its number."""
        number, found = len(self._pairs), pairs(text)
        self._pairs.append(found)
        self._weights.clear()
        self._lengths.clear()
        for pair in found:
            self._where[pair].append(number)
        return number

    def likest(self, text: str, least: int, most: int = 10) -> list[tuple[int, int]]:
        """The numbers of the texts that are at least so alike (0–100), the likest first."""
        asked = pairs(text)
        known = [(len(self._where[pair]), pair) for pair in asked if pair in self._where]
        known.sort()
        shared: Counter[int] = Counter()
        for number, pair in known:
            if number > _COMMON and len(shared) > most:
                break
            shared.update(self._where[pair][-_COMMON:])
        length = self._length(asked)
        told = []
        for number, _ in shared.most_common(60):
            other = self._pairs[number]
            if number not in self._lengths:
                self._lengths[number] = self._length(other)
            common = sum(map(self._weight, asked & other))
            alike = int(100 * common / (length * self._lengths[number]))
            if alike >= least:
                told.append((number, alike))
        told.sort(key=lambda each: (-each[1], each[0]))
        return told[:most]

    def _weight(self, pair: str) -> float:
        known = self._weights.get(pair)
        if known is None:
            held = len(self._where[pair]) if pair in self._where else 0
            known = math.log(1 + 2 * (len(self._pairs) + 1) / (2 * held + 1)) ** 2
            self._weights[pair] = known
        return known

    def _length(self, found: Iterable[str]) -> float:
        return math.sqrt(sum(map(self._weight, found))) or 1


def central(texts: Sequence[str]) -> int:
    """The number of the text that shares most with the others: the one to quote."""
    sets = [pairs(text) for text in texts[:200]]
    held = Counter(pair for each in sets for pair in each)
    return max(
        range(len(sets)),
        key=lambda n: (sum(held[pair] - 1 for pair in sets[n]) / (len(sets[n]) + 8), -n),
    )
