"""Files that leave the program: the right is asked for before a byte of them is written."""

from collections.abc import Sequence
from pathlib import Path

from desktop.domain.rights import Right
from desktop.sheets.writing import write_list
from desktop.storage.store import Store
from desktop.system.files import write_whole


def put(store: Store, path: Path, data: bytes, right: Right = Right.PAPERS) -> Path:
    """Write a whole file; raise ``NotAllowed`` or ``CannotWrite``, and then nothing lies there."""
    store.operator.demand(right)
    write_whole(path, data)
    return path


def put_list(
    store: Store, path: Path, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> Path:
    """Write a list as XLSX; raise ``NotAllowed`` or ``CannotWrite``."""
    store.operator.demand(Right.PAPERS)
    write_list(path, name, header, rows)
    return path
