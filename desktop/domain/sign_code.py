"""The code on an invitation or a sign-in sheet: twelve digits that name one place at one table."""

from uuid import UUID

from desktop.domain.check_digits import INVITATION, checked, with_check

_SPACE = 10**10


def sign_code(attendee: UUID) -> str:
    """The twelve digits of an attendee's place."""
    return with_check(f"{attendee.int % _SPACE:010d}", INVITATION)


def is_sign_code(text: str) -> str | None:
    """The plain digits when this is such a code, however it is written; else ``None``."""
    return checked(text, INVITATION)
