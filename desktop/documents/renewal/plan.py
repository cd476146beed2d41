"""××小区改造方案, from data alone. Who said what by door is counted here, never named."""

from decimal import Decimal
from itertools import groupby

from desktop.documents.model import Blank, Block, Document, Grid, Heading, Paragraph
from desktop.documents.renewal.facts import RenewalFacts
from desktop.documents.renewal.parts import (
    FEW,
    METHOD,
    balance_words,
    buildings,
    consent_charts,
    consent_words,
    not_approved,
    phase_chart,
    price_words,
    priority_chart,
    reached,
    register_words,
    without_doors,
    yearly,
)
from desktop.documents.words import GAP, numeral, titled
from desktop.domain.meeting import day_words
from desktop.domain.renewal import survey
from desktop.domain.renewal.consent import STAGES
from desktop.domain.renewal.costs import money
from desktop.domain.renewal.ledger import Cells, per_cent
from desktop.domain.renewal.survey import Lift, percent_words
from desktop.domain.renewal.terms import Ledger, RenewalStage

MOST_WORKS = 20  # of the ranking that is printed


def renewal(facts: RenewalFacts) -> Document:
    """The plan: what is there, what residents want, what is done, what it costs, who pays, who looks
    after it, how it came about. Gaps are named, nothing is made up."""
    made = _Plan(facts)
    blocks: list[Block] = [*titled(facts.title), Blank(), *not_approved(facts)]
    sections = (
        ("基本情况", made.about),
        ("问题与居民意愿", made.wishes),
        ("改造内容清单", made.works),
        ("投资估算", made.bill),
        ("资金筹措", made.money),
        ("实施计划", made.period),
        ("长效管理（先治后改）", made.upkeep),
        ("风险与协调", made.risks),
        ("议事过程与附件", made.process),
        ("定稿前核对事项", made.open),
    )
    number = 0
    for name, write in sections:
        told = write()
        if told:
            number += 1
            blocks += [Heading(f"{numeral(number)}、{name}", 1), *told]
    blocks += [
        Blank(),
        *(Paragraph(f"{each}：　　　　　　　　年　　月　　日", indent=False) for each in SIGNING),
    ]
    return Document(facts.title, tuple(blocks), facts.community)


# Who signs a plan: the office that made it, the owners' own body, and who has to agree to it.
SIGNING = (
    "社区（盖章）",
    "业委会（自管委）签字",
    "物业服务企业（盖章）",
    "街道办事处（盖章）",
)


class _Plan:
    """One method a section; an empty one is left out."""

    def __init__(self, facts: RenewalFacts) -> None:
        self.facts = facts

    def about(self) -> list[Block]:
        facts = self.facts
        blocks: list[Block] = list(_paragraphs(facts.about or GAP))
        rows = [(name, told or GAP) for name, told in facts.frame]
        if facts.area_name:
            rows.append(("联片", facts.area_name))
        if rows:
            blocks.append(Grid(("项目", "情况"), tuple(rows), (30, 70), frozenset({1})))
        shared = facts.lines(Ledger.SHARED)
        if shared:
            blocks.append(Paragraph("与下列小区、街巷、文保点连片改造，共用项目和分担如下。"))
            blocks.append(
                Grid(
                    ("名称", "种类", "共用项目", "金额（元）", "本小区分担"),
                    tuple(
                        (
                            each["name"], each["kind"], each["what"], each["amount"] or "—",
                            per_cent(share) if (share := each.number("share")) is not None else "—",
                        )
                        for each in shared
                    ),
                    (24, 14, 28, 18, 16),
                    frozenset({2}),
                )
            )  # fmt: skip
        return blocks

    # -- what residents want -----------------------------------------------------------------------

    def wishes(self) -> list[Block]:
        facts = self.facts
        blocks: list[Block] = []
        if facts.voices:
            told = "、".join(f"{name} {count} 条" for name, count in facts.voices)
            blocks.append(
                Paragraph(f"共征集意见建议 {sum(n for _, n in facts.voices)} 条，其中{told}。")
            )
        if not facts.wish.households:
            return [*blocks, Paragraph("还没有入户调查。")]
        blocks += consent_words(facts)
        if facts.answers:
            blocks += self._by_building()
            blocks += self._wanted()
            blocks += self._lifts()
        return blocks

    def _by_building(self) -> list[Block]:
        rows = buildings(self.facts)
        blocks: list[Block] = [Paragraph("各栋意愿（户）："), *consent_charts(self.facts)]
        blocks.append(
            Grid(
                ("楼栋", "户数", "愿意", "不愿意", "未答", "愿意占比"),
                tuple(
                    (
                        name, str(told.households), str(told.yes), str(told.no), str(told.silent),
                        percent_words(told.yes, told.households),
                    )
                    for name, told in rows
                ),
                (18, 16, 16, 16, 16, 18),
            )
        )  # fmt: skip
        if self.facts.doubles:
            count = len({each.door for each in self.facts.doubles})
            blocks.append(Paragraph(f"有 {count} 户交了两份问卷，按日期较后的一份计。"))
        return blocks

    def _wanted(self) -> list[Block]:
        facts = self.facts
        blocks: list[Block] = []
        if found := [each for each in facts.priorities if each.mentions]:
            blocks += [Paragraph(METHOD), priority_chart(facts)]
            blocks.append(
                Grid(
                    ("名次", "类别", "改造内容", "第一", "第二", "第三", "户数", "分值"),
                    tuple(
                        (
                            str(rank), each.category, each.work, *map(str, each.counts),
                            str(each.mentions), str(each.score),
                        )
                        for rank, each in enumerate(found[:MOST_WORKS], 1)
                    ),
                    (9, 13, 34, 9, 9, 9, 9, 9),
                    frozenset({2}),
                )
            )  # fmt: skip
        others = survey.not_in_catalogue(facts.answers, facts.works)
        if others:  # what people wrote themselves may name somebody
            count = len({door for door, _ in others})
            blocks.append(Paragraph(f"有 {count} 户提出清单以外的内容，逐条研究答复。"))
        return blocks

    def _lifts(self) -> list[Block]:
        """Unit by unit under its own rule; where a unit is a handful of households, no counts are
        printed: they would tell who said what."""
        units = [each for each in self.facts.lift_units if each.standing.spoken]
        if not units:
            return []
        rows = tuple(
            (
                unit.name,
                str(len(unit.answers)),
                *(
                    str(sum(each.lift is said for each in unit.answers))
                    if len(unit.answers) >= FEW
                    else "—"
                    for said in Lift
                ),
                reached(unit),
            )
            for unit in units
        )
        rules = dict.fromkeys(
            f"{each.rule.words}（依据：{each.rule.source or GAP}）" for each in units
        )
        return [
            Paragraph(
                f"加装电梯以单元为范围摸底，条件：{'；'.join(rules)}。"
                "摸底不是表决，加装电梯由本单元业主依法另行表决。"
            ),
            Grid(
                ("单元", "户数", "同意", "反对", "无所谓", "未答", "意愿"),
                rows,
                (26, 12, 12, 12, 13, 12, 13),
            ),
        ]

    # -- what is done, what it costs ---------------------------------------------------------------

    def works(self) -> list[Block]:
        facts = self.facts
        amounts = facts.bill.by_work()
        traced = {each.work: each for each in facts.traced}
        rows: list[tuple[str, ...]] = []
        for line in facts.lines(Ledger.WORKS):
            work = line["work"]
            if work not in facts.works:
                continue
            amount = amounts.get(work)
            rows.append(
                (
                    str(len(rows) + 1), line["category"], without_doors(work + _place(line)), line["lead"] or GAP,
                    f"{amount}" if amount is not None else "—", without_doors(_trace(line, traced[work].wished)),
                )
            )  # fmt: skip
        blocks: list[Block] = [Paragraph("还没有改造内容清单。")]
        if rows:
            head = ("序号", "类别", "改造内容", "责任单位", "估算（元）", "来源")
            blocks = [Grid(head, tuple(rows), (8, 12, 26, 15, 19, 20), frozenset({2, 5}))]
        out = [each for each in facts.lines(Ledger.WORKS) if each["work"] not in facts.works]
        if out:
            told = "；".join(
                each["work"] + (f"（{each['note']}）" if each["note"] else "") for each in out
            )
            blocks.append(Paragraph(f"暂缓或不列入：{without_doors(told)}。"))
        return blocks

    def bill(self) -> list[Block]:
        bill = self.facts.bill
        if not bill.lines:
            return [Paragraph("还没有预算。")]
        rows = tuple(
            (
                str(number),
                without_doors(
                    each.line.work + (f"：{each.line.item}" if each.line.item else "")
                    + (f"（{each.line.place}）" if each.line.place else "")
                ),
                f"{each.line.quantity}{each.line.unit}" if each.line.quantity is not None else "",
                price_words(each.line),
                str(each.amount),
            )
            for number, each in enumerate(bill.lines, 1)
        )  # fmt: skip
        sums = "；".join(f"{name} {sum_} 元" for name, sum_ in bill.by_category().items())
        each_ = ""
        if households := self.facts.wish.households:
            each_ = f"，平均每户 {money(bill.total / households)} 元"
        return [
            Grid(
                ("序号", "内容", "数量", "单价（元）", "金额（元）"),
                (*rows, ("", "合计", "", "", str(bill.total))),
                (9, 40, 16, 15, 20),
                frozenset({1}),
            ),
            Paragraph(
                f"工程费合计 {bill.engineering} 元，总投资 {bill.total} 元{each_}。按类：{sums}。"
            ),
        ]

    def money(self) -> list[Block]:
        paid, bill = self.facts.paid, self.facts.bill
        if not paid.sources:
            return [Paragraph("还没有资金来源。")]
        whole = paid.total
        rows = tuple(
            (without_doors(name), str(amount), percent_words(amount, whole))
            for name, amount in paid.sources
        )
        return [
            Grid(
                ("资金来源", "金额（元）", "占资金合计"),
                (*rows, ("合计", str(whole), "100%" if whole else "—")),
                (52, 28, 20),
                frozenset({0}),
            ),
            Paragraph(
                f"预算 {bill.total} 元，资金 {whole} 元。{balance_words(bill.total, paid.total)}"
            ),
        ]

    def period(self) -> list[Block]:
        phases = self.facts.lines(Ledger.PHASES)
        blocks: list[Block] = list(_paragraphs(self.facts.period)) if self.facts.period else []
        if not phases:
            return blocks or [Paragraph(GAP)]
        return [
            *blocks,
            phase_chart(phases),
            Grid(
                ("阶段", "开始", "结束", "责任单位", "进度"),
                tuple(
                    (each["name"], each["since"], each["until"], each["lead"] or GAP, each["state"])
                    for each in phases
                ),
                (28, 18, 18, 22, 14),
                frozenset({0}),
            ),
        ]

    # -- who looks after it, what stands against it ------------------------------------------------

    def upkeep(self) -> list[Block]:
        blocks = _paragraphs(self.facts.upkeep or GAP)
        blocks += [
            Paragraph(f"{gate.question}：{without_doors(gate.answer) or GAP}")
            for gate in self.facts.gates
        ]
        revenue = self.facts.lines(Ledger.REVENUE)
        if revenue:
            rows = tuple(
                (
                    each["name"] + _place(each), each["count"], f"{each['price']}／{each['per']}",
                    str(yearly(each)) if each["per"] != "次" else "按次", each["use"],
                )
                for each in revenue
            )  # fmt: skip
            total = sum((yearly(each) for each in revenue), Decimal(0))
            blocks += [
                Paragraph("长效管护的收入来源："),
                Grid(
                    ("收入点", "数量", "单价（元）", "每年（元）", "用途"),
                    (*rows, ("合计", "", "", str(total), "")),
                    (30, 13, 19, 18, 20),
                    frozenset({0, 4}),
                ),
            ]
        return blocks

    def risks(self) -> list[Block]:
        """Objections by work, counted; no door is named. What stands against one work stops no other."""
        facts = self.facts
        blocks = _paragraphs(facts.risks) if facts.risks else []
        if facts.opposition:
            rows = tuple(
                (each.work, str(each.households), str(each.settled), str(each.open))
                for each in facts.opposition
            )
            blocks += [
                Paragraph(
                    "对下列项目有居民提出异议，逐户协商；每项异议只影响这一项，其他项目照常实施。"
                ),
                Grid(
                    ("改造内容", "异议户数", "已谈妥", "还在协商"),
                    rows,
                    (46, 18, 18, 18),
                    frozenset({0}),
                ),
            ]
        if facts.answers and not facts.opposition:
            blocks.append(Paragraph("调查中没有居民对具体项目提出异议。"))
        blocks += [Paragraph(told) for told in register_words(facts)]
        return blocks or [Paragraph(GAP)]

    def process(self) -> list[Block]:
        facts, enclosed = self.facts, self.facts.enclosed
        told = [f"{day_words(on)} {title}" for on, title in enclosed.meetings]
        told += [f"书面表决：{title}（{stage}）" for title, stage in enclosed.polls]
        for scheme in facts.schemes:
            approved = (
                f"，{day_words(scheme.approved_on)}由{scheme.approved_by}通过（{scheme.approved_how}）"
                if scheme.approved_on
                else ""
            )
            posted = (
                f"，{day_words(scheme.posted_on)}起公示 {scheme.days} 天"
                if scheme.posted_on
                else ""
            )
            told.append(
                f"方案第 {scheme.number} 版（{day_words(scheme.made_on)}）{approved}{posted}"
            )
        comments = facts.lines(Ledger.COMMENTS)
        if comments:
            taken = sum(each["state"] in {"采纳", "部分采纳"} for each in comments)
            told.append(f"对方案收到意见 {len(comments)} 条，采纳或部分采纳 {taken} 条")
        for kind, some in groupby(sorted(enclosed.files), key=lambda each: each[0]):
            told.append(f"{kind} {len(list(some))} 份（存档）")
        told += [f"{title}（存档）" for title in enclosed.papers]
        return [Paragraph(f"{n}. {without_doors(each)}。") for n, each in enumerate(told, 1)] or [
            Paragraph("还没有会议、表决和公示的记录。")
        ]

    def open(self) -> list[Block]:
        """What is still to be settled before the plan is signed; nothing of it stands in one that is."""
        if STAGES.index(self.facts.stage) >= STAGES.index(RenewalStage.APPROVED):
            return []
        return [Paragraph(f"{n}. {each}。") for n, each in enumerate(self.facts.open, 1)]


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph(without_doors(line)) for line in text.split("\n") if line.strip()]


def _place(line: Cells) -> str:
    return f"（{line['place']}）" if line["place"] else ""


def _trace(line: Cells, wished: int) -> str:
    """What a work rests on: suggestions by number, a resolution, the wishes of households."""
    parts = [f"建议 {line['voices']} 号"] if line["voices"] else []
    parts += [line["resolution"]] if line["resolution"] else []
    parts += [f"{wished} 户选为优先"] if wished else []
    return "；".join(parts) or GAP
