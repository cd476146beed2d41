from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import BadBackup, FileInUse, NotOurFile
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.storage import backups, sqlite
from desktop.storage.backups import Backup


def test_a_backup_restores_on_another_computer(held, tmp_path):
    register, _ = held
    made = register.upkeep.back_up("手动")
    other = tmp_path / "新电脑" / "社区.圆桌"
    backups.restore(made, other)
    again = Register(other, "别人")
    assert again.meetings.lines() == register.meetings.lines()
    assert again.verification.check().sound
    again.close()


def test_restoring_over_a_file_keeps_the_old_one(file_register, tmp_path):
    path = tmp_path / "社区.圆桌"
    file_register.communities.set_up("街道", "社区")
    made = file_register.upkeep.back_up("手动")
    file_register.communities.add(CompoundFacts("后来的小区"))
    file_register.close()
    backups.restore(made, path)
    again = Register(path, "张敏")
    assert again.communities.lines() == []
    assert [each.why for each in again.upkeep.backups()].count("恢复前") == 1
    again.close()


def test_a_damaged_backup_is_refused(file_register, tmp_path):
    made = file_register.upkeep.back_up("手动")
    data = bytearray(made.read_bytes())
    data[4096:8192] = bytes(4096)
    made.write_bytes(data)
    with pytest.raises(BadBackup):
        backups.restore(made, tmp_path / "新.圆桌")
    assert not (tmp_path / "新.圆桌").exists()


def test_what_is_not_a_backup_of_ours_takes_no_files_place(file_register, tmp_path):
    path = tmp_path / "社区.圆桌"
    file_register.close()
    before = path.read_bytes()
    foreign, empty = tmp_path / "别的.db", tmp_path / "空.db"
    other = sqlite.driver.connect(str(foreign))
    other.execute("CREATE TABLE a (x)")
    other.close()
    empty.write_bytes(b"")
    for each in (foreign, empty):
        with pytest.raises(BadBackup):
            backups.restore(each, path)
        with pytest.raises(NotOurFile):
            backups.make(each, tmp_path / "备份处", "手动")
    assert path.read_bytes() == before
    assert not (tmp_path / "备份处").exists()


def test_a_damaged_file_is_repaired_by_a_backup_and_kept_as_it_was(file_register, tmp_path):
    path = tmp_path / "社区.圆桌"
    file_register.communities.set_up("街道", "社区")
    made = file_register.upkeep.back_up("手动")
    file_register.close()
    damaged = b"garbage" + path.read_bytes()[7:20_000]
    path.write_bytes(damaged)
    backups.restore(made, path)
    again = Register(path, "张敏")
    assert again.communities.office() == ("街道", "社区")
    again.close()
    kept = [p for p in backups.folder(path).iterdir() if "恢复前-损坏" in p.name]
    assert [each.read_bytes() for each in kept] == [damaged]
    assert not list(tmp_path.glob("*.restore*"))


def test_a_file_that_is_open_is_not_restored_over(file_register, tmp_path):
    path = tmp_path / "社区.圆桌"
    made = file_register.upkeep.back_up("手动")
    with pytest.raises(FileInUse):
        backups.restore(made, path)
    file_register.communities.set_up("街道", "社区")
    file_register.close()
    again = Register(path, "张敏")
    assert again.communities.office() == ("街道", "社区")
    again.close()
    backups.restore(made, path)


def test_a_backup_on_a_read_only_medium_restores(file_register, tmp_path):
    made = file_register.upkeep.back_up("手动")
    away = tmp_path / "光盘"
    away.mkdir()
    copy = away / made.name
    copy.write_bytes(made.read_bytes())
    copy.chmod(0o444)
    away.chmod(0o555)
    try:
        backups.restore(copy, tmp_path / "新.圆桌")
        assert [each.name for each in away.iterdir()] == [made.name]
    finally:
        away.chmod(0o755)


def test_two_backups_in_one_second_are_two_files(file_register):
    assert file_register.upkeep.back_up("手动") != file_register.upkeep.back_up("手动")
    assert len(file_register.upkeep.backups()) == 2


def test_no_half_backup_ever_has_a_name(file_register):
    file_register.upkeep.back_up("手动")
    names = [path.name for path in file_register.upkeep.folder().iterdir()]
    assert all(name.endswith(backups.SUFFIX) for name in names)


def test_backups_come_every_half_hour_when_something_changed(file_register, clock):
    upkeep = file_register.upkeep
    assert upkeep.back_up_if_due()
    assert upkeep.back_up_if_due() is None
    file_register.communities.set_up("街道", "社区")
    assert upkeep.back_up_if_due() is None
    clock.at += timedelta(minutes=31)
    assert upkeep.back_up_if_due()


def test_thinning_keeps_two_days_then_days_weeks_and_months():
    now = datetime(2026, 11, 23, 18)  # noqa: DTZ001 - names of backups tell wall time
    every = [
        Backup(Path(str(hours)), now - timedelta(hours=hours), "定时", 1)
        for hours in range(0, 24 * 400, 3)
    ]
    gone = {backup.path for backup in backups.surplus(every, now)}
    kept = [backup for backup in every if backup.path not in gone]
    assert all(b in kept for b in every if b.at.date() >= now.date() - timedelta(days=1))
    older = [b for b in kept if b.at.date() < now.date() - timedelta(days=1)]
    assert len(older) <= backups.DAILY + backups.WEEKLY + backups.MONTHLY
    assert min(b.at for b in kept) < now - timedelta(days=200)
