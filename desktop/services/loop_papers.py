"""Papers between meetings: sheets to collect on, replies, progress, mediations; written like all."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from desktop.documents import follow_up, replies
from desktop.documents.follow_up import ProgressLine
from desktop.documents.fonts import Fonts
from desktop.documents.model import Document, spaced
from desktop.documents.pdf import pdf
from desktop.documents.replies import OpinionLine
from desktop.domain.errors import NotYet
from desktop.domain.ids import Ref
from desktop.services import outgoing, wall
from desktop.services.disputes import Disputes
from desktop.services.follow_ups import FollowUps
from desktop.services.paper_files import Form, keep, rendered
from desktop.services.records import get
from desktop.services.replies import Replies
from desktop.services.suggestions import SHEET
from desktop.storage.store import Store
from desktop.storage.tables import CommunityRecord, CompoundRecord, ItemRecord, MeetingRecord
from desktop.system.files import safe_name


class LoopPaper(Enum):
    COLLECTING = "议题征集表"
    SLIPS = "答复单"
    REPLIES = "答复一览表"
    PROGRESS = "落实情况公示"


PUBLIC = frozenset({LoopPaper.REPLIES, LoopPaper.PROGRESS})  # may hang on a wall
_NAMES = re.compile(r"[\u4e00-\u9fff·]+")


def _named(line: ProgressLine) -> list[str]:
    """Who leads a resolution, or has accepted it: 网格员何小芳、余晓东 → both names, in any words."""
    told = f"{line.lead}、{line.accepted.removesuffix('验收')}"
    words = _NAMES.findall(told)
    return [word[-n:] for word in words for n in (2, 3, 4) if len(word) >= n]


class LoopPapers:
    def __init__(
        self, store: Store, answered: Replies, follow: FollowUps, disputes: Disputes, fonts: Fonts
    ) -> None:
        self._store, self._replies, self._follow = store, answered, follow
        self._disputes, self._fonts = disputes, fonts

    def document(
        self,
        compound_id: UUID,
        paper: LoopPaper,
        *,
        numbers: Sequence[int] = (),
        until: date | None = None,
        door: str = "",
        hide: wall.Hide | None = None,
    ) -> Document:
        """A paper as the facts are now. ``numbers``: slips for these suggestions alone; ``until``
        and ``door`` are for the sheet to collect on; ``hide``: how 落实情况公示 of a meeting is
        masked."""
        compound, community = self._names(compound_id)
        today = self._store.clock().date()
        match paper:
            case LoopPaper.COLLECTING:
                code = f"{SHEET}-{door}" if door and door.isascii() else SHEET
                return replies.collecting(compound, community, until, code, door)
            case LoopPaper.SLIPS:
                told = self._replies.slips(compound_id, numbers)
                if not told:
                    raise NotYet(paper.value, "还没有一条答复")
                return replies.slips(compound, community, today, told)
            case LoopPaper.REPLIES:
                posted = self._replies.posted(compound_id)
                return replies.posted(compound, community, today, posted)
            case LoopPaper.PROGRESS:
                lines = self._progress(compound_id, hide)
                return follow_up.progress(compound, community, today, lines)

    def chat_text(self, compound_id: UUID) -> str:
        """Replies as text for a WeChat group; raise ``PrivateOnNotice`` as for the wall."""
        compound, _ = self._names(compound_id)
        posted = self._replies.posted(compound_id)
        text = replies.chat_text(compound, self._store.clock().date(), posted)
        with self._store.reading() as session:
            wall.check(session, compound_id, text)
        return text

    def leading(self, compound_id: UUID) -> set[str]:
        """Who leads a resolution or has accepted one: they act, and are named."""
        return {name for line in self._follow.progress(compound_id) for name in _named(line)}

    def _progress(self, compound_id: UUID, hide: wall.Hide | None) -> list[ProgressLine]:
        lines = self._follow.progress(compound_id)
        if hide is None:
            leading = {name for line in lines for name in _named(line)}
            with self._store.reading() as session:
                hide = wall.hide(session, compound_id, leading)
        return [
            replace(
                each, text=hide(each.text), meeting=hide(each.meeting), latest=hide(each.latest)
            )
            for each in lines
        ]

    def preview(self, compound_id: UUID, paper: LoopPaper, numbers: Sequence[int] = ()) -> bytes:
        return pdf(self.document(compound_id, paper, numbers=numbers), self._fonts)

    def write(
        self, compound_id: UUID, paper: LoopPaper, form: Form, folder: Path, **about: object
    ) -> Path:
        """Write a paper into a folder; give its path. ``about``: as in ``document``."""
        document = self.document(compound_id, paper, **about)  # type: ignore[arg-type]
        if paper in PUBLIC:
            with self._store.reading() as session:
                wall.check(session, compound_id, spaced(document), self.leading(compound_id))
        return self._keep(compound_id, document, paper.value, form, folder)

    def write_opinions(self, meeting: Ref, form: Form, folder: Path) -> Path:
        """党组织前置审核单 of a meeting."""
        document = self.opinions(meeting)
        return self._keep(
            meeting.compound_id, document, "党组织前置审核单", form, folder, meeting.id
        )

    def has_opinions(self, meeting: Ref) -> bool:
        """Whether the party organisation has said anything of this meeting's items."""
        wanted = select(ItemRecord.id).where(
            ItemRecord.compound_id == meeting.compound_id,
            ItemRecord.meeting_id == meeting.id,
            ItemRecord.opinion.is_not(None),
        )
        with self._store.reading() as session:
            return session.scalars(wanted.limit(1)).first() is not None

    def opinions(self, meeting: Ref) -> Document:
        with self._store.reading() as session:
            record = get(session, MeetingRecord, meeting, "会议")
            wanted = (
                select(ItemRecord)
                .where(
                    ItemRecord.compound_id == meeting.compound_id,
                    ItemRecord.meeting_id == meeting.id,
                    ItemRecord.number > 0,
                )
                .order_by(ItemRecord.number)
            )
            items = list(session.scalars(wanted))
            lines = [
                OpinionLine(
                    item.number,
                    item.title,
                    item.decision.word,
                    item.opinion.word if item.opinion else "",
                    item.opinion_note,
                    item.brought_by.word if item.brought_by.value != "none" else "",
                )
                for item in items
            ]
            days = [item.opinion_on for item in items if item.opinion_on]
            title, on = record.title, max(days, default=None)
        compound, _ = self._names(meeting.compound_id)
        return replies.opinions(f"{compound}{title}", f"中共{compound}支部委员会", on, lines)

    def write_mediation(self, dispute: Ref, place: int, form: Form, folder: Path) -> Path:
        """调解记录 of one mediation; the file's name says nothing of who quarrels."""
        line = next(d for d in self._disputes.lines(dispute.compound_id) if d.ref == dispute)
        held = self._disputes.mediations(dispute)
        if not held:
            raise NotYet("调解记录", "还没有记过调解")
        one = held[place]
        _, community = self._names(dispute.compound_id)
        told = follow_up.Mediation(
            line.number,
            line.kind,
            line.parties,
            line.text,
            one.on,
            one.place,
            one.mediators or line.mediator,
            one.present,
            one.text,
            one.outcome.word,
            line.agreement if one is held[-1] else "",
        )
        document = follow_up.mediation(community, told)
        name = f"调解记录（第{line.number}号，{one.on.isoformat()}）"
        return self._keep(dispute.compound_id, document, name, form, folder)

    def _names(self, compound_id: UUID) -> tuple[str, str]:
        with self._store.reading() as session:
            compound = session.get(CompoundRecord, compound_id)
            community = session.scalars(select(CommunityRecord)).first()
            return (
                compound.name if compound else "",
                f"{community.name}居民委员会" if community else "",
            )

    def _keep(
        self,
        compound_id: UUID,
        document: Document,
        title: str,
        form: Form,
        folder: Path,
        meeting: UUID | None = None,
    ) -> Path:
        now = self._store.clock()
        data = rendered(document, form, self._fonts, now)
        called = document.title if title in document.title else title
        with self._store.reading() as session:
            called = wall.file_title(session, compound_id, called)
        path = folder / safe_name(f"{now.date().isoformat()} {called}.{form.value}")
        outgoing.put(self._store, path, data)
        with self._store.writing("paper.write") as session:
            keep(self._store, session, compound_id, title, form, path, data, meeting=meeting)
        return path
