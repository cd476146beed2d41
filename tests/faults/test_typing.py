"""What was typed into an open meeting is there again after the program was killed."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from desktop.register import Register
from tests.conftest import ROOT
from tests.faults.scale import many

KILLS = many(3, 12)
# A worker writes what is typed within a second; the rest is for a machine with too much to do.
SECONDS = 3.0
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX thing"),
]


@pytest.mark.parametrize("kill", range(KILLS))
def test_typing_survives_a_kill(tmp_path, sample_file, kill, record_property):
    home = tmp_path / "home"
    home.mkdir()
    (home / sample_file.name).write_bytes(sample_file.read_bytes())
    names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    environment = {
        **os.environ,
        **{name: str(tmp_path / name) for name in names},
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.typist", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    )
    place = child.stdout.readline().strip()
    time.sleep(4 + random.Random(kill).random() * 2)
    killed_at = time.monotonic()
    child.send_signal(signal.SIGKILL)
    lines = child.stdout.read().splitlines()
    child.stdout.close()
    child.wait()
    typed = [line.split(" ", 1) for line in lines if line.count(" ") == 1]
    whole = "".join(character for _, character in typed)
    safe = "".join(c for at, c in typed if float(at) < killed_at - SECONDS)
    assert len(safe) > 20
    register = Register(home / sample_file.name, "何婷")
    kept = register.sessions.draft(place)
    assert register.verification.check().sound
    register.close()
    assert whole.startswith(kept)
    assert kept.startswith(safe)
    record_property("figure", f"{len(whole)} typed, {len(whole) - len(kept)} lost")
