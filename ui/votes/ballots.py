"""票: every paper with how far it has come; printing in stacks; giving out, taking back, replacing."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QVBoxLayout, QWidget

from desktop.domain import area as areas
from desktop.domain.poll import allowed
from desktop.domain.terms import BallotState, Delivery, PollAct, Way
from desktop.services.ballots import BallotLine
from ui.actions import button
from ui.votes.platform import PlatformForm
from ui.votes.presenter import VotePresenter
from ui.votes.scanning import ScanForm
from ui.votes.screen import VoteScreen
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import entry, hint, row
from ui.widgets.table import Table, TableColumn

_BAD = {BallotState.SPOILT, BallotState.REPLACED, BallotState.DIFFERS}
_GOOD = {BallotState.ENTERED, BallotState.CHECKED}


class BallotsTab(QWidget):
    def __init__(self, presenter: VotePresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.sum = hint("")
        self.search_line = entry("房号、票号或业主", 220)
        self.only = QComboBox()
        self.only.addItem("全部", None)
        for state in BallotState:
            self.only.addItem(state.word, state)
        self.list: Table[BallotLine] = Table(
            [
                TableColumn("票号", lambda b: b.number.shown, 150),
                TableColumn(
                    "房屋", lambda b: b.door.words if b.door.building else b.door.room, 150
                ),
                TableColumn("面积（㎡）", lambda b: areas.shown(b.area), 95, right=True),
                TableColumn("业主", lambda b: b.names, 180),
                TableColumn("状态", lambda b: b.state.word, 120, ink=_ink),
                TableColumn("时间", lambda b: b.at[5:16].replace("T", " "), 110),
                TableColumn("说明", lambda b: b.why, 0),
            ],
            "名册冻结后，这里按单元、楼层的顺序列出每一张票。",
            many=True,
        )
        self.receive_line = entry("扫描或输入票号、房号，回车登记交回", 300)
        self.print = button(self, "ballot.print", lambda: self._print())
        self.print_one = button(self, "ballot.print_one", self._print_chosen)
        self.issue_all = button(self, "ballot.issue_all", lambda: presenter.issue(None))
        self._collecting = [
            self.issue_all,
            button(self, "ballot.issue", self._issue),
            button(self, "ballot.back", self._back),
            button(self, "ballot.deliver", self._deliver),
            button(self, "ballot.entrust", self._entrust),
            button(self, "ballot.replace", self._replace),
            button(self, "ballot.spoil", self._spoil),
        ]
        self.scan = button(self, "poll.scan", self._scan)
        self.platform = button(self, "poll.platform", self._platform)
        self.undo_platform = button(self, "poll.platform_undo", self._undo_platform)
        whole = QVBoxLayout(self)
        whole.addLayout(row(self.print, self.print_one, None, *self._collecting))
        taking = row(self.receive_line, self.platform, self.undo_platform, self.scan)
        taking.addStretch(1)
        taking.addWidget(self.search_line)
        taking.addWidget(self.only)
        whole.addLayout(taking)
        whole.addWidget(self.sum)
        whole.addWidget(self.list)
        self.search_line.textChanged.connect(lambda _: self._show_list(presenter.state))
        self.only.currentIndexChanged.connect(lambda _: self._show_list(presenter.state))
        self.receive_line.returnPressed.connect(self._receive)

    def show_state(self, state: VoteScreen) -> None:
        told = state.told
        if told is None:
            return
        for printer in (self.print, self.print_one):
            printer.setVisible(allowed(told.stage, PollAct.PRINT) and not state.doing)
        for each in (*self._collecting, self.receive_line):
            each.setVisible(allowed(told.stage, PollAct.COLLECT))
        self.scan.setVisible(state.scans and allowed(told.stage, PollAct.ENTER))
        self.platform.setVisible(allowed(told.stage, PollAct.ENTER))
        self.undo_platform.setVisible(
            allowed(told.stage, PollAct.ENTER)
            and any(
                b.way is Way.PLATFORM and b.state is not BallotState.SPOILT for b in state.ballots
            )
        )
        counts = {each: sum(1 for b in state.ballots if b.state is each) for each in BallotState}
        self.sum.setText(
            "　".join(f"{each.word} {number}" for each, number in counts.items() if number)
        )
        self._show_list(state)

    def _show_list(self, state: VoteScreen) -> None:
        words, only = self.search_line.text().strip(), self.only.currentData()
        rows = [
            line
            for line in state.ballots
            if (only is None or line.state == only)
            and words
            in f"{line.number.shown} {line.door} {line.door.words} {line.names} {line.number.paper}"
        ]
        self.list.empty = (
            f"没有找到“{words}”。" if words or only else "名册冻结后，这里列出每一张票。"
        )
        self.list.set_rows(rows)

    def _print_chosen(self) -> None:
        papers = [line.number.paper for line in self._chosen()]
        if papers:
            self._print(papers)

    def _undo_platform(self) -> None:
        Form(
            self, self._presenter, "撤销平台导入", [Field("why", "原因", hint="如：导错了表")],
            lambda told: self._presenter.undo_platform(str(told["why"])),
            "从平台导入的票全部不再计入，记录保留；以后可以重新导入。",
        ).open()  # fmt: skip

    def _print(self, papers: Sequence[int] = ()) -> None:
        where = QFileDialog.getExistingDirectory(self, "选票写到哪个文件夹", str(self._folder))
        if where:
            self._presenter.print_ballots(Path(where), papers)

    def _scan(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "扫描件", str(self._folder), "扫描件 (*.pdf *.tif *.tiff *.png *.jpg *.jpeg)"
        )
        if name:
            ScanForm(self, self._presenter, Path(name)).open()

    def _platform(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "平台导出的表格", str(self._folder), "表格 (*.xlsx *.xls *.csv *.et)"
        )
        if name:
            PlatformForm(self, self._presenter, Path(name)).open()

    def _receive(self) -> None:
        text = self.receive_line.text().strip()
        if text:
            self._presenter.ask(lambda: self._presenter.receive(text), self._received)

    def _received(self, problem: str) -> None:
        if problem:
            self._presenter.refuse(problem)
        self.receive_line.clear()

    def _chosen(self) -> list[BallotLine]:
        chosen = self.list.all_chosen()
        if not chosen:
            self._presenter.refuse("请先选中一张或几张票。")
        return chosen

    def _issue(self) -> None:
        if chosen := self._chosen():
            self._presenter.issue([line.number.paper for line in chosen])

    def _back(self) -> None:
        if chosen := self._chosen():
            self._presenter.take_back([line.number.paper for line in chosen])

    def _spoil(self) -> None:
        self._why("作废选票", self._presenter.spoil)

    def _replace(self) -> None:
        self._why("换发选票", self._presenter.replace)

    def _why(self, title: str, act: Callable[[int, str], None]) -> None:
        if chosen := self._chosen():
            if len(chosen) > 1:
                self._presenter.refuse("每张票的原因要分别写，请只选一张。")
                return
            line = chosen[0]
            fields = [Field("why", "原因", hint="如：业主遗失、污损")]
            Form(
                self, self._presenter, f"{title} {line.number.paper} 号（{line.door}）", fields,
                lambda told: act(line.number.paper, str(told["why"])),
            ).open()  # fmt: skip

    def _deliver(self) -> None:
        refs = self._voters()
        if not refs:
            return
        fields = [
            Field(
                "how", "送达方式", Kind.CHOICE, Delivery.IN_PERSON, [(d, d.word) for d in Delivery]
            ),
            Field("at", "送达时间", value=self._presenter.today().isoformat()),
            Field("by", "经手人"),
            Field("witness", "见证人"),
        ]
        Form(
            self, self._presenter, f"登记送达（{len(refs)} 户）", fields,
            lambda told: self._presenter.deliver(
                refs, Delivery(str(told["how"])), str(told["at"]), str(told["by"]), str(told["witness"])
            ),
        ).open()  # fmt: skip

    def _entrust(self) -> None:
        refs = self._voters()
        if len(refs) > 1:
            self._presenter.refuse("每户的受托人要分别登记，请只选一户。")
        elif refs:
            old = {v.ref: v.agent for v in self._presenter.state.voters}.get(refs[0], "")
            fields = [Field("agent", "受托人姓名", value=old, hint="须有书面委托书；留空为取消")]
            Form(
                self, self._presenter, "登记委托", fields,
                lambda told: self._presenter.entrust(refs[0], str(told["agent"])),
            ).open()  # fmt: skip

    def _voters(self) -> list:  # type: ignore[type-arg]
        places = {line.position for line in self._chosen()}
        return [v.ref for v in self._presenter.state.voters if v.position in places]


def _ink(line: BallotLine) -> str:
    return "bad" if line.state in _BAD else "good" if line.state in _GOOD else ""
