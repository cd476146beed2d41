"""What all screens share: a state that changes, and work that may be refused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from desktop.domain.errors import ChangedMeanwhile, Refusal, Stopped
from ui.long_work import LongWork

if TYPE_CHECKING:
    from desktop.register import Position, Register

T = TypeVar("T")
Failed = Callable[[BaseException], None]


class Runner(Protocol):
    """Runs ``work`` elsewhere, then calls ``done`` or ``failed`` here. ``quick``: a short reading that
    somebody waits for while typing; it does not queue behind the others. ``long``: what it tells of
    itself meanwhile, and how it is stopped."""

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed,
        *,
        quick: bool = False,
        long: LongWork | None = None,
    ) -> None: ...


@dataclass
class Basis:
    """From which point of the history the values of a form were read; ``None``: nobody minds."""

    position: "Position | None" = None


@dataclass(frozen=True, slots=True)
class Screen:
    """What every screen shows."""

    busy: bool = False
    doing: str = ""  # the long work under way, in words; one at a time
    problem: str = ""
    done: str = ""


State = TypeVar("State", bound=Screen)


class Presenter(Generic[State]):
    """A screen without its widgets. ``nouns`` are the tables whose changes make it reload."""

    nouns: frozenset[str] = frozenset()
    _register: "Register"

    def __init__(self, state: State, runner: Runner) -> None:
        self.state = state
        self._runner = runner
        self._waiting = 0
        self._reads = 0  # readings under way
        self._stale = False  # something changed since they began
        self._attached = True
        self._late: Callable[[str], None] = lambda _: None
        self.long = LongWork()  # at most one at a time
        self._waits = ""  # what was told to whoever asked for another
        self._asker: Callable[[str], None] | None = None
        self._seen: Position | None = None  # up to where what is shown was read
        self._basis = Basis()  # of what is being asked for now
        self._show: Callable[[State], None] = lambda _: None

    def watch(self, show: Callable[[State], None]) -> None:
        self._show = show
        show(self.state)

    def again(self) -> None:
        """Show the same once more: the type has another size now."""
        self._show(self.state)

    def load(self) -> None:
        """Read everything the screen shows."""

    def changed(self, nouns: frozenset[str]) -> None:
        """Read again what anyone, here or elsewhere, has changed.

        While a reading is under way, one more after it will tell of all that happens meanwhile.
        """
        if nouns & self.nouns:
            if self._reads:
                self._stale = True
            else:
                self.load()

    def detach(self, late: Callable[[str], None] = lambda _: None) -> None:
        """Nothing is shown any more, so nothing is read: the file is being closed. ``late`` hears why
        something that the user had confirmed was not kept after all."""
        self._attached, self._late = False, late
        self.long.let_go()
        self._show = lambda _: None

    def refuse(self, problem: str) -> None:
        """Say why something could not be done: to who asked, or on the page."""
        if asker := self._take_asker():
            asker(problem)
        else:
            self._change(problem=problem, done="")

    def basis(self) -> Basis:
        """What a form that opens now rests on: what others write from here on is not overwritten."""
        return Basis(self._seen)

    def ask(
        self,
        act: Callable[[], object],
        answered: Callable[[str], None],
        basis: Basis | None = None,
    ) -> None:
        """Do ``act``, and tell ``answered`` how it ended: "" when done, else why not.

        So a form stays open, and a typed line stays typed, until the data is safe. Where somebody
        else has changed the same since ``basis``, that is told first; asked again, it is done.
        """
        self._asker, self._basis = answered, basis or Basis()
        try:
            act()
        except Refusal as refusal:
            self.refuse(str(refusal))
        if asker := self._take_asker():  # nothing had to be done
            asker("")
        self._basis = Basis()

    def _take_asker(self) -> Callable[[str], None] | None:
        asker, self._asker = self._asker, None
        return asker

    def _change(self, **fields: Any) -> None:
        self.state = replace(self.state, **fields)
        self._show(self.state)

    def _read(
        self, work: Callable[[], T], done: Callable[[T], None], *, quick: bool = False
    ) -> None:
        """Fetch something to show."""
        if not self._attached:
            return

        def ended() -> None:
            self._reads -= 1
            if self._stale and not self._reads:
                self._stale = False
                self.load()

        at = self._register.position() if hasattr(self, "_register") else None

        def finished(result: T) -> None:
            self._wait(-1)
            self._seen = at
            try:
                done(result)
            finally:
                ended()

        def failed(error: BaseException) -> None:
            try:
                self._failed(error)
            finally:
                ended()

        self._reads += 1
        self._wait(+1)
        self._runner.run(work, finished, failed, quick=quick)

    def _act(
        self,
        work: Callable[[], T],
        said: str = "",
        then: Callable[[T], None] = lambda _: None,
        long: LongWork | None = None,
    ) -> None:
        """Do what the user asked, and say so when it is done."""
        asker, basis = self._take_asker(), self._basis

        def based() -> T:
            if basis.position is None:
                return work()
            with self._register.based_on(basis.position):
                return work()

        def finished(result: T) -> None:
            self._wait(-1)
            self._ended(long)
            self._change(done=said)
            if asker:
                asker("")
            then(result)

        def failed(error: BaseException) -> None:
            if isinstance(error, ChangedMeanwhile):  # shown now; whoever asks again has seen it
                basis.position = {**(basis.position or {}), error.compound: error.sequence}
            self._ended(long)
            self._tell_failed(error, asker)

        self._change(problem="", done="")
        self._wait(+1)
        self._runner.run(based, finished, failed, long=long)

    def _ended(self, long: LongWork | None) -> None:
        if long is not None:
            long.end()
            over = {"problem": ""} if self.state.problem == self._waits else {}
            self._change(doing="", **over)

    def _tell_failed(self, error: BaseException, asker: Callable[[str], None] | None) -> None:
        """Say why something was not done: to who asked, or on the page."""
        if not self._attached and isinstance(error, Refusal) and self.long.keeps:
            self._late(str(error))
        if asker and isinstance(error, Refusal):
            self._wait(-1)
            asker(str(error))
        elif isinstance(error, Stopped):  # that is what the user asked for
            self._wait(-1)
            self._change(done=str(error))
        else:
            if asker:
                asker("程序出了问题，没有保存。")
            self._failed(error)

    def _act_long(
        self,
        doing: str,
        work: Callable[[], T],
        said: str = "",
        then: Callable[[T], None] = lambda _: None,
        whole: int = 0,
        *,
        keeps: bool = False,
    ) -> None:
        """Do what takes long, ``doing`` in words: ``self.long`` is told how far it is (of ``whole``, when
        that is known), and stops it. ``keeps``: it writes what the user has confirmed, and goes on to
        its end when the file is closed."""
        if self.state.doing:
            self._waits = f"{self.state.doing}，请等它做完，或者先停止。"
            self.refuse(self._waits)
            return
        self.long.begin(doing, whole, keeps=keeps)
        self._change(doing=doing)
        self._act(work, said, then, self.long)

    def _wait(self, more: int) -> None:
        self._waiting += more
        self._change(busy=self._waiting > 0)

    def _failed(self, error: BaseException) -> None:
        self._wait(-1)
        if not isinstance(error, Refusal):
            raise error  # a bug: the last-resort handler logs it and tells the user
        self._change(problem=str(error), done="")
