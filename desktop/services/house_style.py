"""The office's house style: its letterheads, the numbers of its papers, its own wording."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from desktop.domain import letterhead as heads
from desktop.domain import wording
from desktop.domain.ids import Ref
from desktop.domain.letterhead import Letterhead
from desktop.domain.session_errors import PatternTaken
from desktop.domain.terms import Stage
from desktop.domain.wording import SENTENCES, Sentence, Wording
from desktop.services import settings
from desktop.services.records import checked
from desktop.storage.store import Store
from desktop.storage.tables import FileNumberRecord, MeetingRecord, PaperRecord

_N = FileNumberRecord
_HEADS = "letterheads"
# Each sentence is a setting of its own, so that two people word two of them; older files have all in one.
_SENTENCE, _IN_ONE = "wording ", "wording"
LONGEST = 500  # characters of one sentence
TO_COME = "〔文号待编〕"


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """One sentence of the editor: as shipped, as used, and whether the office has changed it."""

    key: str
    shipped: Sentence
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One line of 发文登记簿."""

    text: str
    year: int
    number: int
    paper: str
    meeting: str
    held_on: date
    void: str = ""  # 作废: why, or ""


@dataclass(frozen=True, slots=True)
class Given:
    """The number of a paper as it is printed; ``fresh``: it was not on any paper before."""

    text: str
    fresh: bool = False


NO_NUMBER = Given("")


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """A number as a paper of a meeting carries it."""

    paper: str
    series: str
    year: int
    number: int
    text: str
    void: str


class HouseStyle:
    def __init__(self, store: Store) -> None:
        self._store = store

    # -- wording -------------------------------------------------------------------------------------

    def wording(self) -> Wording:
        with self._store.reading() as session:
            own = settings.read(session, _IN_ONE, {}) | settings.under(session, _SENTENCE)
        return Wording({key: words for key, words in own.items() if words})

    def sentences(self) -> list[SentenceLine]:
        own = self.wording().own
        return [
            SentenceLine(key, shipped, own.get(key) or shipped.text, key in own)
            for key, shipped in SENTENCES.items()
        ]

    def word(self, key: str, words: str) -> None:
        """Put a sentence in the office's own words; the shipped words again take it back."""
        told = wording.check(key, checked(words, "文字", LONGEST))
        with self._store.writing("wording.change") as session:
            own = "" if told == SENTENCES[key].text else told
            settings.write(session, f"{_SENTENCE}{key}", own)

    # -- letterheads -----------------------------------------------------------------------------------

    def letterheads(self) -> list[Letterhead]:
        with self._store.reading() as session:
            return _letterheads(session)

    def keep(self, letterhead: Letterhead) -> None:
        """Keep a letterhead; there is one for each issuer."""
        made = heads.checked(letterhead)
        with self._store.writing("letterhead.keep") as session:
            rest = [each for each in _letterheads(session) if each.issuer != made.issuer]
            _check_taken(session, made, rest)
            _write(session, [*rest, made])

    def remove(self, issuer: str) -> None:
        """Do without a letterhead; numbers that were given stay given."""
        with self._store.writing("letterhead.remove") as session:
            _write(session, [each for each in _letterheads(session) if each.issuer != issuer])

    # -- numbers ---------------------------------------------------------------------------------------

    def head_of(self, meeting: Ref, convener: str, paper: str) -> tuple[str, str] | None:
        """The letterhead above a paper and its number; ``None`` where it carries none."""
        with self._store.reading() as session:
            made = _fitting(session, convener, paper)
            if made is None:
                return None
            given = _given(session, meeting, paper)
        return made.head, given.text if given else TO_COME if made.pattern else ""

    def give(self, meeting: Ref, convener: str, paper: str) -> Given:
        """Give a paper its number, once: the next of its series this year, with no gap. An empty
        text where the paper carries none."""
        with self._store.reading() as session:
            made = _fitting(session, convener, paper)
            given = _given(session, meeting, paper)
        if made is None or not made.pattern:
            return Given("")
        if given is not None and not given.void:
            return Given(given.text)
        with self._store.writing("paper.number") as session:
            if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
                session.execute(text("LOCK TABLE file_number IN SHARE ROW EXCLUSIVE MODE"))
            given = _given(session, meeting, paper)
            if given is not None:
                fresh = bool(given.void)
                given.void = ""  # it was given in vain before: now it is used after all
                return Given(given.text, fresh)
            year = self._store.clock().year
            last = session.scalar(
                select(func.max(_N.number)).where(_N.series == made.series, _N.year == year)
            )
            number = (last or 0) + 1
            record = FileNumberRecord(
                compound_id=meeting.compound_id,
                id=self._store.key(),
                meeting_id=meeting.id,
                paper=paper,
                series=made.series,
                year=year,
                number=number,
                text=heads.numbered(made.pattern, year, number),
            )
            session.add(record)
            return Given(record.text, fresh=True)

    def spoil(self, meeting: Ref, paper: str, why: str) -> None:
        """A paper was not made after all: its number is void, with the reason, until it is made."""
        with self._store.reading() as session:
            given = _given(session, meeting, paper)
            used = given is None or _written(session, meeting, paper)
        if not used:
            with self._store.writing("paper.number_void") as session:
                record = _given(session, meeting, paper)
                if record is not None:
                    record.void = f"没有写成：{why}"[:200]

    def numbers_of(self, meeting: Ref) -> list[GivenNumber]:
        """The numbers that a meeting's papers carry."""
        wanted = select(_N).where(
            _N.compound_id == meeting.compound_id, _N.meeting_id == meeting.id
        )
        with self._store.reading() as session:
            return [
                GivenNumber(each.paper, each.series, each.year, each.number, each.text, each.void)
                for each in session.scalars(wanted.order_by(_N.year, _N.number))
            ]

    def numbers(self, compound_id: UUID | None = None) -> list[NumberLine]:
        """发文登记簿: every number that was given, or those of one compound, the newest first, and
        which of them are void."""
        wanted = (
            select(_N, MeetingRecord.title, MeetingRecord.held_on, MeetingRecord.stage)
            .join(
                MeetingRecord,
                (MeetingRecord.compound_id == _N.compound_id) & (MeetingRecord.id == _N.meeting_id),
            )
            .order_by(_N.year.desc(), _N.series, _N.number.desc())
        )
        if compound_id is not None:
            wanted = wanted.where(_N.compound_id == compound_id)
        with self._store.reading() as session:
            return [
                NumberLine(
                    each.text,
                    each.year,
                    each.number,
                    each.paper,
                    title,
                    held_on,
                    each.void or ("会议取消" if stage is Stage.CANCELLED else ""),
                )
                for each, title, held_on, stage in session.execute(wanted)
            ]


def _check_taken(session: Session, made: Letterhead, rest: list[Letterhead]) -> None:
    """Raise ``PatternTaken`` where another issuer counts, or has counted, under the same letters."""
    if not made.pattern:
        return
    letters = made.pattern.partition("〔")[0]
    for each in rest:
        if each.pattern.partition("〔")[0] == letters:
            raise PatternTaken(made.pattern, each.issuer)
    given = session.execute(select(_N.series, _N.text).where(_N.series != made.issuer))
    for series, told in given:
        if told.partition("〔")[0] == letters and not series.startswith(f"{made.issuer}（"):
            raise PatternTaken(made.pattern, series)


def _letterheads(session: Session) -> list[Letterhead]:
    return [
        Letterhead(each["issuer"], each["head"], each["pattern"], tuple(each["papers"]))
        for each in settings.read(session, _HEADS, [])
    ]


def _write(session: Session, made: list[Letterhead]) -> None:
    told = [
        {"issuer": e.issuer, "head": e.head, "pattern": e.pattern, "papers": list(e.papers)}
        for e in made
    ]
    settings.write(session, _HEADS, told)


def _fitting(session: Session, convener: str, paper: str) -> Letterhead | None:
    return next((each for each in _letterheads(session) if each.fits(convener, paper)), None)


def _written(session: Session, meeting: Ref, paper: str) -> bool:
    """Whether this paper has left the house before."""
    wanted = select(PaperRecord.id).where(
        PaperRecord.compound_id == meeting.compound_id,
        PaperRecord.meeting_id == meeting.id,
        PaperRecord.title == paper,
    )
    return session.scalars(wanted.limit(1)).first() is not None


def _given(session: Session, meeting: Ref, paper: str) -> FileNumberRecord | None:
    wanted = select(_N).where(
        _N.compound_id == meeting.compound_id, _N.meeting_id == meeting.id, _N.paper == paper
    )
    return session.scalars(wanted).first()
