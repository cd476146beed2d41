import random

from hypothesis import given
from hypothesis import strategies as st

from desktop.documents import style
from desktop.documents.layout import pages, set_lines, text_of
from desktop.documents.linebreak import NO_END, NO_START
from desktop.documents.model import Document, Heading, Paragraph

PIECES = [
    "小区",
    "业主",
    "表决",
    "，",
    "。",
    "（",
    "）",
    "“",
    "”",
    "：",
    "；",
    "？",
    "！",
    "《",
    "》",
    "2024年",
    "89.53㎡",
    "15:30",
    "…",
    "—",
    "A栋",
    "、",
]


def many_lines(fonts, count=2000):
    rng = random.Random(1)
    lines = []
    while len(lines) < count:
        text = "会" + "".join(
            rng.choice(PIECES) + rng.choice("同意反对弃权通过") * 2 for _ in range(120)
        )
        lines += set_lines(text_of(Paragraph(text), fonts), style.TEXT_WIDTH, fonts)[:-1]
    return lines


def test_no_line_begins_or_ends_with_what_must_not(fonts):
    lines = many_lines(fonts)
    starts = [line.text[0] for line in lines]
    ends = [line.text[-1] for line in lines]
    assert len(lines) >= 2000
    assert not [c for c in starts if c in NO_START]
    assert not [c for c in ends if c in NO_END]


def test_the_right_edge_is_straight(fonts):
    for line in many_lines(fonts):
        size = style.SIZE
        x = line.x
        for number, (c, font, lead) in enumerate(
            zip(line.text, line.fonts, line.leads, strict=True)
        ):
            x += lead + font.width(c) * size / 1000
            if number + 1 < len(line.text):
                x += line.track
        assert abs(x - style.TEXT_WIDTH) <= 0.5


@given(text=st.text(alphabet="小区业主，。（）“”2024abc ：、\n", min_size=1, max_size=300))
def test_nothing_is_lost_or_doubled_by_breaking(fonts, text):
    lines = set_lines(text_of(Paragraph(text), fonts), style.TEXT_WIDTH, fonts)
    told = "".join(line.text for line in lines)
    assert told.replace(" ", "") == text.replace(" ", "")


def test_a_full_page_has_22_lines_of_28_characters(fonts):
    sheets = pages(Document("x", (Paragraph("汉" * 28 * 60, indent=False),)), fonts)
    assert [len(page.lines) for page in sheets] == [22, 22, 16]
    assert {len(line.text) for page in sheets for line in page.lines} == {28}


def test_a_heading_never_stands_alone_at_a_pages_end(fonts):
    blocks = (Paragraph("汉" * 28 * 21, indent=False), Heading("一、标题", 1), Paragraph("正文"))
    sheets = pages(Document("x", blocks), fonts)
    assert [line.text for line in sheets[1].lines] == ["一、标题", "正文"]
