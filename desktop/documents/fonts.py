"""The bundled faces, opened through HarfBuzz: metrics per glyph, fallback per character, subsets."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import uharfbuzz as hb

from desktop.documents.model import Face
from desktop.domain.errors import GlyphsMissing

FILES = {
    Face.FANG: "FandolFang-Regular.ttf",
    Face.TITLE: "NotoSerifSC-Bold.ttf",
    Face.HEI: "NotoSansSC-Bold.ttf",
    Face.KAI: "LXGWWenKai-Regular.ttf",
    Face.SONG: "NotoSerifSC-Regular.ttf",
}
_FALLBACK = (Face.SONG, Face.KAI, Face.HEI)
# Tables that neither a PDF nor a printer needs.
_LAYOUT = ("GSUB", "GPOS", "GDEF", "vhea", "vmtx", "BASE", "VORG", "kern", "DSIG", "LTSH", "VDMX")
_HINTS = ("fpgm", "prep", "cvt ", "gasp", "hdmx")


class Font:
    """One face: opened in well under a millisecond, glyphs looked up when first used."""

    def __init__(self, face: Face, path: Path) -> None:
        self.face = face
        self._hb = hb.Face(hb.Blob.from_file_path(str(path)))
        self._font = hb.Font(self._hb)
        self._scale = 1000 / self._hb.upem
        extents = self._font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender * self._scale, extents.descender * self._scale
        name = self._hb.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        self.name: str = name or face.name
        self._glyphs: dict[str, int] = {}
        self._widths: dict[str, float] = {}

    def glyph(self, character: str) -> int:
        """The glyph's number; 0 when the face lacks the character."""
        known = self._glyphs.get(character)
        if known is None:
            known = self._font.get_nominal_glyph(ord(character)) or 0
            self._glyphs[character] = known
        return known

    def width(self, character: str) -> float:
        """The advance in thousandths of the size."""
        known = self._widths.get(character)
        if known is None:
            known = self._font.get_glyph_h_advance(self.glyph(character)) * self._scale
            self._widths[character] = known
        return known

    def ink(self, character: str) -> float:
        """How much of its square a character covers: the area of its outlines."""
        outline = _Outline()
        self._font.draw_glyph_with_pen(self.glyph(character), outline)
        return abs(outline.area) * float(self._scale / 1000) ** 2

    def subset(self, characters: Iterable[str]) -> bytes:
        """A TrueType file with only these characters, for a word processor."""
        return bytes(hb.subset(self._hb, _input(characters, _LAYOUT + _HINTS)).blob.data)

    def numbered_subset(self, characters: Iterable[str]) -> tuple[bytes, list[int]]:
        """The same for a PDF, without what finds characters; and the new glyph of each character.

        Glyphs are numbered anew: keeping the old numbers would keep tables of 30,000 entries.
        """
        told = list(characters)
        dropped = (*_LAYOUT, *_HINTS, "name", "OS/2", "post", "cmap")
        plan = hb.SubsetPlan(self._hb, _input(told, dropped))
        new = plan.old_to_new_glyph_mapping
        return bytes(plan.execute().blob.data), [new[self.glyph(c)] for c in told]


Point = tuple[float, float]


class _Outline:
    """A pen that adds up what it goes round; holes are drawn the other way round."""

    def __init__(self) -> None:
        self.area = 0.0
        self._at = self._first = (0.0, 0.0)

    def moveTo(self, point: Point) -> None:  # noqa: N802 - so pens are asked
        self._at = self._first = point

    def lineTo(self, point: Point) -> None:  # noqa: N802
        self.area += _cross(self._at, point) / 2
        self._at = point

    def qCurveTo(self, *points: Point) -> None:  # noqa: N802
        control, end = points
        before = self.area + _cross(self._at, end) / 2
        corner = _cross(self._at, control) / 2 + _cross(control, end) / 2
        self.area = before + (self.area + corner - before) * 2 / 3  # a parabola and its tangents
        self._at = end

    def curveTo(self, *points: Point) -> None:  # noqa: N802
        for point in points:  # near enough for what it is asked for
            self.lineTo(point)

    def closePath(self) -> None:  # noqa: N802
        self.lineTo(self._first)

    endPath = closePath  # noqa: N815


def _cross(one: Point, other: Point) -> float:
    return one[0] * other[1] - other[0] * one[1]


def _input(characters: Iterable[str], dropped: Iterable[str]) -> hb.SubsetInput:
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(ord(c) for c in characters)
    wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
    return wanted


# Emoji and what joins and colours them; a rare character of a name is none of these.
PICTURE = re.compile(
    "[\u200d\u20e3\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u2580-\u27bf\u2900-\u2bff"
    "\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)


class Measures(dict[str, tuple[Font, float]]):
    """The font and the advance (thousandths of the size) of each character set in one face."""

    def __init__(self, fonts: "Fonts", face: Face) -> None:
        self._fonts, self._face = fonts, face

    def __missing__(self, character: str) -> tuple[Font, float]:
        font = self._fonts.of(self._face, character)
        found = self[character] = (font, font.width(character))
        return found


class Fonts:
    """All faces of one folder, with fallback per character."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[Face, Font] = {}
        self._measures: dict[Face, Measures] = {}

    def font(self, face: Face) -> Font:
        if face not in self._open:
            self._open[face] = Font(face, self._folder / FILES[face])
        return self._open[face]

    def measures(self, face: Face) -> Measures:
        """What a character set in ``face`` is printed with, looked up once each."""
        if face not in self._measures:
            self._measures[face] = Measures(self, face)
        return self._measures[face]

    def of(self, face: Face, character: str) -> Font:
        """The face itself, or the first of the others that has the character."""
        options = (face, *_FALLBACK)
        return next(
            (self.font(o) for o in options if self.font(o).glyph(character)), self.font(face)
        )

    def missing(self, text: str) -> list[str]:
        """Characters that no face has and that say something, in order, each once."""
        return [c for c in self._without_glyph(text) if not PICTURE.match(c)]

    def pictures(self, text: str) -> list[str]:
        """Smiles and other small pictures that no face has: on paper they are left out."""
        return [c for c in self._without_glyph(text) if PICTURE.match(c)]

    def _without_glyph(self, text: str) -> list[str]:
        options = [self.font(face) for face in (Face.FANG, *_FALLBACK)]
        return [
            c
            for c in dict.fromkeys(text)
            if not c.isspace() and not any(font.glyph(c) for font in options)
        ]


@cache
def bundled(folder: Path) -> Fonts:
    """The faces of a folder, opened once in a process."""
    return Fonts(folder)


def check_glyphs(text: str, fonts: Fonts) -> None:
    """Refuse a paper that would print a hole where a character should be."""
    if missing := fonts.missing(text):
        raise GlyphsMissing(" ".join(missing))
