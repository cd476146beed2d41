"""A written vote in the window: from planning and freezing to the posted notice; fast, safe entry."""

import time
from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.documents.model import Sheet
from desktop.domain.rights import Role
from desktop.domain.terms import MatterKind, PollStage
from desktop.services.accounts import TWO_CLOSE
from desktop.services.poll_papers import PollPaper
from desktop.services.polls import MatterPlan, PollPlan
from desktop.system import clock
from tests.support.window import page
from tests.ui.monkey import settle
from ui.going import Going
from ui.votes.entering import HOLD_MS
from ui.votes.page import VotesPage
from ui.votes.platform import PlatformForm
from ui.votes.screen import COUNT, ENTRY
from ui.widgets.form import Form

TODAY = clock.now().date()
PLAN = PollPlan(
    "书面表决", TODAY, TODAY + timedelta(days=12), "金鹭小区业主委员会", noticed_on=TODAY
)
MATTERS = (
    MatterPlan("选聘物业服务企业"),
    MatterPlan("筹集维修资金", "major"),
    MatterPlan("选业委会", kind=MatterKind.ELECTION, options=("甲", "乙", "丙"), seats=2),
)


@pytest.fixture
def votes(sample):
    sample.window.go("表决")
    settle(sample)
    return page(sample, VotesPage)


@pytest.fixture
def running(sample, votes):
    """A vote with its ballots given out, at the entry tab."""
    register = sample.register
    poll = register.polls.plan(sample.window.compound(), PLAN, MATTERS)
    register.polls.freeze(poll)
    register.polls.open(poll)
    register.ballots.issue_all(poll)
    sample.votes.open(poll)
    settle(sample)
    votes.tabs.setCurrentIndex(ENTRY)
    settle(sample)
    return poll


def form(app, **answers):
    """Fill in the open form and let it be done. What it asks for may still be read."""
    until, shown = time.monotonic() + 20, []
    while not shown and time.monotonic() < until:
        settle(app)
        shown = [each for each in app.window.findChildren(Form) if each.isVisible()]
    assert shown, app.window.pages.currentWidget().said.text()
    made = shown[-1]
    for name, value in answers.items():
        widget = made.inputs[name]
        if hasattr(widget, "setText"):
            widget.setText(value)
        elif hasattr(widget, "setPlainText"):
            widget.setPlainText(value)
        elif hasattr(widget, "findData"):
            widget.setCurrentIndex(widget.findData(value))
        elif hasattr(widget, "setDate"):
            widget.setDate(value)
        else:
            widget.setChecked(value)
    made.accept()
    settle(app)
    left = [each for each in app.window.findChildren(Form) if each.isVisible()]
    assert [each.problem.text() for each in left] == []


CLOCK = iter(range(10_000, 10**9, 1_000))  # when keys are struck, ms


def strike(entry, text, gap=200):
    """Strike keys ``gap`` milliseconds one after the other, as the system stamps them."""
    at = next(CLOCK)
    for place, character in enumerate(text):
        key = QEvent.Type.KeyPress
        event = QKeyEvent(key, 0, Qt.KeyboardModifier.NoModifier, character)
        event.setTimestamp(at + place * gap)
        QApplication.sendEvent(entry.scan, event)


def kept(app):
    QTest.qWait(2 * HOLD_MS)
    settle(app)


def test_one_vote_goes_from_planning_to_the_notice(sample, votes, tmp_path):
    votes.add.click()
    form(sample, title="2024年书面表决", convener="金鹭小区业主委员会")
    state = sample.votes.state
    assert state.told.stage is PollStage.DRAFT
    votes.prepare.add.click()
    form(sample, title="选聘物业服务企业", rule="ordinary/4")
    votes.prepare.add.click()
    form(sample, title="筹集维修资金", rule="major/6")
    assert [m.rule.key for m in sample.votes.state.told.matters] == ["ordinary", "major"]
    votes.prepare.freeze.click()
    settle(sample)
    assert sample.votes.state.problem == ""
    votes.prepare.open.click()
    settle(sample)
    form(sample, why="已在各单元门口张贴")  # no day of notice yet, and some days to go
    votes.papers.issue_all.click()
    settle(sample)
    poll = sample.votes.state.ref
    sample.votes.print_ballots(tmp_path)
    settle(sample)
    assert list(tmp_path.glob("*表决票*.pdf"))
    votes.tabs.setCurrentIndex(ENTRY)
    settle(sample)
    lines = sample.register.ballots.lines(poll)
    for line in lines[: len(lines) * 4 // 5]:
        sample.register.entries.enter(poll, line.number.code, "12")
    settle(sample)
    votes.prepare.close_box.click()
    settle(sample)
    form(sample)
    for case in sample.register.counts.cases(poll):
        sample.register.counts.rule(poll, case, case.choices[0][0], "核对原票")
    votes.count.settle.click()
    settle(sample)
    assert sample.votes.state.told.stage is PollStage.SETTLED
    votes.publish.choose(PollPaper.RESULT)
    settle(sample)
    assert sample.votes.state.preview_of == (poll, PollPaper.RESULT, Sheet.A4)
    votes.publish.post.click()
    form(sample)
    assert sample.votes.state.told.stage is PollStage.POSTED
    votes.publish.object.click()
    form(sample, door="1-1-101", by="某业主", text="没有收到票")
    assert sample.votes.state.objections[0].door == "1-1-101"
    assert not sample.last_resort.seen


def test_a_ballot_of_three_matters_takes_a_scan_and_four_keys(sample, votes, running):
    number = sample.register.ballots.lines(running)[4].number
    QTest.keyClicks(votes.entry.scan, number.code)
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Return)
    settle(sample)
    assert votes.entry.card.text().startswith("5 号")
    strike(votes.entry, "1213")
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Return)
    kept(sample)
    sample.register.polls.close(running)  # nobody sees marks before
    read = sample.register.entries.readings(sample.register.ballots.lines(running)[4].ref)
    assert [each.words for each in read] == [("同意", "反对", "甲、丙")]
    assert "5 号" in votes.entry.recent.text()
    assert votes.entry.scan.text() == ""


def test_enter_alone_takes_the_next_of_the_stack_and_backspace_corrects(sample, votes, running):
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Return)
    settle(sample)
    assert votes.entry.card.text().startswith("1 号")
    strike(votes.entry, "2")
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Backspace)
    strike(votes.entry, "11n")
    kept(sample)
    line = sample.register.ballots.lines(running)[0]
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Return)
    settle(sample)
    assert votes.entry.card.text().startswith("2 号")
    sample.register.polls.close(running)
    assert sample.register.entries.readings(line.ref)[0].words == ("同意", "同意", "都不同意")


def test_a_scan_in_the_middle_of_a_paper_is_never_taken_for_marks(sample, votes, running):
    lines = sample.register.ballots.lines(running)
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Return)
    settle(sample)
    strike(votes.entry, "1")
    strike(votes.entry, lines[7].number.code, gap=3)  # a scanner
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Return)
    settle(sample)
    kept(sample)
    assert votes.entry.card.text().startswith("8 号")
    assert sample.register.entries.readings(lines[0].ref) == []
    assert sample.register.entries.readings(lines[7].ref) == []


def test_a_second_scan_says_so_and_changes_nothing(sample, votes, running):
    number = sample.register.ballots.lines(running)[0].number
    sample.register.entries.enter(running, number.code, ["1", "1", "1"])
    settle(sample)
    QTest.keyClicks(votes.entry.scan, number.code)
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Return)
    settle(sample)
    assert "不再计一次" in votes.entry.said.text()
    assert sample.votes.state.typing.card is None


def test_a_wrong_key_is_refused_where_it_was_typed(sample, votes, running):
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Return)
    settle(sample)
    strike(votes.entry, "7")
    assert "不能填“7”" in votes.entry.said.text()
    QTest.keyClick(votes.entry.scan, Qt.Key.Key_Escape)
    settle(sample)
    assert sample.votes.state.typing.card is None
    assert sample.votes.state.ref == running


def test_printing_can_be_stopped(sample, votes, running, tmp_path):
    votes.tabs.setCurrentIndex(1)
    settle(sample)
    go = Event()
    sample.tasks.run(lambda: go.wait(20), lambda _: None, sample.failed)  # it waits in the queue
    sample.votes.print_ballots(tmp_path)
    sample.votes.long.stop()
    go.set()
    settle(sample)
    assert "已停止" in sample.votes.state.done
    assert not sample.votes.state.doing


def test_escape_puts_a_paper_away_and_stops_no_printing(sample, votes, running, qtbot):
    entry, go = votes.entry, Event()
    QTest.keyClicks(entry.scan, "3")
    QTest.keyClick(entry.scan, Qt.Key.Key_Return)
    settle(sample)
    assert sample.votes.state.typing.card is not None
    long = sample.votes.long
    long.begin("正在排版表决票")
    sample.tasks.run(lambda: go.wait(20), lambda _: None, sample.failed, long=long)
    going = sample.window.findChildren(Going)[-1]
    qtbot.waitUntil(going.isVisible, timeout=10_000)
    QTest.keyClick(entry.scan, Qt.Key.Key_Escape)
    go.set()
    settle(sample)
    assert sample.votes.state.typing.card is None
    assert not long.stopped


def test_after_a_refusal_marks_are_no_number_of_a_paper(sample, votes, running):
    entry = votes.entry
    for text in ("99-9-999", "12"):
        entry.scan.setText(text)
        entry.scan.returnPressed.emit()
        settle(sample)
        assert sample.votes.state.typing.card is None
        assert sample.votes.state.typing.wrong
    assert "按 Esc 后再继续" in entry.said.text()
    QTest.keyClick(entry.scan, Qt.Key.Key_Escape)
    entry.scan.setText("12")
    entry.scan.returnPressed.emit()
    settle(sample)
    assert sample.votes.state.typing.card.number.paper == 12


def test_a_paper_typed_wrongly_is_seen_and_put_right(sample, votes, running):
    entry = votes.entry
    entry.scan.setText("1")
    entry.scan.returnPressed.emit()
    settle(sample)
    strike(entry, "11n")
    kept(sample)
    assert "已录入：同意、同意、都不同意" in entry.said.text()
    entry._correct()
    form(sample, paper="1", k1="2", k2="1", k3="n", why="看错一行")
    card = sample.register.entries.find(running, "1")
    sample.register.polls.close(running)
    assert [each.words[0][-2:] for each in sample.register.entries.readings(card.ref)] == [
        "同意", "反对",
    ]  # fmt: skip


def test_where_two_close_a_vote_the_second_person_is_asked_for_name_and_password(
    sample, votes, running
):
    register, poll = sample.register, running
    boss, teller = "槐树下的第三把椅", "窗台上的两盆花-2"
    register.accounts.add("何婷", Role.ADMIN, boss, boss, None)
    register.accounts.add("赵敏", Role.TELLER, teller, teller, [poll.compound_id])
    register.settings.put(TWO_CLOSE, value=True)
    votes.prepare._close()
    settle(sample)
    asked = sample.window.findChildren(Form)[-1]
    names = asked.inputs["name"]
    assert [names.itemText(n) for n in range(names.count())] == ["赵敏"]
    asked.inputs["password"].setText(boss)
    asked.accept()
    settle(sample)
    assert "姓名或密码不对" in asked.problem.text()
    assert register.polls.told(poll).stage is PollStage.OPEN
    asked.inputs["password"].setText(teller)
    asked.accept()
    settle(sample)
    assert register.polls.told(poll).stage is PollStage.COUNTING
    assert register.accounts.log()[0].what == "截止表决时当场确认"


def test_the_box_of_the_second_person_says_what_is_read(sample, votes, running):
    sample.votes.read_again(again=True)
    settle(sample)
    sample.votes.leave()
    sample.votes.open(running)
    settle(sample)
    votes.tabs.setCurrentIndex(ENTRY)
    settle(sample)
    assert not sample.votes.state.typing.again
    assert not votes.entry.again.isChecked()


def test_a_form_of_many_questions_fits_a_small_screen(sample, votes):
    votes.add.click()
    settle(sample)
    made = [each for each in sample.window.findChildren(Form) if each.isVisible()][-1]
    assert made.minimumSizeHint().height() <= 700
    made.reject()


def test_a_count_is_shown_with_every_candidate_and_the_differences_line_by_line(
    sample, votes, running
):
    register = sample.register
    for line in register.ballots.lines(running):
        register.entries.enter(running, line.number.code, ["1", "1", "1 2"])
    register.polls.close(running)
    register.counts.settle(running)
    register.counts.recount(running, "业主申请")
    register.entries.correct(register.entries.find(running, "1").ref, ["2", "1", "n"], "看错")
    for case in register.counts.cases(running):
        register.counts.rule(running, case, case.choices[0][0], "核对原票")
    register.counts.settle(running)
    settle(sample)
    votes.tabs.setCurrentIndex(COUNT)
    settle(sample)
    model = votes.count.results.model()
    rows = [
        [str(model.index(r, c).data() or "") for c in range(model.columnCount())]
        for r in range(model.rowCount())
    ]
    assert [row[1] for row in rows if row[0] == "选业委会"][2:] == [
        f"{name}　同意的{what}" for name in "甲乙丙" for what in ("面积", "人数")
    ]
    assert {row[4] for row in rows if row[1].startswith("丙")} == {"没有达到规定"}
    changed = votes.count.changed.model()
    assert {changed.index(r, 1).data() for r in range(changed.rowCount())} >= {
        "同意（户）",
        "反对（户）",
    }


def test_an_offices_rule_file_is_looked_at_taken_over_and_removed(sample, tmp_path):
    from ui.settings.decisions import DecisionsTab

    path = tmp_path / "本社区.toml"
    text = (
        '[[decision]]\nkey = "own"\nname = "{}"\nelectorate = "owners"\n'
        'source = "议事规则第三条，第2页"\ntext = "过半数通过。"\n[[decision.approval]]\n'
        'measures = ["heads"]\nnumerator = 1\ndenominator = 2\ncomparison = "more_than"\n'
        'base = "participating"\nsource = "x"\n'
    )
    sample.window.go("设置")
    settle(sample)
    tab = sample.window.findChildren(DecisionsTab)[0]
    path.write_text(text.format("业主共同决定"), "utf-8")
    tab.look_at(path)
    settle(sample)
    assert "decision[1].name" in tab._presenter.state.problem
    path.write_text(text.format("本社区规则"), "utf-8")
    tab.look_at(path)
    settle(sample)
    form(sample)
    assert "own" in sample.register.decisions.rules()
    rules = tab._presenter.state.rules
    tab.rules.choose([next(n for n, rule in enumerate(rules) if rule.key == "own")])
    tab._remove()
    settle(sample)
    assert "own" not in sample.register.decisions.rules()
    tab.rules.choose([0])
    tab._remove()
    assert "不能删除" in tab._presenter.state.problem


def test_a_platforms_table_is_looked_through_and_taken(sample, votes, running, tmp_path):
    lines = sample.register.ballots.lines(running)
    door = next(line.door for line in lines if line.door.unit)
    path = tmp_path / "平台.csv"
    path.write_text(
        "楼栋,单元,房号,选聘物业服务企业,筹集维修资金,选业委会\n"
        f"{door.building},{door.unit},{door.room},同意,反对,甲、乙\n",
        "utf-8",
    )
    form = PlatformForm(votes, sample.votes, path)
    form.open()
    settle(sample)
    assert form.sum.text().startswith("共 1 行，将导入 1 行")
    form._again()
    assert not form.yes.isEnabled()  # nothing is asked while it is read anew
    assert not any(box.isEnabled() for box in form.columns.values())
    settle(sample)
    assert form.yes.isEnabled()
    assert all(box.isEnabled() for box in form.columns.values())
    sample.votes._act_long("正在排版表决票", lambda: None)  # done by the time it is asked
    settle(sample)
    form.yes.click()
    settle(sample)
    assert sample.votes.state.done == "已导入 1 份电子票。"
    broken = tmp_path / "坏.csv"
    broken.write_text("没有,表头\n", "utf-8")
    form = PlatformForm(votes, sample.votes, broken)
    form.open()
    settle(sample)
    assert form.problem.text()
    assert not form.yes.isEnabled()
    form.reject()
    form = PlatformForm(votes, sample.votes, path)
    form.open()
    settle(sample)
    path.unlink()
    form._again()
    settle(sample)
    assert form.problem.text()
    assert not form.yes.isEnabled()  # what is no more to be seen is not taken
    form.reject()
