"""Suggestions from a file: a table (XLSX, CSV), or the text of a WeChat chain (接龙)."""

from pathlib import Path

from desktop.domain import jielong, voice_table
from desktop.domain.errors import NoSuchFile, NoVoicesFound, UnreadableSheet
from desktop.domain.grouping import Voice
from desktop.domain.jielong import Chain
from desktop.domain.voice_table import VoiceRows
from desktop.sheets.child import sheets_apart
from desktop.sheets.reading import decode

LARGEST = 2_000_000  # bytes of a paste: some ten thousand entries
_TEXTS = {".txt", ".md", ".text"}


def read(path: Path) -> Chain | VoiceRows:
    """Read a file; raise ``NoVoicesFound`` or ``UnreadableSheet`` in words."""
    if not path.is_file():
        raise NoSuchFile(str(path))
    if path.suffix.lower() in _TEXTS:
        if path.stat().st_size > LARGEST:
            raise UnreadableSheet(path.name, "文字太长，请分几次粘贴")
        return paste(decode(path.read_bytes(), path.name)[0], path.name)
    table = voice_table.find(sheets_apart(path))
    if table is None:
        raise NoVoicesFound(path.name)
    return voice_table.rows(table)


def paste(text: str, name: str) -> Chain:
    """Read a pasted chain; raise ``NoVoicesFound`` where there is no entry."""
    chain = jielong.read(text)
    if not chain.entries:
        raise NoVoicesFound(name)
    return chain


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
    for each in found.rows:
        key = each.id if each.id and each.id not in keys else f"第{each.line}行"
        keys.add(key)
        made.append(Voice(key, each.text, each.building, each.unit))
    return made
