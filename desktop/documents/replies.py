"""答复单, 答复一览表, and the same for a WeChat group; 议题征集表; 党组织前置审核单."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.documents.model import (
    Align,
    Blank,
    Block,
    Code,
    Document,
    Grid,
    NewPage,
    Paragraph,
)
from desktop.documents.words import or_gap, titled
from desktop.domain.meeting import day_words


@dataclass(frozen=True, slots=True)
class Reply:
    """What one person is told: what was said, and what became of it."""

    number: int
    door: str
    proposer: str
    received_on: date
    text: str
    title: str  # of the group it lies in, or ""
    state: str
    answer: str


@dataclass(frozen=True, slots=True)
class PostedReply:
    """One line of the list on the wall: no names, no doors. ``count`` voices said it."""

    title: str
    count: int
    state: str
    answer: str


def slips(compound: str, community: str, day: date, replies: Sequence[Reply]) -> Document:
    """答复单: one for each proposer, each on a page of its own, handed over in person."""
    title = f"{compound}意见建议答复单"
    blocks: list[Block] = []
    for reply in replies:
        whom = reply.proposer or "居民朋友"
        where = f"（{reply.door}）" if reply.door else ""
        blocks += [
            *titled(title),
            Blank(),
            Paragraph(f"{whom}{where}：", indent=False),
            Paragraph(
                f"您于{day_words(reply.received_on)}提出的意见建议（第{reply.number}号）“"
                f"{_quoted(reply.text)}”收悉。"
                + (f"与其他居民的同类意见归为“{reply.title}”一并办理。" if reply.title else "")
            ),
            Paragraph(f"办理情况：{reply.state}。{_stop(or_gap(reply.answer))}"),
            Paragraph("感谢您对小区事务的关心。对答复有不同意见的，请随时告诉我们。"),
            Paragraph(community, align=Align.RIGHT, right=2),
            Paragraph(day_words(day), align=Align.RIGHT, right=2),
            Paragraph("满意度：□满意　□基本满意　□不满意", indent=False),
            Paragraph("收到人签名：＿＿＿＿＿＿　日期：＿＿＿＿＿＿", indent=False),
            NewPage(),
        ]
    return Document(title, tuple(blocks[:-1] if blocks else titled(title)), community)


def posted(compound: str, community: str, day: date, lines: Sequence[PostedReply]) -> Document:
    """答复一览表 for the notice board."""
    title = f"{compound}意见建议办理答复一览表"
    rows = tuple(
        (str(number), each.title, str(each.count), each.state, each.answer or "正在办理")
        for number, each in enumerate(lines, 1)
    )
    voices = sum(each.count for each in lines)
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(
            f"近期收到意见建议 {voices} 条，归为 {len(lines)} 项，办理和答复情况如下。"
            "为保护个人信息，不列姓名和房号；提出人可以凭登记号到社区查询。"
            if rows
            else "近期没有收到意见建议。"
        ),
        *(
            (
                Grid(
                    ("序号", "事项", "条数", "办理", "答复"),
                    rows,
                    (8, 34, 9, 14, 35),
                    frozenset({1, 4}),
                ),
            )
            if rows
            else ()
        ),
        Paragraph(community, align=Align.RIGHT, right=2),
        Paragraph(day_words(day), align=Align.RIGHT, right=2),
    )
    return Document(title, blocks, community)


def chat_text(compound: str, day: date, lines: Sequence[PostedReply]) -> str:
    """The same as text for a WeChat group."""
    told = [f"【{compound}意见建议答复】{day_words(day)}"]
    told += [
        f"{number}. {each.title}（{each.count} 条）：{each.state}。{_stop(each.answer)}".strip()
        for number, each in enumerate(lines, 1)
    ]
    told.append("有不同意见请直接告诉网格员，或到社区说。")
    return "\n".join(told)


def collecting(
    compound: str, community: str, until: date | None, code: str, door: str = ""
) -> Document:
    """议题征集表: a sheet to write on; its code tells the scanner which door it came from."""
    title = f"{compound}议题征集表"
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(
            "各位居民：请写下您希望小区商量解决的事情，一件事写一行；可以不写姓名。"
            + (f"请于{day_words(until)}前交给网格员或投入意见箱。" if until else "")
            + "每一条意见都会登记，并给您答复。"
        ),
        Code(code),
        Grid(
            ("序号", "希望商量解决的事情", "具体地点", "您的建议"),
            tuple((str(n), "", "", "") for n in range(1, 7)),
            (8, 42, 20, 30),
            row_height=44,
        ),
        Paragraph(
            f"房号：{door or '＿＿＿＿＿＿'}　　姓名（可不写）：＿＿＿＿＿＿＿", indent=False
        ),
        Paragraph("电话（可不写）：＿＿＿＿＿＿＿＿＿＿", indent=False),
        Paragraph(f"{community}　个人信息只用于答复，不公开。", indent=False),
    )
    return Document(title, blocks, community)


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """What the party organisation says of one item."""

    number: int
    title: str
    who_decides: str
    opinion: str
    note: str
    brought_by: str


def opinions(
    meeting: str, organisation: str, on: date | None, lines: Sequence[OpinionLine]
) -> Document:
    """党组织前置审核单: opinions before the meeting; what the law lets people bring is not held up."""
    title = "议题党组织前置审核单"
    rows = tuple(
        (
            str(each.number),
            each.title,
            each.who_decides,
            each.opinion or "〔待填〕",
            "；".join(part for part in (each.note, each.brought_by) if part),
        )
        for each in lines
    )
    blocks: tuple[Block, ...] = (
        *titled(meeting),
        *titled(title),
        Blank(),
        Grid(
            ("序号", "议题", "由谁决定", "意见", "说明"),
            rows,
            (8, 34, 20, 16, 22),
            frozenset({1, 4}),
        ),
        Paragraph(
            "本单只记录意见。百分之二十以上业主或者十分之一以上居民依法提议的事项，不因审核意见而不列入。"
        ),
        Blank(),
        Paragraph(or_gap(organisation), align=Align.RIGHT, right=2),
        Paragraph(day_words(on) if on else "　　　年　月　日", align=Align.RIGHT, right=2),
    )
    return Document(f"{meeting}{title}", blocks, organisation)


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 120 else f"{plain[:120]}……"


def _stop(text: str) -> str:
    return text if not text or text.endswith(("。", "！", "？")) else f"{text}。"
