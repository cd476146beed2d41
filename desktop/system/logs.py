"""One rotating log: numbers and kinds of things, never names, doors or choices."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path


def start(folder: Path) -> Path:
    """Log into ``folder``; give the file's path. A folder that cannot be written is no reason
    not to start.
    """
    path = folder / "roundtable.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            path, maxBytes=1 << 20, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of every plug-in it loads
    return path
