"""How the program looks. No other module sets a style sheet."""

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDir, QEvent, Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QApplication, QWidget

from desktop.system import folders
from desktop.system.preferences import Look
from ui import sheet

Widget = TypeVar("Widget", bound=QWidget)
_CACHED, _SHEET = "roundtable-4", "sheet.qss"
_ITEM_RULE = re.compile(
    r"((?:Q(?:Table|Tree|List)View::item,\s*)*Q(?:Table|Tree|List)View::item\s*\{)([^}]*)\}"
)
_COLOUR_LINE = re.compile(r"(?m)^\s*(?:selection-|border-)?color:[^;]*;[^\n]*$")
_SIZED = "sized"  # the property that holds what a widget's pixels are with type of standard size
_READING = (  # of Qt's own small CSS, for texts in a QTextBrowser
    "h1 { font-size: 22px; color: #1a5fd0; margin: 2px 0 10px 0 }"
    "h2 { font-size: 17px; color: #1f1f1f; margin: 18px 0 6px 0 }"
    "p, li { font-size: 15px; line-height: 150%; margin: 4px 0 6px 0 }"
    "td, th { font-size: 14px; line-height: 140%; border: 1px solid #cfd4da }"
    "table { border-collapse: collapse; margin: 6px 0 12px 0 }"
    "th { background-color: #f3f6fb }"
    "a { color: #1a5fd0 }"
    ".figure { margin: 10px 0 2px 0; line-height: 100% }"
    ".caption { color: #5f6368; font-size: 13px; margin: 0 0 14px 0 }"
)
_now = Look()  # the look of the program; there is one


def apply(app: QApplication, cache: Path | None = None, look: Look | None = None) -> None:
    """Dress the program: qt-material's light theme, its faults mended, our own roles.

    Also while it runs: every widget takes its new size at once.
    """
    global _now
    _now = look or _now
    fonts = folders.resources() / "fonts"
    families = set(QFontDatabase.families())
    if not families & {"Microsoft YaHei", "Microsoft YaHei UI"}:
        for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
            QFontDatabase.addApplicationFont(str(fonts / name))
    palette = app.palette()
    app.setStyle("Fusion")
    app.setStyleSheet(_sheet(cache or folders.cache() / "theme"))
    palette.setColor(QPalette.ColorRole.Text, ink(""))
    palette.setColor(QPalette.ColorRole.WindowText, ink(""))
    palette.setColor(QPalette.ColorRole.PlaceholderText, ink("hint"))
    app.setPalette(palette)
    for widget in app.allWidgets():
        for setter, pixels in widget.property(_SIZED) or ():
            getattr(widget, setter)(px(pixels))


@contextmanager
def bare(app: QApplication) -> Iterator[None]:
    """Make many widgets first and dress them all at the end.

    Under a style sheet every widget is dressed anew whenever it, or anything around it, is put into a
    layout: eleven pages took 0.9 s so, and take 0.35 s like this when a file is opened. (When another
    person takes over, the old pages are still there and are dressed once more: little is gained.)
    """
    sheet = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)


def wants_contrast(app: QApplication) -> bool:
    """Whether the system has been told to show strong contrasts."""
    hints = app.styleHints()
    told = hints.accessibility().contrastPreference()
    return told is Qt.ContrastPreference.HighContrast


def mark(widget: Widget, role: str) -> Widget:
    """Say what a widget is, or has become; the style sheet says how that looks."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        # a frame takes the padding of its new role only when it hears of it
        QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
    return widget


def px(pixels: int) -> int:
    """So many pixels beside type of standard size; more beside larger type."""
    return sheet.scaled(pixels, _now.size)


def line_px(pixels: int) -> int:
    """The same for the height of lines, which stand closer together or farther apart."""
    return sheet.spaced(px(pixels), _now.density)


def sized(widget: Widget, setter: str, pixels: int) -> Widget:
    """Give a widget a size through its method ``setter``, now and whenever the type gets another size."""
    kept = [each for each in widget.property(_SIZED) or () if each[0] != setter]
    widget.setProperty(_SIZED, [*kept, [setter, pixels]])
    getattr(widget, setter)(px(pixels))
    return widget


def ink(role: str) -> QColor:
    """The colour of what is painted by hand: bad, good, warn, hint, chosen; else that of plain text."""
    usual = sheet.INKS.get(role, sheet.INKS["plain"])
    strong = _now.contrast and role != "chosen"  # that one is light, under black text
    return QColor(sheet.strong(usual) if strong else usual)


def _sheet(where: Path) -> str:
    """The whole sheet, made once for each look: qt-material's own, then ours."""
    text = _base(where) + _mended(folders.resources() / "theme")
    return sheet.dressed(text, _now, (folders.resources() / "theme" / "contrast.qss"))


def reading(document: QTextDocument) -> None:
    """Dress a text that is read at length: the handbook. What it shows is to be set again then."""
    text = sheet.strengthened(_READING) if _now.contrast else _READING
    document.setDocumentMargin(px(18))
    document.setDefaultStyleSheet(sheet.dressed(text, replace(_now, contrast=False), Path()))


def found(*, now: bool) -> QTextCharFormat:
    """How words that were looked for stand out; ``now``: where one is."""
    made = QTextCharFormat()
    made.setBackground(QColor("#ffb74d" if now else "#fff2c4"))
    made.setForeground(QColor(sheet.BLACK))
    return made


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
