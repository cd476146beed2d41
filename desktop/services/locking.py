"""The data file's password: opening with it, setting it, taking it away, and the key on paper.

What it protects: the file, its backups, and both when the computer or a stick is lost. What it does
not: papers already written, and a computer on which the file is open.
"""

from pathlib import Path

from sqlalchemy import select

from desktop.documents.fonts import Fonts
from desktop.documents.pdf import pdf
from desktop.documents.recovery_sheet import recovery_sheet
from desktop.domain import passwords, recovery_key
from desktop.domain.errors import NameNeeded, NotOurFile, Refusal
from desktop.domain.lock_errors import (
    BadKeyring,
    KeyringMissing,
    NeedsPassword,
    NoPasswordSet,
    PasswordAlreadySet,
    WrongPassword,
    WrongRecoveryKey,
)
from desktop.domain.rights import right_of
from desktop.services import settings
from desktop.storage import backups, keyring, recoding, sqlite, versions
from desktop.storage.database import Address
from desktop.storage.keyring import Randomness
from desktop.storage.recoding import Stop
from desktop.storage.store import Store
from desktop.storage.tables import CommunityRecord
from desktop.system import clock

LIST = "common_passwords.txt"
PAPER = recovery_key.GROUPS * recovery_key.LETTERS  # characters; what is longer may be the paper's
_NOTED = "data password"


def common(rules: Path) -> frozenset[str]:
    """The passwords that nobody may take."""
    return passwords.listed((rules / LIST).read_text("utf-8"))


def locked(path: Path) -> bool:
    """Whether a file, or a backup, asks for a password; of what is no file of ours, ``False``."""
    try:
        versions.of_file(path)
    except (NeedsPassword, KeyringMissing, BadKeyring):
        return True
    except Refusal:
        return False
    return False


def people(path: Path) -> tuple[str, ...]:
    """Whose passwords open a file; nobody's where the keyring is lost or damaged."""
    try:
        ring = keyring.load(path)
    except BadKeyring:
        return ()
    return ring.names if ring else ()


def unlock(path: Path, name: str, password: str) -> bytes:
    """The key of a file, by somebody's password; raise ``WrongPassword``, ``KeyringMissing``, …"""
    ring = keyring.load(path)
    if ring is None:
        raise KeyringMissing(str(path))
    key = ring.unwrap(name, password)
    if not ring.fits(key):
        raise BadKeyring(str(path))
    return key


def recover(path: Path, text: str) -> bytes:
    """The key of a file, by what is on paper; raise ``BadRecoveryGroup``, ``WrongRecoveryKey``, …"""
    key = recovery_key.read(text)
    try:
        versions.of_file(path, key=key)
    except (NeedsPassword, NotOurFile) as wrong:
        raise WrongRecoveryKey(str(path)) from wrong
    return key


def open_with(path: Path, name: str, secret: str) -> bytes:
    """The key of a file by a password or by the recovery key, whichever it is; without ``name``
    anybody's password is tried."""
    ring_names = people(path)
    for each in [name] if name in ring_names else ring_names:
        try:
            return unlock(path, each, secret)
        except WrongPassword:
            continue
    if len(secret) >= PAPER:
        return recover(path, secret)
    keyring.load(path)  # a damaged one is told
    raise WrongPassword if ring_names else KeyringMissing(str(path))


def encrypt(  # noqa: PLR0913 - whose password, twice, for which file
    path: Path,
    name: str,
    password: str,
    again: str,
    listed: frozenset[str],
    *,
    random: Randomness = clock.randomness,
    stop: Stop = lambda _: False,
) -> bytes | None:
    """Give a file that nobody has open a password; give its new key, or ``None`` when stopped."""
    if not sqlite.plain(path):
        raise PasswordAlreadySet(str(path))
    who = _named(name)
    passwords.check(password, again, listed)
    key = random(keyring.KEY_BYTES)
    ring = keyring.empty(key).having(who, password, key, random)
    return key if recoding.recode(path, None, key, ring, stop) else None


def decrypt(path: Path, key: bytes, stop: Stop = lambda _: False) -> bool:
    """Take the password away from a file that nobody has open; give whether it was not stopped.

    Backups made until then keep it: they need the same password, or the recovery key.
    """
    return recoding.recode(path, key, None, None, stop)


class Locking:
    """The password of the file that is open."""

    def __init__(
        self,
        store: Store,
        address: Address,
        rules: Path,
        fonts: Fonts,
        random: Randomness = clock.randomness,
    ) -> None:
        self._store, self._address, self._random = store, address, random
        self._rules, self._fonts = rules, fonts

    @property
    def possible(self) -> bool:
        """Whether there is a file to protect; a server is protected by its keeper."""
        return self._address.path is not None

    @property
    def on(self) -> bool:
        return self._address.key is not None

    def people(self) -> tuple[str, ...]:
        return people(self._address.path) if self.on and self._address.path else ()

    def demand(self) -> None:
        """Raise ``NotAllowed`` when the operator may not set, print, or take away passwords."""
        self._store.operator.demand(right_of("lock.person"))

    def check(self, name: str, password: str, again: str) -> None:
        """Raise what ``encrypt`` would refuse of a name and a password, before the file is closed."""
        self.demand()
        _named(name)
        passwords.check(password, again, common(self._rules))

    def set_password(self, name: str, password: str, again: str, proof: str) -> None:
        """Give somebody a password, or another one.

        ``proof``: the one he has, or the recovery key; whoever has none yet needs no proof, as the
        file is open. A lost or damaged keyring is made anew, with him alone.
        """
        path, key = self._file()
        who = _named(name)
        passwords.check(password, again, common(self._rules))
        try:
            ring = keyring.load(path)
        except BadKeyring:
            ring = None
        if ring is None or not ring.fits(key):  # or it is of another file, and would open nothing
            ring = keyring.empty(key)
        known = who in ring.names
        if not known:
            self.demand()
        elif open_with(path, who, proof) != key:
            raise WrongPassword
        keyring.save(path, ring.having(who, password, key, self._random))
        self.note("lock.password" if known else "lock.person")

    def remove(self, name: str) -> None:
        """Take somebody's password out of the keyring. The key stays the same: with a keyring of
        before (beside a backup, on a stick) the old password opens the file. Who must be shut out for
        certain: take the password away from the file and set it anew, which makes another key."""
        self.demand()
        path, _ = self._file()
        ring = keyring.load(path)
        if ring is None:
            raise KeyringMissing(str(path))
        keyring.save(path, ring.without(name))
        self.note("lock.remove")

    def sheet(self) -> bytes:
        """The recovery key on one page, as a PDF: whoever has it can open everything."""
        self.demand()
        path, key = self._file()
        now = self._store.clock()
        with self._store.reading() as session:
            record = session.scalars(select(CommunityRecord)).first()
            office = f"{record.subdistrict}{record.name}" if record else ""
        groups = recovery_key.written(key)
        return pdf(recovery_sheet(office, path.name, now.date(), groups), self._fonts, now)

    def leftovers(self) -> list[Path]:
        """Older backups of this file that anybody can read."""
        path = self._address.path
        return backups.readable(backups.folder(path)) if self.on and path else []

    def remove_leftovers(self) -> int:
        """Delete them; a new backup is made first, so that there is always a good one."""
        self.demand()
        path, key = self._file()
        backups.make(path, backups.folder(path), "删旧备份前", self._store.clock(), key=key)
        gone = self.leftovers()
        for each in gone:
            each.unlink(missing_ok=True)
        return len(gone)

    def note(self, act: str) -> None:
        """Leave a trace in the office's history: who has a password now, as ``act`` left it."""
        told = {"on": self.on, "people": list(self.people()), "at": self._store.clock().isoformat()}
        with self._store.writing(act) as session:
            settings.write(session, _NOTED, told)

    def _file(self) -> tuple[Path, bytes]:
        if self._address.path is None or self._address.key is None:
            raise NoPasswordSet(self._address.shown)
        return self._address.path, self._address.key


def _named(name: str) -> str:
    if not name.strip():
        raise NameNeeded("姓名")
    return name.strip()
