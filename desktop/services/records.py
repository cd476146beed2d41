"""Steps that several services share: fetching a record, or saying that it is gone."""

from typing import TypeVar

from sqlalchemy.orm import Session

from desktop.domain.errors import Gone, TooLong
from desktop.domain.ids import Ref
from desktop.storage.tables import Table

R = TypeVar("R", bound=Table)
LIMIT = 5_000  # characters of one paragraph; papers stay printable


def get(session: Session, kind: type[R], ref: Ref, what: str) -> R:
    """The record with this key; raise ``Gone`` when somebody took it away."""
    record = session.get(kind, tuple(ref))
    if record is None:
        raise Gone(what)
    return record


def checked(text: str, what: str, limit: int = LIMIT) -> str:
    """A text without its outer white space; raise ``TooLong`` when it would not print."""
    plain = text.strip()
    if len(plain) > limit:
        raise TooLong(what, len(plain), limit)
    return plain
