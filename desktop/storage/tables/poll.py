"""A written vote: its matters, its frozen roll, every paper ballot, what was read, every count."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.door import Door
from desktop.domain.poll import after
from desktop.domain.terms import (
    AreaSource,
    BallotState,
    Delivery,
    MatterKind,
    PollAct,
    PollStage,
    RulingOn,
    Use,
    Way,
)
from desktop.storage.tables.base import PERSONAL, STRICT, Kept, Salted, Table, under


class PollRecord(Kept, Salted, Table):
    __tablename__ = "poll"
    __table_args__ = (
        under("meeting"),
        under("body"),
        UniqueConstraint("compound_id", "number"),
        Index(None, "compound_id", "stage"),
        STRICT,
    )
    meeting_id: Mapped[UUID | None]  # where it was resolved to ask the owners
    body_id: Mapped[UUID | None]  # whose members vote, where it is not the owners
    number: Mapped[int]  # five digits, on every ballot; a new one at every freezing
    stale: Mapped[list[str]]  # numbers of earlier freezings
    title: Mapped[str]
    convener: Mapped[str]
    stage: Mapped[PollStage]
    scope: Mapped[str]  # JSON
    policy: Mapped[str]  # JSON: the house rules of this vote, fixed before it opens
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    noticed_on: Mapped[date | None]
    extensions: Mapped[list[str]]  # each: from, to and why, in words
    frozen_at: Mapped[str]
    roll_digest: Mapped[bytes | None]
    opened_at: Mapped[str]
    closed_at: Mapped[str]
    sealed_box: Mapped[bool]  # papers nobody registered as returned may lie in the box still
    gap: Mapped[str]  # why the papers do not add up
    recount: Mapped[str]  # why the last count was opened again, or ""
    posted_on: Mapped[date | None]
    publicity_days: Mapped[int]
    staff: Mapped[str] = mapped_column(info=PERSONAL)  # JSON: 唱票, 计票, 监票
    void_reason: Mapped[str]

    def do(self, act: PollAct) -> None:
        """Move on to where the act leads; refuse it if it is not its time."""
        self.stage = after(self.stage, act)


class PollMatterRecord(Kept, Table):
    """One question on the ballot, with its rule as it was when the question was asked."""

    __tablename__ = "poll_matter"
    __table_args__ = (under("poll"), Index(None, "compound_id", "poll_id"), STRICT)
    poll_id: Mapped[UUID]
    position: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]
    kind: Mapped[MatterKind]
    rule: Mapped[str]  # JSON
    options: Mapped[list[str]]
    seats: Mapped[int]
    substitutes: Mapped[int]


class VoterRecord(Kept, Salted, Table):
    """One line of a frozen roll. ``head`` numbers the owner, however many doors he has."""

    __tablename__ = "voter"
    whole = True
    __table_args__ = (
        under("poll"),
        under("premises"),
        UniqueConstraint("compound_id", "poll_id", "position"),
        Index(None, "compound_id", "poll_id", "head", "must_agree"),
        STRICT,
    )
    poll_id: Mapped[UUID]
    premises_id: Mapped[UUID | None]
    position: Mapped[int]
    building: Mapped[str]
    unit: Mapped[str]
    room: Mapped[str]
    shop: Mapped[bool]
    floor: Mapped[int | None]
    use: Mapped[Use]
    area: Mapped[int]  # units of 0.0001 m²; 0 where area does not count
    area_source: Mapped[AreaSource]
    names: Mapped[str | None] = mapped_column(info=PERSONAL)
    head: Mapped[int]
    must_agree: Mapped[bool]  # of a group all of whom must agree
    delivery: Mapped[Delivery | None]
    delivered_at: Mapped[str]
    delivered_by: Mapped[str] = mapped_column(info=PERSONAL)
    witness: Mapped[str] = mapped_column(info=PERSONAL)
    agent: Mapped[str] = mapped_column(info=PERSONAL)  # 受托人, with a written letter

    @property
    def door(self) -> Door:
        return Door(self.building, self.unit, self.room, self.shop)


class BallotRecord(Kept, Salted, Table):
    """One paper (or one vote from a platform). ``marks``: what counts of it, one letter a line."""

    __tablename__ = "ballot"
    whole = True
    __table_args__ = (
        under("poll"),
        under("voter"),
        UniqueConstraint("compound_id", "poll_id", "paper"),
        Index(None, "compound_id", "voter_id"),
        Index(None, "compound_id", "poll_id", "voter_id"),
        STRICT,
    )
    poll_id: Mapped[UUID]
    voter_id: Mapped[UUID]
    paper: Mapped[int]
    way: Mapped[Way]
    state: Mapped[BallotState]
    marks: Mapped[str | None] = mapped_column(info=PERSONAL)
    at: Mapped[str]  # of the last change
    why: Mapped[str]  # spoilt, replaced, corrected
    order: Mapped[int]  # in which it was received; 0 while it is out


class EntryRecord(Kept, Salted, Table):
    """What one person read on a ballot: 1 first, 2 again blind, 3… corrections with their reason."""

    __tablename__ = "ballot_entry"
    __table_args__ = (
        under("ballot"),
        UniqueConstraint("compound_id", "ballot_id", "keying"),
        STRICT,
    )
    ballot_id: Mapped[UUID]
    keying: Mapped[int]
    marks: Mapped[str] = mapped_column(info=PERSONAL)
    who: Mapped[str]
    at: Mapped[str]
    reason: Mapped[str]


class SecretBallotRecord(Kept, Table):
    """One ballot that nobody can be told from: only what stands on it, in the order of the box."""

    __tablename__ = "secret_ballot"
    __table_args__ = (
        under("poll"),
        UniqueConstraint("compound_id", "poll_id", "sequence"),
        STRICT,
    )
    poll_id: Mapped[UUID]
    sequence: Mapped[int]
    marks: Mapped[str]
    who: Mapped[str]
    at: Mapped[str]


class RulingRecord(Kept, Salted, Table):
    """What somebody decided about ballots that do not agree. The last one of its case holds."""

    __tablename__ = "ruling"
    __table_args__ = (under("poll"), Index(None, "compound_id", "poll_id"), STRICT)
    poll_id: Mapped[UUID]
    about: Mapped[RulingOn]
    place: Mapped[int]  # the voter's position, or the head's number
    line: Mapped[int]  # which line of the marks; -1 for all of them
    marks: Mapped[str] = mapped_column(info=PERSONAL)  # what counts; "" sets the ballots aside
    reason: Mapped[str] = mapped_column(info=PERSONAL)
    who: Mapped[str]
    at: Mapped[str]


class RollCorrectionRecord(Kept, Salted, Table):
    """A line of the roll put right after freezing: a new fact, shown with the result."""

    __tablename__ = "roll_correction"
    __table_args__ = (under("voter"), Index(None, "compound_id", "voter_id"), STRICT)
    voter_id: Mapped[UUID]
    field: Mapped[str]
    old: Mapped[str] = mapped_column(info=PERSONAL)
    new: Mapped[str] = mapped_column(info=PERSONAL)
    reason: Mapped[str] = mapped_column(info=PERSONAL)
    who: Mapped[str]
    at: Mapped[str]


class CountRecord(Kept, Table):
    """One count of all ballots: every figure, as it was announced. Earlier counts stay."""

    __tablename__ = "poll_count"
    __table_args__ = (
        under("poll"),
        UniqueConstraint("compound_id", "poll_id", "round"),
        STRICT,
    )
    poll_id: Mapped[UUID]
    round: Mapped[int]
    at: Mapped[str]
    who: Mapped[str]
    reason: Mapped[str]  # of a recount
    figures: Mapped[str]  # JSON
    digest: Mapped[bytes]  # of secret, vote, roll, figures and ballots that were counted
    secret: Mapped[bytes | None]  # without it nobody can try out who voted how


class ObjectionRecord(Kept, Salted, Table):
    """An objection during publicity, and the answer."""

    __tablename__ = "objection"
    __table_args__ = (under("poll"), Index(None, "compound_id", "poll_id"), STRICT)
    poll_id: Mapped[UUID]
    on: Mapped[date]
    door: Mapped[str]
    by: Mapped[str] = mapped_column(info=PERSONAL)
    text: Mapped[str] = mapped_column(info=PERSONAL)
    answer: Mapped[str] = mapped_column(info=PERSONAL)
    answered_on: Mapped[date | None]
    late: Mapped[bool]  # came after the days of publicity as they were counted then


class InspectionRecord(Kept, Salted, Table):
    """That somebody was shown the detailed result (解释 art. 13), when and why."""

    __tablename__ = "inspection"
    __table_args__ = (under("poll"), Index(None, "compound_id", "poll_id"), STRICT)
    poll_id: Mapped[UUID]
    at: Mapped[str]
    who: Mapped[str]  # the operator
    reader: Mapped[str] = mapped_column(info=PERSONAL)
    reason: Mapped[str] = mapped_column(info=PERSONAL)
