"""Which voices belong together, and why: proposals that a person accepts, splits or moves.

First the trade's lexicon says what each voice is about; voices it does not know are put beside the
most alike. Nothing is changed here, and what a secretary once kept apart is never proposed again.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from desktop.domain import door as doors
from desktop.domain.lexicon import CERTAIN, Bound, Lexicon, Sense, category
from desktop.domain.similarity import Index, central, pairs
from desktop.domain.stance import refuses

ALIKE = 34  # how alike two voices must be when the lexicon knows neither
NEAR = 22  # how alike to one of several groups of the same topic
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Voice:
    """One suggestion as grouping sees it: never its proposer."""

    key: Hashable
    text: str
    building: str = ""
    unit: str = ""
    group: Hashable | None = None  # where it already belongs


@dataclass(frozen=True, slots=True)
class Proposal:
    """Voices that seem to belong together; ``group`` when they would join one that is there.

    ``why``: the words of the voices that tell so, the most frequent first, with how many say them.
    """

    title: str
    category: str
    topic: str
    voices: tuple[Hashable, ...]
    why: tuple[tuple[str, int], ...] = ()
    group: Hashable | None = None


@dataclass(slots=True)
class _Pile:
    """Voices of one topic and one place, while they are being put together."""

    topic: str
    members: list[int]


@dataclass(frozen=True, slots=True)
class Sorted:
    """What was proposed, and the category of every voice that was looked at."""

    proposals: tuple[Proposal, ...]
    categories: Mapping[Hashable, str]


def propose(
    voices: Sequence[Voice],
    lexicon: Lexicon,
    apart: Collection[tuple[Hashable, Hashable]] = (),
    step: Step = lambda _done, _all: None,
) -> Sorted:
    """Propose groups for all voices; one that stands alone is a proposal of one.

    ``apart``: pairs of voices, or of a voice and a group, that somebody has separated. ``step`` is
    told how far the work is, and stops it by raising.
    """
    never = _Apart(apart)
    known: dict[str, list[Sense]] = {}
    senses = []
    for number, voice in enumerate(voices):
        if number % 256 == 0:
            step(number, len(voices))
        if voice.text not in known:  # the same words mean the same
            known[voice.text] = lexicon.senses(voice.text)
        senses.append(known[voice.text])
    piles = _by_topic(voices, senses)
    homes = _homes(voices, piles)
    loose = [number for number, voice in enumerate(voices) if not _sure(senses[number])]
    _beside_the_likest(voices, loose, piles, homes, step)
    proposals: list[Proposal] = []
    for name, pile in piles.items():
        proposals += _proposals(voices, senses, pile, set(homes.get(name, ())), never)
    categories = {voice.key: category(senses[number]) for number, voice in enumerate(voices)} | {
        key: each.category
        for each in proposals
        for key in each.voices
        if each.category and len(each.voices) > 1
    }
    step(len(voices), len(voices))
    proposals.sort(key=lambda each: -len(each.voices))
    return Sorted(tuple(proposals), categories)


def pile_of(voice: Voice, senses: Sequence[Sense]) -> str:
    """Under which name a voice is piled: its topic, and its stairs where the topic asks for them."""
    if not _sure(senses):
        return ""
    topic = senses[0].topic
    if topic.bound is Bound.NOTHING:
        return topic.name
    building, unit = stairs(voice.text) or (voice.building, voice.unit)
    if not building:
        return topic.name if topic.bound is Bound.UNIT else f"{topic.name}?{voice.key}"
    name = f"{topic.name}@{doors.only_number(building)}-{doors.only_number(unit)}"
    between = flats(voice.text) if topic.bound is Bound.HOME else ()
    return f"{name}#{'/'.join(between)}" if len(between) == 2 else name


def _sure(senses: Sequence[Sense]) -> bool:
    return bool(senses) and senses[0].score >= CERTAIN


def _by_topic(voices: Sequence[Voice], senses: Sequence[list[Sense]]) -> dict[str, _Pile]:
    piles: dict[str, _Pile] = {}
    for number, voice in enumerate(voices):
        if name := pile_of(voice, senses[number]):
            topic = senses[number][0].topic.name
            piles.setdefault(name, _Pile(topic, [])).members.append(number)
    for name in [name for name, pile in piles.items() if "#" not in name]:
        # a voice that names no unit, or no flats, belongs to the only ones there is talk of
        pile = piles[name]
        others = [
            n
            for n, p in piles.items()
            if n != name and (p.topic == name if name == pile.topic else n.startswith(f"{name}#"))
        ]
        if len(others) == 1:
            piles[others[0]].members = sorted(piles[others[0]].members + piles.pop(name).members)
    return piles


def _homes(voices: Sequence[Voice], piles: Mapping[str, _Pile]) -> dict[str, list[Hashable]]:
    """The groups that are there already, by the pile most of their voices lie in."""
    inside: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for name, pile in piles.items():
        for number in pile.members:
            if (group := voices[number].group) is not None:
                inside[group][name] += 1
    homes: dict[str, list[Hashable]] = defaultdict(list)
    for group, counted in inside.items():
        homes[counted.most_common(1)[0][0]].append(group)
    return homes


def _beside_the_likest(
    voices: Sequence[Voice],
    loose: Sequence[int],
    piles: dict[str, _Pile],
    homes: dict[str, list[Hashable]],
    step: Step,
) -> None:
    """Put what the lexicon does not know beside the most alike, or on a pile of its own."""
    if not loose:
        return
    pile_at = {number: name for name, pile in piles.items() for number in pile.members}
    # among very many voices only the latest of each pile are compared
    shown = sorted({n for pile in piles.values() for n in pile.members[-200:]} | set(loose))
    index, places = Index(), []
    for number in shown:
        places.append(number)
        index.add(voices[number].text)
    for done, number in enumerate(loose):
        if done % 64 == 0:
            step(done, len(loose))
        group = voices[number].group
        near = [
            places[place]
            for place, _ in index.likest(voices[number].text, ALIKE)
            if places[place] != number
            and places[place] in pile_at
            and refuses(voices[places[place]].text) is refuses(voices[number].text)
        ]
        name = pile_at[near[0]] if near else f"?{number}"
        pile = piles.setdefault(name, _Pile("" if not near else piles[name].topic, []))
        pile.members.append(number)
        pile_at[number] = name
        if group is not None and not near:
            homes.setdefault(name, []).append(group)
    for pile in piles.values():
        pile.members.sort()


class _Apart:
    def __init__(self, pairs: Iterable[tuple[Hashable, Hashable]]) -> None:
        self._with: dict[Hashable, set[Hashable]] = defaultdict(set)
        for one, other in pairs:
            self._with[one].add(other)
            self._with[other].add(one)

    def allows(self, key: Hashable, others: Iterable[Hashable]) -> bool:
        kept = self._with.get(key)
        return not kept or kept.isdisjoint(others)


def _proposals(
    voices: Sequence[Voice],
    senses: Sequence[list[Sense]],
    pile: _Pile,
    homes: Collection[Hashable],
    never: _Apart,
) -> list[Proposal]:
    """One pile as proposals: to join the groups whose home it is, and new ones for the rest."""
    inside: dict[Hashable, list[int]] = {group: [] for group in homes}
    new: list[int] = []
    for number in pile.members:
        voice = voices[number]
        if voice.group is None:
            new.append(number)
        elif voice.group in inside:
            inside[voice.group].append(number)
    heaps: list[tuple[Hashable | None, list[int]]] = [(group, []) for group in inside]
    for number in new:
        group = _group_for(voices, voices[number], inside, never)
        for place, (of, members) in enumerate(heaps):
            keys = [voices[other].key for other in members]
            if of == group and never.allows(voices[number].key, [*keys, of]):
                heaps[place][1].append(number)
                break
        else:
            heaps.append((None, [number]))
    return [
        _proposal(voices, senses, pile.topic, members, group) for group, members in heaps if members
    ]


def _group_for(
    voices: Sequence[Voice], voice: Voice, inside: Mapping[Hashable, list[int]], never: _Apart
) -> Hashable | None:
    """The group a voice would join: the only one of its pile, or the one most like it."""
    open_ = [
        group
        for group, members in inside.items()
        if never.allows(voice.key, chain([group], (voices[n].key for n in members)))
    ]
    if len(open_) < 2 and len(inside) < 2:
        return open_[0] if open_ else None
    index, of = Index(), []
    for group in open_:
        for number in inside[group][-200:]:
            index.add(voices[number].text)
            of.append(group)
    near = index.likest(voice.text, NEAR, 1)
    return of[near[0][0]] if near else None


def _proposal(
    voices: Sequence[Voice],
    senses: Sequence[list[Sense]],
    topic_name: str,
    members: Sequence[int],
    group: Hashable | None,
) -> Proposal:
    topic = next((s.topic for n in members for s in senses[n] if s.topic.name == topic_name), None)
    said: Counter[str] = Counter()
    for number in members:
        for sense in senses[number][:1]:
            if sense.topic.name == topic_name:
                said.update(_telling(sense.said))
    texts = [voices[number].text for number in members]
    told = topic.category if topic else category(s for n in members for s in senses[n][:1])
    return Proposal(
        typical(texts, topic.title if topic else "") if len(members) > 1 else title(texts[0]),
        told,
        topic_name,
        tuple(voices[number].key for number in members),
        tuple(said.most_common(6)),
        group,
    )


def _telling(said: Sequence[str]) -> Sequence[str]:
    """The words that tell something by themselves: 停车位, not 车."""
    return [word for word in said if len(word) > 1] or said


_CLAUSE = re.compile(r"[，。！？；!?;\n…,]+")
_OPENING = re.compile(
    r"^(?:来电人?(?:反映|称)?|市民(?:反映|来电称|建议|咨询)?|诉求人?(?:反映|称)?|居民(?:代表)?(?:提出|建议)?"
    r"|巡查发现|举报|领导你们好|请问|请|建议|希望)[:：，]?"
)


def title(text: str, longest: int = 24) -> str:
    """The first clause of a voice that says something, without what every voice begins with."""
    clauses = [_OPENING.sub("", clause.strip()).strip() for clause in _CLAUSE.split(text)]
    told = [clause for clause in clauses if len(clause) >= 4] or [text.strip()]
    return told[0] if len(told[0]) <= longest else f"{told[0][: longest - 1]}…"


_PLACED = re.compile(
    r"[0-9０-９]|[一二三四五六七八九十]+(?:栋|幢|号楼|单元|楼|层)|我|他|她|你|[？?吗]"
)


def typical(texts: Sequence[str], otherwise: str = "") -> str:
    """The wording of the members that is most like all of them: short, and of nobody's own door.

    ``otherwise``: what it is called where every wording is too much somebody's own.
    """
    held: Counter[str] = Counter()
    clauses: dict[str, None] = {}
    for text in texts[:200]:
        held.update(pairs(text))
        for clause in _CLAUSE.split(text):
            told = _OPENING.sub("", clause.strip()).strip()
            if 4 <= len(told) <= 14 and not _PLACED.search(told):
                clauses[told] = None
    best = max(
        clauses,
        key=lambda told: (sum(held[p] - 1 for p in pairs(told)) / (len(told) + 4), -len(told)),
        default="",
    )
    shared = best and any(held[pair] > 1 for pair in pairs(best))
    return best if shared else otherwise or title(texts[central(texts)])


_STAIRS = re.compile(
    r"([0-9]+|[一二三四五六七八九十]+)\s*(?:栋|幢|号楼|#|座)\s*([0-9]+|[一二三四五六七八九十])\s*单元"
)


def stairs(text: str) -> tuple[str, str] | None:
    """The building and unit a voice speaks of, where it names one: 4栋1单元."""
    found = _STAIRS.search(text)
    return (doors.number(found[1]), doors.number(found[2])) if found else None


_FLAT = re.compile(
    r"(?<![0-9年月])([0-9]{1,2}(?:0[1-9]|1[0-9]|20))(?![0-9])(?!\s*[年月元块平米次路个天度万])"
)


def flats(text: str) -> tuple[str, ...]:
    """The flats a voice names, in order: two of them are the two sides of one dispute."""
    return tuple(sorted(set(_FLAT.findall(unicodedata.normalize("NFKC", text)))))
