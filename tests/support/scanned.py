"""Scanned ballots as an office copier makes them: pen marks drawn on printed pages, then degraded.

Knows nothing of the reader; only where the boxes were printed and what was meant by each mark.
"""

import io
import random
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from desktop.domain.ticks import ABSTAIN, AGAINST

PAPER_HEIGHT = 841.9  # points


@dataclass(frozen=True)
class Kind:
    """How a mark is drawn; ``sure``: a reader may take it without asking."""

    name: str
    sure: bool


TICK, CROSS, CIRCLE, LINE = (Kind(name, True) for name in ("tick", "cross", "circle", "line"))
FAINT, OUTSIDE = Kind("faint", False), Kind("outside", False)
PENS = (TICK, CROSS, CIRCLE, LINE)


def blank_pages(pdf: bytes) -> list[Image.Image]:
    """The printed pages at 300 dpi."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [page.render(scale=300 / 72, grayscale=True).to_pil() for page in document]


def marked(page: Image.Image, boxes, kinds, rng: random.Random) -> Image.Image:
    """Draw one mark of a kind in each of the boxes (x, y, side in points)."""
    made = page.copy()
    draw = ImageDraw.Draw(made)
    for (x, y, side), kind in zip(boxes, kinds, strict=True):
        scale = 300 / 72
        left, top, size = x * scale, (PAPER_HEIGHT - y - side) * scale, side * scale
        _stroke(draw, kind, left, top, size, rng)
    return made


def _stroke(draw: ImageDraw.ImageDraw, kind: Kind, left, top, size, rng) -> None:
    def at(fx, fy):
        jitter = size * 0.06
        return left + fx * size + rng.uniform(-jitter, jitter), top + fy * size + rng.uniform(
            -jitter, jitter
        )

    width, ink = rng.randint(4, 9), rng.randint(20, 110)
    match kind.name:
        case "tick":
            draw.line(
                [at(0.18, 0.5), at(0.42, 0.8), at(0.9, rng.uniform(0.0, 0.3))],
                fill=ink,
                width=width,
            )
        case "cross":
            draw.line([at(0.2, 0.2), at(0.8, 0.8)], fill=ink, width=width)
            draw.line([at(0.8, 0.2), at(0.2, 0.8)], fill=ink, width=width)
        case "circle":
            one, other = at(0.15, 0.15), at(0.85, 0.85)
            draw.ellipse([*one, *other], outline=ink, width=width)
        case "line":
            draw.line([at(0.15, 0.55), at(0.85, 0.45)], fill=ink, width=width)
        case "faint":
            ink = rng.randint(190, 215)
            draw.line([at(0.2, 0.5), at(0.45, 0.8), at(0.85, 0.2)], fill=ink, width=width)
        case "outside":
            draw.line([at(-0.32, 0.3), at(-0.24, 0.7), at(-0.18, 0.2)], fill=ink, width=width)


def circled(page: Image.Image, words, rng: random.Random) -> Image.Image:
    """Somebody drew round, through or upon the printed words of a box, as people do."""
    made = page.copy()
    draw, scale = ImageDraw.Draw(made), 300 / 72
    left, right = words.x * scale, (words.x + words.width) * scale
    low, high = (PAPER_HEIGHT - words.y) * scale, (PAPER_HEIGHT - words.y - words.height) * scale
    wide, ink = rng.randint(4, 9), rng.randint(20, 110)
    match rng.choice(["round", "through", "upon"]):
        case "round":
            out = [rng.uniform(2, 14) for _ in range(4)]
            box = [left - out[0], high - out[1], right + out[2], low + out[3]]
            draw.ellipse(box, outline=ink, width=wide)
        case "through":
            for _ in range(rng.randint(1, 2)):
                at = [rng.uniform(high, low) for _ in range(2)]
                draw.line([(left - 6, at[0]), (right + 6, at[1])], fill=ink, width=wide)
        case "upon":
            at = [(left, (low + high) / 2), ((left + right) / 2, low), (right + 10, high - 10)]
            draw.line(at, fill=ink, width=wide)
    return made


def folded(page: Image.Image, y: float, rng: random.Random) -> Image.Image:
    """A fold across the page at a height in points: a line, dark or grey."""
    made, scale = page.copy(), 300 / 72
    at, lean = (PAPER_HEIGHT - y) * scale, rng.uniform(-6, 6)
    ends = [(0, at - lean), (made.width, at + lean)]
    ImageDraw.Draw(made).line(ends, fill=rng.randint(0, 170), width=rng.randint(1, 5))
    return made


def streaked(scan: Image.Image, x: float, rng: random.Random) -> Image.Image:
    """Dirt on a copier's glass: one line down the picture, ``x`` of its width from the left."""
    made = scan.copy()
    at, lean = x * made.width, rng.uniform(-1, 1)
    ends = [(at - lean, 0), (at + lean, made.height)]
    ImageDraw.Draw(made).line(ends, fill=rng.randint(0, 150), width=rng.randint(1, 3))
    return made


def scanned(page: Image.Image, rng: random.Random, *, upside_down: bool = False) -> Image.Image:
    """Turn by up to 3°, shift, scale to 150–300 dpi, grey the paper, blur, add noise and specks."""
    dpi = rng.choice([150, 200, 250, 300])
    turn = rng.uniform(-3, 3) + (180 if upside_down else 0)
    shift = (rng.uniform(-20, 20), rng.uniform(-20, 20))
    made = page.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255, translate=shift)
    size = (round(page.width * dpi / 300), round(page.height * dpi / 300))
    made = made.resize(size, Image.Resampling.LANCZOS)
    if rng.random() < 0.4:
        made = made.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.8)))
    grey = np.asarray(made, dtype=np.float32)
    paper, ink = rng.uniform(205, 255), rng.uniform(0, 50)
    grey = ink + grey / 255 * (paper - ink)
    ramp = np.linspace(-1, 1, grey.shape[1]) * rng.uniform(0, 12)
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(0, rng.uniform(0, 9), grey.shape)
    grey = grey + ramp + noise
    for _ in range(rng.randint(0, 40)):  # dust
        row, column = rng.randrange(grey.shape[0] - 2), rng.randrange(grey.shape[1] - 2)
        grey[row : row + 2, column : column + 2] = rng.uniform(0, 120)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8), "L")


def answers(form, rng: random.Random):
    """A sure answer to each matter: the choices that are marked."""
    told = []
    for matter in form.matters:
        if not matter.options:
            told.append({rng.choice([0, AGAINST, ABSTAIN])})
        elif rng.random() < 0.2:
            told.append({rng.choice([AGAINST, ABSTAIN])})
        else:
            count = rng.randint(1, matter.seats)
            told.append(set(rng.sample(range(len(matter.options)), count)))
    return told
