"""会中: who is here, what is said, how it was voted, who does what — with the keyboard."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.attendance import Attendee
from desktop.domain.count import is_count
from desktop.domain.meeting import RECORDING
from desktop.domain.proceedings import Note
from desktop.domain.terms import NoteKind
from desktop.services.big_screen import BigFacts
from desktop.system.pinyin import initials
from ui.actions import KeyedPage, button
from ui.meetings.agenda import AgendaTable
from ui.meetings.attendance import TableStrip
from ui.meetings.big import BigWindow
from ui.meetings.floor import FloorPanel
from ui.meetings.item_forms import ItemForms
from ui.meetings.item_panel import ItemPanel, outcome
from ui.meetings.kiosk import KioskWindow
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.meetings.voting import VoteForm
from ui.theme import sized
from ui.widgets.autosave import Autosave, put
from ui.widgets.flow import Flow
from ui.widgets.page import Scrolling, choice, follow, long_text, row
from ui.widgets.table import ROW, Table, TableColumn

_STRUCK = 4  # the column that says by whom a note was struck


class DuringTab(KeyedPage):
    def __init__(self, presenter: MeetingPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.strip = TableStrip(presenter, self, self._hand_round)
        self.agenda = AgendaTable(presenter, self)
        self.forms = ItemForms(self, presenter, self.time, lambda: self._speaker())
        self.item = ItemPanel(self)
        self.notes: Table[Note] = Table(
            [
                TableColumn("时间", lambda n: n.at, 60),
                TableColumn("发言人", lambda n: n.speaker, 90),
                TableColumn("类型", lambda n: n.kind.word, 80),
                TableColumn(
                    "内容",
                    _said,
                    0,
                    ink=lambda n: "warn" if n.struck else "",
                    struck=lambda n: bool(n.struck),
                ),
                TableColumn("", _struck, 130, ink=lambda _: "warn"),
            ],
            "还没有记录。选发言人，打字，Ctrl+回车 记下。",
        )
        self.speaker = choice("发言人")
        self.speaker.setEditable(True)
        sized(self.speaker, "setMinimumWidth", 210)
        if line := self.speaker.lineEdit():
            line.setPlaceholderText("发言人：序号、拼音或姓名")
            line.returnPressed.connect(self._speaker_typed)
        self.kind = choice("记录的类型")
        for kind in NoteKind:
            self.kind.addItem(kind.word, kind)
        self.kind.setCurrentIndex(list(NoteKind).index(NoteKind.OPINION))
        self.text = long_text(name="发言内容")
        self.text.setPlaceholderText("发言内容、方案或议定事项……正在输入的内容每隔几秒自动保存")
        sized(self.text, "setMaximumHeight", 64)
        self.outcome = QLabel()
        self.result = Scrolling(self.outcome, 64)
        self.result.hide()
        self.outcome.setWordWrap(True)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._autosave = Autosave(self.text, self._keep)
        self.big: BigWindow | None = None
        self._big_of: object = None  # what the second screen was last asked for
        self._place = ""  # of the draft that is being typed
        self._meeting: object = None
        self._people: tuple[Attendee, ...] = ()
        self.floor = FloorPanel(presenter, self, self._speaker, self._give_floor)
        self.kiosk: KioskWindow | None = None
        self._lay_out()
        self.agenda.chosen = self._leave_item

    def show_state(self, state: MeetingScreen) -> None:
        told = state.told
        if told is None:
            return
        if state.ref != self._meeting:
            self._meeting = state.ref
            self._forget()
        self.strip.show_state(state)
        self.agenda.show_state(state)
        self.floor.show_state(state)
        if self.kiosk is not None:
            self.kiosk.show_state(state)
        recording = told.facts.stage in RECORDING
        for made in self.acts:
            made.setEnabled(recording)
        item = next((each for each in told.items if each.id == state.item), None)
        self.notes.set_rows(item.notes if item else told.other_notes)
        self.notes.setColumnHidden(_STRUCK, not any(note.struck for note in self.notes.source.rows))
        self.item.show_item(item, told)
        self.outcome.setText(outcome(item) if item else "")
        self.result.setVisible(bool(self.outcome.text()))
        if told.attendees != self._people:
            self._people = told.attendees
            self._show_speakers()
        wanted = (state.told, state.board, state.item, state.floor)
        if self.big is not None and wanted != self._big_of:
            self._big_of = wanted
            self._presenter.big_screen(self._show_big)
        if self._presenter.draft_place() != self._place:
            if self._autosave.waiting:  # typed for where we come from
                self.save_draft()
            place = self._place = self._presenter.draft_place()
            put(self.text, "")
            self._presenter.read_draft(lambda text: self._show_draft(place, text))

    def save_draft(self) -> None:
        """Keep what is being typed, now."""
        self._autosave.now()

    def _keep(self) -> None:
        self._presenter.keep_draft(self._place, self.text.toPlainText())

    def _forget(self) -> None:
        """Another meeting: who spoke and what was typed in the one before stays with that one."""
        if self._autosave.waiting:
            self.save_draft()
        put(self.text, "")
        self._place = ""
        self.speaker.setCurrentText("")
        self._choose(NoteKind.OPINION)

    def _taken(self, problem: str) -> None:
        """What was typed is on record, or it is not and stays where it is."""
        if problem:
            self._presenter.refuse(problem)
        else:
            put(self.text, "")
            self._autosave.now()
        self.text.setFocus()

    # -- showing -------------------------------------------------------------------------------

    def _show_speakers(self) -> None:
        kept = self.speaker.currentText()
        self.speaker.clear()
        words = [f"{p.name}　{p.number} {initials(p.name)}" for p in self._people]
        for person in self._people:
            self.speaker.addItem(person.name)
        completer = QCompleter(words, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._speaker_chosen)
        self.speaker.setCompleter(completer)
        self.speaker.setCurrentText(kept)

    def _speaker_chosen(self, word: str) -> None:
        QTimer.singleShot(0, lambda: self.speaker.setCurrentText(word.split("　")[0]))

    def _show_draft(self, place: str, text: str) -> None:
        if place == self._place and not self.text.toPlainText().strip() and text:
            put(self.text, text)

    def _open_big(self) -> None:
        if self.big is None:
            self.big = BigWindow(self)
            self.big.destroyed.connect(self._big_gone)
            self.big.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.big.show()
        self._big_of = None
        self._presenter.big_screen(self._show_big)

    def _big_gone(self) -> None:
        self.big = None

    def _show_big(self, facts: BigFacts) -> None:
        if self.big is not None:
            self.big.show_facts(facts)

    # -- what keys and buttons do ------------------------------------------------------------------

    def time(self) -> str:
        """The time to record."""
        return self.strip.time()

    def _leave_item(self) -> None:
        """Another item comes up: what was being typed stays with this one."""
        self.save_draft()
        put(self.text, "")

    def _give_floor(self, name: str) -> None:
        self.speaker.setCurrentText(name)
        self.text.setFocus()

    def _hand_round(self) -> None:
        if self.kiosk is None:
            self.kiosk = KioskWindow(self._presenter, self)
            self.kiosk.destroyed.connect(self._kiosk_gone)
        self.kiosk.show_state(self._presenter.state)
        self.kiosk.showMaximized()

    def _kiosk_gone(self) -> None:
        self.kiosk = None

    def _note(self) -> None:
        text = self.text.toPlainText().strip()
        if not text:
            self._presenter.refuse("请先写发言内容。")
            return
        kind, speaker = NoteKind(self.kind.currentData()), self._speaker()
        self._presenter.ask(
            lambda: self._presenter.note(self.strip.time(), speaker, text, kind), self._taken
        )

    def _propose(self) -> None:
        text = self.text.toPlainText().strip()
        if not text:
            self._presenter.refuse("请先写方案内容。")
            return
        speaker, time = self._speaker(), self.time()
        self._presenter.ask(lambda: self._presenter.propose(speaker, text, time), self._taken)

    def _speaker(self) -> str:
        """Who is meant: a name, a number of the list, or the only one with these initials."""
        typed = self.speaker.currentText().strip()
        if is_count(typed):
            meant = [p.name for p in self._people if p.number == int(typed)]
        elif typed.isascii() and typed:
            wanted = typed.lower()
            meant = [p.name for p in self._people if initials(p.name).startswith(wanted)]
        else:
            return typed
        if len(meant) != 1:
            return typed
        self.speaker.setCurrentText(meant[0])
        return meant[0]

    def reveal(self, panel: QWidget) -> None:
        self.left.setCurrentWidget(panel)

    def _choose(self, kind: NoteKind) -> None:
        self.kind.setCurrentIndex(self.kind.findData(kind))

    def _choose_kind(self, kind: NoteKind) -> None:
        self._choose(kind)
        self.text.setFocus()

    def _to_door(self) -> None:
        self._to(self.strip.code)

    def _to_time(self) -> None:
        self._to(self.strip.at)

    def _to(self, line: QLineEdit) -> None:
        self.reveal(self.strip)
        line.setFocus()
        line.selectAll()

    def _to_speaker(self) -> None:
        """Who speaks next is typed over who spoke last."""
        self.speaker.setFocus()
        if line := self.speaker.lineEdit():
            line.selectAll()

    def _speaker_typed(self) -> None:
        """A number, initials or a name, and Enter: who it is stands there, and writing begins."""
        self._speaker()
        self.text.setFocus()

    def _vote(self) -> None:
        item, time = self.forms.item, self.strip.needed_time()
        if item is None:
            self._presenter.refuse("请先选一项议题。")
        elif time:
            self._presenter.count(
                time, lambda board: VoteForm(self, self._presenter, item, board).open()
            )

    def _strike(self) -> None:
        if note := self.notes.chosen():
            self._presenter.strike(note.id)
        else:
            self._presenter.refuse("请先在记录里选中要划掉的一条。")

    def _lay_out(self) -> None:
        names = {
            "note.add": self._note,
            "proposal.add": self._propose,
            "task.add": lambda: self.forms.task(self.text.toPlainText().strip(), self._taken),
            "vote.take": self._vote,
            "vote.void": self.forms.void,
            "item.conclude": self.forms.conclude,
            "note.strike": self._strike,
            "proposal.withdraw": self.forms.withdraw,
            "item.new": self.forms.new,
            "item.split": self.forms.split,
            "item.merge": self.forms.merge,
        }
        made = [button(self, name, act) for name, act in names.items()]
        note, propose, task, vote, void, conclude, strike, withdraw, new, split, merge = made
        right = QVBoxLayout()
        big = button(self, "big.open", self._open_big)
        right.addWidget(self.agenda, stretch=3)
        right.addLayout(row(self.item.area, new, split, merge))
        right.addWidget(self.item, stretch=2)
        sized(self.notes, "setMinimumHeight", 2 * ROW)
        right.addWidget(self.notes, stretch=4)
        right.addLayout(Flow(self.speaker, self.kind, None, withdraw, strike))
        right.addWidget(self.text)
        right.addLayout(Flow(note, propose, task, None, vote, void, conclude))
        right.addWidget(self.result)
        self.acts = (*made, self.text, self.speaker, self.kind)
        self.left = QTabWidget()
        self.left.addTab(self.strip, "签到")
        self.left.addTab(self.floor, "发言次序")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(row(self.strip.quorum, None, big))
        whole.addWidget(self.strip.bodies)
        both = QHBoxLayout()
        both.addWidget(self.left, stretch=2)
        both.addLayout(right, stretch=3)
        whole.addLayout(both, stretch=1)
        for number, kind in enumerate(NoteKind, 1):
            keys = QKeySequence(f"Ctrl+{number}")
            self.kind.setItemText(number - 1, f"{kind.word}  Ctrl+{number}")
            QShortcut(keys, self).activated.connect(lambda kind=kind: self._choose_kind(kind))
        for key, go in (
            ("F2", self._to_door),
            ("F3", self._to_speaker),
            ("F4", self.text.setFocus),
            ("Shift+F4", self._to_time),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(go)
        # the keyboard goes as the work goes: item, who, what, done
        follow((self.agenda.table, self.speaker, self.kind, self.text, *made))


def _said(note: Note) -> str:
    return f"〔已划掉〕{note.text}" if note.struck else note.text


def _struck(note: Note) -> str:
    """Who struck a note, and when."""
    return f"{note.struck_at} {note.struck}划掉".strip() if note.struck else ""
