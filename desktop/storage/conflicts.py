"""Two people edit the same thing: the second is shown what the first did, and decides.

Whoever fills in a form says from which point of the history he saw the values (``Position``). When
somebody else has meanwhile written one of the columns that this transaction is about to change, it is
taken back; nothing is overwritten unseen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.domain import chain
from desktop.domain.chain import Value
from desktop.domain.errors import ChangedMeanwhile
from desktop.storage.tables import HistoryRecord

Position = Mapping[UUID, int]  # how long each chain was when the values were read
SHOWN = 40  # characters of a value in the message
_H = HistoryRecord


@dataclass(frozen=True, slots=True)
class Edit:
    """One column that is about to be changed: what stands there now, and what is to stand there."""

    compound: UUID
    noun: str
    key: str
    column: str
    there: object
    wanted: object


def refuse(
    session: Session, edits: Iterable[Edit], seen: Position, own: Iterable[tuple[UUID, int, int]]
) -> None:
    """Raise ``ChangedMeanwhile`` when somebody else has changed one of these since ``seen``."""
    spans = tuple(own)
    for each in edits:
        since = seen.get(each.compound, 0)
        for sequence, actor, at, payload in session.execute(_later(each, since)):
            ours = any(c == each.compound and a <= sequence <= b for c, a, b in spans)
            if not ours and _changed(session, each, sequence, payload):
                told = datetime.fromisoformat(at).astimezone()
                raise ChangedMeanwhile(
                    actor,
                    f"{told:%H:%M:%S}",
                    _short(each.there),
                    _short(each.wanted),
                    each.compound,
                    sequence,
                )


def _later(each: Edit, since: int) -> Select[int, str, str, bytes]:
    return (
        select(_H.sequence, _H.actor, _H.at, _H.payload)
        .where(
            _H.compound_id == each.compound,
            _H.sequence > since,
            _H.noun == each.noun,
            _H.key == each.key,
        )
        .order_by(_H.sequence.desc())
    )


def _changed(session: Session, each: Edit, sequence: int, payload: bytes) -> bool:
    """Whether a record changed this column: some records tell all of them, changed or not."""
    values = _values(payload)
    if each.column not in values:
        return False
    before = session.scalars(
        select(_H.payload)
        .where(
            _H.compound_id == each.compound,
            _H.sequence < sequence,
            _H.noun == each.noun,
            _H.key == each.key,
        )
        .order_by(_H.sequence.desc())
        .limit(1)
    ).first()
    known = _values(before) if before is not None else {}
    return each.column not in known or known[each.column] != values[each.column]


def _values(payload: bytes) -> Mapping[str, Value]:
    told = chain.decode(payload)
    values = told.get("values") if isinstance(told, dict) else None
    return values if isinstance(values, dict) else {}


def _short(value: object) -> str:
    text = "（空）" if value in {None, ""} else " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
