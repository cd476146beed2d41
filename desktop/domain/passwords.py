"""Which passwords are taken: at least eight characters, and none that everybody tries first.

A password is used exactly as it was typed: nothing is folded or stripped (ASVS 5.0, 6.2.8).
"""

from collections.abc import Collection

from desktop.domain.lock_errors import PasswordsDiffer, PasswordTooCommon, PasswordTooShort

SHORTEST = 8  # characters


def listed(text: str) -> frozenset[str]:
    """The passwords of a list: one a line, in small letters; lines that begin with # are words."""
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


def weak(password: str, common: Collection[str]) -> bool:
    """Whether it is among the first that are tried, whatever its capitals; or one character again
    and again."""
    return password.lower() in common or len(set(password)) == 1


def check(password: str, again: str, common: Collection[str]) -> None:
    """Raise ``PasswordTooShort``, ``PasswordTooCommon``, or ``PasswordsDiffer`` for a new password."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(SHORTEST)
    if weak(password, common):
        raise PasswordTooCommon
    if password != again:
        raise PasswordsDiffer
