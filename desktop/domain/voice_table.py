"""Suggestions in a table (XLSX, CSV): which column is what, and what of each row can be taken.

A row that cannot be taken is named with the reason; nothing is dropped in silence.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from desktop.domain import door as doors
from desktop.domain.errors import NotADoor
from desktop.domain.sheet import heading_text
from desktop.domain.terms import Channel
from desktop.domain.voice_sheet import Field, VoiceTable, find, guess, unnamed

__all__ = [
    "Field", "RowProblem", "VoiceRow", "VoiceRows", "VoiceTable", "channel_of", "day_of", "find", "guess",
    "place_words", "rows", "unnamed",
]  # fmt: skip

LONGEST = 2_000  # characters of one suggestion
LONGEST_CELL = 100  # of a name, a door, a category


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
    sheet: str = ""  # of another sheet than the first

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
    sheet: str = ""  # of another sheet than the first


@dataclass(frozen=True, slots=True)
class VoiceRows:
    rows: tuple[VoiceRow, ...]
    problems: tuple[RowProblem, ...]
    refused: tuple[VoiceRow, ...] = ()  # kept out by an error
    repeated: tuple[VoiceRow, ...] = ()  # the same once more
    lasting_ids: bool = True  # no mere count of the rows: another file's 3 is not this one's


def rows(table: VoiceTable) -> VoiceRows:
    """Every row below the heading, of every sheet, and what is wrong with some."""
    reading = _Reading()
    for each in (table, *table.more):
        _read(reading, each, "" if each is table else each.sheet.name)
    for name in table.without:
        told = f"工作表“{name}”里没有建议内容一栏，没有读取"
        reading.problems.append(
            RowProblem(1, "SHEET_SKIPPED", Field.TEXT, "", told, error=False, sheet=name)
        )
    counted = _heading(table, Field.ID) in _COUNTS
    return VoiceRows(
        tuple(reading.taken), tuple(reading.problems), tuple(reading.refused),
        tuple(reading.repeated), lasting_ids=not counted,
    )  # fmt: skip


@dataclass(slots=True)
class _Reading:
    taken: list[VoiceRow] = field(default_factory=list)
    refused: list[VoiceRow] = field(default_factory=list)
    repeated: list[VoiceRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    seen: dict[tuple[str, ...], VoiceRow] = field(default_factory=dict)


def _read(reading: _Reading, table: VoiceTable, sheet: str) -> None:
    year = _year(table)
    for place in range(table.first, len(table.sheet.rows)):
        cells = table.sheet.rows[place]
        line = table.sheet.lines[place]
        if not any(cell.strip() for cell in cells):
            continue
        if foot := _foot(table, cells):
            reading.problems.append(
                RowProblem(
                    line, "FOOTER", Field.TEXT, _short(foot), "合计、制表人之类，不是建议",
                    error=False, sheet=sheet,
                )
            )  # fmt: skip
            continue
        row, wrong = _row(table, place, line, year)
        row = replace(row, sheet=sheet)
        reading.problems += [replace(each, sheet=sheet) for each in wrong]
        same = row.same
        if any(each.error for each in wrong):
            reading.refused.append(row)
        elif same is not None and same in reading.seen:
            told = f"与第 {reading.seen[same].line} 行相同，只取一次"
            reading.problems.append(
                RowProblem(
                    line, "DUPLICATE", Field.TEXT, _short(row.text), told, error=False, sheet=sheet
                )
            )
            reading.repeated.append(row)
        else:
            if same is not None:
                reading.seen[same] = row
            reading.taken.append(row)


_FOOT = re.compile(
    r"^(?:合\s*计|小\s*计|总\s*计|共\s*计)[:：]?[0-9条件]*$"
    r"|^(?:制表|填表|填报|审核|审批|复核|核对|经办|负责|联系|统计|汇总|上报|报送)(?:人|单位|部门|日期|时间|领导)?(?:签字)?[:：]"
)


def _foot(table: VoiceTable, cells: Sequence[str]) -> str:
    """What tells that a row is the foot of a table: 合计, 制表人：…; "" where it is none.

    A suggestion may well speak of 合计: only a cell of another column, or nothing but that, counts.
    """
    text = table.columns.get(Field.TEXT, -1)
    told = [cell.strip() for cell in cells]
    filled = [cell for cell in told if cell]
    found = next((cell for cell in filled if _FOOT.match(cell)), "")
    words = told[text] if 0 <= text < len(told) else ""
    plain = not words or _FOOT.match(words) or re.fullmatch(r"共?\s*[0-9]+\s*[条件户]?", words)
    return found if plain and len(filled) <= 6 else ""


def _year(table: VoiceTable) -> int | None:
    """The year of days written without one: the latest the table or its title names."""
    above = " ".join(cell for row in table.sheet.rows[: table.first] for cell in row)
    title = [int(year) for year in re.findall(r"(20[0-9]{2})\s*(?:年|[-./])", above)]
    column = table.columns.get(Field.DAY, -1)
    days = [
        day.year
        for row in (table.sheet.rows[table.first :] if column >= 0 else ())
        if column < len(row) and (day := day_of(row[column])) is not None
    ]
    return max(days or title, default=None)


def _heading(table: VoiceTable, field: Field) -> str:
    place = table.columns.get(field, -1)
    return heading_text(table.header[place]).lower() if 0 <= place < len(table.header) else ""


def _row(
    table: VoiceTable, row: int, line: int, year: int | None
) -> tuple[VoiceRow, list[RowProblem]]:
    cells, merged = table.sheet.rows[row], table.sheet.merged

    def cell(which: Field) -> str:
        place = table.columns.get(which, -1)
        told = cells[place].strip() if 0 <= place < len(cells) else ""
        return told or merged.get((row, place), "").strip()  # 3栋 written once for its three rows

    wrong: list[RowProblem] = []

    def note(code: str, field: Field, reason: str, *, error: bool = False) -> None:
        wrong.append(RowProblem(line, code, field, _short(cell(field)), reason, error))

    text = cell(Field.TEXT)
    if not text:
        note("TEXT_MISSING", Field.TEXT, "没有建议内容", error=True)
    elif len(text) > LONGEST:
        told = f"太长，一条建议最多 {LONGEST} 字，请拆开"
        note("TEXT_TOO_LONG", Field.TEXT, told, error=True)
    for which in (f for f in Field if f is not Field.TEXT and len(cell(f)) > LONGEST_CELL):
        told = f"太长，最多 {LONGEST_CELL} 字，请核对是否填错了格"
        note("CELL_TOO_LONG", which, told, error=True)
    channel, day, place, doors_told = _asides(cell, note, year)
    return VoiceRow(
        line, cell(Field.ID), text, channel or Channel.OTHER, cell(Field.CHANNEL), day,
        *doors_told, place, cell(Field.PROPOSER), cell(Field.PHONE), cell(Field.CATEGORY),
    ), wrong  # fmt: skip


def _asides(
    cell: Callable[[Field], str], note: Callable[[str, Field, str], None], year: int | None
) -> tuple[Channel | None, date | None, str, tuple[str, str, str]]:
    """Channel, day and place of a row; what cannot be read of them is told, and keeps nothing out."""
    source, when = cell(Field.CHANNEL), cell(Field.DAY)
    channel = channel_of(source)
    if channel is None and source:
        note("CHANNEL_UNKNOWN", Field.CHANNEL, "不认识的渠道，按“其他”登记")
    day = day_of(when, year) if when else None
    if day is None and when:
        bare = day_of(when, 2024) is not None
        told_ = "没有写年份，按登记当天" if bare else "看不出日期，按登记当天"
        note("DATE_UNPARSED", Field.DAY, told_)
    told = _place(cell)
    written = Field.PLACE if cell(Field.PLACE) else Field.ROOM
    if cell(written) and not told[0]:
        note("PLACE_UNPARSED", written, "看不出楼栋，照原样登记")
        return channel, day, cell(written), ("", told[1], told[2])
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
_NO_YEAR = re.compile(r"(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*[日号]?")
_CHINESE = re.compile(
    r"([二〇零○一三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)


def day_of(text: str, year: int | None = None) -> date | None:
    """A day however it is written: 2024-03-04, 2024/3/4, 2024.3.4, 2024年3月4日, 20240304,
    二〇二四年三月四日; 3月4日 where the ``year`` is known."""
    told = doors.tidy(text)
    if re.fullmatch(r"4[0-9]{4}(?:\.[0-9]+)?", told):  # a day as a spreadsheet counts it
        return date(1899, 12, 30) + timedelta(days=int(told.partition(".")[0]))
    if spelled := _CHINESE.match(told.replace("○", "〇")):
        return _date(*(doors.number(part) for part in spelled.groups()))
    found = _DAY.match(told)
    if not found:
        bare = _NO_YEAR.match(told)
        return _date(str(year), bare["month"], bare["day"]) if bare and year else None
    whole = found["whole"]
    parts = (whole[:4], whole[4:6], whole[6:]) if whole else found.group("year", "month", "day")
    return _date(*parts)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
