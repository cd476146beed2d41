"""Fixed words and small phrases of papers."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations, pairwise

from desktop.documents.model import Blank, Block, Paragraph, Title
from desktop.domain.attendance import Attendee
from desktop.domain.masking import mask_name
from desktop.domain.meeting import day_words, weekday
from desktop.domain.proceedings import FollowUp, MeetingFacts
from desktop.domain.rule import Profile
from desktop.domain.terms import BodyKind, Copy

GAP = "〔待补〕"
_DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 30 → 三十, 105 → 一百〇五; up to 999."""
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        between = "〇" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
        return f"{_DIGITS[hundreds]}百{between}{numeral(rest) if rest else ''}"
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones or not tens else "")


def or_gap(text: str) -> str:
    """The text, or a mark that somebody must fill it in. Nothing is ever made up."""
    return text.strip() or GAP


_LINE = 19  # characters of 2号 on a line, with the gaps beside figures
_AFTER = (
    "关于",
    "召开",
    "年",
    "月",
    "届",
    "次",
    "小区",
    "会议",
    "表决",
    "的",
    "议定事项",
    "业主大会",
    "、",
    "，",
)
_BEFORE = (
    "专题", "圆桌", "院坝", "综合", "与", "暨",
    "公告", "公示", "通知", "纪要", "记录", "决议书", "议事意见书", "登记表", "台账", "目录", "结果",
    "一览表", "差异表", "存证单", "参加情况", "落实情况", "办理",
)  # fmt: skip


def titled(text: str) -> tuple[Title, ...]:
    """A title in lines of one meaning each and of about one length (GB/T 9704: 词意完整, 排列对称)."""
    if _wide(text) <= 2 * _LINE:
        return (Title(text),)
    places = {
        text.find(word, at) + len(word)
        for word in _AFTER
        for at in range(len(text))
        if word in text[at:]
    }
    places |= {
        text.find(word, at) for word in _BEFORE for at in range(len(text)) if word in text[at:]
    }
    good = sorted(
        place for place in places if 0 < place < len(text) and text[place] not in "的年月届次）》”"
    )
    for breaks in (1, 2):
        ways = [
            lines
            for cuts in combinations(good, breaks)
            for lines in [[text[a:b] for a, b in pairwise((0, *cuts, len(text)))]]
            if max(map(_wide, lines)) <= 2 * _LINE
        ]
        if ways:  # the evenest split; of two as even the one whose first line is the longer
            best = min(ways, key=lambda lines: (_spread(lines), -_wide(lines[0])))
            return tuple(map(Title, best))
    return (Title(text),)


def _spread(lines: list[str]) -> int:
    return max(map(_wide, lines)) - min(map(_wide, lines))


def _wide(text: str) -> int:
    """Twice the characters of a line: Latin letters and figures are half as wide."""
    return sum(1 if character.isascii() else 2 for character in text)


def nobody(title: str) -> tuple[Block, ...]:
    """A paper for each person of an empty list says so."""
    return (*titled(title), Blank(), Paragraph("名单是空的，请先登记与会人。"))


def when(facts: MeetingFacts) -> str:
    """2024年8月30日（星期五）15:00—17:20."""
    end = f"—{facts.ends}" if facts.ends else ""
    return f"{day_words(facts.held_on)}（{weekday(facts.held_on)}）{facts.starts}{end}"


def due(day: date | None) -> str:
    return f"{day_words(day)}前" if day else GAP


def voting_rules(profile: Profile, entitled: int) -> str:
    """表决规则: how many must be there and how many agree, with the basis; "" where none is set."""
    rules = []
    if profile.quorum:
        least = profile.quorum.least(entitled) if entitled else 0
        words = profile.quorum.words.removesuffix("（含本数）")
        rules.append(f"{words}（即{least}人）到会方可表决")
    rules += [quorum.words for quorum in profile.body_quorums]
    if profile.passing:
        passing = profile.passing.words
        reached = passing if passing.startswith("超过") else f"达到{passing}"
        rules.append(f"同意票{reached}为通过，票数相同为未通过")
    if not rules:
        return ""
    source = profile.passing or profile.quorum
    basis = f"依据：{source.source}。" if source else ""
    return f"表决规则：{'；'.join(rules)}。{basis}"


def follow_up(number: int, each: FollowUp) -> str:
    """How far an earlier meeting's resolution has come."""
    state = "已逾期" if each.overdue else each.resolution.state.word
    latest = f"，{each.latest}" if each.latest else ""
    return (
        f"{number}. {each.meeting_title}：{each.resolution.text}"
        f"（责任：{or_gap(each.resolution.lead)}）——{state}{latest}。"
    )


def letter(day: date | None) -> str:
    """The letter of authority of somebody who came instead."""
    return f"委托书{day_words(day)}" if day else f"委托书{GAP}"


def person(each: Attendee, copy: Copy) -> str:
    """A name with its duty. Residents without a seat are masked on the notice copy."""
    hidden = copy is Copy.NOTICE and each.body is BodyKind.OWNERS
    name = mask_name(each.name) if hidden else each.name
    return name if hidden or not each.duty else f"{name}（{each.duty}）"


def by_body(people: Iterable[Attendee], copy: Copy) -> str:
    """党支部：甲（书记）、乙；业委会：丙."""
    groups: dict[str, list[str]] = {}
    for each in people:
        groups.setdefault(each.body_name, []).append(person(each, copy))
    observing = BodyKind.OBSERVERS.word
    return "；".join(
        "、".join(names) if body == observing else f"{body}：{'、'.join(names)}"
        for body, names in groups.items()
    )
