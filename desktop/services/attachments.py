"""Photos, scanned sheets and evidence, kept inside the data file with what they belong to."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from desktop.domain.affair_errors import NotAPicture
from desktop.domain.errors import FileTooBig, Gone
from desktop.domain.ids import Ref
from desktop.domain.meeting import after
from desktop.domain.terms import Act
from desktop.services.records import get
from desktop.storage.store import Store
from desktop.storage.tables import (
    AffairRecord,
    AttachmentRecord,
    MeetingRecord,
    ResolutionRecord,
    SuggestionRecord,
)
from desktop.system.files import safe_name

PROOFS = ("证明", "整改前照片", "整改后照片")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"%PDF-")
LIMIT = 20 << 20  # bytes of one file: a scan of ten pages, a photo of any phone


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """One file: its name, what it is (签到表, 照片, 证明, 其他), its size in bytes."""

    ref: Ref
    name: str
    kind: str
    size: int


class Attachments:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, meeting: Ref, name: str, kind: str, content: bytes) -> Ref:
        """Keep a file with a meeting, until its minutes are final."""
        with self._store.writing("attachment.add") as session:
            record = get(session, MeetingRecord, meeting, "会议")
            after(record.stage, Act.ATTACH)
            made = self._record(meeting.compound_id, name, kind, content)
            made.meeting_id = meeting.id
            session.add(made)
            return Ref(meeting.compound_id, made.id)

    def prove(self, resolution: Ref, name: str, content: bytes, kind: str = PROOFS[0]) -> Ref:
        """Keep evidence with a resolution; ``kind`` is one of ``PROOFS``."""
        with self._store.writing("attachment.prove") as session:
            get(session, ResolutionRecord, resolution, "决议")
            made = self._record(resolution.compound_id, name, kind, content)
            made.resolution_id = resolution.id
            session.add(made)
            return Ref(resolution.compound_id, made.id)

    def with_suggestion(self, suggestion: Ref, name: str, content: bytes) -> Ref:
        """Keep a photo with a suggestion; raise ``NotAPicture`` for what no window could show."""
        if not _is_picture(content):
            raise NotAPicture(name)
        with self._store.writing("attachment.suggestion") as session:
            get(session, SuggestionRecord, suggestion, "建议")
            made = self._record(suggestion.compound_id, name, "照片", content)
            made.suggestion_id = suggestion.id
            session.add(made)
            return Ref(suggestion.compound_id, made.id)

    def with_affair(self, affair: Ref, name: str, kind: str, content: bytes) -> Ref:
        """Keep a photo of before or after with a matter."""
        with self._store.writing("attachment.affair") as session:
            get(session, AffairRecord, affair, "办理事项")
            made = self._record(affair.compound_id, name, kind, content)
            made.affair_id = affair.id
            session.add(made)
            return Ref(affair.compound_id, made.id)

    def with_renewal(self, renewal: Ref, name: str, kind: str, content: bytes) -> Ref:
        """Keep a photo or a drawing with a renewal plan, or with one version of its scheme."""
        with self._store.writing("attachment.renewal") as session:
            made = self._record(renewal.compound_id, name, kind, content)
            made.renewal_id = renewal.id
            session.add(made)
            return Ref(renewal.compound_id, made.id)

    def remove_of_renewal(self, ref: Ref) -> tuple[str, str, bytes]:
        """Take a photo or drawing of a plan away; give (name, kind, content), to bring it back."""
        with self._store.writing("attachment.renewal.remove") as session:
            record = get(session, AttachmentRecord, ref, "文件")
            if record.renewal_id is None:
                raise Gone("方案的文件")
            told = (record.name, record.kind, record.content)
            session.delete(record)
            return told

    def lines(self, of: Ref) -> list[AttachmentLine]:
        """The files of a meeting, a resolution, a suggestion, a matter, in the order they came."""
        wanted = select(
            AttachmentRecord.id, AttachmentRecord.name, AttachmentRecord.kind, AttachmentRecord.size
        ).where(
            AttachmentRecord.compound_id == of.compound_id,
            or_(
                AttachmentRecord.meeting_id == of.id,
                AttachmentRecord.resolution_id == of.id,
                AttachmentRecord.suggestion_id == of.id,
                AttachmentRecord.affair_id == of.id,
                AttachmentRecord.renewal_id == of.id,
            ),
        )
        with self._store.reading() as session:
            return [
                AttachmentLine(Ref(of.compound_id, row[0]), *row[1:])
                for row in session.execute(wanted.order_by(AttachmentRecord.id))
            ]

    def content(self, ref: Ref) -> bytes:
        """The file itself."""
        wanted = select(AttachmentRecord.content).where(
            AttachmentRecord.compound_id == ref.compound_id, AttachmentRecord.id == ref.id
        )
        with self._store.reading() as session:
            found = session.scalars(wanted).first()
        if found is None:
            raise Gone("文件")
        return found

    def remove_photo(self, suggestion: Ref, ref: Ref) -> None:
        """Take out a photo that was put with the wrong suggestion."""
        with self._store.writing("attachment.remove") as session:
            record = get(session, AttachmentRecord, ref, "文件")
            if record.suggestion_id != suggestion.id:
                raise Gone("文件")
            session.delete(record)

    def _record(self, compound: UUID, name: str, kind: str, content: bytes) -> AttachmentRecord:
        if len(content) > LIMIT:
            raise FileTooBig(name, len(content) >> 20, LIMIT >> 20)
        return AttachmentRecord(
            compound_id=compound,
            id=self._store.key(),
            meeting_id=None,
            resolution_id=None,
            renewal_id=None,
            name=safe_name(name),
            kind=kind,
            size=len(content),
            content=content,
        )


def _is_picture(content: bytes) -> bool:
    """By what stands in the file, not by its name: JPEG, PNG, GIF, BMP, WebP, HEIC, PDF."""
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    heic = content[4:8] == b"ftyp" and content[8:12] in {
        b"heic",
        b"heix",
        b"mif1",
        b"msf1",
        b"hevc",
    }
    return content.startswith(_PICTURES) or webp or heic
