"""Lines of an import of suggestions: what would happen to each, what is there already, and why."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.jielong import Chain, Entry, Reply
from desktop.domain.jielong_words import (
    adds,
    backed_number,
    backed_surname,
    backs,
    backs_above,
    is_suggestion,
)
from desktop.domain.terms import Channel
from desktop.domain.voice_correction import PREFIX, before, is_one
from desktop.domain.voice_table import LONGEST, VoiceRow, VoiceRows
from desktop.services.records import checked
from desktop.storage.tables import SuggestionRecord, VoiceStepRecord

IDENT = "编号"  # what the file calls a suggestion, kept with it


class Verdict(Enum):
    """What an import does with a line."""

    NEW = "登记"
    KNOWN = "已登记过"
    OFFERED = "可另行登记"
    NOTHING = "不是建议"
    WRONG = "不能登记"


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """One line of an import with what would happen to it, and why."""

    line: int
    text: str
    place: str
    proposer: str
    channel: Channel
    day: date | None
    verdict: Verdict
    why: str = ""
    phone: str = ""
    category: str = ""
    supporters: int = 0
    source: str = ""
    id: str = ""  # what the file calls it
    lasting_id: bool = False  # by which another file calls it the same
    details: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""  # of another sheet than the first
    insisted: bool = False  # somebody has said that it is a voice of its own

    @property
    def same(self) -> tuple[object, ...] | None:
        """What is equal in a line of the same file that says this once more; ``None``: nothing
        could tell two slips without name, place and number apart, so each is a voice."""
        if not (self.id or self.place or self.proposer):
            return None
        return (self.id, _bare(self.text), self.place, self.proposer, self.day, self.channel)


@dataclass
class _One:
    """One suggestion that is kept: its day, and what the file it came from called it."""

    day: date
    ident: str
    taken: bool = False


class Kept:
    """The suggestions a compound has, each matched once: three equal slips need three of them. What
    was put right since is known by its earlier words, too: the same file may be brought again."""

    def __init__(self, session: Session, compound_id: UUID) -> None:
        s, step = SuggestionRecord, VoiceStepRecord
        mended: dict[UUID, list[str]] = defaultdict(list)
        steps = select(step.suggestion_id, step.text).where(
            step.compound_id == compound_id, step.text.startswith(PREFIX)
        )
        for key, text in session.execute(steps.order_by(step.id.desc())):
            if is_one(text):
                mended[key].append(text)
        wanted = select(
            s.id, s.text, s.door, s.proposer, s.channel, s.received_on, s.details
        ).where(s.compound_id == compound_id)
        self._there: dict[tuple[str, str, str, Channel], list[_One]] = defaultdict(list)
        for key, text, door, proposer, channel, day, details in session.execute(wanted):
            ident = json.loads(details).get(IDENT, "") if IDENT in details else ""
            one, told = _One(day, ident), (text, door, proposer or "")
            spoken = [told]
            for each in mended.get(key, ()):
                spoken.append(told := before(each, told))
            for text_, door_, proposer_ in dict.fromkeys(spoken):
                self._there[(_bare(text_), door_, proposer_, channel)].append(one)

    def take(self, line: VoiceLine) -> bool:
        """Whether one that is kept is this line; it is then no other line's.

        A line without a day, as in a chain, may be of any day: a chain is pasted again and again.
        """
        there = self._there.get((_bare(line.text), line.place, line.proposer, line.channel), [])
        ident = line.id if line.lasting_id else ""
        for one in there:
            other = bool(ident and one.ident) and ident != one.ident
            if not one.taken and not other and line.day in (None, one.day):
                one.taken = True
                return True
        return False


def judged(lines: Sequence[VoiceLine], kept: Kept) -> tuple[VoiceLine, ...]:
    """The lines with what is known of them already."""
    made: list[VoiceLine] = []
    here: dict[tuple[object, ...], int] = {}
    for line in lines:
        same = line.same
        if line.verdict is Verdict.OFFERED and kept.take(line):
            made.append(replace(line, verdict=Verdict.KNOWN, why="以前登记过，不再重复"))
        elif line.verdict is not Verdict.NEW:
            made.append(line)
        elif same is not None and same in here:
            why = f"与第 {here[same]} 行相同，只登记一次"
            made.append(replace(line, verdict=Verdict.KNOWN, why=why))
        else:
            if same is not None:
                here[same] = line.line
            known = kept.take(line)
            why = "以前登记过，不再重复"
            made.append(replace(line, verdict=Verdict.KNOWN, why=why) if known else line)
    return tuple(made)


def insisted(
    lines: Sequence[VoiceLine], wanted: Collection[tuple[str, int]]
) -> tuple[VoiceLine, ...]:
    """The same, where somebody says that some are voices of their own all the same."""
    free = {Verdict.KNOWN, Verdict.OFFERED}
    return tuple(
        replace(line, verdict=Verdict.NEW, insisted=True, why="按您的选择登记")
        if (line.sheet, line.line) in wanted and line.verdict in free
        else line
        for line in lines
    )


def chain_lines(chain: Chain) -> list[VoiceLine]:
    """The entries of a chain in their order, with who backs each and what was answered to it."""
    backed, telling = _backing(chain)
    answers: dict[int, list[str]] = defaultdict(list)
    for reply in chain.replies:
        who = " ".join(part for part in (reply.proposer, str(reply.room)) if part) or "匿名"
        answers[reply.parent_line].append(f"{who}：{reply.text}")
        if backs(reply.text):
            backed[reply.parent_line] = backed.get(reply.parent_line, 0) + 1
    doubts = {doubt.line: doubt.reason for doubt in chain.doubts}
    made = []
    for each in chain.entries:
        line = _of_entry(each, backed.get(each.line, 0), answers.get(each.line, ()))
        if each.line in telling and line.verdict is Verdict.NOTHING:
            line = replace(line, why=telling[each.line])
        if each.line in doubts and line.verdict is not Verdict.WRONG:
            line = replace(line, why=doubts[each.line])
        made.append(line)
    made += [_of_ignored(number, text, doubts) for number, text in chain.ignored]
    made += [_of_reply(reply) for reply in chain.replies]
    return sorted(made, key=lambda line: line.line)


def _backing(chain: Chain) -> tuple[dict[int, int], dict[int, str]]:
    """Whom entries like 附议3号 and +1 back, by line; and what is told about those entries."""
    backed: dict[int, int] = {}
    telling: dict[int, str] = {}
    for place, each in enumerate(chain.entries):
        meant = _meant(each, chain.entries[:place][::-1] if backs(each.text) else ())
        if meant is not None:
            backed[meant.line] = backed.get(meant.line, 0) + 1
            telling[each.line] = f"计为第 {meant.seq or meant.line} 条的附议"
    return backed, telling


def _meant(each: Entry, above: Sequence[Entry]) -> Entry | None:
    """The entry that one backs: the latest of the number it names, or the one right above."""
    number = backed_number(each.text)
    if number is not None:
        meant = next((other for other in above if other.seq == number), None)
        surname = backed_surname(each.text)
        if meant and surname and meant.proposer and surname not in meant.proposer:
            return None  # the floor somebody lives on, not the number of an entry
        return meant
    if each.is_suggestion or not backs_above(each.text):
        return None
    return next((other for other in above if other.is_suggestion), None)


def _of_entry(each: Entry, supporters: int, answers: Sequence[str]) -> VoiceLine:
    text = checked(each.text, "建议内容", 10**9)
    told = {"备注": each.note, "其他房号": "、".join(map(str, each.more_rooms))}
    details = {name: said for name, said in told.items() if said}
    if answers:
        details["回复"] = " / ".join(answers)
    line = VoiceLine(
        each.line, text, _place(each), each.proposer, Channel.GROUP_CHAT, None, Verdict.NEW,
        phone=each.phone, supporters=supporters, details=details,
    )  # fmt: skip
    if not each.is_suggestion:
        return replace(line, verdict=Verdict.NOTHING, why="收到、无、支持之类")
    if len(text) > LONGEST:
        why = f"有 {len(text)} 字，一条最多 {LONGEST} 字"
        return replace(line, verdict=Verdict.WRONG, why=why)
    return line


def _place(each: Entry | Reply) -> str:
    """A place as it is kept: 3-2-501, or as far as it was told: 3栋2单元."""
    room = each.room
    if room.building and not room.room:
        return f"{room.building}栋{room.unit}单元" if room.unit else f"{room.building}栋"
    return str(room)


def _of_ignored(number: int, text: str, doubts: Mapping[int, str]) -> VoiceLine:
    line = VoiceLine(
        number, text, "", "", Channel.GROUP_CHAT, None, Verdict.NOTHING, "不是编号的条目"
    )
    if number in doubts and len(text) <= LONGEST:
        return replace(line, verdict=Verdict.OFFERED, why=doubts[number])
    return line


def _of_reply(reply: Reply) -> VoiceLine:
    which = f"第 {reply.parent_seq} 条" if reply.parent_seq else f"第 {reply.parent_line} 行"
    supports, wishes = backs(reply.text), adds(reply.text) or not backs(reply.text)
    why = f"{which}的回复" + ("，计为附议" if supports else "，随该条保存")
    line = VoiceLine(
        reply.line, reply.text, _place(reply), reply.proposer, Channel.GROUP_CHAT, None,
        Verdict.NOTHING, why, details={"回复对象": which},
    )  # fmt: skip
    if wishes and is_suggestion(reply.text) and len(reply.text) <= LONGEST:
        return replace(line, verdict=Verdict.OFFERED, why=f"{why}；另有所提，可单独登记")
    return line


def table_lines(found: VoiceRows) -> list[VoiceLine]:
    """The rows of a table, likewise."""
    reasons: dict[tuple[str, int], str] = {}
    for wrong in found.problems:
        where = (wrong.sheet, wrong.line)
        reasons[where] = f"{reasons[where]}；{wrong.reason}" if where in reasons else wrong.reason
    rows = [
        *((row, Verdict.NEW) for row in found.rows),
        *((row, Verdict.KNOWN) for row in found.repeated),
        *((row, Verdict.WRONG) for row in found.refused),
    ]
    made = [_of_row(row, verdict, reasons, lasting=found.lasting_ids) for row, verdict in rows]
    there = {(line.sheet, line.line) for line in made}
    made += [
        VoiceLine(line, "", "", "", Channel.OTHER, None, Verdict.NOTHING, reason, sheet=sheet)
        for (sheet, line), reason in reasons.items()
        if (sheet, line) not in there
    ]
    return sorted(made, key=lambda line: (line.sheet, line.line))


def _of_row(
    row: VoiceRow, verdict: Verdict, reasons: Mapping[tuple[str, int], str], *, lasting: bool
) -> VoiceLine:
    wrong = verdict is Verdict.WRONG
    return VoiceLine(
        row.line, row.text[:40] if wrong else checked(row.text, "建议内容", 10**9), row.place,
        row.proposer, row.channel, row.day, verdict, reasons.get((row.sheet, row.line), ""),
        row.phone, row.category, 0, row.source, row.id, lasting and bool(row.id), sheet=row.sheet,
    )  # fmt: skip


def _bare(text: str) -> str:
    """The words alone: a full stop or a smile more makes no other suggestion."""
    return re.sub(r"[^\w]+|_", "", text)
