"""The last chapter of the handbook: every key, from the list of actions itself."""

from pathlib import Path

from desktop.documents import handbook
from desktop.documents.handbook import Chapter
from desktop.documents.markdown import Part, Piece, Section, Table
from ui.actions import ACTIONS

KEYS = "17-keys"
OTHERS = "其他"
_GROUPS = {
    "随处可用": ("help", "search", "keep", "page", "window", "long"),
    "第一次使用": ("wizard",),
    "小区与名册": ("compound", "roster", "premises", "body", "seat"),
    "意见建议": ("voice", "group", "rank", "duty", "reply"),
    "会议": (
        "meeting", "item", "table", "floor", "note", "proposal", "vote", "big", "task", "minutes",
    ),
    "书面表决": ("poll", "roll", "ballot", "entry", "case", "count", "scan"),
    "改造方案": ("renewal", "survey", "ledger", "scheme", "photo", "lift", "district"),
    "文件、打印、设置": (
        "paper", "form", "batch", "list", "archive", "posting", "rule", "decision", "head", "words",
        "backup", "verify",
    ),
}  # fmt: skip


def whole(folder: Path) -> tuple[Chapter, ...]:
    """The handbook with every key in its last chapter."""
    return tuple(
        handbook.chapter(each.key, (*each.parts, *tables())) if each.key == KEYS else each
        for each in handbook.chapters(folder)
    )


def tables() -> tuple[Part, ...]:
    """What has a key, by the place where it is pressed."""
    names = {kind: place for place, kinds in _GROUPS.items() for kind in kinds}
    found: dict[str, list[tuple[str, str, str]]] = {place: [] for place in (*_GROUPS, OTHERS)}
    for name, action in ACTIONS.items():
        if action.key:
            row = (shown(action.key), action.word, action.help)
            found[names.get(name.partition(".")[0], OTHERS)].append(row)
    parts: list[Part] = []
    for place, rows in found.items():
        if rows:
            parts += [Section(f"按键：{place}", 2), _table(rows)]
    return tuple(parts)


def shown(key: str) -> str:
    return key.replace("Return", "回车")


def _table(rows: list[tuple[str, str, str]]) -> Table:
    return Table(
        ((Piece("按键"),), (Piece("做什么"),), (Piece("说明"),)),
        tuple(tuple((Piece(cell),) for cell in row) for row in rows),
    )
