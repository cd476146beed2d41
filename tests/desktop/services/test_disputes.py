"""The dispute ledger: its steps, and that nobody else ever hears of its parties."""

from datetime import date, timedelta

import pytest

from desktop.domain import affair_errors, errors
from desktop.domain.affair_terms import DisputeState, Level, Mediated
from desktop.services.disputes import DisputePlan, MediationPlan
from desktop.services.paper_files import Form
from desktop.services.suggestions import SuggestionPlan

PARTIES, WHY = "欧阳建国（5-1-301）与司马玉兰（5-1-401）", "楼上卫生间漏水，楼下吊顶损坏"


@pytest.fixture
def dispute(register, compound):
    return register.disputes.take(compound, DisputePlan(PARTIES, WHY, mediator="卢学文"))


def test_from_taken_down_to_visited(register, compound, clock, dispute):
    talk = MediationPlan(date(2024, 9, 21), "双方各执一词", Mediated.GOES_ON, "调解室")
    register.disputes.mediate(dispute, talk)
    assert register.disputes.raise_level(dispute, "社区调委会") is Level.COMPOUND
    agreed = MediationPlan(
        date(2024, 9, 25), "查明管道老化", Mediated.AGREED, agreement="楼上十日内维修，赔偿 800 元",
        visit_on=date(2024, 10, 10),
    )  # fmt: skip
    with pytest.raises(errors.NameNeeded):
        register.disputes.mediate(dispute, MediationPlan(talk.on, "谈成", Mediated.AGREED))
    register.disputes.mediate(dispute, agreed)
    with pytest.raises(affair_errors.NotThisDisputeStep):
        register.disputes.mediate(dispute, talk)
    (line,) = register.disputes.lines(compound)
    assert (line.state, line.mediator, line.visit_due) == (DisputeState.AGREED, "社区调委会", False)
    clock.at += timedelta(days=30)
    assert register.disputes.lines(compound)[0].visit_due
    register.disputes.visit(dispute, "已修好，双方和好")
    with pytest.raises(affair_errors.NotThisDisputeStep):
        register.disputes.visit(dispute, "再访")
    register.disputes.reopen(dispute, "又漏了")
    (line,) = register.disputes.lines(compound)
    assert line.state is DisputeState.MEDIATING
    assert line.visited == "已修好，双方和好；又有反复：又漏了"
    assert len(register.disputes.mediations(dispute)) == 2


def test_a_dispute_needs_parties_and_a_cause(register, compound):
    for parties, why in (("", WHY), (PARTIES, " ")):
        with pytest.raises(errors.NameNeeded):
            register.disputes.take(compound, DisputePlan(parties, why))


def test_parties_appear_nowhere_else(register, compound, dispute, tmp_path):
    register.disputes.mediate(
        dispute, MediationPlan(date(2024, 9, 25), "谈妥", Mediated.AGREED, agreement="修好")
    )
    register.suggestions.add(
        compound, SuggestionPlan("5栋卫生间漏水，请物业检查管道", door="5-1-301")
    )
    path = register.loop_papers.write_mediation(dispute, 0, Form.PDF, tmp_path)
    elsewhere = "".join(
        map(
            repr,
            (
                register.hints.like(compound, "楼上卫生间漏水，楼下吊顶损坏"),
                register.groupings.propose(compound),
                register.backlog.candidates(compound),
                register.suggestions.lines(compound),
                register.replies.posted(compound),
                register.papers.lines(compound),
                register.affairs.lines(compound),
                register.diary.ics(compound),
                register.loop_papers.chat_text(compound),
                path.name,
            ),
        )
    )
    for word in ("欧阳", "司马", "吊顶"):
        assert word not in elsewhere
    assert path.name == "2024-09-20 调解记录（第1号，2024-09-25）.pdf"
