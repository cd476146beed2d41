"""What is handled without a meeting, in the window; regular meetings; replies; follow-up."""

from datetime import date

import pytest
from PySide6.QtCore import QDate
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop.domain.affair_terms import (
    AffairState,
    DisputeState,
    Every,
    Level,
    Listing,
    Mediated,
    OpenDayKind,
    Rating,
)
from desktop.domain.terms import Channel, Progress, Voice
from tests.support.window import page
from tests.ui.monkey import settle
from tests.ui.test_votes import form
from ui.affairs.page import AffairsPage
from ui.desk.page import DeskPage
from ui.diary.page import DiaryPage
from ui.resolutions.calendar import DueCalendar
from ui.resolutions.page import FollowPage
from ui.suggestions.page import VoicePage


def at(sample, place, kind):
    sample.window.go(place)
    settle(sample)
    return page(sample, kind)


@pytest.fixture
def affairs(sample):
    return at(sample, "办事", AffairsPage)


def test_a_matter_from_found_to_closed(sample, affairs):
    tab = affairs.matters
    tab._find()
    settle(sample)
    assert "请填写" in affairs.said.text()
    tab.text.setText("3栋2单元楼道灯不亮")
    tab.door.setText("3栋2单元501")
    tab._find()
    settle(sample)
    assert tab.text.text() == ""
    tab.list.choose([0])
    settle(sample)
    (line,) = tab.list.model().rows
    assert line.door == "3-2-501"
    enabled = lambda: {act.value for act, made in tab.acts.items() if made.isEnabled()}  # noqa: E731
    assert enabled() == {"accept", "report", "raise", "whistle"}
    tab._change()
    form(sample, lead="何小芳", due="2026-12-01")
    tab._raise()
    form(sample, why="楼栋办不了")
    tab._whistle()
    form(sample, department="供电所", what="查线路")
    tab._claim()
    form(sample, by="李工")
    for act, words in (("accept", None), ("work", "换线"), ("report", "已换好")):
        tab.acts[next(a for a in tab.acts if a.value == act)].click()
        settle(sample)
        if words:
            form(sample, words=words)
    tab._rate()
    form(sample, rating=Rating.CONTENT, words="很快")
    (line,) = tab.list.model().rows
    assert (line.level, line.lead, line.rating) == (Level.COMPOUND, "何小芳", Rating.CONTENT)
    assert len(tab.steps.model().rows) == 8
    next(made for act, made in tab.acts.items() if act.value == "close").click()
    settle(sample)
    assert tab.list.model().rows == ()
    tab.all.setChecked(True)
    settle(sample)
    assert tab.list.model().rows[0].state is AffairState.CLOSED
    assert "满意 1/1" in tab.figures.text()


def test_a_session_on_the_spot(sample, affairs):
    affairs.tabs.setCurrentIndex(1)
    tab = affairs.days
    settle(sample)
    tab._plan()
    form(sample, kind=OpenDayKind.WEEKEND, place="凉亭", departments="物业\n城管")
    tab.days.choose([0])
    settle(sample)
    for text in ("路面坑洼", "广场舞太吵"):
        tab.text.setText(text)
        tab._take()
        settle(sample)
    assert len(tab.voices.model().rows) == 2
    tab.voices.choose([0])
    tab._settle()
    form(sample, department="城管", answer="本周修补")
    tab.voices.choose([1])
    tab._follow()
    form(sample, lead="何小芳")
    states = [each.state for each in tab.voices.model().rows]
    assert states == [Voice.CLOSED, Voice.IN_HAND]
    tab._close()
    form(sample)
    assert tab.days.model().rows[0].closed
    assert not tab.text.isEnabled()
    affairs.tabs.setCurrentIndex(0)
    settle(sample)
    assert [each.lead for each in affairs.matters.list.model().rows] == ["何小芳"]


def test_a_dispute_is_mediated_and_its_record_written(sample, affairs, tmp_path):
    affairs.tabs.setCurrentIndex(2)
    tab = affairs.disputes
    tab._folder = tmp_path
    settle(sample)
    tab._mediate()
    assert "请先选中" in affairs.said.text()
    tab._take()
    form(sample, parties="甲、乙", text="漏水", mediator="卢学文")
    tab.list.choose([0])
    settle(sample)
    tab._write()
    settle(sample)
    assert "还没有记过调解" in affairs.said.text()
    tab._mediate()
    form(sample, text="谈成了", outcome=Mediated.AGREED, agreement="十日内修好", visit="2026-12-20")
    assert tab.list.model().rows[0].state is DisputeState.AGREED
    assert "十日内修好" in tab.agreement.text()
    tab._write()
    settle(sample)
    assert len(list(tmp_path.glob("*调解记录*"))) == 2
    tab._visit()
    form(sample, words="都好")
    tab._reopen()
    form(sample, words="又漏")
    tab._raise()
    form(sample, words="社区调委会")
    (line,) = tab.list.model().rows
    assert (line.state, line.level) == (DisputeState.MEDIATING, Level.COMPOUND)


def test_the_three_lists(sample, affairs):
    affairs.tabs.setCurrentIndex(3)
    tab = affairs.lists
    settle(sample)
    for place, title, text in (
        (0, "楼道照明", "摸黑上楼"), (1, "电工志愿队", "修楼道灯"), (2, "亮化", "换声控灯"),
    ):  # fmt: skip
        tab.which.setCurrentIndex(place)
        tab._add()
        form(sample, title=title, text=text)
    tab._third()
    form(sample, word="服务")
    assert tab.which.itemText(2) == "服务清单"
    tab.which.setCurrentIndex(0)
    tab.list.choose([0])
    settle(sample)
    assert {each.title for each in tab.proposals.model().rows} >= {"电工志愿队"}
    tab.proposals.choose([0])
    tab._match()
    settle(sample)
    assert tab.list.model().rows[0].matches
    tab._unmatch()
    form(sample, other="0")
    assert not tab.list.model().rows[0].matches
    tab._end()
    form(sample, why="已解决")
    assert tab.list.model().rows[0].ended == "已解决"
    tab._end()
    settle(sample)
    assert not tab.list.model().rows[0].ended
    assert {each.listing for each in tab.list.model().rows} == {Listing.NEED}


def test_regular_meetings(sample, tmp_path, monkeypatch):
    diary = at(sample, "日程", DiaryPage)
    diary._convene()
    assert "请先选中" in diary.said.text()
    diary._add()
    form(sample, profile="hamlet", title="坝坝会", every=Every.MONTH_END, collect="15")
    assert [each.words for each in diary.list.model().rows] == ["每月月底"]
    assert len(diary.coming.model().rows) == 3
    diary.coming.choose([0])
    diary._convene()
    settle(sample)
    assert diary.coming.model().rows[0].meeting is not None
    diary.coming.choose([0])
    diary._convene()
    assert "已经新建" in diary.said.text()
    path = tmp_path / "日程.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    diary._ics()
    settle(sample)
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")
    diary._days()
    form(sample, off="2027-10-01/2027-10-07")
    assert len(diary._presenter.state.own.off) == 7
    diary.list.choose([0])
    diary._change()
    form(sample, every=Every.WEEK, day="4", starts="19：30")
    assert diary.list.model().rows[0].words == "每周四"
    diary._end()
    form(sample)
    assert diary.list.model().rows == ()


def test_a_resolution_is_put_off_done_accepted_and_told(sample, tmp_path):
    follow = at(sample, "决议落实", FollowPage)
    follow._folder = tmp_path
    rows = follow.list.model().rows
    register = sample.register
    place = next(n for n, line in enumerate(rows) if register.follow_ups.behind(line.ref))
    ref = rows[place].ref
    chosen = lambda: next(  # noqa: E731
        n for n, line in enumerate(follow.list.model().rows) if line.ref == ref
    )
    follow.list.choose([place])
    settle(sample)
    assert "还没有答复" in follow.behind.text()
    follow._delay()
    form(sample, due=date(2027, 1, 31), why="材料缺货")
    assert follow.steps.model().rows[-1].new_due == date(2027, 1, 31)
    follow.list.choose([chosen()])
    follow.to.setCurrentIndex(follow.to.findData(Progress.DONE))
    follow.text.setText("已装好")
    follow._step()
    settle(sample)
    follow.all.setChecked(True)
    settle(sample)
    follow.list.choose([chosen()])
    settle(sample)
    follow._tell()
    form(sample, text="已装好，请使用")
    follow._rate()
    form(sample, rating=Rating.CONTENT, by="")
    follow.list.choose([chosen()])
    follow.to.setCurrentIndex(follow.to.findData(Progress.CONFIRMED))
    follow._step()
    form(sample, by="潘国庆", text="现场看过")
    line = follow.list.model().rows[chosen()]
    assert (line.state, line.accepted_by) == (Progress.CONFIRMED, "潘国庆")
    assert "满意 1" in follow.figures.text()
    follow._calendar()
    (calendar,) = follow.findChildren(DueCalendar)
    assert calendar.list.model().rows[0].due is not None
    calendar.days.setSelectedDate(QDate(2030, 1, 1))
    assert calendar.list.model().rows == []
    calendar.close()
    for by in (1, 2, 0):
        follow.by.setCurrentIndex(by)
        assert len(follow.list.model().rows) == len(rows)
    follow._presenter.post(tmp_path)
    settle(sample)
    assert len(list(tmp_path.glob("*落实情况公示*"))) == 2
    voices = at(sample, "意见建议", VoicePage)
    voices.tabs.setCurrentIndex(3)
    settle(sample)
    tab = voices.replies
    tab._folder = tmp_path
    tab.only.setCurrentIndex(1)
    assert {each.answer for each in tab.list.model().rows} == {"已装好，请使用"}
    tab._chat()
    settle(sample)
    assert "已装好，请使用" in QGuiApplication.clipboard().text()
    tab._write()
    settle(sample)
    assert len(list(tmp_path.glob("*答复*"))) == 4
    tab._sheet()
    form(sample, until="2026-12-15", door="3-2-501")
    assert len(list(tmp_path.glob("*议题征集表*"))) == 2


def test_a_suggestion_with_its_channels_fields_a_photo_and_a_matter(sample, tmp_path, monkeypatch):
    voices = at(sample, "意见建议", VoicePage)
    voices.channel.setCurrentIndex(voices.channel.findData(Channel.HOTLINE))
    names = [name for name, _ in voices._asked]
    assert names == ["工单号", "转来日期", "回复时限"]
    voices._asked[0][1].setText("SN20260001")
    voices.text.setText("楼道灯不亮")
    voices.door.setText("RT-3-2-501")  # the code of a sheet was scanned
    voices._add()
    settle(sample)
    line = voices.list.model().rows[0]
    assert (line.door, line.details) == ("3-2-501", "工单号：SN20260001")
    photo = tmp_path / "灯.jpg"
    photo.write_bytes(b"\xff\xd8\xffjpg")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(photo), ""))
    voices.list.choose([0])
    voices._photo()
    settle(sample)
    assert [a.name for a in sample.register.attachments.lines(line.ref)] == ["灯.jpg"]
    voices.list.choose([0])
    voices._affair()
    form(sample, lead="何小芳", due="2026-12-01")
    assert voices.list.model().rows[0].state is Voice.IN_HAND
    desk = at(sample, "工作台", DeskPage)
    assert any(each.place == "表决" for each in desk.reminders.model().rows)
