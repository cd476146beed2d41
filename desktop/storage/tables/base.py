"""What all tables share: plain column types that SQLite (STRICT) and PostgreSQL both keep."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from desktop.domain import affair_terms, rights, session_terms, terms
from desktop.domain.renewal import terms as renewal_terms
from desktop.domain.terms import Term

R = TypeVar("R")


class Rotten(ValueError):
    """A value that no version of this program wrote: the file is damaged where it stands."""


def _as_written(read: Callable[[Any], R], value: Any) -> R:
    try:
        return read(value)
    except (ValueError, TypeError) as wrong:
        raise Rotten(repr(value)[:40]) from wrong


class Key(TypeDecorator[UUID]):
    """A UUID: text in SQLite, native in PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Uuid() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else str(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> UUID | None:
        return value if value is None or isinstance(value, UUID) else _as_written(UUID, value)


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, _dialect: Dialect) -> int | None:  # noqa: FBT001
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Day(TypeDecorator[date]):
    """A calendar day, as ISO 8601 text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, _dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> date | None:
        return None if value is None else _as_written(date.fromisoformat, value)


class Listed(TypeDecorator[list[str]]):
    """A short list of texts, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, _dialect: Dialect) -> str:
        return json.dumps(value or [], ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> list[str]:
        return _as_written(json.loads, value) if value else []


class TermText(TypeDecorator[Term]):
    """A term, by its value: a new member needs no migration."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[Term]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Term | None, _dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Term | None:
        return None if value is None else _as_written(self.kind, value)


BIG = BigInteger().with_variant(Integer(), "sqlite")
TERMS = [
    kind
    for module in (terms, affair_terms, session_terms, renewal_terms, rights)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Term)
]


class Table(DeclarativeBase):
    """The base of all records. Personal columns carry ``info=PERSONAL`` and a salt beside them."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Key,
        str: Text,
        int: BIG,
        bool: Flag,
        date: Day,
        bytes: LargeBinary,
        list[str]: Listed,
        **{kind: TermText(kind) for kind in TERMS if kind is not Term},
    }
    scratch: ClassVar[bool] = False  # True: no fact, and therefore no history
    # True: rows come in bulk, with a seal; an edit tells all columns, so that the seal is not needed
    whole: ClassVar[bool] = False


PERSONAL = {"personal": True}
DIGEST = {"digest": True}  # history keeps the SHA-256 of these bytes
STRICT: dict[str, Any] = {"sqlite_strict": True}


class Kept:
    """Columns of everything kept under a compound: its keys lead with the compound."""

    compound_id: Mapped[UUID] = mapped_column(ForeignKey("compound.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)


class Salted:
    """A salt for the personal columns of one row; erased together with them."""

    salt: Mapped[bytes | None] = mapped_column()


def under(parent: str, column: str = "") -> ForeignKeyConstraint:
    """A foreign key to ``parent`` that cannot leave the compound."""
    return ForeignKeyConstraint(
        ["compound_id", column or f"{parent}_id"], [f"{parent}.compound_id", f"{parent}.id"]
    )
