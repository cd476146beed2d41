"""The four tables of a renewal plan — survey, works, bill, funding — as they are handed in.

A row that cannot be read is named with the reason; nothing is dropped in silence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain import door as doors
from desktop.domain.door import only_number, tidy
from desktop.domain.errors import NotADoor
from desktop.domain.renewal.costs import CostLine, Source, bill, money
from desktop.domain.renewal.ledger import FINEST, MOST, number
from desktop.domain.renewal.plan_table import heading_of, rows_of, taken
from desktop.domain.renewal.survey import Answer, Lift, Want
from desktop.domain.session_errors import NotAPlanTable
from desktop.domain.sheet import Sheet
from desktop.domain.voice_table import day_of

WISHES = ("优先1", "优先2", "优先3")
_BETWEEN = re.compile(r"[；;]")
_RATE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*[%％]")
_EVERYBODY = re.compile(r"[×*]\s*(?:全部|全体|总)")
_BY_AREA = re.compile(r"每(?:平方米|平米|㎡)\s*([0-9]+(?:\.[0-9]+)?)\s*元")
_EACH = re.compile(r"每户\s*([0-9]+(?:\.[0-9]+)?)\s*元")
_SUM = re.compile(r"(本页)?(小计|合计|总计)")
_SILENT = {"", "未答复", "未答", "未表态", "无", "/", "-", "—"}
_WANTS = dict.fromkeys(("改", "愿意", "同意", "是", "愿意改", "同意改造", "愿意改造"), Want.YES)
_WANTS |= dict.fromkeys(("不改", "不愿意", "反对", "不同意", "否", "不愿意改造"), Want.NO)
_LIFTS = {
    "同意": Lift.AGREE, "愿意": Lift.AGREE, "反对": Lift.OPPOSE, "不同意": Lift.OPPOSE,
    "不愿意": Lift.OPPOSE, "无所谓": Lift.NEUTRAL, "弃权": Lift.NEUTRAL, "中立": Lift.NEUTRAL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What is wrong with a row, and of which file."""

    file: str
    line: int
    reason: str


@dataclass
class PlanFiles:
    """Everything read so far, with what could not be."""

    answers: list[Answer] = field(default_factory=list)
    works: dict[str, str] = field(default_factory=dict)
    costs: list[CostLine] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    problems: list[PlanProblem] = field(default_factory=list)


def _sum_of(row: Mapping[str, str]) -> bool:
    """Whether a row is no line of its own but adds up the others."""
    return any(_SUM.fullmatch(tidy(cell).replace(" ", "")) for cell in row.values())


def _sums_right(
    into: PlanFiles, file: str, sums: Sequence[tuple[int, Mapping[str, str]]], total: Decimal
) -> None:
    """Name a 合计 that is not what its lines add up to."""
    for line, row in sums:
        told = number(row.get("金额", ""))
        grand = any(tidy(cell).replace(" ", "") in {"合计", "总计"} for cell in row.values())
        if grand and told is not None and told != total:
            into.problems.append(PlanProblem(file, line, f"合计写的是 {told}，各行相加是 {total}"))


def read_survey(into: PlanFiles, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """One questionnaire a row."""
    wants = _WANTS | _legend(meta, "legend_want", Want)
    lifts = _LIFTS | _legend(meta, "legend_lift", Lift)
    for name in ("房号", "改不改"):
        if name not in heading_of(sheet):
            into.problems.append(PlanProblem("survey", 1, f"表里没有“{name}”一栏"))
    for line, row in rows_of(sheet):
        if _sum_of(row):
            continue
        answer, wrong = _answer(line, row, wants, lifts)
        into.problems += [PlanProblem("survey", line, each) for each in wrong]
        if answer is not None:
            into.answers.append(answer)


def _legend(meta: Mapping[str, Any], name: str, kind: Any) -> dict[str, Any]:
    """The words a survey uses for its answers, told by its own legend."""
    return {str(word): kind(key) for key, word in meta.get(name, {}).items() if word}


def _answer(
    line: int, row: Mapping[str, str], wants: Mapping[str, Want], lifts: Mapping[str, Lift]
) -> tuple[Answer | None, list[str]]:
    building, unit, room = _where(row)
    if not room:
        return None, ["没有房号"]
    wrong = []
    want = wants.get(row.get("改不改", ""), Want.NONE)
    if want is Want.NONE and row.get("改不改", "") not in _SILENT:
        wrong.append(f"改不改“{row['改不改']}”不认识，按未答")
    lift = lifts.get(row.get("加装电梯", ""), Lift.NONE)
    if lift is Lift.NONE and row.get("加装电梯", "") not in _SILENT:
        wrong.append(f"加装电梯“{row['加装电梯']}”不认识，按未答")
    area = number(row.get("建筑面积", ""))
    if area is None or area <= 0:
        wrong.append("没有建筑面积")
        area = None
    day = _day(row.get("调查日期", ""))
    if day is None and row.get("调查日期", "") not in _SILENT:
        wrong.append(f"调查日期“{row['调查日期']}”不认识，按没有日期")
    told = Answer(
        row.get("序号", "") or str(line),
        building,
        unit,
        room,
        _floor(row.get("楼层", ""), room),
        area,
        want,
        tuple(row[name] for name in WISHES if row.get(name)),
        lift,
        _objections(row),
        day,
    )
    return told, wrong


def _where(row: Mapping[str, str]) -> tuple[str, str, str]:
    """Building, unit and room: in columns of their own, or all in one as people write doors."""
    room = tidy(row.get("房号", "")).removesuffix("室").removesuffix("号")
    building, unit = only_number(row.get("楼栋", "")), only_number(row.get("单元", ""))
    if building or not room:
        return building, unit, room
    try:
        door = doors.read(room)
    except NotADoor:
        return building, unit, room
    return door.building, door.unit, door.room


def _floor(text: str, room: str) -> int | None:
    plain = tidy(text).removesuffix("层").removesuffix("楼")
    if re.fullmatch(r"-?[0-9]+", plain):
        return int(plain)
    return int(room[:-2]) if room.isdecimal() and len(room) > 2 else None


def _objections(row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    works = [each.strip() for each in _BETWEEN.split(row.get("反对项目", "")) if each.strip()]
    reasons = [each.strip() for each in _BETWEEN.split(row.get("反对理由", "")) if each.strip()]
    if len(works) == 1 and len(reasons) > 1:  # one work, and a reason in several parts
        reasons = ["；".join(reasons)]
    reasons += [""] * (len(works) - len(reasons))
    return tuple(zip(works, reasons, strict=False))


def _day(text: str) -> date | None:
    return day_of(text) if text else None


def read_works(into: PlanFiles, sheet: Sheet) -> None:
    """The catalogue of works with the category of each."""
    for line, row in rows_of(sheet):
        name = row.get("改造内容", "")
        if _sum_of(row):
            continue
        if not name:
            into.problems.append(PlanProblem("works", line, "没有改造内容"))
        elif name in into.works:
            into.problems.append(PlanProblem("works", line, f"“{name}”重复"))
        else:
            into.works[name] = row.get("类别", "")


def read_costs(into: PlanFiles, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """The bill: priced lines, and rates of 工程费合计."""
    rates = {str(name): Decimal(str(rate)) for name, rate in meta.get("rates", ())}
    rows, before = rows_of(sheet), len(into.costs)
    for line, row in rows:
        if _sum_of(row):
            continue
        cost = _cost(line, row, rates)
        if isinstance(cost, str):
            into.problems.append(PlanProblem("budget", line, cost))
        else:
            into.costs.append(cost)
            into.problems += _product(line, row, cost)
    sums = [(line, row) for line, row in rows if _sum_of(row)]
    _sums_right(into, "budget", sums, bill(into.costs[before:]).total)


def _product(line: int, row: Mapping[str, str], cost: CostLine) -> list[PlanProblem]:
    """Name an amount that is not quantity times price: the product counts."""
    told = number(row.get("金额", ""))
    if told is None or cost.quantity is None or cost.price is None:
        return []
    made = money(cost.quantity * cost.price)
    why = f"金额写的是 {told}，数量乘单价是 {made}，按乘出来的算"
    return [] if money(told) == made else [PlanProblem("budget", line, why)]


def _cost(line: int, row: Mapping[str, str], rates: Mapping[str, Decimal]) -> CostLine | str:
    """One line of a bill, or why it is none."""
    quantity, price = number(row.get("数量", "")), number(row.get("单价", ""))
    told = _RATE.search(row.get("计费方式", "") or row.get("费率", ""))
    rate = Decimal(told[1]) / 100 if told else rates.get(row.get("改造内容", ""))
    if rate is None and (plain := number(row.get("费率", ""))) is not None and 0 < plain < 1:
        rate = plain  # a cell of a workbook that shows 5% holds 0.05
    priced = quantity is not None and price is not None
    if not priced and rate is None:
        return "没有数量和单价，也没有费率"
    for value in (quantity, price):
        if priced and value is not None and (why := _wrong(value)):
            return why
    if not row.get("改造内容"):
        return "没有改造内容"
    place = row.get("序号", "")
    return CostLine(
        int(place) if place.isdecimal() else line - 1,
        row.get("类别", ""),
        row.get("改造内容", ""),
        row.get("分项", ""),
        row.get("单位", ""),
        quantity if priced else None,
        price if priced else None,
        None if priced else rate,
        row.get("位置", ""),
    )


def read_funding(into: PlanFiles, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """Where the money comes from: an amount, or so much a household or a m² as the row says."""
    rows, before = rows_of(sheet), len(into.sources)
    for line, row in rows:
        if _sum_of(row):
            continue
        source = _source(row, meta)
        if source is None:
            into.problems.append(PlanProblem("funding", line, "没有来源名称或金额，或金额不是正数"))
        else:
            into.sources.append(source)
    amounts = [each.amount for each in into.sources[before:]]
    if None not in amounts:  # else what households pay is not known yet
        total = sum((amount or Decimal(0) for amount in amounts), Decimal(0))
        _sums_right(into, "funding", [(n, row) for n, row in rows if _sum_of(row)], total)


def _source(row: Mapping[str, str], meta: Mapping[str, Any]) -> Source | None:
    """One source. What the row says in 说明 makes an amount only where none is told, or where it
    says that the households pay it (每户300元×愿意改造户数)."""
    name, amount = row.get("资金来源", ""), number(row.get("金额", ""))
    if amount is not None and _wrong(amount):
        return None
    how, said = row.get("怎么算", ""), row.get("说明", "")
    speaks = amount is None or ("×" in said or "*" in said)
    each = amount if how == "每户" else _told(_EACH, said) if speaks else None
    by_area = amount if how == "每平方米" else _told(_BY_AREA, said) if speaks else None
    if amount is None and each is None and name == "居民出资" and meta.get("per_household"):
        each = Decimal(str(meta["per_household"]))
    if not name or (amount is None and each is None and by_area is None):
        return None
    whole = None if each is not None or by_area is not None else amount
    everybody = row.get("由谁出", "") == "全部户" or bool(_EVERYBODY.search(said))
    return Source(name, whole, each, None if each is not None else by_area, everybody)


def _wrong(value: Decimal) -> str:
    """Why a quantity, a price or an amount cannot be one."""
    exponent = value.normalize().as_tuple().exponent
    if value < 0:
        return "数量、单价或金额是负数"
    if value >= MOST or (isinstance(exponent, int) and exponent < FINEST):
        return "数字太大，或小数超过 4 位"
    return ""


def _told(pattern: re.Pattern[str], text: str) -> Decimal | None:
    found = pattern.search(text)
    return Decimal(found[1]) if found else None


SURVEY, WORKS, BUDGET, FUNDING = "survey", "works", "budget", "funding"


_WANTED = {  # in this order: a bill has the columns of a list of works, too
    SURVEY: {"房号", "改不改"},
    FUNDING: {"资金来源", "金额"},
    BUDGET: {"改造内容", "数量", "单价"},
    WORKS: {"类别", "改造内容"},
}


def kind_of(sheet: Sheet) -> str | None:
    """Which of the four a table is, by its heading; ``None`` for none of them."""
    heading = set(heading_of(sheet))
    return next((kind for kind, wanted in _WANTED.items() if wanted <= heading), None)


def left_out(file: str, sheets: Sequence[Sheet]) -> list[PlanProblem]:
    """Sheets that were not read, named: nobody shall think that they were."""
    return [PlanProblem(file, 1, f"工作表“{each.name}”不是这样的表，没有读") for each in sheets]


def read_book(into: PlanFiles, sheets: Sequence[Sheet], name: str) -> None:
    """Every sheet of a workbook, whichever table it is; raise ``NotAPlanTable`` when none is one."""
    kinds = [(sheet, kind_of(sheet)) for sheet in sheets]
    if not any(kind for _, kind in kinds):
        raise NotAPlanTable(name)
    for sheet, kind in kinds:
        if kind:
            read_into(into, kind, sheet, {})
        elif any(map("".join, sheet.rows)):
            into.problems += left_out(name, [sheet])


def read_into(into: PlanFiles, kind: str, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """Read one table of a kind."""
    if kind == SURVEY:
        read_survey(into, sheet, meta)
    elif kind == WORKS:
        read_works(into, sheet)
    elif kind == BUDGET:
        read_costs(into, sheet, meta)
    else:
        read_funding(into, sheet, meta)


def read_all(
    survey: Sequence[Sheet],
    works: Sequence[Sheet],
    budget: Sequence[Sheet],
    money: Sequence[Sheet],
    meta: Mapping[str, Any],
) -> PlanFiles:
    """The sheets of each of the four files that have its columns; the others are named."""
    into = PlanFiles()
    parts = zip((SURVEY, WORKS, BUDGET, FUNDING), (survey, works, budget, money), strict=True)
    for kind, sheets in parts:
        found, others = taken(sheets, _WANTED[kind])
        for sheet in found:
            read_into(into, kind, sheet, meta)
        into.problems += left_out(kind, others)
    return into
