"""Where the suggestions of a workbook stand: which sheets, which heading, which column is what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from desktop.domain.sheet import Sheet, heading_text


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
    (Field.TEXT, r"^text$|内容|建议$|诉求|意见|事由|描述|反映问题|问题|^反[映应]事项$"),
    (Field.PHONE, r"^phone$|电话|手机|联系方式"),
    (Field.CHANNEL, r"^source$|^channel$|渠道|来源|途径|方式"),
    (Field.DAY, r"^date$|日期|时间"),
    (Field.BUILDING, r"^building$|楼栋|栋号|幢|^栋$|楼号"),
    (Field.UNIT, r"^unit$|单元"),
    (Field.ROOM, r"^room(_no)?$|房号|室号|门牌|户号|^房间号?$"),
    (Field.PLACE, r"坐落|住址|地址|房屋|位置"),
    (Field.PROPOSER, r"^proposer$|^name$|姓名|提出人|建议人|反映人|来电人|联系人|居民$|业主$"),
    (Field.CATEGORY, r"^category$|类别|分类|类型"),
    (Field.ID, r"^id$|编号|序号|^no\.?$|工单号"),
)
# What an office did about a suggestion is none, nor is a matter where there are its words as well.
_NO_WORDS = re.compile(
    r"(?:处理|办理|审核|领导|批示|回复|答复|反馈|落实).*(?:意见|情况|内容|结果|建议)"
)
_MATTER = re.compile(r"事项$")


@dataclass(frozen=True, slots=True)
class VoiceTable:
    """A table as it stands in the file, and which column is what (a guess until told).

    ``more``: the tables of the other sheets; ``without``: sheets in which there is none.
    """

    header: tuple[str, ...]
    first: int  # index of the first row below the heading
    sheet: Sheet
    columns: Mapping[Field, int]
    more: "tuple[VoiceTable, ...]" = ()
    without: tuple[str, ...] = ()


def find(sheets: Sequence[Sheet]) -> VoiceTable | None:
    """The tables that have a column of suggestions: the first, and with it those of other sheets."""
    found = [(sheet, _table(sheet)) for sheet in sheets]
    tables = [table for _, table in found if table is not None]
    if not tables:
        return None
    without = tuple(sheet.name for sheet, table in found if table is None and _filled(sheet))
    return replace(tables[0], more=tuple(tables[1:]), without=without)


def unnamed(sheets: Sequence[Sheet]) -> VoiceTable | None:
    """The first table with anything in it, its first row for a heading: somebody must say what is
    what."""
    for sheet in sheets:
        for place, row in enumerate(sheet.rows):
            if any(cell.strip() for cell in row):
                return VoiceTable(tuple(row), place + 1, sheet, guess(row))
    return None


def _filled(sheet: Sheet) -> bool:
    return any(cell.strip() for row in sheet.rows for cell in row)


def _table(sheet: Sheet) -> VoiceTable | None:
    for place, row in enumerate(sheet.rows[:20]):
        columns = guess(row)
        if Field.TEXT in columns and (len(columns) > 1 or len(row) == 1):
            below = _second_row(sheet, place, columns)
            if below is not None:
                return VoiceTable(below, place + 2, sheet, guess(below))
            return VoiceTable(tuple(row), place + 1, sheet, columns)
    return None


def _second_row(sheet: Sheet, place: int, columns: Mapping[Field, int]) -> tuple[str, ...] | None:
    """A heading of two rows (住户信息 over 姓名, 房号) as one; ``None`` where there is but one."""
    if place + 1 >= len(sheet.rows):
        return None
    above, below = sheet.rows[place], sheet.rows[place + 1]
    told = [cell.strip() for cell in below]
    if columns[Field.TEXT] < len(told) and told[columns[Field.TEXT]] not in (
        "", above[columns[Field.TEXT]].strip(),
    ):  # fmt: skip
        return None
    named = guess(below)
    filled = sum(1 for cell in told if cell)
    if not filled or len(named) < filled or not named.keys() - columns.keys():
        return None
    width = max(len(above), len(below))
    return tuple(_at(below, column) or _at(above, column) for column in range(width))


def _at(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def guess(header: Sequence[str]) -> dict[Field, int]:
    """What the columns of a heading mean."""
    found: dict[Field, int] = {}
    matter = -1
    for place, cell in enumerate(header):
        told = heading_text(cell).lower()
        if not told or len(told) > 12:
            continue
        meant = next((f for f, pattern in _HEADINGS if re.search(pattern, told)), None)
        if meant is Field.TEXT and _NO_WORDS.search(told):
            continue
        if meant is None and matter < 0 and _MATTER.search(told):
            matter = place
        if meant is not None:
            found.setdefault(meant, place)
    if Field.TEXT not in found and matter >= 0:
        found[Field.TEXT] = matter
    return found
