"""What a paper says, before it becomes a PDF or a Word file."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only papers with charts load what draws them
    from reportlab.graphics.shapes import Drawing


class Face(Enum):
    """The faces of official papers (GB/T 9704), and the name Word and WPS know them by."""

    FANG = "仿宋"  # text
    TITLE = "方正小标宋简体"
    HEI = "黑体"  # headings 一、
    KAI = "楷体"  # headings （一）
    SONG = "宋体"  # page numbers, and every character the others lack


class Align(Enum):
    JUSTIFY = "both"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Sheet(Enum):
    """The paper it is printed on, and how large everything is beside A4: the lines stay the same."""

    A4 = "A4", 1.0
    A3 = "A3（张贴）", 2**0.5  # read from two steps away, on a notice board
    K16 = "16开", 184 / 210  # 184 × 260 mm: stubs, receipts, slips

    def __init__(self, word: str, scale: float) -> None:
        self.word, self.scale = word, scale


@dataclass(frozen=True, slots=True)
class Head:
    """发文机关标志 in red, the number of the paper below it, and the red rule (GB/T 9704 7.2)."""

    issuer: str
    number: str


@dataclass(frozen=True, slots=True)
class Title:
    """2号小标宋, centred."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 一、黑体; 2 （一）楷体; 3 1. 仿宋. All indented by two characters."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """3号仿宋. ``right`` leaves that many characters blank at the right edge; ``keep``: on one page
    with what follows."""

    text: str
    indent: bool = True
    align: Align = Align.JUSTIFY
    right: int = 0
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """出席：in 黑体, then text; turnovers align with the first character after the colon.

    ``plain``: 附件：, in the face of the text.
    """

    label: str
    text: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Rich:
    """A paragraph with parts in 黑体 (text, whether it is); turnovers align behind ``mark`` (1. or •)."""

    pieces: tuple[tuple[str, bool], ...]
    mark: str = ""
    keep: bool = False

    @property
    def text(self) -> str:
        return self.mark + "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Blank:
    """One empty line."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``widths`` are shares of the text width; columns named in ``left`` align left;
    ``whole``: on one page where it fits on one."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    left: frozenset[int] = frozenset()
    row_height: int = 0  # points; at least this high, for signatures
    codes: frozenset[int] = frozenset()  # columns whose text is drawn as a QR code
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code at the right edge, three lines high; ``text`` is ASCII, as a scanner types it.

    ``bars``: a Code-128 beside it in the PDF, for scanners that read lines only. ``keep``: on one
    page with what follows.
    """

    text: str
    bars: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Big:
    """One line of large type in the middle, for what is read from afar; ``size`` in points."""

    text: str
    size: int


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing as wide as the text; ``says`` in words what it shows, for who cannot see it."""

    drawing: "Drawing" = field(repr=False)
    says: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, or a picture of a screen (``kind`` png), with its size in pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int
    kind: str = "jpeg"


@dataclass(frozen=True, slots=True)
class Photos:
    """Up to two photos side by side, ``lines`` of text high, a caption below each."""

    pictures: tuple[tuple[Picture, str], ...]
    lines: int = 8


Block = (
    Head
    | Title
    | Heading
    | Paragraph
    | Labelled
    | Rich
    | Blank
    | Grid
    | Code
    | NewPage
    | Big
    | Chart
    | Photos
)


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: its blocks, and what its file says about it.

    A ``book`` has a title page without a number, and in its PDF the headings beside the pages.
    """

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    book: bool = field(default=False, repr=False)  # papers are known again by how they are told

    @property
    def text(self) -> str:
        """All words in reading order, one block a line."""
        return "\n".join(filter(None, map(words_of, self.blocks)))


def spaced(document: Document) -> str:
    """The same words with cells kept apart: figures of two columns are no telephone number."""
    told = []
    for block in document.blocks:
        if isinstance(block, Grid):
            told += [" | ".join(row) + "；" for row in (block.header, *block.rows)]
        else:
            told.append(words_of(block))
    return "\n".join(told)


def without(document: Document, characters: Collection[str]) -> Document:
    """The same document without these characters, wherever they stand."""
    drop = dict.fromkeys(map(ord, characters))
    return reworded(document, lambda text: text.translate(drop)) if drop else document


def reworded(document: Document, words: Callable[[str], str]) -> Document:
    """The same document with every text of its blocks put through ``words``."""

    def told(block: Block) -> Block:
        match block:
            case Grid():
                rows = tuple(tuple(map(words, row)) for row in block.rows)
                return replace(block, rows=rows)
            case Head():
                return replace(block, issuer=words(block.issuer))
            case Photos():
                pictures = tuple((each, words(below)) for each, below in block.pictures)
                return replace(block, pictures=pictures)
            case Rich(pieces=pieces):
                return replace(block, pieces=tuple((words(text), bold) for text, bold in pieces))
            case Blank() | Code() | NewPage() | Chart():
                return block
            case _:
                return replace(block, text=words(block.text))

    return replace(document, blocks=tuple(map(told, document.blocks)))


def words_of(block: Block) -> str:
    match block:
        case Title(text) | Heading(text, _) | Big(text, _):
            return text
        case Paragraph(text=text):
            return text
        case Rich():
            return block.text
        case Head(issuer, number):
            return f"{issuer}{number}"
        case Labelled(label, text):
            return label + text
        case Grid(header=header, rows=rows, codes=codes):
            seen = [[c for n, c in enumerate(row) if n not in codes] for row in rows]
            return "\n".join("".join(row) for row in (header, *seen))
        case Photos(pictures):
            return "".join(words for _, words in pictures)
        case Blank() | Code() | NewPage() | Chart():
            return ""


_INTRODUCTION = 120  # characters: what is longer is no introduction of a table
_SIGNATURES = 12  # lines: what is longer than that is no group of signatures


def kept(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of blocks that must not be torn from the next one.

    Headings; a few words that lead to a table; and the lines
    that end a paper — who signs, what day — which never stand alone on a
    page (GB/T 9704 7.3.5: 附件说明、落款 stay with the text).
    """
    found = {
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Heading) or (isinstance(block, Paragraph | Rich | Code) and block.keep)
    }
    found |= {
        place
        for place, (block, following) in enumerate(pairwise(blocks))
        if isinstance(following, (Grid, Chart, Photos))
        and isinstance(block, Paragraph)
        and len(block.text) <= _INTRODUCTION
    }
    for place, block in enumerate(blocks):
        if place == len(blocks) - 1 or isinstance(blocks[place + 1], NewPage):
            found |= _with_signatures(blocks, place) if not isinstance(block, NewPage) else set()
    return frozenset(found - {len(blocks) - 1})


def _with_signatures(blocks: Sequence[Block], last: int) -> set[int]:
    """The group of signatures that ends at ``last``, and the block before it."""
    first = last + 1
    while first and _signature(blocks[first - 1]):
        first -= 1
    if first in {0, last + 1} or last - first >= _SIGNATURES:
        return set()
    return set(range(first - 1, last))


def _signature(block: Block) -> bool:
    match block:
        case Blank():
            return True
        case Paragraph(indent=indent, align=align):
            return not indent or align is Align.RIGHT
        case Labelled(plain=plain):  # 附件说明 goes along with the text, too
            return plain
        case _:
            return False
