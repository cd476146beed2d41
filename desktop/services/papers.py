"""Papers: made from facts, previewed, written whole, and remembered with their digest."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from desktop.documents import meeting_papers, public_papers
from desktop.documents.fonts import Fonts
from desktop.documents.model import Align, Document, Head, Paragraph, Sheet
from desktop.documents.pdf import pdf
from desktop.documents.words import GAP
from desktop.domain.errors import Refusal
from desktop.domain.ids import Ref
from desktop.domain.letterhead import Letterhead
from desktop.domain.proceedings import Proceedings
from desktop.domain.public_view import public
from desktop.domain.wording import Wording
from desktop.services import outgoing, paper_names, wall
from desktop.services.house_style import NO_NUMBER, TO_COME, HouseStyle
from desktop.services.minutes import acting
from desktop.services.paper_files import Form as Form
from desktop.services.paper_files import keep, lies_there, rendered, words_digest
from desktop.services.paper_kinds import AFTER as AFTER
from desktop.services.paper_kinds import BEFORE as BEFORE
from desktop.services.paper_kinds import PUBLIC as PUBLIC
from desktop.services.paper_kinds import Paper as Paper
from desktop.services.paper_kinds import not_yet, takes_number
from desktop.services.paper_making import PaperMaking
from desktop.storage.store import Store
from desktop.storage.tables import MeetingRecord, PaperRecord, PollRecord
from desktop.system.files import safe_name

T = TypeVar("T")
DRAFT = "草　稿（未定稿，不得张贴、不得印发）"


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
    def __init__(self, store: Store, making: PaperMaking, style: HouseStyle, fonts: Fonts) -> None:
        self._store, self._making, self._style, self._fonts = store, making, style, fonts
        self.fonts = fonts

    def told(self, meeting: Ref) -> Proceedings:
        """All facts of a meeting."""
        return self._making.told(meeting)

    def document(self, meeting: Ref, paper: Paper, words: Wording | None = None) -> Document:
        """A paper as the facts are now. ``words``: as it would be in these words."""
        return self._making.document(meeting, paper, self.told(meeting), words)

    def open_document(self, meeting: Ref, paper: Paper) -> Document:
        """A public paper with nothing masked: what showing more would let stand."""
        return self._making.open_document(meeting, paper)

    def finished(self, meeting: Ref, paper: Paper, told: Proceedings) -> Document:
        """A paper that may leave the house. Raise ``NotYet``, ``UnfinishedNotice``, or
        ``PrivateOnNotice``."""
        return self._making.finished(meeting, paper, told)

    # -- on the screen and on paper ----------------------------------------------------------------

    def chat_text(self, meeting: Ref) -> str:
        """The notice as plain text for a WeChat group: masked and looked at as what is posted."""
        told = self.told(meeting)
        with self._store.reading() as session:
            hide = self._making.hide(session, meeting, Paper.POSTER, told)
            text = public_papers.chat_text(public(told, hide), self._style.wording())
            wall.check_of(session, meeting, Paper.POSTER.value, text, acting(told))
        return text

    def preview(
        self, meeting: Ref, paper: Paper, sheet: Sheet = Sheet.A4, words: Wording | None = None
    ) -> bytes:
        """The PDF of a paper as it would be printed now; what is not due yet is marked as a draft."""
        told = self.told(meeting)
        document = self._making.document(meeting, paper, told, words)
        if not_yet(paper, told.facts.stage) or (paper in PUBLIC and GAP in document.text):
            document = _draft(document)
        return pdf(document, self._fonts, sheet=sheet)

    def preview_under(self, meeting: Ref, paper: Paper, letterhead: Letterhead) -> bytes:
        """The PDF of a paper under a letterhead that is being tried."""
        document = self.document(meeting, paper)
        rest = [each for each in document.blocks if not isinstance(each, Head)]
        head = Head(letterhead.head, TO_COME if letterhead.pattern else "")
        return pdf(replace(document, blocks=(head, *rest)), self._fonts)

    def issue(self, meeting: Ref, paper: Paper, sheet: Sheet = Sheet.A4) -> bytes:
        """The PDF of a paper that is printed now: with its number, and looked at before it may hang
        on a wall. Refuses as ``finished``."""
        told = self.told(meeting)
        document = self.finished(meeting, paper, told)
        return self._numbered(
            meeting,
            paper,
            told,
            document,
            lambda made: pdf(made, self._fonts, self._store.clock(), sheet),
        )

    def _numbered(
        self,
        meeting: Ref,
        paper: Paper,
        told: Proceedings,
        document: Document,
        make: Callable[[Document], T],
    ) -> T:
        """Make a paper with its number in the head. A number that is not used after all is void until
        the paper is made again, so that no gap in the register is without its reason."""
        given = NO_NUMBER
        if takes_number(paper, told.facts.stage):
            given = self._style.give(meeting, told.facts.convener, paper.value)
        if given.text:
            document = self._making.headed(meeting, paper, told, document)
        try:
            return make(document)
        except Refusal as refusal:
            if given.fresh:  # else it stands on paper already
                self._style.spoil(meeting, paper.value, str(refusal))
            raise

    # -- into files --------------------------------------------------------------------------------

    def write(
        self, meeting: Ref, paper: Paper, form: Form, folder: Path, sheet: Sheet = Sheet.A4
    ) -> Path:
        """Write a paper into a folder, with its number where it carries one; give its path. Refuses
        as ``finished``."""
        told = self.told(meeting)
        document = self.finished(meeting, paper, told)
        path = folder / _name(self.stem(meeting, told), paper, form, sheet)
        self._write(meeting, paper, told, document, (path, form, sheet))
        return path

    def write_changed(
        self, meeting: Ref, paper: Paper, forms: Sequence[Form], folder: Path
    ) -> tuple[int, int]:
        """Write a paper in these forms but where it lies in the folder as it was written, and the
        meeting has not changed since; give how many were written and how many lay there."""
        told = self.told(meeting)
        document = self.finished(meeting, paper, told)
        stem = self.stem(meeting, told)
        paths = {form: folder / _name(stem, paper, form, Sheet.A4) for form in forms}
        missing = [
            f
            for f, path in paths.items()
            if not lies_there(self._store, meeting.compound_id, path, document)
        ]
        for form in missing:
            self._write(meeting, paper, told, document, (paths[form], form, Sheet.A4))
        return len(missing), len(forms) - len(missing)

    def _write(
        self,
        meeting: Ref,
        paper: Paper,
        told: Proceedings,
        document: Document,
        where: tuple[Path, Form, Sheet],
    ) -> None:
        path, form, sheet = where
        now = self._store.clock()

        def made(document: Document) -> tuple[bytes, str]:
            data = rendered(document, form, self._fonts, now, sheet)
            outgoing.put(self._store, path, data)
            return data, words_digest(document)

        data, said = self._numbered(meeting, paper, told, document, made)
        with self._store.writing("paper.write") as session:
            keep(
                self._store, session, meeting.compound_id, paper.value, form, path, data,
                meeting=meeting.id, said=said,
            )  # fmt: skip

    def stem(self, meeting: Ref, told: Proceedings) -> str:
        """What every file of a meeting is called in front."""
        with self._store.reading() as session:
            return paper_names.stem(session, meeting, told.facts)

    def issued(self, meeting: Ref, paper: Paper, form: Form, document: Document) -> bytes | None:
        """The bytes of this very paper as it left the house, where they lie there unchanged."""
        wanted = (
            select(PaperRecord.path, PaperRecord.sha256)
            .where(
                PaperRecord.compound_id == meeting.compound_id,
                PaperRecord.meeting_id == meeting.id,
                PaperRecord.title == paper.value,
                PaperRecord.form == form.name,
                PaperRecord.said == words_digest(document),
            )
            .order_by(PaperRecord.id.desc())
        )
        with self._store.reading() as session:
            for path, digest in session.execute(wanted).all():
                with suppress(OSError):
                    data = Path(path).read_bytes()
                    if sha256(data).hexdigest() == digest:
                        return data
        return None

    def needed(self, meeting: Ref, told: Proceedings, paper: Paper) -> bool:
        """Whether this meeting needs a paper in its pack."""
        return self._making.needed(meeting, told, paper)

    def write_pack(
        self,
        meeting: Ref,
        papers: Sequence[Paper],
        folder: Path,
        stop: Callable[[int], bool] = lambda _: False,
    ) -> list[Path]:
        """会前打印包, 会后打印包: a checklist and these papers as PDF, numbered in order.

        A paper that may not leave the house as it is stops the pack before it. Refuses as ``finished``.
        ``stop``, told how many are written, ends it there: what is written stays, and is given.
        """
        told = self.told(meeting)
        pack = "会前打印包" if papers[0] in BEFORE else "会后打印包"
        made = [
            (paper, self.finished(meeting, paper, told))
            for paper in papers
            if self._making.needed(meeting, told, paper)
        ]
        inside = folder / safe_name(f"{self.stem(meeting, told)} {pack}")
        now = self._store.clock()
        names = [paper.value for paper, _ in made]
        first = meeting_papers.checklist(told, pack, names)
        written = [inside / "00 打印清单.pdf"]
        outgoing.put(self._store, written[0], rendered(first, Form.PDF, self._fonts, now))
        for number, (paper, document) in enumerate(made, 1):
            if stop(number):
                break
            path = inside / f"{number:02d} {safe_name(paper.value)}.pdf"

            def put(done: Document, path: Path = path) -> None:
                outgoing.put(self._store, path, rendered(done, Form.PDF, self._fonts, now))

            self._numbered(meeting, paper, told, document, put)
            written.append(path)
        return written

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


def _draft(document: Document) -> Document:
    """A paper that nobody can take for the finished one; it has no number yet."""
    mark = Paragraph(DRAFT, indent=False, align=Align.CENTER)
    return replace(document, blocks=(mark, *document.blocks))


def _name(stem: str, paper: Paper, form: Form, sheet: Sheet) -> str:
    size = "" if sheet is Sheet.A4 else f" {sheet.name}"
    return safe_name(f"{stem} {paper.value}{size}.{form.value}")
