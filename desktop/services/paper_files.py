"""Papers as files: rendered in a form, and remembered with their digest."""

from contextlib import suppress
from datetime import datetime
from enum import Enum
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.fonts import Fonts
from desktop.documents.model import Document, Sheet
from desktop.documents.pdf import count_pages, pdf
from desktop.documents.word import word
from desktop.domain.long_work import Step, going_on
from desktop.storage.store import Store
from desktop.storage.tables import PaperRecord


class Form(Enum):
    PDF = "pdf"
    WORD = "docx"


def rendered(
    document: Document,
    form: Form,
    fonts: Fonts,
    now: datetime,
    sheet: Sheet = Sheet.A4,
    step: Step = going_on,
) -> bytes:
    """A paper as the bytes of a file; ``step`` may end it between two pages."""
    if form is Form.PDF:
        return pdf(document, fonts, now, sheet, step)
    step(0, 0)
    return word(document, fonts, now, sheet)


def words_digest(document: Document) -> str:
    """By what a paper is known to say the same as before."""
    return sha256(repr(document).encode()).hexdigest()


def keep(  # noqa: PLR0913 - the facts of one file
    store: Store,
    session: Session,
    compound_id: UUID,
    title: str,
    form: Form,
    path: Path,
    data: bytes,
    *,
    meeting: UUID | None = None,
    poll: UUID | None = None,
    said: str = "",
) -> None:
    """Remember a paper that was written: of a meeting, or of a written vote."""
    session.add(
        PaperRecord(
            compound_id=compound_id,
            id=store.key(),
            meeting_id=meeting,
            poll_id=poll,
            title=title,
            form=form.name,
            path=str(path),
            sha256=sha256(data).hexdigest(),
            at=store.clock().isoformat(timespec="seconds"),
            pages=count_pages(data) if form is Form.PDF else 0,
            said=said,
        )
    )


def lies_there(store: Store, compound_id: UUID, path: Path, document: Document) -> bool:
    """Whether this very paper was the last to be written to this path, and lies there as it was
    written."""
    if not path.is_file():
        return False
    wanted = (
        select(PaperRecord.sha256, PaperRecord.said)
        .where(PaperRecord.compound_id == compound_id, PaperRecord.path == str(path))
        .order_by(PaperRecord.id.desc())
        .limit(1)
    )
    with store.reading() as session:
        row = session.execute(wanted).first()
    if row is None:
        return False
    with suppress(OSError):  # held by another program: writing it anew says so
        same = row[0] == sha256(path.read_bytes()).hexdigest()
        return bool(same and row[1] == words_digest(document))
    return False
