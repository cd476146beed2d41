"""How long work tells how far it is, and hears that it shall stop."""

from collections.abc import Callable

# Called with what is done and of how much (0 where nobody knows); raises ``Stopped`` to end the work.
Step = Callable[[int, int], None]


def going_on(_done: int, _whole: int) -> None:
    """For work that nobody watches."""
