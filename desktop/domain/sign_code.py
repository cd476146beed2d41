"""The code on an invitation or a sign-in sheet: twelve digits that name one place at one table.

Ten digits of the place, two check digits. Ballots leave 1 when divided by 97 (ISO 7064), these
leave 2: a ballot held under the scanner at the door is no invitation, nor the other way round.
"""

import re
import unicodedata
from uuid import UUID

_SPACE = 10**10
_REST = 2


def sign_code(attendee: UUID) -> str:
    """The twelve digits of an attendee's place; digits alone, so that no input method bends them."""
    place = attendee.int % _SPACE
    return f"{place:010d}{(_REST - place * 100) % 97:02d}"


def is_sign_code(text: str) -> str | None:
    """The plain digits when this is such a code, however it is written; else ``None``."""
    plain = re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", text))
    fits = re.fullmatch(r"[0-9]{12}", plain) and int(plain) % 97 == _REST
    return plain if fits else None
