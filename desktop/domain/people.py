"""Owners' names, phones and identity numbers as registers have them."""

import re
import unicodedata
from dataclasses import dataclass

from desktop.domain.name_words import COMPOUND_SURNAMES
from desktop.domain.terms import OwnerKind

_BETWEEN = re.compile(r"[、,，;；/／\\|\s]+")
_NO_ONE = {"", "无", "暂无", "不详", "未知", "-", "—", "/", "空"}
_UNSOLD = re.compile(r"未售|开发商|建设单位")
_COMPANY = re.compile(r"公司|集团|中心|委员会|学校|医院|银行|厂$|合作社|事务所|幼儿园|局$|站$")
_SHARE = re.compile(
    r"[（(]\s*(?:份额|占|产权|按份)?[:：]?\s*(?:\d+(?:\.\d+)?\s*[%％]|\d+/\d+|[½⅓¼])\s*[）)]$"
)
_PHONE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|\d{7,8}|[48]00-?\d{3}-?\d{4}")


@dataclass(frozen=True, slots=True)
class Phones:
    """Numbers that can be dialled, and what was written but cannot."""

    good: tuple[str, ...]
    bad: tuple[str, ...]


def clean(text: str) -> str:
    """NFKC would change rare characters of names; take out only what cannot be seen."""
    if text.isprintable():
        return text.strip()
    kept = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\n\t")
    return kept.strip()


def owner_names(text: str) -> tuple[str, ...]:
    """Split co-owners: 张伟、李娜 / 张伟/李娜 / 张伟,李娜. Company names stay whole."""
    plain = clean(text)
    if plain in _NO_ONE:
        return ()
    if len(plain) < 4 and plain.isalpha() and "未售" not in plain:
        return (OwnerKind.DEVELOPER.word if plain == "开发商" else plain,)
    if _UNSOLD.search(plain):
        return (OwnerKind.DEVELOPER.word,)  # one head, however it is written (解释 art. 9)
    if " " in plain and not re.search(r"[、,，;；/／]", plain) and _set_wide(plain):
        plain = plain.replace(" ", "")  # 张 伟: a name set wide, not two people
    plain = re.sub(r"(?<=\d)/(?=\d)", "∕", plain)  # a share of 1/2 is no second name
    names = [
        _SHARE.sub("", name.strip().replace("∕", "/")).strip() for name in _BETWEEN.split(plain)
    ]
    return tuple(dict.fromkeys(name for name in names if name and name not in _NO_ONE))


def _set_wide(text: str) -> bool:
    """One name with blanks inside: 张 伟, 欧阳 娜娜."""
    parts = text.split()
    whole = "".join(parts)
    return len(whole) <= 3 or (
        len(parts) == 2 and len(whole) <= 4 and parts[0] in COMPOUND_SURNAMES
    )


def kind_of(name: str) -> OwnerKind:
    if _UNSOLD.search(name):
        return OwnerKind.DEVELOPER
    return OwnerKind.COMPANY if len(name) > 4 and _COMPANY.search(name) else OwnerKind.PERSON


def phones(text: str) -> Phones:
    """Read phone numbers: spaces, dashes and +86 are taken out; 无 and blank are none."""
    if _PHONE.fullmatch(text):
        return Phones((text,), ())
    plain = unicodedata.normalize("NFKC", clean(text))
    good: list[str] = []
    bad: list[str] = []
    for part in re.split(r"[、,;/\\|\n]+", plain):
        number = re.sub(r"[\s\-().]", "", part).removeprefix("+86")
        if number.startswith("86") and len(number) == 13:
            number = number[2:]
        if number in _NO_ONE:
            continue
        landline = _LANDLINE.fullmatch(part.strip().replace(" ", ""))
        if _PHONE.fullmatch(number) or (landline and not number.startswith("1")):
            good.append(number)
        else:
            bad.append(part.strip())
    return Phones(tuple(dict.fromkeys(good)), tuple(bad))


def identity_numbers(text: str) -> tuple[tuple[str, ...], str]:
    """Read identity numbers; give them and the problem code of the first bad one, or "".

    Masked numbers and those of 15 digits are no problem; check digits are not judged.
    """
    if not text:
        return (), ""
    plain = unicodedata.normalize("NFKC", clean(text)).replace(" ", "")
    numbers: list[str] = []
    for part in re.split(r"[、,;/\\|\n]+", plain):
        if part in _NO_ONE:
            continue
        if re.search(r"\d[Ee]\+?\d", part):
            return (), "ID_SCIENTIFIC"
        if not re.fullmatch(r"\d{15}|[\d*]{17}[\dXx*]|[0-9A-Z]{18}", part):
            return (), "ID_LENGTH"
        numbers.append(part.upper())
    return tuple(numbers), ""


def identity_tails(text: str) -> tuple[str, ...]:
    """Read a column of last-four digits: 4348、5404."""
    if not text:
        return ()
    plain = unicodedata.normalize("NFKC", clean(text)).replace(" ", "")
    return tuple(part.upper() for part in re.split(r"[、,;/\\|\n]+", plain) if part not in _NO_ONE)
