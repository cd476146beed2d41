"""The four tables of a renewal plan — survey, works, bill, funding — as they are handed in.

A row that cannot be read is named with the reason; nothing is dropped in silence.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from desktop.domain.renewal import costs
from desktop.domain.renewal.costs import CostLine, Source
from desktop.domain.renewal.ledger import number
from desktop.domain.renewal.plan_answers import (
    answer_of,
    house_of,
    unread_columns,
    with_known_works,
)
from desktop.domain.renewal.plan_meta import read_meta
from desktop.domain.renewal.plan_money import amount_wrong, cost_of, source_of, sum_of, sum_wrong
from desktop.domain.renewal.plan_table import fits, heading_of, rows_of, taken
from desktop.domain.renewal.survey import Answer
from desktop.domain.session_errors import NotAPlanTable
from desktop.domain.sheet import Sheet

SURVEY, WORKS, BUDGET, FUNDING = "survey", "works", "budget", "funding"
Row = tuple[int, Mapping[str, str]]


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
    homeless: list[tuple[int, Answer]] = field(default_factory=list)  # no building, not yet named


def _name(into: PlanFiles, file: str, line: int, *reasons: str) -> None:
    into.problems += [PlanProblem(file, line, reason) for reason in reasons if reason]


def read_survey(into: PlanFiles, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """One questionnaire a row."""
    words, heading, house = read_meta(meta), heading_of(sheet), house_of(sheet)
    for name in ("房号", "改不改"):
        if name not in heading:
            _name(into, SURVEY, 1, f"表里没有“{name}”一栏")
    for told in unread_columns(sheet):
        _name(into, SURVEY, 1, told)
    for line, row in rows_of(sheet):
        if sum_of(row):
            continue
        if "楼栋" not in heading:
            row["楼栋"] = house
        answer, wrong = answer_of(line, row, words)
        _name(into, SURVEY, line, *wrong)
        if answer is not None:
            into.answers.append(answer)
            into.homeless += [(line, answer)] if not answer.building else []
    _name_homeless(into)


def _name_homeless(into: PlanFiles) -> None:
    """Name rows without a building where others have one. Two of them that look alike may be two
    households of two buildings: the later one is not taken for the earlier one's correction."""
    if not any(each.building for each in into.answers):
        return
    seen = {(each.unit, each.room) for each in into.answers if not each.building}
    seen -= {(each.unit, each.room) for _, each in into.homeless}  # of tables read before
    for line, answer in into.homeless:
        reason = "没有楼栋"
        if (answer.unit, answer.room) in seen:
            into.answers = [each for each in into.answers if each is not answer]
            reason = f"没有楼栋，又有一户 {answer.door}，分不清是哪一户，没有计入"
        seen.add((answer.unit, answer.room))
        _name(into, SURVEY, line, reason)
    into.homeless = []


def read_works(into: PlanFiles, sheet: Sheet) -> None:
    """The catalogue of works with the category of each."""
    for line, row in rows_of(sheet):
        name = row.get("改造内容", "")
        if sum_of(row):
            continue
        if not name:
            into.problems.append(PlanProblem("works", line, "没有改造内容"))
        elif name in into.works:
            into.problems.append(PlanProblem("works", line, f"“{name}”重复"))
        else:
            into.works[name] = row.get("类别", "")


def read_costs(into: PlanFiles, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """The bill: priced lines, and rates of 工程费合计."""
    words, first = read_meta(meta), len(into.costs)
    lines: list[Row] = []
    sums: list[tuple[Row, int]] = []  # with how many lines stand above each
    for line, row in rows_of(sheet):
        if sum_of(row):
            sums.append(((line, row), len(lines)))
            continue
        cost = cost_of(line, row, words)
        if isinstance(cost, str):
            _name(into, BUDGET, line, cost)
        else:
            into.costs.append(cost)
            lines.append((line, row))
    made = costs.bill(into.costs)  # a rate is taken of all sheets
    mine = made.lines[first:]
    for (line, told), each in zip(lines, mine, strict=True):
        _name(into, BUDGET, line, amount_wrong(told, each.line, each.amount, made))
    _sums_right(into, BUDGET, sums, [each.amount for each in mine])


def _sums_right(
    into: PlanFiles, file: str, sums: Sequence[tuple[Row, int]], amounts: Sequence[Decimal]
) -> None:
    """Name a sum that is not what its lines add up to."""
    for (line, row), before in sums:
        _name(
            into, file, line, sum_wrong(sum_of(row), number(row.get("金额", "")), amounts, before)
        )


def read_funding(into: PlanFiles, sheet: Sheet, meta: Mapping[str, Any]) -> None:
    """Where the money comes from: an amount, or so much a household or a m² as the row says."""
    words, first = read_meta(meta), len(into.sources)
    sums: list[tuple[Row, int]] = []
    for line, row in rows_of(sheet):
        if sum_of(row):
            sums.append(((line, row), len(into.sources) - first))
            continue
        source, wrong = source_of(row, words)
        _name(into, FUNDING, line, *wrong)
        into.sources += [source] if source is not None else []
    amounts = [each.amount for each in into.sources[first:]]
    if None not in amounts:  # else what households pay is not known yet
        _sums_right(into, FUNDING, sums, [amount or Decimal(0) for amount in amounts])


_WANTED: Mapping[
    str, Sequence[Collection[str]]
] = {  # in this order: a bill has the columns of a list of works, too
    SURVEY: ({"房号", "改不改"},),
    FUNDING: ({"资金来源", "金额"},),
    BUDGET: ({"改造内容", "数量", "单价"}, {"改造内容", "金额"}),  # priced, or in lump sums
    WORKS: ({"类别", "改造内容"},),
}


def kind_of(sheet: Sheet) -> str | None:
    """Which of the four a table is, by its heading; ``None`` for none of them."""
    return next((kind for kind, wanted in _WANTED.items() if fits(sheet, *wanted)), None)


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
        found, others = taken(sheets, *_WANTED[kind])
        for sheet in found:
            read_into(into, kind, sheet, meta)
        into.problems += left_out(kind, others)
    into.answers = with_known_works(into.answers, into.works)
    return into
