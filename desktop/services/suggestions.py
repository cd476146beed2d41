"""Suggestions: taken down as fast as people talk, merged by reference, put on an agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain import door as doors
from desktop.domain.errors import NameNeeded, NotADoor, ReasonNeeded, StillInUse
from desktop.domain.ids import Ref
from desktop.domain.terms import Channel, Voice
from desktop.services.records import checked, get, short
from desktop.storage.store import Store
from desktop.storage.tables import (
    CompoundRecord,
    GroupRecord,
    ItemSuggestionRecord,
    SuggestionRecord,
)
from desktop.system.pinyin import initials


@dataclass(frozen=True, slots=True)
class SuggestionPlan:
    text: str
    channel: Channel = Channel.HEART_TALK
    received_on: date | None = None  # None: today
    door: str = ""
    proposer: str = ""
    phone: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    ref: Ref
    number: int
    compound: str
    text: str
    channel: Channel
    received_on: date
    door: str
    proposer: str
    category: str
    state: Voice
    group_id: UUID | None
    group: str
    answer: str


class Suggestions:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, compound_id: UUID, plan: SuggestionPlan) -> Ref:
        """Take one down. Without a proposer it is anonymous; a door is kept as people say it."""
        text = checked(plan.text, "建议内容", 2000)
        if not text:
            raise NameNeeded("建议内容")
        with self._store.writing("suggestion.add") as session:
            last = select(func.max(SuggestionRecord.number)).where(
                SuggestionRecord.compound_id == compound_id
            )
            record = SuggestionRecord(
                compound_id=compound_id,
                id=self._store.key(),
                number=(session.scalar(last) or 0) + 1,
                text=text,
                channel=plan.channel,
                received_on=plan.received_on or self._store.clock().date(),
                door=_door(plan.door),
                proposer=short(plan.proposer, "姓名") or None,
                phone=plan.phone.strip() or None,
                category=plan.category.strip(),
                state=Voice.RECEIVED,
                group_id=None,
                answer="",
            )
            session.add(record)
            return Ref(compound_id, record.id)

    def merge(self, refs: Sequence[Ref], title: str) -> Ref:
        """Put suggestions into one group; a group among them takes the others in."""
        if not refs:
            raise NameNeeded("要归并的建议")
        compound_id = refs[0].compound_id
        with self._store.writing("suggestion.merge") as session:
            records = [get(session, SuggestionRecord, ref, "建议") for ref in refs]
            known = [record.group_id for record in records if record.group_id]
            if known:
                group = get(session, GroupRecord, Ref(compound_id, known[0]), "归并")
                if title.strip():
                    group.title = title.strip()
            else:
                name = title.strip() or records[0].text[:40]
                group = GroupRecord(compound_id=compound_id, id=self._store.key(), title=name)
                session.add(group)
                session.flush()
            for record in records:
                record.group_id = group.id
                if record.state is Voice.RECEIVED:
                    record.state = Voice.GROUPED
            return Ref(compound_id, group.id)

    def take_out(self, refs: Sequence[Ref]) -> None:
        """Undo merging: the originals were never changed."""
        with self._store.writing("suggestion.take_out") as session:
            for ref in refs:
                record = get(session, SuggestionRecord, ref, "建议")
                record.group_id = None
                if record.state is Voice.GROUPED:
                    record.state = Voice.RECEIVED

    def answer(self, ref: Ref, state: Voice, text: str) -> None:
        """Handled directly, declined with a reason, or answered."""
        if state is Voice.DECLINED and not text.strip():
            raise ReasonNeeded("不予采纳")
        if not text.strip():
            raise NameNeeded("答复内容")
        with self._store.writing("suggestion.answer") as session:
            record = get(session, SuggestionRecord, ref, "建议")
            record.state, record.answer = state, checked(text, "答复")

    def remove(self, ref: Ref) -> None:
        """Take out a slip of the hand; one on an agenda stays."""
        with self._store.writing("suggestion.remove") as session:
            record = get(session, SuggestionRecord, ref, "建议")
            linked = select(func.count()).where(
                ItemSuggestionRecord.compound_id == ref.compound_id,
                ItemSuggestionRecord.suggestion_id == ref.id,
            )
            if session.scalar(linked):  # also when it has been answered since
                raise StillInUse("这条建议", "会议议程")
            session.delete(record)

    def lines(self, compound_id: UUID | None = None, words: str = "") -> list[SuggestionLine]:
        """The list, newest first; ``words`` are looked for in text, door, proposer (pinyin initials, too)."""
        wanted = (
            select(SuggestionRecord, CompoundRecord.name, GroupRecord.title)
            .join(CompoundRecord, CompoundRecord.id == SuggestionRecord.compound_id)
            .outerjoin(
                GroupRecord,
                (GroupRecord.compound_id == SuggestionRecord.compound_id)
                & (GroupRecord.id == SuggestionRecord.group_id),
            )
        )
        if compound_id is not None:
            wanted = wanted.where(SuggestionRecord.compound_id == compound_id)
        with self._store.reading() as session:
            rows = session.execute(
                wanted.order_by(SuggestionRecord.received_on.desc(), SuggestionRecord.number.desc())
            ).all()
            lines = [_line(record, compound, group) for record, compound, group in rows]
        return [line for line in lines if _meant(line, words.strip().lower())]


def _line(record: SuggestionRecord, compound: str, group: str | None) -> SuggestionLine:
    return SuggestionLine(
        Ref(record.compound_id, record.id),
        record.number,
        compound,
        record.text,
        record.channel,
        record.received_on,
        record.door,
        record.proposer or "匿名",
        record.category,
        record.state,
        record.group_id,
        group or "",
        record.answer,
    )


def _meant(line: SuggestionLine, words: str) -> bool:
    """Whether the words are in a line, or are the initials of who said it."""
    told = f"{line.text} {line.door} {line.proposer} {line.group}".lower()
    return words in told or (
        words.isascii() and words.isalpha() and words in initials(line.proposer)
    )


def _door(text: str) -> str:
    """Keep a door in the one way of writing it; anything else as it was said."""
    if not text.strip():
        return ""
    try:
        return str(doors.read(text))
    except NotADoor:
        return text.strip()
