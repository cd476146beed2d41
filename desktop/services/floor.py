"""Who speaks and who waits, and which item the clock runs for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import floor
from desktop.domain.errors import NameNeeded
from desktop.domain.floor import Span, Turn
from desktop.domain.ids import Ref
from desktop.domain.session_errors import AlreadyWaiting, NobodyWaiting
from desktop.domain.session_terms import TurnKind
from desktop.services.recording import check_item, check_recording
from desktop.services.records import get, short
from desktop.services.table import attendees
from desktop.storage.store import Store
from desktop.storage.tables import ItemRecord, SpanRecord, TurnRecord


@dataclass(frozen=True, slots=True)
class FloorFacts:
    """The speaking list and the clock of a meeting as they stand."""

    turns: tuple[Turn, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def speaking(self) -> Turn | None:
        return floor.speaking(self.turns)

    def queue(self, item: UUID | None) -> list[Turn]:
        return floor.queue(self.turns, item)

    def used(self, item: UUID, now: str) -> int:
        """Seconds spent on an item up to ``now`` (``HH:MM:SS``)."""
        return floor.used(self.spans, item, now)


SILENT = FloorFacts()  # before anybody has spoken


class Floor:
    def __init__(self, store: Store) -> None:
        self._store = store

    def told(self, meeting: Ref) -> FloorFacts:
        with self._store.reading() as session:
            return FloorFacts(
                turns(session, meeting),
                tuple(
                    Span(each.item_id, each.began, each.ended) for each in _spans(session, meeting)
                ),
            )

    # -- the clock -------------------------------------------------------------------------------

    def take_up(self, meeting: Ref, item_id: UUID | None) -> None:
        """The clock runs for this item from now on, and for none with ``None``."""
        with self._store.writing("floor.take_up") as session:
            check_recording(session, meeting)
            check_item(session, meeting, item_id)
            now = self._moment()
            running = [each for each in _spans(session, meeting) if not each.ended]
            if any(each.item_id == item_id for each in running):
                return
            for each in running:
                each.ended = now
            if item_id is not None:
                session.add(
                    SpanRecord(
                        compound_id=meeting.compound_id,
                        id=self._store.key(),
                        item_id=item_id,
                        began=now,
                        ended="",
                    )
                )

    # -- the speaking list -------------------------------------------------------------------------

    def ask(
        self,
        meeting: Ref,
        item_id: UUID | None,
        speaker: str,
        limit: int,
        kind: TurnKind = TurnKind.SPEECH,
    ) -> Ref:
        """Put somebody on the speaking list, for ``limit`` minutes."""
        if not speaker.strip():
            raise NameNeeded("发言人")
        floor.checked_limit(limit)
        with self._store.writing("floor.ask") as session:
            check_recording(session, meeting)
            check_item(session, meeting, item_id)
            name = short(speaker, "发言人")
            if any(_value(t).waiting and t.speaker == name for t in _turns(session, meeting)):
                raise AlreadyWaiting(name)
            bodies = {a.name: a.body_name for a in attendees(session, meeting)}
            record = TurnRecord(
                compound_id=meeting.compound_id,
                id=self._store.key(),
                meeting_id=meeting.id,
                item_id=item_id,
                kind=kind,
                speaker=name,
                body=bodies.get(name, ""),
                limit=limit,
                asked=self._moment(),
                began="",
                ended="",
            )
            session.add(record)
            return Ref(meeting.compound_id, record.id)

    def next(self, meeting: Ref, item_id: UUID | None) -> Turn:
        """End the speech that is going on, and give the floor to who is next; tell who."""
        with self._store.writing("floor.next") as session:
            check_recording(session, meeting)
            now, records = self._moment(), _turns(session, meeting)
            waiting = floor.queue([_value(each) for each in records], item_id)
            if not waiting:
                raise NobodyWaiting
            _end(records, now)
            record = next(each for each in records if each.id == waiting[0].id)
            record.began, record.item_id = now, item_id
            return _value(record)

    def stop(self, meeting: Ref) -> None:
        """The speech that is going on is over."""
        with self._store.writing("floor.stop") as session:
            check_recording(session, meeting)
            _end(_turns(session, meeting), self._moment())

    def take_off(self, turn: Ref) -> None:
        """Somebody who waits no longer wants to speak."""
        with self._store.writing("floor.take_off") as session:
            record = get(session, TurnRecord, turn, "发言")
            check_recording(session, Ref(turn.compound_id, record.meeting_id))
            record.ended = record.ended or self._moment()

    def _moment(self) -> str:
        return self._store.clock().strftime("%H:%M:%S")


def turns(session: Session, meeting: Ref) -> tuple[Turn, ...]:
    """The speaking list of a meeting, in the order in which people asked."""
    return tuple(_value(each) for each in _turns(session, meeting))


def take_in(session: Session, meeting: Ref, told: Iterable[Mapping[str, Any]]) -> None:
    """The speaking list of an archive package, as ``turns`` told it to it."""
    for each in told:
        words = {name: str(each[name]) for name in ("speaker", "body", "asked", "began", "ended")}
        session.add(
            TurnRecord(
                compound_id=meeting.compound_id,
                id=UUID(each["id"]),
                meeting_id=meeting.id,
                item_id=UUID(each["item_id"]) if each["item_id"] else None,
                kind=TurnKind(each["kind"]),
                limit=int(each["limit"]),
                **words,
            )
        )


def close_clock(session: Session, meeting: Ref, now: str) -> None:
    """At the end of a meeting nothing goes on running."""
    for span in _spans(session, meeting):
        span.ended = span.ended or now
    _end(_turns(session, meeting), now)


def _end(turns: Sequence[TurnRecord], now: str) -> None:
    for each in turns:
        if each.began and not each.ended:
            each.ended = now


def _value(record: TurnRecord) -> Turn:
    return Turn(
        record.id,
        record.item_id,
        record.kind,
        record.speaker,
        record.body,
        record.limit,
        record.asked,
        record.began,
        record.ended,
    )


def _turns(session: Session, meeting: Ref) -> list[TurnRecord]:
    wanted = select(TurnRecord).where(
        TurnRecord.compound_id == meeting.compound_id, TurnRecord.meeting_id == meeting.id
    )
    return list(session.scalars(wanted.order_by(TurnRecord.id)))


def _spans(session: Session, meeting: Ref) -> list[SpanRecord]:
    wanted = (
        select(SpanRecord)
        .join(
            ItemRecord,
            (ItemRecord.compound_id == SpanRecord.compound_id)
            & (ItemRecord.id == SpanRecord.item_id),
        )
        .where(ItemRecord.compound_id == meeting.compound_id, ItemRecord.meeting_id == meeting.id)
    )
    return list(session.scalars(wanted.order_by(SpanRecord.id)))
