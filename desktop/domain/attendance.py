"""Who was there when: presence by time, counted once per head, and the quorum of the table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from desktop.domain.rule import Profile, Threshold
from desktop.domain.terms import BodyKind


@dataclass(frozen=True, slots=True)
class Stay:
    """One stretch of presence. Times are ``HH:MM``; ``left`` is "" while the person is here."""

    arrived: str
    left: str = ""

    def covers(self, at: str) -> bool:
        """A person who leaves at 16:15 is no longer counted at 16:15."""
        return self.arrived <= at and (not self.left or at < self.left)


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person of the table. In two bodies (交叉任职) they are one head with two seats."""

    id: UUID
    name: str
    body: BodyKind  # where the head is counted
    body_name: str
    duty: str
    entitled: bool  # may vote; observers may not
    also: tuple[BodyKind, ...] = ()
    excused: str = ""  # the reason, when excused
    stand_in: str = ""  # who came instead, with a letter
    stays: tuple[Stay, ...] = ()
    letter_on: date | None = None  # of the letter of authority
    number: int = 0  # on the sign-in sheet; a number once printed is not given to another

    def here(self, at: str) -> bool:
        return any(stay.covers(at) for stay in self.stays)

    @property
    def came(self) -> bool:
        return bool(self.stays)

    @property
    def arrived(self) -> str:
        return self.stays[0].arrived if self.stays else ""

    @property
    def left(self) -> str:
        return self.stays[-1].left if self.stays else ""


@dataclass(frozen=True, slots=True)
class BodyCount:
    """One line of the board: how many of a body are here, of how many."""

    body: BodyKind
    name: str
    present: int
    entitled: int


@dataclass(frozen=True, slots=True)
class QuorumCheck:
    """One condition of the quorum, with the figures anyone can check."""

    name: str
    present: int
    entitled: int
    needed: int
    met: bool
    inequality: str
    source: str


@dataclass(frozen=True, slots=True)
class Headcount:
    """The table at one moment. ``present`` and ``entitled`` count heads, ``bodies`` seats."""

    at: str
    present: int
    entitled: int
    bodies: tuple[BodyCount, ...]  # every body by the seats it fills
    voting: tuple[BodyCount, ...]  # the same heads, each in one body only: adds up to present
    checks: tuple[QuorumCheck, ...]

    @property
    def quorate(self) -> bool:
        return all(check.met for check in self.checks)

    @property
    def inequality(self) -> str:
        """The first condition that fails, or the first of all."""
        failing = [check for check in self.checks if not check.met]
        shown = (failing or list(self.checks))[:1]
        return "；".join(f"{check.name} {check.inequality}" for check in shown)


def counted(name: str, count: int) -> str:
    """党支部3; a name that ends in a figure keeps away from the next: 网格3：2."""
    return f"{name}：{count}" if name[-1:].isdigit() else f"{name}{count}"


def headcount(profile: Profile, attendees: Iterable[Attendee], at: str) -> Headcount:
    """Count the table at ``at``: heads once, seats per body, and what the profile asks of them."""
    voters = [each for each in attendees if each.entitled]
    here = [each for each in voters if each.here(at)]
    bodies = _bodies(voters, here, once=False)
    whole = []
    if profile.quorum:
        whole.append(_check("全体", profile.quorum, len(here), len(voters)))
    for each in profile.body_quorums:
        counts = [count for count in bodies if count.body in {each.body, *each.instead}]
        present = sum(count.present for count in counts)
        entitled = sum(count.entitled for count in counts)
        whole.append(_check(each.name, each.threshold, present, entitled))
    voting = _bodies(voters, here, once=True)
    return Headcount(at, len(here), len(voters), bodies, voting, tuple(whole))


def _bodies(
    voters: Sequence[Attendee], here: Sequence[Attendee], *, once: bool
) -> tuple[BodyCount, ...]:
    """A line for each body; two of one kind (第一网格, 第二网格) are two lines."""
    names: dict[BodyKind, list[str]] = {}
    for each in voters:
        known = names.setdefault(each.body, [])
        if each.body_name not in known:
            known.append(each.body_name)
    for each in voters if not once else ():
        for body in each.also:
            names.setdefault(body, [body.word])

    def sits(each: Attendee, body: BodyKind, name: str) -> bool:
        if each.body is body:
            return each.body_name == name
        return not once and body in each.also and name == names[body][0]

    lines = []
    for body in BodyKind:
        for name in names.get(body, ()):
            entitled = sum(sits(each, body, name) for each in voters)
            lines.append(
                BodyCount(body, name, sum(sits(each, body, name) for each in here), entitled)
            )
    return tuple(lines)


def _check(name: str, threshold: Threshold, present: int, entitled: int) -> QuorumCheck:
    return QuorumCheck(
        name,
        present,
        entitled,
        threshold.least(entitled),
        entitled > 0 and threshold.met(present, entitled),
        threshold.inequality(present, entitled),
        threshold.source,
    )
