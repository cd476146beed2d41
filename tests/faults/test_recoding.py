"""Setting a password, or taking it away, is never half done: killed at any point, the file opens."""

import os
import random
import signal
import time

import pytest

from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.storage import keyring, recoding, sqlite
from desktop.storage.keyring import Cost
from tests.faults.test_kill import start

KEY, PASSWORD = random.Random(5).randbytes(32), "槐树下的椅子"
KILLS = 12
POINTS = ("已写出新文件", "已核对 history", "已放好钥匙文件", recoding.SWAPPED)
CODE = """
import os, signal, sys
from pathlib import Path
from desktop.storage import keyring, recoding
path, key, last, way = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3], sys.argv[4]
ring = keyring.load(Path(sys.argv[5]))
def told(step):
    if step == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return False
print("GO", flush=True)
recoding.recode(path, *((None, key, ring) if way == "lock" else (key, None, None)), told)
"""
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX thing"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small file with and without a password; the keyring lies beside the one that has it."""
    folder = tmp_path_factory.mktemp("made")
    plain, locked = folder / "无.圆桌", folder / "有.圆桌"
    register = Register(plain, "张敏", create=True)
    register.communities.set_up("街道", "社区")
    register.communities.add(CompoundFacts("锦屏雅筑"))
    register.close()
    sqlite.settle(plain)
    locked.write_bytes(plain.read_bytes())
    cheap = Cost(64, 1, 1)
    ring = keyring.empty(KEY).having("张敏", PASSWORD, KEY, random.Random(6).randbytes, cheap)
    recoding.recode(locked, None, KEY, ring)
    return plain, locked


def prepared(made, way, path):
    source = made[way == "unlock"]
    path.write_bytes(source.read_bytes())
    keyring.carry(source, path)
    return path


def opens(path):
    """Open it with what lies beside it; tell whether it has a password."""
    plain = sqlite.plain(path)
    key = None if plain else keyring.load(path).unwrap("张敏", PASSWORD)
    register = Register(path, "张敏", key=key)
    assert [line.facts.name for line in register.communities.lines()] == ["锦屏雅筑"]
    assert register.verification.check().sound
    register.close()
    return not plain


@pytest.mark.parametrize("way", ["lock", "unlock"])
@pytest.mark.parametrize("last", POINTS)
def test_killed_at_a_point_the_file_is_the_old_one_or_the_new_one(made, tmp_path, way, last):
    path = prepared(made, way, tmp_path / "社区.圆桌")
    child = start("-c", CODE, path, KEY.hex(), last, way, made[1])
    child.stdout.read()
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    done = last == recoding.SWAPPED
    assert opens(path) == (done if way == "lock" else not done)
    # and it can be begun again, over whatever was left lying about
    if done:
        way = "unlock" if way == "lock" else "lock"
    ring = keyring.load(made[1])
    recoding.recode(path, *((None, KEY, ring) if way == "lock" else (KEY, None, None)))
    assert opens(path) == (way == "lock")
    assert not list(tmp_path.glob("*.recode*"))


def test_killed_at_any_time_the_file_opens(made, tmp_path):
    rng, seen = random.Random(9), set()
    for number in range(KILLS):
        way = ("lock", "unlock")[number % 2]
        path = prepared(made, way, tmp_path / f"{number}.圆桌")
        child = start("-c", CODE, path, KEY.hex(), "", way, made[1])
        assert child.stdout.read(2) == b"GO"
        time.sleep(rng.random() * 0.5)
        child.send_signal(signal.SIGKILL)
        child.stdout.close()
        child.wait()
        seen.add((way, opens(path)))
    assert len(seen) >= 3
