"""Votes at the table: hands or names, on a fresh head count, judged by the meeting's rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from desktop.domain import vote
from desktop.domain.attendance import Headcount
from desktop.domain.errors import (
    AlreadyVoid,
    CountMoved,
    Gone,
    NotCountedAfresh,
    OneRoundOnly,
    ProposalClosed,
    ReasonNeeded,
    VotesDoNotAddUp,
)
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_time
from desktop.domain.rule import Profile, Threshold
from desktop.domain.session_errors import NotAnnounced, RetitledItem
from desktop.domain.terms import (
    Base,
    Choice,
    Comparison,
    Method,
    Outcome,
    ProposalState,
    Result,
)
from desktop.domain.vote import BodyVote, Count
from desktop.services.profiles import Profiles, thaw
from desktop.services.recording import item_of, rounds_of, told_by_rounds
from desktop.services.records import get
from desktop.services.table import attendees, board
from desktop.storage.store import Store
from desktop.storage.tables import (
    BodyVoteRecord,
    CastRecord,
    ItemRecord,
    MeetingRecord,
    ProposalRecord,
    RoundRecord,
)

# Where a kind of meeting has no rule of its own.
_MAJORITY = Threshold(1, 2, Comparison.MORE_THAN, Base.PRESENT, "到会过半数（会议未另定规则）")


@dataclass(frozen=True, slots=True)
class Hands:
    """A show of hands: by body, or for the whole table (then ``bodies`` is empty)."""

    at: str
    bodies: tuple[BodyVote, ...] = ()
    against: int | None = None
    abstain: int | None = None  # with ``against``: the rest is in favour
    counted_at: str = ""  # of the head count the figures rest on
    counted: int | None = None  # how many that head count found


class Votes:
    def __init__(self, store: Store, profiles: Profiles) -> None:
        self._store, self._profiles = store, profiles

    def by_hands(self, item: Ref, hands: Hands, proposal_id: UUID | None = None) -> Result:
        """Count a show of hands on a fresh head count, and judge it by the meeting's rule."""
        with self._store.writing("vote.hands") as session:
            record, profile, count = self._before_vote(session, item, hands.at)
            if hands.bodies:
                _same_heads(hands.bodies, count)
                total = vote.total(hands.bodies, count)
                lines = list(hands.bodies)
            else:
                if hands.counted is None or read_time(hands.counted_at) != read_time(hands.at):
                    raise NotCountedAfresh
                if hands.counted != count.present:
                    raise CountMoved(count.at, hands.counted, count.present)
                total = vote.rest_in_favour(count, hands.against or 0, hands.abstain or 0)
                lines = []
            return self._judge(
                session, record, profile, count, total, lines, Method.SHOW_OF_HANDS, proposal_id
            ).result

    def by_roll(
        self, item: Ref, at: str, choices: Mapping[UUID, Choice], proposal_id: UUID | None = None
    ) -> Result:
        """A roll call: everyone who is here and entitled, by name."""
        with self._store.writing("vote.roll") as session:
            record, profile, count = self._before_vote(session, item, at)
            meeting = Ref(item.compound_id, record.meeting_id)
            here = [a for a in attendees(session, meeting) if a.entitled and a.here(count.at)]
            lines = vote.by_hand(
                count, [(a.body, a.body_name, choices[a.id]) for a in here if a.id in choices]
            )
            total = Count(
                count.present,
                sum(line.for_ for line in lines),
                sum(line.against for line in lines),
                sum(line.abstain for line in lines),
            )
            if sum(line.present for line in lines) != count.present:
                figures = (total.for_, total.against, total.abstain, total.present)
                raise VotesDoNotAddUp("记名", *figures)
            made = self._judge(
                session, record, profile, count, total, lines, Method.ROLL_CALL, proposal_id
            )
            for each in here:
                session.add(
                    CastRecord(
                        compound_id=item.compound_id,
                        id=self._store.key(),
                        round_id=made.id,
                        attendee_id=each.id,
                        choice=choices[each.id],
                    )
                )
            return made.result

    def void(self, ref: Ref, reason: str) -> None:
        """A round that went wrong stays on record as void; a new one is taken."""
        if not reason.strip():
            raise ReasonNeeded("作废")
        with self._store.writing("vote.void") as session:
            made = get(session, RoundRecord, ref, "表决")
            item = item_of(session, Ref(ref.compound_id, made.item_id))
            if made.result is Result.VOID:
                raise AlreadyVoid
            made.result, made.void_reason = Result.VOID, reason.strip()
            if made.proposal_id:
                there = Ref(ref.compound_id, made.proposal_id)
                get(session, ProposalRecord, there, "方案").state = ProposalState.OPEN
            session.flush()
            self._settle(session, item, quorate=True)

    def _before_vote(
        self, session: Session, item: Ref, at: str
    ) -> tuple[ItemRecord, Profile, Headcount]:
        record = item_of(session, item)
        meeting = Ref(item.compound_id, record.meeting_id)
        profile = thaw(get(session, MeetingRecord, meeting, "会议").profile)
        if record.announced and profile.announced_only:
            raise RetitledItem(record.title, record.announced, profile.name)
        if record.late and profile.announced_only:
            raise NotAnnounced(record.title, profile.name)
        count = board(session, meeting, at)
        vote.may_vote(count)
        return record, profile, count

    def _judge(  # noqa: PLR0913 - the facts of one round
        self,
        session: Session,
        item: ItemRecord,
        profile: Profile,
        count: Headcount,
        total: Count,
        lines: Sequence[BodyVote],
        method: Method,
        proposal_id: UUID | None,
    ) -> RoundRecord:
        proposal = _proposal(session, item, proposal_id)
        held = [each for each in rounds_of(session, item) if each.result is not Result.VOID]
        if held and not profile.second_round:
            raise OneRoundOnly(profile.name)
        passing = profile.passing or _MAJORITY
        whole = count.entitled if passing.base in {Base.ENTITLED, Base.MEMBERS} else total.present
        judged = vote.judge(Count(whole, total.for_, total.against, total.abstain), passing)
        made = RoundRecord(
            compound_id=item.compound_id,
            id=self._store.key(),
            item_id=item.id,
            proposal_id=proposal_id,
            sequence=len(rounds_of(session, item)) + 1,
            at=count.at,
            method=method,
            present=count.present,
            entitled=count.entitled,
            for_=total.for_,
            against=total.against,
            abstain=total.abstain,
            result=judged.result,
            inequality=judged.inequality,
            rule=judged.rule,
            rule_source=judged.source,
            quorum="；".join(f"{check.name} {check.inequality}" for check in count.checks),
            void_reason="",
        )
        session.add(made)
        session.flush()
        known = {(line.body, line.name): line for line in lines}
        for body in count.voting:
            line = known.get((body.body, body.name))
            session.add(
                BodyVoteRecord(
                    compound_id=item.compound_id,
                    id=self._store.key(),
                    round_id=made.id,
                    body=body.body,
                    name=body.name,
                    present=body.present,
                    for_=line.for_ if line else None,
                    against=line.against if line else None,
                    abstain=line.abstain if line else None,
                )
            )
        if proposal is not None:
            passed = judged.result is Result.PASSED
            proposal.state = ProposalState.PASSED if passed else ProposalState.LOST
        session.flush()
        self._settle(session, item, quorate=count.quorate)
        return made

    def _settle(self, session: Session, item: ItemRecord, *, quorate: bool) -> None:
        item.outcome = told_by_rounds(session, self._profiles, item, quorate=quorate)
        matter = self._profiles.matters.get(item.matter)
        article = matter.article if matter else "民法典第二百七十八条"
        ours = f"依{article}，本事项由业主共同决定，本次会议只形成建议。"
        if item.outcome is Outcome.RECOMMENDED:
            item.outcome_note = item.outcome_note or ours
        elif item.outcome_note == ours:
            item.outcome_note = ""


def _proposal(
    session: Session, item: ItemRecord, proposal_id: UUID | None
) -> ProposalRecord | None:
    """The proposal that is voted on: of this item, and still on the table."""
    if proposal_id is None:
        return None
    found = get(session, ProposalRecord, Ref(item.compound_id, proposal_id), "方案")
    if found.item_id != item.id:
        raise Gone("这项议题的方案")
    if found.state not in {ProposalState.OPEN, ProposalState.LOST}:
        raise ProposalClosed(found.version, found.state.word)
    return found


def _same_heads(bodies: Sequence[BodyVote], count: Headcount) -> None:
    """Votes by body must stand on the bodies counted a moment ago."""
    heads = {(line.body, line.name): line.present for line in count.voting if line.present}
    told = {(line.body, line.name): line.present for line in bodies if line.present}
    for body in heads.keys() | told.keys():
        if heads.get(body, 0) != told.get(body, 0):
            line = next((each for each in bodies if (each.body, each.name) == body), None)
            figures = (line.for_, line.against, line.abstain) if line else (0, 0, 0)
            raise VotesDoNotAddUp(body[1], *figures, heads.get(body, 0))
