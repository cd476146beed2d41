"""Bodies at the table and the people who sit in them."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.terms import BodyKind
from desktop.storage.tables.base import PERSONAL, STRICT, Kept, Salted, Table, under


class BodyRecord(Kept, Table):
    __tablename__ = "body"
    __table_args__ = (STRICT,)
    kind: Mapped[BodyKind]
    name: Mapped[str]


class PersonRecord(Kept, Salted, Table):
    """Somebody who acts in an office: names, duties and terms, nothing else about a person."""

    __tablename__ = "person"
    __table_args__ = (STRICT,)
    name: Mapped[str | None] = mapped_column(info=PERSONAL)
    initials: Mapped[str | None] = mapped_column(info=PERSONAL)
    phone: Mapped[str | None] = mapped_column(info=PERSONAL)


class SeatRecord(Kept, Table):
    __tablename__ = "seat"
    __table_args__ = (
        under("body"),
        under("person"),
        Index(None, "compound_id", "body_id"),
        STRICT,
    )
    body_id: Mapped[UUID]
    person_id: Mapped[UUID]
    duty: Mapped[str]
    position: Mapped[int]
    since: Mapped[date | None]
    until: Mapped[date | None]
