"""The order of things, and the small functions around the long ones."""

import hashlib
import subprocess
import sys
import zipfile

import pytest

from tests.packaging.parts import PACKAGING, build, shipped, smoke


def test_the_zip_has_one_folder_and_is_the_same_every_time(tmp_path):
    folder = build.stub(tmp_path)
    first = build.zipped(folder, tmp_path / "一.zip").read_bytes()
    (folder / build.BILL).touch()
    assert build.zipped(folder, tmp_path / "二.zip").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "一.zip") as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert f"{shipped.NAME}/{shipped.NAME}.exe" in names
    assert {name.split("/")[0] for name in names} == {shipped.NAME}


def test_the_digests_are_sha256sum_s(tmp_path):
    for name in ("乙.zip", "甲 一.exe"):
        (tmp_path / name).write_text(name, "utf-8")
    told = build.sums([tmp_path / "甲 一.exe", tmp_path / "乙.zip"])
    for line in told.splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert [line[66:] for line in told.splitlines()] == ["乙.zip", "甲 一.exe"]


def test_digests_can_be_written_anew_after_signing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build, "DIST", tmp_path)
    (tmp_path / "安装.exe").write_text("signed")
    (tmp_path / build.SUMS).write_text("of the unsigned one")
    assert build.main(["--sums"]) == 0
    assert (tmp_path / build.SUMS).read_text("utf-8") == build.sums([tmp_path / "安装.exe"])
    assert "安装.exe" in capsys.readouterr().out


def test_weights_count_files_once(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert build.weight(tmp_path) == build.weight(tmp_path / "a") == 5


def test_the_build_needs_nothing_that_is_not_locked():
    """It is run by dev.py in a venv of requirements-build.lock; so it must start with that alone."""
    done = subprocess.run(
        [sys.executable, PACKAGING / "build.py", "--help"], capture_output=True, text=True,
        check=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, timeout=60,
    )  # fmt: skip
    for option in ("--smoke", "--nsis", "--frozen", "--sums", "--pictures"):
        assert option in done.stdout


def test_a_program_that_fails_fails_the_trial(tmp_path):
    broken = tmp_path / shipped.NAME
    broken.mkdir()
    cli = broken / shipped.COMMAND
    cli.write_text("#!/bin/sh\necho 不行 >&2\nexit 3\n", "utf-8")
    cli.chmod(0o755)
    with pytest.raises(SystemExit, match="demo ended with 3: 不行"):
        smoke.run(broken)
