"""Papers around a meeting that are not for walls: 议程, 座签, 委托书; 决议书, 落实台账, 归档目录.

会议记录 has a module of its own, ``record``.
"""

from collections.abc import Sequence

from desktop.documents.model import (
    Align,
    Big,
    Blank,
    Block,
    Document,
    Grid,
    Heading,
    NewPage,
    Paragraph,
)
from desktop.documents.record import record as record
from desktop.documents.words import due, nobody, numeral, or_gap, titled, when
from desktop.domain.masking import mask_name
from desktop.domain.meeting import day_words
from desktop.domain.proceedings import Item, Objection, Proceedings, Round
from desktop.domain.resolution import paper_word
from desktop.domain.terms import BodyKind, Decision, Outcome, Result
from desktop.domain.wording import SHIPPED, Wording

_PASSED = {Outcome.PASSED, Outcome.PASSED_AMENDED, Outcome.AGREED, Outcome.RECOMMENDED}


def agenda(told: Proceedings, words: Wording = SHIPPED) -> Document:
    """议程: every item with its time, who presents it, how it is decided."""
    facts = told.facts
    title = f"{facts.full_title}议程"
    hour, minute = map(int, facts.starts.split(":"))
    at, rows = hour * 60 + minute, []
    for item in told.items:
        number = str(item.number) if item.number else "—"
        time = f"{at // 60 % 24:02d}:{at % 60:02d}"
        rows.append(
            (number, time, item.title, _presenter(told, item), _decides(item), _minutes(item))
        )
        at += item.minutes or 0
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(f"时间：{when(facts)}　地点：{or_gap(facts.place)}", indent=False),
        Paragraph(f"主持：{or_gap(facts.chair)}　记录：{or_gap(facts.recorder)}", indent=False),
        Grid(
            ("序号", "时间", "议题", "汇报", "决定方式", "分钟"),
            tuple(rows),
            (9, 12, 40, 17, 20, 10),
            frozenset({2}),
        ),
    ]
    if not rows:
        blocks.append(Paragraph(words.say("agenda.empty")))
    return Document(title, tuple(blocks), facts.convener)


def cards(told: Proceedings) -> Document:
    """座签: one page for each person, to be folded and set on the table."""
    title = f"{told.facts.full_title}座签"
    blocks: list[Block] = []
    for each in told.attendees:
        blocks += [Big(each.name, 110), Paragraph(each.body_name, align=Align.CENTER), NewPage()]
    return Document(title, tuple(blocks[:-1]) or nobody(title), told.facts.convener)


def proxy(told: Proceedings, words: Wording = SHIPPED) -> Document:
    """委托书: somebody comes in another's place, and what he may say for him."""
    facts = told.facts
    title = "委托书"
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(f"{or_gap(facts.convener)}：", indent=False),
        Paragraph(words.say("proxy.powers", 日期=day_words(facts.held_on), 会议=facts.full_title)),
        Grid(
            ("序号", "议题", "同意", "反对", "弃权"),
            tuple((str(i.number), i.title, "", "", "") for i in told.numbered)
            or (("", "", "", "", ""),),
            (10, 54, 12, 12, 12),
            frozenset({1}),
            row_height=28,
        ),
        Paragraph("本委托书仅对本次会议有效。"),
        Blank(),
        Paragraph("委托人（签名）：＿＿＿＿＿　所在单位或房号：＿＿＿＿＿", indent=False),
        Paragraph("受托人（签名）：＿＿＿＿＿　日期：＿＿＿＿＿", indent=False),
    )
    return Document(title, blocks, facts.convener)


def decision(told: Proceedings, words: Wording = SHIPPED) -> Document:
    """决议书: what was passed, in the words of the proposal, with its vote. 决议 only where a body may."""
    facts = told.facts
    passed = [item for item in told.numbered if item.outcome in _PASSED]
    body = any(item.decision is Decision.BODY_VOTE and not item.owners_decide for item in passed)
    word = "决议" if body else "议事意见"
    title = f"{facts.full_title}{word}书"
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(
            f"{day_words(facts.held_on)}，{or_gap(facts.convener)}在{or_gap(facts.place)}召开"
            f"{facts.title}，应到{len(told.voters)}人，到会{sum(v.came for v in told.voters)}人，"
            f"形成以下{word}："
        ),
    ]
    for place, item in enumerate(passed, 1):
        blocks.append(Heading(f"{numeral(place)}、{item.title}", 1))
        text = next((p.text for p in reversed(item.proposals)), "")
        if text:
            blocks.append(Paragraph(_stop(text)))
        for each in item.rounds:
            if each.result not in {Result.VOID}:
                blocks.append(Paragraph(_vote(each)))
        for number, task in enumerate(item.resolutions, 1):
            called = paper_word(task.basis, _kind(item), passed=True)
            blocks.append(
                Paragraph(
                    f"{number}. 〔{called}〕{task.text.rstrip('。')}"
                    f"（责任：{or_gap(task.lead)}；完成时限：{due(task.due)}）。"
                )
            )
    if not passed:
        blocks.append(Paragraph(words.say("decision.none")))
    if any(item.owners_decide for item in passed):
        blocks.append(Paragraph(words.say("decision.owners")))
    blocks += [*_signed(told)]
    return Document(title, tuple(blocks), facts.convener)


def ledger(told: Proceedings) -> Document:
    """落实台账 of one meeting, with room to write on."""
    title = f"{told.facts.full_title}议定事项落实台账"
    tasks = [(item.title, task) for item in told.items for task in item.resolutions] + [
        ("其他", task) for task in told.other_resolutions
    ]
    rows = tuple(
        (
            str(number),
            task.text,
            task.charged_by,
            task.lead,
            task.helpers,
            day_words(task.due) if task.due else "",
            task.state.word,
            "",
        )
        for number, (_, task) in enumerate(tasks, 1)
    )
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Grid(
            ("序号", "事项", "交办", "领办", "协办", "时限", "状态", "落实情况"),
            rows or (("", "没有议定事项", "", "", "", "", "", ""),),
            (8, 26, 10, 13, 11, 13, 9, 16),
            frozenset({1}),
            row_height=36,
        ),
        Paragraph("核实人：＿＿＿＿＿＿　日期：＿＿＿＿＿＿", indent=False),
    )
    return Document(title, blocks, told.facts.convener)


def objections(
    told: Proceedings, taken: Sequence[Objection] = (), words: Wording = SHIPPED
) -> Document:
    """异议登记表: what was registered, and blank lines to be filled in during publicity."""
    title = f"{told.facts.full_title}公示异议登记表"
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Grid(
            ("序号", "日期", "房号", "异议内容", "登记人", "答复", "答复日期"),
            tuple(
                (
                    str(n),
                    day_words(each.on),
                    each.door,
                    f"{each.text}（{each.by}）" if each.by else each.text,
                    each.taken_by,
                    each.answer,
                    day_words(each.answered_on) if each.answered_on else "",
                )
                for n, each in enumerate(taken, 1)
            )
            + tuple((str(n), *[""] * 6) for n in range(len(taken) + 1, max(8, len(taken) + 3) + 1)),
            (8, 13, 12, 30, 11, 18, 13),
            row_height=44,
        ),
        Paragraph(words.say("objections.foot"), indent=False),
    )
    return Document(title, blocks, told.facts.convener)


def catalogue(told: Proceedings, papers: list[tuple[str, str, str]]) -> Document:
    """归档目录: every paper and file of a meeting with its pages, where they are known."""
    title = f"{told.facts.full_title}归档目录"
    rows = tuple((str(n), name, kind, pages, "") for n, (name, kind, pages) in enumerate(papers, 1))
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Paragraph(
            f"会议日期：{day_words(told.facts.held_on)}　记录人：{or_gap(told.facts.recorder)}",
            indent=False,
        ),
        Grid(
            ("序号", "文件", "形式", "页数", "备注"),
            rows or (("", "没有文件", "", "", ""),),
            (9, 51, 14, 10, 16),
            frozenset({1}),
        ),
        Paragraph("立卷人：＿＿＿＿　检查人：＿＿＿＿　日期：＿＿＿＿", indent=False),
    )
    return Document(title, blocks, told.facts.convener)


COPIES = {
    "签到表": "1 份，放在门口", "座签": "每人 1 张", "委托书": "请假的人各 1 份", "议程": "每人 1 份",
    "会议通知": "送达每个单位", "会议公告": "每个单元门口 1 张", "公示": "每个单元门口 1 张",
    "会议纪要（张贴件）": "每个单元门口 1 张", "异议登记表": "1 份",
}  # fmt: skip


def checklist(told: Proceedings, pack: str, papers: list[str]) -> Document:
    """打印清单: what lies in a pack, in order, to be ticked off."""
    title = f"{told.facts.full_title}{pack}清单"
    rows = tuple(
        ("□", str(n), name, COPIES.get(name, "1 份，存档")) for n, name in enumerate(papers, 1)
    )
    blocks: tuple[Block, ...] = (
        *titled(title),
        Blank(),
        Grid(("", "序号", "文件", "份数"), rows, (8, 10, 46, 36), frozenset({2, 3})),
        Paragraph("停电、没有电脑时：按本清单打印好，用纸记录，会后在“会后补录”里录入。"),
    )
    return Document(title, blocks, told.facts.convener)


def _vote(each: Round) -> str:
    on = f"方案{each.proposal.version}，" if each.proposal else ""
    void = f"本次表决作废（{each.void_reason}）" if each.result is Result.VOID else each.result.word
    return (
        f"表决：{on}{each.method.word}，应到{each.entitled}人，到会{each.present}人，同意{each.for_}票，"
        f"反对{each.against}票，弃权{each.abstain}票。{each.inequality}，{void}。"
    )


def _presenter(told: Proceedings, item: Item) -> str:
    """Who presents; a resident without a seat is masked, for agendas lie about."""
    owners = {each.name for each in told.attendees if each.body is BodyKind.OWNERS}
    return mask_name(item.presenter) if item.presenter in owners else item.presenter


def _decides(item: Item) -> str:
    return Decision.OWNERS_JOINT.word if item.owners_decide else item.decision.word


def _minutes(item: Item) -> str:
    return str(item.minutes) if item.minutes else ""


def _kind(item: Item) -> Decision:
    return Decision.OWNERS_JOINT if item.owners_decide else item.decision


def _stop(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _signed(told: Proceedings) -> tuple[Block, ...]:
    return (
        Blank(),
        Paragraph(or_gap(told.facts.convener), align=Align.RIGHT, right=2),
        Paragraph("　　　年　月　日", align=Align.RIGHT, right=2),
    )
