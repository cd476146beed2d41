"""What is kept about a person without his name beside it: doors, seats, attendance, votes by name."""

from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.services.personal_finding import Whom
from desktop.storage.tables import (
    AttachmentRecord,
    AttendeeRecord,
    BodyRecord,
    CastRecord,
    ItemRecord,
    MeetingRecord,
    OwnershipRecord,
    PersonRecord,
    PremisesRecord,
    RoundRecord,
    SeatRecord,
    StayRecord,
)

NAMESAKES = "另有同名的人，这些登记只记了姓名，分不清是哪一位，请到现场记录里核对"


def links(session: Session, who: Whom) -> list[tuple[str, str]]:
    """Each as what it is and what is told of it."""
    found = [*_owned(session, who), *_seats(session, who)]
    if not who.alone:
        return [*found, ("签到、记名表决、附件", NAMESAKES)]
    return [*found, *_stays(session, who), *_casts(session, who), *_files(session, who)]


def _owned(session: Session, who: Whom) -> list[tuple[str, str]]:
    p, h = PremisesRecord, OwnershipRecord
    wanted = (
        select(p, h)
        .join(h, and_(h.compound_id == p.compound_id, h.premises_id == p.id))
        .where(h.owner_id.in_(who.owners))
        .order_by(h.id)
    )
    return [
        ("房屋", f"{premises.door.words or premises.room}{_term(held.since, held.until)}")
        for premises, held in session.execute(wanted)
    ]


def _seats(session: Session, who: Whom) -> list[tuple[str, str]]:
    wanted = (
        select(
            BodyRecord.name, SeatRecord.duty, SeatRecord.since, SeatRecord.until, PersonRecord.phone
        )
        .join(BodyRecord, _on(BodyRecord, SeatRecord.body_id, SeatRecord))
        .join(PersonRecord, _on(PersonRecord, SeatRecord.person_id, SeatRecord))
        .where(PersonRecord.name.in_(who.names), *_here(PersonRecord, who))
        .order_by(SeatRecord.id)
    )
    return [
        ("任职", f"{body} {duty}".strip() + _term(since, until))
        for body, duty, since, until, phone in session.execute(wanted)
        if phone in who.phones or (who.alone and not (phone and who.phones))
    ]


def _stays(session: Session, who: Whom) -> list[tuple[str, str]]:
    wanted = (
        select(MeetingRecord.held_on, MeetingRecord.title, StayRecord.arrived, StayRecord.left_at)
        .join(AttendeeRecord, _on(AttendeeRecord, StayRecord.attendee_id, StayRecord))
        .join(MeetingRecord, _on(MeetingRecord, AttendeeRecord.meeting_id, AttendeeRecord))
        .where(AttendeeRecord.name.in_(who.names), *_here(AttendeeRecord, who))
        .order_by(StayRecord.id)
    )
    return [
        ("签到", f"{day} {title}，{arrived}到" + (f"，{left}离" if left else ""))
        for day, title, arrived, left in session.execute(wanted)
    ]


def _casts(session: Session, who: Whom) -> list[tuple[str, str]]:
    wanted = (
        select(ItemRecord.title, RoundRecord.at, CastRecord.choice)
        .join(AttendeeRecord, _on(AttendeeRecord, CastRecord.attendee_id, CastRecord))
        .join(RoundRecord, _on(RoundRecord, CastRecord.round_id, CastRecord))
        .join(ItemRecord, _on(ItemRecord, RoundRecord.item_id, RoundRecord))
        .where(AttendeeRecord.name.in_(who.names), *_here(AttendeeRecord, who))
        .order_by(CastRecord.id)
    )
    return [("记名表决", f"{title}：{choice.word}") for title, _, choice in session.execute(wanted)]


def _files(session: Session, who: Whom) -> list[tuple[str, str]]:
    a = AttachmentRecord
    wanted = select(a.name, a.kind).where(*_here(a, who)).order_by(a.id)
    return [
        ("附件", f"{kind}“{name}”")
        for name, kind in session.execute(wanted)
        if any(each in name for each in who.names)
    ]


def _on(kind: Any, column: Any, other: Any) -> Any:
    return and_(kind.compound_id == other.compound_id, kind.id == column)


def _here(kind: Any, who: Whom) -> list[Any]:
    return [kind.compound_id == who.compound_id] if who.compound_id is not None else []


def _term(since: Any, until: Any) -> str:
    if since is None and until is None:
        return ""
    return f"（{since or ''}—{until or '现在'}）"
