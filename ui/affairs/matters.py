"""办理事项: the board of matters that need no meeting, and what was done about each."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from desktop.domain.affair import possible
from desktop.domain.affair_terms import AffairAct, AffairState, Level, Rating
from desktop.domain.meeting import read_day
from desktop.services.affairs import AffairFigures, AffairLine, AffairPlan, AffairStep
from desktop.services.attachments import AttachmentLine
from ui.actions import button
from ui.affairs.presenter import AffairPresenter, AffairScreen
from ui.widgets.files import away, show_file
from ui.widgets.flow import Flow
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import entry, hint, row
from ui.widgets.table import Table, TableColumn

_PLAIN = {
    "affair.accept": AffairAct.ACCEPT, "affair.work": AffairAct.WORK,
    "affair.report": AffairAct.REPORT, "affair.close": AffairAct.CLOSE,
    "affair.reopen": AffairAct.REOPEN,
}  # fmt: skip
_ASKS = {
    AffairAct.WORK: "办理情况", AffairAct.REPORT: "反馈（写给群众的办理结果）",
    AffairAct.REOPEN: "为什么重新办理",
}  # fmt: skip


class MattersTab(QWidget):
    def __init__(self, presenter: AffairPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.text = entry("发现了什么，回车记下（小事不用开会，记下谁办、什么时候办完）")
        self.door = entry("地点或房号", 130)
        self.lead = entry("谁来办", 130)
        self.when = entry("什么时候的事，如 15:30；空为现在", 230)
        self.all = QCheckBox("也显示已销号的")
        self.figures = hint("")
        self.list: Table[AffairLine] = Table(
            [
                TableColumn("编号", lambda a: str(a.number), 60, right=True),
                TableColumn("时限", _due, 105, ink=lambda a: "bad" if a.overdue else ""),
                TableColumn("事项", lambda a: a.text, 0),
                TableColumn("地点", lambda a: a.door, 90),
                TableColumn("级别", lambda a: a.level.word, 60),
                TableColumn("办理人", lambda a: a.lead, 120),
                TableColumn("吹哨", _whistled, 150, ink=_unclaimed),
                TableColumn(
                    "状态", lambda a: "已逾期" if a.overdue else a.state.word, 80, ink=_ink
                ),
                TableColumn("评价", lambda a: a.rating.word if a.rating else "", 80),
            ],
            "没有在办的事项。网格员巡查、群众反映的小事记在上面一行，点“记下”。",
        )
        self.steps: Table[AffairStep] = Table(
            [
                TableColumn("时间", lambda s: s.at[:16].replace("T", " "), 140),
                TableColumn("环节", lambda s: s.act.word, 90),
                TableColumn("内容", lambda s: s.text, 0),
                TableColumn("经手", lambda s: s.who, 90),
            ],
            "选中一项，这里显示发现、响应、办理、反馈的经过。",
        )
        self.photos: Table[AttachmentLine] = Table(
            [TableColumn("照片", lambda p: p.name, 0), TableColumn("", lambda p: p.kind, 100)],
            "还没有照片。点“收进照片…”；收进以后双击打开。",
        )
        self.acts = {
            act: button(self, name, partial(self._do, act)) for name, act in _PLAIN.items()
        }
        self.raising = button(self, "affair.raise", self._raise)
        self.whistle = button(self, "affair.whistle", self._whistle)
        self.claim = button(self, "affair.claim", self._claim)
        self.rate = button(self, "affair.rate", self._rate)
        self.acts |= {
            AffairAct.RAISE: self.raising, AffairAct.WHISTLE: self.whistle,
            AffairAct.CLAIM: self.claim, AffairAct.RATE: self.rate,
        }  # fmt: skip
        order = (
            AffairAct.ACCEPT, AffairAct.WORK, AffairAct.REPORT, AffairAct.RATE, AffairAct.CLOSE,
            AffairAct.REOPEN, AffairAct.WHISTLE, AffairAct.CLAIM, AffairAct.RAISE,
        )  # fmt: skip
        below = row(self.steps, self.photos)
        below.setStretch(0, 3)
        below.setStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(self.text, self.door, self.lead, button(self, "affair.find", self._find))
        )
        whole.addLayout(row(self.figures, self.when, self.all))
        whole.addWidget(self.list, stretch=3)
        whole.addLayout(
            Flow(
                *(self.acts[act] for act in order),
                None,
                button(self, "affair.change", self._change),
                button(self, "affair.photo", self._photo),
            )
        )
        whole.addLayout(below, stretch=2)
        for line in (self.text, self.door, self.lead):
            line.returnPressed.connect(self._find)
        self.all.toggled.connect(presenter.show_all)
        self.list.opened.connect(self._change)
        self.photos.opened.connect(self._open_photo)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())

    def show_state(self, state: AffairScreen) -> None:
        self.list.set_rows(state.affairs)
        self.steps.set_rows(state.steps)
        self.photos.set_rows(state.photos)
        self.figures.setText(_words(state.told) if state.told else "")
        self._enable()

    def start(self) -> None:
        self.text.setFocus()

    def _enable(self) -> None:
        line = self.list.chosen()
        may = set(possible(line.state)) if line else set()
        for act, made in self.acts.items():
            made.setEnabled(act in may)
        self.claim.setEnabled(AffairAct.CLAIM in may and bool(line and line.department))

    def _chosen(self) -> None:
        self._enable()
        if line := self.list.chosen():
            self._presenter.choose(line)

    def _find(self) -> None:
        plan = AffairPlan(
            self.text.text(), self.door.text(), lead=self.lead.text(), at=self.when.text()
        )
        self._presenter.ask(lambda: self._presenter.find(plan), self._taken)

    def _taken(self, problem: str) -> None:
        if problem:
            self._presenter.refuse(problem)
        else:
            for line in (self.text, self.door, self.lead, self.when):
                line.clear()
        self.text.setFocus()

    def _when(self) -> str:
        """When it happened, as typed for this one act; "" for now."""
        typed = self.when.text()
        self.when.clear()
        return typed

    def _on(self, act: Callable[[AffairLine], None]) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
        else:
            act(line)

    def _do(self, act: AffairAct) -> None:
        def ask(line: AffairLine) -> None:
            if act not in _ASKS:
                self._presenter.act(line, act, "", self._when())
                return
            Form(
                self, self._presenter, f"{act.word}：{line.text[:30]}",
                [Field("words", _ASKS[act], Kind.LONG)],
                lambda told: self._presenter.act(line, act, str(told["words"]), self._when()),
            ).open()  # fmt: skip

        self._on(ask)

    def _change(self) -> None:
        def ask(line: AffairLine) -> None:
            fields = [
                Field("lead", "办理人", value=line.lead),
                Field("due", "办结时限", value=line.due or "", hint="如 2026-09-30，可空"),
            ]

            def done(told: dict[str, object]) -> None:
                due = str(told["due"]).strip()
                self._presenter.change(line, str(told["lead"]), read_day(due) if due else None)

            Form(self, self._presenter, "办理人和时限", fields, done).open()

        self._on(ask)

    def _raise(self) -> None:
        def ask(line: AffairLine) -> None:
            above = Level.COMPOUND if line.level is Level.BUILDING else Level.JOINT
            Form(
                self, self._presenter, f"升级到“{above.word}”", [Field("why", "原因")],
                lambda told: self._presenter.raise_level(line, str(told["why"]), self._when()),
                "小事不出楼栋，大事不出小区，难事联合调解。",
            ).open()  # fmt: skip

        self._on(ask)

    def _whistle(self) -> None:
        def ask(line: AffairLine) -> None:
            fields = [Field("department", "哪个部门"), Field("what", "要办什么")]
            Form(
                self, self._presenter, "吹哨", fields,
                lambda told: self._presenter.whistle(
                    line, str(told["department"]), str(told["what"]), self._when()
                ),
                "登记由街道向部门吹哨；部门来了，点“部门报到”。",
            ).open()  # fmt: skip

        self._on(ask)

    def _claim(self) -> None:
        def ask(line: AffairLine) -> None:
            Form(
                self, self._presenter, f"{line.department}报到", [Field("by", "报到人")],
                lambda told: self._presenter.claim(line, str(told["by"]), self._when()),
            ).open()  # fmt: skip

        self._on(ask)

    def _rate(self) -> None:
        def ask(line: AffairLine) -> None:
            fields = [
                Field("rating", "评价", Kind.CHOICE, Rating.CONTENT, [(r, r.word) for r in Rating]),
                Field("words", "说了什么"),
            ]
            Form(
                self, self._presenter, "群众评价", fields,
                lambda told: self._presenter.rate(
                    line, Rating(str(told["rating"])), str(told["words"]), self._when()
                ),
            ).open()  # fmt: skip

        self._on(ask)

    def _photo(self) -> None:
        def ask(line: AffairLine) -> None:
            name, _ = QFileDialog.getOpenFileName(
                self, "选择照片", "", "图片和文件 (*.jpg *.jpeg *.png *.pdf)"
            )
            if name:
                kind = "整改前照片" if line.state in _BEFORE else "整改后照片"
                self._presenter.photo(line, Path(name), kind)

        self._on(ask)

    def _open_photo(self) -> None:
        if photo := self.photos.chosen():
            self._presenter.take_out(photo, away(), show_file)


_BEFORE = {AffairState.FOUND, AffairState.ACCEPTED}


def _due(line: AffairLine) -> str:
    return line.due.isoformat() if line.due else "未定"


def _whistled(line: AffairLine) -> str:
    if not line.department:
        return ""
    return f"{line.department}（{'已认领' if line.claimed_at else '未认领'}）"


def _unclaimed(line: AffairLine) -> str:
    return "warn" if line.department and not line.claimed_at else ""


def _ink(line: AffairLine) -> str:
    if line.overdue:
        return "bad"
    return "good" if line.state in {AffairState.CLOSED, AffairState.RATED} else ""


def _words(told: AffairFigures) -> str:
    parts = [
        f"共 {told.total} 件",
        f"在办 {told.open}",
        f"逾期 {told.overdue}",
        f"销号 {told.closed}",
    ]
    if told.rated:
        parts.append(f"评价满意 {told.content}/{told.rated}")
    if told.response is not None:
        parts.append(f"发现到响应（中位）{_span(told.response)}")
    if told.handling is not None:
        parts.append(f"发现到办结（中位）{_span(told.handling)}")
    return "　".join(parts)


def _span(minutes: int) -> str:
    if minutes < 60:
        return f"{minutes} 分钟"
    hours, rest = divmod(minutes, 60)
    return f"{hours} 小时 {rest} 分" if hours < 48 else f"{hours // 24} 天 {hours % 24} 小时"
