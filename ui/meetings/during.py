"""会中: who is here, what is said, how it was voted, who does what — with the keyboard."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.attendance import Attendee
from desktop.domain.meeting import RECORDING
from desktop.domain.proceedings import Item, Note
from desktop.domain.terms import NoteKind
from desktop.services.big_screen import BigFacts
from desktop.system.pinyin import initials
from ui.actions import button
from ui.meetings.agenda import AgendaTable
from ui.meetings.attendance import TableStrip
from ui.meetings.big import BigWindow
from ui.meetings.floor import FloorPanel
from ui.meetings.item_forms import ItemForms
from ui.meetings.kiosk import KioskWindow
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.meetings.voting import VoteForm
from ui.widgets.autosave import Autosave, put
from ui.widgets.page import follow, row
from ui.widgets.table import Table, TableColumn


class DuringTab(QWidget):
    def __init__(self, presenter: MeetingPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.strip = TableStrip(presenter, self, self._hand_round)
        self.agenda = AgendaTable(presenter, self)
        self.forms = ItemForms(self, presenter, self.time, lambda: self._speaker())
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes: Table[Note] = Table(
            [
                TableColumn("时间", lambda n: n.at, 60),
                TableColumn("发言人", lambda n: n.speaker, 90),
                TableColumn("类型", lambda n: n.kind.word, 80),
                TableColumn(
                    "内容",
                    lambda n: f"〔已划掉〕{n.text}" if n.struck else n.text,
                    0,
                    ink=lambda n: "warn" if n.struck else "",
                ),
            ],
            "还没有记录。选发言人，打字，Ctrl+回车 记下。",
        )
        self.speaker = QComboBox()
        self.speaker.setEditable(True)
        self.speaker.setMinimumWidth(210)
        if line := self.speaker.lineEdit():
            line.setPlaceholderText("发言人：序号、拼音或姓名")
            line.returnPressed.connect(self._speaker_typed)
        self.kind = QComboBox()
        for kind in NoteKind:
            self.kind.addItem(kind.word, kind)
        self.kind.setCurrentIndex(list(NoteKind).index(NoteKind.OPINION))
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("发言内容、方案或议定事项……正在输入的内容每隔几秒自动保存")
        self.text.setTabChangesFocus(True)
        self.text.setMaximumHeight(64)
        self.outcome = QLabel()
        self.result = _scrolling(self.outcome, 64)
        self.result.hide()
        self.outcome.setWordWrap(True)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._autosave = Autosave(self.text, self._keep)
        self.big: BigWindow | None = None
        self._big_of: object = None  # what the second screen was last asked for
        self._place = ""
        self._people: tuple[Attendee, ...] = ()
        self.floor = FloorPanel(presenter, self, self._speaker, self._give_floor)
        self.kiosk: KioskWindow | None = None
        self._lay_out()
        self.agenda.chosen = self._leave_item

    def show_state(self, state: MeetingScreen) -> None:
        told = state.told
        if told is None:
            return
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
        self.about.setText(_about(item) if item else "不属于任何议题的记录。")
        self.outcome.setText(_outcome(item) if item else "")
        self.result.setVisible(bool(self.outcome.text()))
        if told.attendees != self._people:
            self._people = told.attendees
            self._show_speakers()
        wanted = (state.told, state.board, state.item, state.floor)
        if self.big is not None and wanted != self._big_of:
            self._big_of = wanted
            self._presenter.big_screen(self._show_big)
        if self._presenter.draft_place() != self._place:
            self._place = self._presenter.draft_place()
            self._presenter.read_draft(self._show_draft)

    def save_draft(self) -> None:
        """Keep what is being typed, now."""
        self._autosave.now()

    def _keep(self) -> None:
        self._presenter.keep_draft(self.text.toPlainText())

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

    def _show_draft(self, text: str) -> None:
        if not self.text.toPlainText().strip() and text:
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
        self._presenter.ask(lambda: self._presenter.propose(self._speaker(), text), self._taken)

    def _speaker(self) -> str:
        """Who is meant: a name, a number of the list, or the only one with these initials."""
        typed = self.speaker.currentText().strip()
        if typed.isdecimal():
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

    def _choose_kind(self, kind: NoteKind) -> None:
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.text.setFocus()

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
        right.addWidget(self.agenda)
        right.addLayout(row(_scrolling(self.about, 48), new, split, merge))
        right.addWidget(self.notes, stretch=1)
        right.addLayout(row(self.speaker, self.kind, None, withdraw, strike))
        right.addWidget(self.text)
        right.addLayout(row(note, propose, task, None, vote, void, conclude))
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
        for key, go in (("F2", self.strip.code), ("F3", self.speaker), ("F4", self.text)):
            QShortcut(QKeySequence(key), self).activated.connect(go.setFocus)
        # the keyboard goes as the work goes: item, who, what, done
        follow((self.agenda.table, self.speaker, self.kind, self.text, *made))


def _scrolling(label: QLabel, high: int) -> QScrollArea:
    """A text that may be long, in no more than ``high`` pixels."""
    area = QScrollArea()
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    area.setWidget(label)
    area.setWidgetResizable(True)
    area.setFixedHeight(high)
    return area


def _about(item: Item) -> str:
    parts = []
    if item.owners_decide:
        article = item.matter.article if item.matter else "民法典第二百七十八条"
        parts.append(f"业主共同决定（{article}）：本会只能形成建议。")
    parts += [
        f"方案{p.version}（{p.by or '未注明'}，{p.state.word}）：{p.text}"
        for p in item.proposals[-2:]
    ]
    return "\n".join(parts)


def _outcome(item: Item) -> str:
    parts = [
        f"第{r.sequence}次表决 {r.at}：到会{r.present}，同意{r.for_} 反对{r.against} 弃权{r.abstain}，"
        f"{r.inequality}，{r.result.word}"
        for r in item.rounds
    ]
    parts += [
        f"{t.number}. {t.text}（{t.lead or '责任未定'}，{t.due.isoformat() if t.due else '时限未定'}）"
        for t in item.resolutions
    ]
    if item.outcome:
        parts.append(f"结果：{item.outcome.word}")
    return "\n".join(parts)
