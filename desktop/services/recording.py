"""Steps of recording that notes, proposals and votes share."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotNow
from desktop.domain.ids import Ref
from desktop.domain.meeting import RECORDING
from desktop.domain.terms import Act, Decision
from desktop.services.profiles import Profiles
from desktop.services.records import get
from desktop.storage.tables import ItemRecord, MeetingRecord, ProposalRecord, RoundRecord


def item_of(session: Session, ref: Ref) -> ItemRecord:
    """An item of a meeting that is being recorded."""
    record = get(session, ItemRecord, ref, "议题")
    check_recording(session, Ref(ref.compound_id, record.meeting_id))
    return record


def check_recording(session: Session, meeting: Ref) -> None:
    """Refuse to record anything before the meeting, or once its minutes are final."""
    stage = get(session, MeetingRecord, meeting, "会议").stage
    if stage not in RECORDING:
        raise NotNow(Act.RECORD, stage)


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


def owners_decide(profiles: Profiles, item: ItemRecord) -> bool:
    """Whether only the owners can decide this: by its kind, or by what the matter guide says."""
    matter = profiles.matters.get(item.matter)
    return item.decision is Decision.OWNERS_JOINT or bool(matter and matter.owners_decide)
