"""The jobs of part 1: rosters (1a–1c), papers (3a–3c, 3f, 4), the window (7a–7e)."""

import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from xml.parsers import expat

from tests.benchmarks.__main__ import Goal, Job

ROOT = Path(__file__).parents[2]
ROWS = 45_000


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def _big_roster(path: Path, count: int = ROWS) -> None:
    """A clean roster of one sheet, the same cells every time."""
    import xlsxwriter

    rng = random.Random(count)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("业主清册")
        for column, title in enumerate(
            ("楼栋", "单元", "房号", "建筑面积", "业主姓名", "联系电话", "备注")
        ):
            sheet.write_string(0, column, title)
        for line in range(count):
            home, flat = divmod(line, 8)
            building, floor = divmod(home, 30)
            row = (f"{building + 1}栋", f"{flat % 2 + 1}单元", f"{floor + 1}{flat // 2 + 1:02d}")
            for column, text in enumerate(row):
                sheet.write_string(line + 1, column, text)
            sheet.write_number(line + 1, 3, rng.randint(5800, 14900) / 100)
            name = "".join(rng.choice("王李张刘陈杨黄赵周吴徐孙马朱胡") for _ in range(3))
            sheet.write_string(line + 1, 4, name)
            sheet.write_string(line + 1, 5, f"139{rng.randint(0, 99_999_999):08d}")


def _unzip_and_scan(path: Path) -> int:
    """The physical limit of reading: unzip, and let expat walk over every part."""
    seen = 0

    def started(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1

    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                parser = expat.ParserCreate()
                parser.Parse(parts.read(name), True)
    return seen


def _openpyxl_rows(path: Path) -> list[tuple[object, ...]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book.active.iter_rows(values_only=True))
    book.close()
    return rows


@contextmanager
def job_1a() -> Iterator[Job]:
    from desktop.sheets import reading

    with _folder() as folder:
        path = folder / "big.xlsx"
        _big_roster(path)
        assert len(reading.read(path)[1][0].rows) == len(_openpyxl_rows(path)) == ROWS + 1
        yield Job(
            "1a",
            "read 45k rows of xlsx",
            {
                "ours": lambda: reading.read(path),
                "openpyxl read_only": lambda: _openpyxl_rows(path),
                "unzip + expat (limit)": lambda: _unzip_and_scan(path),
            },
            (Goal("openpyxl read_only", 0.20), Goal("unzip + expat (limit)", 2.5)),
            rounds=3,
        )


def _rows_for_insert() -> list[tuple[str, int]]:
    rng = random.Random(1)
    return [(f"{n // 40 + 1}-{n % 2 + 1}-{n % 40}-{n}", rng.randint(1, 10**6)) for n in range(ROWS)]


@contextmanager
def job_1b() -> Iterator[Job]:
    from sqlalchemy.orm import Session

    from desktop.domain.terms import AreaSource, Use
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts
    from desktop.storage import bulk, sqlite
    from desktop.storage.tables import PremisesRecord

    rows = _rows_for_insert()
    with _folder() as folder:
        register = Register(folder / "x.db", "bench", create=True)
        register.communities.set_up("a", "b")
        compound = register.communities.add(CompoundFacts("c"))
        register.close()
        sqlite.settle(folder / "x.db")
        keys = [register._store.key() for _ in rows]
        columns = (
            "compound_id, id, door_key, building, unit, room, use, area, area_source, status, note"
        )
        plain = [
            (str(compound), str(key), door, "1", "1", "1", "dwelling", area, "unknown", "", "")
            for key, (door, area) in zip(keys, rows, strict=True)
        ]
        full = [
            {
                "compound_id": compound, "id": key, "door_key": door, "building": "1", "unit": "1",
                "room": "1", "floor": None, "use": Use.DWELLING, "area": area,
                "area_source": AreaSource.UNKNOWN, "status": "", "note": "",
            }
            for key, (door, area) in zip(keys, rows, strict=True)
        ]  # fmt: skip

        def fresh() -> Path:
            target = folder / "y.db"
            sqlite.clear(target)
            shutil.copy(folder / "x.db", target)
            return target

        def ours() -> None:
            engine = sqlite.engine(fresh()).execution_options(purpose="write")
            with Session(engine) as session, session.begin():
                bulk.insert(session, PremisesRecord, columns.split(", "), plain)
            engine.dispose()

        def orm() -> None:
            engine = sqlite.engine(fresh()).execution_options(purpose="write")
            with Session(engine) as session, session.begin():
                session.add_all([PremisesRecord(**row) for row in full])
            engine.dispose()

        def raw() -> None:
            connection = sqlite.connect(fresh())
            connection.execute("BEGIN IMMEDIATE")
            marks = ", ".join("?" * 11)
            connection.executemany(f"INSERT INTO premises ({columns}) VALUES ({marks})", plain)
            connection.execute("COMMIT")
            connection.close()

        yield Job(
            "1b",
            "insert 45k premises",
            {"ours": ours, "ORM add_all": orm, "raw executemany (limit)": raw},
            (Goal("ORM add_all", 0.12), Goal("raw executemany (limit)", 1.3)),
            rounds=3,
        )


@contextmanager
def job_1c() -> Iterator[Job]:
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts
    from desktop.sheets.child import parse_here
    from desktop.storage import sqlite

    with _folder() as folder:
        path = folder / "big.xlsx"
        _big_roster(path)

        def ours() -> None:
            sqlite.clear(folder / "x.db")
            register = Register(folder / "x.db", "bench", create=True)
            register.communities.set_up("a", "b")
            compound = register.communities.add(CompoundFacts("c"))
            preview = register.rosters.preview(compound, parse_here(path), path)
            register.rosters.take_over(preview)
            register.close()

        def usual() -> None:
            sqlite.clear(folder / "y.db")
            connection = sqlite.connect(folder / "y.db", create=True)
            connection.execute(
                "CREATE TABLE h (b TEXT, u TEXT, r TEXT, a REAL, o TEXT, p TEXT, n TEXT)"
            )
            connection.execute("BEGIN IMMEDIATE")
            rows = [tuple(row) + (None,) * (7 - len(row)) for row in _openpyxl_rows(path)[1:]]
            connection.executemany("INSERT INTO h VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute("COMMIT")
            connection.close()

        def limit() -> None:
            _unzip_and_scan(path)
            sqlite.clear(folder / "z.db")
            connection = sqlite.connect(folder / "z.db", create=True)
            connection.execute("CREATE TABLE h (k TEXT, a INTEGER)")
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO h VALUES (?, ?)", _rows_for_insert())
            connection.execute("COMMIT")
            connection.close()

        yield Job(
            "1c",
            "import 45k rows end to end, validated, with owners, undo and history",
            {"ours": ours, "openpyxl + raw sqlite": usual, "unzip + expat + raw (limit)": limit},
            (Goal("openpyxl + raw sqlite", 0.40), Goal("unzip + expat + raw (limit)", 4.0)),
            rounds=3,
        )


def _document(pages: int = 6):  # type: ignore[no-untyped-def]
    from desktop.documents.model import Blank, Document, Grid, Heading, Paragraph, Title

    rng = random.Random(2)
    hanzi = [chr(0x4E00 + rng.randrange(0, 3000)) for _ in range(300)] + list(
        "小区业主表决同意反对"
    )
    text = ["".join(rng.choice(hanzi) for _ in range(140)) + "。" for _ in range(pages * 3)]
    blocks: list[object] = [Title("小区圆桌会议纪要"), Blank()]
    for number, each in enumerate(text):
        blocks += [Heading("一、议定事项", 1)] if number % 4 == 0 else []
        blocks.append(Paragraph(each))
    rows = tuple((str(n), "张三", "1栋") for n in range(36))
    blocks.append(Grid(("序号", "姓名", "房号"), rows, (1, 2, 2)))
    return Document("纪要", tuple(blocks)), text  # type: ignore[arg-type]


def _fonts():  # type: ignore[no-untyped-def]
    from desktop.documents.fonts import Fonts

    return Fonts(ROOT / "resources" / "fonts")


def _plain_reportlab(texts: list[str]) -> bytes:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    if "Kai" not in pdfmetrics.getRegisteredFontNames():
        path = ROOT / "resources/fonts/LXGWWenKai-Regular.ttf"
        pdfmetrics.registerFont(TTFont("Kai", str(path)))
    look = ParagraphStyle("x", fontName="Kai", fontSize=16, leading=28.95, wordWrap="CJK")
    story = [Paragraph(text, look) for text in texts]
    cells = [["1", "张三", "1栋"] for _ in range(36)]
    story.append(Table([[Paragraph(c, look) for c in row] for row in cells]))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(story)
    return buffer.getvalue()


def _fpdf(texts: list[str]) -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.add_page()
    made.add_font("Kai", fname=str(ROOT / "resources/fonts/LXGWWenKai-Regular.ttf"))
    made.set_font("Kai", size=16)
    for text in texts:
        made.multi_cell(0, 10, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


@contextmanager
def job_3a() -> Iterator[Job]:
    from desktop.documents.model import Face
    from desktop.documents.pdf import pdf

    document, texts = _document()
    fonts = _fonts()
    pdf(document, fonts)
    used = set(document.text)

    def limit() -> None:
        for face in (Face.FANG, Face.HEI, Face.TITLE):
            zlib.compress(fonts.font(face).numbered_subset(used)[0], 6)

    works = {
        "ours": lambda: pdf(document, fonts),
        "ReportLab straightforward": lambda: _plain_reportlab(texts),
        "hb-subset + deflate (limit)": limit,
    }
    if find_spec("fpdf"):
        works["fpdf2"] = lambda: _fpdf(texts)
    goals = (
        Goal("ReportLab straightforward", 0.6),
        Goal("fpdf2", 0.06),
        Goal("hb-subset + deflate (limit)", 2.6),
    )
    skipped = tuple(name for name in ("typst", "weasyprint") if not find_spec(name))
    yield Job("3a", "6-page PDF, next document", works, goals, skipped=skipped)


@contextmanager
def job_3b() -> Iterator[Job]:
    from desktop.documents.pdf import pdf

    document, _ = _document()
    warm = _fonts()
    pdf(document, warm)
    yield Job(
        "3b",
        "first / next document in a process",
        {"ours": lambda: pdf(document, _fonts()), "next document": lambda: pdf(document, warm)},
        (Goal("next document", 1.3),),
    )


def _cold(code: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=ROOT)


@contextmanager
def job_3c() -> Iterator[Job]:
    ours = (
        "from tests.benchmarks.jobs import _document, _fonts; "
        "from desktop.documents.pdf import pdf; d, t = _document(); pdf(d, _fonts())"
    )
    plain = "from tests.benchmarks.jobs import _document, _plain_reportlab; _plain_reportlab(_document()[1])"
    yield Job(
        "3c",
        "cold process → PDF",
        {
            "ours": lambda: _cold(ours),
            "ReportLab straightforward": lambda: _cold(plain),
            "bare python (limit)": lambda: _cold("pass"),
        },
        (Goal("ReportLab straightforward", 0.6), Goal("bare python (limit)", 15)),
    )


@contextmanager
def job_3f() -> Iterator[Job]:
    from desktop.documents import style
    from desktop.documents.layout import set_lines, text_of
    from desktop.documents.linebreak import NO_END, NO_START
    from desktop.documents.model import Paragraph

    fonts, rng = _fonts(), random.Random(3)
    pieces = [
        "小区",
        "业主",
        "，",
        "。",
        "（",
        "）",
        "“",
        "”",
        "2024年",
        "89.53㎡",
        "《",
        "》",
        "、",
    ]
    text = "会" + "".join(rng.choice(pieces) + rng.choice("同意反对") * 2 for _ in range(15_000))

    def ours() -> None:
        lines = set_lines(text_of(Paragraph(text), fonts), style.TEXT_WIDTH, fonts)[:-1]
        assert len(lines) > 1_500
        assert not [1 for line in lines if line.text[0] in NO_START]
        assert not [1 for line in lines if line.text[-1] in NO_END]

    yield Job(
        "3f",
        "0 forbidden line starts and ends in 2,000 lines (checked)",
        {"ours": ours},
        (),
        rounds=3,
    )


@contextmanager
def job_4() -> Iterator[Job]:
    from docx import Document as new_file

    from desktop.documents.word import word

    document, texts = _document()
    fonts = _fonts()
    data = word(document, fonts)
    parts = [
        zipfile.ZipFile(io.BytesIO(data)).read(n)
        for n in zipfile.ZipFile(io.BytesIO(data)).namelist()
    ]

    def straightforward() -> None:
        file = new_file()
        for text in texts:
            file.add_paragraph(text)
        table = file.add_table(rows=36, cols=3)
        for row in table.rows:
            for cell, value in zip(row.cells, ("1", "张三", "1栋"), strict=True):
                cell.text = value
        file.save(io.BytesIO())

    def limit() -> None:
        for part in parts:
            zlib.compress(part, 6)

    yield Job(
        "4",
        "DOCX of the same paper, faces embedded (theirs embeds none)",
        {"ours": lambda: word(document, fonts), "python-docx straightforward": straightforward,
         "deflate of the same parts (limit)": limit},
        (Goal("python-docx straightforward", 1.0), Goal("deflate of the same parts (limit)", 3.0)),
    )  # fmt: skip


def _qt():  # type: ignore[no-untyped-def]
    from PySide6.QtWidgets import QApplication

    return QApplication.instance() or QApplication([])


@contextmanager
def job_7a() -> Iterator[Job]:
    from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

    from ui.widgets.table import Table, TableColumn

    app = _qt()
    rows = [(str(n), f"张{n}", "89.53") for n in range(100_000)]
    columns = [TableColumn(str(n), lambda row, n=n: row[n]) for n in range(3)]

    def ours() -> None:
        table = Table(columns, "")
        table.resize(800, 600)
        table.set_rows(rows)
        table.show()
        app.processEvents()
        table.scrollToBottom()
        app.processEvents()
        table.close()

    def widget() -> None:
        table = QTableWidget(len(rows), 3)
        table.resize(800, 600)
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                table.setItem(line, column, QTableWidgetItem(text))
        table.show()
        app.processEvents()
        table.close()

    def empty() -> None:
        table = Table(columns, "")
        table.resize(800, 600)
        table.show()
        app.processEvents()
        table.close()

    yield Job(
        "7a",
        "show 100k rows and scroll to the end (7b)",
        {"ours": ours, "QTableWidget": widget, "empty view (limit)": empty},
        (Goal("QTableWidget", 0.05), Goal("empty view (limit)", 3.5)),
        rounds=3,
    )


@contextmanager
def job_7c() -> Iterator[Job]:
    from PySide6.QtCore import QSortFilterProxyModel
    from PySide6.QtWidgets import QTableView

    from ui.widgets.table import Table, TableColumn, TableModel

    app = _qt()
    rng = random.Random(5)
    rows = [(str(rng.random()), f"张{n}", "89.53") for n in range(20_000)]
    columns = [TableColumn(str(n), lambda row, n=n: row[n]) for n in range(3)]
    table = Table(columns, "")
    model = TableModel(columns)
    model.set_rows(rows)
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    view = QTableView()
    view.setModel(proxy)

    def ours() -> None:
        table.set_rows(sorted(rows, key=lambda row: row[0]))
        table.set_rows([row for row in rows if "99" in row[1]])
        app.processEvents()

    def theirs() -> None:
        proxy.sort(0)
        proxy.setFilterKeyColumn(1)
        proxy.setFilterFixedString("99")
        app.processEvents()
        proxy.setFilterFixedString("")
        proxy.sort(-1)

    yield Job(
        "7c",
        "sort and filter 20k rows",
        {"ours": ours, "QSortFilterProxyModel": theirs},
        (Goal("QSortFilterProxyModel", 0.2),),
        rounds=3,
    )


@contextmanager
def job_7e() -> Iterator[Job]:
    paint = "w.show(); app.processEvents()"
    bare = f"from PySide6.QtWidgets import QApplication, QMainWindow; app=QApplication([]); w=QMainWindow(); {paint}"
    eager = (
        "import sqlalchemy, sqlalchemy.orm, alembic.command, reportlab.platypus, docx, openpyxl; "
        "from PySide6.QtWidgets import QApplication, QMainWindow; from qt_material import apply_stylesheet; "
        f"app=QApplication([]); apply_stylesheet(app, 'light_blue.xml'); w=QMainWindow(); {paint}"
    )
    with _folder() as folder:
        ours = (
            "from pathlib import Path; from PySide6.QtWidgets import QApplication; from ui.app import App, dress; "
            f"app=QApplication([]); dress(app); a=App(app, Path({str(folder)!r})); w=a.window; a.welcome(); {paint}"
        )
        yield Job(
            "7e",
            "cold start to a painted main window",
            {"ours": lambda: _cold(ours), "eager imports + qt_material": lambda: _cold(eager),
             "bare window (limit)": lambda: _cold(bare)},
            (Goal("eager imports + qt_material", 0.4), Goal("bare window (limit)", 1.8)),
        )  # fmt: skip


ALL = (job_1a, job_1b, job_1c, job_3a, job_3b, job_3c, job_3f, job_4, job_7a, job_7c, job_7e)
