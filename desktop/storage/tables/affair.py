"""Matters handled without a meeting, sessions on the spot, disputes, the three lists."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.affair_terms import (
    AffairAct,
    AffairState,
    DisputeState,
    Level,
    Listing,
    Mediated,
    OpenDayKind,
    Rating,
)
from desktop.storage.tables.base import PERSONAL, STRICT, Kept, Salted, Table, under


class AffairRecord(Kept, Salted, Table):
    """A matter that needs no meeting. Times are those at which things happened, ISO to the minute."""

    __tablename__ = "affair"
    __table_args__ = (
        under("suggestion"),
        Index(None, "compound_id", "state"),
        STRICT,
    )
    suggestion_id: Mapped[UUID | None]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(info=PERSONAL)
    door: Mapped[str] = mapped_column(info=PERSONAL)
    category: Mapped[str]
    level: Mapped[Level]
    state: Mapped[AffairState]
    lead: Mapped[str] = mapped_column(info=PERSONAL)  # who is on it
    due: Mapped[date | None]
    found_at: Mapped[str]
    responded_at: Mapped[str]
    done_at: Mapped[str]
    reported_at: Mapped[str]
    department: Mapped[str]  # 吹哨: which department was called
    claimed_at: Mapped[str]  # 报到: when it claimed the matter
    rating: Mapped[Rating | None]


class AffairStepRecord(Kept, Salted, Table):
    """One thing done about a matter."""

    __tablename__ = "affair_step"
    __table_args__ = (under("affair"), Index(None, "compound_id", "affair_id"), STRICT)
    affair_id: Mapped[UUID]
    at: Mapped[str]
    act: Mapped[AffairAct]
    text: Mapped[str] = mapped_column(info=PERSONAL)
    who: Mapped[str]


class OpenDayRecord(Kept, Table):
    """A session on the spot, with the departments invited."""

    __tablename__ = "open_day"
    __table_args__ = (Index(None, "compound_id", "held_on"), STRICT)
    kind: Mapped[OpenDayKind]
    held_on: Mapped[date]
    starts: Mapped[str]
    place: Mapped[str]
    departments: Mapped[list[str]]
    closed: Mapped[bool]


class OpenDayVoiceRecord(Kept, Table):
    """That a suggestion was brought to a session on the spot."""

    __tablename__ = "open_day_suggestion"
    __table_args__ = (
        under("open_day"),
        under("suggestion"),
        Index(None, "compound_id", "open_day_id"),
        STRICT,
    )
    open_day_id: Mapped[UUID]
    suggestion_id: Mapped[UUID]


class DisputeRecord(Kept, Salted, Table):
    """A dispute between people. Nothing but its own pages and papers ever reads it."""

    __tablename__ = "dispute"
    __table_args__ = (Index(None, "compound_id", "state"), STRICT)
    number: Mapped[int]
    received_on: Mapped[date]
    kind: Mapped[str]
    level: Mapped[Level]
    state: Mapped[DisputeState]
    parties: Mapped[str] = mapped_column(info=PERSONAL)
    text: Mapped[str] = mapped_column(info=PERSONAL)
    mediator: Mapped[str] = mapped_column(info=PERSONAL)
    agreement: Mapped[str] = mapped_column(info=PERSONAL)
    visit_on: Mapped[date | None]  # when the parties are to be visited again
    visited: Mapped[str] = mapped_column(info=PERSONAL)  # what the follow-up visit found


class MediationRecord(Kept, Salted, Table):
    """One mediation of a dispute (调解记录)."""

    __tablename__ = "mediation"
    __table_args__ = (under("dispute"), Index(None, "compound_id", "dispute_id"), STRICT)
    dispute_id: Mapped[UUID]
    on: Mapped[date]
    place: Mapped[str]
    mediators: Mapped[str] = mapped_column(info=PERSONAL)
    present: Mapped[str] = mapped_column(info=PERSONAL)
    text: Mapped[str] = mapped_column(info=PERSONAL)
    outcome: Mapped[Mediated]


class ListedRecord(Kept, Salted, Table):
    """One line of the three lists: a need, a resource, or a project (service)."""

    __tablename__ = "listed"
    __table_args__ = (Index(None, "compound_id", "listing"), STRICT)
    listing: Mapped[Listing]
    title: Mapped[str] = mapped_column(info=PERSONAL)
    text: Mapped[str] = mapped_column(info=PERSONAL)
    holder: Mapped[str] = mapped_column(info=PERSONAL)  # who needs or offers it
    contact: Mapped[str] = mapped_column(info=PERSONAL)
    on: Mapped[date]
    ended: Mapped[str]  # why it is no longer on the list, or ""


class MatchRecord(Kept, Table):
    """That a resource or a project serves a need."""

    __tablename__ = "listed_match"
    __table_args__ = (
        under("listed", "need_id"),
        under("listed", "with_id"),
        Index(None, "compound_id", "need_id"),
        STRICT,
    )
    need_id: Mapped[UUID]
    with_id: Mapped[UUID]
    on: Mapped[date]
    note: Mapped[str]
