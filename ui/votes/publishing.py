"""公告: papers before and after, posting, objections and answers, inspections on record."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.domain.poll import allowed
from desktop.domain.terms import PollAct, PollStage
from desktop.services.poll_papers import AFTER, BEFORE, PollPaper
from desktop.services.publicity import InspectionLine, ObjectionLine
from ui.actions import button
from ui.votes.presenter import VotePresenter
from ui.votes.screen import VoteScreen
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import row, section
from ui.widgets.preview import PaperPanel
from ui.widgets.table import Table, TableColumn


class PublishTab(QWidget):
    def __init__(self, presenter: VotePresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.panel: PaperPanel[PollPaper] = PaperPanel(presenter, (*BEFORE, *AFTER), folder, self)
        self.objections: Table[ObjectionLine] = Table(
            [
                TableColumn("日期", _day, 130, ink=lambda o: "warn" if o.late else ""),
                TableColumn("房号", lambda o: o.door, 80),
                TableColumn("异议", lambda o: o.text, 0),
                TableColumn("答复", lambda o: o.answer or "未答复", 110, ink=_unanswered),
            ],
            "还没有异议。公告后，公示期内收到的异议登记在这里：点“登记异议”。",
        )
        self.inspections: Table[InspectionLine] = Table(
            [
                TableColumn("时间", lambda i: i.at[:16].replace("T", " "), 140),
                TableColumn("查阅人", lambda i: i.reader, 100),
                TableColumn("理由", lambda i: i.reason, 0),
            ],
            "还没有人查阅明细。有人来查，点“查阅明细”。",
        )
        self.post = button(self, "poll.post", self._post)
        self.object = button(self, "poll.object", self._object)
        self.answer = button(self, "poll.answer", self._answer)
        self.inspect = button(self, "poll.inspect", self._inspect)
        self.evidence = button(self, "poll.evidence", self._evidence)
        self.objections.opened.connect(self._answer)
        right = QVBoxLayout()
        right.addLayout(row(None, self.post))
        right.addLayout(row(section("异议"), None, self.object, self.answer))
        right.addWidget(self.objections)
        right.addLayout(row(section("查阅登记"), None, self.evidence, self.inspect))
        right.addWidget(self.inspections)
        whole = row(self.panel, right)
        whole.setStretch(0, 3)
        whole.setStretch(1, 2)
        self.setLayout(whole)

    def show_state(self, state: VoteScreen) -> None:
        told = state.told
        if told is None:
            return
        self.panel.show_state(state)
        self.objections.set_rows(state.objections)
        self.inspections.set_rows(state.inspections)
        self.post.setVisible(allowed(told.stage, PollAct.POST))
        self.object.setEnabled(allowed(told.stage, PollAct.OBJECT))
        self.answer.setEnabled(bool(state.objections))
        for each in (self.inspect, self.evidence):
            each.setEnabled(told.stage in {PollStage.SETTLED, PollStage.POSTED})

    def choose(self, paper: PollPaper) -> None:
        """Show this paper."""
        self.panel.choose(paper)

    def _post(self) -> None:
        fields = [Field("on", "张贴日期", Kind.DAY, self._presenter.today())]
        Form(
            self, self._presenter, "记为已公告", fields,
            lambda told: self._presenter.post(told["on"]),  # type: ignore[arg-type]
        ).open()  # fmt: skip

    def _object(self) -> None:
        fields = [
            Field("on", "日期", Kind.DAY, self._presenter.today()),
            Field("door", "房号"),
            Field("by", "姓名"),
            Field("text", "异议内容", Kind.LONG),
        ]
        Form(
            self, self._presenter, "登记异议", fields,
            lambda told: self._presenter.take_objection(
                told["on"], str(told["door"]), str(told["by"]), str(told["text"])  # type: ignore[arg-type]
            ),
        ).open()  # fmt: skip

    def _answer(self) -> None:
        line = self.objections.chosen()
        if line is None:
            self._presenter.refuse("请先选中一条异议。")
            return
        fields = [
            Field("text", "答复", Kind.LONG, line.answer),
            Field("on", "日期", Kind.DAY, self._presenter.today()),
        ]
        Form(
            self, self._presenter, "答复异议", fields,
            lambda told: self._presenter.answer(line.ref, str(told["text"]), told["on"]),  # type: ignore[arg-type]
        ).open()  # fmt: skip

    def _evidence(self) -> None:
        fields = [Field("reader", "交给谁"), Field("why", "理由")]

        def take(told: dict[str, object]) -> None:
            state = self._presenter.state
            title = state.told.title if state.told else "表决"
            name, _ = QFileDialog.getSaveFileName(
                self, "写出查证包", str(self._folder / f"{title}查证包.zip"), "查证包 (*.zip)"
            )
            if name:
                self._presenter.hand_over(str(told["reader"]), str(told["why"]), Path(name))

        Form(
            self, self._presenter, "写出查证包", fields, take,
            "查证包含每一户怎么投的票（没有姓名、电话），供法院、主管部门和依法查阅的人用附带的核验程序重新计票，"
            "不得张贴。交给谁、时间和理由都会登记。",
        ).open()  # fmt: skip

    def _inspect(self) -> None:
        fields = [Field("reader", "查阅人"), Field("why", "查阅理由")]

        def take(told: dict[str, object]) -> None:
            self._presenter.inspect(str(told["reader"]), str(told["why"]), self._folder)

        Form(
            self, self._presenter, "查阅明细", fields, take,
            "明细含每一户怎么投的票，只供依法查阅，不得张贴。查阅人、时间和理由都会登记。",
        ).open()  # fmt: skip


def _day(line: ObjectionLine) -> str:
    return f"{line.on.isoformat()}{' 逾期' if line.late else ''}"


def _unanswered(line: ObjectionLine) -> str:
    return "" if line.answer else "warn"
