"""Checkpoints: written with the act that closes something, read back, checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desktop.domain.chain import Change, Record
from desktop.domain.checkpoint import Checkpoint
from desktop.domain.ids import OFFICE
from desktop.storage import history
from desktop.storage.tables import CheckpointRecord, HistoryRecord, SignerRecord

# Acts after which nothing may be changed unseen, and the noun that each closes.
CLOSING: Mapping[str, str] = {
    "poll.freeze": "poll",
    "poll.close": "poll",
    "poll.settle": "poll",
    "minutes.finalise": "meeting",
    "renewal.scheme.fix": "renewal_scheme",
    "renewal.scheme.approve": "renewal_scheme",
    "personal.erase": "",
}
DAY_END = "day_end"
_NEVER = datetime.max.replace(tzinfo=UTC)
_C = CheckpointRecord


class Signing(Protocol):
    """Signs texts; ``public`` and signatures are empty where there is no key."""

    @property
    def public(self) -> bytes: ...

    def sign(self, text: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint as it is kept: after which act on what, by whose key, with which signature."""

    checkpoint: Checkpoint
    action: str
    noun: str
    key: str
    signer: bytes
    signature: bytes


def after(
    session: Session, act: str, changes: Iterable[Change], now: datetime, signer: Signing | None
) -> None:
    """When ``act`` closes something, note where the chains of the compounds it touched end."""
    noun = CLOSING.get(act)
    if noun is None:
        return
    told = list(changes)
    for compound in sorted({change.compound for change in told}):
        key = next((c.key for c in told if c.noun == noun and c.compound == compound), "")
        note(session, compound, (act, noun, key), now, signer)


def introduce(session: Session, signer: Signing | None, who: str, now: datetime) -> None:
    """Let the office's chain know whose key signs from now on, when it is a new one."""
    key = signer.public.hex() if signer else ""
    if key and session.get(SignerRecord, key) is None:
        since = now.isoformat(timespec="seconds")
        session.add(SignerRecord(key=key, name=who, since=since))


def note(
    session: Session,
    compound: UUID,
    about: tuple[str, str, str],
    now: datetime,
    signer: Signing | None,
) -> bool:
    """Write where a chain ends now; ``False`` when there is a checkpoint there already."""
    end = history.head(session, compound)
    if end is None or not end[0] or session.get(_C, (compound, end[0])) is not None:
        return False
    made = Checkpoint(compound, end[0], end[1], now.isoformat(timespec="seconds"))
    values = {
        "compound_id": compound,
        "sequence": made.sequence,
        "hash": made.hash,
        "at": made.at,
        "action": about[0],
        "noun": about[1],
        "key": about[2],
        "signer": signer.public if signer else b"",
        "signature": signer.sign(made.signed) if signer else b"",
    }
    session.execute(insert(_C), values)
    return True


def of(session: Session, compound: UUID) -> Iterator[Kept]:
    """The checkpoints of a chain, the first first."""
    wanted = select(_C).where(_C.compound_id == compound).order_by(_C.sequence)
    for each in session.scalars(wanted):
        yield _kept(each)


def last_of(session: Session, compound: UUID, noun: str, key: UUID) -> Kept | None:
    """The last checkpoint that closing this very thing left."""
    wanted = (
        select(_C)
        .where(_C.compound_id == compound, _C.noun == noun, _C.key == str(key))
        .order_by(_C.sequence.desc())
        .limit(1)
    )
    found = session.scalars(wanted).first()
    return _kept(found) if found else None


class Closed:
    """Where acts ended after which a checkpoint was due: told of records, in order.

    ``since``: as the history has moments; what was closed before checkpoints were written has none.
    """

    def __init__(self, since: datetime | None) -> None:
        self._since, self._now = since, ("", "", "")
        self._begun = False
        self.ends: dict[int, End] = {}

    def take(self, record: Record) -> None:
        about = (record.action, record.at, record.actor)  # of one transaction, all the same
        # what follows a record of after that moment is after it, too, whatever its own clock says
        if not self._begun and self._since is not None:
            self._begun = moment(record.at) >= self._since
        if record.action in CLOSING and self._begun:
            before = self.ends.pop(record.sequence - 1, None) if about == self._now else None
            key = before.key if before else ""
            if not key and record.noun == CLOSING[record.action]:
                key = record.key
            self.ends[record.sequence] = End(record.action, key, moment(record.at))
        self._now = about


@dataclass(frozen=True, slots=True)
class End:
    """Where a closing act ended: what it was, what it closed, and when."""

    action: str
    key: str
    at: datetime

    def fits(self, kept: Kept) -> bool:
        """Whether this checkpoint is the one that it left."""
        same = moment(kept.checkpoint.at) == self.at.replace(microsecond=0)
        return same and (kept.action, kept.key) == (self.action, self.key)


def introduced(session: Session) -> dict[str, datetime]:
    """The keys that the history knows, and since when; checkpoints are written since the first."""
    wanted = select(HistoryRecord.key, HistoryRecord.at).where(
        HistoryRecord.compound_id == OFFICE, HistoryRecord.noun == SignerRecord.__tablename__
    )
    rows = session.execute(wanted.order_by(HistoryRecord.sequence.desc())).all()
    return {key: moment(at) for key, at in rows}


def moment(text: str) -> datetime:
    """A moment as it is kept; one that somebody has made unreadable is after all others."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return _NEVER
    return told if told.tzinfo else _NEVER


def _kept(each: CheckpointRecord) -> Kept:
    made = Checkpoint(each.compound_id, each.sequence, bytes(each.hash), each.at)
    return Kept(made, each.action, each.noun, each.key, bytes(each.signer), bytes(each.signature))
