"""议题排序: what waits for the next meeting, in order, with the reasons in words."""

from PySide6.QtWidgets import QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop.domain.urgency import MINUTES
from desktop.services.backlog import Candidate
from ui.actions import button
from ui.suggestions.presenter import VoicePresenter, VoiceScreen
from ui.theme import mark
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import row
from ui.widgets.table import Table, TableColumn

_NOTHING = "没有等着列入议程的建议。新的在“清单”上面登记。"


class RankingTab(QWidget):
    def __init__(self, presenter: VoicePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.list: Table[Candidate] = Table(
            [
                TableColumn("议题", lambda c: c.title, 0),
                TableColumn("涉及", lambda c: c.reach.words, 190),
                TableColumn("理由（分）", lambda c: c.why, 330),
                TableColumn("分", lambda c: str(c.points), 45, right=True),
                TableColumn("谁决定", lambda c: c.matter, 190),
                TableColumn("", self._fits, 60, ink=self._fits_ink),
                TableColumn("暂缓原因", lambda c: c.held, 110, ink=lambda _: "warn"),
            ],
            _NOTHING,
        )
        self.mistake = mark(QLabel(), "warning")
        self.mistake.setWordWrap(True)
        self.mistake.hide()
        self.sum = mark(QLabel(), "hint")
        self.budget = QSpinBox()
        self.budget.setRange(MINUTES, 600)
        self.budget.setSingleStep(MINUTES)
        self.budget.setValue(6 * MINUTES)
        self.budget.setSuffix(" 分钟")
        self.budget.setAccessibleName("下次会议多长")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(row(self.sum, None, QLabel("下次会议"), self.budget))
        whole.addWidget(self.list, stretch=1)
        whole.addWidget(self.mistake)
        whole.addLayout(
            row(
                button(self, "rank.take", self._take),
                button(self, "rank.up", lambda: self._move(-1)),
                button(self, "rank.down", lambda: self._move(+1)),
                button(self, "rank.hold", self._hold),
                None,
                button(self, "rank.proposed", presenter.as_proposed),
            )
        )
        self.budget.valueChanged.connect(lambda _: self.list.viewport().update())
        self.list.opened.connect(self._take)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())

    def show_state(self, state: VoiceScreen) -> None:
        self.list.set_rows(state.candidates)
        ready = sum(1 for each in state.candidates if not each.held)
        self.sum.setText(
            f"等着列入的议题 {ready} 项，暂缓 {len(state.candidates) - ready} 项。"
            f"每项按 {MINUTES} 分钟算，共约 {ready * MINUTES} 分钟；分数只用来排先后，不决定任何事。"
            if state.candidates
            else ""
        )
        self._chosen()

    def _fits(self, candidate: Candidate) -> str:
        """Whether it fits into the next meeting after what comes before it."""
        if candidate.held:
            return ""
        ready = [each for each in self._presenter.state.candidates if not each.held]
        place = next((n for n, each in enumerate(ready) if each.id == candidate.id), len(ready))
        return "排得下" if (place + 1) * MINUTES <= self.budget.value() else "下次"

    def _fits_ink(self, candidate: Candidate) -> str:
        return "good" if self._fits(candidate) == "排得下" else ""

    def _chosen(self) -> None:
        chosen = self.list.chosen()
        self.mistake.setText(chosen.mistake if chosen else "")
        self.mistake.setVisible(bool(chosen and chosen.mistake))

    def _move(self, by: int) -> None:
        if chosen := self.list.chosen():
            self._presenter.move_candidate(chosen, by)
        else:
            self._presenter.refuse("请先选中一个议题。")

    def _hold(self) -> None:
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一个议题。")
            return
        Form(
            self,
            self._presenter,
            "暂不列入",
            [Field("reason", "原因", value=chosen.held, hint="如：等物业报价；留空则恢复")],
            lambda v: self._presenter.hold(chosen, str(v["reason"])),
        ).open()

    def _take(self) -> None:
        chosen = self.list.chosen()
        meetings = self._presenter.state.meetings
        if chosen is None:
            self._presenter.refuse("请先选中一个议题。")
        elif not meetings:
            self._presenter.refuse("没有在筹备的会议。请先到“会议”里新建一次。")
        else:
            fields = [
                Field(
                    "meeting",
                    "哪次会议",
                    Kind.CHOICE,
                    str(meetings[0].ref.id),
                    [(str(m.ref.id), f"{m.held_on.isoformat()} {m.title}") for m in meetings],
                ),
                Field("minutes", "预计几分钟", value=str(MINUTES)),
            ]
            Form(
                self,
                self._presenter,
                f"列入议程：{chosen.title}",
                fields,
                lambda v: self._presenter.take_up(
                    chosen, str(v["meeting"]), str(v["minutes"]).strip()
                ),
            ).open()
