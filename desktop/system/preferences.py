"""What this person chose on this computer: recent files, operator names, paper folder."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from desktop.system.files import write_whole


@dataclass(frozen=True, slots=True)
class Preferences:
    operator: str = ""
    operators: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    paper_folder: str = ""

    def opened(self, path: str, operator: str) -> "Preferences":
        """Remember what was opened last, and by whom."""
        recent = (path, *(each for each in self.recent if each != path))[:8]
        names = (operator, *(each for each in self.operators if each != operator))[:12]
        return replace(self, recent=recent, operator=operator, operators=names)


def load(path: Path) -> Preferences:
    """Read preferences; an unreadable file is as good as none."""
    try:
        told = json.loads(path.read_text("utf-8"))
        return Preferences(
            operator=str(told.get("operator", "")),
            operators=tuple(map(str, told.get("operators", ()))),
            recent=tuple(map(str, told.get("recent", ()))),
            paper_folder=str(told.get("paper_folder", "")),
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return Preferences()


def save(path: Path, preferences: Preferences) -> None:
    write_whole(path, json.dumps(asdict(preferences), ensure_ascii=False, indent=1).encode())
