"""Reads the Markdown of our own handbook: exactly what it uses, and a complaint about anything else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


class UnknownMarkup(ValueError):
    """A line of a chapter is none of what the handbook is written in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that look alike; ``link`` is ``chapter.md#section``, or ""."""

    text: str
    bold: bool = False
    link: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading; level 1 is the chapter's own, 2 its sections."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a list; ``number`` is 0 in a list without numbers."""

    pieces: Pieces
    number: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[Pieces, ...]
    rows: tuple[tuple[Pieces, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture by its path beside the chapter."""

    path: str
    caption: str


Part = Section | Words | Step | Table | Figure

_HEADING = re.compile(r"(#{1,2}) (\S.*)")
_NUMBERED = re.compile(r"(\d+)\. (\S.*)")
_BULLET = re.compile(r"- (\S.*)")
_FIGURE = re.compile(r"!\[([^\]]+)\]\((pictures/[a-z0-9-]+\.png)\)")
_ROW = re.compile(r"\|(.*)\|")
_RULE = re.compile(r"\|(?: -+ \|)+")
_INLINE = re.compile(r"\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)")
_START = re.compile(r"[>+~=\t#|-]|\*(?!\*)|\d+\.|!\[")  # begins what we do not use
_INSIDE = re.compile(r"[`<\\*]|\]\(|!$|https?:")  # ! before a link is a picture among words
_LATIN = re.compile(r"[!-~]")


def plain(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def words(part: Part) -> Iterator[str]:
    """The texts of a part in reading order: one of a paragraph, one of each cell."""
    match part:
        case Section(text, _) | Figure(_, text):
            yield text
        case Words(pieces) | Step(pieces):
            yield plain(pieces)
        case Table(header, rows):
            yield from (plain(cell) for row in (header, *rows) for cell in row)


def read(text: str, name: str = "") -> tuple[Part, ...]:
    """The parts of a chapter; ``UnknownMarkup`` names ``name`` and the line it cannot read."""
    reader = _Reader(name)
    for number, line in enumerate(text.split("\n"), 1):
        reader.take(number, line)
    reader.end()
    return tuple(reader.parts)


@dataclass
class _Reader:
    """Collects the lines of one part until the next begins."""

    name: str
    parts: list[Part] = field(default_factory=list)
    at: int = 0  # the line that is read
    lines: list[str] = field(default_factory=list)  # of the paragraph or step not yet ended
    number: int | None = None  # of the step not yet ended; None in a paragraph
    rows: list[tuple[Pieces, ...]] = field(default_factory=list)
    ruled: bool = False
    count: int = 0  # steps since the last heading: a picture between them does not end the list

    def take(self, at: int, line: str) -> None:
        self.at = at
        if line != line.rstrip():
            raise self._strange(line)
        if row := _ROW.fullmatch(line):
            self._row(line, row[1])
        elif not line:
            self.end()
        elif heading := _HEADING.fullmatch(line):
            self._alone(Section(heading[2], len(heading[1])))
        elif figure := _FIGURE.fullmatch(line):
            self._alone(Figure(figure[2], figure[1]))
        elif numbered := _NUMBERED.fullmatch(line):
            self._step(numbered[2], int(numbered[1]))
        elif bullet := _BULLET.fullmatch(line):
            self._step(bullet[1], 0)
        else:
            self._more(line)

    def end(self) -> None:
        """Close what is being collected."""
        if self.lines:
            pieces = self._pieces(_joined(self.lines))
            self.parts.append(Words(pieces) if self.number is None else Step(pieces, self.number))
        if self.rows:
            if not self.ruled:
                raise self._strange("a table without a rule below its heading")
            self.parts.append(Table(self.rows[0], tuple(self.rows[1:])))
        self.lines, self.number, self.rows, self.ruled = [], None, [], False

    def _alone(self, part: Part) -> None:
        if self.lines or self.rows:
            raise self._strange("something without a blank line before it")
        if isinstance(part, Section) and (_INLINE.search(part.text) or _INSIDE.search(part.text)):
            raise self._strange(part.text)
        self.count = 0 if isinstance(part, Section) else self.count
        self.parts.append(part)

    def _step(self, text: str, number: int) -> None:
        if self.rows or (self.lines and self.number is None):
            raise self._strange(text)
        self.end()
        if number not in {0, 1, self.count + 1}:
            raise self._strange(f"{number}. after {self.count}.")
        self.lines, self.number, self.count = [text], number, number or self.count

    def _more(self, line: str) -> None:
        indent = 0 if self.number is None else 2 if self.number == 0 else len(f"{self.number}. ")
        text = line[indent:]
        if self.rows or line[:indent].strip() or text != text.strip() or _START.match(text):
            raise self._strange(line)
        self.lines.append(text)

    def _row(self, line: str, inner: str) -> None:
        if self.lines:
            raise self._strange(line)
        if _RULE.fullmatch(line) and len(self.rows) == 1 and not self.ruled:
            self.ruled = True
            return
        cells = tuple(self._pieces(cell.strip()) for cell in inner.split("|"))
        if (self.rows and len(cells) != len(self.rows[0])) or (self.rows and not self.ruled):
            raise self._strange(line)
        self.rows.append(cells)

    def _pieces(self, text: str) -> Pieces:
        made: list[Piece] = []
        place = 0
        for found in _INLINE.finditer(text):
            made.append(Piece(text[place : found.start()]))
            made.append(Piece(found[1], bold=True) if found[1] else Piece(found[2], link=found[3]))
            place = found.end()
        made.append(Piece(text[place:]))
        for piece in made:
            if _INSIDE.search(piece.text):
                raise self._strange(piece.text)
        return tuple(piece for piece in made if piece.text)

    def _strange(self, what: str) -> UnknownMarkup:
        return UnknownMarkup(f"{self.name}:{self.at}: {what}")


def _joined(lines: Sequence[str]) -> str:
    """Lines of one paragraph; between Latin words a gap, between 汉字 none."""
    made = ""
    for line in lines:
        between = " " if made and _LATIN.match(made[-1]) and _LATIN.match(line[0]) else ""
        made += between + line
    return made
