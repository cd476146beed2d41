"""Papers of a meeting for a wall and a chat group: 会议公告, 张贴件, 公示, 更正公告.

They are made from the public view alone; the full record cannot be handed to them.
"""

from dataclasses import dataclass
from datetime import date

from desktop.documents.minutes import set_minutes
from desktop.documents.model import Align, Blank, Block, Document, Paragraph
from desktop.documents.notice import announced, moved
from desktop.documents.words import due, or_gap, titled
from desktop.domain.checkpoint import Checkpoint
from desktop.domain.errors import NotYet
from desktop.domain.meeting import day_words, weekday
from desktop.domain.proceedings import MeetingFacts
from desktop.domain.public_view import PublicItem, PublicProceedings, PublicTask
from desktop.domain.terms import Copy
from desktop.domain.wording import SHIPPED, Wording


@dataclass(frozen=True, slots=True)
class Period:
    """公示期 of a meeting's outcome: the day it is posted, the last day, and where it hangs."""

    on: date
    until: date
    days: int
    place: str
    known_year: bool  # whether the days off of that year are known to us


def poster(told: PublicProceedings, words: Wording = SHIPPED) -> Document:
    """会议公告 for the notice board: when, where, about what, how to be heard. No names."""
    facts = told.facts
    title = f"{facts.full_title}公告"
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph("各位居民：", indent=False),
        Paragraph(
            f"{or_gap(facts.convener)}定于{day_words(facts.held_on)}（{weekday(facts.held_on)}）"
            f"{facts.starts}在{or_gap(facts.place)}召开{facts.title}，议题如下："
        ),
        *(Paragraph(f"{n}. {_titled(item)}。") for n, item in enumerate(told.numbered, 1)),
        Paragraph(words.say("poster.invite")),
        Paragraph(words.say("poster.end")),
        *_signed(facts),
    ]
    return Document(title, tuple(blocks), facts.convener)


def publicity(
    told: PublicProceedings, words: Wording = SHIPPED, period: Period | None = None
) -> Document:
    """公示: what came out of the meeting, for how long, and how to object. No speeches, no votes by name."""
    facts = told.facts
    title = f"关于{facts.full_title}议定事项的公示"
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(
            words.say("publicity.opening", 会议=facts.full_title, 日期=day_words(facts.held_on))
        ),
    ]
    for number, item in enumerate(told.numbered, 1):
        outcome = item.outcome.word if item.outcome else "尚未议定"
        blocks.append(Paragraph(f"{number}. {item.title}：{outcome}。"))
        blocks += map(_task, item.resolutions)
    blocks += map(_task, told.other_resolutions)
    if not told.numbered:
        blocks.append(Paragraph("本次会议没有议题。"))
    blocks += [
        Paragraph(_period(words, period)),
        Paragraph(words.say("publicity.object")),
        Paragraph(words.say("publicity.end")),
        *_signed(facts, period.on if period else None),
    ]
    return Document(title, tuple(blocks), facts.convener)


def _task(task: PublicTask) -> Paragraph:
    return Paragraph(
        f"{task.text.rstrip('。')}（责任：{or_gap(task.lead)}；完成时限：{due(task.due)}）。"
    )


def _period(words: Wording, period: Period | None) -> str:
    """From when to when, and where; to be written in by hand while it is not known."""
    if period is None:
        return words.say("publicity.period")
    later = "" if period.known_year else "（最后一日遇法定休假日的顺延）"
    return words.say(
        "publicity.dates",
        天数=str(period.days),
        起=day_words(period.on),
        止=f"{day_words(period.until)}{later}",
        地点=period.place or "＿＿＿＿＿＿＿＿",
    )


def correction(
    told: PublicProceedings, made: list[tuple[str, str, str]], words: Wording = SHIPPED
) -> Document:
    """更正公告: what the final minutes say wrongly, and what it ought to say; (wrong, right, why).

    Raise ``NotYet`` where nothing was corrected: an empty notice on a wall only makes people ask.
    """
    if not made:
        raise NotYet("更正公告", "没有登记过更正")
    facts = told.facts
    title = f"关于更正{facts.full_title}纪要的公告"
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(
            words.say("correction.opening", 日期=day_words(facts.held_on), 会议=facts.full_title)
        ),
    ]
    for number, (wrong, right, why) in enumerate(made, 1):
        blocks += [
            Paragraph(f"{number}. 原文“{wrong}”，更正为“{right}”。"),
            Paragraph(f"更正原因：{_stop(why)}"),
        ]
    blocks += [Paragraph(words.say("correction.end")), *_signed(facts)]
    return Document(title, tuple(blocks), facts.convener)


def minutes_notice(
    text: str, told: PublicProceedings, code: str, point: Checkpoint | None = None
) -> Document:
    """会议纪要（张贴件）: the lines of the notice copy, its votes in sums, its check code."""
    return set_minutes(text, told, Copy.NOTICE, code, point)


def chat_text(told: PublicProceedings, words: Wording = SHIPPED) -> str:
    """The notice of a meeting as plain text to paste into a WeChat group."""
    facts = told.facts
    items = "\n".join(map(announced, told.numbered)) or "（议题待定）"
    changed = moved(facts)
    return (
        f"【{'改期' if changed else '会议'}通知】{facts.full_title}\n{changed and changed + chr(10)}"
        f"时间：{day_words(facts.held_on)}（{weekday(facts.held_on)}）{facts.starts}\n"
        f"地点：{or_gap(facts.place)}\n议题：\n{items}\n"
        f"{words.say('chat.end')}\n{or_gap(facts.convener)}"
    )


def _titled(item: PublicItem) -> str:
    return f"{item.title}（业主共同决定，本次会议只形成建议）" if item.owners_decide else item.title


def _stop(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _signed(facts: MeetingFacts, on: date | None = None) -> tuple[Block, ...]:
    return (
        Blank(),
        Paragraph(or_gap(facts.convener), align=Align.RIGHT, right=2),
        Paragraph(day_words(on) if on else "　　　年　月　日", align=Align.RIGHT, right=2),
    )
