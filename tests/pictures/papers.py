"""Every paper of a meeting at its extremes, to be looked at: ``python -m tests.pictures.papers``.

Nothing on the agenda, one item, sixty items with three hundred people and a record of forty pages.
PDF beside LibreOffice's reading of the Word file: the pages and their first lines are compared.
"""

import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from desktop.domain.ids import Ref
from desktop.domain.terms import BodyKind, NoteKind, Outcome
from desktop.register import Register
from desktop.services.agendas import ItemPlan
from desktop.services.communities import CompoundFacts
from desktop.services.meetings import MeetingPlan
from desktop.services.paper_files import Form, rendered
from desktop.services.papers import Paper
from desktop.services.sessions import Task

OUT = Path(__file__).parent / "out" / "papers"
DAY = date(2026, 9, 30)
TITLE = "老旧小区加装电梯、充电设施与停车秩序综合整治专题圆桌会议"


def meeting(register: Register, compound_id: object, items: int, people: int, notes: int) -> Ref:
    """A meeting with so much of everything, closed."""
    compound = next(line.id for line in register.communities.lines() if line.id == compound_id)
    plan = MeetingPlan(
        "courtyard", TITLE, DAY, "15:00", "小区党群服务站二楼议事厅", "柳荫社区居民委员会",
        "欧阳建国", "何婷",
    )  # fmt: skip
    plans = [
        ItemPlan(
            f"{n}号楼楼道照明改造和飞线充电整治（含费用分摊办法）", minutes=5, presenter="何小芳"
        )
        for n in range(1, items + 1)
    ]
    ref = register.meetings.plan(compound, plan, plans)
    for number in range(people):
        body = (BodyKind.REPRESENTATIVES, BodyKind.OWNERS, BodyKind.GRID)[number % 3]
        name = f"{'王李张刘陈杨赵黄周吴'[number % 10]}{'桂建志文秀玉'[number % 6]}{'兰国强静英珍'[number // 6 % 6]}"
        register.table.add(ref, name, body, f"{number % 40 + 1}栋")
    register.meetings.open(ref)
    register.table.arrive_all(ref, "15:00") if people else None
    told = register.papers.told(ref)
    for item in told.numbered:
        at = Ref(compound, item.id)
        register.sessions.propose(
            at, "物业公司", "更换为声控灯，共 36 盏，每盏 45 元，合计 1620 元，从公共收益列支"
        )
        for number in range(notes):
            words = "灯坏了三个月，老人摸黑上楼，物业说零件没到货，希望本月内换好并公布进度"
            register.sessions.note(
                ref, item.id, f"15:{number % 60:02d}", "王桂兰", words, NoteKind.OPINION
            )
        task = Task("更换楼道灯", "物业公司（冯志强）", date(2026, 10, 15))
        register.sessions.decide_task(ref, item.id, task)
        register.sessions.conclude(at, Outcome.AGREED)
    if people:
        register.meetings.close(ref, "17:30")
    return ref


def pages(path: Path) -> list[str]:
    """The first line of each page."""
    run = ["pdftotext", "-layout", str(path), "-"]
    told = subprocess.run(run, capture_output=True, check=True).stdout.decode()
    return [re.sub(r"\s", "", page)[:12] for page in told.split("\f")[:-1]]


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        register = Register(Path(folder) / "大.圆桌", "何婷", create=True)
        register.communities.set_up("棠梨街道", "柳荫社区")
        compound = register.communities.add(CompoundFacts("金鹭小区"))
        for name, counts in (("0", (0, 0, 0)), ("1", (1, 3, 2)), ("60", (60, 300, 12))):
            ref = meeting(register, compound, *counts)
            for paper in set(Paper) - {
                Paper.CORRECTION,
                Paper.SLIPS,
            }:  # nothing to correct or answer
                stem = OUT / f"{name} {paper.value}"
                ours = stem.with_suffix(".pdf")
                document, fonts = register.papers.document(ref, paper), register.papers.fonts
                ours.write_bytes(rendered(document, Form.PDF, fonts, register.now()))
                word = Path(folder) / f"{name}{paper.name}.docx"
                theirs: list[str] = []
                if name != "0":
                    word.write_bytes(rendered(document, Form.WORD, fonts, register.now()))
                    run = [
                        "soffice",
                        "--headless",
                        "--convert-to",
                        "pdf",
                        "--outdir",
                        folder,
                        str(word),
                    ]
                    subprocess.run(run, capture_output=True, check=True, timeout=300)
                    theirs = pages(word.with_suffix(".pdf"))
                mine = pages(ours)
                same = not theirs or theirs == mine
                different += not same
                print(
                    f"{name:3} {paper.value:12} {len(mine):4} 页 {'' if same else f'Word {len(theirs)} 页，不同'}"
                )
                run = ["pdftoppm", "-r", "40", "-png", "-l", "3", str(ours), str(stem)]
                subprocess.run(run, check=True)
        register.close()
    return different


if __name__ == "__main__":
    sys.exit(main())
