"""Jobs 2a–2e: a vote of 45,000 and of a million doors counted, a ballot kept, ballots printed, scans read."""

import random
import shutil
import sqlite3
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.benchmarks.cold import cold
from tests.benchmarks.job import Goal, Job, Work
from tests.benchmarks.rosters import ROWS, big_roster

PAPERS = 3_500
MATTERS = 3


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def vote(folder: Path, doors: int):
    """An open vote of that many doors, its ballots given out."""
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts
    from desktop.services.polls import MatterPlan, PollPlan

    register = Register(folder / "社区.圆桌", "张敏", create=True)
    register.communities.set_up("街道", "社区")
    compound = register.communities.add(CompoundFacts("小区"))
    big_roster(folder / "名册.xlsx", doors)
    preview = register.rosters.preview(
        compound, register.rosters.read(folder / "名册.xlsx"), folder / "名册.xlsx"
    )
    register.rosters.take_over(preview)
    today = register.now().date()  # after the last day no ballot is taken
    plan = PollPlan("书面表决", today, today, noticed_on=today)
    poll = register.polls.plan(compound, plan, [MatterPlan(f"事项{n}") for n in range(MATTERS)])
    register.polls.freeze(poll)
    register.polls.open(poll)
    register.ballots.issue_all(poll)
    return register, poll


def fill(path: Path, poll) -> None:
    """Enter every ballot at once, past the program: counting is what is measured."""
    rng = random.Random(4)
    file = sqlite3.connect(path)
    found = file.execute("SELECT compound_id, id FROM ballot WHERE poll_id = ?", [str(poll.id)])
    rows = [
        ("".join(rng.choices("FAX", k=MATTERS)), place, *key)
        for place, key in enumerate(found.fetchall(), 1)
    ]
    told = (
        "UPDATE ballot SET state = 'entered', marks = ?, \"order\" = ? "
        "WHERE compound_id = ? AND id = ?"
    )
    file.executemany(told, rows)
    # the same facts as a schoolbook would keep them: one row for each ballot and matter
    file.execute("CREATE TABLE fact (voter_id TEXT, matter INTEGER, choice TEXT)")
    file.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        "INSERT INTO fact SELECT voter_id, i, substr(marks, i, 1) FROM ballot, n",
        [MATTERS],
    )
    file.execute("CREATE INDEX fact_voter ON fact (voter_id)")
    file.commit()
    file.close()


def multiply(path: Path, poll, times: int) -> None:
    """As many doors and ballots again, past the program, each with an owner of its own."""
    from desktop.storage import sqlite

    rng = random.Random(6)
    file = sqlite.connect(path)
    file.execute("PRAGMA foreign_keys = OFF")
    file.execute("BEGIN IMMEDIATE")
    made: dict[tuple[str, int], str] = {}
    for table, counted in (("voter", ("position", "head")), ("ballot", ("paper",))):
        told = file.execute(f"SELECT * FROM {table} WHERE poll_id = ?", [str(poll.id)])
        names = [each[0] for each in told.description]
        rows = [dict(zip(names, row, strict=True)) for row in told.fetchall()]

        def copies(rows=rows, table=table, counted=counted, names=names):
            for turn in range(1, times):
                for row in rows:
                    again = {**row, "id": str(uuid.UUID(int=rng.getrandbits(128)))}
                    for each in counted:
                        again[each] += turn * len(rows)
                    if table == "voter":
                        made[row["id"], turn] = again["id"]
                        again["premises_id"] = None
                    else:
                        again["voter_id"] = made[row["voter_id"], turn]
                    yield [again[name] for name in names]

        marks, columns = ", ".join("?" * len(names)), ", ".join(f'"{name}"' for name in names)
        file.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", copies())
    file.execute("COMMIT")
    file.close()


VOTED = ("for", "against", "abstain")
JOINED = (
    "SELECT f.matter, f.choice, SUM(v.area), COUNT(DISTINCT v.head) FROM voter v "
    "JOIN fact f ON f.voter_id = v.id WHERE v.poll_id = ? GROUP BY f.matter, f.choice"
)


@contextmanager
def _counted(doors: int, times: int = 1) -> Iterator[tuple[Path, dict[str, Work], list[Goal]]]:
    """A closed vote of that many doors, counted by us, as a schoolbook would, by our own statements alone,
    and by numpy where everything lies in memory already."""
    import numpy
    from sqlalchemy import event

    from desktop.register import Register
    from desktop.storage import sqlite

    with _folder() as folder:
        path = folder / "社区.圆桌"
        register, poll = vote(folder, doors)
        register.close()
        if times > 1:
            multiply(path, poll, times)
        fill(path, poll)
        register = Register(path, "张敏")
        register.polls.close(poll)  # before the close nobody is told how it stands
        raw, same = sqlite3.connect(path), sqlite.connect(path)
        sent: list[tuple[str, object]] = []

        def note(_connection, _cursor, statement, parameters, _context, _many) -> None:
            if statement.startswith("SELECT"):
                sent.append((statement, parameters))

        event.listen(register._store.engine, "before_cursor_execute", note)
        ours = register.counts.preview(poll)
        event.remove(register._store.engine, "before_cursor_execute", note)
        wanted = "SELECT v.area, v.head, b.marks FROM voter v JOIN ballot b ON b.voter_id = v.id WHERE v.poll_id = ?"
        rows = raw.execute(wanted, [str(poll.id)]).fetchall()
        area, head = (numpy.array([row[n] for row in rows]) for n in (0, 1))
        marks = numpy.array([list(row[2].encode()) for row in rows], dtype=numpy.uint8)

        def in_memory() -> list[tuple[int, int]]:
            told = [marks[:, n] == choice for n in range(MATTERS) for choice in b"FAX"]
            return [
                (int(area[each].sum()), int(numpy.count_nonzero(numpy.bincount(head[each]))))
                for each in told
            ]

        school = sorted(row[2:] for row in raw.execute(JOINED, [str(poll.id)]))
        assert school == sorted(in_memory())
        lines = [line for matter in ours for line in matter.lines]
        told = [(line.area[each], line.heads[each]) for line in lines for each in VOTED]
        assert school == sorted(told)
        works: dict[str, Work] = {
            "ours": lambda: register.counts.preview(poll),
            "raw SQL join aggregate": lambda: raw.execute(JOINED, [str(poll.id)]).fetchall(),
            "our statements alone": lambda: [same.execute(*each).fetchall() for each in sent],
            "numpy, all in memory": in_memory,
        }
        goals = [Goal("raw SQL join aggregate", 0.6), Goal("our statements alone", 1.15)]
        yield path, works, goals
        raw.close()
        same.close()
        register.close()


@contextmanager
def job_2a() -> Iterator[Job]:
    with _counted(ROWS) as (path, works, goals):
        goals.append(Goal("numpy, all in memory", 30))
        if shutil.which("soffice"):
            sheet = _sheet(path)
            works["formulas in LibreOffice"] = lambda: _recalculate(sheet, path.parent)
            goals.append(Goal("formulas in LibreOffice", 0.5))
        yield Job(
            "2a", f"{ROWS} ballots of {MATTERS} matters counted and judged", works, tuple(goals), 3
        )


@contextmanager
def job_2b() -> Iterator[Job]:
    """A million doors: no compound has as many; it shows what grows."""
    with _counted(2_000, 500) as (_path, works, goals):
        goals[0] = Goal("raw SQL join aggregate", 0.4)
        about = f"1,000,000 ballots of {MATTERS} matters counted and judged"
        yield Job("2b", about, works, tuple(goals), 4)


def _sheet(file: Path) -> Path:
    import xlsxwriter

    path, raw = file.with_name("计票.xlsx"), sqlite3.connect(file)
    wanted = "SELECT v.area, v.head, b.marks FROM voter v JOIN ballot b ON b.voter_id = v.id"
    rows = raw.execute(wanted).fetchall()
    raw.close()
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for line, (area, head, marks) in enumerate(rows):
            sheet.write_row(line, 0, [area / 10_000, head, *marks])
        end = len(rows)
        for matter in range(MATTERS):
            column = "CDE"[matter]
            for place, choice in enumerate("FAX"):
                told = f'=SUMIFS(A1:A{end},{column}1:{column}{end},"{choice}")'
                sheet.write_formula(place, 6 + matter, told, None, "")
                counted = f'=COUNTIFS({column}1:{column}{end},"{choice}")'
                sheet.write_formula(place + 4, 6 + matter, counted, None, "")
    return path


def _recalculate(sheet: Path, folder: Path) -> None:
    command = ["soffice", "--headless", "--convert-to", "csv", "--outdir", str(folder), str(sheet)]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def job_2c() -> Iterator[Job]:
    """One ballot made durable, with its reading and its link in the chain."""
    from sqlalchemy.orm import Session

    from desktop.storage import sqlite
    from desktop.storage.tables import EntryRecord

    with _folder() as folder:
        register, poll = vote(folder, 2_000)
        papers = iter(range(1, 2_001))
        raw = sqlite.connect(folder / "社区.圆桌")
        raw.execute("CREATE TABLE plain (paper INTEGER PRIMARY KEY, marks TEXT) STRICT")
        numbers = iter(range(1, 100_000))
        ballots = [line.ref for line in register.ballots.lines(poll)]
        keys = iter(range(5, 100_000))

        def ours() -> None:
            for _ in range(20):
                register.entries.enter(poll, str(next(papers)), "111")

        def session() -> None:
            """What one would write: look at the ballot, note the marks, commit."""
            engine = register._store.engine.execution_options(purpose="write")
            for _ in range(20):
                with Session(engine) as made, made.begin():
                    from desktop.storage.tables import BallotRecord

                    key = next(keys)
                    ref = ballots[key % len(ballots)]
                    record = made.get_one(BallotRecord, tuple(ref))
                    record.why = str(key)
                    made.add(
                        EntryRecord(
                            compound_id=ref.compound_id, id=register._store.key(), ballot_id=ref.id,
                            keying=key, marks="FFF", who="x", at="2024", reason="",
                        )
                    )  # fmt: skip

        def plain() -> None:
            for _ in range(20):
                raw.execute("BEGIN IMMEDIATE")
                raw.execute("INSERT INTO plain VALUES (?, 'FFF')", [next(numbers)])
                raw.execute("COMMIT")

        works = {"ours": ours, "ORM session, no history": session, "raw insert and commit": plain}
        goals = (Goal("ORM session, no history", 0.5), Goal("raw insert and commit", 2.0))
        yield Job("2c", "20 ballots kept, one durable commit each", works, goals, 7)
        raw.close()
        register.close()


def keep(path: str, count: int) -> None:
    """Enter the first ballots of the only vote of a file."""
    from desktop.register import Register

    register = Register(Path(path), "张敏")
    (poll,) = register.polls.lines()
    for paper in range(1, count + 1):
        register.entries.enter(poll.ref, str(paper), "111")
    register.close()


@contextmanager
def job_2c_syncs() -> Iterator[Job]:
    """How often the disk is asked to make sure, for twenty ballots: what is left when none is kept is
    taken off."""
    with _folder() as folder:
        register, _ = vote(folder, 100)
        register.close()
        path, told = folder / "社区.圆桌", folder / "calls"
        under = ("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(told))

        def syncs(count: int) -> int:
            shutil.copy(path, folder / "again.圆桌")
            code = f"from tests.benchmarks.votes import keep; keep({str(folder / 'again.圆桌')!r}, {count})"
            cold(code, under)
            return told.read_text().count("sync(")

        works: dict[str, Work] = {"one a ballot": lambda: 20}
        if shutil.which("strace"):
            works = {"ours": lambda: syncs(40) - syncs(20), **works}
        about = "20 ballots kept: how often the disk is asked"
        yield Job("2c_syncs", about, works, (Goal("one a ballot", 1.0),), rounds=1, unit="syncs")


@contextmanager
def job_2d() -> Iterator[Job]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from desktop.documents.ballot_paper import BallotFace, BallotForm, ballots
    from desktop.documents.fonts import FILES, bundled
    from desktop.documents.model import Face
    from desktop.domain.ballot import Number
    from desktop.domain.poll import HouseRules, Matter
    from desktop.domain.terms import MatterKind
    from desktop.services.decisions import shipped
    from tests.conftest import ROOT

    fonts = bundled(ROOT / "resources/fonts")
    rule = shipped(ROOT / "resources/rules")["ordinary"]
    matters = tuple(
        Matter(f"选聘物业服务企业（第{n}项）", "合同三年", MatterKind.DECISION, rule)
        for n in range(3)
    )
    days = date(2024, 10, 8), date(2024, 10, 20)
    form = BallotForm(
        "书面表决", "锦屏雅筑", "业委会", *days, matters, HouseRules().lines, by_area=True
    )

    def ours() -> None:
        faces = (
            BallotFace(Number(12_345, n), f"{n // 40}栋1单元{n}", 900_000) for n in range(PAPERS)
        )
        assert ballots(form, faces, fonts)

    pdfmetrics.registerFont(TTFont("plain", str(ROOT / "resources/fonts" / FILES[Face.FANG])))
    lines = [form.title, *(m.title for m in matters), *form.rules, *(["赞成　反对　弃权"] * 3)]

    def plain() -> None:
        with tempfile.TemporaryFile() as file:
            canvas = Canvas(file, pageCompression=1)
            for number in range(PAPERS):
                canvas.setFont("plain", 12)
                for place, line in enumerate([*lines, f"票号 {number}"]):
                    canvas.drawString(60, 780 - place * 20, line)
                canvas.showPage()
            canvas.save()

    works = {"ours": ours, "plain ReportLab text, no codes": plain}
    yield Job(
        "2d", f"{PAPERS} ballots as PDF", works, (Goal("plain ReportLab text, no codes", 2.0),), 3
    )


@contextmanager
def job_2e() -> Iterator[Job]:
    import io

    import pypdfium2
    import zxingcpp

    from desktop.documents.ballot_paper import frame, ticks
    from desktop.documents.fonts import bundled
    from desktop.scans.marks import read_page
    from tests.conftest import ROOT
    from tests.desktop.scans.test_marks import FORM, NUMBER, BallotFace, ballots
    from tests.support import scanned as paper

    fonts = bundled(ROOT / "resources/fonts")
    pdf = ballots(FORM, [BallotFace(NUMBER, "3栋2单元501", 895_300)], fonts)
    rng = random.Random(9)
    image = paper.scanned(paper.blank_pages(pdf)[0], rng).resize((1654, 2339))
    file = io.BytesIO()
    image.save(file, "PDF", resolution=200)
    boxes, place = ticks(FORM, fonts), frame()

    def page():
        document = pypdfium2.PdfDocument(io.BytesIO(file.getvalue()))
        return document[0].render(scale=200 / 72, grayscale=True).to_pil()

    def ours() -> None:
        for _ in range(10):
            assert not read_page(page(), place, boxes).problem

    def limit() -> None:
        for _ in range(10):
            zxingcpp.read_barcodes(page())

    works = {"ours": ours, "render and find codes only": limit}
    yield Job(
        "2e",
        "10 scanned pages (200 dpi, 28 boxes) read",
        works,
        (Goal("render and find codes only", 2.0),),
        5,
    )


ALL = (job_2a, job_2b, job_2c, job_2c_syncs, job_2d, job_2e)
