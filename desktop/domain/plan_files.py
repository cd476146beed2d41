"""The four tables of a renewal plan — survey, works, bill, funding — as they are handed in.

A row that cannot be read is named with the reason; nothing is dropped in silence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.domain.costs import CostLine, Source
from desktop.domain.door import only_number, tidy
from desktop.domain.session_errors import NotAPlanTable
from desktop.domain.sheet import Sheet
from desktop.domain.survey import Answer, Lift, Want
from desktop.domain.voice_table import day_of

WISHES = ("优先1", "优先2", "优先3")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_BETWEEN = re.compile(r"[；;]")
_RATE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*[%％]")
_EACH = re.compile(r"每户\s*([0-9]+(?:\.[0-9]+)?)\s*元")
_SILENT = {"", "未答复", "未答", "未表态", "无"}
_WANTS = {
    "改": Want.YES,
    "愿意": Want.YES,
    "同意": Want.YES,
    "不改": Want.NO,
    "不愿意": Want.NO,
    "反对": Want.NO,
}
_LIFTS = {"同意": Lift.AGREE, "反对": Lift.OPPOSE, "无所谓": Lift.NEUTRAL, "弃权": Lift.NEUTRAL}


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


def rows_of(sheet: Sheet) -> list[tuple[int, dict[str, str]]]:
    """Rows below the heading by its names without what stands in brackets (单价（元） is 单价), with
    their line numbers."""
    heading = [_BRACKETS.sub("", tidy(cell)) for cell in sheet.rows[0]] if sheet.rows else []
    return [
        (sheet.lines[place], dict(zip(heading, (cell.strip() for cell in row), strict=False)))
        for place, row in enumerate(sheet.rows)
        if place and any(cell.strip() for cell in row)
    ]


def decimal(text: str) -> Decimal | None:
    """A number as people write it; ``None`` for none."""
    plain = tidy(text).removesuffix("元").removesuffix("m2").removesuffix("平方米")
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", plain):
        plain = plain.replace(",", "")
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def read_survey(into: PlanFiles, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """One questionnaire a row."""
    wants = _WANTS | _legend(meta, "legend_want", Want)
    lifts = _LIFTS | _legend(meta, "legend_lift", Lift)
    for line, row in rows_of(sheet):
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
    room = tidy(row.get("房号", ""))
    if not room:
        return None, ["没有房号"]
    wrong = []
    want = wants.get(row.get("改不改", ""), Want.NONE)
    if want is Want.NONE and row.get("改不改", "") not in _SILENT:
        wrong.append(f"改不改“{row['改不改']}”不认识，按未答")
    lift = lifts.get(row.get("加装电梯", ""), Lift.NONE)
    if lift is Lift.NONE and row.get("加装电梯", "") not in _SILENT:
        wrong.append(f"加装电梯“{row['加装电梯']}”不认识，按未答")
    area = decimal(row.get("建筑面积", ""))
    if area is None or area <= 0:
        wrong.append("没有建筑面积")
        area = None
    told = Answer(
        row.get("序号", "") or str(line),
        only_number(row.get("楼栋", "")),
        only_number(row.get("单元", "")),
        room,
        _floor(row.get("楼层", ""), room),
        area,
        want,
        tuple(row[name] for name in WISHES if row.get(name)),
        lift,
        _objections(row),
        _day(row.get("调查日期", "")),
    )
    return told, wrong


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
        if not name:
            into.problems.append(PlanProblem("works", line, "没有改造内容"))
        elif name in into.works:
            into.problems.append(PlanProblem("works", line, f"“{name}”重复"))
        else:
            into.works[name] = row.get("类别", "")


def read_costs(into: PlanFiles, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """The bill: priced lines, and rates of 工程费合计."""
    rates = {str(name): Decimal(str(rate)) for name, rate in meta.get("rates", ())}
    for line, row in rows_of(sheet):
        quantity = decimal(row.get("数量", ""))
        price = decimal(row.get("单价", ""))
        told = _RATE.search(row.get("计费方式", ""))
        rate = Decimal(told[1]) / 100 if told else rates.get(row.get("改造内容", ""))
        priced = quantity is not None and price is not None
        if not priced and rate is None:
            into.problems.append(PlanProblem("budget", line, "没有数量和单价，也没有费率"))
            continue
        number = row.get("序号", "")
        into.costs.append(
            CostLine(
                int(number) if number.isdecimal() else line - 1,
                row.get("类别", ""),
                row.get("改造内容", ""),
                row.get("分项", ""),
                row.get("单位", ""),
                quantity if priced else None,
                price if priced else None,
                None if priced else rate,
            )
        )


def read_funding(into: PlanFiles, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """Where the money comes from."""
    for line, row in rows_of(sheet):
        name = row.get("资金来源", "")
        amount = decimal(row.get("金额", ""))
        told = _EACH.search(row.get("说明", ""))
        each = Decimal(told[1]) if told else None
        if amount is None and each is None and name == "居民出资" and meta.get("per_household"):
            each = Decimal(str(meta["per_household"]))
        if not name or (amount is None and each is None):
            into.problems.append(PlanProblem("funding", line, "没有来源名称或金额"))
            continue
        into.sources.append(Source(name, None if each is not None else amount, each))


SURVEY, WORKS, BUDGET, FUNDING = "survey", "works", "budget", "funding"


def kind_of(sheet: Sheet, name: str) -> str:
    """Which of the four a table is, by its heading; raise ``NotAPlanTable``."""
    heading = {_BRACKETS.sub("", tidy(cell)) for cell in sheet.rows[0]} if sheet.rows else set()
    for kind, wanted in (
        (SURVEY, {"房号", "改不改"}),
        (FUNDING, {"资金来源", "金额"}),
        (BUDGET, {"改造内容", "数量", "单价"}),
        (WORKS, {"类别", "改造内容"}),
    ):
        if wanted <= heading:
            return kind
    raise NotAPlanTable(name)


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
    """The first sheet of each of the four files."""
    into = PlanFiles()
    parts = zip((SURVEY, WORKS, BUDGET, FUNDING), (survey, works, budget, money), strict=True)
    for kind, sheets in parts:
        for sheet in sheets[:1]:
            read_into(into, kind, sheet, meta)
    return into
