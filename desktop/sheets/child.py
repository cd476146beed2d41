"""Tables and rosters read in a child process: a hostile file never freezes or kills the window."""

from collections.abc import Callable, Mapping
from pathlib import Path

from desktop.domain.roster import Parsed, parse
from desktop.domain.sheet import Column, Sheet
from desktop.sheets import reading
from desktop.system.apart import SECONDS, apart

Told = Mapping[str, Mapping[Column, int]]


def parse_here(path: Path, told: Told | None = None) -> Parsed:
    """Read a roster in this process. For the child, and for benchmarks."""
    encoding, sheets = reading.read(path)
    return parse(path.name, encoding, sheets, told)


def sheets_here(path: Path, most: int = reading.MAX_ROWS) -> list[Sheet]:
    """Read the tables of a file in this process. For the child."""
    return reading.read(path, most)[1]


def parse_apart(
    path: Path,
    told: Told | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    seconds: float = SECONDS,
) -> Parsed:
    """Read a roster in a child process; raise ``UnreadableSheet`` when it dies or takes too long."""
    return apart(parse_here, (path, told), path.name, cancelled, seconds)


def sheets_apart(
    path: Path,
    most: int = reading.MAX_ROWS,
    cancelled: Callable[[], bool] = lambda: False,
    seconds: float = SECONDS,
) -> list[Sheet]:
    """Read the tables of a file in a child process, likewise; ``most`` rows of each."""
    return apart(sheets_here, (path, most), path.name, cancelled, seconds)
