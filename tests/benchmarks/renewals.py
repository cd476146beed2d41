"""Plans of many compounds: a batch of documents, and all compounds in one table."""

import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, insert, select

from desktop.domain.renewal.plan_files import PlanFiles, read_all
from desktop.domain.renewal.terms import SurveyWay
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.paper_files import Form
from desktop.services.renewal.plans import RenewalPlan
from desktop.sheets.child import sheets_here
from desktop.storage.tables import RenewalAnswerRecord, RenewalRecord
from tests.benchmarks.job import Goal, Job

DATA = Path(__file__).parents[1] / "data"
PLANS, COMPOUNDS, HOUSEHOLDS = 12, 734, 45_000


def sample() -> PlanFiles:
    names = ("survey", "works", "budget", "funding")
    return read_all(*(sheets_here(DATA / f"renovation_{name}.csv") for name in names), {})


def planned(home: Path, count: int) -> Register:
    """A file with so many compounds, each with the sample's plan."""
    register = Register(home / "片区.圆桌", "何婷", create=True)
    register.communities.set_up("棠梨街道", "柳荫社区")
    files = sample()
    for number in range(count):
        compound = register.communities.add(CompoundFacts(f"小区{number:03d}"))
        plan = RenewalPlan(f"小区{number:03d}改造方案", source="文件", gates=("一", "二", "三"))
        register.renewals.keep(compound, plan)
        register.renewals.take_over(compound, files)
    return register


@contextmanager
def job_8a() -> Iterator[Job]:
    """300 plans are 25 times this; goals as ratios a plan."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        register = planned(home, PLANS)
        compounds = [line.id for line in register.overview.lines() if line.id]
        documents = [home / f"{n}.docx" for n in range(PLANS)]
        for path, compound in zip(documents, compounds, strict=True):
            register.renewal_papers.write(compound, Form.WORD, home).rename(path)

        def ours() -> None:
            folder = home / "出"
            shutil.rmtree(folder, ignore_errors=True)
            done = register.overview.write_plans(tuple(Form), folder)
            assert done.written == 2 * PLANS

        def office() -> None:
            profile = f"-env:UserInstallation=file://{home}/lo"
            command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir"]
            subprocess.run(
                [*command, str(home / "lo_out"), *map(str, documents)],
                check=True, capture_output=True,
            )  # fmt: skip

        works: dict[str, Callable[[], object]] = {"ours": ours}
        goals = []
        if find_spec("docxtpl"):
            merged = works["docxtpl, Word alone"] = _merged(register, compounds)
            goals.append(Goal("docxtpl, Word alone", 4.0))
            if shutil.which("soffice"):
                works["docxtpl, then LibreOffice"] = lambda: (merged(), office())
                goals.append(Goal("docxtpl, then LibreOffice", 0.4))
        about = f"{PLANS} plans of 10 pages as PDF and Word, from the file, kept with their history"
        yield Job("8a", about, works, tuple(goals), rounds=3)
        register.close()


def _merged(register: Register, compounds: list[UUID]) -> Callable[[], object]:
    """The same words and tables merged into a template."""
    from docx import Document
    from docxtpl import DocxTemplate

    from desktop.documents.model import Grid, words_of
    from desktop.services.renewal.papers import RenewalPaper

    file = Document()
    for line in (
        "{%p for part in parts %}", "{{ part.words }}", "{%p for row in part.rows %}",
        "{{ row }}", "{%p endfor %}", "{%p endfor %}",
    ):  # fmt: skip
        file.add_paragraph(line)
    held = io.BytesIO()
    file.save(held)

    def work() -> None:
        for compound in compounds:
            blocks = register.renewal_papers.document(compound, RenewalPaper.PLAN).blocks
            parts = [
                {
                    "words": "" if isinstance(block, Grid) else words_of(block),
                    "rows": ["\t".join(row) for row in block.rows]
                    if isinstance(block, Grid)
                    else (),
                }
                for block in blocks
            ]
            held.seek(0)
            template = DocxTemplate(held)
            template.render({"parts": parts}, autoescape=True)
            template.save(io.BytesIO())

    return work


@contextmanager
def job_8b() -> Iterator[Job]:
    with tempfile.TemporaryDirectory() as scratch:
        register = Register(Path(scratch) / "区.圆桌", "何婷", create=True)
        register.communities.set_up("棠梨街道", "柳荫社区")
        rng, store = random.Random(1), register._store
        each = HOUSEHOLDS // COMPOUNDS
        for number in range(COMPOUNDS):
            compound = register.communities.add(CompoundFacts(f"小区{number:03d}"))
            ref = register.renewals.keep(compound, RenewalPlan("方案"))
            rows = [
                {
                    "compound_id": compound, "id": store.key(), "renewal_id": ref.id, "place": n,
                    "number": str(n), "building": str(n % 3), "unit": "1", "room": str(n),
                    "floor": 1, "area": f"{60 + n % 40}.25", "lift": "agree", "objections": "[]",
                    "want": rng.choice(("yes", "yes", "no", "noanswer")), "wishes": [],
                    "on": None, "way": SurveyWay.DOOR, "who": "", "salt": None,
                }
                for n in range(each)
            ]  # fmt: skip
            with store.writing("renewal.bench") as session:
                session.execute(insert(RenewalAnswerRecord), rows)

        def ours() -> None:
            lines = register.overview.lines()
            assert len(lines) == COMPOUNDS
            assert sum(line.households for line in lines) == each * COMPOUNDS

        def entities() -> None:
            with store.reading() as session:
                for record in session.scalars(select(RenewalRecord)):
                    wanted = select(RenewalAnswerRecord).where(
                        RenewalAnswerRecord.compound_id == record.compound_id
                    )
                    found = session.scalars(wanted).all()
                    sum((Decimal(a.area) for a in found if a.want == "yes"), Decimal(0))

        def sums() -> None:
            a = RenewalAnswerRecord
            wanted = select(a.compound_id, a.want, func.count()).group_by(a.compound_id, a.want)
            with store.reading() as session:
                assert len(session.execute(wanted).all()) > COMPOUNDS

        works = {"ours": ours, "ORM, compound by compound": entities, "one GROUP BY (limit)": sums}
        goals = (Goal("ORM, compound by compound", 0.4), Goal("one GROUP BY (limit)", 30.0))
        about = f"{COMPOUNDS} compounds, {each * COMPOUNDS} answers in one table"
        yield Job("8b", about, works, goals, rounds=3)
        register.close()


ALL = (job_8a, job_8b)
