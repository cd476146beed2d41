"""Steps of recording that notes, proposals and votes share."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from desktop.domain import vote
from desktop.domain.errors import EndsTooEarly, Gone, NotNow
from desktop.domain.ids import Ref
from desktop.domain.meeting import RECORDING, read_time
from desktop.domain.terms import Act, Decision, Outcome, Result
from desktop.services.profiles import Profiles
from desktop.services.records import get
from desktop.storage.tables import (
    AttendeeRecord,
    ItemRecord,
    MeetingRecord,
    NoteRecord,
    ProposalRecord,
    ResolutionRecord,
    RoundRecord,
    StayRecord,
)


def item_of(session: Session, ref: Ref) -> ItemRecord:
    """An item of a meeting that is being recorded."""
    record = get(session, ItemRecord, ref, "议题")
    check_recording(session, Ref(ref.compound_id, record.meeting_id))
    return record


def check_item(session: Session, meeting: Ref, item_id: UUID | None) -> None:
    """Refuse what would be kept under an item of another meeting."""
    if item_id is not None:
        item = get(session, ItemRecord, Ref(meeting.compound_id, item_id), "议题")
        if item.meeting_id != meeting.id:
            raise Gone("本次会议的这项议题")


def check_recording(session: Session, meeting: Ref) -> None:
    """Refuse to record anything before the meeting, or once its minutes are final."""
    stage = get(session, MeetingRecord, meeting, "会议").stage
    if stage not in RECORDING:
        raise NotNow(Act.RECORD, stage)


def end_of(session: Session, meeting: MeetingRecord, ends: str) -> str:
    """When the meeting was over; not before anything that happened in it."""
    end = read_time(ends)
    ref = Ref(meeting.compound_id, meeting.id)
    at = _under_meeting(session, ref)
    for what, moment in (
        ("开会时间", meeting.starts),
        ("签到", at(StayRecord.arrived)),
        ("离会", at(StayRecord.left_at)),
        ("表决", at(RoundRecord.at)),
    ):
        if moment and end < moment:
            raise EndsTooEarly(end, what, moment)
    return end


def voted(session: Session, meeting: Ref) -> bool:
    """Whether any vote stands."""
    wanted = (
        select(func.count())
        .select_from(RoundRecord)
        .join(ItemRecord, _same(ItemRecord, RoundRecord.item_id, RoundRecord.compound_id))
        .where(
            ItemRecord.compound_id == meeting.compound_id,
            ItemRecord.meeting_id == meeting.id,
            RoundRecord.result != Result.VOID,
        )
    )
    return bool(session.scalar(wanted))


def recorded(session: Session, meeting: Ref) -> str:
    """What has been recorded of a meeting so far, in a word; "" for nothing."""
    if _under_meeting(session, meeting)(StayRecord.arrived):
        return "签到"
    for table, word in ((NoteRecord, "发言记录"), (ResolutionRecord, "议定事项")):
        wanted = select(func.count()).where(
            table.compound_id == meeting.compound_id, table.meeting_id == meeting.id
        )
        if session.scalar(wanted):
            return word
    if voted(session, meeting):
        return "表决"
    proposed = (
        select(func.count())
        .select_from(ProposalRecord)
        .join(ItemRecord, _same(ItemRecord, ProposalRecord.item_id, ProposalRecord.compound_id))
        .where(ItemRecord.compound_id == meeting.compound_id, ItemRecord.meeting_id == meeting.id)
    )
    return "方案" if session.scalar(proposed) else ""


def _under_meeting(session: Session, meeting: Ref) -> Callable[[Any], str]:
    """Gives the latest value of a time column of a meeting's stays or rounds."""

    def latest(column: Any) -> str:
        wanted = select(func.max(column))
        if column.class_ is StayRecord:
            there = _same(AttendeeRecord, StayRecord.attendee_id, StayRecord.compound_id)
            wanted = wanted.join_from(StayRecord, AttendeeRecord, there)
            mine = AttendeeRecord.meeting_id == meeting.id
        else:
            there = _same(ItemRecord, RoundRecord.item_id, RoundRecord.compound_id)
            wanted = wanted.join_from(RoundRecord, ItemRecord, there)
            mine = ItemRecord.meeting_id == meeting.id
        return (
            session.scalar(wanted.where(column.class_.compound_id == meeting.compound_id, mine))
            or ""
        )

    return latest


def _same(parent: Any, key: Any, compound: Any) -> Any:
    return and_(parent.compound_id == compound, parent.id == key)


def proposals_of(session: Session, item: Ref) -> list[ProposalRecord]:
    wanted = select(ProposalRecord).where(
        ProposalRecord.compound_id == item.compound_id, ProposalRecord.item_id == item.id
    )
    return list(session.scalars(wanted.order_by(ProposalRecord.version)))


def rounds_of(session: Session, item: ItemRecord) -> list[RoundRecord]:
    wanted = select(RoundRecord).where(
        RoundRecord.compound_id == item.compound_id, RoundRecord.item_id == item.id
    )
    return list(session.scalars(wanted.order_by(RoundRecord.sequence)))


def told_by_rounds(
    session: Session, profiles: Profiles, item: ItemRecord, *, quorate: bool = True
) -> Outcome | None:
    """What the votes on an item say became of it."""
    return vote.outcome_of(
        Decision.OWNERS_JOINT if owners_decide(profiles, item) else item.decision,
        [each.result for each in rounds_of(session, item)],
        amended=len(proposals_of(session, Ref(item.compound_id, item.id))) > 1,
        quorate=quorate,
    )


def owners_decide(profiles: Profiles, item: ItemRecord) -> bool:
    """Whether only the owners can decide this: by its kind, or by what the matter guide says."""
    matter = profiles.matters.get(item.matter)
    return item.decision is Decision.OWNERS_JOINT or bool(matter and matter.owners_decide)
