"""Checkpoints of a chain, and anchors: what is kept of them outside the computer.

A *checkpoint* says how long a chain was at a moment and which hash stood at its end; it is signed with
Ed25519. Whoever has the file and the key can rewrite both, so the same is printed on papers and kept
on a stick: an *anchor*. What is sealed by an anchor on paper cannot be changed unseen; what came after
the last anchor can (``docs/evidence.md`` says what is proved, and what is not).

The encodings here are permanent, as those of ``chain`` are:

- ``signed = CHECKPOINT_TAG + encode([compound bytes, sequence, hash, at])``;
- an anchor in full (QR code, file): ``RT1:<compound, 32 hex>:<sequence>:<hash, 64 hex>``;
- an anchor to be typed: ``<sequence>-XXXX-XXXX-XXXX-XXXX``, the sixteen letters being the first 80 bits
  of ``SHA-256(ANCHOR_TAG + the anchor in full)`` in Crockford's Base32.
"""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from desktop.domain.chain import encode
from desktop.domain.trust_errors import NotAnAnchor

CHECKPOINT_TAG = b"roundtable/checkpoint/1\n"
ANCHOR_TAG = b"roundtable/anchor/1\n"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHOWN = 40  # characters of a wrong one in the message
_ALIKE = str.maketrans("OIL", "011")  # what people read for another letter
_FULL = re.compile(r"RT1:([0-9a-f]{32}):(\d{1,12}):([0-9a-f]{64})", re.IGNORECASE)
_TYPED = re.compile(r"(\d{1,12})-?([0-9A-Z]{16})")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The end of a chain at a moment. ``at``: ISO 8601 with the writer's own offset."""

    compound: UUID
    sequence: int
    hash: bytes
    at: str

    @property
    def signed(self) -> bytes:
        """The bytes that a signature covers."""
        return CHECKPOINT_TAG + encode([self.compound.bytes, self.sequence, self.hash, self.at])

    @property
    def anchor(self) -> "Anchor":
        return Anchor(self.sequence, code(self.compound, self.sequence, self.hash), self)

    @property
    def full(self) -> str:
        """The anchor in full, for a QR code or a file."""
        return _full(self.compound, self.sequence, self.hash)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What somebody read off a paper. ``checkpoint``: only of an anchor in full."""

    sequence: int
    letters: str
    checkpoint: Checkpoint | None = None

    @property
    def shown(self) -> str:
        """As it is printed and typed."""
        groups = [self.letters[start : start + 4] for start in range(0, 16, 4)]
        return "-".join([str(self.sequence), *groups])


def code(compound: UUID, sequence: int, hash_: bytes) -> str:
    """The sixteen letters (80 bits) of an anchor."""
    told = sha256(ANCHOR_TAG + _full(compound, sequence, hash_).encode("ascii")).digest()
    bits = int.from_bytes(told[:10], "big")
    return "".join(LETTERS[bits >> place & 31] for place in range(75, -1, -5))


def fingerprint(key: str) -> str:
    """What a person compares of a public key in hex: 128 bits, in groups of four."""
    return " ".join(key[start : start + 4] for start in range(0, 32, 4)).upper()


def read(text: str) -> Anchor:
    """Read an anchor as scanned or typed; raise ``NotAnAnchor``."""
    # a Chinese keyboard types full-width letters, and what others print has dashes of its own
    told = "".join(unicodedata.normalize("NFKC", text).split())
    plain = "".join("-" if unicodedata.category(each) == "Pd" else each for each in told)
    if found := _FULL.fullmatch(plain):
        made = Checkpoint(UUID(hex=found[1].lower()), int(found[2]), bytes.fromhex(found[3]), at="")
        return made.anchor
    sequence, _, letters = plain.partition("-")
    typed = f"{sequence}-{letters.replace('-', '').upper().translate(_ALIKE)}"
    if found := _TYPED.fullmatch(typed):
        if not set(found[2]) <= set(LETTERS):
            raise NotAnAnchor(text[:SHOWN])
        return Anchor(int(found[1]), found[2])
    raise NotAnAnchor(text[:SHOWN])


def _full(compound: UUID, sequence: int, hash_: bytes) -> str:
    return f"RT1:{compound.hex}:{sequence}:{hash_.hex()}"
