"""What several papers of a plan and the window say alike: figures in words, and charts."""

import re
from collections.abc import Sequence
from decimal import Decimal

from desktop.documents.model import Block, Chart, Paragraph
from desktop.documents.renewal.charts import Bar, Span, gantt, ranked, stacked
from desktop.documents.renewal.facts import RenewalFacts, UnitStanding
from desktop.documents.words import GAP
from desktop.domain.masking import without_numbers
from desktop.domain.renewal import survey
from desktop.domain.renewal.costs import CostLine, money
from desktop.domain.renewal.ledger import Cells, per_cent, spelled
from desktop.domain.renewal.survey import Answer, Wish, percent_words
from desktop.domain.renewal.terms import Ledger

MOST_BARS = 12
ON_A_PAGE = 16  # bars of one chart
FEW = 3  # households of whom no figures are told by themselves
_N, _TO = "(?<![0-9一二三四五六七八九十])[0-9一二三四五六七八九十]{1,3}", "[-—－–‐−]"
_ROOM = "[0-9]{3,4}(?![0-9])"
_OF = "(?=室|号(?!文)|业主|住户|家|反对|同意|不|愿意|的|门)"  # what is said of a door
_DOOR = re.compile(  # 1-1-101, 2栋1203室, 三栋二单元501, 201室; neither 4栋168户 nor 50-100元 nor 1986年
    rf"{_N}\s*(?:栋|幢|号楼|#|{_TO}){_TO}?\s*{_N}\s*(?:单元|{_TO})\s*{_ROOM}(?:室|号)?"
    rf"|{_N}\s*(?:栋|幢|号楼|#)\s*{_ROOM}(?:{_OF}|(?=[，。；、）]|$))(?:室|号)?"
    rf"|{_N}{_TO}{_ROOM}(?:{_OF}|(?=户))(?:室|号)?"
    rf"|{_N}单元\s*{_ROOM}(?:室|号)?"
    rf"|(?<![0-9A-Za-z.〔-]){_ROOM}(?:室|(?=业主|住户|家(?!具)|的?反对|的?同意|不同意|不愿意))"
)
WISHES = ("愿意", "不愿意", "未答")
METHOD = (
    "居民优先项：每户最多选三项，第一、二、三位分别计 3、2、1 分，同一户重复选同一项只计一次；"
    "按分值、提到的户数、清单顺序排列。"
)


def not_approved(facts: RenewalFacts) -> list[Block]:
    """A word at the head of what tells of changes after the approval."""
    if facts.approved is None or not facts.changed:
        return []
    number = facts.approved.number
    return [Paragraph(f"本件内容在第 {number} 版通过以后有改动，改动还没有通过，供讨论。")]


def missing_words(facts: RenewalFacts) -> str:
    """What a threshold lacks, in 户 and m²; blank where it is reached."""
    short = [check for check in facts.consent.checks(facts.wish) if not check.holds]
    return "、".join(check.lacks for check in short)


def consent_words(facts: RenewalFacts) -> list[Block]:
    """How many want it, under which threshold, with the inequality."""
    wish, consent = facts.wish, facts.consent
    missing = missing_words(facts)
    reached = f"未达到，{missing}" if missing else "达到"
    source = f"（依据：{consent.source or GAP}）"
    by_hand = "（由社区填报，没有逐户调查表）" if facts.by_hand else ""
    area = (
        f"，建筑面积 {wish.area_yes} 平方米，占 {percent_words(wish.area_yes, wish.area)}"
        if wish.area
        else ""
    )
    return [
        Paragraph(
            f"共调查 {wish.households} 户{by_hand}，愿意改造 {wish.yes} 户，不愿意 {wish.no} 户，"
            f"未答 {wish.silent} 户；愿意改造的占全部户数的 {percent_words(wish.yes, wish.households)}{area}。"
        ),
        Paragraph(
            f"项目要求{consent.words}同意{source}：{consent.inequality(wish)}，{reached}。"
            "以上是意愿调查，不是业主表决；依法由业主共同决定的事项另行表决。"
        ),
    ]


def buildings(facts: RenewalFacts) -> list[tuple[str, Wish]]:
    """The wish of each building; those of a handful of households are told together, because their
    figures would tell who said what."""
    found: list[tuple[str, list[Answer]]] = []
    small: list[Answer] = []
    for name, some in survey.by_building(facts.answers).items():
        if len(some) < FEW:
            small += some
        else:
            found.append((survey.building_name(name), some))
    if 0 < len(small) < FEW and found:  # else what is left of the sum would be theirs
        least = min(found, key=lambda each: len(each[1]))
        found.remove(least)
        small += least[1]
    told = [(name, survey.wish(some)) for name, some in found]
    return [*told, ("其他楼栋", survey.wish(small))] if len(small) >= FEW else told


def consent_charts(facts: RenewalFacts) -> list[Block]:
    """愿意, 不愿意, 未答 by building, so many bars a chart that each fits a page."""
    bars = [
        Bar(
            name,
            (told.yes, told.no, told.silent),
            f"愿意 {percent_words(told.yes, told.households)}",
        )
        for name, told in buildings(facts)
    ]
    charts: list[Block] = []
    for start in range(0, len(bars), ON_A_PAGE):
        some = bars[start : start + ON_A_PAGE]
        says = "；".join(f"{bar.name}愿意 {bar.parts[0]} 户" for bar in some)
        charts.append(Chart(stacked(some, WISHES), f"各栋意愿：{says}"))
    return charts


def doorless(text: str) -> str:
    """A text without doors beside what is said of them."""
    return _DOOR.sub("〔房号略〕", text)


def without_doors(text: str) -> str:
    """A text somebody has typed, for a wall: without numbers, and without doors."""
    return doorless(without_numbers(text))


def priority_chart(facts: RenewalFacts) -> Chart:
    """The works most wished for, by their score."""
    found = [each for each in facts.priorities if each.mentions][:MOST_BARS]
    bars = [Bar(doorless(each.work), (each.score,), f"{each.score} 分") for each in found]
    return Chart(ranked(bars), "优先项分值：" + "；".join(f"{b.name} {b.figure}" for b in bars))


def phase_chart(phases: Sequence[Cells]) -> Chart:
    """The stages over the months."""
    spans = [
        Span(each["name"], since, until)
        for each in phases
        if (since := each.day("since")) and (until := each.day("until"))
    ]
    says = "；".join(f"{each.name} {each.since}—{each.until}" for each in spans)
    return Chart(gantt(spans), f"实施计划：{says}")


def register_words(facts: RenewalFacts) -> list[str]:
    """拆违, 车位, 充电, 立管: one sentence each, with its figures."""
    found = []
    if illegal := facts.lines(Ledger.ILLEGAL):
        gone = sum(each["state"] == "已拆除" for each in illegal)
        found.append(f"登记违建 {len(illegal)} 处，已拆除 {gone} 处。")
    if parking := facts.lines(Ledger.PARKING):
        counts = {
            kind: sum(int(each["count"]) for each in parking if each["kind"] == kind)
            for kind in ("新增", "保留", "取消", "")
        }
        told = "，".join(
            f"{kind or '没有注明变动的'} {count} 个" for kind, count in counts.items() if count
        )
        found.append(f"车位：{told or '没有变动'}。")
    if sheds := [each for each in facts.lines(Ledger.SHEDS) if each["state"] != "撤除"]:
        ports = sum(int(each["count"]) for each in sheds)
        found.append(f"充电设施 {len(sheds)} 处，充电口 {ports} 个。")
    if risers := facts.lines(Ledger.RISERS):
        doors = sum(int(each["doors"]) for each in risers)
        agreed = sum(int(each["agreed"] or 0) for each in risers)
        found.append(f"立管 {len(risers)} 根，涉及 {doors} 户，已同意入户 {agreed} 户。")
    return found


def balance_words(total: Decimal, paid: Decimal) -> str:
    gap = total - paid
    if not total and not paid:
        return "预算和资金都还没有。"
    if not gap:
        return "资金与预算相符。"
    return f"资金还差 {gap} 元。" if gap > 0 else f"资金多 {-gap} 元。"


def yearly(line: Cells) -> Decimal:
    """What a source of revenue brings in a year, in 元; what comes by the time is not foreseen."""
    times = {"月": 12, "年": 1}.get(line["per"], 0)
    return money(
        (line.number("count") or Decimal(0)) * (line.number("price") or Decimal(0)) * times
    )


def figures(facts: RenewalFacts) -> list[tuple[str, str]]:
    """The figures of a plan at a glance: (what, how much)."""
    wish, consent = facts.wish, facts.consent
    gap = facts.paid.gap(facts.bill.total)
    reached = missing_words(facts) or "达到"
    told = [each for each in facts.lift_units if len(each.answers) >= FEW]
    units = [each for each in told if each.standing.meets]
    lifts = f"{len(units)} / {len(told)} 个单元意愿达到" if told else "—"
    named = "、".join(each.name for each in units)
    return [
        ("阶段", facts.stage.word),
        ("调查", f"{wish.households} 户，已答 {wish.answered} 户"),
        ("愿意改造", f"{wish.yes} 户（{percent_words(wish.yes, wish.households)}）"),
        ("同意比例", f"{consent.words}：{consent.inequality(wish)}，{reached}"),
        ("依据", consent.source or GAP),
        *(
            (f"优先第 {rank}", f"{each.work}（{each.mentions} 户，{each.score} 分）")
            for rank, each in enumerate(facts.priorities[:5], 1)
            if each.mentions
        ),
        ("加装电梯", lifts + (f"：{named}" if named else "")),
        ("改造内容", f"{len(facts.works)} 项"),
        ("预算", f"{facts.bill.total} 元"),
        ("资金", f"{facts.paid.total} 元"),
        ("差额", "相符" if not gap else f"还差 {gap} 元" if gap > 0 else f"多 {-gap} 元"),
    ]


def reached(unit: UnitStanding) -> str:
    """Whether a unit has come to its thresholds; nothing of a handful of households."""
    if len(unit.answers) < FEW:
        return "—"
    return "达到" if unit.standing.meets else "未达到"


def price_words(line: CostLine) -> str:
    """What one unit costs, with its cents; or of what a rate is taken."""
    if line.price is not None:
        whole, _, cents = spelled(line.price).partition(".")
        return f"{whole}.{cents.ljust(2, '0')}"
    return f"工程费的 {per_cent(line.rate)}" if line.rate is not None else ""
