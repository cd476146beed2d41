"""录入: scan, one key a matter, next. No mouse, no dialog, and a scanner cannot be mistaken for keys."""

from time import monotonic_ns

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain import area as areas
from desktop.domain.ballot import KEYS, WORDS
from desktop.domain.count import read_count
from desktop.domain.poll import Matter, allowed
from desktop.domain.terms import MatterKind, PollAct, PollStage
from ui.actions import button
from ui.theme import mark
from ui.votes.presenter import VotePresenter
from ui.votes.screen import VoteScreen
from ui.widgets.form import Field, Form
from ui.widgets.page import entry, hint, row

BURST, BURST_MS = 4, 20  # so many digits, each sooner after the last, come from a scanner
HOLD_MS = 25  # the last key of a paper waits so long for a burst to show itself


class EntryTab(QWidget):
    def __init__(self, presenter: VotePresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.scan = entry("扫描票上的码，或输入票号、房号（如 3-2-501）；直接回车录下一张", 520)
        self.again = QCheckBox("第二人复核（看不到第一次录入的内容）")
        self.help = hint("")
        self.card = mark(QLabel(), "big")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.lines: list[tuple[QLabel, QLabel]] = []
        self.grid = QGridLayout()
        self.grid.setColumnStretch(0, 3)
        self.grid.setColumnStretch(1, 2)
        self.recent = hint("")
        self._told: tuple[Matter, ...] = ()
        self._last_key = 0
        self._run = ""  # digits that came faster than fingers
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(presenter.finish)
        whole = QVBoxLayout(self)
        self.correct = button(self, "entry.correct", self._correct)
        self.besides = button(self, "ballot.besides", self._besides)
        whole.addLayout(row(self.scan, self.again, None, self.besides, self.correct))
        whole.addWidget(self.help)
        whole.addWidget(self.card)
        whole.addLayout(self.grid)
        whole.addWidget(self.said)
        whole.addStretch(1)
        whole.addWidget(self.recent)
        self.scan.returnPressed.connect(self._scanned)
        self.scan.installEventFilter(self)
        self.again.toggled.connect(lambda on: presenter.read_again(again=on))

    def start(self) -> None:
        """The keyboard belongs to the scan line from the first moment on."""
        self.scan.setFocus()

    def show_state(self, state: VoteScreen) -> None:
        told, typing = state.told, state.typing
        if told is None:
            return
        may = allowed(told.stage, PollAct.ENTER)
        self.scan.setEnabled(may)
        self.again.setVisible(told.rules.two_person)
        self.again.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.again.setChecked(typing.again)
        self.again.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.correct.setVisible(may and (not told.rules.secret or told.stage is PollStage.COUNTING))
        self.besides.setVisible(may and not told.rules.secret)
        if told.matters != self._told:
            self._lay(told.matters)
        if not may:
            self.card.setText(f"表决{told.stage.word}，现在不能录入。")
        elif told.rules.secret:
            self.card.setText("无记名票" if typing.card else "无记名：拿起一张票，按回车开始")
        elif typing.card is not None:
            card = typing.card
            area = f"　{areas.shown(card.area)} ㎡" if told.by_area else ""
            others = f"　本户另有 {card.others} 张票" if card.others else ""
            self.card.setText(
                f"{card.number.paper} 号　{card.door.words}　{card.names}{area}{others}"
            )
        elif typing.next is not None:
            self.card.setText(f"下一张：{typing.next.number.paper} 号　{typing.next.door.words}")
        else:
            self.card.setText("没有等待录入的票。" if not typing.again else "没有等待复核的票。")
        current = self._presenter.current
        self.help.setText(
            _help(current, blank_abstains=told.rules.blank_abstains)
            if current
            else "扫码或输入后，每项按一个键。退格改上一项，Esc 放下这张票。"
        )
        for place, (title, answer) in enumerate(self.lines):
            now = typing.card is not None and place == len(typing.keys)
            mark(title, "section" if now else "plain")
            answer.setText(self._answer(place, state))
            mark(answer, "good" if place < len(typing.keys) else "plain")
        self.said.setText(typing.said)
        mark(self.said, "problem" if typing.wrong else "done")
        self.recent.setText("\n".join(typing.recent))

    def _answer(self, place: int, state: VoteScreen) -> str:
        typing, matter = state.typing, self._told[place]
        if typing.card is None:
            return ""
        if place < len(typing.keys):
            key = typing.keys[place]
            if matter.kind is MatterKind.DECISION:
                return WORDS[KEYS[key]]
            words = {"N": "都不同意", "n": "都不同意", "X": "弃权", "x": "弃权", "0": "无效"}
            if key in words:
                return words[key]
            return "、".join(matter.options[int(each) - 1] for each in key.split())
        if place == len(typing.keys):
            return f"{' '.join(typing.digits)} ▏"
        return ""

    def _lay(self, matters: tuple[Matter, ...]) -> None:
        for pair in self.lines:
            for label in pair:
                self.grid.removeWidget(label)
                label.deleteLater()
        self.lines = []
        for place, matter in enumerate(matters):
            title, answer = QLabel(f"{place + 1}．{matter.title}"), QLabel()
            title.setWordWrap(True)
            self.grid.addWidget(title, place, 0)
            self.grid.addWidget(answer, place, 1)
            self.lines.append((title, answer))
        self._told = matters

    # -- keys ------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        typing = self._presenter.state.typing
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if typing.card is not None:
                return self._key(event)
            if typing.blocked and event.key() == Qt.Key.Key_Escape:
                self.scan.clear()
                self._presenter.cancel()
                return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """A key while a paper lies open: a mark, a correction — or a scanner's burst."""
        # when the key was struck, not when a busy window got round to it
        now, text = event.timestamp() or monotonic_ns() // 1_000_000, event.text()
        fast, self._last_key = now - self._last_key < BURST_MS, now
        self._run = self._run + text if fast and text.isdecimal() else text
        if len(self._run) >= BURST:
            self._hold.stop()
            self._presenter.cancel()  # what the burst began with was no mark
            self.scan.setText(self._run)
            self._run = ""
            return True
        match event.key():
            case Qt.Key.Key_Escape:
                self._hold.stop()
                self._presenter.cancel()
            case Qt.Key.Key_Backspace:
                self._hold.stop()
                self._presenter.back()
            case _ if text:
                self._presenter.key(text)
                if self._presenter.complete:
                    self._hold.start()
            case _:
                return False
        return True

    def _correct(self) -> None:
        """A paper that was typed wrongly: read it again, with the reason; the first reading stays."""
        told = self._presenter.state.told
        if told is None:
            return
        secret = told.rules.secret
        fields = [
            Field("paper", "箱内第几张", hint="录入时显示的序号，如 17")
            if secret
            else Field("paper", "票号或房号", hint="扫码，或输入票号、房号")
        ]
        fields += [
            Field(f"k{n}", f"{n}．{matter.title}", hint="1 同意 2 反对 3 弃权 0 无效；选举填序号")
            for n, matter in enumerate(told.matters, 1)
        ]
        fields.append(Field("why", "原因", hint="如：看错了一行，已对照原票"))
        names = [field.name for field in fields[1:-1]]

        def correct(said: dict[str, object]) -> None:
            keys, why = [str(said[name]) for name in names], str(said["why"])
            if secret:
                self._presenter.correct_secret(read_count(str(said["paper"])), keys, why)
            else:
                self._presenter.correct_entry(str(said["paper"]), keys, why)

        Form(
            self, self._presenter, "改录一张票", fields, correct,
            "改录会留下原来的录入、改录的人、时间和原因。",
        ).open()  # fmt: skip

    def _besides(self) -> None:
        """The same door hands in another paper: it gets a number of its own, and is read at once."""
        fields = [
            Field("paper", "票号或房号", hint="扫码，或输入票号、房号"),
            Field("why", "原因", hint="如：夫妻二人各交一张；换发后旧票又找到交回"),
        ]
        Form(
            self, self._presenter, "另收一张票", fields,
            lambda said: self._presenter.receive_besides(str(said["paper"]), str(said["why"])),
            "用于同一户已经交回、又交来一张的情形。另收的票单独编号，请把新票号写在票上；"
            "两张不一致时，在“计票”页裁定以哪张为准。",
        ).open()  # fmt: skip

    def _scanned(self) -> None:
        text = self.scan.text()
        self.scan.clear()
        self._presenter.scan(text)


def _help(matter: Matter, *, blank_abstains: bool) -> str:
    match matter.kind:
        case MatterKind.DECISION:
            if blank_abstains:
                return "1 同意　2 反对　3 弃权（没打勾也按 3）　0 无效（打了两个、看不清）　退格改　Esc 放下"
            return "1 同意　2 反对　3 弃权　0 无效（没打勾、打了两个、看不清）　退格改上一项　Esc 放下这张票"
        case MatterKind.CHOICE:
            names = "　".join(f"{n} {name}" for n, name in enumerate(matter.options, 1))
            return f"{names}　N 都不同意　X 弃权　0 无效"
        case MatterKind.ELECTION:
            names = "　".join(f"{n} {name}" for n, name in enumerate(matter.options, 1))
            return f"输入所选候选人的序号再回车：{names}　N 都不同意　X 弃权　0 无效"
