from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import BadBackup
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.storage import backups
from desktop.storage.backups import Backup


def test_a_backup_restores_on_another_computer(held, tmp_path):
    register, _ = held
    made = register.upkeep.back_up("手动")
    other = tmp_path / "新电脑" / "社区.圆桌"
    backups.restore(made, other)
    again = Register(other, "别人")
    assert again.meetings.lines() == register.meetings.lines()
    assert again.upkeep.check().sound
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
