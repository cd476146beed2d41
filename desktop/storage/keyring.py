"""The keyring beside an encrypted file: its key, wrapped once for each person's password.

The key is 256 random bits and is nowhere else but on paper, as the recovery key
(``domain/recovery_key.py``): that opens the file when the keyring is lost. Without the paper, the
file and all its backups are lost together with the last password or the last keyring.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from desktop.domain.lock_errors import BadKeyring, LastPerson, WrongPassword
from desktop.system import passwords
from desktop.system.files import read_whole, write_whole

SUFFIX, VERSION, KEY_BYTES = ".钥匙", 1, 32
SALT_BYTES, NONCE_BYTES, TAG_BYTES = 16, 12, 16
Randomness = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs (Argon2id, RFC 9106): KiB of memory, passes over it, lanes."""

    memory: int = passwords.MEMORY
    passes: int = passwords.PASSES
    lanes: int = passwords.LANES

    @property
    def sane(self) -> bool:
        return passwords.sane(self.memory, self.passes, self.lanes)


@dataclass(frozen=True, slots=True)
class Entry:
    """The key wrapped under one person's password (AES-256-GCM; the name is bound to it)."""

    name: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Keyring:
    """``mark`` tells which key it holds: a digest of 256 random bits gives nothing away."""

    mark: str
    entries: tuple[Entry, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.entries)

    def fits(self, key: bytes | None) -> bool:
        return key is not None and _mark(key) == self.mark

    def unwrap(self, name: str, password: str) -> bytes:
        """The key; raise ``WrongPassword``, also for somebody who is not in the keyring."""
        from cryptography.exceptions import InvalidTag

        entry = next((each for each in self.entries if each.name == name), None)
        if entry is None:
            raise WrongPassword
        try:
            key: bytes = _cipher(password, entry).decrypt(entry.nonce, entry.wrapped, _bound(name))
        except InvalidTag as wrong:
            raise WrongPassword from wrong
        return key

    def having(
        self, name: str, password: str, key: bytes, random: Randomness, cost: Cost | None = None
    ) -> "Keyring":
        """The same keyring with this password for this person, in the place of any older one."""
        bare = Entry(name, cost or Cost(), random(SALT_BYTES), random(NONCE_BYTES), b"")
        wrapped = _cipher(password, bare).encrypt(bare.nonce, key, _bound(name))
        others = tuple(entry for entry in self.entries if entry.name != name)
        return replace(self, entries=(*others, replace(bare, wrapped=wrapped)))

    def without(self, name: str) -> "Keyring":
        """The same keyring without somebody; raise ``LastPerson`` rather than lock everybody out."""
        others = tuple(entry for entry in self.entries if entry.name != name)
        if not others:
            raise LastPerson(name)
        return replace(self, entries=others)


def empty(key: bytes) -> Keyring:
    return Keyring(_mark(key))


def beside(path: Path) -> Path:
    """Where the keyring of a file, or of a backup, lies."""
    return path.with_name(path.name + SUFFIX)


def save(path: Path, ring: Keyring) -> None:
    """Write the keyring of a file: the old one stays until the new one is safe."""
    told = _told(ring)
    text = json.dumps({**told, "sum": _sum(told)}, ensure_ascii=False, indent=1)
    write_whole(beside(path), text.encode())


def load(path: Path) -> Keyring | None:
    """The keyring of a file, ``None`` where there is none; raise ``BadKeyring``."""
    where = beside(path)
    if not where.exists():
        return None
    data = read_whole(where)
    try:
        told = json.loads(data)
        total = told.pop("sum")
        ring = Keyring(told["key"], tuple(map(_entry, told["people"])))
        sane = all(entry.cost.sane for entry in ring.entries)
        if told["version"] != VERSION or total != _sum(told) or not sane:
            raise BadKeyring(str(path))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise BadKeyring(str(path)) from wrong
    return ring


def carry(source: Path, target: Path) -> None:
    """Give a copy of a file the keyring that its original has, byte for byte; or none."""
    if beside(source).exists():
        write_whole(beside(target), read_whole(beside(source)))
    else:
        beside(target).unlink(missing_ok=True)


def _mark(key: bytes) -> str:
    return sha256(b"roundtable key mark 1|" + key).hexdigest()[:16]


def _bound(name: str) -> bytes:
    return b"roundtable keyring 1|" + name.encode()


def _cipher(password: str, entry: Entry) -> Any:
    """What a password locks and unlocks; as typed, nothing folded. Takes about 0.2 s, on purpose."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    cost = entry.cost
    made = Argon2id(
        salt=entry.salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    return AESGCM(made.derive(passwords.as_bytes(password)))


def _told(ring: Keyring) -> dict[str, Any]:
    people = [
        {
            "name": entry.name,
            "argon2id": [entry.cost.memory, entry.cost.passes, entry.cost.lanes],
            "salt": entry.salt.hex(),
            "nonce": entry.nonce.hex(),
            "wrapped": entry.wrapped.hex(),
        }
        for entry in ring.entries
    ]
    return {"version": VERSION, "key": ring.mark, "people": people}


def _entry(told: dict[str, Any]) -> Entry:
    salt, nonce, wrapped = (bytes.fromhex(told[name]) for name in ("salt", "nonce", "wrapped"))
    if [len(salt), len(nonce), len(wrapped)] != [SALT_BYTES, NONCE_BYTES, KEY_BYTES + TAG_BYTES]:
        raise ValueError(told["name"])
    memory, passes, lanes = map(int, told["argon2id"])
    return Entry(str(told["name"]), Cost(memory, passes, lanes), salt, nonce, wrapped)


def _sum(told: dict[str, Any]) -> str:
    """Tells damage from a wrong password; who can write here could reckon it anew."""
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
