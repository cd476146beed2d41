"""Charts: drawn once, in the PDF, in the Word file and alone; photos upright and small."""

import io
import zipfile
from datetime import date

import pypdfium2
from PIL import Image
from pypdf import PdfReader

from desktop.documents.drawn import alone, labels, picture
from desktop.documents.model import Chart, Document, Paragraph, Photos, Picture, Sheet, Title
from desktop.documents.pdf import pdf
from desktop.documents.photos import LONGEST, photo
from desktop.documents.renewal.charts import Bar, Span, gantt, ranked, stacked
from desktop.documents.word import word

BARS = (Bar("1栋", (36, 2, 4), "愿意 85.71%"), Bar("堃喆楼", (0, 0, 3), "愿意 0.00%"))


def chart() -> Chart:
    return Chart(stacked(BARS, ("愿意", "不愿意", "未答")), "各栋意愿")


def test_one_drawing_is_in_the_pdf_and_in_word(fonts):
    document = Document("图", (Title("图"), Paragraph("看图："), chart(), Paragraph("完")))
    text = "".join(PdfReader(io.BytesIO(pdf(document, fonts))).pages[0].extract_text().split())
    for told in ("愿意85.71%", "堃喆楼", "36"):
        assert told in text
    with zipfile.ZipFile(io.BytesIO(word(document, fonts))) as file:
        image = Image.open(io.BytesIO(file.read("word/media/picture1.png")))
        assert 'descr="各栋意愿"' in file.read("word/document.xml").decode()
    assert image.width > 1_000


def test_alone_it_is_as_large_as_it_is(fonts):
    drawing = ranked((Bar("屋面", (128,), "128 分"), Bar("外墙", (0,), "0 分")))
    page = pypdfium2.PdfDocument(alone(drawing, fonts))[0]
    assert (round(page.get_width()), round(page.get_height())) == (
        round(drawing.width), round(drawing.height),
    )  # fmt: skip
    assert picture(drawing, fonts).startswith(b"\x89PNG")
    assert labels(drawing).split("\n") == ["屋面", "128 分", "外墙", "0 分"]


def test_parts_are_as_long_as_their_share():
    drawing = stacked(BARS[:1], ())
    wide = [shape.width for shape in drawing.contents if hasattr(shape, "width")]
    assert wide[0] / wide[1] == 18
    assert abs(sum(wide) - (430 - 96 - 74)) < 1e-6


def test_stages_lie_where_their_days_are():
    spans = (
        Span("前期", date(2024, 1, 1), date(2024, 1, 31)), Span("一天", date(2025, 12, 31), date(2025, 12, 31)),
    )  # fmt: skip
    drawing = gantt(spans)
    first, last = [shape for shape in drawing.contents if hasattr(shape, "width")]
    assert first.x < last.x
    assert last.x + last.width <= 430
    assert last.width >= 2  # one day is still seen
    assert "2024.1" in labels(drawing)


def test_a_chart_never_leaves_its_page(fonts):
    blocks = [Paragraph("行")] * 20 + [chart()] * 3
    for sheet in (Sheet.A4, Sheet.A3):
        document = Document("图", (Title("图"), *blocks))
        pages = PdfReader(io.BytesIO(pdf(document, fonts, sheet=sheet))).pages
        assert len(pages) == 2
        assert "".join(page.extract_text() for page in pages).count("85.71") == 3


def test_photos_are_upright_and_small_and_what_is_none_is_told(fonts):
    kept = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side, as telephones write it
    Image.new("RGB", (4000, 3000), "#777777").save(kept, "JPEG", exif=exif)
    made = photo(kept.getvalue())
    assert (made.width, made.height) == (LONGEST * 3 // 4, LONGEST)
    assert photo(b"nothing") is None
    assert photo(kept.getvalue()[:300]) is None
    pair = Picture(made.data, made.width, made.height)
    document = Document("照片", (Title("照片"), Photos(((pair, "改造前"), (pair, "改造后")))))
    page = PdfReader(io.BytesIO(pdf(document, fonts))).pages[0]
    assert len(page.images) >= 1
    assert "改造前" in page.extract_text()
    with zipfile.ZipFile(io.BytesIO(word(document, fonts))) as file:
        assert file.read("word/media/picture2.jpeg").startswith(b"\xff\xd8")
