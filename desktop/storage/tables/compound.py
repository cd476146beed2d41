"""The community, its compounds, their premises and who owns them."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.door import Door
from desktop.domain.terms import AreaSource, CompoundKind, ManagedBy, OwnerKind, Use
from desktop.storage.tables.base import PERSONAL, STRICT, Kept, Salted, Table, under


class CommunityRecord(Table):
    __tablename__ = "community"
    __table_args__ = (STRICT,)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subdistrict: Mapped[str]
    name: Mapped[str]


class CompoundRecord(Table):
    __tablename__ = "compound"
    __table_args__ = (STRICT,)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]
    kind: Mapped[CompoundKind]
    managed_by: Mapped[ManagedBy]
    address: Mapped[str]
    built_year: Mapped[int | None]


class PremisesRecord(Kept, Table):
    __tablename__ = "premises"
    whole = True
    __table_args__ = (UniqueConstraint("compound_id", "door_key"), STRICT)
    door_key: Mapped[str]  # kind|building|unit|room: unique in the compound
    building: Mapped[str]
    unit: Mapped[str]
    room: Mapped[str]
    floor: Mapped[int | None]
    use: Mapped[Use]
    area: Mapped[int | None]  # units of 0.0001 m²
    area_source: Mapped[AreaSource]
    status: Mapped[str]
    note: Mapped[str]

    @property
    def door(self) -> Door:
        return Door(self.building, self.unit, self.room, self.use is Use.SHOP and not self.unit)


class OwnerRecord(Kept, Salted, Table):
    """One owner = one head, however many premises. Full identity numbers are never stored."""

    __tablename__ = "owner"
    whole = True
    __table_args__ = (
        Index(None, "compound_id", "identity"),
        Index(None, "compound_id", "initials"),
        STRICT,
    )
    kind: Mapped[OwnerKind]
    name: Mapped[str | None] = mapped_column(info=PERSONAL)
    initials: Mapped[str | None] = mapped_column(info=PERSONAL)
    phone: Mapped[str | None] = mapped_column(info=PERSONAL)
    more_phones: Mapped[str | None] = mapped_column(info=PERSONAL)
    id_tail: Mapped[str | None] = mapped_column(info=PERSONAL)
    identity: Mapped[str | None] = mapped_column(info=PERSONAL)  # keyed digest: who is the same


class OwnershipRecord(Kept, Table):
    """That an owner holds premises, from a day to a day (过户 ends one and begins another)."""

    __tablename__ = "ownership"
    whole = True
    __table_args__ = (
        under("premises"),
        under("owner"),
        Index(None, "compound_id", "premises_id"),
        Index(None, "compound_id", "owner_id"),
        STRICT,
    )
    premises_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    position: Mapped[int]
    since: Mapped[date | None]
    until: Mapped[date | None]
    reason: Mapped[str]


class ImportRecord(Kept, Table):
    """One roster import, so that it can be explained and undone."""

    __tablename__ = "roster_import"
    __table_args__ = (STRICT,)
    file: Mapped[str]
    sha256: Mapped[str]
    at: Mapped[str]
    added: Mapped[int]
    changed: Mapped[int]
    digest: Mapped[str]  # SHA-256 over the commitments of its lines, in order
    undone_at: Mapped[str | None]


class ImportLineRecord(Table):
    """What an import did to one door; ``before`` is empty for premises it added."""

    __tablename__ = "roster_import_line"
    __table_args__ = (
        ForeignKeyConstraint(
            ["compound_id", "import_id"], ["roster_import.compound_id", "roster_import.id"]
        ),
        STRICT,
    )
    scratch = True  # covered by a code in its import's history (services.import_lines)
    compound_id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    premises_id: Mapped[UUID]
    before: Mapped[str | None]  # JSON of the premises and its owners as they were
    after_digest: Mapped[bytes]  # commitment to what the line wrote
