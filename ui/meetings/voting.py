"""The vote panel: the heads counted a moment ago, then hands by body, the rest, or by name."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.attendance import Headcount
from desktop.domain.proceedings import Item
from desktop.domain.terms import Choice, ProposalState
from desktop.domain.vote import BodyVote
from desktop.services.votes import Hands
from ui.meetings.item_panel import up_for_vote
from ui.meetings.presenter import MeetingPresenter
from ui.theme import mark, sized
from ui.widgets.asked import AskedDialog
from ui.widgets.page import hint, row

_VOTABLE = {ProposalState.OPEN, ProposalState.LOST}  # a lost one may be voted on again


class VoteForm(AskedDialog):
    def __init__(
        self, parent: QWidget, presenter: MeetingPresenter, item: Item, board: Headcount
    ) -> None:
        super().__init__(parent, presenter)
        self.setWindowTitle("记录表决")
        sized(self, "setMinimumWidth", 560)
        self._presenter, self._item, self._board = presenter, item, board
        self.proposal = QComboBox()
        latest = list(reversed(item.proposals))
        now = up_for_vote(latest)
        for each in latest:
            if each.state in _VOTABLE:
                lost = "" if each is now else f"（{each.state.word}）"
                self.proposal.addItem(f"方案{each.version}{lost}：{each.text[:36]}", each.id)
        self.proposal.addItem("不针对某个方案", None)
        self.head = QLabel(
            f"{board.at} 清点：应到 {board.entitled} 人，在场 {board.present} 人。{board.inequality}"
        )
        mark(self.head, "good" if board.quorate else "bad")
        self.spins: dict[tuple[int, Choice], QSpinBox] = {}
        self.rolls: dict[UUID, QComboBox] = {}
        self.against, self.abstain = _spin(board.present), _spin(board.present)
        self.sum = hint("")
        self.tabs = QTabWidget()
        self.tabs.addTab(self._by_body(), "举手（按方计）")
        self.tabs.addTab(self._rest(), "其余同意")
        self.tabs.addTab(self._by_name(), "记名")
        buttons = QDialogButtonBox()
        yes = buttons.addButton("记录", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        mark(yes, "main").setEnabled(board.quorate and board.present > 0)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(self.head)
        if item.owners_decide:
            whole.addWidget(
                mark(QLabel("业主共同决定的事项：通过的是建议意见，不是决议。"), "warning")
            )
        whole.addWidget(self.proposal)
        whole.addWidget(self.tabs)
        whole.addWidget(self.sum)
        whole.addWidget(self.problem)
        whole.addWidget(buttons)
        yes.setDefault(True)  # Enter records, also after Tab went past 取消
        self.tabs.currentChanged.connect(lambda _: self._add_up())
        for spin in (self.against, self.abstain):
            spin.valueChanged.connect(lambda _: self._add_up())
        self._add_up()

    def _by_body(self) -> QWidget:
        page = QWidget()
        whole = QVBoxLayout(page)
        grid = QGridLayout()
        whole.addLayout(grid)
        whole.addStretch(1)
        for column, word in enumerate(("", "在场", *(choice.word for choice in Choice))):
            grid.addWidget(QLabel(word), 0, column)
        for line, body in enumerate(self._board.voting, 1):
            grid.addWidget(QLabel(body.name), line, 0)
            grid.addWidget(QLabel(str(body.present)), line, 1)
            for column, choice in enumerate(Choice, 2):
                spin = _spin(body.present)
                spin.setAccessibleName(f"{body.name}{choice.word}")
                spin.valueChanged.connect(lambda _: self._add_up())
                self.spins[line - 1, choice] = spin
                grid.addWidget(spin, line, column)
        return page

    def _rest(self) -> QWidget:
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.addWidget(hint("刚清点过人数，只数反对和弃权，其余为同意。"))
        inside.addLayout(row(QLabel("反对"), self.against, QLabel("弃权"), self.abstain, None))
        inside.addStretch(1)
        return page

    def _by_name(self) -> QWidget:
        inner = QWidget()
        whole = QVBoxLayout(inner)
        grid = QGridLayout()
        whole.addLayout(grid)
        whole.addStretch(1)
        told = self._presenter.state.told
        here = [a for a in told.voters if a.here(self._board.at)] if told else []
        for line, person in enumerate(here):
            box = QComboBox()
            box.addItem("未表态", None)
            for choice in Choice:
                box.addItem(choice.word, choice)
            box.setAccessibleName(person.name)
            box.currentIndexChanged.connect(lambda _: self._add_up())
            self.rolls[person.id] = box
            grid.addWidget(QLabel(f"{person.name}（{person.body_name}）"), line, 0)
            grid.addWidget(box, line, 1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        return area

    def _add_up(self) -> None:
        """Under the open tab: what it adds up to, and what is still missing."""
        present = self._board.present
        match self.tabs.currentIndex():
            case 0:
                counts = {
                    c: sum(s.value() for (_, k), s in self.spins.items() if k is c) for c in Choice
                }
            case 1:
                against, abstain = self.against.value(), self.abstain.value()
                counts = {
                    Choice.FOR: present - against - abstain,
                    Choice.AGAINST: against,
                    Choice.ABSTAIN: abstain,
                }
            case _:
                said = [box.currentData() for box in self.rolls.values()]
                counts = {c: sum(1 for each in said if each == c) for c in Choice}
        told = "，".join(f"{choice.word} {count}" for choice, count in counts.items())
        left = present - sum(counts.values())
        if min(counts.values()) < 0 or left < 0:
            end = "超过了在场人数"
        else:
            end = f"还差 {left} 票" if left else "与在场人数相符"
        self.sum.setText(f"合计：{told}；{end}")

    def _take(self) -> None:
        proposal, at = self.proposal.currentData(), self._board.at
        present = self._board.present
        match self.tabs.currentIndex():
            case 0:
                votes = tuple(
                    BodyVote(
                        body.body, body.name, body.present, *map(partial(self._of, line), Choice)
                    )
                    for line, body in enumerate(self._board.voting)
                )
                hands = Hands(at, votes)
            case 1:
                against, abstain = self.against.value(), self.abstain.value()
                hands = Hands(at, against=against, abstain=abstain, counted_at=at, counted=present)
            case _:
                silent = [key for key, box in self.rolls.items() if box.currentData() is None]
                if silent:
                    self.problem.setText(f"还有 {len(silent)} 人没有表态。弃权也要选“弃权”。")
                    return
                choices = {key: Choice(box.currentData()) for key, box in self.rolls.items()}
                self.keep(lambda: self._presenter.vote_by_roll(at, choices, proposal))
                return
        self.keep(lambda: self._presenter.vote_by_hands(hands, proposal))

    def waits(self) -> Iterable[QWidget]:
        return (self.proposal, self.tabs, *super().waits())

    def _of(self, line: int, choice: Choice) -> int:
        return self.spins[line, choice].value()


def _spin(most: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(0, most)
    made.lineEdit().setTextMargins(6, 0, 0, 0)
    return made
