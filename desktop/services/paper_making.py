"""What a paper of a meeting says: made from the facts, masked where it may hang on a wall, and looked
at before it leaves the house."""

from dataclasses import dataclass, replace

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.documents import meeting_papers, public_papers
from desktop.documents.minutes import minutes
from desktop.documents.model import Document, Head, spaced
from desktop.documents.words import GAP
from desktop.domain.checkpoint import Checkpoint
from desktop.domain.ids import Ref
from desktop.domain.proceedings import Proceedings
from desktop.domain.public_view import Hide, public
from desktop.domain.terms import Copy, Stage
from desktop.domain.wording import Wording
from desktop.services import wall
from desktop.services.corrections import Corrections
from desktop.services.house_style import HouseStyle
from desktop.services.loop_papers import LoopPaper, LoopPapers
from desktop.services.minutes import Minutes, acting
from desktop.services.paper_kinds import (
    BY_HAND,
    PLAIN,
    POSTED,
    PUBLIC,
    WORDED,
    Paper,
    check_whole,
    not_yet,
)
from desktop.services.postings import Postings
from desktop.storage import checkpoints
from desktop.storage.store import Store
from desktop.storage.tables import (
    AttachmentRecord,
    ItemRecord,
    ItemSuggestionRecord,
    PaperRecord,
    SuggestionRecord,
)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the papers of a meeting are made from."""

    minutes: Minutes
    corrections: Corrections
    postings: Postings
    loop: LoopPapers


class PaperMaking:
    """How a paper reads; nothing is written here."""

    def __init__(self, store: Store, sources: Sources, style: HouseStyle) -> None:
        self._store, self._style = store, style
        self._minutes, self._corrections = sources.minutes, sources.corrections
        self._postings, self._loop = sources.postings, sources.loop

    def told(self, meeting: Ref) -> Proceedings:
        """All facts of a meeting."""
        return self._minutes.told(meeting)

    def open_document(self, meeting: Ref, paper: Paper) -> Document:
        """A public paper with nothing masked: what showing more would let stand."""
        told = self.told(meeting)
        return self._made(meeting, paper, told, self._style.wording(), lambda text: text)

    def finished(self, meeting: Ref, paper: Paper, told: Proceedings) -> Document:
        """A paper that leaves the house: it is its time, nothing is open, nobody is given away.

        Raise ``NotYet``, ``UnfinishedNotice``, or ``PrivateOnNotice``.
        """
        if refusal := not_yet(paper, told.facts.stage):
            raise refusal
        document = self.document(meeting, paper, told)
        check_whole(paper, document.text.count(GAP))
        self._look(meeting, paper, told, document)
        return document

    def document(
        self, meeting: Ref, paper: Paper, told: Proceedings, words: Wording | None = None
    ) -> Document:
        """A paper as the facts are now, under its letterhead where it has one. ``words``: as it
        would be in these words."""
        with self._store.reading() as session:
            hide = self.hide(session, meeting, paper, told) if paper in PUBLIC else None
        made = self._made(meeting, paper, told, words or self._style.wording(), hide)
        return self.headed(meeting, paper, told, made)

    def headed(self, meeting: Ref, paper: Paper, told: Proceedings, made: Document) -> Document:
        """The paper under its letterhead, with its number as it stands now."""
        head = self._style.head_of(meeting, told.facts.convener, paper.value)
        if head is None:
            return made
        rest = made.blocks[1:] if made.blocks and isinstance(made.blocks[0], Head) else made.blocks
        return replace(made, blocks=(Head(*head), *rest))

    def hide(self, session: Session, meeting: Ref, paper: Paper, told: Proceedings) -> Hide:
        """How a public paper is masked: but for who acts, and whom two people let stand there."""
        shown = wall.shown_on(session, meeting, paper.value)
        return wall.hide(
            session, meeting.compound_id, {*self._acting(meeting, paper, told), *shown}
        )

    def _acting(self, meeting: Ref, paper: Paper, told: Proceedings) -> set[str]:
        """Who acts on a public paper, and is named."""
        names = acting(told)
        if paper is Paper.PROGRESS:
            names |= self._loop.leading(meeting.compound_id)
        return names

    def _made(
        self, meeting: Ref, paper: Paper, told: Proceedings, words: Wording, hide: Hide | None
    ) -> Document:
        if hide is not None:
            return self._public(meeting, paper, told, words, hide)
        if paper in WORDED:
            return WORDED[paper](told, words)
        if paper in PLAIN:
            return PLAIN[paper](told)
        compound = meeting.compound_id
        match paper:
            case Paper.CATALOGUE:
                return meeting_papers.catalogue(told, self._filed(meeting))
            case Paper.OBJECTIONS:
                taken = [each.told for each in self._postings.objections(meeting)]
                return meeting_papers.objections(told, taken, words)
            case Paper.OPINIONS:
                return self._loop.opinions(meeting)
            case Paper.COLLECTING:
                return self._loop.document(compound, LoopPaper.COLLECTING)
            case Paper.SLIPS:
                numbers = self._answered(meeting)
                return self._loop.document(compound, LoopPaper.SLIPS, numbers=numbers or (0,))
            case _:
                current = self._minutes.text(meeting, Copy.RECORD, told)
                return minutes(current.text, told, current.code, self._point(meeting))

    def _public(
        self, meeting: Ref, paper: Paper, told: Proceedings, words: Wording, hide: Hide
    ) -> Document:
        seen = public(told, hide)
        if paper in POSTED:
            return POSTED[paper](seen, words)
        match paper:
            case Paper.PUBLICITY:
                return public_papers.publicity(seen, words, self._postings.period(meeting))
            case Paper.CORRECTION:
                made = [
                    (hide(c.wrong), hide(c.right), hide(c.reason))
                    for c in self._corrections.lines(meeting)
                ]
                return public_papers.correction(seen, made, words)
            case Paper.PROGRESS:
                return self._loop.document(meeting.compound_id, LoopPaper.PROGRESS, hide=hide)
            case _:
                current = self._minutes.text(meeting, Copy.NOTICE, told)
                return public_papers.minutes_notice(
                    current.text, seen, current.code, self._point(meeting)
                )

    def _point(self, meeting: Ref) -> Checkpoint | None:
        """Where the chain ended when the minutes were last made final."""
        with self._store.reading() as session:
            kept = checkpoints.last_of(session, meeting.compound_id, "meeting", meeting.id)
        return kept.checkpoint if kept else None

    def _answered(self, meeting: Ref) -> list[int]:
        """Numbers of the suggestions behind this meeting's items that have an answer."""
        wanted = (
            select(SuggestionRecord.number)
            .join(
                ItemSuggestionRecord,
                (ItemSuggestionRecord.compound_id == SuggestionRecord.compound_id)
                & (ItemSuggestionRecord.suggestion_id == SuggestionRecord.id),
            )
            .join(
                ItemRecord,
                (ItemRecord.compound_id == ItemSuggestionRecord.compound_id)
                & (ItemRecord.id == ItemSuggestionRecord.item_id),
            )
            .where(
                ItemRecord.compound_id == meeting.compound_id,
                ItemRecord.meeting_id == meeting.id,
                SuggestionRecord.answer != "",
            )
            .order_by(SuggestionRecord.number)
        )
        with self._store.reading() as session:
            return list(dict.fromkeys(session.scalars(wanted)))

    def _filed(self, meeting: Ref) -> list[tuple[str, str, str]]:
        """Every paper that was written of a meeting, and every file kept with it: name, form, pages."""
        mine = and_(
            PaperRecord.compound_id == meeting.compound_id, PaperRecord.meeting_id == meeting.id
        )
        kept = and_(
            AttachmentRecord.compound_id == meeting.compound_id,
            AttachmentRecord.meeting_id == meeting.id,
        )
        with self._store.reading() as session:
            written = session.execute(
                select(PaperRecord.title, PaperRecord.form, PaperRecord.pages)
                .where(mine)
                .order_by(PaperRecord.id)
            ).all()
            files = session.execute(
                select(AttachmentRecord.name, AttachmentRecord.kind)
                .where(kept)
                .order_by(AttachmentRecord.id)
            ).all()
        found = dict.fromkeys((title, form) for title, form, _ in written)
        long = {title: pages for title, _, pages in written if pages}  # Word breaks as the PDF does
        papers = [(title, form, str(long.get(title, ""))) for title, form in found]
        return [*papers, *((name, kind, _one_page(name)) for name, kind in files)]

    def _look(self, meeting: Ref, paper: Paper, told: Proceedings, document: Document) -> None:
        """The last look at what may hang on a wall."""
        if paper in PUBLIC:
            names = self._acting(meeting, paper, told)
            with self._store.reading() as session:
                wall.check_of(session, meeting, paper.value, spaced(document), names)

    def needed(self, meeting: Ref, told: Proceedings, paper: Paper) -> bool:
        """Whether this meeting needs a paper in its pack."""
        match paper:
            case Paper.CORRECTION:
                return bool(self._corrections.lines(meeting))
            case Paper.LEDGER | Paper.PROGRESS:
                return bool(told.other_resolutions or any(i.resolutions for i in told.items))
            case Paper.OPINIONS:
                return self._loop.has_opinions(meeting)
            case Paper.COLLECTING:
                return told.facts.stage is Stage.DRAFT
            case Paper.SLIPS:
                return bool(self._answered(meeting))
            case _:
                return paper not in BY_HAND


def _one_page(name: str) -> str:
    """A photo is a page; of other files the number is not known."""
    return "1" if name.lower().endswith((".jpg", ".jpeg", ".png", ".heic", ".webp")) else ""
