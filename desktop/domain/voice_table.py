"""Suggestions in a table (XLSX, CSV): which column is what, and what of each row can be taken.

A row that cannot be taken is named with the reason; nothing is dropped in silence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from desktop.domain import door as doors
from desktop.domain.errors import NotADoor
from desktop.domain.sheet import Sheet, heading_text
from desktop.domain.terms import Channel

LONGEST = 2_000  # characters of one suggestion
LONGEST_CELL = 100  # of a name, a door, a category


class Field(Enum):
    """What a column of the table can be."""

    ID = "编号"
    TEXT = "内容"
    CHANNEL = "渠道"
    DAY = "日期"
    PLACE = "房屋坐落"
    BUILDING = "楼栋"
    UNIT = "单元"
    ROOM = "房号"
    PROPOSER = "姓名"
    PHONE = "电话"
    CATEGORY = "类别"


_HEADINGS = (
    (Field.TEXT, r"^text$|内容|建议$|诉求|意见|事由|描述|反映问题|问题"),
    (Field.PHONE, r"^phone$|电话|手机|联系方式"),
    (Field.CHANNEL, r"^source$|^channel$|渠道|来源|途径|方式"),
    (Field.DAY, r"^date$|日期|时间"),
    (Field.BUILDING, r"^building$|楼栋|栋号|幢|^栋$|楼号"),
    (Field.UNIT, r"^unit$|单元"),
    (Field.ROOM, r"^room(_no)?$|房号|室号|门牌|户号"),
    (Field.PLACE, r"坐落|住址|地址|房屋|位置"),
    (Field.PROPOSER, r"^proposer$|^name$|姓名|提出人|建议人|反映人|来电人|联系人|居民$|业主$"),
    (Field.CATEGORY, r"^category$|类别|分类|类型"),
    (Field.ID, r"^id$|编号|序号|^no\.?$|工单号"),
)
_COUNTS = {"序号", "no", "no.", "行号"}  # counts the rows of one file
_CHANNELS = (
    (Channel.GROUP_CHAT, r"微信|接龙|群"),
    (Channel.HEART_TALK, r"恳谈"),
    (Channel.HOTLINE, r"12345|热线|市长"),
    (Channel.BOX, r"意见箱|信箱|微心愿"),
    (Channel.MEETING, r"圆桌|会议|院坝会|坝坝会"),
    (Channel.PATROL, r"巡查|网格"),
    (Channel.ONLINE, r"掌上|小程序|APP|app|公众号|线上|网上"),
    (Channel.VISIT, r"入户|走访|敲门|问需"),
)


@dataclass(frozen=True, slots=True)
class VoiceTable:
    """A table as it stands in the file, and which column is what (a guess until told)."""

    header: tuple[str, ...]
    first: int  # index of the first row below the heading
    sheet: Sheet
    columns: Mapping[Field, int]


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """One row that can be taken. ``place`` as far as it was told, in the one way of writing it."""

    line: int
    id: str
    text: str
    channel: Channel
    source: str
    day: date | None
    building: str
    unit: str
    room: str
    place: str
    proposer: str
    phone: str
    category: str

    @property
    def same(self) -> tuple[str, ...] | None:
        """What must all be equal in a row that says this once more; ``None`` when nothing could
        tell two rows of one file apart: two nameless slips with the same wish are two voices."""
        if not (self.id or self.place or self.proposer):
            return None
        words = re.sub(r"\s+", "", self.text)
        return (self.id, words, self.place, self.proposer, str(self.day), self.source)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row. An error keeps it out; a warning only tells."""

    line: int
    code: str
    field: Field
    value: str
    reason: str
    error: bool


@dataclass(frozen=True, slots=True)
class VoiceRows:
    rows: tuple[VoiceRow, ...]
    problems: tuple[RowProblem, ...]
    refused: tuple[VoiceRow, ...] = ()  # kept out by an error
    repeated: tuple[VoiceRow, ...] = ()  # the same once more
    lasting_ids: bool = True  # no mere count of the rows: another file's 3 is not this one's


def find(sheets: Sequence[Sheet]) -> VoiceTable | None:
    """The first table that has a column of suggestions."""
    for sheet in sheets:
        for place, row in enumerate(sheet.rows[:20]):
            columns = guess(row)
            if Field.TEXT in columns and (len(columns) > 1 or len(row) == 1):
                return VoiceTable(tuple(row), place + 1, sheet, columns)
    return None


def unnamed(sheets: Sequence[Sheet]) -> VoiceTable | None:
    """The first table with anything in it, its first row for a heading: somebody must say what is
    what."""
    for sheet in sheets:
        for place, row in enumerate(sheet.rows):
            if any(cell.strip() for cell in row):
                return VoiceTable(tuple(row), place + 1, sheet, guess(row))
    return None


def guess(header: Sequence[str]) -> dict[Field, int]:
    """What the columns of a heading mean."""
    found: dict[Field, int] = {}
    for place, cell in enumerate(header):
        told = heading_text(cell).lower()
        if not told or len(told) > 12:
            continue
        meant = next((f for f, pattern in _HEADINGS if re.search(pattern, told)), None)
        if meant is not None:
            found.setdefault(meant, place)
    return found


def rows(table: VoiceTable) -> VoiceRows:
    """Every row below the heading, and what is wrong with some."""
    taken: list[VoiceRow] = []
    refused: list[VoiceRow] = []
    repeated: list[VoiceRow] = []
    problems: list[RowProblem] = []
    seen: dict[tuple[str, ...], int] = {}
    for place in range(table.first, len(table.sheet.rows)):
        cells = table.sheet.rows[place]
        if not any(cell.strip() for cell in cells):
            continue
        row, wrong = _row(table, cells, table.sheet.lines[place])
        problems += wrong
        same = row.same
        if any(each.error for each in wrong):
            refused.append(row)
        elif same is not None and same in seen:
            told = f"与第 {seen[same]} 行相同，只取一次"
            problems.append(
                RowProblem(row.line, "DUPLICATE", Field.TEXT, _short(row.text), told, error=False)
            )
            repeated.append(row)
        else:
            if same is not None:
                seen[same] = row.line
            taken.append(row)
    counted = _heading(table, Field.ID) in _COUNTS
    return VoiceRows(
        tuple(taken), tuple(problems), tuple(refused), tuple(repeated), lasting_ids=not counted
    )


def _heading(table: VoiceTable, field: Field) -> str:
    place = table.columns.get(field, -1)
    return heading_text(table.header[place]).lower() if 0 <= place < len(table.header) else ""


def _row(table: VoiceTable, cells: Sequence[str], line: int) -> tuple[VoiceRow, list[RowProblem]]:
    def cell(field: Field) -> str:
        place = table.columns.get(field, -1)
        return cells[place].strip() if 0 <= place < len(cells) else ""

    wrong: list[RowProblem] = []

    def note(code: str, field: Field, reason: str, *, error: bool = False) -> None:
        wrong.append(RowProblem(line, code, field, _short(cell(field)), reason, error))

    text = cell(Field.TEXT)
    if not text:
        note("TEXT_MISSING", Field.TEXT, "没有建议内容", error=True)
    elif len(text) > LONGEST:
        told = f"太长，一条建议最多 {LONGEST} 字，请拆开"
        note("TEXT_TOO_LONG", Field.TEXT, told, error=True)
    for field in (f for f in Field if f is not Field.TEXT and len(cell(f)) > LONGEST_CELL):
        told = f"太长，最多 {LONGEST_CELL} 字，请核对是否填错了格"
        note("CELL_TOO_LONG", field, told, error=True)
    channel, day, place, doors_told = _asides(cell, note)
    return VoiceRow(
        line, cell(Field.ID), text, channel or Channel.OTHER, cell(Field.CHANNEL), day,
        *doors_told, place, cell(Field.PROPOSER), cell(Field.PHONE), cell(Field.CATEGORY),
    ), wrong  # fmt: skip


def _asides(
    cell: Callable[[Field], str], note: Callable[[str, Field, str], None]
) -> tuple[Channel | None, date | None, str, tuple[str, str, str]]:
    """Channel, day and place of a row; what cannot be read of them is told, and keeps nothing out."""
    source, when = cell(Field.CHANNEL), cell(Field.DAY)
    channel = channel_of(source)
    if channel is None and source:
        note("CHANNEL_UNKNOWN", Field.CHANNEL, "不认识的渠道，按“其他”登记")
    day = day_of(when) if when else None
    if day is None and when:
        note("DATE_UNPARSED", Field.DAY, "看不出日期，按登记当天")
    told = _place(cell)
    if cell(Field.PLACE) and not told[0]:
        note("PLACE_UNPARSED", Field.PLACE, "看不出楼栋，照原样登记")
    return channel, day, place_words(*told) or cell(Field.PLACE), told


def _place(cell: Callable[[Field], str]) -> tuple[str, str, str]:
    building, unit = (doors.only_number(cell(f)) for f in (Field.BUILDING, Field.UNIT))
    room = doors.tidy(cell(Field.ROOM))
    whole = cell(Field.PLACE) or (room if not building else "")
    if whole and not building:
        try:
            told = doors.read(whole)
        except NotADoor:
            found = re.fullmatch(r"(.{1,4}?(?:栋|幢|号楼|座|#))(?:(.{1,3})单元)?", whole)
            if not found:
                return "", "", ""
            return doors.only_number(found[1]), doors.only_number(found[2] or ""), ""
        return told.building, told.unit, told.room
    return building, unit, room


def place_words(building: str, unit: str, room: str) -> str:
    """A place as it is kept: 3-2-501, or as far as it was told: 3栋2单元, 3栋."""
    if room:
        return "-".join(part for part in (building, unit, room) if part)
    unit_words = f"{unit}单元" if unit else ""
    return f"{building}栋{unit_words}" if building else ""


def channel_of(text: str) -> Channel | None:
    """The channel a word names; ``None`` when it names none."""
    told = text.strip()
    for channel in Channel:
        if told == channel.word:
            return channel
    return next((c for c, pattern in _CHANNELS if re.search(pattern, told)), None)


_DAY = re.compile(
    r"(?P<year>20[0-9]{2})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})(?![0-9])"
    r"|(?P<whole>20[0-9]{6})(?![0-9])"
)


def day_of(text: str) -> date | None:
    """A day however it is written: 2024-03-04, 2024/3/4, 2024.3.4, 2024年3月4日, 20240304."""
    told = doors.tidy(text)
    if re.fullmatch(r"4[0-9]{4}(?:\.[0-9]+)?", told):  # a day as a spreadsheet counts it
        return date(1899, 12, 30) + timedelta(days=int(told.partition(".")[0]))
    found = _DAY.match(told)
    if not found:
        return None
    whole = found["whole"]
    parts = (whole[:4], whole[4:6], whole[6:]) if whole else found.group("year", "month", "day")
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
