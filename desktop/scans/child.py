"""Reading a scanner's file in a child process, page by page: a hostile file never kills the window."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop.domain.ticks import Frame, Tick
from desktop.scans.marks import PageRead, read_file
from desktop.system.apart import stream_apart

SECONDS_A_PAGE = 60


def read_apart(
    path: Path, frame: Frame, ticks: Sequence[Tick], cancelled: Callable[[], bool]
) -> Iterator[PageRead]:
    """Every page as it is read; raise ``UnreadableSheet`` when the child dies or takes too long."""
    yield from stream_apart(
        read_file, (path, frame, tuple(ticks)), path.name, cancelled, SECONDS_A_PAGE
    )
