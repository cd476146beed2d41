"""An open database: its transactions, their history, and the news of what they changed."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import local
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from desktop.domain.account_errors import SignedOut
from desktop.domain.chain import Change, Value
from desktop.domain.errors import Refusal
from desktop.domain.ids import KeyMaker
from desktop.domain.rights import Operator, right_of
from desktop.domain.storage_errors import NOT_KEPT, NOTHING_DONE, UNSURE
from desktop.storage import checkpoints, conflicts, history, operators, scope, seals, trouble
from desktop.storage.checkpoints import Signing
from desktop.storage.commit import commit
from desktop.storage.conflicts import Edit, Position
from desktop.storage.history import Span
from desktop.storage.tables import Table

REMEMBERED = 500  # of our own last transactions, to tell them from those of others
Nouns = frozenset[str]  # the names of the tables that a transaction touched
Listener = Callable[[Nouns], None]


class Store:
    """Every change is made under ``who``'s name, at ``clock()``, in one transaction.

    ``signer`` signs the checkpoints that closing acts leave; without one they are not signed.
    """

    def __init__(
        self,
        engine: Engine,
        who: str,
        clock: Callable[[], datetime],
        randomness: Callable[[int], bytes],
        signer: Signing | None = None,
    ) -> None:
        self.engine, self._signer = engine, signer
        self.operator = Operator(who)
        self._reading = sessionmaker(engine.execution_options(purpose="read"))
        self._writing = sessionmaker(engine.execution_options(purpose="write"))
        self.clock, self._randomness = clock, randomness
        self.key = KeyMaker(lambda: int(clock().timestamp() * 1000), randomness)
        self._now = local()  # each thread has its own transaction, if any
        self._listeners: list[Listener] = []
        self._own: deque[Span] = deque(maxlen=REMEMBERED)
        self._warning: Refusal | None = None

    @property
    def who(self) -> str:
        """The name every change is made under."""
        return self.operator.name

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` after every commit what it touched."""
        self._listeners.append(listener)

    def random(self, count: int) -> bytes:
        return self._randomness(count)

    def salt(self) -> bytes:
        return self._randomness(16)

    def salts(self, count: int) -> bytes:
        """So many salts in one draw, sixteen bytes each."""
        return self._randomness(16 * count)

    @contextmanager
    def reading(self, *, everything: bool = False) -> Iterator[Session]:
        """A reading transaction; of the compounds this person works in, if not in all.

        ``everything``: of all of them, to find out where somebody works.
        """
        with trouble.told(self.engine, NOTHING_DONE), self._reading() as session:
            if not everything:
                scope.limit(session, self.operator)
            yield session

    @contextmanager
    def writing(self, act: str) -> Iterator[Session]:
        """One transaction and its history: all of it is kept, or none of it.

        ``act`` is the business act as history names it, e.g. ``meeting.open``. Raise ``NotAllowed``
        or ``NotYourCompound`` when the operator may not do it, or not there. What the disk or the
        server does to it is a refusal that tells whether it was kept.
        """
        self.operator.demand(right_of(act))
        changes: list[Change] = []
        edits: list[Edit] = []
        self._now.changes = changes
        try:
            with trouble.told(self.engine, NOT_KEPT), self._writing() as session:
                # whom nobody is refused, is not asked who he is: signing in is such an act
                operator = self._now_working(session) if right_of(act) else self.operator
                operator.demand(right_of(act))
                scope.limit(session, operator)
                history.observe(session, changes, edits, self.salt)
                yield session
                if act in checkpoints.CLOSING:
                    checkpoints.introduce(session, self._signer, operator.name, self.clock())
                session.flush()
                for compound in {change.compound for change in changes}:
                    operator.demand_compound(compound)
                if (seen := getattr(self._now, "seen", None)) is not None:
                    own = [span[:3] for span in tuple(self._own)]
                    conflicts.refuse(session, edits, seen, own)
                now = self.clock()
                spans = history.append(session, operator.name, act, now, changes)
                checkpoints.after(session, act, changes, now, self._signer)
                self._warning = commit(session, self.engine, spans) or self._warning
        finally:
            del self._now.changes
        self._own.extend(spans)
        self._tell(frozenset(change.noun for change in changes))

    def _now_working(self, session: Session) -> Operator:
        """Whoever works, by the accounts as they are in this transaction; raise ``SignedOut``."""
        before = self.operator
        try:
            now = operators.current(session, before)
        except SignedOut:
            self.operator = operators.nobody(before)
            raise
        if now != before:
            self.operator = now
        return now

    def end_day(self) -> int:
        """A checkpoint of every chain that has grown since its last one; tell how many there were."""
        with self.writing("trust.signer") as session:
            checkpoints.introduce(session, self._signer, self.who, self.clock())
        about = (checkpoints.DAY_END, "", "")
        with trouble.told(self.engine, UNSURE), self._writing.begin() as session:
            left = 0
            for compound in history.chains(session):
                history.hold(session, compound)  # others may be closing at the same moment
                left += checkpoints.note(session, compound, about, self.clock(), self._signer)
            return left

    @contextmanager
    def based_on(self, seen: Position | None) -> Iterator[None]:
        """What this thread writes meanwhile rests on values as they were then.

        It raises ``ChangedMeanwhile`` where somebody else has changed them since.
        """
        self._now.seen = seen
        try:
            yield
        finally:
            self._now.seen = None

    @contextmanager
    def scratching(self) -> Iterator[Session]:
        """A transaction for what is no fact yet: drafts. It leaves no history and no news."""
        with trouble.told(self.engine, UNSURE), self._writing.begin() as session:
            yield session

    def warning(self) -> Refusal | None:
        """What the disk said while the last steps were kept all the same; told once."""
        found, self._warning = self._warning, None
        return found

    def touched(
        self, compound: UUID, noun: str, key: object, verb: str, values: Mapping[str, Value]
    ) -> None:
        """Say what a bulk statement did: the session saw nothing of it."""
        self._now.changes.append(Change(compound, noun, str(key), verb, values))

    def sealed(
        self,
        session: Session,
        table: type[Table],
        verb: str,
        about: tuple[UUID, UUID],
        where: Mapping[str, UUID],
        values: Mapping[str, Value] | None = None,
    ) -> None:
        """Say what a bulk statement did, with a seal for each row of ``table`` that is there now.

        ``about``: the compound, and the key of what it was done for. ``where``: of which rows (columns
        and their keys) these are all there are.
        """
        sealed: dict[str, Value] = {
            "scope": {name: str(key) for name, key in where.items()},
            "seals": seals.taken(session, table, {"compound_id": about[0], **where}),
        }
        told = {**(values or {}), **sealed}
        self.touched(about[0], table.__tablename__, about[1], verb, told)

    def wrote(self, compound: UUID, sequence: int) -> bool:
        """Whether this row of the history is this store's own, written not long ago."""
        return any(
            compound == span.compound and span.first <= sequence <= span.last
            for span in tuple(self._own)
        )

    @property
    def has_written(self) -> bool:
        """Whether anything was kept through this store since it was opened."""
        return bool(self._own)

    def _tell(self, nouns: Nouns) -> None:
        for listener in self._listeners:
            listener(nouns)
