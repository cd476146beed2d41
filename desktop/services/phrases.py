"""The office's phrase library: sentences that minutes need again and again."""

import tomllib
from pathlib import Path

from desktop.domain.errors import Gone, NameNeeded
from desktop.services import settings
from desktop.services.records import checked
from desktop.storage.store import Store

_OWN = "phrases"
LONGEST = 200  # characters


class Phrases:
    """Shipped phrases first, then the office's own; a shipped one can be put away, too."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._shipped: list[str] = tomllib.loads((folder / "phrases.toml").read_text("utf-8"))[
            "phrases"
        ]

    def lines(self) -> list[str]:
        with self._store.reading() as session:
            kept = settings.read(session, _OWN)
        return list(kept if kept is not None else self._shipped)

    def add(self, phrase: str) -> None:
        """Keep one more phrase; what is there already is not kept twice."""
        told = checked(phrase, "常用语", LONGEST)
        if not told:
            raise NameNeeded("常用语")
        self._change([*(each for each in self.lines() if each != told), told])

    def remove(self, phrase: str) -> None:
        known = self.lines()
        if phrase not in known:
            raise Gone("这句常用语")
        self._change([each for each in known if each != phrase])

    def as_shipped(self) -> None:
        """Back to the shipped phrases."""
        self._change(None)

    def _change(self, phrases: list[str] | None) -> None:
        with self._store.writing("phrases.change") as session:
            settings.write(session, _OWN, phrases)
