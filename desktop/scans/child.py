"""Reading a scanner's file in a child process, page by page: a hostile file never kills the window."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.ticks import Frame, Tick
from desktop.system.apart import stream_apart

if TYPE_CHECKING:  # with it come numpy and the reader of codes: the child loads them
    from desktop.scans.marks import PageRead

SECONDS_A_PAGE = 60


def read_apart(
    path: Path, frame: Frame, ticks: Sequence[Tick], cancelled: Callable[[], bool]
) -> "Iterator[PageRead]":
    """Every page as it is read; raise ``UnreadableSheet`` when the child dies or takes too long."""
    yield from stream_apart(
        _read_here, (path, frame, tuple(ticks)), path.name, cancelled, SECONDS_A_PAGE
    )


def _read_here(path: Path, frame: Frame, ticks: Sequence[Tick]) -> "Iterator[PageRead]":
    from desktop.scans.marks import read_file

    return read_file(path, frame, ticks)
