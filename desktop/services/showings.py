"""Names on a posted paper after all: with a reason and a second person, and never a number.

What a paper for the wall would give away is refused; this is the one way round it, and it leaves a
record of which names, on which paper, why, and who the two were.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.model import spaced
from desktop.domain.errors import NameNeeded, ReasonNeeded
from desktop.domain.ids import Ref
from desktop.domain.session_errors import NeverShown, SecondNeeded, UnknownSecond
from desktop.services import wall
from desktop.services.minutes import acting
from desktop.services.papers import Paper, Papers
from desktop.services.records import short
from desktop.storage.store import Store
from desktop.storage.tables import HistoryRecord, PersonRecord, ShowingRecord


@dataclass(frozen=True, slots=True)
class Showing:
    """One decision to show more."""

    paper: str
    shown: tuple[str, ...]
    reason: str
    second: str
    at: str
    who: str


class Showings:
    def __init__(self, store: Store, papers: Papers) -> None:
        self._store, self._papers = store, papers

    def allow(self, meeting: Ref, paper: Paper, reason: str, second: str) -> list[str]:
        """Let the names on a posted paper stand; tell which. Raise ``NeverShown`` for numbers,
        ``SecondNeeded`` unless somebody else agrees, ``UnknownSecond`` when nobody knows who that is."""
        if not reason.strip():
            raise ReasonNeeded("公开姓名")
        other = short(second, "同意人")
        if not other or other == self._store.who:
            raise SecondNeeded
        document, told = self._papers.open_document(meeting, paper), self._papers.told(meeting)
        text = spaced(document)
        with self._store.reading() as session:
            if other not in _known(session):
                raise UnknownSecond(other)
            found = wall.leaks_of(session, meeting, paper.value, text, acting(told))
            numbers = wall.numbers(session, text)
        if not found:
            raise NameNeeded("要公开的姓名")
        if numbers:
            raise NeverShown("、".join(numbers))
        with self._store.writing("paper.show_more") as session:
            session.add(
                ShowingRecord(
                    compound_id=meeting.compound_id,
                    id=self._store.key(),
                    meeting_id=meeting.id,
                    paper=paper.value,
                    shown=found,
                    reason=short(reason, "理由"),
                    second=other,
                    at=self._store.clock().isoformat(timespec="seconds"),
                    who=self._store.who,
                )
            )
        return found

    def lines(self, meeting: Ref) -> list[Showing]:
        with self._store.reading() as session:
            return [
                Showing(e.paper, tuple(e.shown), e.reason, e.second, e.at, e.who)
                for e in wall.showings(session, meeting)
            ]


def _known(session: Session) -> set[str]:
    """Whom one can ask afterwards: who sits in a body, and who has worked with this file."""
    seated = session.scalars(select(PersonRecord.name))
    return {
        name for name in (*seated, *session.scalars(select(HistoryRecord.actor).distinct())) if name
    }
