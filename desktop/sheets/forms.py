"""Reading and filling blank forms, XLSX and DOCX, keeping everything else of them as it came.

Runs in the child process of ``desktop.system.apart``: the file is a stranger's.
"""

import copy
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from desktop.domain.blank_form import NUMBER, FormGrid, Place
from desktop.domain.errors import UnreadableSheet

# A cell of the same sheet in a formula; after a colon it ends a range.
_CELL = re.compile(
    r"(?:(?P<range>:)|(?<![A-Za-z0-9':]))(?P<column>\$?[A-Z]{1,3}\$?)(?P<row>[0-9]+)(?![0-9(])"
)
_FIGURE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")
_NO_FIGURES = {"General", "@"}  # looks of a cell that want no number: 0012 and doors stay text
ROWS, COLUMNS, MOST_TABLES = 80, 40, 20  # as much of a form as is shown
_MAX_CELL = 32_000


def grids(name: str, data: bytes) -> list[FormGrid]:
    """The sheets or tables of a form as text; raise ``UnreadableSheet``."""
    found = _book_grids(name, data) if _is_book(name) else _text_grids(name, data)
    if not found:
        raise UnreadableSheet(name, "里面没有表格")
    return found[:MOST_TABLES]


def filled(
    name: str,
    data: bytes,
    places: Sequence[Place],
    facts: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
) -> bytes:
    """The form with these facts and rows in it; rows it has too few of are added in their style."""
    fill = _fill_book if _is_book(name) else _fill_text
    return fill(name, data, places, facts, rows)


def _is_book(name: str) -> bool:
    return name.lower().endswith((".xlsx", ".xlsm"))


# -- XLSX --------------------------------------------------------------------------------------------


def _book(name: str, data: bytes) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(data))
    except Exception as wrong:  # whatever a damaged or hostile file makes the library raise
        raise UnreadableSheet(name, "文件损坏，或者有打开密码") from wrong


def _book_grids(name: str, data: bytes) -> list[FormGrid]:
    return [
        FormGrid(
            sheet.title,
            tuple(
                tuple("" if value is None else str(value)[:200] for value in row)
                for row in sheet.iter_rows(
                    min_row=1,
                    max_row=min(max(sheet.max_row + 3, 12), ROWS),
                    max_col=min(max(sheet.max_column, 6), COLUMNS),
                    values_only=True,
                )
            ),
        )
        for sheet in _book(name, data).worksheets
    ]


def _fill_book(
    name: str,
    data: bytes,
    places: Sequence[Place],
    facts: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
) -> bytes:
    book = _book(name, data)
    down = [each for each in places if each.down]
    for place in places:
        if not place.down:
            cell = book.worksheets[place.table].cell(place.row + 1, place.column + 1)
            _put(cell, facts.get(place.what, ""))
    if down:
        sheet = book.worksheets[down[0].table]
        first = down[0].row + 1
        room = _room(sheet, first, [each.column + 1 for each in down])
        if len(rows) > room:
            _more_rows(sheet, first, first + room, len(rows) - room)
        for number, row in enumerate(rows):
            for place in down:
                _put(
                    sheet.cell(first + number, place.column + 1),
                    row.get(place.what, ""),
                    figure=place.what == NUMBER,
                )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _put(cell: Any, text: str, *, figure: bool = False) -> None:
    """Text, never a formula, whatever it begins with; a number where the form wants one, so that the
    street can sort and add."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell

    if isinstance(cell, MergedCell):  # the value of a merged range stands in its first cell
        ranges = cell.parent.merged_cells.ranges
        whole = next(each for each in ranges if cell.coordinate in each)
        cell = cell.parent.cell(whole.min_row, whole.min_col)
    if _FIGURE.fullmatch(text) and (figure or cell.number_format not in _NO_FIGURES):
        cell.value = Decimal(text) if "." in text else int(text)
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_MAX_CELL]
    if text:
        cell.data_type = "s"


def _room(sheet: Any, first: int, columns: Sequence[int]) -> int:
    """How many rows of the form are blank in these columns, from the first on; at least one."""
    count = 1
    while first + count <= sheet.max_row and all(
        sheet.cell(first + count, column).value in {None, ""}
        and _styled(sheet.cell(first + count, column))
        for column in columns
    ):
        count += 1
    return count


def _styled(cell: Any) -> bool:
    """Whether a cell is drawn as part of the form: what lies below it blank and bare is not."""
    border = cell.border
    return any(
        side is not None and side.style
        for side in (border.left, border.right, border.top, border.bottom)
    )


def _more_rows(sheet: Any, first: int, at: int, count: int) -> None:
    """Rows like the first one, before what stands below; merged cells, heights and sums move along."""
    from openpyxl.worksheet.cell_range import CellRange

    moved = [each for each in list(sheet.merged_cells.ranges) if each.min_row >= at]
    for each in moved:
        sheet.unmerge_cells(str(each))
    _insert(sheet, at, count)
    across = [
        each
        for each in list(sheet.merged_cells.ranges)
        if each.min_row == each.max_row == first and each.min_col != each.max_col
    ]
    for row in range(at, at + count):
        sheet.row_dimensions[row].height = sheet.row_dimensions[first].height
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row, column)._style = copy.copy(  # noqa: SLF001 - openpyxl's way to copy a style
                sheet.cell(first, column)._style  # noqa: SLF001
            )
        for each in across:  # added as a range: merging cell by cell takes minutes
            sheet.merged_cells.ranges.add(
                CellRange(min_row=row, max_row=row, min_col=each.min_col, max_col=each.max_col)
            )
    for each in moved:
        each.shift(row_shift=count)
        sheet.merge_cells(str(each))
    for cell in chain.from_iterable(sheet.iter_rows()):
        if cell.data_type == "f" and "!" not in str(cell.value):  # of this sheet alone
            cell.value = _moved(str(cell.value), at, count)
    _grow(sheet, at, count)


def _grow(sheet: Any, at: int, count: int) -> None:
    """What a form says of ranges — what is printed, what may be entered, what is coloured — grows."""
    if sheet.print_area:
        parts = str(sheet.print_area).split(",")
        sheet.print_area = [_moved(part.rpartition("!")[2], at, count) for part in parts]
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _moved(sheet.auto_filter.ref, at, count)
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = _ranges(rule.sqref, at, count)
        for name in ("formula1", "formula2"):
            told = getattr(rule, name)
            if told and "!" not in told and not told.startswith('"'):
                setattr(rule, name, _moved(told, at, count))
    looks = [(each.sqref, each.rules) for each in sheet.conditional_formatting]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for sqref, rules in looks:
        for rule in rules:
            sheet.conditional_formatting.add(str(_ranges(sqref, at, count)), rule)


def _ranges(sqref: Any, at: int, count: int) -> Any:
    """Ranges after the rows came in; a single cell in the form's last blank row grows, too."""
    from openpyxl.worksheet.cell_range import MultiCellRange

    grown = []
    for each in sqref.ranges:
        low = each.min_row + (count if each.min_row >= at else 0)
        high = each.max_row + (count if each.max_row >= at - 1 else 0)
        grown.append(_named(each.min_col, low, each.max_col, high))
    return MultiCellRange(" ".join(grown))


def _named(left: int, top: int, right: int, bottom: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"


def _insert(sheet: Any, at: int, count: int) -> None:
    """Blank rows; the heights of those below go along."""
    heights = {row: sheet.row_dimensions[row].height for row in range(at, sheet.max_row + 1)}
    sheet.insert_rows(at, count)
    for row, height in heights.items():
        sheet.row_dimensions[row + count].height = height


def _moved(formula: str, at: int, count: int) -> str:
    """A formula after ``count`` rows came in before row ``at``: what it points at below goes along,
    and a sum that ended with the form's last blank row ends with the last new one."""

    def one(found: re.Match[str]) -> str:
        column, row = found["column"], int(found["row"])
        ends = found["range"] is not None and row == at - 1
        return f"{found['range'] or ''}{column}{row + count if row >= at or ends else row}"

    return _CELL.sub(one, formula)


# -- DOCX --------------------------------------------------------------------------------------------


def _paper(name: str, data: bytes) -> Any:
    from docx import Document

    try:
        return Document(io.BytesIO(data))
    except Exception as wrong:  # likewise
        raise UnreadableSheet(name, "文件损坏，或者不是 Word 文件") from wrong


def _text_grids(name: str, data: bytes) -> list[FormGrid]:
    return [
        FormGrid(
            f"第 {number} 个表",
            tuple(tuple(cell.text[:200] for cell in row.cells) for row in table.rows[:ROWS]),
        )
        for number, table in enumerate(_paper(name, data).tables, 1)
    ]


def _fill_text(
    name: str,
    data: bytes,
    places: Sequence[Place],
    facts: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
) -> bytes:
    paper = _paper(name, data)
    down = [each for each in places if each.down]
    for place in places:
        if not place.down:
            _write(
                paper.tables[place.table].rows[place.row].cells[place.column],
                facts.get(place.what, ""),
            )
    if down:
        table, first = paper.tables[down[0].table], down[0].row
        room = 1
        while first + room < len(table.rows) and all(
            not table.rows[first + room].cells[each.column].text.strip() for each in down
        ):
            room += 1
        last = table.rows[first + room - 1]._tr  # noqa: SLF001 - a row is copied as XML
        blank = copy.deepcopy(table.rows[first]._tr)  # noqa: SLF001
        for _ in range(len(rows) - room):
            made = copy.deepcopy(blank)
            last.addnext(made)
            last = made
        for number, row in enumerate(rows):
            cells = table.rows[first + number].cells
            for place in down:
                _write(cells[place.column], row.get(place.what, ""))
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _write(cell: Any, text: str) -> None:
    """Into the cell's first paragraph, in the look that stands there."""
    clean = "".join(c for c in text if c >= " " or c == "\n")
    paragraph = cell.paragraphs[0]
    if paragraph.runs:
        paragraph.runs[0].text = clean
        for run in paragraph.runs[1:]:
            run.text = ""
    else:
        paragraph.add_run(clean)
