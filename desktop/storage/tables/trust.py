"""Checkpoints of the chains, and whose keys sign them."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.tables.base import STRICT, Table


class CheckpointRecord(Table):
    """The end of a compound's chain at a moment. Triggers refuse UPDATE and DELETE.

    Not in the history: it tells of the history. ``noun``, ``key``: what was closed or made final.
    """

    __tablename__ = "checkpoint"
    __table_args__ = (STRICT,)
    scratch = True
    compound_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes]
    at: Mapped[str]
    action: Mapped[str]
    noun: Mapped[str]
    key: Mapped[str]
    signer: Mapped[bytes]  # public key, 32 bytes; empty where no key could be had
    signature: Mapped[bytes]


class SignerRecord(Table):
    """A public key, and on which computer and under whose name it was first used."""

    __tablename__ = "signer"
    __table_args__ = (STRICT,)
    key: Mapped[str] = mapped_column(primary_key=True)  # 64 hex digits
    name: Mapped[str]
    since: Mapped[str]
