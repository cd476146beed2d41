"""Blank forms that others demand: which cell takes what, said once and used ever after."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.session_errors import NothingPointed, NotOneRow

# What a single cell can take, beside the columns of a list.
FACTS = ("街道", "社区", "小区", "填表人", "填表日期", "年", "月", "条数")
NUMBER = "序号"  # of the line in the form, 1 2 3 …


@dataclass(frozen=True, slots=True)
class Place:
    """A cell and what goes into it. ``table`` counts sheets (XLSX) or tables (DOCX), all from 0.

    ``down``: one value a row from here on; otherwise one value, here.
    """

    table: int
    row: int
    column: int
    what: str
    down: bool


@dataclass(frozen=True, slots=True)
class FormGrid:
    """One sheet or table of a form as it is shown to be pointed at."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def checked(places: Sequence[Place]) -> tuple[Place, ...]:
    """Places as they may be kept: some that go down, in one row of one table; raise ``NothingPointed``
    or ``NotOneRow``."""
    down = [each for each in places if each.down]
    if not places:
        raise NothingPointed
    if len({(each.table, each.row) for each in down}) > 1:
        raise NotOneRow
    kept = {(each.table, each.row, each.column): each for each in places}
    return tuple(kept[key] for key in sorted(kept))
