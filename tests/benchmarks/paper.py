"""The paper of jobs 3 and 4: six pages, four faces, four tables. Light, for cold starts."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
FACES = ROOT / "resources" / "fonts"
TITLE = "金鹭小区圆桌会议纪要"
HEADER = ("序号", "参加方", "赞成", "反对", "弃权")
ROWS = tuple((str(n), "居民代表", "7", "2", "0") for n in range(1, 10))
Part = tuple[str, str]  # "heading" or "text" or "table", and the words


def _long(told: object) -> list[str]:
    if isinstance(told, dict):
        return [text for value in told.values() for text in _long(value)]
    if isinstance(told, list):
        return [text for value in told for text in _long(value)]
    return [told] if isinstance(told, str) and len(told) > 25 else []


def parts() -> list[Part]:
    """Headings, paragraphs and tables in their order, from the words of the sample meeting."""
    sample = tomllib.loads((ROOT / "resources/sample/meeting.toml").read_text("utf-8"))
    handbook = (ROOT / "resources/handbook/08-before.md").read_text("utf-8")
    whole = "".join(_long(sample)) + re.sub(r"\(\S+\)|[*#|!\[\]\s]|---", "", handbook)
    whole += whole  # long enough
    told: list[Part] = []
    for number, start in enumerate(range(0, 2100, 100)):
        if number % 5 == 0:
            told.append(("heading", "一、议定事项"))
        told.append(("text", whole[start : start + 100]))
        if number % 5 == 4:
            told.append(("table", ""))
    return told
