"""决议落实: what was agreed, who leads, by when, how far — until it is closed."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from desktop.domain.affair_terms import Rating
from desktop.domain.meeting import read_day
from desktop.domain.terms import Progress
from desktop.domain.voice import SETTLED
from desktop.services.attachments import PROOFS, AttachmentLine
from desktop.services.resolutions import ResolutionLine, StepLine
from desktop.system.pinyin import initials
from ui.actions import button
from ui.resolutions.calendar import DueCalendar
from ui.resolutions.presenter import FollowPresenter, FollowScreen
from ui.widgets.files import away, show_file
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import Page, choice, entry, hint, row, section
from ui.widgets.table import Table, TableColumn

_NOTHING = "没有要落实的事项。会议上议定的事项会自动出现在这里。"


class FollowPage(Page):
    help = (
        "选中一项，写明进展后点“记录进展”。上报转办、暂缓、无法办理都要写原因；完成要写明证明，照片可以收进来；"
        "核实了再“销号”。"
    )

    def __init__(
        self, presenter: FollowPresenter, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("决议落实", parent)
        self._presenter, self._folder = presenter, folder
        self.figures = hint("")
        self.by = choice("排序")
        for word in ("按时限", "按责任单位", "按月份"):
            self.by.addItem(word)
        self.all = QCheckBox("也显示已办结的")
        self.list: Table[ResolutionLine] = Table(
            [
                TableColumn(
                    "时限",
                    lambda r: r.due.isoformat() if r.due else "未定",
                    105,
                    ink=lambda r: "bad" if r.overdue else "",
                ),
                TableColumn("事项", lambda r: r.text, 0),
                TableColumn("领办", lambda r: r.lead, 160),
                TableColumn("协办", lambda r: r.helpers, 110),
                TableColumn("依据", lambda r: r.basis.word, 120),
                TableColumn("会议", lambda r: r.meeting, 190),
                TableColumn(
                    "状态", lambda r: "已逾期" if r.overdue else r.state.word, 90, ink=_ink
                ),
            ],
            _NOTHING,
        )
        self.steps: Table[StepLine] = Table(
            [
                TableColumn("日期", lambda s: s.on.isoformat(), 105),
                TableColumn("状态", lambda s: s.state.word, 100),
                TableColumn("进展", _told, 0),
            ],
            "选中一项，这里显示它的进展。",
        )
        self.proofs: Table[AttachmentLine] = Table(
            [
                TableColumn("证明材料", lambda a: a.name, 0),
                TableColumn("", lambda a: a.kind, 90),
                TableColumn("大小", lambda a: f"{max(1, a.size >> 10)} KB", 90, right=True),
            ],
            "还没有照片、验收单等证明。点“收进证明…”；收进以后双击打开。",
        )
        self.to = choice("进展到")
        for state in Progress:
            if state is not Progress.OPEN:
                self.to.addItem(state.word, state)
        self.text = entry("进展、证明或原因")
        self.search_line = entry("查找事项、领办、协办、拼音首字母", 260)
        self.search_line.textChanged.connect(lambda _: self._show_list(presenter.state))
        self.bar.addWidget(self.search_line)
        self.bar.addWidget(self.by)
        self.bar.addWidget(self.all)
        self.bar.addWidget(button(self, "resolution.calendar", self._calendar))
        self.bar.addWidget(button(self, "resolution.post", lambda: presenter.post(self._folder)))
        self.content.addWidget(self.figures)
        self.content.addWidget(self.list, stretch=3)
        prove = button(self, "resolution.prove", self._prove)
        change = button(self, "resolution.change", self._change)
        step = button(self, "step.add", self._step)
        self.content.addLayout(
            row(
                self.to, self.text, step, button(self, "resolution.delay", self._delay), prove,
                change,
            )
        )  # fmt: skip
        self.behind = hint("")
        self.content.addLayout(
            row(
                section("进展"), self.behind, None, button(self, "resolution.tell", self._tell),
                button(self, "resolution.rate", self._rate),
            )
        )  # fmt: skip
        both = row(self.steps, self.proofs)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        self.content.addLayout(both, stretch=1)
        self.proofs.opened.connect(self._open_proof)
        self.list.opened.connect(self._change)
        self.all.toggled.connect(presenter.show_all)
        self.text.returnPressed.connect(self._step)
        self.by.currentIndexChanged.connect(lambda _: self._show_list(presenter.state))
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        presenter.watch(self.show_state)

    def show_state(self, state: FollowScreen) -> None:
        self.show_said(state)
        self._show_list(state)
        self.steps.set_rows(state.steps)
        self.proofs.set_rows(state.proofs)
        self.figures.setText(state.figures.words if state.figures else "")
        rated = f"　{state.rated}" if state.rated else ""
        waiting = sum(1 for each in state.behind if each.state not in SETTLED)
        told = f"提出人 {len(state.behind)} 位，{waiting} 位还没有答复" if state.behind else ""
        self.behind.setText(f"{told}{rated}")

    def _show_list(self, state: FollowScreen) -> None:
        words = self.search_line.text().strip().lower()
        self.list.empty = f"没有找到“{words}”。" if words else _NOTHING
        lines = [line for line in state.lines if _meant(line, words)]
        self.list.set_rows(_sorted(lines, self.by.currentIndex()))

    def _change(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
            return
        fields = [
            Field("lead", "责任（领办）", value=line.lead),
            Field("helpers", "协办", value=line.helpers),
            Field("due", "完成时限", value=line.due or "", hint="如 2026-09-30，可空"),
        ]

        def done(told: dict[str, object]) -> None:
            due = str(told["due"]).strip()
            self._presenter.change(
                line, str(told["lead"]), str(told["helpers"]), read_day(due) if due else None
            )

        Form(self, self._presenter, "更正责任和时限", fields, done).open()

    def _prove(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
            return
        name, _ = QFileDialog.getOpenFileName(
            self, "选择证明", "", "文件 (*.jpg *.jpeg *.png *.pdf)"
        )
        if not name:
            return
        fields = [Field("kind", "是什么", Kind.CHOICE, PROOFS[0], [(p, p) for p in PROOFS])]
        Form(
            self, self._presenter, f"收进 {Path(name).name}", fields,
            lambda told: self._presenter.prove(line, Path(name), str(told["kind"])),
        ).open()  # fmt: skip

    def _calendar(self) -> None:
        DueCalendar(self, self._presenter.state.lines, self._presenter.today()).open()

    def _delay(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
            return
        fields = [
            Field("due", "新的时限", Kind.DAY, line.due or ""),
            Field("why", "原因", Kind.LONG),
        ]
        Form(
            self, self._presenter, "延期", fields,
            lambda told: self._presenter.step(
                line, Progress.DEFERRED, str(told["why"]), told["due"],  # type: ignore[arg-type]
            ),
            f"原来的时限：{line.due.isoformat() if line.due else '未定'}。原来的时限和原因都留在进展里。",
        ).open()  # fmt: skip

    def _tell(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
            return
        fields = [Field("text", "答复", Kind.LONG, line.latest)]
        Form(
            self, self._presenter, "答复提出人", fields,
            lambda told: self._presenter.tell(line, str(told["text"])),
            "这件事的全部提出人都会有这个答复；已经单独答复过的保留原来的。",
        ).open()  # fmt: skip

    def _rate(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
            return
        behind = self._presenter.state.behind
        who = [("", "不记名")]
        who += [(str(n), f"{v.number} 号 {v.proposer} {v.door}") for n, v in enumerate(behind)]
        fields = [
            Field("by", "谁", Kind.CHOICE, "", who),
            Field("rating", "评价", Kind.CHOICE, Rating.CONTENT, [(r, r.word) for r in Rating]),
            Field("text", "说了什么"),
        ]

        def done(told: dict[str, object]) -> None:
            by = behind[int(str(told["by"]))].ref if str(told["by"]) else None
            self._presenter.rate(line, Rating(str(told["rating"])), str(told["text"]), by)

        Form(self, self._presenter, "登记满意度", fields, done).open()

    def _open_proof(self) -> None:
        if line := self.proofs.chosen():
            self._presenter.take_out(line, away(), show_file)

    def _chosen(self) -> None:
        if line := self.list.chosen():
            self._presenter.choose(line)

    def _step(self) -> None:
        if line := self.list.chosen():
            to = Progress(self.to.currentData())
            if to is Progress.CONFIRMED:
                self._accept(line)
                return
            self._presenter.ask(
                lambda: self._presenter.step(line, to, self.text.text()), self._taken
            )
        else:
            self._presenter.refuse("请先选中一项。")

    def _accept(self, line: ResolutionLine) -> None:
        """Closing asks who has accepted the work."""
        fields = [
            Field("by", "验收人", hint="现场看过的人，如 潘国庆（业委会）"),
            Field("text", "验收情况", value=self.text.text()),
        ]
        Form(
            self, self._presenter, "销号", fields,
            lambda told: self._presenter.step(
                line, Progress.CONFIRMED, str(told["text"]), None, str(told["by"])
            ),
        ).open()  # fmt: skip

    def _taken(self, problem: str) -> None:
        if problem:
            self._presenter.refuse(problem)
        else:
            self.text.clear()


def _sorted(lines: list[ResolutionLine], by: int) -> list[ResolutionLine]:
    """By day due (as they come), by who leads, or as a calendar: month by month."""
    if by == 1:
        return sorted(lines, key=lambda each: each.lead)
    if by == 2:
        return sorted(lines, key=lambda each: (each.due is None, each.due or date.max))
    return lines


def _told(step: StepLine) -> str:
    return f"{step.text}（延期至 {step.new_due.isoformat()}）" if step.new_due else step.text


def _meant(line: ResolutionLine, words: str) -> bool:
    told = f"{line.text} {line.lead} {line.helpers} {line.meeting} {line.item}".lower()
    letters = words.isascii() and words.isalpha()
    return words in told or (letters and words in initials(f"{line.lead}{line.helpers}"))


def _ink(line: ResolutionLine) -> str:
    return "bad" if line.overdue else "good" if line.state is Progress.CONFIRMED else ""
