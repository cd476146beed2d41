"""One paper ballot: the number printed on it, what may happen to it, and what stands on it.

A number is twelve digits (Code-128 C takes them in pairs; an input method leaves digits alone):
five of the vote, five of the paper, two check digits (ISO 7064 MOD 97-10).
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from desktop.domain.count import is_count
from desktop.domain.poll import Matter
from desktop.domain.poll_errors import (
    BallotNotNow,
    NotABallot,
    NotAnAnswer,
)
from desktop.domain.tally import Mark
from desktop.domain.terms import BallotAct, BallotState, MatterKind

MOST = 99_999  # papers of one vote, and numbers of votes
_S, _A = BallotState, BallotAct
LIFE: Mapping[tuple[BallotState, BallotAct], BallotState] = {
    (_S.PRINTED, _A.ISSUE): _S.ISSUED,
    (_S.PRINTED, _A.SPOIL): _S.SPOILT,
    (_S.PRINTED, _A.REPLACE): _S.REPLACED,
    (_S.ISSUED, _A.TAKE_BACK): _S.PRINTED,
    (_S.ISSUED, _A.RETURN): _S.RETURNED,
    (_S.ISSUED, _A.ENTER): _S.ENTERED,  # returned and entered at once
    (_S.ISSUED, _A.SPOIL): _S.SPOILT,
    (_S.ISSUED, _A.REPLACE): _S.REPLACED,
    (_S.SPOILT, _A.REPLACE): _S.REPLACED,  # damaged first, and then a new one asked for
    (_S.RETURNED, _A.TAKE_BACK): _S.ISSUED,  # registered as returned by mistake
    (_S.RETURNED, _A.ENTER): _S.ENTERED,
    # a void paper came back after all: it is laid before whoever rules on two papers of one door
    (_S.SPOILT, _A.REVIVE): _S.RETURNED,
    (_S.REPLACED, _A.REVIVE): _S.RETURNED,
    (_S.ENTERED, _A.CHECK): _S.CHECKED,  # or DIFFERS: ``checked`` tells
    (_S.ENTERED, _A.CORRECT): _S.ENTERED,
    (_S.CHECKED, _A.CORRECT): _S.CHECKED,
    (_S.DIFFERS, _A.CORRECT): _S.CHECKED,
}
RETURNED = frozenset({_S.RETURNED, _S.ENTERED, _S.CHECKED, _S.DIFFERS})
ENTERED = frozenset({_S.ENTERED, _S.CHECKED, _S.DIFFERS})
READ = ENTERED - {_S.DIFFERS}  # what stands on it is known


def after(state: BallotState, act: BallotAct, number: str) -> BallotState:
    """Tell where an act leads; refuse one that cannot be done to a paper in this state."""
    if (state, act) not in LIFE:
        raise BallotNotNow(number, state, act)
    return LIFE[state, act]


class Number(NamedTuple):
    """What a ballot's number says: which vote, which paper."""

    poll: int
    paper: int

    @property
    def code(self) -> str:
        """The twelve digits that are scanned."""
        told = f"{self.poll:05d}{self.paper:05d}"
        return f"{told}{98 - int(told) * 100 % 97:02d}"

    @property
    def shown(self) -> str:
        """As it is printed for people: 12345-00017-62."""
        code = self.code
        return f"{code[:5]}-{code[5:10]}-{code[10:]}"


def read_number(text: str) -> Number:
    """Read a scanned or typed number; raise ``NotABallot`` when its check digits do not fit."""
    plain = re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{12}", plain) or int(plain) % 97 != 1:
        raise NotABallot(text.strip())
    return Number(int(plain[:5]), int(plain[5:10]))


# How marks are kept: one letter for each line that is counted.
LETTERS = {Mark.FOR: "F", Mark.AGAINST: "A", Mark.ABSTAIN: "X", Mark.INVALID: "I"}
MARKS = {letter: mark for mark, letter in LETTERS.items()}
# The keys of a decision: 1 同意, 2 反对, 3 弃权, 0 无效 (no tick, two ticks, cannot be read).
KEYS = {"1": "F", "2": "A", "3": "X", "0": "I"}
WORDS = {"F": "同意", "A": "反对", "X": "弃权", "I": "无效"}


def answered(matter: Matter, key: str) -> str:
    """The marks of one matter as typed: a key, or the numbers of the options chosen (``1 3``).

    More options than seats make the matter invalid. Raise ``NotAnAnswer`` for anything else.
    """
    plain = unicodedata.normalize("NFKC", key).strip().upper()
    if matter.kind is MatterKind.DECISION:
        if plain not in KEYS:
            raise NotAnAnswer(matter.title, key)
        return KEYS[plain]
    count = len(matter.options)
    whole = {"N": "A", "X": "X", "0": "I"}  # 都不同意, 弃权, 无效
    if plain in whole:
        return whole[plain] * count
    numbers = [int(each) for each in re.split(r"[\s,.、]+", plain) if is_count(each)]
    rest = re.sub(r"[\s,.、0-9]", "", plain)
    if rest or not numbers or not all(1 <= each <= count for each in numbers):
        raise NotAnAnswer(matter.title, key)
    return chosen(matter, {each - 1 for each in numbers})


def chosen(matter: Matter, places: Collection[int]) -> str:
    """The marks of a ballot that chose these options: for them, against the others."""
    count = len(matter.options)
    if len(places) > matter.seats:
        return "I" * count
    return "".join("F" if place in places else "A" for place in range(count))


def whole(matters: Sequence[Matter], marks: str) -> str:
    """Marks as they are kept, if they are those of a whole ballot; raise ``NotAnAnswer``."""
    lines = sum(len(matter.lines) for matter in matters)
    if len(marks) != lines or set(marks) - set(MARKS):
        raise NotAnAnswer("整张票", marks)
    return marks


def answer_words(matter: Matter, marks: str) -> str:
    """What stands on a ballot for one matter, as people say it."""
    if matter.kind is MatterKind.DECISION:
        return WORDS[marks]
    if set(marks) == {"A"}:
        return "都不同意"
    if len(set(marks)) == 1 and marks[0] in "XI":
        return WORDS[marks[0]]
    return "、".join(o for o, mark in zip(matter.options, marks, strict=True) if mark == "F")


def spelled(matters: Sequence[Matter], keys: Sequence[str]) -> str:
    """All marks of a ballot, one letter a line, in the order of the matters."""
    if len(matters) != len(keys):
        raise NotAnAnswer(f"全部 {len(matters)} 项", f"{len(keys)} 项")
    return "".join(answered(matter, key) for matter, key in zip(matters, keys, strict=True))


def spans(matters: Sequence[Matter]) -> list[slice]:
    """Where the marks of each matter stand in a ballot's letters."""
    made, start = [], 0
    for matter in matters:
        made.append(slice(start, start + len(matter.lines)))
        start += len(matter.lines)
    return made


def words(matters: Sequence[Matter], marks: str) -> tuple[str, ...]:
    """What stands on a ballot, one text a matter."""
    return tuple(
        answer_words(matter, marks[span])
        for matter, span in zip(matters, spans(matters), strict=True)
    )
