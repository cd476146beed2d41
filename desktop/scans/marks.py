"""Reading one scanned ballot: its number, how the page lies, what is in each box.

The QR code tells roughly how the page lies; the four corner squares tell exactly. Every box is then
looked at where it must be. What is not plainly empty or plainly marked is told as a doubt.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image

from desktop.domain.ballot import Number, read_number
from desktop.domain.poll_errors import NotABallot
from desktop.domain.ticks import Frame, Seen, Tick
from desktop.scans import strokes
from desktop.scans.lay import Array, homography, mapped, sampled, similar
from desktop.scans.pages import pages

_QR: Any = zxingcpp.BarcodeFormat.QRCode  # its stubs want a list where one is taken, too
CELLS, MARGIN = 40, 0.5  # samples across a box, and how much of its side is looked at around it
# A stroke of a pen covers well over three hundredths of a box; dust and noise under one.
EMPTY, MARKED, BLACK = 0.010, 0.030, 0.55
DARK, FAINT = 0.35, 0.13  # of the way from paper to ink
# Square points of ink on words beyond what is printed, and by how much that differs on one page:
# of a thousand clean words none had 0.2, of strokes on them none under 7.
STROKE, STRUCK, SPREAD = 3.0, 15.0, 1.1
ASKEW = 2.5  # points by which a square may be beside its place: more is no page of ours
CROP_WIDTH, CROP_QUALITY = 640, 70


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page: its ballot's number and what was seen, or why it could not be read.

    ``crops``: a JPEG of the boxes of each matter on this page.
    """

    place: int  # in the file, from 1
    number: Number | None
    seen: Mapping[tuple[int, int], Seen]
    crops: Mapping[int, bytes]
    problem: str = ""


def read_file(path: Path, frame: Frame, ticks: Sequence[Tick]) -> Iterator[PageRead]:
    """Every page of a scanner's file. For the child process."""
    for place, image in enumerate(pages(path), 1):
        yield read_page(image, frame, ticks, place)


def read_page(image: Image.Image, frame: Frame, ticks: Sequence[Tick], place: int = 1) -> PageRead:
    """Read one grey page that may lie askew, or upside down."""
    grey = np.asarray(image, dtype=np.float32)
    found = _number(image)
    if found is None:
        return PageRead(place, None, {}, {}, "没有找到票号的二维码")
    number, corners = found
    squares = _squares(grey, frame, corners)
    if squares is None:
        return PageRead(place, number, {}, {}, "页面四角的黑块不全，请重新扫描")
    lay, ink = squares
    page = _which_page(grey, lay, ticks, ink)
    mine = [tick for tick in ticks if tick.page == page]
    seen = _seen(grey, lay, mine, ink)
    return PageRead(place, number, seen, _crops(image, lay, mine))


def _number(image: Image.Image) -> tuple[Number, Array] | None:
    """The ballot's number and the QR code's corners, from its own upper left clockwise."""
    small = max(image.size) > 2600
    for shrink in (2, 1) if small else (1,):
        looked = image.reduce(shrink) if shrink > 1 else image
        for code in zxingcpp.read_barcodes(looked, formats=_QR):
            try:
                number = read_number(code.text)
            except NotABallot:
                continue
            p = code.position
            corners = [(q.x, q.y) for q in (p.top_left, p.top_right, p.bottom_right, p.bottom_left)]
            return number, (np.array(corners, dtype=np.float64) + 0.5) * shrink
    return None


def _squares(grey: Array, frame: Frame, corners: Array) -> tuple[Array, float] | None:
    """How the page lies, from its corner squares; and how dark ink is on it."""
    x, y, side = frame.qr
    told = np.array([(x, y + side), (x + side, y + side), (x + side, y), (x, y)])
    lay = similar(told, corners)  # no perspective: so small a code could not tell it
    scale = float(np.hypot(*(corners[1] - corners[0]))) / side
    side_px = frame.square * scale
    points: list[Array] = []
    centres: list[tuple[float, float]] = []
    inks: list[float] = []
    # nearest to the code first: each square that is found tells better where the next one is
    order = sorted(frame.centres, key=lambda c: (c[0] - x) ** 2 + (c[1] - y) ** 2)
    for centre in order:
        guess = mapped(lay, np.array([centre]))[0]
        found = _square(
            grey, guess, side_px, reach=3.0 * side_px if len(points) < 2 else 2 * side_px
        )
        if found is None:
            continue
        point, ink = found
        points.append(point)
        centres.append(centre)
        inks.append(ink)
        if len(points) >= 2:
            lay = similar(np.array([*centres, *told]), np.array([*points, *corners]))
    if len(points) < 3:
        return None
    exact = homography if len(points) == 4 else similar
    lay = exact(np.array(centres), np.array(points))
    missed = np.hypot(*(mapped(lay, np.array(centres)) - np.array(points)).T)
    if missed.max() > ASKEW * scale:
        return None
    return lay, float(np.median(inks))


def _square(grey: Array, guess: Array, side: float, reach: float) -> tuple[Array, float] | None:
    """The middle of the dark square nearest to a guess, and its grey; ``None`` without one."""
    height, width = grey.shape
    left, top = int(guess[0] - reach - side), int(guess[1] - reach - side)
    right, low = int(guess[0] + reach + side), int(guess[1] + reach + side)
    left, top, right, low = max(left, 0), max(top, 0), min(right, width), min(low, height)
    window = grey[top:low, left:right]
    size = round(side)
    if window.shape[0] <= size or window.shape[1] <= size or size < 4:
        return None
    white, black = np.percentile(window, 90), np.percentile(window, 1)
    if white - black < 40:
        return None
    dark = (window < (white + black) / 2).astype(np.float64)
    total = np.pad(dark.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    sums = total[size:, size:] - total[:-size, size:] - total[size:, :-size] + total[:-size, :-size]
    row, column = np.unravel_index(int(np.argmax(sums)), sums.shape)
    if sums[row, column] < 0.72 * size * size:
        return None
    around = 2 + size // 6
    r0, c0 = max(int(row) - around, 0), max(int(column) - around, 0)
    part = dark[r0 : row + size + around, c0 : column + size + around]
    rows, columns = np.nonzero(part)
    middle = np.array([left + c0 + columns.mean() + 0.5, top + r0 + rows.mean() + 0.5])
    ink = float(np.median(window[row : row + size, column : column + size]))
    return middle, ink


def _patch(grey: Array, lay: Array, tick: Tick, margin: float) -> Array:
    """A box with its surroundings, laid straight: rows from above."""
    span = tick.side * (1 + 2 * margin)
    count = round(CELLS * (1 + 2 * margin))
    steps = (np.arange(count) + 0.5) / count * span
    xs = tick.x - margin * tick.side + steps
    ys = tick.y + tick.side * (1 + margin) - steps
    grid_x, grid_y = np.meshgrid(xs, ys)
    points = np.column_stack([grid_x.ravel(), grid_y.ravel()])
    at = mapped(lay, points) - 0.5
    return sampled(grey, at).reshape(count, count)


def _darkness(patch: Array, ink: float) -> Array:
    """From 0 (this paper) to 1 (this page's ink)."""
    paper = float(np.percentile(patch, 80))
    return np.clip((paper - patch) / max(paper - ink, 30.0), 0.0, 1.0)


def _seen(
    grey: Array, lay: Array, ticks: Sequence[Tick], ink: float
) -> dict[tuple[int, int], Seen]:
    """What is in every box of a page, after what only the whole page tells."""
    seen = {(tick.matter, tick.choice): _look(grey, lay, tick, ink) for tick in ticks}
    for key in _where_a_line_runs(ticks, seen):
        seen[key] = Seen.LINE
    for key, more in _words(grey, lay, ticks, ink).items():
        if seen[key] is Seen.MARK and more > STRUCK:
            seen[key] = Seen.STRUCK
        elif seen[key] is Seen.EMPTY and more > STROKE:
            seen[key] = Seen.BESIDE
    return seen


def _where_a_line_runs(
    ticks: Sequence[Tick], seen: Mapping[tuple[int, int], Seen]
) -> list[tuple[int, int]]:
    """Boxes with ink in a row or a column where a line runs through another box, or where two others
    hold a trace of something: it may be the same line, and darker or lighter there."""
    found = []
    for tick in ticks:
        beside = [
            seen[each.matter, each.choice]
            for each in ticks
            if each is not tick and (abs(each.x - tick.x) < 1 or abs(each.y - tick.y) < 1)
        ]
        runs = Seen.LINE in beside or beside.count(Seen.FAINT) > 1
        if runs and seen[tick.matter, tick.choice] is not Seen.EMPTY:
            found.append((tick.matter, tick.choice))
    return found


def _words(
    grey: Array, lay: Array, ticks: Sequence[Tick], ink: float
) -> dict[tuple[int, int], float]:
    """Ink on and around the words of each box beyond what was printed there, in square points."""
    told = {}
    for tick in ticks:
        if tick.words is not None:
            told[tick.matter, tick.choice] = strokes.on_words(grey, lay, tick.words, ink)
    printed = {(t.matter, t.choice): t.words.ink for t in ticks if t.words is not None}
    if not told:
        return {}
    # a printer's and a copier's strokes are thicker or thinner than the face's, on a whole page
    gain = float(np.median([told[key][0] / max(printed[key], 1.0) for key in told]))
    return {key: on + around - gain * printed[key] * SPREAD for key, (on, around) in told.items()}


def _look(grey: Array, lay: Array, tick: Tick, ink: float) -> Seen:
    """What is in a box. All of it one thin upright line is a streak that fades between the boxes: so
    no pen marks one, and who did is asked."""
    dark = _darkness(_patch(grey, lay, tick, MARGIN), ink)
    edge = round(CELLS * MARGIN)
    inset = round(CELLS * 0.14)  # the printed frame, and what the page lies askew by
    inside = dark[edge + inset : edge + CELLS - inset, edge + inset : edge + CELLS - inset]
    if strokes.through(dark, edge + inset, edge) or strokes.upright(inside > DARK):
        return Seen.LINE
    return _inside(dark, inside, edge)


def _inside(dark: Array, inside: Array, edge: int) -> Seen:
    share = float((inside > DARK).mean())
    if share >= BLACK:
        return Seen.BLACK
    if share >= MARKED:
        return Seen.MARK
    if share >= EMPTY or _faint(inside):
        return Seen.FAINT
    return Seen.OUTSIDE if _outside(dark, edge) else Seen.EMPTY


def _faint(inside: Array) -> bool:
    """A trace too light for ink and too large for noise: seen when neighbours are averaged."""
    size = len(inside) // 4 * 4
    blocks = inside[:size, :size].reshape(size // 4, 4, size // 4, 4).mean(axis=(1, 3))
    ground = float(np.median(blocks))
    return bool(np.count_nonzero(blocks - ground > FAINT) >= 3)


def _outside(dark: Array, edge: int) -> bool:
    """Ink beside an empty box, before its words begin."""
    gap, reach = round(CELLS * 0.14), round(CELLS * 0.34)
    near = dark.copy()
    near[edge - gap : edge + CELLS + gap, edge - gap : edge + CELLS + gap] = 0
    ring = near[edge - reach : edge + CELLS + reach, edge - reach : edge + CELLS + reach]
    return float((ring > DARK).mean()) > 0.02


def _which_page(grey: Array, lay: Array, ticks: Sequence[Tick], ink: float) -> int:
    """Which page of the ballot this is: the one whose boxes are where they should be."""
    numbers = sorted({tick.page for tick in ticks})
    if len(numbers) == 1:
        return numbers[0]
    return max(numbers, key=lambda n: _framed(grey, lay, [t for t in ticks if t.page == n], ink))


def _framed(grey: Array, lay: Array, ticks: Sequence[Tick], ink: float) -> float:
    """How much of the boxes' printed frames is found."""
    scores = []
    for tick in ticks:
        dark = _darkness(_patch(grey, lay, tick, 0.1), ink)
        edge = round(CELLS * 0.1)
        band = 3
        sides = (
            dark[edge - band : edge + band].max(axis=0), dark[-edge - band : -edge + band].max(axis=0),
            dark[:, edge - band : edge + band].max(axis=1),
            dark[:, -edge - band : -edge + band].max(axis=1),
        )  # fmt: skip
        scores.append(float(np.mean([side[edge:-edge].mean() for side in sides])))
    return float(np.mean(scores))


def _crops(image: Image.Image, lay: Array, ticks: Sequence[Tick]) -> dict[int, bytes]:
    """A picture of the boxes of each matter, for a person's eyes."""
    made = {}
    for matter in sorted({tick.matter for tick in ticks}):
        mine = [tick for tick in ticks if tick.matter == matter]
        left, right = min(t.x for t in mine) - 12, max(t.x for t in mine) + 120
        low, high = min(t.y for t in mine) - 10, max(t.y + t.side for t in mine) + 10
        corners = np.array([(left, low), (left, high), (right, low), (right, high)])
        at = mapped(lay, corners)
        box = (
            max(0, int(at[:, 0].min())), max(0, int(at[:, 1].min())),
            min(image.width, int(at[:, 0].max())), min(image.height, int(at[:, 1].max())),
        )  # fmt: skip
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        crop = image.crop(box)
        if crop.width > CROP_WIDTH:
            crop = crop.resize((CROP_WIDTH, max(1, crop.height * CROP_WIDTH // crop.width)))
        file = io.BytesIO()
        crop.save(file, "JPEG", quality=CROP_QUALITY)
        made[matter] = file.getvalue()
    return made
