"""The history chain and its heads, the office's settings, and unsaved drafts."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.tables.base import STRICT, Table


class HistoryRecord(Table):
    """One row for ever. Triggers refuse UPDATE and DELETE."""

    __tablename__ = "history"
    __table_args__ = (STRICT,)
    compound_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    algorithm: Mapped[int]
    previous: Mapped[bytes]
    at: Mapped[str]
    offset: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    noun: Mapped[str]
    key: Mapped[str]
    payload: Mapped[bytes]
    hash: Mapped[bytes]


class HeadRecord(Table):
    """The end of a compound's chain. Writers lock this row last."""

    __tablename__ = "chain_head"
    __table_args__ = (STRICT,)
    scratch = True
    compound_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[bytes]


class SettingRecord(Table):
    """What the office has set for itself; upgrades never touch it."""

    __tablename__ = "setting"
    __table_args__ = (STRICT,)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]  # JSON


class DraftRecord(Table):
    """Text being typed: kept within seconds, no fact until it is entered."""

    __tablename__ = "draft"
    __table_args__ = (STRICT,)
    scratch = True
    place: Mapped[str] = mapped_column(primary_key=True)  # e.g. note/<meeting>/<item>
    text: Mapped[str]
    saved_at: Mapped[str]
