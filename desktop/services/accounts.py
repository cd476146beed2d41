"""Accounts: who may work here, as what, where; signing in, waiting after wrong passwords, the second person.

An office without accounts needs no password and knows no rights: whoever types a name works under it.
With the first account, which is an administrator's, everybody has to sign in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.domain import chain, passwords
from desktop.domain.account_errors import (
    AdminEverywhere,
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
from desktop.storage import operators
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
SIGNED_IN, STOOD_BY, ASKED, REFUSED = "sign in", "stand by", "ask again", "refused"
DONE = {  # what stands in the log, by the verb that the history has
    SIGNED_IN: "登录",
    STOOD_BY: "截止表决时当场确认",
    ASKED: "改密码时确认",
    REFUSED: "密码不对",
}
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
    where: tuple[UUID, ...]  # their keys, in the same order: two compounds may have one name
    ended: str


@dataclass(frozen=True, slots=True)
class SignInLine:
    """One time that somebody gave a name and a password, what for, and whether they were refused."""

    at: str
    name: str
    what: str
    refused: bool


class Accounts:
    def __init__(self, store: Store, common: Path) -> None:
        self._store, self._file = store, common
        self._known: frozenset[str] | None = None
        self._signing = RLock()  # the first account and who works under it come together

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

    def proved(self, name: str, password: str, verb: str = SIGNED_IN) -> Operator:
        """The person with this name and password; nothing changes for whoever works now.

        ``verb``: what it is for, as the log of sign-ins tells it. Attempts are counted before the
        password is looked at: stopping the program in between gains nothing.
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
        self._trace(found, verb)
        with self._store.reading(everything=True) as session:
            return operators.of_account(session, found)

    def refresh(self) -> None:
        """Whoever works now may do what the accounts say now; raise ``SignedOut`` when closed, and
        ``AccountsNow`` when there were none as this window was opened."""
        with self._signing, self._store.reading(everything=True) as session:
            try:
                self._store.operator = operators.current(session, self._store.operator)
            except SignedOut:
                self._store.operator = operators.nobody(self._store.operator)
                raise

    def second(self, name: str, password: str, compound: UUID) -> str:
        """The name of the second person who stands by while a vote of this compound is closed.

        Raise ``SecondPersonNeeded``, ``SameSecondPerson``, ``NotAllowed``, ``NotYourCompound``, or what
        ``proved`` raises.
        """
        if not name.strip():
            raise SecondPersonNeeded
        other = self.proved(name, password, STOOD_BY)
        if other.name == self._store.who:
            raise SameSecondPerson(other.name)
        other.demand(Right.CLOSE)
        other.demand_compound(compound)
        return other.name

    @property
    def two_close(self) -> bool:
        """Whether two persons are needed to close a vote: an office with accounts may want that."""
        with self._store.reading() as session:
            return bool(settings.read(session, TWO_CLOSE)) and operators.any_account(session)

    def seconds(self, compound: UUID) -> tuple[str, ...]:
        """Who may be the second person there now; nobody where one person is enough."""
        if not self.two_close:
            return ()
        here = select(_W.account_id).where(_W.compound_id == compound, _W.active.in_([True]))
        wanted = select(_A.name, _A.role).where(
            _A.ended == "",
            _A.name != self._store.who,
            or_(_A.everywhere.in_([True]), _A.id.in_(here)),
        )
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
            wait = record.wait = _left(record, now)
            if not wait:
                record.failures += 1
                record.at = now.isoformat()
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
            works: dict[UUID, list[tuple[str, UUID]]] = {}
            wanted = select(_W.account_id, _W.compound_id).where(_W.active.in_([True]))
            for account, compound in session.execute(wanted):
                works.setdefault(account, []).append((names.get(compound, ""), compound))
            return [
                AccountLine(
                    each.id,
                    each.name,
                    each.role,
                    *_where([] if each.everywhere else works.get(each.id, [])),
                    each.ended,
                )
                for each in session.scalars(select(_A).order_by(_A.ended, _A.name))
            ]

    def log(self, last: int = 200) -> list[SignInLine]:
        """Who signed in lately, and who was refused; the newest first. Nothing to who may not manage
        the accounts, and before somebody has signed in."""
        if not self._store.operator.may(Right.ACCOUNTS):
            return []
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
        told = short(name, "姓名")
        self._check(password, again, told)
        if not told:
            raise NameNeeded("姓名")
        with self._signing:
            made, first = self._made(told, role, password, compounds)
            if first:
                self._store.operator = Operator(told, role, None, made)
        return made

    def _made(
        self, name: str, role: Role, password: str, compounds: Collection[UUID] | None
    ) -> tuple[UUID, bool]:
        """Write an account down; give its key, and whether it is the first."""
        with self._store.writing("account.add") as session:
            first = not operators.any_account(session)
            if first and (role is not Role.ADMIN or compounds is not None):
                raise FirstIsAdmin
            _admin_everywhere(role, compounds)
            if session.scalar(select(func.count()).where(_A.name == name)):
                raise NameTaken(name)
            record = AccountRecord(
                id=self._store.key(),
                name=name,
                role=role,
                everywhere=compounds is None,
                password=kept(password, self._store.random),
                ended="",
            )
            session.add(record)
            session.flush()
            self._work_in(session, record.id, compounds)
            return record.id, first

    def change(self, account: UUID, role: Role, compounds: Collection[UUID] | None) -> None:
        """Another role or other compounds; raise ``LastAdmin``."""
        with self._store.writing("account.change") as session:
            record = _got(session, account)
            _admin_everywhere(role, compounds)
            if record.role is Role.ADMIN and role is not Role.ADMIN:
                _not_the_last(session, record)
            record.role, record.everywhere = role, compounds is None
            self._work_in(session, account, compounds)

    def reset(self, account: UUID, password: str, again: str) -> None:
        """Give somebody a new password; waiting after wrong ones ends."""
        with self._store.reading() as session:
            self._check(password, again, _got(session, account).name)
        with self._store.writing("account.change") as session:
            _got(session, account).password = kept(password, self._store.random)
        with self._store.scratching() as session:
            if record := session.get(_S, account):
                session.delete(record)

    def own_password(self, old: str, new: str, again: str) -> None:
        """Whoever is signed in takes another password; the old one is asked once more."""
        mine = self.proved(self._store.who, old, ASKED).account
        self._check(new, again, self._store.who)
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

    def _check(self, password: str, again: str, name: str) -> None:
        if self._known is None:
            self._known = passwords.listed(self._file.read_text("utf-8"))
        passwords.check(password, again, self._known)
        if password == name:
            raise PasswordTooCommon


def _left(record: SignInRecord, now: datetime) -> int:
    """Seconds still to wait: only time that has passed by the clock is taken off, never any put on.

    ``at`` goes on by what was taken off, so that trying again and again does not make it longer.
    """
    at = datetime.fromisoformat(record.at)
    if now < at:  # the clock was set back
        record.at = now.isoformat()
        return record.wait
    passed = int((now - at).total_seconds())
    record.at = (at + timedelta(seconds=passed)).isoformat()
    return max(0, record.wait - passed)


def _admin_everywhere(role: Role, compounds: Collection[UUID] | None) -> None:
    """Whoever keeps the accounts could give himself any compound: he has all of them."""
    if role is Role.ADMIN and compounds is not None:
        raise AdminEverywhere


def _where(works: Iterable[tuple[str, UUID]]) -> tuple[tuple[str, ...], tuple[UUID, ...]]:
    told = sorted(works)
    return tuple(name for name, _ in told), tuple(key for _, key in told)


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


def _rows(session: Session, wanted: Any) -> Iterable[tuple[UUID, str]]:
    return [(key, name) for key, name in session.execute(wanted)]


def _signed(at: str, payload: bytes) -> SignInLine:
    told = chain.decode(payload)
    values = told.get("values") if isinstance(told, dict) else None
    name = values.get("name", "") if isinstance(values, dict) else ""
    verb = told.get("verb") if isinstance(told, dict) else ""
    local = datetime.fromisoformat(at).astimezone().isoformat(timespec="seconds")
    return SignInLine(local, str(name), DONE.get(str(verb), str(verb)), verb == REFUSED)
