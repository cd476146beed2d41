"""A table as an office fills it: where its heading stands, what its columns are called, its rows."""

import re
from collections.abc import Collection, Sequence

from desktop.domain.door import tidy
from desktop.domain.renewal.ledger import number
from desktop.domain.sheet import Sheet

_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_IN_THOUSANDS = re.compile(r"单位[:：]?\s*(?:人民币)?万元")  # above the table, for all of it
_MONEY = frozenset({"单价", "金额"})
_BELOW = re.compile(r"(?:第|优先)?([1-3一二三])(?:位|项|优先|选)?")
_DIGITS = {"一": "1", "二": "2", "三": "3"}
_TITLES = 15  # rows in which the heading stands; above it are titles
_KNOWN = frozenset((
    "楼栋", "单元", "房号", "建筑面积", "改不改", "加装电梯", "优先1", "类别", "改造内容", "分项", "数量", "单价",
    "单位", "费率", "计费方式", "资金来源", "金额", "怎么算", "位置", "责任单位", "阶段", "开始", "结束", "收入点",
    "名称", "种类", "个数", "充电口", "管道", "涉及户数", "意见", "评分", "日期",
))  # fmt: skip
_ALIASES = {
    "户号": "房号", "门牌号": "房号", "门牌": "房号", "室号": "房号", "房屋坐落": "房号", "坐落": "房号",
    "楼号": "楼栋", "栋号": "楼栋", "幢号": "楼栋", "幢": "楼栋", "栋": "楼栋", "楼幢": "楼栋", "单元号": "单元",
    "面积": "建筑面积", "房屋面积": "建筑面积", "专有部分面积": "建筑面积",
    "是否改造": "改不改", "改造意愿": "改不改", "是否同意改造": "改不改", "是否愿意改造": "改不改",
    "是否加装电梯": "加装电梯", "电梯意愿": "加装电梯", "加装电梯意愿": "加装电梯", "电梯": "加装电梯",
    "优先一": "优先1", "优先二": "优先2", "优先三": "优先3", "第一优先": "优先1", "第二优先": "优先2",
    "第三优先": "优先3", "首选": "优先1", "改造项目": "改造内容", "项目名称": "改造内容", "项目": "改造内容",
    "内容": "改造内容", "工程量": "数量", "综合单价": "单价", "来源": "资金来源", "资金渠道": "资金来源",
    "资金名称": "资金来源", "调查时间": "调查日期", "填表日期": "调查日期", "问卷编号": "序号", "编号": "序号",
    "备注说明": "说明", "反对内容": "反对项目", "反对原因": "反对理由",
}  # fmt: skip


def heading_of(sheet: Sheet) -> list[str]:
    """The names of the columns as the trade calls them; blank while the sheet has none."""
    if not sheet.rows:
        return []
    at = _heading_at(sheet)
    told = [_plain(cell) for cell in sheet.rows[at]]
    if _two_rows(sheet, at):
        told = _under(told, [_plain(cell) for cell in sheet.rows[at + 1]])
    found: list[str] = []
    for name in told:  # another word counts where the usual one does not stand
        usual = _ALIASES.get(name, name)
        found.append(name if usual in told or usual in found else usual)
    return found


def rows_of(sheet: Sheet) -> list[tuple[int, dict[str, str]]]:
    """Rows below the heading by its names, with their line numbers. A title may stand above it; a
    cell that is merged with one above says what that one says; money in 万元 comes out in 元."""
    heading, at = heading_of(sheet), _heading_at(sheet)
    first = at + 1 + _two_rows(sheet, at)
    whole = any(_IN_THOUSANDS.search(cell) for row in sheet.rows[:at] for cell in row)
    thousands = {
        name
        for name, cell in zip(heading, sheet.rows[at] if sheet.rows else (), strict=False)
        if name in _MONEY and ("万元" in cell or (whole and "元" not in cell))
    }
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
            told[name] = told[name] if value is None else f"{value * 10_000:f}"
        found.append((sheet.lines[place], told))
    return found


def _plain(cell: str) -> str:
    """A column's name without what stands in brackets: 单价（元） is 单价."""
    return _BRACKETS.sub("", tidy(cell)).replace(" ", "")


def _name(cell: str) -> str:
    return _ALIASES.get(_plain(cell), _plain(cell))


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
    over = any("优先" in cell for cell in sheet.rows[at])  # else a number is a score, or a count
    return bool(below) and all(
        (over and _BELOW.fullmatch(cell)) or _ALIASES.get(cell) for cell in below
    )


def _under(above: list[str], below: list[str]) -> list[str]:
    """Two rows of names as one: a number below belongs to the name it stands under."""
    found, over = [], ""
    below += [""] * (len(above) - len(below))
    for upper, lower in zip(above, below, strict=False):
        over = upper or (over if lower else "")
        place = _BELOW.fullmatch(lower)
        digit = _DIGITS.get(place[1], place[1]) if place else ""
        found.append(f"优先{digit}" if digit and "优先" in over else lower or upper)
    return found


def taken(sheets: Sequence[Sheet], wanted: Collection[str]) -> tuple[list[Sheet], list[Sheet]]:
    """The sheets that have the columns ``wanted`` — an office keeps one for each building — and the
    others that are not empty. Where none has them, the first: what it lacks is told."""
    found = [each for each in sheets if set(wanted) <= set(heading_of(each))] or [*sheets[:1]]
    others = [each for each in sheets if each not in found]
    return found, [each for each in others if any(map("".join, each.rows))]
