"""Paper ballots: printed for every line of the roll, issued, returned, spoilt, replaced."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from desktop.domain.ballot import RETURNED, Number, after, read_number
from desktop.domain.chain import Value
from desktop.domain.door import Door
from desktop.domain.errors import ReasonNeeded
from desktop.domain.ids import Ref
from desktop.domain.personal import ERASED
from desktop.domain.poll_errors import (
    ForeignBallot,
    NotABallot,
    NotBesides,
    NotReturned,
    SecretByHand,
    StaleBallot,
    UnknownBallot,
)
from desktop.domain.poll_facts import Reconciliation
from desktop.domain.terms import BallotAct, BallotState, PollAct, Way
from desktop.services.poll_records import in_time, plain, poll_of, read_rules
from desktop.services.records import short
from desktop.services.rolls import voter_at
from desktop.storage import bulk
from desktop.storage.store import Store
from desktop.storage.tables import BallotRecord, PollRecord, SecretBallotRecord, VoterRecord

_B, _V, _S = BallotRecord, VoterRecord, SecretBallotRecord
_PAPER = select(_B).where(
    _B.compound_id == bindparam("compound"),
    _B.poll_id == bindparam("poll"),
    _B.paper == bindparam("paper"),
)  # asked for every ballot: made once
_COLUMNS = (
    "compound_id", "id", "poll_id", "voter_id", "paper", "way", "state", "marks", "at", "why",
    '"order"',
)  # fmt: skip

AGAIN = "；又交回："  # in the remark of a void paper that came back after all


@dataclass(frozen=True, slots=True)
class BallotLine:
    """One paper: its number, whose it is, how far it has come. Never what stands on it."""

    ref: Ref
    number: Number
    door: Door
    position: int
    names: str
    area: int
    way: Way
    state: BallotState
    at: str
    why: str


class Ballots:
    def __init__(self, store: Store) -> None:
        self._store = store

    def lines(self, poll: Ref) -> list[BallotLine]:
        """All papers in the order they were printed."""
        wanted = (
            select(
                _B.id, _B.paper, _V.building, _V.unit, _V.room, _V.shop, _V.position, _V.names,
                _V.area, _B.way, _B.state, _B.at, _B.why,
            )
            .join(_V, and_(_V.compound_id == _B.compound_id, _V.id == _B.voter_id))
            .where(_B.compound_id == poll.compound_id, _B.poll_id == poll.id)
            .order_by(_B.paper)
        )  # fmt: skip
        with self._store.reading() as session:
            number = poll_of(session, poll).number
            return [
                BallotLine(
                    Ref(poll.compound_id, row[0]),
                    Number(number, row[1]),
                    Door(row[2], row[3], row[4], row[5]),
                    row[6],
                    row[7] or ERASED,
                    *row[8:],
                )
                for row in map(tuple[Any, ...], session.execute(wanted))
            ]

    def issue_all(self, poll: Ref) -> int:
        """Give out everything that was printed and not yet given out; tell how many."""
        return self._issue(poll, None)

    def issue(self, poll: Ref, papers: Sequence[int]) -> int:
        """Give out these papers."""
        return self._issue(poll, papers)

    def _issue(self, poll: Ref, papers: Sequence[int] | None) -> int:
        with self._store.writing("ballot.issue") as session:
            here = poll_of(session, poll, PollAct.COLLECT)
            mine = and_(
                _B.compound_id == poll.compound_id,
                _B.poll_id == poll.id,
                _B.state == BallotState.PRINTED,
            )
            if papers is not None:
                mine = and_(mine, _B.paper.in_(papers))
            found = list(session.scalars(select(_B.paper).where(mine).order_by(_B.paper)))
            at = self._store.clock().isoformat(timespec="seconds")
            if papers is None:
                issued = update(BallotRecord).where(mine).values(state=BallotState.ISSUED, at=at)
                session.execute(issued)
                told: dict[str, Value] = {"papers": spans(found), "state": BallotState.ISSUED.value}
                _seal(self._store, session, here, "issue", told)
            else:
                for record in session.scalars(select(BallotRecord).where(mine)):
                    record.state, record.at = BallotState.ISSUED, at
            return len(found)

    def take_back(self, poll: Ref, paper: int) -> None:
        """A paper marked by mistake as given out, or as come back; one taken besides is void."""
        with self._store.writing("ballot.take_back") as session:
            poll_of(session, poll, PollAct.COLLECT)
            record = _numbered(session, poll, paper)
            if record.way is Way.EXTRA and record.state is BallotState.RETURNED:
                record.state, record.why = BallotState.SPOILT, f"登记有误，已撤回；{record.why}"
                return
            void, again, _ = record.why.partition(AGAIN)
            if again and record.state is BallotState.RETURNED:  # it was void, and is again
                replaced = "换发" in void
                record.state = BallotState.REPLACED if replaced else BallotState.SPOILT
                record.why = void
            else:
                _move(record, BallotAct.TAKE_BACK, self._store)
            record.order = 0

    def receive(self, poll: Ref, text: str) -> BallotLine:
        """A paper came back, by its scanned number; a second scan changes nothing.

        Raise ``PastClosing`` after the last day: nothing that is late slips in.
        """
        with self._store.writing("ballot.return") as session:
            here = poll_of(session, poll, PollAct.COLLECT)
            record = paper_of(session, poll, text)
            if record.state not in RETURNED:
                in_time(here, self._store.clock().date())
                _move(record, BallotAct.RETURN, self._store)
                record.order = receipt(self._store)
            return _line(session, record, here.number)

    def receive_besides(self, poll: Ref, text: str, why: str) -> BallotLine:
        """One more paper of a door whose paper is back already, or a void one that came back.

        It is laid beside the other for whoever rules on them (``rulings.cases``), and it is a line
        of its own in the sums. Raise ``NotBesides`` while the door's own paper is still out, and
        ``NotReturned`` when no more papers are taken.
        """
        if not why.strip():
            raise ReasonNeeded("另收一张票")
        with self._store.writing("ballot.receive_besides") as session:
            here = poll_of(session, poll, PollAct.ENTER)
            if read_rules(here.policy).secret:
                raise SecretByHand("另收一张")
            record = paper_of(session, poll, text)
            if record.way is Way.PLATFORM:
                raise UnknownBallot(str(record.paper))  # a platform has no papers
            if here.closed_at and not here.sealed_box:
                raise NotReturned(str(record.paper))
            in_time(here, self._store.clock().date())
            told = short(why, "另收的原因")
            if record.state in {BallotState.SPOILT, BallotState.REPLACED}:
                _move(record, BallotAct.REVIVE, self._store)
                record.why = f"{record.why}{AGAIN}{told}"
            elif record.state in RETURNED:
                record = self._besides(session, record, f"{record.paper} 号之外另收：{told}")
            else:
                raise NotBesides(str(record.paper))
            record.order = receipt(self._store)
            session.flush()
            return _line(session, record, here.number)

    def _besides(self, session: Session, first: BallotRecord, why: str) -> BallotRecord:
        made = BallotRecord(
            compound_id=first.compound_id,
            id=self._store.key(),
            poll_id=first.poll_id,
            voter_id=first.voter_id,
            paper=_last(session, Ref(first.compound_id, first.poll_id)) + 1,
            way=Way.EXTRA,
            state=BallotState.RETURNED,
            marks=None,
            at=self._store.clock().isoformat(timespec="seconds"),
            why=why,
            order=0,
        )
        session.add(made)
        return made

    def spoil(self, poll: Ref, paper: int, why: str) -> None:
        """A paper is damaged or lost: it stays on the register, and counts for nothing."""
        if not why.strip():
            raise ReasonNeeded("作废选票")
        self._do(poll, paper, BallotAct.SPOIL, why)

    def replace(self, poll: Ref, paper: int, why: str) -> int:
        """Give out a new paper for a lost or damaged one; the old one is void from now on."""
        if not why.strip():
            raise ReasonNeeded("换发选票")
        with self._store.writing("ballot.replace") as session:
            poll_of(session, poll, PollAct.COLLECT)
            old = _numbered(session, poll, paper)
            _move(old, BallotAct.REPLACE, self._store)
            number = _last(session, poll) + 1
            old.why = f"{short(why, '换发原因')}，换发 {number} 号"
            session.add(
                BallotRecord(
                    compound_id=poll.compound_id,
                    id=self._store.key(),
                    poll_id=poll.id,
                    voter_id=old.voter_id,
                    paper=number,
                    way=Way.PAPER,
                    state=BallotState.ISSUED,
                    marks=None,
                    at=old.at,
                    why=f"换发，代替 {paper} 号",
                    order=0,
                )
            )
            return number

    def reconcile(self, poll: Ref) -> Reconciliation:
        with self._store.reading() as session:
            return reconciliation(session, poll)

    def _do(self, poll: Ref, paper: int, act: BallotAct, why: str = "") -> None:
        with self._store.writing(f"ballot.{act.value}") as session:
            poll_of(session, poll, PollAct.COLLECT)
            record = _numbered(session, poll, paper)
            _move(record, act, self._store)
            record.why = short(why, "原因")


def print_for(store: Store, session: Session, poll: PollRecord) -> None:
    """One paper for every line of a frozen roll, numbered in walking order."""
    wanted = (
        select(_V.id)
        .where(_V.compound_id == poll.compound_id, _V.poll_id == poll.id)
        .order_by(_V.position)
    )
    voters = list(session.scalars(wanted))
    compound, owner = plain(session, poll.compound_id), plain(session, poll.id)
    at = store.clock().isoformat(timespec="seconds")
    rows = [
        (
            compound, plain(session, key), owner, plain(session, voter), paper, Way.PAPER.value,
            BallotState.PRINTED.value, None, at, "", 0,
        )
        for paper, (key, voter) in enumerate(
            zip(store.key.many(len(voters)), voters, strict=True), 1
        )
    ]  # fmt: skip
    bulk.insert(session, BallotRecord, _COLUMNS, rows)
    told: dict[str, Value] = {"papers": f"1-{len(rows)}", "number": poll.number}
    _seal(store, session, poll, "print", told)


def clear(store: Store, session: Session, poll: PollRecord) -> None:
    """Take away papers that never left the office; their numbers are never used again."""
    mine = and_(_B.compound_id == poll.compound_id, _B.poll_id == poll.id)
    session.execute(delete(BallotRecord).where(mine))
    _seal(store, session, poll, "clear", {"number": poll.number})


def _seal(
    store: Store, session: Session, poll: PollRecord, verb: str, told: Mapping[str, Value]
) -> None:
    about = (poll.compound_id, poll.id)
    store.sealed(session, BallotRecord, verb, about, {"poll_id": poll.id}, told)


def paper_of(session: Session, poll: Ref, text: str) -> BallotRecord:
    """The paper with a scanned number, a short number, or of a door as people write it.

    Raise ``NotABallot``, ``ForeignBallot``, ``StaleBallot``, ``UnknownBallot`` or
    ``NotInElectorate``, each with what to do.
    """
    here = poll_of(session, poll)
    plainly = text.strip()
    if plainly.isdecimal() and len(plainly) <= 5:
        return _numbered(session, poll, int(plainly))
    try:
        number = read_number(plainly)
    except NotABallot:
        if sum(c.isdecimal() for c in plainly) >= 10:
            raise
        voter = voter_at(session, poll, plainly)
        return _paper_for(session, poll, voter, here.number)
    if number.poll != here.number:
        if str(number.poll) in here.stale:
            raise StaleBallot(number.shown)
        other = session.scalars(select(PollRecord).where(PollRecord.number == number.poll)).first()
        raise ForeignBallot(number.shown, other.title if other else "不在本机")
    return _numbered(session, poll, number.paper)


def _paper_for(session: Session, poll: Ref, voter: VoterRecord, number: int) -> BallotRecord:
    """The paper of a door that is still to be entered, else the last one."""
    wanted = (
        select(BallotRecord)
        .where(_B.compound_id == poll.compound_id, _B.voter_id == voter.id, _B.way != Way.PLATFORM)
        .order_by(_B.paper)
    )
    found = list(session.scalars(wanted))
    live = [each for each in found if each.state in {BallotState.ISSUED, BallotState.RETURNED}]
    if not found:
        raise UnknownBallot(f"{number:05d}-？（{voter.door}）")
    return (live or found)[-1]


def _numbered(session: Session, poll: Ref, paper: int) -> BallotRecord:
    where = {"compound": poll.compound_id, "poll": poll.id, "paper": paper}
    found = session.scalars(_PAPER, where).first()
    if found is None:
        raise UnknownBallot(str(paper))
    return found


def _last(session: Session, poll: Ref) -> int:
    """The highest paper number of a vote."""
    wanted = select(func.max(_B.paper)).where(
        _B.compound_id == poll.compound_id, _B.poll_id == poll.id
    )
    return session.scalar(wanted) or 0


def _move(record: BallotRecord, act: BallotAct, store: Store) -> None:
    record.state = after(record.state, act, str(record.paper))
    record.at = store.clock().isoformat(timespec="seconds")


def receipt(store: Store) -> int:
    """A number that grows with every receipt, also on two computers: the head of a UUIDv7."""
    return store.key().int >> 64


def _line(session: Session, record: BallotRecord, number: int) -> BallotLine:
    voter = session.get_one(VoterRecord, (record.compound_id, record.voter_id))
    return BallotLine(
        Ref(record.compound_id, record.id),
        Number(number, record.paper),
        voter.door,
        voter.position,
        voter.names or "",
        voter.area,
        record.way,
        record.state,
        record.at,
        record.why,
    )


def reconciliation(session: Session, poll: Ref) -> Reconciliation:
    """All papers of a vote by what became of them."""
    wanted = (
        select(_B.way, _B.state, func.count())
        .where(_B.compound_id == poll.compound_id, _B.poll_id == poll.id)
        .group_by(_B.way, _B.state)
    )
    states: Counter[BallotState] = Counter()
    extras: Counter[BallotState] = Counter()
    platform = 0
    for way, state, number in session.execute(wanted):
        if way is Way.PLATFORM:
            platform += number if state is not BallotState.SPOILT else 0
        elif way is Way.EXTRA:
            extras[state] += number
        else:
            states[state] += number
    printed = sum(states.values())
    returned = sum(states[each] for each in RETURNED)
    kept = states[BallotState.PRINTED]
    spoilt = states[BallotState.SPOILT] + states[BallotState.REPLACED]
    boxed = select(func.count()).where(_S.compound_id == poll.compound_id, _S.poll_id == poll.id)
    entered = (session.scalar(boxed) or 0) + returned - states[BallotState.RETURNED]
    extra = sum(extras[each] for each in RETURNED)
    entered += extra - extras[BallotState.RETURNED]
    return Reconciliation(
        printed,
        kept,
        printed - kept,
        returned,
        states[BallotState.ISSUED],
        spoilt,
        entered,
        platform,
        extra=extra,
    )


def spans(numbers: Iterable[int]) -> str:
    """Numbers in order as people write them: 1-12、15."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(f"{a}-{b}" if a < b else str(a) for a, b in runs)
