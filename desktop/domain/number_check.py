"""Numbers of an edited text held against what was recorded: who was there, how it was voted, by when.

A number that differs may be a slip of the pen, or meant; a person says which. Numbers that cannot be
held against anything (prices, lengths) are left alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_FIGURES = "零〇一二三四五六七八九"
_COUNT = r"(?P<count>[0-9]{1,5}|[零〇一二两三四五六七八九十百]{1,5})"
_LABELS: Mapping[str, str] = {
    "entitled": "应到",
    "present": "实到|到会|出席",
    "for": "同意|赞成",
    "against": "反对",
    "abstain": "弃权",
}
_ENDS = r"(?:人|票|户|名|(?=[，。；、,;）)\s]|$))"  # 同意2号方案 is no count
_SAID = {
    key: re.compile(rf"(?P<said>{words})(?:票|人数)?\s*[为是:：]?\s*{_COUNT}\s*{_ENDS}")
    for key, words in _LABELS.items()
}
# … and the other way round: 15票同意, 3人反对
_TURNED = {
    key: re.compile(rf"{_COUNT}\s*(?:票|人|户)(?P<said>{words})") for key, words in _LABELS.items()
}
_DUE = re.compile(
    r"(?:时限|期限|完成|办结)[^。；\n]{0,6}?"
    r"(?P<day>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}-[0-9]{2}-[0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What may be said of one part of the minutes: by label, every number that was recorded; the
    days by which something is to be done, as they are written (2026年9月30日)."""

    title: str
    counts: Mapping[str, frozenset[int]]
    days: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that was not recorded: where it stands, what was said, and what there is."""

    line: int  # from 1
    part: str
    said: str
    recorded: tuple[str, ...]

    @property
    def words(self) -> str:
        known = "、".join(self.recorded) or "没有这一项"
        return f"第 {self.line} 行“{self.said}”（记录是{known}）"


def differences(lines: Sequence[str], parts: Sequence[Recorded]) -> list[Difference]:
    """Hold every line against the part it belongs to; ``parts[0]`` is the meeting as a whole, the
    others are items, found by the title their heading ends with."""
    found: list[Difference] = []
    part = parts[0]
    for number, line in enumerate(lines, 1):
        part = _part(line, part, parts)
        found += [Difference(number, part.title, *each) for each in _counts(line, part)]
        for day in _DUE.finditer(line):
            if part.days and day["day"] not in part.days:
                found.append(Difference(number, part.title, day["day"], tuple(sorted(part.days))))
    return found


def _part(line: str, now: Recorded, parts: Sequence[Recorded]) -> Recorded:
    heading = re.match(r"^（[一二三四五六七八九十百〇]+）(.+)$", line.strip())
    if heading:
        return next((p for p in parts[1:] if p.title == heading[1].strip()), now)
    return parts[0] if re.match(r"^[一二三四五六七八九十]+、", line) else now


def _counts(line: str, part: Recorded) -> list[tuple[str, tuple[str, ...]]]:
    found: dict[int, tuple[str, tuple[str, ...]]] = {}
    for key in _LABELS:
        known = part.counts.get(key, frozenset())
        if not known:
            continue
        for pattern in (_SAID[key], _TURNED[key]):
            for told in pattern.finditer(line):
                count = number_of(told["count"])
                if count is not None and count not in known:
                    listed = tuple(f"{told['said']}{each}" for each in sorted(known))
                    found.setdefault(told.start("count"), (told[0], listed))
    return [found[place] for place in sorted(found)]


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
