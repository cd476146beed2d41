"""大屏: what everybody in the room may read. Names of residents and numbers never get there."""

from dataclasses import dataclass
from uuid import UUID

from desktop.domain.attendance import Headcount
from desktop.domain.floor import left
from desktop.domain.ids import Ref
from desktop.domain.proceedings import Item, Proceedings
from desktop.domain.terms import ProposalState, Result
from desktop.services import wall
from desktop.services.floor import SILENT, FloorFacts
from desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class BigFacts:
    """One screen: texts as they stand, and whether the table may vote."""

    title: str
    item: str
    minutes: int | None  # planned for this item
    used: int | None  # seconds this item has taken so far; None where no clock runs
    speech: int | None  # seconds the speaker still has, negative when over
    proposal: str
    quorum: str
    quorate: bool
    result: str
    passed: bool
    agenda: tuple[tuple[str, bool], ...]  # every item, and whether it is the one spoken about


class BigScreens:
    def __init__(self, store: Store) -> None:
        self._store = store

    def told(
        self,
        meeting: Ref,
        told: Proceedings,
        board: Headcount | None,
        item: UUID | None,
        floor: FloorFacts = SILENT,
    ) -> BigFacts:
        """The screen for the item that is spoken about."""
        with self._store.reading() as session:
            clean = wall.hide(session, meeting.compound_id)
        now = next((each for each in told.items if each.id == item), None)
        result, passed = _result(now)
        moment = self._store.clock().strftime("%H:%M:%S")
        runs = any(not each.ended for each in floor.spans)
        turn = floor.speaking
        return BigFacts(
            clean(told.facts.full_title),
            clean(_named(now)) if now else "",
            now.minutes if now else None,
            floor.used(now.id, moment) if now and runs else None,
            left(turn, moment) if turn else None,
            clean(_proposal(now)),
            _quorum(board),
            board.quorate if board else False,
            result,
            passed,
            tuple((clean(_named(each)), each is now) for each in told.items),
        )


def _named(item: Item) -> str:
    return f"{item.number}　{item.title}" if item.number else item.title


def _proposal(item: Item | None) -> str:
    standing = [p for p in item.proposals if p.state is not ProposalState.WITHDRAWN] if item else []
    if not standing:
        return ""
    last = standing[-1]
    return f"方案{last.version}：{last.text}"


def _quorum(board: Headcount | None) -> str:
    if board is None:
        return ""
    may = "可以表决" if board.quorate else "人数不够，不能表决"
    return f"应到 {board.entitled} 人　到会 {board.present} 人　{may}"


def _result(item: Item | None) -> tuple[str, bool]:
    rounds = [each for each in item.rounds if each.result is not Result.VOID] if item else []
    if not rounds:
        return "", False
    last = rounds[-1]
    counted = f"同意 {last.for_}　反对 {last.against}　弃权 {last.abstain}"
    return f"{counted}　{last.inequality}　{last.result.word}", last.result is Result.PASSED
