"""Two people edit the same thing: the second is shown what the first did, and decides.

Whoever fills in a form says from which point of the history he saw the values (``Position``). When
somebody else has meanwhile written one of the columns that this transaction is about to change, it is
taken back; nothing is overwritten unseen.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.domain import chain
from desktop.domain.area import shown
from desktop.domain.chain import Value
from desktop.domain.errors import ChangedMeanwhile
from desktop.domain.phones import mask_numbers
from desktop.domain.terms import Term
from desktop.storage.tables import HistoryRecord

Position = Mapping[UUID, int]  # how long each chain was when the values were read
# of which no screen shows what stands there, or not before a vote is closed
HIDDEN = frozenset({"password", "identity", "id_tail", "initials", "marks", "ticks"})
SHOWN, BEFORE = 40, 10  # characters of a value in the message; of them before the difference
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
                at = f"{told:%H:%M:%S}"
                raise ChangedMeanwhile(actor, at, _what(each), each.compound, sequence)


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
    told = _told(payload)
    values, changed = told.get("values"), told.get("changed")
    if not isinstance(values, dict) or each.column not in values:
        return False
    if isinstance(changed, list):
        return each.column in changed
    earlier = session.scalars(  # of before such records said which they changed
        select(_H.payload)
        .where(
            _H.compound_id == each.compound,
            _H.sequence < sequence,
            _H.noun == each.noun,
            _H.key == each.key,
        )
        .order_by(_H.sequence.desc())
    )
    for known in map(_told, earlier):
        before = known.get("values")
        if isinstance(before, dict) and each.column in before:
            return before[each.column] != values[each.column]
    return True


def _told(payload: bytes) -> Mapping[str, Value]:
    told = chain.decode(payload)
    return told if isinstance(told, dict) else {}


def _what(each: Edit) -> str:
    """What stands there now, and what was to: only where both have words a person reads."""
    there, wanted = _words(each.column, each.there), _words(each.column, each.wanted)
    if there is None or wanted is None or there == wanted:
        return "这里"
    there, wanted = _apart(there, wanted)
    return f"这里，现在是“{there}”，您要改成“{wanted}”"


def _words(column: str, value: object) -> str | None:
    """A value as screens show it; ``None`` for keys, digests and what the program keeps for itself."""
    if column in HIDDEN:
        return None
    match value:
        case None | "" | []:
            return "（空）"
        case bool():
            return "是" if value else "否"
        case Term():
            return value.word
        case int() if column == "area":
            return f"{shown(value)} m²"
        case int() | date():
            return str(value)
        case list():
            parts = [_words(column, part) for part in value]
            return None if None in parts else "、".join(filter(None, parts))
        case str() if not value.startswith(("{", "[")):
            return mask_numbers(" ".join(_plain(value).split()))
    return None


def _plain(text: str) -> str:
    """A text, also one that a setting keeps as JSON."""
    try:
        told = json.loads(text) if text.startswith('"') else text
    except ValueError:  # somebody's words that begin with a quote
        return text
    return told if isinstance(told, str) else text


def _apart(one: str, other: str) -> tuple[str, str]:
    """Long texts from shortly before the place where they begin to differ."""
    differs = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    first = next(differs, min(len(one), len(other)))
    start = max(0, first - BEFORE) if max(len(one), len(other)) > SHOWN else 0
    return _short(one, start), _short(other, start)


def _short(text: str, start: int) -> str:
    end = start + SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"
