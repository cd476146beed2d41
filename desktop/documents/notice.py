"""会议通知: who is invited where and when, with the agenda. Handed over, not posted."""

from desktop.documents.model import Align, Blank, Block, Document, Heading, Labelled, Paragraph
from desktop.documents.words import numeral, or_gap, titled
from desktop.domain.attendance import counted
from desktop.domain.meeting import day_words, weekday
from desktop.domain.proceedings import Item, MeetingFacts, Proceedings
from desktop.domain.public_view import PublicItem
from desktop.domain.terms import Stage
from desktop.domain.wording import SHIPPED, Wording


def notice(told: Proceedings, words: Wording = SHIPPED) -> Document:
    """The notice of a meeting, in the convener's name."""
    facts = told.facts
    title = f"关于召开{facts.full_title}的通知"
    blocks: list[Block] = [*titled(title), Blank()]
    blocks.append(Paragraph(f"{_invited(told)}：", indent=False))
    blocks.append(
        Paragraph(
            words.say(
                "notice.opening",
                召集单位=or_gap(facts.convener),
                日期=day_words(facts.held_on),
                会议=facts.title,
            )
        )
    )
    if changed := moved(facts):
        blocks.append(Paragraph(changed))
    blocks += [
        Heading("一、时间和地点", 1),
        Paragraph(
            f"{day_words(facts.held_on)}（{weekday(facts.held_on)}）{facts.starts}，"
            f"{or_gap(facts.place)}。"
        ),
        Heading("二、参加人员", 1),
        Paragraph(f"{_bodies(told)}。"),
        Heading("三、会议议题", 1),
    ]
    if any(item.number == 0 for item in told.items):
        blocks.append(Paragraph("上次事项落实情况。"))
    blocks += [Paragraph(announced(item)) for item in told.numbered] or [Paragraph("待定。")]
    blocks += [Heading("四、有关要求", 1), Paragraph(_rules(told, words))]
    if any(item.owners_decide for item in told.numbered):
        blocks.append(Paragraph(words.say("notice.owners")))
    if told.numbered:
        blocks += [
            Blank(),
            Labelled("附件：", "1. 会议议程", plain=True),
            Labelled("　　　", "2. 委托书", plain=True),
        ]
    blocks += [
        Blank(),
        Paragraph(or_gap(facts.convener), align=Align.RIGHT, right=2),
        Paragraph(
            day_words(facts.noticed_on or facts.held_on)
            if facts.noticed_on
            else "　　　年　月　日",
            align=Align.RIGHT,
            right=2,
        ),
    ]
    return Document(title, tuple(blocks), facts.convener)


def moved(facts: MeetingFacts) -> str:
    """That this notice takes the place of an earlier one, and why."""
    if not facts.reason or facts.stage not in {Stage.DRAFT, Stage.NOTICED}:
        return ""
    return f"因{facts.reason.rstrip('。')}，会议改期，时间和地点以本通知为准。"


def _invited(told: Proceedings) -> str:
    names = list(dict.fromkeys(each.body_name for each in told.voters))
    return "、".join(names) or "各有关单位和居民"


def _bodies(told: Proceedings) -> str:
    counts: dict[str, int] = {}
    for each in told.attendees:
        counts[each.body_name] = counts.get(each.body_name, 0) + 1
    return "、".join(f"{counted(name, count)}人" for name, count in counts.items()) or "小区居民"


def announced(item: Item | PublicItem) -> str:
    """One item as it is announced."""
    owners = "（业主共同决定）" if item.owners_decide else ""
    presenter = f"，汇报：{item.presenter}" if item.presenter else ""
    minutes = f"，约{item.minutes}分钟" if item.minutes else ""
    return f"{numeral(item.number)}是{item.title}{owners}{presenter}{minutes}。"


def _rules(told: Proceedings, words: Wording) -> str:
    quorum = told.profile.quorum
    text = words.say("notice.rules")
    return text + (f"到会人数须达到{quorum.words}方可表决。" if quorum else "")
