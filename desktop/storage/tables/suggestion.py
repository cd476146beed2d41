"""Suggestions from residents, what belongs together, and what became of each."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.terms import Channel, Voice
from desktop.storage.tables.base import PERSONAL, STRICT, Kept, Salted, Table, under


class GroupRecord(Kept, Table):
    """Suggestions that mean the same: by reference, the originals stay as they were."""

    __tablename__ = "suggestion_group"
    __table_args__ = (STRICT,)
    title: Mapped[str]
    category: Mapped[str]
    held: Mapped[str]  # why it is held back from the agenda, or ""
    rank: Mapped[int]  # its place on the list of the next agenda as a person put it; 0: as proposed


class SuggestionRecord(Kept, Salted, Table):
    __tablename__ = "suggestion"
    __table_args__ = (
        under("suggestion_group", "group_id"),
        Index(None, "compound_id", "group_id"),
        Index(None, "compound_id", "number"),
        STRICT,
    )
    number: Mapped[int]
    text: Mapped[str] = mapped_column(info=PERSONAL)
    channel: Mapped[Channel]
    received_on: Mapped[date]
    door: Mapped[str] = mapped_column(info=PERSONAL)
    proposer: Mapped[str | None] = mapped_column(info=PERSONAL)
    phone: Mapped[str | None] = mapped_column(info=PERSONAL)
    category: Mapped[str]
    state: Mapped[Voice]
    group_id: Mapped[UUID | None]
    answer: Mapped[str] = mapped_column(info=PERSONAL)
    # JSON: the fields of its channel, such as who walked round, the number of a hotline call
    details: Mapped[str] = mapped_column(info=PERSONAL)
    supporters: Mapped[int]  # who said +1 below it
    batch: Mapped[str]  # which import brought it, so that the import can be undone; or ""


class ApartRecord(Kept, Table):
    """That a suggestion does not belong with another, or into a group: it is not proposed again."""

    __tablename__ = "suggestion_apart"
    __table_args__ = (
        under("suggestion"),
        under("suggestion", "other_id"),
        under("suggestion_group", "group_id"),
        Index(None, "compound_id", "suggestion_id"),
        STRICT,
    )
    suggestion_id: Mapped[UUID]
    other_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    at: Mapped[str]
    who: Mapped[str]


class VoiceStepRecord(Kept, Salted, Table):
    """One step of what became of a suggestion, with who did it and when it happened."""

    __tablename__ = "suggestion_step"
    __table_args__ = (under("suggestion"), Index(None, "compound_id", "suggestion_id"), STRICT)
    suggestion_id: Mapped[UUID]
    at: Mapped[str]
    state: Mapped[Voice]
    text: Mapped[str] = mapped_column(info=PERSONAL)
    who: Mapped[str]
