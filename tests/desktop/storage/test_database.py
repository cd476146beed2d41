import os
import shutil

import pytest
from sqlalchemy import inspect

from desktop.domain.errors import Busy, FileExists, NewerFile, NoSuchFile, NotALocalDisk, NotOurFile
from desktop.register import Register
from desktop.storage import database, location, sqlite, versions
from desktop.storage.tables import Table


def test_a_missing_file_is_never_made(tmp_path):
    with pytest.raises(NoSuchFile):
        Register(tmp_path / "没有.圆桌", "张敏")
    assert not list(tmp_path.iterdir())


def test_a_new_file_never_takes_the_place_of_an_old_one(file_register, tmp_path):
    with pytest.raises(FileExists):
        Register(tmp_path / "社区.圆桌", "张敏", create=True)


def test_what_is_not_ours_is_refused_in_words(tmp_path):
    path = tmp_path / "别的.圆桌"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(NotOurFile, match="不是圆桌议事的数据文件"):
        Register(path, "张敏")


def test_looking_at_a_strangers_file_changes_nothing_in_it(tmp_path):
    path = tmp_path / "别的.db"
    other = sqlite.driver.connect(str(path))
    other.execute("CREATE TABLE a (x)")
    other.close()
    empty = tmp_path / "空.db"
    empty.write_bytes(b"")
    for each in (path, empty):
        before = each.read_bytes()
        with pytest.raises(NotOurFile):
            Register(each, "张敏")
        assert each.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["别的.db", "空.db"]


def test_a_file_of_a_later_version_is_refused(file_register, tmp_path):
    path = tmp_path / "社区.圆桌"
    file_register.close()
    connection = sqlite.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(NewerFile, match="更新版本"):
        Register(path, "张敏")


def test_sqlite_is_set_as_it_must_be(tmp_path):
    engine = database.create(database.address(str(tmp_path / "x.圆桌")))
    wanted = {
        "synchronous": 3,
        "journal_mode": "wal",
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }
    with engine.connect() as connection:
        for pragma, value in wanted.items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value, pragma
        loose = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE schema='main' AND strict=0 "
            "AND name NOT LIKE 'sqlite_%' AND name != 'alembic_version'"
        ).fetchall()
    engine.dispose()
    assert not loose
    assert sqlite.driver.sqlite_version_info >= sqlite.SAFE


def test_a_writer_that_waited_in_vain_is_told_so_in_words(file_register, tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "WAITS", 1)
    monkeypatch.setattr(sqlite, "PRAGMAS", (*sqlite.PRAGMAS[:-1], "busy_timeout=50"))
    other = Register(file_register.address.path, "李四")
    lock = sqlite.connect(file_register.address.path)
    lock.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Busy):
            other.communities.set_up("街道", "社区")
    finally:
        lock.execute("ROLLBACK")
        lock.close()
    other.communities.set_up("街道", "社区")
    other.close()


def test_migrations_make_exactly_the_tables(where):
    engine = database.create(database.address(where))
    found = inspect(engine)
    tables = set(found.get_table_names()) - {"alembic_version"}
    assert tables == set(Table.metadata.tables)
    for name, table in Table.metadata.tables.items():
        columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
        assert columns == {column.name: bool(column.nullable) for column in table.columns}, name
        key = found.get_pk_constraint(name)["constrained_columns"]
        assert key == [column.name for column in table.primary_key], name
        foreign = {
            (tuple(each["constrained_columns"]), each["referred_table"])
            for each in found.get_foreign_keys(name)
        }
        wanted = {
            (tuple(each.column_keys), next(iter(each.elements)).column.table.name)
            for each in table.foreign_key_constraints
        }
        assert foreign == wanted, name
    engine.dispose()


def test_every_schema_there_ever_was_is_known():
    from pathlib import Path

    scripts = sorted((Path(database.__file__).parent / "migrations/versions").glob("v*.py"))
    assert [script.name[1:5] for script in scripts] == list(versions.VERSIONS)


def test_the_file_alone_is_the_database_after_making_it(tmp_path):
    path = tmp_path / "社区.圆桌"
    Register(path, "张敏", create=True).close()
    shutil.copy(path, tmp_path / "副本.圆桌")
    Register(tmp_path / "副本.圆桌", "张敏").close()


@pytest.mark.parametrize(
    "path", ["//server/share/社区.圆桌", "/home/a/OneDrive/社区.圆桌", "/home/a/坚果云/b/社区.圆桌"]
)
def test_shares_and_synchronised_folders_are_refused_with_advice(path):
    from pathlib import PurePosixPath

    with pytest.raises(NotALocalDisk, match="PostgreSQL"):
        location.check_local(PurePosixPath(path))


@pytest.mark.skipif(os.name == "nt", reason="Windows has drives of another kind, not mounts")
def test_a_network_mount_is_refused(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    with pytest.raises(NotALocalDisk, match="nfs4"):
        location.check_local(tmp_path / "社区.圆桌", mounts)


def test_an_old_file_is_upgraded_with_a_backup_and_keeps_what_was_written(tmp_path):
    path = tmp_path / "旧.圆桌"
    database.create(database.address(str(path)), "0001").dispose()
    connection = sqlite.connect(path)
    connection.execute(
        "INSERT INTO community (id, subdistrict, name) "
        "VALUES ('00000000-0000-7000-8000-000000000001', '街道', '社区')"
    )
    connection.close()
    register = Register(path, "张敏")
    assert register.communities.office() == ("街道", "社区")
    assert [each.why for each in register.upkeep.backups()] == ["升级前"]
    checked = register.verification.check()
    assert checked.database_sound
    assert [chain.broken for chain in checked.chains] == [None]
    # written past the program here: that is seen, and nothing else is wrong
    assert [each.noun for each in checked.chains[0].wrong] == ["community"]
    register.close()
    assert versions.of_file(path) == versions.VERSIONS[-1]


def test_a_password_in_an_address_is_never_shown_or_kept():
    told = database.address("postgresql://host/db?user=me&password=geheim&sslpassword=auch")
    assert told.url.password == "geheim"
    for shown in (told.shown, told.kept, str(told)):
        assert "geheim" not in shown
        assert "auch" not in shown
    assert database.address(told.kept).url.query["user"] == "me"
