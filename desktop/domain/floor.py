"""The floor: who speaks, who waits, how long an item and a speech have taken.

Moments are ``HH:MM:SS`` of the meeting's day, so that they sort as text; lengths are seconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from desktop.domain.session_errors import NotALimit
from desktop.domain.session_terms import TurnKind

LONGEST = 60  # minutes somebody may be given to speak


@dataclass(frozen=True, slots=True)
class Turn:
    """One place on the speaking list, from asking for the floor to having had it."""

    id: UUID
    item_id: UUID | None
    kind: TurnKind
    speaker: str
    body: str
    limit: int  # minutes
    asked: str
    began: str = ""
    ended: str = ""  # ended without having begun: taken off the list

    @property
    def waiting(self) -> bool:
        return not self.began and not self.ended

    @property
    def speaking(self) -> bool:
        return bool(self.began) and not self.ended


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which an item was spoken about; ``ended`` is "" while it is."""

    item_id: UUID
    began: str
    ended: str = ""


def queue(turns: Sequence[Turn], item: UUID | None) -> list[Turn]:
    """Who speaks next: points of order, then who has not spoken on this item yet, then the others;
    each in the order in which they asked (Robert's Rules; 发言机会均等)."""
    heard = {each.speaker for each in turns if each.began and each.item_id == item}
    return sorted(
        (each for each in turns if each.waiting),
        key=lambda each: (each.kind is not TurnKind.ORDER, each.speaker in heard, each.asked),
    )


def speaking(turns: Iterable[Turn]) -> Turn | None:
    return next((each for each in turns if each.speaking), None)


def seconds(moment: str) -> int:
    """``HH:MM:SS`` as seconds of the day."""
    hour, minute, second = map(int, moment.split(":"))
    return hour * 3600 + minute * 60 + second


def length(began: str, ended: str) -> int:
    """Seconds between two moments; a clock set back gives no negative time."""
    return max(0, seconds(ended) - seconds(began))


def used(spans: Iterable[Span], item: UUID, now: str) -> int:
    """Seconds spent on an item up to ``now``, over all the times it was taken up."""
    return sum(length(each.began, each.ended or now) for each in spans if each.item_id == item)


def left(turn: Turn, now: str) -> int:
    """Seconds a speaker still has; negative when over time."""
    return turn.limit * 60 - length(turn.began, turn.ended or now)


def clock(length_: int) -> str:
    """125 → 2:05, -30 → 超 0:30."""
    minutes, rest = divmod(abs(length_), 60)
    return f"{'超 ' if length_ < 0 else ''}{minutes}:{rest:02d}"


def checked_limit(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST:
        raise NotALimit
    return minutes
