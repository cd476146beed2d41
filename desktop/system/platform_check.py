"""Whether this computer's system is one the program can run on, said in words before Qt is loaded."""

import sys

OLDEST = (10, 0, 17763)  # Windows 10 1809: Qt 6 needs what came with it


def too_old(version: tuple[int, int, int]) -> str | None:
    """What to tell on a Windows that is too old; None when it is not."""
    if version >= OLDEST:
        return None
    major, minor, build = version
    return (
        "圆桌议事需要 Windows 10 1809（内部版本 17763）或更新的系统。\n"
        f"这台电脑是 Windows {major}.{minor}（内部版本 {build}），请更新系统，或换一台电脑使用。\n"
        "已有的数据文件不受影响。"
    )


def problem() -> str | None:
    """The same for this computer; other systems are not asked.

    ``platform_version`` is the system's own: the plain numbers say 6.2 on any Windows to a program
    without a manifest, and an old one to a program that somebody set to 兼容模式.
    """
    if sys.platform == "win32":
        return too_old(sys.getwindowsversion().platform_version)
    return None
