"""落实情况公示: how far what was agreed has come. 调解记录: one mediation, for the file alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.documents.model import Align, Blank, Block, Document, Grid, Paragraph
from desktop.documents.words import or_gap, titled
from desktop.domain.masking import without_numbers
from desktop.domain.meeting import day_words


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One resolution on the wall."""

    text: str
    meeting: str
    lead: str
    due: date | None
    state: str
    overdue: bool
    latest: str
    accepted: str
    satisfaction: str  # 满意 5、基本满意 1, or ""


def progress(compound: str, convener: str, day: date, lines: Sequence[ProgressLine]) -> Document:
    """落实情况公示: every resolution, who leads, how far; what is late is named as late."""
    title = f"{compound}议定事项落实情况公示"
    rows = tuple(
        (
            str(number),
            without_numbers(each.text),
            without_numbers(each.lead),
            f"{each.due.month}月{each.due.day}日\n{each.due.year}年" if each.due else "未定",
            "已逾期" if each.overdue else each.state,
            "；".join(
                part
                for part in (without_numbers(each.latest), each.accepted, each.satisfaction)
                if part
            ),
        )
        for number, each in enumerate(lines, 1)
    )
    done = sum(1 for each in lines if each.state in {"已完成", "已销号"})
    late = sum(1 for each in lines if each.overdue)
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(
            f"截至{day_words(day)}，历次会议议定事项共 {len(lines)} 项，已办结 {done} 项，"
            f"逾期 {late} 项，具体情况如下。"
        ),
    ]
    if rows:
        blocks.append(
            Grid(
                ("序号", "议定事项", "责任", "时限", "状态", "落实情况"),
                rows,
                (9, 29, 17, 13, 11, 21),
                frozenset({1, 5}),
            )
        )
    blocks += [
        Paragraph("对落实情况有意见的，请向召集单位或者社区居民委员会反映。"),
        Paragraph("特此公示。"),
        Paragraph(or_gap(convener), align=Align.RIGHT, right=2),
        Paragraph(day_words(day), align=Align.RIGHT, right=2),
    ]
    return Document(title, tuple(blocks), convener)


@dataclass(frozen=True, slots=True)
class Mediation:
    """One mediation as its record tells it."""

    number: int
    kind: str
    parties: str
    text: str
    on: date
    place: str
    mediators: str
    present: str
    told: str
    outcome: str
    agreement: str


def mediation(community: str, told: Mediation) -> Document:
    """调解记录, to be signed by the parties. It goes into the file, never on a wall."""
    title = "调解记录"
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(f"纠纷编号：第{told.number}号　　类别：{or_gap(told.kind)}", indent=False),
        Paragraph(f"时间：{day_words(told.on)}　　地点：{or_gap(told.place)}", indent=False),
        Paragraph(f"当事人：{told.parties}", indent=False),
        Paragraph(
            f"调解人：{or_gap(told.mediators)}　　在场人：{told.present or '无'}", indent=False
        ),
        Paragraph(f"纠纷事由：{told.text}"),
        Paragraph(f"调解经过：{told.told}"),
        Paragraph(f"调解结果：{told.outcome}。"),
        *((Paragraph(f"协议内容：{told.agreement}"),) if told.agreement else ()),
        Blank(),
        Paragraph("当事人签名：＿＿＿＿＿＿　＿＿＿＿＿＿", indent=False),
        Paragraph("调解人签名：＿＿＿＿＿＿　记录人签名：＿＿＿＿＿＿", indent=False),
        Paragraph(community, align=Align.RIGHT, right=2),
        Paragraph(day_words(told.on), align=Align.RIGHT, right=2),
    )
    return Document(title, blocks, community)
