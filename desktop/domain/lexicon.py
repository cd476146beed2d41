"""The trade's lexicon: which topic a voice is about, however neighbours say it.

Words stand for the many ways one thing is said; a topic lists cues, each a few words that must all
be there. Everything is data (``resources/lexicon``), and an office adds ways of its own.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from desktop.domain.rules_file import Reader
from desktop.domain.stance import NEGATED, Wished

_KEPT = 300_000  # texts whose main sense is remembered
CERTAIN = 250  # below this a cue is too common to decide anything
_MEANS = 65  # of 100: what a topic tells that is often only the means to another
LONGEST = 4_000  # characters of a text that are looked at: what it is about stands in front


class Bound(StrEnum):
    """What voices on one topic must share besides it to belong together."""

    NOTHING = ""
    HOME = "home"  # a matter between two homes: the same stairs
    UNIT = "unit"  # a matter of one unit, such as the plan of its lift


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    title: str
    category: str
    bound: Bound = Bound.NOTHING
    means: bool = False  # often named only as the means to something else
    wish: tuple[str, ...] = ()  # the names of what is wished; who refuses it is no supporter
    against: str = ""  # the title, or the topic, of those who refuse it


class Sense(NamedTuple):
    """One topic a text may be about. ``said``: the very words of the text that tell so."""

    topic: Topic
    score: int
    said: tuple[str, ...]


class _Cue(NamedTuple):
    topic: int
    parts: tuple[tuple[str, ...], ...]
    without: frozenset[str]


class Lexicon:
    """All topics, and the words by which they are known."""

    def __init__(
        self,
        topics: Iterable[Topic],
        ways: Mapping[str, Iterable[str]],
        says: Mapping[str, str],
        alone: Iterable[str] = (),
    ) -> None:
        """``ways``: each word with the ways it is said; ``says``: the cues of each topic;
        ``alone``: characters that mean something else inside longer words."""
        self._alone = frozenset(alone)
        self._main: dict[str, Sense | None] = {}
        self.topics = tuple(topics)
        self._by_name = {topic.name: topic for topic in self.topics}
        self._wished = {topic.name: Wished(topic.wish) for topic in self.topics if topic.wish}
        self._against = {name: self._counter(self._by_name[name]) for name in self._wished}
        self._by_name |= {topic.name: topic for topic in self._against.values()}
        cues = [
            _cue(number, line)
            for number, topic in enumerate(self.topics)
            for line in says.get(topic.name, "").splitlines()
            if line.strip()
        ]
        users: dict[str, set[int]] = defaultdict(set)
        for cue in cues:
            for word in (word for part in cue.parts for word in part):
                users[word].add(cue.topic)
        self._rarity = {
            word: round(100 * math.log(1 + len(self.topics) / len(topics)))
            for word, topics in users.items()
        }
        self._trie = _trie(users.keys() | {w for cue in cues for w in cue.without}, ways)
        self._cues: dict[str, list[_Cue]] = defaultdict(list)
        for cue in cues:  # found by the part that the fewest topics use
            part = max(cue.parts, key=lambda words: min(self._rarity[word] for word in words))
            for word in part:
                self._cues[word].append(cue)

    def _counter(self, topic: Topic) -> Topic:
        """The topic of those who refuse what another wishes: one that is there, or one made."""
        there = self._by_name.get(topic.against)
        title = topic.against or f"反对{topic.title}"
        return there or Topic(f"{topic.name}（反对）", title, topic.category, topic.bound)

    def topic(self, name: str) -> Topic | None:
        return self._by_name.get(name)

    def main_sense(self, text: str) -> Sense | None:
        """What a text is likeliest about; kept, because a list is ranked again and again."""
        if text not in self._main:
            if len(self._main) >= _KEPT:
                self._main.clear()
            senses = self.senses(text)
            self._main[text] = senses[0] if senses else None
        return self._main[text]

    def senses(self, text: str) -> list[Sense]:
        """What a text may be about, the likeliest first."""
        flat = plain(text)[:LONGEST]
        found = self._words(flat)
        best: dict[int, tuple[int, int, tuple[tuple[int, int], ...]]] = {}
        tried: set[int] = set()
        for word in found:
            for cue in self._cues.get(word, ()):
                if id(cue) in tried:
                    continue
                tried.add(id(cue))
                told = self._weigh(cue, found)
                if told is None:
                    continue
                most, total, spans = best.get(cue.topic, (0, 0, ()))
                if told[0] > most:
                    most, spans = told
                best[cue.topic] = (most, total + told[0], spans)
        made = [
            Sense(
                self._meant(self.topics[topic], flat),
                (most + (total - most) * 15 // 100)
                * (_MEANS if self.topics[topic].means else 100)
                // 100,
                tuple(dict.fromkeys(flat[start:end] for start, end in spans)),
            )
            for topic, (most, total, spans) in best.items()
        ]
        made.sort(key=lambda sense: (-sense.score, sense.topic.name))
        likeliest: dict[str, Sense] = {}
        for sense in made:  # a counter-topic may be told by two cues
            likeliest.setdefault(sense.topic.name, sense)
        ranked = list(likeliest.values())
        return ranked if ranked and ranked[0].score >= CERTAIN else self._refusals(flat) + ranked

    def _refusals(self, text: str) -> list[Sense]:
        """不需要业委会: a refusal that no cue tells, but that names the thing; it is certain."""
        if not NEGATED.search(text):
            return []
        return [
            Sense(self._against[name], CERTAIN, (thing,))
            for name, wished in self._wished.items()
            if (thing := wished.refused(text))
        ][:1]

    def _meant(self, topic: Topic, text: str) -> Topic:
        """The topic, or its counter-topic where the text refuses what is wished."""
        wished = self._wished.get(topic.name)
        return self._against[topic.name] if wished and wished.refused(text) else topic

    def _words(self, text: str) -> dict[str, tuple[int, int]]:
        """Where each word stands in a text, in the longest of its ways.

        A single character of ``alone`` counts only where it is no part of a longer word: 带 in
        绿化带 minds no children, 管 in 管道气 is no water pipe. (Most characters keep their meaning:
        the 灯 of 楼道灯 is a lamp, and measured without them a tenth of all voices is lost.)
        """
        found: dict[str, tuple[int, int]] = {}
        single: list[tuple[str, int]] = []
        inside, covered = bytearray(len(text)), 0
        for start in range(len(text)):
            for end, words in self._ways_at(text, start):
                if end - start == 1:
                    single += [(word, start) for word in words]
                    continue
                for word in words:
                    known = found.get(word)
                    if known is None or known[1] - known[0] < end - start:
                        found[word] = (start, end)
                if end > covered:
                    inside[max(start, covered) : end] = b"\1" * (end - max(start, covered))
                    covered = end
        for word, start in single:
            if not inside[start] or text[start] not in self._alone:
                found.setdefault(word, (start, start + 1))
        return found

    def _ways_at(self, text: str, start: int) -> list[tuple[int, list[str]]]:
        """Every way that begins at a place, the shortest first: where it ends, and its words."""
        made = []
        node, end = self._trie.next.get(text[start]), start + 1
        while node is not None:
            if node.words:
                made.append((end, node.words))
            if end == len(text):
                break
            node, end = node.next.get(text[end]), end + 1
        return made

    def _weigh(
        self, cue: _Cue, found: Mapping[str, tuple[int, int]]
    ) -> tuple[int, tuple[tuple[int, int], ...]] | None:
        """How much a cue tells, and where it stands; ``None`` when it is not there."""
        if not cue.without.isdisjoint(found):
            return None
        chosen = [self._strongest(part, found) for part in cue.parts]
        if not all(weight for weight, _ in chosen):
            return None
        total = sum(weight for weight, _ in chosen)
        places = tuple(place for _, place in chosen)
        if places[0][1] - places[0][0] == 1 and len(set(places)) == 1:
            total = min(total, CERTAIN - 1)  # one character decides nothing by itself
        if len(places) > 1:
            if len(set(places)) == 1:
                total //= 2  # one expression stood for all parts
            if abs(places[0][0] - places[1][0]) > _FAR:
                total = total * 4 // 5
        return total, places

    def _strongest(
        self, part: Iterable[str], found: Mapping[str, tuple[int, int]]
    ) -> tuple[int, tuple[int, int]]:
        """The weight and place of the word of a part that tells most; 0 when none is there."""
        most, place = 0, (0, 0)
        for word in part:
            if (span := found.get(word)) is not None:
                weight = self._rarity[word] * (3 + min(span[1] - span[0], 4)) // 5
                if weight > most:
                    most, place = weight, span
        return most, place


_FAR = 25  # characters between two parts that hardly belong to one thought


def plain(text: str) -> str:
    """A text for comparing: one width, small letters, one line."""
    return unicodedata.normalize("NFKC", text).lower().replace("\n", " ")


class _Node:
    __slots__ = ("next", "words")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.words: list[str] = []


def _trie(words: Iterable[str], ways: Mapping[str, Iterable[str]]) -> _Node:
    root = _Node()
    for word in sorted(words):
        for way in sorted({plain(each) for each in (word, *ways.get(word, ()))}):
            node = root
            for character in way:
                node = node.next.setdefault(character, _Node())
            node.words.append(word)
    return root


def _cue(topic: int, line: str) -> _Cue:
    parts, without = [], set()
    for part in line.split():
        if part.startswith("-"):
            without.update(part[1:].split("|"))
        else:
            parts.append(tuple(part.split("|")))
    return _Cue(topic, tuple(parts), frozenset(without))


OTHER = "其他"  # the category of what an office has added
ALONE = "alone"  # the table of words.toml that holds no words


def read(
    words: Mapping[str, Any], topics: Mapping[str, Any], own: Mapping[str, Iterable[str]] = {}
) -> Lexicon:
    """Read a lexicon; ``own`` are an office's ways of saying it, by topic.

    Raise ``BadRules`` with the place of what is wrong.
    """
    ways = _ways(words)
    alone = "".join(words.get(ALONE, {}).get("characters", ()))
    found: list[Topic] = []
    says: dict[str, str] = {}
    for reader in Reader("topics.toml", "", topics).tables("topic"):
        reader.only(("name", "title", "category", "by", "means", "wish", "against", "says"))
        bound = reader.text("by", "")
        if bound not in set(Bound):
            raise reader.wrong("by", "只能是 home、unit")
        topic = Topic(
            reader.text("name"),
            reader.text("title"),
            reader.text("category"),
            Bound(bound),
            reader.flag("means", default=False),
            tuple(reader.text("wish", "").split()),
            reader.text("against", ""),
        )
        if topic.name in says:
            raise reader.wrong("name", f"“{topic.name}”出现了两次")
        lines = reader.text("says").splitlines() + [
            " ".join(_own(phrase)) for phrase in own.get(topic.name, ())
        ]
        if any(line.split() and all(p.startswith("-") for p in line.split()) for line in lines):
            raise reader.wrong("says", "每一行至少要有一个词")
        says[topic.name] = "\n".join(lines)
        found.append(topic)
    for name in sorted(own.keys() - says.keys()):  # a topic of the office's own
        says[name] = "\n".join(" ".join(_own(phrase)) for phrase in own[name])
        found.append(Topic(name, name, OTHER))
    return Lexicon(found, ways, says, alone)


def _ways(words: Mapping[str, Any]) -> dict[str, list[str]]:
    ways: dict[str, list[str]] = {}
    for kind, table in words.items():
        if kind == ALONE:
            continue
        for word, said in table.items():
            if not isinstance(said, list) or not all(isinstance(each, str) for each in said):
                raise Reader("words.toml", kind, table).wrong(word, "应为文字的列表")
            ways.setdefault(word, []).extend(said)
    return ways


def _own(phrase: str) -> list[str]:
    """A phrase of an office as parts: its own dashes and bars are no signs."""
    return plain(phrase).replace("|", " ").replace("-", " ").split()


# Words that only hold a sentence together: 的 and 了 are said of everything.
_EMPTY = re.compile(
    r"(?:什么|怎么|可以|希望|建议|我们|你们|他们|这个|那个|这些|那些|一个|一下|因为|所以|但是|还是|就是|已经"
    r"|[的了吗呢吧啊呀嘛哦是在有和与及或也都就还又很太不把被给对从到向这那我你他她它们个些一请要想能会地得着过而则])+"
)


def says_nothing(phrase: str) -> bool:
    """Whether a phrase is made of function words alone, so that it would stand in any voice."""
    return all(_EMPTY.fullmatch(part) for part in re.findall(r"\w+", plain(phrase)))


def category(senses: Iterable[Sense]) -> str:
    """The category proposed for a text, or nothing."""
    told: Counter[str] = Counter()
    for sense in senses:
        told[sense.topic.category] = max(told[sense.topic.category], sense.score)
    return told.most_common(1)[0][0] if told else ""
