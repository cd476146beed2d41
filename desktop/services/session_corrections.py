"""会中更正: what a record of the session said before it was set right. Kept beside, never lost."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.ids import Ref
from desktop.domain.meeting import RECORDING
from desktop.domain.proceedings import Corrected
from desktop.services.records import get
from desktop.storage.store import Store
from desktop.storage.tables import MeetingRecord, SessionCorrectionRecord

_C = SessionCorrectionRecord
NOTHING = "（无）"


def set_right(
    store: Store,
    session: Session,
    meeting: Ref,
    about: tuple[str, UUID | None, UUID | None],
    said: tuple[str, str],
) -> None:
    """Keep what stood there. ``about``: in words, of which item, of whom at the table; ``said``: the
    old words and the new ones. Before a meeting is recorded its plan may change without a trace."""
    what, item_id, attendee_id = about
    record = get(session, MeetingRecord, meeting, "会议")
    old, new = (text or NOTHING for text in said)
    if record.stage not in RECORDING or old == new:
        return
    now = store.clock()
    today = record.held_on == now.date()
    session.add(
        _C(
            compound_id=meeting.compound_id,
            id=store.key(),
            meeting_id=meeting.id,
            item_id=item_id,
            attendee_id=attendee_id,
            at=now.strftime("%H:%M" if today else "%Y-%m-%d %H:%M"),
            what=what,
            old=old,
            new=new,
            who=store.who,
        )
    )


def take_in(session: Session, meeting: Ref, told: Iterable[Mapping[str, Any]]) -> None:
    """Those of an archive package, as ``corrected`` told them to it."""
    for each in told:
        words = {name: str(each[name]) for name in ("at", "what", "old", "new", "who")}
        about = {
            name: UUID(each[name]) if each[name] else None for name in ("item_id", "attendee_id")
        }
        key = UUID(each["id"])
        session.add(
            _C(compound_id=meeting.compound_id, id=key, meeting_id=meeting.id, **words, **about)
        )


def corrected(session: Session, meeting: Ref) -> tuple[Corrected, ...]:
    """What was set right in a session, in the order in which it was."""
    wanted = select(_C).where(_C.compound_id == meeting.compound_id, _C.meeting_id == meeting.id)
    return tuple(
        Corrected(c.id, c.at, c.what, c.old, c.new, c.who, c.item_id, c.attendee_id)
        for c in session.scalars(wanted.order_by(_C.id))
    )
