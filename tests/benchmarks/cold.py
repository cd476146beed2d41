"""A piece of code in a Python process of its own, from its start to its end; or what it came to need."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def cold(code: str, under: Sequence[str] = ()) -> None:
    """``under``: a command that runs it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*under, sys.executable, "-c", code], check=True, env=environment, cwd=ROOT)


TOLD_BY = Path("/proc/self/status")  # Linux alone tells a process's own peak, without its parent's


def memory(code: str) -> float:
    """MB that a process of its own held at most; only where there is ``TOLD_BY``."""
    told = f"{code}; print(open({str(TOLD_BY)!r}).read().split('VmHWM:')[1].split()[0])"
    done = subprocess.run(
        [sys.executable, "-c", told], check=True, cwd=ROOT, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return int(done.stdout) / 1024
