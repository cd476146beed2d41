"""识读扫描件: every ballot is proposed with a picture of its boxes; nothing counts unconfirmed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.services.scans import ScannedBallot
from ui.actions import button
from ui.long_work import LongWork
from ui.theme import mark
from ui.votes.presenter import VotePresenter
from ui.widgets.asked import Passing
from ui.widgets.page import fit, hint, row
from ui.widgets.table import Table, TableColumn


class ScanForm(Passing):
    def __init__(self, parent: QWidget, presenter: VotePresenter, path: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"识读扫描件：{path.name}")
        fit(self, 1080, 640)
        self._presenter, self._long = presenter, LongWork()
        self._left: list[ScannedBallot] = []
        self._kept = 0
        self.sum = QLabel("正在识读……")
        self.problem = mark(QLabel(), "problem")
        self.problem.setWordWrap(True)
        self.list: Table[ScannedBallot] = Table(
            [
                TableColumn("页", lambda b: str(b.place), 50, right=True),
                TableColumn("票号", lambda b: f"{b.number.paper} 号" if b.number else "", 75),
                TableColumn("房屋", lambda b: b.door, 100),
                TableColumn("识读", lambda b: "　".join(b.words), 0),
                TableColumn("要看的", _why, 170, ink=lambda b: "good" if b.clean else "bad"),
            ],
            "正在识读……",
        )
        self.pictures = QVBoxLayout()
        inner = QWidget()
        inner.setLayout(self.pictures)
        self.area = QScrollArea()
        self.area.setWidget(inner)
        self.area.setWidgetResizable(True)
        self.one = button(self, "scan.one", self._confirm_one)
        self.clean = button(self, "scan.clean", self._confirm_clean)
        self.skip = button(self, "scan.skip", self._skip)
        self.end = button(self, "scan.end", self.reject)
        for each in (self.end, self.skip, self.clean):
            each.setAutoDefault(False)  # Return confirms, it never closes
        self.one.setDefault(True)
        lists = QHBoxLayout()
        lists.addWidget(self.list, stretch=3)
        lists.addWidget(self.area, stretch=2)
        whole = QVBoxLayout(self)
        whole.addWidget(self.sum)
        whole.addWidget(
            hint("有疑问的排在前面。对着右边的图核对；识读不对的跳过，到“录入”里按票号录入。")
        )
        whole.addLayout(lists)
        whole.addWidget(self.problem)
        whole.addLayout(row(self.end, None, self.skip, self.clean, self.one))
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._picture())
        self._clock = QTimer(self)
        self._clock.setInterval(200)
        self._clock.timeout.connect(
            lambda: self.sum.setText(f"正在识读，已读 {self._long.done} 页……")
        )
        self._clock.start()
        self._enable(on=False)
        presenter.read_scans(
            path, self._long, self.while_open(self._show), self.while_open(self._refused)
        )

    def reject(self) -> None:
        self._long.stop()  # a reading under way ends after its page
        self._clock.stop()
        super().reject()

    def _show(self, found: list[ScannedBallot]) -> None:
        self._clock.stop()
        self._left = list(found)
        self.list.empty = "没有剩下的票了。"
        self._again()

    def _again(self, at: int = 0) -> None:
        self.list.set_rows(list(self._left))
        doubtful = sum(1 for each in self._left if not each.clean)
        self.sum.setText(
            f"已确认 {self._kept} 张；还有 {len(self._left)} 张，其中要看的 {doubtful} 张。"
        )
        if self._left:
            self.list.choose([min(at, len(self._left) - 1)])
        self._picture()
        self._enable(on=True)

    def _enable(self, *, on: bool) -> None:
        chosen = self.list.chosen()
        self.one.setEnabled(on and chosen is not None and not chosen.refused)
        self.clean.setEnabled(on and any(each.clean for each in self._left))
        self.skip.setEnabled(on and chosen is not None)

    def _picture(self) -> None:
        while item := self.pictures.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        chosen = self.list.chosen()
        for number, crop in enumerate(chosen.crops if chosen else (), 1):
            picture = QPixmap()
            picture.loadFromData(crop)
            label = QLabel()
            label.setPixmap(picture.scaledToWidth(min(picture.width(), 420)))
            word = chosen.words[number - 1] if chosen and number <= len(chosen.words) else ""
            self.pictures.addWidget(QLabel(f"事项{number}：{word}"))
            self.pictures.addWidget(label)
        self.pictures.addStretch(1)
        self._enable(on=True)

    def _confirm_one(self) -> None:
        if chosen := self.list.chosen():
            self._confirm([chosen])

    def _confirm_clean(self) -> None:
        self._confirm([each for each in self._left if each.clean])

    def _confirm(self, ballots: Sequence[ScannedBallot]) -> None:
        self.problem.clear()
        self._enable(on=False)
        place = self._left.index(ballots[0]) if ballots else 0

        def kept(told: list[str]) -> None:
            wrong = [each for each in told if each]
            self.problem.setText("；".join(wrong[:3]))
            self._kept += len(told) - len(wrong)
            gone = {id(each) for each in ballots}
            self._left = [each for each in self._left if id(each) not in gone]
            self._again(place)

        self._presenter.confirm_scans(ballots, self.while_open(kept))

    def _skip(self) -> None:
        if chosen := self.list.chosen():
            place = self._left.index(chosen)
            self._left.remove(chosen)
            self._again(place)

    def _refused(self, problem: str) -> None:
        self._clock.stop()
        self.sum.setText("")
        self.list.empty = "没有读到票。"
        self.problem.setText(problem)


def _why(ballot: ScannedBallot) -> str:
    return ballot.refused or "；".join(ballot.doubts) or "清楚"
