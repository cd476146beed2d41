"""What a paper says, before it becomes a PDF or a Word file."""

from dataclasses import dataclass
from enum import Enum


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
    """3号仿宋. ``right`` leaves that many characters blank at the right edge."""

    text: str
    indent: bool = True
    align: Align = Align.JUSTIFY
    right: int = 0


@dataclass(frozen=True, slots=True)
class Labelled:
    """出席：in 黑体, then text; turnovers align with the first character after the colon."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """One empty line."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``widths`` are shares of the text width; columns named in ``wide`` align left."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    left: frozenset[int] = frozenset()
    row_height: int = 0  # points; at least this high, for signatures


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code at the right edge, three lines high; ``text`` is ASCII, as a scanner types it."""

    text: str


@dataclass(frozen=True, slots=True)
class Big:
    """One line of large type in the middle, for what is read from afar; ``size`` in points."""

    text: str
    size: int


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


Block = Title | Heading | Paragraph | Labelled | Blank | Grid | Code | NewPage | Big


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: its blocks, and what its file says about it."""

    title: str
    blocks: tuple[Block, ...]
    author: str = ""

    @property
    def text(self) -> str:
        """All words in reading order, one block a line."""
        return "\n".join(filter(None, map(words_of, self.blocks)))


def spaced(document: Document) -> str:
    """The same words with cells kept apart: figures of two columns are no telephone number."""
    told = []
    for block in document.blocks:
        if isinstance(block, Grid):
            told += ["\n".join(row) for row in (block.header, *block.rows)]
        else:
            told.append(words_of(block))
    return "\n".join(told)


def words_of(block: Block) -> str:
    match block:
        case Title(text) | Heading(text, _) | Big(text, _):
            return text
        case Paragraph(text=text):
            return text
        case Labelled(label, text):
            return label + text
        case Grid(header=header, rows=rows):
            return "\n".join("".join(row) for row in (header, *rows))
        case Blank() | Code() | NewPage():
            return ""
