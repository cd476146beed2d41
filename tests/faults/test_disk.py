"""A full or failing disk: nothing that was told as kept is lost, nothing told as lost is there."""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter

import pytest

from desktop.domain.errors import DiskFull, Refusal
from desktop.domain.storage_errors import FileReadOnly, NoRoomLeft
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.suggestions import SuggestionPlan
from desktop.storage import sqlite
from tests.conftest import ROOT
from tests.faults.scale import many

FILLINGS = many(2, 20)
INJECTIONS, RUNS, WRITES = many((30, 2, 60), (500, 40, 300))
MB = 1 << 20
pytestmark = pytest.mark.faults
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="a small disk is mounted, which only root may do",
)
traced = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace, which makes writes fail, is not installed"
)


@pytest.fixture
def made(tmp_path):
    """A file with one compound, closed and whole."""
    path = tmp_path / "社区.圆桌"
    register = Register(path, "张敏", create=True)
    register.communities.set_up("街道", "社区")
    compound = register.communities.add(CompoundFacts("小区"))
    register.close()
    sqlite.settle(path)
    return path, compound


@pytest.fixture
def small(tmp_path):
    """A disk of six megabytes."""
    where = tmp_path / "小盘"
    where.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", where], check=True)
    yield where
    subprocess.run(["umount", "-l", where], check=True)


@as_root
def test_a_full_disk_loses_nothing_and_the_program_goes_on(made, small, record_property):
    """Full at every size of the log; read meanwhile; space made; written again; opened again."""
    source, compound = made
    rng, kept = random.Random(3), 0
    for _ in range(FILLINGS):
        path = small / "社区.圆桌"
        path.write_bytes(source.read_bytes())
        (small / "别的文件").write_bytes(bytes(rng.randint(MB, 3 * MB)))
        register, texts = Register(path, "张敏"), []

        def add(register=register, texts=texts):
            text = f"{len(texts)} {'字' * rng.randint(1, 1900)}"
            register.suggestions.add(compound, SuggestionPlan(text))
            texts.append(text)

        for _ in range(3):  # full, and still full
            with pytest.raises(NoRoomLeft, match=r"磁盘满了.*还差 \d+ MB.*没有保存.*清空回收站"):
                while True:
                    add()
        assert {line.text for line in register.suggestions.lines(compound)} == set(texts)
        with pytest.raises(DiskFull):
            register.upkeep.back_up("手动")
        (small / "别的文件").unlink()
        add()
        register.close()
        again = Register(path, "张敏")
        assert {line.text for line in again.suggestions.lines(compound)} == set(texts)
        assert again.verification.check().sound
        again.close()
        sqlite.clear(path)
        kept += len(texts)
    record_property("figure", f"{FILLINGS} full disks, {kept} writes kept, 0 lost, all sound")


@as_root
def test_a_disk_that_is_read_only_is_told_in_words(made, small):
    path = small / "社区.圆桌"
    path.write_bytes(made[0].read_bytes())
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    with pytest.raises(FileReadOnly, match=r"数据没有变.*只读属性"):
        Register(path, "张敏")


@traced
def test_failing_writes_and_syncs_are_told_truly(made, tmp_path, record_property):
    """Every answer is held against what the next start finds after a kill."""
    source, compound = made
    path, trace = tmp_path / "坏盘" / "社区.圆桌", tmp_path / "trace"
    path.parent.mkdir()
    rng, told, injected, runs, refused = random.Random(11), Counter(), 0, 0, []
    while injected < INJECTIONS or runs < RUNS:
        sqlite.clear(path)
        path.write_bytes(source.read_bytes())
        call = rng.choice(["fsync,fdatasync", "pwrite64", "pwrite64,fsync,fdatasync,ftruncate"])
        error, first, step = (
            rng.choice(["EIO", "ENOSPC"]),
            rng.randint(3, 60),
            rng.randint(*many((4, 30), (15, 120))),
        )
        child = subprocess.run(
            [
                "strace", "-f", "-qq", "--seccomp-bpf", "-o", trace, "-e", f"trace={call}",
                "-e", f"inject={call}:error={error}:when={first}+{step}",
                sys.executable, "-m", "tests.faults.disk_writer", path, str(compound),
                str(WRITES), str(rng.choice([1, 2, 3, 8, WRITES])),
            ],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        hits = trace.read_text("utf-8", "replace").count("(INJECTED)")
        injected, runs = injected + hits, runs + 1
        assert "Traceback" not in child.stderr, child.stderr
        said = {"kept": set(), "lost": set(), "unsure": set(), "wrong": set()}
        for line in child.stdout.splitlines():
            word, _, text = line.partition(" ")
            told[word] += 1
            if word in said:
                said[word].add(text)
            elif word == "refused":
                refused.append(text)
        try:
            again = Register(path, "张敏")
        except Refusal as refusal:
            pytest.fail(f"{call} {error} {first}+{step}: {refusal}")
        found = {line.text for line in again.suggestions.lines(compound)}
        sound = again.verification.check().sound
        again.close()
        where = f"{call} {error} {first}+{step}"
        assert not said["wrong"], (where, said["wrong"])
        assert said["kept"] <= found, where
        assert not said["lost"] & found, where
        assert sound, where
    record_property(
        "figure",
        f"{injected} errors in {runs} runs: {told['kept']} kept, {told['lost']} told as lost, "
        f"{told['unsure']} as unsure, {told['warned']} kept with a warning; 0 told wrongly",
    )
