"""公示 of a meeting's outcome: the day and place it is posted, its legal days, objections and answers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.public_papers import Period
from desktop.domain.errors import NameNeeded, NotYet
from desktop.domain.ids import Ref
from desktop.domain.poll_errors import TooLate
from desktop.domain.proceedings import Objection
from desktop.services.calendars import Calendars
from desktop.services.minutes import FINAL
from desktop.services.records import checked, get, short
from desktop.storage.store import Store
from desktop.storage.tables import MeetingObjectionRecord, MeetingRecord, PostingRecord

DAYS = 7  # unless the office says otherwise


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    ref: Ref
    told: Objection


class Postings:
    def __init__(self, store: Store, calendars: Calendars) -> None:
        self._store, self._calendars = store, calendars

    def plan(self, meeting: Ref, on: date, place: str, days: int = DAYS) -> Period:
        """Keep on which day, where and for how many days the outcome is posted; the paper says so."""
        if not 1 <= days <= 90:
            raise TooLate("公示期", f"{days} 天", "请填 1 到 90 天")
        with self._store.writing("meeting.plan_posting") as session:
            held = get(session, MeetingRecord, meeting, "会议").held_on
            if on < held:
                raise TooLate("张贴日期", on.isoformat(), "早于开会的那天")
            record = posting_of(session, meeting) or _new(self._store, session, meeting, on)
            record.on, record.place, record.days = on, short(place, "张贴地点"), days
        return self._period(on, days, place.strip())

    def period(self, meeting: Ref) -> Period | None:
        """From when to when it hangs, once that is known; the first day is not counted, and a period
        does not end on a day off (民法典 art. 201, 203)."""
        with self._store.reading() as session:
            record = posting_of(session, meeting)
            told = (record.on, record.days, record.place) if record else None
        return self._period(*told) if told else None

    def _period(self, on: date, days: int, place: str) -> Period:
        calendar = self._calendars.current()
        until = calendar.ends(on, days)
        return Period(on, until, days, place, calendar.knows(until))

    def object(self, meeting: Ref, on: date, door: str, by: str, text: str) -> Ref:
        """Register an objection to what a meeting agreed on."""
        if not text.strip():
            raise NameNeeded("异议内容")
        with self._store.writing("meeting.object") as session:
            if get(session, MeetingRecord, meeting, "会议").stage not in FINAL:
                raise NotYet("异议登记", "纪要还没有定稿")
            if on > self._store.clock().date():
                raise TooLate("异议日期", on.isoformat(), "还没有到")
            record = MeetingObjectionRecord(
                compound_id=meeting.compound_id,
                id=self._store.key(),
                meeting_id=meeting.id,
                on=on,
                door=short(door, "房号"),
                by=short(by, "姓名"),
                text=checked(text, "异议内容"),
                answer="",
                answered_on=None,
                taken_by=self._store.who,
            )
            session.add(record)
            return Ref(meeting.compound_id, record.id)

    def answer(self, objection: Ref, text: str, on: date) -> None:
        """Answer an objection in writing."""
        if not text.strip():
            raise NameNeeded("答复")
        with self._store.writing("meeting.answer_objection") as session:
            record = get(session, MeetingObjectionRecord, objection, "异议")
            if on < record.on:
                raise TooLate("答复日期", on.isoformat(), "早于提出异议的那天")
            record.answer, record.answered_on = checked(text, "答复"), on

    def objections(self, meeting: Ref) -> list[ObjectionLine]:
        wanted = (
            select(MeetingObjectionRecord)
            .where(
                MeetingObjectionRecord.compound_id == meeting.compound_id,
                MeetingObjectionRecord.meeting_id == meeting.id,
            )
            .order_by(MeetingObjectionRecord.id)
        )
        with self._store.reading() as session:
            return [
                ObjectionLine(
                    Ref(meeting.compound_id, o.id),
                    Objection(o.on, o.door, o.by, o.text, o.taken_by, o.answer, o.answered_on),
                )
                for o in session.scalars(wanted)
            ]


def posting_of(session: Session, meeting: Ref) -> PostingRecord | None:
    wanted = select(PostingRecord).where(
        PostingRecord.compound_id == meeting.compound_id, PostingRecord.meeting_id == meeting.id
    )
    return session.scalars(wanted).first()


def posted_today(store: Store, session: Session, meeting: Ref) -> None:
    """That the outcome hangs from today on, unless another day was planned."""
    if posting_of(session, meeting) is None:
        _new(store, session, meeting, store.clock().date())


def _new(store: Store, session: Session, meeting: Ref, on: date) -> PostingRecord:
    record = PostingRecord(
        compound_id=meeting.compound_id,
        id=store.key(),
        meeting_id=meeting.id,
        on=on,
        place="",
        days=DAYS,
    )
    session.add(record)
    return record
