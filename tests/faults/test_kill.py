"""Nothing acknowledged is lost when the program is killed; an upgrade is never half done."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.storage import database, sqlite, versions
from tests.conftest import ROOT

KILLS, WRITES, MIGRATION_KILLS = 40, 1000, 20
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX thing"),
]


def start(*command):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def test_no_acknowledged_write_is_lost_over_kills(tmp_path):
    path = tmp_path / "社区.圆桌"
    register = Register(path, "张敏", create=True)
    register.communities.set_up("街道", "社区")
    compound = register.communities.add(CompoundFacts("小区"))
    register.close()
    rng, acknowledged = random.Random(7), set()
    for number in range(3 * KILLS):
        child = start("-m", "tests.faults.writer", path, compound)
        told = os.read(child.stdout.fileno(), 1 << 16)
        time.sleep(rng.random() * 0.4)
        child.send_signal(signal.SIGKILL)
        told += child.stdout.read()
        child.stdout.close()
        child.wait()
        acknowledged |= set(told.decode().split("\n")[:-1])
        if number % 10 == 9:
            again = Register(path, "张敏")
            assert acknowledged <= {line.text for line in again.suggestions.lines(compound)}
            assert again.verification.check().sound
            again.close()
            if number + 1 >= KILLS and len(acknowledged) >= WRITES:
                break
    assert len(acknowledged) >= WRITES


def test_no_upgrade_is_half_done_over_kills(tmp_path):
    """A file of the first schema. Every kill leaves it old or new, and it opens afterwards."""
    old = tmp_path / "旧.圆桌"
    database.create(database.address(str(old)), versions.VERSIONS[0]).dispose()
    sqlite.settle(old)
    rng, seen = random.Random(3), set()
    code = (
        "import sys; from desktop.storage import database as d; print('GO', flush=True); "
        "d.open_database(d.address(sys.argv[1]))"
    )
    for number in range(MIGRATION_KILLS):
        path = tmp_path / f"{number}.圆桌"
        path.write_bytes(old.read_bytes())
        child = start("-c", code, path)
        assert child.stdout.read(2) == b"GO"
        time.sleep(rng.random() * 0.9)
        child.send_signal(signal.SIGKILL)
        child.stdout.close()
        child.wait()
        version = versions.of_file(path)
        connection = sqlite.look(path)
        minutes = {row[1] for row in connection.execute("PRAGMA table_info(minutes)")}
        items = {row[1] for row in connection.execute("PRAGMA table_info(item)")}
        connection.close()
        assert ("basis" in minutes, "salt" in items) == (version != "0001", version != "0001")
        seen.add(version)
        database.open_database(database.address(str(path))).dispose()  # and it opens afterwards
        assert versions.of_file(path) == versions.VERSIONS[-1]
    assert seen == {versions.VERSIONS[0], versions.VERSIONS[-1]}
