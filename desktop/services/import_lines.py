"""The lines by which a roster import is undone: one code over all of them stands in the history.

The code has a key (HMAC-SHA-256): a line tells what was on file before, telephone numbers too, and a
plain digest could be tried out. The key is forgotten with the first of its people who is erased; from
then on the lines of that import cannot be held against anything.
"""

import hmac
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from desktop.domain.chain import Record, decode
from desktop.services.settings import kept_import_key
from desktop.storage import seals
from desktop.storage.replay import Wrong
from desktop.storage.tables import ImportLineRecord, PremisesRecord

IMPORT, LINES = "roster.import", "lines"  # the act, and the figure of it that holds the code


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

    def take(self, record: Record) -> None:
        if record.action != IMPORT or record.noun != PremisesRecord.__tablename__:
            return
        try:
            told = decode(record.payload)["values"][LINES]  # type: ignore[call-overload, index]
        except (
            ValueError,
            KeyError,
            TypeError,
        ):  # of before there were codes, or rotten: told there
            return
        self._told[record.key] = str(told)

    def wrong(self, session: Session, compound: UUID) -> Iterator[Wrong]:
        """The imports whose lines are not what was written."""
        for import_id, told in self._told.items():
            key = kept_import_key(session, UUID(import_id))
            if key is not None and code(session, compound, UUID(import_id), key) != told:
                noun = ImportLineRecord.__tablename__
                yield Wrong(noun, import_id, "", "和导入时的存证码不符，这次导入不能再撤销")
