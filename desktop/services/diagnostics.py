"""What a person who helps needs to know about this computer and this file; nothing about anybody."""

import json
import platform
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from desktop.domain.keeping import judged
from desktop.services.upkeep import Upkeep
from desktop.services.verification import Checked, Verification
from desktop.storage.versions import VERSIONS

LAST_LINES = 40  # of the log
UNKNOWN = "不详"
_BILL = "sbom.cdx.json"  # beside the program, where it is installed


@dataclass(frozen=True, slots=True)
class Shown:
    """What only the window knows: its toolkit, its log, its longest task in seconds and which it was."""

    toolkit: str = UNKNOWN
    log: Path | None = None
    longest: str = "还没有"


class Diagnostics:
    def __init__(self, upkeep: Upkeep, verification: Verification, resources: Path) -> None:
        self._upkeep, self._verification, self._resources = upkeep, verification, resources

    def text(self, shown: Shown) -> str:
        """All of it as lines of text. Places and numbers only: the names of files and of the user's
        folder are left out, for they may be a person's."""
        kept, path = self._upkeep.kept(), self._upkeep.path
        # why a backup failed may name a file
        _, words = judged(
            replace(kept, why="原因见窗口底部"), self._upkeep.now().replace(tzinfo=None)
        )
        lines = {
            "程序": version(self._resources),
            "Python": platform.python_version(),
            "界面": shown.toolkit,
            "系统": f"{platform.system()} {platform.version()}",
            "数据格式": VERSIONS[-1],
            "数据库": f"SQLite {driver.sqlite_version}" if path else "PostgreSQL 服务器",
            "数据文件": _place(path.parent if path else None),
            "备份": "数据文件旁边的“备份”文件夹" if path else _place(None),
            "日志": _place(shown.log.parent) if shown.log else UNKNOWN,
            "文件大小": f"{kept.size >> 10} KB" if path else UNKNOWN,
            "磁盘剩余": f"{(kept.free or 0) >> 20} MB" if path else UNKNOWN,
            "最长的一次处理": shown.longest,
            "上次校验": _checked(self._verification.last),
            "保存和备份": words,
        }
        told = [f"{name}：{value}" for name, value in lines.items()]
        return "\n".join([*told, "", f"日志最后 {LAST_LINES} 行：", *_last(shown.log)])


def version(resources: Path) -> str:
    """The program's version: from the bill that is shipped with it, or from its source."""
    bill, source = resources.parents[1] / _BILL, resources.parent / "pyproject.toml"
    if bill.is_file():
        return str(json.loads(bill.read_text("utf-8"))["metadata"]["component"]["version"])
    if source.is_file():
        return str(tomllib.loads(source.read_text("utf-8"))["project"]["version"])
    return UNKNOWN


def _place(folder: Path | None) -> str:
    """A folder without the name of whoever uses the computer."""
    if folder is None:
        return "在服务器上"
    home = Path.home()
    return (
        f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
    )


def _checked(checked: Checked | None) -> str:
    if checked is None:
        return "打开之后还没有校验"
    broken = sum(1 for line in checked.chains if not line.sound)
    database = "完好" if checked.database_sound else "有损坏"
    return f"数据库{database}，{len(checked.chains)} 条存证链，其中不符 {broken} 条"


def _last(log: Path | None) -> list[str]:
    """The log's last lines; it holds kinds of faults and places in the program only."""
    if log is None or not log.is_file():
        return ["（没有）"]
    return log.read_text("utf-8", "replace").splitlines()[-LAST_LINES:] or ["（空）"]
