"""People in the window: the first account, signing in, changing over, locking, conflicting edits, checks."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop.domain.rights import Role
from desktop.domain.terms import AreaSource
from desktop.register import Register
from desktop.services.verification import Held
from tests.support.window import fill, form, page
from tests.ui.monkey import settle
from ui.auto_lock import DAY, QUIET
from ui.meetings.kiosk import KioskWindow
from ui.meetings.page import MeetingsPage
from ui.settings.people import PeopleTab
from ui.settings.verify import VerifyTab
from ui.suggestions.page import VoicePage
from ui.welcome.sign_in import SignInPage
from ui.widgets.form import Form

BOSS, CLERK = "槐树下的第三把椅", "窗台上的两盆花-2"


@pytest.fixture
def office(opened):
    """An office with an administrator, who works, and a clerk."""
    app, path = opened
    app.register.accounts.add("何婷", Role.ADMIN, BOSS, BOSS, None)
    app.register.accounts.add("小李", Role.CLERK, CLERK, CLERK, None)
    app.rebuild()
    settle(app)
    return app, path


def sign_in(app, name, password):
    found = page(app, SignInPage)
    found.name.setCurrentText(name)
    found.password.setText(password)
    found.enter.click()
    settle(app)
    return found


def working(app):
    return app.window.outer.currentWidget() is app.window._work


def test_the_first_account_is_made_in_the_settings_and_asks_for_a_password_from_then_on(opened):
    app, path = opened
    app.window.go("设置")
    tab = page(app, PeopleTab)
    tab._add()
    fill(app, password="12345678", again="12345678")
    assert "太常见" in form(app).problem.text() or form(app).problem.text()
    fill(app, password=BOSS, again=BOSS)
    assert app.register.operator.role is Role.ADMIN
    assert app.window.operator.text() == "经办人：何婷（社区书记、管理员）"
    app.open_file(str(path), "何婷")
    settle(app)
    assert app.register.waiting
    assert not working(app)
    assert app.window.pages.count() == 0  # nothing was read, nothing is there
    told = sign_in(app, "何婷", "不是这个密码")
    assert "再错 4 次" in told.problem.text()
    sign_in(app, "何婷", BOSS)
    assert working(app)
    assert app.window.pages.count() > 0


def test_another_person_takes_over_and_sees_what_that_person_may(office):
    app, _ = office
    app.window.change.click()
    settle(app)
    sign_in(app, "小李", CLERK)
    assert (app.register.who, app.register.operator.role) == ("小李", Role.CLERK)
    assert working(app)
    app.window.go("设置")
    tab = page(app, PeopleTab)
    tab._add()
    fill(app, name="谁", password=BOSS, again=BOSS)
    assert "没有“管理人员和权限”的权限" in form(app).problem.text()


def test_without_accounts_another_name_is_enough_and_nothing_typed_is_lost(opened):
    app, _ = opened
    app.window.go("意见建议")
    typed = page(app, VoicePage).text
    typed.setText("楼道灯坏了")
    app.window.change.click()
    settle(app)
    fill(app, name="李四")
    assert app.register.who == "李四"
    assert app.window.operator.text() == "经办人：李四"
    assert app.preferences.operators[0] == "李四"
    assert page(app, VoicePage).text is typed
    assert typed.text() == "楼道灯坏了"


def test_locking_closes_the_list_of_names_at_the_door(office):
    app, _ = office
    kiosk = KioskWindow(app.meetings, app.window)
    kiosk.show()
    app.signing.lock("锁住了。", app.window.show_work)
    settle(app)
    assert not app.window.findChildren(KioskWindow)


def test_after_ten_quiet_minutes_the_window_locks_and_what_was_typed_is_still_there(office):
    app, _ = office
    app.window.go("会议")
    settle(app)
    app.window.change.setFocus()
    Form(app.window, app.places.presenters[1], "半张表", [], lambda _: None).open()
    half = form(app)
    auto = app.signing.auto
    auto.look()
    assert working(app)
    now = auto._now()
    auto._now = lambda: now + QUIET + timedelta(seconds=1)
    auto.look()
    settle(app)
    assert not working(app)
    assert not half.isVisible()
    auto._now = lambda: now
    sign_in(app, "何婷", BOSS)
    assert working(app)
    assert half.isVisible()
    assert page(app, MeetingsPage).isVisible()
    half.reject()
    auto._now = lambda: now + DAY
    auto.eventFilter(app.window, _key())
    auto.look()
    assert not working(app)
    sign_in(app, "小李", CLERK)
    assert app.register.who == "小李"


def _key():
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)


def test_a_closed_account_is_signed_out_at_once(office):
    app, path = office
    other = Register(path, "何婷", password=BOSS)
    app.window.change.click()
    settle(app)
    sign_in(app, "小李", CLERK)
    clerk = next(each.id for each in other.accounts.lines() if each.name == "小李")
    other.accounts.end(clerk)
    other.close()
    app._look()
    settle(app)
    assert not working(app)
    assert (
        "已停用"
        in page(app, SignInPage).findChildren(type(page(app, SignInPage).problem))[1].text()
    )


def test_a_window_open_before_the_first_account_asks_to_sign_in_and_goes_on(opened):
    app, path = opened
    other = Register(path, "王书记")
    other.accounts.add("何婷", Role.ADMIN, BOSS, BOSS, None)
    other.close()
    app._look()
    settle(app)
    assert not working(app)
    told = [label.text() for label in page(app, SignInPage).findChildren(QLabel)]
    assert any("刚刚设了人员和密码" in each for each in told)
    sign_in(app, "何婷", BOSS)
    assert working(app)
    assert app.register.operator.role is Role.ADMIN
    assert app.window.operator.text() == "经办人：何婷（社区书记、管理员）"


def test_what_another_window_changed_is_shown_before_it_is_overwritten(opened):
    app, path = opened
    register = app.register
    compound = app.window.compound()
    line = register.premises.lines(compound)[0]
    presenter = app.places.presenters[1]  # the roster's
    settle(app)
    Form(
        app.window, presenter, "改面积", [],
        lambda _: presenter.change_premises(line, "88", AreaSource.UNKNOWN, ""),
    ).open()  # fmt: skip
    asked = form(app)
    other = Register(path, "小李")
    other.premises.change(line.ref, "77.5", AreaSource.UNKNOWN, "")
    other.close()
    asked.accept()
    settle(app)
    assert "小李 在" in asked.problem.text()
    assert "现在是“77.50 m²”" in asked.problem.text()
    assert register.premises.lines(compound)[0].area == 775_000
    asked.accept()
    settle(app)
    assert register.premises.lines(compound)[0].area == 880_000


def test_the_ledger_is_checked_and_anchors_are_held_against_it(opened, tmp_path, monkeypatch):
    app, _ = opened
    app.window.go("设置")
    tab = page(app, VerifyTab)
    tab._presenter.verify()
    settle(app)
    assert tab.database.text() == "全部相符"
    assert tab.keys.text().startswith("签名的密钥")
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    tab._keep()
    settle(app)
    (kept,) = stick.iterdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(kept), ""))
    tab._file()
    settle(app)
    assert {each.held for each in tab._presenter.state.held} == {Held.SAME}
    tab._presenter.verify()  # and the places are built anew in the middle of it
    app.rebuild()
    settle(app)
    tab = page(app, VerifyTab)
    tab.anchor.setText("不是存证码")
    tab.anchor.returnPressed.emit()
    settle(app)
    assert "不是存证码" in tab.said.text()
