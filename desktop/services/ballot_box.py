"""What lies in the box: roll, ballots and rulings of one vote, read once for every count.

Most owners have one door and returned one ballot. To see how a vote stands these are added up where
they lie, all that are marked alike together, and only the others are looked at one by one. The count
that is announced reads every ballot itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.ballot import ENTERED, MARKS, READ, spans
from desktop.domain.chain import Value, encode
from desktop.domain.door import Door
from desktop.domain.ids import Ref
from desktop.domain.measure import Area
from desktop.domain.personal import ERASED
from desktop.domain.poll import Channels, HouseRules, Matter
from desktop.domain.tally import Voting
from desktop.domain.terms import BallotState, RulingOn, Way
from desktop.domain.verdict import Extra, Judged, Line, judge
from desktop.services.poll_records import matters_of, poll_of, read_rules
from desktop.storage.tables import (
    BallotRecord,
    ObjectionRecord,
    RulingRecord,
    SecretBallotRecord,
    VoterRecord,
)

_V, _B, _R = VoterRecord, BallotRecord, RulingRecord


class Seen(NamedTuple):
    """One ballot that was entered."""

    paper: int
    way: Way
    marks: str
    order: int


class OnRoll(NamedTuple):
    """One line of the roll, as a count needs it."""

    position: int
    door: Door
    floor: int | None
    area: int
    head: int
    must_agree: bool
    delivered: bool
    names: str


class Alike(NamedTuple):
    """Doors marked alike, each of an owner who has no other. ``marks``: ``None`` with no ballot."""

    marks: str | None
    delivered: bool
    doors: int
    area: int


class Ruled(NamedTuple):
    about: RulingOn
    place: int
    line: int
    marks: str
    reason: str
    who: str
    at: str


_ABOUT_DOORS = (RulingOn.TWO_BALLOTS, RulingOn.CHANNELS, RulingOn.CO_OWNERS)


@dataclass
class Box:
    """Everything a count needs. Ballots of a door in the order they were received.

    ``voters``: the doors that are looked at one by one: all of them where ``alike`` is empty.
    """

    matters: list[Matter]
    rules: HouseRules
    voters: list[OnRoll]
    ballots: dict[int, list[Seen]]
    rulings: list[Ruled]
    objections: int = 0
    alike: tuple[Alike, ...] = ()
    secret: tuple[str, ...] = ()  # the ballots of a secret vote, in the order of the box
    _by_case: dict[tuple[RulingOn, int, int], Ruled] = field(init=False)
    _counting: list[tuple[OnRoll, list[str]]] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._by_case = {(each.about, each.place, each.line): each for each in self.rulings}

    @property
    def count_of_lines(self) -> int:
        return sum(len(matter.lines) for matter in self.matters)

    @property
    def on_roll(self) -> int:
        """How many doors there are."""
        return len(self.voters) + sum(each.doors for each in self.alike)

    def ruled(self, about: RulingOn, place: int, line: int = -1) -> Ruled | None:
        """The ruling that holds for a case, if there is one."""
        return self._by_case.get((about, place, line))

    def seen(self, voter: OnRoll) -> list[Seen]:
        """The ballots of a door that count, after the rule on channels fixed beforehand."""
        found = self.ballots.get(voter.position, [])
        if len(found) > 1 and self.rules.channels is not Channels.ASK:
            platform = self.rules.channels is Channels.PLATFORM
            kept = [each for each in found if (each.way is Way.PLATFORM) is platform]
            return kept or found
        return found

    def marks(self, voter: OnRoll) -> list[str]:
        """The letters that count for a door: one of each ballot, or what was ruled."""
        told = [each.marks for each in self.seen(voter)]
        ruling = self.ruled_for(voter.position, told)
        return [ruling.marks] if ruling else told

    def ruled_for(self, place: int, told: Sequence[str]) -> Ruled | None:
        """The latest ruling on a door, while it still chooses between what its ballots say."""
        if not self.rulings or len(set(told)) < 2:
            return None
        choices = {*told, "I" * self.count_of_lines}
        for ruling in reversed(self.rulings):
            if ruling.place == place and ruling.line < 0 and ruling.about in _ABOUT_DOORS:
                return ruling if ruling.marks in choices else None
        return None

    def line(self, place: int) -> Line:
        """One line of the ballot for the whole roll."""
        if self.rules.secret:
            return Line(self._boxed(place))
        if self._counting is None:
            self._counting = [(voter, self.marks(voter)) for voter in self.voters]
        found = [
            Voting(
                str(voter.position),
                Area(voter.area),
                str(voter.head),
                tuple([MARKS[each[place]] for each in told]),
                voter.delivered,
            )
            for voter, told in self._counting
        ]
        found += [
            Voting(
                "",
                Area(each.area),
                None,
                (MARKS[each.marks[place]],) if each.marks else (),
                each.delivered,
                each.doors,
            )
            for each in self.alike
        ]
        ruled = {
            str(each.place): MARKS[each.marks]
            for each in self._by_case.values()
            if each.about is RulingOn.SPLIT_OWNER and each.line == place
        }
        return Line(found, ruled)

    def _boxed(self, place: int) -> list[Voting]:
        """A secret vote: the ballots of the box, and as many voters as returned none."""
        told = [
            Voting(f"#{number}", Area(0), f"#{number}", (MARKS[marks[place]],))
            for number, marks in enumerate(self.secret, 1)
        ]
        away = range(len(self.secret) + 1, self.on_roll + 1)
        return told + [Voting(f"#{number}", Area(0), f"#{number}", ()) for number in away]

    def judged(self) -> list[tuple[Matter, Judged]]:
        """Every matter counted and judged."""
        asked = frozenset(str(voter.position) for voter in self.voters if voter.must_agree)
        # counting is always before the days of publicity are over; the notice tells when they are
        extra = Extra(asked, self.objections, waiting=True)
        made = []
        for matter, span in zip(self.matters, spans(self.matters), strict=True):
            lines = {
                name: self.line(span.start + number) for number, name in enumerate(matter.lines)
            }
            made.append((matter, judge(matter, lines, self.rules.policy, extra)))
        return made

    @property
    def sorted_papers(self) -> tuple[int, int, int]:
        """How many ballots are valid, invalid as a whole, and duplicates of a door's counted one."""
        if self.rules.secret:
            spoilt = sum(1 for marks in self.secret if set(marks) == {"I"})
            return len(self.secret) - spoilt, spoilt, 0
        valid = invalid = duplicate = 0
        for voter in self.voters:
            ballots = self.ballots.get(voter.position, [])
            if not ballots:
                continue
            duplicate += len(ballots) - 1
            if any(set(marks) - {"I"} for marks in self.marks(voter)):
                valid += 1
            else:
                invalid += 1
        for each in self.alike:
            if each.marks is None:
                continue
            if set(each.marks) - {"I"}:
                valid += each.doors
            else:
                invalid += each.doors
        return valid, invalid, duplicate

    def digest(self, secret: bytes, about: Sequence[Value]) -> bytes:
        """SHA-256 over ``secret``, what the count is about, every ballot and every ruling, in order.

        It is printed on the wall: without the secret of the sealed record, trying out votes until
        they fit would tell how everybody voted.
        """
        ballots: list[Value] = [
            [voter.position, voter.area, voter.head, each.paper, each.way.value, each.marks]
            for voter in self.voters
            for each in self.ballots.get(voter.position, [])
        ]
        rulings: list[Value] = [
            [each.about.value, each.place, each.line, each.marks] for each in self.rulings
        ]
        boxed: list[Value] = list(self.secret)
        return sha256(encode([secret, list(about), ballots, rulings, boxed])).digest()


def open_box(session: Session, poll: Ref, *, whole: bool = True) -> Box:
    """Read roll, ballots and rulings of a vote; not ``whole``: doors that are alike put together."""
    here = poll_of(session, poll)
    rules = read_rules(here.policy)
    single = None if whole else _looked_at_singly(session, poll)
    voters = _voters(session, poll, single)
    ballots = _ballots(session, poll, single)
    said = select(_R.about, _R.place, _R.line, _R.marks, _R.reason, _R.who, _R.at).where(
        _R.compound_id == poll.compound_id, _R.poll_id == poll.id
    )
    rulings = [Ruled(*row) for row in map(tuple[Any, ...], session.execute(said.order_by(_R.id)))]
    objections = select(ObjectionRecord.id).where(
        ObjectionRecord.compound_id == poll.compound_id,
        ObjectionRecord.poll_id == poll.id,
        ObjectionRecord.late.in_([False]),
    )
    boxed = (
        select(SecretBallotRecord.marks)
        .where(
            SecretBallotRecord.compound_id == poll.compound_id,
            SecretBallotRecord.poll_id == poll.id,
        )
        .order_by(SecretBallotRecord.sequence)
    )
    return Box(
        matters_of(session, poll),
        rules,
        voters,
        ballots,
        rulings,
        len(session.scalars(objections).all()),
        () if single is None else _alike(session, poll, single),
        tuple(session.scalars(boxed)),
    )


def _looked_at_singly(session: Session, poll: Ref) -> list[int]:
    """Owners of several doors, who must agree besides, or with several papers of one door."""
    several = (
        select(_V.head)
        .where(_V.compound_id == poll.compound_id, _V.poll_id == poll.id)
        .group_by(_V.head)
        .having(or_(func.count() > 1, func.max(_V.must_agree) == 1))
    )
    twice = (
        select(_B.voter_id)
        .where(_B.compound_id == poll.compound_id, _B.poll_id == poll.id)
        .group_by(_B.voter_id)
        .having(func.count() > 1)
    )
    holders = select(_V.head).where(_V.compound_id == poll.compound_id, _V.id.in_(twice))
    return sorted({*session.scalars(several), *session.scalars(holders)})


def _among(heads: Sequence[int]) -> ColumnElement[bool]:
    """Whether an owner is one of these, however many they are: written into the statement."""
    return _V.head.in_(bindparam("heads", heads, expanding=True, literal_execute=True))


def _alike(session: Session, poll: Ref, single: Sequence[int]) -> tuple[Alike, ...]:
    """All others, those together whose ballots are marked alike, then those who returned none."""
    delivered = _V.delivery.is_not(None)
    others = [_V.compound_id == poll.compound_id, _V.poll_id == poll.id]
    if single:
        others.append(~_among(single))
    marked = (
        select(_B.marks, delivered, func.count(), func.sum(_V.area))
        .join(_V, _OF_BALLOT)
        .where(*_read(poll), *others)
        .group_by(_B.marks, delivered)
    )
    made = [
        Alike(marks, bool(reached), doors, int(area))
        for marks, reached, doors, area in session.execute(marked)
    ]
    reached_area = func.coalesce(func.sum(_V.area).filter(delivered), 0)
    all_area = func.coalesce(func.sum(_V.area), 0)
    roll = select(func.count(), all_area, func.count(_V.delivery), reached_area).where(*others)
    doors, area, doors_reached, area_reached = map(int, session.execute(roll).one())
    for reached, number, units in (
        (True, doors_reached, area_reached),
        (False, doors - doors_reached, area - area_reached),
    ):
        back = [each for each in made if each.delivered is reached]
        if away := number - sum(each.doors for each in back):
            made.append(Alike(None, reached, away, units - sum(each.area for each in back)))
    return tuple(made)


_OF_BALLOT = and_(_V.compound_id == _B.compound_id, _V.id == _B.voter_id)


def _read(poll: Ref) -> tuple[ColumnElement[bool], ...]:
    """Ballots of a vote of which is known what stands on them."""
    return (
        _B.compound_id == poll.compound_id,
        _B.poll_id == poll.id,
        _B.state.in_(READ),
        _B.marks.is_not(None),
    )


def _voters(session: Session, poll: Ref, single: Sequence[int] | None) -> list[OnRoll]:
    roll = select(
        _V.position, _V.building, _V.unit, _V.room, _V.shop, _V.floor, _V.area, _V.head,
        _V.must_agree, _V.delivery.is_not(None), _V.names,
    ).where(_V.compound_id == poll.compound_id, _V.poll_id == poll.id)  # fmt: skip
    if single is not None:
        if not single:
            return []
        roll = roll.where(_among(single))
    return [
        OnRoll(
            row[0], Door(row[1], row[2], row[3], row[4]), row[5], row[6], row[7], row[8],
            bool(row[9]), row[10] or ERASED,
        )
        for row in session.execute(roll.order_by(_V.position))
    ]  # fmt: skip


def _ballots(session: Session, poll: Ref, single: Sequence[int] | None) -> dict[int, list[Seen]]:
    """Ballots that were read, by the position of their door."""
    entered = (
        select(_V.position, _B.paper, _B.way, _B.marks, _B.order)
        .join(_B, _OF_BALLOT)
        .where(*_read(poll))
        .order_by(_B.order)
    )
    if single is not None:
        if not single:
            return {}
        held = select(_V.id).where(
            _V.compound_id == poll.compound_id, _V.poll_id == poll.id, _among(single)
        )
        entered = entered.where(_B.voter_id.in_(held))
    ballots: dict[int, list[Seen]] = {}
    for place, paper, way, marks, order in session.execute(entered):
        ballots.setdefault(place, []).append(Seen(paper, way, marks or "", order))
    return ballots


def open_readings(session: Session, poll: Ref, rules: HouseRules) -> tuple[int, int]:
    """How many papers two people read differently, and how many only one person has read who had
    to be two."""
    wanted = (
        select(_B.state, _B.marks.is_(None), _B.way, func.count())
        .where(_B.compound_id == poll.compound_id, _B.poll_id == poll.id, _B.state.in_(ENTERED))
        .group_by(_B.state, _B.marks.is_(None), _B.way)
    )
    differing = unchecked = 0
    for state, unread, way, number in session.execute(wanted):
        if state not in READ or unread:
            differing += number
        elif state is BallotState.ENTERED and rules.two_person and way is not Way.PLATFORM:
            unchecked += number
    return differing, unchecked
