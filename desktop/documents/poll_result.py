"""Papers of a counted vote: 表决结果公告, 参加情况张贴件, 查阅件, 复核差异表."""

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
)
from desktop.documents.proof import anchored
from desktop.documents.words import numeral, or_gap, titled
from desktop.domain import area as areas
from desktop.domain.checkpoint import Checkpoint
from desktop.domain.figures import (
    MARKS,
    WORDS,
    Check,
    Difference,
    LineFigures,
    MatterFigures,
    percent,
)
from desktop.domain.masking import without_numbers
from desktop.domain.meeting import day_words
from desktop.domain.poll_facts import OWNER, CorrectionLine, CountLine, PollFacts, Reconciliation
from desktop.domain.published import Verdict
from desktop.domain.tally import Mark
from desktop.domain.verdict import WORDS as WORDS_OF


@dataclass(frozen=True, slots=True)
class Posting:
    """When the result is posted and until when objections are taken (民法典 art. 201, 203)."""

    on: date
    until: date
    days: int
    known_year: bool  # whether the days off of that year are known to us
    over: bool = False
    objections: int = 0  # that came in time


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One ballot for inspection: never posted. ``marks`` in words, one a matter.

    ``head`` is the owner's number: rows of one number are one head. ``counted``: whether this
    paper counts, and if not, why.
    """

    door: str
    names: str
    area: int
    number: str
    marks: tuple[str, ...]
    head: int = 0
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """All that a count was made of: ballots, who returned none, and what somebody ruled."""

    rows: tuple[DetailRow, ...]
    away: tuple[tuple[str, int, int], ...] = ()  # door, head, area
    rulings: tuple[tuple[str, ...], ...] = ()  # about, of whom, what, why, who, when


def result(
    facts: PollFacts,
    count: CountLine,
    papers: Reconciliation,
    corrections: Sequence[CorrectionLine],
    posting: Posting | None,
    point: Checkpoint | None = None,
) -> Document:
    """表决结果公告: every total with the base of every percentage, the rule, the inequality."""
    title = f"{facts.compound}{facts.title}结果公告"
    blocks: list[Block] = [*titled(title), Blank()]
    period = f"{day_words(facts.opens_on)}至{day_words(facts.closes_on)}"
    again = (
        f"（第 {count.round} 次计票，原因：{without_numbers(count.reason)}）"
        if count.round > 1
        else ""
    )
    blocks.append(
        Paragraph(
            f"{or_gap(facts.convener)}于{period}就{numeral(len(facts.matters))}个事项组织书面表决，"
            f"现已计票完毕{again}，结果公告如下："
        )
    )
    blocks += [
        Heading("一、表决权和收票", 1),
        Paragraph(f"表决范围：{facts.scope.words}，共 {facts.size}。"),
        Paragraph(
            f"{'；'.join(papers.lines)}。"
            + (f"说明：{without_numbers(facts.gap)}。" if facts.gap else "")
        ),
    ]
    if papers.platform:
        blocks.append(Paragraph(f"另有电子投票平台的票 {papers.platform} 份。"))
    blocks += [Paragraph(f"表决期曾经延长：{without_numbers(each)}。") for each in facts.extensions]
    blocks.append(Heading("二、各事项结果", 1))
    for number, matter in enumerate(count.matters, 1):
        blocks += _matter(number, matter, posting)
    if corrections:
        blocks.append(Heading("三、名册冻结后的更正", 1))
        blocks += [
            Paragraph(
                f"{c.door}：{c.field}由 {c.old} 更正为 {c.new}，原因：{without_numbers(c.reason)}。"
            )
            for c in corrections
            if c.field != OWNER
        ]
        others = sum(1 for c in corrections if c.field == OWNER)
        if others:
            blocks.append(Paragraph(f"另有业主信息更正 {others} 处，可以申请查阅。"))
    blocks.append(Heading(f"{'四' if corrections else '三'}、公示和异议", 1))
    blocks += _posted(facts, posting)
    blocks += anchored(point)
    blocks += [
        Paragraph(f"校验码：{count.code}", indent=False),
        Blank(),
        Paragraph("特此公告。"),
        Paragraph(or_gap(facts.convener), align=Align.RIGHT, right=2),
        Paragraph(
            day_words(posting.on) if posting else "　　　年　月　日", align=Align.RIGHT, right=2
        ),
    ]
    return Document(title, tuple(blocks), facts.convener)


def _posted(facts: PollFacts, posting: Posting | None) -> list[Block]:
    if posting is None:
        period = f"公示期 {facts.publicity_days} 日，自张贴次日起算。"
    else:
        later = "" if posting.known_year else "（最后一日遇法定休假日的顺延）"
        period = (
            f"公示期 {posting.days} 日，自{day_words(posting.on)}张贴的次日起算，"
            f"至{day_words(posting.until)}止{later}。"
        )
    court = (
        "业主认为决定侵害其合法权益的，可以依照民法典第二百八十条请求人民法院予以撤销。"
        if facts.of_owners
        else ""
    )
    return [
        Paragraph(
            f"{period}对结果有异议的，可以在公示期内书面提出，并可依法申请查阅表决票和计票记录。"
            f"{court}"
        )
    ]


def _matter(number: int, told: MatterFigures, posting: Posting | None) -> list[Block]:
    blocks: list[Block] = [Heading(f"（{numeral(number)}）{told.title}", 2)]
    if told.is_decision:
        blocks.append(_table(told, told.lines[0]))
    else:
        blocks += [_table(told, told.lines[0], WHOLE), _standings(told)]
    blocks.append(Paragraph(f"规则：{told.rule_text}（{told.source}）"))
    blocks += [Paragraph(f"{told.named(each)}：{_shown(each)}") for each in told.checks]
    blocks += [
        Paragraph(f"{name}：{'；'.join(f'{told.named(each)} {_shown(each)}' for each in checks)}")
        for (name, *_), checks in zip(told.standings, told.standing_checks, strict=False)
    ]
    blocks.append(_outcome(told, posting))
    if told.beside is not None:
        beside = told.beside
        checks = "；".join(each.inequality for each in beside.checks)
        blocks.append(
            Paragraph(
                f"按“{beside.silence}”另计：{checks}，结果：{beside.word}。以上两种计法并列公布。"
            )
        )
    if told.copied:
        blocks.append(Paragraph(told.copied))
    if told.original is not None:
        blocks += _by_original(told.original)
    if told.warning:
        blocks.append(Paragraph(f"说明：{told.warning}"))
    return blocks


def _shown(check: Check) -> str:
    return f"{check.inequality}　{'✓' if check.holds else '✗'}"


def _outcome(told: MatterFigures, posting: Posting | None) -> Paragraph:
    """The verdict; where nobody may object to it, what became of it while it was posted."""
    word, said = told.word, list(told.reasons)
    passed = told.verdict == Verdict.PASSED.value
    if told.waits and posting is not None and (posting.over or posting.objections):
        passed = not posting.objections
        word = WORDS_OF[Verdict.PASSED if passed else Verdict.NOT_PASSED]
        said = [f"公示期内收到书面异议 {posting.objections} 件"]
    joint = "业主共同决定" if told.owners_joint else told.rule
    decided = f"（{joint}）" if passed else ""
    why = "说明" if passed else "理由"
    reasons = f"{why}：{'；'.join(said)}。" if said else ""
    return Paragraph(f"结果：{word}{decided}。{reasons}")


def _by_original(told: MatterFigures) -> list[Block]:
    """What the rule itself says to the same ballots, printed beside the office's changed copy."""
    checks = "；".join(f"{each.inequality} {'✓' if each.holds else '✗'}" for each in told.checks)
    reasons = f"（{'；'.join(told.reasons)}）" if told.reasons else ""
    return [
        Paragraph(
            f"按原规则“{told.rule}”另计：{told.rule_text}（{told.source}）"
            f"{checks}，结果：{told.word}{reasons}。以上两种计法并列公布。"
        )
    ]


# What a whole ballot says when names stand on it: for and against are told name by name.
WHOLE = (Mark.ABSTAIN, Mark.INVALID, Mark.UNRETURNED)


def _table(told: MatterFigures, line: LineFigures, marks: Sequence[Mark] = MARKS) -> Grid:
    """Heads and area of every kind of mark; every percentage names what it is a share of."""
    header = ("", f"{told.unit}数", "占比", *(("面积（㎡）", "占比") if told.by_area else ()))
    rows = [
        _row("全体", told.total_heads, None, told.total_area, None, told),
        _row(
            "参加表决",
            told.part_heads,
            ("全体", told.total_heads),
            told.part_area,
            told.total_area,
            told,
        ),
    ]
    for mark in marks:
        key = mark.value
        taking_part = key in {"for", "against", "abstain"}
        base = ("参加", told.part_heads) if taking_part else ("全体", told.total_heads)
        area = told.part_area if taking_part else told.total_area
        rows.append(_row(WORDS[mark], line.heads[key], base, line.area[key], area, told))
    if line.split:
        rows.append(("同一业主表决不同", str(line.split), "", *(("", "") if told.by_area else ())))
    widths = (26, 16, 24, 24, 24) if told.by_area else (30, 20, 30)
    return Grid(header, tuple(rows), widths)


def _row(
    name: str,
    heads: int,
    base: tuple[str, int] | None,
    area: int,
    of_area: int | None,
    told: MatterFigures,
) -> tuple[str, ...]:
    word = f"{base[0]}的 " if base else ""
    share = f"{word}{percent(heads, base[1])}" if base else ""
    if not told.by_area:
        return (name, str(heads), share)
    of = f"{word}{percent(area, of_area)}" if base and of_area is not None else ""
    return (name, str(heads), share, areas.shown(area), of)


def _standings(told: MatterFigures) -> Grid:
    header = (
        "名次",
        "候选人或方案",
        f"同意{told.unit}数（占参加）",
        f"反对{told.unit}数",
        *(("同意面积（㎡，占参加）", "反对面积（㎡）") if told.by_area else ()),
        "达到规定",
    )
    against = {line.name: line for line in told.lines}
    key = Mark.AGAINST.value
    rows = tuple(
        (
            str(place),
            name,
            f"{heads}（{percent(heads, told.part_heads)}）",
            str(against[name].heads[key]),
            *(
                (
                    f"{areas.shown(area)}（{percent(area, told.part_area)}）",
                    areas.shown(against[name].area[key]),
                )
                if told.by_area
                else ()
            ),
            "是" if enough else "否",
        )
        for place, (name, heads, area, enough) in enumerate(told.standings, 1)
    )
    widths = (8, 19, 25, 10, 28, 17, 11) if told.by_area else (10, 34, 26, 14, 14)
    return Grid(header, rows, widths, frozenset({1}))


def participation(facts: PollFacts, rows: Sequence[tuple[str, str]]) -> Document:
    """参加情况张贴件: by room number alone — whether a ballot came back, never what it said."""
    title = f"{facts.title}参加情况"
    told = [cell for row in rows for cell in row]
    told += [""] * (-len(told) % 6)
    lines = tuple(tuple(told[n : n + 6]) for n in range(0, len(told), 6))
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph("仅列房号和是否交回，不列姓名，不列表决意见。有出入的请向召集单位核对。"),
        Grid(("房号", "情况") * 3, lines, (14, 12) * 3),
    )
    return Document(title, blocks, facts.convener)


def detail(facts: PollFacts, told: Detail, reader: str) -> Document:
    """查阅件: all that the count was made of, for one reader, on the record (解释 art. 13).

    Anybody can count it again: ballots with their owners' numbers, who returned none, rulings.
    Not for walls.
    """
    title = f"{facts.title}表决明细（查阅件）"
    header = (
        "房号",
        facts.voter,
        "编号",
        "面积",
        "票号",
        *(f"事项{n}" for n in range(1, len(facts.matters) + 1)),
        "计入",
    )
    rows = tuple(
        (
            r.door, r.names, str(r.head or ""), areas.shown(r.area), r.number, *r.marks, r.counted,
        )
        for r in told.rows
    )  # fmt: skip
    marks = (max(8, 36 // len(facts.matters)) for _ in facts.matters)
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(f"查阅人：{reader}。本件含个人信息，只供查阅，不得张贴、转发。"),
        Paragraph(
            f"“编号”是{facts.voter}编号：编号相同的各户是同一名{facts.voter}，人数计为一人，面积合计。"
            "“计入”写明这张票是否计入，没有计入的写明原因。"
        ),
        *(Paragraph(f"事项{n}：{m.title}", indent=False) for n, m in enumerate(facts.matters, 1)),
        Grid(header, rows, (14, 14, 8, 11, 20, *marks, 14)),
    ]
    if told.away:
        blocks.append(Heading("没有交回票的户", 1))
        away = tuple((door, str(head), areas.shown(area)) for door, head, area in told.away)
        blocks.append(Grid(("房号", "编号", "面积（㎡）"), away, (40, 16, 24)))
    if told.rulings:
        blocks.append(Heading("裁定", 1))
        header = ("事由", "房屋", "裁定", "理由", "裁定人", "时间")
        blocks.append(Grid(header, told.rulings, (16, 18, 24, 24, 12, 16), frozenset({0, 1, 2, 3})))
    return Document(title, tuple(blocks), facts.convener)


def differences(
    facts: PollFacts, before: CountLine, after: CountLine, rows: Sequence[Difference]
) -> Document:
    """复核差异表: what a recount changed, and why there was one."""
    title = f"{facts.title}重新计票差异表"
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(
            f"第 {before.round} 次计票（校验码 {before.code}）与第 {after.round} 次计票"
            f"（校验码 {after.code}）比较。重新计票的原因：{without_numbers(after.reason)}。"
        ),
    ]
    if rows:
        told = tuple((r.matter, r.what, r.before, r.after) for r in rows)
        blocks.append(
            Grid(("事项", "项目", "原来", "现在"), told, (44, 24, 16, 16), frozenset({0}))
        )
    else:
        blocks.append(Paragraph("两次计票的各项数字完全一致。"))
    return Document(title, tuple(blocks), facts.convener)
