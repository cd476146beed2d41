"""The desk reminds in time, once, and names nobody."""

from datetime import date, timedelta

import pytest

from desktop.domain.affair_terms import AffairAct, Every, Mediated
from desktop.services.affairs import AffairPlan
from desktop.services.disputes import DisputePlan, MediationPlan
from desktop.services.polls import MatterPlan, PollPlan
from desktop.services.rhythms import RhythmPlan
from tests.desktop.services.test_polls import roster

__all__ = ["roster"]  # fixture


def told(register):
    return [
        (each.day.isoformat(), each.text, each.place, each.urgent)
        for each in register.desk.today().reminders
    ]


def test_regular_meetings_are_called_to_mind_until_they_are_planned(register, compound, clock):
    plan = RhythmPlan("hamlet", Every.MONTH_END, title="坝坝会", collect_by=15)
    register.rhythms.add(compound, plan)
    assert told(register) == [("2024-09-15", "坝坝会：收集意见截止", "日程", True)]
    clock.at += timedelta(days=5)
    assert ("2024-09-30", "坝坝会：还没有新建会议", "日程", False) in told(register)
    register.rhythms.convene(register.rhythms.next(compound)[0])
    assert not [line for line in told(register) if line[2] == "日程"]


@pytest.mark.parametrize("late", [0, 1])
def test_matters_visits_and_votes(register, roster, clock, late):
    register.affairs.find(
        roster, AffairPlan("灯不亮", due=date(2024, 9, 19) + timedelta(days=1 - late))
    )
    done = register.affairs.find(roster, AffairPlan("路不平", due=date(2024, 9, 1)))
    register.affairs.act(done, AffairAct.REPORT, "修好")
    dispute = register.disputes.take(roster, DisputePlan("欧阳甲与司马乙", "漏水"))
    visit = date(2024, 9, 20) + timedelta(days=1 - late)
    register.disputes.mediate(
        dispute,
        MediationPlan(date(2024, 9, 18), "谈成", Mediated.AGREED, agreement="修", visit_on=visit),
    )
    days = date(2024, 9, 10), date(2024, 9, 25)
    plan = PollPlan("书面表决", *days, noticed_on=date(2024, 8, 25))
    poll = register.polls.plan(roster, plan, [MatterPlan("续聘")])
    register.polls.freeze(poll)
    register.polls.open(poll)
    found = told(register)
    assert ("2024-09-25", "书面表决：截止收票", "表决", False) in found
    assert len(found) == 1 + 2 * late
    assert "欧阳" not in repr(found)
    if late:
        assert ("2024-09-19", "办理事项逾期 1 件", "办事", True) in found
        assert ("2024-09-20", "纠纷该回访 1 件", "办事", True) in found
