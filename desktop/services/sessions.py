"""What the secretary records while people talk: notes, proposals, votes, outcomes, tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain import vote
from desktop.domain.attendance import Headcount
from desktop.domain.errors import (
    NameNeeded,
    NotCountedAfresh,
    NotNow,
    OwnersDecide,
    ReasonNeeded,
    VotesDoNotAddUp,
)
from desktop.domain.ids import Ref
from desktop.domain.meeting import RECORDING, read_time
from desktop.domain.rule import Profile, Threshold
from desktop.domain.terms import (
    Act,
    Base,
    Basis,
    BodyKind,
    Choice,
    Comparison,
    Decision,
    Method,
    NoteKind,
    Outcome,
    Progress,
    ProposalState,
    Result,
)
from desktop.domain.vote import BodyVote, Count
from desktop.services.profiles import Profiles, thaw
from desktop.services.records import checked, get
from desktop.services.table import attendees, board
from desktop.storage.store import Store
from desktop.storage.tables import (
    BodyVoteRecord,
    CastRecord,
    DraftRecord,
    ItemRecord,
    MeetingRecord,
    NoteRecord,
    ProposalRecord,
    ResolutionRecord,
    RoundRecord,
)

# Where a kind of meeting has no rule of its own.
_MAJORITY = Threshold(1, 2, Comparison.MORE_THAN, Base.PRESENT, "到会过半数（会议未另定规则）")


@dataclass(frozen=True, slots=True)
class Task:
    """A resolution, commitment or task as it is written down."""

    text: str
    lead: str
    due: date | None = None
    basis: Basis = Basis.VOTE
    charged_by: str = ""
    helpers: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hands:
    """A show of hands: by body, or for the whole table (then ``bodies`` is empty)."""

    at: str
    bodies: tuple[BodyVote, ...] = ()
    against: int | None = None
    abstain: int | None = None  # with ``against``: the rest is in favour
    counted_at: str = ""  # of the head count the figures rest on


class Sessions:
    def __init__(self, store: Store, profiles: Profiles) -> None:
        self._store, self._profiles = store, profiles

    # -- notes ---------------------------------------------------------------------------------

    def note(
        self,
        meeting: Ref,
        item_id: UUID | None,
        at: str,
        speaker: str,
        text: str,
        kind: NoteKind = NoteKind.OPINION,
    ) -> Ref:
        """Write down one remark. Text typed so far is kept by ``keep_draft``."""
        plain = checked(text, "记录")
        if not plain:
            raise NameNeeded("记录内容")
        with self._store.writing("note.add") as session:
            _recording(session, meeting)
            body = next(
                (a.body_name for a in attendees(session, meeting) if a.name == speaker.strip()), ""
            )
            record = NoteRecord(
                compound_id=meeting.compound_id,
                id=self._store.key(),
                meeting_id=meeting.id,
                item_id=item_id,
                at=read_time(at) if at else "",
                speaker=speaker.strip(),
                speaker_body=body,
                kind=kind,
                text=plain,
                struck="",
            )
            session.add(record)
            return Ref(meeting.compound_id, record.id)

    def strike(self, ref: Ref) -> None:
        """Correct visibly: the note stays, struck, with the name of who struck it."""
        with self._store.writing("note.strike") as session:
            note = get(session, NoteRecord, ref, "记录")
            _recording(session, Ref(ref.compound_id, note.meeting_id))
            note.struck = self._store.who

    def keep_draft(self, place: str, text: str) -> None:
        """Keep what is being typed; it is no fact yet."""
        with self._store.scratching() as session:
            record = session.get(DraftRecord, place)
            at = self._store.clock().isoformat(timespec="seconds")
            if record is None:
                session.add(DraftRecord(place=place, text=text, saved_at=at))
            else:
                record.text, record.saved_at = text, at

    def draft(self, place: str) -> str:
        with self._store.reading() as session:
            record = session.get(DraftRecord, place)
            return record.text if record else ""

    # -- proposals -----------------------------------------------------------------------------

    def propose(self, item: Ref, by: str, text: str) -> Ref:
        """A proposal, or a changed one: those before it count as amended."""
        plain = checked(text, "方案")
        if not plain:
            raise NameNeeded("方案内容")
        with self._store.writing("proposal.add") as session:
            record = _item(session, item)
            earlier = _proposals(session, item)
            for each in earlier:
                if each.state is ProposalState.OPEN:
                    each.state = ProposalState.AMENDED
            proposal = ProposalRecord(
                compound_id=item.compound_id,
                id=self._store.key(),
                item_id=record.id,
                version=len(earlier) + 1,
                by=by.strip(),
                text=plain,
                state=ProposalState.OPEN,
            )
            session.add(proposal)
            return Ref(item.compound_id, proposal.id)

    def withdraw(self, ref: Ref) -> None:
        with self._store.writing("proposal.withdraw") as session:
            proposal = get(session, ProposalRecord, ref, "方案")
            _item(session, Ref(ref.compound_id, proposal.item_id))
            proposal.state = ProposalState.WITHDRAWN

    # -- votes ---------------------------------------------------------------------------------

    def vote_by_hands(self, item: Ref, hands: Hands, proposal_id: UUID | None = None) -> Result:
        """Count a show of hands on a fresh head count, and judge it by the meeting's rule."""
        with self._store.writing("vote.hands") as session:
            record, profile, count = self._before_vote(session, item, hands.at)
            if hands.bodies:
                _same_heads(hands.bodies, count)
                total = vote.total(hands.bodies, count)
                lines = list(hands.bodies)
            else:
                if read_time(hands.counted_at or "0:00") != read_time(hands.at):
                    raise NotCountedAfresh
                total = vote.rest_in_favour(count, hands.against or 0, hands.abstain or 0)
                lines = []
            return self._judge(
                session, record, profile, count, total, lines, Method.SHOW_OF_HANDS, proposal_id
            ).result

    def vote_by_roll(
        self, item: Ref, at: str, choices: Mapping[UUID, Choice], proposal_id: UUID | None = None
    ) -> Result:
        """A roll call: everyone who is here and entitled, by name."""
        with self._store.writing("vote.roll") as session:
            record, profile, count = self._before_vote(session, item, at)
            meeting = Ref(item.compound_id, record.meeting_id)
            here = [a for a in attendees(session, meeting) if a.entitled and a.here(count.at)]
            lines = vote.by_hand(count, [(a.body, choices[a.id]) for a in here if a.id in choices])
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

    def void_round(self, ref: Ref, reason: str) -> None:
        """A round that went wrong stays on record as void; a new one is taken."""
        if not reason.strip():
            raise ReasonNeeded("作废")
        with self._store.writing("vote.void") as session:
            made = get(session, RoundRecord, ref, "表决")
            item = _item(session, Ref(ref.compound_id, made.item_id))
            made.result, made.void_reason = Result.VOID, reason.strip()
            if made.proposal_id:
                there = Ref(ref.compound_id, made.proposal_id)
                get(session, ProposalRecord, there, "方案").state = ProposalState.OPEN
            session.flush()
            self._settle(session, item, quorate=True)

    # -- outcomes and tasks -----------------------------------------------------------------------

    def conclude(self, item: Ref, outcome: Outcome, note: str = "", at: str = "") -> None:
        """Say what became of an item where no vote says it; owners' matters are only recommended.

        With ``at`` (``HH:MM``) the table is counted at that minute and the count is kept.
        """
        with self._store.writing("item.conclude") as session:
            record = _item(session, item)
            rounds = _rounds(session, record)
            passing = {Outcome.PASSED, Outcome.PASSED_AMENDED, Outcome.AGREED}
            matter = self._profiles.matters.get(record.matter)
            if outcome in passing and self._owners_decide(record):
                name = matter.name if matter else record.title
                article = matter.article if matter else "民法典第二百七十八条"
                raise OwnersDecide(name, article)
            if outcome in {Outcome.PASSED, Outcome.PASSED_AMENDED} and not any(
                each.result is Result.PASSED for each in rounds
            ):
                raise ReasonNeeded("没有表决而记为通过（请改选“协商一致”）")
            counted = ""
            if at:
                counted = _counted(board(session, Ref(item.compound_id, record.meeting_id), at))
            record.outcome = outcome
            record.outcome_note = "；".join(filter(None, [note.strip().rstrip("。"), counted]))

    def decide_task(self, meeting: Ref, item_id: UUID | None, task: Task) -> Ref:
        """A resolution, commitment or task; also one that belongs to no item."""
        plain = checked(task.text, "事项")
        if not plain:
            raise NameNeeded("事项内容")
        with self._store.writing("resolution.add") as session:
            _recording(session, meeting)
            taken = session.scalar(
                select(func.max(ResolutionRecord.number)).where(
                    ResolutionRecord.compound_id == meeting.compound_id,
                    ResolutionRecord.meeting_id == meeting.id,
                )
            )
            record = ResolutionRecord(
                compound_id=meeting.compound_id,
                id=self._store.key(),
                meeting_id=meeting.id,
                item_id=item_id,
                number=(taken or 0) + 1,
                text=plain,
                basis=task.basis,
                charged_by=task.charged_by.strip(),
                lead=task.lead.strip(),
                helpers=task.helpers.strip(),
                due=task.due,
                note=task.note.strip(),
                state=Progress.OPEN,
            )
            session.add(record)
            return Ref(meeting.compound_id, record.id)

    # -- inside ----------------------------------------------------------------------------------

    def _before_vote(
        self, session: Session, item: Ref, at: str
    ) -> tuple[ItemRecord, Profile, Headcount]:
        record = _item(session, item)
        meeting = Ref(item.compound_id, record.meeting_id)
        profile = thaw(get(session, MeetingRecord, meeting, "会议").profile)
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
        passing = profile.passing or _MAJORITY
        whole = count.entitled if passing.base in {Base.ENTITLED, Base.MEMBERS} else total.present
        judged = vote.judge(Count(whole, total.for_, total.against, total.abstain), passing)
        made = RoundRecord(
            compound_id=item.compound_id,
            id=self._store.key(),
            item_id=item.id,
            proposal_id=proposal_id,
            sequence=len(_rounds(session, item)) + 1,
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
        known = {line.body: line for line in lines}
        for body in count.voting:
            line = known.get(body.body)
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
        if proposal_id is not None:
            proposal = get(session, ProposalRecord, Ref(item.compound_id, proposal_id), "方案")
            passed = judged.result is Result.PASSED
            proposal.state = ProposalState.PASSED if passed else ProposalState.LOST
        session.flush()
        self._settle(session, item, quorate=count.quorate)
        return made

    def _settle(self, session: Session, item: ItemRecord, *, quorate: bool) -> None:
        rounds = _rounds(session, item)
        proposals = _proposals(session, Ref(item.compound_id, item.id))
        decision = Decision.OWNERS_JOINT if self._owners_decide(item) else item.decision
        item.outcome = vote.outcome_of(
            decision,
            [each.result for each in rounds],
            amended=len(proposals) > 1,
            quorate=quorate,
        )
        if item.outcome is Outcome.RECOMMENDED and not item.outcome_note:
            matter = self._profiles.matters.get(item.matter)
            article = matter.article if matter else "民法典第二百七十八条"
            item.outcome_note = f"依{article}，本事项由业主共同决定，本次会议只形成建议。"

    def _owners_decide(self, item: ItemRecord) -> bool:
        matter = self._profiles.matters.get(item.matter)
        return item.decision is Decision.OWNERS_JOINT or bool(matter and matter.owners_decide)


def _item(session: Session, ref: Ref) -> ItemRecord:
    record = get(session, ItemRecord, ref, "议题")
    _recording(session, Ref(ref.compound_id, record.meeting_id))
    return record


def _recording(session: Session, meeting: Ref) -> None:
    stage = get(session, MeetingRecord, meeting, "会议").stage
    if stage not in RECORDING:
        raise NotNow(Act.RECORD, stage)


def _proposals(session: Session, item: Ref) -> list[ProposalRecord]:
    wanted = select(ProposalRecord).where(
        ProposalRecord.compound_id == item.compound_id, ProposalRecord.item_id == item.id
    )
    return list(session.scalars(wanted.order_by(ProposalRecord.version)))


def _rounds(session: Session, item: ItemRecord) -> list[RoundRecord]:
    wanted = select(RoundRecord).where(
        RoundRecord.compound_id == item.compound_id, RoundRecord.item_id == item.id
    )
    return list(session.scalars(wanted.order_by(RoundRecord.sequence)))


def _same_heads(bodies: Sequence[BodyVote], count: Headcount) -> None:
    """Votes by body must stand on the bodies counted a moment ago."""
    heads: dict[BodyKind, int] = {line.body: line.present for line in count.voting if line.present}
    told = {line.body: line.present for line in bodies if line.present}
    for body in heads.keys() | told.keys():
        if heads.get(body, 0) != told.get(body, 0):
            line = next((each for each in bodies if each.body is body), None)
            figures = (line.for_, line.against, line.abstain) if line else (0, 0, 0)
            raise VotesDoNotAddUp(body.word, *figures, heads.get(body, 0))


def _counted(count: Headcount) -> str:
    """A head count in words: 17:12清点到会13人（党支部3、业委会2…），3×13 < 2×21."""
    bodies = "、".join(f"{line.name}{line.present}" for line in count.voting if line.present)
    rule = f"，{count.inequality}" if count.checks else ""
    return f"{count.at}清点到会{count.present}人（{bodies}）{rule}"
