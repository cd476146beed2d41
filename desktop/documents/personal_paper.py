"""个人信息告知单: what this office keeps about one person, for that person alone (PIPL art. 45)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.documents.model import Align, Blank, Block, Document, Heading, Paragraph
from desktop.documents.words import numeral, titled
from desktop.domain.meeting import day_words


@dataclass(frozen=True, slots=True)
class Held:
    """One row: where it is, what is in it, why, on what basis, and until when."""

    word: str
    where: str
    told: tuple[tuple[str, str], ...]  # what a column is called, and what stands in it
    purpose: str
    basis: str
    until: str


def personal_paper(
    office: str, name: str, held: Sequence[Held], links: Sequence[tuple[str, str]], day: date
) -> Document:
    """Everything under one heading for each kind of place; others in the same texts are masked."""
    title = "个人信息告知单"
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(f"{name}：", indent=False),
        Paragraph(
            f"您要求查阅、复制本单位处理的您的个人信息（个人信息保护法第四十五条）。截至{day_words(day)}，"
            f"用“圆桌议事”登记的共{len(held)}处，列在下面。文字中提到的其他人已经遮盖。"
        ),
    ]
    kinds = list(dict.fromkeys(each.word for each in held))
    number = 0
    for number, word in enumerate(kinds, 1):
        mine = [each for each in held if each.word == word]
        blocks.append(Heading(f"{numeral(number)}、{word}", 1))
        blocks.append(Paragraph(f"用途：{mine[0].purpose}。依据：{mine[0].basis}。"))
        blocks.append(Paragraph(f"保存期限：{mine[0].until}。"))
        for place, each in enumerate(mine, 1):
            told = "；".join(f"{what}：{value}" for what, value in each.told)
            blocks.append(Paragraph(f"{place}. {each.where}。{told}。"))
    if links:
        blocks.append(Heading(f"{numeral(number + 1)}、与您有关的其他登记", 1))
        blocks += [Paragraph(f"{what}：{told}。") for what, told in links]
    if not held and not links:
        blocks.append(Paragraph("没有登记您的个人信息。"))
    blocks += [
        Paragraph(
            "附件、照片和扫描件里的内容程序不能辨认，请另行说明需要哪一份。"
            "发现有误的，可以要求更正；可以删除的，可以要求删除。"
        ),
        Blank(),
        Paragraph(office, align=Align.RIGHT, right=2),
        Paragraph(day_words(day), align=Align.RIGHT, right=2),
    ]
    return Document(title, tuple(blocks), office)
