"""Where everything is built and tied together. Nothing else creates a long-lived object."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside
from PySide6.QtCore import QObject, QTimer, Signal, qVersion
from PySide6.QtWidgets import QApplication

from desktop.domain.account_errors import SignedOut
from desktop.domain.errors import CannotWrite, Refusal
from desktop.domain.first_steps import Step
from desktop.domain.ids import Ref
from desktop.domain.lock_errors import BadKeyring, KeyringMissing, NeedsPassword
from desktop.system import clock, folders, logs, preferences
from desktop.system.preferences import Look
from ui import theme
from ui.at_once import AtOnce
from ui.crash import LastResort
from ui.dressing import Dressing
from ui.going import Going
from ui.help.opening import Handbook
from ui.keeping import Keeping
from ui.long_work import LongWork
from ui.main_window import MainWindow
from ui.signing import Signing
from ui.swaps import Swaps
from ui.tasks import Tasks
from ui.welcome.going import FirstSteps
from ui.welcome.page import WelcomePage
from ui.welcome.server import readable
from ui.welcome.unlock import UnlockPresenter, ask
from ui.widgets.files import put_away

if TYPE_CHECKING:  # the window is painted before the database is loaded
    from desktop.register import Register
    from desktop.services.communities import CompoundLine
    from desktop.services.diagnostics import Shown
    from ui.places import Places
    from ui.welcome.wizard import Wizard

LOOK_EVERY_MS = 800  # what another window or computer has changed is seen within a second
# Makes a register with the key that was asked for, if one was.
Opening = Callable[["type[Register]", bytes | None], "Register"]
MEETINGS, VOTES = "会议", "表决"


class App(QObject):
    changed = Signal(frozenset)  # the nouns that a transaction touched
    _committed = Signal(frozenset)  # the same, on the thread that did the work

    def __init__(self, qt: QApplication, home: Path | None = None) -> None:
        super().__init__(qt)
        self._qt = qt
        self._home = home or folders.data()
        self._kept = (home / "preferences.json") if home else folders.preferences()
        self.preferences = preferences.load(self._kept)
        self.window = MainWindow()
        self.last_resort = LastResort(self.window, logs.start(home or folders.logs()))
        self.tasks = Tasks(self)
        self.register: Register | None = None
        self.places: Places | None = None
        self._committed.connect(self.changed)  # carries the news to the window's thread
        self.changed.connect(self._reload_compounds)
        self.window.compounds.currentIndexChanged.connect(self._use_compound)
        self.window.leave.clicked.connect(self.welcome)
        self.window.on_close, self.window.may_close = self.close, self._may_close
        self._leaving = False  # a file is being closed
        self._closes = False  # and the window after it
        self._over = False  # nothing is opened any more
        self.at_once = AtOnce(self)
        self.window.on_save, self.window.on_again = self.at_once.save, self.at_once.read_again
        self.keeping = Keeping(self.tasks, self.failed)
        self.keeping.line.clicked.connect(self._show_backups)
        self.window.show_always(Going(self.tasks))
        self.window.show_always(self.keeping.line)
        self.changed.connect(lambda _: self.keeping.tell())
        self.handbook = Handbook(self.tasks)
        self.window.on_help = self.handbook.open_at
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_EVERY_MS)
        self._watch.timeout.connect(self._look)
        self.start_page: WelcomePage | Wizard | None = None
        self.swaps = Swaps(self)
        self.signing = Signing(self)
        self.window.change.clicked.connect(self.signing.change)
        self._dressing = Dressing(qt, self.preferences.look)
        self._dressing.changed.connect(self._show_again)
        self.first_steps = FirstSteps(
            self.window, self.tasks, self.changed, self.open_meeting, self.failed
        )

    # -- opening and leaving -------------------------------------------------------------------

    def welcome(self) -> None:
        """Close the file, if any, and show the welcome page."""
        if self._leaving:  # pressed twice while the last work comes to its end
            return
        self._leave()
        self.start_page = WelcomePage(
            self.preferences,
            folders.documents(),
            self.open_file,
            self.begin_file,
            self.open_sample,
            self.from_backup,
        )
        self.window.show_welcome(self.start_page)

    def open_file(self, where: str, operator: str) -> None:
        """Open a file; a refusal is a line on the welcome page."""
        self.open_with(
            lambda register, key: register(where, operator, key=key, later=True),
            "正在打开…",
            operator,
        )

    def begin_file(self, operator: str) -> None:
        """Ask what a new file needs; from there it is made."""
        from ui.welcome.first_steps import new_file

        places = (folders.documents(), folders.data())  # documents may be synchronised
        page = new_file(self.preferences, operator, places, self.new_file, self.welcome)
        self.start_page = page
        self.window.show_welcome(page)
        page.begin(Step.OFFICE)

    def new_file(self, where: str, operator: str, office: tuple[str, str] = ("", "")) -> None:
        """Make a file, never over an old one; ``office`` is 街道 and 社区."""

        def work(register: "type[Register]", _: bytes | None) -> "Register":
            made = register(where, operator, create=True)
            if office[1].strip():
                made.communities.set_up(*office)
            return made

        self.open_with(work, "正在新建…", operator)

    def open_sample(self, operator: str) -> None:
        """Open the sample community; it is made when it is not there."""
        path, who = self._home / "示例社区.圆桌", operator.strip() or "示例录入员"

        def work(register: "type[Register]", key: bytes | None) -> "Register":
            from desktop import demo

            if not path.exists():
                demo.make(path, who, folders.resources() / "sample")
            return register(path, who, key=key, later=True)

        self.open_with(work, "正在准备示例社区…", operator)

    def open_with(
        self,
        work: Opening,
        doing: str,
        who: str,
        key: bytes | None = None,
        long: LongWork | None = None,
    ) -> None:
        """Open in the background: an old file is upgraded, the sample is filled; when a password
        is missing, ask ``who`` for it and try again. ``long`` stops what can be stopped."""

        def opened() -> "Register":
            from desktop.register import Register

            return work(Register, key)

        def failed(error: BaseException) -> None:
            self._cannot_open(error)
            self.ask_key(error, who, lambda found: self.open_with(work, doing, who, found, long))

        if self.start_page is None:
            self.welcome()
        if self.start_page is not None:
            self.start_page.show_busy(doing)
        long = long or LongWork(can_stop=False)
        long.begin(doing)
        self.tasks.run(opened, self.take, failed, long=long)

    def _cannot_open(self, error: BaseException) -> None:
        if self.start_page is None:
            self.welcome()
        if self.start_page is not None:
            self.start_page.show_problem(str(error) if isinstance(error, Refusal) else "")
        if not isinstance(error, Refusal):
            raise error

    def ask_key(self, error: BaseException, who: str, then: Callable[[bytes], None]) -> bool:
        """Ask for the password when that is what was missing; give whether it was."""
        if not isinstance(error, NeedsPassword | KeyringMissing | BadKeyring):
            return False
        ask(self.window, UnlockPresenter(Path(error.path), self.tasks, then), who, str(error))
        return True

    def take(self, register: "Register") -> None:
        """Work on this register, as soon as somebody has signed in where that is needed."""
        if self._over:  # it was still being opened when the window was closed
            register.close()
            return
        self._leave()
        if isinstance(self.start_page, WelcomePage):
            self.start_page.entered()
        self.start_page = None
        self.register = register
        self.first_steps.of(register)
        register.listen(self._committed.emit)
        # Qt adds the program's name
        self.window.setWindowTitle(readable(register.address.kept))
        if register.waiting:
            self.signing.lock("这个数据文件设了人员，登录后才能看。", self._begin)
        else:
            self._begin()

    def _begin(self) -> None:
        """Somebody works now: build the places, back up, look at what others do."""
        register = self.register
        if register is None:
            return
        self.rebuild()
        self.took_over()
        self.keeping.take(register)
        self._watch.start()
        self.swaps.settle()

    def took_over(self) -> None:
        """Say who works now, and remember it for the next start."""
        register = self.register
        if register is None:
            return
        self.signing.begin(register)
        self.preferences = self.preferences.opened(register.address.kept, register.who)
        with suppress(CannotWrite):  # the file is open; only what is remembered is lost
            preferences.save(self._kept, self.preferences)

    def rebuild(self) -> None:
        """Show the places for whoever works now, with what that person may see."""
        register = self.register
        if register is None:
            return
        place = self.window.places.currentItem()
        kept = place.text() if place else ""
        self._take_down()
        self._build(register)
        self.window.go(kept)  # whoever takes over goes on where the other was
        self.signing.begin(register)
        self.window.show_work()
        self.window.compounds.clear()
        self._reload_compounds(frozenset({"compound"}))

    def from_backup(self, backup: Path, target: Path, operator: str) -> None:
        """Make a backup this computer's file, and open it."""

        def work(register: "type[Register]", key: bytes | None) -> "Register":
            from desktop.services.upkeep import restore

            stands = restore(backup, target, long.step, key=key, own=key)
            return register(target, operator, key=stands, later=True)

        long = LongWork()
        self.open_with(work, "正在恢复…", operator, long=long)

    def close(self) -> None:
        """Shut down in order: finish, draft, back up, release."""
        self.handbook.close()
        put_away(clock.now())
        self._leave()
        self._over = True
        self.tasks.close()
        self.last_resort.remove()

    def _leave(self) -> None:
        register, self.register = self.register, None
        self.keeping.leave()
        self._watch.stop()
        if register is None:
            return
        self.signing.end()
        self._leaving = True
        try:
            self._take_down()
            self._finish()  # what was begun may ask for more: the file is closed after the last of it

            def last() -> None:
                try:
                    register.upkeep.end()
                finally:
                    register.close()

            closing = LongWork("正在备份，然后关闭", can_stop=False)
            self.tasks.run(last, lambda _: None, self.failed, long=closing)
            self._finish()
        finally:
            self._leaving = False
        if self._closes:
            QTimer.singleShot(0, self.window.close)

    def _may_close(self) -> bool:
        """Whether the window may close now; else it closes as soon as the file is closed."""
        self._closes = self._leaving
        return not self._leaving

    def _take_down(self) -> None:
        """Save what is being typed, and let all places go."""
        self._save_typing()
        self.first_steps.end()
        places, self.places = self.places, None
        for presenter in places.presenters if places else ():
            self.changed.disconnect(presenter.changed)
            presenter.detach(self._tell_late)
        self.window.clear_pages()

    def _tell_late(self, problem: str) -> None:
        self.window.statusBar().showMessage(problem, 60_000)

    def _finish(self) -> None:
        while not self.tasks.idle:
            QApplication.processEvents()

    def _save_typing(self) -> None:
        from ui.meetings.page import MeetingsPage

        for page in self.window.findChildren(MeetingsPage):
            page.save_typing()

    # -- building --------------------------------------------------------------------------------

    def _build(self, register: "Register") -> None:
        from ui.places import build  # slow to import, and needed only now

        with theme.bare(self._qt):
            self.places = build(self, register)
        self.meetings, self.votes = self.places.meetings, self.places.votes
        for presenter in self.places.presenters:
            self.changed.connect(presenter.changed)

    def open_meeting(self, ref: Ref) -> None:
        """Go to a meeting, in whichever compound it is."""
        self.window.want(ref.compound_id)
        self.meetings.open(ref)
        self.window.go(MEETINGS)

    def _show_backups(self) -> None:
        from ui.settings.page import SettingsPage

        self.window.go("设置")
        for page in self.window.findChildren(SettingsPage):
            page.show_backups()

    def about(self) -> "Shown":
        """What only the window knows of the diagnostics."""
        from desktop.services.diagnostics import Shown

        took, name = self.tasks.longest
        return Shown(
            f"PySide6 {pyside}，Qt {qVersion()}", self.last_resort.path, f"{took:.1f} 秒（{name}）"
        )

    # -- the look --------------------------------------------------------------------------------

    def choose_look(self, look: Look) -> None:
        """Show everything in this look from now on, and remember it on this computer."""
        self.preferences = replace(self.preferences, look=look)
        with suppress(CannotWrite):  # it shows all the same
            preferences.save(self._kept, self.preferences)
        self._dressing.wear(look)

    def _show_again(self) -> None:
        for presenter in self.places.presenters if self.places else ():
            presenter.again()

    # -- news --------------------------------------------------------------------------------------

    def _reload_compounds(self, nouns: frozenset[str]) -> None:
        register = self.register
        if register is not None and "compound" in nouns:
            self.tasks.run(register.communities.lines, self._show_compounds, self.failed)

    def _show_compounds(self, lines: "list[CompoundLine]") -> None:
        if self.register is None:
            return
        self.window.show_compounds(lines)
        if not lines:
            self._use_compound()
            self.window.go("小区与名册")
            self.first_steps.offer()

    def _use_compound(self, _index: int = 0) -> None:
        for use in list(self.places.use if self.places else ()):
            use(self.window.compound())

    def _look(self) -> None:
        """Ask for news of others, unless there is work to do: it will be asked again."""
        register = self.register
        if register is not None and self.tasks.idle:
            self.tasks.run(register.news, self._hear, self.failed)

    def _hear(self, nouns: frozenset[str]) -> None:
        if nouns and self.register is not None:
            self.changed.emit(nouns)

    def failed(self, error: BaseException) -> None:
        if isinstance(error, SignedOut):
            self.signing.lock(str(error), self.rebuild)
            return
        if isinstance(error, Refusal):
            self.window.statusBar().showMessage(str(error), 15_000)
            return
        raise error
