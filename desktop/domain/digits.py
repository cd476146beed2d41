"""Numbers of persons in a text, however they are written: read as one stream of digits.

A telephone or identity number hides behind blanks, dashes, brackets, country codes, wide figures or
Chinese numerals. What is searched is therefore groups of digits with whatever separates them dropped.
A number begins and ends where a group does, so that doors, dates and sums are none.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

LEFT_OUT = "〔号码略〕"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－−﹣〜～", "-"))
_NUMERALS = dict(zip("〇零○一二三四五六七八九幺", "0001234567891", strict=True))
_PLAIN = str.maketrans(_NUMERALS)
_GROUP = re.compile(rf"\d+|[{''.join(_NUMERALS)}]+", re.ASCII)
_BETWEEN = re.compile(r"[ \t\u00b7\u2022\u30fb_~.,，、/()+\-]{0,3}")
_LISTING = re.compile(r"[,，、/]")  # stands between the figures of a list, too
_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}|(?:[0-9A-F]{4} ){7}[0-9A-F]{4}"
)
_MOST_GROUPS = 18
_MOBILE = re.compile(r"(?:00?86|86)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:00?86|86)?0[1-9]\d{1,2}\d{7,8}")
_CARD = re.compile(r"\d{16,19}")
_IDENTITY = re.compile(r"\d{6}(\d{8})\d{3}[\dXx]")
_OLD_IDENTITY = re.compile(r"\d{6}(\d{6})\d{3}")
_HALF_HIDDEN = re.compile(r"(?<!\d)\d{4,10}[*＊xX×●]{4,}\d{2,4}[0-9xX]?(?!\d)")
_TAIL = re.compile(
    r"身份证?(?:件)?(?:号码?)?(?:尾号|末四位|后四位|后六位)[为是::]{0,2}\s*\d{3,6}[xX]?"
)
_DAY = (
    r"(?:1[89]|20|一九|二[〇零○])[\d〇零○一二三四五六七八九]{2}\s*(?:年|[./-])"
    r"(?:\s*[\d〇零○一二三四五六七八九十]{1,3}\s*(?:月|[./-])?(?:\s*[\d〇零○一二三四五六七八九十]{1,3}\s*日?)?)?"
)
_BORN = re.compile(
    rf"{_DAY}\s*(?:出生|生(?=$|[^\u4e00-\u9fff]|人))"
    rf"|(?:出生(?:日期|年月日?|时间|于)?|生于|生日)[为是::\s]{{0,3}}{_DAY}"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A number in the plain text, from ``start`` to ``end``; ``digits`` alone say which it is."""

    start: int
    end: int
    text: str
    digits: str


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    digits: str


def plain(text: str) -> str:
    """The text as it is searched: no wide figures, no long dashes, nothing that cannot be seen."""
    seen = unicodedata.normalize("NFKC", text)
    if seen.isprintable():
        return seen.translate(_DASHES)
    return "".join(c for c in seen if unicodedata.category(c) != "Cf").translate(_DASHES)


def put_in(text: str, told: Sequence[tuple[int, int, str]]) -> str:
    """Other words at these places of the ``plain`` text; all else stays as it was typed: ㎡ is not
    made m2, nor a wide bracket a narrow one, because a number was taken out beside it."""
    parts = [plain(character) for character in text]
    places = [number for number, part in enumerate(parts) for _ in part]
    searched = plain(text)
    if "".join(parts) != searched:  # characters that only together make another
        text, places = searched, list(range(len(searched)))
    for start, end, words in sorted(told, reverse=True):
        text = f"{text[: places[start]]}{words}{text[places[end - 1] + 1 :]}"
    return text


def numbers(text: str, known: Collection[str] = ()) -> list[Found]:
    """Telephone, identity and card numbers, birth dates, and these ``known`` numbers, in a text
    that is ``plain`` already; in the order in which they stand, none inside another."""
    searched = _DIGEST.sub(lambda digest: "·" * len(digest[0]), text)
    found = [
        Found(each.start(), each.end(), each[0], "")
        for pattern in (_HALF_HIDDEN, _TAIL, _BORN)
        for each in pattern.finditer(searched)
    ]
    for run in _runs(searched):
        found += _in_run(searched, run, known)
    whole: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not whole or each.start >= whole[-1].end:
            whole.append(each)
    return whole


def dialled(told: str) -> set[str]:
    """The ways to write a telephone number of the file: as kept, without 86, without area code."""
    if len(told) == 11 and told.startswith("1") and told.isascii() and told.isdigit():
        return {told}  # most of them
    number = re.sub(r"\D", "", unicodedata.normalize("NFKC", told))
    ways = {number, number.removeprefix("0086"), number.removeprefix("86")}
    if number.startswith("0") and len(number) >= 10:
        ways.add(number[3:] if number[1] in "12" else number[4:])
    return {each for each in ways if len(each) >= 7}


def _runs(text: str) -> Iterator[list[_Group]]:
    """Groups of digits with nothing but separators between them. A line is left by no number."""
    run: list[_Group] = []
    for each in _GROUP.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end, each.start()):
            yield run
            run = []
        run.append(_Group(each.start(), each.end(), each[0].translate(_PLAIN)))
    if run:
        yield run


def _in_run(text: str, run: list[_Group], known: Collection[str]) -> Iterator[Found]:
    first = 0
    while first < len(run):
        last = next(
            (
                last
                for last in range(min(len(run), first + _MOST_GROUPS), first, -1)
                if _personal(text, run[first:last], known)
            ),
            None,
        )
        if last is None:
            first += 1
            continue
        start, end = run[first].start, run[last - 1].end
        start -= text[max(0, start - 1) : start] in {"+", "("}
        end += text[end : end + 1] in {"X", "x"}  # the last figure of an identity number
        yield Found(start, end, text[start:end], "".join(g.digits for g in run[first:last]))
        first = last


def _personal(text: str, groups: list[_Group], known: Collection[str]) -> bool:
    """Whether these groups together are a number of a person."""
    digits = "".join(each.digits for each in groups)
    if not 7 <= len(digits) <= 19 or _figures(text, groups):
        return False
    if digits in known or _identity(text, groups, digits):
        return True
    if not _likely(text, groups):
        return False
    if _MOBILE.fullmatch(digits) or (_CARD.fullmatch(digits) and _even(groups)):
        return True
    return bool(_LANDLINE.fullmatch(digits)) and all(len(g.digits) >= 2 for g in groups)


def _likely(text: str, groups: list[_Group]) -> bool:
    """Whether one number is ever written in such groups; 1502、1503、701 are rooms."""
    sizes = [len(each.digits) for each in groups]
    if any(_LISTING.search(between) for between in _separators(text, groups)):
        return sizes[-3:] == [3, 4, 4] or len(sizes) == 1
    return max(sizes) == 1 or (min(sizes) >= 2 and len(sizes) <= 6)


def _even(groups: list[_Group]) -> bool:
    return all(len(each.digits) >= 4 for each in groups[:-1])


def _figures(text: str, groups: list[_Group]) -> bool:
    """Whether it is a sum: 139,123,456 or 139123456.78."""
    between = _separators(text, groups)
    if between and between[-1] == "." and len(groups[-1].digits) <= 2:
        return True
    whole = groups[:-1] if between and between[-1] == "." else groups
    return (
        len(whole) > 1
        and set(between[: len(whole) - 1]) == {","}
        and all(len(each.digits) == 3 for each in whole[1:])
    )


def _separators(text: str, groups: list[_Group]) -> list[str]:
    return [text[a.end : b.start] for a, b in pairwise(groups)]


def _identity(text: str, groups: list[_Group], digits: str) -> bool:
    """18 digits with a day that was, or 15: any check digit, for people mistype it."""
    if len(digits) == 17 and text[groups[-1].end : groups[-1].end + 1] in {"X", "x"}:
        digits += "X"
    if new := _IDENTITY.fullmatch(digits):
        return _was(new[1])
    old = _OLD_IDENTITY.fullmatch(digits)
    return old is not None and _was(f"19{old[1]}")


def _was(day: str) -> bool:
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return 1880 <= born.year <= 2100
