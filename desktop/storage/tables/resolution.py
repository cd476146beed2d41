"""Resolutions, commitments and tasks, and the steps taken to get them done."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.affair_terms import Rating
from desktop.domain.terms import Basis, Progress
from desktop.storage.tables.base import PERSONAL, STRICT, Kept, Salted, Table, under


class ResolutionRecord(Kept, Salted, Table):
    __tablename__ = "resolution"
    __table_args__ = (
        under("meeting"),
        under("item"),
        Index(None, "compound_id", "meeting_id"),
        Index(None, "compound_id", "state"),
        STRICT,
    )
    meeting_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    number: Mapped[int]
    text: Mapped[str]
    basis: Mapped[Basis]
    charged_by: Mapped[str] = mapped_column(info=PERSONAL)  # 交办
    lead: Mapped[str] = mapped_column(info=PERSONAL)  # 领办
    helpers: Mapped[str] = mapped_column(info=PERSONAL)  # 协办
    due: Mapped[date | None]
    note: Mapped[str]
    state: Mapped[Progress]
    accepted_by: Mapped[str] = mapped_column(info=PERSONAL, default="")  # 验收: by whom
    accepted_on: Mapped[date | None]


class StepRecord(Kept, Salted, Table):
    __tablename__ = "resolution_step"
    __table_args__ = (under("resolution"), Index(None, "compound_id", "resolution_id"), STRICT)
    resolution_id: Mapped[UUID]
    on: Mapped[date]
    state: Mapped[Progress]
    text: Mapped[str] = mapped_column(info=PERSONAL)
    new_due: Mapped[date | None]  # of a delay


class SatisfactionRecord(Kept, Salted, Table):
    """What one of those who asked for it says of a resolution that was carried out."""

    __tablename__ = "satisfaction"
    __table_args__ = (
        under("resolution"),
        under("suggestion"),
        Index(None, "compound_id", "resolution_id"),
        STRICT,
    )
    resolution_id: Mapped[UUID]
    suggestion_id: Mapped[UUID | None]
    on: Mapped[date]
    rating: Mapped[Rating]
    text: Mapped[str] = mapped_column(info=PERSONAL)
