"""A document as a Word file that says the same words on the same lines as the PDF."""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, assert_never
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from docx import Document as new_file
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from desktop.documents import style
from desktop.documents.fonts import Fonts
from desktop.documents.layout import HEADING_FACES, Text, grid_columns, row_lines, text_of
from desktop.documents.linebreak import NO_END, NO_START
from desktop.documents.model import (
    Blank,
    Block,
    Document,
    Face,
    Grid,
    Heading,
    Labelled,
    Paragraph,
    Title,
)
from desktop.domain.errors import GlyphsMissing

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = f'xmlns:w="{W}" xmlns:r="{R}"'
_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_ALTERNATIVES = {Face.TITLE: "华文中宋", Face.FANG: "仿宋_GB2312", Face.KAI: "楷体_GB2312"}


def word(document: Document, fonts: Fonts, made: datetime | None = None) -> bytes:
    """Write the document; raise ``GlyphsMissing`` when no face has a character of it."""
    if missing := fonts.missing(document.text):
        raise GlyphsMissing(" ".join(missing))
    return _Writer(document, fonts).write(made)


class _Writer:
    def __init__(self, document: Document, fonts: Fonts) -> None:
        self._document, self._fonts = document, fonts
        self._used: dict[Face, set[str]] = {}

    def write(self, made: datetime | None) -> bytes:
        body = "".join(self._block(block) for block in self._document.blocks)
        if self._document.blocks and isinstance(self._document.blocks[-1], Grid):
            body += _AFTER_TABLE
        file = new_file()
        parsed = parse_xml(f"<w:body {_NS}>{body}{_SECTION}</w:body>")
        old = file.element.body
        old.getparent().replace(old, parsed)
        section = file.sections[0]
        for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
            footer.is_linked_to_previous = False
            element = footer._element  # noqa: SLF001 - python-docx has no fields
            for child in list(element):
                element.remove(child)
            element.append(parse_xml(self._number(align)))
        self._settings(file)
        self._font_table(file)
        told = file.core_properties
        told.title, told.author = self._document.title, self._document.author or "圆桌议事"
        told.comments, told.language = "", "zh-CN"
        if made is not None:
            told.created = told.modified = made.replace(tzinfo=None)
        buffer = io.BytesIO()
        file.save(buffer)
        return buffer.getvalue()

    def _block(self, block: Block) -> str:
        match block:
            case Grid():
                return self._grid(block)
            case Heading(_, level):
                face = HEADING_FACES[level]
                outline = f'<w:outlineLvl w:val="{level - 1}"/>'
                return self._paragraph(
                    text_of(block, self._fonts), keep=True, more=outline, face=face
                )
            case Title() | Paragraph() | Labelled() | Blank():
                return self._paragraph(text_of(block, self._fonts))
            case _:
                assert_never(block)

    def _paragraph(
        self, text: Text, *, keep: bool = False, more: str = "", face: Face = Face.FANG
    ) -> str:
        align = text.align.value
        hang = round((text.hang - text.first) * 20)
        if text.hang:
            indent = f'<w:ind w:left="{round(text.hang * 20)}" w:hanging="{hang}"/>'
        else:
            right = f' w:right="{round(text.right * 20)}"' if text.right else ""
            indent = f'<w:ind w:firstLine="{round(text.first * 20)}"{right}/>'
        runs = "".join(
            self._run(piece, of, text.size, text.track) for piece, of in text.pieces if piece
        )
        return (
            f"<w:p><w:pPr>{'<w:keepNext/>' if keep else ''}{_RULES}"
            f'<w:spacing w:before="0" w:after="0" w:line="{round(style.PITCH * 20)}" '
            f'w:lineRule="exact"/>{indent}<w:jc w:val="{align}"/>{more}'
            f'<w:rPr>{_face(face)}<w:sz w:val="{round(text.size * 2)}"/></w:rPr></w:pPr>{runs}</w:p>'
        )

    def _run(self, text: str, face: Face, size: float, track: float) -> str:
        """Runs of one face each: what the face lacks is set in the one that has it."""
        made = []
        for font, group in groupby(text, key=lambda c: self._fonts.of(face, c)):
            part = "".join(group)
            self._used.setdefault(font.face, set()).update(part)
            spacing = f'<w:spacing w:val="{round(track * 20)}"/>' if track else ""
            made.append(
                f"<w:r><w:rPr>{_face(font.face)}{spacing}"
                f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr>'
                f'<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
            )
        return "".join(made)

    def _grid(self, grid: Grid) -> str:
        columns = grid_columns(grid)
        wide = [round(column * 20) for column in columns]
        rows = "".join(
            self._row(row, grid, columns, header=number == 0)
            for number, row in enumerate((grid.header, *grid.rows))
        )
        lines = "".join(f'<w:gridCol w:w="{each}"/>' for each in wide)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(wide)}" w:type="dxa"/><w:tblInd w:w="0" '
            f'w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
            f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{lines}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(self, row: Iterable[str], grid: Grid, columns: list[float], *, header: bool) -> str:
        texts = list(row)
        _, height = row_lines(texts, grid, columns, self._fonts, header=header)
        cells = []
        for number, (text, column) in enumerate(zip(texts, columns, strict=True)):
            align = "left" if number in grid.left and not header else "center"
            face = Face.HEI if header else Face.FANG
            parts = "".join(
                f'<w:p><w:pPr>{_RULES}<w:spacing w:before="0" w:after="0" '
                f'w:line="{round(style.TABLE_PITCH * 20)}" w:lineRule="exact"/>'
                f'<w:jc w:val="{align}"/></w:pPr>'
                f"{self._run(part, face, style.TABLE_SIZE, 0.0) if part else ''}</w:p>"
                for part in text.split("\n")
            )
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{round(column * 20)}" w:type="dxa"/>'
                f'<w:vAlign w:val="center"/></w:tcPr>{parts}</w:tc>'
            )
        head = "<w:tblHeader/>" if header else ""
        return (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{round(height * 20)}" '
            f'w:hRule="exact"/>{head}</w:trPr>{"".join(cells)}</w:tr>'
        )

    def _number(self, align: str) -> str:
        self._used.setdefault(Face.SONG, set()).update("— 0123456789")
        look = f'<w:rPr>{_face(Face.SONG)}<w:sz w:val="{round(style.NUMBER_SIZE * 2)}"/></w:rPr>'
        side = round(style.NUMBER_SIZE * 20)

        def piece(inner: str) -> str:
            return f"<w:r>{look}{inner}</w:r>"

        preserved = '<w:t xml:space="preserve">'
        parts = (
            f"{preserved}— </w:t>",
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            f"{preserved} —</w:t>",
        )
        return (
            f'<w:p {_NS}><w:pPr><w:spacing w:before="0" w:after="0" w:line="360" '
            f'w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/><w:jc w:val="{align}"/>'
            f"</w:pPr>{''.join(map(piece, parts))}</w:p>"
        )

    def _settings(self, file: Any) -> None:
        element = file.settings.element
        for child in list(element):
            element.remove(child)
        for child in parse_xml(_SETTINGS):
            element.append(child)

    def _font_table(self, file: Any) -> None:
        """Name the faces and embed what is used of them, so that any computer sets it alike."""
        table = next(
            relation.target_part
            for relation in file.part.rels.values()
            if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE
        )
        entries = []
        for number, (face, characters) in enumerate(self._faces(), 1):
            key = uuid5(NAMESPACE_URL, face.value + "".join(sorted(characters)))
            data = _obfuscated(self._fonts.font(face).subset(characters), key.bytes[::-1])
            part = Part(
                PackURI(f"/word/fonts/font{number}.odttf"), _OBFUSCATED, data, file.part.package
            )
            relation = table.relate_to(part, RELATIONSHIP_TYPE.FONT)
            other = _ALTERNATIVES.get(face)
            alternative = f"<w:altName w:val={quoteattr(other)}/>" if other else ""
            entries.append(
                f"<w:font w:name={quoteattr(face.value)}>{alternative}"
                '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
                f'<w:embedRegular r:id="{relation}" w:fontKey="{{{str(key).upper()}}}"/></w:font>'
            )
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        text = f"{head}<w:fonts {_NS}>{''.join(entries)}</w:fonts>"
        table._blob = text.encode()  # noqa: SLF001 - python-docx has no font table of its own

    def _faces(self) -> Iterator[tuple[Face, set[str]]]:
        for face in Face:
            if face in self._used:
                yield face, self._used[face]


def _face(face: Face) -> str:
    name = quoteattr(face.value)
    return (
        f'<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name} w:hint="eastAsia"/>'
    )


def _obfuscated(data: bytes, key: bytes) -> bytes:
    """ECMA-376 part 4 §2.8.1: the first 32 bytes are XORed with the key."""
    head = bytes(byte ^ key[place % 16] for place, byte in enumerate(data[:32]))
    return head + data[32:]


def _twentieths(points: float) -> int:
    return round(points * 20)


_RULES = (
    # LibreOffice reads overflowPunct the other way round: 1 is what keeps its edge straight.
    '<w:widowControl w:val="0"/><w:kinsoku/><w:wordWrap/><w:overflowPunct w:val="1"/>'
    '<w:autoSpaceDE/><w:autoSpaceDN/><w:snapToGrid w:val="0"/>'
)
# Word wants a paragraph after a table; this one is a point high.
_AFTER_TABLE = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_SECTION = (
    f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{_twentieths(style.TOP)}" '
    f'w:right="{11906 - _twentieths(style.LEFT) - _twentieths(style.TEXT_WIDTH + style.WORD_SLACK)}" '
    f'w:bottom="{_twentieths(style.BOTTOM)}" w:left="{_twentieths(style.LEFT)}" '
    f'w:header="850" w:footer="1360" w:gutter="0"/>'
    f'<w:docGrid w:linePitch="{_twentieths(style.PITCH)}"/></w:sectPr>'
)
_SETTINGS = (
    f'<w:settings {_NS}><w:zoom w:percent="100"/><w:embedTrueTypeFonts/><w:saveSubsetFonts/>'
    '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr("".join(sorted(NO_END)))}/>'
    f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={quoteattr("".join(sorted(NO_START)))}/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
