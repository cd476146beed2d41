"""An open database: its transactions, their history, and the news of what they changed."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import local
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from desktop.domain.chain import Change, Value
from desktop.domain.ids import KeyMaker
from desktop.storage import history

REMEMBERED = 500  # of our own last transactions, to tell them from those of others
Nouns = frozenset[str]  # the names of the tables that a transaction touched
Listener = Callable[[Nouns], None]


class Store:
    """Every change is made under ``who``'s name, at ``clock()``, in one transaction."""

    def __init__(
        self,
        engine: Engine,
        who: str,
        clock: Callable[[], datetime],
        randomness: Callable[[int], bytes],
    ) -> None:
        self.engine = engine
        self._reading = sessionmaker(engine.execution_options(purpose="read"))
        self._writing = sessionmaker(engine.execution_options(purpose="write"))
        self.who, self.clock, self._randomness = who, clock, randomness
        self.key = KeyMaker(lambda: int(clock().timestamp() * 1000), randomness)
        self._now = local()  # each thread has its own transaction, if any
        self._listeners: list[Listener] = []
        self._own: deque[tuple[UUID, int, int]] = deque(maxlen=REMEMBERED)

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` after every commit what it touched."""
        self._listeners.append(listener)

    def salt(self) -> bytes:
        return self._randomness(16)

    def salts(self, count: int) -> bytes:
        """So many salts in one draw, sixteen bytes each."""
        return self._randomness(16 * count)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._reading() as session:
            yield session

    @contextmanager
    def writing(self, act: str) -> Iterator[Session]:
        """One transaction and its history: all of it is kept, or none of it.

        ``act`` is the business act as history names it, e.g. ``meeting.open``.
        """
        changes: list[Change] = []
        self._now.changes = changes
        try:
            with self._writing.begin() as session:
                history.observe(session, changes, self.salt)
                yield session
                session.flush()
                spans = history.append(session, self.who, act, self.clock(), changes)
        finally:
            del self._now.changes
        self._own.extend(spans)
        self._tell(frozenset(change.noun for change in changes))

    @contextmanager
    def scratching(self) -> Iterator[Session]:
        """A transaction for what is no fact yet: drafts. It leaves no history and no news."""
        with self._writing.begin() as session:
            yield session

    def touched(
        self, compound: UUID, noun: str, key: object, verb: str, values: Mapping[str, Value]
    ) -> None:
        """Say what a bulk statement did: the session saw nothing of it."""
        self._now.changes.append(Change(compound, noun, str(key), verb, values))

    def wrote(self, compound: UUID, sequence: int) -> bool:
        """Whether this row of the history is this store's own, written not long ago."""
        return any(
            compound == key and first <= sequence <= last for key, first, last in tuple(self._own)
        )

    def _tell(self, nouns: Nouns) -> None:
        for listener in self._listeners:
            listener(nouns)
