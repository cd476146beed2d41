"""Who is the same owner (民法典解释 art. 9: one buyer with several premises is one head)."""

import hmac
import unicodedata
from collections.abc import Sequence

from desktop.domain.people import kind_of
from desktop.domain.terms import OwnerKind


def basis(name: str, position: int, ids: Sequence[str], tails: Sequence[str], phone: str) -> str:
    """What tells this owner from others of the same name, in one text.

    In order: the developer is one; a company is its name; a person is the name with the identity
    number, or its last four digits with the phone, or the phone. Without any of these a person is
    the same only within one row.
    """
    plain = unicodedata.normalize("NFC", name)
    kind = kind_of(plain)
    if kind is OwnerKind.DEVELOPER:
        return "developer"
    if kind is OwnerKind.COMPANY:
        return f"company|{plain}"
    number = ids[position] if position < len(ids) else ""
    if number and "*" not in number:
        return f"id|{plain}|{number}"
    tail = tails[position] if position < len(tails) else number[-4:]
    if tail:
        return f"tail|{plain}|{tail}"
    return f"phone|{plain}|{phone}" if phone else ""


def digest(secret: bytes, basis_text: str) -> str:
    """A keyed digest of the basis: it finds the same owner again and tells nothing else."""
    return hmac.digest(secret, b"roundtable/owner/1\n" + basis_text.encode(), "sha256").hex()
