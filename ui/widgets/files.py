"""Opening a file with the program that the system has for it."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_file(path: Path) -> None:
    """Open a file or a folder."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def away() -> Path:
    """A folder for a file that is taken out only to be looked at."""
    return Path(tempfile.mkdtemp(prefix="圆桌议事-"))
