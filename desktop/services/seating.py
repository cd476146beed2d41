"""What a new meeting begins with: who sits at its table, and what earlier ones left to do."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.ids import Ref
from desktop.domain.terms import BodyKind, Decision
from desktop.services.bodies import body_lines
from desktop.services.resolutions import open_resolutions
from desktop.storage.store import Store
from desktop.storage.tables import AttendeeRecord, ItemRecord, MeetingRecord
from desktop.system.pinyin import initials

MAIN_TABLE = frozenset(BodyKind) - {BodyKind.OBSERVERS}


FOLLOW_UP = "上次事项落实情况"


def open_with_follow_up(
    store: Store, session: Session, meeting: MeetingRecord, *, afresh: bool = True
) -> None:
    """上次事项落实情况, where there is anything to report on; it can be taken out.

    A meeting may be planned before the one before it is held: notice and opening look again
    (``afresh=False``), and then only at what has been agreed since. Who took the item out knowing
    all there was keeps it out.
    """
    ref = Ref(meeting.compound_id, meeting.id)
    there = select(ItemRecord.id).where(
        ItemRecord.compound_id == ref.compound_id,
        ItemRecord.meeting_id == ref.id,
        ItemRecord.title == FOLLOW_UP,
    )
    if session.scalar(there) is not None:
        return
    found = open_resolutions(session, ref.compound_id, without=ref.id)
    if not afresh:
        since = meeting.noticed_on
        found = [
            each
            for each in found
            if each.resolution.id > ref.id and (since is None or each.held_on >= since)
        ]
    if found:
        record = ItemRecord(
            compound_id=ref.compound_id,
            id=store.key(),
            meeting_id=ref.id,
            number=0,
            title=FOLLOW_UP,
            minutes=None,
            presenter="",
            decision=Decision.CONSULTATION,
            matter="",
            outcome=None,
            outcome_note="",
        )
        session.add(record)
        session.flush()


def seat_table(
    store: Store, session: Session, meeting: MeetingRecord, bodies: Sequence[BodyKind]
) -> None:
    """Fill the sign-in list from the seats held that day: each person once."""
    people: dict[UUID, AttendeeRecord] = {}
    position = 0
    for body in body_lines(session, meeting.compound_id, meeting.held_on):
        if body.kind not in bodies:
            continue
        for seat in body.seats:
            if known := people.get(seat.person_id):
                if body.kind is not BodyKind.OBSERVERS:
                    known.also = [*known.also, body.kind.value]
                continue
            position += 1
            people[seat.person_id] = AttendeeRecord(
                compound_id=meeting.compound_id,
                id=store.key(),
                meeting_id=meeting.id,
                person_id=seat.person_id,
                position=position,
                name=seat.name,
                initials=None,
                body=body.kind,
                body_name=body.name,
                also=[],
                duty=seat.duty,
                entitled=body.kind in MAIN_TABLE,
                excused="",
                stand_in="",
            )
    for record in people.values():
        record.initials = initials(record.name or "")
        session.add(record)


def guests_of(session: Session, meeting: Ref) -> list[AttendeeRecord]:
    """Who was at a table without holding a seat."""
    wanted = select(AttendeeRecord).where(
        AttendeeRecord.compound_id == meeting.compound_id,
        AttendeeRecord.meeting_id == meeting.id,
        AttendeeRecord.person_id.is_(None),
    )
    return list(session.scalars(wanted.order_by(AttendeeRecord.position)))
