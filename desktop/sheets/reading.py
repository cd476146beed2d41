"""Tables from files — XLSX, XLS, CSV — as plain text cells, within limits.

Runs only in the child process of ``desktop.sheets.child``: a hostile file may kill it.
"""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

from desktop.domain.errors import UnreadableSheet
from desktop.domain.sheet import Sheet

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 50_000, 200, 5_000  # a roster of a compound
MAX_VOICES = 200_000  # rows of suggestions: years of a whole subdistrict
MAX_FILE, MAX_PART, MAX_PARTS, MAX_RATIO = 64 << 20, 400 << 20, 2_000, 400
_BOOKS = {".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods"}
_TEXTS = {".csv", ".txt", ".tsv"}


def read(path: Path, most: int = MAX_ROWS) -> tuple[str, list[Sheet]]:
    """Read all sheets of a file; give its encoding (of text files) and the sheets. ``most``: rows
    of one sheet."""
    try:
        size = path.stat().st_size
        start = _start(path)
    except OSError as wrong:
        raise UnreadableSheet(path.name, "文件打不开，可能正被其他程序占用") from wrong
    if not size:
        raise UnreadableSheet(path.name, "文件是空的")
    if size > MAX_FILE:
        raise UnreadableSheet(path.name, f"文件超过 {MAX_FILE >> 20} MB")
    suffix = path.suffix.lower()
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return "", _book(path, most)
    if suffix in _TEXTS or suffix in _BOOKS:
        return _text(path, most)
    raise UnreadableSheet(path.name, "不是表格文件，请用 .xlsx、.xls 或 .csv")


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


def cell_text(value: Any) -> str:
    """A cell as a person reads it; whole numbers without a point, long ones in E notation."""
    if value is None or isinstance(value, str):
        return (value or "")[:MAX_CELL]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10**15:
            return str(int(value))
        return f"{value:.15g}".upper()
    return str(value)


def _book(path: Path, most: int) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if _start(path).startswith(b"PK"):
        _check_parts(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        return [_sheet(book.get_sheet_by_name(name), most) for name in book.sheet_names]
    except PasswordError as wrong:
        raise UnreadableSheet(path.name, "文件有打开密码，请先去掉密码") from wrong
    except (CalamineError, OSError, ValueError) as wrong:
        raise UnreadableSheet(
            path.name, "不是完好的表格文件，请用 Excel 或 WPS 另存一次"
        ) from wrong


def _check_parts(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            infos = parts.infolist()
    except zipfile.BadZipFile as wrong:
        raise UnreadableSheet(path.name, "文件不完整，请重新拷贝") from wrong
    if len(infos) > MAX_PARTS:
        raise UnreadableSheet(path.name, "文件内部结构异常")
    for info in infos:
        packed = max(info.compress_size, 1)
        if info.file_size > MAX_PART or (
            info.file_size > (8 << 20) and info.file_size // packed > MAX_RATIO
        ):
            raise UnreadableSheet(path.name, "文件内部过大，可能是压缩炸弹")


def _sheet(source: Any, most: int) -> Sheet:
    height, width = source.total_height, source.total_width
    if height > most + 100:
        raise UnreadableSheet(source.name, _too_many(most))
    if width > MAX_COLUMNS:
        raise UnreadableSheet(source.name, f"超过 {MAX_COLUMNS} 列，请删掉多余的空列")
    rows = tuple(tuple(map(cell_text, row)) for row in source.to_python(skip_empty_area=False))
    merged: dict[tuple[int, int], str] = {}
    for (top, left), (bottom, right) in source.merged_cell_ranges or ():
        if left == right and bottom - top <= most and top < len(rows) and left < len(rows[top]):
            text = rows[top][left]
            merged |= {(row, left): text for row in range(top + 1, bottom + 1)}
    return Sheet(source.name, rows, tuple(range(1, len(rows) + 1)), merged)


def _too_many(most: int) -> str:
    how = "按楼栋" if most == MAX_ROWS else "按年份"
    return f"超过 {most} 行，请{how}分成几个文件"


csv.field_size_limit(1 << 30)  # an endless cell is cut like any other; its row is named later


def _text(path: Path, most: int) -> tuple[str, list[Sheet]]:
    data = path.read_bytes()
    text, encoding = decode(data, path.name)
    if "\0" in text:
        raise UnreadableSheet(path.name, "不是文本文件")
    if not text.strip():
        raise UnreadableSheet(path.name, "文件是空的")
    # a title may stand above the table: the first lines together tell
    head = "\n".join(text.split("\n", 20)[:20])
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    before = 0
    try:
        for row in reader:
            if len(rows) > most + 100:
                raise UnreadableSheet(path.name, _too_many(most))
            if len(row) > MAX_COLUMNS:
                raise UnreadableSheet(path.name, f"超过 {MAX_COLUMNS} 列，请删掉多余的空列")
            rows.append(tuple(cell[:MAX_CELL] for cell in row))
            lines.append(before + 1)
            before = reader.line_num
    except csv.Error as wrong:
        raise UnreadableSheet(path.name, f"第 {before + 1} 行的引号不成对") from wrong
    return encoding, [Sheet(path.stem, tuple(rows), tuple(lines))]


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Tell UTF-8 from GB18030: BOM, then strict UTF-8, then strict GB18030."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if wide else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and _partly_utf8(data):
            break  # it would read, as nonsense
        return text, encoding.removesuffix("-sig")
    if not wide and _partly_utf8(data):
        raise UnreadableSheet(name, "里面混着两种文字编码，请用记事本或 WPS 全部另存为 UTF-8")
    raise UnreadableSheet(name, "文字编码认不出来，请另存为“CSV UTF-8”")


def _partly_utf8(data: bytes) -> bool:
    """Whether some lines are Chinese in UTF-8, though others are not: pasted from two programs."""
    for line in data.split(b"\n"):
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        if sum("\u4e00" <= c <= "\u9fff" for c in text) >= 2:
            return True
    return False
