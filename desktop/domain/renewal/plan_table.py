"""A table as an office fills it: where its heading stands, what its columns are called, its rows."""

import re
from collections.abc import Collection, Sequence

from desktop.domain.door import tidy
from desktop.domain.renewal.ledger import number
from desktop.domain.sheet import Sheet

_BRACKETS = re.compile(r"[（(\[【][^（()）\]】]*[)）\]】]")
_UNIT_BEHIND = (
    re.compile(  # 金额/万元, 金额:元, 建筑面积㎡: what it is counted in is no part of the name
        r"(?<=.)(?:[/:_-]?(?:单位:?)?(?:人民币)?[万亿]元|[/:_-](?:单位:?)?(?:人民币)?元"
        r"|[/:_-]?(?:m2|平方米|平米))$"
    )
)
_IN_THOUSANDS = re.compile(r"单位[:：]?\s*(?:人民币)?万元")  # above the table, for all of it
_OWN_UNIT = re.compile(r"[元万亿]")  # a cell that says what it is counted in
_MONEY = frozenset({"单价", "金额"})
_BELOW = re.compile(r"(?:第|优先)?([1-3一二三])(?:位|项|优先|选)?")
_WISH = re.compile(
    r"(?:优先|优先项|优先级|需求|最想改|最想改的)第?([1-3一二三])[项位]?|第([1-3一二三])(?:项|优先|优先项)"
)
_WISHES = ("优先", "需求", "最想改")  # what stands over 1, 2, 3
_DIGITS = {"一": "1", "二": "2", "三": "3"}
_TITLES = 15  # rows in which the heading stands; above it are titles
_KNOWN = frozenset((
    "楼栋", "单元", "房号", "建筑面积", "改不改", "加装电梯", "优先1", "类别", "改造内容", "分项", "数量", "单价",
    "单位", "费率", "计费方式", "资金来源", "金额", "怎么算", "位置", "责任单位", "阶段", "开始", "结束", "收入点",
    "名称", "种类", "个数", "充电口", "管道", "涉及户数", "意见", "评分", "日期",
))  # fmt: skip
_ALIASES = {
    "户号": "房号", "门牌号": "房号", "门牌": "房号", "室号": "房号", "房屋坐落": "房号", "坐落": "房号",
    "楼号": "楼栋", "栋号": "楼栋", "幢号": "楼栋", "幢": "楼栋", "栋": "楼栋", "楼幢": "楼栋",
    "所在楼栋": "楼栋", "所属楼栋": "楼栋", "楼栋号": "楼栋",
    "单元号": "单元", "所属单元": "单元", "所在单元": "单元", "单元门": "单元",
    "面积": "建筑面积", "房屋面积": "建筑面积", "专有部分面积": "建筑面积", "房屋建筑面积": "建筑面积",
    "产权面积": "建筑面积", "平方米": "建筑面积", "m2": "建筑面积",
    "是否改造": "改不改", "改造意愿": "改不改", "是否同意改造": "改不改", "是否愿意改造": "改不改",
    "是否加装电梯": "加装电梯", "电梯意愿": "加装电梯", "加装电梯意愿": "加装电梯", "电梯": "加装电梯",
    "是否同意加装电梯": "加装电梯", "是否愿意加装电梯": "加装电梯", "是否装电梯": "加装电梯",
    "电梯加装意愿": "加装电梯", "加装电梯意见": "加装电梯", "加装电梯意向": "加装电梯", "加梯": "加装电梯",
    "首选": "优先1", "改造项目": "改造内容", "项目名称": "改造内容", "项目": "改造内容",
    "内容": "改造内容", "工程量": "数量", "综合单价": "单价", "合价": "金额", "总价": "金额",
    "来源": "资金来源", "资金渠道": "资金来源", "资金名称": "资金来源", "问卷编号": "序号", "编号": "序号",
    "备注说明": "说明", "反对内容": "反对项目", "反对原因": "反对理由",
}  # fmt: skip
# The day of a survey, the likeliest first; a ledger has a 日期 of its own.
_DAYS = (
    "调查日期", "调查时间", "调查日", "入户日期", "问卷日期", "填表日期", "填表时间", "填写日期", "登记日期", "日期",
    "时间", "提交时间",
)  # fmt: skip


def heading_of(sheet: Sheet) -> list[str]:
    """The names of the columns as the trade calls them; blank while the sheet has none."""
    if not sheet.rows:
        return []
    told = _told_names(sheet)
    found: list[str] = []
    for name in told:  # another word counts where the usual one does not stand
        called = usual(name)
        found.append(name if called in told or called in found else called)
    if "改不改" in found:
        day = next((name for name in _DAYS if name in found), None)
        found = [_DAYS[0] if name == day else name for name in found]
    return [f"{n}（又一栏）" if n and n in found[:at] else n for at, n in enumerate(found)]


def usual(name: str) -> str:
    """What the trade calls a column that an office calls ``name``."""
    if wish := _WISH.fullmatch(name):
        return f"优先{_digit(wish[1] or wish[2])}"
    return _ALIASES.get(name, name)


def unread(sheet: Sheet, known: Collection[str]) -> list[str]:
    """The columns that have something in them and are none of ``known``, as they are called."""
    heading, first = heading_of(sheet), _first_row(sheet)
    rows = sheet.rows[first:]
    width = max(map(len, rows), default=0)
    names = heading + [""] * (width - len(heading))
    return [
        name or f"第 {at} 列（没有名称）"
        for at, name in enumerate(names, 1)
        if name not in known and any(row[at - 1].strip() for row in rows if len(row) >= at)
    ]


def rows_of(sheet: Sheet) -> list[tuple[int, dict[str, str]]]:
    """Rows below the heading by its names, with their line numbers. A title may stand above it; a
    cell that is merged with one above says what that one says; money in 万元 comes out in 元."""
    heading, first, thousands = heading_of(sheet), _first_row(sheet), _in_thousands(sheet)
    found = []
    for place, row in enumerate(sheet.rows):
        if place < first or not any(cell.strip() for cell in row):
            continue
        told = {
            name: (cell or sheet.merged.get((place, column), "")).strip()
            for column, (name, cell) in enumerate(zip(heading, row, strict=False))
        }
        for name in thousands & told.keys():
            value = number(told[name])
            if value is not None and not _OWN_UNIT.search(told[name]):
                told[name] = f"{value * 10_000:f}"
        found.append((sheet.lines[place], told))
    return found


def _first_row(sheet: Sheet) -> int:
    """Where the rows begin, below the heading."""
    at = _heading_at(sheet)
    return at + 1 + _two_rows(sheet, at)


def _in_thousands(sheet: Sheet) -> set[str]:
    """The columns of money that are in 万元: they say so, or the whole table does."""
    heading, at = heading_of(sheet), _heading_at(sheet)
    whole = any(_IN_THOUSANDS.search(cell) for row in sheet.rows[:at] for cell in row)
    over = sheet.rows[at : _first_row(sheet)]
    found = set()
    for column, name in enumerate(heading):
        told = "".join(row[column] for row in over if column < len(row))
        if name in _MONEY and ("万元" in told or (whole and "元" not in told)):
            found.add(name)
    return found


def _plain(cell: str) -> str:
    """A column's name without what stands in brackets and its unit: 单价（元） is 单价."""
    plain = _BRACKETS.sub("", tidy(cell)).replace(" ", "").rstrip(":")
    return _UNIT_BEHIND.sub("", plain)


def _name(cell: str) -> str:
    return usual(_plain(cell))


def _digit(place: str) -> str:
    return _DIGITS.get(place, place)


def _told_names(sheet: Sheet) -> list[str]:
    """The names as they stand there, two rows of them as one."""
    at = _heading_at(sheet)
    told = [_plain(cell) for cell in sheet.rows[at]]
    if _two_rows(sheet, at):
        return _under(told, [_plain(cell) for cell in sheet.rows[at + 1]])
    return told


def _heading_at(sheet: Sheet) -> int:
    """Which row names the columns: the first that has two names we know."""
    for place, row in enumerate(sheet.rows[:_TITLES]):
        if len({_name(cell) for cell in row} & _KNOWN) > 1:
            return place
    return 0


def _two_rows(sheet: Sheet, at: int) -> bool:
    """Whether a second row of names stands below the first: 优先项 over 1, 2, 3."""
    if at + 1 >= len(sheet.rows):
        return False
    below = [_plain(cell) for cell in sheet.rows[at + 1] if cell.strip()]
    over = any(_over_wishes(cell) for cell in sheet.rows[at])  # else a number is a score, a count
    return bool(below) and all(
        (over and _BELOW.fullmatch(cell)) or usual(cell) != cell for cell in below
    )


def _over_wishes(name: str) -> bool:
    return any(word in name for word in _WISHES)


def _under(above: list[str], below: list[str]) -> list[str]:
    """Two rows of names as one: a number below belongs to the name it stands under."""
    found, over = [], ""
    below += [""] * (len(above) - len(below))
    for upper, lower in zip(above, below, strict=False):
        over = upper or (over if lower else "")
        place = _BELOW.fullmatch(lower)
        digit = _digit(place[1]) if place else ""
        found.append(f"优先{digit}" if digit and _over_wishes(over) else lower or upper)
    return found


def fits(sheet: Sheet, *wanted: Collection[str]) -> bool:
    """Whether a sheet has all the columns of one of ``wanted``."""
    heading = set(heading_of(sheet))
    return any(heading >= set(each) for each in wanted)


def taken(sheets: Sequence[Sheet], *wanted: Collection[str]) -> tuple[list[Sheet], list[Sheet]]:
    """The sheets that have the columns of one of ``wanted`` — an office keeps one for each building
    — and the others that are not empty. Where none has them, the first: what it lacks is told."""
    found = [each for each in sheets if fits(each, *wanted)] or [*sheets[:1]]
    others = [each for each in sheets if each not in found]
    return found, [each for each in others if any(map("".join, each.rows))]
