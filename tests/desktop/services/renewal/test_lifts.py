"""加装电梯 by unit: where it stands, who pays, how the talks go, and that nobody is given away."""

import pytest

from desktop.domain.errors import Gone
from desktop.domain.renewal.errors import (
    NoCoefficient,
    NotAConsentShare,
    NotALedgerValue,
    NotInUnit,
    NotMetYet,
)
from desktop.domain.renewal.terms import Ledger, LiftStage
from desktop.services.paper_files import Form
from desktop.services.renewal.lifts import LiftPlan
from desktop.services.renewal.papers import RenewalPaper
from tests.desktop.services.renewal.test_plans import planned

__all__ = ["planned"]  # fixture
PLAN = LiftPlan(
    cost="480000", subsidy="180000", compensation="5000", running="6000", source="市文件第五条",
    stage=LiftStage.TALKING,
)  # fmt: skip


def test_units_stand_as_the_sample_says(register, planned):
    lines = register.lifts.lines(planned)
    assert len(lines) == 12
    assert [each.name for each in lines if each.standing.meets] == ["2栋2单元", "4栋2单元"]
    one = register.lifts.line(planned, "1", "1")
    assert one.standing.approval[0].missing == 1
    assert one.opposing[0] == ("101", "楼前空地被占，三轮车没地方停")
    with pytest.raises(Gone):
        register.lifts.line(planned, "9", "9")


def test_the_rule_of_the_city_is_kept_with_the_unit(register, planned):
    plan = LiftPlan(part="2/3", agree="1/2", source="本市文件", touched="101、102")
    register.lifts.keep(planned, "1", "1", plan)
    line = register.lifts.line(planned, "1", "1")
    assert line.rule.words == "户数和面积的三分之二以上参与，参与的户数和面积的二分之一以上同意"
    assert "101" in line.standing.must_agree
    assert not line.standing.meets
    register.lifts.keep(planned, "1", "1", LiftPlan(agree="1/2", source="本市文件"))
    assert register.lifts.line(planned, "1", "1").standing.meets
    assert register.verification.check().sound


def test_money_is_shared_to_the_cent(register, planned):
    register.lifts.keep(planned, "2", "2", PLAN)
    parts = register.lifts.shares(planned, "2", "2")
    assert sum(each.pays for each in parts) == 310_000
    assert sum(each.receives for each in parts) == 10_000
    assert sum(each.running for each in parts) == 6_000
    assert [each.floor for each in parts] == sorted(each.floor for each in parts)
    register.lifts.keep(planned, "2", "2", LiftPlan(cost="1", coefficients="1:0 2:1"))
    with pytest.raises(NoCoefficient):
        register.lifts.shares(planned, "2", "2")


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        (LiftPlan(part="多数"), NotAConsentShare),
        (LiftPlan(cost="9" * 40), NotALedgerValue),
        (LiftPlan(touched="999"), NotInUnit),
        (LiftPlan(cost="1", subsidy="2"), NotALedgerValue),
        (LiftPlan(cost="1.005"), NotALedgerValue),
        (LiftPlan(coefficients="一楼不出"), NotALedgerValue),
    ],
)
def test_nonsense_is_refused(register, planned, plan, kind):
    with pytest.raises(kind):
        register.lifts.keep(planned, "2", "2", plan)
    assert not register.lifts.line(planned, "2", "2").kept


def test_money_of_a_lift_is_read_as_offices_write_it(register, planned):
    register.lifts.keep(planned, "2", "2", LiftPlan(cost="￥52.5万元", subsidy="1.5 万"))
    plan = register.lifts.line(planned, "2", "2").plan
    assert (plan.cost, plan.subsidy) == ("525000", "15000")


def test_a_talk_that_ends_well_ends_an_objection(register, planned):
    before = register.lifts.line(planned, "2", "2")
    assert before.open == ("101", "202")
    told = {
        "work": "加装电梯",
        "unit": "2栋2单元",
        "door": "2-2-101",
        "who": "何婷",
        "offer": "补偿",
    }
    register.ledgers.add(planned, Ledger.TALKS, {**told, "result": "再谈"})
    assert register.lifts.line(planned, "2", "2").open == ("101", "202")
    register.ledgers.add(planned, Ledger.TALKS, {**told, "result": "不再反对"})
    after = register.lifts.line(planned, "2", "2")
    assert (after.open, len(after.talks)) == (("202",), 2)
    assert not register.lifts.line(planned, "1", "1").talks


def test_a_talk_that_ends_badly_opens_it_again(register, planned):
    told = {"work": "加装电梯", "door": "2栋2单元101", "who": "何婷", "offer": "补偿"}
    for on, result in (("2024-9-1", "同意"), ("2024-9-9", "仍反对")):
        register.ledgers.add(planned, Ledger.TALKS, {**told, "on": on, "result": result})
    assert "101" in register.lifts.line(planned, "2", "2").open
    facts = register.renewals.facts(planned)
    assert next(o for o in facts.opposition if o.work == "加装电梯").settled == 0
    register.ledgers.add(planned, Ledger.TALKS, {**told, "on": "2024-9-12", "result": "同意"})
    assert "101" not in register.lifts.line(planned, "2", "2").open


def test_an_agreement_is_signed_where_the_unit_agrees(register, planned):
    with pytest.raises(NotMetYet):
        register.lifts.keep(planned, "1", "1", LiftPlan(stage=LiftStage.AGREED))
    text = register.renewal_papers.agreement(planned, "1", "1").text
    assert "还没有达到条件，本稿供协商" in text
    assert "在自己一行签字" not in text  # nobody signs a draft to talk about
    register.lifts.keep(planned, "2", "2", LiftPlan(cost="90000", agreeing=True))
    assert "在自己一行签字" in register.renewal_papers.agreement(planned, "2", "2").text
    rooms = {each.room for each in register.lifts.shares(planned, "2", "2")}
    assert "202" not in rooms  # who opposes pays nothing
    assert sum(each.pays for each in register.lifts.shares(planned, "2", "2")) == 90_000


def test_the_plan_holds_each_unit_against_its_own_rule(register, planned):
    register.lifts.keep(planned, "1", "1", LiftPlan(agree="1/2", of_all=True, source="市文件"))
    told = register.renewal_papers.document(planned, RenewalPaper.PLAN).text
    assert "1栋1单元1472" in told
    assert "全体户数和面积的二分之一以上同意（依据：市文件）" in told


def test_the_agreement_names_rooms_and_sums_and_no_opponent(register, planned, tmp_path):
    register.lifts.keep(planned, "2", "2", PLAN)
    paper = register.renewal_papers.agreement(planned, "2", "2")
    (shares,) = [block for block in paper.blocks if "系数" in getattr(block, "header", ())]
    for row in shares.rows:  # every amount with its cents, every coefficient in one spelling
        assert all(cell.partition(".")[2].isdigit() for cell in row[3:])
        assert not row[2].endswith("0") or row[2] == "0"
    text = paper.text
    assert "户数和面积的三分之二以上参与" in text
    assert "共分摊 310000.00 元" in text
    assert "怕挖基础" not in text
    assert "反对" not in text
    for form in Form:
        assert register.renewal_papers.write_agreement(planned, "2", "2", form, tmp_path).is_file()
