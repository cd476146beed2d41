"""What everybody may read of a meeting: the only thing papers for a wall are made from.

Made once from the full record. There are no speeches in it and no votes by name, so that no builder of
a public paper can print them; whoever acts in an office is named in full, residents are masked, and
no number of a person is left.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from desktop.domain.proceedings import Item, MeetingFacts, Proceedings, Resolution, Round
from desktop.domain.rule import Profile
from desktop.domain.terms import Basis, Decision, Outcome, Result

Hide = Callable[[str], str]  # what nobody may read is masked


@dataclass(frozen=True, slots=True)
class PublicRound:
    """One round of voting in sums."""

    sequence: int
    at: str
    entitled: int
    present: int
    for_: int
    against: int
    abstain: int
    inequality: str
    result: Result


@dataclass(frozen=True, slots=True)
class PublicTask:
    """What was resolved, who is to do it, until when."""

    text: str
    basis: Basis
    lead: str
    due: date | None


@dataclass(frozen=True, slots=True)
class PublicItem:
    """An agenda item without its speeches; number 0 is the unnumbered opening item."""

    number: int
    title: str
    minutes: int | None
    presenter: str
    decision: Decision
    owners_decide: bool
    outcome: Outcome | None
    rounds: tuple[PublicRound, ...]
    resolutions: tuple[PublicTask, ...]


@dataclass(frozen=True, slots=True)
class PublicProceedings:
    facts: MeetingFacts
    profile: Profile
    items: tuple[PublicItem, ...]
    other_resolutions: tuple[PublicTask, ...]

    @property
    def numbered(self) -> tuple[PublicItem, ...]:
        return tuple(item for item in self.items if item.number)


def public(told: Proceedings, hide: Hide) -> PublicProceedings:
    """The view of a meeting that may hang on a wall."""
    return PublicProceedings(
        frame(told.facts, hide),
        told.profile,
        tuple(_item(each, hide) for each in told.items),
        tuple(_task(each, hide) for each in told.other_resolutions),
    )


def frame(facts: MeetingFacts, hide: Hide) -> MeetingFacts:
    """Title, place and reason as they may be read; conveners are bodies, chairs act in an office."""
    return replace(
        facts, title=hide(facts.title), place=hide(facts.place), reason=hide(facts.reason)
    )


def _item(item: Item, hide: Hide) -> PublicItem:
    return PublicItem(
        item.number,
        hide(item.title),
        item.minutes,
        hide(item.presenter),
        item.decision,
        item.owners_decide,
        item.outcome,
        tuple(map(_round, item.rounds)),
        tuple(_task(each, hide) for each in item.resolutions),
    )


def _round(each: Round) -> PublicRound:
    return PublicRound(
        each.sequence,
        each.at,
        each.entitled,
        each.present,
        each.for_,
        each.against,
        each.abstain,
        each.inequality,
        each.result,
    )


def _task(task: Resolution, hide: Hide) -> PublicTask:
    return PublicTask(hide(task.text), task.basis, hide(task.lead), task.due)
