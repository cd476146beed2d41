"""Everybody can use it: names for screen readers, and the keyboard alone."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QPushButton,
    QTabBar,
    QTabWidget,
    QWidget,
)

from desktop.domain.first_steps import Step
from desktop.domain.rights import Role
from tests.ui.monkey import settle
from tests.ui.test_look import places
from ui.widgets.table import Table

OPENS = ("…", "修改", "新建", "登记", "更正", "添加")  # in the words of buttons that ask for more
INNER = {"qt_spinbox_lineedit", "qt_calendar_navigationbar"}


def reached(root: QWidget) -> list[QWidget]:
    """What the keyboard can reach, inside this and shown."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and widget.isVisibleTo(root)
        and widget.objectName() not in INNER
        and not isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QCalendarWidget)
    ]


def nameless(root: QWidget) -> list[str]:
    """What the keyboard can reach and a screen reader would have no word for."""
    labels = {id(label.buddy()) for label in root.findChildren(QLabel) if label.buddy()}
    found = []
    for widget in reached(root):
        if isinstance(widget, QLabel | QDialog) or widget.focusProxy() is not None:
            continue  # its text is its name; what is inside has the keyboard
        told = QAccessible.queryAccessibleInterface(widget)
        assert told is not None
        name = told.text(QAccessible.Text.Name).strip()
        own = widget.accessibleName() or id(widget) in labels or isinstance(widget, QAbstractButton)
        if not name or not (own or isinstance(widget, QTabWidget | QTabBar)):
            found.append(
                f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}: {name}"
            )
    return found


def test_every_page_has_a_name_for_all_that_the_keyboard_reaches(sample):
    wrong = {name: found for name, here in places(sample) if (found := nameless(here))}
    assert not wrong


def test_the_welcome_page_the_first_steps_and_signing_in_have_names_too(app):
    wrong = {"welcome": nameless(app.window)}
    app.begin_file("张敏")
    settle(app)
    steps = app.start_page
    wrong["office"] = nameless(app.window)
    steps.page.questions.fill({"subdistrict": "棠梨街道", "community": "柳荫社区"})
    steps.next.click()
    settle(app)
    steps = app.first_steps.wizard
    seen = 0
    while steps.page.step is not None:
        wrong[steps.page.title] = nameless(app.window)
        seen += 1
        if steps.page.step is Step.COMPOUND:
            steps.page.questions.fill({"name": "金鹭小区"})
            steps.next.click()
        else:
            steps.skip.click()
        settle(app)
    wrong["end"] = nameless(app.window)
    assert seen == len(Step) - 1
    app.register.accounts.add("张敏", Role.ADMIN, "槐树下的第三把椅", "槐树下的第三把椅", None)
    app.open_file(app.register.address.kept, "张敏")
    settle(app)
    assert app.register.waiting
    wrong["signing in"] = nameless(app.window)
    assert not {name: found for name, found in wrong.items() if found}


def test_every_dialog_has_a_name_for_all_that_the_keyboard_reaches(sample, monkeypatch):
    for name in ("getOpenFileName", "getSaveFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    seen: set[str] = set()
    pressed: set[str] = set()
    wrong = []
    for _, here in places(sample):
        for table in here.findChildren(Table):
            if table.isVisible() and table.source.rowCount():
                table.choose([0])
        for made in here.findChildren(QPushButton):
            if made.text() in pressed or not any(word in made.text() for word in OPENS):
                continue
            if not (shiboken6.isValid(made) and made.isVisible() and made.isEnabled()):
                continue
            pressed.add(made.text())
            made.click()
            settle(sample)
            for dialog in sample.window.findChildren(QDialog):
                if dialog.isVisible():
                    seen.add(dialog.windowTitle())
                    wrong += [(dialog.windowTitle(), each) for each in nameless(dialog)]
                    dialog.reject()
            settle(sample)
    assert len(seen) > 15, seen
    assert not wrong
