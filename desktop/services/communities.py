"""The office's community and its compounds."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.errors import Gone, NameNeeded
from desktop.domain.terms import CompoundKind, ManagedBy, Use
from desktop.storage.store import Store
from desktop.storage.tables import (
    CommunityRecord,
    CompoundRecord,
    OwnershipRecord,
    PremisesRecord,
)


@dataclass(frozen=True, slots=True)
class CompoundFacts:
    """What is filled in for a compound."""

    name: str
    kind: CompoundKind = CompoundKind.MANAGED
    managed_by: ManagedBy = ManagedBy.PROPERTY
    address: str = ""
    built_year: int | None = None


@dataclass(frozen=True, slots=True)
class CompoundLine:
    """One compound with its figures: areas in units of 0.0001 m², owners as heads."""

    id: UUID
    facts: CompoundFacts
    community: str
    subdistrict: str
    dwellings: int
    shops: int
    stalls: int
    owners: int
    area: int
    without_area: int
    without_owner: int


class Communities:
    def __init__(self, store: Store) -> None:
        self._store = store

    def set_up(self, subdistrict: str, name: str) -> UUID:
        """Name the office: 街道 and 社区. Again: renames it."""
        _needed(name, "社区名称")
        with self._store.writing("community.set_up") as session:
            record = session.scalars(select(CommunityRecord)).first()
            if record is None:
                record = CommunityRecord(id=self._store.key(), subdistrict="", name="")
                session.add(record)
            record.subdistrict, record.name = subdistrict.strip(), name.strip()
            return record.id

    def office(self) -> tuple[str, str]:
        """街道 and 社区, or two empty texts."""
        with self._store.reading() as session:
            record = session.scalars(select(CommunityRecord)).first()
            return (record.subdistrict, record.name) if record else ("", "")

    def add(self, facts: CompoundFacts) -> UUID:
        _needed(facts.name, "小区名称")
        with self._store.writing("compound.add") as session:
            community = session.scalars(select(CommunityRecord)).first()
            if community is None:
                raise NameNeeded("社区名称")
            record = CompoundRecord(id=self._store.key(), community_id=community.id)
            _fill(record, facts)
            session.add(record)
            return record.id

    def change(self, compound_id: UUID, facts: CompoundFacts) -> None:
        _needed(facts.name, "小区名称")
        with self._store.writing("compound.change") as session:
            record = session.get(CompoundRecord, compound_id)
            if record is None:
                raise Gone("小区")
            _fill(record, facts)

    def lines(self) -> list[CompoundLine]:
        """All compounds by name, with figures counted now."""
        with self._store.reading() as session:
            wanted = select(CompoundRecord, CommunityRecord).join(
                CommunityRecord, CommunityRecord.id == CompoundRecord.community_id
            )
            found = session.execute(wanted.order_by(CompoundRecord.name)).all()
            uses = select(
                PremisesRecord.compound_id,
                PremisesRecord.use,
                func.count(),
                func.sum(PremisesRecord.area),
                func.count(PremisesRecord.area),
            ).group_by(PremisesRecord.compound_id, PremisesRecord.use)
            figures = {(row[0], row[1]): row[2:] for row in session.execute(uses)}
            current = OwnershipRecord.until.is_(None)
            held = select(
                OwnershipRecord.compound_id,
                func.count(OwnershipRecord.owner_id.distinct()),
                func.count(OwnershipRecord.premises_id.distinct()),
            ).where(current)
            owned = {
                r[0]: r[1:] for r in session.execute(held.group_by(OwnershipRecord.compound_id))
            }
            return [
                _line(compound, community, figures, owned.get(compound.id, (0, 0)))
                for compound, community in found
            ]


def _line(
    compound: CompoundRecord,
    community: CommunityRecord,
    figures: dict[tuple[UUID, Use], tuple[int, int | None, int]],
    owned: tuple[int, int],
) -> CompoundLine:
    def of(use: Use) -> tuple[int, int | None, int]:
        return figures.get((compound.id, use), (0, 0, 0))

    counted = [of(use) for use in Use if use is not Use.PARKING]
    premises = sum(row[0] for row in counted)
    every = premises + of(Use.PARKING)[0]
    return CompoundLine(
        compound.id,
        CompoundFacts(
            compound.name,
            compound.kind,
            compound.managed_by,
            compound.address,
            compound.built_year,
        ),
        community.name,
        community.subdistrict,
        of(Use.DWELLING)[0],
        of(Use.SHOP)[0],
        of(Use.PARKING)[0],
        owned[0],
        sum(int(row[1] or 0) for row in counted),
        sum(row[0] - row[2] for row in counted),
        every - owned[1],
    )


def _fill(record: CompoundRecord, facts: CompoundFacts) -> None:
    record.name, record.kind = facts.name.strip(), facts.kind
    record.managed_by, record.address = facts.managed_by, facts.address.strip()
    record.built_year = facts.built_year


def _needed(text: str, what: str) -> None:
    if not text.strip():
        raise NameNeeded(what)
