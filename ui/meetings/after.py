"""会后: the minutes in two copies, checked, finalised, printed and posted; the meeting's files."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.documents.words import GAP
from desktop.domain.meeting import allowed
from desktop.domain.terms import Act, Copy, Stage
from desktop.services.attachments import AttachmentLine
from desktop.services.minutes import MinutesText
from desktop.services.minutes_checks import LineSource
from desktop.services.papers import AFTER, PUBLIC
from ui.actions import button
from ui.meetings.minutes_forms import MinutesForms
from ui.meetings.presenter import MeetingPresenter, MeetingScreen
from ui.presenter import Basis
from ui.theme import mark, sized
from ui.widgets.autosave import Autosave, put
from ui.widgets.files import away, show_file
from ui.widgets.flow import Flow
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import choice, hint, long_text, row
from ui.widgets.preview import PaperPanel
from ui.widgets.table import Table, TableColumn

_KINDS = ("签到表", "照片", "委托书", "证明", "其他")


class AfterTab(QWidget):
    def __init__(self, presenter: MeetingPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.copy = choice("哪一份纪要")
        for each in Copy:
            self.copy.addItem(each.word, each)
        self.state_line = hint("")
        self.problems = mark(QLabel(), "warning")
        self.problems.setWordWrap(True)
        self.text = long_text(name="纪要正文")
        self.text.setPlaceholderText("散会之后，这里会按记录起草纪要。")
        self.files: Table[AttachmentLine] = Table(
            [
                TableColumn("会议档案", lambda a: a.name, 0),
                TableColumn("种类", lambda a: a.kind, 80),
                TableColumn("大小", lambda a: f"{max(1, a.size >> 10)} KB", 90, right=True),
            ],
            "还没有收进照片或签到表扫描件。点“收进照片或扫描件…”。",
        )
        sized(self.files, "setMaximumHeight", 110)
        self.files.opened.connect(self._open_file)
        self.papers = PaperPanel(presenter, AFTER, folder, self)
        self.buttons: dict[str, QPushButton] = {}
        self._shown: MinutesText | None = None
        self._basis = presenter.basis()  # of the text that is being edited
        self._autosave = Autosave(self.text, self._keep)
        self.source = hint("")
        self._source_item: UUID | None = None
        self._asked_of = ""  # the line whose source was asked for last
        self.forms = MinutesForms(self, presenter, self.text, self._copy, self.save_typing)
        self.go_there: Callable[[], None] = _nowhere  # shows what the session recorded
        self._lay_out()
        self.buttons["minutes.go"].hide()
        self.copy.activated.connect(lambda _: self._switch())
        self.text.cursorPositionChanged.connect(self._ask_source)

    def show_state(self, state: MeetingScreen) -> None:
        told = state.told
        if told is None or not state.minutes:
            return
        stage = told.facts.stage
        current = next(each for each in state.minutes if each.copy is self._copy())
        editable = stage is Stage.CLOSED
        if current != self._shown:
            self._shown = current
            # what is being typed right now is newer than anything that was read
            if not self._autosave.waiting:
                self._basis = self._presenter.basis()
                if self.text.toPlainText() != current.text:
                    put(self.text, current.text)
        self.text.setReadOnly(not editable)
        self.state_line.setText(_line(current, stage))
        self.problems.setText("\n".join(state.problems))
        self.problems.setVisible(bool(state.problems) and editable)
        self._enable(stage)
        self.buttons["minutes.confirm"].setVisible(current.stale and editable)
        unlike = any("记录不一致" in each for each in state.problems)
        self.buttons["minutes.numbers"].setVisible(unlike and editable)
        self.buttons["minutes.correct"].setVisible(current.final)
        self.buttons["minutes.back"].setVisible(state.thrown is not None and editable)
        self.files.set_rows(state.attachments)
        self.attach.setEnabled(allowed(stage, Act.ATTACH))
        self.go_on.setEnabled(allowed(stage, Act.GO_ON))
        self.papers.show_state(state)

    def _enable(self, stage: Stage) -> None:
        on = {
            "minutes.save": stage is Stage.CLOSED,
            "minutes.again": stage is Stage.CLOSED,
            "minutes.final": stage is Stage.CLOSED,
            "minutes.read": stage is Stage.CLOSED,
            "minutes.correct": stage in {Stage.MINUTES_FINAL, Stage.POSTED, Stage.ARCHIVED},
            "minutes.confirm": stage is Stage.CLOSED,
            "minutes.back": stage is Stage.CLOSED,
            "minutes.reopen": stage in {Stage.MINUTES_FINAL, Stage.POSTED},
            "post": stage is Stage.MINUTES_FINAL,
            "archive": stage in {Stage.MINUTES_FINAL, Stage.POSTED},
        }
        for name, enabled in on.items():
            self.buttons[name].setEnabled(enabled)

    def _lay_out(self) -> None:
        acts = {
            "minutes.save": self._save,
            "minutes.again": lambda: self._presenter.start_again(self._copy()),
            "minutes.confirm": self._confirm,
            "minutes.back": self._presenter.put_back,
            "minutes.final": self._finalise,
            "minutes.reopen": self.forms.reopen,
            "minutes.read": self.forms.read,
            "minutes.numbers": self.forms.numbers,
            "minutes.correct": self.forms.correct,
            "minutes.phrase": self.forms.phrase,
            "minutes.go": self._go_to_source,
        }
        for name, act in acts.items():
            self.buttons[name] = button(self, name, act)
        for name, word, act in (
            ("post", "已张贴公示", self._presenter.post),
            ("archive", "归档", self._archive),
        ):
            self.buttons[name] = QPushButton(word)
            self.buttons[name].clicked.connect(lambda _=False, act=act: act())
        self.attach = QPushButton("收进照片或扫描件…")
        self.attach.clicked.connect(lambda: self._attach())
        self.go_on = button(self, "meeting.go_on", self._go_on)
        left = QVBoxLayout()
        left.addLayout(
            row(
                self.copy,
                self.buttons["minutes.save"],
                self.buttons["minutes.again"],
                self.buttons["minutes.back"],
                self.buttons["minutes.confirm"],
                None,
                self.buttons["minutes.phrase"],
            )
        )
        left.addWidget(self.state_line)
        left.addWidget(self.text, stretch=1)
        aside = row(self.source, self.buttons["minutes.go"], self.buttons["minutes.numbers"])
        aside.setStretch(0, 1)
        left.addLayout(aside)
        left.addWidget(self.problems)
        left.addWidget(self.files)
        opened = button(self, "file.open", self._open_file)
        versions = button(self, "minutes.versions", self.forms.versions)
        left.addLayout(
            Flow(
                self.attach,
                opened,
                self.go_on,
                None,
                versions,
                self.buttons["minutes.correct"],
                self.buttons["minutes.reopen"],
            )
        )
        self.papers.more.addWidget(button(self, "paper.more", self._show_more))
        left.addLayout(
            Flow(
                button(self, "paper.pack", lambda: self._presenter.write_pack(AFTER, self._folder)),
                button(
                    self, "meeting.package", lambda: self._presenter.write_package(self._folder)
                ),
                None,
                self.buttons["archive"],
                self.buttons["post"],
                self.buttons["minutes.read"],
                self.buttons["minutes.final"],
            )
        )
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(left, stretch=3)
        whole.addWidget(self.papers, stretch=2)

    def _copy(self) -> Copy:
        return Copy(self.copy.currentData())  # Qt gives back plain text

    def save_typing(self) -> None:
        """Keep what is being typed, now."""
        self._autosave.now()

    def _save(self) -> None:
        """Somebody wants this text, whatever others have written since: that was told before."""
        self._basis = self._presenter.basis()
        self.save_typing()

    def _keep(self) -> None:
        shown = self._shown
        if self.text.isReadOnly() or shown is None or shown.final:
            return
        if self.text.toPlainText() != shown.text:
            # what saves by itself overwrites nothing of others, however often it tries
            basis = Basis(self._basis.position)
            self._presenter.save_minutes(shown.copy, self.text.toPlainText(), basis)

    def _ask_source(self) -> None:
        """Tell what the line rests on in which the cursor stands."""
        line = self.text.textCursor().block().text()
        if line != self._asked_of:
            self._asked_of = line
            self._presenter.line_source(self._copy(), line, self._show_source)

    def _show_source(self, source: LineSource) -> None:
        self.source.setText(source.words)
        self._source_item = source.item
        self.buttons["minutes.go"].setVisible(source.item is not None)

    def _go_to_source(self) -> None:
        self._presenter.choose_item(self._source_item)
        self.go_there()

    def _switch(self) -> None:
        self.save_typing()
        self._shown = None
        self.show_state(self._presenter.state)

    def _finalise(self) -> None:
        self.save_typing()
        self._presenter.ask(self._presenter.finalise, self._finalised)

    def _finalised(self, problem: str) -> None:
        """A refusal is said on the page; a gap is shown where it stands."""
        if not problem:
            return
        self._presenter.refuse(problem)
        for copy in Copy:
            told = next(each for each in self._presenter.state.minutes if each.copy is copy)
            if GAP in told.text:
                self.copy.setCurrentIndex(self.copy.findData(copy))
                self._switch()
                self.text.moveCursor(QTextCursor.MoveOperation.Start)
                self.text.find(GAP)
                self.text.setFocus()
                return

    def _confirm(self) -> None:
        self.save_typing()
        self._presenter.confirm(self._copy())

    def _archive(self) -> None:
        Form(
            self,
            self._presenter,
            "归档",
            [],
            lambda _: self._presenter.archive(),
            "归档之后纪要不能再重新打开。确定归档吗？",
        ).open()

    def _open_file(self) -> None:
        if line := self.files.chosen():
            self._presenter.take_out(line.ref, away(), show_file)
        else:
            self._presenter.refuse("请先在会议档案里选中一个文件。")

    def _show_more(self) -> None:
        paper = self.papers.paper()
        if paper not in PUBLIC:
            self._presenter.refuse(f"“{paper.value}”不是张贴件，姓名照实打印。")
            return
        fields = [Field("reason", "理由"), Field("second", "同意人", hint="另一个人")]
        Form(
            self,
            self._presenter,
            f"公开“{paper.value}”里的姓名",
            fields,
            lambda told: self._presenter.show_more(paper, str(told["reason"]), str(told["second"])),
            "只对这一次会议的这一份文件有效。电话、证件号码任何时候都不能公开。",
        ).open()

    def _go_on(self) -> None:
        fields = [
            Field("on", "续会日期", Kind.DAY, self._presenter.today()),
            Field("starts", "时间", value="15:00"),
        ]
        Form(
            self,
            self._presenter,
            "续会：没议完的议题转到新会",
            fields,
            lambda v: self._presenter.go_on(v["on"], str(v["starts"])),  # type: ignore[arg-type]
        ).open()

    def _attach(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "选择照片或扫描件", "", "文件 (*.jpg *.jpeg *.png *.pdf)"
        )
        if name:
            fields = [Field("kind", "种类", Kind.CHOICE, _KINDS[0], [(k, k) for k in _KINDS])]
            Form(
                self,
                self._presenter,
                Path(name).name,
                fields,
                lambda v: self._presenter.attach(Path(name), str(v["kind"])),
            ).open()


def _nowhere() -> None:
    pass


def _line(current: MinutesText, stage: Stage) -> str:
    if stage in {Stage.DRAFT, Stage.NOTICED, Stage.IN_SESSION}:
        return "会议还没有散会，下面是按已有记录起草的样子。"
    if current.final:
        return f"第 {current.version} 版，已定稿。校验码 {current.code}"
    if current.stale:
        return f"第 {current.version} 版，手工修改之后记录又有变动：请核对文字，再点“已核对”。"
    edited = "，有手工修改" if current.edited else "，随记录更新"
    read = f"，{current.checked_by}已核对" if current.checked_by else ""
    return f"第 {current.version} 版，未定稿{edited}{read}。〔待补〕处请填写。"
