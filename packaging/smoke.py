"""Does the frozen program run? Tried where programs like to fail: Chinese and blanks in the folder's
name, a home that cannot be written, an empty environment, two starts at once.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import shipped

WINDOWS = sys.platform == "win32"
ROSTER = shipped.ROOT / "tests" / "data" / "业主信息登记表.xlsx"
PAPERS = 8  # of the demo: four papers, as PDF and Word
PATIENCE = 180  # seconds
SETTLED = 12  # seconds until a window that fails at start has failed


def run(frozen: Path, pictures: Path | None = None) -> None:
    """Try a frozen folder; stop with the reason when something is wrong."""
    with tempfile.TemporaryDirectory(prefix="冒烟 测试 ") as scratch:
        place = Path(scratch)
        there = place / "程序 文件夹" / shipped.NAME
        shutil.copytree(frozen, there, symlinks=True)
        cli = there / (shipped.COMMAND + (".exe" if WINDOWS else ""))
        window = there / (shipped.NAME + (".exe" if WINDOWS else ""))
        bare = _environment(place)
        _demo_twice(cli, place, bare)
        _commands(cli, bare)
        if sys.platform == "linux":
            _windows(window, place, bare, pictures)


def _environment(place: Path) -> dict[str, str]:
    """As little as a desktop gives; the home is a file, which not even root can write into."""
    home = place / "home"
    home.write_text("not a folder")
    kept = (
        ("SYSTEMROOT", "TEMP", "TMP", "LOCALAPPDATA", "APPDATA", "USERPROFILE") if WINDOWS else ()
    )
    made = {name: os.environ[name] for name in kept if name in os.environ}
    if not WINDOWS:  # a window that is ended cannot tidy up
        made["TMPDIR"] = str(place / "临时")
        (place / "临时").mkdir()
    return {**made, "PATH": os.environ["PATH"] if WINDOWS else "/usr/bin:/bin", "HOME": str(home)}


def _demo_twice(cli: Path, place: Path, environment: dict[str, str]) -> None:
    began = time.monotonic()
    outs = [place / "文件 一", place / "文件 二"]
    started = [_start([cli, "demo", "--out", out], environment) for out in outs]
    answers = [each.communicate(timeout=PATIENCE)[1] for each in started]
    for each, told, out in zip(started, answers, outs, strict=True):
        _must(each.returncode == 0, f"demo ended with {each.returncode}: {told}")
        papers = sorted(out.iterdir())
        _must(len(papers) == PAPERS, f"demo wrote {len(papers)} papers")
        for paper in papers:
            head = paper.read_bytes()
            _must(head[:4] == (b"%PDF" if paper.suffix == ".pdf" else b"PK\x03\x04"), str(paper))
            _must(len(head) > 5_000, f"{paper.name} has {len(head)} bytes")
    _say(f"demo, twice at once: 2 × {PAPERS} papers", began)


def _commands(cli: Path, environment: dict[str, str]) -> None:
    began = time.monotonic()
    told = _done([cli, "check-roster", ROSTER, "--json"], environment)
    _must(json.loads(told)["counts"]["households"] > 0, told[:200])
    _say("a roster read in a child process", began)
    began = time.monotonic()
    for line in _done([cli, "self-check"], environment).splitlines():
        _say(f"  {line}")
    _say("self-check", began)


def _windows(window: Path, place: Path, environment: dict[str, str], pictures: Path | None) -> None:
    with _screen() as display:
        if display is None:
            _say("no window tried: Xvfb is not installed")
            return
        shown = {**environment, "DISPLAY": display}
        began = time.monotonic()
        _keep_running([[window], [window]], shown)
        _picture(display, pictures, "welcome")
        _end()
        _say("the window twice at once, home not writable", began)
        began = time.monotonic()
        (place / "家").mkdir()
        shown["HOME"] = str(place / "家")
        _keep_running([[window, "--sample", "--operator", "何婷"]], shown)
        _picture(display, pictures, "sample")
        _end()
        made = [path.name for path in (place / "家").rglob("*.圆桌")]
        _must(bool(made), "the sample was not made")
        _say(f"the window with {made[0]}", began)


_running: list["subprocess.Popen[str]"] = []


def _keep_running(commands: Sequence[Sequence[object]], environment: dict[str, str]) -> None:
    _running.extend(_start(command, environment) for command in commands)
    time.sleep(SETTLED)
    for each in _running:
        if each.poll() is not None:
            raise SystemExit(
                f"smoke: the window ended with {each.returncode}: {each.communicate()}"
            )


def _end() -> None:
    for each in _running:
        each.terminate()
        _, told = each.communicate(timeout=PATIENCE)
        _must("Traceback" not in told, told)
    _running.clear()


@contextmanager
def _screen() -> Iterator[str | None]:
    """A screen that nobody sees."""
    if not shutil.which("Xvfb"):
        yield None
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        for each in _running:
            each.kill()
        server.terminate()
        server.wait()


def _picture(display: str, folder: Path | None, name: str) -> None:
    if folder is not None:
        from PIL import ImageGrab

        folder.mkdir(parents=True, exist_ok=True)
        ImageGrab.grab(xdisplay=display).save(folder / f"{name}.png")


def _start(command: Sequence[object], environment: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        list(map(str, command)), env=environment, text=True, encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(str(command[0])).anchor,
    )  # fmt: skip


def _done(command: Sequence[object], environment: dict[str, str]) -> str:
    started = _start(command, environment)
    out, told = started.communicate(timeout=PATIENCE)
    _must(started.returncode == 0, f"{command[1]} ended with {started.returncode}: {out}{told}")
    return out


def _must(true: bool, why: str) -> None:  # noqa: FBT001
    if not true:
        raise SystemExit(f"smoke: {why}")


def _say(what: str, began: float | None = None) -> None:
    took = f" ({time.monotonic() - began:.1f} s)" if began is not None else ""
    print(f"smoke: {what}{took}", flush=True)
