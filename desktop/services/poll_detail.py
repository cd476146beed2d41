"""The detailed result for inspection: every ballot with whether it counts, the absent, the rulings."""

from collections.abc import Sequence

from desktop.documents.poll_result import Detail, DetailRow
from desktop.domain.ballot import Number, spans, words
from desktop.domain.tally import Twice
from desktop.domain.terms import RulingOn, Way
from desktop.services.ballot_box import Box, OnRoll, Ruled, Seen
from desktop.services.rulings import HEAD_CHOICES


def told(box: Box, number: int) -> Detail:
    """Everything by which a count can be made again. ``number`` is the vote's."""
    if box.rules.secret:
        return Detail(
            tuple(
                DetailRow(f"第{place}张", "无记名", 0, "", words(box.matters, marks), 0, "计入")
                for place, marks in enumerate(box.secret, 1)
            )
        )
    rows = []
    for voter in box.voters:
        ballots = box.ballots.get(voter.position, [])
        for place, seen in enumerate(ballots):
            counted = _counted(box, voter, ballots, place)
            rows.append(
                DetailRow(
                    _name(voter), voter.names, voter.area, _paper(seen, number),
                    words(box.matters, seen.marks), voter.head, counted,
                )
            )  # fmt: skip
    away = tuple(
        (_name(voter), voter.head, voter.area)
        for voter in box.voters
        if not box.ballots.get(voter.position)
    )
    return Detail(tuple(rows), away, tuple(_ruling(box, each) for each in box.rulings))


def _counted(box: Box, voter: OnRoll, ballots: Sequence[Seen], place: int) -> str:
    """Whether this paper of a door counts; if not, why."""
    seen, left = ballots[place], box.seen(voter)
    if seen not in left:
        kept = "电子票" if seen.way is not Way.PLATFORM else "纸质票"
        return f"未计入：以{kept}为准"
    marks = [each.marks for each in left]
    if len(set(marks)) == 1:
        return "计入" if seen is left[0] else "未计入：与前一张相同"
    if ruling := box.ruled_for(voter.position, marks):
        first = next((each for each in left if each.marks == ruling.marks), None)
        return "计入：裁定" if seen is first else "未计入：裁定"
    match box.rules.policy.twice:
        case Twice.FIRST:
            return "计入" if seen is left[0] else "未计入：以先收到的为准"
        case Twice.LAST:
            return "计入" if seen is left[-1] else "未计入：以后收到的为准"
        case Twice.SET_ASIDE:
            return "未计入：待裁定"


def _ruling(box: Box, ruled: Ruled) -> tuple[str, ...]:
    split = ruled.about is RulingOn.SPLIT_OWNER
    whose = [v for v in box.voters if (v.head if split else v.position) == ruled.place]
    if split:
        what = f"{_line(box, ruled.line)}：{dict(HEAD_CHOICES).get(ruled.marks, ruled.marks)}"
    else:
        what = "；".join(words(box.matters, ruled.marks))
    doors = "、".join(_name(voter) for voter in whose)
    at = ruled.at[:16].replace("T", " ")
    return ruled.about.word, doors, what, ruled.reason, ruled.who, at


def _line(box: Box, place: int) -> str:
    """Which question, or which name of it, a line of the marks is: 事项2 张建国."""
    for number, (matter, span) in enumerate(zip(box.matters, spans(box.matters), strict=True), 1):
        if span.start <= place < span.stop:
            return f"事项{number} {matter.lines[place - span.start]}".strip()
    return ""


def _name(voter: OnRoll) -> str:
    return str(voter.door) if voter.door.building else f"{voter.door.room}号"


def _paper(seen: Seen, number: int) -> str:
    return "电子票" if seen.way is Way.PLATFORM else Number(number, seen.paper).shown
