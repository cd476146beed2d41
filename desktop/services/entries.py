"""Entering what stands on ballots: by scanner or by hand, once or twice, each paper only once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desktop.domain.ballot import ENTERED, Number, after, spelled, whole, words
from desktop.domain.chain import Value
from desktop.domain.door import Door
from desktop.domain.errors import Gone, ReasonNeeded
from desktop.domain.ids import Ref
from desktop.domain.personal import ERASED
from desktop.domain.poll import Matter
from desktop.domain.poll_errors import (
    AlreadyEntered,
    NotReturned,
    PollNotNow,
    SamePerson,
    SecretBox,
    SecretByHand,
    VoidBallot,
)
from desktop.domain.terms import BallotAct, BallotState, PollAct, Way
from desktop.services.ballots import paper_of, receipt, reconciliation
from desktop.services.poll_records import HIDDEN, in_time, matters_of, poll_of, read_rules
from desktop.services.records import get, short
from desktop.storage.store import Store
from desktop.storage.tables import (
    BallotRecord,
    EntryRecord,
    PollRecord,
    SecretBallotRecord,
    VoterRecord,
)

_B, _E, _V = BallotRecord, EntryRecord, VoterRecord
_OTHERS = select(func.count()).where(
    _B.compound_id == bindparam("compound"),
    _B.voter_id == bindparam("voter"),
    _B.id != bindparam("ballot"),
    _B.state.notin_([BallotState.SPOILT, BallotState.REPLACED]),
)  # asked for every ballot: made once


@dataclass(frozen=True, slots=True)
class Card:
    """What the screen shows of a paper before its marks are typed: never the marks."""

    ref: Ref
    number: Number
    door: Door
    names: str
    area: int
    state: BallotState
    others: int  # other live papers of the same door


@dataclass(frozen=True, slots=True)
class Read:
    """One paper as somebody read it."""

    keying: int
    who: str
    at: str
    words: tuple[str, ...]
    reason: str


class Entries:
    def __init__(self, store: Store) -> None:
        self._store = store

    def look(self, poll: Ref, text: str, *, again: bool = False) -> Card:
        """The paper that was scanned or typed, if it may be entered now; else say why not.

        ``again``: to be read by a second person, who does not see what the first one read.
        """
        with self._store.reading() as session:
            record = paper_of(session, poll, text)
            here = poll_of(session, poll)
            self._may_enter(session, here, record, again=again)
            return _card(session, record, here.number)

    def next(self, poll: Ref, after_paper: int, *, again: bool = False) -> Card | None:
        """The next paper of the stack that is still to be entered (or to be read again)."""
        wanted_states = (
            [BallotState.ENTERED] if again else [BallotState.ISSUED, BallotState.RETURNED]
        )
        wanted = (
            select(BallotRecord)
            .where(
                _B.compound_id == poll.compound_id,
                _B.poll_id == poll.id,
                _B.way != Way.PLATFORM,
                _B.paper > after_paper,
                _B.state.in_(wanted_states),
            )
            .order_by(_B.paper)
            .limit(1)
        )
        with self._store.reading() as session:
            here = poll_of(session, poll)
            if not again and here.closed_at and not here.sealed_box:
                wanted = wanted.where(_B.state == BallotState.RETURNED)
            record = session.scalars(wanted).first()
            return _card(session, record, here.number) if record else None

    def enter(self, poll: Ref, text: str, keys: Sequence[str]) -> Card:
        """Keep what stands on a paper, one key a matter; the same paper is never kept twice.

        Raise ``AlreadyEntered``, ``VoidBallot``, ``NotAnAnswer`` and what ``look`` raises.
        """
        return self._keep(poll, text, lambda matters: spelled(matters, keys), again=False)

    def enter_secret(self, poll: Ref, keys: Sequence[str]) -> int:
        """Keep what stands on the next ballot of a secret vote; give its place in the box.

        Raise ``SecretBox`` when there would be more ballots than stubs that came back.
        """
        with self._store.writing("ballot.enter_secret") as session:
            here = poll_of(session, poll, PollAct.ENTER)
            if not read_rules(here.policy).secret:
                raise SecretByHand("当无记名票录入")
            if not here.closed_at:
                raise PollNotNow(PollAct.ENTER, here.stage)  # else the hour would tell whose it is
            marks = spelled(matters_of(session, poll), keys)
            papers = reconciliation(session, poll)
            if papers.entered >= papers.returned:
                raise SecretBox(papers.returned, papers.entered)
            sequence = papers.entered + 1
            session.add(
                SecretBallotRecord(
                    compound_id=poll.compound_id,
                    id=self._store.key(),
                    poll_id=poll.id,
                    sequence=sequence,
                    marks=marks,
                    who=self._store.who,
                    at=self._now(),
                )
            )
            return sequence

    def secret(self, poll: Ref, place: int) -> tuple[str, ...]:
        """What was read on the ballot at this place of a secret box, in words."""
        with self._store.reading() as session:
            return words(matters_of(session, poll), _boxed(session, poll, place).marks)

    def correct_secret(self, poll: Ref, place: int, keys: Sequence[str], reason: str) -> None:
        """Read the ballot at this place of a secret box once more; what was read before stays in
        the history. Raise ``Gone`` when no ballot has this place."""
        if not reason.strip():
            raise ReasonNeeded("更正录入")
        with self._store.writing("ballot.correct_secret") as session:
            poll_of(session, poll, PollAct.ENTER)
            record = _boxed(session, poll, place)
            record.marks = spelled(matters_of(session, poll), keys)
            record.who, record.at = self._store.who, self._now()
            note: dict[str, Value] = {"place": place, "reason": short(reason, "更正原因")}
            self._store.touched(poll.compound_id, "secret_ballot", poll.id, "correct", note)

    def enter_marks(self, poll: Ref, text: str, marks: str, note: str) -> Card:
        """Keep marks that were read otherwise than by keys, with how they were read."""
        return self._keep(poll, text, lambda matters: whole(matters, marks), again=False, note=note)

    def check(self, poll: Ref, text: str, keys: Sequence[str]) -> Card:
        """Keep what a second person read; where the two differ, the paper waits for a correction.

        Raise ``SamePerson`` when it is not a second person.
        """
        return self._keep(poll, text, lambda matters: spelled(matters, keys), again=True)

    def find(self, poll: Ref, text: str) -> Card:
        """A paper by its number or door, whatever became of it; to be put right."""
        with self._store.reading() as session:
            record = paper_of(session, poll, text)
            return _card(session, record, poll_of(session, poll).number)

    def correct(self, ballot: Ref, keys: Sequence[str], reason: str) -> None:
        """Read a paper once more and keep that, with the reason; the earlier readings stay."""
        if not reason.strip():
            raise ReasonNeeded("更正录入")
        with self._store.writing("ballot.correct") as session:
            record = get(session, BallotRecord, ballot, "选票")
            poll = Ref(ballot.compound_id, record.poll_id)
            here = poll_of(session, poll, PollAct.ENTER)
            session.refresh(record)  # nobody else changes it from here on
            marks = spelled(matters_of(session, poll), keys)
            checked = record.state is BallotState.CHECKED
            record.state = after(record.state, BallotAct.CORRECT, str(record.paper))
            if checked and read_rules(here.policy).two_person:
                record.state = BallotState.ENTERED  # one person alone changes nothing that two read
            record.marks, record.at = marks, self._now()
            record.why = short(reason, "更正原因")
            self._note(
                session, record, max(3, _last_keying(session, record) + 1), marks, record.why
            )

    def readings(self, ballot: Ref) -> list[Read]:
        """Everything that was ever read on a paper; what it was, only when no more are taken."""
        wanted = (
            select(EntryRecord)
            .where(_E.compound_id == ballot.compound_id, _E.ballot_id == ballot.id)
            .order_by(_E.keying)
        )
        with self._store.reading() as session:
            record = get(session, BallotRecord, ballot, "选票")
            poll = Ref(ballot.compound_id, record.poll_id)
            matters, closed = matters_of(session, poll), poll_of(session, poll).closed_at

            def said(marks: str) -> tuple[str, ...]:
                return words(matters, marks) if closed else (HIDDEN,) * len(matters)

            return [
                Read(each.keying, each.who, each.at, said(each.marks), each.reason)
                for each in session.scalars(wanted)
            ]

    def differing(self, poll: Ref) -> list[Card]:
        """Papers on which two people read different marks."""
        wanted = (
            select(BallotRecord)
            .where(
                _B.compound_id == poll.compound_id,
                _B.poll_id == poll.id,
                _B.state == BallotState.DIFFERS,
            )
            .order_by(_B.paper)
        )
        with self._store.reading() as session:
            number = poll_of(session, poll).number
            return [_card(session, each, number) for each in session.scalars(wanted)]

    def _keep(
        self,
        poll: Ref,
        text: str,
        spell: Callable[[Sequence[Matter]], str],
        *,
        again: bool,
        note: str = "",
    ) -> Card:
        try:
            with self._store.writing("ballot.check" if again else "ballot.enter") as session:
                here = poll_of(session, poll, PollAct.ENTER)
                if read_rules(here.policy).secret:
                    raise SecretByHand("按票号录入")
                record = paper_of(session, poll, text)
                self._may_enter(session, here, record, again=again)
                marks = spell(matters_of(session, poll))
                if again:
                    same = record.marks == marks
                    record.state = BallotState.CHECKED if same else BallotState.DIFFERS
                    record.marks = marks if same else None
                else:
                    record.state = after(record.state, BallotAct.ENTER, str(record.paper))
                    record.marks = marks
                    record.order = record.order or receipt(self._store)
                record.at = self._now()
                keying = max(2, _last_keying(session, record) + 1) if again else 1
                self._note(session, record, keying, marks, note)
                return _card(session, record, here.number)
        except IntegrityError:
            with self._store.reading() as session:  # somebody else was faster
                here = poll_of(session, poll)
                self._may_enter(session, here, paper_of(session, poll, text), again=again)
            raise

    def _note(
        self, session: Session, record: BallotRecord, keying: int, marks: str, reason: str
    ) -> None:
        session.add(
            EntryRecord(
                compound_id=record.compound_id,
                id=self._store.key(),
                ballot_id=record.id,
                keying=keying,
                marks=marks,
                who=self._store.who,
                at=self._now(),
                reason=reason,
            )
        )

    def _now(self) -> str:
        return self._store.clock().isoformat(timespec="seconds")

    def _may_enter(
        self, session: Session, here: PollRecord, record: BallotRecord, *, again: bool
    ) -> None:
        number = str(record.paper)
        if record.state in {BallotState.SPOILT, BallotState.REPLACED}:
            raise VoidBallot(number, record.state, record.why)
        if again:
            after(record.state, BallotAct.CHECK, number)
            if self._store.who in _barred(session, record):
                raise SamePerson(self._store.who)
            return
        if record.state in ENTERED:
            voter = session.get_one(VoterRecord, (record.compound_id, record.voter_id))
            raise AlreadyEntered(number, str(voter.door), _reader(session, record))
        if record.state is BallotState.ISSUED and here.closed_at and not here.sealed_box:
            raise NotReturned(number)
        if record.state is BallotState.ISSUED:  # what was registered in time may still be entered
            in_time(here, self._store.clock().date())
        after(record.state, BallotAct.ENTER, number)


def _barred(session: Session, record: BallotRecord) -> set[str]:
    """Who cannot be the second person: everybody who has read the paper.

    Of a paper that two people had read before somebody put it right: whoever put it right.
    """
    wanted = (
        select(_E.keying, _E.who)
        .where(_E.compound_id == record.compound_id, _E.ballot_id == record.id)
        .order_by(_E.keying)
    )
    read = [(keying, who) for keying, who in session.execute(wanted)]
    if any(keying == 2 for keying, _ in read):
        return {read[-1][1]}
    return {who for _, who in read}


def _last_keying(session: Session, record: BallotRecord) -> int:
    wanted = select(func.max(_E.keying)).where(
        _E.compound_id == record.compound_id, _E.ballot_id == record.id
    )
    return session.scalar(wanted) or 0


def _boxed(session: Session, poll: Ref, place: int) -> SecretBallotRecord:
    wanted = select(SecretBallotRecord).where(
        SecretBallotRecord.compound_id == poll.compound_id,
        SecretBallotRecord.poll_id == poll.id,
        SecretBallotRecord.sequence == place,
    )
    found = session.scalars(wanted).first()
    if found is None:
        raise Gone(f"箱内第 {place} 张票")
    return found


def _reader(session: Session, record: BallotRecord) -> str:
    wanted = select(_E.who).where(
        _E.compound_id == record.compound_id, _E.ballot_id == record.id, _E.keying == 1
    )
    return session.scalar(wanted) or ""


def _card(session: Session, record: BallotRecord, number: int) -> Card:
    voter = session.get_one(VoterRecord, (record.compound_id, record.voter_id))
    of = {"compound": record.compound_id, "voter": record.voter_id, "ballot": record.id}
    return Card(
        Ref(record.compound_id, record.id),
        Number(number, record.paper),
        voter.door,
        voter.names or ERASED,
        voter.area,
        record.state,
        session.scalar(_OTHERS, of) or 0,
    )
