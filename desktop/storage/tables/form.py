"""Blank forms that others demand: the file as it came, and where what goes into it."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.tables.base import DIGEST, STRICT, Table


class FormRecord(Table):
    """A street's own ledger or table; ``places`` is JSON, made by pointing at its cells once."""

    __tablename__ = "form"
    __table_args__ = (STRICT,)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]  # xlsx / docx
    source: Mapped[str]  # which list of ours fills it
    places: Mapped[str]
    content: Mapped[bytes] = mapped_column(info=DIGEST)
