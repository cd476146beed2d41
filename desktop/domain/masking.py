"""What may stand on a wall: masked names, and a scan for what must never be there."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from desktop.domain import digits
from desktop.domain.name_words import COMPOUND_SURNAMES as COMPOUND_SURNAMES
from desktop.domain.name_words import SURNAMES, WORDS
from desktop.domain.simplified import folded

_H = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff"  # 汉字
_TITLE = "业主|住户|居民|户主|房主|租户|邻居|家属|户名|房号"
_ADDRESS = "先生|女士|小姐|同志|阿姨|大爷|大妈|大叔|大姐|奶奶|爷爷|师傅|夫妇|夫妻|老人"
# After a name, wherever it stands; and only where a sentence or a phrase begins with it.
_SURE = (
    rf"{_ADDRESS}|家(?![园庭属具电长政装委风])|户(?![外型口籍])|一家|本人|反映|提出|投诉|说[，：:“]|认为|"
    r"提议|愿意|不同意|拒绝|住[在]?\d|等\d*[人户]"
)
_ASKING = "由|请|让|找|联系|感谢|委托|通知|告知|劝说|走访|慰问|约谈|归还|交给|替|叫|为|给|与|和|同|及|跟|向|对"
_ROOM_AFTER = "室|号|房"
_N = r"[\d〇零一二三四五六七八九十]{1,5}"
_ROOM = (
    rf"(?:{_N}\s*(?:栋|幢|号楼|座)\s*(?:{_N}\s*(?:单元|门)\s*)?{_N}(?:室|号|房|户)?"
    rf"|(?<![\d-])\d{{1,3}}-\d{{1,2}}-\d{{3,4}}(?!\d)(?:室|号|房)?|(?<![\d-])\d{{1,3}}-\d{{3,4}}(?![\d-])(?:室|号|房)?)"
)
_SURNAME = f"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{SURNAMES}])"
_SOMEBODY = rf"(?:[{_H}]{{1,2}}[*＊×●〇○]{{1,3}}|{_SURNAME}(?:[Xx]{{1,2}}|某{{1,2}}|姓|老(?=[^{_H}]|$)|{_ADDRESS}))"
_LINK = rf"[^{_H}\w\n]{{0,2}}(?:的|家的|{_TITLE}){{0,2}}[^{_H}\w\n]{{0,1}}"
_BACK = (
    r"[（(，,、:：\s]{0,2}(?:反映|提出|家住|住在|住|家|在|位于){0,3}"
    r"[（(，,、:：\s]{0,2}(?:家?住|房号)?[:：]?"
)
_BESIDE = re.compile(rf"{_ROOM}{_LINK}{_SOMEBODY}|{_SOMEBODY}{_BACK}{_ROOM}")
_AFTER_ROOM = re.compile(rf"({_ROOM}{_LINK})(?=[{_H}])")
_BEFORE_ROOM = re.compile(rf"{_BACK}{_ROOM}")
_ROOM_ONLY = re.compile(_ROOM)
_INSIDE = re.compile(
    rf"(?<=[{_H}])[·•・.。．]?[ \t\u3000]{{0,3}}[·•・]?[ \t\u3000]{{0,2}}(?=[{_H}])"
)
_DOTS = re.compile(rf"(?<=[{_H}])[·•・](?=[{_H}])")
_LONGEST = 12  # characters of a name


def mask_name(name: str) -> str:
    """Surname and stars: 王桂兰 → 王**. One star per hidden character."""
    plain = name.strip()
    keep = 2 if plain[:2] in COMPOUND_SURNAMES and len(plain) > 2 else 1
    return plain[:keep] + "*" * max(1, len(plain) - keep)


def private_numbers(text: str, known: Collection[str] = ()) -> list[str]:
    """Phone, identity and card numbers and birth dates in a text, however they are written."""
    return sorted({each.text for each in digits.numbers(digits.plain(text), known)})


def without_numbers(text: str, known: Collection[str] = ()) -> str:
    """A text for a wall: phone, identity and card numbers are left out."""
    plain = digits.plain(text)
    found = digits.numbers(plain, known)
    if not found:
        return text
    return digits.put_in(text, [(each.start, each.end, digits.LEFT_OUT) for each in found])


def room_and_name(text: str, names: Iterable[str] = ()) -> list[str]:
    """Places where a room stands beside a masked name, 王先生, or one of these names in full."""
    plain = folded(digits.plain(text))
    found = {each[0] for each in _BESIDE.finditer(plain)}
    known = _prepared(frozenset(names))
    found |= {
        f"{each[1]}{name}"
        for each in _AFTER_ROOM.finditer(plain)
        for name in _at(plain, each.end(), known)
    }
    found |= {
        f"{name}{each[0]}"
        for each in _BEFORE_ROOM.finditer(plain)
        for name in _until(plain, each.start(), known)
    }
    return sorted(found)


def private_names(text: str, residents: Iterable[str], in_office: Iterable[str]) -> list[str]:
    """Residents named in full although they act in no office.

    Names of one character are no names. Names of two are often words (文明, 高兴), or lie across two
    of them: they count only where they stand as a person's.
    """
    return sorted({each.name for each in _named(text, residents, in_office)[1]})


def masked(
    text: str,
    residents: Iterable[str],
    in_office: Iterable[str],
    instead: Callable[[str], str] = mask_name,
) -> str:
    """A text with every such name masked, however it is set: 谢 平 敏 → 谢**."""
    plain, found = _named(text, residents, in_office)
    told, end = [], len(plain)
    for each in sorted(found, key=lambda one: (one.start, -one.end), reverse=True):
        if each.end <= end:  # the longer of two that begin alike was taken first
            told.append((each.start, each.end, instead(each.name)))
            end = each.start
    return digits.put_in(text, told) if told else text


def without_rooms(text: str, names: Iterable[str] = ()) -> str:
    """A text in which no room stands beside a name: the room goes."""
    if not room_and_name(text, names):
        return text
    rooms = _ROOM_ONLY.finditer(digits.plain(text))
    return digits.put_in(text, [(each.start(), each.end(), "〔房号略〕") for each in rooms])


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in the plain text. ``name`` is as the file knows it."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Tight:
    """A text as names are looked for in it, and where each character stood before."""

    text: str
    places: tuple[int, ...]


@lru_cache(maxsize=8)
def _prepared(names: frozenset[str]) -> dict[str, str]:
    """Names as they are compared, and as they are known."""
    made = {}
    for name in names:
        told = re.sub(r"[\s·•・.]", "", folded(digits.plain(name)))
        if 2 <= len(told) <= _LONGEST:
            made[told] = name.strip()
    return made


def _named(
    text: str, residents: Iterable[str], in_office: Iterable[str]
) -> tuple[str, list[_Name]]:
    """The text as it was searched, and every resident's name in it."""
    allowed = _prepared(frozenset(in_office))
    known = {k: v for k, v in _prepared(frozenset(residents)).items() if k not in allowed}
    plain = digits.plain(text)
    seen = folded(plain)
    found: dict[tuple[int, int], _Name] = {}
    for each in (_without(seen, _INSIDE), _without(seen, _DOTS)):
        for told, place in _candidates(each.text, known):
            end = place + len(told)
            if len(told) > 2 or _person(each.text, told, place, end):
                start, last = each.places[place], each.places[end - 1] + 1
                found[start, last] = _Name(known[told], start, last)
    # the name of an office holder that holds a shorter one inside: 李建国 is not 建国
    return plain, [each for each in found.values() if not _inside(seen, each, allowed)]


def _without(text: str, pattern: re.Pattern[str]) -> _Tight:
    drop = {n for each in pattern.finditer(text) for n in range(each.start(), each.end())}
    places = tuple(n for n in range(len(text)) if n not in drop)
    return _Tight("".join(text[n] for n in places), places)


def _candidates(text: str, known: Collection[str]) -> Iterator[tuple[str, int]]:
    """Every known name that stands in the text, by looking at all its short pieces."""
    for length in sorted({len(each) for each in known}):
        for place in range(len(text) - length + 1):
            if (piece := text[place : place + length]) in known:
                yield piece, place


def _inside(text: str, found: _Name, allowed: Collection[str]) -> bool:
    size = found.end - found.start
    return any(
        text[place : place + length] in allowed
        for length in {len(each) for each in allowed if len(each) > size}
        for place in range(max(0, found.end - length), found.start + 1)
    )


# What alone must follow or stand before, and for a word: what both together must be.
_FOLLOWS = re.compile(rf"(?:{_SURE})")
_PRECEDES = re.compile(rf"(?:^|[^{_H}]|{_TITLE}|{_ASKING}|\d(?:{_ROOM_AFTER}))$")
_WORD_FOLLOWS = re.compile(rf"(?:{_ADDRESS})")
_WORD_PRECEDES = re.compile(rf"\d(?:{_ROOM_AFTER})?$")
_TITLED = re.compile(rf"(?:{_TITLE})$")
_WORD_DOES = re.compile(r"家[漏住里的反]|反映|投诉|说[，：:“]")


def _person(text: str, name: str, start: int, end: int) -> bool:
    """Whether two characters that are somebody's name stand there as a person's."""
    head, tail = text[max(0, start - 4) : start], text[end : end + 6]
    if name not in WORDS:
        return bool(_FOLLOWS.match(tail) or _PRECEDES.search(head))
    # 居民文明公约 is a rule, 业主文明反映 a person
    if _WORD_FOLLOWS.match(tail) or _WORD_PRECEDES.search(head):
        return True
    return bool(_TITLED.search(head) and _WORD_DOES.match(tail))


def _at(text: str, place: int, known: Collection[str]) -> Iterator[str]:
    longest = next((n for n in range(_LONGEST, 1, -1) if text[place : place + n] in known), 0)
    if longest:
        yield text[place : place + longest]


def _until(text: str, place: int, known: Collection[str]) -> Iterator[str]:
    longest = next(
        (n for n in range(min(_LONGEST, place), 1, -1) if text[place - n : place] in known), 0
    )
    if longest:
        yield text[place - longest : place]
