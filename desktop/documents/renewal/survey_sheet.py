"""改造意愿调查表: one sheet a household, with its door, its code and the works by number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.documents.model import Block, Code, Document, Grid, NewPage, Paragraph, Title
from desktop.domain.renewal.survey_code import SheetCode

FEW = 18  # works that fit a page in two columns; more are set in three


Numbered = tuple[int, str]  # a work by the number it was given


@dataclass(frozen=True, slots=True)
class SheetFor:
    """One household's sheet."""

    door: str
    code: SheetCode


def survey_sheets(compound: str, works: Sequence[Numbered], sheets: Sequence[SheetFor]) -> Document:
    """Sheets of one stack, each on a page of its own."""
    title = f"{compound}改造意愿调查表"
    blocks: list[Block] = []
    for number, sheet in enumerate(sheets):
        if number:
            blocks.append(NewPage())
        blocks += _sheet(title, works, sheet)
    return Document(title, tuple(blocks) or (Title(title), Paragraph("调查名单是空的。")))


def _sheet(title: str, works: Sequence[Numbered], sheet: SheetFor) -> Iterator[Block]:
    yield Title(title)
    yield Code(sheet.code.code, bars=True)
    yield Paragraph(f"房号：{sheet.door}　　编号：{sheet.code.shown}", indent=False)
    yield Paragraph("一、小区要不要改造？　　□1 改　　□2 不改", indent=False)
    yield Paragraph("二、最想改的三项（填编号）：①＿＿　②＿＿　③＿＿", indent=False)
    if works:
        columns = 2 if len(works) <= FEW else 3
        widths = (9, 41) if columns == 2 else (7, 26)
        header = ("编号", "改造内容") * columns
        yield Grid(header, tuple(_side_by_side(works, columns)), widths * columns)
    yield Paragraph("三、本单元装电梯？　□1 同意　□2 反对　□3 无所谓", indent=False)
    yield Paragraph("四、反对哪一项：＿＿　理由：＿＿＿＿＿＿＿＿＿＿", indent=False)
    yield Paragraph("填表人签名：＿＿＿＿＿＿　日期：＿＿＿＿＿＿", indent=False)
    yield Paragraph("意愿调查不是表决；谁家怎么填只用于统计，不公开。", indent=False)


def _side_by_side(works: Sequence[Numbered], columns: int) -> Iterator[tuple[str, ...]]:
    """The catalogue in columns, numbers running down."""
    high = -(-len(works) // columns)
    for row in range(high):
        cells: list[str] = []
        for column in range(columns):
            place = column * high + row
            number, work = works[place] if place < len(works) else ("", "")
            cells += [str(number), work]
        yield tuple(cells)
