"""Finding words in many short texts: exactly what SQL's LIKE '%…%' would find, many times sooner.

All texts stand in one string, so that a search is one scan of memory; Chinese needs no word breaks.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

_BETWEEN = "\0"  # no text that people write has it


class Finder:
    """``spell`` gives the Latin letters of a text (pinyin); texts are spelled when first asked for."""

    def __init__(self, texts: Iterable[str], spell: Callable[[str], str] | None = None) -> None:
        self._texts = [text.replace(_BETWEEN, " ") for text in texts]
        self._plain = _Scan([text.lower() for text in self._texts])
        self._spell, self._spelled = spell, None if spell else _Scan([])

    def __len__(self) -> int:
        return len(self._texts)

    def ready(self, words: str) -> bool:
        """Whether ``words`` are found at once: nothing has still to be spelled for them."""
        return self._spelled is not None or not any(map(_latin, words.lower().split()))

    def prepare(self, words: str) -> None:
        """Do what takes long before ``words`` can be looked for."""
        if not self.ready(words) and self._spell is not None:
            self._spelled = _Scan([self._spell(text) for text in self._texts])

    def find(self, words: str) -> list[int]:
        """The places of all texts that have every one of ``words``, in order.

        Words of Latin letters alone may also be the pinyin of what is meant.
        """
        found: set[int] | None = None
        self.prepare(words)
        for word in words.lower().split():
            hits = set(self._plain.find(word))
            if _latin(word) and self._spelled is not None:
                hits.update(self._spelled.find(word))
            found = hits if found is None else found & hits
        return list(range(len(self._texts))) if found is None else sorted(found)

    def literally(self, text: str) -> list[int]:
        """The places of all texts that have this one, character by character."""
        return self._plain.find(text.lower())


def _latin(word: str) -> bool:
    return word.isascii() and word.isalpha()


class _Scan:
    def __init__(self, texts: Sequence[str]) -> None:
        self._whole = _BETWEEN.join(texts) + _BETWEEN
        lengths = (len(text) + 1 for text in texts)
        self._starts = [0, *accumulate(lengths)]

    def find(self, text: str) -> list[int]:
        found: list[int] = []
        if not text or _BETWEEN in text:
            return found
        whole, starts = self._whole, self._starts
        at = whole.find(text)
        while at >= 0:
            place = bisect_right(starts, at) - 1
            found.append(place)
            at = whole.find(text, starts[place + 1])  # once a text is enough
        return found
