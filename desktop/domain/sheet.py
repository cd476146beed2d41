"""A sheet of an office's table: cells as text, and which column means what."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.domain.terms import Term, Use


class Column(Term):
    """What a column can mean."""

    LOCATION = "location", "房屋坐落"
    BUILDING = "building", "楼栋"
    UNIT = "unit", "单元"
    ROOM = "room", "房号"
    SHOP = "shop", "商铺号"
    STALL = "stall", "车位号"
    AREA = "area", "建筑面积"
    SOURCE = "source", "面积来源"
    OWNER = "owner", "业主姓名"
    PHONE = "phone", "联系电话"
    IDENTITY = "identity", "身份证号"
    TAIL = "tail", "证件号后四位"
    STATUS = "status", "居住情况"
    BUSINESS = "business", "经营业态"
    LINKED = "linked", "对应房号"
    RIGHT = "right", "性质"
    USE = "use", "用途"
    NOTE = "note", "备注"


# In order: the first pattern that fits a heading takes it.
HEADINGS: Sequence[tuple[Column, str]] = (
    (Column.TAIL, r"后四位|后4位|尾号"),
    (Column.IDENTITY, r"身份证|证件号|证号"),
    (Column.SOURCE, r"面积来源|面积依据"),
    (Column.LINKED, r"对应房|关联房"),
    (Column.STALL, r"车位号|车位编号|车位$"),
    (Column.SHOP, r"商铺号|铺号|门面号|商铺编号|门市号"),
    (Column.LOCATION, r"坐落|房屋地址|房屋位置|^地址|详细地址|^房屋$"),
    (Column.AREA, r"建筑面积|产权面积|登记面积|专有.*面积|^面积"),
    (Column.PHONE, r"电话|手机|联系方式"),
    (Column.OWNER, r"业主姓名|产权人|权利人|户主|所有权人|^业主$|业主名称|^姓名|^业主"),
    (Column.STATUS, r"居住|入住|房屋状态"),
    (Column.BUILDING, r"楼栋|栋号|幢号|楼号|栋$|幢$|^楼$|楼宇|座号"),
    (Column.UNIT, r"单元"),
    (Column.ROOM, r"房号|室号|房间|户号|门牌|^室$|房屋编号"),
    (Column.BUSINESS, r"业态|经营"),
    (Column.RIGHT, r"性质|类型"),
    (Column.USE, r"用途"),
    (Column.NOTE, r"备注|说明"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells as text; merged cells already carry the text of their first cell in ``merged``."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]  # the number a person sees beside each row, from 1
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table of a sheet begins, and what its columns mean."""

    sheet: str
    header: tuple[int, ...]  # row indexes of the headings
    headings: tuple[str, ...]  # of every column, cleaned
    columns: Mapping[Column, int]
    use: Use

    @property
    def readable(self) -> bool:
        """Whether rooms can be told from these columns."""
        rooms = {Column.ROOM, Column.LOCATION, Column.SHOP, Column.STALL}
        return bool(rooms & set(self.columns))

    def heading(self, column: Column) -> str:
        index = self.columns.get(column)
        text = self.headings[index] if index is not None else ""
        return text or column.word


def heading_text(cell: str) -> str:
    """A heading without its unit and line breaks: ‘建筑面积\\n(㎡)’ → 建筑面积."""
    plain = unicodedata.normalize("NFKC", cell)
    plain = re.sub(r"[((][^()]*[))]", "", plain)
    return re.sub(r"[\s*:：]+", "", plain)


def meaning(text: str) -> Column | None:
    for column, pattern in HEADINGS:
        if re.search(pattern, text):
            return column
    return None


def layout(sheet: Sheet, told: Mapping[Column, int] | None = None) -> Layout | None:
    """Guess where the table begins and what its columns mean; ``told`` overrules the guess."""
    best, best_score = -1, 0
    for index, row in enumerate(sheet.rows[:20]):
        found = [meaning(heading_text(cell)) for cell in row if cell and len(cell) < 20]
        score = len({column for column in found if column})
        if score > best_score:
            best, best_score = index, score
    if (best < 0 or best_score < 2) and not told:
        return None
    best = max(best, 0)  # where the user says what columns mean, the first row is the heading
    header = _header_rows(sheet, best)
    width = max(len(row) for row in sheet.rows)
    headings = tuple(_heading_of(sheet, header, column) for column in range(width))
    columns: dict[Column, int] = {}
    for index, text in enumerate(headings):
        column = meaning(text) if text else None
        if column and column not in columns:
            columns[column] = index
    if told is not None:
        columns = dict(told)
    return Layout(sheet.name, header, headings, columns, _use(sheet.name, columns))


def _header_rows(sheet: Sheet, best: int) -> tuple[int, ...]:
    rows = [best]
    for near in (best - 1, best + 1):
        if 0 <= near < len(sheet.rows) and _is_heading(sheet.rows[near]):
            rows.append(near)
    return tuple(sorted(rows))


def _is_heading(row: Sequence[str]) -> bool:
    cells = [heading_text(cell) for cell in row if cell]
    if not cells or any(re.fullmatch(r"[\d.\-#栋幢单元]+", cell) for cell in cells):
        return False
    known = sum(1 for cell in cells if meaning(cell) or cell in {"序号", "房屋信息", "业主信息"})
    return len(cells) > 1 and known * 2 > len(cells)


def _heading_of(sheet: Sheet, header: Sequence[int], column: int) -> str:
    """The lowest heading that has a text; its parent is only for people."""
    for index in reversed(header):
        row = sheet.rows[index]
        if column < len(row) and heading_text(row[column]):
            return heading_text(row[column])
    return ""


def _use(name: str, columns: Mapping[Column, int]) -> Use:
    if Column.STALL in columns or ("车位" in name and Column.ROOM not in columns):
        return Use.PARKING
    if Column.SHOP in columns or "商铺" in name or "门市" in name:
        return Use.SHOP
    return Use.DWELLING
