"""The bulk work of a roster import: what is on file, what changes, how to put it back."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import Session

from desktop.domain import area as areas
from desktop.domain import identity, people
from desktop.domain.door import floor_of
from desktop.domain.long_work import Step, going_on
from desktop.domain.roster import RosterRow
from desktop.domain.terms import AreaSource
from desktop.services.roster_undo import IMPORTED, REPLACED, snapshot
from desktop.services.settings import import_key, owner_secret
from desktop.storage import bulk
from desktop.storage.store import Store
from desktop.storage.tables import (
    ImportLineRecord,
    OwnerRecord,
    OwnershipRecord,
    PremisesRecord,
    Table,
)
from desktop.system.pinyin import initials

_TOLD_EVERY = 1000  # rows
_P, _O, _H = PremisesRecord, OwnerRecord, OwnershipRecord


class OnFile(NamedTuple):
    """Premises as they are on file, with their present owners in order."""

    id: UUID
    area: int | None
    source: AreaSource
    use: str
    status: str
    note: str
    owners: tuple[tuple[UUID, str, str], ...]  # id, name, phone

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(owner[1] for owner in self.owners)

    def differs(self, row: RosterRow) -> str:
        """What an import would change, in words."""
        parts = []
        if row.area is not None and row.area != self.area:
            old = "空" if self.area is None else areas.shown(self.area)
            parts.append(f"面积 {old} → {areas.shown(row.area)}")
        if row.owners and row.owners != self.names:
            parts.append(f"业主 {'、'.join(self.names) or '空'} → {'、'.join(row.owners)}")
        if row.phones and self.owners and row.phones[0] != self.owners[0][2]:
            parts.append("联系电话有变")
        if (row.status and row.status != self.status) or (row.note and row.note != self.note):
            parts.append("备注有变")
        return "；".join(parts)


@dataclass
class Written:
    added: int = 0
    changed: int = 0
    digest: str = ""


def door_key(row: RosterRow) -> str:
    return "|".join(row.key)


def matches(old: OnFile, row: RosterRow) -> bool:
    return not old.differs(row)


def current(session: Session, compound_id: UUID) -> dict[str, OnFile]:
    """All premises of a compound by door, read with two plain queries."""
    held: dict[UUID, list[tuple[UUID, str, str]]] = {}
    owners = (
        select(_H.premises_id, _O.id, _O.name, _O.phone)
        .join(_O, and_(_O.compound_id == _H.compound_id, _O.id == _H.owner_id))
        .where(_H.compound_id == compound_id, _H.until.is_(None))
        .order_by(_H.position)
    )
    for premises_id, owner_id, name, phone in session.execute(owners):
        held.setdefault(premises_id, []).append((owner_id, name or "", phone or ""))
    wanted = select(_P.door_key, _P.id, _P.area, _P.area_source, _P.use, _P.status, _P.note).where(
        _P.compound_id == compound_id
    )
    return {
        row[0]: OnFile(*row[1:], tuple(held.get(row[1], ()))) for row in session.execute(wanted)
    }


_COLUMNS: Mapping[type[Table], tuple[str, ...]] = {
    PremisesRecord: (
        "compound_id", "id", "door_key", "building", "unit", "room", "floor", "use", "area",
        "area_source", "status", "note",
    ),
    OwnerRecord: (
        "compound_id", "id", "kind", "name", "initials", "phone", "more_phones", "id_tail",
        "identity", "salt",
    ),
    OwnershipRecord: (
        "compound_id", "id", "premises_id", "owner_id", "position", "since", "until", "reason",
    ),
    ImportLineRecord: (
        "compound_id", "import_id", "line", "premises_id", "before", "after_digest",
    ),
}  # fmt: skip


@dataclass
class Writer:
    """Writes one import. Rows go to the database in bulk; the store is told of them."""

    store: Store
    session: Session
    compound_id: UUID
    import_id: UUID = field(init=False)
    commits: bytes = field(init=False)  # the key of the lines' commitments, once they are written

    def __post_init__(self) -> None:
        self.import_id = self.store.key()
        self.today: date = self.store.clock().date()
        self.secret = owner_secret(self.store, self.session)
        self.rows: dict[type[Table], list[tuple[Any, ...]]] = {kind: [] for kind in _COLUMNS}
        self.known: dict[str, Any] = {}
        self.phones: list[dict[str, Any]] = []
        self._text = self.session.connection().dialect.name != "postgresql"
        self._here = self._plain(self.compound_id)
        self._keys: list[Any] = []
        self._salts: list[bytes] = []

    def write(self, rows: Sequence[RosterRow], step: Step = going_on) -> Written:
        """Write these rows; ``step`` is told of every thousand."""
        done, digest = Written(), sha256()
        on_file = current(self.session, self.compound_id)
        identities = select(_O.identity, _O.id).where(_O.compound_id == self.compound_id)
        found = self.session.execute(identities)
        self.known = {who: self._plain(key) for who, key in found if who}
        import_id = self._plain(self.import_id)
        # one key, not a salt for each line: who has it can check every line later, until it is forgotten
        commits = self.commits = import_key(self.store, self.session, self.import_id)
        for number, row in enumerate(rows, 1):
            if not number % _TOLD_EVERY:
                step(number, len(rows))
            old = on_file.get(door_key(row))
            if old is not None and matches(old, row):
                continue
            before = None
            if old is not None:
                key, before = self._plain(old.id), self._change(old, row)
                done.changed += 1
            else:
                key = self._add(row)
                done.added += 1
            committed = hmac.digest(commits, _told(row).encode(), "sha256")
            digest.update(committed)
            self._later(ImportLineRecord, import_id, number, key, before, committed)
        for kind in (PremisesRecord, OwnerRecord, OwnershipRecord):
            step(0, 0)  # the database says nothing while it writes
            bulk.insert(self.session, kind, _COLUMNS[kind], self.rows[kind])
        if self.phones:
            self._new_phones()
        done.digest = digest.hexdigest()
        return done

    def write_lines(self) -> None:
        """After the import's own row: its lines point to it."""
        lines = self.rows[ImportLineRecord]
        bulk.insert(self.session, ImportLineRecord, _COLUMNS[ImportLineRecord], lines)

    def _later(self, table: type[Table], *values: Any) -> None:
        self.rows[table].append((self._here, *values))

    def _plain(self, key: UUID) -> Any:
        return str(key) if self._text else key

    def _key(self) -> Any:
        if not self._keys:
            self._keys = [self._plain(key) for key in reversed(self.store.key.many(1000))]
        return self._keys.pop()

    def _salt(self) -> bytes:
        """Sixteen random bytes, drawn by the thousand."""
        if not self._salts:
            drawn = self.store.salts(1000)
            self._salts = [drawn[place : place + 16] for place in range(0, len(drawn), 16)]
        return self._salts.pop()

    def _add(self, row: RosterRow) -> Any:
        key, door = self._key(), row.door
        self._later(
            PremisesRecord,
            key,
            door_key(row),
            door.building,
            door.unit,
            door.room,
            floor_of(door.room),
            row.use.value,
            row.area,
            row.source.value,
            row.status or row.business or row.right,
            row.note,
        )
        self._own(key, row)
        return key

    def _own(self, premises: Any, row: RosterRow) -> None:
        for position, name in enumerate(row.owners):
            owner = self._owner(row, position, name)
            self._later(
                OwnershipRecord, self._key(), premises, owner, position + 1, None, None, IMPORTED
            )

    def _owner(self, row: RosterRow, position: int, name: str) -> Any:
        phone = row.phones[0] if row.phones else ""
        ids = row.identities or ()
        basis = identity.basis(name, position, ids, row.tails, phone)
        who = identity.digest(self.secret, basis) if basis else None
        if who and who in self.known:
            return self.known[who]
        key = self._key()
        if who:
            self.known[who] = key
        tail = row.tails[position] if position < len(row.tails) else ""
        number = ids[position] if position < len(ids) else ""
        self._later(
            OwnerRecord,
            key,
            people.kind_of(name).value,
            name,
            initials(name),
            phone or None,
            "、".join(row.phones[1:]) or None,
            (tail or number[-4:]) or None,
            who,
            self._salt(),
        )
        return key

    def _change(self, old: OnFile, row: RosterRow) -> str:
        before = snapshot(self.session, self.compound_id, old.id)
        values: dict[str, Any] = {}
        if row.area is not None:
            values |= {"area": row.area}
            if row.source is not AreaSource.UNKNOWN:
                values |= {"area_source": row.source}
        values |= {"status": row.status} if row.status else {}
        values |= {"note": row.note} if row.note else {}
        mine = and_(_P.compound_id == self.compound_id, _P.id == old.id)
        if values:
            self.session.execute(update(_P).where(mine).values(**values))
        if row.owners and row.owners != old.names:
            ended = and_(
                _H.compound_id == self.compound_id, _H.premises_id == old.id, _H.until.is_(None)
            )
            self.session.execute(update(_H).where(ended).values(until=self.today, reason=REPLACED))
            self._own(self._plain(old.id), row)
        elif row.phones and old.owners and row.phones[0] != old.owners[0][2]:
            self.phones.append({"owner": old.owners[0][0], "phone": row.phones[0]})
        return before

    def _new_phones(self) -> None:
        mine = and_(_O.compound_id == self.compound_id, _O.id == bindparam("owner"))
        statement = (
            update(Table.metadata.tables["owner"]).where(mine).values(phone=bindparam("number"))
        )
        self.session.connection().execute(
            statement, [{"owner": each["owner"], "number": each["phone"]} for each in self.phones]
        )


def _told(row: RosterRow) -> str:
    """A row as one text, for its commitment; the separator cannot be in a cell."""
    area = "" if row.area is None else str(row.area)
    parts = (
        door_key(row),
        row.use.value,
        area,
        row.source.value,
        *row.owners,
        *row.phones,
        row.note,
    )
    return "\x1f".join(parts)
