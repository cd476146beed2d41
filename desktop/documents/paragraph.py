"""Setting one paragraph: its characters measured, broken into lines, and filled to the edge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from desktop.documents import style
from desktop.documents.fonts import Font, Fonts
from desktop.documents.linebreak import gap
from desktop.documents.linebreak import lines as broken
from desktop.documents.model import Align, Face

_WEAK = frozenset("“”‘’—…·")  # they take the script of what is before them


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph ready to be broken: pieces of text with their faces; lengths in points."""

    pieces: tuple[tuple[str, Face], ...]
    size: float = style.SIZE
    track: float = style.TRACK
    first: float = 0.0  # indent of the first line
    hang: float = 0.0  # indent of further lines
    right: float = 0.0
    align: Align = Align.JUSTIFY

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one face without a gap inside; ``x`` in points."""

    font: Font
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of a broken paragraph, not yet on a page; lengths in points.

    ``leads`` are the gaps in front of its characters, ``track`` is the space after each of them.
    """

    text: str
    fonts: Sequence[Font]
    widths: Sequence[float]
    leads: Sequence[float]
    x: float
    track: float

    def runs(self, left: float) -> Iterator[Run]:
        """The line in pieces, when its paragraph begins at ``left``."""
        cuts = [
            place
            for place in range(1, len(self.text))
            if self.leads[place] or self.fonts[place] is not self.fonts[place - 1]
        ]
        x = left + self.x
        for start, end in pairwise((0, *cuts, len(self.text))):
            x += self.leads[start]
            yield Run(self.fonts[start], self.text[start:end], x)
            x += sum(self.widths[start:end]) + (end - start) * self.track


def width(text: str, face: Face, size: float, track: float, fonts: Fonts) -> float:
    """How wide a text is when nothing is stretched, in points."""
    measures = fonts.measures(face)
    return sum(measures[c][1] for c in text) * size / 1000 + track * len(text)


def set_lines(text: Text, room: float, fonts: Fonts) -> list[SetLine]:
    """Break one paragraph into lines that fill ``room`` points."""
    plain = text.text
    if not plain:
        return [SetLine("", (), (), (), text.first, text.track)]
    measured = [
        m for piece, face in text.pieces for m in map(fonts.measures(face).__getitem__, piece)
    ]
    faces = [font for font, _ in measured]
    widths = [advance * text.size / 1000 for _, advance in measured]
    leads = _leads(plain, faces, text)
    track = text.track
    upto = [0.0, *accumulate([w + lead + track for w, lead in zip(widths, leads, strict=True)])]
    indents = (room - text.first - text.right, room - text.hang - text.right)
    places = broken(plain, upto, leads, *indents)
    made = []
    for number, (start, end) in enumerate(places):
        while end > start and plain[end - 1] == " ":
            end -= 1
        indent = text.hang if number else text.first
        free = room - indent - text.right - (upto[end] - upto[start] - leads[start] * (end > start))
        x, loose = _filled(text, end - start, free, last=number == len(places) - 1)
        made.append(
            SetLine(
                plain[start:end],
                faces[start:end],
                widths[start:end],
                [0.0, *leads[start + 1 : end]],
                indent + x,
                track + loose,
            )
        )
    return made


def _leads(plain: str, faces: Sequence[Font], text: Text) -> list[float]:
    """The gap in front of each character in points; none in front of the first."""
    leads = [0.0, *map(_pairs(text.size, text.track).__getitem__, pairwise(plain))]
    if text.track and any(font is not faces[0] for font in faces):
        for place in range(1, len(plain)):
            if faces[place] is not faces[place - 1]:
                # tracking is lost where faces meet, as it is where scripts do
                leads[place] = gap(plain[place - 1], plain[place]) * text.size - text.track
    return leads


class _Pairs(dict[tuple[str, str], float]):
    """The gap between two characters of one face, reckoned when first asked for."""

    def __init__(self, size: float, track: float) -> None:
        self._size, self._track = size, track

    def __missing__(self, pair: tuple[str, str]) -> float:
        before, after = pair
        meet = (before.isascii() or before == "×") != (after.isascii() or after == "×")
        meet = meet and before not in _WEAK and after not in _WEAK
        found = gap(before, after) * self._size - (self._track if meet else 0.0)
        self[pair] = found
        return found


@cache
def _pairs(size: float, track: float) -> _Pairs:
    return _Pairs(size, track)


def _filled(text: Text, count: int, free: float, *, last: bool) -> tuple[float, float]:
    """How ``free`` points are used: by moving the line, and by loosening its characters."""
    match text.align:
        case Align.CENTER:
            return free / 2, 0.0
        case Align.RIGHT:
            return free, 0.0
        case Align.JUSTIFY if not last and count > 1:
            # the last glyph carries its own spacing, too: it belongs to the edge
            return 0.0, (free + text.track) / (count - 1)
        case _:
            return 0.0, 0.0
