"""What all screens share: a state that changes, and work that may be refused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from desktop.domain.errors import Refusal

T = TypeVar("T")
Failed = Callable[[BaseException], None]


class Runner(Protocol):
    """Runs ``work`` elsewhere, then calls ``done`` or ``failed`` here."""

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None: ...


@dataclass(frozen=True, slots=True)
class Screen:
    """What every screen shows."""

    busy: bool = False
    problem: str = ""
    done: str = ""


State = TypeVar("State", bound=Screen)


class Presenter(Generic[State]):
    """A screen without its widgets. ``nouns`` are the tables whose changes make it reload."""

    nouns: frozenset[str] = frozenset()

    def __init__(self, state: State, runner: Runner) -> None:
        self.state = state
        self._runner = runner
        self._waiting = 0
        self._show: Callable[[State], None] = lambda _: None

    def watch(self, show: Callable[[State], None]) -> None:
        self._show = show
        show(self.state)

    def load(self) -> None:
        """Read everything the screen shows."""

    def changed(self, nouns: frozenset[str]) -> None:
        """Read again what anyone, here or elsewhere, has changed."""
        if nouns & self.nouns:
            self.load()

    def refuse(self, problem: str) -> None:
        """Show why something could not be done."""
        self._change(problem=problem, done="")

    def _change(self, **fields: Any) -> None:
        self.state = replace(self.state, **fields)
        self._show(self.state)

    def _read(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Fetch something to show."""

        def finished(result: T) -> None:
            self._wait(-1)
            done(result)

        self._wait(+1)
        self._runner.run(work, finished, self._failed)

    def _act(
        self,
        work: Callable[[], T],
        said: str = "",
        then: Callable[[T], None] = lambda _: None,
    ) -> None:
        """Do what the user asked, and say so when it is done."""

        def finished(result: T) -> None:
            self._change(done=said)
            then(result)

        self._change(problem="", done="")
        self._read(work, finished)

    def _wait(self, more: int) -> None:
        self._waiting += more
        self._change(busy=self._waiting > 0)

    def _failed(self, error: BaseException) -> None:
        self._wait(-1)
        if not isinstance(error, Refusal):
            raise error  # a bug: the last-resort handler logs it and tells the user
        self._change(problem=str(error), done="")
