"""Voices in the window: a chain pasted, hints while typing, groups accepted and set aside."""

from dataclasses import replace
from datetime import date
from threading import Event

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from desktop.domain.errors import ImportStale
from desktop.domain.terms import Voice
from desktop.register import Register
from desktop.services.meetings import MeetingPlan
from desktop.services.suggestions import SuggestionPlan
from desktop.system.pinyin import initials
from tests.conftest import DATA
from tests.support.window import page
from tests.ui.monkey import settle
from tests.ui.test_votes import form
from ui.suggestions.history import StepsForm
from ui.suggestions.importing import ImportForm
from ui.suggestions.page import VoicePage
from ui.widgets.form import Form

PASTE = (DATA / "suggestions_jielong.txt").read_bytes().decode("utf-8")


@pytest.fixture
def voices(sample):
    sample.window.go("意见建议")
    settle(sample)
    return page(sample, VoicePage)


def pasted(sample, voices, text):
    voices._paste()
    (made,) = [each for each in voices.findChildren(ImportForm) if each.isVisible()]
    made.text.setPlainText(text)
    made.look.click()
    settle(sample)
    return made


def test_a_chain_is_pasted_seen_and_taken(sample, voices):
    before = len(voices.list.model().rows)
    made = pasted(sample, voices, "你好")
    assert "没有读到建议" in made.problem.text()
    assert not made.yes.isEnabled()
    made.text.setPlainText(PASTE)
    made.look.click()
    settle(sample)
    assert "登记 38 条" in made.sum.text()
    made.yes.click()
    settle(sample)
    assert not [each for each in voices.findChildren(ImportForm) if each.isVisible()]
    assert len(voices.list.model().rows) == before + 38
    voices._undo_import()
    form(sample)
    assert len(voices.list.model().rows) == before


def test_groups_are_proposed_accepted_set_aside_and_answered(sample, voices):
    pasted(sample, voices, PASTE).yes.click()
    settle(sample)
    voices.tabs.setCurrentIndex(1)
    sorting = voices.sorting
    assert sorting.proposals.model().rows == ()
    voices._presenter.propose()
    settle(sample)
    found = sorting.proposals.model().rows
    assert found
    assert sorting.proposals.chosen() == found[0]
    assert sorting.members.model().rows == found[0].members
    assert sorting.why.text().startswith("依据：")
    big = next(n for n, each in enumerate(found) if len(each.members) > 2)
    sorting.proposals.choose([big])
    chosen = sorting.proposals.chosen()
    sorting.members.choose([0])
    aside = sorting.members.chosen()
    sorting._set_aside()
    settle(sample)
    left = sorting.proposals.chosen()
    assert aside.ref not in {line.ref for line in left.members}
    assert len(left.members) == len(chosen.members) - 1
    sorting._accept()
    settle(sample)
    assert left not in sorting.proposals.model().rows
    titles = [group.title for group in sorting.groups.model().rows]
    place = titles.index(left.group_title or left.title)
    sorting.groups.choose([place])
    settle(sample)
    assert {line.ref for line in left.members} <= {r.ref for r in sorting.members.model().rows}
    sorting._answer()
    form(sample, text="本月内办完")
    settle(sample)
    group = sorting.groups.model().rows[place]
    assert group.waiting == 0
    answered = {line.ref: line for line in sample.register.suggestions.lines()}
    assert all(answered[line.ref].state is Voice.ANSWERED for line in left.members)


def test_while_typing_it_is_told_what_was_said_before(sample, voices):
    voices.text.setText("楼道灯又不亮了，摸黑上楼")
    QTest.qWait(300)
    settle(sample)
    before = voices.hint.text()
    voices._add()
    settle(sample)
    voices.text.setText("三楼声控灯拍手跺脚都不亮")
    QTest.qWait(300)
    settle(sample)
    assert voices.hint.text().startswith("已有")
    assert voices.hint.text() != before
    assert "摸黑上楼" in voices.hint.toolTip()


def test_proposing_can_be_stopped(sample, voices):
    presenter, go = voices._presenter, Event()
    voices.tabs.setCurrentIndex(1)
    sample.tasks.run(lambda: go.wait(20), lambda _: None, sample.failed)  # it waits in the queue
    presenter.propose()
    presenter.long.stop()
    go.set()
    settle(sample)
    assert not presenter.state.doing
    assert presenter.state.proposals is None
    assert presenter.state.done == "已停止，什么也没有改。"


def taken(sample, voices, tmp_path):
    """An import confirmed, and not done yet: how many voices there were, how many there will be."""
    presenter, compound = voices._presenter, sample.window.compound()
    path = tmp_path / "表.csv"
    path.write_text("内容\n东门的闸机又坏了\n西侧围墙开裂\n北楼顶漏水\n", "utf-8")
    preview = sample.register.voice_imports.read(compound, path)
    before, go = len(sample.register.suggestions.lines(compound)), Event()
    sample.tasks.run(lambda: go.wait(20), lambda _: None, sample.failed)  # it waits in the queue
    presenter.take_over(preview)
    return before, before + preview.taken, go


def test_what_was_confirmed_is_kept_though_the_file_is_closed(sample, voices, tmp_path):
    _, after, go = taken(sample, voices, tmp_path)
    compound = sample.window.compound()
    go.set()
    sample.welcome()
    settle(sample)
    sample.open_sample("何婷")
    settle(sample)
    assert len(sample.register.suggestions.lines(compound)) == after


def test_the_window_closes_after_the_file_and_the_file_but_once(sample, voices, tmp_path):
    _, after, go = taken(sample, voices, tmp_path)
    path, compound = sample.register.address.path, sample.window.compound()
    QTimer.singleShot(50, sample.welcome)  # pressed once more while the last work is done
    QTimer.singleShot(100, sample.window.close)
    QTimer.singleShot(300, go.set)
    sample.welcome()
    settle(sample)
    QTest.qWait(50)
    assert not sample.window.isVisible()
    again = Register(path, "李四")
    assert len(again.suggestions.lines(compound)) == after
    assert any(each.why == "关闭" for each in again.upkeep.backups())
    again.close()


def test_what_was_not_kept_after_all_is_told_also_on_the_first_page(sample, voices):
    go = Event()

    def refused():
        go.wait(20)
        raise ImportStale

    voices._presenter._act_long("正在登记", refused, keeps=True)
    QTimer.singleShot(50, go.set)
    sample.welcome()
    settle(sample)
    assert sample.window.statusBar().currentMessage() == str(ImportStale())


def test_looking_at_another_compound_stops_nothing_that_is_kept(sample, voices, tmp_path):
    _, after, go = taken(sample, voices, tmp_path)
    compound = sample.window.compound()
    voices._presenter.use(None)
    go.set()
    settle(sample)
    assert len(sample.register.suggestions.lines(compound)) == after


def test_stopping_says_so_and_keeps_nothing(sample, voices, tmp_path):
    before, _, go = taken(sample, voices, tmp_path)
    presenter = voices._presenter
    presenter.state = replace(presenter.state, last_import=("x", 3))
    presenter.undo_import()  # one long work at a time
    assert presenter.state.problem == "正在登记，请等它做完，或者先停止。"
    presenter.long.stop()
    go.set()
    settle(sample)
    assert len(sample.register.suggestions.lines(sample.window.compound())) == before
    assert (presenter.state.problem, presenter.state.done) == ("", "已停止，什么也没有改。")


def test_an_import_form_that_is_closed_stops_only_its_own(sample, voices, tmp_path):
    path, go = tmp_path / "表.csv", Event()
    path.write_text("内容\n东门的闸机又坏了\n", "utf-8")
    presenter = voices._presenter
    sample.tasks.run(lambda: go.wait(20), lambda _: None, sample.failed)
    presenter._act_long("正在归并分析", lambda: go.wait(20))
    form = ImportForm(voices, presenter, path)
    form.open()
    assert "正在归并分析" in form.problem.text()  # what goes on is told, and the form waits
    form.reject()
    assert not presenter.long.stopped
    go.set()
    settle(sample)
    go.clear()
    sample.tasks.run(lambda: go.wait(20), lambda _: None, sample.failed)
    form = ImportForm(voices, presenter, path)
    form.open()
    form.reject()
    assert presenter.long.stopped
    go.set()
    settle(sample)
    assert not presenter.state.doing


def test_the_owner_of_a_door_is_offered(sample, voices):
    line = sample.register.premises.lines(sample.window.compound())[0]
    voices.door.setText(line.door.words)
    voices._fill_proposer()
    settle(sample)
    assert voices.proposer.placeholderText() == line.names
    voices.proposer.setText(initials(line.names))
    voices.text.setText("楼道灯不亮")
    voices._add()
    settle(sample)
    assert voices.list.model().rows[0].proposer == line.names


def test_what_waits_is_ordered_and_taken_up(sample, voices):
    register, compound = sample.register, sample.window.compound()
    for texts in (("飞线充电", "私拉电线充电"), ("垃圾房太臭", "垃圾桶满了没人收")):
        refs = [register.suggestions.add(compound, SuggestionPlan(text)) for text in texts]
        register.groupings.merge(refs, texts[0])
    settle(sample)
    voices.tabs.setCurrentIndex(2)
    ranking = voices.ranking
    shown = [each.title for each in ranking.list.model().rows]
    place = shown.index("垃圾房太臭")
    assert place > 0
    ranking.list.choose([place])
    ranking._move(-1)
    settle(sample)
    shown.insert(place - 1, shown.pop(place))
    assert [each.title for each in ranking.list.model().rows] == shown
    ranking.list.choose([0])
    title = ranking.list.chosen().title
    ranking._take()
    settle(sample)
    assert "没有在筹备的会议" in sample.window.pages.currentWidget().said.text()
    plan = MeetingPlan("roundtable", "十月圆桌会议", date(2024, 10, 8), "19:00", "活动室")
    meeting = register.meetings.plan(compound, plan)
    settle(sample)
    ranking.list.choose([0])
    ranking._take()
    form(sample, minutes="20")
    assert title not in [each.title for each in ranking.list.model().rows]
    told = register.papers.told(meeting)
    assert title in [item.title for item in told.items]


def test_an_accepted_group_is_undone_and_a_voice_moved(sample, voices):
    pasted(sample, voices, PASTE).yes.click()
    settle(sample)
    voices.tabs.setCurrentIndex(1)
    sorting = voices.sorting
    sorting._presenter.undo()
    assert "没有可以撤销" in voices.said.text()
    voices._presenter.propose()
    settle(sample)
    chosen = sorting.proposals.chosen()
    groups = len(sorting.groups.model().rows)
    sorting._accept()
    settle(sample)
    assert len(sorting.groups.model().rows) == groups + (chosen.group is None)
    sorting._presenter.undo()
    settle(sample)
    assert len(sorting.groups.model().rows) == groups
    assert sorting.proposals.model().rows[0] == chosen
    sorting.proposals.choose([0])
    sorting.members.choose([0])
    line = sorting.members.chosen()
    sorting._move()
    form(sample, group="0")
    home = sorting.groups.model().rows
    now = next(each for each in voices.list.model().rows if each.ref == line.ref)
    assert now.group in {each.title for each in home}


def test_duties_are_kept_and_the_next_meeting_has_its_length(sample, voices):
    voices._duties()
    settle(sample)
    form(sample, 承办="协调楼道照明维修")
    assert sample.register.duties.lists()["承办"] == ("协调楼道照明维修",)
    ranking = voices.ranking
    rows = ranking.list.model().rows
    assert rows
    ranking.budget.setValue(15)
    fits = [ranking._fits(each) for each in rows]
    assert fits == ["排得下"] + ["下次"] * (len(rows) - 1)
    voices.list.choose([0])
    chosen = voices.list.chosen()
    voices._answer()
    settle(sample)
    form(sample, state=Voice.ANSWERED, text="已转物业")
    told = next(v for v in sample.register.suggestions.lines() if v.ref == chosen.ref)
    assert (told.state, told.answer) == (Voice.ANSWERED, "已转物业")


def entered(voices, sample, text, *, door="", proposer=""):
    voices.door.setText(door)
    voices._fill_proposer()
    settle(sample)
    voices.proposer.setText(proposer)
    voices.text.setText(text)
    voices._add()
    settle(sample)
    return next((v for v in sample.register.suggestions.lines() if v.text == text), None)


def test_the_owner_who_is_shown_is_taken_unless_nobody_shall_be_named(sample, voices):
    compound = sample.window.compound()
    home = next(line for line in sample.register.premises.lines(compound) if "、" not in line.names)
    told = entered(voices, sample, "灯坏了，请修", door=home.door.words)
    assert told.proposer == home.names
    voices.nameless.setChecked(True)
    assert entered(voices, sample, "灯又坏了", door=home.door.words).proposer == "匿名"
    assert not voices.nameless.isChecked()


def test_initials_of_nobody_are_asked_about_once(sample, voices):
    assert entered(voices, sample, "门坏了，请修", door="3-2-501", proposer="zzx") is None
    assert "没有找到缩写 zzx 的业主" in voices.said.text()
    voices._add()
    settle(sample)
    told = sample.register.suggestions.lines()
    assert next(v for v in told if v.text == "门坏了，请修").proposer == "zzx"


def test_a_suggestion_is_put_right_and_its_steps_are_shown(sample, voices):
    voices.list.choose([0])
    line = voices.list.chosen()
    voices._correct()
    form(sample, text="更正后的内容")
    voices.list.choose([0])
    voices._steps()
    settle(sample)
    shown = voices.findChild(StepsForm)
    assert "内容原为" in shown.rows.source.rows[0].text
    shown.reject()
    assert line.number


def test_photos_are_listed(sample, voices, tmp_path):
    voices.list.choose([0])
    voices._photos()
    settle(sample)
    assert "没有附照片" in voices._presenter.state.problem
    photo = tmp_path / "灯.jpg"
    photo.write_bytes(b"\xff\xd8\xff")
    voices._presenter.photo(voices.list.chosen(), photo)
    settle(sample)
    voices.list.choose([0])
    voices._photos()
    settle(sample)
    (asked,) = [each for each in sample.window.findChildren(Form) if each.isVisible()]
    assert asked.inputs["which"].count() == 1
    asked.reject()


def test_words_are_found_by_letters_without_the_window_waiting(sample, voices):
    voices.search_line.setText("ld")
    settle(sample)
    shown = len(voices.list.source.rows)
    assert 0 < shown < len(sample.register.suggestions.lines(sample.window.compound()))
    voices.search_line.setText("")
    settle(sample)
    assert len(voices.list.source.rows) > shown


def test_a_single_voice_is_held_and_a_proposal_cut_by_key(sample, voices):
    register, compound = sample.register, sample.window.compound()
    for text in ("想要一个书法角", "马蜂窝在树上", "又发现一个马蜂窝", "马蜂蜇了人"):
        register.suggestions.add(compound, SuggestionPlan(text))
    settle(sample)
    voices.tabs.setCurrentIndex(2)
    ranking = voices.ranking
    titles = [each.title for each in ranking.list.model().rows]
    ranking.list.choose([titles.index("想要一个书法角")])
    ranking._hold()
    form(sample, reason="等场地")
    held = next(each for each in ranking.list.model().rows if each.title == "想要一个书法角")
    assert held.held == "等场地"
    voices.tabs.setCurrentIndex(1)
    voices._presenter.propose()
    settle(sample)
    sorting = voices.sorting
    sorting.proposals.choose([0])
    proposal = sorting.proposals.chosen()
    count = len(sorting.proposals.model().rows)
    sorting._cut()
    assert "另成一组" in voices.said.text()
    sorting.members.choose([0])
    sorting._cut()
    settle(sample)
    assert len(sorting.proposals.model().rows) == count + 1
    assert proposal not in sorting.proposals.model().rows


def test_a_chain_is_pasted_and_taken_without_the_mouse(sample, voices):
    before = len(voices.list.model().rows)
    voices._paste()
    settle(sample)
    (made,) = [each for each in voices.findChildren(ImportForm) if each.isVisible()]
    made.activateWindow()
    made.text.setFocus()
    made.text.insertPlainText("1. 3-2-501 张三 楼道灯坏了\n2. 3-2-502 李四 水压太小")
    QTest.keyClick(made.text, Qt.Key.Key_Tab)
    assert made.focusWidget() is made.look  # not held in the text
    QTest.keyClick(made.look, Qt.Key.Key_Space)
    settle(sample)
    for _ in range(12):
        if made.focusWidget() is made.yes:
            break
        QTest.keyClick(made.focusWidget(), Qt.Key.Key_Tab)
    assert made.focusWidget() is made.yes
    QTest.keyClick(made.yes, Qt.Key.Key_Space)
    settle(sample)
    assert len(voices.list.model().rows) == before + 2
