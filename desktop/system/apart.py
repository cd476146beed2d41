"""Work on strangers' files in a child process with limits: no file freezes or kills the window."""

import contextlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from desktop.domain.errors import Refusal, Stopped, UnreadableSheet
from desktop.system import windows

T = TypeVar("T")
SECONDS, MEMORY = 60, 2 << 30
_ITEM, _END, _WRONG = range(3)


def apart(
    task: Callable[..., T],
    arguments: tuple[object, ...],
    name: str,
    cancelled: Callable[[], bool] = lambda: False,
    seconds: float = SECONDS,
) -> T:
    """Do ``task`` in a child; raise ``UnreadableSheet`` when it dies or takes too long, ``Stopped`` when
    it was ``cancelled``."""
    for item in _run(_one, (task, *arguments), name, cancelled, seconds):
        return item  # type: ignore[no-any-return]
    raise Stopped


def stream_apart(
    task: Callable[..., Iterable[T]],
    arguments: tuple[object, ...],
    name: str,
    cancelled: Callable[[], bool],
    seconds: float,
) -> Iterator[T]:
    """The items of ``task`` as the child makes them; it ends early when ``cancelled`` says yes.

    ``seconds`` is how long one item may take.
    """
    yield from _run(task, arguments, name, cancelled, seconds, patient=True)


def _one(task: Callable[..., T], *arguments: object) -> Iterator[T]:
    yield task(*arguments)


def _run(
    task: Callable[..., Iterable[Any]],
    arguments: tuple[object, ...],
    name: str,
    cancelled: Callable[[], bool],
    seconds: float,
    *,
    patient: bool = False,
) -> Iterator[Any]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(theirs, task, arguments, patient), daemon=True)
    child.start()
    theirs.close()
    try:
        while True:
            kind, item = _next(ours, name, cancelled, time.monotonic() + seconds, patient=patient)
            if kind == _END:
                return
            if kind == _WRONG:
                raise UnreadableSheet(name, str(item))
            yield item
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        ours.close()


def _next(
    ours: Connection, name: str, cancelled: Callable[[], bool], until: float, *, patient: bool
) -> tuple[int, Any]:
    while not ours.poll(0.05):
        if cancelled():
            if patient:
                return _END, None
            raise Stopped
        if time.monotonic() > until:
            raise UnreadableSheet(name, "读取时间过长，文件可能有问题")
    if patient and cancelled():
        return _END, None
    try:
        kind, item = ours.recv()
    except EOFError:
        raise UnreadableSheet(name, "文件异常，读取程序已中止") from None
    return int(kind), item


def _work(
    theirs: Connection,
    task: Callable[..., Iterable[object]],
    arguments: tuple[object, ...],
    patient: bool,  # noqa: FBT001 - across processes
) -> None:
    _limit(patient=patient)
    try:
        for item in task(*arguments):
            theirs.send((_ITEM, item))
        answer: tuple[int, object] = (_END, None)
    except UnreadableSheet as refusal:
        answer = (_WRONG, refusal.why)
    except Refusal as refusal:
        answer = (_WRONG, str(refusal))
    except BrokenPipeError:  # nobody waits any more
        return
    except MemoryError:
        answer = (_WRONG, "文件内容过大")
    except Exception as wrong:  # noqa: BLE001 - any failure of a parser is the file's, not ours
        answer = (_WRONG, f"内容无法识别（{type(wrong).__name__}）")
    with contextlib.suppress(BrokenPipeError):
        theirs.send(answer)
    theirs.close()


def _limit(*, patient: bool) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each thread would reserve memory
    if sys.platform == "win32":
        windows.confine(windows.kernel(), MEMORY, None if patient else SECONDS)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if not patient:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
