"""One row of a bill or of the money for it, as an office fills it; and the sums below them."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from desktop.domain.count import is_count
from desktop.domain.door import tidy
from desktop.domain.renewal.costs import Bill, CostLine, Source, money
from desktop.domain.renewal.ledger import FINEST, MOST, count_of, number, per_cent, rate_of, spelled
from desktop.domain.renewal.plan_meta import PlanMeta

_BRACKETS = re.compile(r"\([^()]*\)")
_SUM = re.compile(r"(本页)?(小计|合计|总计)")
_NAMED_SUM = re.compile(r".{1,16}(?:小计|合计|总计)|.{0,8}总投资")
_ALL = frozenset({"合计", "总计", "总投资", "项目总投资"})
_NAMES = ("序号", "类别", "改造内容", "分项", "资金来源", "楼栋", "单元", "房号", "姓名", "户主")
_PER = re.compile(r"[0-9]+(?:\.[0-9]+)?\s*[%‰]")
_TIMES = re.compile(r"[×*xX]\s*(0?\.[0-9]+)\s*$")
_EVERYBODY = re.compile(r"[×*]\s*(?:全部|全体|总)")
_N = r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*"
_M2 = r"(?:平方米|平米|m2)"
_BY_AREA = (
    re.compile(rf"每{_M2}[^0-9]{{0,4}}{_N}(万元|万|元)"),
    re.compile(rf"{_N}(万元|万|元)\s*[/每]\s*{_M2}"),
    re.compile(rf"每{_M2}\s*{_N}()(?![0-9.,])"),
)
_EACH = (
    re.compile(rf"每户[^0-9]{{0,4}}{_N}(万元|万|元)"),
    re.compile(rf"{_N}(万元|万|元)\s*[/每]\s*户"),
    re.compile(rf"每户[^0-9]{{0,4}}{_N}()(?=$|[×*,;。])"),
)


def sum_of(row: Mapping[str, str]) -> str:
    """What a row is called that is no line of its own but adds up others; "" for a line."""
    cells = [_BRACKETS.sub("", tidy(cell)).replace(" ", "").rstrip(":") for cell in row.values()]
    for name in cells:
        if _SUM.fullmatch(name):
            return name
    if count_of(row.get("数量", "")) is not None and number(row.get("单价", "")) is not None:
        return ""  # a work that is called 合计 and has a price
    told = [_BRACKETS.sub("", tidy(row.get(name, ""))).replace(" ", "") for name in _NAMES]
    return next((name for name in told if _NAMED_SUM.fullmatch(name.rstrip(":"))), "")


def sum_wrong(name: str, told: Decimal | None, amounts: Sequence[Decimal], before: int) -> str:
    """What is wrong with a sum that has ``before`` of the lines above it; "" where it is right. A
    小计 may add up what it likes; 工程费合计 adds up lines that stand above it, or below."""
    if told is None or (_SUM.fullmatch(name) and name not in _ALL):
        return ""
    total = sum(amounts, Decimal(0))
    if name in _ALL:
        return "" if told == total else f"{name}写的是 {told}，各行相加是 {total}"
    above, below = list(reversed(amounts[:before])), amounts[before:]
    runs = {total, *_running(above), *_running(below)}
    return "" if told in runs else f"“{name}”写的是 {told}，和各行相加对不上"


def _running(amounts: Sequence[Decimal]) -> list[Decimal]:
    """The first, the first two, the first three … added up."""
    found, so_far = [], Decimal(0)
    for each in amounts:
        so_far += each
        found.append(so_far)
    return found


def amount_wrong(row: Mapping[str, str], cost: CostLine, amount: Decimal, bill: Bill) -> str:
    """What is wrong with the amount a line of a bill tells itself: what is worked out counts."""
    told = number(row.get("金额", ""))
    if told is None or money(told) == amount:
        return ""
    if cost.rate is not None:
        base = f"工程费合计 {bill.engineering} 的 {per_cent(cost.rate)} "
        return f"金额写的是 {told}，{base}是 {amount}，按算出来的算"
    return f"金额写的是 {told}，数量乘单价是 {amount}，按乘出来的算"


def cost_of(line: int, row: Mapping[str, str], meta: PlanMeta) -> CostLine | str:
    """One line of a bill, or why it is none."""
    work = row.get("改造内容", "")
    if not work:
        return "没有改造内容"
    quantity, price = count_of(row.get("数量", "")), number(row.get("单价", ""))
    rate: Decimal | None = None
    if quantity is None or price is None:
        told = _rate(row)
        if isinstance(told, str):
            return told
        rate = told or meta.rates.get(work)
        lump = (None, None) if rate is not None else _lump(row)
        if isinstance(lump, str):
            return lump
        quantity, price = lump
    for name, value in (("数量", quantity), ("单价", price)):
        if value is not None and (why := _wrong(name, value)):
            return why
    place = row.get("序号", "")
    return CostLine(
        int(place) if is_count(place) else line - 1,
        row.get("类别", ""),
        work,
        row.get("分项", ""),
        row.get("单位", ""),
        quantity,
        price,
        rate,
        row.get("位置", ""),
    )


def _rate(row: Mapping[str, str]) -> Decimal | str | None:
    """The rate of a line, in its own column or in how it is reckoned: 3.5%、5‰、…×0.035."""
    for name in ("计费方式", "费率"):
        text = tidy(row.get(name, ""))
        if found := _PER.search(text):
            value = rate_of(found[0])
            return f"费率“{text}”不是 0 到 100% 的比例" if value is None else value
        times = _TIMES.search(text)
        value = rate_of(times[1] if times else text)
        if value is not None and value < 1:  # a cell of a workbook that shows 5% holds 0.05
            return value
    return None


def _lump(row: Mapping[str, str]) -> tuple[Decimal, Decimal] | str:
    """Quantity and price of a line that tells its amount alone, or its amount and how many."""
    told = {name: row.get(name, "") for name in ("数量", "单价", "金额")}
    quantity, amount = count_of(told["数量"] or "1"), number(told["金额"])
    for name, value in (
        ("数量", quantity),
        ("单价", number(told["单价"] or "0")),
        ("金额", amount),
    ):
        if value is None and told[name]:
            return f"{name}“{told[name]}”不认识"
    if amount is None or quantity is None:
        return "没有数量和单价，也没有费率或金额"
    if told["单价"]:
        return "有单价，没有数量"
    if why := _wrong("数量", quantity) or _wrong("金额", amount):
        return why
    if not quantity or amount * 10**-FINEST % quantity:
        return f"金额 {spelled(amount)} 除以数量 {spelled(quantity)} 除不尽，请写上单价"
    return quantity, amount / quantity


def _wrong(name: str, value: Decimal) -> str:
    """Why a quantity, a price or an amount cannot be one."""
    exponent = value.normalize().as_tuple().exponent
    if value < 0:
        return f"{name}是负数"
    if value >= MOST or (isinstance(exponent, int) and exponent < FINEST):
        return f"{name}太大，或小数超过 4 位"
    return ""


def source_of(row: Mapping[str, str], meta: PlanMeta) -> tuple[Source | None, list[str]]:
    """One source and what is wrong with it. What the row says in 说明 makes an amount only where
    none is told, or where it says that the households pay it (每户300元×愿意改造户数)."""
    name, cell, how = row.get("资金来源", ""), row.get("金额", ""), row.get("怎么算", "")
    amount, said = number(cell), tidy(row.get("说明", "") or row.get("备注", ""))
    if not name:
        return None, ["没有来源名称"]
    if amount is not None and (why := _wrong("金额", amount)):
        return None, [why]
    words = f"{tidy(cell)} {said}" if amount is None else said
    speaks = amount is None or "×" in said or "*" in said
    each = amount if how == "每户" else _told(_EACH, words) if speaks else None
    by_area = amount if how == "每平方米" else _told(_BY_AREA, words) if speaks else None
    if amount is None and each is None and name == "居民出资":
        each = meta.per_household
    everybody = row.get("由谁出", "") == "全部户" or bool(_EVERYBODY.search(said))
    if each is not None or by_area is not None:
        return Source(name, None, each, None if each is not None else by_area, everybody), []
    if amount is None:
        return None, [f"金额“{cell}”不认识" if cell else "没有金额"]
    cents = money(amount)
    wrong = [] if cents == amount else [f"金额 {spelled(amount)} 元不到分，按 {cents} 元算"]
    return Source(name, amount if not wrong else cents, everybody=everybody), wrong


def _told(patterns: Sequence[re.Pattern[str]], text: str) -> Decimal | None:
    """The money that words tell for each household, or each m²."""
    for pattern in patterns:
        if found := pattern.search(text):
            return number(found[1] + (found[2] or "元"))
    return None
