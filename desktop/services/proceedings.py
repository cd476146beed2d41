"""Reading everything a meeting left behind, in one picture of the database."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.ids import Ref
from desktop.domain.proceedings import (
    BodyLine,
    Item,
    MeetingFacts,
    Note,
    Proceedings,
    Proposal,
    Resolution,
    Round,
)
from desktop.domain.rulebook import Matter
from desktop.domain.terms import Choice
from desktop.services.agendas import item_records
from desktop.services.floor import turns
from desktop.services.profiles import thaw
from desktop.services.records import get
from desktop.services.resolutions import open_resolutions, value
from desktop.services.session_corrections import corrected
from desktop.services.table import attendees
from desktop.services.wall import shield
from desktop.storage import history
from desktop.storage.tables import (
    AttendeeRecord,
    BodyVoteRecord,
    CastRecord,
    CommunityRecord,
    CompoundRecord,
    ItemRecord,
    ItemSuggestionRecord,
    MeetingRecord,
    NoteRecord,
    ProposalRecord,
    ResolutionRecord,
    RoundRecord,
)

K = TypeVar("K")
V = TypeVar("V")


def proceedings(session: Session, ref: Ref, matters: Mapping[str, Matter]) -> Proceedings:
    """All facts of a meeting, frozen."""
    meeting = get(session, MeetingRecord, ref, "会议")
    compound = session.get_one(CompoundRecord, ref.compound_id)
    community = session.get_one(CommunityRecord, compound.community_id)
    records = item_records(session, ref)
    notes = _notes(session, ref)
    decided = _resolutions(session, ref)
    hide = shield(session, ref.compound_id)  # an item may bear a title older than a dispute
    items = [
        replace(item, title=hide.text(item.title))
        for item in (_item(session, ref, each, matters, notes, decided) for each in records)
    ]
    end = history.head(session, ref.compound_id)
    profile = thaw(meeting.profile)
    facts = MeetingFacts(
        meeting.id,
        compound.name,
        community.name,
        community.subdistrict,
        meeting.title,
        profile.name,
        meeting.held_on,
        meeting.starts,
        meeting.ends,
        meeting.place,
        meeting.convener,
        meeting.chair,
        meeting.recorder,
        meeting.stage,
        meeting.noticed_on,
        meeting.entered_afterwards,
        meeting.lapsed,
        meeting.short,
        meeting.reason,
    )
    return Proceedings(
        facts,
        profile,
        tuple(attendees(session, ref)),
        tuple(items),
        tuple(notes.get(None, ())),
        tuple(decided.get(None, ())),
        tuple(open_resolutions(session, ref.compound_id, meeting.held_on, meeting.id)),
        end[1].hex() if end else "",
        corrected(session, ref),
        turns(session, ref),
    )


def _by(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, each in pairs:
        found.setdefault(key, []).append(each)
    return found


def _notes(session: Session, ref: Ref) -> dict[UUID | None, list[Note]]:
    wanted = select(NoteRecord).where(
        NoteRecord.compound_id == ref.compound_id, NoteRecord.meeting_id == ref.id
    )
    return _by(
        (
            n.item_id,
            Note(n.id, n.at, n.speaker, n.speaker_body, n.kind, n.text, n.struck, n.struck_at),
        )
        for n in session.scalars(wanted.order_by(NoteRecord.id))
    )


def _resolutions(session: Session, ref: Ref) -> dict[UUID | None, list[Resolution]]:
    wanted = select(ResolutionRecord).where(
        ResolutionRecord.compound_id == ref.compound_id, ResolutionRecord.meeting_id == ref.id
    )
    rows = session.scalars(wanted.order_by(ResolutionRecord.number))
    return _by((each.item_id, value(each)) for each in rows)


def _item(
    session: Session,
    ref: Ref,
    record: ItemRecord,
    matters: Mapping[str, Matter],
    notes: Mapping[UUID | None, list[Note]],
    decided: Mapping[UUID | None, list[Resolution]],
) -> Item:
    proposals = [
        Proposal(p.id, p.version, p.by, p.text, p.state, p.at, p.withdrawn_at)
        for p in session.scalars(
            select(ProposalRecord)
            .where(
                ProposalRecord.compound_id == ref.compound_id, ProposalRecord.item_id == record.id
            )
            .order_by(ProposalRecord.version)
        )
    ]
    known = {proposal.id: proposal for proposal in proposals}
    rounds = session.scalars(
        select(RoundRecord)
        .where(RoundRecord.compound_id == ref.compound_id, RoundRecord.item_id == record.id)
        .order_by(RoundRecord.sequence)
    ).all()
    behind = select(func.count()).where(
        ItemSuggestionRecord.compound_id == ref.compound_id,
        ItemSuggestionRecord.item_id == record.id,
    )
    return Item(
        record.id,
        record.number,
        record.title,
        record.minutes,
        record.presenter,
        record.decision,
        matters.get(record.matter),
        record.outcome,
        record.outcome_note,
        session.scalar(behind) or 0,
        tuple(proposals),
        tuple(notes.get(record.id, ())),
        tuple(_round(session, each, known) for each in rounds),
        tuple(decided.get(record.id, ())),
        record.late,
        record.announced,
    )


def _round(session: Session, record: RoundRecord, proposals: Mapping[UUID, Proposal]) -> Round:
    bodies = session.scalars(
        select(BodyVoteRecord)
        .where(
            BodyVoteRecord.compound_id == record.compound_id, BodyVoteRecord.round_id == record.id
        )
        .order_by(BodyVoteRecord.id)
    )
    casts = session.execute(
        select(AttendeeRecord.name, CastRecord.choice)
        .join(
            AttendeeRecord,
            (AttendeeRecord.compound_id == CastRecord.compound_id)
            & (AttendeeRecord.id == CastRecord.attendee_id),
        )
        .where(CastRecord.compound_id == record.compound_id, CastRecord.round_id == record.id)
        .order_by(AttendeeRecord.position)
    )
    cast: list[tuple[str, Choice]] = [(name or "", choice) for name, choice in casts]
    return Round(
        record.id,
        record.sequence,
        record.at,
        record.method,
        proposals.get(record.proposal_id) if record.proposal_id else None,
        record.present,
        record.entitled,
        record.for_,
        record.against,
        record.abstain,
        record.result,
        record.inequality,
        record.rule,
        record.rule_source,
        record.quorum,
        tuple(BodyLine(b.body, b.name, b.present, b.for_, b.against, b.abstain) for b in bodies),
        tuple(cast),
        record.void_reason,
    )
