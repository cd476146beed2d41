"""Draws the program's icon: a round table seen from above, with eight seats around it.

``python packaging/icon.py`` writes packaging/icon.ico (Windows), resources/theme/icon.png and the
installer's side picture. Needs only Pillow; the files are committed, so a build does not.
"""

import math
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
BLUE, SEAT, TABLE, RIM, SHINE = "#1a5fd0", "#ffffff", "#f3c77a", "#b97a24", "#fbe3b4"
FINE = 4  # drawn so much larger, then made smaller: smooth edges


def draw(size: int) -> Image.Image:
    """The icon in one size; small ones have fewer and larger seats, so that they stay seats."""
    seats = 8 if size >= 32 else 6
    full = size * FINE
    image = Image.new("RGBA", (full, full), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, full - 1, full - 1), radius=full * 0.2, fill=BLUE)
    middle = full / 2
    seat = full * (0.085 if seats == 8 else 0.105)
    for number in range(seats):
        angle = 2 * math.pi * (number + 0.5) / seats
        x = middle + full * 0.355 * math.cos(angle)
        y = middle + full * 0.355 * math.sin(angle)
        pen.ellipse((x - seat, y - seat, x + seat, y + seat), fill=SEAT)
    _disc(pen, middle, full * 0.25, RIM)
    _disc(pen, middle, full * 0.222, TABLE)
    if size >= 32:  # a sheet of paper lies on it
        _disc(pen, middle, full * 0.15, SHINE)
        half = full * 0.06
        pen.rectangle(
            (middle - half, middle - half * 1.25, middle + half, middle + half * 1.25), fill=SEAT
        )
        for line in (-0.6, 0.0, 0.6):
            y = middle + half * line
            pen.line((middle - half * 0.6, y, middle + half * 0.6, y), fill=BLUE, width=full // 90)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _disc(pen: ImageDraw.ImageDraw, middle: float, radius: float, fill: str) -> None:
    pen.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), fill=fill)


def side() -> Image.Image:
    """What stands beside the installer's first and last page, in NSIS's size."""
    image = Image.new("RGB", (164, 314), BLUE)
    icon = draw(144)
    image.paste(icon, (10, 24), icon)
    return image


def main() -> None:
    side().save(ROOT / "packaging" / "side.bmp")
    drawn = [draw(size) for size in SIZES]
    drawn[-1].save(
        ROOT / "packaging" / "icon.ico",
        sizes=[(size, size) for size in SIZES],
        append_images=drawn[:-1],
    )
    drawn[-1].save(ROOT / "resources" / "theme" / "icon.png", optimize=True)


if __name__ == "__main__":
    main()
