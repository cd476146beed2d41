"""Suggestions from a file: a table (XLSX, CSV), or the text of a WeChat chain (接龙)."""

import re
from collections.abc import Callable
from pathlib import Path

from desktop.domain import jielong, voice_table
from desktop.domain.errors import NoSuchFile, NoVoicesFound, UnreadableSheet
from desktop.domain.grouping import Voice
from desktop.domain.jielong import Chain
from desktop.domain.voice_table import Field, VoiceRows, VoiceTable
from desktop.sheets.child import sheets_apart
from desktop.sheets.reading import MAX_VOICES, decode
from desktop.system.files import read_whole

LARGEST = 2_000_000  # bytes of a paste: some ten thousand entries
_TEXTS = {".txt", ".md", ".text"}


def read(path: Path) -> Chain | VoiceRows:
    """Read a file; raise ``NoVoicesFound`` or ``UnreadableSheet`` in words."""
    if not path.is_file():
        raise NoSuchFile(str(path))
    if is_text(path):
        return chain(path)
    found = table(path)
    if Field.TEXT not in found.columns:
        raise NoVoicesFound(path.name)
    return voice_table.rows(found)


def is_text(path: Path) -> bool:
    """Whether a file is the text of a chain, not a table: a chain may be saved as .csv, too."""
    suffix = path.suffix.lower()
    if suffix in _TEXTS:
        return True
    if suffix not in {".csv", ".tsv"} or path.stat().st_size > LARGEST:
        return False
    try:
        text = decode(read_whole(path), path.name)[0]
    except UnreadableSheet:
        return False  # the table is refused in words
    heads = [re.split("[,\t;]", line) for line in text.split("\n")[:20]]
    table = any(len(voice_table.guess(head)) > 1 for head in heads)
    return not table and jielong.looks_like(text)


def chain(path: Path) -> Chain:
    """The chain of a text file."""
    if path.stat().st_size > LARGEST:
        raise UnreadableSheet(path.name, "文字太长，请分几次粘贴")
    text = decode(read_whole(path), path.name)[0]
    if not text.strip():
        raise UnreadableSheet(path.name, "文件是空的")
    return paste(text, path.name)


def table(path: Path, cancelled: Callable[[], bool] = lambda: False) -> VoiceTable:
    """The table of a file with its columns as far as their headings tell; ``NoVoicesFound`` when
    there is nothing in it."""
    sheets = sheets_apart(path, MAX_VOICES, cancelled)
    found = voice_table.find(sheets) or voice_table.unnamed(sheets)
    if found is None:
        raise NoVoicesFound(path.name)
    return found


def paste(text: str, name: str) -> Chain:
    """Read a pasted chain; raise ``NoVoicesFound`` where there is no entry."""
    found = jielong.read(text)
    if not found.entries:
        raise NoVoicesFound(name)
    return found


def plain(found: Chain | VoiceRows) -> list[Voice]:
    """The voices of a file for grouping, keyed by what the file calls them."""
    if isinstance(found, Chain):
        return [
            Voice(str(number), each.text, each.room.building, each.room.unit)
            for number, each in enumerate(found.entries, 1)
            if each.is_suggestion
        ]
    keys: set[str] = set()
    made = []
    every = [*found.rows, *found.refused, *found.repeated]
    every.sort(key=lambda row: (row.sheet, row.line))
    for each in every:  # whatever an import would do with a row, no number of the file goes missing
        key = each.id if each.id and each.id not in keys else f"{each.sheet}第{each.line}行"
        keys.add(key)
        made.append(Voice(key, each.text, each.building, each.unit))
    return made
