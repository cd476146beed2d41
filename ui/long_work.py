"""A long work as the window sees it: how far it has come, and whether it shall stop."""

from desktop.domain.errors import Stopped


class LongWork:
    """Told by the thread that works, read by the window's clock; both are plain numbers."""

    def __init__(self) -> None:
        self.done = self.whole = 0
        self.stopped = False

    def begin(self, whole: int = 0) -> None:
        """Another work begins; ``whole``: how much it will be, 0 where nobody knows yet."""
        self.done, self.whole, self.stopped = 0, whole, False

    def stop(self) -> None:
        """Ask it to stop at the next place where nothing is half done."""
        self.stopped = True

    def told(self, done: int) -> bool:
        """Take down how far it is; say whether to stop."""
        self.done = done
        return self.stopped

    def step(self, done: int, whole: int) -> None:
        """The same for work that is given up as a whole; raise ``Stopped``."""
        self.done, self.whole = done, whole
        if self.stopped:
            raise Stopped
