"""Floor area: an exact count of ten-thousandths of a square metre, never a float."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from desktop.domain.errors import NotAnArea

UNITS_PER_M2 = 10_000
_SUFFIX = re.compile(r"(㎡|m2|m²|平方米|平米|平方|平)$", re.IGNORECASE)
_SIMPLE = re.compile(r"([0-9]{1,9})\.([0-9]{1,4})")  # what nearly every cell looks like
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


def units(text: str | int | Decimal) -> int:
    """Read an area in m² as units of 0.0001 m²; raise ``NotAnArea`` for anything else.

    Accepts full-width digits, thousands separators and a trailing ㎡ / 平方米. Nothing is rounded:
    a figure finer than 0.0001 m² is refused.
    """
    if isinstance(text, str) and (simple := _SIMPLE.fullmatch(text)):
        return int(simple[1]) * UNITS_PER_M2 + int(simple[2].ljust(4, "0"))
    plain = unicodedata.normalize("NFKC", str(text)).strip().replace(",", "")
    plain = _SUFFIX.sub("", plain).strip()
    if not _NUMBER.fullmatch(plain):
        raise NotAnArea(str(text).strip())
    try:
        scaled = Decimal(plain).scaleb(4)
    except InvalidOperation as wrong:
        raise NotAnArea(str(text)) from wrong
    if scaled != scaled.to_integral_value() or abs(scaled) >= 10**15:
        raise NotAnArea(str(text))
    return int(scaled)


def shown(count: int) -> str:
    """Print units of 0.0001 m² as m²: two decimals, unless there are more (89.53, 102.3612)."""
    whole, rest = divmod(abs(count), UNITS_PER_M2)
    tail = f"{rest:04d}".rstrip("0").ljust(2, "0")
    return f"{'-' if count < 0 else ''}{whole}.{tail}"
