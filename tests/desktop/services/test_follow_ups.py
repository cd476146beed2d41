"""Resolutions to the end, and an answer for everybody behind them."""

from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from desktop.domain import affair_errors, errors
from desktop.domain.affair_terms import Opinion, Rating, Right
from desktop.domain.terms import Progress, Voice
from desktop.services.loop_papers import LoopPaper
from desktop.services.paper_files import Form
from desktop.services.suggestions import SuggestionPlan


@pytest.fixture
def agreed(held):
    """The sample's register, its compound, and its first resolution that suggestions stand behind."""
    register, meeting = held
    lines = register.resolutions.lines(meeting.compound_id)
    line = next(each for each in lines if register.follow_ups.behind(each.ref))
    return register, meeting, line


def test_put_off_done_accepted_opened_again(agreed, clock):
    register, meeting, line = agreed
    with pytest.raises(errors.ReasonNeeded):
        register.resolutions.step(line.ref, Progress.IN_PROGRESS, "", date(2024, 12, 1))
    register.resolutions.step(line.ref, Progress.DEFERRED, "材料缺货", date(2024, 12, 1))
    register.resolutions.step(line.ref, Progress.DONE, "已装好，有照片")
    register.resolutions.step(line.ref, Progress.CONFIRMED, "现场看过", accepted_by="潘国庆")
    now = next(e for e in register.resolutions.lines(meeting.compound_id) if e.ref == line.ref)
    assert (now.due, now.accepted_by) == (date(2024, 12, 1), "潘国庆")
    assert register.resolutions.steps(line.ref)[0].new_due == date(2024, 12, 1)
    told = register.follow_ups.figures(meeting.compound_id)
    assert (told.done, told.on_time, told.late, told.delayed, told.reopened) == (1, 1, 0, 1, 0)
    register.resolutions.step(line.ref, Progress.IN_PROGRESS, "又坏了")
    told = register.follow_ups.figures(meeting.compound_id)
    assert (told.done, told.reopened) == (0, 1)
    clock.at += timedelta(days=200)
    register.resolutions.step(line.ref, Progress.DONE, "修好")
    told = register.follow_ups.figures(meeting.compound_id)
    assert (told.on_time, told.late) == (0, 1)
    assert "超期 1" in told.words


def test_those_behind_it_are_told_and_say_how_content_they_are(agreed):
    register, _meeting, line = agreed
    behind = register.follow_ups.behind(line.ref)
    register.suggestions.answer(behind[0].ref, Voice.HANDLED, "单独办了")
    told = register.follow_ups.answer_behind(line.ref, "充电棚已建成，请到棚内充电")
    assert told == len(behind) - 1
    now = register.follow_ups.behind(line.ref)
    assert {each.answer for each in now[1:]} == {"充电棚已建成，请到棚内充电"}
    assert now[0].answer == "单独办了"
    with pytest.raises(affair_errors.RatedByNobody):
        register.follow_ups.rate(line.ref, Rating.CONTENT)
    register.resolutions.step(line.ref, Progress.DONE, "完工")
    register.follow_ups.rate(line.ref, Rating.FAIR, "慢了点", now[0].ref)
    register.follow_ups.rate(line.ref, Rating.CONTENT, "", now[0].ref)  # said anew
    register.follow_ups.rate(line.ref, Rating.CONTENT)
    assert register.follow_ups.ratings(line.ref) == ((Rating.CONTENT, 2),)


def test_photos_of_before_and_after(agreed):
    register, _, line = agreed
    register.attachments.prove(line.ref, "前.jpg", b"1", "整改前照片")
    register.attachments.prove(line.ref, "后.jpg", b"2", "整改后照片")
    kinds = [each.kind for each in register.attachments.lines(line.ref)]
    assert kinds == ["整改前照片", "整改后照片"]
    voice = register.follow_ups.behind(line.ref)[0].ref
    kept = register.attachments.with_suggestion(voice, "现场.jpg", b"\xff\xd8\xffjpg")
    assert register.attachments.content(kept) == b"\xff\xd8\xffjpg"


def text_of(path):
    return "".join(page.extract_text() for page in PdfReader(path).pages).replace("\n", "")


def test_papers_between_meetings(agreed, tmp_path):
    register, meeting, line = agreed
    compound = meeting.compound_id
    with pytest.raises(errors.NotYet):
        register.loop_papers.document(compound, LoopPaper.SLIPS)
    register.suggestions.add(
        compound,
        SuggestionPlan("王秀英家漏水，电话13912345678", door="1-1-101", proposer="王秀英"),
    )
    register.follow_ups.answer_behind(line.ref, "九月底前建好充电棚，联系电话13800001111")
    for paper in LoopPaper:
        for form in Form:
            assert register.loop_papers.write(compound, paper, form, tmp_path).stat().st_size > 1000
    (wall,) = tmp_path.glob("*答复一览表.pdf")
    told = text_of(wall)
    assert "充电棚" in told
    for word in ("13912345678", "13800001111", "王秀英", "1-1-101"):
        assert word not in told
    (slips,) = tmp_path.glob("*答复单.pdf")
    assert "九月底前建好充电棚" in text_of(slips)
    chat = register.loop_papers.chat_text(compound)
    assert "13912345678" not in chat
    assert "王**家漏水" in chat
    (posted,) = tmp_path.glob("*落实情况公示.pdf")
    assert "特此公示" in text_of(posted)


def test_the_party_organisations_opinion_holds_up_nothing(register, compound, tmp_path):
    from desktop.services.agendas import ItemPlan
    from desktop.services.meetings import MeetingPlan

    plan = MeetingPlan("roundtable", "2024年第4次圆桌会议", date(2024, 10, 10), "15:00", "议事厅")
    meeting = register.meetings.plan(compound, plan)
    item = register.agendas.add(meeting, ItemPlan("更换物业服务企业"))
    with pytest.raises(errors.ReasonNeeded):
        register.agendas.opine(item, Opinion.LATER, "", date(2024, 9, 20))
    register.agendas.opine(item, Opinion.LATER, "先听取物业意见", date(2024, 9, 20))
    register.agendas.brought(item, Right.OWNERS)
    (line,) = register.agendas.opinions(meeting)
    assert (line.opinion, line.brought_by) == (Opinion.LATER, Right.OWNERS)
    told = register.loop_papers.opinions(meeting).text
    assert "建议暂缓" in told
    assert "百分之二十以上业主提议" in told
    assert "不因审核意见而不列入" in told
    assert register.loop_papers.write_opinions(meeting, Form.WORD, tmp_path).exists()
    assert [each.title for each in register.papers.told(meeting).numbered] == ["更换物业服务企业"]
    assert register.profiles.get("roundtable").opinion
