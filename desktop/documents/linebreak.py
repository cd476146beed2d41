"""Where Chinese lines may end (避头尾, GB/T 15834), and how they fill the width."""

from bisect import bisect_right
from collections.abc import Sequence

# What must not begin a line, and what must not end one.
NO_START = frozenset("，。、；：？！…—～·）〕］｝〉》」』】〗’”％‰℃,.;:?!)]}%°㎡％／/>≥≤<＞＝=")
NO_END = frozenset("（〔［｛〈《「『【〖‘“([{￥¥$＄#№")
_INSIDE = frozenset(".,:%/+–~×*'’_@#&><=≥≤")
# Between two figures these hold on to both: 2、3、5栋 stays together, as it does in Word.
_BETWEEN = frozenset("、，。）」』】〕》”’·（「『【〔《“‘")
_BACK = 24  # how far a break may move to keep a word or number whole


def _latin(c: str) -> bool:
    return c < "\u2e80" and (c.isalnum() or c in _INSIDE)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between these two characters, seen by themselves."""
    if after in NO_START or before in NO_END or after in {" ", "-"}:
        return False  # a hyphen ends a line, as in 2024-|08-30; it never begins one
    return not (_latin(before) and _latin(after))


def may_end(text: str, place: int) -> bool:
    """Whether a line of ``text`` may end before ``text[place]``."""
    before, after = text[place - 1], text[place]
    if not may_break(before, after):
        return False
    if before in _BETWEEN and place > 1:
        return not (text[place - 2].isalnum() and text[place - 2].isascii() and _latin(after))
    if after in _BETWEEN and place + 1 < len(text):
        return not (_latin(before) and text[place + 1].isalnum() and text[place + 1].isascii())
    return True


def gap(before: str, after: str) -> float:
    """The space between two characters, as a share of the size: a fifth between 汉字 and 123.

    Word and LibreOffice put it there, too; so lines end alike.
    """
    plain_before = before.isascii() and before.isalnum()
    plain_after = after.isascii() and after.isalnum()
    meet = (_is_han(before) and plain_after) or (plain_before and _is_han(after))
    return 0.2 if meet else 0.0


def lines(
    text: str, upto: Sequence[float], leads: Sequence[float], first: float, rest: float
) -> list[tuple[int, int]]:
    """Break a paragraph into (start, end) of each line.

    ``upto[n]`` is the width of the first n characters with all their gaps, ``leads[n]`` the gap
    in front of character n (lost when it begins a line), ``first`` and ``rest`` the widths of
    the first and of further lines. Spaces at a line's end hang; a word longer than a line is cut.
    """
    found: list[tuple[int, int]] = []
    start, room = 0, first
    while start < len(text):
        limit = upto[start] + leads[start] + room + 1e-6
        end = bisect_right(upto, limit, start + 1) - 1
        while end < len(text) and text[end] == " ":
            end += 1
        if end < len(text):
            end = _retreat(text, start, max(end, start + 1))
        found.append((start, end))
        start, room = end, rest
    return found or [(0, 0)]


def _is_han(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" or c >= "\U00020000"


def _retreat(text: str, start: int, end: int) -> int:
    for place in range(end, max(start, end - _BACK), -1):
        if may_end(text, place):
            return place
    return end
