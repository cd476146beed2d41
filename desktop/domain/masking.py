"""What may stand on a wall: masked names, and a scan for what must never be there."""

import re
import unicodedata
from collections.abc import Iterable

# Numbers with ten or more digits may be split by spaces, dashes or dots on purpose.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－−﹣", "-"))
_PHONE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s.\-]?\d){8}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)\(?0\d{2,3}\)?[-\s]?\d{7,8}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])|(?<!\d)\d{15}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
_ROOM = r"(?:\d+\s*(?:栋|幢|号楼)\s*(?:\d+\s*单元)?\s*\d+(?:室|号|房)?|\d+-\d+-\d+(?:室|号)?)"
_MASKED = r"[\u4e00-\u9fff]{1,2}\*+"
_ROOM_AND_NAME = re.compile(
    rf"{_ROOM}[^\u4e00-\u9fff\w]{{0,2}}(?:的|业主|住户|居民|户主){{0,2}}{_MASKED}"
    rf"|{_MASKED}[（(，,、\s]{{0,2}}(?:家?住)?{_ROOM}"
)
_ALONE = r"(?:^|[^\u4e00-\u9fff]|业主|居民|住户|户主|代表){}(?:$|[^\u4e00-\u9fff])"
COMPOUND_SURNAMES = frozenset(
    "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 端木 长孙 宇文 南宫".split()  # noqa: SIM905
)


def mask_name(name: str) -> str:
    """Surname and stars: 王桂兰 → 王**. One star per hidden character."""
    plain = name.strip()
    keep = 2 if plain[:2] in COMPOUND_SURNAMES and len(plain) > 2 else 1
    return plain[:keep] + "*" * max(1, len(plain) - keep)


def mask_phone(phone: str) -> str:
    """First three and last two digits, for the screen only: 139******66."""
    return (
        phone[:3] + "*" * max(0, len(phone) - 5) + phone[-2:]
        if len(phone) > 5
        else "*" * len(phone)
    )


def private_numbers(text: str) -> list[str]:
    """Phone, identity and card numbers in a text, however wide or dashed they are written."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    found: list[str] = []
    for pattern in (_IDENTITY, _CARD, _PHONE, _LANDLINE):
        found.extend(match[0] for match in pattern.finditer(text))
    return sorted(set(found))


def without_numbers(text: str) -> str:
    """A text for a wall: phone, identity and card numbers are left out."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if not private_numbers(text):
        return text
    for pattern in (_IDENTITY, _CARD, _PHONE, _LANDLINE):
        plain = pattern.sub("〔号码略〕", plain)
    return plain


def room_and_name(text: str) -> list[str]:
    """Places where a room stands beside a masked name: one of the two must go."""
    return sorted({found[0] for found in _ROOM_AND_NAME.finditer(text)})


def private_names(text: str, residents: Iterable[str], in_office: Iterable[str]) -> list[str]:
    """Residents named in full although they act in no office.

    Names of one character are no names. Names of two are often words (文明, 高兴): they count only
    where they stand by themselves or after 业主, 居民 and the like.
    """
    allowed = set(in_office)
    found = set()
    for name in set(residents):
        if len(name) < 2 or name in allowed or name not in text:
            continue
        if len(name) > 2 or re.search(_ALONE.format(re.escape(name)), text):
            found.add(name)
    return sorted(found)
