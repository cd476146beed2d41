"""Larger type, other spacing and strong contrasts, worked into the text of the style sheet."""

import re
from functools import cache
from pathlib import Path

from desktop.system.preferences import Density, Look, TextSize

PIXELS = {TextSize.STANDARD: 15, TextSize.LARGE: 18, TextSize.HUGE: 21}  # of a text that stands out
STANDARD = PIXELS[TextSize.STANDARD]
SPACING = {Density.TIGHT: (4, 5), Density.STANDARD: (1, 1), Density.WIDE: (5, 4)}  # of the standard
_SIZES = re.compile(
    r"(?<![-\w])(font-size|(?:min-|max-)?(?:height|width)|spacing|padding(?:-\w+)?)(:\s*)([^;}]+)"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?=px)")
_BODY = re.compile(r"\{[^{}]*\}")
_DECLARED = re.compile(r"(?<![-\w])([a-z-]+)(:\s*[^;{}]*)")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|rgba\([^)]*\)")

INKS = {"plain": "#1f1f1f", "bad": "#b3261e", "good": "#1b7a35", "warn": "#9a5b00",
        "hint": "#5f6368", "chosen": "#cfe0ff"}  # fmt: skip
BLACK, WHITE, BLUE = "#000000", "#ffffff", "#00205b"
RED, GREEN, BROWN = "#8b0000", "#00501e", "#5c3300"
_STRONG = {
    "#ffffff": WHITE, "#1a5fd0": BLUE, "#2979ff": BLUE, "#0b3d91": BLUE, "#b3261e": RED,
    "#dc3545": RED, "#1b7a35": GREEN, "#17a2b8": GREEN, "#9a5b00": BROWN, "#7a4a00": BROWN,
    "#ffc107": BROWN,
}  # fmt: skip
_CHOSEN = {"#cfe0ff", "#dfe6ee", "#75a7ff", "rgba(41, 121, 255, 0.2)", "rgba(41, 121, 255, 0.8)"}


def scaled(pixels: int, size: TextSize) -> int:
    """So many pixels beside type of standard size, beside type of this size."""
    return round(pixels * PIXELS[size] / STANDARD)


def spaced(pixels: int, density: Density) -> int:
    """A height of a line with the wanted space round it."""
    more, of = SPACING[density]
    return round(pixels * more / of)


@cache
def dressed(text: str, look: Look, contrast: Path) -> str:
    """The sheet in this look; ``contrast``: the rules that are added for strong contrasts."""
    if look.contrast:
        text = strengthened(text) + contrast.read_text("utf-8")
    if (look.size, look.density) == (TextSize.STANDARD, Density.STANDARD):
        return text
    return _SIZES.sub(lambda found: _resized(found, look), text)


def strengthened(text: str) -> str:
    """The sheet with black, white, dark blue and a few dark inks instead of its colours."""
    return _BODY.sub(_stronger, text)


def strong(colour: str, part: str = "color") -> str:
    """The strong colour that stands for this one; ``part``: the property that it is the value of."""
    if "background" in part and colour in _CHOSEN:
        return BLUE
    return _STRONG.get(colour, WHITE if "background" in part else BLACK)


def _stronger(rule: re.Match[str]) -> str:
    """A rule in strong colours; on dark blue the text is white."""
    body = _DECLARED.sub(
        lambda one: one[1] + _COLOUR.sub(lambda found: strong(found[0], one[1]), one[2]), rule[0]
    )
    for part in ("", "selection-"):
        if re.search(rf"(?<![-\w]){part}background-color:\s*{BLUE}", body):
            body = re.sub(rf"(?<![-\w]){part}color:\s*{BLACK}", f"{part}color: {WHITE}", body)
    return body


def _resized(found: re.Match[str], look: Look) -> str:
    """One declaration with its pixels for larger type; paddings above and below also for its density."""
    name, colon, value = found.groups()
    parts = value.split()
    for place, part in enumerate(parts):
        upright = name in {"padding-top", "padding-bottom"} or (name == "padding" and not place % 2)
        parts[place] = _larger(part, look, upright=upright)
    return name + colon + " ".join(parts)


def _larger(value: str, look: Look, *, upright: bool) -> str:
    def pixels(number: re.Match[str]) -> str:
        grown = scaled(round(float(number[0])), look.size)
        return str(spaced(grown, look.density) if upright else grown)

    return _NUMBER.sub(pixels, value)
