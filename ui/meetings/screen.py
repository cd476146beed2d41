"""What the meetings page shows: the list, and the meeting that is open."""

from dataclasses import dataclass
from uuid import UUID

from desktop.documents.model import Sheet
from desktop.domain.attendance import Headcount
from desktop.domain.ids import Ref
from desktop.domain.proceedings import Proceedings
from desktop.domain.rule import Profile
from desktop.domain.terms import Copy
from desktop.services.attachments import AttachmentLine
from desktop.services.floor import SILENT, FloorFacts
from desktop.services.meetings import MeetingLine
from desktop.services.minutes import MinutesText
from desktop.services.papers import Paper
from desktop.services.suggestions import SuggestionLine
from ui.presenter import Screen


@dataclass(frozen=True, slots=True)
class MeetingScreen(Screen):
    compound: UUID | None = None
    lines: tuple[MeetingLine, ...] = ()
    profiles: tuple[Profile, ...] = ()
    ref: Ref | None = None
    told: Proceedings | None = None
    board: Headcount | None = None
    item: UUID | None = None
    aside: bool = False  # what is recorded belongs to no item, because somebody has chosen so
    voices: tuple[SuggestionLine, ...] = ()
    attachments: tuple[AttachmentLine, ...] = ()
    minutes: tuple[MinutesText, ...] = ()
    problems: tuple[str, ...] = ()
    preview: bytes = b""
    preview_of: tuple[Ref, Paper, Sheet] | None = None
    at: str = ""  # the time typed for the head count
    thrown: tuple[Copy, str] | None = None  # minutes text just thrown away, to be put back
    chat: str = ""
    draft: str = ""
    floor: FloorFacts = SILENT
