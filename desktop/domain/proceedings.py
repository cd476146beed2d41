"""What a meeting leaves behind: all that its papers are made from, and nothing else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from desktop.domain.attendance import Attendee
from desktop.domain.floor import Turn
from desktop.domain.rule import Profile
from desktop.domain.rulebook import Matter
from desktop.domain.terms import (
    Basis,
    BodyKind,
    Choice,
    Decision,
    Method,
    NoteKind,
    Outcome,
    Progress,
    ProposalState,
    Result,
    Stage,
)


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The frame of a meeting. Times are ``HH:MM``."""

    id: UUID
    compound: str
    community: str
    subdistrict: str
    title: str
    kind_word: str
    held_on: date
    starts: str
    ends: str
    place: str
    convener: str
    chair: str
    recorder: str
    stage: Stage
    noticed_on: date | None
    entered_afterwards: bool
    lapsed: bool
    short: bool
    reason: str

    @property
    def full_title(self) -> str:
        """The title with the compound's name in front, once."""
        name = self.compound
        return self.title if self.title.startswith(name) else f"{name}{self.title}"


@dataclass(frozen=True, slots=True)
class Proposal:
    id: UUID
    version: int
    by: str
    text: str
    state: ProposalState
    at: str = ""  # HH:MM, "" where nobody knows
    withdrawn_at: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    id: UUID
    at: str
    speaker: str
    speaker_body: str
    kind: NoteKind
    text: str
    struck: str  # by whom, or ""
    struck_at: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """会中更正: what a record of the session said before it was set right, by whom and when."""

    id: UUID
    at: str
    what: str
    old: str
    new: str
    who: str
    item_id: UUID | None = None
    attendee_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in one round; votes are unknown where only the whole table was counted."""

    body: BodyKind
    name: str
    present: int
    for_: int | None
    against: int | None
    abstain: int | None


@dataclass(frozen=True, slots=True)
class Round:
    id: UUID
    sequence: int
    at: str
    method: Method
    proposal: Proposal | None
    present: int
    entitled: int
    for_: int
    against: int
    abstain: int
    result: Result
    inequality: str
    rule: str
    rule_source: str
    quorum: str
    bodies: tuple[BodyLine, ...]
    casts: tuple[tuple[str, Choice], ...]
    void_reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    id: UUID
    number: int
    text: str
    basis: Basis
    charged_by: str
    lead: str
    helpers: str
    due: date | None
    note: str
    state: Progress


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An open resolution of an earlier meeting, as it stands on the day of this one."""

    meeting_title: str
    held_on: date
    resolution: Resolution
    overdue: bool
    latest: str


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody has against the outcome while it is posted, and what he was told."""

    on: date
    door: str
    by: str
    text: str
    taken_by: str
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item; number 0 is the unnumbered opening item."""

    id: UUID
    number: int
    title: str
    minutes: int | None
    presenter: str
    decision: Decision
    matter: Matter | None
    outcome: Outcome | None
    outcome_note: str
    suggestions: int
    proposals: tuple[Proposal, ...] = ()
    notes: tuple[Note, ...] = ()
    rounds: tuple[Round, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    late: bool = False  # put on, cut out or named otherwise after the notice had gone out
    announced: str = ""  # its title in the notice, where it differs

    @property
    def owners_decide(self) -> bool:
        return self.decision is Decision.OWNERS_JOINT or bool(
            self.matter and self.matter.owners_decide
        )

    @property
    def standing_notes(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if not note.struck)


@dataclass(frozen=True, slots=True)
class Proceedings:
    facts: MeetingFacts
    profile: Profile
    attendees: tuple[Attendee, ...]
    items: tuple[Item, ...]
    other_notes: tuple[Note, ...]
    other_resolutions: tuple[Resolution, ...]
    follow_ups: tuple[FollowUp, ...]
    seal: str  # the last hash of the compound's history when this was read, or ""
    corrected: tuple[Corrected, ...] = ()
    turns: tuple[Turn, ...] = ()  # of the speaking list, points of order among them

    @property
    def numbered(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.number)

    @property
    def voters(self) -> tuple[Attendee, ...]:
        return tuple(each for each in self.attendees if each.entitled)

    @property
    def observers(self) -> tuple[Attendee, ...]:
        return tuple(each for each in self.attendees if not each.entitled)
