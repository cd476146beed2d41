"""Power cuts: no acknowledged write is lost, whatever of the unsynced sectors reached the disk.

The simulator records what SQLite asks of the system through a VFS of APSW, which brings a SQLite
of its own: the settings under test are ours, the driver is not.
"""

import random
import shutil
from pathlib import Path

import pytest

from desktop.storage.sqlite import PRAGMAS
from tests.faults.scale import many

apsw = pytest.importorskip("apsw")
CUTS, COMMITS, SECTOR = many(1000, 10_000), 120, 512
pytestmark = pytest.mark.faults
LOG: list[tuple] = []


class Recorded(apsw.VFSFile):
    def __init__(self, base, name, flags):
        told = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.short = Path(told).name if told else None
        super().__init__(base, name, flags)

    def xWrite(self, data, offset):  # noqa: N802 - APSW's names
        super().xWrite(data, offset)
        LOG.append(("write", self.short, offset, bytes(data)))

    def xTruncate(self, size):  # noqa: N802
        super().xTruncate(size)
        LOG.append(("truncate", self.short, size))

    def xSync(self, flags):  # noqa: N802
        super().xSync(flags)
        LOG.append(("sync", self.short))


class Recorder(apsw.VFS):
    def __init__(self):
        super().__init__("recorder", "")

    def xOpen(self, name, flags):  # noqa: N802
        return Recorded("", name, flags)

    def xDelete(self, name, sync):  # noqa: N802
        super().xDelete(name, sync)
        LOG.append(("delete", Path(name).name, sync))


def record(folder):
    """Commit again and again with our settings; give the log of what reached the system."""
    LOG.clear()
    recorder = Recorder()
    connection = apsw.Connection(str(folder / "p.db"), vfs="recorder")
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # the shared memory is no file here
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE vote (id INTEGER PRIMARY KEY, choice TEXT) STRICT")
    rng = random.Random(1)
    for number in range(1, COMMITS + 1):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO vote VALUES (?, ?)", (number, "同意" * rng.randint(1, 60)))
        connection.execute("COMMIT")
        LOG.append(("acknowledged", number))
    connection.close()
    del recorder
    return list(LOG)


def cut(log, until, rng, folder):
    """Build the disk as it may look when power fails after ``until`` events; tell what was acked."""
    durable, live, pending, ghosts, acknowledged = {}, {}, {}, {}, 0
    for event in log[:until]:
        kind, name = event[0], event[1]
        if kind == "acknowledged":
            acknowledged = name
        elif kind == "write":
            data = live.setdefault(name, bytearray())
            data.extend(bytes(max(0, event[2] - len(data))))
            data[event[2] : event[2] + len(event[3])] = event[3]
            pending.setdefault(name, []).append(event)
        elif kind == "truncate":
            del live.setdefault(name, bytearray())[event[2] :]
            pending.setdefault(name, []).append(event)
        elif kind == "sync":
            durable[name], pending[name] = bytes(live.get(name, b"")), []
            ghosts.pop(name, None)
        elif kind == "delete":
            if not event[2] and name in durable:
                ghosts[name] = durable[name]
            for where in (live, durable, pending):
                where.pop(name, None)
    share = rng.choice([0.0, 1.0, rng.random(), rng.random()])
    for name in set(live) | set(durable):
        data = bytearray(durable.get(name, b""))
        for event in pending.get(name, []):
            _apply(data, event, share, rng)
        (folder / name).write_bytes(data)
    for name, data in ghosts.items():
        if name not in live and rng.random() > share:
            (folder / name).write_bytes(data)
    return acknowledged


def _apply(data, event, share, rng):
    if event[0] == "truncate":
        if rng.random() < share:
            del data[event[2] :]
        return
    offset, written = event[2], event[3]
    place = 0
    while place < len(written):
        end = min(len(written), place + SECTOR - (offset + place) % SECTOR)
        if rng.random() < share:
            data.extend(bytes(max(0, offset + place - len(data))))
            data[offset + place : offset + end] = written[place:end]
        place = end


def test_no_acknowledged_write_is_lost_over_power_cuts(tmp_path, record_property):
    log = record(tmp_path)
    rng, lost = random.Random(7), 0
    folder = tmp_path / "cut"
    for _ in range(CUTS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        acknowledged = cut(log, rng.randint(1, len(log)), rng, folder)
        if not (folder / "p.db").exists():
            assert acknowledged == 0
            continue
        connection = apsw.Connection(str(folder / "p.db"))
        try:
            assert connection.pragma("integrity_check") == "ok"
            kept = connection.execute("SELECT count(*), coalesce(max(id), 0) FROM vote").get
            assert kept[0] == kept[1]
            lost += kept[1] < acknowledged
        except apsw.SQLError:
            assert acknowledged == 0  # power failed before there was a table
        finally:
            connection.close()
    assert lost == 0
    record_property("figure", f"{CUTS} cuts in {COMMITS} commits, 0 lost, 0 damaged")
