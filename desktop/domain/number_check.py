"""Numbers and outcomes of an edited text held against what was recorded: who was there, how it was
voted, what came out, by when.

Whatever differs may be a slip of the pen, or meant; a person says which. Numbers that cannot be
held against anything (prices, lengths) are left alone.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_FIGURES = "零〇一二三四五六七八九"
_COUNT = r"(?P<count>[0-9]{1,5}|[零〇一二两三四五六七八九十百]{1,5})"
_LABELS: Mapping[str, str] = {
    "entitled": "应到会|应到|应出席|应参会",
    "present": "(?<!应)(?:实到会|实到|到会|出席|参会)",
    "for": "同意|赞成",
    "against": "反对",
    "abstain": "弃权",
}
_UNIT = "人|票|户|名|位"
_ENDS = rf"(?:{_UNIT}|(?=[，。；、,;）)\s]|$))"  # 同意2号方案 is no count
# 同意15票, 同意票：15, 同意的有13人
_SAID = {
    key: re.compile(
        rf"(?P<said>{words})(?:[^，。；、,;0-9]{{0,4}}[的者][^，。；、,;0-9]{{0,4}}?[有为是共]"
        rf"|(?:票|人数)?\s*[为是有共计:：]{{0,2}})\s*{_COUNT}\s*{_ENDS}"
    )
    for key, words in _LABELS.items()
}
# … and the other way round: 15票同意, 3人反对, 16名代表到会
_TURNED = {
    key: re.compile(rf"{_COUNT}\s*(?:{_UNIT})[^\s，。；、,;0-9]{{0,4}}?(?P<said>{words})")
    for key, words in _LABELS.items()
}
_WON = re.compile(
    rf"{_COUNT}\s*票(?:的多数)?(?P<said>(?:表决|获得|获)?(?:通过|当选))"
)  # 以13票通过
_ALL = re.compile(r"全票(?:通过|同意)?|一致(?:通过|同意|赞成)|全体(?:通过|同意|赞成)")
_NONE = re.compile(r"(?:无人|没有人|没有|无)(?P<said>反对|弃权)")
_LOST = re.compile(r"(?:未获|没有|不予|未能|未|不)(?:表决)?通过|否决")
# 通过 at the end of a clause is an outcome; 通过微信群 and 通过验收 are none
_PASSED = re.compile(r"(?<![未没不获能予有])(?:获得|获)?通过(?=[。；，、,;（()）\s]|了|$)")
_DAY = (
    r"(?P<day>(?:[0-9]{4}年)?[0-9〇零一二三四五六七八九十]{1,3}月"
    r"[0-9〇零一二三四五六七八九十]{1,3}日|[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
_DUE = re.compile(
    rf"(?:时限|期限|完成|办结)[^。；\n]{{0,6}}?{_DAY}|{_DAY.replace('?P<day>', '?P<before>')}(?:之|以)?前"
)
_UNEVEN = re.compile(
    r"(?P<a>[0-9]{1,4})\s*[×xX*]\s*(?P<b>[0-9]{1,6})\s*(?P<sign>>=|<=|[><≥≤=])\s*"
    r"(?:(?P<c>[0-9]{1,4})\s*[×xX*]\s*)?(?P<d>[0-9]{1,6})"
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What may be said of one part of the minutes: by label, every number that was recorded; the
    days by which something is to be done, as they are written (2026年9月30日); which inequalities
    were written down; whether it passed (both where one round lost and another won), and how it
    ended; whether a vote was unanimous. Empty or None: nothing to hold it against."""

    title: str
    counts: Mapping[str, frozenset[int]]
    days: frozenset[str] = frozenset()
    uneven: frozenset[str] = frozenset()
    passed: frozenset[bool] = frozenset()
    outcome: tuple[bool, str] | None = None  # passed or not, and in words
    unanimous: bool | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was not recorded: where it stands, what was said, and what there is."""

    line: int  # from 1
    part: str
    said: str
    recorded: tuple[str, ...]

    @property
    def words(self) -> str:
        known = "、".join(self.recorded) or "没有这一项"
        return f"第 {self.line} 行“{self.said}”（记录是{known}）"

    @property
    def kept_as(self) -> str:
        """How it is remembered that this one is meant; lines move, the words stay."""
        return f"{self.part}：{self.said}"


_Found = tuple[int, str, tuple[str, ...]]  # where in the line, what was said, what there is


def differences(
    lines: Sequence[str], parts: Sequence[Recorded], sound: frozenset[str] = frozenset()
) -> list[Difference]:
    """Hold every line against the part it belongs to; ``parts[0]`` is the meeting as a whole, the
    others are items, found by the title their heading ends with. ``sound`` are lines that were made
    from the record itself."""
    found: list[Difference] = []
    part = parts[0]
    for number, line in enumerate(lines, 1):
        part = _part(line, part, parts)
        if line in sound:
            continue
        plain = plain_figures(line)
        told = [*_counts(plain, part), *_outcomes(plain, part), *_uneven(plain, part)]
        told += _days(plain, part)
        found += [Difference(number, part.title, *each[1:]) for each in sorted(told)]
    return found


def plain_figures(line: str) -> str:
    """１３ and ⑬ as 13, ＞ as >; punctuation stays as it is."""
    return "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.category(c) in {"Nd", "No", "Sm"} else c
        for c in line
    )


def _part(line: str, now: Recorded, parts: Sequence[Recorded]) -> Recorded:
    heading = re.match(r"^（[一二三四五六七八九十百〇]+）(.+)$", line.strip())
    if heading:
        return next((p for p in parts[1:] if p.title == heading[1].strip()), now)
    return parts[0] if re.match(r"^[一二三四五六七八九十]+、", line) else now


def _counts(line: str, part: Recorded) -> list[_Found]:
    found: dict[int, _Found] = {}
    claimed = {  # 同意12票反对2票: the 12 belongs to what stands before it
        told.start("count") for said in _SAID.values() for told in said.finditer(line)
    }
    patterns = [(key, each[key]) for key in _LABELS for each in (_SAID, _TURNED)]
    for key, pattern in [*patterns, ("for", _WON)]:
        known = part.counts.get(key, frozenset())
        for told in pattern.finditer(line) if known else ():
            count = number_of(told["count"])
            if pattern is _TURNED[key] and told.start("count") in claimed:
                continue
            if count is not None and count not in known:
                word = "同意" if pattern is _WON else told["said"]
                listed = tuple(f"{word}{each}" for each in sorted(known))
                found.setdefault(told.start("count"), (told.start("count"), told[0], listed))
    return list(found.values())


def _outcomes(line: str, part: Recorded) -> Iterator[_Found]:
    """通过 and 未通过, 全票 and 无人反对 against how it went."""
    ends = part.outcome if re.match(r"^(?:审议)?结果[:：]", line) else None
    ways = frozenset({ends[0]}) if ends else part.passed
    known = ends or part.outcome
    words = known[1] if known else "通过" if ways == {True} else "未通过"
    for pattern, way in ((_LOST, False), (_PASSED, True)):
        for told in pattern.finditer(line) if ways else ():
            if way not in ways:
                yield told.start(), told[0], (words,)
    for told in _ALL.finditer(line) if part.unanimous is False else ():
        yield told.start(), told[0], ("有反对或弃权",)
    for told in _NONE.finditer(line):
        counts = part.counts.get("against" if told["said"] == "反对" else "abstain", frozenset())
        if counts and 0 not in counts:
            yield told.start(), told[0], tuple(f"{told['said']}{each}" for each in sorted(counts))


def _uneven(line: str, part: Recorded) -> Iterator[_Found]:
    """An inequality must be one that was written down; where none was, it must hold."""
    known = {_bare(each) for each in part.uneven}
    for told in _UNEVEN.finditer(line):
        if known and _bare(told[0]) not in known:
            yield told.start(), told[0], tuple(sorted(part.uneven))
        elif not known and not _holds(told):
            yield told.start(), told[0], ("算式不成立",)


def _bare(text: str) -> str:
    plain = re.sub(r"\s", "", plain_figures(text))
    return re.sub("[xX*]", "×", plain).replace(">=", "≥").replace("<=", "≤")


def _holds(told: re.Match[str]) -> bool:
    one, other = int(told["a"]) * int(told["b"]), int(told["c"] or 1) * int(told["d"])
    match told["sign"]:
        case ">":
            return one > other
        case "<":
            return one < other
        case "≥" | ">=":
            return one >= other
        case "≤" | "<=":
            return one <= other
        case _:
            return one == other


def inequalities(text: str) -> frozenset[str]:
    """Every inequality that stands in a text."""
    return frozenset(told[0] for told in _UNEVEN.finditer(plain_figures(text)))


def _days(line: str, part: Recorded) -> Iterator[_Found]:
    known = {_date(day) for day in part.days}
    for told in _DUE.finditer(line):
        day = told["day"] or told["before"]
        said = _date(day)
        same = [each for each in known if said[0] in {0, each[0]} and said[1:] == each[1:]]
        if known and not same:
            yield told.start(), day, tuple(sorted(part.days))


def _date(text: str) -> tuple[int, int, int]:
    """Year (0 where none is said), month, day."""
    parts = [number_of(each) or 0 for each in re.split("[-年月日]", text) if each]
    year, month, day = (0, *parts)[-3:]
    return year, month, day


def number_of(text: str) -> int | None:
    """15, 十五, 一百〇五 as a number; ``None`` for what is none."""
    if text.isascii():
        return int(text)
    if text in {"两", "二"}:
        return 2
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    values = [_digit(part) for part in (hundreds, tens, ones)]
    if None in values or (hundreds == "" and "百" in text):
        return None
    high, middle, low = (value or 0 for value in values)
    return high * 100 + (middle or 1 if ten else 0) * 10 + low


def _digit(text: str) -> int | None:
    plain = text.strip("零〇") or ("零" if text else "")
    if not plain:
        return 0
    place = _FIGURES.find(plain)
    return None if place < 0 or len(plain) > 1 else max(0, place - 1)
