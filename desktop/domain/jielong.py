"""Reading a pasted WeChat group chain (接龙): who says what about which room, and what is no voice.

People write as they like: number, name, room and wish in any order, brackets, emoji, several lines,
replies below an entry. Every line of the paste comes back as an entry, a reply or an ignored line.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from desktop.domain.door import only_number

_NUM = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_BUILDING = rf"{_NUM}\s*(?:栋|幢|号楼|座|#)"
_ROOM = re.compile(
    rf"(?P<b1>[0-9]{{1,3}})\s*[-—–－]\s*(?P<u1>[0-9]{{1,2}})\s*[-—–－]\s*(?P<r1>[0-9]{{3,4}})(?:号|室)?"
    rf"|(?P<b2>{_BUILDING})\s*(?P<u2>{_NUM})\s*(?:单元|-)\s*(?P<r2>[0-9]{{3,4}})(?:号|室)?"
    rf"|(?P<b4>{_BUILDING})\s*(?P<r4>[0-9]{{3,4}})(?:号|室)?(?![0-9年])"
    rf"|(?P<b3>{_BUILDING})\s*(?:(?P<u3>{_NUM})\s*单元)?"
)
_ENTRY = re.compile(
    r"^(?P<seq>[0-9]{1,4})(?:\s*[.．](?![0-9]+(?!\s*(?:[-—–－0-9]|栋|幢|号楼|座|#)))|\s*[、:：)）]"
    # 13 冯刚 3-1-502: a name and a door stand for the point
    r"|\s+(?=[\u4e00-\u9fff·]{2,4}[\s，,:：（(]*[0-9]{1,3}\s*(?:[-—–－]|栋|幢|号楼|座)))"
    r"\s*(?P<body>\S.*)$"
)
# Numbers as phones write them: ① 3️⃣ １５．
_CIRCLED = re.compile(r"^[\u2460-\u2473]|^[0-9]\ufe0f?\u20e3|^[０-９]{1,4}(?=\s*[.．、:：)）])")
_REPLY = re.compile(
    r"^\s*(?:↳|└|→|▶|➥|↪|⤷|>{1,2}|回复\s*[:：]|(?=回复\s*[^\s:：]{1,12}\s*[:：]))\s*(?P<body>\S.*)$"
)
_SAYS = re.compile(r"^(?P<who>[^：:，。！？\n]{1,24})[：:]\s*(?P<text>(?s:.+))$")
_BETWEEN = " \t\u3000,，、;；:：/|-—_"
_BRACKETS = re.compile(r"^[（(【\[]([^）)】\]]{1,12})[）)】\]]")
_GROUP = re.compile(r"^(?P<name>.*群)\s*[（(](?P<members>[0-9]+)[）)]\s*$")
_DAY = re.compile(r"(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日")
_DEADLINE = re.compile(
    r"[（(]?(?:截止(?:时间|到|至)?[:：]?)?\s*" + _DAY.pattern.replace("?P<", "?P<d")
    + r"\s*(?:(?:下午|晚上|上午|中午)?\s*(?P<hour>[0-9]{1,2})\s*(?:点|[:：时])\s*(?P<minute>[0-9]{2})?)?"
    r"[^（）()]{0,6}(?:截止|前)?[）)]?"
)  # fmt: skip
_EMOJI = re.compile(
    r"\[[^\[\]\s]{1,6}\]|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\uFE0F\u200D]"
)
_NOTHING = re.compile(
    r"(?:(?:收到|已?阅|已填|知晓|知道了|晓得了|好[的嘞啊]?|ok|okay|1|\+1|无|没有?|没得|暂无|暂时没有|了解|顶|点赞"
    r"|谢谢|感谢|辛苦|同上|同感|报名|签到)"
    r"(?:了|啦|哈|的|大家|社区|书记|各位|邻居|网格员|群主)*"
    r"|(?:无|没有|暂无|没得|没|暂时没有)(?:其他|别的|什么|啥子?)?(?:意见|建议|想法|问题)"
    r"|(?:支持|同意|赞成|顶|附议)(?:\+1|一下)?(?:第?[0-9]{1,4}(?:号|楼|条|户)?)?"
    r"(?:(?:楼上|上面|前面|大家|以上|所有|全部|各位)(?:的|所有|全部|各位)*(?:邻居|意见|建议|说法|人)*)?)+"
)
# What stands beside a name and is none: the relation, the role.
_ROLES = re.compile(
    r"^(?:老?党员|租户|租客|业主|退休.{0,4}|家属.{0,3}|代.{0,5}|替.{0,4}|帮.{0,4}|楼长|楼栋长|组长|住户|居民"
    r"|志愿者|业委会.{0,4}|网格员)$"
)
_WISH = re.compile(
    r"^(?:建议|希望|请|关于|要求|能不能|可不可以|想|把|我们|我家|楼|小区|停车|下水|支持|强烈|补充)"
)


@dataclass(frozen=True, slots=True)
class Room:
    """A room as far as it was told; empty where nothing was."""

    building: str = ""
    unit: str = ""
    room: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.building, self.unit, self.room) if part)


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered entry. ``line`` and ``line_end`` count from 1; numbers may repeat."""

    line: int
    line_end: int
    seq: int
    proposer: str
    room: Room
    text: str
    is_suggestion: bool
    note: str = ""
    more_rooms: tuple[Room, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody said below an entry."""

    line: int
    parent_seq: int
    proposer: str
    room: Room
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    group: str = ""
    members: int | None = None
    title: str = ""
    deadline: str = ""  # 2024-06-14 18:00, as a calendar on the wall says it
    initiator: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole paste."""

    header: Header
    entries: tuple[Entry, ...]
    replies: tuple[Reply, ...]
    ignored: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class _Open:
    """An entry while its lines are being read."""

    line: int
    seq: int
    lines: list[str]
    line_end: int


@dataclass(slots=True)
class _Reading:
    entries: list[_Open] = field(default_factory=list)
    replies: list[tuple[int, int, str]] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)
    current: _Open | None = None


def looks_like(text: str) -> bool:
    """Whether a text is a chain: two numbered entries at least, or the mark #接龙."""
    numbered = sum(1 for line in text.splitlines() if _ENTRY.match(line))
    return numbered >= 2 or ("接龙" in text and numbered >= 1)


def read(text: str) -> Chain:
    """Read a paste; nothing of it is lost."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reading = _Reading()
    for number, line in enumerate(lines, 1):
        _line(reading, number, line)
    return Chain(
        _header(lines, [text for _, text in reading.ignored]),
        tuple(_entry(each) for each in reading.entries),
        tuple(_reply(*each) for each in reading.replies),
        tuple(reading.ignored),
    )


def _plain_number(line: str) -> str:
    """A line whose number is written with a figure of its own, as others write it: ①张三 → 1.张三."""
    found = _CIRCLED.match(line)
    if not found:
        return line
    figure = unicodedata.normalize("NFKC", found[0].replace("\ufe0f", "").replace("\u20e3", ""))
    rest = line[found.end() :]
    return f"{figure}{rest if rest.lstrip()[:1] in '.．、:：)）' else f'.{rest}'}"


def _line(reading: _Reading, number: int, line: str) -> None:
    told = _plain_number(line.strip().lstrip("\ufeff"))
    if not told:
        reading.current = reading.current if line.strip(" \t\u3000") else None
        return
    indented = line[:1] in " \t\u3000"
    if reading.current is None and indented and reading.entries and _worded(told):
        reading.current = reading.entries[-1]  # a paragraph further down
    here = reading.current
    if here and (reply := _REPLY.match(line)):
        reading.replies.append((number, here.seq, reply["body"].strip()))
    elif (entry := _ENTRY.match(told)) and not (here and _a_point(entry, here, indented)):
        reading.current = _Open(number, int(entry["seq"]), [entry["body"].strip()], number)
        reading.entries.append(reading.current)
    elif here and indented and reading.replies and reading.replies[-1][0] == number - 1:
        line_of, seq, said = reading.replies[-1]  # a reply that goes on
        reading.replies[-1] = (line_of, seq, f"{said}\n{told}")
    elif here and (indented or entry or _goes_on(here, number, told)):
        here.lines.append(told)
        here.line_end = number
    else:
        reading.ignored.append((number, told))
        if not entry:
            reading.current = None if _SAYS.match(told) or _DAY.search(told) else here


def _a_point(entry: re.Match[str], here: _Open, indented: bool) -> bool:  # noqa: FBT001
    """Whether a number at the beginning of a line counts points of an entry, not entries."""
    seq = int(entry["seq"])
    if not indented and next(_rooms_near_the_front(entry["body"]), None):
        return False  # somebody else, who says where he lives: the numbering began anew
    return indented or (seq <= 3 and here.seq >= seq + 3)


def _worded(told: str) -> bool:
    """Whether a line says anything: no rule, no row of smiles, no 收到."""
    return re.search(r"[\u4e00-\u9fff]{2}", told) is not None and is_suggestion(told)


def _goes_on(here: _Open, number: int, told: str) -> bool:
    """Whether a line right below an entry, not set in, is the rest of it and nobody else's."""
    return (
        here.line_end == number - 1
        and told[:1] not in "#＃@【"
        and not (_SAYS.match(told) and not told[0].isdecimal())
        and not re.search(r"截止|接龙|群主|@", told)
        and not _DAY.match(told)
        and _worded(told)
    )


def _entry(opened: _Open) -> Entry:
    first, *more = opened.lines
    proposer, room, text, note, others = _parts(first)
    whole = "\n".join([text, *more]).strip()
    return Entry(
        opened.line, opened.line_end, opened.seq, proposer, room, whole,
        is_suggestion(whole), note, others,
    )  # fmt: skip


def is_suggestion(text: str) -> bool:
    """Whether an entry wishes anything: 收到, 无, +1 and “支持楼上” do not."""
    told = re.sub(r"[\s，。！？、,.!?~～…]+", "", _EMOJI.sub("", text)).lower()
    return bool(told) and not _NOTHING.fullmatch(told)


def _parts(body: str) -> tuple[str, Room, str, str, tuple[Room, ...]]:
    """Name, room, wish, remark and further rooms of one entry, in whatever order they stand."""
    found = next(_rooms_near_the_front(body), None)
    if found is None:
        who, text, note = _name_first(body)
        return who, Room(), text, note, ()
    before = body[: found.start()].strip(_BETWEEN + "（(")
    after = body[found.end() :].lstrip("）)").lstrip(_BETWEEN + "。")
    room, others, notes = _room(found), [], []
    while True:
        if bracket := _BRACKETS.match(after):
            notes.append(bracket[1])
            after = after[bracket.end() :].lstrip(_BETWEEN)
        elif (further := _ROOM.match(after)) and _full(further):
            others.append(_room(further))
            after = after[further.end() :].lstrip(_BETWEEN)
        else:
            break
    names = [token for token in _tokens(before) if not _ROLES.match(token)]
    notes += [token for token in _tokens(before) if _ROLES.match(token)]
    if names:
        who = names[-1] if len(names) > 1 and notes else names[0]
    else:
        who, after, note = _name_first(after)
        notes += [note] if note else []
    return who, room, after, "、".join(notes), tuple(others)


def _rooms_near_the_front(body: str) -> Iterator[re.Match[str]]:
    """Rooms that say where the speaker lives, not what he speaks of."""
    for found in _ROOM.finditer(body[:48]):
        before = body[: found.start()].strip(_BETWEEN + "（(")
        tokens = _tokens(before)
        if len(before) > 16 or len(tokens) > 3 or any(_WISH.match(token) for token in tokens):
            return
        if all(len(token) <= 8 for token in tokens) and not re.search(
            r"[。！？，,；]", before[:-1]
        ):
            yield found


def _tokens(text: str) -> list[str]:
    return [token for token in re.split(rf"[{re.escape(_BETWEEN)}（()）]+", text) if token]


def _name_first(body: str) -> tuple[str, str, str]:
    """Who speaks, where a name stands in front; else nobody. And a remark in brackets."""
    told = body.lstrip(_BETWEEN)
    match = re.match(
        r"([^\s，,：:、。！？（(]{1,8})\s*([（(][^）)]{1,12}[）)])?[\s，,：:]+(?=\S)", told
    )
    if not match or _WISH.match(match[1]) or not is_name(match[1]):
        return "", told, ""
    return match[1], told[match.end() :].lstrip(_BETWEEN), (match[2] or "").strip("（()）")


def is_name(text: str) -> bool:
    """Whether a word could be what somebody is called in a group: no sentence, no thing."""
    bare = _EMOJI.sub("", text)
    return 1 <= len(bare) <= 8 and not re.search(r"[坏漏堵修装]|不[了能亮通]|没人|太[多少大]", bare)


def _full(found: re.Match[str]) -> bool:
    return bool(found["r1"] or found["r2"] or found["r4"])


def _room(found: re.Match[str]) -> Room:
    building = found["b1"] or found["b2"] or found["b3"] or found["b4"] or ""
    unit = found["u1"] or found["u2"] or found["u3"] or ""
    room = found["r1"] or found["r2"] or found["r4"] or ""
    return Room(only_number(building), only_number(unit) if unit else "", room)


def _reply(line: int, parent: int, body: str) -> Reply:
    told = _SAYS.match(body)
    if not told:
        return Reply(line, parent, "", Room(), body)
    head = re.split(r"\s*回复\s*", told["who"])[0].strip()
    found = _ROOM.search(head)
    room = _room(found) if found else Room()
    who = (head[: found.start()] + head[found.end() :] if found else head).strip(
        _BETWEEN + "（()）"
    )
    return Reply(line, parent, who, room, told["text"].strip())


def _header(lines: Sequence[str], ignored: Sequence[str]) -> Header:
    """What stands around the entries: group, title, deadline, and who began it."""
    made = Header()
    for line in lines[:40]:
        if (group := _GROUP.match(line.strip())) and not made.group:
            made = replace(made, group=group["name"].strip(), members=int(group["members"]))
    year = next(
        (int(d["year"]) for line in ignored if (d := _DAY.search(line)) and d["year"]), None
    )
    place = next(
        (n for n, line in enumerate(ignored) if line.lstrip("#＃").startswith("接龙")), None
    )
    if place is not None:
        rest = ignored[place].lstrip("#＃").removeprefix("接龙").strip(" :：")
        title = rest or (ignored[place + 1] if place + 1 < len(ignored) else "")
        deadline = _DEADLINE.search(title) if "截止" in title else None
        made = replace(
            made,
            title=re.sub(r"[（(][^（()）]*截止[^（()）]*[）)]", "", title).strip(),
            deadline=_moment(deadline, year) if deadline else "",
        )
    return replace(made, initiator=_initiator(ignored))


def _moment(found: re.Match[str], year: int | None) -> str:
    told = found["dyear"]
    if not (told or year):
        return ""
    hour = int(found["hour"] or 23)
    if found["hour"] and hour < 12 and re.search("下午|晚上", found[0]):
        hour += 12
    minute = int(found["minute"] or (0 if found["hour"] else 59))
    try:
        day = date(int(told or year or 0), int(found["dmonth"]), int(found["dday"]))
    except ValueError:
        return ""
    return f"{day.isoformat()} {hour:02d}:{minute:02d}"


def _initiator(ignored: Sequence[str]) -> str:
    """Who called on everybody: a name alone above the call, or before a colon."""
    for place, line in enumerate(ignored):
        if line.startswith("@所有人") and place:
            above = ignored[place - 1]
            if len(above) <= 16 and not _DAY.search(above):
                return above
        if (said := _SAYS.match(line)) and "@所有人" in said["text"]:
            return said["who"].strip()
    return ""
