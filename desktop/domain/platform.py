"""Results of an official e-vote platform, as the tables they export: columns, doors, marks."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from desktop.domain import door as doors
from desktop.domain.ballot import chosen
from desktop.domain.door import Door
from desktop.domain.errors import NotADoor
from desktop.domain.poll import Matter
from desktop.domain.sheet import HEADINGS, Column, Sheet
from desktop.domain.terms import MatterKind

DOOR, BUILDING, UNIT, ROOM = "房屋", "楼栋", "单元", "房号"
_FIELDS = {
    Column.LOCATION: DOOR, Column.BUILDING: BUILDING, Column.UNIT: UNIT, Column.ROOM: ROOM,
}  # fmt: skip
_WORDS = {
    "同意": "F", "赞成": "F", "赞同": "F", "支持": "F", "是": "F", "√": "F", "1": "F",
    "反对": "A", "不同意": "A", "不赞成": "A", "否": "A", "×": "A", "2": "A",
    "弃权": "X", "3": "X", "无效": "I", "0": "I",
}  # fmt: skip
_AGAINST_ALL = {"都不同意", "反对", "不同意", "以上都不同意"}


class Row(Enum):
    """What an import would do with a row."""

    NEW = "将导入"
    EMPTY = "没有投票"
    BAD_DOOR = "房号认不出来"
    UNKNOWN_DOOR = "名册里没有"
    BAD_MARK = "票面认不出来"
    TWICE = "表里重复"
    DIFFERS = "表里两行不一致，都不导入"
    THERE = "已经导入过"


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """One row as read; ``marks`` one letter a line, "" when it cannot be told."""

    line: int
    told: str  # the door as written
    door: Door | None
    words: tuple[str, ...]
    marks: str
    verdict: Row
    paper: str = ""  # what the paper ballot of the same door has become, if there is one


@dataclass(frozen=True, slots=True)
class PlatformTable:
    """A table with its header row; ``columns`` maps field (door parts, 事项n) to column number."""

    header: tuple[str, ...]
    first: int  # index of the first data row
    sheet: Sheet
    columns: Mapping[str, int]


def matter_field(number: int) -> str:
    """The name of a matter's column; the first is 1."""
    return f"事项{number}"


def find(sheets: Sequence[Sheet], matters: Sequence[Matter]) -> PlatformTable | None:
    """The first table that has doors, with a guess which column is what."""
    for sheet in sheets:
        for place, row in enumerate(sheet.rows[:20]):
            header = tuple(_plain(cell) for cell in row)
            columns = _door_columns(header)
            if DOOR in columns or ROOM in columns:
                columns |= _matter_columns(header, matters, set(columns.values()))
                return PlatformTable(tuple(row), place + 1, sheet, columns)
    first = next(
        (sheet for sheet in sheets if len(sheet.rows) > 1), None
    )  # the user says what is where
    return PlatformTable(tuple(first.rows[0]), 1, first, {}) if first else None


def _door_columns(header: Sequence[str]) -> dict[str, int]:
    """The same headings as a roster's."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        meant = next((column for column, told in HEADINGS if re.search(told, cell)), None)
        if cell and meant in _FIELDS and len(cell) <= 10:
            found.setdefault(_FIELDS[meant], place)
    return found


def _matter_columns(
    header: Sequence[str], matters: Sequence[Matter], taken: set[int]
) -> dict[str, int]:
    """By the matter's own words, else by 事项一/议题1, else nothing: the user says."""
    found: dict[str, int] = {}
    for number, matter in enumerate(matters, 1):
        title, numeral = _plain(matter.title), "一二三四五六七八九十"[number - 1 : number]
        ordinals = {
            f"{word}{n}" for word in ("事项", "议题", "表决事项") for n in (number, numeral)
        }
        for place, cell in enumerate(header):
            if place in taken or not cell:
                continue
            if cell in ordinals or (len(cell) >= 4 and (cell in title or title in cell)):
                found[matter_field(number)] = place
                taken.add(place)
                break
    return found


def rows(table: PlatformTable, matters: Sequence[Matter]) -> list[PlatformRow]:
    """Every row with the door and the marks that are read of it."""
    read = []
    for place in range(table.first, len(table.sheet.rows)):
        cells = table.sheet.rows[place]
        if any(cell.strip() for cell in cells):
            read.append(_row(table, cells, table.sheet.lines[place], matters))
    return read


def _row(
    table: PlatformTable, cells: Sequence[str], line: int, matters: Sequence[Matter]
) -> PlatformRow:
    def cell(field: str) -> str:
        place = table.columns.get(field, -1)
        return cells[place].strip() if 0 <= place < len(cells) else ""

    told = cell(DOOR) or "-".join(filter(None, (cell(BUILDING), cell(UNIT), cell(ROOM))))
    door = _door(cell)
    words = tuple(cell(matter_field(number)) for number in range(1, len(matters) + 1))
    marks = [_marks(matter, word) for matter, word in zip(matters, words, strict=True)]
    if door is None:
        verdict = Row.BAD_DOOR
    elif not any(words):
        verdict = Row.EMPTY
    elif None in marks:
        verdict = Row.BAD_MARK
    else:
        verdict = Row.NEW
    known = "".join(each or "" for each in marks) if verdict is Row.NEW else ""
    return PlatformRow(line, told, door, words, known, verdict)


def _door(cell: object) -> Door | None:
    assert callable(cell)  # noqa: S101
    if text := cell(DOOR):
        try:
            return doors.read(text)
        except NotADoor:
            return None
    room = cell(ROOM)
    if not cell(BUILDING):
        try:
            return doors.read(room)
        except NotADoor:
            return None
    building, unit = doors.only_number(cell(BUILDING)), doors.only_number(cell(UNIT))
    plain = doors.tidy(room).removesuffix("室").removesuffix("号").upper()
    return Door(building, unit, plain) if plain else None


def _marks(matter: Matter, word: str) -> str | None:
    """The letters of what a cell says; ``None`` when it cannot be told."""
    plain = _plain(word)
    if matter.kind is MatterKind.DECISION:
        return _WORDS.get(plain)
    count = len(matter.options)
    if plain in _AGAINST_ALL:
        return "A" * count
    if plain in {"弃权", "无效"}:
        return _WORDS[plain] * count
    names = [_plain(each) for each in matter.options]
    parts = [part for part in plain.replace("，", "、").replace(",", "、").split("、") if part]
    if not parts or not set(parts) <= set(names):
        return None
    return chosen(matter, {names.index(part) for part in parts})


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
