"""Parsing in a child process with limits: a hostile file never freezes or kills the window."""

import contextlib
import multiprocessing
import sys
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from desktop.domain.errors import Refusal, UnreadableSheet
from desktop.domain.roster import Parsed, parse
from desktop.domain.sheet import Column, Sheet
from desktop.sheets import reading

T = TypeVar("T")
SECONDS, MEMORY = 60, 2 << 30
Told = Mapping[str, Mapping[Column, int]]


def parse_here(path: Path, told: Told | None = None) -> Parsed:
    """Read a roster in this process. For the child, and for benchmarks."""
    encoding, sheets = reading.read(path)
    return parse(path.name, encoding, sheets, told)


def sheets_here(path: Path) -> list[Sheet]:
    """Read the tables of a file in this process. For the child."""
    return reading.read(path)[1]


def parse_apart(
    path: Path,
    told: Told | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    seconds: float = SECONDS,
) -> Parsed:
    """Read a roster in a child process; raise ``UnreadableSheet`` when it dies or takes too long."""
    return _apart(parse_here, (path, told), path.name, cancelled, seconds)


def sheets_apart(
    path: Path, cancelled: Callable[[], bool] = lambda: False, seconds: float = SECONDS
) -> list[Sheet]:
    """Read the tables of a file in a child process, likewise."""
    return _apart(sheets_here, (path,), path.name, cancelled, seconds)


def _apart(
    task: Callable[..., T],
    arguments: tuple[object, ...],
    name: str,
    cancelled: Callable[[], bool],
    seconds: float,
) -> T:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(theirs, task, arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        answer: T = _wait(ours, name, cancelled, time.monotonic() + seconds)
        return answer
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        ours.close()


def _wait(ours: Connection, name: str, cancelled: Callable[[], bool], until: float) -> Any:
    while not ours.poll(0.05):
        if cancelled():
            raise UnreadableSheet(name, "已取消")
        if time.monotonic() > until:
            raise UnreadableSheet(name, "读取时间过长，文件可能有问题")
    try:
        done, answer = ours.recv()
    except EOFError:
        raise UnreadableSheet(name, "文件异常，读取程序已中止") from None
    if done:
        return answer
    raise UnreadableSheet(name, str(answer))


def _work(theirs: Connection, task: Callable[..., object], arguments: tuple[object, ...]) -> None:
    _limit_memory()
    try:
        answer: tuple[bool, object] = (True, task(*arguments))
    except UnreadableSheet as refusal:
        answer = (False, refusal.why)
    except Refusal as refusal:
        answer = (False, str(refusal))
    except MemoryError:
        answer = (False, "文件内容过大")
    except Exception as wrong:  # noqa: BLE001 - any failure of a parser is the file's, not ours
        answer = (False, f"内容无法识别（{type(wrong).__name__}）")
    with contextlib.suppress(BrokenPipeError):
        theirs.send(answer)
    theirs.close()


def _limit_memory() -> None:
    if sys.platform == "win32":
        return  # the job object that starts us is set by the packaged program
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
