"""Whole numbers as people type them, never longer than anybody counts: a pasted page is none."""

from desktop.domain.errors import NotANumber

MOST_DIGITS = 9  # fits every column of both databases


def is_count(text: str) -> bool:
    """Whether a text is a whole number of an everyday size; wide figures are figures."""
    return text.isdecimal() and len(text) <= MOST_DIGITS


def read_count(text: str) -> int:
    """A count somebody typed; raise ``NotANumber``."""
    plain = text.strip()
    if not is_count(plain):
        raise NotANumber(text)
    return int(plain)
