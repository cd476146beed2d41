"""加装电梯协议书: rule, where the unit stands, who pays how much by room. Who opposed is in no paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.documents.model import Blank, Block, Document, Grid, Heading, Paragraph
from desktop.documents.words import GAP, titled
from desktop.domain.renewal.consent import Check
from desktop.domain.renewal.costs import money
from desktop.domain.renewal.ledger import spelled
from desktop.domain.renewal.lift import LiftRule, Part, Standing, Terms


@dataclass(frozen=True, slots=True)
class LiftFacts:
    """One unit's lift as its papers tell it."""

    compound: str
    community: str
    unit: str
    households: int
    rule: LiftRule
    standing: Standing
    terms: Terms
    parts: tuple[Part, ...]


def agreement(facts: LiftFacts) -> Document:
    """The agreement of a unit's households: what it costs, who pays what, who looks after it."""
    terms = facts.terms
    title = f"{facts.compound}{facts.unit}加装电梯协议书"
    due = sum((each.pays for each in facts.parts), Decimal(0))
    received = sum((each.receives for each in facts.parts), Decimal(0))
    draft = "本单元的意愿还没有达到条件，本稿供协商，不签字。"
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        *([] if facts.standing.meets else [Paragraph(draft)]),
        Heading("一、依据和意愿", 1),
        Paragraph(
            f"本单元共 {facts.households} 户。加装电梯的条件：{facts.rule.words}"
            f"（依据：{facts.rule.source or GAP}）。"
        ),
        *(Paragraph(told) for told in standing_words(facts.standing)),
        Heading("二、费用和分摊", 1),
        Paragraph(
            f"总造价 {money(terms.cost)} 元，补助 {money(terms.subsidy)} 元，由住户承担 {money(terms.to_pay)} 元；"
            f"给一楼的补偿合计 {money(received)} 元，由出资户一并分摊，共分摊 {money(due)} 元。"
            f"分摊按楼层系数{'乘以建筑面积' if terms.by_area else ''}计算，每户精确到分，合计与应摊数相等。"
        ),
        _table(facts.parts),
        Heading("三、运行和维护", 1),
        Paragraph(
            f"年运行维护费暂按 {money(terms.running)} 元，按同一系数分摊，每年据实结算。电梯的所有权、使用管理、"
            "维护保养、年检和事故责任由出资户共同承担，并委托有资质的单位维护保养。"
        ),
        Heading("四、其他约定", 1),
        Paragraph("未出资的住户以后要求使用的，按本协议的系数补交，补交款退给已出资户。"),
        Paragraph("占用或影响个别住户专有部分的，须另行取得该住户书面同意。"),
    ]
    if facts.standing.meets:  # a draft to talk about is signed by nobody
        blocks += [
            Paragraph("各户已看过费用分摊和上述约定，同意的在自己一行签字："),
            _signatures(facts.parts),
        ]
    return Document(title, tuple(blocks), facts.community)


def standing_words(standing: Standing) -> list[str]:
    """Where a unit stands, condition by condition; what is missing is named in 户 and m²."""
    found = [_check("参与", check) for check in standing.participation]
    found += [_check("同意", check) for check in standing.approval]
    if standing.must_agree:
        found.append(f"专有部分受影响、须本人同意而还没有同意的：{len(standing.must_agree)} 户。")
    return found


def _check(word: str, check: Check) -> str:
    unit = "户" if check.measure == "户数" else "平方米"
    state = "符合" if check.holds else check.lacks
    return (
        f"{word}{check.measure}：{check.part} / {check.whole} {unit}，{check.inequality}，{state}。"
    )


def _table(parts: Sequence[Part]) -> Grid:
    rows = tuple(
        (
            each.room, str(each.floor), spelled(each.coefficient), str(money(each.pays)),
            str(money(each.receives)), str(money(each.running)),
        )
        for each in parts
    )  # fmt: skip
    sums = [
        money(sum((getattr(each, name) for each in parts), Decimal(0)))
        for name in ("pays", "receives", "running")
    ]
    return Grid(
        ("房号", "楼层", "系数", "应摊（元）", "得补偿（元）", "年运行费（元）"),
        (*rows, ("合计", "", "", *map(str, sums))),
        (15, 11, 13, 21, 20, 20),
    )


def _signatures(parts: Sequence[Part]) -> Grid:
    rows = tuple((each.room, "", "") for each in parts)
    return Grid(("房号", "业主签名", "日期"), rows, (24, 46, 30), row_height=34)
