"""Reading a pasted WeChat group chain (接龙): who says what about which room, and what is no voice.

People write as they like: number, name, room and wish in any order, brackets, emoji, several lines,
replies below an entry. Every line of the paste comes back as an entry, a reply or an ignored line,
and what could not be told for certain is named for a person to look at.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from desktop.domain.jielong_head import apart, is_name, rooms_near_the_front
from desktop.domain.jielong_header import DAY, SAYS, Header, header
from desktop.domain.jielong_room import ROOM, Room, half, room_of, unread
from desktop.domain.jielong_words import is_suggestion, only_a_picture

__all__ = ["Chain", "Entry", "Header", "Reply", "Room", "is_suggestion", "looks_like", "read"]

# How a line is numbered: 1. 1、 1) (1) 第1条 ①; what stands between is the style, which tells the
# numbers of entries from those of the points below one.
_NUMBERED = re.compile(
    r"(?:(?P<open>[(（【\[])\s*(?P<in>[0-9]{1,4})\s*[)）】\]]|(?P<nth>第)\s*(?P<at>[0-9]{1,4})\s*"
    r"(?:[条位户号项楼])?\s*[.．、:：)）。，,]?|(?P<seq>[0-9]{1,4})(?P<mark>\s*[.．、:：)）。，,;；\-](?:\s*[、.．])?)?)"
    r"(?P<gap>\s*)(?P<body>.*)$"
)
# No number of an entry: 3.5号, 1.5元, 3栋, 12月, 8点.
_AMOUNT = re.compile(r"[0-9]+[.．][0-9]{1,2}\s*(?:元|号(?!楼)|米|万|块|个?小时|折|倍|%|平)")
_UNIT_WORD = re.compile(
    r"\s*(?:栋|幢|号|座|#|单元|楼|层|月|日|年|点|时|个|元|米|块|万|%|户|家|人|天|次|条|辆|台|平|多|[0-9a-zA-Z])"
)
_FIGURES = re.compile(
    r"^(?:[\u2460-\u249b\u2776-\u277f\u3251-\u325f\u32b1-\u32bf]|\U0001f51f|(?:[0-9]\ufe0f?\u20e3)+)"
)
_REPLY = re.compile(
    r"^\s*(?:↳|└|→|▶|➥|↪|⤷|>{1,2}|回复\s*[:：]|(?=回复\s*[^\s:：]{1,12}\s*[:：]))\s*(?P<body>\S.*)$"
)
_ANSWERS = re.compile(
    r"^(?P<who>[^\s:：@]{1,12})\s*回复\s*@?(?P<to>[^\s:：]{1,12})\s*[:：]\s*(?P<text>\S.*)$"
)
_QUOTE = re.compile(r"^[「『](?P<to>[^:：」』]{1,12})[:：](?P<text>[^」』]*)[」』]$")
_RULE = re.compile(r"^[-—–=_*·.\s]{3,}$")
_MESSAGE = re.compile(
    r"^\S{1,16}\s+(?:上午|下午|晚上|中午)?\s*[0-9]{1,2}[:：][0-9]{2}(?::[0-9]{2})?$"
)
_BETWEEN = " \t\u3000,，、;；:：/|-—_"
# Who speaks for the office or the manager, not for himself.
_OFFICE = re.compile(
    r"物业|社区|客服|群主|网格|书记|管家|管理员|业委会|接龙|格式|例|公告|温馨提示|通知"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``line`` and ``line_end`` count from 1; numbers may repeat; 0: it had none."""

    line: int
    line_end: int
    seq: int
    proposer: str
    room: Room
    text: str
    is_suggestion: bool
    note: str = ""
    more_rooms: tuple[Room, ...] = ()
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody said below an entry; ``parent_line`` tells which, numbers may repeat."""

    line: int
    parent_seq: int
    proposer: str
    room: Room
    text: str
    parent_line: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that a person must look at."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole paste."""

    header: Header
    entries: tuple[Entry, ...]
    replies: tuple[Reply, ...]
    ignored: tuple[tuple[int, str], ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class _Open:
    """An entry while its lines are being read."""

    line: int
    seq: int
    lines: list[str]
    line_end: int
    indent: int = 0
    style: str = ""
    points: str = ""  # the style of the points below it, while they are being counted
    point: int = 0


@dataclass(frozen=True, slots=True)
class _Number:
    """The number in front of a line."""

    seq: int
    style: str  # empty: only blanks, or nothing, part it from the rest
    body: str


@dataclass(slots=True)
class _Reading:
    numbered: bool  # whether any line of the paste is
    entries: list[_Open] = field(default_factory=list)
    replies: list[tuple[int, _Open, str]] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    current: _Open | None = None
    replied: int = -1  # the line where the last reply ended
    quoted: _Open | None = None  # whom a quotation above repeats

    @property
    def expected(self) -> int:
        last = next((each.seq for each in reversed(self.entries) if each.seq), 0)
        return last + 1


def looks_like(text: str) -> bool:
    """Whether a text is a chain: two entries at least, or the mark #接龙 and one."""
    lines = [line.strip() for line in text.splitlines()]
    found = sum(1 for line in lines if _surely_numbered(line) or _unnumbered(line))
    return found >= 2 or ("接龙" in text and found >= 1)


def read(text: str) -> Chain:
    """Read a paste; nothing of it is lost."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reading = _Reading(any(_surely_numbered(line.strip().lstrip("\ufeff")) for line in lines))
    for number, line in enumerate(lines, 1):
        _line(reading, number, line)
    entries = tuple(_entry(each, reading.doubts) for each in reading.entries)
    return Chain(
        header(lines, [text for _, text in reading.ignored]),
        entries,
        tuple(_reply(*each) for each in reading.replies),
        tuple(reading.ignored),
        tuple(sorted(reading.doubts, key=lambda doubt: doubt.line)),
    )


def _number_of(told: str) -> _Number | None:
    """The number a line begins with, as phones write it, and how it is set off."""
    figure = _FIGURES.match(told)
    if figure:
        digits = figure[0].replace("\ufe0f", "").replace("\u20e3", "")
        value = 10 if digits == "\U0001f51f" else None
        if value is None:
            value = int(digits) if digits.isascii() else round(unicodedata.numeric(digits))
        return _Number(value, "①", told[figure.end() :].lstrip(" \t\u3000.．、:：)）"))
    found = _NUMBERED.match(half(told))
    if found is None:
        return None
    body = told[found.start("body") :].strip()
    if found["open"]:
        return _Number(int(found["in"]), "()", body)
    if found["nth"]:
        return _Number(int(found["at"]), "第", body)
    return _Number(int(found["seq"]), (found["mark"] or "").strip(), body)


def _surely_numbered(told: str) -> bool:
    """Whether a line is numbered by itself, whatever stands above it."""
    found = _number_of(told)
    return found is not None and _sure(told, found)


def _sure(told: str, found: _Number) -> bool:
    flat = half(told)
    near = next(rooms_near_the_front(found.body), None)
    if not found.body or _AMOUNT.match(flat):
        return False
    if found.style in {".", "．"} and re.match(r"[0-9]+[.．][0-9]", flat):
        return near is not None and near.start() == 0  # 17.15栋1单元502, no 19.1 补充
    if found.style in {"①", "()", "第", ".", "．", "、", ")", "）", ":", "："}:
        return not (found.style in {":", "："} and re.match(r"[0-9]{1,2}[:：][0-9]{2}", flat))
    named = near is not None and is_name(found.body[: near.start()].strip(_BETWEEN + "（("))
    return named and not _UNIT_WORD.match(
        found.body
    )  # 13 冯刚 3-1-502: name and door for the point


def _opens(told: str, found: _Number, expected: int) -> bool:
    """Whether a numbered line begins an entry, as far as the line itself tells."""
    if _sure(told, found):
        return True
    flat = half(told)
    if found.seq != expected or _AMOUNT.match(flat):
        return False
    if not found.body:
        return bool(found.style)
    near = next(rooms_near_the_front(found.body), None)
    if found.style:  # 13。吴十  15，冯二  5.1802业主; no 1,000 and no 14:30
        return not re.match(r"[0-9]+\s*(?:[,，][0-9]{3}|[:：][0-9]{2}(?![0-9])|-[0-9])", flat)
    if _UNIT_WORD.match(found.body) and (near is None or near.start() > 0):
        return False
    return near is not None or re.match(r"[0-9]+\s+\S", flat) is not None


def _line(reading: _Reading, number: int, line: str) -> None:
    told = line.strip().lstrip("\ufeff").strip()
    here = reading.current
    if not told:
        reading.current = here if line.strip(" \t\u3000") else None
        return
    indent = len(line) - len(line.lstrip(" \t\u3000"))
    if here is None and indent and reading.entries and _worded(told):
        here = reading.current = reading.entries[-1]  # a paragraph further down
    inner = here is not None and indent > here.indent
    if _taken_as_reply(reading, number, line, told):
        return
    found = _number_of(told)
    opens = found is not None and _opens(told, found, reading.expected)
    point = bool(opens and found and here and _a_point(found, here, reading.expected, inner))
    if found and opens and not point:
        _open(reading, _Open(number, found.seq, [found.body], number, indent, found.style))
    elif here and inner and reading.replied == number - 1:
        line_of, parent, said = reading.replies[-1]  # a reply that goes on
        reading.replies[-1] = (line_of, parent, f"{said}\n{told}")
        reading.replied = number
    elif _speaks_for_himself(reading, told):
        _open(reading, _Open(number, 0, [told], number, indent))
        if reading.numbered:
            reading.doubts.append(Doubt(number, told, "没有编号，按单独一条读取，请核对"))
    elif here and (point or inner or _goes_on(here, number, told) or _counted(found, told)):
        here.lines.append(told)
        here.line_end = number
    else:
        _ignore(reading, number, told, numbered=found is not None)


def _counted(found: _Number | None, told: str) -> bool:
    """19.1 补充…: a number that opens nothing, but says something."""
    return found is not None and bool(found.style) and _worded(told)


def _open(reading: _Reading, opened: _Open) -> None:
    reading.current = opened
    reading.entries.append(opened)


def _taken_as_reply(reading: _Reading, number: int, line: str, told: str) -> bool:
    """Lines that answer somebody: ↳ 李四：…, 李伟 回复 冯军：…, 「冯军：灯坏」 and what follows."""
    here = reading.current
    if here and (reply := _REPLY.match(line)):
        reading.replies.append((number, here, reply["body"].strip()))
        reading.replied = number
        return True
    if quote := _QUOTE.match(told):
        reading.quoted = _spoken_by(reading, quote["to"])
        reading.ignored.append((number, told))
        return True
    if reading.quoted and not _RULE.match(told) and _number_of(told) is None:
        reading.replies.append((number, reading.quoted, told))
        reading.quoted = None
        return True
    if (answer := _ANSWERS.match(told)) and (parent := _spoken_by(reading, answer["to"])):
        reading.replies.append((number, parent, told))
        return True
    if reading.quoted and _RULE.match(told):
        reading.ignored.append((number, told))
        return True
    reading.quoted = None
    return False


def _spoken_by(reading: _Reading, who: str) -> _Open | None:
    """The latest entry of somebody by name."""
    return next((e for e in reversed(reading.entries) if e.lines and who in e.lines[0][:24]), None)


def _a_point(found: _Number, here: _Open, expected: int, inner: bool) -> bool:  # noqa: FBT001
    """Whether a number at the beginning of a line counts points of an entry, not entries."""
    near = next(rooms_near_the_front(found.body), None)
    if inner:
        return True
    if near is not None:
        return False  # somebody else, who says where he lives: the numbering began anew
    if here.points == found.style and here.point and found.seq == here.point + 1:
        if found.style != here.style or found.seq != expected:
            here.point = found.seq
            return True
        return False
    other = found.style != here.style
    announced = here.lines[-1].endswith((":", "："))
    begins = found.seq == 1 and (other or announced) and not apart(found.body).who
    if (begins and (announced or expected > 2)) or (found.seq <= 3 and here.seq >= found.seq + 3):
        here.points, here.point = found.style, found.seq
        return True
    return False


def _worded(told: str) -> bool:
    """Whether a line says anything: no rule, no row of smiles, no 收到."""
    return re.search(r"[\u4e00-\u9fff]{2}", told) is not None and is_suggestion(told)


def _unnumbered(told: str) -> bool:
    """张三 3-2-501 灯坏: somebody who says who he is and what he wishes, without a number."""
    near = next(rooms_near_the_front(told), None)
    if near is None or re.match(
        r"[#＃@【「]|[0-9]{1,4}\s*[.．、)）]|例|格式|示例|补充|还有|另外", told
    ):
        return False
    said = apart(told)
    before = told[: near.start()].strip(_BETWEEN + "（(")
    return bool(said.who and said.room.room and said.text) and (
        not before or is_name(before) or said.who in before
    )


def _speaks_for_himself(reading: _Reading, told: str) -> bool:
    """Whether a line without a number is an entry of its own."""
    here = reading.current
    if _unnumbered(told):
        if here is None:
            return True
        said = apart("\n".join(here.lines[:3]))
        return bool(said.room.room and said.text)  # else this is where that one lives
    if reading.numbered or not reading.entries:
        return False
    says = SAYS.match(told)  # 王五：下水堵, in a chain where nobody writes numbers
    return bool(says and is_name(says["who"]) and not _OFFICE.search(says["who"]))


def _goes_on(here: _Open, number: int, told: str) -> bool:
    """Whether a line right below an entry, not set in, is the rest of it and nobody else's."""
    if here.line_end != number - 1 or told[:1] in "#＃@【「" or _MESSAGE.match(told):
        return False
    if (SAYS.match(told) and not told[0].isdecimal()) and not told.startswith(
        ("建议", "要求", "补充")
    ):
        return False
    if re.search(r"截止|接龙|群主|@", told) or DAY.match(told):
        return False
    if _worded(told):
        return True
    said = apart("\n".join(here.lines[:3]))  # a room or a single word, where that is still missing
    bare_room = ROOM.fullmatch(half(told)) is not None and not said.room.building
    return bare_room or (not said.text and is_suggestion(told) and bool(re.search(r"\w", told)))


def _ignore(reading: _Reading, number: int, told: str, *, numbered: bool) -> None:
    reading.ignored.append((number, told))
    here = reading.current
    if not numbered:
        reading.current = None if SAYS.match(told) or DAY.search(told) else here
    said = SAYS.match(told)
    office = _OFFICE.search(said["who"] if said else told) or told[:1] in "#＃@【"
    if (
        reading.entries
        and _worded(told)
        and not (office or DAY.match(told) or _MESSAGE.match(told))
    ):
        reading.doubts.append(Doubt(number, told, "看不出是谁的建议，没有登记；需要的请单独补记"))


def _entry(opened: _Open, doubts: list[Doubt]) -> Entry:
    first, *more = opened.lines
    said = apart(first)
    while (
        more
        and not (said.text and (said.who or said.room.building))
        and (not said.text or not is_suggestion(said.text))
    ):  # name, room and wish on lines of their own
        first = f"{first}\n{more.pop(0)}"
        said = apart(first)
    whole = "\n".join([said.text, *more]).strip()
    wished = is_suggestion(whole)
    if said.identity:
        doubts.append(Doubt(opened.line, whole, "写有身份证号，没有登记证号"))
    if wished and not (said.room.building and said.room.room) and unread(said.text):
        doubts.append(Doubt(opened.line, whole, "开头像是房号，没有读全，请核对"))
    if not wished and only_a_picture(whole):
        doubts.append(Doubt(opened.line, whole, "只有图片，请看图后补记"))
    return Entry(
        opened.line, opened.line_end, opened.seq, said.who, said.room, whole, wished,
        "、".join(said.notes), said.more, said.phone,
    )  # fmt: skip


def _reply(line: int, parent: _Open, body: str) -> Reply:
    told = SAYS.match(body)
    if not told:
        return Reply(line, parent.seq, "", Room(), body, parent.line)
    head = re.split(r"\s*回复\s*", told["who"])[0].strip()
    found = ROOM.search(half(head))
    room = room_of(found) if found else Room()
    who = (head[: found.start()] + head[found.end() :] if found else head).strip(
        _BETWEEN + "（()）"
    )
    return Reply(line, parent.seq, who, room, told["text"].strip(), parent.line)
