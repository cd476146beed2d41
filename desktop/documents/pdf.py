"""A document as a PDF file: pages set by us, written by ReportLab's canvas."""

import io
import re
from datetime import datetime
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from desktop.documents import style
from desktop.documents.cidfont import Embedded
from desktop.documents.fonts import Font, Fonts, check_glyphs
from desktop.documents.layout import Line, Page, pages
from desktop.documents.model import Chart, Document, Face, Sheet, without
from desktop.documents.paragraph import Run, width
from desktop.domain.long_work import Step, going_on

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
rl_config.useA85 = 0  # binary streams: smaller and faster


def pdf(
    document: Document,
    fonts: Fonts,
    made: datetime | None = None,
    sheet: Sheet = Sheet.A4,
    step: Step = going_on,
) -> bytes:
    """Write the document, ``step`` told of every page; raise ``GlyphsMissing`` when no face has a
    character of it."""
    check_glyphs(document.text + chart_words(document), fonts)
    document = without(document, fonts.pictures(document.text))
    writer = Writer(document, fonts, made, sheet=sheet)
    for number, page in enumerate(pages(document, fonts)):
        step(number, 0)  # how many there will be is known when they are all laid out
        writer.add(page)
    return writer.finish()


def chart_words(document: Document) -> str:
    """What stands in the drawings of a paper."""
    drawings = [block.drawing for block in document.blocks if isinstance(block, Chart)]
    if not drawings:
        return ""
    from desktop.documents.drawn import labels

    return "".join(map(labels, drawings))


def count_pages(data: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(_PAGE.findall(data))


class Writer:
    """One PDF, page by page; ``numbered`` pages carry — 1 — as official papers do."""

    def __init__(
        self,
        document: Document,
        fonts: Fonts,
        made: datetime | None,
        *,
        numbered: bool = True,
        sheet: Sheet = Sheet.A4,
        size: tuple[float, float] = (style.PAGE_WIDTH, style.PAGE_HEIGHT),
    ) -> None:
        self._fonts, self._numbered, self._count = fonts, numbered, 0
        self._book = document.book
        self._buffer = io.BytesIO()
        self._canvas = _canvas(self._buffer, size, sheet.scale, invariant=made is None)
        self._canvas.setTitle(document.title)
        self._canvas.setAuthor(document.author or "圆桌议事")
        self._canvas.setCreator("圆桌议事")
        # A canvas begins with Helvetica, which would be in the file without being embedded.
        # The paper's size is a matter of scale: every line stays what it is on A4.
        self._canvas._preamble = f"{sheet.scale:.6g} 0 0 {sheet.scale:.6g} 0 0 cm"  # noqa: SLF001
        self._canvas._doc.idToObject["BasicFonts"].dict.clear()  # noqa: SLF001
        self._embedded: dict[Font, Embedded] = {}

    def add(self, page: Page, before: str = "") -> None:
        """One more page; ``before`` is code that other pages have, too."""
        self._count += 1
        if self._numbered and not (self._book and self._count == 1):
            page.lines.append(self._number(self._count))
        code = self.code(page)
        self._canvas._code.append(f"{before}\n{code}" if before else code)  # noqa: SLF001 - the page's content stream
        for data, x, y, wide, high in page.photos:
            from reportlab.lib.utils import ImageReader

            self._canvas.drawImage(ImageReader(io.BytesIO(data)), x, y, wide, high)
        for place, (text, level) in enumerate(page.headings if self._book else ()):
            self._canvas.bookmarkPage(key := f"{self._count}.{place}")
            self._canvas.addOutlineEntry(text, key, level)
        self._canvas.showPage()

    def finish(self) -> bytes:
        inner = self._canvas._doc  # noqa: SLF001 - where ReportLab keeps its fonts
        for embedded in self._embedded.values():
            embedded.add_to(inner)
        self._canvas.save()
        return self._buffer.getvalue()

    def code(self, page: Page) -> str:
        """A page's content as PDF code."""
        code = [
            f"{red:.3f} {green:.3f} {blue:.3f} rg {x:.2f} {y:.2f} {wide:.2f} {high:.2f} re f"
            for (red, green, blue), x, y, wide, high in page.shades
        ]
        if code:
            code.append("0 g")
        code.append(f"{style.RULE:g} w")
        code += [f"{x:.2f} {y:.2f} {wide:.2f} {high:.2f} re f" for x, y, wide, high in page.fills]
        code += [f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l S" for x, y, to_x, to_y in page.rules]
        code += self._texts([line for line in page.lines if not line.red and not line.white])
        if white := [line for line in page.lines if line.white]:
            code += ["1 g", *self._texts(white), "0 g"]
        if page.red:
            code.append(_RED)
            code += [f"{x:.2f} {y:.2f} {wide:.2f} {high:.2f} re f" for x, y, wide, high in page.red]
            code += self._texts([line for line in page.lines if line.red])
            code.append("0 g")
        return "\n".join(code)

    def _texts(self, lines: list[Line]) -> list[str]:
        code, look = ["BT"], ""
        for line in lines:
            for run in line.runs:
                embedded = self._embed(run.font)
                if look != (look := f"/{embedded.name} {line.size:g} Tf {line.track:.4f} Tc"):
                    code.append(look)
                code.append(f"1 0 0 1 {run.x:.3f} {line.y:.3f} Tm <{embedded.hex(run.text)}> Tj")
        return [*code, "ET"]

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


_RED = "0.84 0 0 rg"  # as printed red, not a screen's


def _canvas(buffer: io.BytesIO, size: tuple[float, float], scale: float, *, invariant: bool) -> Any:
    """A canvas; ``Any``, because its own types do not know what we must reach into."""
    page = (size[0] * scale, size[1] * scale)
    return Canvas(buffer, pagesize=page, pageCompression=1, invariant=int(invariant), lang="zh-CN")
