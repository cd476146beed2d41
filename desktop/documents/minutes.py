"""The minutes as a paper: the edited lines, the table of votes, and the check code."""

import re

from desktop.documents.minutes_draft import LABELS
from desktop.documents.model import (
    Blank,
    Block,
    Document,
    Grid,
    Heading,
    Labelled,
    Paragraph,
)
from desktop.documents.proof import anchored
from desktop.documents.words import titled
from desktop.domain.checkpoint import Checkpoint
from desktop.domain.proceedings import Proceedings
from desktop.domain.public_view import PublicProceedings
from desktop.domain.terms import Copy

_FIRST = re.compile(r"^[一二三四五六七八九十]+、")
_SECOND = re.compile(r"^（[一二三四五六七八九十]+）")
VOTE_TABLE = "附表　表决情况"
VOTE_HEADER = ("议题", "时间", "应到", "到会", "同意", "反对", "弃权", "算式", "结果")


def minutes(text: str, told: Proceedings, code: str, point: Checkpoint | None = None) -> Document:
    """The record copy: its lines, its votes; ``code`` is the check code of a final version, or "",
    ``point`` where the chain ended when it was made final."""
    return set_minutes(text, told, Copy.RECORD, code, point)


def set_minutes(
    text: str,
    told: Proceedings | PublicProceedings,
    copy: Copy,
    code: str,
    point: Checkpoint | None = None,
) -> Document:
    """Set the lines of a copy, with the table of its votes below."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    blocks: list[Block] = []
    for number, line in enumerate(lines):
        blocks += [*titled(line), Blank()] if number == 0 else [block_of(line)]
    rows = _votes(told)
    if rows:
        blocks += [Blank(), Paragraph(VOTE_TABLE), Grid(VOTE_HEADER, rows, _WIDTHS, frozenset({0}))]
    if code:
        blocks += anchored(point, scanned=copy is Copy.RECORD)
        blocks.append(Paragraph(f"校验码：{code}（{copy.word}）", indent=False))
    return Document(lines[0] if lines else "会议纪要", tuple(blocks), told.facts.recorder)


def block_of(line: str) -> Block:
    """How one line of the minutes is set."""
    if _FIRST.match(line) and len(line) <= 40:
        return Heading(line, 1)
    if _SECOND.match(line) and len(line) <= 60:
        return Heading(line, 2)
    for label in LABELS:
        if line.startswith(label):
            return Labelled(label, line.removeprefix(label).strip())
    return Paragraph(line)


_WIDTHS = (30, 13, 11, 11, 11, 11, 11, 24, 18)


def _votes(told: Proceedings | PublicProceedings) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"{item.number}（{each.sequence}）" if len(item.rounds) > 1 else str(item.number),
            each.at,
            str(each.entitled),
            str(each.present),
            str(each.for_),
            str(each.against),
            str(each.abstain),
            each.inequality,
            each.result.word,
        )
        for item in told.numbered
        for each in item.rounds
    )
