"""Letterheads, numbers without gaps or repeats, and the office's own wording."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from desktop.documents.model import Head, Sheet
from desktop.domain.errors import CannotWrite, NameNeeded, NotYet
from desktop.domain.letterhead import Letterhead, gaps, numbered
from desktop.domain.poll_errors import TooLate
from desktop.domain.session_errors import PatternTaken, UnfinishedNotice, WrongBlanks, WrongPattern
from desktop.domain.wording import SENTENCES, Wording
from desktop.services.communities import CompoundFacts
from desktop.services.house_style import TO_COME
from desktop.services.lists import Listed
from desktop.services.meetings import MeetingPlan
from desktop.services.papers import AFTER, Form, Paper

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
    register.house_style.give(refs[0], "柳荫社区居民委员会", "公示")
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
        told.append(register.house_style.give(ref, "柳荫社区居民委员会", "会议通知").text)
    assert told == ["柳社议〔2024〕1号", "柳社议〔2025〕1号"]


@pytest.mark.parametrize("pattern", ["柳社议", "{年}{号}", "柳社议〔{年}〕", "柳{年}{年}{号}",
     "柳社议{年}{号}号", "柳社议[{年}]{号}号", "〔{年}〕{号}号"],
)  # fmt: skip
def test_a_pattern_has_one_year_and_one_number(file_register, pattern):
    with pytest.raises(WrongPattern):
        file_register.house_style.keep(Letterhead("柳荫社区居民委员会", "文件", pattern))


def test_a_new_pattern_goes_on_in_the_same_series(register, compound):
    kept(register)
    first = register.house_style.give(meeting(register, compound), "柳荫社区居民委员会", "会议通知")
    register.house_style.keep(
        Letterhead("柳荫社区居民委员会", "文件", "柳居议〔{年}〕{号}号", ("会议通知",))
    )
    second = register.house_style.give(
        meeting(register, compound), "柳荫社区居民委员会", "会议通知"
    )
    assert (first.text, second.text) == ("柳社议〔2024〕1号", "柳居议〔2024〕2号")


def test_two_issuers_never_count_under_one_pattern(file_register):
    file_register.house_style.keep(Letterhead("甲", "甲文件", PATTERN))
    with pytest.raises(PatternTaken, match="甲"):
        file_register.house_style.keep(Letterhead("乙", "乙文件", PATTERN))


def test_letters_stay_with_whoever_counted_under_them(register, compound):
    kept(register)
    register.house_style.give(meeting(register, compound), "柳荫社区居民委员会", "会议通知")
    register.house_style.remove("柳荫社区居民委员会")
    with pytest.raises(PatternTaken, match="柳荫社区居民委员会"):
        register.house_style.keep(Letterhead("乙", "乙文件", PATTERN))
    kept(register)  # it may take them up again


def test_a_number_given_in_vain_is_void_with_its_reason_and_used_again(
    register, compound, tmp_path
):
    kept(register)
    ref = meeting(register, compound)
    (tmp_path / "文件").write_text("a file where the folder should be")
    with pytest.raises(CannotWrite):
        register.papers.write(ref, Paper.NOTICE, Form.PDF, tmp_path / "文件")
    (line,) = register.house_style.numbers()
    assert "没有写成" in line.void
    register.papers.write(ref, Paper.NOTICE, Form.PDF, tmp_path)
    (line,) = register.house_style.numbers()
    assert (line.number, line.void) == (1, "")
    register.meetings.cancel(ref, "暴雨")
    (line,) = register.house_style.numbers()
    assert line.void == "会议取消"


def test_a_number_that_stands_on_paper_is_not_made_void_by_a_later_failure(
    register, compound, tmp_path
):
    kept(register)
    ref = meeting(register, compound)
    assert register.papers.issue(ref, Paper.NOTICE).startswith(b"%PDF")
    (tmp_path / "文件").write_text("a file where the folder should be")
    with pytest.raises(CannotWrite):
        register.papers.write(ref, Paper.NOTICE, Form.PDF, tmp_path / "文件")
    (line,) = register.house_style.numbers()
    assert (line.number, line.void) == (1, "")
    other = register.communities.add(CompoundFacts("另一小区"))
    meeting(register, other)  # of the same title
    assert len(register.lists.table(compound, Listed.NUMBERS).rows) == 1
    assert register.lists.table(other, Listed.NUMBERS).rows == ()


class TestPapersWaitForTheirTime:
    """What comes after a meeting is written when it was held, and posted when its minutes are final."""

    def test_before_the_meeting_nothing_that_comes_after_it(self, register, compound, tmp_path):
        kept(register, papers=("公示", "会议纪要"))
        ref = meeting(register, compound)
        for paper in AFTER:
            if paper is Paper.SLIPS:
                continue
            for write in (
                lambda paper=paper: register.papers.write(ref, paper, Form.PDF, tmp_path / "出"),
                lambda paper=paper: register.papers.issue(ref, paper),
                lambda: register.papers.write_pack(ref, AFTER, tmp_path / "出"),
            ):
                with pytest.raises(NotYet, match="还没有散会"):
                    write()
            if paper is Paper.CORRECTION:  # nothing was corrected: not even a draft
                with pytest.raises(NotYet, match="没有登记过更正"):
                    register.papers.preview(ref, paper)
                continue
            shown = register.papers.preview(ref, paper)
            assert "草" in PdfReader(BytesIO(shown)).pages[0].extract_text()
        assert register.house_style.numbers() == []
        assert not (tmp_path / "出").exists()

    def test_a_notice_with_blanks_stays_in_the_house(self, register, compound, tmp_path):
        plan = MeetingPlan("roundtable", "圆桌会议", register.now().date(), "15:00", " ", "社区")
        ref = register.meetings.plan(compound, plan)
        with pytest.raises(UnfinishedNotice, match="处〔待补〕"):
            register.papers.write(ref, Paper.POSTER, Form.PDF, tmp_path)
        text = (
            PdfReader(BytesIO(register.papers.preview(ref, Paper.POSTER))).pages[0].extract_text()
        )
        assert "不得张贴" in text

    def test_a_number_is_not_spent_on_a_draft_of_the_minutes(self, held, tmp_path):
        register, ref = held
        convener = register.papers.told(ref).facts.convener
        kept(register, convener, ("会议纪要",))
        register.papers.write(ref, Paper.MINUTES, Form.PDF, tmp_path)
        assert register.house_style.numbers() == []
        register.minutes.finalise(ref)
        register.papers.write(ref, Paper.MINUTES, Form.PDF, tmp_path)
        assert len(register.house_style.numbers()) == 1


def test_two_meetings_of_a_day_never_share_a_file(register, compound, tmp_path):
    def planned(starts, title="圆桌会议"):
        plan = MeetingPlan("roundtable", title, register.now().date(), starts, "议事厅", "社区")
        return register.meetings.plan(compound, plan)

    alone = planned("15:00", "院坝会")
    assert register.papers.write(alone, Paper.NOTICE, Form.PDF, tmp_path).name.count("1500") == 0
    refs = [planned("09:00"), planned("15:00"), planned("15:00")]
    paths = [register.papers.write(ref, Paper.NOTICE, Form.PDF, tmp_path) for ref in refs]
    assert len({path.name for path in paths}) == 3
    assert all("0900" in p.name or "1500" in p.name for p in paths)
    again = [register.papers.write(ref, Paper.NOTICE, Form.PDF, tmp_path) for ref in refs]
    assert again == paths
    long = "很长的议题名称" * 6
    two = [planned("10:00", f"{long}甲事{long}"), planned("11:00", f"{long}乙事{long}")]
    assert len({register.papers.write(r, Paper.NOTICE, Form.PDF, tmp_path) for r in two}) == 2


class TestPosting:
    def test_the_paper_says_from_when_to_when_and_where(self, held, tmp_path):
        register, ref = held
        blank = register.papers.document(ref, Paper.PUBLICITY).text
        assert "年　月　日" in blank
        # seven days after 24 September end on 1 October: the holiday lasts until the 7th
        period = register.postings.plan(ref, date(2024, 9, 24), "各单元门口和小区南门公告栏")
        assert period.until == date(2024, 10, 8)
        text = register.papers.document(ref, Paper.PUBLICITY).text
        assert "自2024年9月24日张贴的次日起算，至2024年10月8日止" in text
        assert "张贴地点：各单元门口和小区南门公告栏。" in text
        assert text.endswith("2024年9月24日")
        assert "提出" in text
        with pytest.raises(TooLate):
            register.postings.plan(ref, date(2024, 8, 1), "")

    def test_posting_without_a_plan_counts_from_today(self, held):
        register, ref = held
        register.minutes.finalise(ref)
        register.meetings.post(ref)
        assert register.postings.period(ref).on == register.now().date()

    def test_objections_are_registered_and_answered(self, held, tmp_path):
        register, ref = held
        today = register.now().date()
        with pytest.raises(NotYet):
            register.postings.object(ref, today, "3-2-501", "杨静", "不同意拆墙")
        register.minutes.finalise(ref)
        with pytest.raises(NameNeeded):
            register.postings.object(ref, today, "3-2-501", "杨静", " ")
        with pytest.raises(TooLate):
            register.postings.object(ref, date(2030, 1, 1), "", "", "太早")
        made = register.postings.object(ref, today, "3-2-501", "杨静", "不同意拆墙")
        with pytest.raises(TooLate):
            register.postings.answer(made, "已复核", date(2024, 1, 1))
        register.postings.answer(made, "已复核，维持原意见", today)
        (line,) = register.postings.objections(ref)
        assert (line.told.text, line.told.answer) == ("不同意拆墙", "已复核，维持原意见")
        paper = register.papers.document(ref, Paper.OBJECTIONS).text
        assert "不同意拆墙（杨静）" in paper
        assert "已复核，维持原意见" in paper


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

    def test_words_of_an_older_file_are_kept_until_they_are_changed(self, register):
        older = {
            "notice.rules": "请自带水杯。",
            "notice.opening": SENTENCES["notice.opening"].text + "请。",
        }
        register.settings.put("wording", older)
        assert register.house_style.wording().own == older
        register.house_style.word("notice.rules", SENTENCES["notice.rules"].text)
        assert set(register.house_style.wording().own) == {"notice.opening"}
        register.house_style.word("notice.rules", "请自带茶杯。")
        assert register.house_style.wording().own["notice.rules"] == "请自带茶杯。"

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
        for key, sentence in SENTENCES.items():
            said = Wording().say(key, **dict.fromkeys(sentence.blanks, "某"))
            assert "{" not in said
            assert said
