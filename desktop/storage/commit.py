"""The end of a transaction: when an error comes, look whether it was kept before telling anybody."""

import logging
import time
from collections.abc import Sequence

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as driver

from desktop.domain.errors import Busy, Refusal
from desktop.domain.storage_errors import KEPT, NOT_KEPT, UNSURE
from desktop.storage import history, trouble
from desktop.storage.history import Span

log = logging.getLogger(__name__)
# Milliseconds between looks at a server that went away in the middle: it is back in a second or two.
PAUSES_MS = (0, 200, 400, 800, 1600, 3200)


def commit(session: Session, engine: Engine, spans: Sequence[Span]) -> Refusal | None:
    """Commit what ``spans`` tell of. An error may come though all was kept: then give it as a warning.

    Otherwise raise the refusal that says whether the step is lost, or that nobody can tell.
    """
    try:
        session.commit()
    except DBAPIError as wrong:
        warning = trouble.refusal(wrong, engine, KEPT)
        if warning is None:
            raise
        session.close()
        kept = _kept(engine, spans, full=trouble.code_of(wrong) == trouble.FULL)
        log.warning("%s at commit, kept: %s", type(warning).__name__, kept)
        if kept:
            return warning
        outcome = UNSURE if kept is None else NOT_KEPT
        raise trouble.refusal(wrong, engine, outcome) or warning from wrong
    return None


def _kept(engine: Engine, spans: Sequence[Span], *, full: bool) -> bool | None:
    """Whether the rows are there; ``None`` when nobody can tell. ``full``: the disk was."""
    if not spans and not full:  # drafts and the like leave no row to look for
        return None
    alone = engine.dialect.name == "sqlite"
    for pause in PAUSES_MS[:1] if alone else PAUSES_MS:
        time.sleep(pause / 1000)
        try:
            with Session(engine.execution_options(purpose="write")) as session:
                if history.holds(session, spans):
                    return True
                if alone and not full:
                    _write_over(session)
                return False
        except (DBAPIError, driver.Error, Busy) as wrong:
            if alone or isinstance(trouble.refusal(wrong, engine), Busy):
                return None  # a dead connection of ours may still hold the lock, and still commit
    return None


def _write_over(session: Session) -> None:
    """Commit next to nothing where the lost commit stands in the log of the file.

    When only the sync failed, a program that dies now would find that commit at its next start: a
    step which was told as lost would be there. A full disk never wrote it to its end.
    """
    version = session.execute(text("PRAGMA user_version")).scalar_one()
    session.execute(text(f"PRAGMA user_version = {int(version)}"))
    session.commit()
