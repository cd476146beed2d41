"""传阅签到: the window that is handed round. Everyone touches his own name, twice."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.attendance import Attendee
from desktop.system.pinyin import initials
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.theme import mark
from ui.widgets.page import entry, fit

COLUMNS = 4


class KioskWindow(QWidget):
    """Shows the list and nothing else of the program. Esc brings the secretary's window back."""

    def __init__(self, presenter: MeetingPresenter, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("签到")
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._presenter = presenter
        self._people: tuple[Attendee, ...] = ()
        self._asked: UUID | None = None  # whose name was touched once
        self.head = mark(QLabel(), "title")
        self.said = mark(QLabel("请点自己的名字，再点一次确认。"), "section")
        self.search = entry("找名字（可打拼音首字母）", 320)
        self.search.textChanged.connect(lambda _: self._show())
        self.buttons: dict[UUID, QPushButton] = {}
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._grid.setSpacing(12)
        area = QScrollArea()
        area.setWidget(self._inner)
        area.setWidgetResizable(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 18)
        for part in (self.head, self.said, self.search):
            whole.addWidget(part)
        whole.addWidget(area, stretch=1)
        fit(self, 1180, 700)

    def show_state(self, state: MeetingScreen) -> None:
        if state.told is None:
            return
        self.head.setText(f"{state.told.facts.title}　签到")
        if state.told.attendees != self._people:
            self._people = state.told.attendees
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        typed = self.search.text().strip().lower()
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.buttons.clear()
        meant = [p for p in self._people if typed in p.name or typed in initials(p.name)]
        for place, person in enumerate(meant):
            made = QPushButton(_words(person, asked=person.id == self._asked))
            made.setObjectName("tall")
            made.setAccessibleName(person.name)
            here = bool(person.stays) and not person.stays[-1].left
            made.setEnabled(not here)
            if person.id == self._asked:
                made.setDefault(True)
                mark(made, "main")
            made.clicked.connect(lambda _=False, who=person: self._touch(who))
            self.buttons[person.id] = made
            self._grid.addWidget(made, place // COLUMNS, place % COLUMNS)
        self._grid.setRowStretch(len(meant) // COLUMNS + 1, 1)
        if not meant:
            self._grid.addWidget(QLabel("没有这个名字，请告诉工作人员。"), 0, 0)

    def _touch(self, person: Attendee) -> None:
        if person.id != self._asked:
            self._asked = person.id
            self.said.setText(f"{person.name}，再点一次确认签到。")
        else:
            self._asked = None
            time = self._presenter.now() or (
                self._presenter.state.told.facts.starts if self._presenter.state.told else ""
            )
            self._presenter.ask(
                lambda: self._presenter.arrive(person.id, time),
                lambda problem: self._answered(person.name, problem),
            )
            self.search.clear()
        self._show()

    def _answered(self, name: str, problem: str) -> None:
        """Thanks only once it is on record: who stands in for another is not signed in twice."""
        self.said.setText(problem or f"{name}已签到，谢谢。请传给下一位。")


def _words(person: Attendee, *, asked: bool) -> str:
    if asked:
        return f"{person.name}\n再点一次确认"
    if person.stays and not person.stays[-1].left:
        return f"{person.name}\n{person.arrived} 已签到"
    return f"{person.name}\n{person.body_name}"
