"""What the line at the bottom says about saving and backups, and how urgently."""

from dataclasses import replace
from datetime import datetime, timedelta

from desktop.domain.keeping import ROOM, Kept, Safe, judged

NOW = datetime(2024, 9, 20, 15, 0)  # noqa: DTZ001 - local time, as the line shows it
WELL = Kept(
    saved=NOW - timedelta(minutes=57),
    backed_up=NOW - timedelta(minutes=80),
    elsewhere=NOW - timedelta(days=3),
    free=10 * ROOM,
    size=1 << 20,
)


def test_all_is_well():
    assert judged(WELL, NOW) == (
        Safe.WELL,
        "已保存 14:03 · 上次备份 13:40（U盘：3天前）",
    )


def test_a_day_of_changes_without_a_backup_is_told():
    late = replace(WELL, backed_up=NOW - timedelta(days=1, minutes=1))
    assert judged(late, NOW)[0] is Safe.WARN
    assert "请点这里备份" in judged(late, NOW)[1]
    nothing_new = replace(late, saved=NOW - timedelta(days=2))
    assert judged(nothing_new, NOW)[0] is Safe.WELL
    never = judged(replace(WELL, backed_up=None), NOW)
    assert never[0] is Safe.WARN
    assert never[1] == "还没有做过备份，请点这里备份 · 已保存 14:03 · U盘：3天前"


def test_one_failure_is_amber_with_its_reason_and_two_are_red():
    once = replace(WELL, failures=1, why="磁盘写保护")
    twice = replace(once, failures=2)
    assert judged(once, NOW)[0] is Safe.WARN
    assert "磁盘写保护" in judged(once, NOW)[1]
    assert judged(twice, NOW)[0] is Safe.BAD
    assert "连续 2 次" in judged(twice, NOW)[1]


def test_a_disk_that_is_filling_up_is_told_in_time():
    assert judged(replace(WELL, free=ROOM - 1), NOW)[0] is Safe.WARN
    assert judged(replace(WELL, free=ROOM), NOW)[0] is Safe.WELL
    assert judged(replace(WELL, free=2 * ROOM, size=ROOM), NOW)[0] is Safe.WARN
    assert "磁盘只剩 1023 MB" in judged(replace(WELL, free=ROOM - 1), NOW)[1]


def test_a_server_is_backed_up_by_its_keeper():
    assert judged(Kept(on_server=True, saved=NOW), NOW) == (
        Safe.WELL,
        "已保存 15:00 · 数据在服务器上，由服务器管理员备份",
    )


def test_other_days_are_named():
    told = judged(replace(WELL, saved=NOW - timedelta(days=2), elsewhere=None), NOW)[1]
    assert told.startswith("已保存 9月18日 15:00")
    assert "U盘：还没有" in told
    assert "U盘：昨天" in judged(replace(WELL, elsewhere=NOW - timedelta(days=1)), NOW)[1]
