"""The table in which offices report their plans to the street: figures, and nothing of any person."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from desktop.domain.door import tidy
from desktop.domain.masking import private_numbers
from desktop.domain.renewal.errors import NotFigures
from desktop.domain.renewal.ledger import MOST, area_of, count_of, number
from desktop.domain.renewal.terms import RenewalStage
from desktop.domain.sheet import Sheet

COLUMNS = (
    "办事处", "小区", "联片", "阶段", "户数", "已答", "愿意", "不愿意", "面积", "愿意面积", "同意比例",
    "达到", "预算", "资金", "缺口", "逾期阶段",
)  # fmt: skip
NUMBERS = ("户数", "已答", "愿意", "不愿意", "逾期阶段")
DECIMALS = ("面积", "愿意面积", "预算", "资金", "缺口")


def read_figures(sheets: Sequence[Sheet], file: str) -> list[dict[str, str]]:
    """The rows of a summary; raise ``NotFigures`` with what is wrong."""
    rows = sheets[0].rows if sheets else ()
    heading = [tidy(cell) for cell in rows[0]] if rows else []
    if missing := [name for name in COLUMNS if name not in heading]:
        raise NotFigures(file, f"没有“{missing[0]}”一栏")
    if more := [name for name in heading if name and name not in COLUMNS]:
        raise NotFigures(file, f"多了“{more[0]}”一栏，汇总只收数字，不收别的")
    found: dict[tuple[str, str], dict[str, str]] = {}
    for line, row in enumerate(rows[1:], 2):
        cells = [cell.strip() for cell in row] + [""] * (len(heading) - len(row))
        told = dict(zip(heading, cells, strict=False))
        name = told["小区"].replace(" ", "")
        if not name or name in {"合计", "总计", "小计"}:
            continue
        told = _figures(file, line, told)
        key = (told["办事处"], told["小区"])
        if key in found:
            raise NotFigures(file, f"第 {line} 行的“{told['小区']}”前面已经有一行")
        found[key] = told
    if not found:
        raise NotFigures(file, "没有一行数字")
    return list(found.values())


def _figures(name: str, line: int, told: dict[str, str]) -> dict[str, str]:
    """One row that can be; its words are names of places and stages, nothing else."""

    def wrong(why: str) -> NotFigures:
        return NotFigures(name, f"第 {line} 行{why}")

    if not told["办事处"]:
        raise wrong("没有办事处")
    if told["阶段"] and told["阶段"] not in {stage.word for stage in RenewalStage}:
        raise wrong(f"的阶段“{told['阶段']}”不认识")
    if told["同意比例"] and not THRESHOLD.fullmatch(told["同意比例"]):
        raise wrong(f"的同意比例“{told['同意比例']}”不认识")
    for column in ("办事处", "小区", "联片"):
        if len(told[column]) > MOST_NAME or private_numbers(told[column]):
            raise wrong(f"的{column}不是名称")
    told |= {column: _number(column, told[column], wrong) for column in (*NUMBERS, *DECIMALS)}
    _agree(told, wrong)
    return {column: told[column] for column in COLUMNS}


def _number(column: str, text: str, wrong: Callable[[str], NotFigures]) -> str:
    whole = column in NUMBERS
    read = count_of if whole else area_of if "面积" in column else number
    value = read(text or "0")
    if value is None or abs(value) >= MOST or (whole and value != value.to_integral_value()):
        raise wrong(f"的{column}“{text[:20]}”不是数字")
    if value < 0 and column != "缺口":
        raise wrong(f"的{column}是负数")
    return f"{int(value) if whole else value}"


def _agree(told: dict[str, str], wrong: Callable[[str], NotFigures]) -> None:
    """Figures that contradict one another are nobody's."""
    count = {column: int(told[column]) for column in NUMBERS}
    value = {column: Decimal(told[column]) for column in DECIMALS}
    if count["愿意"] + count["不愿意"] > count["户数"]:
        raise wrong("愿意和不愿意的户数比总户数还多")
    if not count["愿意"] + count["不愿意"] <= count["已答"] <= count["户数"]:
        raise wrong("已答的户数和别的户数对不上")
    if value["愿意面积"] > value["面积"]:
        raise wrong("愿意面积比总面积还大")
    if value["预算"] - value["资金"] != value["缺口"]:
        raise wrong("缺口不等于预算减资金")


MOST_NAME = 30  # characters of the name of a place
THRESHOLD = re.compile(
    r"(全体户|已答复户)数(和面积)?(的[0-9一二三四五六七八九十百]+分之[0-9一二三四五六七八九十百]+以上|全部)"
)
