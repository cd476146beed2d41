"""The catalogue of decision rules: what is shipped, and files of an office's own."""

import tomllib
from pathlib import Path

from desktop.domain import decision_rule
from desktop.domain.decision_rule import DecisionRule
from desktop.domain.errors import BadRules, NoSuchFile


def shipped(folder: Path) -> dict[str, DecisionRule]:
    """The rules that come with the program, by key."""
    return read_file(folder / "decisions.toml")


def read_file(path: Path) -> dict[str, DecisionRule]:
    """Read a rules file; raise ``BadRules`` with the exact place of what is wrong."""
    if not path.is_file():
        raise NoSuchFile(str(path))
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadRules(path.name, "全文", f"不是 TOML 文件（{wrong}）") from wrong
    return decision_rule.read(path.name, tables)
