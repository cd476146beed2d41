"""Resolutions on their way to being done; overdue is computed, never stored."""

from collections.abc import Mapping
from datetime import date

from desktop.domain.errors import EvidenceNeeded, NotThisStep, ReasonNeeded
from desktop.domain.terms import Basis, Decision, Progress

LIFE: Mapping[Progress, frozenset[Progress]] = {
    Progress.OPEN: frozenset(
        {
            Progress.IN_PROGRESS,
            Progress.DONE,
            Progress.PASSED_ON,
            Progress.DEFERRED,
            Progress.CANNOT,
        }
    ),
    Progress.IN_PROGRESS: frozenset(
        {
            Progress.IN_PROGRESS,
            Progress.DONE,
            Progress.PASSED_ON,
            Progress.DEFERRED,
            Progress.CANNOT,
        }
    ),
    Progress.DONE: frozenset({Progress.CONFIRMED, Progress.IN_PROGRESS}),
    Progress.PASSED_ON: frozenset({Progress.IN_PROGRESS, Progress.DONE, Progress.CANNOT}),
    Progress.DEFERRED: frozenset({Progress.IN_PROGRESS, Progress.DONE, Progress.CANNOT}),
    Progress.CANNOT: frozenset({Progress.IN_PROGRESS}),
    Progress.CONFIRMED: frozenset({Progress.IN_PROGRESS}),
}
SETTLED = frozenset({Progress.CONFIRMED, Progress.CANNOT})
OPEN_STATES = frozenset(Progress) - SETTLED - {Progress.DONE}
# Steps that mean nothing without their why.
WITH_REASON = {
    Progress.PASSED_ON: "上报转办",
    Progress.DEFERRED: "暂缓",
    Progress.CANNOT: "无法办理",
}


def step(state: Progress, to: Progress, note: str) -> Progress:
    """Take one step; refuse one that does not follow, or one without its reason or evidence."""
    if to not in LIFE[state]:
        raise NotThisStep(state, to)
    if to in WITH_REASON and not note.strip():
        raise ReasonNeeded(WITH_REASON[to])
    if to is Progress.DONE and not note.strip():
        raise EvidenceNeeded
    if state in SETTLED and not note.strip():
        raise ReasonNeeded("重新打开")
    return to


def overdue(state: Progress, due: date | None, today: date) -> bool:
    """The one predicate of overdue: still to do, and past its day."""
    return state in OPEN_STATES and due is not None and due < today


def paper_word(basis: Basis, decision: Decision, *, passed: bool) -> str:
    """What a result may be called on paper: 决议 only where a body may decide, and has."""
    if basis is Basis.VOTE and not passed:
        return "工作安排"
    if basis is Basis.VOTE and decision is Decision.BODY_VOTE:
        return "决议"
    if basis is Basis.COMMITMENT:
        return "承诺事项"
    if basis is Basis.RECOMMENDATION or decision is Decision.OWNERS_JOINT:
        return "建议意见"
    return "议事意见" if basis is Basis.VOTE else "工作安排"
