"""Files that are whole or not there: temp → fsync → rename, with names every Windows takes."""

import contextlib
import errno
import os
import unicodedata
from pathlib import Path

from desktop.domain.errors import CannotRead, CannotWrite

_FORBIDDEN = set('<>:"/\\|?*')
_DEVICES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{d}{n}" for d in ("COM", "LPT") for n in "123456789¹²³"),
}
MAX_BYTES = 120
# What a user can do something about; the system's own words, often English, for the rest.
_WHY = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EACCES: "没有权限，或文件正被别的程序打开",
    errno.EPERM: "没有权限，或文件正被别的程序打开",
    errno.EBUSY: "文件正被别的程序打开",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错，可能是U盘松动或硬盘有坏道",
    errno.ENOENT: "找不到文件或文件夹，U盘可能已拔出",
    errno.ENOTDIR: "找不到文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENAMETOOLONG: "名字太长",
    errno.ENODEV: "U盘或磁盘已拔出",
    errno.ENXIO: "U盘或磁盘已拔出",
}


def why(wrong: OSError) -> str:
    """Why the system could not do it, in Chinese where it is one of the usual causes."""
    return _WHY.get(wrong.errno or 0) or wrong.strerror or str(wrong)


def safe_name(text: str) -> str:
    """A file name without path, control or bidi characters, device names, trailing dots."""
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(
        "_" if c in _FORBIDDEN else c
        for c in plain
        if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )
    kept = " ".join(kept.split()).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if not stem or len(suffix) > 5:
        stem, dot, suffix = kept, "", ""
    tail = f"{dot}{suffix}"
    while len((stem + tail).encode()) > MAX_BYTES:
        # what a paper is stands at the end of its name: only the middle is given up
        middle = len(stem) // 2
        stem = stem[: middle - 1] + stem[middle:]
    stem = stem.strip(" .") or "未命名"
    if stem.split(".")[0].strip().upper() in _DEVICES:
        stem = f"_{stem}"
    return stem + tail


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``: the old file stays as it was until the new one is safe."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as wrong:
        raise CannotWrite(str(path), why(wrong)) from wrong
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def read_whole(path: Path) -> bytes:
    """The bytes of a file the user chose; raise ``CannotRead`` in words."""
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise CannotRead(path.name, why(wrong)) from wrong


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
