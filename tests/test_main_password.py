"""The command line with a file that has a password: asked for, wrong, right, and the key on paper."""

from pathlib import Path

import pytest

from desktop import commands
from desktop.domain import recovery_key
from desktop.register import Register
from desktop.services import locking
from desktop.storage import sqlite
from desktop.system import folders

PASSWORD = "槐树下的第三把椅"


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command here; give its code and what it said. Nobody can be asked: there is no terminal."""

    def made(*arguments, password=None):
        if password is None:
            monkeypatch.delenv("ROUNDTABLE_PASSWORD", raising=False)
        else:
            monkeypatch.setenv("ROUNDTABLE_PASSWORD", password)
        code = commands.main([str(each) for each in arguments])
        return code, *capsys.readouterr()

    return made


@pytest.fixture
def locked(tmp_path):
    """A file with a password, and its key."""
    path = tmp_path / "社区.圆桌"
    register = Register(path, "张敏", create=True)
    register.communities.set_up("街道", "社区")
    register.close()
    listed = locking.common(folders.resources() / "rules")
    return path, locking.encrypt(path, "张敏", PASSWORD, PASSWORD, listed)


def test_a_file_with_a_password_is_checked_backed_up_and_restored(locked, tmp_path, run):
    path, key = locked
    assert "存证链" in run("verify", path, password=PASSWORD)[1]
    made = run("backup", path, "--out", tmp_path / "U盘", password=PASSWORD)[1].strip()
    assert not sqlite.plain(Path(made))
    paper = " ".join(recovery_key.written(key))
    for number, secret in enumerate((PASSWORD, paper)):
        other = tmp_path / f"新{number}.圆桌"
        assert run("restore", made, other, password=secret)[0] == 0
        assert run("verify", other, password=PASSWORD)[0] == 0
    assert run("restore", made, path, "--replace", password=PASSWORD) == (0, f"{path}\n", "")
    assert run("verify", path, password=PASSWORD)[0] == 0


@pytest.mark.parametrize(
    ("password", "said"), [(None, "设了密码"), ("不对的密码", "姓名或密码不对")]
)
def test_without_the_right_password_it_is_one_line_and_two(locked, password, said, run):
    for verb in ("verify", "backup"):
        code, out, problem = run(verb, locked[0], password=password)
        assert (code, out) == (2, "")
        assert len(problem.strip().splitlines()) == 1
        assert said in problem


def test_a_plain_file_asks_for_nothing(tmp_path, run):
    path = tmp_path / "无.圆桌"
    Register(path, "张敏", create=True).close()
    assert run("verify", path)[0] == 0
