"""A file's key on paper: thirteen groups of four letters and a check letter each.

The groups hold the 256 bits of the key itself, so that the paper opens the file even when nothing
else is left. Of each family of look-alikes (0 O, 1 I L, 8 B) one is written, and all are read.
"""

import unicodedata

from desktop.domain.lock_errors import BadRecoveryGroup, BadRecoveryLength

ALPHABET = "0123456789ACDEFGHJKMNPQRSTUVWXYZ"
KEY_BYTES, GROUPS, LETTERS = 32, 13, 4  # 13 × 4 letters of 5 bits hold 256 bits; 4 bits stay zero
_ALIKE = str.maketrans("OILB", "0118")
_SPARE = GROUPS * LETTERS * 5 - KEY_BYTES * 8


def written(key: bytes) -> tuple[str, ...]:
    """The groups of a key, in order."""
    number = int.from_bytes(key) << _SPARE
    values = [number >> 5 * place & 31 for place in reversed(range(GROUPS * LETTERS))]
    groups = [values[start : start + LETTERS] for start in range(0, len(values), LETTERS)]
    return tuple(
        "".join(ALPHABET[value] for value in (*group, _check(place, group)))
        for place, group in enumerate(groups, 1)
    )


def read(text: str) -> bytes:
    """The key somebody copied from paper; raise ``BadRecoveryLength`` or ``BadRecoveryGroup``."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    if len(plain) != GROUPS * (LETTERS + 1):
        raise BadRecoveryLength(GROUPS, len(plain))
    number = 0
    for place in range(1, GROUPS + 1):
        group = plain[(place - 1) * (LETTERS + 1) :][: LETTERS + 1]
        values = [ALPHABET.find(letter) for letter in group.translate(_ALIKE)]
        if -1 in values or _check(place, values[:LETTERS]) != values[LETTERS]:
            raise BadRecoveryGroup(place, group)
        for value in values[:LETTERS]:
            number = number << 5 | value
    if number & ((1 << _SPARE) - 1):
        raise BadRecoveryGroup(GROUPS, plain[-LETTERS - 1 :])
    return (number >> _SPARE).to_bytes(KEY_BYTES)


def _check(place: int, values: list[int]) -> int:
    """Damm's scheme in the field of 32 elements: notices every single wrong letter, every two
    neighbours exchanged, and, as it begins with the group's place, groups in the wrong order."""
    found = place
    for value in values:
        found = _doubled(found ^ value)
    return found


def _doubled(value: int) -> int:
    """Twice a value in GF(32), by x⁵ + x² + 1."""
    return value << 1 ^ (0b100101 if value & 16 else 0)
