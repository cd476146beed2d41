"""Once a month a backup is restored beside the file and checked; a bad one is told at once."""

from datetime import timedelta

import pytest

from desktop.domain.keeping import Safe
from desktop.domain.rights import Role
from desktop.register import Register
from desktop.services import locking
from desktop.services.communities import CompoundFacts
from desktop.storage import backups

PASSWORD = "槐树下的第三把椅"


@pytest.fixture
def kept(file_register):
    file_register.communities.set_up("棠梨街道", "柳荫社区")
    file_register.communities.add(CompoundFacts("锦屏雅筑"))
    file_register.upkeep.back_up("手动")
    return file_register


def test_it_is_held_once_a_month_and_remembered(kept, clock):
    assert kept.drills.run_if_due() is None  # nothing is a month old
    clock.at += timedelta(days=31)
    made = kept.drills.run_if_due()
    assert made is not None
    assert made.good
    assert (made.at, made.backup) == ("2024-10-21", kept.upkeep.backups()[0].path.name)
    assert kept.drills.last() == made
    assert kept.drills.run_if_due() is None
    folder = backups.folder(kept.address.path)
    assert {each.suffix for each in folder.iterdir()} == {
        ".圆桌备份"
    }  # nothing is left beside them
    assert kept.verification.check().sound


def test_whoever_only_looks_holds_it_too(kept, clock):
    kept.accounts.add("何婷", Role.ADMIN, PASSWORD, PASSWORD, None)
    kept.accounts.add("访客", Role.VIEWER, PASSWORD + "2", PASSWORD + "2", None)
    kept.accounts.sign_in("访客", PASSWORD + "2")
    clock.at += timedelta(days=31)
    assert kept.drills.run_if_due().good


def test_a_backup_that_has_rotted_turns_the_line_red(kept, clock):
    (backup,) = kept.upkeep.backups()
    whole = backup.path.read_bytes()
    backup.path.write_bytes(whole[: len(whole) // 2])
    clock.at += timedelta(days=31)
    assert not kept.drills.run_if_due().good
    level, told = kept.upkeep.judged()
    assert level is Safe.BAD
    assert told.startswith(f"恢复演练没有通过（{backup.path.name}）")
    assert kept.address.path.is_file()


def test_backups_of_before_the_last_password_are_passed_over(kept, clock):
    path = kept.address.path
    kept.close()
    key = locking.encrypt(path, "何婷", PASSWORD, PASSWORD, frozenset())
    again = Register(path, "何婷", key=key, now=clock)
    clock.at += timedelta(days=31)
    assert again.drills.run_if_due().good  # an open one can be read by anybody
    again.upkeep.back_up("手动")
    again.close()
    locking.decrypt(path, key)
    other = locking.encrypt(path, "何婷", PASSWORD, PASSWORD, frozenset())
    last = Register(path, "何婷", key=other, now=clock)
    for each in last.upkeep.backups():
        if each.why != "手动" or each.at.month != 10:
            each.path.unlink()
    assert last.drills.run(last.upkeep.backups()) is None
    last.close()


def test_on_a_server_its_keeper_does(register):
    if register.address.path is None:
        assert register.drills.run_if_due() is None
