"""The item that is up: what it is, every version of its proposals, what came out, what was set right."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.domain.proceedings import Corrected, Item, Proceedings, Proposal
from desktop.domain.terms import ProposalState
from ui.theme import line_px
from ui.widgets.page import Scrolling
from ui.widgets.table import ROW, Table, TableColumn

FRAME = 4  # pixels of what stands round a table


class ItemPanel(QWidget):
    """Shows the versions latest first; the one that would be voted on now is marked. ``area`` tells
    what the item is, wherever it is put."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.area = Scrolling(self.about, 44)
        self._now: UUID | None = None  # the version that would be voted on
        self.proposals: Table[Proposal] = Table(
            [
                TableColumn("", lambda p: "▶" if p.id == self._now else "", 30),
                TableColumn("方案", lambda p: f"方案{p.version}", 70, ink=self._ink),
                TableColumn("时间", lambda p: p.at, 60),
                TableColumn("提出人", lambda p: p.by or "未注明", 110),
                TableColumn("状态", lambda p: p.state.word, 80, ink=self._ink),
                TableColumn(
                    "内容",
                    lambda p: p.text,
                    0,
                    ink=self._ink,
                    struck=lambda p: p.state is ProposalState.WITHDRAWN,
                ),
            ],
            "还没有方案。在下面打字，点“记为方案”。",
        )
        self.proposals.horizontalHeader().hide()
        self.proposals.setAccessibleName("方案")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.proposals)

    def show_item(self, item: Item | None, told: Proceedings) -> None:
        lines = _about(item, told) if item else ["不属于任何议题的记录。"]
        self.about.setText("\n".join(lines))
        proposals = list(reversed(item.proposals)) if item else []
        up = up_for_vote(proposals)
        self._now = up.id if up else None
        self.proposals.set_rows(proposals)
        self.proposals.setVisible(bool(proposals))
        self.proposals.setMinimumHeight(line_px(ROW + FRAME))
        self.proposals.setMaximumHeight(line_px(len(proposals) * ROW + FRAME))

    def _ink(self, proposal: Proposal) -> str:
        return "good" if proposal.id == self._now else ""


def up_for_vote(latest_first: Sequence[Proposal]) -> Proposal | None:
    """The proposal that a vote would be on now."""
    return next((each for each in latest_first if each.state is ProposalState.OPEN), None)


def _about(item: Item, told: Proceedings) -> list[str]:
    parts = []
    if item.owners_decide:
        article = item.matter.article if item.matter else "民法典第二百七十八条"
        parts.append(f"业主共同决定（{article}）：本会只能形成建议。")
    if item.announced:
        parts.append(f"会议通知里的题目是“{item.announced}”。")
    if item.late and told.profile.announced_only:
        parts.append("没有写进会议通知，本次会议不能表决。")
    return parts + [set_right(each) for each in told.corrected if each.item_id == item.id]


def set_right(each: Corrected) -> str:
    """A visible correction: what is struck, what stands instead, by whom and when."""
    return f"{each.what}更正：原“{each.old}”划去，改为“{each.new}”（{each.at} {each.who}）"


def outcome(item: Item) -> str:
    """What was voted and decided on an item so far."""
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
