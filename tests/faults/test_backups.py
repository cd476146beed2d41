"""Backups taken while somebody writes as fast as he can: each one restores and holds all that was told."""

import os
import signal
import time
from threading import Thread

import pytest

from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.storage import backups
from tests.faults.scale import many
from tests.faults.test_kill import start

BACKUPS, EVENTS = many((5, 500), (200, 300_000))
BATCH = 500  # events of one transaction
COMPOUND = 20_000  # events of one compound
ROUND = 20  # backups of one file
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.name == "nt", reason="the writer is ended with SIGKILL"),
]


def fresh(path):
    """A file with one compound, open."""
    register = Register(path, "张敏", create=True)
    register.communities.set_up("街道", "社区")
    return register, register.communities.add(CompoundFacts("小区"))


def test_every_backup_under_load_is_good(tmp_path, record_property):
    """By twenties, each in a file of its own: whoever writes without a pause fills a disk in an hour."""
    slowest, lines = 0.0, 0
    for first in range(0, BACKUPS, ROUND):
        path = tmp_path / f"{first}.圆桌"
        register, compound = fresh(path)
        took, kept = backed_up(register, path, compound, min(ROUND, BACKUPS - first), tmp_path)
        register.close()
        slowest, lines = max(slowest, took), max(lines, kept)
    record_property(
        "figure", f"{BACKUPS} under load, all good, slowest {slowest:.1f} s; of up to {lines} rows"
    )


def backed_up(register, path, compound, count, tmp_path):
    """Back up and restore while somebody writes: the slowest in seconds, and rows in the last."""
    child, told = start("-m", "tests.faults.writer", path, compound), []
    listener = Thread(target=lambda: told.extend(iter(child.stdout.readline, b"")))
    listener.start()
    slowest, lines = 0.0, 0
    try:
        while not told:
            time.sleep(0.01)
        for number in range(count):
            before, begins = set(told), time.monotonic()
            made = register.upkeep.back_up("手动")
            slowest = max(slowest, time.monotonic() - begins)
            target = tmp_path / "恢复" / f"{number}.圆桌"
            backups.restore(made, target)
            again = Register(target, "李四")
            kept = {line.text for line in again.suggestions.lines(compound)}
            assert {each.decode().strip() for each in before} <= kept
            assert again.verification.check().sound
            again.close()
            lines = len(kept)
            for each in target.parent.iterdir():
                each.unlink()
            made.unlink()
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        listener.join()
        child.stdout.close()
    return slowest, lines


def test_the_restore_drill(tmp_path, record_property):
    """Restore, open, and check every event of a large file."""
    register, compound = fresh(tmp_path / "社区.圆桌")
    for first in range(0, EVENTS, BATCH):
        if first and not first % COMPOUND:  # each batch is held against what its compound has
            compound = register.communities.add(CompoundFacts(f"小区{first}"))
        lines = [
            f"{n}、{n % 30 + 1}栋2单元{n % 9 + 1}01 路灯{first + n}不亮"
            for n in range(1, BATCH + 1)
        ]
        preview = register.voice_imports.paste(compound, "#接龙\n" + "\n".join(lines))
        register.voice_imports.take_over(preview)
    made = register.upkeep.back_up("手动")
    begun = time.monotonic()
    backups.restore(made, tmp_path / "新电脑" / "社区.圆桌")
    again = Register(tmp_path / "新电脑" / "社区.圆桌", "李四")
    checked = again.verification.check()
    seconds = time.monotonic() - begun
    again.close()
    register.close()
    assert checked.sound
    assert sum(line.length for line in checked.chains) >= EVENTS
    assert seconds < 300
    size = made.stat().st_size >> 20
    record_property(
        "figure", f"{EVENTS} events, {size} MB: restored and verified in {seconds:.1f} s"
    )
