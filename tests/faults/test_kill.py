"""Nothing acknowledged is lost when the program is killed; an upgrade is never half done."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.storage import database, versions
from tests.conftest import ROOT
from tests.faults import filled
from tests.faults.scale import many

KILLS, WRITES = many((40, 1000), (1000, 20_000))
OLD = many(versions.VERSIONS[:1], versions.VERSIONS[:-1])
MIGRATION_KILLS, ROWS = many((20, 50), (30 * len(OLD), 1000))
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


def test_no_write_is_lost(tmp_path, record_property):
    path = tmp_path / "社区.圆桌"
    register = Register(path, "张敏", create=True)
    register.communities.set_up("街道", "社区")
    compound = register.communities.add(CompoundFacts("小区"))
    register.close()
    rng, acknowledged, slowest = random.Random(7), set(), 0.0
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
            begun = time.monotonic()
            again = Register(path, "张敏")
            slowest = max(slowest, time.monotonic() - begun)
            assert acknowledged <= {line.text for line in again.suggestions.lines(compound)}
            assert again.verification.check().sound
            again.close()
            if number + 1 >= KILLS and len(acknowledged) >= WRITES:
                break
    assert len(acknowledged) >= WRITES
    told = f"{number + 1} kills, {len(acknowledged)} acknowledged, 0 lost, slowest start {slowest:.2f} s"
    record_property("figure", told)


def test_no_upgrade_is_half_done(tmp_path, record_property):
    """Files of old schemas with rows in every table. Every kill leaves one old or new, and it opens afterwards."""
    code = (
        "import sys; from desktop.storage import database as d; print('GO', flush=True); "
        "d.open_database(d.address(sys.argv[1])); print('UP', flush=True)"
    )
    newest = tmp_path / "新.圆桌"
    database.create(database.address(str(newest))).dispose()
    new, rng, seen = filled.schema(newest), random.Random(3), set()
    for version in OLD:
        old = tmp_path / f"{version}.圆桌"
        filled.make(old, version, ROWS)
        was, rows, seconds = filled.schema(old), filled.counts(old), 0.0
        for number in range(MIGRATION_KILLS // len(OLD)):
            path = tmp_path / "一份" / f"{version}-{number}.圆桌"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(old.read_bytes())
            child, begun = start("-c", code, path), 0.0
            assert child.stdout.read(2) == b"GO"
            begun = time.monotonic()
            if number:
                time.sleep(rng.random() * seconds)
            else:  # one that goes through tells how long it takes
                assert child.stdout.read(4).strip() == b"UP"
                seconds = time.monotonic() - begun
            child.send_signal(signal.SIGKILL)
            child.stdout.close()
            child.wait()
            reached = versions.of_file(path)
            assert reached in {version, versions.VERSIONS[-1]}
            assert filled.schema(path) == (was if reached == version else new)
            found = filled.counts(path)
            assert {name: found[name] for name in rows} == rows
            seen.add((version, reached))
            database.open_database(database.address(str(path))).dispose()  # and it opens afterwards
            assert versions.of_file(path) == versions.VERSIONS[-1]
            shutil.rmtree(path.parent)
    for version in OLD:
        assert {(version, version), (version, versions.VERSIONS[-1])} <= seen
    record_property(
        "figure",
        f"{MIGRATION_KILLS} kills over {len(OLD)} schemas, {ROWS} rows a table: 0 half-way",
    )
