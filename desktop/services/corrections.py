"""更正: what final minutes say wrongly. The final text stays; its correction is printed and posted."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NameNeeded, NotNow
from desktop.domain.ids import Ref
from desktop.domain.session_errors import NothingToCorrect
from desktop.domain.terms import Act, Copy
from desktop.services.minutes import FINAL, Minutes
from desktop.services.records import checked, get, short
from desktop.storage.store import Store
from desktop.storage.tables import CorrectionRecord, MeetingRecord

_C = CorrectionRecord


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of final minutes, in the order in which they were made."""

    number: int
    on: date
    wrong: str
    right: str
    reason: str
    who: str


class Corrections:
    def __init__(self, store: Store, minutes: Minutes) -> None:
        self._store, self._minutes = store, minutes

    def add(self, meeting: Ref, wrong: str, right: str, reason: str, on: date) -> None:
        """Correct what stands in a final text; raise ``NothingToCorrect`` where it does not."""
        for what, told in (("更正前的话", wrong), ("更正后的话", right), ("更正原因", reason)):
            if not told.strip():
                raise NameNeeded(what)
        texts = [self._minutes.text(meeting, copy).text for copy in Copy]
        if not any(wrong.strip() in text for text in texts):
            raise NothingToCorrect(wrong.strip()[:40])
        with self._store.writing("minutes.correct") as session:
            stage = get(session, MeetingRecord, meeting, "会议").stage
            if stage not in FINAL:
                raise NotNow(Act.CORRECT, stage)
            session.add(
                CorrectionRecord(
                    compound_id=meeting.compound_id,
                    id=self._store.key(),
                    meeting_id=meeting.id,
                    number=len(_lines(session, meeting)) + 1,
                    on=on,
                    wrong=checked(wrong, "更正前的话", 500),
                    right=checked(right, "更正后的话", 500),
                    reason=short(reason, "更正原因"),
                    who=self._store.who,
                )
            )

    def lines(self, meeting: Ref) -> list[Correction]:
        with self._store.reading() as session:
            return _lines(session, meeting)


def _lines(session: Session, meeting: Ref) -> list[Correction]:
    wanted = select(_C).where(_C.compound_id == meeting.compound_id, _C.meeting_id == meeting.id)
    return [
        Correction(each.number, each.on, each.wrong, each.right, each.reason, each.who)
        for each in session.scalars(wanted.order_by(_C.number))
    ]
