"""Naming the program, and giving it the look that a person chose or the system asks for."""

from dataclasses import replace

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.system import folders
from desktop.system.preferences import Look
from ui import theme


def dress(qt: QApplication) -> None:
    """Name the program, speak Chinese in Qt's own boxes, apply the look."""
    qt.setApplicationName("roundtable")
    qt.setOrganizationName("roundtable")
    qt.setApplicationDisplayName("圆桌议事")
    translator = QTranslator(qt)
    where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", where):
        qt.installTranslator(translator)
    qt.setWindowIcon(QIcon(str(folders.resources() / "theme" / "icon.png")))
    theme.apply(qt)


class Dressing(QObject):
    """Keeps the look, and follows the system when it begins to ask for strong contrasts."""

    changed = Signal()

    def __init__(self, qt: QApplication, look: Look) -> None:
        super().__init__(qt)
        self._qt, self._look = qt, look
        self._hints = qt.styleHints().accessibility()
        self._hints.contrastPreferenceChanged.connect(lambda _: self.wear(self._look))
        self.wear(look)

    def wear(self, look: Look) -> None:
        """Show everything in this look from now on."""
        self._look = look
        asked = theme.wants_contrast(self._qt)
        theme.apply(self._qt, look=replace(look, contrast=look.contrast or asked))
        self.changed.emit()
