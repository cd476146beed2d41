"""A file moved into a PostgreSQL database: every row, or nothing."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from desktop.domain.errors import FileInUse
from desktop.domain.server_errors import MovedDiffers, NotEmpty
from desktop.register import Register
from desktop.storage import database, moving
from tests.conftest import ROOT


@pytest.fixture
def empty(server) -> str:
    name = f"moved_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    address = make_url(server).set(drivername="postgresql", database=name)
    return address.render_as_string(hide_password=False)


@pytest.fixture
def file(sample_file, tmp_path) -> Path:
    path = tmp_path / "示例.圆桌"
    path.write_bytes(sample_file.read_bytes())
    return path


def test_everything_stands_there_and_works_on(file, empty):
    counts = moving.move(file, database.address(empty))
    assert counts["suggestion"] > 0
    assert counts["history"] > counts["suggestion"]
    old, new = Register(file, "何婷"), Register(empty, "何婷")
    meeting = old.meetings.lines()[0].ref
    assert new.table.__class__ is old.table.__class__
    assert new.papers.told(meeting) == old.papers.told(meeting)
    assert new.communities.lines() == old.communities.lines()
    new.communities.set_up("棠梨街道", "新名字")
    assert new.verification.check().sound
    old.close()
    new.close()


def test_it_is_stopped_without_a_trace_and_begun_again(file, empty):
    seen = []

    def stop(table: str, rows: int) -> bool:
        seen.append(table)
        return table == "compound"

    assert moving.move(file, database.address(empty), stop) is None
    assert "community" in seen
    assert moving.move(file, database.address(empty))["compound"] == 1


def test_an_open_file_and_a_full_database_are_refused(file, empty):
    register = Register(file, "何婷")
    register.communities.lines()
    with pytest.raises(FileInUse):
        moving.move(file, database.address(empty))
    register.close()
    moving.move(file, database.address(empty))
    with pytest.raises(NotEmpty):
        moving.move(file, database.address(empty))


def test_a_row_that_is_not_its_original_undoes_all(file, empty):
    Register(empty, "何婷").close()  # its tables are made
    bend = (
        "CREATE FUNCTION bend() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.number := NEW.number + 1; RETURN NEW; END $$",
        "CREATE TRIGGER bent BEFORE INSERT ON suggestion FOR EACH ROW EXECUTE FUNCTION bend()",
    )
    with psycopg.connect(empty, autocommit=True) as connection:
        for statement in bend:
            connection.execute(statement)
    with pytest.raises(MovedDiffers) as differs:
        moving.move(file, database.address(empty))
    assert differs.value.table == "suggestion"
    with psycopg.connect(empty, autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM suggestion").fetchone() == (0,)
        connection.execute("DROP TRIGGER bent ON suggestion")
    assert moving.move(file, database.address(empty))


def test_from_the_command_line(file, empty):
    command = [sys.executable, str(ROOT / "main.py"), "--file", str(file), "move-to"]
    wrong = subprocess.run([*command, "sqlite:///x"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "postgresql" in wrong.stderr
    done = subprocess.run([*command, empty], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "逐行核对一致" in done.stdout
    assert not file.exists()
    assert file.with_name("示例 已移到数据库.圆桌").is_file()
