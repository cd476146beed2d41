"""××小区改造方案, from data alone. Who said what by door is counted here, never named."""

from dataclasses import dataclass
from decimal import Decimal

from desktop.documents.model import Blank, Block, Document, Grid, Heading, Paragraph
from desktop.documents.words import GAP, numeral, titled
from desktop.domain import costs, survey
from desktop.domain.plan_files import PlanFiles
from desktop.domain.renewal import Consent, Gate, contradictions
from desktop.domain.survey import Lift, Want, percent

MOST_WORKS = 20  # of the ranking that is printed


@dataclass(frozen=True, slots=True)
class RenewalFacts:
    """Everything the document says."""

    compound: str
    community: str
    title: str
    consent: Consent
    about: str
    period: str
    upkeep: str
    risks: str
    gates: tuple[Gate, ...]
    files: PlanFiles


def renewal(facts: RenewalFacts) -> Document:
    """The plan: what is there, what residents want, what is done, what it costs, who pays, who looks
    after it. Gaps are named, nothing is made up."""
    made = _Plan(facts)
    blocks: list[Block] = [*titled(facts.title), Blank()]
    sections = (
        ("基本情况", made.about),
        ("居民意愿", made.wishes),
        ("改造内容", made.works),
        ("加装电梯意愿", made.lifts),
        ("投资估算", made.bill),
        ("资金筹措", made.money),
        ("实施计划", made.period),
        ("长效管理（先治后改）", made.upkeep),
        ("风险与协调", made.risks),
        ("核对事项", made.open),
    )
    number = 0
    for name, write in sections:
        told = write()
        if told:
            number += 1
            blocks += [Heading(f"{numeral(number)}、{name}", 1), *told]
    return Document(facts.title, tuple(blocks), facts.community)


class _Plan:
    def __init__(self, facts: RenewalFacts) -> None:
        self.facts = facts
        files = facts.files
        self.answers, self.doubles = survey.one_each(files.answers)
        self.wish = survey.wish(self.answers)
        self.priced = costs.bill(files.costs)
        self.paid = costs.funding(files.sources, self.wish.yes)

    def about(self) -> list[Block]:
        return _paragraphs(self.facts.about or GAP)

    def wishes(self) -> list[Block]:
        wish, consent = self.wish, self.facts.consent
        if not wish.households:
            return [Paragraph("还没有入户调查。")]
        reached = "达到" if consent.reached(wish) else f"未达到，还差 {consent.missing(wish)} 户"
        source = f"（依据：{consent.source}）" if consent.source else f"（依据：{GAP}）"
        blocks: list[Block] = [
            Paragraph(
                f"共调查 {wish.households} 户，愿意改造 {wish.yes} 户，不愿意 {wish.no} 户，未答 {wish.silent} 户；"
                f"愿意改造的占全部户数的 {percent(wish.yes, wish.households)}%，"
                f"建筑面积 {wish.area_yes} 平方米，占 {percent(wish.area_yes, wish.area) or '—'}%。"
            ),
            Paragraph(
                f"项目要求{consent.words}同意{source}：{consent.inequality(wish)}，{reached}。"
                "以上是意愿调查，不是业主表决；依法由业主共同决定的事项另行表决。"
            ),
            Grid(
                ("楼栋", "户数", "愿意", "不愿意", "未答", "愿意占比"),
                tuple(
                    (
                        f"{building}栋" if building else "—",
                        str(told.households),
                        str(told.yes),
                        str(told.no),
                        str(told.silent),
                        f"{percent(told.yes, told.households)}%",
                    )
                    for building, some in survey.by_building(self.answers).items()
                    for told in [survey.wish(some)]
                ),
                (18, 16, 16, 16, 16, 18),
            ),
        ]
        if self.doubles:
            blocks.append(Paragraph(f"有 {len(self.doubles)} 户交了两份问卷，按日期较后的一份计。"))
        return blocks

    def works(self) -> list[Block]:
        files = self.facts.files
        if not files.works:
            return [Paragraph("还没有改造内容清单。")]
        amounts = self.priced.by_work()
        rows = tuple(
            (
                str(rank),
                each.category,
                each.work,
                str(each.mentions),
                str(each.score),
                str(amounts.get(each.work, "—")),
            )
            for rank, each in enumerate(
                survey.priorities(self.answers, files.works)[:MOST_WORKS], 1
            )
        )
        return [
            Paragraph(
                "每户最多选三项，第一、二、三位分别计 3、2、1 分；按分值、提到的户数、清单顺序排列。"
            ),
            Grid(
                ("名次", "类别", "改造内容", "提到户数", "分值", "估算（元）"),
                rows,
                (9, 14, 34, 13, 10, 20),
                frozenset({2}),
            ),
        ]

    def lifts(self) -> list[Block]:
        units = [each for each in survey.lifts(self.answers) if each.taking_part]
        if not units:
            return []
        rows = tuple(
            (
                f"{unit.building}栋{unit.unit}单元",
                str(len(unit.answers)),
                *(str(len(unit.of(said))) for said in Lift),
                "达到" if unit.meets else "未达到",
            )
            for unit in units
        )
        return [
            Paragraph(
                "以单元为范围：参与户数和面积均不少于三分之二，同意户数和面积均不少于参与的四分之三，"
                "为意愿达到。这是摸底，加装电梯由本单元业主依法另行表决。"
            ),
            Grid(
                ("单元", "户数", "同意", "反对", "无所谓", "未答", "意愿"),
                rows,
                (26, 12, 12, 12, 13, 12, 13),
            ),
        ]

    def bill(self) -> list[Block]:
        if not self.priced.lines:
            return [Paragraph("还没有预算。")]
        rows = tuple(
            (
                str(each.line.number),
                each.line.work + (f"：{each.line.item}" if each.line.item else ""),
                f"{each.line.quantity}{each.line.unit}" if each.line.quantity is not None else "",
                str(each.line.price) if each.line.price is not None else _rate(each.line.rate),
                str(each.amount),
            )
            for each in self.priced.lines
        )
        sums = "；".join(f"{name} {sum_} 元" for name, sum_ in self.priced.by_category().items())
        return [
            Grid(
                ("序号", "内容", "数量", "单价（元）", "金额（元）"),
                (*rows, ("", "合计", "", "", str(self.priced.total))),
                (9, 40, 16, 15, 20),
                frozenset({1}),
            ),
            Paragraph(f"工程费合计 {self.priced.engineering} 元。按类：{sums}。"),
        ]

    def money(self) -> list[Block]:
        if not self.paid.sources:
            return [Paragraph("还没有资金来源。")]
        gap = self.paid.gap(self.priced.total)
        told = (
            "资金与预算相符。"
            if not gap
            else f"资金还差 {gap} 元。"
            if gap > 0
            else f"资金多 {-gap} 元。"
        )
        rows = tuple((name, str(amount)) for name, amount in self.paid.sources)
        return [
            Grid(
                ("资金来源", "金额（元）"),
                (*rows, ("合计", str(self.paid.total))),
                (60, 40),
                frozenset({0}),
            ),
            Paragraph(f"预算 {self.priced.total} 元，资金 {self.paid.total} 元。{told}"),
        ]

    def period(self) -> list[Block]:
        return _paragraphs(self.facts.period or GAP)

    def upkeep(self) -> list[Block]:
        blocks = _paragraphs(self.facts.upkeep or GAP)
        blocks += [Paragraph(f"{gate.question}：{gate.answer or GAP}") for gate in self.facts.gates]
        return blocks

    def risks(self) -> list[Block]:
        """Objections by work, counted; no door is named."""
        counted = survey.objections(self.answers)
        blocks = _paragraphs(self.facts.risks) if self.facts.risks else []
        blocks += [
            Paragraph(f"对“{work}”有 {len(rows)} 户提出异议，逐户协商；不影响其他项目实施。")
            for work, rows in counted.items()
        ]
        return blocks or [Paragraph("调查中没有居民对具体项目提出异议。")]

    def open(self) -> list[Block]:
        """What is still to be settled before the plan is signed."""
        return [Paragraph(f"{n}. {each}。") for n, each in enumerate(self.questions(), 1)]

    def questions(self) -> list[str]:
        found = contradictions(
            self.wish, self.priced, self.paid, list(self.facts.files.works), self.facts.gates
        )
        silent = [each for each in self.answers if each.want is Want.NONE]
        if silent:
            found.append(f"还有 {len(silent)} 户未答")
        return found


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph(line) for line in text.split("\n") if line.strip()]


def _rate(rate: Decimal | None) -> str:
    return "" if rate is None else f"工程费的 {(rate * 100).normalize():f}%"


def figures(facts: RenewalFacts) -> list[tuple[str, str]]:
    """The figures of a plan at a glance: (what, how much)."""
    made = _Plan(facts)
    wish, consent = made.wish, facts.consent
    gap = made.paid.gap(made.priced.total)
    reached = "达到" if consent.reached(wish) else f"还差 {consent.missing(wish)} 户"
    return [
        ("方案", facts.title),
        ("调查", f"{wish.households} 户，已答 {wish.answered} 户"),
        ("愿意改造", f"{wish.yes} 户（{percent(wish.yes, wish.households) or '—'}%）"),
        ("同意比例", f"{consent.words}：{consent.inequality(wish)}，{reached}"),
        ("依据", consent.source or GAP),
        *(
            (f"{building}栋", f"{told.yes} / {told.households} 户愿意")
            for building, some in survey.by_building(made.answers).items()
            for told in [survey.wish(some)]
        ),
        *(
            (f"优先第 {rank}", f"{each.work}（{each.mentions} 户，{each.score} 分）")
            for rank, each in enumerate(survey.priorities(made.answers, facts.files.works)[:5], 1)
            if each.mentions
        ),
        ("加装电梯", _lift_words(made)),
        ("预算", f"{made.priced.total} 元"),
        ("资金", f"{made.paid.total} 元"),
        ("差额", "相符" if not gap else f"还差 {gap} 元" if gap > 0 else f"多 {-gap} 元"),
    ]


def _lift_words(made: "_Plan") -> str:
    units = survey.lifts(made.answers)
    reached = [f"{each.building}栋{each.unit}单元" for each in units if each.meets]
    return f"{len(reached)} / {len(units)} 个单元意愿达到" + (
        f"：{'、'.join(reached)}" if reached else ""
    )


def open_questions(facts: RenewalFacts) -> list[str]:
    """What is still to be settled, in words."""
    return _Plan(facts).questions()
