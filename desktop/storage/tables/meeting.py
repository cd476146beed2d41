"""A meeting and everything said, decided and signed in it."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.affair_terms import Opinion, Right
from desktop.domain.meeting import after
from desktop.domain.session_terms import TurnKind
from desktop.domain.terms import (
    Act,
    BodyKind,
    Choice,
    Copy,
    Decision,
    MeetingKind,
    Method,
    NoteKind,
    Outcome,
    ProposalState,
    Result,
    Stage,
)
from desktop.storage.tables.base import DIGEST, PERSONAL, STRICT, Kept, Salted, Table, under


class MeetingRecord(Kept, Salted, Table):
    __tablename__ = "meeting"
    __table_args__ = (Index(None, "compound_id", "held_on"), STRICT)
    kind: Mapped[MeetingKind]
    profile: Mapped[str]  # JSON: the rule profile, frozen when the meeting was made
    title: Mapped[str]
    held_on: Mapped[date]
    starts: Mapped[str]  # HH:MM
    ends: Mapped[str]  # HH:MM, or "" until it is over
    place: Mapped[str]
    convener: Mapped[str]
    chair: Mapped[str] = mapped_column(info=PERSONAL)
    recorder: Mapped[str] = mapped_column(info=PERSONAL)
    stage: Mapped[Stage]
    noticed_on: Mapped[date | None]
    entered_afterwards: Mapped[bool]
    short: Mapped[bool]
    reason: Mapped[str]  # of cancelling, lapsing or moving it
    lapsed: Mapped[bool]
    follows_id: Mapped[UUID | None]  # 续会: the meeting it goes on from

    def do(self, act: Act) -> None:
        """Move on to where the act leads; refuse it if it is not its time."""
        self.stage = after(self.stage, act)


class AttendeeRecord(Kept, Salted, Table):
    __tablename__ = "attendee"
    __table_args__ = (
        under("meeting"),
        under("person"),
        Index(None, "compound_id", "meeting_id"),
        STRICT,
    )
    meeting_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    position: Mapped[int]
    name: Mapped[str | None] = mapped_column(info=PERSONAL)
    initials: Mapped[str | None] = mapped_column(info=PERSONAL)
    body: Mapped[BodyKind]
    body_name: Mapped[str]
    also: Mapped[list[str]]  # other bodies the same person sits in
    duty: Mapped[str]
    entitled: Mapped[bool]
    excused: Mapped[str] = mapped_column(info=PERSONAL)
    stand_in: Mapped[str] = mapped_column(info=PERSONAL)
    letter_on: Mapped[date | None]  # of the letter of authority the stand-in has shown


class StayRecord(Kept, Table):
    __tablename__ = "stay"
    __table_args__ = (under("attendee"), Index(None, "compound_id", "attendee_id"), STRICT)
    attendee_id: Mapped[UUID]
    arrived: Mapped[str]
    left_at: Mapped[str]


class ItemRecord(Kept, Salted, Table):
    """An agenda item. Number 0 is the unnumbered opening item 上次事项落实情况."""

    __tablename__ = "item"
    __table_args__ = (under("meeting"), Index(None, "compound_id", "meeting_id"), STRICT)
    meeting_id: Mapped[UUID]
    number: Mapped[int]
    title: Mapped[str]
    minutes: Mapped[int | None]  # planned
    presenter: Mapped[str] = mapped_column(info=PERSONAL)
    decision: Mapped[Decision]
    matter: Mapped[str]  # key of the matter guide, or ""
    outcome: Mapped[Outcome | None]
    outcome_note: Mapped[str]
    opinion: Mapped[Opinion | None]  # of the party organisation, before the meeting
    opinion_note: Mapped[str] = mapped_column(default="")
    opinion_on: Mapped[date | None]
    brought_by: Mapped[Right] = mapped_column(
        default=Right.NONE
    )  # who has brought it, where the law gives them a right to
    late: Mapped[bool] = mapped_column(default=False)  # put on after the notice had gone out
    announced: Mapped[str] = mapped_column(default="")  # its title in the notice, where it differs
    into_id: Mapped[UUID | None]  # the item it was merged into


class SpanRecord(Kept, Table):
    """A stretch of time in which an item was spoken about."""

    __tablename__ = "item_span"
    __table_args__ = (under("item"), Index(None, "compound_id", "item_id"), STRICT)
    item_id: Mapped[UUID]
    began: Mapped[str]  # HH:MM:SS
    ended: Mapped[str]  # "" while it goes on


class TurnRecord(Kept, Salted, Table):
    """A place on the speaking list. Ended without having begun: taken off it."""

    __tablename__ = "turn"
    __table_args__ = (
        under("meeting"),
        under("item"),
        Index(None, "compound_id", "meeting_id"),
        STRICT,
    )
    meeting_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    kind: Mapped[TurnKind]
    speaker: Mapped[str] = mapped_column(info=PERSONAL)
    body: Mapped[str]
    limit: Mapped[int]  # minutes
    asked: Mapped[str]  # HH:MM:SS
    began: Mapped[str]
    ended: Mapped[str]


class ItemSuggestionRecord(Kept, Table):
    """That a suggestion stands behind an agenda item."""

    __tablename__ = "item_suggestion"
    __table_args__ = (
        under("item"),
        under("suggestion"),
        Index(None, "compound_id", "item_id"),
        Index(None, "compound_id", "suggestion_id"),
        STRICT,
    )
    item_id: Mapped[UUID]
    suggestion_id: Mapped[UUID]


class ProposalRecord(Kept, Salted, Table):
    __tablename__ = "proposal"
    __table_args__ = (under("item"), Index(None, "compound_id", "item_id"), STRICT)
    item_id: Mapped[UUID]
    version: Mapped[int]
    by: Mapped[str] = mapped_column(info=PERSONAL)
    text: Mapped[str] = mapped_column(info=PERSONAL)
    state: Mapped[ProposalState]
    at: Mapped[str] = mapped_column(default="")  # HH:MM, or "" where nobody knows
    withdrawn_at: Mapped[str] = mapped_column(default="")


class NoteRecord(Kept, Salted, Table):
    """One remark of the session. A corrected note stays, struck, beside the new one."""

    __tablename__ = "note"
    __table_args__ = (
        under("meeting"),
        under("item"),
        Index(None, "compound_id", "meeting_id"),
        STRICT,
    )
    meeting_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    at: Mapped[str]
    speaker: Mapped[str] = mapped_column(info=PERSONAL)
    speaker_body: Mapped[str]
    kind: Mapped[NoteKind]
    text: Mapped[str] = mapped_column(info=PERSONAL)
    struck: Mapped[str]  # by whom, or ""
    struck_at: Mapped[str] = mapped_column(default="")


class SessionCorrectionRecord(Kept, Salted, Table):
    """会中更正: what a record of the session said before it was set right, by whom and when.

    Of an item or of somebody at the table; rows are only ever added.
    """

    __tablename__ = "session_correction"
    __table_args__ = (under("meeting"), Index(None, "compound_id", "meeting_id"), STRICT)
    meeting_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    attendee_id: Mapped[UUID | None]
    at: Mapped[str]  # HH:MM
    what: Mapped[str]
    old: Mapped[str] = mapped_column(info=PERSONAL)
    new: Mapped[str] = mapped_column(info=PERSONAL)
    who: Mapped[str]


class RoundRecord(Kept, Table):
    """One round of voting with the head count it was taken on and the rule it was judged by."""

    __tablename__ = "round"
    __table_args__ = (
        under("item"),
        under("proposal"),
        Index(None, "compound_id", "item_id"),
        STRICT,
    )
    item_id: Mapped[UUID]
    proposal_id: Mapped[UUID | None]
    sequence: Mapped[int]
    at: Mapped[str]
    method: Mapped[Method]
    present: Mapped[int]
    entitled: Mapped[int]
    for_: Mapped[int]
    against: Mapped[int]
    abstain: Mapped[int]
    result: Mapped[Result]
    inequality: Mapped[str]
    rule: Mapped[str]
    rule_source: Mapped[str]
    quorum: Mapped[str]  # the inequality of the quorum at that moment
    void_reason: Mapped[str]


class BodyVoteRecord(Kept, Table):
    """The head count of one body in a round, and its votes where hands were counted by body."""

    __tablename__ = "body_vote"
    __table_args__ = (under("round"), Index(None, "compound_id", "round_id"), STRICT)
    round_id: Mapped[UUID]
    body: Mapped[BodyKind]
    name: Mapped[str]
    present: Mapped[int]
    for_: Mapped[int | None]
    against: Mapped[int | None]
    abstain: Mapped[int | None]


class CastRecord(Kept, Table):
    """One voter's choice in a roll call."""

    __tablename__ = "vote_cast"
    __table_args__ = (
        under("round"),
        under("attendee"),
        Index(None, "compound_id", "round_id"),
        STRICT,
    )
    round_id: Mapped[UUID]
    attendee_id: Mapped[UUID]
    choice: Mapped[Choice]


class MinutesRecord(Kept, Salted, Table):
    """A version of the minutes. Final ones are never changed, only followed.

    ``basis`` is the digest of the draft an edited text began from; "" while nobody has edited it:
    then the text is whatever the facts say.
    """

    __tablename__ = "minutes"
    __table_args__ = (under("meeting"), Index(None, "compound_id", "meeting_id"), STRICT)
    meeting_id: Mapped[UUID]
    copy: Mapped[Copy]
    version: Mapped[int]
    text: Mapped[str] = mapped_column(info=PERSONAL)
    basis: Mapped[str] = mapped_column(server_default="")
    final: Mapped[bool]
    finalised_at: Mapped[str]
    finalised_by: Mapped[str]
    checksum: Mapped[str]
    reason: Mapped[str]  # why it was opened again
    checked_by: Mapped[str] = mapped_column(default="")  # the second person who read it
    checked_text: Mapped[str] = mapped_column(default="")  # the digest of what was read
    kept_numbers: Mapped[str] = mapped_column(default="")  # why numbers unlike the record stay
    kept_differences: Mapped[list[str]] = mapped_column(default=list)  # which ones, and no others


class CorrectionRecord(Kept, Salted, Table):
    """更正: what a final text says wrongly, and what it ought to say. The text itself stays."""

    __tablename__ = "correction"
    __table_args__ = (under("meeting"), Index(None, "compound_id", "meeting_id"), STRICT)
    meeting_id: Mapped[UUID]
    number: Mapped[int]
    on: Mapped[date]
    wrong: Mapped[str] = mapped_column(info=PERSONAL)
    right: Mapped[str] = mapped_column(info=PERSONAL)
    reason: Mapped[str]
    who: Mapped[str]


class ShowingRecord(Kept, Salted, Table):
    """That names may stand on a posted paper after all: which, why, and the two who say so."""

    __tablename__ = "showing"
    __table_args__ = (under("meeting"), Index(None, "compound_id", "meeting_id"), STRICT)
    meeting_id: Mapped[UUID]
    paper: Mapped[str]
    shown: Mapped[list[str]] = mapped_column(info=PERSONAL)
    reason: Mapped[str]
    second: Mapped[str]
    at: Mapped[str]
    who: Mapped[str]


class FileNumberRecord(Kept, Table):
    """文号: a number of a series and year, given once and never again."""

    __tablename__ = "file_number"
    __table_args__ = (
        under("meeting"),
        UniqueConstraint("series", "year", "number"),
        Index(None, "compound_id", "meeting_id"),
        STRICT,
    )
    meeting_id: Mapped[UUID]
    paper: Mapped[str]
    series: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    text: Mapped[str]
    void: Mapped[str] = mapped_column(default="")  # why the number was given in vain, or ""


class PostingRecord(Kept, Table):
    """公示: the day the outcome of a meeting was posted, where, and for how many days."""

    __tablename__ = "posting"
    __table_args__ = (under("meeting"), UniqueConstraint("compound_id", "meeting_id"), STRICT)
    meeting_id: Mapped[UUID]
    on: Mapped[date]
    place: Mapped[str]
    days: Mapped[int]


class MeetingObjectionRecord(Kept, Salted, Table):
    """An objection to the posted outcome of a meeting, and its answer."""

    __tablename__ = "meeting_objection"
    __table_args__ = (under("meeting"), Index(None, "compound_id", "meeting_id"), STRICT)
    meeting_id: Mapped[UUID]
    on: Mapped[date]
    door: Mapped[str] = mapped_column(info=PERSONAL)
    by: Mapped[str] = mapped_column(info=PERSONAL)
    text: Mapped[str] = mapped_column(info=PERSONAL)
    answer: Mapped[str] = mapped_column(info=PERSONAL)
    answered_on: Mapped[date | None]
    taken_by: Mapped[str]


class AttachmentRecord(Kept, Table):
    """A photo, a scanned sheet, a piece of evidence."""

    __tablename__ = "attachment"
    __table_args__ = (
        under("meeting"),
        under("resolution"),
        Index(None, "compound_id", "meeting_id"),
        STRICT,
    )
    meeting_id: Mapped[UUID | None]
    resolution_id: Mapped[UUID | None]
    suggestion_id: Mapped[UUID | None]
    affair_id: Mapped[UUID | None]
    renewal_id: Mapped[UUID | None]  # a plan, or one version of its scheme
    name: Mapped[str]
    kind: Mapped[str]  # 签到表 / 照片 / 委托书 / 证明 / 其他
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(info=DIGEST)


class PaperRecord(Kept, Table):
    """A paper that was written: where, and its digest."""

    __tablename__ = "paper"
    __table_args__ = (
        under("meeting"),
        under("poll"),
        Index(None, "compound_id", "meeting_id"),
        STRICT,
    )
    meeting_id: Mapped[UUID | None]
    poll_id: Mapped[UUID | None]
    title: Mapped[str]
    form: Mapped[str]  # PDF / Word
    path: Mapped[str]
    sha256: Mapped[str]
    at: Mapped[str]
    pages: Mapped[int] = mapped_column(default=0)  # of a PDF; 0 where they were not counted
    said: Mapped[str] = mapped_column(default="")  # the digest of its words, whatever the file's
