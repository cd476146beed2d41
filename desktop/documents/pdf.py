"""A document as a PDF file: pages set by us, written by ReportLab's canvas."""

import io
from datetime import datetime
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from desktop.documents import style
from desktop.documents.cidfont import Embedded
from desktop.documents.fonts import Font, Fonts
from desktop.documents.layout import Line, Page, pages
from desktop.documents.model import Document, Face
from desktop.documents.paragraph import Run, width
from desktop.domain.errors import GlyphsMissing

rl_config.useA85 = 0  # binary streams: smaller and faster


def pdf(document: Document, fonts: Fonts, made: datetime | None = None) -> bytes:
    """Write the document; raise ``GlyphsMissing`` when no face has a character of it."""
    if missing := fonts.missing(document.text):
        raise GlyphsMissing(" ".join(missing))
    return Writer(document, fonts, made).write(pages(document, fonts))


class Writer:
    def __init__(self, document: Document, fonts: Fonts, made: datetime | None) -> None:
        self._document, self._fonts = document, fonts
        self._buffer = io.BytesIO()
        self._canvas = _canvas(self._buffer, invariant=made is None)
        self._canvas.setTitle(document.title)
        self._canvas.setAuthor(document.author or "圆桌议事")
        self._canvas.setCreator("圆桌议事")
        # A canvas begins with Helvetica, which would be in the file without being embedded.
        self._canvas._preamble = "1 0 0 1 0 0 cm"  # noqa: SLF001
        self._canvas._doc.idToObject["BasicFonts"].dict.clear()  # noqa: SLF001
        self._embedded: dict[Font, Embedded] = {}

    def write(self, sheets: list[Page]) -> bytes:
        for number, page in enumerate(sheets, 1):
            self._draw(page, number)
            self._canvas.showPage()
        inner = self._canvas._doc  # noqa: SLF001 - where ReportLab keeps its fonts
        for embedded in self._embedded.values():
            embedded.add_to(inner)
        self._canvas.save()
        return self._buffer.getvalue()

    def _draw(self, page: Page, number: int) -> None:
        code = [f"{style.RULE:g} w"]
        code += [f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l S" for x, y, to_x, to_y in page.rules]
        code.append("BT")
        look = ""
        for line in [*page.lines, self._number(number)]:
            for run in line.runs:
                embedded = self._embed(run.font)
                if look != (look := f"/{embedded.name} {line.size:g} Tf {line.track:.4f} Tc"):
                    code.append(look)
                code.append(f"1 0 0 1 {run.x:.3f} {line.y:.3f} Tm <{embedded.hex(run.text)}> Tj")
        code.append("ET")
        self._canvas._code.append("\n".join(code))  # noqa: SLF001 - the page's content stream

    def _embed(self, font: Font) -> Embedded:
        known = self._embedded.get(font)
        if known is None:
            known = self._embedded[font] = Embedded(font, f"R{len(self._embedded) + 1}")
        return known

    def _number(self, number: int) -> Line:
        """— 1 — in 4号宋, odd pages to the right with one blank, even ones to the left."""
        text = f"— {number} —"
        face, size = Face.SONG, style.NUMBER_SIZE
        wide = width(text, face, size, 0.0, self._fonts)
        edge = style.LEFT + style.TEXT_WIDTH - wide - size if number % 2 else style.LEFT + size
        y = style.PAGE_HEIGHT - style.TOP - style.TEXT_HEIGHT - style.NUMBER_DROP - size * 0.35
        return Line(y, size, 0.0, (Run(self._fonts.font(face), text, edge),))


def _canvas(buffer: io.BytesIO, *, invariant: bool) -> Any:
    """A canvas; ``Any``, because its own types do not know what we must reach into."""
    size = (style.PAGE_WIDTH, style.PAGE_HEIGHT)
    return Canvas(buffer, pagesize=size, pageCompression=1, invariant=int(invariant), lang="zh-CN")
