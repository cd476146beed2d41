"""One file for developers, standard library only: ``run``, ``test``, ``bench``, ``faults``, …

``python3 dev.py run`` makes .venv, installs what is locked and opens the program on the sample
community; without a display it holds the sample meeting headless and prints the papers' paths.
``python3 dev.py test`` does the same and runs every check.
``python3 dev.py faults [NAME …] [--long]`` kills, fills disks, crashes servers: tests/faults/__main__.py.
``python3 dev.py package`` makes what an office is given (see packaging/README.md).
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BUILD_VENV = ROOT / "build" / "venv"  # only what is shipped, so that nothing else can be
INSIDE = "Scripts/python.exe" if WINDOWS else "bin/python"
PYTHON = VENV / INSIDE
LOCK = ROOT / "requirements.lock"
BUILD_LOCK = ROOT / "packaging" / "requirements-build.lock"
APT_VENV = ("python3-venv",)
APT_QT = (
    "libgl1", "libegl1", "libdbus-1-3", "libfontconfig1", "libxkbcommon0", "libglib2.0-0",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1",
    "libxkbcommon-x11-0", "libxcb-image0", "libxcb-render-util0",
)  # fmt: skip
APT_TEST = ("xvfb", "xauth", "poppler-utils", "qpdf", "strace")
APT_NSIS = ("nsis",)
# What Qt needs of the system: its modules, and the plug-in that opens windows on a real screen.
QT_PROBE = """
import ctypes
from PySide6 import QtPdf, QtWidgets
from PySide6.QtCore import QLibraryInfo
ctypes.CDLL(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath) + "/platforms/libqxcb.so")
"""


def sh(*command: str | Path) -> None:
    """Show a command and run it; stop where it fails."""
    print("+", *command, flush=True)
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


def apt(packages: Sequence[str]) -> bool:
    """Install system packages if this user may; otherwise say the one line that does."""
    if WINDOWS or not shutil.which("apt-get"):
        print("Please install these system packages:", *packages)
        return False
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"] if shutil.which("sudo") else None
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if sudo is None:
        print(f"As root, please run: {line}")
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*sudo, "apt-get", "update", "-qq"], env=environment, check=False)
    done = subprocess.run(
        [*sudo, *line.split()], env=environment, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        print(f"As root, please run: {line}")
    return done.returncode == 0


def ensure(where: Path = VENV, locked: Path = LOCK) -> None:
    """Make .venv and install exactly what is locked; add missing Qt system libraries."""
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or later is needed.")
    python = where / INSIDE
    key = hashlib.sha256(locked.read_bytes() + sys.version.encode()).hexdigest()
    stamp = where / ".stamp"
    if not (stamp.exists() and stamp.read_text() == key):
        _make_venv(where)
        sh(python, "-m", "pip", "install", "-q", "--disable-pip-version-check",
           "--require-hashes", "--only-binary", ":all:", "-r", locked)  # fmt: skip
        stamp.write_text(key)
    if sys.platform == "linux":
        probe = subprocess.run(
            [python, "-c", QT_PROBE], capture_output=True, text=True, check=False
        )
        if probe.returncode:
            why = probe.stderr.strip().splitlines()[-1]
            print(f"Qt misses a system library ({why}): installing what it needs", flush=True)
            apt(APT_QT)


def _make_venv(where: Path) -> None:
    if (where / INSIDE).exists():
        return
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out

        venv.create(where, with_pip=True)
    except (ImportError, subprocess.CalledProcessError):
        shutil.rmtree(where, ignore_errors=True)
        if not apt(APT_VENV):
            sys.exit("python3-venv is missing.")
        sh(sys.executable, "-m", "venv", where)


def display() -> bool:
    """Whether a window can be shown."""
    return sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def run(arguments: Sequence[str]) -> int:
    """Open the program, or hold the sample meeting where there is no display."""
    ensure()
    if not arguments:
        arguments = ["--sample"] if display() else ["demo", "--out", "demo"]
    return subprocess.call([PYTHON, ROOT / "main.py", *arguments], cwd=ROOT)


def test(arguments: Sequence[str]) -> int:
    """Lint, types, contracts, tests: everything that must be green."""
    ensure()
    if sys.platform == "linux" and not all(
        map(shutil.which, ("Xvfb", "pdftotext", "qpdf", "strace"))
    ):
        apt(APT_TEST)
    environment = dict(os.environ)
    window: list[str | Path] = []
    if not display():
        if shutil.which("xvfb-run"):  # a real window on a screen that nobody sees
            window = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24"]
        else:
            environment["QT_QPA_PLATFORM"] = "offscreen"
    bin_ = PYTHON.parent
    workers = ["-n", str(min(os.cpu_count() or 1, 4))]
    steps: list[list[str | Path]] = [
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "mypy"],
        [bin_ / ("lint-imports.exe" if WINDOWS else "lint-imports")],
        [*window, PYTHON, "-m", "pytest", "-q", *workers, *arguments],
    ]
    for step in steps:
        print("+", *step, flush=True)
        if code := subprocess.call([str(part) for part in step], cwd=ROOT, env=environment):
            return code
    return 0


def bench(arguments: Sequence[str]) -> int:
    """Print the table of ratios: ours beside what one would use instead, in one run."""
    ensure()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [str(PYTHON), "-m", "tests.benchmarks", *arguments]
    return subprocess.call(command, cwd=ROOT, env=environment)


def faults(arguments: Sequence[str]) -> int:
    """Try every promise that nothing is lost, a line each; ``--long`` as for a release."""
    ensure()
    if sys.platform == "linux" and not shutil.which("strace"):
        apt(("strace",))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [str(PYTHON), "-m", "tests.faults", *arguments]
    return subprocess.call(command, cwd=ROOT, env=environment)


def package(arguments: Sequence[str]) -> int:
    """Make the installer on Windows; ``--smoke`` and ``--nsis`` try its parts on Linux."""
    ensure(BUILD_VENV, BUILD_LOCK)
    if sys.platform == "linux" and "--nsis" in arguments and not shutil.which("makensis"):
        apt(APT_NSIS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [str(BUILD_VENV / INSIDE), str(ROOT / "packaging" / "build.py"), *arguments]
    return subprocess.call(command, cwd=ROOT, env=environment)


def lock(_arguments: Sequence[str]) -> int:
    """Write both locks anew from pyproject.toml, with hashes and no host (needs uv).

    What is shipped is a part of what is tested: the second lock takes its versions from the first.
    """
    tested = ["--group", "dev", "--group", "bench", "--upgrade", "-o", str(LOCK)]
    shipped = ["--group", "package", "--constraint", str(LOCK), "--upgrade", "-o", str(BUILD_LOCK)]
    for wanted in (tested, shipped):
        if code := subprocess.call(
            ["uv", "pip", "compile", "--universal", "--no-header", "--no-emit-index-url",
             "--generate-hashes", "--python-version", "3.11", "--extra", "postgres", *wanted,
             "pyproject.toml"], cwd=ROOT):  # fmt: skip
            return code
    return 0


def main() -> int:
    commands = {
        "run": run, "test": test, "bench": bench, "faults": faults, "package": package, "lock": lock,
    }  # fmt: skip
    name = sys.argv[1] if len(sys.argv) > 1 else "run"
    if name not in commands:
        sys.exit(f"usage: python3 dev.py [{'|'.join(commands)}] …")
    return commands[name](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
