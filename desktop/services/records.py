"""Steps that several services share: fetching a record, or saying that it is gone."""

import re
import unicodedata
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import text as text_
from sqlalchemy.orm import Session

from desktop.domain.errors import Gone, TooLong
from desktop.domain.ids import Ref
from desktop.storage.tables import Table

R = TypeVar("R", bound=Table)
SHORT = 200  # characters of a name, a place, a duty
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
LIMIT = 5_000  # characters of one paragraph; papers stay printable


def get(session: Session, kind: type[R], ref: Ref, what: str) -> R:
    """The record with this key; raise ``Gone`` when somebody took it away."""
    record = session.get(kind, tuple(ref))
    if record is None:
        raise Gone(what)
    return record


def next_number(session: Session, column: Any, *where: ColumnElement[bool]) -> int:
    """The number after the last one among these records, for nobody else until the transaction ends.

    SQLite has one writer anyway; on PostgreSQL two would read the same last number and give it twice.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text_("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": str(column)}
        )
    last = select(func.max(column)).where(*where).execution_options(everything=True)
    return (session.scalar(last) or 0) + 1  # also of compounds in which this person does not work


def short(text: str, what: str) -> str:
    """The same for a name, a place, a duty: one line."""
    return " ".join(checked(text, what, SHORT).split("\n"))


def _visible(c: str) -> str:
    if c == "\n":
        return c
    if c in "\t\r\x0b\x0c\u2028\u2029":
        return "" if c == "\r" else " "
    hidden = unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} or _VARIATION.match(c)
    return "" if hidden else c


def checked(text: str, what: str, limit: int = LIMIT) -> str:
    """A text as it can be printed: without outer white space and without what cannot be seen.

    Raise ``TooLong`` when it would not fit a paper. Control, format and variation characters
    come with pasted text; a Word file would break on them, or no face would have them.
    """
    plain = (
        "".join(map(_visible, text)) if not text.isprintable() or _VARIATION.search(text) else text
    )
    plain = plain.strip()
    if len(plain) > limit:
        raise TooLong(what, len(plain), limit)
    return plain
