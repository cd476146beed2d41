"""A document as a Word file that says the same words on the same lines as the PDF."""

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import assert_never
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from desktop.documents import style
from desktop.documents.codes import qr_picture
from desktop.documents.fonts import Fonts, check_glyphs
from desktop.documents.layout import (
    HEADING_FACES,
    chart_height,
    fitted,
    grid_columns,
    head_texts,
    row_lines,
    text_of,
)
from desktop.documents.model import (
    Align,
    Big,
    Blank,
    Block,
    Chart,
    Code,
    Document,
    Face,
    Grid,
    Head,
    Heading,
    Labelled,
    NewPage,
    Paragraph,
    Photos,
    Rich,
    Sheet,
    Title,
    kept,
    without,
)
from desktop.documents.paragraph import Text
from desktop.documents.word_pictures import inline
from desktop.documents.word_template import (
    NAMESPACES,
    PACKAGE,
    PAGE_NUMBER,
    XML,
    R,
    Style,
    by_key,
    face_of,
    template,
)

_LEVEL = 2  # faces: 4 % larger than at 6, and twice as fast
_ALTERNATIVES = {Face.TITLE: "华文中宋", Face.FANG: "仿宋_GB2312", Face.KAI: "楷体_GB2312"}


def word(
    document: Document, fonts: Fonts, made: datetime | None = None, sheet: Sheet = Sheet.A4
) -> bytes:
    """Write the document; raise ``GlyphsMissing`` when no face has a character of it."""
    check_glyphs(document.text, fonts)
    printed = without(document, fonts.pictures(document.text))
    return _Writer(printed, fonts, sheet).write(made)


class _Writer:
    def __init__(self, document: Document, fonts: Fonts, sheet: Sheet) -> None:
        self._document, self._fonts, self._sheet = document, fonts, sheet
        self._used: dict[Face, set[str]] = {}
        self._media: list[tuple[str, bytes]] = []  # what kind of picture, and its bytes
        self._new_page = False

    def write(self, made: datetime | None) -> bytes:
        together = kept(self._document.blocks)
        body = "".join(
            [self._block(b, keep=n in together) for n, b in enumerate(self._document.blocks)]
        )
        if self._document.blocks and isinstance(self._document.blocks[-1], Grid):
            body += _AFTER_TABLE
        base = template(self._sheet)
        # the footer's page number
        self._used.setdefault(Face.SONG, set()).update(PAGE_NUMBER)
        names = [f"picture{n}.{ending}" for n, (ending, _) in enumerate(self._media, 1)]
        buffer = io.BytesIO(base.package)
        buffer.seek(0, io.SEEK_END)
        with ZipFile(buffer, "a", ZIP_DEFLATED) as package:
            for name, data in (
                ("word/document.xml", base.document(body).encode()),
                *self._font_table(),
                ("word/_rels/document.xml.rels", base.relating(names).encode()),
                *(
                    (f"word/media/{name}", data)
                    for name, (_, data) in zip(names, self._media, strict=True)
                ),
                ("docProps/core.xml", self._properties(made).encode()),
            ):
                package.writestr(ZipInfo(name), data, ZIP_DEFLATED, _LEVEL)
        return buffer.getvalue()

    def _properties(self, made: datetime | None) -> str:
        told = (
            f"<dc:title>{escape(self._document.title)}</dc:title>"
            f"<dc:creator>{escape(self._document.author or '圆桌议事')}</dc:creator>"
            "<dc:language>zh-CN</dc:language>"
        )
        if made is not None:
            at = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            for name in ("created", "modified"):
                told += f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{at}</dcterms:{name}>'
        return f"{XML}<cp:coreProperties {_CORE}>{told}</cp:coreProperties>"

    def _twips(self, points: float) -> int:
        """Twentieths of a point on this sheet."""
        return round(points * self._sheet.scale * 20)

    def _half(self, points: float) -> int:
        """A size of type in Word's half points."""
        return round(points * self._sheet.scale * 2)

    def _block(self, block: Block, *, keep: bool) -> str:
        match block:
            case Grid():
                return self._grid(block, keep=keep)
            case Big():
                text = text_of(block, self._fonts)
                return self._paragraph(
                    text, "GWTitle", keep=keep, face=Face.HEI, pitch=text.size * style.BIG_PITCH
                )
            case NewPage():
                self._new_page = True
                return ""
            case Code(text=text):
                self._media.append(("png", qr_picture(text)))
                side, high = style.CODE_SIDE, style.CODE_LINES * style.PITCH
                return self._picture_line(side, side, high, "right", keep=keep)
            case Chart() | Photos():
                return self._figure(block, keep=keep)
            case Head():
                return self._head(block)
            case Heading(_, level):
                face = HEADING_FACES[level]
                text = text_of(block, self._fonts)
                return self._paragraph(text, f"GWHeading{level}", keep=keep, face=face)
            case Title() | Paragraph() | Labelled() | Rich() | Blank():
                key = _STYLES.get(type(block), "GWText")
                return self._paragraph(text_of(block, self._fonts), key, keep=keep)
            case _:
                assert_never(block)

    def _head(self, head: Head) -> str:
        """The letterhead: the rule is the number's lower border, which takes room of its line."""
        issuer, number = head_texts(head, self._fonts)
        rule = (
            f'<w:pBdr><w:bottom w:val="single" w:sz="{round(style.RED_RULE * 8)}" w:space="0" '
            f'w:color="{_RED}"/></w:pBdr>'
        )
        high = style.NUMBER_LINES * style.PITCH - style.RED_RULE
        return (
            self._paragraph(issuer, "GWTitle", pitch=style.HEAD_LINES * style.PITCH, ink=_RED)
            + self._paragraph(number, "GWText", pitch=high, more=rule)
            + self._paragraph(text_of(Blank(), self._fonts), "GWText")
        )

    def _paragraph(  # noqa: PLR0913 - what may be said of one paragraph
        self,
        text: Text,
        key: str,
        *,
        keep: bool = False,
        more: str = "",
        face: Face = Face.FANG,
        pitch: float = style.PITCH,
        ink: str = "",
    ) -> str:
        """A paragraph of one of our styles; what it says itself is what makes it this one line."""
        told = by_key(key)
        runs = "".join(self._run(piece, of, text, told, ink) for piece, of in text.pieces if piece)
        begins = "<w:pageBreakBefore/>" if self._new_page else ""
        self._new_page = False
        line = f'<w:spacing w:before="0" w:after="0" w:line="{self._twips(pitch)}" w:lineRule="exact"/>'
        align = text.align.value
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{key}"/>{_KEEP if keep else ""}{begins}{more}'
            f"{'' if pitch == told.pitch else line}{self._indent(text, told)}"
            f"{_aligned(align, told)}"
            f"{self._mark(face, text, told)}</w:pPr>{runs}</w:p>"
        )

    def _indent(self, text: Text, told: Style) -> str:
        if text.hang:
            hang = self._twips(text.hang - text.first)
            return f'<w:ind w:left="{self._twips(text.hang)}" w:hanging="{hang}"/>'
        if text.first == told.first and not text.right:
            return ""
        right = f' w:right="{self._twips(text.right)}"' if text.right else ""
        return f'<w:ind w:firstLine="{self._twips(text.first)}"{right}/>'

    def _mark(self, face: Face, text: Text, told: Style) -> str:
        """The end of a paragraph, where it looks otherwise than its style."""
        look = self._look(face, text, told, "")
        return f"<w:rPr>{look}</w:rPr>" if look else ""

    def _look(self, face: Face, text: Text, told: Style, ink: str) -> str:
        """What a run says itself: only what its style does not say, so that who changes the style in
        WPS or Word changes the paper."""
        high = self._half(text.size)
        return (
            ("" if face is told.face else face_of(face))
            + (f'<w:color w:val="{ink}"/>' if ink else "")
            + (
                ""
                if text.track == told.track
                else f'<w:spacing w:val="{self._twips(text.track)}"/>'
            )
            + ("" if text.size == told.size else f'<w:sz w:val="{high}"/><w:szCs w:val="{high}"/>')
        )

    def _run(self, piece: str, face: Face, text: Text, told: Style, ink: str = "") -> str:
        """Runs of one face each: what the face lacks is set in the one that has it."""
        made = []
        measures = self._fonts.measures(face)
        for font, group in groupby(piece, key=lambda c: measures[c][0]):
            part = "".join(group)
            self._used.setdefault(font.face, set()).update(part)
            look = self._look(font.face, text, told, ink)
            said = f"<w:rPr>{look}</w:rPr>" if look else ""
            made.append(f'<w:r>{said}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>')
        return "".join(made)

    def _grid(self, grid: Grid, *, keep: bool) -> str:
        columns = grid_columns(grid)
        wide = [self._twips(column) for column in columns]
        last, rows = len(grid.rows), ""
        for number, row in enumerate(
            (grid.header, *grid.rows)
        ):  # a header stays with its first row
            kept_ = keep if number == last else grid.whole or number == 0
            rows += self._row(row, grid, columns, number, keep=kept_)
        lines = "".join(f'<w:gridCol w:w="{each}"/>' for each in wide)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(wide)}" w:type="dxa"/><w:tblInd w:w="0" '
            f'w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
            f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{lines}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(
        self, row: Iterable[str], grid: Grid, columns: list[float], place: int, *, keep: bool
    ) -> str:
        texts, header = list(row), place == 0
        _, height = row_lines(texts, grid, columns, self._fonts, header=header)
        cells = []
        for number, (text, column) in enumerate(zip(texts, columns, strict=True)):
            if number in grid.codes and not header:
                parts = self._cell_code(text, keep=keep)
            else:
                align = "left" if number in grid.left and not header else "center"
                face = Face.HEI if header else Face.FANG
                parts = "".join(
                    self._cell_line(part, face, align, keep=keep) for part in text.split("\n")
                )
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{self._twips(column)}" w:type="dxa"/>'
                f'<w:vAlign w:val="center"/></w:tcPr>{parts}</w:tc>'
            )
        head = "<w:tblHeader/>" if header else ""
        return (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{self._twips(height)}" '
            f'w:hRule="exact"/>{head}</w:trPr>{"".join(cells)}</w:tr>'
        )

    def _cell_line(self, text: str, face: Face, align: str, *, keep: bool) -> str:
        told, cell = by_key("GWTable"), Text((), style.TABLE_SIZE, 0.0)
        return (
            f'<w:p><w:pPr><w:pStyle w:val="GWTable"/>{_KEEP if keep else ""}'
            f"{_aligned(align, told)}</w:pPr>"
            f"{self._run(text, face, cell, told) if text else ''}</w:p>"
        )

    def _cell_code(self, text: str, *, keep: bool) -> str:
        if not text:
            return self._cell_line("", Face.FANG, "center", keep=keep)
        self._media.append(("png", qr_picture(text)))
        side = style.CELL_CODE - 4 * style.CELL_ENDS
        return (
            f'<w:p><w:pPr>{_KEEP if keep else ""}<w:spacing w:before="0" w:after="0"/>'
            f'<w:jc w:val="center"/></w:pPr>{self._picture(side, side, "QR")}</w:p>'
        )

    def _picture_line(
        self,
        wide: float,
        tall: float,
        high: float,
        align: str,
        *,
        keep: bool = False,
        says: str = "QR",
    ) -> str:
        """The last picture in a line of its own, ``high`` as in the PDF."""
        return (
            f'<w:p><w:pPr>{_KEEP if keep else ""}<w:spacing w:before="0" w:after="0" '
            f'w:line="{self._twips(high)}" w:lineRule="exact"/>'
            f'<w:jc w:val="{align}"/></w:pPr>{self._picture(wide, tall, says)}</w:p>'
        )

    def _figure(self, block: Chart | Photos, *, keep: bool) -> str:
        if isinstance(block, Photos):
            return self._photos(block)
        from desktop.documents.drawn import picture

        made = block.drawing
        self._media.append(("png", picture(made, self._fonts)))
        high, says = chart_height(made.height), block.says
        return self._picture_line(made.width, made.height, high, "center", keep=keep, says=says)

    def _photos(self, block: Photos) -> str:
        """Photos side by side in a table without lines, with their captions on the same page."""
        count = max(1, len(block.pictures))
        column = style.TEXT_WIDTH / count
        room = column - 2 * style.CELL_SIDE, block.lines * style.PITCH - style.CELL_SIDE
        cells, captions = [], []
        for picture, words in block.pictures:
            self._media.append((picture.kind, picture.data))
            wide, tall = fitted(picture, *room)
            cells.append(
                f'<w:p><w:pPr>{_KEEP}<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" '
                f'w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr>'
                f"{self._picture(wide, tall, words)}</w:p>"
            )
            text = Text(((words, Face.FANG),), style.TABLE_SIZE, 0.0, align=Align.CENTER)
            captions.append(self._paragraph(text, "GWTable"))
        wide_, high = self._twips(column), self._twips(block.lines * style.PITCH)
        size = f'<w:trHeight w:val="{high}" w:hRule="exact"/>'
        rows = "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{exact}</w:trPr>" + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{wide_}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{each}</w:tc>'
                for each in row
            ) + "</w:tr>"
            for row, exact in ((cells, size), (captions, ""))
        )  # fmt: skip
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{wide_ * count}" w:type="dxa"/><w:tblInd w:w="0" '
            f'w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
            f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
            f"{f'<w:gridCol w:w={quoteattr(str(wide_))}/>' * count}</w:tblGrid>{rows}</w:tbl>"
        )

    def _picture(self, wide: float, tall: float, says: str) -> str:
        """The last of the media, so many points large."""
        return inline(len(self._media), wide * self._sheet.scale, tall * self._sheet.scale, says)

    def _font_table(self) -> Iterator[tuple[str, bytes]]:
        """Name the faces and embed what is used of them, so that any computer sets it alike."""
        entries, relations = [], []
        for number, (face, characters) in enumerate(self._faces(), 1):
            key = uuid5(NAMESPACE_URL, face.value + "".join(sorted(characters)))
            data = _obfuscated(self._fonts.font(face).subset(characters), key.bytes[::-1])
            yield f"word/fonts/font{number}.odttf", data
            other = _ALTERNATIVES.get(face)
            alternative = f"<w:altName w:val={quoteattr(other)}/>" if other else ""
            entries.append(
                f"<w:font w:name={quoteattr(face.value)}>{alternative}"
                '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
                f'<w:embedRegular r:id="rId{number}" w:fontKey="{{{str(key).upper()}}}"/></w:font>'
            )
            relations.append(
                f'<Relationship Id="rId{number}" Type="{R}/font" Target="fonts/font{number}.odttf"/>'
            )
        yield (
            "word/fontTable.xml",
            f"{XML}<w:fonts {NAMESPACES}>{''.join(entries)}</w:fonts>".encode(),
        )
        yield (
            "word/_rels/fontTable.xml.rels",
            f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}'
            "</Relationships>".encode(),
        )

    def _faces(self) -> Iterator[tuple[Face, set[str]]]:
        for face in Face:
            if face in self._used:
                yield face, self._used[face]


def _aligned(align: str, told: Style) -> str:
    return "" if align == told.align else f'<w:jc w:val="{align}"/>'


def _obfuscated(data: bytes, key: bytes) -> bytes:
    """ECMA-376 part 4 §2.8.1: the first 32 bytes are XORed with the key."""
    head = bytes(byte ^ key[place % 16] for place, byte in enumerate(data[:32]))
    return head + data[32:]


_RED = "D60000"
_KEEP = "<w:keepNext/><w:keepLines/>"
_STYLES = {Title: "GWTitle", Labelled: "GWLabel"}
# Word wants a paragraph after a table; this one is a point high, also where lines keep to a grid.
_AFTER_TABLE = (
    '<w:p><w:pPr><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_CORE = (
    f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
