"""承办, 协办, 证明: what a community is charged with, so that “不属社区职责” is said by the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.similarity import Index
from desktop.services import settings
from desktop.services.lexicons import Lexicons
from desktop.services.records import checked
from desktop.storage.store import Store

_LISTS = "duties"
KINDS = ("承办", "协办", "证明")
ALIKE, SHOWN = 25, 3


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of a list: its kind and its words."""

    kind: str
    text: str


class Duties:
    def __init__(self, store: Store, lexicons: Lexicons) -> None:
        self._store, self._lexicons = store, lexicons

    def lists(self) -> dict[str, tuple[str, ...]]:
        """The office's three lists, line by line."""
        with self._store.reading() as session:
            told = settings.read(session, _LISTS, {})
        return {kind: tuple(told.get(kind, ())) for kind in KINDS}

    def change(self, lists: Mapping[str, Sequence[str]]) -> None:
        """Keep the lists; blank lines are dropped."""
        kept = {
            kind: [checked(line, kind, 200) for line in lists.get(kind, ()) if line.strip()]
            for kind in KINDS
        }
        with self._store.writing("setting.put") as session:
            settings.write(session, _LISTS, kept)

    def about(self, text: str) -> tuple[Duty, ...]:
        """The lines that a suggestion seems to be about: of its topic, or in like words."""
        duties = [Duty(kind, line) for kind, lines in self.lists().items() for line in lines]
        lexicon = self._lexicons.current()
        topics = {sense.topic.name for sense in lexicon.senses(text)}
        alike = {place for place, _ in Index(d.text for d in duties).likest(text, ALIKE, SHOWN)}
        found = [
            duty
            for place, duty in enumerate(duties)
            if place in alike or topics & {s.topic.name for s in lexicon.senses(duty.text)}
        ]
        return tuple(found[:SHOWN])

    def words(self, text: str) -> str:
        """What the lists say of a suggestion, in one line; "" while there are no lists."""
        if not any(self.lists().values()):
            return ""
        found = self.about(text)
        if not found:
            return "本社区的承办、协办、证明事项清单里没有找到这类事项。"
        return "本社区事项清单：" + "；".join(f"{each.kind}“{each.text}”" for each in found)
