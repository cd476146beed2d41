"""What files of a meeting are called: nobody's name in them, and no two meetings alike."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.ids import Ref
from desktop.domain.proceedings import MeetingFacts
from desktop.services.wall import file_title
from desktop.storage.tables import CompoundRecord, MeetingRecord
from desktop.system.files import safe_name

_LONGEST = "会议纪要（张贴件） A3.docx"  # what stands behind the title at most


def stem(session: Session, meeting: Ref, facts: MeetingFacts) -> str:
    """The day and the masked title of a meeting; with its hour where another meeting of that day
    would be called the same, and with its place among those where the hour is the same, too."""
    rows = session.execute(
        select(MeetingRecord, CompoundRecord.name)
        .join(CompoundRecord, CompoundRecord.id == MeetingRecord.compound_id)
        .where(MeetingRecord.held_on == facts.held_on)
        .order_by(MeetingRecord.compound_id, MeetingRecord.id)
    ).all()
    day = facts.held_on.isoformat()
    mine = f"{day} {file_title(session, meeting.compound_id, facts.full_title)}"
    alike = []
    for record, compound in rows:
        same = record.id == meeting.id and record.compound_id == meeting.compound_id
        full = record.title if record.title.startswith(compound) else f"{compound}{record.title}"
        if same or _clash(mine, f"{day} {file_title(session, record.compound_id, full)}"):
            alike.append((record.compound_id, record.id, record.starts))
    if len(alike) < 2:
        return mine
    hour = [each for each in alike if each[2] == facts.starts]
    number = hour.index((meeting.compound_id, meeting.id, facts.starts)) + 1
    again = f"（{number}）" if len(hour) > 1 else ""
    return f"{day} {facts.starts.replace(':', '')}{again}{mine.removeprefix(day)}"


def _clash(one: str, other: str) -> bool:
    """Whether two names are one on disk, where long ones are cut and some cannot tell A from a."""
    return safe_name(f"{one} {_LONGEST}").casefold() == safe_name(f"{other} {_LONGEST}").casefold()
