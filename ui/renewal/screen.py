"""What the place 改造方案 shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from desktop.documents.model import Sheet
from desktop.documents.renewal.facts import RenewalFacts
from desktop.domain.renewal.lift import Part
from desktop.domain.renewal.plan_files import PlanFiles
from desktop.domain.renewal.scheme import Difference
from desktop.domain.renewal.terms import Ledger
from desktop.services.attachments import AttachmentLine
from desktop.services.renewal.ledgers import LedgerLine, LedgerRead
from desktop.services.renewal.lifts import LiftLine
from desktop.services.renewal.papers import RenewalPaper
from desktop.services.renewal.plans import RenewalLine
from desktop.services.renewal.schemes import SchemeLine
from desktop.services.renewal.surveys import SurveyTold
from ui.presenter import Screen

NO_COMPOUND = "请先在“小区与名册”里登记小区。"
NO_PLAN = "还没有方案。请先点“填写方案…”，填名称和同意比例。"
RECENT = 8  # sheets that were keyed in last


class Tab(IntEnum):
    """The tabs of the place, in their order; 全部小区 has a presenter of its own."""

    PLAN = 0
    SURVEY = 1
    LEDGERS = 2
    SCHEMES = 3
    LIFTS = 4
    DISTRICT = 5


@dataclass(frozen=True, slots=True)
class RenewalScreen(Screen):
    compound: UUID | None = None
    line: RenewalLine | None = None
    facts: RenewalFacts | None = None
    read: PlanFiles | None = None  # tables that were read and wait to be taken over
    ref: object = None  # what the preview panel compares
    told: object = None
    preview: bytes = b""
    preview_of: tuple[object, RenewalPaper, Sheet] | None = None
    survey: SurveyTold | None = None
    said: str = ""  # of the sheet that was keyed in
    wrong: bool = False
    recent: tuple[str, ...] = ()
    ledger: Ledger = Ledger.WORKS
    lines: tuple[LedgerLine, ...] = ()
    table: LedgerRead | None = None  # of one ledger, waiting to be taken over
    removed: tuple[Ledger, Mapping[str, str]] | None = None
    schemes: tuple[SchemeLine, ...] = ()
    differences: tuple[Difference, ...] = ()
    compared: str = ""
    photos: tuple[AttachmentLine, ...] = ()
    bodies: tuple[str, ...] = ()
    lifts: tuple[LiftLine, ...] = ()
    unit: tuple[str, str] | None = None
    shares: tuple[Part, ...] = ()
    share_problem: str = ""
