"""The handbook: its chapters as they lie in a folder, and all of them as one book with contents."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image

from desktop.documents import markdown, style
from desktop.documents.fonts import Fonts
from desktop.documents.layout import pages
from desktop.documents.markdown import Figure, Part, Pieces, Section, Step, Table, Words, plain
from desktop.documents.model import (
    Align,
    Big,
    Blank,
    Block,
    Document,
    Grid,
    Heading,
    NewPage,
    Paragraph,
    Photos,
    Picture,
    Rich,
    Title,
)
from desktop.documents.pdf import pdf
from desktop.documents.words import numeral
from desktop.domain import long_work

TITLE = "圆桌议事使用手册"
_BLANKS = 6  # lines above the title
_TALLEST, _LOWEST = 10, 7  # lines of a picture, above its caption
_WIDEST, _NARROWEST = 26, 4  # characters a column is reckoned with
Places = dict[str, int]  # chapter, or chapter#section → page


@dataclass(frozen=True, slots=True)
class Chapter:
    """``key`` is the name of its file without ``.md``: what links say."""

    key: str
    title: str
    parts: tuple[Part, ...]

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(p.text for p in self.parts if isinstance(p, Section) and p.level > 1)


def chapter(key: str, parts: tuple[Part, ...]) -> Chapter:
    """A chapter begins with its heading, and no section has the name of another."""
    first, *others = (part for part in parts if isinstance(part, Section))
    if parts[0] is not first or first.level != 1 or any(each.level == 1 for each in others):
        raise markdown.UnknownMarkup(f"{key}: a chapter has one heading, in its first line")
    names = [each.text for each in others]
    if len(set(names)) < len(names):
        raise markdown.UnknownMarkup(f"{key}: two sections have the same name")
    return Chapter(key, first.text, parts)


def chapters(folder: Path) -> tuple[Chapter, ...]:
    """All chapters in their order."""
    return tuple(
        chapter(path.stem, markdown.read(path.read_text("utf-8"), path.name))
        for path in sorted(folder.glob("*.md"))
    )


def book(
    told: Sequence[Chapter],
    folder: Path,
    fonts: Fonts,
    made: datetime | None = None,
    step: long_work.Step = long_work.going_on,
) -> bytes:
    """The chapters as a PDF with a title page and contents; pictures are read from ``folder``.
    ``step`` is told of every chapter."""
    places: Places = {}
    bodies = []
    for number, each in enumerate(told, 1):
        step(number, len(told))
        bodies.append(_fitted(number, each, folder, fonts))
    for _ in range(3):  # the contents are as long without numbers, or a page longer with them
        document = _document(told, bodies, places)
        if places == (places := _places(told, document, fonts)):
            break
    return pdf(document, fonts, made, step=step)


def _places(told: Sequence[Chapter], document: Document, fonts: Fonts) -> Places:
    """The page of every chapter and section."""
    found = [
        (text, level, number)
        for number, page in enumerate(pages(document, fonts), 1)
        for text, level in page.headings
    ][1:]  # less that of the contents
    names = [
        (name, 0 if name == each.key else 1)
        for each in told
        for name in (each.key, *(f"{each.key}#{section}" for section in each.sections))
    ]
    return {name: page for (name, _), (_, _, page) in zip(names, found, strict=True)}


def _document(
    told: Sequence[Chapter], bodies: Sequence[Sequence[Block]], places: Places
) -> Document:
    blocks: list[Block] = [
        *[Blank()] * _BLANKS,
        Big("圆桌议事", 44),
        Blank(),
        Big("使用手册", 32),
        *[Blank()] * 2,
        Paragraph("按 F1 可在程序里打开本手册，直接看到正在用的那一页。", align=Align.CENTER),
        NewPage(),
        Title("目录"),
        Blank(),
        _contents(told, places),
    ]
    for body in bodies:
        blocks += [NewPage(), *body]
    return Document(TITLE, tuple(blocks), "圆桌议事", book=True)


def _fitted(number: int, told: Chapter, folder: Path, fonts: Fonts) -> list[Block]:
    """A chapter with pictures as large as can be without a page more for it."""
    ways = [_set(number, told, folder, lines) for lines in range(_TALLEST, _LOWEST - 1, -1)]
    if not any(isinstance(part, Figure) for part in told.parts):
        return ways[0]
    return min(ways, key=lambda blocks: len(pages(Document("", tuple(blocks)), fonts)))


def _set(number: int, told: Chapter, folder: Path, lines: int) -> list[Block]:
    blocks: list[Block] = [Title(f"{numeral(number)}、{told.title}"), Blank()]
    for place, part in enumerate(told.parts[1:], 2):
        following = told.parts[place] if place < len(told.parts) else None
        blocks.append(_block(part, following, folder, lines))
        if isinstance(part, Table) and following is not None:
            blocks.append(Blank())
    return blocks


def _contents(told: Sequence[Chapter], places: Places) -> Grid:
    rows = tuple(
        (
            numeral(number),
            each.title,
            "；".join(
                f"{section}（{places.get(f'{each.key}#{section}', 0)}）"
                for section in each.sections
            ),
            str(places.get(each.key, 0)),
        )
        for number, each in enumerate(told, 1)
    )
    return Grid(("章", "内容", "各节（页）", "页"), rows, (7, 18, 63, 8), frozenset({1, 2}))


def _block(part: Part, following: Part | None, folder: Path, lines: int) -> Block:
    match part:
        case Section(text):
            return Heading(text, 1)
        case Words(pieces):
            leads = isinstance(following, Step | Table | Figure)
            return _rich(pieces, "", keep=leads)
        case Step(pieces, number):
            mark = f"{number}. " if number else "— "
            return _rich(pieces, mark, keep=isinstance(following, Figure))
        case Table(header, rows):
            return _grid([*map(plain, header)], [[*map(plain, row)] for row in rows])
        case Figure(path, caption):
            return _picture(folder / path, caption, lines)


def _rich(pieces: Pieces, mark: str, *, keep: bool) -> Rich:
    return Rich(tuple((piece.text, piece.bold) for piece in pieces), mark, keep)


def _grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
    """A table whose columns are as wide as what stands in them wants."""
    columns = zip(header, *rows, strict=True)
    wanted = [max(map(_wide, column)) for column in columns]
    widths = tuple(min(_WIDEST, max(_NARROWEST, wide)) for wide in wanted)
    return Grid(tuple(header), tuple(map(tuple, rows)), widths, frozenset(range(len(header))))


def _wide(text: str) -> int:
    """In characters, with room at the sides; a Latin letter takes three fifths of one."""
    return math.ceil(sum(3 if character.isascii() else 5 for character in text) / 5) + 1


def _picture(path: Path, caption: str, lines: int) -> Photos:
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as opened:
        wide, high = opened.size
    room = style.TEXT_WIDTH - 2 * style.CELL_SIDE
    whole = math.ceil((room * high / wide + style.CELL_SIDE) / style.PITCH)
    return Photos(((Picture(data, wide, high, "png"), caption),), min(whole, lines))
