"""Doors (坐落): building, unit and room, read from the many ways offices write them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from desktop.domain.errors import NotADoor

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4} | {
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_DASHES = re.compile(r"[‐‑‒–—―−﹘－~～]+")
_CHINESE = "零〇一二两三四五六七八九十百"
_N = rf"(?:[0-9]+|[{_CHINESE}]+)"
# 甲3号楼 and 东3号楼 are other buildings than 3号楼.
_SIDED = "[甲乙丙丁东西南北]"
_B = rf"(?P<building>(?:[A-Za-z]|{_SIDED})?{_N}[A-Za-z]?|[A-Za-z])"
_ROOM = r"(?P<room>[A-Za-z]?[0-9]+(?:-[0-9]+)?[A-Za-z]?)"
_BUILDING_WORD = r"(?:号楼|栋|幢|座|楼|#楼|#)"
# In order: the first that fits the whole text is taken.
_SHAPES = [
    re.compile(shape)
    for shape in (
        rf"{_B}{_BUILDING_WORD}(?:的)?(?P<shop>底商|商铺|商|门市|门面|商业)(?:-)?"
        r"(?P<room>[A-Za-z]?[0-9]+)(?:号|室|#)?",
        rf"{_B}-(?P<shop>底商|商铺|商|门市|门面|商业)-(?P<room>[A-Za-z]?[0-9]+)",
        rf"{_B}{_BUILDING_WORD}(?P<unit>{_N})(?:单元|门)(?P<floor>{_N})(?:楼|层)"
        rf"(?P<flat>{_N})(?:号|室|户)?",
        rf"{_B}{_BUILDING_WORD}(?P<floor>{_N})(?:楼|层)(?P<flat>{_N})(?:号|室|户)?",
        rf"{_B}{_BUILDING_WORD}(?P<unit>{_N})(?:单元|门|-){_ROOM}(?:号|室|户)?",
        rf"{_B}{_BUILDING_WORD}{_ROOM}(?:号|室|户)?",
        rf"{_B}-(?P<unit>{_N})-{_ROOM}(?:号|室|户)?",
        rf"{_B}-{_ROOM}(?:号|室|户)?",
    )
]
# A street and its number may stand in front: 柳荫街88号1栋…; 第 in 第3栋 says nothing.
_STREET_WORD = re.compile(r"^[^0-9]*?(?:路|街|巷|道|弄)[0-9]+号(?!楼)(?=.)")
_NAME = re.compile(rf"^[^0-9A-Za-z{_CHINESE}#-]+?(?=[甲乙丙丁]?[0-9A-Za-z{_CHINESE}#-])")


@dataclass(frozen=True, slots=True, order=True)
class Door:
    """One door. ``unit`` is empty where a building has none; ``shop`` marks ground-floor shops."""

    building: str
    unit: str
    room: str
    shop: bool = False

    def __str__(self) -> str:
        if self.shop:
            return f"{self.building}-商-{self.room}"
        return "-".join(part for part in (self.building, self.unit, self.room) if part)

    @property
    def words(self) -> str:
        """As people say it: 3栋2单元501."""
        unit = f"{self.unit}单元" if self.unit else ""
        building = f"{self.building}栋" if self.building else ""
        return f"{building}{unit}{'商铺' if self.shop else ''}{self.room}"


def tidy(text: str) -> str:
    """Make texts that look alike equal: full width, odd dashes, spaces, format characters."""
    if text.isascii() and text.isprintable():
        return _DASHES.sub("-", text).strip()
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(" " if c.isspace() else c for c in plain if unicodedata.category(c) != "Cf")
    return _DASHES.sub("-", plain).strip()


def number(text: str) -> str:
    """Turn Chinese numerals up to 999 into digits (十二 → 12); leave anything else alone."""
    if not text or any(c not in _CHINESE for c in text):
        return text.lstrip("0") or "0" if text.isdigit() else text
    if not set(text) & {"十", "百"}:
        return "".join(str(_DIGITS[c]) for c in text).lstrip("0") or "0"
    total = digit = 0
    for c in text:
        if c in "十百":
            total += (digit or 1) * (10 if c == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[c]
    return str(total + digit)


@lru_cache(maxsize=4096)
def only_number(text: str) -> str:
    """The number in ‘3栋’, ‘三 栋’, ‘2单元’, ‘3#’; the text itself when it has none."""
    plain = tidy(text).replace(" ", "")
    found = re.fullmatch(
        rf"第?((?:[A-Za-z]|{_SIDED})?{_N}[A-Za-z]?|[A-Za-z])(?:号楼|栋|幢|座|楼|单元|门|#楼|#|号)?",
        plain,
    )
    return number(found[1]).upper() if found else plain


def read(text: str) -> Door:
    """Read a door; raise ``NotADoor`` when building or room cannot be told."""
    plain = re.sub(r"\s+", "", tidy(text)).removesuffix("。").replace("第", "")
    plain = _STREET_WORD.sub("", plain)
    candidates = [plain, _NAME.sub("", plain)]
    for candidate in candidates:
        for shape in _SHAPES:
            if found := shape.fullmatch(candidate):
                return _door(found.groupdict())
    raise NotADoor(text.strip())


def _door(parts: dict[str, str | None]) -> Door:
    building, unit = number(parts["building"] or "").upper(), number(parts.get("unit") or "")
    if parts.get("flat"):
        flat = number(parts["flat"] or "")
        room = f"{number(parts['floor'] or '')}{flat:0>2}" if flat.isdecimal() else flat
    else:
        room = (parts.get("room") or "").upper()
    return Door(building, unit, room, bool(parts.get("shop")))


def floor_of(room: str) -> int | None:
    """The floor that a room number tells by itself (1203 → 12); ``None`` when it does not."""
    return int(room[:-2]) if room.isdecimal() and 3 <= len(room) <= 4 else None


def sort_key(door: Door) -> tuple[tuple[int, str], ...]:
    """Order doors as people walk: 2栋 before 10栋, rooms by number."""
    return tuple(_natural(part) for part in (door.building, door.unit, door.room))


def _natural(text: str) -> tuple[int, str]:
    digits = re.search(r"\d{1,18}", text)
    return (int(digits[0]) if digits else 0, text)
