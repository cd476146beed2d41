"""The handbook: nothing it points to is missing, and the PDF says every word of it."""

import io
import re
import subprocess
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader

from desktop.documents import handbook, markdown
from desktop.documents.handbook import Chapter, book, chapter, chapters
from desktop.documents.markdown import Figure, Piece, Section, Step, Table, Words, words
from desktop.documents.model import Document, Photos, Picture, Rich, reworded
from desktop.documents.pdf import pdf
from desktop.documents.word import word
from desktop.system import folders
from tests.conftest import ROOT
from tests.support.tools import needs_poppler

FOLDER = folders.resources() / "handbook"
TOLD = chapters(FOLDER)
MOST_BYTES = 1_500_000  # of all pictures together: they are in the installer


def names(told):
    """What a link may lead to."""
    found = {each.key for each in told}
    return found | {f"{each.key}#{section}" for each in told for section in each.sections}


def pieces(part):
    match part:
        case Words(found) | Step(found):
            yield from found
        case Table(header, rows):
            yield from (piece for row in (header, *rows) for cell in row for piece in cell)


def plain(text):
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def made(fonts):
    return book(TOLD, FOLDER, fonts)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.key)
def test_every_link_and_picture_of_a_chapter_is_there(told):
    linked = {piece.link for part in told.parts for piece in pieces(part) if piece.link}
    assert {link.replace(".md", "", 1) for link in linked} <= names(TOLD)
    assert all(re.match(r"\d\d-[a-z]+\.md", link) for link in linked)  # works in a browser, too
    for part in told.parts:
        if isinstance(part, Figure):
            assert (FOLDER / part.path).is_file(), f"python -m tests.pictures handbook: {part.path}"


def test_the_pictures_are_those_that_are_shown_small_and_light():
    shown = {part.path for told in TOLD for part in told.parts if isinstance(part, Figure)}
    kept = list((FOLDER / "pictures").iterdir())
    assert {f"pictures/{path.name}" for path in kept} == shown
    assert sum(path.stat().st_size for path in kept) < MOST_BYTES
    for path in kept:
        with Image.open(path) as image:
            assert image.mode == "P"
            assert image.width <= 1366
            assert image.height <= 768


def test_no_handbook_is_left_elsewhere():
    assert not list((ROOT / "docs").glob("handbook*"))


@needs_poppler
def test_the_pdf_says_every_sentence(made, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(made)
    run = ["pdftotext", "-raw", str(path), "-"]
    text = subprocess.run(run, capture_output=True, check=True).stdout.decode()
    lines = [line for line in text.splitlines() if not re.fullmatch(r"\f?— \d+ —", line)]
    whole = plain("".join(lines))
    for told in TOLD:
        for part in told.parts:
            for each in words(part) if not isinstance(part, Table) else ():
                assert plain(each) in whole, (told.key, each)
            if isinstance(part, Table):  # cells of several lines stand beside each other
                letters = set(whole)
                assert all(set(plain(each)) <= letters for each in words(part))


@needs_poppler
def test_the_cells_of_its_tables_come_back(fonts, tmp_path):
    """A table alone, one cell a line, so that no line of a neighbour comes between."""
    for told in TOLD:
        for part in told.parts:
            if isinstance(part, Table):
                cells = tuple(Words((Piece(each),)) for each in words(part) if each)
                alone = Chapter("x", "表", (Section("表", 1), *cells))
                path = tmp_path / "x.pdf"
                path.write_bytes(book([alone], FOLDER, fonts))
                run = ["pdftotext", "-raw", str(path), "-"]
                text = subprocess.run(run, capture_output=True, check=True).stdout.decode()
                assert all(plain(each) in plain(text) for each in words(part))


def test_contents_and_outline_lead_to_the_pages(made):
    reader = PdfReader(io.BytesIO(made))
    texts = [plain(page.extract_text()) for page in reader.pages]
    contents = "".join(texts[1:3])
    outline = [each for each in reader.outline if not isinstance(each, list)]
    assert outline[0].title == "目录"
    assert len(outline) == len(TOLD) + 1
    for told, line in zip(TOLD, outline[1:], strict=True):
        page = reader.get_destination_page_number(line) + 1
        assert line.title.endswith(told.title)
        assert plain(told.title) in texts[page - 1]
        assert str(page) in contents
    below = [line for each in reader.outline if isinstance(each, list) for line in each]
    sections = [section for told in TOLD for section in told.sections]
    assert [line.title for line in below] == sections
    for line in below:
        page = reader.get_destination_page_number(line) + 1
        assert plain(line.title) in texts[page - 1]
        assert plain(f"{line.title}（{page}）") in contents


def test_the_title_page_has_no_number_and_no_heading_ends_a_page(made):
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert "—" not in texts[0]
    headings = {plain(section) for told in TOLD for section in told.sections}
    for number, text in enumerate(texts[1:], 2):
        lines = [plain(line) for line in text.splitlines() if line.strip()]
        assert plain(f"— {number} —") in lines
        told = [line for line in lines if line != plain(f"— {number} —")]
        assert told[-1] not in headings


def test_no_character_is_without_a_glyph(fonts):
    text = "".join(each for told in TOLD for part in told.parts for each in words(part))
    assert fonts.missing(text) == []
    assert fonts.pictures(text) == []  # they would be left out on paper


def test_pictures_give_way_where_a_page_is_saved(fonts):
    figure = next(part for told in TOLD for part in told.parts if isinstance(part, Figure))
    counts = []
    for lines in range(1, 23):
        filled = tuple(Words((Piece("一行字。"),)) for _ in range(lines))
        told = handbook.chapter("x", (Section("章", 1), figure, *filled))
        counts.append(len(PdfReader(io.BytesIO(book([told], FOLDER, fonts))).pages))
    assert counts == sorted(counts)
    assert counts[0] + 1 == counts[-1]


def test_bold_words_and_pictures_are_the_same_in_word(fonts):
    """Other papers may use them, too: in Word with the same words, and the picture as it is."""
    data = (FOLDER / "pictures" / "desk.png").read_bytes()
    blocks = (
        Rich((("先点", False), ("登记", True)), "1. "),
        Photos(((Picture(data, 1024, 640, "png"), "工作台"),)),
    )
    document = Document("x", blocks)
    package = zipfile.ZipFile(io.BytesIO(word(document, fonts)))
    text = package.read("word/document.xml").decode()
    assert plain("".join(re.findall("<w:t[^>]*>([^<]*)", text))) == plain(document.text)
    assert "1. 先点登记" in PdfReader(io.BytesIO(pdf(document, fonts))).pages[0].extract_text()
    (kept,) = [name for name in package.namelist() if name.startswith("word/media/")]
    assert kept.endswith(".png")
    assert package.read(kept) == data
    assert reworded(document, lambda words: words.replace("登记", "记下")).text == (
        "1. 先点记下\n工作台"
    )


@pytest.mark.parametrize(
    "parts",
    [
        (Section("节", 2), Section("章", 1)),
        (Section("章", 1), Section("又一章", 1)),
        (Section("章", 1), Section("节", 2), Section("节", 2)),
        (Words((Piece("没有标题"),)), Section("章", 1)),
    ],
)
def test_a_chapter_that_is_none_is_refused(parts):
    with pytest.raises(markdown.UnknownMarkup, match="x"):
        chapter("x", parts)
