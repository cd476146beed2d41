"""Papers around a renewal plan: publicity, site sign, what households pay, what changed, what was said.

All of them may hang on a wall: rooms where a row must be somebody's, never a name, never who said what.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.documents.model import (
    Align,
    Big,
    Blank,
    Block,
    Document,
    Grid,
    Heading,
    Paragraph,
    Photos,
    Picture,
)
from desktop.documents.renewal.facts import RenewalFacts
from desktop.documents.renewal.parts import balance_words, consent_words, without_doors
from desktop.documents.words import GAP, or_gap, titled
from desktop.domain.meeting import day_words
from desktop.domain.renewal.ledger import Cells, per_cent
from desktop.domain.renewal.scheme import Difference
from desktop.domain.renewal.survey import percent_words
from desktop.domain.renewal.terms import Ledger

MOST_WORKS = 12  # on a sheet read from two steps away
PhotoPair = tuple[Picture, str]


@dataclass(frozen=True, slots=True)
class Share:
    """What one household pays, in 元; ``area`` in m²."""

    door: str
    area: Decimal | None
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, Decimal(0))


def publicity(now: RenewalFacts, photos: Sequence[PhotoPair], day: date) -> Document:
    """改造方案公示: what is done, what it costs, who pays, how to object; photos of before and after.

    What is told as approved is what was approved, whatever has been changed since.
    """
    facts = now.as_approved()
    title = f"{facts.compound}改造方案公示"
    scheme = next((each for each in reversed(facts.schemes) if each.approved_by), None)
    blocks: list[Block] = [*titled(title), Blank()]
    if scheme is not None:
        approved = f"{day_words(scheme.approved_on)}" if scheme.approved_on else GAP
        blocks.append(
            Paragraph(
                f"{facts.title}第 {scheme.number} 版已于{approved}由{scheme.approved_by}通过"
                f"（{without_doors(scheme.approved_how)}），现予公示。"
            )
        )
    else:
        blocks.append(Paragraph(f"{facts.title}正在征求意见，尚未通过，现将主要内容公布如下。"))
    if facts.wish.households:
        blocks += consent_words(facts)
    blocks += _works(facts)
    blocks += _money(facts)
    blocks += [Photos(tuple(photos[n : n + 2])) for n in range(0, len(photos), 2)]
    blocks += [Heading("先治后改", 1)]
    blocks += [
        Paragraph(f"{gate.question}：{without_doors(gate.answer) or GAP}") for gate in facts.gates
    ]
    if scheme is not None and scheme.posted_on is not None:
        last = f"至{day_words(scheme.last_day)}" if scheme.last_day else ""
        blocks.append(
            Paragraph(
                f"公示期：{day_words(scheme.posted_on)}张贴，自次日起 {scheme.days} 天，{last}止。"
            )
        )
    blocks += [
        Paragraph(
            f"对方案有意见的，请在公示期内向{office(facts.community)}书面或当面提出，写明房号和理由。"
        ),
        Paragraph("特此公示。"),
        Blank(),
        *_signed(facts, day),
    ]
    return Document(title, tuple(blocks), facts.community)


def site_sign(facts: RenewalFacts, photos: Sequence[PhotoPair]) -> Document:
    """改造公示牌 at the site: what, how much, how long, who; in large type."""
    facts = facts.as_approved()
    title = f"{facts.compound}改造公示牌"
    phases = facts.lines(Ledger.PHASES)
    begins = min((each["since"] for each in phases), default="")
    ends = max((each["until"] for each in phases), default="")
    leads = list(dict.fromkeys(each["lead"] for each in phases if each["lead"]))
    rows = (
        ("工程名称", facts.title),
        ("改造内容", _some(list(facts.works)) or GAP),
        ("总投资", f"{facts.bill.total} 元" if facts.bill.lines else GAP),
        (
            "资金来源",
            without_doors("、".join(name for name, amount in facts.paid.sources if amount)) or GAP,
        ),
        ("工期", f"{begins} 至 {ends}" if begins else GAP),
        ("责任单位", "、".join(leads) or GAP),
        ("监督和意见", f"{office(facts.community)}、小区议事组织"),
    )
    blocks: list[Block] = [
        Big(f"{facts.compound}改造公示牌", 40),
        Blank(),
        Grid(("项目", "内容"), rows, (22, 78), frozenset({1}), row_height=46),
        Blank(),
    ]
    blocks += [Photos(tuple(photos[n : n + 2])) for n in range(0, min(len(photos), 4), 2)]
    return Document(title, tuple(blocks), facts.community)


def _some(works: Sequence[str]) -> str:
    """Works on a sign: the first of them, and how many there are."""
    more = f"等 {len(works)} 项" if len(works) > MOST_WORKS else ""
    return "、".join(works[:MOST_WORKS]) + more


def survey_result(facts: RenewalFacts, day: date) -> Document:
    """改造意愿调查结果公示: figures only."""
    from desktop.documents.renewal.parts import METHOD, consent_charts, priority_chart

    title = f"{facts.compound}改造意愿调查结果公示"
    blocks: list[Block] = [*titled(title), Blank(), *consent_words(facts)]
    if facts.answers:
        blocks += [Paragraph("各栋意愿（户）："), *consent_charts(facts)]
        if any(each.mentions for each in facts.priorities):
            blocks += [Paragraph(METHOD), priority_chart(facts)]
    blocks += [
        Paragraph("如有出入，请持本户调查表到社区核对。特此公示。"),
        Blank(),
        *_signed(facts, day),
    ]
    return Document(title, tuple(blocks), facts.community)


def shares(facts: RenewalFacts, sources: Sequence[str], rows: Sequence[Share]) -> Document:
    """分户出资表: what each household pays, by room alone; the sums are the plan's."""
    title = f"{facts.compound}居民出资分户表"
    blocks: list[Block] = [*titled(title), Blank()]
    if not rows:
        told = (
            "没有逐户的调查名单，分户表排不出来。"
            if sources
            else "方案里没有按户或按面积由居民承担的资金。"
        )
        blocks.append(Paragraph(told))
        return Document(title, tuple(blocks), facts.community)
    totals = [sum((row.amounts[n] for row in rows), Decimal(0)) for n in range(len(sources))]
    blocks += [
        Paragraph("本表内部使用，不张贴：谁家出不出，看得出谁家愿不愿意。"),
        Paragraph(f"共 {len(rows)} 户，合计 {sum(totals, Decimal(0))} 元。每户金额精确到分。"),
        Grid(
            ("房号", "面积（㎡）", *sources, "合计（元）"),
            (
                *(
                    (
                        row.door, "" if row.area is None else str(row.area),
                        *map(str, row.amounts), str(row.total),
                    )
                    for row in rows
                ),
                ("合计", "", *map(str, totals), str(sum(totals, Decimal(0)))),
            ),
            (20, 16, *[22] * len(sources), 22),
        ),
    ]  # fmt: skip
    return Document(title, tuple(blocks), facts.community)


def changes(facts: RenewalFacts, old: str, new: str, found: Sequence[Difference]) -> Document:
    """方案变更对照表: side by side, what was and what is."""
    title = f"{facts.compound}改造方案变更对照表"
    blocks: list[Block] = [*titled(title), Blank(), Paragraph(f"{old}与{new}对照。")]
    if not found:
        blocks.append(Paragraph("两版内容相同。"))
    else:
        rows = tuple(
            (
                str(number), each.part.word, without_doors(f"{each.what}（{each.column}）"),
                without_doors(each.before) or "—", without_doors(each.after) or "—",
            )
            for number, each in enumerate(found, 1)
        )  # fmt: skip
        widths = (8, 15, 29, 24, 24)
        header = ("序号", "部分", "项目", "变更前", "变更后")
        blocks.append(Grid(header, rows, widths, frozenset({2, 3, 4})))
    return Document(title, tuple(blocks), facts.community)


def comments(facts: RenewalFacts, day: date) -> Document:
    """方案意见采纳情况公示: by work, how many, taken up or not, and the answer; nobody is named."""
    title = f"{facts.compound}改造方案意见采纳情况公示"
    lines = facts.lines(Ledger.COMMENTS)
    blocks: list[Block] = [*titled(title), Blank()]
    if not lines:
        blocks.append(Paragraph("还没有收到对方案的意见。"))
    else:
        waiting = {"", "待答复"}
        rows = tuple(
            (
                str(number), each["work"] or "整个方案", each["state"] or "待答复",
                without_doors(each["answer"])
                or ("正在研究，另行答复" if each["state"] in waiting else GAP),
            )
            for number, each in enumerate(lines, 1)
        )  # fmt: skip
        answered = sum(each["state"] not in waiting for each in lines)
        blocks += [
            Paragraph(
                f"共收到意见 {len(lines)} 条，已答复 {answered} 条。提出人可以到社区查看本人意见的记录。"
            ),
            Grid(("序号", "针对", "采纳", "答复"), rows, (8, 26, 14, 52), frozenset({1, 3})),
            Blank(),
        ]
    blocks += _signed(facts, day)
    return Document(title, tuple(blocks), facts.community)


def ratings(facts: RenewalFacts, day: date) -> Document:
    """事后评价结果公示: how many gave which mark."""
    title = f"{facts.compound}改造效果评价结果公示"
    lines = facts.lines(Ledger.RATINGS)
    blocks: list[Block] = [*titled(title), Blank()]
    if not lines:
        blocks.append(Paragraph("还没有收到评价。"))
    else:
        last = _last_of_each(lines)
        whole = len(last)
        count = {score: sum(each["score"] == score for each in last) for score in _SCORES}
        rows = tuple(
            (score[2:], str(number), percent_words(number, whole))
            for score, number in count.items()
        )
        good = count[_SCORES[0]] + count[_SCORES[1]]
        blocks += [
            Paragraph(
                f"共收到 {whole} 户评价，很满意和满意的占收到评价的 {percent_words(good, whole)}。"
            ),
            Grid(("评价", "户数", "占收到评价"), rows, (34, 33, 33)),
            Blank(),
        ]
    blocks += _signed(facts, day)
    return Document(title, tuple(blocks), facts.community)


_SCORES = ("5 很满意", "4 满意", "3 一般", "2 不满意", "1 很不满意")


def _shared_too_often(shared: Sequence[tuple[str, Cells]]) -> list[str]:
    """Items of one name whose parts are more than the whole, or that are registered several times."""
    parts: dict[str, list[Decimal]] = {}
    for _, line in shared:
        parts.setdefault(line["name"], []).append(line.number("share") or Decimal(0))
    found = [
        f"“{name}”各小区分担加起来是 {per_cent(sum(told, Decimal(0)))}，请核对。"
        for name, told in parts.items()
        if sum(told, Decimal(0)) > 1
    ]
    return found + [
        f"“{name}”有 {len(told)} 个小区登记，金额不要重复计算。"
        for name, told in parts.items()
        if len(told) > 1
    ]


def _last_of_each(lines: Sequence[Cells]) -> list[Cells]:
    """One rating of each door: of the later day, and of one day the later line; those without a
    door are one household each."""
    found: dict[str, Cells] = {}
    for number, each in enumerate(lines):
        whose = each["door"] or f"#{number}"
        if whose not in found or each["on"] >= found[whose]["on"]:
            found[whose] = each
    return list(found.values())


def joined(name: str, plans: Sequence[RenewalFacts], day: date) -> Document:
    """联片改造方案: several compounds, streets and heritage spots as one area, with what they share."""
    title = f"{name}联片改造方案"
    total = sum((each.bill.total for each in plans), Decimal(0))
    paid = sum((each.paid.total for each in plans), Decimal(0))
    rows = tuple(
        (
            each.compound, str(each.wish.households),
            percent_words(each.wish.yes, each.wish.households), str(each.bill.total),
            str(each.paid.total), str(each.paid.gap(each.bill.total)),
        )
        for each in plans
    )  # fmt: skip
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Heading("一、范围和总数", 1),
        Paragraph(f"由{'、'.join(each.compound for each in plans)}组成，共 {len(plans)} 个小区。"),
        Grid(
            ("小区", "户数", "愿意占比", "预算（元）", "资金（元）", "缺口（元）"),
            (
                *rows,
                (
                    "合计", str(sum(each.wish.households for each in plans)), "", str(total),
                    str(paid), str(total - paid),
                ),
            ),
            (21, 10, 13, 18, 18, 20),
        ),
        Paragraph(balance_words(total, paid)),
        Heading("二、共用项目", 1),
    ]  # fmt: skip
    shared = [(each.compound, line) for each in plans for line in each.lines(Ledger.SHARED)]
    if shared:
        whole = sum((line.number("amount") or Decimal(0) for _, line in shared), Decimal(0))
        blocks += [
            Grid(
                ("登记小区", "名称", "种类", "共用项目", "金额（元）"),
                (
                    *(
                        (who, line["name"], line["kind"], line["what"], line["amount"] or "—")
                        for who, line in shared
                    ),
                    ("合计", "", "", "", str(whole)),
                ),
                (20, 22, 14, 26, 18),
                frozenset({3}),
            ),
            *(Paragraph(told) for told in _shared_too_often(shared)),
        ]
    else:
        blocks.append(Paragraph("没有登记共用项目。"))
    blocks.append(Heading("三、各小区改造内容", 1))
    blocks += [Paragraph(f"{each.compound}：{'、'.join(each.works) or GAP}。") for each in plans]
    blocks += [
        Paragraph(
            f"{each.compound}的内容在第 {each.approved.number} 版通过以后有改动，还没有通过。"
        )
        for each in plans
        if each.approved is not None and each.changed
    ]
    blocks += [Blank(), *_signed(plans[0], day)]
    return Document(title, tuple(blocks), plans[0].community)


def office(community: str) -> str:
    """The residents' committee of a community by its whole name: 柳荫社区居民委员会."""
    return f"{community.removesuffix('社区')}社区居民委员会"


def _works(facts: RenewalFacts) -> list[Block]:
    amounts = facts.bill.by_work()
    rows = tuple(
        (str(n), category, work, str(amounts.get(work, "—")))
        for n, (work, category) in enumerate(facts.works.items(), 1)
    )
    told: Block = (
        Grid(("序号", "类别", "改造内容", "估算（元）"), rows, (10, 20, 46, 24), frozenset({2}))
        if rows
        else Paragraph(GAP)
    )
    return [Heading("改造内容", 1), told]


def _money(facts: RenewalFacts) -> list[Block]:
    told = [f"{without_doors(name)} {amount} 元" for name, amount in facts.paid.sources if amount]
    paid = "；".join(told)
    gap = balance_words(facts.bill.total, facts.paid.total)
    return [
        Heading("投资和资金", 1),
        Paragraph(f"总投资 {facts.bill.total} 元。资金来源：{or_gap(paid)}。{gap}"),
    ]


def _signed(facts: RenewalFacts, day: date) -> list[Block]:
    return [
        Paragraph(f"{office(facts.community)}", align=Align.RIGHT, right=2),
        Paragraph(day_words(day), align=Align.RIGHT, right=4),
    ]
