"""Charts of a renewal plan, drawn once with reportlab.graphics: for PDF, Word and the screen alike.

Light and dark tell the parts apart on a black-and-white copy, too; every bar has its figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, HexColor

WIDE = 430.0
_NAME, _FIGURE = 96.0, 74.0  # room for names at the left and figures at the right
_ROW, _BAR = 22.0, 13.0
_SIZE = 10.0
DARK, MIDDLE, LIGHT = HexColor("#2f5d9b"), HexColor("#c58a3a"), HexColor("#e3e6ea")
_WHITE, _INK = HexColor("#ffffff"), HexColor("#000000")
_LONGEST = 9  # characters of a name; more would run into the bars


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: its name, its parts from left to right, and the figure at its end."""

    name: str
    parts: tuple[int, ...]
    figure: str


@dataclass(frozen=True, slots=True)
class Span:
    """One stage of the works, both days included."""

    name: str
    since: date
    until: date


def stacked(bars: Sequence[Bar], legend: Sequence[str]) -> Drawing:
    """Bars of several parts, each as long as its share of its own row."""
    made, top = _board(len(bars), legend), _top(legend)
    room = WIDE - _NAME - _FIGURE
    for row, bar in enumerate(bars):
        y = _low(made, row, top)
        _name(made, bar.name, y)
        whole, x = sum(bar.parts), _NAME
        for part, colour in zip(bar.parts, (DARK, MIDDLE, LIGHT), strict=False):
            if not part or not whole:
                continue
            wide = room * part / whole
            made.add(_bar(x, y, wide, _BAR, colour))
            if wide > 6.0 + len(str(part)) * 6:
                ink = _WHITE if colour is DARK else _INK
                made.add(_text(str(part), x + wide / 2, y + 3.2, "middle", ink))
            x += wide
        made.add(_text(bar.figure, WIDE - _FIGURE + 6, y + 3.2))
    made.add(Line(_NAME, _low(made, len(bars) - 1, top) - 4, _NAME, made.height - top))
    return made


def ranked(bars: Sequence[Bar]) -> Drawing:
    """Bars of one part each, as long as their share of the longest."""
    made = _board(len(bars), ())
    room = WIDE - _NAME - _FIGURE
    longest = max((bar.parts[0] for bar in bars), default=0)
    for row, bar in enumerate(bars):
        y = _low(made, row, 0.0)
        _name(made, bar.name, y)
        wide = room * bar.parts[0] / longest if longest else 0
        made.add(_bar(_NAME, y, wide, _BAR, DARK))
        made.add(_text(bar.figure, _NAME + wide + 6, y + 3.2))
    made.add(Line(_NAME, _low(made, len(bars) - 1, 0.0) - 4, _NAME, made.height))
    return made


def gantt(spans: Sequence[Span]) -> Drawing:
    """Stages as bars over months. The days stand beside the names in the table."""
    first = min(span.since for span in spans).replace(day=1)
    last = max(span.until for span in spans)
    months = _months(first, last)
    end = _next(months[-1])
    made = Drawing(WIDE, _ROW * len(spans) + 26)
    room = WIDE - _NAME - 8
    days = (end - first).days

    def across(day: date) -> float:
        return _NAME + room * (day - first).days / days

    top = made.height - 18
    step = max(1, -(-len(months) // 12))
    for place, month in enumerate(months):
        x = across(month)
        made.add(Line(x, 4, x, top))
        if place % step == 0:
            told = (
                f"{month.month}月" if month.month > 1 and place else f"{month.year}.{month.month}"
            )
            made.add(_text(told, x + 2, top + 5, size=8))
    made.add(Line(across(end), 4, across(end), top))
    for row, span in enumerate(spans):
        y = top - _ROW * (row + 1) + 5
        _name(made, span.name, y)
        left = across(span.since)
        right = max(left + 2.0, across(_after(span.until)))
        made.add(_bar(left, y, right - left, _BAR, DARK))
    return made


def _board(rows: int, legend: Sequence[str]) -> Drawing:
    """An empty chart with its legend above the rows."""
    made = Drawing(WIDE, _ROW * max(1, rows) + _top(legend) + 6)
    x = _NAME
    for word, colour in zip(legend, (DARK, MIDDLE, LIGHT), strict=False):
        made.add(_bar(x, made.height - 15, 10, 10, colour))
        made.add(_text(word, x + 14, made.height - 13.5))
        x += 24 + 11 * len(word)
    return made


def _top(legend: Sequence[str]) -> float:
    return 20.0 if legend else 0.0


def _low(made: Drawing, row: int, top: float) -> float:
    """The lower edge of a row's bar, counted from below the legend."""
    return float(made.height - top - _ROW * (row + 1) + (_ROW - _BAR) / 2)


def _name(made: Drawing, name: str, y: float) -> None:
    short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    made.add(_text(short, _NAME - 6, y + 3.2, "end"))


Anchor = Literal["start", "middle", "end"]


def _bar(x: float, y: float, wide: float, high: float, colour: Color) -> Rect:
    made = Rect(x, y, wide, high)
    made.fillColor, made.strokeColor = colour, None
    return made


def _text(
    text: str, x: float, y: float, anchor: Anchor = "start", ink: Color = _INK, size: float = _SIZE
) -> String:
    made = String(x, y, text)
    made.textAnchor, made.fontName, made.fontSize, made.fillColor = anchor, "Helvetica", size, ink
    return made


def _months(first: date, last: date) -> list[date]:
    found = [first]
    while (month := _next(found[-1])) <= last:
        found.append(month)
    return found


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
