"""What the disk and the server do, in the words and with the truth that the user is told."""

import psycopg
import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import DBAPIError

from desktop.domain.errors import Busy, CannotWrite, FileInUse
from desktop.domain.storage_errors import (
    NOT_KEPT,
    FileDamaged,
    FileOutOfReach,
    ServerFull,
    ServerLost,
    ServerReadOnly,
    ServerTrouble,
)
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.storage import commit as ending
from desktop.storage import database, history, sqlite, trouble
from desktop.storage.tables import CompoundRecord

on_server = pytest.mark.parametrize("where", ["postgresql"], indirect=True)


@pytest.fixture
def plain(register):
    """The server's address as the driver takes it."""
    url = make_url(register.address.url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def names(register):
    return [line.facts.name for line in register.communities.lines()]


def test_a_damaged_page_is_told_with_what_to_do(file_register):
    path = file_register.address.path
    file_register.communities.set_up("街道", "社区")
    file_register.close()
    sqlite.settle(path)
    data = bytearray(path.read_bytes())
    connection = sqlite.look(path)
    page = connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name='compound'"
    ).fetchone()[0]
    connection.close()
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(data)
    again = Register(path, "张敏")
    with pytest.raises(FileDamaged, match=r"有损坏的地方.*备份恢复"):
        again.communities.lines()
    again.close()


def test_a_file_that_went_away_is_told_with_what_to_do(file_register):
    path = file_register.address.path
    file_register.close()
    sqlite.clear(path)
    with pytest.raises(FileOutOfReach, match=r"打不开.*U盘"):
        file_register.communities.lines()


def test_a_place_where_nothing_can_be_made_is_told_in_words(tmp_path):
    (tmp_path / "文件").write_text("x")
    with pytest.raises(CannotWrite, match=r"没有建成新文件"):
        Register(tmp_path / "文件" / "社区.圆桌", "张敏", create=True)
    assert [each.name for each in tmp_path.iterdir()] == ["文件"]


def test_a_fault_of_ours_stays_a_fault(register):
    with pytest.raises(DBAPIError), register._store.reading() as session:
        session.execute(text("SELECT nothing FROM nowhere"))


def test_a_commit_that_was_kept_though_an_error_came_is_a_success(register, compound):
    """The rows are looked for by their hash: there, not there, or another's in their place."""
    store = register._store
    with store.reading() as session:
        end = history.head(session, compound)
    there = history.Span(compound, end[0], *end)
    absent = there._replace(last=end[0] + 1)
    others = there._replace(hash=bytes(32))
    assert ending._kept(store.engine, [there], full=False) is True
    assert ending._kept(store.engine, [absent], full=False) is False
    assert ending._kept(store.engine, [others], full=True) is False
    assert ending._kept(store.engine, [], full=False) is None  # a draft leaves no row to look for
    assert register.verification.check().sound


def test_a_commit_of_which_nobody_can_tell_is_told_so(file_register, monkeypatch):
    monkeypatch.setattr(sqlite, "WAITS", 1)
    monkeypatch.setattr(sqlite, "PRAGMAS", (*sqlite.PRAGMAS[:-1], "busy_timeout=50"))
    file_register.communities.set_up("街道", "社区")
    path = file_register.address.path
    with file_register._store.reading() as session:
        chain = history.chains(session)[0]
        end = history.head(session, chain)
    engine = database.open_database(database.address(str(path)))
    lock = sqlite.connect(path)
    lock.execute("BEGIN IMMEDIATE")
    spans = [history.Span(chain, end[0], *end)]
    assert ending._kept(engine, spans, full=False) is None
    lock.execute("ROLLBACK")
    lock.close()
    engine.dispose()


@on_server
def test_the_server_cut_a_connection(register, plain):
    """In the middle of a step: it is lost, and the next one finds the server again."""
    store = register._store
    with pytest.raises(ServerLost, match=NOT_KEPT), store.writing("compound.add") as session:
        pid = session.scalar(text("SELECT pg_backend_pid()"))
        with psycopg.connect(plain, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        session.execute(text("SELECT 1"))
    register.communities.set_up("街道", "社区")
    register.communities.add(CompoundFacts("小区"))
    assert names(register) == ["小区"]


@on_server
def test_the_server_only_reads(register, plain):
    name = make_url(plain).database
    with psycopg.connect(plain, autocommit=True) as other:
        other.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    register._store.engine.dispose()
    assert names(register) == []
    with pytest.raises(ServerReadOnly, match=NOT_KEPT):
        register.communities.set_up("街道", "社区")


@on_server
@pytest.mark.parametrize(
    ("code", "kind"), [("53100", ServerFull), ("58030", ServerTrouble), ("57P01", ServerLost)]
)
def test_what_the_server_says_of_itself(register, code, kind):
    fail = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$"
    with pytest.raises(kind, match=NOT_KEPT), register._store.writing("compound.add") as session:
        session.execute(text(fail))


@on_server
def test_a_row_that_another_holds_is_waited_for_and_then_told(register, compound, plain):
    store = register._store
    with psycopg.connect(plain) as other:
        other.execute("SELECT 1 FROM chain_head FOR UPDATE")
        with pytest.raises(Busy), store.writing("compound.add") as session:
            session.execute(text("SET LOCAL lock_timeout = '50ms'"))
            store.touched(compound, "compound", compound, "edit", {"name": "改名"})
    assert register.verification.check().sound


def test_a_file_somebody_has_open_is_not_upgraded(tmp_path):
    path = tmp_path / "旧.圆桌"
    database.create(database.address(str(path)), "0001").dispose()
    other = sqlite.connect(path)
    other.execute("SELECT * FROM community").fetchall()
    with pytest.raises(FileInUse):
        Register(path, "张敏")
    other.close()
    assert not list(tmp_path.glob("*.upgrade*"))
    Register(path, "张敏").close()


def test_a_value_that_nobody_wrote_is_damage(file_register):
    """As a turned bit leaves it: a key that is none, a text that is none."""
    file_register.communities.set_up("街道", "社区")
    compound = file_register.communities.add(CompoundFacts("小区"))
    with file_register._store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM compound")) == 1
    for damage in (
        "id = replace(id, '-', '!')",
        "kind = 'bulk'",
        "name = CAST(x'E4B8FF41' AS TEXT)",
    ):
        with (
            pytest.raises(FileDamaged),
            file_register._store._writing() as session,
        ):
            session.execute(text("PRAGMA foreign_keys=OFF"))
            session.execute(text(f"UPDATE compound SET {damage}"))
            session.flush()
            with trouble.told(file_register._store.engine, NOT_KEPT):
                session.scalars(select(CompoundRecord)).all()
    assert [line.id for line in file_register.communities.lines()] == [compound]
