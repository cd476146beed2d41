"""Whatever people write: the PDF, the Word file and the text say the same; nothing is interpreted.

Rare names, long words, markup, emoji, control characters. ROUNDTABLE_LONG=1 tries 20,000 texts.
"""

import io
import os
import random
import re
import subprocess

from docx import Document as read_docx

from desktop.documents.model import Document, Grid, Heading, Labelled, Paragraph, Title
from desktop.documents.pdf import pdf
from desktop.documents.word import word
from desktop.services.records import checked
from tests.support.tools import needs_poppler

TEXTS = 20_000 if os.environ.get("ROUNDTABLE_LONG") else 600
A_DOCUMENT = 60  # texts of one document
# the 3,755 characters of GB 2312's first level, less its five empty places
COMMON = "".join(
    bytes((high, low)).decode("gb2312", "ignore")
    for high in range(0xB0, 0xD8)
    for low in range(0xA1, 0xFF)
)
RARE = "喆犇嘉玥琎璟祎翀翃旻昇晖垚淼焱鑫森瑄璠瓅𬭎𬸚䶮㛃㑇堃"
EMOJI = "🌸👍😊🙏1️⃣❤️👨‍👩‍👧🏠⚠️✅"
MARKUP = (
    "<b>粗</b>",
    "&amp;",
    "<font color=red>",
    "{{ x }}",
    "{召集单位}",
    "%s%d",
    "\\n",
    "]]>",
    "<!--",
    "$HOME",
    "^J",
    "<w:p/>",
)
LONG = (
    "Pneumonoultramicroscopicsilicovolcanoconiosis",
    "https://example.org/a/very/long/path?with=parameters&and=more",
    "A" * 90,
    "1234567890" * 6,
)
CONTROL = "\x00\x07\x1b\u200b\u202e\ufeff\u2028\x0b\t"


def text(rng: random.Random) -> str:
    parts = []
    for _ in range(rng.randint(1, 8)):
        kind = rng.random()
        if kind < 0.6:
            parts.append("".join(rng.choices(COMMON, k=rng.randint(2, 30))))
        elif kind < 0.7:
            parts.append("".join(rng.choices(RARE, k=3)))
        elif kind < 0.78:
            parts.append(rng.choice(MARKUP))
        elif kind < 0.84:
            parts.append(rng.choice(LONG))
        elif kind < 0.92:
            parts.append("".join(rng.choices(CONTROL, k=2)))
        else:
            parts.append("".join(rng.choices(EMOJI, k=3)))
        parts.append(rng.choice(["，", "。", "", " ", "（", "）", "——", "…", "“", "”"]))
    return "".join(parts)


def bare(told: str) -> str:
    return re.sub(r"\s", "", told)


@needs_poppler
def test_pdf_word_and_text_say_the_same(fonts, tmp_path):
    rng = random.Random(20_260_922)
    for number in range(TEXTS // A_DOCUMENT):
        said = [checked(text(rng), "文字") for _ in range(A_DOCUMENT)]
        said = ["".join(c for c in each if c not in set(fonts.missing(each))) for each in said]
        third = len(said) // 3
        cells = [*said[third : 2 * third], *[""] * (third % 2)]
        document = Document(
            "文字",
            (
                Title("文字"),
                *(Paragraph(each) for each in said[:third]),
                Heading("一、表", 1),
                Grid(
                    ("甲", "乙"),
                    tuple(zip(cells[::2], cells[1::2], strict=True)),
                    (1, 1),
                    frozenset({0, 1}),
                ),
                *(Labelled("出席：", each) for each in said[2 * third :]),
            ),
        )
        pictures = set(fonts.pictures(document.text))
        wanted = bare("".join(c for c in document.text if c not in pictures))
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(pdf(document, fonts))
        run = ["pdftotext", "-raw", str(path), "-"]
        told = subprocess.run(run, capture_output=True, check=True).stdout.decode()
        # the heading of the table stands again on each page, and pages have numbers
        pages = [
            "".join(page.rsplit(f"— {place} —", 1))
            for place, page in enumerate(told.split("\f")[:-1], 1)
        ]
        assert sorted_text("".join(pages)) == sorted_text(wanted), number
        paper = read_docx(io.BytesIO(word(document, fonts)))
        parts = [paragraph.text for paragraph in paper.paragraphs]
        parts += [cell.text for row in paper.tables[0].rows for cell in row.cells]
        assert sorted_text("".join(parts)) == sorted_text(wanted), number


def sorted_text(told: str) -> dict[str, int]:
    """How often each character stands there; the table's heading, which is repeated, aside."""
    plain = bare(told).replace("甲", "").replace("乙", "")
    return {c: plain.count(c) for c in sorted(set(plain))}
