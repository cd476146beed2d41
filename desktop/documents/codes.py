"""QR codes and Code-128 as rectangles, to be printed beside the number people can read."""

from functools import lru_cache
from typing import Any

import zxingcpp

Rect = tuple[float, float, float, float]  # x, y of the lower left corner, width, height; points


def qr(text: str, x: float, y: float, side: float) -> list[Rect]:
    """A QR code (level Q) of ``side`` points with its corner at ``x``, ``y``; runs joined."""
    rows = _rows(text, qr_code=True)
    module = side / len(rows)
    return [
        (x + start * module, y + side - (number + 1) * module, length * module, module)
        for number, row in enumerate(rows)
        for start, length in _runs(row)
    ]


def code128(text: str, x: float, y: float, width: float, height: float) -> list[Rect]:
    """A Code-128 ``width`` points wide, bars only."""
    row = _rows(text, qr_code=False)[0]
    module = width / len(row)
    return [(x + start * module, y, length * module, height) for start, length in _runs(row)]


def qr_picture(text: str) -> bytes:
    """The same QR code as a PNG, eight pixels a module; for a Word file."""
    from io import BytesIO

    from PIL import Image

    rows = _rows(text, qr_code=True)
    small = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    buffer = BytesIO()
    small.resize((8 * len(rows), 8 * len(rows)), Image.Resampling.NEAREST).save(buffer, "PNG")
    return buffer.getvalue()


@lru_cache(maxsize=2)
def _rows(text: str, *, qr_code: bool) -> list[bytes]:
    """The modules row by row, dark ones 0."""
    kind = zxingcpp.BarcodeFormat.QRCode if qr_code else zxingcpp.BarcodeFormat.Code128
    made = (
        zxingcpp.create_barcode(text, kind, ec_level="Q")
        if qr_code
        else (zxingcpp.create_barcode(text, kind))
    )
    image: Any = made.to_image(scale=1, add_quiet_zones=False)  # a buffer, untyped in its stubs
    shown = memoryview(image)
    width, data = (shown.shape or (0, 0))[1], shown.tobytes()
    return [data[start : start + width] for start in range(0, len(data), width)]


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many stand together."""
    found, start = [], -1
    for place, value in enumerate(row):
        if value == 0 and start < 0:
            start = place
        elif value and start >= 0:
            found.append((start, place - start))
            start = -1
    if start >= 0:
        found.append((start, len(row) - start))
    return found
