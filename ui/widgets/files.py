"""Opening a file with the program that the system has for it."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_PREFIX = "圆桌议事-查看-"
_STAYS = timedelta(days=1)  # that somebody else's may still be looked at
_taken_out: list[Path] = []


def show_file(path: Path) -> None:
    """Open a file or a folder."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def away() -> Path:
    """A folder for a file that is taken out only to be looked at; it goes when the program ends."""
    made = Path(tempfile.mkdtemp(prefix=_PREFIX))
    _taken_out.append(made)
    return made


def put_away(now: datetime) -> None:
    """Delete what was taken out, and what an earlier run that ended badly has left.

    Photos and lists of people must not lie about. What another program still holds open stays until
    the next time.
    """
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if (
            path.is_dir()
            and datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo) < now - _STAYS
        ):
            _taken_out.append(path)
    while _taken_out:
        shutil.rmtree(_taken_out.pop(), ignore_errors=True)
