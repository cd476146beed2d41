"""What the office has set for itself, and the register's secret for telling owners apart."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from desktop.storage.replay import SECRETS
from desktop.storage.store import Store
from desktop.storage.tables import SettingRecord

_IMPORT = "import key "  # what such a setting's name begins with
_SECRET = "owner secret"  # noqa: S105 - the name of a setting


class Settings:
    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str, default: Any = None) -> Any:
        """What is set; never one of the register's secrets."""
        if name.startswith(SECRETS):
            return default
        with self._store.reading() as session:
            return read(session, name, default)

    def put(self, name: str, value: Any) -> None:
        """Set something, with its trace in the office's chain."""
        with self._store.writing("setting.put") as session:
            write(session, name, value)


def read(session: Session, name: str, default: Any = None) -> Any:
    text = session.scalar(select(SettingRecord.value).where(SettingRecord.name == name))
    return default if text is None else json.loads(text)


def under(session: Session, prefix: str) -> dict[str, Any]:
    """Every setting whose name begins so, by the rest of its name."""
    wanted = select(SettingRecord.name, SettingRecord.value).where(
        SettingRecord.name.startswith(prefix, autoescape=True)
    )
    return {name[len(prefix) :]: json.loads(text) for name, text in session.execute(wanted)}


def write(session: Session, name: str, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    record = session.get(SettingRecord, name)
    if record is None:
        session.add(SettingRecord(name=name, value=text))
    else:
        record.value = text


def owner_secret(store: Store, session: Session) -> bytes:
    """The key of this file's identity digests; made when first needed."""
    kept = read(session, _SECRET)
    if kept is None:
        kept = (store.salt() + store.salt()).hex()
        # Past the session on purpose: a secret has no place in the history.
        session.execute(insert(SettingRecord), {"name": _SECRET, "value": json.dumps(kept)})
    return bytes.fromhex(kept)


def import_key(store: Store, session: Session, import_id: UUID) -> bytes:
    """The key of what history keeps of one roster import; as long as it is there, every line of the
    import can be checked. Past the session, like every secret."""
    made = store.salt() + store.salt()
    session.execute(
        insert(SettingRecord), {"name": f"{_IMPORT}{import_id}", "value": json.dumps(made.hex())}
    )
    return made


def kept_import_key(session: Session, import_id: UUID) -> bytes | None:
    """The key of an import, unless it is forgotten."""
    kept = read(session, f"{_IMPORT}{import_id}")
    return None if kept is None else bytes.fromhex(kept)


def forget_import_key(session: Session, import_id: UUID) -> None:
    """Nobody can try out any more whose line it was: one of its people is erased."""
    session.execute(delete(SettingRecord).where(SettingRecord.name == f"{_IMPORT}{import_id}"))
