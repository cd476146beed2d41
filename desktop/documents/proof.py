"""存证码 on papers, and the 存证单 of a vote: what anyone can compare later.

An anchor of the chain that hangs on a wall cannot be called back.
"""

from dataclasses import dataclass

from desktop.documents.model import Blank, Block, Code, Document, Grid, Paragraph
from desktop.documents.words import titled
from desktop.domain.checkpoint import Checkpoint
from desktop.domain.poll_facts import CountLine, PollFacts


@dataclass(frozen=True, slots=True)
class Evidence:
    """What anyone can compare later: digests as short texts."""

    roll: str
    ballots: str
    chain: str
    chain_length: int
    point: Checkpoint | None  # when this count was announced
    signer: str  # whose key signed it; "" when nobody's did


def anchored(point: Checkpoint | None, *, scanned: bool = True) -> list[Block]:
    """The anchor to be typed and, ``scanned``, as a QR code; nothing without a checkpoint."""
    if point is None:
        return []
    line = Paragraph(f"存证码：{point.anchor.shown}", indent=False)
    return [Code(point.full, keep=True), line] if scanned else [line]


def evidence(facts: PollFacts, count: CountLine, told: Evidence) -> Document:
    """存证单: short fingerprints; says plainly what they prove and what they do not."""
    title = f"{facts.title}存证单"
    frozen, counted = (each[:16].replace("T", " ") for each in (facts.frozen_at, count.at))
    rows = (
        ("名册（冻结时）", told.roll),
        ("全部选票和裁定", told.ballots),
        ("存证链", f"{told.chain}（{told.chain_length} 条）"),
        ("本机签名密钥", told.signer or "没有签名"),
        ("本次计票校验码", count.code),
    )
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(f"{facts.compound}　名册冻结于 {frozen}，计票于 {counted}，计票人 {count.who}。"),
        Grid(("内容", "指纹"), rows, (36, 64), frozenset({0, 1})),
        *anchored(told.point),
        Paragraph(
            "以后任何一处改动，重新计算的指纹都会与本单不同。本单证明数据没有被事后改动，不证明录入时是否真实；录入是否真实，以原票和监票人签名为准。"
        ),
        Paragraph("监票人：＿＿＿＿＿　计票人：＿＿＿＿＿　日期：＿＿年＿＿月＿＿日", indent=False),
    )
    return Document(title, blocks, facts.convener)
