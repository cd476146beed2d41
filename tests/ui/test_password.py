"""A password set, asked for, forgotten and taken away in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from sqlalchemy import select

from desktop.domain import recovery_key
from desktop.domain.rights import Role
from desktop.services import locking
from desktop.storage.tables import HistoryRecord
from tests.support.window import fill, form, page
from tests.ui.monkey import settle
from ui.settings.page import SettingsPage
from ui.welcome.sign_in import SignInPage

PASSWORD = "槐树下的第三把椅"


@pytest.fixture
def locked(opened):
    """The file with a password, open; the reminder to print is put aside."""
    app, path = opened
    tab(app).buttons["lock.on"].click()
    fill(app, name="何婷", password=PASSWORD, again=PASSWORD, understood=True)
    settle(app)
    form(app).reject()
    settle(app)
    return app, path


def tab(app):
    app.window.go("设置")
    settle(app)
    found = app.window.findChildren(SettingsPage)[-1]
    found.tabs.setCurrentWidget(found.password)
    return found.password


def test_before_it_is_set_everything_is_said_and_ticked(opened):
    app, path = opened
    tab(app).buttons["lock.on"].click()
    asked = fill(app, name="何婷", password=PASSWORD, again=PASSWORD)
    assert "我明白" in asked.problem.text()
    fill(app, understood=True, again=PASSWORD + " ")
    assert "不一样" in asked.problem.text()
    fill(app, password="woaini1314", again="woaini1314")
    assert "太常见" in asked.problem.text()
    assert asked.inputs["password"].echoMode() is QLineEdit.EchoMode.Password
    asked.reject()
    assert not locking.locked(path)


def test_set_it_encrypts_the_file_and_asks_to_print_the_key(opened):
    app, path = opened
    before = app.register.meetings.lines()
    tab(app).buttons["lock.on"].click()
    fill(app, name="何婷", password=PASSWORD, again=PASSWORD, understood=True)
    settle(app)
    assert form(app).windowTitle() == "密码已设好"
    form(app).reject()
    assert locking.locked(path)
    assert app.register.meetings.lines() == before
    assert app.window.compounds.currentText() == "金鹭小区"
    assert app.register.verification.check().sound
    shown = tab(app)
    settle(app)
    assert list(shown.people.source.rows) == ["何婷"]
    assert not shown.buttons["lock.on"].isVisible()
    assert "没有加密" in shown.old.text()  # the backup of opening it, before
    assert shown.old.isVisible()


def test_encrypting_can_be_stopped_and_leaves_everything_as_it_was(opened, monkeypatch):
    app, path = opened
    tab(app).buttons["lock.on"].click()
    monkeypatch.setattr(app.swaps._long, "begin", lambda *_: app.swaps._long.stop())
    fill(app, name="何婷", password=PASSWORD, again=PASSWORD, understood=True)
    settle(app)
    assert app.window.statusBar().currentMessage() == "已停止，什么也没有改。"
    assert not locking.locked(path)
    assert app.register is not None
    with app.register._store.reading() as session:
        assert "lock.on" not in set(session.scalars(select(HistoryRecord.action)))


def test_where_people_sign_in_the_key_is_asked_for_after_that_and_the_trace_is_left(opened):
    app, _ = opened
    app.register.accounts.add("何婷", Role.ADMIN, PASSWORD, PASSWORD, None)
    app.rebuild()
    settle(app)
    tab(app).buttons["lock.on"].click()
    fill(app, name="何婷", password=PASSWORD, again=PASSWORD, understood=True)
    settle(app)
    assert app.register.waiting
    found = page(app, SignInPage)
    found.name.setCurrentText("何婷")
    found.password.setText(PASSWORD)
    found.enter.click()
    settle(app)
    assert form(app).windowTitle() == "密码已设好"
    form(app).reject()
    with app.register._store.reading() as session:
        acts = set(session.scalars(select(HistoryRecord.action)))
    assert "lock.on" in acts


def test_old_backups_are_deleted_after_a_warning(locked):
    app, _ = locked
    shown = tab(app)
    shown.buttons["lock.old"].click()
    fill(app)
    assert app.register.locking.leftovers() == []
    assert not shown.buttons["lock.old"].isVisible()
    assert app.register.upkeep.backups()


def test_opening_asks_for_name_and_password(locked, qtbot):
    app, path = locked
    app.welcome()
    app.open_file(str(path), "何婷")
    settle(app)
    assert form(app).inputs["name"].currentText() == "何婷"
    asked = fill(app, password="不是这个密码")
    assert "姓名或密码不对" in asked.problem.text()
    assert app.register is None
    asked.inputs["password"].setText(PASSWORD)
    qtbot.keyClick(asked.inputs["password"], Qt.Key.Key_Return)
    settle(app)
    assert app.register.locking.on


def test_forgotten_the_paper_opens_it_and_names_a_mistyped_group(locked):
    app, path = locked
    groups = list(recovery_key.written(app.register.address.key))
    app.welcome()
    app.open_file(str(path), "何婷")
    settle(app)
    other = next(b for b in form(app).findChildren(QPushButton) if b.text() == "用恢复密钥…")
    other.click()
    settle(app)
    letter = (
        "Z" if groups[6][0] != "Z" else "Y"
    )  # one wrong letter always tells; a reversal may not
    wrong = [*groups[:6], letter + groups[6][1:], *groups[7:]]
    asked = fill(app, paper=" ".join(wrong))
    assert "第 7 组" in asked.problem.text()
    fill(app, paper="\n".join(groups).lower())
    assert app.register.locking.on


def test_without_its_keyring_only_the_paper_is_asked_for_and_a_new_password_is_set(locked):
    app, path = locked
    paper = " ".join(recovery_key.written(app.register.address.key))
    app.welcome()
    path.with_name(f"{path.name}.钥匙").unlink()
    app.open_file(str(path), "何婷")
    settle(app)
    fill(app, paper=paper)
    shown = tab(app)
    settle(app)
    assert "请马上" in shown.standing.text()
    shown.buttons["lock.person"].click()
    fill(app, name="何婷", password=PASSWORD, again=PASSWORD)
    assert locking.people(path) == ("何婷",)
    assert "已设密码" in shown.standing.text()


def test_people_are_added_and_removed(locked):
    app, path = locked
    shown = tab(app)
    settle(app)
    shown.buttons["lock.person"].click()
    fill(app, name="李四", password="井台边的七块石头", again="井台边的七块石头")
    assert locking.people(path) == ("何婷", "李四")
    shown.people.choose([1])
    shown.buttons["lock.remove"].click()
    fill(app)
    assert locking.people(path) == ("何婷",)


def test_taken_away_the_file_opens_by_itself(locked):
    app, path = locked
    tab(app).buttons["lock.off"].click()
    fill(app)
    settle(app)
    assert not locking.locked(path)
    assert not app.register.locking.on
    app.welcome()
    app.open_file(str(path), "何婷")
    settle(app)
    assert app.register is not None


def test_a_backup_with_a_password_is_restored_on_another_computer(locked, tmp_path):
    app, _ = locked
    made = app.register.upkeep.save_to(tmp_path / "U盘")
    app.welcome()
    target = tmp_path / "新电脑" / "社区.圆桌"
    app.from_backup(made, target, "何婷")
    settle(app)
    fill(app, password=PASSWORD)
    assert app.register.address.path == target
    assert locking.unlock(target, "何婷", PASSWORD) == app.register.address.key


def test_an_old_backup_over_a_file_with_a_password_keeps_the_password(locked):
    app, path = locked
    old = next(each for each in app.register.locking.leftovers())
    app.swaps.restore(old)
    settle(app)
    settle(app)
    assert app.register.locking.on
    assert locking.locked(path)
    assert "已恢复" in app.window.statusBar().currentMessage()


def test_a_backup_from_before_the_last_password_asks_for_its_own(locked, tmp_path):
    app, path = locked
    older = app.register.upkeep.save_to(tmp_path / "U盘")
    tab(app).buttons["lock.off"].click()
    fill(app)
    settle(app)
    app.swaps.restore(older)
    settle(app)
    fill(app, password=PASSWORD)
    settle(app)
    assert app.register.locking.on
    assert locking.people(path) == ("何婷",)
