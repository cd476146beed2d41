"""签到表: every seat with its body, blank lines for guests, room to sign."""

from desktop.documents.model import Blank, Block, Document, Grid, Paragraph
from desktop.documents.words import or_gap, titled
from desktop.domain.meeting import day_words, weekday
from desktop.domain.proceedings import Proceedings

HEADER = ("序号", "单位", "姓名", "职务", "签到", "到会", "离会")
SPARE = 5  # blank lines, for those nobody expected


def signin(told: Proceedings) -> Document:
    """The sign-in sheet of a meeting; phones have no place on it."""
    facts = told.facts
    title = f"{facts.full_title}签到表"
    rows = [
        (str(number), each.body_name, each.name, each.duty, "", "", "")
        for number, each in enumerate(told.attendees, 1)
    ]
    rows += [(str(len(rows) + extra), "", "", "", "", "", "") for extra in range(1, SPARE + 1)]
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(
            f"时间：{day_words(facts.held_on)}（{weekday(facts.held_on)}）{facts.starts}　"
            f"地点：{or_gap(facts.place)}",
            indent=False,
        ),
        Grid(HEADER, tuple(rows), (6, 16, 12, 14, 20, 10, 10), row_height=30),
    )
    return Document(title, blocks, facts.convener)
