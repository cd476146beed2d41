"""Twelve digits with two of them for checking, so that a mistyped code is noticed.

What kind of code it is shows in the rest when it is divided by 97 (ISO 7064 MOD 97-10): ballots
leave 1, invitations 2, survey sheets 3. A paper held under the wrong scanner is refused, not read
as something else. Digits alone, so that no input method bends them.
"""

import re
import unicodedata

INVITATION, SURVEY = 2, 3
_GAPS = re.compile(r"[\s\-–—]")


def with_check(ten: str, rest: int) -> str:
    """Ten digits and the two that make all twelve leave ``rest``."""
    return f"{ten}{(rest - int(ten) * 100) % 97:02d}"


def checked(text: str, rest: int) -> str | None:
    """The plain digits when ``text`` is such a code, however it is written; else ``None``."""
    plain = _GAPS.sub("", unicodedata.normalize("NFKC", text))
    fits = re.fullmatch(r"[0-9]{12}", plain) and int(plain) % 97 == rest
    return plain if fits else None
