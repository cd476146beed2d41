"""Who sits at the table of one meeting: sign in, leave, excuse, and the live board."""

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
from desktop.domain.terms import Act, BodyKind, Stage
from desktop.services.profiles import thaw
from desktop.services.recording import check_recording
from desktop.services.records import get, short
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
            taken = session.scalar(
                select(func.max(AttendeeRecord.position)).where(
                    AttendeeRecord.compound_id == meeting.compound_id,
                    AttendeeRecord.meeting_id == meeting.id,
                )
            )
            record = AttendeeRecord(
                compound_id=meeting.compound_id,
                id=self._store.key(),
                meeting_id=meeting.id,
                person_id=None,
                position=(taken or 0) + 1,
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
            check_recording(session, Ref(ref.compound_id, record.meeting_id))
            stays = _stays(session, ref)
            if stays and not stays[-1].left_at:
                return
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
            for record in _attendees(session, meeting):
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
            check_recording(session, Ref(ref.compound_id, record.meeting_id))
            for stay in _stays(session, ref):
                session.delete(stay)
            if not arrived.strip():
                return
            start, end = read_time(arrived), read_time(left) if left.strip() else ""
            if end and end < start:
                raise TimesCrossed(record.name or "", start, end)
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
            _writable(session, Ref(ref.compound_id, record.meeting_id))
            record.excused = short(reason, "请假原因") or "请假"

    def stand_in(self, ref: Ref, name: str) -> None:
        """Somebody comes instead, with a letter."""
        with self._store.writing("table.stand_in") as session:
            record = get(session, AttendeeRecord, ref, "与会人")
            _writable(session, Ref(ref.compound_id, record.meeting_id))
            record.stand_in = short(name, "姓名")

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
            each.name or "（已删除）",
            each.body,
            each.body_name,
            each.duty,
            each.entitled,
            tuple(BodyKind(value) for value in each.also),
            each.excused,
            each.stand_in,
            tuple(stays.get(each.id, ())),
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


def _writable(session: Session, meeting: Ref) -> None:
    stage = get(session, MeetingRecord, meeting, "会议").stage
    if stage not in RECORDING | {Stage.DRAFT, Stage.NOTICED}:
        raise NotNow(Act.CORRECT, stage)
