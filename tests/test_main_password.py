"""The command line with a file that has a password: asked for, wrong, right, and the key on paper."""

import os
import subprocess
import sys

import pytest

from desktop.domain import recovery_key
from desktop.register import Register
from desktop.services import locking
from desktop.storage import sqlite
from desktop.system import folders
from tests.conftest import ROOT

PASSWORD = "槐树下的第三把椅"


def run(*arguments, password=None):
    environment = {k: v for k, v in os.environ.items() if k != "ROUNDTABLE_PASSWORD"}
    if password is not None:
        environment["ROUNDTABLE_PASSWORD"] = password
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def locked(tmp_path):
    """A file with a password, and its key."""
    path = tmp_path / "社区.圆桌"
    register = Register(path, "张敏", create=True)
    register.communities.set_up("街道", "社区")
    register.close()
    listed = locking.common(folders.resources() / "rules")
    return path, locking.encrypt(path, "张敏", PASSWORD, PASSWORD, listed)


def test_a_file_with_a_password_is_checked_backed_up_and_restored(locked, tmp_path):
    path, key = locked
    assert "存证链" in run("verify", path, password=PASSWORD).stdout
    done = run("backup", path, "--out", tmp_path / "U盘", password=PASSWORD)
    made = tmp_path / "U盘" / done.stdout.strip().rsplit("/", 1)[-1]
    assert not sqlite.plain(made)
    paper = " ".join(recovery_key.written(key))
    for number, secret in enumerate((PASSWORD, paper)):
        other = tmp_path / f"新{number}.圆桌"
        assert run("restore", made, other, password=secret).returncode == 0
        assert run("verify", other, password=PASSWORD).returncode == 0
    again = run("restore", made, path, "--replace", password=PASSWORD)
    assert again.returncode == 0, again.stderr
    assert run("verify", path, password=PASSWORD).returncode == 0


@pytest.mark.parametrize(
    ("password", "said"), [(None, "设了密码"), ("不对的密码", "姓名或密码不对")]
)
def test_without_the_right_password_it_is_one_line_and_two(locked, password, said):
    for verb in ("verify", "backup"):
        done = run(verb, locked[0], password=password)
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.strip().splitlines()) == 1
        assert said in done.stderr


def test_a_plain_file_asks_for_nothing(tmp_path):
    path = tmp_path / "无.圆桌"
    Register(path, "张敏", create=True).close()
    assert run("verify", path).returncode == 0
