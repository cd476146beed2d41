"""All compounds in one table, all plans in one go, and figures of other offices."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from desktop.domain.renewal.errors import NotFigures
from desktop.domain.renewal.figures import COLUMNS
from desktop.domain.renewal.terms import Ledger
from desktop.services.communities import CompoundFacts
from desktop.services.paper_files import Form
from desktop.services.renewal.plans import RenewalPlan
from desktop.sheets.writing import write_list
from tests.desktop.services.renewal.test_plans import planned

__all__ = ["planned"]  # fixture


def test_the_figures_are_those_of_the_plan(register, planned):
    register.communities.add(CompoundFacts("没有方案的小区"))
    late = {"name": "施工", "since": "2024-5-1", "until": "2024-6-1"}
    register.ledgers.add(planned, Ledger.PHASES, late)
    register.ledgers.add(planned, Ledger.PHASES, {**late, "name": "验收", "state": "已完成"})
    told = {each.compound: each for each in register.overview.lines()}
    one, facts = told["锦屏雅筑"], register.renewals.facts(planned)
    assert (one.households, one.yes, one.no, one.answered) == (168, 139, 18, 157)
    assert (one.area, one.area_yes) == (facts.wish.area, facts.wish.area_yes)
    assert (one.budget, one.paid, one.gap) == (
        facts.bill.total, facts.paid.total, Decimal("89178.42"),
    )  # fmt: skip
    assert (one.reached, one.overdue, one.share) == (True, 1, "82.74%")
    assert told["没有方案的小区"].stage == ""


def test_a_plan_told_by_hand_is_counted_as_told(register, compound):
    register.renewals.keep(
        compound, RenewalPlan("方案", hand=("50", "40", "5", "3000", "2400", "300"))
    )
    (line,) = register.overview.lines()
    assert (line.households, line.yes, line.area_yes, line.reached) == (50, 40, 2400, True)


def test_a_batch_is_stopped_and_goes_on(register, planned, tmp_path):
    for name in ("甲小区", "乙小区"):
        compound = register.communities.add(CompoundFacts(name))
        register.renewals.keep(compound, RenewalPlan(f"{name}方案"))
    assert register.overview.planned() == 3
    first = register.overview.write_plans(tuple(Form), tmp_path, lambda done: done >= 1)
    assert (first.written, first.stopped) == (2, True)
    second = register.overview.write_plans(tuple(Form), tmp_path)
    assert (second.written, second.skipped, second.stopped) == (4, 2, False)
    third = register.overview.write_plans(tuple(Form), tmp_path)
    assert (third.written, third.skipped) == (0, 6)
    register.ledgers.add(planned, Ledger.COSTS, {"work": "绿化", "quantity": "1", "price": "5"})
    assert register.overview.write_plans(tuple(Form), tmp_path).written == 2


def test_a_file_that_says_something_else_by_now_is_written_again(register, planned, tmp_path):
    plan = register.renewals.of(planned).plan
    write = register.renewal_papers.write_plan
    assert len(write(planned, [Form.PDF], tmp_path)[0]) == 1
    register.renewals.keep(planned, replace(plan, about="改了一处。"))
    (path,), _ = write(planned, [Form.PDF], tmp_path)
    register.renewals.keep(planned, plan)
    (again,), there = write(planned, [Form.PDF], tmp_path)
    assert (again, there) == (path, 0)
    assert "改了一处" not in PdfReader(path).pages[0].extract_text()
    assert write(planned, [Form.PDF], tmp_path) == ([], 1)
    path.write_bytes(b"something else")
    assert len(write(planned, [Form.PDF], tmp_path)[0]) == 1


def test_figures_of_another_office_come_in_and_go_out(register, planned, tmp_path):
    own = register.overview.write(tmp_path)
    assert register.overview.take_in(own) == 0  # they are here already
    row = list(register.overview.lines()[0].cells())
    row[0], row[1] = "桂花社区", "桂花苑"
    path = tmp_path / "别处.xlsx"
    write_list(path, "汇总", COLUMNS, [row])
    assert register.overview.take_in(path) == 1
    write_list(path, "汇总", COLUMNS, [row, row])
    with pytest.raises(NotFigures, match="前面已经有一行"):
        register.overview.take_in(path)
    row[6] = "100"
    write_list(path, "汇总", COLUMNS, [row])
    assert register.overview.take_in(path) == 1
    lines = [each for each in register.overview.lines() if each.office == "桂花社区"]
    assert [(each.id, each.compound, each.yes) for each in lines] == [(None, "桂花苑", 100)]
    assert register.overview.forget("桂花社区") == 1
    assert register.verification.check().sound


@pytest.mark.parametrize(
    ("columns", "change", "why"),
    [
        (COLUMNS[:-1], {}, "没有“逾期阶段”"),
        ((*COLUMNS, "户主"), {}, "多了“户主”"),
        (COLUMNS, {4: "很多"}, "不是数字"),
        (COLUMNS, {6: "999"}, "比总户数还多"),
        (COLUMNS, {3: "快了"}, "不认识"),
        (COLUMNS, {0: ""}, "没有办事处"),
        (COLUMNS, {4: "-5"}, "是负数"),
        (COLUMNS, {5: "9999"}, "对不上"),
        (COLUMNS, {9: "99999999"}, "比总面积还大"),
        (COLUMNS, {14: "1"}, "缺口不等于"),
        (COLUMNS, {2: "王大锤13812345678反对"}, "不是名称"),
        (COLUMNS, {10: "大家都同意"}, "不认识"),
        (COLUMNS, {4: "9" * 5000}, "不是数字"),
    ],
)
def test_anything_but_figures_is_refused(register, planned, tmp_path, columns, change, why):
    row = [*register.overview.lines()[0].cells(), "某某"][: len(columns)]
    row[0] = "桂花社区"
    for place, text in change.items():
        row[place] = text
    path = tmp_path / "别处.xlsx"
    write_list(path, "汇总", columns, [row])
    with pytest.raises(NotFigures) as refused:
        register.overview.take_in(path)
    assert why in str(refused.value)
