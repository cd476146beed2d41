"""What this person chose on this computer: recent files, operator names, paper folder, the look."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop.domain.terms import Term
from desktop.system.files import write_whole


class TextSize(Term):
    STANDARD = "standard", "标准"
    LARGE = "large", "大"
    HUGE = "huge", "特大"


class Density(Term):
    TIGHT = "tight", "紧凑"
    STANDARD = "standard", "标准"
    WIDE = "wide", "宽松"


@dataclass(frozen=True, slots=True)
class Look:
    """How large the type is, how far apart the lines stand, and whether only strong colours are used."""

    size: TextSize = TextSize.STANDARD
    density: Density = Density.STANDARD
    contrast: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    operator: str = ""
    operators: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    paper_folder: str = ""
    look: Look = Look()

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
            look=_look(told.get("look", {})),
        )
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return Preferences()


def save(path: Path, preferences: Preferences) -> None:
    write_whole(path, json.dumps(asdict(preferences), ensure_ascii=False, indent=1).encode())


def _look(told: Any) -> Look:
    """The look that was kept; a word of another version of the program is as good as none."""
    try:
        return Look(
            TextSize(told.get("size", TextSize.STANDARD)),
            Density(told.get("density", Density.STANDARD)),
            contrast=told.get("contrast") is True,
        )
    except (ValueError, AttributeError):
        return Look()
