"""A drawing of reportlab.graphics on our pages: drawn once, the same in PDF, Word and on screen.

Only what our charts use: rectangles, lines and texts, in groups. Texts are set in our own faces.
"""

import io
from collections.abc import Iterator
from typing import Any

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String

from desktop.documents.fonts import Fonts
from desktop.documents.layout import Line as TextLine
from desktop.documents.layout import Page
from desktop.documents.model import Face
from desktop.documents.paragraph import Run, width

Colour = tuple[float, float, float]
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def labels(drawing: Drawing) -> str:
    """Every text of a drawing, one a line."""
    return "\n".join(each.text for each in _shapes(drawing) if isinstance(each, String))


def put(page: Page, drawing: Drawing, x: float, y: float, fonts: Fonts) -> None:
    """Draw on a page with the lower left corner at ``x``, ``y`` (points)."""
    for shape in _shapes(drawing):
        match shape:
            case Rect():
                _rectangle(page, shape, x, y)
            case Line():
                page.rules.append((x + shape.x1, y + shape.y1, x + shape.x2, y + shape.y2))
            case String():
                page.lines.append(_text(shape, x, y, fonts))


def alone(drawing: Drawing, fonts: Fonts) -> bytes:
    """A PDF of one page that is just the drawing: what a screen shows and a Word file holds."""
    from desktop.documents.model import Document
    from desktop.documents.pdf import Writer

    page = Page()
    put(page, drawing, 0.0, 0.0, fonts)
    writer = Writer(Document("图", ()), fonts, None, numbered=False, size=_size(drawing))
    writer.add(page)
    return writer.finish()


def picture(drawing: Drawing, fonts: Fonts, scale: float = 2.5) -> bytes:
    """The same as a PNG, ``scale`` pixels a point."""
    import pypdfium2

    document = pypdfium2.PdfDocument(alone(drawing, fonts))
    try:
        image = document[0].render(scale=scale).to_pil()
    finally:
        document.close()
    kept = io.BytesIO()
    image.save(kept, "PNG", compress_level=4)  # few colours: packing harder gains little
    return kept.getvalue()


def _size(drawing: Drawing) -> tuple[float, float]:
    return float(drawing.width), float(drawing.height)


def _shapes(holder: Any) -> Iterator[Any]:
    for each in holder.contents:
        if isinstance(each, Group):
            yield from _shapes(each)
        else:
            yield each


def _rectangle(page: Page, shape: Rect, x: float, y: float) -> None:
    left, low, wide, high = x + shape.x, y + shape.y, shape.width, shape.height
    if shape.fillColor is not None:
        colour: Colour = (shape.fillColor.red, shape.fillColor.green, shape.fillColor.blue)
        page.shades.append((colour, left, low, wide, high))
    if shape.strokeColor is not None:
        right, top = left + wide, low + high
        page.rules += [
            (left, low, right, low), (left, top, right, top), (left, low, left, top),
            (right, low, right, top),
        ]  # fmt: skip


def _text(shape: String, x: float, y: float, fonts: Fonts) -> TextLine:
    size = float(shape.fontSize)
    face = Face.HEI if "Bold" in shape.fontName else Face.SONG
    wide = width(shape.text, face, size, 0.0, fonts)
    left = x + shape.x - wide * _ANCHORS[shape.textAnchor]
    runs: list[Run] = []
    measures = fonts.measures(face)
    for character in shape.text:
        font, advance = measures[character]
        if runs and runs[-1].font is font:
            runs[-1] = Run(font, runs[-1].text + character, runs[-1].x)
        else:
            runs.append(Run(font, character, left))
        left += advance * size / 1000
    white = shape.fillColor is not None and shape.fillColor.red > 0.9
    return TextLine(y + shape.y, size, 0.0, tuple(runs), white=white)
