"""Putting another file in the place of the open one: a backup, one with a password, one without."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.errors import Refusal, Stopped
from desktop.domain.rights import Right
from desktop.system import folders
from ui.long_work import LongWork

if TYPE_CHECKING:
    from desktop.register import Register
    from ui.app import App

SHOWN_MS = 15_000


class Swaps:
    """Closes the file, changes it while nobody has it open, and opens it again."""

    def __init__(self, app: "App") -> None:
        self._app = app
        # the trace that setting or taking away the password still has to leave, and in which file
        self._owed = ("", "")
        self._long = LongWork()

    def restore(self, backup: Path, key: bytes | None = None) -> None:
        """Swap the file for a backup of it; a bad backup changes nothing."""
        app, register = self._app, self._app.register
        if register is None or register.address.path is None:
            return
        register.operator.demand(Right.SETTINGS)
        path, own = register.address.path, register.address.key

        def swap() -> bytes | None:
            from desktop.services.upkeep import restore

            return restore(backup, path, self._long.step, key=key or own, own=own)

        def failed(error: BaseException) -> None:
            if not app.ask_key(error, register.who, lambda found: self.restore(backup, found)):
                app.failed(error)

        said = "已恢复。恢复前的数据留在备份文件夹里。"
        self._long.begin("正在检查备份")
        app.tasks.run(
            lambda: register.upkeep.check_backup(backup, self._long.step, key=key),
            lambda _: self._swap(swap, "正在恢复…", said),
            failed,
            long=self._long,
        )

    def lock(self, name: str, password: str) -> None:
        """Give the file a password, and ask to print the recovery key."""
        register = self._app.register
        if register is None or register.address.path is None:
            return
        path = register.address.path

        def swap() -> bytes | None:
            from desktop.services import locking

            listed = locking.common(folders.resources() / "rules")
            key = locking.encrypt(path, name, password, password, listed, stop=self._stop)
            if key is None:
                raise Stopped
            return key

        self._later(lambda: self._swap(swap, "正在加密，逐行核对…", "密码已设好。", "lock.on"))

    def unlock(self) -> None:
        """Take the password away from the file; raise ``NotAllowed``."""
        register = self._app.register
        if register is None or register.address.path is None or register.address.key is None:
            return
        register.locking.demand()
        path, key = register.address.path, register.address.key

        def swap() -> None:
            from desktop.services import locking

            if not locking.decrypt(path, key, self._stop):
                raise Stopped

        said = "密码已取消，数据文件不再加密。"
        self._later(lambda: self._swap(swap, "正在解密，逐行核对…", said, "lock.off"))

    def _stop(self, _said: str) -> bool:
        """Whether to leave everything as it was; asked after every table."""
        return self._long.told(self._long.done + 1)

    def _later(self, act: Callable[[], None]) -> None:
        """When the form that asked for it is closed: its page goes with the file."""
        self._app.tasks.run(lambda: None, lambda _: act(), self._app.failed)

    def _swap(
        self, act: Callable[[], bytes | None], doing: str, said: str, noted: str = ""
    ) -> None:
        """Let ``act`` put another file there, and open it with the key that ``act`` gives; when it
        refuses, go on with the old one."""
        app, old = self._app, self._app.register
        if old is None:
            return
        where, who, own = old.address.shown, old.who, old.address.key
        app.welcome()
        problems: list[str] = []

        def work(register: "type[Register]", key: bytes | None) -> "Register":
            try:
                stands = act()
            except Refusal as refusal:
                problems.append(str(refusal))
                return register(where, who, key=key or own, later=True)
            self._owed = (where, noted)
            return register(where, who, key=key or stands, later=True)

        def told(said: str) -> None:
            app.window.statusBar().showMessage(said, SHOWN_MS)

        app.open_with(work, doing, who, long=self._long)
        app.tasks.run(lambda: problems[0] if problems else said, told, app.failed)

    def settle(self) -> None:
        """Somebody works again, and may have had to sign in first: leave the trace in the history, and
        ask to print the recovery key."""
        register, (where, noted), self._owed = self._app.register, self._owed, ("", "")
        if register is not None and noted and register.address.shown == where:
            note = register.locking.note
            self._app.tasks.run(
                lambda: note(noted), lambda _: self._show_password(), self._app.failed
            )

    def _show_password(self) -> None:
        """Where the password is set: what is to be done next is there."""
        from ui.settings.page import SettingsPage

        self._app.window.go("设置")
        for page in self._app.window.findChildren(SettingsPage):
            page.show_password()
