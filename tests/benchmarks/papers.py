"""Jobs 3a–3f, 4 and 4b: the same six pages as PDF and as Word, by us and by what one would use."""

import io
import random
import shutil
import subprocess
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.cold import TOLD_BY, cold, memory
from tests.benchmarks.job import Goal, Job
from tests.benchmarks.paper import FACES, HEADER, ROWS, TITLE, parts

FILES = {
    "Fang": "FandolFang-Regular.ttf",
    "Hei": "NotoSansSC-Bold.ttf",
    "Title": "NotoSerifSC-Bold.ttf",
    "Song": "NotoSerifSC-Regular.ttf",
}


def our_document() -> Any:
    from desktop.documents.model import Blank, Document, Grid, Heading, Paragraph, Title

    made: dict[str, Callable[[str], object]] = {
        "heading": lambda words: Heading(words, 1),
        "text": Paragraph,
        "table": lambda _: Grid(HEADER, ROWS, (1, 2, 1, 1, 1)),
    }
    return Document(
        "纪要", (Title(TITLE), Blank(), *(made[kind](words) for kind, words in parts()))
    )  # type: ignore[arg-type]


def our_fonts() -> Any:
    from desktop.documents.fonts import Fonts

    return Fonts(FACES)


def our_pdf() -> bytes:
    from desktop.documents.pdf import pdf

    return pdf(our_document(), our_fonts())


def plain_reportlab() -> bytes:
    """The same paper as one writes it with ReportLab's own paragraphs and tables."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    for name, file in FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(FACES / file)))

    def look(face: str, size: float, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(
            face, fontName=face, fontSize=size, leading=28.95, wordWrap="CJK", **more
        )

    title, heading = look("Title", 22, alignment=1), look("Hei", 16, firstLineIndent=32)
    body, cell = look("Fang", 16, firstLineIndent=32, alignment=4), look("Fang", 12)

    def number(canvas: Any, document: Any) -> None:
        canvas.setFont("Song", 14)
        canvas.drawRightString(500, 60, f"— {document.page} —")

    story: list[Any] = [Paragraph(TITLE, title)]
    for kind, words in parts():
        if kind == "table":
            rows = [[Paragraph(each, cell) for each in row] for row in (HEADER, *ROWS)]
            story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        else:
            story.append(Paragraph(words, heading if kind == "heading" else body))
    buffer = io.BytesIO()
    sides = {"leftMargin": 79.4, "rightMargin": 73.4, "topMargin": 104.9, "bottomMargin": 99.2}
    SimpleDocTemplate(buffer, pagesize=A4, **sides).build(story, number, number)
    return buffer.getvalue()


def _fpdf() -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.add_page()
    for name in ("Fang", "Hei", "Title"):
        made.add_font(name, fname=str(FACES / FILES[name]))
    made.set_font("Title", size=22)
    made.multi_cell(0, 10, TITLE, new_x="LMARGIN", new_y="NEXT")
    for kind, words in parts():
        made.set_font("Hei" if kind == "heading" else "Fang", size=16)
        if kind == "table":
            with made.table(first_row_as_headings=False) as table:
                for row in (HEADER, *ROWS):
                    table.row(row)
        else:
            made.multi_cell(0, 10, words, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


def _typst() -> Callable[[], object]:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FACES)])
    lines = [
        '#set page(paper: "a4", margin: (left: 28mm, right: 26mm, top: 37mm, bottom: 35mm), '
        'numbering: "— 1 —")',
        '#set text(font: "FandolFang R", size: 16pt, lang: "zh")',
        "#set par(justify: true, first-line-indent: 2em)",
        f'#align(center, text(font: "Noto Serif SC", weight: "bold", size: 22pt)[{TITLE}])',
    ]
    cells = ", ".join(f"[{cell}]" for row in (HEADER, *ROWS) for cell in row)
    for kind, words in parts():
        if kind == "heading":
            lines.append(f'#text(font: "Noto Sans SC", weight: "bold")[{words}]\n')
        else:
            lines.append(f"#table(columns: 5, {cells})" if kind == "table" else words + "\n")
    source = "\n".join(lines).encode()
    return lambda: typst.compile(source, font_paths=fonts)


def _weasyprint() -> Callable[[], object]:
    from html import escape

    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: {name}; src: url({(FACES / file).as_uri()}); }}"
        for name, file in FILES.items()
    )
    look = CSS(
        string=f"{faces} @page {{ size: A4; margin: 37mm 26mm 35mm 28mm; }}"
        "body { font: 16pt/1.8 Fang; } h1 { font: 22pt Title; } h2 { font: 16pt Hei; }"
        "td { border: .5pt solid; font-size: 12pt; } p { text-indent: 2em; text-align: justify; }",
        font_config=fonts,
    )
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADER, *ROWS)
    )
    lines = [f"<html lang=zh><meta charset=utf-8><h1>{TITLE}</h1>"]
    for kind, words in parts():
        if kind == "table":
            lines.append(f"<table>{cells}</table>")
        else:
            tag = "h2" if kind == "heading" else "p"
            lines.append(f"<{tag}>{escape(words)}</{tag}>")
    told = "".join(lines)
    return lambda: HTML(string=told).write_pdf(stylesheets=[look], font_config=fonts)


@contextmanager
def job_3a() -> Iterator[Job]:
    from desktop.documents.model import Face
    from desktop.documents.pdf import pdf

    document, fonts = our_document(), our_fonts()
    _same_words(pdf(document, fonts), plain_reportlab())
    used = [set(document.text), set("一、议定事项" + "".join(HEADER)), set(TITLE)]

    def limit() -> None:
        for face, characters in zip((Face.FANG, Face.HEI, Face.TITLE), used, strict=True):
            zlib.compress(fonts.font(face).numbered_subset(characters)[0], 6)

    works: dict[str, Callable[[], object]] = {
        "ours": lambda: pdf(document, fonts),
        "ReportLab straightforward": plain_reportlab,
        "hb-subset + deflate (limit)": limit,
    }
    if find_spec("fpdf"):
        works["fpdf2"] = _fpdf
    if find_spec("typst"):
        works["typst, warm"] = _typst()
    if find_spec("weasyprint"):
        works["WeasyPrint"] = _weasyprint()
    goals = (
        Goal("ReportLab straightforward", 0.6),
        Goal("typst, warm", 0.85),
        Goal("fpdf2", 0.06),
        Goal("WeasyPrint", 0.12),
        Goal("hb-subset + deflate (limit)", 2.6),
    )
    yield Job("3a", "6-page PDF, next document", works, goals)


def _same_words(one: bytes, other: bytes) -> None:
    """Both papers have six or seven pages and the same characters, so that equal work is compared."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtWidgets import QApplication

    _app = QApplication.instance() or QApplication([])
    told = []
    for data in (one, other):
        held = QByteArray(data)
        buffer = QBuffer(held)
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        paper = QPdfDocument()
        paper.load(buffer)
        assert paper.pageCount() in (6, 7), paper.pageCount()
        pages = range(paper.pageCount())
        text = "".join(paper.getAllText(page).text() for page in pages)
        told.append(sorted(c for c in text if "\u4e00" <= c <= "\u9fff"))
        paper.close()
    # a table that runs over a page repeats its head in ours
    assert len(set(told[0]) ^ set(told[1])) == 0
    assert abs(len(told[0]) - len(told[1])) <= 40


@contextmanager
def job_3b() -> Iterator[Job]:
    from desktop.documents.pdf import pdf

    document, warm = our_document(), our_fonts()
    pdf(document, warm)
    yield Job(
        "3b",
        "first / next document in a process",
        {"ours": lambda: pdf(document, our_fonts()), "next document": lambda: pdf(document, warm)},
        (Goal("next document", 1.3),),
    )


@contextmanager
def job_3b_open() -> Iterator[Job]:
    """A face is looked into, not read through: one character of each of four."""
    from desktop.documents.model import Face

    def ours() -> None:
        fonts = our_fonts()
        for face in (Face.FANG, Face.HEI, Face.TITLE, Face.SONG):
            assert fonts.font(face).glyph("一")

    works = {"ours": ours, "2 ms a face": lambda: time.sleep(0.002 * 4)}
    yield Job("3b_open", "four faces opened", works, (Goal("2 ms a face", 1.0),))


@contextmanager
def job_3c() -> Iterator[Job]:
    def work(name: str) -> Callable[[], object]:
        return lambda: cold(f"from tests.benchmarks.papers import {name}; {name}()")

    works: dict[str, Callable[[], object]] = {
        "ours": work("our_pdf"),
        "ReportLab straightforward": work("plain_reportlab"),
        "bare python (limit)": lambda: cold("pass"),
    }
    goals = (
        Goal("ReportLab straightforward", 0.6),
        Goal("LibreOffice, from Word", 0.25),
        Goal("bare python (limit)", 15),
    )
    with TemporaryDirectory() as folder:
        if shutil.which("soffice"):
            from desktop.documents.word import word

            (Path(folder) / "0.docx").write_bytes(word(our_document(), our_fonts()))
            run = _converting(Path(folder), Path(folder) / "0.docx")
            works["LibreOffice, from Word"] = lambda: subprocess.run(
                run, check=True, capture_output=True
            )
        yield Job("3c", "cold process → PDF", works, goals)


def _converting(folder: Path, *papers: Path) -> list[str]:
    """LibreOffice makes PDF of Word files, with a profile of its own."""
    return [
        "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
        "--convert-to", "pdf", "--outdir", str(folder / "lo"), *map(str, papers),
    ]  # fmt: skip


@contextmanager
def job_3d_memory() -> Iterator[Job]:
    """What a process holds that has written a batch."""
    code = (
        "from tests.benchmarks.papers import BATCH, our_document, our_fonts; "
        "from desktop.documents.pdf import pdf; document, fonts = our_document(), our_fonts(); "
        "[pdf(document, fonts) for _ in range(BATCH)]"
    )
    works: dict[str, Callable[[], object]] = {"150 MB": lambda: 150}
    if TOLD_BY.exists():
        works["ours"] = lambda: memory(code)
    about = f"memory of a process that has set {BATCH} minutes"
    yield Job("3d_memory", about, works, (Goal("150 MB", 1.0),), rounds=1, unit="MB")


BATCH = 40  # documents of one batch; 300 cost what they cost, in proportion


@contextmanager
def job_3d() -> Iterator[Job]:
    """A batch of minutes, each with a title of its own: ours, Typst, LibreOffice from Word files."""
    from desktop.documents.model import Paragraph
    from desktop.documents.pdf import pdf
    from desktop.documents.word import word

    document, fonts = our_document(), our_fonts()
    many = [
        replace(document, blocks=(*document.blocks, Paragraph(f"第{n}份"))) for n in range(BATCH)
    ]
    works: dict[str, Callable[[], object]] = {"ours": lambda: [pdf(each, fonts) for each in many]}
    goals = []
    if find_spec("typst"):
        one = _typst()
        works["typst, warm"] = lambda: [one() for _ in range(BATCH)]
        goals.append(Goal("typst, warm", 0.75))
    with TemporaryDirectory() as folder:
        if shutil.which("soffice"):
            for number, each in enumerate(many):
                (Path(folder) / f"{number}.docx").write_bytes(word(each, fonts))
            run = _converting(Path(folder), *Path(folder).glob("*.docx"))
            works["LibreOffice, one call"] = lambda: subprocess.run(
                run, check=True, capture_output=True
            )
            goals.append(Goal("LibreOffice, one call", 0.15))
        yield Job("3d", f"batch of {BATCH} minutes", works, tuple(goals), rounds=3)


MEETINGS = 300  # as many as an office holds in some years


@contextmanager
def job_3d_office() -> Iterator[Job]:
    """The minutes of 300 meetings out of the file, through the service a user presses: read, checked,
    set, written, remembered; beside LibreOffice's conversion of as many Word files."""
    from desktop.register import Register
    from desktop.services.papers import Form, Paper

    with TemporaryDirectory() as place:
        folder = Path(place)
        register = Register(folder / "批.圆桌", "何婷", create=True)
        meetings = _many_meetings(register)
        turns = iter(range(10_000))

        def ours() -> None:
            done = register.batches.write(
                meetings, Paper.MINUTES, (Form.PDF,), folder / f"纸{next(turns)}"
            )
            assert done.written == MEETINGS, done

        works: dict[str, Callable[[], object]] = {"ours": ours}
        goals = (
            Goal("LibreOffice, one call", 0.5),
            Goal("WeasyPrint", 0.5),
            Goal("typst, 300 calls", 1.5),
        )
        if shutil.which("soffice"):
            words = folder / "word"
            register.batches.write(meetings, Paper.MINUTES, (Form.WORD,), words)
            run = _converting(folder, *words.iterdir())
            works["LibreOffice, one call"] = lambda: subprocess.run(
                run, check=True, capture_output=True
            )
        works |= _strangers(register, meetings)
        yield Job(
            "3d_office", f"minutes of {MEETINGS} meetings from the file", works, goals, rounds=2
        )
        register.close()


def _many_meetings(register: Any) -> list[Any]:
    from datetime import timedelta

    from desktop.domain.ids import Ref
    from desktop.domain.terms import BodyKind, NoteKind, Outcome
    from desktop.services.agendas import ItemPlan
    from desktop.services.communities import CompoundFacts
    from desktop.services.meetings import MeetingPlan

    register.communities.set_up("棠梨街道", "柳荫社区")
    compound = register.communities.add(CompoundFacts("金鹭小区"))
    made = []
    for number in range(MEETINGS):
        day = register.now().date() - timedelta(days=number)
        plan = MeetingPlan(
            "courtyard", f"第{number}次院坝会", day, "15:00", "院坝", "社区", "张敏", "何婷"
        )
        ref = register.meetings.plan(compound, plan, [ItemPlan(f"第{n}件事") for n in range(4)])
        for name in ("李四一", "王五一", "赵六一"):
            register.table.add(ref, name, BodyKind.SELF_MANAGEMENT)
        register.meetings.open(ref)
        register.table.arrive_all(ref, "15:00")
        for item in register.papers.told(ref).numbered:
            for minute in range(3):
                register.sessions.note(
                    ref, item.id, f"15:{10 + minute}", "李四一", "楼道灯要换成感应的，电费由公共收益出。",
                    kind=NoteKind.OPINION,
                )  # fmt: skip
            register.sessions.conclude(Ref(compound, item.id), Outcome.HEARD)
        register.meetings.close(ref, "16:00")
        made.append(ref)
    return made


def _strangers(register: Any, meetings: list[Any]) -> dict[str, Callable[[], object]]:
    """The same words through what one would use, where it is installed."""
    from desktop.domain.terms import Copy

    texts = [register.minutes.text(ref, Copy.RECORD).text for ref in meetings]
    works: dict[str, Callable[[], object]] = {}
    if find_spec("weasyprint"):
        from html import escape

        from weasyprint import HTML

        def weasy() -> None:
            for text in texts:
                body = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
                HTML(string=f"<meta charset=utf-8><body>{body}</body>").write_pdf()

        works["WeasyPrint"] = weasy
    if find_spec("typst"):
        import typst

        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FACES)])
        head = '#set page(paper: "a4")\n#set text(font: "FandolFang R", size: 16pt, lang: "zh")\n'

        def typeset() -> None:
            for text in texts:
                lines = "\n\n".join(f"#{_quoted(line)}" for line in text.split("\n"))
                typst.compile((head + lines).encode(), font_paths=fonts)

        works["typst, 300 calls"] = typeset
    return works


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def job_3f() -> Iterator[Job]:
    from desktop.documents import style
    from desktop.documents.layout import text_of
    from desktop.documents.linebreak import NO_END, NO_START
    from desktop.documents.model import Paragraph
    from desktop.documents.paragraph import set_lines

    fonts, rng = our_fonts(), random.Random(3)
    pieces = ["小区", "业主", *"，。（）“”《》、", "2024年", "89.53㎡"]
    text = "会" + "".join(rng.choice(pieces) + rng.choice("同意反对") * 2 for _ in range(15_000))

    def ours() -> None:
        lines = set_lines(text_of(Paragraph(text), fonts), style.TEXT_WIDTH, fonts)[:-1]
        assert len(lines) > 1_500
        assert not [1 for line in lines if line.text[0] in NO_START]
        assert not [1 for line in lines if line.text[-1] in NO_END]

    about = "0 forbidden line starts and ends in 2,000 lines (checked)"
    yield Job("3f", about, {"ours": ours}, (), rounds=3)


def _plain_docx() -> None:
    """The same paper as one writes it with python-docx."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    def run(paragraph: Any, words: str, face: str, size: float) -> None:
        made = paragraph.add_run(words)
        made.font.name, made.font.size = face, Pt(size)
        made._element.rPr.rFonts.set(qn("w:eastAsia"), face)

    file = Document()
    run(file.add_paragraph(), TITLE, "华文中宋", 22)
    for kind, words in parts():
        if kind == "table":
            table = file.add_table(rows=1 + len(ROWS), cols=len(HEADER), style="Table Grid")
            for number, row in enumerate((HEADER, *ROWS)):
                for cell, each in zip(table.rows[number].cells, row, strict=True):
                    run(cell.paragraphs[0], each, "仿宋", 12)
        else:
            paragraph = file.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(32)
            paragraph.paragraph_format.line_spacing = Pt(28.95)
            run(paragraph, words, "黑体" if kind == "heading" else "仿宋", 16)
    file.save(io.BytesIO())


def _docxtpl() -> Callable[[], object]:
    from docx import Document
    from docxtpl import DocxTemplate

    file = Document()
    file.add_paragraph("{{ title }}")
    file.add_paragraph("{%p for part in parts %}")
    file.add_paragraph("{%p if part.rows %}")
    table = file.add_table(rows=3, cols=len(HEADER), style="Table Grid")
    table.rows[0].cells[0].text = "{%tr for row in part.rows %}"
    for number, cell in enumerate(table.rows[1].cells):
        cell.text = f"{{{{ row[{number}] }}}}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    file.add_paragraph("{%p else %}")
    file.add_paragraph("{{ part.words }}")
    file.add_paragraph("{%p endif %}")
    file.add_paragraph("{%p endfor %}")
    held = io.BytesIO()
    file.save(held)
    told = [
        {"words": words, "rows": (HEADER, *ROWS) if kind == "table" else ()}
        for kind, words in parts()
    ]

    def work() -> None:
        held.seek(0)
        template = DocxTemplate(held)
        template.render({"title": TITLE, "parts": told}, autoescape=True)
        template.save(io.BytesIO())

    return work


@contextmanager
def job_4() -> Iterator[Job]:
    from desktop.documents.word import word

    document, fonts = our_document(), our_fonts()
    with zipfile.ZipFile(io.BytesIO(word(document, fonts))) as file:
        parts_of_it = [file.read(name) for name in file.namelist()]

    def limit() -> None:
        for part in parts_of_it:
            zlib.compress(part, 6)

    works: dict[str, Callable[[], object]] = {
        "ours": lambda: word(document, fonts),
        "python-docx straightforward": _plain_docx,
        "deflate of the same parts (limit)": limit,
    }
    if find_spec("docxtpl"):
        works["docxtpl"] = _docxtpl()
    goals = (
        Goal("docxtpl", 0.6),
        Goal("python-docx straightforward", 0.15),
        Goal("deflate of the same parts (limit)", 1.5),
    )
    yield Job("4", "DOCX of the same paper (ours embeds its faces, theirs none)", works, goals)


@contextmanager
def job_3e() -> Iterator[Job]:
    from desktop.documents.pdf import pdf

    document, fonts = our_document(), our_fonts()
    works: dict[str, Callable[[], object]] = {
        "ours": lambda: len(pdf(document, fonts)),
        "ReportLab straightforward": lambda: len(plain_reportlab()),
    }
    if find_spec("fpdf"):
        works["fpdf2"] = lambda: len(_fpdf())
    goals = (Goal("ReportLab straightforward", 0.9), Goal("fpdf2", 1.05))
    yield Job("3e", "size of the 6-page PDF", works, goals, rounds=1, unit="bytes")


@contextmanager
def job_4b() -> Iterator[Job]:
    """A long table in Word, beside the fastest way that python-docx itself has."""
    from docx import Document as Docx

    from desktop.documents.model import Document, Grid
    from desktop.documents.word import word

    fonts, header = our_fonts(), tuple("序甲乙丙丁戊")
    rows = [(str(n), *(f"第{n}行" for _ in range(5))) for n in range(734)]
    made = Document("表", (Grid(header, rows, (1, 2, 2, 2, 2, 2)),))

    def cells() -> None:
        file = Docx()
        table = file.add_table(rows=len(rows) + 1, cols=6)
        for line, told in zip(table.rows, (header, *rows), strict=True):
            for cell, text in zip(line.cells, told, strict=True):
                cell.text = text
        file.save(io.BytesIO())

    works = {"ours": lambda: word(made, fonts), "python-docx, rows and cells": cells}
    goals = (Goal("python-docx, rows and cells", 0.2),)
    yield Job("4b", "Word table of 734 × 6", works, goals, rounds=3)


ALL = (
    job_3a, job_3b, job_3b_open, job_3c, job_3d, job_3d_memory, job_3d_office, job_3e, job_3f,
    job_4, job_4b,
)  # fmt: skip
