"""The lines by which a roster import is undone: one code over all of them stands in the history.

The code has a key (HMAC-SHA-256): a line tells what was on file before, telephone numbers too, and a
plain digest could be tried out. The key is forgotten with the first of its people who is erased; from
then on the lines of that import cannot be held against anything.
"""

import hmac
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.chain import Record, decode
from desktop.domain.errors import CannotUndo
from desktop.domain.ids import Ref
from desktop.services.settings import kept_import_key
from desktop.storage import seals
from desktop.storage.replay import Wrong
from desktop.storage.tables import HistoryRecord, ImportLineRecord, OwnerRecord, PremisesRecord

IMPORT, CODE = "roster.import", "lines_code"  # the act, and the figure of it that holds the code
ERASED = "personal.erase"  # the act after which a key may be gone
_NOUN = PremisesRecord.__tablename__  # of the record with the figures


def code(session: Session, compound: UUID, import_id: UUID, key: bytes) -> str:
    """The code of the lines as they are now, 64 hex digits."""
    where = seals.layout(ImportLineRecord)
    of = {"compound_id": compound, "import_id": import_id}
    rows = seals.rows(session.connection(), ImportLineRecord, of)
    made = hmac.new(key, digestmod="sha256")
    for each in sorted(seals.seal(row, where) for row in rows):
        made.update(each)
    return made.hexdigest()


class Lines:
    """What the history says of the lines: told of every record, then asked."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}
        self._forgotten: set[str] = set()  # of whose people one was erased since

    def take(self, record: Record) -> None:
        if record.action == IMPORT and record.noun == _NOUN:
            self.told(record.key, record.payload)
        elif record.action == ERASED and record.noun == OwnerRecord.__tablename__:
            self._forgotten |= set(self._told)

    def told(self, import_id: str, payload: bytes) -> None:
        """What the record of an import says of its lines; nothing, before there were codes."""
        try:
            said = decode(payload)["values"][CODE]  # type: ignore[call-overload, index]
        except (ValueError, KeyError, TypeError):  # rotten: that is told where the chain is checked
            return
        self._told[import_id] = str(said)

    def wrong(self, session: Session, compound: UUID) -> Iterator[Wrong]:
        """The imports whose lines are not what was written."""
        for import_id, said in self._told.items():
            lacks = import_id in self._forgotten
            if why := _why(session, compound, import_id, said, may_lack_key=lacks):
                yield Wrong(ImportLineRecord.__tablename__, import_id, "", why)


def refuse_if_changed(session: Session, import_: Ref) -> None:
    """Undo no import by lines that somebody has changed; raise ``CannotUndo``."""
    h = HistoryRecord
    wanted = select(h.payload).where(
        h.compound_id == import_.compound_id,
        h.action == IMPORT,
        h.noun == _NOUN,
        h.key == str(import_.id),
    )
    lines = Lines()
    for payload in session.scalars(wanted):
        lines.told(str(import_.id), payload)
    if any(lines.wrong(session, import_.compound_id)):
        raise CannotUndo("这次导入留下的记录被改过，或者密钥已经删去")


def _why(session: Session, compound: UUID, import_id: str, said: str, *, may_lack_key: bool) -> str:
    """Why the lines of an import cannot stand; "" when they can."""
    try:
        known = UUID(import_id)
        key = kept_import_key(session, known)
    except ValueError:
        return "这次导入的密钥读不出来，不能核对"
    if key is None:
        return "" if may_lack_key else "这次导入的密钥不见了，不能核对"
    return "" if code(session, compound, known, key) == said else "和导入时的存证码不符"
