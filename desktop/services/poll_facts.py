"""A written vote as screens and papers show it: all of it but its roll and its ballots."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.ids import Ref
from desktop.domain.poll_facts import PollFacts
from desktop.domain.terms import PollStage
from desktop.services.poll_records import matters_of, poll_of, read_rules, read_scope
from desktop.storage.tables import CompoundRecord, VoterRecord


@dataclass(frozen=True, slots=True)
class PollLine:
    """One written vote in the list."""

    ref: Ref
    title: str
    stage: PollStage
    opens_on: date
    closes_on: date
    matters: int


def facts(session: Session, ref: Ref) -> PollFacts:
    """A vote with its matters and the size of its roll."""
    poll = poll_of(session, ref)
    size = select(
        func.count(),
        func.count(func.distinct(VoterRecord.head)),
        func.coalesce(func.sum(VoterRecord.area), 0),
    ).where(VoterRecord.compound_id == ref.compound_id, VoterRecord.poll_id == ref.id)
    doors, heads, area = session.execute(size).one()
    return PollFacts(
        ref,
        poll.title,
        session.get_one(CompoundRecord, ref.compound_id).name,
        poll.convener,
        poll.stage,
        poll.number,
        poll.opens_on,
        poll.closes_on,
        poll.noticed_on,
        tuple(poll.extensions),
        read_scope(poll.scope),
        read_rules(poll.policy),
        poll.publicity_days,
        poll.posted_on,
        poll.body_id,
        tuple(matters_of(session, ref)),
        poll.frozen_at,
        poll.roll_digest.hex() if poll.roll_digest else "",
        doors,
        heads,
        int(area),
        poll.gap,
        poll.void_reason,
    )
