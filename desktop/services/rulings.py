"""The decision list: what only a person can rule on before a vote is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.ballot import MARKS, WORDS, spans, words
from desktop.domain.door import Door
from desktop.domain.measure import Area
from desktop.domain.tally import VALID, Mark, Twice, Voting
from desktop.domain.terms import RulingOn, Way
from desktop.services.ballot_box import Box, OnRoll, Ruled, Seen


@dataclass(frozen=True, slots=True)
class Case:
    """Something only a person can decide. ``choices`` are (letters, words)."""

    about: RulingOn
    place: int
    line: int
    title: str
    doors: tuple[Door, ...]
    names: str
    choices: tuple[tuple[str, str], ...]
    said: tuple[str, ...]  # what was voted, line by line
    ruled: Ruled | None


def cases(box: Box) -> list[Case]:
    """The decision list: doors with differing ballots, then owners whose doors differ."""
    found = []
    for voter in box.voters:
        ballots = box.seen(voter)
        if len({each.marks for each in ballots}) < 2:
            continue
        if box.rules.policy.twice is not Twice.SET_ASIDE and not _both_ways(ballots):
            continue  # the house rule fixed beforehand decides
        about = _kind(voter, ballots)
        choices = [
            (each.marks, f"按{_paper(each)}：{'；'.join(words(box.matters, each.marks))}")
            for each in ballots
        ]
        choices.append(("I" * box.count_of_lines, "都不采用，按无效票计"))
        found.append(
            Case(
                about, voter.position, -1, "整张票", (voter.door,), voter.names, tuple(choices),
                tuple(word.removeprefix("按") for _, word in choices[:-1]),
                box.ruled_for(voter.position, [each.marks for each in ballots]),
            )
        )  # fmt: skip
    return found + _split(box)


def _settled(box: Box, voter: OnRoll, place: int) -> Mark:
    """The one mark of a door for one line, as the count takes it."""
    told = tuple(MARKS[marks[place]] for marks in box.marks(voter))
    return Voting("", Area(0), "", told).settled(box.rules.policy)


def _both_ways(ballots: Sequence[Seen]) -> bool:
    """Whether a door voted on paper and on a platform."""
    return len({each.way is Way.PLATFORM for each in ballots}) > 1


def _paper(seen: Seen) -> str:
    return "电子票" if seen.way is Way.PLATFORM else f"{seen.paper}号票"


def _said(box: Box, voter: OnRoll, place: int) -> str:
    """What stands on the ballots of one door for one line."""
    told = "、".join(WORDS[marks[place]] for marks in box.marks(voter)) or "未交回"
    return f"{voter.door.words}：{told}"


def _kind(voter: OnRoll, ballots: Sequence[Seen]) -> RulingOn:
    if _both_ways(ballots):
        return RulingOn.CHANNELS
    return RulingOn.CO_OWNERS if "、" in voter.names else RulingOn.TWO_BALLOTS


HEAD_CHOICES = (("F", "人数计为同意"), ("A", "人数计为反对"), ("X", "人数计为弃权"))


def _split(box: Box) -> list[Case]:
    doors: dict[int, list[OnRoll]] = {}
    for voter in box.voters:
        doors.setdefault(voter.head, []).append(voter)
    several = {head: held for head, held in doors.items() if len(held) > 1}
    found = []
    for matter, span in zip(box.matters, spans(box.matters), strict=True):
        for number, name in enumerate(matter.lines):
            place = span.start + number
            for head, held in several.items():
                marks = {_settled(box, voter, place) for voter in held} & VALID
                if len(marks) > 1:
                    title = f"{matter.title}　{name}".strip()
                    found.append(
                        Case(
                            RulingOn.SPLIT_OWNER, head, place, title,
                            tuple(voter.door for voter in held), held[0].names, HEAD_CHOICES,
                            tuple(_said(box, voter, place) for voter in held),
                            box.ruled(RulingOn.SPLIT_OWNER, head, place),
                        )
                    )  # fmt: skip
    return found
