"""Where a SQLite file may live: on a local fixed disk, nowhere else (reliability of WAL)."""

import ctypes
import os
import sys
from pathlib import Path, PurePath

from desktop.domain.errors import DiskFull, NotALocalDisk

REMOTE_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", "afs", "ceph"}
SYNC_MARKS = (
    "onedrive", "坚果云", "nutstore", "百度网盘", "baidunetdisk", "baidusyncdisk", "dropbox",
    "wps云盘", "wpsdrive", "icloud", "google drive", "腾讯微云", "weiyun", "阿里云盘", "synologydrive",
)  # fmt: skip
_DRIVE_REMOTE = 4
RESERVE = 64 << 20  # bytes that must be free before anything is written


def check_local(path: PurePath, mounts: Path = Path("/proc/mounts")) -> None:
    """Refuse UNC paths, mapped drives, network mounts and folders that are synchronised."""
    text = str(path)
    if text.startswith(("\\\\", "//")):
        raise NotALocalDisk(text, "网络共享文件夹")
    for part in path.parts:
        lowered = part.lower()
        if any(lowered == mark or lowered.startswith(f"{mark} ") for mark in SYNC_MARKS):
            raise NotALocalDisk(text, f"同步文件夹“{part}”")
    if sys.platform == "win32":
        drive = Path(path).resolve().drive + "\\"
        if ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE:
            raise NotALocalDisk(text, "网络驱动器")
    elif mounts.exists() and (kind := _mounted(Path(path), mounts)) in REMOTE_TYPES:
        raise NotALocalDisk(text, f"网络磁盘（{kind}）")


def check_space(folder: Path, needed: int = RESERVE) -> None:
    """Refuse to go on when the disk is nearly full."""
    if (available := free(folder)) < needed:
        raise DiskFull(available >> 20)


def free(folder: Path) -> int:
    """How many bytes this user may still write on the disk of a folder; 0 when it is gone."""
    if sys.platform == "win32":
        found = ctypes.c_ulonglong()
        ctypes.windll.kernel32.GetDiskFreeSpaceExW(str(folder), ctypes.byref(found), None, None)
        return found.value
    try:
        stat = os.statvfs(folder)
    except OSError:
        return 0
    return stat.f_bavail * stat.f_frsize


def _mounted(path: Path, mounts: Path) -> str:
    """The file system type of the mount that holds ``path``."""
    where = path.resolve()
    best, kind = -1, ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        parts = line.split(" ")
        point = Path(parts[1].replace("\\040", " "))
        if len(point.parts) > best and where.is_relative_to(point):
            best, kind = len(point.parts), parts[2]
    return kind
