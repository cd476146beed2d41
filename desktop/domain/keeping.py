"""Whether the data is safe: what the line at the bottom of the window says, and how urgently."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.terms import Term

LATE = timedelta(days=1)  # with changes and without a backup
ROOM = 1 << 30  # bytes that ought to be free, and three times the file
TIMES = 3
ELSEWHERE = "U盘"
BAD_DRILL = "恢复演练没有通过（{}）：请马上立即备份，再到“设置—校验”校验"


class Safe(Term):
    WELL = "well", "正常"
    WARN = "warn", "注意"
    BAD = "bad", "危险"


@dataclass(frozen=True, slots=True)
class Kept:
    """When something was last saved, backed up, and copied to another place; and what went wrong since.

    Sizes are in bytes; ``free`` is ``None`` where the data is on a server.
    """

    on_server: bool = False
    saved: datetime | None = None
    backed_up: datetime | None = None
    elsewhere: datetime | None = None
    failures: int = 0  # backups that failed since the last one that did not
    why: str = ""
    free: int | None = None
    size: int = 0
    bad_drill: str = ""  # the backup that could not be restored when it was last tried

    @property
    def full(self) -> bool:
        """Whether the disk has too little room to go on safely."""
        return self.free is not None and self.free < max(ROOM, TIMES * self.size)


def judged(kept: Kept, now: datetime) -> tuple[Safe, str]:
    """How safe the data is, and what to say about it."""
    saved = f"已保存 {_when(kept.saved, now)}" if kept.saved else "还没有记录"
    if kept.on_server:
        return Safe.WELL, f"{saved} · 数据在服务器上，由服务器管理员备份"
    backed = f"上次备份 {_when(kept.backed_up, now)}" if kept.backed_up else ""
    elsewhere = f"{ELSEWHERE}：{_ago(kept.elsewhere, now)}"
    backed = f"{backed}（{elsewhere}）" if backed else elsewhere
    told = f"{saved} · {backed}"
    if kept.bad_drill:
        return Safe.BAD, f"{BAD_DRILL.format(kept.bad_drill)} · {told}"
    full = f"磁盘只剩 {(kept.free or 0) >> 20} MB，请先清理" if kept.full else ""
    if kept.failures:
        said = f"备份没有做成：{kept.why}" if kept.failures == 1 else _often(kept)
        level = Safe.WARN if kept.failures == 1 else Safe.BAD
        return level, " · ".join(filter(None, (said, full, told)))
    if full:
        return Safe.WARN, f"{full} · {told}"
    if _late(kept, now):
        late = "一天多没有备份了" if kept.backed_up else "还没有做过备份"
        return Safe.WARN, f"{late}，请点这里备份 · {told}"
    return Safe.WELL, told


def _often(kept: Kept) -> str:
    return f"备份连续 {kept.failures} 次没有做成：{kept.why}"


def _late(kept: Kept, now: datetime) -> bool:
    """Whether something was saved more than a day ago that no backup has."""
    if kept.saved is None:
        return False
    if kept.backed_up is None:
        return True
    return kept.saved > kept.backed_up and now - kept.backed_up > LATE


def _when(at: datetime, now: datetime) -> str:
    """The time, with its day unless that is today."""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at.month}月{at.day}日 {at:%H:%M}"


def _ago(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "还没有"
    days = (now.date() - at.date()).days
    return "今天" if days <= 0 else "昨天" if days == 1 else f"{days}天前"
