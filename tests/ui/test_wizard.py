"""The first steps as a clerk takes them who has never seen the program, on a real file and roster."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from sqlalchemy import make_url

from desktop.domain.first_steps import Step
from desktop.domain.terms import BodyKind
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.papers import Paper
from desktop.storage import sqlite
from desktop.system import preferences
from tests.conftest import DATA
from tests.ui.monkey import settle
from ui.app import App
from ui.desk.page import DeskPage
from ui.main_window import SMALLEST
from ui.meetings.page import MeetingsPage
from ui.widgets.form import Form

ROSTER = DATA / "业主信息登记表.xlsx"
KEY, CLICK, THINK = 28, 110, 135  # hundredths of a second (keystroke-level model)
IME = 4  # keys for one 汉字: its pinyin, and a choice now and then
LIMIT = 300 * 100  # five minutes
ENTER, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def documents(app, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "文档"))
    app.window.activateWindow()
    return tmp_path / "文档" / "圆桌议事"


class Hand:
    """Presses, types and clicks where the keyboard is, and counts what that costs a person."""

    def __init__(self, app: App) -> None:
        self.app, self.keys, self.clicks, self.thoughts = app, 0, 0, 0

    def at(self) -> QWidget:
        widget = self.app.window.focusWidget()
        assert widget is not None
        return widget

    def press(self, key, held=Qt.KeyboardModifier.NoModifier, times=1):
        for _ in range(times):
            QTest.keyClick(self.at(), key, held)
            self.keys += 1 + (held is not Qt.KeyboardModifier.NoModifier)
            settle(self.app)

    def write(self, text):
        """As an input method does it: what is composed first, then the words."""
        self.thoughts += 1
        self.keys += sum(1 if c.isascii() else IME for c in text)
        QApplication.sendEvent(self.at(), QInputMethodEvent(text[:1], []))
        words = QInputMethodEvent()
        words.setCommitString(text)
        QApplication.sendEvent(self.at(), words)
        settle(self.app)

    def click(self, button: QPushButton):
        assert button.isVisible()
        assert button.isEnabled()
        self.clicks += 1
        button.click()
        settle(self.app)

    def read(self):
        self.thoughts += 1

    @property
    def cost(self) -> int:
        """Hundredths of a second."""
        return self.keys * KEY + self.clicks * CLICK + self.thoughts * THINK


@pytest.fixture
def hand(app):
    return Hand(app)


@pytest.fixture
def roster(monkeypatch):
    """The system's own box, in which the clerk goes to the file with the arrows and presses Enter."""

    def chosen(*_):
        return str(ROSTER), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)


def wizard(app):
    made = app.first_steps.wizard or app.start_page
    assert made.isVisible()
    return made


def questions(app):
    return wizard(app).page.questions


def put(app, **answers):
    questions(app).fill(answers)


def go_on(app):
    wizard(app).next.click()
    settle(app)


@pytest.fixture(scope="session")
def begun_file(tmp_path_factory):
    """A file as the first page leaves it. Copy it before writing."""
    path = tmp_path_factory.mktemp("begun") / "柳荫社区.圆桌"
    register = Register(path, "张敏", create=True)
    register.communities.set_up("棠梨街道", "柳荫社区")
    register.close()
    sqlite.settle(path)
    return path


@pytest.fixture
def begun(app, begun_file, tmp_path):
    """At the second page, in a file of its own."""
    path = tmp_path / begun_file.name
    path.write_bytes(begun_file.read_bytes())
    app.open_file(str(path), "张敏")
    settle(app)
    return app


def register_compound(app, name="金鹭小区", **more):
    put(app, name=name, **more)
    go_on(app)


def step(app):
    return wizard(app).page.step


def desk(app):
    return app.window.findChildren(DeskPage)[0]


def ask_to_leave(app):
    app.window.activateWindow()  # a box that was closed had the keyboard
    settle(app)
    QTest.keyClick(app.window.focusWidget(), Qt.Key.Key_Escape)
    settle(app)
    form = app.window.findChild(Form)
    assert form.isVisible()
    return form


def leave(app):
    ask_to_leave(app).accept()
    settle(app)
    assert app.first_steps.wizard is None


def test_the_whole_way_with_the_keyboard_alone(app, hand, roster, documents):
    """From the empty program to the notice of a first meeting: 5 steps, 354 owners, 8 people.

    211 keys (a 汉字 counted as four), no click, 27 thoughts: 96 seconds of the five minutes.
    """
    hand.write("张敏")
    hand.press(TAB)
    hand.read()
    hand.press(Qt.Key.Key_Space)
    hand.read()
    hand.write("棠梨街道")
    hand.press(TAB)
    hand.write("柳荫社区")
    hand.read()  # where the file will lie
    hand.press(ENTER)
    hand.read()
    hand.write("金鹭小区")
    hand.press(TAB, times=3)
    hand.write("354")
    hand.press(ENTER)
    hand.read()
    hand.press(ENTER)  # 导入名册…, and in the box: to the file, Enter
    hand.keys += 6
    hand.thoughts += 2
    hand.read()
    assert wizard(app).page.imports.isVisible()
    hand.press(ENTER)  # 确认导入
    hand.read()
    hand.press(ENTER)
    hand.read()
    for name in ("李建国", "周敏", "王桂兰", "赵强", "", "孙洁", "陈立", "吴芳", "郑华"):
        if name:
            hand.write(name)
        hand.press(ENTER)
    hand.press(ENTER, CTRL)
    hand.read()
    hand.press(TAB, times=5)  # the day has three parts
    hand.write("议事亭")
    hand.press(TAB)
    hand.write("楼道灯不亮怎么修")
    hand.press(ENTER)
    hand.read()
    hand.press(ENTER)  # 看会议通知
    settle(app)

    told = app.register
    assert told.address.path == documents / "柳荫社区.圆桌"
    assert (told.who, told.communities.office()) == ("张敏", ("棠梨街道", "柳荫社区"))
    [line] = told.communities.lines()
    assert line.facts.name == "金鹭小区"
    assert line.dwellings
    assert told.first_steps.expected(line.id) == 354
    seated = {b.kind: [s.name for s in b.seats] for b in told.bodies.lines(line.id)}
    assert seated == {
        BodyKind.BRANCH: ["李建国", "周敏"],
        BodyKind.OWNERS_COMMITTEE: ["王桂兰", "赵强"],
        BodyKind.PROPERTY_COMPANY: ["孙洁"],
        BodyKind.GRID: ["陈立"],
        BodyKind.REPRESENTATIVES: ["吴芳", "郑华"],
    }
    facts = app.meetings.state.told
    assert [item.title for item in facts.items] == ["楼道灯不亮怎么修"]
    assert len(facts.attendees) == 8
    page = app.window.findChildren(MeetingsPage)[0]
    assert page.isVisible()
    assert page.tabs.currentWidget() is page.before
    assert app.meetings.state.preview_of[1] is Paper.NOTICE
    assert told.first_steps.left() == ()
    assert not app.last_resort.seen
    assert (hand.keys, hand.clicks, hand.thoughts) == (211, 0, 27)
    assert hand.cost <= LIMIT


def test_the_whole_way_with_the_mouse_and_a_list_from_excel(app, hand, roster):
    """Buttons are clicked, people are pasted: 86 keys, 20 clicks, 19 thoughts: 72 seconds."""
    hand.clicks += 1  # into the field
    hand.write("张敏")
    hand.click(app.start_page.buttons["new"])
    for name, text in (("subdistrict", "棠梨街道"), ("community", "柳荫社区")):
        questions(app).inputs[name].setFocus()
        hand.clicks += 1
        hand.write(text)
    hand.click(wizard(app).next)
    questions(app).inputs["name"].setFocus()
    hand.clicks += 1
    hand.write("金鹭小区")
    hand.click(wizard(app).next)
    hand.click(wizard(app).page.choose)
    hand.clicks += 3
    hand.read()
    panel = wizard(app).page.imports
    hand.read()
    confirm = next(b for b in panel.findChildren(QPushButton) if b.text() == "确认导入")
    hand.click(confirm)
    assert "已导入" in wizard(app).page.said.text()
    hand.click(wizard(app).next)
    QGuiApplication.clipboard().setText(
        "序号\t机构\t姓名\t职务\t电话\n1\t支部\t李建国\t书记\t13900001234\n"
        "2\t业委会\t王桂兰\t主任\t\n3\t\t赵强\t委员\t\n4\t物业\t孙洁\t经理\t\n"
    )
    hand.clicks += 2
    hand.read()
    hand.press(Qt.Key.Key_V, CTRL)
    page = wizard(app).page
    page.company.setFocus()
    hand.clicks += 1
    hand.write("川和物业")
    hand.click(wizard(app).next)
    questions(app).inputs["place"].setFocus()
    hand.clicks += 1
    hand.write("议事亭")
    hand.click(wizard(app).next)
    assert step(app) is None
    hand.click(wizard(app).page.notice)
    hand.thoughts += 10  # one a page, and before what is unknown

    compound = app.window.compound()
    told = {
        b.name: [(s.name, s.duty, s.phone) for s in b.seats]
        for b in app.register.bodies.lines(compound)
    }
    assert told["党支部"] == [("李建国", "书记", "13900001234")]
    assert told["业委会"] == [("王桂兰", "主任", ""), ("赵强", "委员", "")]
    assert told["川和物业"] == [("孙洁", "经理", "")]
    assert app.meetings.state.told.facts.place == "议事亭"
    assert (hand.keys, hand.clicks, hand.thoughts) == (86, 20, 19)
    assert hand.cost <= LIMIT


def test_what_is_wrong_is_said_beside_the_field(app, hand, documents):
    app.start_page.buttons["new"].click()
    settle(app)
    go_on(app)
    assert "经办人" in questions(app).fault("operator")
    assert "社区名称" in questions(app).fault("community")
    assert hand.at() is questions(app).inputs["operator"]
    put(app, operator="张敏", community="柳荫社区", path="//服务器/共享/社区.圆桌")
    go_on(app)
    assert "网络共享文件夹" in questions(app).fault("path")
    put(app, path=str(documents / "OneDrive" / "社区.圆桌"))
    go_on(app)
    assert "同步文件夹" in questions(app).fault("path")
    documents.mkdir(parents=True)
    (documents / "社区.圆桌").write_bytes(b"")
    put(app, path=str(documents / "社区"))
    go_on(app)
    assert "已经存在" in questions(app).fault("path")
    assert app.register is None
    put(app, path=str(documents / "新的"))
    go_on(app)
    assert app.register.address.path == documents / "新的.圆桌"
    go_on(app)
    assert "小区名称" in questions(app).fault("name")
    put(app, name="金鹭小区", households="三百")
    go_on(app)
    assert questions(app).fault("households") == "“三百”不是整数。"
    questions(app).inputs["households"].clear()
    hand.write("3")
    assert questions(app).fault("households") == ""  # another answer, another try
    go_on(app)
    for _ in range(2):
        go_on(app)
    put(app, starts="下午")
    go_on(app)
    assert "不是时间" in questions(app).fault("starts")
    assert step(app) is Step.MEETING


def test_a_new_file_goes_round_a_synchronised_folder(app, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "OneDrive" / "文档"))
    app.start_page.operator.setCurrentText("张敏")
    app.start_page.buttons["new"].click()
    put(app, community="柳荫社区")
    go_on(app)
    assert "OneDrive" not in str(app.register.address.path)
    assert app.register.address.path.name == "柳荫社区.圆桌"


def test_back_shows_what_was_kept_and_next_sets_it_right(begun):
    app = begun
    register_compound(app, households="100", managed="self")
    go_on(app)
    ticked = {kind for kind, tick in wizard(app).page.ticks.items() if tick.isChecked()}
    assert BodyKind.SELF_MANAGEMENT in ticked
    assert not ticked & {BodyKind.OWNERS_COMMITTEE, BodyKind.PROPERTY_COMPANY}
    wizard(app).page.grid.cell(0, 1).setText("李建国")
    go_on(app)
    put(app, place="议事亭", item1="楼道灯", item2="停车", on="2099-05-01")
    go_on(app)
    wizard(app).back.click()
    settle(app)
    told = questions(app).answers()
    assert (told["place"], told["item1"], told["item2"]) == ("议事亭", "楼道灯", "停车")
    assert told["on"] == "2099-05-01"
    put(app, item1="", item2="停车位", starts="16:00")
    wizard(app).back.click()  # without Next: typed, and there again
    settle(app)
    grid = wizard(app).page.grid
    assert (grid.seat(0).name, grid.seat(0).duty) == ("李建国", "书记")
    grid.cell(0, 1).setText("李建华")
    grid.cell(1, 1).setText("周敏")
    grid.cell(1, 3).setText("13912345678")
    go_on(app)
    wizard(app).back.click()
    settle(app)
    grid = wizard(app).page.grid
    assert grid.seat(1).phone == "139******78"  # on file: masked here like everywhere
    grid.cell(1, 2).setText("委员")
    go_on(app)
    go_on(app)
    for _ in range(4):
        wizard(app).back.click()
        settle(app)
    assert questions(app).answers()["name"] == "金鹭小区"
    assert questions(app).answers()["households"] == "100"
    put(app, name="金鹭花园", households="")
    go_on(app)
    wizard(app).back.click()
    wizard(app).back.click()
    settle(app)
    assert step(app) is Step.OFFICE
    put(app, community="槐荫社区")
    go_on(app)

    told = app.register
    [line] = told.communities.lines()
    assert (line.community, line.facts.name) == ("槐荫社区", "金鹭花园")
    assert told.first_steps.expected(line.id) is None
    [branch, *_] = told.bodies.lines(line.id)
    assert [seat.name for seat in branch.seats] == ["李建华", "周敏"]
    assert (branch.seats[1].duty, branch.seats[1].phone) == ("委员", "13912345678")
    [meeting] = told.meetings.lines(line.id)
    assert (meeting.starts, meeting.held_on) == ("16:00", date(2099, 5, 1))
    assert [item.title for item in told.papers.told(meeting.ref).items] == ["停车位"]


def test_what_somebody_else_set_right_meanwhile_is_not_overwritten(begun):
    app = begun
    register_compound(app)
    wizard(app).back.click()
    settle(app)
    other = Register(app.register.address.path, "李四")
    [line] = other.communities.lines()
    other.communities.change(line.id, replace(line.facts, name="金鹭花园"))
    other.close()
    put(app, name="金鹭一期")
    go_on(app)
    assert step(app) is Step.COMPOUND
    assert "李四 在" in wizard(app).problem.text()
    assert app.register.communities.lines()[0].facts.name == "金鹭花园"
    go_on(app)  # seen, and wanted nevertheless
    assert app.register.communities.lines()[0].facts.name == "金鹭一期"


def test_closing_in_the_middle_keeps_what_was_typed(begun):
    app = begun
    register_compound(app)
    go_on(app)
    page = wizard(app).page
    page.grid.cell(0, 1).setText("李建国")
    page.ticks[BodyKind.RESIDENTS_COMMITTEE].setChecked(True)
    path = app.register.address.path
    app.welcome()  # 换文件, or the window is closed
    settle(app)
    app.open_file(str(path), "张敏")
    settle(app)
    assert app.first_steps.wizard is None  # there is a compound: nobody is held up
    assert "名册、机构与席位、第一次会议" in desk(app).first.text()
    app.window.go("工作台")
    desk(app).first.click()
    settle(app)
    assert step(app) is Step.ROSTER  # the first that is left
    go_on(app)
    page = wizard(app).page
    assert page.grid.seat(0).name == "李建国"
    assert page.ticks[BodyKind.RESIDENTS_COMMITTEE].isChecked()
    compound = app.window.compound()
    assert app.register.bodies.lines(compound) == []  # typed, and no fact
    go_on(app)
    assert app.register.bodies.lines(compound)[0].seats[0].name == "李建国"
    assert app.register.sessions.draft("wizard/bodies") == ""


def test_esc_asks_and_nothing_is_lost(app, documents):
    app.start_page.operator.setCurrentText("张敏")
    app.start_page.buttons["new"].click()
    settle(app)
    form = ask_to_leave(app)
    form.reject()
    settle(app)
    assert step(app) is Step.OFFICE
    ask_to_leave(app).accept()
    settle(app)
    assert app.start_page.isVisible()
    assert not documents.exists()


def test_what_is_typed_before_leaving_is_there_again(begun):
    app = begun
    put(app, name="金鹭小区")
    leave(app)
    assert app.window.places.currentItem().text() == "工作台"
    assert "还差这几步：小区" in desk(app).first.text()
    desk(app).first.click()
    settle(app)
    assert questions(app).answers()["name"] == "金鹭小区"


def test_every_step_can_be_skipped_and_the_desk_tells_what_is_left(app, documents):
    app.start_page.operator.setCurrentText("张敏")
    app.start_page.buttons["new"].click()
    settle(app)
    # the file is there, its office has no name yet: it is asked once more
    for expected in (Step.OFFICE, *Step):
        assert step(app) is expected
        wizard(app).skip.click()
        settle(app)
    assert step(app) is None
    assert wizard(app).page.notice.isHidden()
    assert "还差：社区、小区、名册、机构与席位、第一次会议" in wizard(app).page.left.text()
    wizard(app).page.desk.click()
    settle(app)
    assert app.register.address.path == documents / "社区数据.圆桌"
    page = desk(app)
    assert page.first.isVisible()
    assert "社区、小区、名册、机构与席位、第一次会议" in page.first.text()
    page.dismiss.click()
    settle(app)
    assert not page.first.isVisible()
    assert "不再提示" in page.said.text()
    path = app.register.address.path
    app.welcome()
    app.open_file(str(path), "张敏")
    settle(app)
    assert app.first_steps.wizard is None


def test_pages_after_a_skipped_one_say_what_they_need(begun):
    app = begun
    wizard(app).skip.click()
    settle(app)
    assert "还没有小区" in wizard(app).page.facts.text()
    go_on(app)
    assert step(app) is Step.BODIES
    go_on(app)
    assert "登记小区" in wizard(app).problem.text()
    wizard(app).skip.click()
    settle(app)
    go_on(app)
    assert "小区名称" in wizard(app).problem.text()
    assert step(app) is Step.MEETING


def test_a_file_without_a_compound_is_led_and_one_with_is_not(begun):
    app, path = begun, begun.register.address.path
    assert step(app) is Step.COMPOUND
    app.register.communities.add(CompoundFacts("别人加的小区"))  # from another computer
    app.welcome()
    app.open_file(str(path), "张敏")
    settle(app)
    assert app.first_steps.wizard is None


def test_an_import_is_given_up_or_undone_on_the_page(begun, roster):
    app = begun
    register_compound(app, households="10")
    page = wizard(app).page
    page.choose.click()
    settle(app)
    assert page.imports.isVisible()
    assert not wizard(app).next.isVisible()
    QTest.keyClick(app.window, Qt.Key.Key_Escape)  # 放弃, not the question whether to leave
    settle(app)
    assert not page.imports.isVisible()
    assert wizard(app).next.isVisible()
    page.choose.click()
    settle(app)
    wizard(app).go_on()
    settle(app)
    assert "您填的户数是 10" in page.facts.text()
    page.undo.click()
    settle(app)
    assert app.register.premises.lines(app.window.compound()) == []
    assert page.undo.isHidden()


def test_a_blank_table_is_saved_to_be_filled_in(begun, tmp_path, monkeypatch):
    target = tmp_path / "模板.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    app = begun
    register_compound(app)
    page = wizard(app).page
    page.template.click()
    settle(app)
    assert target.stat().st_size
    assert "空白模板已存到" in page.said.text()


def test_rows_are_added_blanked_and_hidden_with_their_body(begun):
    app = begun
    register_compound(app)
    go_on(app)
    page = wizard(app).page
    before = page.grid.rowCount()
    page.grid.cell(0, 1).setText("李建国")
    page._add()
    assert page.grid.rowCount() == before + 1
    line = page.grid.currentRow()
    assert page.grid.kind(line) is BodyKind.BRANCH
    page.grid.cell(line, 1).setText("多余的人")
    page.grid.setCurrentCell(line, 1)
    QTest.keyClick(page.grid, Qt.Key.Key_Delete)
    assert page.grid.seat(line).name == ""
    grids = [n for n in range(page.grid.rowCount()) if page.grid.kind(n) is BodyKind.GRID]
    page.grid.cell(grids[0], 1).setText("不算的人")
    page.ticks[BodyKind.GRID].setChecked(False)
    assert page.grid.isRowHidden(grids[0])
    go_on(app)
    told = app.register.bodies.lines(app.window.compound())
    assert BodyKind.GRID not in {line.kind for line in told}
    assert [seat.name for line in told for seat in line.seats] == ["李建国"]
    wizard(app).back.click()
    settle(app)
    assert not wizard(app).page.ticks[BodyKind.BRANCH].isEnabled()  # somebody sits there
    wizard(app).page.ticks[BodyKind.REPRESENTATIVES].setChecked(False)
    go_on(app)
    told = app.register.bodies.lines(app.window.compound())
    assert BodyKind.REPRESENTATIVES not in {line.kind for line in told}


@pytest.mark.parametrize("size", [SMALLEST, (1366, 768)])
def test_every_page_fits(begun, roster, size):
    app = begun
    app.window.resize(*size)

    def fits():
        assert (app.window.width(), app.window.height()) == size
        whole = wizard(app)
        for made in whole.findChildren(QPushButton):
            if made.isVisible():
                corner = made.mapTo(whole, made.rect().bottomRight())
                assert whole.rect().contains(corner), made.text()
                assert made.width() >= made.minimumSizeHint().width(), made.text()

    fits()
    register_compound(app)
    fits()
    wizard(app).page.choose.click()
    settle(app)
    fits()
    wizard(app).go_on()
    settle(app)
    for _ in range(3):
        fits()
        go_on(app)
    assert step(app) is None
    fits()


def server_form(app) -> Form:
    app.start_page.operator.setCurrentText("张敏")
    app.start_page.buttons["server"].click()
    return app.window.findChild(Form)


@pytest.mark.parametrize("where", ["postgresql"], indirect=True)
def test_a_server_is_asked_for_and_remembered_without_its_password(app, where, tmp_path):
    url = make_url(where)
    socket = url.query.get("host") or url.host
    form = server_form(app)
    form.inputs["host"].setText("127.0.0.1:1")
    form.inputs["database"].setText("community")
    form.accept()
    assert form.problem.text() == "请填写用户名。"
    form.inputs["user"].setText("clerk")
    form.inputs["password"].setText("geheim")
    form.accept()
    settle(app)
    assert "连接不上数据库服务器" in form.problem.text()
    assert "geheim" not in form.problem.text()
    assert form.isVisible()
    form.reject()
    app.open_file(f"postgresql://{url.username}:geheim@/{url.database}?host={socket}", "张敏")
    settle(app)
    assert app.register.address.path is None
    kept = preferences.load(tmp_path / "home" / "preferences.json")
    assert "geheim" not in kept.recent[0]
    assert kept.recent[0].startswith(f"postgresql://{url.username}@")
    assert step(app) is Step.OFFICE  # an empty database is a new office, too
    app.welcome()
    shown = app.start_page.recent.item(0)
    assert shown.text().startswith("服务器 ")
    assert url.database in shown.text()
    app.start_page.recent.itemActivated.emit(shown)
    form = app.window.findChildren(Form)[-1]
    assert form.inputs["database"].text() == url.database
    assert form.inputs["password"].text() == ""


def test_without_a_name_no_server_is_asked_for(app):
    app.start_page.buttons["server"].click()
    settle(app)
    assert "经办人" in app.start_page.problem.text()
    assert app.window.findChild(Form) is None


def test_a_window_that_is_locked_or_changes_hands_puts_the_steps_away(begun):
    app = begun
    put(app, name="金鹭小区")
    app.signing.lock("锁上了。", app.window.show_work)
    settle(app)
    assert app.first_steps.wizard is None
    app.window.show_work()
    app.first_steps.take_up()
    settle(app)
    assert questions(app).answers()["name"] == "金鹭小区"
    app.rebuild()  # somebody else works now
    settle(app)
    assert app.window.places.isVisible()
    assert app.first_steps.wizard is None
