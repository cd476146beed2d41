"""Papers: made from facts, previewed, written whole, and remembered with their digest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from sqlalchemy import and_, func, select

from desktop.documents import field_papers, meeting_papers
from desktop.documents import notice as notices
from desktop.documents.fonts import Fonts
from desktop.documents.minutes import minutes
from desktop.documents.model import Document, Head, Sheet, spaced
from desktop.documents.pdf import pdf
from desktop.documents.signin import invitations, signin, signin_codes
from desktop.domain.ids import Ref
from desktop.domain.proceedings import Proceedings
from desktop.domain.terms import Copy
from desktop.domain.wording import Wording
from desktop.services import wall
from desktop.services.corrections import Corrections
from desktop.services.house_style import HouseStyle
from desktop.services.minutes import NOTICE_PAPER, Minutes, acting
from desktop.services.paper_files import Form as Form
from desktop.services.paper_files import keep, rendered, words_digest
from desktop.services.proceedings import proceedings
from desktop.services.profiles import Profiles
from desktop.storage.store import Store
from desktop.storage.tables import AttachmentRecord, MeetingRecord, PaperRecord, PollRecord
from desktop.system.files import safe_name, write_whole


class Paper(Enum):
    NOTICE = "会议通知"
    POSTER = "会议公告"
    AGENDA = "议程"
    DELIVERY = "送达登记表"
    SIGN_IN = "签到表"
    SIGN_CODES = "签到表（扫码）"
    INVITATIONS = "签到条"
    CARDS = "座签"
    PROXY = "委托书"
    ON_PAPER = "现场记录表"
    RECORD = "会议记录"
    MINUTES = "会议纪要"
    MINUTES_NOTICE = NOTICE_PAPER
    CORRECTION = "更正公告"
    DECISION = "决议书"
    PUBLICITY = "公示"
    LEDGER = "落实台账"
    OBJECTIONS = "异议登记表"
    CATALOGUE = "归档目录"


BEFORE = (
    Paper.NOTICE, Paper.POSTER, Paper.DELIVERY, Paper.AGENDA, Paper.SIGN_IN, Paper.SIGN_CODES,
    Paper.INVITATIONS, Paper.CARDS, Paper.PROXY, Paper.ON_PAPER,
)  # fmt: skip
# Not in a pack: the plain sheet does for most, and codes are for who has a scanner at the door.
_BY_HAND = frozenset({Paper.SIGN_CODES, Paper.INVITATIONS})
AFTER = (
    Paper.MINUTES, Paper.MINUTES_NOTICE, Paper.CORRECTION, Paper.RECORD, Paper.DECISION, Paper.PUBLICITY,
    Paper.LEDGER, Paper.OBJECTIONS, Paper.CATALOGUE,
)  # fmt: skip
PUBLIC = frozenset(
    {Paper.POSTER, Paper.MINUTES_NOTICE, Paper.CORRECTION, Paper.PUBLICITY}
)  # may hang on a wall
_WORDED: Mapping[Paper, Callable[[Proceedings, Wording], Document]] = {
    Paper.NOTICE: notices.notice,
    Paper.POSTER: meeting_papers.poster,
    Paper.PROXY: meeting_papers.proxy,
    Paper.PUBLICITY: meeting_papers.publicity,
}
_PLAIN: Mapping[Paper, Callable[[Proceedings], Document]] = {
    Paper.AGENDA: meeting_papers.agenda,
    Paper.DELIVERY: field_papers.delivery,
    Paper.ON_PAPER: field_papers.on_paper,
    Paper.SIGN_IN: signin,
    Paper.SIGN_CODES: signin_codes,
    Paper.INVITATIONS: invitations,
    Paper.CARDS: meeting_papers.cards,
    Paper.RECORD: meeting_papers.record,
    Paper.DECISION: meeting_papers.decision,
    Paper.LEDGER: meeting_papers.ledger,
    Paper.OBJECTIONS: meeting_papers.objections,
}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper that was written."""

    meeting: str
    title: str
    form: str
    path: str
    sha256: str
    at: str


class Papers:
    def __init__(
        self,
        store: Store,
        profiles: Profiles,
        minutes_: Minutes,
        corrections: Corrections,
        style: HouseStyle,
        fonts: Fonts,
    ) -> None:
        self._store, self._profiles = store, profiles
        self._minutes, self._corrections = minutes_, corrections
        self._style, self._fonts = style, fonts

    def told(self, meeting: Ref) -> Proceedings:
        """All facts of a meeting."""
        with self._store.reading() as session:
            return proceedings(session, meeting, self._profiles.matters)

    def document(self, meeting: Ref, paper: Paper, words: Wording | None = None) -> Document:
        """A paper as the facts are now, under its letterhead where it has one. ``words``: as it
        would be in these words."""
        told = self.told(meeting)
        made = self._made(meeting, paper, told, words or self._style.wording())
        head = self._style.head_of(meeting, told.facts.convener, paper.value)
        return replace(made, blocks=(Head(*head), *made.blocks)) if head else made

    def _made(self, meeting: Ref, paper: Paper, told: Proceedings, words: Wording) -> Document:
        if paper in _WORDED:
            return _WORDED[paper](told, words)
        if paper in _PLAIN:
            return _PLAIN[paper](told)
        if paper is Paper.CATALOGUE:
            return meeting_papers.catalogue(told, self._filed(meeting))
        if paper is Paper.CORRECTION:
            made = [(c.wrong, c.right, c.reason) for c in self._corrections.lines(meeting)]
            return meeting_papers.correction(told, made, words)
        copy = Copy.RECORD if paper is Paper.MINUTES else Copy.NOTICE
        current = self._minutes.text(meeting, copy)
        return minutes(current.text, told, copy, current.code)

    def _filed(self, meeting: Ref) -> list[tuple[str, str]]:
        """Every paper that was written of a meeting, and every file kept with it."""
        mine = and_(
            PaperRecord.compound_id == meeting.compound_id, PaperRecord.meeting_id == meeting.id
        )
        kept = and_(
            AttachmentRecord.compound_id == meeting.compound_id,
            AttachmentRecord.meeting_id == meeting.id,
        )
        with self._store.reading() as session:
            written = session.execute(
                select(PaperRecord.title, PaperRecord.form).where(mine).order_by(PaperRecord.id)
            )
            found = dict.fromkeys((title, form) for title, form in written)
            files = session.execute(
                select(AttachmentRecord.name, AttachmentRecord.kind)
                .where(kept)
                .order_by(AttachmentRecord.id)
            )
            return [*found, *((name, kind) for name, kind in files)]

    def chat_text(self, meeting: Ref) -> str:
        """The notice as plain text for a WeChat group."""
        return notices.chat_text(self.told(meeting))

    def preview(
        self, meeting: Ref, paper: Paper, sheet: Sheet = Sheet.A4, words: Wording | None = None
    ) -> bytes:
        """The PDF of a paper as it would be printed now."""
        return pdf(self.document(meeting, paper, words), self._fonts, sheet=sheet)

    def issue(self, meeting: Ref, paper: Paper, sheet: Sheet = Sheet.A4) -> bytes:
        """The PDF of a paper that is printed now: with its number, and looked at before it may hang
        on a wall (``PrivateOnNotice``)."""
        document = self.document(meeting, paper)
        self._check(meeting, paper, document)
        if self._style.give(meeting, self.told(meeting).facts.convener, paper.value):
            document = self.document(meeting, paper)
        return pdf(document, self._fonts, self._store.clock(), sheet)

    def _check(self, meeting: Ref, paper: Paper, document: Document) -> None:
        """The last look at what may hang on a wall."""
        if paper in PUBLIC:
            told = self.told(meeting)
            with self._store.reading() as session:
                wall.check_of(session, meeting, paper.value, spaced(document), acting(told))

    def write(
        self, meeting: Ref, paper: Paper, form: Form, folder: Path, sheet: Sheet = Sheet.A4
    ) -> Path:
        """Write a paper into a folder, with its number where it carries one; give its path."""
        self._check(meeting, paper, self.document(meeting, paper))
        self._style.give(meeting, self.told(meeting).facts.convener, paper.value)
        document = self.document(meeting, paper)
        now = self._store.clock()
        data = rendered(document, form, self._fonts, now, sheet)
        path = folder / self._name(meeting, paper, form, sheet)
        write_whole(path, data)
        with self._store.writing("paper.write") as session:
            compound = meeting.compound_id
            keep(
                self._store, session, compound, paper.value, form, path, data,
                meeting=meeting.id, said=words_digest(document),
            )  # fmt: skip
        return path

    def lies_there(self, meeting: Ref, paper: Paper, form: Form, folder: Path) -> bool:
        """Whether this paper was written into the folder, lies there as it was written, and the
        meeting has not changed since."""
        path = folder / self._name(meeting, paper, form, Sheet.A4)
        if not path.is_file():
            return False
        wanted = (
            select(PaperRecord.sha256, PaperRecord.said)
            .where(PaperRecord.compound_id == meeting.compound_id, PaperRecord.path == str(path))
            .order_by(PaperRecord.id.desc())
            .limit(1)
        )
        with self._store.reading() as session:
            row = session.execute(wanted).first()
        if row is None or row[0] != sha256(path.read_bytes()).hexdigest():
            return False
        return row[1] == words_digest(self.document(meeting, paper))

    def _name(self, meeting: Ref, paper: Paper, form: Form, sheet: Sheet) -> str:
        facts = self.told(meeting).facts
        size = "" if sheet is Sheet.A4 else f" {sheet.name}"
        return safe_name(
            f"{facts.held_on.isoformat()} {facts.full_title} {paper.value}{size}.{form.value}"
        )

    def write_pack(self, meeting: Ref, papers: Sequence[Paper], folder: Path) -> list[Path]:
        """会前打印包, 会后打印包: a checklist and these papers as PDF, numbered in order.

        A paper that may not be posted as it is (``PrivateOnNotice``) stops the pack before it.
        """
        told = self.told(meeting)
        pack = "会前打印包" if papers[0] in BEFORE else "会后打印包"
        papers = [each for each in papers if self._needed(meeting, told, each)]
        inside = folder / safe_name(f"{told.facts.held_on.isoformat()} {told.facts.title} {pack}")
        now = self._store.clock()
        names = [paper.value for paper in papers]
        for paper in papers:
            self._check(meeting, paper, self.document(meeting, paper))
        for paper in papers:
            self._style.give(meeting, told.facts.convener, paper.value)
        made = [("打印清单", meeting_papers.checklist(told, pack, names))]
        made += [(paper.value, self.document(meeting, paper)) for paper in papers]
        written = []
        for number, (name, document) in enumerate(made):
            path = inside / f"{number:02d} {safe_name(name)}.pdf"
            write_whole(path, rendered(document, Form.PDF, self._fonts, now))
            written.append(path)
        return written

    def _needed(self, meeting: Ref, told: Proceedings, paper: Paper) -> bool:
        """Whether this meeting needs a paper in its pack."""
        match paper:
            case Paper.CORRECTION:
                return bool(self._corrections.lines(meeting))
            case Paper.LEDGER:
                return bool(told.other_resolutions or any(i.resolutions for i in told.items))
            case _:
                return paper not in _BY_HAND

    def lines(self, compound_id: UUID | None = None) -> list[PaperLine]:
        """What was written, newest first."""
        wanted = (
            select(PaperRecord, func.coalesce(MeetingRecord.title, PollRecord.title, ""))
            .outerjoin(
                MeetingRecord,
                (MeetingRecord.compound_id == PaperRecord.compound_id)
                & (MeetingRecord.id == PaperRecord.meeting_id),
            )
            .outerjoin(
                PollRecord,
                (PollRecord.compound_id == PaperRecord.compound_id)
                & (PollRecord.id == PaperRecord.poll_id),
            )
        )
        if compound_id is not None:
            wanted = wanted.where(PaperRecord.compound_id == compound_id)
        with self._store.reading() as session:
            return [
                PaperLine(title, p.title, p.form, p.path, p.sha256, p.at)
                for p, title in session.execute(wanted.order_by(PaperRecord.id.desc()))
            ]
