"""Letterheads, numbers without gaps or repeats, and the office's own wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.model import Head, Sheet
from desktop.domain.errors import NameNeeded
from desktop.domain.letterhead import Letterhead, gaps, numbered
from desktop.domain.session_errors import WrongBlanks, WrongPattern
from desktop.domain.wording import SENTENCES, Wording
from desktop.services.house_style import TO_COME
from desktop.services.meetings import MeetingPlan
from desktop.services.papers import Form, Paper

PATTERN = "柳社议〔{年}〕{号}号"


def meeting(register, compound, convener="柳荫社区居民委员会"):
    plan = MeetingPlan("roundtable", "圆桌会议", register.now().date(), "15:00", "议事厅", convener)
    return register.meetings.plan(compound, plan)


def kept(register, issuer="柳荫社区居民委员会", papers=("会议通知", "公示")):
    register.house_style.keep(Letterhead(issuer, f"{issuer}文件", PATTERN, papers))


def test_a_letterhead_is_off_until_it_is_wanted(register, compound):
    ref = meeting(register, compound)
    assert not isinstance(register.papers.document(ref, Paper.NOTICE).blocks[0], Head)
    kept(register)
    head = register.papers.document(ref, Paper.NOTICE).blocks[0]
    assert head == Head("柳荫社区居民委员会文件", TO_COME)
    assert not isinstance(register.papers.document(ref, Paper.AGENDA).blocks[0], Head)
    register.house_style.remove("柳荫社区居民委员会")
    assert not isinstance(register.papers.document(ref, Paper.NOTICE).blocks[0], Head)


def test_an_owners_committee_writes_in_its_own_name(register, compound):
    kept(register)
    ref = meeting(register, compound, "锦屏雅筑业主委员会")
    assert not isinstance(register.papers.document(ref, Paper.NOTICE).blocks[0], Head)


def test_a_number_is_given_once_with_no_gap_and_no_repeat(register, compound, tmp_path):
    kept(register)
    refs = [meeting(register, compound) for _ in range(3)]
    for ref in (refs[0], refs[1], refs[0], refs[2], refs[1]):
        register.papers.write(ref, Paper.NOTICE, Form.PDF, tmp_path)
    register.papers.write(refs[0], Paper.PUBLICITY, Form.WORD, tmp_path)
    register.papers.write(refs[0], Paper.AGENDA, Form.PDF, tmp_path)
    lines = register.house_style.numbers()
    assert [each.number for each in lines] == [4, 3, 2, 1]
    assert gaps([each.number for each in lines]) == []
    assert lines[0].text == "柳社议〔2024〕4号"
    head = register.papers.document(refs[1], Paper.NOTICE).blocks[0]
    assert head.number == "柳社议〔2024〕2号"


def test_each_year_begins_with_one(register, compound, clock):
    kept(register)
    told = []
    for year in (2024, 2025):
        clock.at = clock.at.replace(year=year)
        ref = meeting(register, compound)
        told.append(register.house_style.give(ref, "柳荫社区居民委员会", "会议通知"))
    assert told == ["柳社议〔2024〕1号", "柳社议〔2025〕1号"]


@pytest.mark.parametrize("pattern", ["柳社议", "{年}{号}", "柳社议〔{年}〕", "柳{年}{年}{号}"])
def test_a_pattern_has_one_year_and_one_number(file_register, pattern):
    with pytest.raises(WrongPattern):
        file_register.house_style.keep(Letterhead("柳荫社区居民委员会", "文件", pattern))


def test_whose_letterhead_it_is_must_be_said(file_register):
    with pytest.raises(NameNeeded):
        file_register.house_style.keep(Letterhead(" ", "文件"))


@given(st.integers(2000, 2099), st.integers(1, 9999))
def test_a_number_reads_as_the_standard_says(year, number):
    assert numbered(PATTERN, year, number) == f"柳社议〔{year}〕{number}号"


class TestWording:
    def test_own_words_are_printed_and_taken_back(self, register, compound):
        ref = meeting(register, compound)
        own = "{召集单位}请您于{日期}来参加{会议}："
        register.house_style.word("notice.opening", own)
        text = register.papers.document(ref, Paper.NOTICE).text
        assert "柳荫社区居民委员会请您于2024年9月20日来参加圆桌会议：" in text
        line = next(s for s in register.house_style.sentences() if s.key == "notice.opening")
        assert line.own
        register.house_style.word("notice.opening", SENTENCES["notice.opening"].text)
        assert "为共同商议" in register.papers.document(ref, Paper.NOTICE).text
        assert not any(each.own for each in register.house_style.sentences())

    def test_a_preview_shows_words_that_are_not_kept(self, register, compound):
        ref = meeting(register, compound)
        words = Wording({"notice.rules": "请自带水杯。"})
        assert "请自带水杯" in register.papers.document(ref, Paper.NOTICE, words).text
        assert register.papers.preview(ref, Paper.NOTICE, Sheet.A3, words).startswith(b"%PDF")
        assert "请自带水杯" not in register.papers.document(ref, Paper.NOTICE).text

    @pytest.mark.parametrize(
        "text",
        ["没有空格了。", "{召集单位}{日期}{会议}{电话}", "{召集单位}{日期}{会议}{", "{会议}"],
    )
    def test_blanks_stay_as_they_are(self, file_register, text):
        with pytest.raises(WrongBlanks):
            file_register.house_style.word("notice.opening", text)

    def test_every_sentence_can_be_said(self):
        values = dict.fromkeys(("召集单位", "日期", "会议"), "某")
        for key in SENTENCES:
            said = Wording().say(key, **values)
            assert "{" not in said
            assert said
