"""Photos as papers carry them: upright, small enough, JPEG; what is no picture is told apart."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

LONGEST = 1600  # pixels of the longer side: 300 dpi on half a page
MOST = 40_000_000  # pixels of what is opened: a picture of 20 kB may unfold to half a gigabyte


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG with its size in pixels."""

    data: bytes
    width: int
    height: int


def photo(content: bytes) -> Photo | None:
    """The picture as it is printed; ``None`` when it is none, or too large to be opened."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > MOST:
                return None
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST, LONGEST))
            plain = upright.convert("RGB")
    except Exception:  # noqa: BLE001 - a broken picture makes the library raise whatever it meets
        return None
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=82, optimize=True)
    return Photo(kept.getvalue(), plain.width, plain.height)
