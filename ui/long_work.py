"""A long work as the window sees it: what is done, how far it has come, and whether it shall stop."""

from desktop.domain.errors import Stopped


class LongWork:
    """Told by the thread that works, read by the window's clock; all of it is plain values."""

    def __init__(self, doing: str = "", *, can_stop: bool = True) -> None:
        self.doing, self.can_stop = doing, can_stop
        self.done = self.whole = 0
        self.stopped = self.broke_off = self.keeps = False

    def begin(self, doing: str = "", whole: int = 0, *, keeps: bool = False) -> None:
        """Another work begins: what it is in words, and how much it will be, 0 where nobody knows yet.
        ``keeps``: the user has confirmed that something be kept; only he stops it."""
        self.doing, self.done, self.whole, self.keeps = doing, 0, whole, keeps
        self.stopped = self.broke_off = False

    @property
    def running(self) -> "LongWork | None":
        """Itself while it has something to do."""
        return self if self.doing else None

    def end(self) -> None:
        """It is over."""
        self.doing = ""

    def stop(self) -> None:
        """Ask it to stop at the next place where nothing is half done."""
        self.stopped = True

    def let_go(self) -> None:
        """Nobody looks any more: what keeps nothing need not go on."""
        if not self.keeps:
            self.stop()

    def told(self, done: int) -> bool:
        """Take down how far it is; say whether to stop, so that it breaks off there."""
        stopped = self.stopped  # read once: the window may set it at any moment
        self.done, self.broke_off = done, stopped
        return stopped

    def step(self, done: int, whole: int) -> None:
        """The same for work that is given up as a whole; raise ``Stopped``."""
        self.done, self.whole = done, whole
        if self.stopped:
            raise Stopped
