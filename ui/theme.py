"""How the program looks. No other module sets a style sheet."""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDir, QEvent
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.system import folders

Widget = TypeVar("Widget", bound=QWidget)
_CACHED, _SHEET = "roundtable-4", "sheet.qss"
_ITEM_RULE = re.compile(
    r"((?:Q(?:Table|Tree|List)View::item,\s*)*Q(?:Table|Tree|List)View::item\s*\{)([^}]*)\}"
)
_COLOUR_LINE = re.compile(r"(?m)^\s*(?:selection-|border-)?color:[^;]*;[^\n]*$")
BLUE, INK, LINE, RED, GREEN, AMBER = (
    "#1a5fd0", "#1f1f1f", "#cfd4da", "#b3261e", "#1b7a35", "#9a5b00",
)  # fmt: skip


def apply(app: QApplication, cache: Path | None = None) -> None:
    """Dress the program: qt-material's light theme, its faults mended, our own roles."""
    fonts = folders.resources() / "fonts"
    families = set(QFontDatabase.families())
    if not families & {"Microsoft YaHei", "Microsoft YaHei UI"}:
        for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
            QFontDatabase.addApplicationFont(str(fonts / name))
    where = cache or folders.cache() / "theme"
    palette = app.palette()
    app.setStyle("Fusion")
    app.setStyleSheet(_base(where) + _mended(folders.resources() / "theme"))
    palette.setColor(QPalette.ColorRole.Text, QColor(INK))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(INK))
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("#757575"))
    app.setPalette(palette)


def mark(widget: Widget, role: str) -> Widget:
    """Say what a widget is, or has become; the style sheet says how that looks."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        # a frame takes the padding of its new role only when it hears of it
        QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
    return widget


def _base(where: Path) -> str:
    """qt-material's sheet and icons, made once and cached: building them costs 100 ms a start."""
    home = where / _CACHED
    if not (home / _SHEET).is_file():
        try:
            _make(home)
        except OSError:  # nothing can be written there: for this start only, then
            home = Path(tempfile.mkdtemp(prefix="roundtable-")) / _CACHED
            atexit.register(shutil.rmtree, home.parent, ignore_errors=True)
            _make(home)
    QDir.setSearchPaths("icon", [str(home / "icons")])
    return (home / _SHEET).read_text("utf-8")


def _make(home: Path) -> None:
    """Fill a folder of our own, then give it its name: of two first starts one is the first."""
    from qt_material import build_stylesheet  # after PySide6, or it does not find it

    draft = home.with_name(f"{home.name}.{os.getpid()}")
    (draft / "icons").mkdir(parents=True, exist_ok=True)
    kept = dict(os.environ)
    try:
        text = build_stylesheet(
            theme="light_blue.xml",
            invert_secondary=True,
            extra={
                "density_scale": "-2",
                "font_family": "Microsoft YaHei UI, Microsoft YaHei, Noto Sans SC",
                "font_size": "15",
            },
            parent=str(draft / "icons"),
            export=True,  # without its own Latin fonts
        )
    finally:
        for name in set(os.environ) - set(kept):
            del os.environ[name]  # it leaves its colours there
    text = _ITEM_RULE.sub(lambda rule: rule[1] + _COLOUR_LINE.sub("", rule[2]) + "}", str(text))
    (draft / _SHEET).write_text(text, "utf-8")
    try:
        draft.replace(home)
    except OSError:
        if not (home / _SHEET).is_file():
            raise
        shutil.rmtree(draft, ignore_errors=True)  # another start was first


def _mended(folder: Path) -> str:
    text = (folder / "mended.qss").read_text("utf-8")
    return text.replace("url(check.svg)", f"url({(folder / 'check.svg').as_posix()})")
