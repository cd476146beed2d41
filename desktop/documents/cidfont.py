"""A subset face inside a PDF: Type 0, Identity-H, ToUnicode right beyond the BMP."""

import zlib
from collections.abc import Iterable
from typing import Any

from reportlab.pdfbase import pdfdoc

from desktop.documents.fonts import Font

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_CMAP_END = "endcmap CMapName currentdict /CMap defineresource pop end end"


class _Numbers(dict[str, str]):
    """Our own glyph numbers, four hex digits each, given in the order of first use."""

    def __missing__(self, character: str) -> str:
        found = self[character] = f"{len(self) + 1:04X}"
        return found


class Embedded:
    """One face in one PDF. ``hex`` notes what is used; ``add_to`` writes it at the end."""

    def __init__(self, font: Font, name: str) -> None:
        self.font, self.name = font, name
        self._used = _Numbers()

    def hex(self, text: str) -> str:
        """A text as a PDF string of our own glyph numbers."""
        return "".join(map(self._used.__getitem__, text))

    def add_to(self, document: Any) -> None:
        """Put the subset, its widths and its ToUnicode map into the document."""
        name = pdfdoc.PDFName(f"{_tag(self._used)}+{self.font.name}")
        data, glyphs = self.font.numbered_subset(self._used)
        numbers = b"".join(glyph.to_bytes(2, "big") for glyph in (0, *glyphs))
        mapping = document.Reference(_stream(numbers), f"map:{self.name}")
        file = document.Reference(_stream(data, Length1=len(data)), f"file:{self.name}")
        descriptor = {
            "Type": "/FontDescriptor",
            "Ascent": round(self.font.ascent),
            "CapHeight": round(self.font.ascent),
            "Descent": round(self.font.descent),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray([-200, -300, 1300, 1200]),
            "FontName": name,
            "ItalicAngle": 0,
            "StemV": 80,
            "FontFile2": file,
        }
        registry = {
            "Registry": pdfdoc.PDFString("Adobe"),
            "Ordering": pdfdoc.PDFString("Identity"),
            "Supplement": 0,
        }
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pdfdoc.PDFDictionary(registry),
            "FontDescriptor": document.Reference(
                pdfdoc.PDFDictionary(descriptor), f"descriptor:{self.name}"
            ),
            "DW": 1000,
            "W": self._widths(),
            "CIDToGIDMap": mapping,
        }
        below = document.Reference(pdfdoc.PDFDictionary(descendant), f"cid:{self.name}")
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "Name": f"/{self.name}",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([below]),
            "ToUnicode": document.Reference(_stream(self._cmap()), f"unicode:{self.name}"),
        }
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self.name] = document.Reference(pdfdoc.PDFDictionary(font), self.name)

    def _widths(self) -> bytes:
        """The advances that are not a whole square: number [advance] …, as ready PDF code."""
        told = [
            f"{int(number, 16)} [{advance:g}]"
            for character, number in self._used.items()
            if (advance := round(self.font.width(character), 2)) != 1000
        ]
        return f"[{' '.join(told)}]".encode("ascii")

    def _cmap(self) -> bytes:
        rows = [
            f"<{number}> <{character.encode('utf-16-be').hex().upper()}>"
            for character, number in self._used.items()
        ]
        parts = [_CMAP_HEAD]
        for start in range(0, len(rows), 100):
            some = rows[start : start + 100]
            parts += [f"{len(some)} beginbfchar", *some, "endbfchar"]
        return "\n".join([*parts, _CMAP_END]).encode("ascii")


def _stream(data: bytes, **entries: Any) -> Any:
    stream = pdfdoc.PDFStream(content=zlib.compress(data, 6))
    stream.filters = []
    stream.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
    for key, value in entries.items():
        stream.dictionary[key] = value
    return stream


def _tag(used: Iterable[str]) -> str:
    """Six letters that name a subset by what is in it."""
    number = zlib.crc32("".join(sorted(used)).encode("utf-8", "surrogatepass"))
    return "".join(chr(65 + (number // 26**place) % 26) for place in range(6))
