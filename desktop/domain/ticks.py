"""Boxes on a ballot paper: where each stands, what was seen in it, what that comes to.

Lengths in points, ``y`` upwards from the page's lower edge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from desktop.domain.ballot import chosen
from desktop.domain.poll import Matter
from desktop.domain.terms import MatterKind

AGAINST, ABSTAIN = -1, -2
_DECISION = {0: "F", AGAINST: "A", ABSTAIN: "X"}


class Words(NamedTuple):
    """What is printed beside a box: lower left corner, size, and how much of it is ink."""

    x: float
    y: float
    width: float
    height: float
    ink: float  # square points


class Tick(NamedTuple):
    """One box: on which page, for which matter, what it says; its lower left corner and side.

    ``choice``: the number of the option, or -1 反对／都不同意, -2 弃权.
    """

    page: int
    matter: int
    choice: int
    x: float
    y: float
    side: float
    words: Words | None = None


class Frame(NamedTuple):
    """What lies at the same place on every page: corner squares by centre, the QR code by corner."""

    width: float
    height: float
    square: float  # side of a corner square
    centres: tuple[tuple[float, float], ...]  # upper left, upper right, lower right, lower left
    qr: tuple[float, float, float]  # x, y, side


class Seen(Enum):
    """What was seen in a box. Only the first two are sure."""

    EMPTY = ""
    MARK = "有勾"
    FAINT = "痕迹很淡"
    BLACK = "涂黑"
    OUTSIDE = "勾在框外"
    LINE = "有一条线贯穿方框（扫描条纹、折痕或划线）"
    BESIDE = "旁边的字上有笔迹"
    STRUCK = "勾了，字上也有笔迹"


SURE = frozenset({Seen.EMPTY, Seen.MARK})
_UNMARKED = frozenset({Seen.EMPTY, Seen.OUTSIDE, Seen.BESIDE, None})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a scanned ballot seems to say: a letter for each line, and why to doubt it."""

    marks: str
    doubts: tuple[str, ...]


def choices(matter: Matter) -> list[tuple[int, str]]:
    """The boxes of a matter in their order, with their words; 反对 is always offered."""
    if matter.kind is MatterKind.DECISION:
        return [(0, "赞成"), (AGAINST, "反对"), (ABSTAIN, "弃权")]
    options = list(enumerate(matter.options))
    return [*options, (AGAINST, "都不同意（反对）"), (ABSTAIN, "弃权")]


def propose(
    matters: Sequence[Matter], seen: Mapping[tuple[int, int], Seen], *, blank_abstains: bool
) -> Proposal:
    """What the boxes come to, by (matter, choice). Anything unusual is a doubt for a person."""
    letters, doubts = [], []
    for number, matter in enumerate(matters):
        told = {choice: seen.get((number, choice)) for choice, _ in choices(matter)}
        title = f"事项{number + 1}"
        missing = [choice for choice, what in told.items() if what is None]
        if missing:
            doubts.append(f"{title}：没有扫到")
        odd = sorted(
            {what.value for what in told.values() if what is not None and what not in SURE}
        )
        doubts += [f"{title}：{word}" for word in odd]
        marked = {c for c, what in told.items() if what not in _UNMARKED}
        marks, doubt = _letters(matter, marked, "X" if blank_abstains else "I")
        letters.append(marks)
        doubts += [f"{title}：{doubt}"] if doubt else []
    return Proposal("".join(letters), tuple(doubts))


def _letters(matter: Matter, marked: set[int], blank: str) -> tuple[str, str]:
    """The marks of one matter, and what is unusual about them."""
    lines = len(matter.lines)
    if not marked:
        return blank * lines, "没有选"
    if matter.kind is MatterKind.DECISION:
        return (_DECISION[marked.pop()], "") if len(marked) == 1 else ("I", "选了不止一个")
    if marked & {AGAINST, ABSTAIN}:
        whole = "A" if AGAINST in marked else "X"
        return (whole * lines, "") if len(marked) == 1 else ("I" * lines, "又选又弃")
    told = chosen(matter, marked)
    return told, "选多了" if set(told) == {"I"} else ""
