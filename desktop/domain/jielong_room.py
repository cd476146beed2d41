"""Rooms in the lines of a group chain: every way neighbours write where they live."""

import re
from dataclasses import dataclass

from desktop.domain.door import number, only_number

_WIDE = str.maketrans(
    {
        chr(code): chr(code - 0xFEE0)
        for code in range(0xFF01, 0xFF5F)
        if chr(code) not in "，：；？！"
    }
    | dict.fromkeys("‐‑‒–—―−﹘", "-")
    | dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f\t", " ")
)
CN = "零〇一二三四五六七八九十"
NUM = rf"(?:[0-9]{{1,3}}|[{CN}]{{1,3}})"
# 甲3号楼 and 东3号楼 are other buildings than 3号楼; only what touches the number belongs to it.
_SIDED = r"[甲乙丙丁东西南北]?"
_BUILDING = (
    rf"(?:{_SIDED}第?(?:[0-9]{{1,3}}[A-Za-z]?|[{CN}]{{1,3}})|[A-Za-z][0-9]?)\s*(?:栋|幢|号楼|座|#)"
)
_NO_ROOM = r"(?![0-9年月日元])"
_FLAT = rf"(?:[A-Za-z]?[0-9]{{3,4}}|[{CN}]{{3,4}}|[0-9]{{1,2}}-[0-9]{{1,2}}){_NO_ROOM}"
_FLOOR_FLAT = rf"(?P<floor>{NUM})[楼层](?:(?P<flat>[0-9]{{1,2}}|[{CN}]{{1,2}})[号室户]|(?={_FLAT}))"
_TAIL = r"(?:号|室|户)?"
_DASH = r"\s*[-/]\s*"
# The 1号 of 3栋2单元1号 is a flat, that of 3栋2单元1号晚上停水 a day.
_SINGLE = (
    rf"(?:[0-9]{{1,2}}|[{CN}]{{1,2}})(?=(?:号|室)"
    r"(?!楼|栋|线|门|晚|早|上午|中午|下午|凌晨|白天|停|开|起|到|至|前|后|那|当))"
)
# 3门 is a stairwell where a room or somebody's name follows; 3栋2门 坏了 is a broken door.
_STAIRS = rf"(?:单元|门(?=[\s-]*(?:[0-9]|[{CN}]{{3}})|\s*[,，:：、)）】]|\s+[^\s，,:：]{{1,4}}[\s，,:：]|$))"
# Behind N号 only a floor and a flat on it make a room: 15号1830 is a time, 7号502次 a bus.
_ON_A_FLOOR = r"[A-Za-z]?[0-9]{1,2}(?:0[1-9]|1[0-9]|20)(?![0-9])(?!\s*[次路线个户人米块辆元度平万条只棵年月日多份天])"
LANE = r"(?:[\u4e00-\u9fff]{1,4}(?:路|街|巷|道))?[0-9]{1,4}弄"
ROOM = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    rf"(?P<b1>{_SIDED}[0-9]{{1,3}}[A-Za-z]?|[A-Za-z][0-9]{{0,3}}){_DASH}(?P<u1>[0-9]{{1,2}}){_DASH}"
    r"(?P<r1>[0-9]{3,4})(?![0-9])(?:号|室)?"
    r"|(?P<b5>[0-9]{1,3})(?P<s5>[.·])(?P<u5>[0-9]{1,2})(?P=s5)(?P<r5>[0-9]{3,4})(?![0-9])"
    r"|(?P<b6>[0-9]{1,2}) (?P<u6>[0-9]{1,2}) (?P<r6>[0-9]{3,4})(?![0-9年月日元])"
    rf"|(?P<b2>{_BUILDING})\s*(?P<u2>{NUM})\s*(?:{_STAIRS}|-)[\s-]*(?:{_FLOOR_FLAT})?"
    rf"(?:(?P<r2>{_FLAT}){_TAIL}|(?P<q2>{_SINGLE})(?:号|室))?"
    rf"|(?P<b12>{NUM})楼\s*(?P<u12>{NUM})\s*{_STAIRS}[\s-]*(?:(?P<r12>{_FLAT}){_TAIL}|(?<=[\s门元])(?=[\s,，:：]|\S{{1,4}}[\s，,:：]))"
    # 4座12楼B, 3栋5楼2号: a floor and a flat on it, told apart
    rf"|(?P<b13>{_BUILDING})\s*(?P<f13>{NUM})[楼层]\s*"
    rf"(?:(?P<l13>[A-Za-z])(?:室|座)?(?![A-Za-z0-9])|(?P<g13>{_SINGLE})(?:号|室))"
    rf"|(?P<b4>{_BUILDING})\s*(?P<r4>{_FLAT}){_TAIL}"
    rf"|(?P<b3>{_BUILDING})(?:\s*(?P<u3>{NUM})\s*单元)?"
    # Shanghai: N号 is a building behind a lane, and wherever a room follows
    rf"|(?P<lane>{LANE})\s*(?P<b14>{NUM})号(?:楼)?\s*-?(?:(?P<r14>{_ON_A_FLOOR}){_TAIL})?"
    rf"|(?<!月)(?P<b15>{NUM})号\s*-?(?:(?P<r15>{_ON_A_FLOOR}){_TAIL}|(?P<v15>[0-9]{{3,4}})室)"
    rf"|(?P<u7>{NUM})单元\s*(?P<r7>{_FLAT}){_TAIL}"
    r"|(?:商铺|底商|门面|门市)\s*(?:(?P<b8>[0-9]{1,3})-)?(?P<r8>[A-Za-z]?[0-9]{1,4})(?:号)?"
    r"|(?P<b9>[0-9]{1,3})-(?P<u9>[0-9]{1,2})-(?P<r9>[0-9]{1,2})(?![0-9])(?=[\s,，:：]|[\u4e00-\u9fff])(?!日)"
    rf"|(?P<b10>{_SIDED}[0-9]{{1,3}}[A-Za-z]?|(?<!位)(?<!库)(?<!位 )(?<!库 )[A-Za-z])-"
    r"(?P<r10>[0-9]{3,4})(?![0-9])(?:号|室)?"
    # a bare room: a floor and a flat on it, no number that everybody calls
    r"|(?P<r11>(?!11[0249]\b|12[02]\b)[0-9]{1,2}(?:0[1-9]|1[0-9]|20))(?![0-9])"
    r"(?:(?:号|室)(?!楼)|(?=业主|住户|租户|[\s,，:：（(]))(?!\s*[年月日元米个块万度瓦多平])"
    r")(?!日|月|年)"
)
# What looks like a door and was not read as one; amounts, days and points of a list do not.
_NO_DOOR = (
    r"[0-9]+(?:[.．~～至到-][0-9]+)?\s*(?:小时|[年月日天点时元块万多个次户人家米辆台条岁分%％G平度公]|[、)）．](?![0-9])"
    r"|[.](?![0-9]))|11[0249](?![0-9])|12[02](?![0-9])|12345"
)
_UNREAD = re.compile(
    rf"[\s（(【\[]*(?:(?!{_NO_DOOR})[0-9]|{_SIDED}第?[0-9{CN}]{{1,4}}\s*(?:栋|幢|号楼|座|#|单元|弄|室|门(?!口))"
    rf"|[A-Za-z][0-9]?\s*(?:栋|幢|号楼|座|#|-\s*[0-9])|[{CN}]{{1,3}}[0-9])"
)
_GROUPS = {
    letter: [name for n in range(1, 16) if (name := f"{letter}{n}") in ROOM.groupindex]
    for letter in "burqvfgl"
}


@dataclass(frozen=True, slots=True)
class Room:
    """A room as far as it was told; empty where nothing was."""

    building: str = ""
    unit: str = ""
    room: str = ""
    shop: bool = False

    def __str__(self) -> str:
        middle = "商" if self.shop else self.unit
        if middle and not self.building and self.room and not self.shop:
            return f"{middle}单元{self.room}"  # 3-501 would be another building's flat
        return "-".join(part for part in (self.building, middle, self.room) if part)


def half(text: str) -> str:
    """A text in one width, every character where it was."""
    return text.translate(_WIDE)


def unread(text: str) -> bool:
    """Whether digits or a door word stand at the head of a text in which no room was found."""
    return _UNREAD.match(half(text)) is not None


def room_of(found: "re.Match[str]") -> Room:
    """What a found room says, numerals as figures."""
    building, unit = _first(found, "b"), _first(found, "u")
    return Room(
        only_number(building) if building else "",
        only_number(unit) if unit else "",
        _room(found).upper(),
        shop=found["r8"] is not None,
    )


def _first(found: "re.Match[str]", letter: str) -> str:
    return next((found[name] for name in _GROUPS[letter] if found[name]), "")


def _room(found: "re.Match[str]") -> str:
    """The room: as written, or put together from a floor and a flat on it (12楼B: 12B)."""
    floor, flat = found["floor"] or found["f13"], found["flat"] or found["g13"]
    if floor and found["l13"]:
        return f"{number(floor)}{found['l13']}"
    if floor and flat:
        return f"{number(floor)}{int(number(flat)):02d}"
    room = _first(found, "r") or _first(found, "v")
    if single := _first(found, "q"):
        return number(single)
    if room and all(c in CN for c in room):
        room = number(room)
    return room[1:] if re.fullmatch("0[0-9]{3}", room) else room
