"""A piece of code in a Python process of its own, from its start to its end."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def cold(code: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=ROOT)
