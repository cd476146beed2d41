"""A matter that needs no meeting: 发现 → 受理 → 办理 → 反馈 → 评价 → 销号, and how it climbs.

Times are recorded as things happened; nothing here runs a clock.
"""

from collections.abc import Mapping
from datetime import date

from desktop.domain.affair_errors import NotThisAffairAct, TopLevel
from desktop.domain.affair_terms import AffairAct, AffairState, Level
from desktop.domain.errors import ReasonNeeded

_S, _A = AffairState, AffairAct
# The whole life of a matter. What is not in this table does not happen.
LIFE: Mapping[tuple[AffairState, AffairAct], AffairState] = {
    (_S.FOUND, _A.ACCEPT): _S.ACCEPTED,
    (_S.FOUND, _A.REPORT): _S.REPORTED,  # 即访即办: settled where it was found
    (_S.ACCEPTED, _A.WORK): _S.IN_HAND,
    (_S.ACCEPTED, _A.REPORT): _S.REPORTED,
    (_S.IN_HAND, _A.WORK): _S.IN_HAND,
    (_S.IN_HAND, _A.REPORT): _S.REPORTED,
    (_S.REPORTED, _A.RATE): _S.RATED,
    (_S.REPORTED, _A.CLOSE): _S.CLOSED,
    (_S.RATED, _A.CLOSE): _S.CLOSED,
    (_S.REPORTED, _A.REOPEN): _S.IN_HAND,
    (_S.RATED, _A.REOPEN): _S.IN_HAND,
    (_S.CLOSED, _A.REOPEN): _S.IN_HAND,
    **{
        (state, act): state
        for state in (_S.FOUND, _S.ACCEPTED, _S.IN_HAND)
        for act in (_A.WHISTLE, _A.CLAIM, _A.RAISE)
    },
}
OPEN = frozenset({_S.FOUND, _S.ACCEPTED, _S.IN_HAND})
# Acts that mean nothing without their words.
_WORDS = {
    _A.WORK: "办理情况",
    _A.WHISTLE: "吹哨（写明要部门办什么）",
    _A.RAISE: "升级",
    _A.REPORT: "反馈（写给群众的办理结果）",
    _A.REOPEN: "重新办理",
}
_CLIMB = {Level.BUILDING: Level.COMPOUND, Level.COMPOUND: Level.JOINT}


def after(state: AffairState, act: AffairAct, words: str) -> AffairState:
    """Tell where an act leads; refuse one that does not follow, or one without its words."""
    if (state, act) not in LIFE:
        raise NotThisAffairAct(act, state)
    if act in _WORDS and not words.strip():
        raise ReasonNeeded(_WORDS[act])
    return LIFE[state, act]


def raised(level: Level) -> Level:
    """The next level up; above the joint one (联合调解) there is none."""
    if level not in _CLIMB:
        raise TopLevel(level)
    return _CLIMB[level]


def overdue(state: AffairState, due: date | None, today: date) -> bool:
    """Still to do, and past its day."""
    return state in OPEN and due is not None and due < today


def possible(state: AffairState) -> list[AffairAct]:
    """What can be done now, in the order of the life of a matter."""
    return [act for act in AffairAct if (state, act) in LIFE]
