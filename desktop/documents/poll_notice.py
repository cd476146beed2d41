"""Papers before and while a written vote runs: 表决公告, 延期公告, 发放签收表, 送达登记表, 委托书, 计票表."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.documents.model import (
    Align,
    Blank,
    Block,
    Document,
    Grid,
    Heading,
    Paragraph,
    Title,
)
from desktop.documents.words import numeral, or_gap, titled
from desktop.domain import area as areas
from desktop.domain.meeting import day_words
from desktop.domain.poll import Matter
from desktop.domain.poll_facts import PollFacts
from desktop.domain.terms import Delivery, Electorate, MatterKind


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of a register; ``area`` in units of 0.0001 m². No phone, and no mark."""

    number: str
    door: str
    area: int
    name: str
    state: str
    delivery: Delivery | None = None
    at: str = ""
    by: str = ""
    witness: str = ""


def announcement(facts: PollFacts) -> Document:
    """表决公告: what is asked, of whom, by which rule, until when; the rules of invalidity."""
    title = f"关于{facts.compound}{facts.title}的公告"
    blocks: list[Block] = [*titled(title), Blank()]
    blocks.append(Paragraph(f"{facts.everybody}：", indent=False))
    blocks.append(
        Paragraph(
            f"{or_gap(facts.convener)}决定就下列事项以书面方式组织表决。表决期限为"
            f"{day_words(facts.opens_on)}至{day_words(facts.closes_on)}。现公告如下："
        )
    )
    blocks += [
        Heading("一、表决范围", 1),
        Paragraph(f"{facts.scope.words}，共 {facts.size}。{_who_counts(facts)}"),
        Heading("二、表决事项和规则", 1),
    ]
    for number, matter in enumerate(facts.matters, 1):
        blocks += _asked(number, matter)
    blocks += [
        Heading("三、填写和交回", 1),
        *(Paragraph(line) for line in facts.rules.lines),
        Paragraph("本次只就以上事项表决；没有列入公告的事项不能表决。"),
        Blank(),
        *_signed(facts, facts.noticed_on.isoformat() if facts.noticed_on else ""),
    ]
    return Document(title, tuple(blocks), facts.convener)


def _who_counts(facts: PollFacts) -> str:
    """How heads are counted in this vote."""
    rules = [matter.rule for matter in facts.matters]
    if any(rule.electorate is Electorate.MEMBERS for rule in rules):
        return "每名委员一票。"
    if facts.body is not None:
        return "每人一票。"
    if any(rule.by_door for rule in rules):
        return "每户一票。"
    area = "，面积合并计算" if facts.by_area else ""
    return f"一名业主有多套房屋的，人数计为一人{area}。"


def _asked(number: int, matter: Matter) -> list[Block]:
    blocks: list[Block] = [Heading(f"（{numeral(number)}）{matter.title}", 2)]
    if matter.text:
        blocks.append(Paragraph(matter.text))
    if matter.kind is not MatterKind.DECISION:
        most = f"，应选 {matter.seats} 人" if matter.kind is MatterKind.ELECTION else ""
        blocks.append(Paragraph(f"选项：{'、'.join(matter.options)}{most}；可以都不同意。"))
    rule = matter.rule
    blocks.append(Paragraph(f"表决规则：{rule.text}（{rule.source}）"))
    if rule.copied_from:
        blocks.append(
            Paragraph(f"本规则由“{rule.copied_from}”修改而来，原因：{rule.copy_reason}。")
        )
    if rule.original is not None:
        was = rule.original
        blocks.append(
            Paragraph(f"原规则：{was.text}（{was.source}）计票时两种规则的结果并列公布。")
        )
    if rule.warning and not rule.statutory:
        blocks.append(Paragraph(f"说明：{rule.warning}"))
    return blocks


def extension(facts: PollFacts) -> Document:
    """延期公告: the last extension, with its reason."""
    title = f"关于延长{facts.title}表决期的公告"
    last = facts.extensions[-1] if facts.extensions else ""
    _, _, reason = last.partition("：")
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(f"{facts.everybody}：", indent=False),
        Paragraph(
            f"因{or_gap(reason)}，{facts.title}的表决期限延长至{day_words(facts.closes_on)}。"
            "表决事项、范围和规则不变，已经交回的表决票继续有效。"
        ),
        Blank(),
        *_signed(facts, ""),
    ]
    return Document(title, tuple(blocks), facts.convener)


def issue_register(facts: PollFacts, rows: Sequence[RegisterRow]) -> Document:
    """表决票发放签收表."""
    title = f"{facts.title}表决票发放签收表"
    header = ("票号", "房号", "面积（㎡）", facts.voter, "领票人签名", "时间", "经手人")
    told = tuple((r.number, r.door, _area(facts, r), r.name, "", "", "") for r in rows)
    return _register(facts, title, header, told, (27, 18, 13, 14, 18, 14, 12))


def delivery_register(facts: PollFacts, rows: Sequence[RegisterRow]) -> Document:
    """送达登记表: 方式、时间、经手人、见证."""
    title = f"{facts.title}表决票送达登记表"
    header = ("票号", "房号", facts.voter, "送达方式", "送达时间", "经手人", "见证人")
    told = tuple(
        (r.number, r.door, r.name, r.delivery.word if r.delivery else "", r.at, r.by, r.witness)
        for r in rows
    )
    return _register(facts, title, header, told, (27, 18, 14, 15, 20, 12, 12))


def proxy(facts: PollFacts) -> Document:
    """委托书, to be filled in by hand: the agent votes as instructed on each matter."""
    blocks: list[Block] = [
        Title("委托书"),
        Blank(),
        Paragraph(f"委托人（{facts.voter}）：＿＿＿＿＿＿＿＿　房号：＿＿＿＿＿＿＿＿＿＿"),
        Paragraph("受托人：＿＿＿＿＿＿＿＿＿＿＿＿　与委托人关系：＿＿＿＿＿＿"),
        Paragraph(
            f"委托人现委托受托人，在{facts.compound}{facts.title}中代为领取、填写和交回表决票，"
            "并按下列意见表决："
        ),
        Grid(
            ("序号", "表决事项", "委托人的意见"),
            tuple((str(n), m.title, "") for n, m in enumerate(facts.matters, 1)),
            (10, 60, 40),
            frozenset({1}),
            row_height=34,
        ),
        Paragraph(f"委托期限：至{day_words(facts.closes_on)}。"),
    ]
    if facts.rules.proxy_most:
        blocks.append(Paragraph(f"按本次表决规则，一人最多受托 {facts.rules.proxy_most} 户。"))
    blocks += [
        Blank(),
        Paragraph("委托人签名：＿＿＿＿＿＿＿＿　受托人签名：＿＿＿＿＿＿＿＿"),
        Paragraph("＿＿＿＿年＿＿月＿＿日", align=Align.RIGHT, right=2),
    ]
    return Document("委托书", tuple(blocks), facts.convener)


def count_sheet(facts: PollFacts) -> Document:
    """计票表: 唱票, 计票, 监票; strokes of 正 by hand, for a count without the computer."""
    rows = []
    for number, matter in enumerate(facts.matters, 1):
        names = matter.options or ("同意",)
        told = [*names, "反对" if not matter.options else "都不同意", "弃权", "无效"]
        rows += [(str(number) if n == 0 else "", name, "", "") for n, name in enumerate(told)]
    blocks: tuple[Block, ...] = (
        Title(f"{facts.title}计票表"),
        Blank(),
        *(Paragraph(f"{n}．{m.title}", indent=False) for n, m in enumerate(facts.matters, 1)),
        Grid(
            ("事项", "票面", "画“正”计数", "合计"),
            tuple(rows),
            (10, 24, 70, 16),
            frozenset({1}),
            row_height=34,
        ),
        Blank(),
        Paragraph("唱票人：＿＿＿＿＿　计票人：＿＿＿＿＿　监票人：＿＿＿＿＿", indent=False),
        Paragraph(
            f"{facts.voter}代表（见证）：＿＿＿＿＿＿＿＿　日期：＿＿＿年＿＿月＿＿日", indent=False
        ),
    )
    return Document(f"{facts.title}计票表", blocks, facts.convener)


def objections_form(facts: PollFacts) -> Document:
    """异议登记表, to lie where the result is posted."""
    title = f"{facts.title}结果异议登记表"
    header = ("序号", "日期", "房号", "姓名", "异议内容", "答复", "答复日期")
    rows = tuple((str(n), "", "", "", "", "", "") for n in range(1, 11))
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Grid(header, rows, (8, 14, 16, 14, 34, 26, 14), row_height=48),
    )
    return Document(title, blocks, facts.convener)


def _register(
    facts: PollFacts,
    title: str,
    header: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    widths: tuple[int, ...],
) -> Document:
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(f"{facts.compound}　{facts.scope.words}　共 {len(rows)} 张", indent=False),
        Grid(header, rows, widths, row_height=28),
    )
    return Document(title, blocks, facts.convener)


def _area(facts: PollFacts, row: RegisterRow) -> str:
    return areas.shown(row.area) if facts.by_area else "—"


def _signed(facts: PollFacts, day: str) -> list[Block]:
    on = day_words(date.fromisoformat(day)) if day else "　　　年　月　日"
    return [
        Paragraph(or_gap(facts.convener), align=Align.RIGHT, right=2),
        Paragraph(on, align=Align.RIGHT, right=2),
    ]
