"""Who sits at the table of one meeting: sign in, leave, excuse, and the live board."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.attendance import Attendee, Headcount, Stay, headcount
from desktop.domain.errors import (
    AlreadyHere,
    ArrivedEarlier,
    NameNeeded,
    NotHere,
    NotNow,
    StillInUse,
    TimesCrossed,
)
from desktop.domain.ids import Ref
from desktop.domain.meeting import RECORDING, read_time
from desktop.domain.personal import ERASED
from desktop.domain.session_errors import (
    LetterNeeded,
    LetterTooLate,
    OnceAtTheTable,
    StandInHere,
    StandsForHimself,
)
from desktop.domain.terms import Act, BodyKind, Stage
from desktop.services.profiles import thaw
from desktop.services.recording import check_recording
from desktop.services.records import get, next_number, short
from desktop.services.session_corrections import set_right
from desktop.storage.store import Store
from desktop.storage.tables import AttendeeRecord, CastRecord, MeetingRecord, StayRecord
from desktop.system.pinyin import initials


class Table:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, meeting: Ref, name: str, body: BodyKind, duty: str = "", body_name: str = ""
    ) -> Ref:
        """Put somebody on the list who holds no seat: a resident, a guest, a department."""
        if not name.strip():
            raise NameNeeded("姓名")
        with self._store.writing("table.add") as session:
            _writable(session, meeting)
            if body is not BodyKind.OBSERVERS:
                _stands_for_nobody(_attendees(session, meeting), short(name, "姓名"))
            record = AttendeeRecord(
                compound_id=meeting.compound_id,
                id=self._store.key(),
                meeting_id=meeting.id,
                person_id=None,
                position=next_number(
                    session,
                    AttendeeRecord.position,
                    AttendeeRecord.compound_id == meeting.compound_id,
                    AttendeeRecord.meeting_id == meeting.id,
                ),
                name=short(name, "姓名"),
                initials=initials(name),
                body=body,
                body_name=body_name.strip() or body.word,
                also=[],
                duty=short(duty, "职务"),
                entitled=body is not BodyKind.OBSERVERS,
                excused="",
                stand_in="",
            )
            session.add(record)
            return Ref(meeting.compound_id, record.id)

    def remove(self, ref: Ref) -> None:
        """Take somebody off the list who never came."""
        with self._store.writing("table.remove") as session:
            record = get(session, AttendeeRecord, ref, "与会人")
            _writable(session, Ref(ref.compound_id, record.meeting_id))
            stays = _stays(session, ref)
            if stays:
                raise AlreadyHere(record.name or "", stays[0].arrived)
            cast = select(func.count()).where(
                CastRecord.compound_id == ref.compound_id, CastRecord.attendee_id == ref.id
            )
            if session.scalar(cast):
                raise StillInUse(record.name or "", "记名表决")
            session.delete(record)

    def arrive(self, ref: Ref, at: str) -> None:
        """Sign in. Twice is once: who is here already stays since then."""
        time = read_time(at)
        with self._store.writing("table.arrive") as session:
            record = get(session, AttendeeRecord, ref, "与会人")
            meeting = Ref(ref.compound_id, record.meeting_id)
            check_recording(session, meeting)
            stays = _stays(session, ref)
            if stays and not stays[-1].left_at:
                return
            if record.entitled and not record.stand_in:
                _stands_for_nobody(_attendees(session, meeting), record.name or "")
            if stays and time < stays[-1].left_at:
                raise ArrivedEarlier(record.name or "", stays[-1].left_at, time)
            record.excused = ""
            session.add(
                StayRecord(
                    compound_id=ref.compound_id,
                    id=self._store.key(),
                    attendee_id=ref.id,
                    arrived=time,
                    left_at="",
                )
            )

    def arrive_all(self, meeting: Ref, at: str) -> None:
        """Everybody who is not excused and not here yet signs in at once."""
        time = read_time(at)
        with self._store.writing("table.arrive_all") as session:
            check_recording(session, meeting)
            people = _attendees(session, meeting)
            standing = {each.stand_in for each in people if each.stand_in}
            for record in people:
                if record.entitled and record.name in standing and not record.stand_in:
                    continue  # he is here already, in somebody else's place
                if record.excused or _stays(session, Ref(record.compound_id, record.id)):
                    continue
                session.add(
                    StayRecord(
                        compound_id=meeting.compound_id,
                        id=self._store.key(),
                        attendee_id=record.id,
                        arrived=time,
                        left_at="",
                    )
                )

    def leave(self, ref: Ref, at: str) -> None:
        time = read_time(at)
        with self._store.writing("table.leave") as session:
            record = get(session, AttendeeRecord, ref, "与会人")
            check_recording(session, Ref(ref.compound_id, record.meeting_id))
            stays = _stays(session, ref)
            if not stays or stays[-1].left_at:
                raise NotHere(record.name or "")
            if time < stays[-1].arrived:
                raise TimesCrossed(record.name or "", stays[-1].arrived, time)
            stays[-1].left_at = time

    def correct(self, ref: Ref, arrived: str, left: str) -> None:
        """Set the times straight; blank ``arrived`` means the person never came."""
        with self._store.writing("table.correct") as session:
            record = get(session, AttendeeRecord, ref, "与会人")
            meeting = Ref(ref.compound_id, record.meeting_id)
            check_recording(session, meeting)
            start = read_time(arrived) if arrived.strip() else ""
            end = read_time(left) if start and left.strip() else ""
            if end and end < start:
                raise TimesCrossed(record.name or "", start, end)
            before = _stays(session, ref)
            said = (_told((s.arrived, s.left_at) for s in before), _told([(start, end)]))
            set_right(self._store, session, meeting, ("到会时间", None, record.id), said)
            for stay in before:
                session.delete(stay)
            if not start:
                return
            if record.entitled and not record.stand_in:
                _stands_for_nobody(_attendees(session, meeting), record.name or "")
            session.flush()
            session.add(
                StayRecord(
                    compound_id=ref.compound_id,
                    id=self._store.key(),
                    attendee_id=ref.id,
                    arrived=start,
                    left_at=end,
                )
            )

    def excuse(self, ref: Ref, reason: str) -> None:
        with self._store.writing("table.excuse") as session:
            record = get(session, AttendeeRecord, ref, "与会人")
            meeting = Ref(ref.compound_id, record.meeting_id)
            _writable(session, meeting)
            reason = short(reason, "请假原因") or "请假"
            if record.excused:
                about = ("请假原因", None, record.id)
                set_right(self._store, session, meeting, about, (record.excused, reason))
            record.excused = reason

    def stand_in(self, ref: Ref, name: str, letter_on: date | None = None) -> None:
        """Somebody comes instead, with a letter of that day; ``name`` "" takes it back.

        A person counts once: nobody stands in for himself, for two, or beside his own seat.
        """
        stand_in = short(name, "姓名")
        with self._store.writing("table.stand_in") as session:
            record = get(session, AttendeeRecord, ref, "与会人")
            meeting = Ref(ref.compound_id, record.meeting_id)
            _writable(session, meeting)
            if stand_in:
                others = [a for a in _attendees(session, meeting) if a.id != record.id]
                _may_stand_in(record, stand_in, others)
                held_on = get(session, MeetingRecord, meeting, "会议").held_on
                if letter_on is None:
                    raise LetterNeeded(stand_in)
                if letter_on > held_on:
                    raise LetterTooLate(held_on)
            if record.stand_in:
                about = ("代为出席的人", None, record.id)
                set_right(self._store, session, meeting, about, (record.stand_in, stand_in))
            record.stand_in, record.letter_on = stand_in, letter_on if stand_in else None

    def people(self, meeting: Ref) -> list[Attendee]:
        with self._store.reading() as session:
            return attendees(session, meeting)

    def board(self, meeting: Ref, at: str) -> Headcount:
        """The live board: who is here at that minute, per body, and the quorum."""
        with self._store.reading() as session:
            return board(session, meeting, at)


def attendees(session: Session, meeting: Ref) -> list[Attendee]:
    """The table as values, in the order of the sign-in sheet."""
    stays: dict[UUID, list[Stay]] = {}
    wanted = (
        select(StayRecord)
        .join(
            AttendeeRecord,
            (AttendeeRecord.compound_id == StayRecord.compound_id)
            & (AttendeeRecord.id == StayRecord.attendee_id),
        )
        .where(
            AttendeeRecord.compound_id == meeting.compound_id,
            AttendeeRecord.meeting_id == meeting.id,
        )
        .order_by(StayRecord.arrived, StayRecord.id)
    )
    for stay in session.scalars(wanted):
        stays.setdefault(stay.attendee_id, []).append(Stay(stay.arrived, stay.left_at))
    return [
        Attendee(
            each.id,
            each.name or ERASED,
            each.body,
            each.body_name,
            each.duty,
            each.entitled,
            tuple(BodyKind(value) for value in each.also),
            each.excused,
            each.stand_in,
            tuple(stays.get(each.id, ())),
            each.letter_on,
            each.position,
        )
        for each in _attendees(session, meeting)
    ]


def board(session: Session, meeting: Ref, at: str) -> Headcount:
    record = get(session, MeetingRecord, meeting, "会议")
    return headcount(thaw(record.profile), attendees(session, meeting), read_time(at))


def _attendees(session: Session, meeting: Ref) -> list[AttendeeRecord]:
    wanted = select(AttendeeRecord).where(
        AttendeeRecord.compound_id == meeting.compound_id, AttendeeRecord.meeting_id == meeting.id
    )
    return list(session.scalars(wanted.order_by(AttendeeRecord.position)))


def _stays(session: Session, ref: Ref) -> list[StayRecord]:
    wanted = select(StayRecord).where(
        StayRecord.compound_id == ref.compound_id, StayRecord.attendee_id == ref.id
    )
    return list(session.scalars(wanted.order_by(StayRecord.arrived, StayRecord.id)))


def _may_stand_in(record: AttendeeRecord, name: str, others: Iterable[AttendeeRecord]) -> None:
    """A head is counted once, whatever seats it speaks for."""
    who = record.name or ""
    if name == who:
        raise StandsForHimself(name)
    for each in others:
        if each.stand_in == name:
            raise OnceAtTheTable(name, f"已经代{each.name}出席", who)
        if each.entitled and each.name == name:
            raise OnceAtTheTable(name, "自己就在签到名单上", who)


def _stands_for_nobody(people: Iterable[AttendeeRecord], name: str) -> None:
    for each in people:
        if name and each.stand_in == name:
            raise StandInHere(name, each.name or "")


def _told(stays: Iterable[tuple[str, str]]) -> str:
    return "；".join(f"{arrived}—{left}" for arrived, left in stays if arrived) or "未到"


def _writable(session: Session, meeting: Ref) -> None:
    stage = get(session, MeetingRecord, meeting, "会议").stage
    if stage not in RECORDING | {Stage.DRAFT, Stage.NOTICED}:
        raise NotNow(Act.CORRECT, stage)
