"""What the secretary records while people talk: notes, proposals, votes, outcomes, tasks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from desktop.domain.attendance import Headcount, counted
from desktop.domain.errors import (
    NameNeeded,
    OwnersDecide,
    ReasonNeeded,
    VotedOtherwise,
)
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_time
from desktop.domain.rights import Right
from desktop.domain.session_errors import SameItem
from desktop.domain.terms import (
    Basis,
    NoteKind,
    Outcome,
    Progress,
    ProposalState,
    Result,
)
from desktop.services.profiles import Profiles
from desktop.services.recording import (
    check_item,
    check_recording,
    item_of,
    owners_decide,
    proposals_of,
    rounds_of,
    told_by_rounds,
)
from desktop.services.records import checked, get, next_number, short
from desktop.services.session_corrections import set_right
from desktop.services.table import attendees, board
from desktop.storage.store import Store
from desktop.storage.tables import (
    DraftRecord,
    MeetingRecord,
    NoteRecord,
    ProposalRecord,
    ResolutionRecord,
)

NOTES = "note/"  # how the place of a note's draft begins


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
            check_recording(session, meeting)
            check_item(session, meeting, item_id)
            body = next(
                (a.body_name for a in attendees(session, meeting) if a.name == speaker.strip()), ""
            )
            record = NoteRecord(
                compound_id=meeting.compound_id,
                id=self._store.key(),
                meeting_id=meeting.id,
                item_id=item_id,
                at=read_time(at) if at else "",
                speaker=short(speaker, "发言人"),
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
            check_recording(session, Ref(ref.compound_id, note.meeting_id))
            note.struck = self._store.who
            note.struck_at = self._store.clock().strftime("%H:%M")

    def keep_draft(self, place: str, text: str) -> None:
        """Keep what is being typed; it is no fact yet. Raise ``NotAllowed`` for who keeps no record."""
        if place.startswith(NOTES):
            self._store.operator.demand(Right.MEET)
        with self._store.scratching() as session:
            record = session.get(DraftRecord, place)
            at = self._store.clock().isoformat(timespec="seconds")
            if record is None:
                session.add(DraftRecord(place=place, text=text, saved_at=at))
            else:
                record.text, record.saved_at = text, at

    def draft(self, place: str) -> str:
        """What was being typed there; nothing for who keeps no record."""
        if place.startswith(NOTES) and not self._store.operator.may(Right.MEET):
            return ""
        with self._store.reading() as session:
            record = session.get(DraftRecord, place)
            return record.text if record else ""

    # -- proposals -----------------------------------------------------------------------------

    def propose(self, item: Ref, by: str, text: str, at: str = "") -> Ref:
        """A proposal, or a changed one: those before it count as amended. ``at``: ``HH:MM``, or ""
        for the clock's time on the day of the meeting."""
        plain = checked(text, "方案")
        if not plain:
            raise NameNeeded("方案内容")
        with self._store.writing("proposal.add") as session:
            record = item_of(session, item)
            earlier = proposals_of(session, item)
            for each in earlier:
                if each.state is ProposalState.OPEN:
                    each.state = ProposalState.AMENDED
            proposal = ProposalRecord(
                compound_id=item.compound_id,
                id=self._store.key(),
                item_id=record.id,
                version=len(earlier) + 1,
                by=short(by, "提出人"),
                text=plain,
                state=ProposalState.OPEN,
                at=self._time(session, Ref(item.compound_id, record.meeting_id), at),
            )
            session.add(proposal)
            return Ref(item.compound_id, proposal.id)

    def withdraw(self, ref: Ref, at: str = "") -> None:
        with self._store.writing("proposal.withdraw") as session:
            proposal = get(session, ProposalRecord, ref, "方案")
            item = item_of(session, Ref(ref.compound_id, proposal.item_id))
            proposal.state = ProposalState.WITHDRAWN
            meeting = Ref(ref.compound_id, item.meeting_id)
            proposal.withdrawn_at = self._time(session, meeting, at)

    def _time(self, session: Session, meeting: Ref, at: str) -> str:
        """When something happened; "" where it is entered another day and nobody has said."""
        if at.strip():
            return read_time(at)
        now = self._store.clock()
        today = get(session, MeetingRecord, meeting, "会议").held_on == now.date()
        return now.strftime("%H:%M") if today else ""

    # -- outcomes and tasks -----------------------------------------------------------------------

    def conclude(self, item: Ref, outcome: Outcome, note: str = "", at: str = "") -> None:
        """Say what became of an item where no vote says it; owners' matters are only recommended.

        With ``at`` (``HH:MM``) the table is counted at that minute and the count is kept.
        """
        with self._store.writing("item.conclude") as session:
            record = item_of(session, item)
            sound = [each for each in rounds_of(session, record) if each.result is not Result.VOID]
            passing = {Outcome.PASSED, Outcome.PASSED_AMENDED, Outcome.AGREED}
            matter = self._profiles.matters.get(record.matter)
            if outcome in passing and owners_decide(self._profiles, record):
                name = matter.name if matter else record.title
                article = matter.article if matter else "民法典第二百七十八条"
                raise OwnersDecide(name, article)
            if sound:
                by_vote = told_by_rounds(session, self._profiles, record)
                if outcome not in {by_vote, Outcome.POSTPONED} and by_vote is not None:
                    raise VotedOtherwise(sound[-1].sequence, by_vote.word, outcome.word)
            elif outcome in {Outcome.PASSED, Outcome.PASSED_AMENDED}:
                raise ReasonNeeded("没有表决而记为通过（请改选“协商一致”）")
            counted = ""
            if at:
                counted = _counted(board(session, Ref(item.compound_id, record.meeting_id), at))
            if outcome is Outcome.MERGED:  # only ``merge`` says into which
                raise SameItem
            told = "；".join(filter(None, [note.strip().rstrip("。"), counted]))
            if record.outcome is not None and (record.outcome, "") != (
                outcome,
                record.outcome_note,
            ):
                said = (_outcome(record.outcome, record.outcome_note), _outcome(outcome, told))
                meeting = Ref(item.compound_id, record.meeting_id)
                about = ("审议结果", record.id, None)
                set_right(self._store, session, meeting, about, said)
            record.into_id = None
            record.outcome, record.outcome_note = outcome, told

    def decide_task(self, meeting: Ref, item_id: UUID | None, task: Task) -> Ref:
        """A resolution, commitment or task; also one that belongs to no item."""
        plain = checked(task.text, "事项")
        if not plain:
            raise NameNeeded("事项内容")
        with self._store.writing("resolution.add") as session:
            check_recording(session, meeting)
            check_item(session, meeting, item_id)
            record = ResolutionRecord(
                compound_id=meeting.compound_id,
                id=self._store.key(),
                meeting_id=meeting.id,
                item_id=item_id,
                number=next_number(
                    session,
                    ResolutionRecord.number,
                    ResolutionRecord.compound_id == meeting.compound_id,
                    ResolutionRecord.meeting_id == meeting.id,
                ),
                text=plain,
                basis=task.basis,
                charged_by=short(task.charged_by, "交办"),
                lead=short(task.lead, "责任"),
                helpers=short(task.helpers, "协办"),
                due=task.due,
                note=task.note.strip(),
                state=Progress.OPEN,
            )
            session.add(record)
            return Ref(meeting.compound_id, record.id)


def _outcome(outcome: Outcome, note: str) -> str:
    return f"{outcome.word}（{note}）" if note else outcome.word


def _counted(count: Headcount) -> str:
    """A head count in words: 17:12清点到会13人（党支部3、业委会2…），3×13 < 2×21."""
    bodies = "、".join(counted(line.name, line.present) for line in count.voting if line.present)
    rule = f"，{count.inequality}" if count.checks else ""
    return f"{count.at}清点到会{count.present}人（{bodies}）{rule}"
