"""Words drawn at a given size in a given place: long ones are elided, and never make a window grow."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QWidget

_UNSET = 0


class Words(QLabel):
    """``hanging``: lines after the first begin under what follows this character of the first one;
    ``lines_each``: how many lines a paragraph may have, 0 for as many as there is room for."""

    def __init__(self, parent: QWidget, hanging: str = "", lines_each: int = 0) -> None:
        super().__init__(parent)
        self._hanging, self._each, self._size = hanging, lines_each, _UNSET
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def set_size(self, pixels: int) -> None:
        """How tall the type is."""
        self._size = pixels
        self.update()

    @property
    def type_size(self) -> int:
        """How tall the type is, in pixels."""
        return self._size

    def tall(self, width: int, most: int) -> int:
        """How tall the text is at this width, in no more than so many lines."""
        if not self.text():
            return 0
        return len(list(self._lines(width, most))) * self._pitch()

    def shown(self) -> list[str]:
        """The lines as they stand there now."""
        return [text for _, text in self._lines(self.width(), self._room())]

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setPen(self.palette().windowText().color())
        metrics, down = QFontMetrics(self._font()), 0
        right = bool(self.alignment() & Qt.AlignmentFlag.AlignRight)
        for indent, text in self._lines(self.width(), self._room()):
            left = self.width() - metrics.horizontalAdvance(text) if right else indent
            painter.drawText(QPointF(left, down + metrics.ascent()), text)
            down += self._pitch()
        painter.end()

    def _font(self) -> QFont:
        font = QFont(self.font())
        if self._size:
            font.setPixelSize(self._size)
        return font

    def _pitch(self) -> int:
        return QFontMetrics(self._font()).height()

    def _room(self) -> int:
        return max(1, self.height() // max(1, self._pitch()))

    def _lines(self, width: int, most: int) -> Iterator[tuple[int, str]]:
        """Line by line with its indent, the last one that may stand there elided."""
        left = most
        for paragraph in self.text().split("\n"):
            may = min(left, self._each or left)
            if may <= 0:
                return
            for line in self._broken(paragraph, width, may):
                yield line
                left -= 1

    def _broken(self, paragraph: str, width: int, most: int) -> list[tuple[int, str]]:
        font = self._font()
        metrics = QFontMetrics(font)
        head, found, _ = paragraph.partition(self._hanging) if self._hanging else ("", "", "")
        indent = metrics.horizontalAdvance(head + found) if found else 0
        layout = QTextLayout(paragraph, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines: list[tuple[int, str]] = []
        while (line := layout.createLine()).isValid():
            by = indent if lines else 0
            if len(lines) + 1 == most:
                rest = paragraph[line.textStart() :]
                elided = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, max(0, width - by))
                lines.append((by, elided))
                break
            line.setLineWidth(max(1, width - by))
            lines.append((by, paragraph[line.textStart() :][: line.textLength()]))
        layout.endLayout()
        return lines or [(0, "")]
