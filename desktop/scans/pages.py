"""Pages of a scanner's file — PDF, TIFF, PNG, JPEG — as grey pictures, one after the other.

Runs only in a child process: a hostile file may kill it.
"""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageSequence, UnidentifiedImageError

from desktop.domain.errors import UnreadableSheet

DPI, MOST_PIXELS, MOST_PAGES = 200, 60_000_000, 10_000
KINDS = (".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp")


def pages(path: Path) -> Iterator[Image.Image]:
    """Every page, grey; raise ``UnreadableSheet`` for what is no scan."""
    suffix = path.suffix.lower()
    if suffix not in KINDS:
        raise UnreadableSheet(path.name, "请用扫描成的 PDF 或图片（TIFF、PNG、JPG）")
    if suffix == ".pdf":
        yield from _pdf(path)
        return
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(path) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image)):
                if number >= MOST_PAGES:
                    raise UnreadableSheet(path.name, f"超过 {MOST_PAGES} 页")
                yield frame.convert("L")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, ValueError) as wrong:
        raise UnreadableSheet(path.name, "不是完好的图片") from wrong


def _pdf(path: Path) -> Iterator[Image.Image]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as wrong:
        raise UnreadableSheet(path.name, "不是完好的 PDF，或设有密码") from wrong
    if len(document) > MOST_PAGES:
        raise UnreadableSheet(path.name, f"超过 {MOST_PAGES} 页")
    for page in document:
        width, height = page.get_size()
        scale = DPI / 72
        if width * height * scale * scale > MOST_PIXELS:
            raise UnreadableSheet(path.name, "页面太大，不像 A4 扫描件")
        yield page.render(scale=scale, grayscale=True).to_pil()
        page.close()
