"""Accounts: who may work here, as what, where; signing in, waiting after wrong passwords, the second person.

An office without accounts needs no password and knows no rights: whoever types a name works under it.
With the first account, which is an administrator's, everybody has to sign in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain import chain, passwords
from desktop.domain.account_errors import (
    FirstIsAdmin,
    LastAdmin,
    LockedOut,
    NameTaken,
    SameSecondPerson,
    SecondPersonNeeded,
    SignedOut,
    SignInNeeded,
    SignInRefused,
)
from desktop.domain.errors import Gone, NameNeeded
from desktop.domain.ids import OFFICE
from desktop.domain.lock_errors import PasswordTooCommon
from desktop.domain.rights import MAY, Operator, Right, Role
from desktop.services import settings
from desktop.services.records import short
from desktop.storage.store import Store
from desktop.storage.tables import (
    AccountCompoundRecord,
    AccountRecord,
    CompoundRecord,
    HistoryRecord,
    SignInRecord,
)
from desktop.system.passwords import fits, kept

TRIES = 5  # wrong passwords in a row before one has to wait
WAITS = (1, 2, 4, 8, 15)  # minutes after the fifth, sixth … wrong password
TWO_CLOSE = "two persons close"  # the office wants two persons to close a vote
SIGNED_IN, REFUSED = "sign in", "refused"
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$" + "A" * 43
)  # as slow as a real one
_A, _W, _S = AccountRecord, AccountCompoundRecord, SignInRecord


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account. ``compounds``: their names; empty when it is for all of them."""

    id: UUID
    name: str
    role: Role
    compounds: tuple[str, ...]
    ended: str


@dataclass(frozen=True, slots=True)
class SignInLine:
    """One time that somebody signed in, or was refused."""

    at: str
    name: str
    refused: bool


class Accounts:
    def __init__(self, store: Store, common: Path) -> None:
        self._store, self._file = store, common
        self._known: frozenset[str] | None = None

    # -- signing in ------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """Who can sign in; empty in an office without accounts."""
        wanted = select(_A.name).where(_A.ended == "").order_by(_A.name)
        with self._store.reading() as session:
            return list(session.scalars(wanted))

    def sign_in(self, name: str, password: str | None) -> None:
        """From here on everything is done under this person's name and with its rights.

        Without accounts the name is enough. Raise ``SignInNeeded`` when a password is needed and
        none was given, ``SignInRefused`` or ``LockedOut``.
        """
        if not self.names():
            self._store.operator = Operator(name)
            return
        if password is None:
            raise SignInNeeded
        self._store.operator = self.proved(name, password)

    def proved(self, name: str, password: str) -> Operator:
        """The person with this name and password; nothing changes for whoever works now.

        Attempts are counted before the password is looked at: stopping the program in between
        gains nothing.
        """
        with self._store.reading() as session:
            found = session.scalars(select(_A).where(_A.name == name, _A.ended == "")).first()
        if found is None:
            fits(password, _NOBODY)  # who has no account is not told apart by the time it takes
            raise SignInRefused(TRIES - 1)
        left = self._begin(found.id)
        if not fits(password, found.password):
            self._trace(found, REFUSED)
            raise SignInRefused(max(0, left))
        with self._store.scratching() as session:
            if record := session.get(_S, found.id):
                session.delete(record)
        self._trace(found, SIGNED_IN)
        with self._store.reading(everything=True) as session:
            return _operator(session, found)

    def refresh(self) -> None:
        """Whoever works now may do what the accounts say now; raise ``SignedOut`` when closed."""
        operator = self._store.operator
        if operator.account is None:
            return
        with self._store.reading(everything=True) as session:
            found = session.get(AccountRecord, operator.account)
            if found is None or found.ended:
                self._store.operator = Operator(operator.name, Role.VIEWER, frozenset())
                raise SignedOut(operator.name)
            self._store.operator = _operator(session, found)

    def second(self, name: str, password: str) -> str:
        """The name of the second person who stands by while a vote is closed.

        Raise ``SecondPersonNeeded``, ``SameSecondPerson``, ``NotAllowed``, or what ``proved`` raises.
        """
        if not name.strip():
            raise SecondPersonNeeded
        other = self.proved(name, password)
        if other.name == self._store.who:
            raise SameSecondPerson(other.name)
        other.demand(Right.CLOSE)
        return other.name

    @property
    def two_close(self) -> bool:
        """Whether two persons are needed to close a vote: an office with accounts may want that."""
        with self._store.reading() as session:
            return bool(settings.read(session, TWO_CLOSE)) and _any(session)

    def seconds(self) -> tuple[str, ...]:
        """Who may be the second person now; nobody where one person is enough."""
        if not self.two_close:
            return ()
        wanted = select(_A.name, _A.role).where(_A.ended == "", _A.name != self._store.who)
        with self._store.reading() as session:
            told = session.execute(wanted.order_by(_A.name))
            return tuple(name for name, role in told if Right.CLOSE in MAY[role])

    def _begin(self, account: UUID) -> int:
        """Count an attempt; raise ``LockedOut`` while waiting; tell how many are left after it."""
        now = self._store.clock().astimezone(UTC)
        with self._store.scratching() as session:
            record = session.get(_S, account)
            if record is None:
                record = SignInRecord(account_id=account, failures=0, wait=0, at=now.isoformat())
                session.add(record)
            wait = _left(record.wait, record.at, now)
            record.wait, record.at = wait, now.isoformat()
            if not wait:
                record.failures += 1
                if record.failures >= TRIES:
                    place = min(record.failures - TRIES, len(WAITS) - 1)
                    record.wait = WAITS[place] * 60
            failures = record.failures
        if wait:
            raise LockedOut(-(-wait // 60))
        return TRIES - failures

    def _trace(self, account: AccountRecord, verb: str) -> None:
        with self._store.writing("account.sign") as _:
            self._store.touched(OFFICE, "account", account.id, verb, {"name": account.name})

    # -- keeping them ------------------------------------------------------------------------------

    def lines(self) -> list[AccountLine]:
        with self._store.reading() as session:
            names = dict(_rows(session, select(CompoundRecord.id, CompoundRecord.name)))
            works: dict[UUID, list[str]] = {}
            wanted = select(_W.account_id, _W.compound_id).where(_W.active.in_([True]))
            for account, compound in session.execute(wanted):
                works.setdefault(account, []).append(names.get(compound, ""))
            return [
                AccountLine(
                    each.id,
                    each.name,
                    each.role,
                    () if each.everywhere else tuple(sorted(works.get(each.id, ()))),
                    each.ended,
                )
                for each in session.scalars(select(_A).order_by(_A.ended, _A.name))
            ]

    def log(self, last: int = 200) -> list[SignInLine]:
        """Who signed in lately, and who was refused; the newest first."""
        wanted = (
            select(HistoryRecord.at, HistoryRecord.payload)
            .where(HistoryRecord.compound_id == OFFICE, HistoryRecord.action == "account.sign")
            .order_by(HistoryRecord.sequence.desc())
            .limit(last)
        )
        with self._store.reading() as session:
            return [_signed(at, payload) for at, payload in session.execute(wanted)]

    def add(
        self, name: str, role: Role, password: str, again: str, compounds: Collection[UUID] | None
    ) -> UUID:
        """A new account; ``compounds``: ``None`` for all of them. The first is an administrator's,
        and whoever made it is signed in as it."""
        self._check(password, again)
        told = short(name, "姓名")
        if not told:
            raise NameNeeded("姓名")
        with self._store.writing("account.add") as session:
            first = not _any(session)
            if first and (role is not Role.ADMIN or compounds is not None):
                raise FirstIsAdmin
            if session.scalar(select(func.count()).where(_A.name == told)):
                raise NameTaken(told)
            record = AccountRecord(
                id=self._store.key(),
                name=told,
                role=role,
                everywhere=compounds is None,
                password=kept(password, self._store.random),
                ended="",
            )
            session.add(record)
            session.flush()
            self._work_in(session, record.id, compounds)
            made = record.id
        if first:
            self._store.operator = Operator(told, role, None, made)
        return made

    def change(self, account: UUID, role: Role, compounds: Collection[UUID] | None) -> None:
        """Another role or other compounds; raise ``LastAdmin``."""
        with self._store.writing("account.change") as session:
            record = _got(session, account)
            if record.role is Role.ADMIN and (role is not Role.ADMIN or compounds is not None):
                _not_the_last(session, record)
            record.role, record.everywhere = role, compounds is None
            self._work_in(session, account, compounds)

    def reset(self, account: UUID, password: str, again: str) -> None:
        """Give somebody a new password; waiting after wrong ones ends."""
        self._check(password, again)
        with self._store.writing("account.change") as session:
            _got(session, account).password = kept(password, self._store.random)
        with self._store.scratching() as session:
            if record := session.get(_S, account):
                session.delete(record)

    def own_password(self, old: str, new: str, again: str) -> None:
        """Whoever is signed in takes another password; the old one is asked once more."""
        mine = self.proved(self._store.who, old).account
        self._check(new, again)
        with self._store.writing("account.password") as session:
            if mine is not None:
                _got(session, mine).password = kept(new, self._store.random)

    def end(self, account: UUID) -> None:
        """Close an account: it stays on record, and can be opened again. Raise ``LastAdmin``."""
        with self._store.writing("account.change") as session:
            record = _got(session, account)
            _not_the_last(session, record)
            record.ended = self._store.clock().date().isoformat()

    def take_back(self, account: UUID) -> None:
        """Open a closed account again, with the password it had."""
        with self._store.writing("account.change") as session:
            _got(session, account).ended = ""

    def _work_in(self, session: Session, account: UUID, compounds: Collection[UUID] | None) -> None:
        wanted = set(compounds or ())
        for each in session.scalars(select(_W).where(_W.account_id == account)):
            each.active = each.compound_id in wanted
            wanted.discard(each.compound_id)
        for compound in sorted(wanted):
            session.add(
                AccountCompoundRecord(compound_id=compound, account_id=account, active=True)
            )

    def _check(self, password: str, again: str) -> None:
        if self._known is None:
            self._known = passwords.listed(self._file.read_text("utf-8"))
        passwords.check(password, again, self._known)
        if password == self._store.who:
            raise PasswordTooCommon


def _left(wait: int, at: str, now: datetime) -> int:
    """Seconds still to wait: only time that has passed by the clock is taken off, never any put on."""
    passed = (now - datetime.fromisoformat(at)).total_seconds()
    return max(0, wait - max(0, int(passed)))


def _any(session: Session) -> bool:
    return session.scalars(select(_A.id).where(_A.ended == "").limit(1)).first() is not None


def _got(session: Session, account: UUID) -> AccountRecord:
    found = session.get(AccountRecord, account)
    if found is None:
        raise Gone("这个人员")
    return found


def _not_the_last(session: Session, record: AccountRecord) -> None:
    others = select(_A.id).where(
        _A.role == Role.ADMIN, _A.everywhere.in_([True]), _A.ended == "", _A.id != record.id
    )
    if record.role is Role.ADMIN and session.scalars(others.limit(1)).first() is None:
        raise LastAdmin


def _operator(session: Session, account: AccountRecord) -> Operator:
    if account.everywhere:
        return Operator(account.name, account.role, None, account.id)
    wanted = select(_W.compound_id).where(_W.account_id == account.id, _W.active.in_([True]))
    works = frozenset(session.scalars(wanted))
    return Operator(account.name, account.role, works, account.id)


def _rows(session: Session, wanted: Any) -> Iterable[tuple[UUID, str]]:
    return [(key, name) for key, name in session.execute(wanted)]


def _signed(at: str, payload: bytes) -> SignInLine:
    told = chain.decode(payload)
    values = told.get("values") if isinstance(told, dict) else None
    name = values.get("name", "") if isinstance(values, dict) else ""
    verb = told.get("verb") if isinstance(told, dict) else ""
    local = datetime.fromisoformat(at).astimezone().isoformat(timespec="seconds")
    return SignInLine(local, str(name), verb == REFUSED)
