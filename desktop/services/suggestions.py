"""Suggestions: taken down as fast as people talk, listed, answered step by step."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain import door as doors
from desktop.domain import voice
from desktop.domain.affair_errors import NothingCorrected
from desktop.domain.errors import NameNeeded, NotADoor, NotYetHappened, StillInUse
from desktop.domain.finding import Finder
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_day
from desktop.domain.terms import Channel, Voice
from desktop.domain.voice import SETTLED
from desktop.domain.voice_correction import is_one, worded
from desktop.services.records import checked, get, next_number, short
from desktop.storage.store import Store
from desktop.storage.tables import (
    AffairRecord,
    ApartRecord,
    AttachmentRecord,
    CompoundRecord,
    GroupRecord,
    ItemSuggestionRecord,
    OpenDayVoiceRecord,
    SatisfactionRecord,
    SuggestionRecord,
    VoiceStepRecord,
)
from desktop.system.pinyin import initials, spelled

SHEET = "RT"  # what the code on 议题征集表 begins with; the door follows: RT-3-2-501


@dataclass(frozen=True, slots=True)
class SuggestionPlan:
    text: str
    channel: Channel = Channel.HEART_TALK
    received_on: date | None = None  # None: today
    door: str = ""
    proposer: str = ""
    phone: str = ""
    category: str = ""
    details: Mapping[str, str] = field(default_factory=dict)  # the fields of its channel
    supporters: int = 0


@dataclass(frozen=True, slots=True)
class VoiceStep:
    at: str
    state: Voice
    text: str
    who: str


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
    supporters: int = 0
    details: str = ""  # the fields of its channel, in words


class Suggestions:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, compound_id: UUID, plan: SuggestionPlan) -> Ref:
        """Take one down. Without a proposer it is anonymous; a door is kept as people say it."""
        with self._store.writing("suggestion.add") as session:
            return self.write(session, compound_id, plan)

    def write(
        self,
        session: Session,
        compound_id: UUID,
        plan: SuggestionPlan,
        channel: Channel | None = None,
        on: date | None = None,
    ) -> Ref:
        """The same within a transaction of something larger, by a channel of its own."""
        text = checked(plan.text, "建议内容", 2000)
        if not text:
            raise NameNeeded("建议内容")
        today = self._store.clock().date()
        not_yet_to_come(plan.received_on, today)
        record = SuggestionRecord(
            compound_id=compound_id,
            id=self._store.key(),
            number=next_number(
                session, SuggestionRecord.number, SuggestionRecord.compound_id == compound_id
            ),
            text=text,
            channel=channel or plan.channel,
            received_on=plan.received_on or on or today,
            door=door_text(short(plan.door, "房号")),
            proposer=short(plan.proposer, "姓名") or None,
            phone=short(plan.phone, "电话") or None,
            category=plan.category.strip(),
            state=Voice.RECEIVED,
            group_id=None,
            answer="",
            details=json.dumps(_with_days(plan.details), ensure_ascii=False),
            supporters=plan.supporters,
            batch="",
        )
        session.add(record)
        return Ref(compound_id, record.id)

    def answer(self, ref: Ref, state: Voice, text: str, *, closed: str = "") -> None:
        """Handled, passed on, declined with a reason, answered, closed: one more step on its way;
        ``closed``: and closed in the same breath, with these words."""
        with self._store.writing("suggestion.answer") as session:
            record = get(session, SuggestionRecord, ref, "建议")
            add_step(self._store, session, record, state, checked(text, "答复"))
            if closed:
                add_step(self._store, session, record, Voice.CLOSED, closed)

    def correct(self, ref: Ref, text: str, door: str, proposer: str) -> None:
        """Put right what was taken down wrong; what stood there before stays among its steps."""
        told = checked(text, "建议内容", 2000)
        if not told:
            raise NameNeeded("建议内容")
        with self._store.writing(CORRECT) as session:
            record = get(session, SuggestionRecord, ref, "建议")
            new = (told, door_text(short(door, "房号")), short(proposer, "姓名"))
            step = worded((record.text, record.door, record.proposer or ""), new)
            if not step:
                raise NothingCorrected
            record.text, record.door, record.proposer = new[0], new[1], new[2] or None
            session.add(
                VoiceStepRecord(
                    compound_id=record.compound_id,
                    id=self._store.key(),
                    suggestion_id=record.id,
                    at=self._store.clock().isoformat(timespec="minutes"),
                    state=record.state,
                    text=step,
                    who=self._store.who,
                )
            )

    def answer_group(self, group: Ref, state: Voice, text: str) -> int:
        """Tell everybody whose suggestion lies in a group the same; give how many were told.

        Who has been answered by himself keeps his own answer.
        """
        wanted = select(SuggestionRecord).where(
            SuggestionRecord.compound_id == group.compound_id,
            SuggestionRecord.group_id == group.id,
            SuggestionRecord.state.notin_(SETTLED),
        )
        with self._store.writing("suggestion.answer_group") as session:
            get(session, GroupRecord, group, "归并")
            records = list(session.scalars(wanted))
            for record in records:
                add_step(self._store, session, record, state, checked(text, "答复"))
            return len(records)

    def steps(self, ref: Ref) -> list[VoiceStep]:
        """What became of one, in the order it happened."""
        wanted = (
            select(VoiceStepRecord)
            .where(
                VoiceStepRecord.compound_id == ref.compound_id,
                VoiceStepRecord.suggestion_id == ref.id,
            )
            .order_by(VoiceStepRecord.id)
        )
        with self._store.reading() as session:
            return [VoiceStep(s.at, s.state, s.text, s.who) for s in session.scalars(wanted)]

    def remove(self, ref: Ref) -> None:
        """Take out a slip of the hand; one that something was done with stays."""
        with self._store.writing("suggestion.remove") as session:
            drop(session, get(session, SuggestionRecord, ref, "建议"))

    def lines(self, compound_id: UUID | None = None, words: str = "") -> list[SuggestionLine]:
        """The list, newest first; ``words`` are looked for in text, door, proposer (pinyin, too)."""
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
            lines = [line_of(record, compound, group) for record, compound, group in rows]
        if not words.strip():
            return lines
        return [lines[place] for place in finder(lines).find(words)]


_USES = (
    (ItemSuggestionRecord, "会议议程"), (AffairRecord, "办理事项"),
    (SatisfactionRecord, "满意度"),
)  # fmt: skip
CORRECT = "suggestion.correct"  # the act, as the history names it


def drop(session: Session, record: SuggestionRecord) -> None:
    """Delete a suggestion with what only belongs to it; ``StillInUse`` when something was done."""
    for kind, where in _USES:
        used = select(func.count()).where(
            kind.compound_id == record.compound_id, kind.suggestion_id == record.id
        )
        if session.scalar(used):  # also when it has been answered since
            raise StillInUse("这条建议", where)
    steps = select(VoiceStepRecord.text).where(
        VoiceStepRecord.compound_id == record.compound_id,
        VoiceStepRecord.suggestion_id == record.id,
    )
    if not all(is_one(text or "") for text in session.scalars(steps)):
        raise StillInUse("这条建议", "答复记录")
    own = (
        (VoiceStepRecord, VoiceStepRecord.suggestion_id),
        (ApartRecord, ApartRecord.suggestion_id), (ApartRecord, ApartRecord.other_id),
        (OpenDayVoiceRecord, OpenDayVoiceRecord.suggestion_id),
        (AttachmentRecord, AttachmentRecord.suggestion_id),
    )  # fmt: skip
    for table, column in own:
        mine = select(table).where(table.compound_id == record.compound_id, column == record.id)
        for each in session.scalars(mine):
            session.delete(each)
    session.flush()
    session.delete(record)


def add_step(
    store: Store, session: Session, record: SuggestionRecord, to: Voice, text: str
) -> None:
    """One more step on the way of a suggestion, with who took it and when. What is said when it is
    closed is no other answer: who asked was told before."""
    record.state = voice.step(record.state, to, text)
    if to is not Voice.CLOSED or not record.answer:
        record.answer = text or record.answer
    session.add(
        VoiceStepRecord(
            compound_id=record.compound_id,
            id=store.key(),
            suggestion_id=record.id,
            at=store.clock().isoformat(timespec="minutes"),
            state=to,
            text=text,
            who=store.who,
        )
    )


def line_of(record: SuggestionRecord, compound: str, group: str | None) -> SuggestionLine:
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
        record.supporters,
        "；".join(f"{name}：{told}" for name, told in json.loads(record.details).items()),
    )


def finder(lines: Iterable[SuggestionLine]) -> Finder:
    """Looks for words in what was said, where, by whom; by pinyin, too."""
    told = (
        f"{line.text} {line.door} {line.proposer} {initials(line.proposer)} "
        f"{line.group} {line.answer}\n{line.details}"
        for line in lines
    )
    return Finder(told, spelled)


def not_yet_to_come(day: date | None, today: date) -> date:
    """The day something was said: today unless told, and no day to come."""
    if day is not None and day > today:
        raise NotYetHappened(day.isoformat())
    return day or today


def _with_days(details: Mapping[str, str]) -> dict[str, str]:
    """The fields of a channel; those that are days in the one way of writing them (``NotADay``)."""
    return {
        name: read_day(told).isoformat() if name in voice.DAYS and told.strip() else told
        for name, told in details.items()
    }


def door_text(text: str) -> str:
    """Keep a door in the one way of writing it; anything else as it was said."""
    told = text.strip().removeprefix(SHEET).lstrip("-")  # the code of a sheet to collect on
    if not told:
        return ""
    try:
        return str(doors.read(told))
    except NotADoor:
        return told
