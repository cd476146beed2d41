"""Meetings that come back: every week, month, quarter."""

from datetime import date

from sqlalchemy.orm import Mapped

from desktop.domain.affair_terms import Every
from desktop.storage.tables.base import STRICT, Kept, Table


class RhythmRecord(Kept, Table):
    """What comes back, when, and until which day of the month suggestions for it are collected."""

    __tablename__ = "rhythm"
    __table_args__ = (STRICT,)
    profile: Mapped[str]  # key of the meeting profile
    title: Mapped[str]
    every: Mapped[Every]
    day: Mapped[int]  # of the week (1 Monday) or of the month; 0 at the month's end
    starts: Mapped[str]  # HH:MM
    place: Mapped[str]
    collect_by: Mapped[int]  # day of the month; 0: not said
    since: Mapped[date]
    ended: Mapped[bool]
