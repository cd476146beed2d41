"""签到表: every seat with its body, blank lines for guests, room to sign."""

from desktop.documents.model import Blank, Block, Code, Document, Grid, Paragraph
from desktop.documents.words import nobody, or_gap, titled
from desktop.domain.meeting import day_words, weekday
from desktop.domain.proceedings import Proceedings
from desktop.domain.sign_code import sign_code
from desktop.domain.wording import SHIPPED, Wording

HEADER = ("序号", "单位", "姓名", "职务", "签到", "到会", "离会")
CODED = ("序号", "单位", "姓名", "签到码", "签名")
SPARE = 5  # blank lines, for those nobody expected


def signin(told: Proceedings) -> Document:
    """The sign-in sheet of a meeting; phones have no place on it."""
    facts = told.facts
    title = f"{facts.full_title}签到表"
    rows = [
        (str(each.number), each.body_name, each.name, each.duty, "", "", "")
        for each in told.attendees
    ]
    # a number once given means one person: those nobody expected get theirs when they are entered
    rows += [("", "", "", "", "", "", "")] * SPARE
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(
            f"时间：{day_words(facts.held_on)}（{weekday(facts.held_on)}）{facts.starts}　"
            f"地点：{or_gap(facts.place)}",
            indent=False,
        ),
        Grid(HEADER, tuple(rows), (8, 16, 12, 14, 18, 10, 10), row_height=30),
    )
    return Document(title, blocks, facts.convener)


def signin_codes(told: Proceedings, words: Wording = SHIPPED) -> Document:
    """The sign-in sheet with a code for each person, to be scanned at the door."""
    facts = told.facts
    title = f"{facts.full_title}签到表（扫码）"
    rows = tuple(
        (str(each.number), each.body_name, each.name, sign_code(each.id), "")
        for each in told.attendees
    )
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(words.say("signin.coded"), indent=False),
        Grid(
            CODED,
            rows or (("", "", "名单是空的", "", ""),),
            (9, 20, 17, 18, 36),
            codes=frozenset({3}),
        ),
    )
    return Document(title, blocks, facts.convener)


def invitations(told: Proceedings, words: Wording = SHIPPED) -> Document:
    """会议请柬: one slip a person, with the code that signs him in; half a page high at most."""
    facts = told.facts
    title = f"{facts.full_title}签到条"
    blocks: list[Block] = []
    for each in told.attendees:
        blocks += [
            Paragraph(f"{each.name}（{each.body_name}）：", indent=False, keep=True),
            Paragraph(
                words.say(
                    "invitation.text",
                    时间=f"{day_words(facts.held_on)}（{weekday(facts.held_on)}）{facts.starts}",
                    地点=or_gap(facts.place),
                    会议=facts.title,
                ),
                keep=True,
            ),
            Code(sign_code(each.id), keep=True),
            Paragraph("－　" * 14, indent=False),
        ]
    return Document(title, tuple(blocks) or nobody(title), facts.convener)
