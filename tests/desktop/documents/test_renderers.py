"""PDF and Word say the same words, on the same pages, in embedded faces."""

import io
import re
import subprocess
import zipfile
from collections import Counter
from itertools import chain, combinations_with_replacement

import pytest
from docx import Document as read_docx
from docx.shared import Pt
from pypdf import PdfReader

from desktop.documents.layout import pages
from desktop.documents.model import Align, Blank, Document, Grid, Labelled, Paragraph, Title
from desktop.documents.pdf import pdf
from desktop.documents.word import word
from desktop.domain.errors import GlyphsMissing
from desktop.services.papers import Paper
from tests.support.tools import needs_office, needs_poppler


def document_of(held, paper):
    """A paper of the sample meeting; something has been corrected for the one that tells of it."""
    register, ref = held
    if paper is Paper.CORRECTION:
        register.minutes.finalise(ref)
        register.corrections.add(ref, "同意15票", "同意16票", "笔误", register.now().date())
    return register.papers.document(ref, paper)


def plain(text):
    return re.sub(r"\s", "", text)


def text_of_pdf(data, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    run = ["pdftotext", "-layout", str(path), "-"]
    told = subprocess.run(run, capture_output=True, check=True).stdout.decode()
    return [
        [plain(line) for line in page.split("\n") if line.strip()] for page in told.split("\f")[:-1]
    ]


def all_text(pages):
    return "".join(line for page in pages for line in page if not re.fullmatch(r"—\d+—", line))


MADE = [paper for paper in Paper if paper is not Paper.SLIPS]  # nothing is answered in the sample


@needs_poppler
@pytest.mark.parametrize("paper", MADE)
def test_the_words_come_back_from_the_pdf(held, fonts, tmp_path, paper):
    document = document_of(held, paper)
    pages = text_of_pdf(pdf(document, fonts), tmp_path)
    told, wanted = all_text(pages), plain(document.text)
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    if not grids:
        assert told == wanted
    else:  # cells of several lines come back by line, and headings of tables on every page
        assert not Counter(wanted) - Counter(told)
        again = Counter(told) - Counter(wanted)
        headings = ["".join(grid.header) for grid in grids]
        ways = chain.from_iterable(
            combinations_with_replacement(set(headings), count) for count in range(len(pages) + 1)
        )
        assert any(Counter("".join(way)) == again for way in ways)


@pytest.mark.parametrize("paper", MADE)
def test_word_says_the_same(held, fonts, paper):
    document = document_of(held, paper)
    file = read_docx(io.BytesIO(word(document, fonts)))
    texts = [node.text or "" for node in file.element.body.iter() if node.tag.endswith("}t")]
    assert plain("".join(texts)) == plain(document.text)


def test_every_face_is_embedded_and_none_is_strange(held, fonts):
    register, ref = held
    reader = PdfReader(io.BytesIO(register.papers.preview(ref, Paper.MINUTES)))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"]
            assert "/ToUnicode" in font.get_object()


@needs_poppler
def test_rare_characters_are_drawn_and_copied(fonts, tmp_path):
    rare = "陈䶮赵㛃李堃王喆周旻孙昇𫖯𬭎𬳵"
    data = pdf(Document("x", (Paragraph(rare, indent=False),)), fonts)
    assert all_text(text_of_pdf(data, tmp_path)) == rare


def test_a_character_no_face_has_is_named(fonts):
    with pytest.raises(GlyphsMissing, match="\U0003106c"):
        pdf(Document("x", (Paragraph("名字\U0003106c"),)), fonts)
    with pytest.raises(GlyphsMissing):
        word(Document("x", (Paragraph("名字\U0003106c"),)), fonts)


@needs_poppler
def test_markup_is_only_text(fonts, tmp_path):
    text = '<img src="/etc/passwd"/>&amp;<b>张三</b>AT&T<seq/>'
    data = pdf(Document("x", (Paragraph(text, indent=False),)), fonts)
    assert all_text(text_of_pdf(data, tmp_path)) == plain(text)
    docx = word(Document("x", (Paragraph(text),)), fonts)
    body = read_docx(io.BytesIO(docx)).paragraphs[0].text
    assert body == text


def test_a_long_table_goes_on_with_its_heading(fonts):
    grid = Grid(("序号", "姓名"), tuple((str(n), "张三") for n in range(200)), (1, 3))
    reader = PdfReader(io.BytesIO(pdf(Document("x", (Title("签到表"), grid)), fonts)))
    assert len(reader.pages) > 5


def test_the_same_document_is_the_same_file(fonts):
    document = Document("x", (Title("标题"), Labelled("出席：", "甲、乙")))
    assert pdf(document, fonts) == pdf(document, fonts)


def test_word_embeds_what_it_uses(held, fonts):
    register, ref = held
    data = word(register.papers.document(ref, Paper.MINUTES), fonts)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert sum(name.endswith(".odttf") for name in names) >= 4


def by_office(data, tmp_path):
    """The PDF that LibreOffice makes of a Word file."""
    path = tmp_path / "纪要.docx"
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    run = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*run, str(path)], capture_output=True, check=True, timeout=180)
    return (tmp_path / "纪要.pdf").read_bytes()


@needs_office
@needs_poppler
@pytest.mark.parametrize("paper", MADE)
def test_libreoffice_sets_word_on_the_same_pages(held, fonts, tmp_path, paper):
    document = document_of(held, paper)
    theirs = text_of_pdf(by_office(word(document, fonts), tmp_path), tmp_path)
    ours = text_of_pdf(pdf(document, fonts), tmp_path)
    assert len(theirs) == len(ours)
    for one, other in zip(ours, theirs, strict=True):
        assert (one[0], one[-2]) == (other[0], other[-2])


def test_the_heading_of_a_table_never_stands_alone(fonts):
    grid = Grid(("甲", "乙"), (("一", "二"),) * 3, (1, 1))
    for lines in range(12, 24):
        document = Document("表", (*(Paragraph("一行字。"),) * lines, grid))
        first = pages(document, fonts)[0]
        texts = [line.text for line in first.lines]
        assert ("甲" in texts) == ("一" in texts), lines


def words_on(page):
    return "".join(line.text for line in page.lines)


def test_a_slip_and_its_code_are_on_one_page(held, fonts):
    register, ref = held
    made = pages(register.papers.document(ref, Paper.INVITATIONS), fonts)
    assert len(made) > 1
    for page in made:
        told = words_on(page)
        assert told.count("）：请于") == told.count("扫码签到。－") == 2 or page is made[-1]
        assert page.fills  # its squares


def test_the_sum_of_a_vote_stands_below_its_table(held, fonts):
    register, ref = held
    made = pages(register.papers.document(ref, Paper.ON_PAPER), fonts)
    for page in made:
        assert words_on(page).count("合计") == words_on(page).count("同意")
    assert sum(words_on(page).count("合计") for page in made) > 1


def test_what_a_notice_encloses_goes_along_with_its_text(fonts):
    lines = tuple(Paragraph("一") for _ in range(18))
    end = (
        Blank(),
        Labelled("附件：", "1. 会议议程", plain=True),
        Labelled("　　　", "2. 委托书", plain=True),
        Blank(),
        Paragraph("社区", align=Align.RIGHT, right=2),
        Paragraph("2024年9月1日", align=Align.RIGHT, right=2),
    )
    last = pages(Document("通知", (*lines, *end)), fonts)[-1]
    assert words_on(last).startswith("一附件")


@needs_office
@needs_poppler
def test_lists_of_doors_break_alike(fonts, tmp_path):
    doors = "、".join(f"{n % 12 + 1}-{n % 4 + 1}-{n % 18 + 1}{n % 4 + 1:02d}" for n in range(300))
    blocks = [Paragraph(f"{'一' * n}出席业主：{doors}。") for n in range(6)]
    blocks.append(Grid(("房号",), tuple((doors[n : n + 60],) for n in range(0, 600, 60)), (100,)))
    document = Document("名单", tuple(blocks))
    theirs = text_of_pdf(by_office(word(document, fonts), tmp_path), tmp_path)
    ours = text_of_pdf(pdf(document, fonts), tmp_path)
    assert ours == theirs


def test_a_change_of_style_changes_the_paper(held, fonts):
    """Paragraphs and runs say only what their style does not; so an office edits the style."""
    register, ref = held
    data = word(register.papers.document(ref, Paper.NOTICE), fonts)
    package = zipfile.ZipFile(io.BytesIO(data))
    main = package.read("word/document.xml").decode()
    texts = [p for p in main.split("<w:p>") if '"GWText"' in p and "为共同商议" in p]
    assert texts
    for each in texts:
        assert not [
            tag for tag in ("<w:sz ", "w:jc", "w:ind", "w:rFonts", "w:line=") if tag in each
        ]
    assert '<w:docGrid w:type="lines"' in main
    assert "<Application>圆桌议事</Application>" in package.read("docProps/app.xml").decode()


@needs_office
@needs_poppler
def test_a_style_edited_by_an_office_is_seen(held, fonts, tmp_path):
    register, ref = held
    document = register.papers.document(ref, Paper.NOTICE)
    file = read_docx(io.BytesIO(word(document, fonts)))
    file.styles["公文正文"].font.size = Pt(24)
    buffer = io.BytesIO()
    file.save(buffer)
    larger = text_of_pdf(by_office(buffer.getvalue(), tmp_path), tmp_path)
    ours = text_of_pdf(pdf(document, fonts), tmp_path)
    assert sum(map(len, larger)) > sum(map(len, ours))
