"""The life of a written vote (书面表决): what may happen when, and its days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.domain.decision_rule import DecisionRule
from desktop.domain.poll_errors import (
    DaysCrossed,
    PollNotNow,
)
from desktop.domain.tally import Policy, Twice
from desktop.domain.terms import MatterKind, PollAct, PollStage

_S, _A = PollStage, PollAct
# The whole life of a written vote. What is not in this table does not happen.
LIFE: Mapping[tuple[PollStage, PollAct], PollStage] = {
    (_S.DRAFT, _A.PREPARE): _S.DRAFT,
    (_S.DRAFT, _A.FREEZE): _S.FROZEN,
    (_S.FROZEN, _A.THAW): _S.DRAFT,  # only before any ballot has left the office
    (_S.FROZEN, _A.PRINT): _S.FROZEN,
    (_S.FROZEN, _A.CORRECT): _S.FROZEN,
    (_S.FROZEN, _A.OPEN): _S.OPEN,
    (_S.OPEN, _A.PRINT): _S.OPEN,
    (_S.OPEN, _A.CORRECT): _S.OPEN,
    (_S.OPEN, _A.COLLECT): _S.OPEN,
    (_S.OPEN, _A.ENTER): _S.OPEN,
    (_S.OPEN, _A.EXTEND): _S.OPEN,
    (_S.OPEN, _A.CLOSE): _S.COUNTING,
    (_S.COUNTING, _A.ENTER): _S.COUNTING,  # the box is opened, and what lay in it is entered
    (_S.COUNTING, _A.RULE): _S.COUNTING,
    (_S.COUNTING, _A.SETTLE): _S.SETTLED,
    (_S.SETTLED, _A.RECOUNT): _S.COUNTING,  # the earlier count stays
    (_S.SETTLED, _A.POST): _S.POSTED,
    (_S.POSTED, _A.OBJECT): _S.POSTED,
    (_S.POSTED, _A.RECOUNT): _S.COUNTING,
    **{
        (stage, _A.VOID): _S.VOID
        for stage in (_S.DRAFT, _S.FROZEN, _S.OPEN, _S.COUNTING, _S.SETTLED, _S.POSTED)
    },
}


def after(stage: PollStage, act: PollAct) -> PollStage:
    """Tell where an act leads; refuse one that is not done at this stage."""
    if (stage, act) not in LIFE:
        raise PollNotNow(act, stage)
    return LIFE[stage, act]


def allowed(stage: PollStage, act: PollAct) -> bool:
    return (stage, act) in LIFE


class Channels(StrEnum):
    """Which vote counts when a door voted on paper and on a platform, and they differ."""

    ASK = "ask"
    PAPER = "paper"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The rules of one vote that no law gives; fixed before the roll is frozen, then printed."""

    twice: Twice = Twice.SET_ASIDE
    channels: Channels = Channels.ASK
    invalid_participates: bool = False
    blank_abstains: bool = False
    two_person: bool = False
    proxy_most: int = 3  # households one agent may act for; 0: any number
    secret: bool = False  # nobody can tell whose ballot it is; only where nothing is weighted

    @property
    def policy(self) -> Policy:
        return Policy(self.twice, self.invalid_participates)

    @property
    def lines(self) -> tuple[str, ...]:
        """The rules of invalidity, as the ballot prints them."""
        blank = "弃权" if self.blank_abstains else "该项无效"
        twice = {
            Twice.SET_ASIDE: "由计票组裁定",
            Twice.FIRST: "以先收到的为准",
            Twice.LAST: "以后收到的为准",
        }[self.twice]
        joined = "计入" if self.invalid_participates else "不计入"
        agents = f"，一人最多受托 {self.proxy_most} 户" if self.proxy_most else ""
        number = (
            "本票无记名，票号只印在存根上。复印件整票无效。"
            if self.secret
            else "复印件、没有票号或票号不清的，整票无效。"
        )
        return (
            "每项只能选一个（选举不得多于应选人数），在方框内打“√”；多选、涂改看不清的，该项无效。",
            f"某项没有填写的，按{blank}计。{number}",
            f"同一户交回两张不一致的票，{twice}。无效票{joined}参加表决的数。",
            f"委托他人填写的，须附书面委托书{agents}。",
        )


@dataclass(frozen=True, slots=True)
class Matter:
    """One question on the ballot. ``options`` are candidates or schemes, none for a decision.

    ``seats`` is how many may be chosen at most; a choice between schemes has one.
    """

    title: str
    text: str
    kind: MatterKind
    rule: DecisionRule
    options: tuple[str, ...] = ()
    seats: int = 1
    substitutes: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """What is counted: the question itself, or each option."""
        return self.options or ("",)


def check_days(opens: date, closes: date) -> None:
    """Refuse a voting period that ends before it begins."""
    if closes < opens:
        raise DaysCrossed(opens.isoformat(), closes.isoformat())


def days_left(today: date, closes: date) -> int:
    """Whole days until the last day of voting, which counts; below zero when it is over."""
    return (closes - today) // timedelta(days=1)
