"""The window: places on the left, the compound above, the place itself on the right."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.actions import ACTIONS
from ui.help import where
from ui.theme import sized
from ui.widgets.page import TITLE_BAR, Page, fit

if TYPE_CHECKING:
    from desktop.services.communities import CompoundLine


PLACE_KEYS = (*(f"Alt+{number}" for number in range(1, 10)), "Alt+0", "Alt+-")
SMALLEST = (1024, 640)  # pixels of the window that the pages are laid out for
LINE = 34  # pixels of it that the line at the bottom takes


class _Whole(QWidget):
    """Holds what fills it. A layout would ask for the height at which nothing is squeezed, and the
    pages would scroll on every screen."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        sized(self, "ask_for", SMALLEST[1] - LINE)
        self._inner = inner
        inner.setParent(self)

    def ask_for(self, height: int) -> None:
        """Type that is larger needs more height; what is too wide for a line goes on in the next one."""
        self.setMinimumSize(SMALLEST[0], height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._inner.resize(event.size())


class MainWindow(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("圆桌议事")
        self.outer = QStackedWidget()
        self.area = QScrollArea()
        self.area.setWidget(_Whole(self.outer))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCentralWidget(self.area)
        # 911 × 512 where 1366 × 768 is drawn at 150 %: there the pages scroll, and nothing overlaps
        room = self.screen().availableGeometry()
        width, height = SMALLEST
        self.setMinimumSize(min(width, room.width()), min(height, room.height() - TITLE_BAR))
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._follow)
        self.places, self.pages = QListWidget(), QStackedWidget()
        self.compounds = QComboBox()
        self.operator = QLabel()
        self.change, self.leave = QPushButton("换人"), QPushButton("换文件")
        self.on_close: Callable[[], None] = lambda: None
        self.may_close: Callable[[], bool] = lambda: True
        self.on_save: Callable[[], None] = lambda: None
        self.on_again: Callable[[], None] = lambda: None
        self.help = QPushButton(ACTIONS["help"].word)
        self.help.setToolTip(f"{ACTIONS['help'].help}（{ACTIONS['help'].key}）")
        self.help.clicked.connect(self.show_help)
        self.on_help: Callable[[str, str], None] = lambda _where, _about: None
        self._lines: list[CompoundLine] = []
        self._wanted: UUID | None = None
        self._work = self._workplace()
        self.outer.addWidget(self._work)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._find)
        for number, key in enumerate(PLACE_KEYS):
            keys = QShortcut(QKeySequence(key), self)
            keys.activated.connect(lambda number=number: self._to_place(number))
        hop = {"F6": 1, "Shift+F6": -1, "Alt+F6": 1, "Alt+Shift+F6": -1}
        self._keys: dict[str, Callable[[], None]] = {
            "Ctrl+S": lambda: self.on_save(),
            "F5": lambda: self.on_again(),
            **{key: partial(self._hop, by) for key, by in hop.items()},
        }
        geometry = QSettings().value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            fit(self, 1280, 720)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Where the keyboard is, is seen."""
        if now is not None and self.outer.isAncestorOf(now):
            self.area.ensureWidgetVisible(now)

    def show_always(self, line: QWidget) -> None:
        """A line at the bottom that no message covers."""
        self.statusBar().addPermanentWidget(line)
        self.statusBar().setSizeGripEnabled(False)

    def show_welcome(self, page: QWidget) -> None:
        """Put the welcome page, or the first steps, in front."""
        self.outer.addWidget(page)
        self._show_only(page)

    def show_work(self) -> None:
        """Put the places in front; what stood there instead goes."""
        self._show_only(self._work)

    def _show_only(self, page: QWidget) -> None:
        """Show this; what else stood in front of the places is gone."""
        self.outer.setCurrentWidget(page)
        for other in [self.outer.widget(n) for n in range(self.outer.count())]:
            if other is not None and other not in (page, self._work):
                self.outer.removeWidget(other)
                other.deleteLater()

    def add_page(self, name: str, page: Page) -> None:
        number = self.places.count()
        self.places.addItem(name)
        if number < len(PLACE_KEYS):
            self.places.item(number).setToolTip(f"{name}（{PLACE_KEYS[number]}）")
        self.pages.addWidget(page)
        self.places.setCurrentRow(0)

    def clear_pages(self) -> None:
        """Take all places out, when another file is opened."""
        self._lines = []  # the same file opened again lists its compounds again
        self.places.clear()
        self._lines = []  # the next file may have the same compounds, and shows them anew
        while page := self.pages.widget(0):
            self.pages.removeWidget(page)
            page.deleteLater()

    def want(self, compound: UUID) -> None:
        """Choose this compound, now or as soon as it is listed."""
        # not findData: Qt compares Python objects by what they are, not by what they say
        known = [self.compounds.itemData(n) for n in range(self.compounds.count())]
        self._wanted = None if compound in known else compound
        if compound in known:
            self.compounds.setCurrentIndex(known.index(compound))

    def show_compounds(self, lines: "list[CompoundLine]") -> None:
        """List the compounds; what was chosen stays chosen."""
        if lines == self._lines:
            return
        self._lines = lines
        kept = self._wanted or self.compounds.currentData()
        self.compounds.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.compounds.clear()
        for line in lines:
            self.compounds.addItem(line.facts.name, line.id)
        self.compounds.blockSignals(False)  # noqa: FBT003
        known = [line.id for line in lines]
        self._wanted = None if kept in known else self._wanted
        self.compounds.setCurrentIndex(known.index(kept) if kept in known else len(lines) - 1)
        self.compounds.currentIndexChanged.emit(self.compounds.currentIndex())

    def compound(self) -> UUID | None:
        chosen = self.compounds.currentData()
        return chosen if isinstance(chosen, UUID) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that a page may use for something of its own come here when it did not."""
        act = self._keys.get(QKeySequence(event.keyCombination()).toString())
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _hop(self, by: int) -> None:
        """From the places to the page to its table, and round again."""
        page, now = self.pages.currentWidget(), self.focusWidget()
        if page is None or self.outer.currentWidget() is not self._work:
            return
        reached = [w for w in page.findChildren(QWidget) if _reached(w)]
        tables = [w for w in reached if isinstance(w, QTableView)][:1]
        others = [w for w in reached if not isinstance(w, QTableView)][:1]
        stations: list[QWidget] = [self.places, *others, *tables]
        here = 0 if now is self.places else stations.index(tables[0]) if now in tables else 1
        stations[(here + by) % len(stations)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_place(self, number: int) -> None:
        self.places.setCurrentRow(number)
        page = self.pages.currentWidget()
        if isinstance(page, Page):
            page.start()

    def go(self, place: str) -> None:
        """Go to a place by its name."""
        found = self.places.findItems(place, Qt.MatchFlag.MatchExactly)
        if found:
            self.places.setCurrentItem(found[0])

    def show_help(self) -> None:
        """F1: what the handbook says of this page, with the page's own sentence above."""
        page = self.pages.currentWidget() if self.outer.currentWidget() is self._work else None
        item = self.places.currentItem()
        about = page.help if isinstance(page, Page) else ""
        self.on_help(where.of(item.text() if item and page else "", page), about)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        QSettings().setValue("geometry", self.saveGeometry())
        self.on_close()
        super().closeEvent(event)

    def _find(self) -> None:
        find = getattr(self.pages.currentWidget(), "search_line", None)
        if isinstance(find, QWidget):
            find.setFocus()

    def _workplace(self) -> QWidget:
        self.places.setObjectName("places")
        sized(self.places, "setFixedWidth", 150)
        self.places.setAccessibleName("栏目")
        self.places.currentRowChanged.connect(self.pages.setCurrentIndex)
        sized(self.compounds, "setMinimumWidth", 220)
        self.compounds.setAccessibleName("小区")
        top = QHBoxLayout()
        top.setContentsMargins(18, 8, 18, 0)
        top.setSpacing(10)
        top.addWidget(QLabel("小区"))
        top.addWidget(self.compounds)
        top.addStretch(1)
        top.addWidget(self.operator)
        top.addWidget(self.change)
        top.addWidget(self.help)
        top.addWidget(self.leave)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(top)
        right.addWidget(self.pages, stretch=1)
        whole = QWidget()
        whole.setObjectName("page")
        whole.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.places)
        line.addLayout(right, stretch=1)
        return whole


def _reached(widget: QWidget) -> bool:
    """Whether the keyboard can go there now."""
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isVisible() and widget.isEnabled()
