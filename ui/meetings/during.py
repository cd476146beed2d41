"""会中: who is here, what is said, how it was voted, who does what — with the keyboard."""

from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import NameNeeded
from desktop.domain.meeting import RECORDING, read_day
from desktop.domain.proceedings import Item, Note, Proceedings
from desktop.domain.terms import Basis, NoteKind, Outcome, ProposalState, Result
from desktop.services.big_screen import BigFacts
from desktop.services.sessions import Task
from desktop.system.pinyin import initials
from ui.actions import button
from ui.meetings.attendance import TableStrip
from ui.meetings.big import BigWindow
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.meetings.voting import VoteForm
from ui.widgets.autosave import Autosave, put
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import follow, row
from ui.widgets.table import Table, TableColumn


class DuringTab(QWidget):
    def __init__(self, presenter: MeetingPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.strip = TableStrip(presenter, self)
        self.items = QComboBox()
        self.items.setMinimumContentsLength(20)
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
            line.setPlaceholderText("发言人（可打拼音首字母）")
        self.kind = QComboBox()
        for kind in NoteKind:
            self.kind.addItem(kind.word, kind)
        self.kind.setCurrentIndex(list(NoteKind).index(NoteKind.OPINION))
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("发言内容、方案或议定事项……正在输入的内容每隔几秒自动保存")
        self.text.setTabChangesFocus(True)
        self.text.setMaximumHeight(76)
        self.outcome = QLabel()
        self.outcome.setWordWrap(True)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._autosave = Autosave(self.text, self._keep)
        self.big: BigWindow | None = None
        self._big_of: object = None  # what the second screen was last asked for
        self._place = ""
        self._names: tuple[str, ...] = ()
        self._lay_out()
        self.items.activated.connect(lambda _: self._choose_item())

    def show_state(self, state: MeetingScreen) -> None:
        told = state.told
        if told is None:
            return
        self.strip.show_state(state)
        self._show_items(told, state)
        recording = told.facts.stage in RECORDING
        for made in self.acts:
            made.setEnabled(recording)
        item = next((each for each in told.items if each.id == state.item), None)
        self.notes.set_rows(item.notes if item else told.other_notes)
        self.about.setText(_about(item) if item else "不属于任何议题的记录。")
        self.outcome.setText(_outcome(item) if item else "")
        names = tuple(each.name for each in told.attendees)
        if names != self._names:
            self._names = names
            self._show_speakers(names)
        wanted = (state.told, state.board, state.item)
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

    def _show_items(self, told: Proceedings, state: MeetingScreen) -> None:
        wanted: list[tuple[UUID | None, str]] = [
            (each.id, f"{each.number or '—'} {each.title}") for each in told.items
        ]
        wanted.append((None, "其他（不属于任何议题）"))
        now = [(self.items.itemData(i), self.items.itemText(i)) for i in range(self.items.count())]
        if now != wanted:
            self.items.clear()
            for key, text in wanted:
                self.items.addItem(text, key)
        index = [key for key, _ in wanted].index(state.item) if state.item else len(wanted) - 1
        self.items.setCurrentIndex(index)

    def _show_speakers(self, names: tuple[str, ...]) -> None:
        kept = self.speaker.currentText()
        self.speaker.clear()
        words = [f"{name}　{initials(name)}" for name in names]
        for name in names:
            self.speaker.addItem(name)
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

    def _choose_item(self) -> None:
        self.save_draft()
        put(self.text, "")
        self._presenter.choose_item(self.items.currentData())
        self._presenter.load()

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
        """Who is meant: a name, or the only one of whom the initials were typed."""
        typed = self.speaker.currentText().strip()
        if typed in self._names or not typed.isascii():
            return typed
        meant = [name for name in self._names if initials(name).startswith(typed.lower())]
        if typed and len(meant) == 1:
            self.speaker.setCurrentText(meant[0])
            return meant[0]
        return typed

    def _vote(self) -> None:
        item, time = self._item(), self.strip.needed_time()
        if item is None:
            self._presenter.refuse("请先选一项议题。")
        elif time:
            self._presenter.count(
                time, lambda board: VoteForm(self, self._presenter, item, board).open()
            )

    def _void(self) -> None:
        item = self._item()
        rounds = [r for r in item.rounds if r.result is not Result.VOID] if item else []
        if not rounds:
            self._presenter.refuse("这一项还没有表决。")
            return
        fields = [Field("reason", "作废原因")]
        Form(
            self,
            self._presenter,
            f"第{rounds[-1].sequence}次表决作废",
            fields,
            lambda v: self._presenter.void_round(rounds[-1].id, str(v["reason"])),
        ).open()

    def _task(self) -> None:
        item = self._item()
        fields = [
            Field("text", "事项", Kind.LONG, self.text.toPlainText().strip()),
            Field("lead", "责任（领办）", value=self._speaker(), hint="单位和负责人，也可以是列席单位"),
            Field("helpers", "协办"),
            Field("charged", "交办"),
            Field("due", "完成时限", hint="如 2026-09-30，可空"),
            Field("basis", "依据", Kind.CHOICE, Basis.VOTE if item and item.rounds else Basis.COMMITMENT,
                  [(b, b.word) for b in Basis]),
        ]  # fmt: skip

        def done(told: dict[str, object]) -> None:
            if not str(told["text"]).strip():
                raise NameNeeded("事项内容")
            due = str(told["due"]).strip()
            task = Task(
                str(told["text"]),
                str(told["lead"]),
                read_day(due) if due else None,
                Basis(str(told["basis"])),
                str(told["charged"]),
                str(told["helpers"]),
            )
            self._presenter.task(task, of_item=item is not None)

        form = Form(self, self._presenter, "议定事项", fields, done)
        form.accepted.connect(lambda: self._taken(""))
        form.open()

    def _withdraw(self) -> None:
        item = self._item()
        standing = [p for p in item.proposals if p.state is ProposalState.OPEN] if item else []
        if not standing:
            self._presenter.refuse("这一项没有可以撤回的方案。")
            return
        fields = [
            Field(
                "proposal",
                "方案",
                Kind.CHOICE,
                standing[-1].id,
                [(p.id, f"方案{p.version}：{p.text[:30]}") for p in standing],
            )
        ]
        Form(
            self,
            self._presenter,
            "撤回方案",
            fields,
            lambda v: self._presenter.withdraw(v["proposal"]),  # type: ignore[arg-type]
        ).open()

    def _conclude(self) -> None:
        item = self._item()
        if item is None:
            self._presenter.refuse("请先选一项议题。")
            return
        passing = {Outcome.PASSED, Outcome.PASSED_AMENDED}
        sound = [each for each in item.rounds if each.result is not Result.VOID]
        if sound and item.outcome:
            offered = list(dict.fromkeys((item.outcome, Outcome.POSTPONED)))
        elif item.owners_decide:
            offered = [o for o in Outcome if o not in passing | {Outcome.AGREED}]
        else:
            offered = [o for o in Outcome if o not in passing]
        usual = Outcome.RECOMMENDED if item.owners_decide else Outcome.AGREED
        choices = [(o, o.word) for o in offered]
        fields = [
            Field("outcome", "结果", Kind.CHOICE, item.outcome or usual, choices),
            Field("note", "说明"),
            Field("at", "清点时间", value=self.strip.time(), hint="填写则同时记下到会人数"),
        ]
        Form(
            self,
            self._presenter,
            "确定结果",
            fields,
            lambda v: self._presenter.conclude(
                Outcome(str(v["outcome"])), str(v["note"]), str(v["at"])
            ),
        ).open()

    def _strike(self) -> None:
        if note := self.notes.chosen():
            self._presenter.strike(note.id)
        else:
            self._presenter.refuse("请先在记录里选中要划掉的一条。")

    def _item(self) -> Item | None:
        told = self._presenter.state.told
        wanted = self._presenter.state.item
        return next((i for i in told.items if i.id == wanted), None) if told else None

    def _lay_out(self) -> None:
        names = {
            "note.add": self._note,
            "proposal.add": self._propose,
            "task.add": self._task,
            "vote.take": self._vote,
            "vote.void": self._void,
            "item.conclude": self._conclude,
            "note.strike": self._strike,
            "proposal.withdraw": self._withdraw,
        }
        right = QVBoxLayout()
        right.addLayout(row(self.items, button(self, "big.open", self._open_big)))
        right.addWidget(_scrolling(self.about, 64))
        right.addWidget(self.notes, stretch=1)
        line = row(self.speaker, self.kind, None)
        right.addLayout(line)
        right.addWidget(self.text)
        made = [button(self, name, act) for name, act in names.items()]
        note, propose, task, vote, void, conclude, strike, withdraw = made
        line.addWidget(withdraw)
        line.addWidget(strike)
        right.addLayout(row(note, propose, task, None, vote, void, conclude))
        right.addWidget(_scrolling(self.outcome, 88))
        self.acts = (*made, self.text, self.speaker, self.kind)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addWidget(self.strip.quorum)
        whole.addWidget(self.strip.bodies)
        both = QHBoxLayout()
        both.addWidget(self.strip, stretch=2)
        both.addLayout(right, stretch=3)
        whole.addLayout(both, stretch=1)
        # the keyboard goes as the work goes: item, who, what, done
        follow((self.items, self.speaker, self.kind, self.text, *made))


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
