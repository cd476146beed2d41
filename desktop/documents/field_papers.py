"""Papers that let a meeting run without a computer: 送达登记表, and 现场记录表 to be typed in later."""

from desktop.documents.model import Blank, Block, Document, Grid, Heading, NewPage, Paragraph
from desktop.documents.words import numeral, or_gap, titled
from desktop.domain.meeting import day_words, weekday
from desktop.domain.proceedings import Item, Proceedings
from desktop.domain.wording import SHIPPED, Wording

SPEECHES = 6  # blank lines for what is said on one item


def delivery(told: Proceedings, words: Wording = SHIPPED) -> Document:
    """送达登记表 of the notice: to whom, how, when, by whom."""
    facts = told.facts
    title = f"{facts.full_title}通知送达登记表"
    rows = tuple(
        (str(each.number), each.body_name, each.name, "", "", "", "") for each in told.attendees
    )
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(
            f"会议时间：{day_words(facts.held_on)}（{weekday(facts.held_on)}）{facts.starts}",
            indent=False,
        ),
        Grid(
            ("序号", "单位", "姓名", "送达方式", "送达时间", "签收", "经手人"),
            rows or (("", "", "", "", "", "", ""),) * SPEECHES,
            (9, 19, 14, 16, 17, 14, 13),
            row_height=30,
        ),
        Paragraph(words.say("delivery.ways"), indent=False),
    )
    return Document(title, blocks, facts.convener)


def on_paper(told: Proceedings, words: Wording = SHIPPED) -> Document:
    """现场记录表: an item on a page, with room for speeches, votes of each body, who does what."""
    facts = told.facts
    title = f"{facts.full_title}现场记录表"
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(
            f"地点：{or_gap(facts.place)}　开会时间：＿＿＿＿　散会时间：＿＿＿＿", indent=False
        ),
        Paragraph(words.say("onpaper.how"), indent=False),
    ]
    bodies = list(dict.fromkeys(each.body_name for each in told.voters)) or ["到会"]
    for item in told.numbered:
        blocks += [*_item(item, bodies), NewPage()]
    if told.numbered:
        blocks.pop()
    else:
        blocks += _item(None, bodies)
    return Document(title, tuple(blocks), facts.convener)


def _item(item: Item | None, bodies: list[str]) -> list[Block]:
    name = f"（{numeral(item.number)}）{item.title}" if item else "议题：＿＿＿＿＿＿＿＿＿＿"
    owners = item is not None and item.owners_decide
    return [
        Heading(name, 2),
        Grid(
            ("时间", "发言人", "意见、说明、承诺、方案修改"),
            (("", "", ""),) * SPEECHES,
            (12, 18, 70),
            row_height=30,
        ),
        Paragraph(
            "表决时间：＿＿＿＿　方案：＿＿＿＿" + ("（只形成建议）" if owners else ""),
            indent=False,
        ),
        Grid(
            ("单位", "到会", "同意", "反对", "弃权"),
            tuple((body, "", "", "", "") for body in (*bodies, "合计")),
            (36, 16, 16, 16, 16),
            row_height=24,
            whole=True,  # 合计 alone on the next page is signed by nobody
        ),
        Grid(("议定事项", "责任", "完成时限"), (("", "", ""),) * 2, (56, 24, 20), row_height=30),
    ]
