"""The dispute ledger: its steps, and that nobody else ever hears of its parties."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document as Word
from pypdf import PdfReader

from desktop.domain import affair_errors, errors
from desktop.domain.affair_terms import DisputeState, Level, Mediated
from desktop.services import wall
from desktop.services.affairs import AffairPlan
from desktop.services.agendas import ItemPlan
from desktop.services.disputes import DisputePlan, MediationPlan
from desktop.services.lists import Listed
from desktop.services.meetings import MeetingPlan
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


class TestNamesOfJoiningCharacters:
    """与, 和, 跟 and 同 stand in names, too: no party is lost for that."""

    @pytest.mark.parametrize(
        ("parties", "names"),
        [
            ("李和平（3-2-301）与王同春（3-2-302）", {"李和平", "王同春"}),
            ("李和平与王同春", {"李和平", "王同春"}),
            ("张跟宝、和平安", {"张跟宝", "和平安"}),
            ("3-2-502李翠花与3-2-602王大锤", {"李翠花", "王大锤"}),
            ("三栋二单元501 赵与时 诉 业主钱及人", {"赵与时", "钱及人"}),
            ("李和平夫妇 和 王同春一家", {"李和平", "王同春"}),
            ("物业公司 与 李和平", {"李和平"}),
        ],
    )
    def test_parties_are_parted_at_doors_and_stops(self, parties, names):
        assert names <= set(wall.party_names(parties))

    def test_what_was_named_before_the_dispute_is_hidden_when_read(self, register, compound):
        said = ("楼上王同春家漏水", "王同春漏水没人管")
        refs = [register.suggestions.add(compound, SuggestionPlan(text)) for text in said]
        group = register.groupings.merge(refs, "王同春漏水")
        plan = MeetingPlan("courtyard", "院坝会", date(2024, 10, 8), "15:00", "院坝")
        meeting = register.meetings.plan(compound, plan, [ItemPlan("王同春漏水")])
        affair = register.affairs.find(compound, AffairPlan("请王同春修管，电话13912345678"))
        parties = "李和平（3-2-301）与王同春（3-2-302）"
        register.disputes.take(compound, DisputePlan(parties, "漏水"))
        register.groupings.rename(group, "李和平和王同春漏水")
        shown = [
            repr(register.groupings.groups(compound)),
            repr(register.groupings.members(group)),
            repr(register.groupings.propose(compound)),
            repr(register.backlog.candidates(compound)),
            repr(register.hints.like(compound, "楼上漏水到我家")),
            repr([item.title for item in register.papers.told(meeting).items]),
            *(repr(register.lists.table(compound, kind)) for kind in Listed),
        ]
        assert not [text for text in shown if "王同春" in text or "李和平" in text]
        assert "13912345678" not in repr(register.lists.table(compound, Listed.AFFAIRS))
        assert affair in {line.ref for line in register.affairs.lines(compound)}
        assert register.suggestions.lines(compound)[-1].text == said[0]  # never changed


def test_the_archive_names_no_party_who_spoke(held, tmp_path):
    register, meeting = held
    told = register.papers.told(meeting)
    speaker = next(n.speaker for i in told.items for n in i.notes if len(n.speaker) > 2)
    register.disputes.take(meeting.compound_id, DisputePlan(f"{speaker} 与 王同春", "噪声"))
    register.minutes.finalise(meeting)
    looked = set()
    with ZipFile(register.archives.write(meeting, tmp_path)) as package:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith((".json", ".md", ".xml")):
                assert speaker not in data.decode()
                looked.add(name.rpartition(".")[2])
            if name.endswith(".pdf"):
                told = "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
                assert speaker not in told.replace("\n", ""), name
                looked.add("pdf")
            if name.endswith(".docx"):
                text = "".join(
                    p.text for p in Word(BytesIO(data)).element.body.iter() if p.text is not None
                )
                assert speaker not in text
                looked.add("docx")
    assert looked == {"json", "md", "xml", "pdf", "docx"}
