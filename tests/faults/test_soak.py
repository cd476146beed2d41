"""A window works all day: memory, handles and threads stay where they are. Only in ``dev.py faults``."""

import os
import statistics
import subprocess
import sys

import pytest

from tests.conftest import ROOT

MINUTES = float(os.environ.get("ROUNDTABLE_SOAK", "0"))
MOST_MB, MOST_HANDLES, MOST_THREADS = 50, 4, 2  # from the second quarter to the last
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not MINUTES, reason="takes minutes: python3 dev.py faults soak"),
    pytest.mark.skipif(os.name == "nt", reason="handles are counted as Linux does"),
]


def test_a_window_works_all_day(tmp_path, record_property):
    names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    homes = {name: str(tmp_path / name) for name in names}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.soak", str(MINUTES)],
        cwd=ROOT, env={**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    samples = [tuple(map(float, line.split())) for line in done.stdout.splitlines()]
    quarter = len(samples) // 4
    early, late = samples[quarter : 2 * quarter], samples[3 * quarter :]
    grown = [
        statistics.median(s[at] for s in late) - statistics.median(s[at] for s in early)
        for at in (1, 2, 3)
    ]
    minutes = (late[len(late) // 2][0] - early[len(early) // 2][0]) / 60
    record_property(
        "figure",
        f"{MINUTES:g} min, {samples[-1][4]:.0f} steps: {samples[-1][1]:.0f} MB, {grown[0] / minutes:+.2f} MB/min, "
        f"handles {grown[1]:+.0f}, threads {grown[2]:+.0f}",
    )
    assert grown[0] <= MOST_MB
    assert grown[1] <= MOST_HANDLES
    assert grown[2] <= MOST_THREADS
