"""After the count: posting with its legal days, objections and answers, inspections on record."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from desktop.documents.poll_result import Detail, Posting
from desktop.domain.errors import NameNeeded
from desktop.domain.ids import Ref
from desktop.domain.poll_errors import TooLate
from desktop.domain.terms import PollAct, PollStage
from desktop.services.ballot_box import open_box
from desktop.services.calendars import Calendars
from desktop.services.poll_detail import told
from desktop.services.poll_records import poll_of
from desktop.services.records import checked, get, short
from desktop.services.rolls import voter_at
from desktop.storage.store import Store
from desktop.storage.tables import InspectionRecord, ObjectionRecord

_O, _I = ObjectionRecord, InspectionRecord


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """``late``: it came after publicity; kept, but it changes no result."""

    ref: Ref
    on: date
    door: str
    by: str
    text: str
    answer: str
    answered_on: date | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class InspectionLine:
    at: str
    who: str
    reader: str
    reason: str


class Publicity:
    def __init__(self, store: Store, calendars: Calendars) -> None:
        self._store, self._calendars = store, calendars

    def post(self, poll: Ref, on: date) -> None:
        """Record the day the result was posted."""
        with self._store.writing("poll.post") as session:
            record = poll_of(session, poll, PollAct.POST)
            record.do(PollAct.POST)
            if on.isoformat() < record.closed_at[:10]:
                raise TooLate("公告日期", on.isoformat(), "早于截止收票的那天")
            record.posted_on = on

    def posting(self, poll: Ref) -> Posting | None:
        """The days of publicity, once the result is posted; the first day is not counted."""
        with self._store.reading() as session:
            record = poll_of(session, poll)
            on, days = record.posted_on, record.publicity_days
            told = select(func.count()).where(
                _O.compound_id == poll.compound_id, _O.poll_id == poll.id, _O.late.in_([False])
            )
            objections = session.scalar(told) or 0
        if on is None:
            return None
        calendar = self._calendars.current()
        until = calendar.ends(on, days)
        over = self._store.clock().date() > until
        return Posting(on, until, days, calendar.knows(until), over, objections)

    def object(self, poll: Ref, on: date, door: str, by: str, text: str) -> Ref:
        """Register an objection; one that comes after publicity is kept and marked as late.

        Raise ``TooLate`` before the result is posted, ``NotInElectorate`` for a door not on the roll.
        """
        if not text.strip():
            raise NameNeeded("异议内容")
        posting = self.posting(poll)
        with self._store.writing("poll.object") as session:
            here = poll_of(session, poll, PollAct.OBJECT)
            if on > self._store.clock().date():
                raise TooLate("异议日期", on.isoformat(), "还没有到")
            if here.posted_on is not None and on < here.posted_on:
                raise TooLate("异议日期", on.isoformat(), "早于结果公告的那天")
            if here.body_id is None:
                voter_at(session, poll, door)
            record = ObjectionRecord(
                compound_id=poll.compound_id,
                id=self._store.key(),
                poll_id=poll.id,
                on=on,
                door=short(door, "房号"),
                by=short(by, "姓名"),
                text=checked(text, "异议内容"),
                answer="",
                answered_on=None,
                late=posting is not None and on > posting.until,
            )
            session.add(record)
            return Ref(poll.compound_id, record.id)

    def answer(self, objection: Ref, text: str, on: date) -> None:
        """Answer an objection in writing."""
        if not text.strip():
            raise NameNeeded("答复")
        with self._store.writing("poll.answer") as session:
            record = get(session, ObjectionRecord, objection, "异议")
            if on < record.on:
                raise TooLate("答复日期", on.isoformat(), "早于提出异议的那天")
            record.answer, record.answered_on = checked(text, "答复"), on

    def objections(self, poll: Ref) -> list[ObjectionLine]:
        wanted = (
            select(ObjectionRecord)
            .where(_O.compound_id == poll.compound_id, _O.poll_id == poll.id)
            .order_by(_O.id)
        )
        with self._store.reading() as session:
            return [
                ObjectionLine(
                    Ref(poll.compound_id, o.id),
                    o.on,
                    o.door,
                    o.by,
                    o.text,
                    o.answer,
                    o.answered_on,
                    o.late,
                )
                for o in session.scalars(wanted)
            ]

    def inspect(self, poll: Ref, reader: str, reason: str) -> Detail:
        """All that the count was made of, for one reader; who saw it and why is on record first.

        Only after the count is announced: nobody learns how anybody voted while it runs.
        """
        if not reader.strip() or not reason.strip():
            raise NameNeeded("查阅人和查阅理由")
        with self._store.writing("poll.inspect") as session:
            record = poll_of(session, poll)
            if record.stage not in {PollStage.SETTLED, PollStage.POSTED}:
                poll_of(session, poll, PollAct.OBJECT)  # refuses, and says why
            session.add(
                InspectionRecord(
                    compound_id=poll.compound_id,
                    id=self._store.key(),
                    poll_id=poll.id,
                    at=self._store.clock().isoformat(timespec="seconds"),
                    who=self._store.who,
                    reader=short(reader, "查阅人"),
                    reason=short(reason, "查阅理由"),
                )
            )
            return told(open_box(session, poll), record.number)

    def inspections(self, poll: Ref) -> list[InspectionLine]:
        """Who was shown the detail, when and why."""
        wanted = (
            select(InspectionRecord)
            .where(_I.compound_id == poll.compound_id, _I.poll_id == poll.id)
            .order_by(_I.id)
        )
        with self._store.reading() as session:
            return [
                InspectionLine(i.at, i.who, i.reader, i.reason) for i in session.scalars(wanted)
            ]
