"""What the votes page shows: the list, and the written vote that is open."""

from dataclasses import dataclass
from uuid import UUID

from desktop.documents.model import Sheet
from desktop.domain.decision_rule import DecisionRule
from desktop.domain.electorate import Warned
from desktop.domain.figures import Difference
from desktop.domain.ids import Ref
from desktop.domain.poll_facts import CorrectionLine, CountLine, PollFacts
from desktop.services.ballots import BallotLine
from desktop.services.boards import Board
from desktop.services.bodies import BodyLine
from desktop.services.entries import Card
from desktop.services.poll_facts import PollLine
from desktop.services.poll_papers import PollPaper
from desktop.services.publicity import InspectionLine, ObjectionLine
from desktop.services.rolls import VoterLine
from desktop.services.rulings import Case
from ui.presenter import Screen

PREPARE, PAPERS, ENTRY, BOARD, COUNT, PUBLISH = range(6)  # the tabs, in the order of work


@dataclass(frozen=True, slots=True)
class Typing:
    """One paper being entered: its card and the keys typed so far."""

    card: Card | None = None
    keys: tuple[str, ...] = ()
    digits: str = ""  # of an election, until Enter
    again: bool = False  # a second person reads
    next: Card | None = None  # what Enter alone takes
    said: str = ""
    wrong: bool = False
    blocked: bool = False  # the last paper was not found: a digit or two is no new number
    recent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoteScreen(Screen):
    compound: UUID | None = None
    lines: tuple[PollLine, ...] = ()
    rules: tuple[DecisionRule, ...] = ()
    bodies: tuple[BodyLine, ...] = ()
    ref: Ref | None = None
    tab: int = PREPARE
    told: PollFacts | None = None
    warnings: tuple[Warned, ...] = ()
    reach: str = ""  # how large the electorate would be
    voters: tuple[VoterLine, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    ballots: tuple[BallotLine, ...] = ()
    board: Board | None = None
    cases: tuple[Case, ...] = ()
    differing: tuple[Card, ...] = ()
    rounds: tuple[CountLine, ...] = ()
    difference: tuple[Difference, ...] = ()
    objections: tuple[ObjectionLine, ...] = ()
    inspections: tuple[InspectionLine, ...] = ()
    typing: Typing = Typing()
    scans: bool = False  # whether the office has asked for reading scanned ballots
    preview: bytes = b""
    preview_of: tuple[Ref, PollPaper, Sheet] | None = None
