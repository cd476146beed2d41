"""Whoever works now: signing in before anything is shown, changing over, locking by itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog

from desktop.system import clock
from ui.auto_lock import AutoLock
from ui.welcome.sign_in import SignInPage, SignInPresenter
from ui.widgets.form import Field, Form, Kind

if TYPE_CHECKING:
    from desktop.register import Register
    from ui.app import App


class Signing:
    def __init__(self, app: "App") -> None:
        self._app = app
        self.auto = AutoLock(app, clock.now, lambda why: self.lock(why, app.window.show_work))
        self._who = ""
        self._hidden: list[QDialog] = []

    def begin(self, register: "Register") -> None:
        """Somebody works; where there are accounts, only as long as he is there."""
        self._who = register.who
        role = register.operator.role
        shown = f"{register.who}（{role.word}）" if role else register.who
        self._app.window.operator.setText(f"经办人：{shown}")
        if register.operator.account is not None:
            self.auto.begin()
        else:
            self.auto.end()

    def end(self) -> None:
        self.auto.end()
        self._hidden.clear()

    def lock(self, why: str, then: Callable[[], None]) -> None:
        """Show nothing until somebody has signed in; ``then`` when it is the same person again.

        Half-filled forms are put away, not closed; the list of names for signing in at the door is:
        it would go on under the name of somebody who is not there.
        """
        from ui.meetings.kiosk import KioskWindow

        app, register = self._app, self._app.register
        if register is None:
            return
        self.auto.end()
        app.first_steps.end()  # the page to sign in takes their place
        for each in QApplication.topLevelWidgets():
            if isinstance(each, QDialog) and each.isVisible():
                self._hidden.append(each)
                each.hide()
            elif isinstance(each, KioskWindow):
                each.close()
        presenter = SignInPresenter(register, app.tasks, lambda: self._signed_in(then))
        app.window.show_welcome(SignInPage(presenter, self._who or register.who, why, app.welcome))

    def _signed_in(self, then: Callable[[], None]) -> None:
        register = self._app.register
        if register is None:
            return
        same = register.who == self._who
        hidden, self._hidden = self._hidden, []
        if not same:
            for dialog in hidden:
                dialog.deleteLater()
            self.begin(register)
            if then == self._app.window.show_work:
                self._app.rebuild()
                return
        self.begin(register)
        then()
        for dialog in hidden if same else []:
            dialog.open()

    def change(self) -> None:
        """Another person goes on; where there are no accounts, under another name."""
        register = self._app.register
        if register is None:
            return
        if register.operator.account is not None:
            self.lock("请接班的人登录。", self._app.window.show_work)
            return
        # who may what stays the same: nothing that is shown changes, and nothing typed is lost
        presenter = SignInPresenter(register, self._app.tasks, self._app.took_over)
        names = [(name, name) for name in self._app.preferences.operators]
        Form(
            self._app.window,
            presenter,
            "换人",
            [Field("name", "经办人", Kind.PICK, register.who, names)],
            lambda told: presenter.take_over(str(told["name"])),
            "从现在起，改动记在这个名字下。",
        ).open()
