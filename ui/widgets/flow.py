"""Buttons side by side that go on in the next line where the window is narrow; none is cut."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

GAP = 8


class Flow(QLayout):
    """``None`` among the parts: what comes after it stands at the right while all is in one line."""

    def __init__(self, *parts: QWidget | None) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._right = len(parts)
        for number, part in enumerate(parts):
            if part is None:
                self._right = number
            else:
                self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        if not sizes:
            return QSize(0, 0)
        return QSize(max(s.width() for s in sizes), max(s.height() for s in sizes))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Put everything into lines; give the height of all of them."""
        seen = [(n, item) for n, item in enumerate(self._items) if not item.isEmpty()]
        whole = sum(item.sizeHint().width() + GAP for _, item in seen) - GAP
        spare = rect.width() - whole
        x, y, gone_right = rect.x(), rect.y(), False
        line: list[tuple[QLayoutItem, int, QSize]] = []
        for number, item in seen:
            size = item.sizeHint()
            if number >= self._right and spare > 0 and not gone_right:
                x, gone_right = x + spare, True
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + _place(line, y, move=move) + GAP, []
            line.append((item, x, size))
            x += size.width() + GAP
        return y + _place(line, y, move=move) - rect.y()


def _place(line: list[tuple[QLayoutItem, int, QSize]], top: int, *, move: bool) -> int:
    """Put one line in its place, low ones in the middle of it; give its height."""
    high = max((size.height() for _, _, size in line), default=0)
    for item, x, size in line if move else ():
        item.setGeometry(QRect(QPoint(x, top + (high - size.height()) // 2), size))
    return high
