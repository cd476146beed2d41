"""Papers of an archive package: 归档签名页, and 四性检测报告 (DA/T 70-2018) of what was packed."""

from dataclasses import dataclass

from desktop.documents.model import Blank, Block, Document, Grid, Paragraph
from desktop.documents.words import titled
from desktop.domain.meeting import day_words
from desktop.domain.proceedings import MeetingFacts


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a package: of which of the four, what was looked at, and what was found."""

    nature: str
    what: str
    found: str
    good: bool


def report(facts: MeetingFacts, checks: list[Check], at: str) -> Document:
    """四性检测报告: 真实、完整、可用、安全."""
    title = f"{facts.full_title}归档包四性检测报告"
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(f"检测时间：{at[:16].replace('T', ' ')}", indent=False),
        Grid(
            ("类别", "检测内容", "结果", "说明"),
            tuple((c.nature, c.what, "通过" if c.good else "注意", c.found) for c in checks),
            (12, 34, 10, 44),
            frozenset({1, 3}),
        ),
        Paragraph(
            "本报告由程序在装包时自动检测生成。文件为 PDF（字体已嵌入）和 DOCX，没有加密；"
            "未转换为 PDF/A，需要长期保存格式的，请在移交前用专门工具转换。"
        ),
    )
    return Document(title, blocks, facts.recorder)


def signatures(facts: MeetingFacts, codes: list[tuple[str, str]], files: int) -> Document:
    """归档签名页: check codes of what is packed, to be signed by whom it passes through."""
    title = f"{facts.full_title}归档签名页"
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(f"会议日期：{day_words(facts.held_on)}　归档文件：{files} 件", indent=False),
        Grid(("文件", "校验码"), tuple(codes), (40, 60), frozenset({0, 1})),
        Paragraph("以上内容与会议原始记录一致，归档包内文件以 sha256.txt 所列校验值为准。"),
        Grid(
            ("经手", "姓名", "签名", "日期"),
            tuple(
                (who, name, "", "")
                for who, name in (
                    ("主持人", facts.chair),
                    ("记录人", facts.recorder),
                    ("立卷人", ""),
                    ("检查人", ""),
                    ("接收人", ""),
                )
            ),
            (20, 24, 30, 26),
            row_height=34,
        ),
    )
    return Document(title, blocks, facts.recorder)
