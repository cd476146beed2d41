"""The trade's lexicon as shipped, with the ways of saying it that an office has added."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain import lexicon
from desktop.domain.errors import BadRules, Gone, NameNeeded
from desktop.domain.lexicon import Lexicon
from desktop.services import settings
from desktop.services.records import checked, short
from desktop.storage.store import Store

_OWN = "lexicon"


class Lexicons:
    """The lexicon in use. It is read once, and again when the office adds to it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._made: tuple[str, Lexicon] | None = None

    def current(self) -> Lexicon:
        """The shipped lexicon with the office's own ways of saying it."""
        own = self.own()
        key = repr(sorted(own.items()))
        if self._made is None or self._made[0] != key:
            self._made = (key, shipped(self._folder, own))
        return self._made[1]

    def own(self) -> dict[str, list[str]]:
        """The office's own ways, by topic."""
        with self._store.reading() as session:
            return _own(session)

    def add(self, topic: str, phrase: str, *, new: bool = False) -> None:
        """Teach one more way of saying a topic: words apart by blanks must all be there.

        ``new``: a topic of the office's own, which the shipped lexicon does not have.
        """
        said = checked(phrase, "说法", 40)
        if len(said) < 2:
            raise NameNeeded("说法（至少两个字）")
        if lexicon.says_nothing(said):
            raise NameNeeded("说法（不能只有“的”“了”这类虚词）")
        topic = short(topic, "事项名称")
        if not topic:
            raise NameNeeded("事项名称")
        if not new and self.current().topic(topic) is None:
            raise Gone(f"“{topic}”这类事项")
        with self._store.writing("lexicon.add") as session:
            own = _own(session)
            if said not in own.setdefault(topic, []):
                own[topic].append(said)
            settings.write(session, _OWN, own)

    def remove(self, topic: str, phrase: str) -> None:
        with self._store.writing("lexicon.remove") as session:
            own = _own(session)
            if phrase not in own.get(topic, []):
                raise Gone("这个说法")
            own[topic].remove(phrase)
            settings.write(session, _OWN, {name: said for name, said in own.items() if said})


def _own(session: Session) -> dict[str, list[str]]:
    return {name: list(said) for name, said in settings.read(session, _OWN, {}).items()}


def shipped(folder: Path, own: Mapping[str, list[str]] | None = None) -> Lexicon:
    """The lexicon of ``folder``; raise ``BadRules`` with the place of what is wrong."""
    tables = []
    for name in ("words.toml", "topics.toml"):
        try:
            tables.append(tomllib.loads((folder / name).read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            raise BadRules(name, "全文", f"不是 TOML 文件（{wrong}）") from wrong
    return lexicon.read(tables[0], tables[1], own or {})
