"""Shows one chapter; links, back and forward are the text browser's own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from desktop.documents.handbook import Chapter
from desktop.documents.markdown import Figure
from ui import theme
from ui.help.text import html

NARROWEST = 320  # pixels of a picture


class Reader(QTextBrowser):
    """Addresses are ``chapter#section``; chapters and pictures come from the handbook's folder."""

    def __init__(self, chapters: Mapping[str, Chapter], folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._chapters, self._folder = chapters, folder
        self.setOpenLinks(True)
        self.setAccessibleName("手册正文")
        # nothing is wider than the text; and its width is the same for short chapters and long ones
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        theme.sized(self, "setTypeSize", 15)

    def setTypeSize(self, _pixels: int) -> None:  # noqa: N802 - called as Qt's own setters are
        """Whenever the look of the program changes, also that of the text."""
        theme.reading(self.document())
        if self.key():
            self.reload()

    def go(self, where: str) -> None:
        """Show a chapter, or a section of it."""
        key, _, section = where.partition("#")
        url = QUrl()
        url.setPath(key)
        if section:
            url.setFragment(section)
        self.setSource(url, QTextDocument.ResourceType.HtmlResource)

    def key(self) -> str:
        """The chapter that is shown."""
        return self.source().path()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        url = QUrl(name)
        if kind == QTextDocument.ResourceType.HtmlResource.value:
            chapter = self._chapters.get(url.path())
            return html(chapter) if chapter else ""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return self._picture(url.path())
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        chapter = self._chapters.get(self.key())
        if chapter and event.size().width() != event.oldSize().width():
            for part in chapter.parts:
                if isinstance(part, Figure):
                    kind, url = QTextDocument.ResourceType.ImageResource, QUrl(part.path)
                    self.document().addResource(kind, url, self._picture(part.path))
            self.document().markContentsDirty(0, self.document().characterCount())

    def _picture(self, path: str) -> QImage:
        """As sharp as the screen can show it, and no wider than the text."""
        image, ratio = QImage(str(self._folder / path)), self.devicePixelRatioF()
        room = self.viewport().width() - 2 * self.document().documentMargin()
        wide = round(min(image.width(), max(room, NARROWEST)) * ratio)
        image = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def mark(self, wanted: str, nth: int) -> None:
        """Shade every place of the words in this chapter, and go to one of them."""
        found: list[QTextCursor] = []
        cursor = QTextCursor(self.document())
        while wanted and not (cursor := self.document().find(wanted, cursor)).isNull():
            found.append(cursor)
        shades = []
        for number, each in enumerate(found):
            shade = QTextEdit.ExtraSelection()
            shade.cursor, shade.format = each, theme.found(now=number == nth)
            shades.append(shade)
        self.setExtraSelections(shades)
        if nth < len(found):
            at = QTextCursor(found[nth])
            at.clearSelection()
            self.setTextCursor(at)
            self.ensureCursorVisible()
