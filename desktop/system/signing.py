"""The key with which this computer signs checkpoints; it never enters the data file.

Whoever edits a data file elsewhere has not this key. Where it cannot be kept (a folder that cannot be
written), checkpoints go unsigned, and the check says so.
"""

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LENGTH = 32  # bytes of a key


class Signer:
    def __init__(self, path: Path, randomness: Callable[[int], bytes]) -> None:
        self._path, self._randomness = path, randomness
        self._key: Ed25519PrivateKey | None = None
        self._tried = False

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes; empty when there is none to be had."""
        key = self._loaded()
        return key.public_key().public_bytes_raw() if key else b""

    def sign(self, text: bytes) -> bytes:
        """The Ed25519 signature (RFC 8032), 64 bytes; empty without a key."""
        key = self._loaded()
        return key.sign(text) if key else b""

    def _loaded(self) -> Ed25519PrivateKey | None:
        if not self._tried:
            self._tried = True
            try:
                self._key = self._read() or self._make()
            except OSError:
                self._key = None
        return self._key

    def _read(self) -> Ed25519PrivateKey | None:
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            return None
        # a damaged key is not written over: what it signed is still to be told from what follows
        return Ed25519PrivateKey.from_private_bytes(raw) if len(raw) == LENGTH else None

    def _make(self) -> Ed25519PrivateKey | None:
        raw = self._randomness(LENGTH)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # damaged, or another start was first
            return self._read()
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        return Ed25519PrivateKey.from_private_bytes(raw)


def holds(public: bytes, text: bytes, signature: bytes) -> bool:
    """Whether a signature is this key's over this text."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True
