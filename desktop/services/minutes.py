"""The minutes: drafted from facts, edited, finalised as versions, opened again with a reason."""

import base64
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.fonts import Fonts
from desktop.documents.minutes_draft import draft
from desktop.documents.words import GAP
from desktop.domain.errors import (
    GlyphsMissing,
    MinutesGap,
    MinutesStale,
    NameNeeded,
    OnlyTheNewest,
    PrivateOnNotice,
    ReasonNeeded,
)
from desktop.domain.ids import Ref
from desktop.domain.meeting import after
from desktop.domain.proceedings import Proceedings
from desktop.domain.session_errors import (
    CheckedByWriter,
    NoNumberDiffers,
    NotCheckedYet,
    NumbersDiffer,
    UnknownReader,
)
from desktop.domain.terms import Act, BodyKind, Copy, Stage
from desktop.services import settings, wall
from desktop.services.agendas import wait_again
from desktop.services.minutes_checks import LineSource, not_kept, number_differences, source_of
from desktop.services.proceedings import proceedings
from desktop.services.profiles import Profiles
from desktop.services.records import checked, get, short
from desktop.storage.store import Store
from desktop.storage.tables import HistoryRecord, MeetingRecord, MinutesRecord, PersonRecord

NOTICE_PAPER = "会议纪要（张贴件）"
FINAL = frozenset({Stage.MINUTES_FINAL, Stage.POSTED, Stage.ARCHIVED})
TWO_READERS = "minutes two readers"  # the office wants minutes read by a second person


@dataclass(frozen=True, slots=True)
class MinutesText:
    """One copy of the minutes as it stands: the text, its version, and whether it is final."""

    copy: Copy
    version: int
    text: str
    final: bool
    code: str
    edited: bool  # differs from what the facts alone would say
    stale: bool = False  # edited, and the facts have moved since
    checked_by: str = ""  # the second person who has read this very text


class Minutes:
    def __init__(self, store: Store, profiles: Profiles, fonts: Fonts) -> None:
        self._store, self._profiles, self._fonts = store, profiles, fonts

    def told(self, meeting: Ref) -> Proceedings:
        """All facts of a meeting."""
        with self._store.reading() as session:
            return proceedings(session, meeting, self._profiles.matters)

    def text(self, meeting: Ref, copy: Copy, told: Proceedings | None = None) -> MinutesText:
        """The newest text of a copy; before anyone edits it, the draft from the facts. ``told``: the
        facts, where they were read already."""
        with self._store.reading() as session:
            told = told or proceedings(session, meeting, self._profiles.matters)
            return self._text(session, meeting, copy, told)

    def save(self, meeting: Ref, copy: Copy, text: str) -> None:
        """Keep an edited text; refused once it is final. It remembers what it was drafted from."""
        plain = checked(text, "纪要", 100_000)
        if not plain:
            raise NameNeeded("纪要内容")
        with self._store.writing("minutes.save") as session:
            draft_record = self._unfinished(session, meeting, copy)
            fresh = self._fresh(session, meeting, copy)
            draft_record.text = plain
            if not draft_record.basis:
                draft_record.basis = _digest(fresh)
            if plain == fresh:  # back to what the facts say: follows them again
                draft_record.text = draft_record.basis = ""

    def start_again(self, meeting: Ref, copy: Copy) -> None:
        """Throw the edits away: the text is what the facts say, and follows them."""
        with self._store.writing("minutes.start_again") as session:
            draft_record = self._unfinished(session, meeting, copy)
            draft_record.text = draft_record.basis = ""

    def confirm(self, meeting: Ref, copy: Copy) -> None:
        """The edited text was checked against the facts as they are now."""
        with self._store.writing("minutes.confirm") as session:
            draft_record = self._unfinished(session, meeting, copy)
            if draft_record.basis:
                draft_record.basis = _digest(self._fresh(session, meeting, copy))

    def check_read(self, meeting: Ref, by: str) -> None:
        """A second person has read both copies. Any change of a text afterwards undoes it.

        Raise ``CheckedByWriter`` for whoever took the minutes, ``UnknownReader`` for nobody we know.
        """
        name = short(by, "核对人")
        if not name:
            raise NameNeeded("核对人")
        with self._store.writing("minutes.check_read") as session:
            told = proceedings(session, meeting, self._profiles.matters)
            if name == told.facts.recorder.strip():
                raise CheckedByWriter(name)
            if not self._known(session, meeting, told, name):
                raise UnknownReader(name)
            for copy in Copy:
                current = self._text(session, meeting, copy, told)
                record = self._unfinished(session, meeting, copy)
                record.checked_by, record.checked_text = name, _digest(current.text)

    def _known(self, session: Session, meeting: Ref, told: Proceedings, name: str) -> bool:
        """Whether a second reader is somebody: at the table, in a seat, or another operator."""
        there = {n for each in told.attendees for n in (each.name, each.stand_in) if n}
        if name in there | {told.facts.chair.strip(), self._store.who}:
            return True
        seated = select(PersonRecord.id).where(
            PersonRecord.compound_id == meeting.compound_id, PersonRecord.name == name
        )
        worked = select(HistoryRecord.actor).where(HistoryRecord.actor == name).limit(1)
        return session.scalar(seated.limit(1)) is not None or session.scalar(worked) is not None

    def keep_numbers(self, meeting: Ref, copy: Copy, reason: str) -> None:
        """The numbers that are unlike the record now are meant; the reason stays with this version,
        and holds for no other number. Raise ``NoNumberDiffers`` where there is none."""
        if not reason.strip():
            raise ReasonNeeded("保留与记录不一致的数字")
        with self._store.writing("minutes.keep_numbers") as session:
            told = proceedings(session, meeting, self._profiles.matters)
            text = self._text(session, meeting, copy, told).text
            found = number_differences(text, told, copy)
            if not found:
                raise NoNumberDiffers
            record = self._unfinished(session, meeting, copy)
            earlier = record.kept_numbers
            fresh = not_kept(found, record.kept_differences or [])
            record.kept_differences = [each.kept_as for each in found]
            given = short(reason, "理由")
            record.kept_numbers = f"{earlier}；{given}" if earlier and fresh else given

    def source(self, meeting: Ref, copy: Copy, line: str) -> LineSource:
        """Which fact a line of the text rests on."""
        with self._store.reading() as session:
            told = proceedings(session, meeting, self._profiles.matters)
        return source_of(told, copy, line)

    def problems(self, meeting: Ref) -> list[str]:
        """What still stands in the way of finalising, in words."""
        found = []
        for copy in Copy:
            try:
                self.check(meeting, copy)
            except (
                MinutesGap, GlyphsMissing, MinutesStale, NumbersDiffer, PrivateOnNotice,
            ) as refusal:  # fmt: skip
                found.append(f"{copy.word}：{refusal}")
        if missing := self._unread(meeting):
            found.append(str(missing))
        return found

    def _unread(self, meeting: Ref) -> NotCheckedYet | None:
        """What to say where the office wants a second reader and there was none."""
        with self._store.reading() as session:
            if not settings.read(session, TWO_READERS):
                return None
            told = proceedings(session, meeting, self._profiles.matters)
            texts = [self._text(session, meeting, copy, told) for copy in Copy]
        unread = [each.copy.word for each in texts if not each.checked_by and not each.final]
        return NotCheckedYet("、".join(unread)) if unread else None

    def check(self, meeting: Ref, copy: Copy) -> None:
        with self._store.reading() as session:
            told = proceedings(session, meeting, self._profiles.matters)
            self._check(session, meeting, told, self._text(session, meeting, copy, told))

    def finalise(self, meeting: Ref) -> None:
        """Make both copies final under a version and a check code."""
        if unread := self._unread(meeting):
            raise unread
        with self._store.writing("minutes.finalise") as session:
            record = get(session, MeetingRecord, meeting, "会议")
            after(record.stage, Act.FINALISE)
            told = proceedings(session, meeting, self._profiles.matters)
            for copy in Copy:
                current = self._text(session, meeting, copy, told)
                self._check(session, meeting, told, current)
                newest = self._unfinished(session, meeting, copy)
                newest.text, newest.final = current.text, True
                newest.finalised_at = self._store.clock().isoformat(timespec="seconds")
                newest.finalised_by = self._store.who
                newest.checksum = code_of(newest.text, newest.version)
            record.do(Act.FINALISE)
            wait_again(session, meeting)

    def reopen(self, meeting: Ref, reason: str) -> None:
        """Open the minutes again: only the newest meeting's, and with a reason that stays."""
        if not reason.strip():
            raise ReasonNeeded("重新打开纪要")
        with self._store.writing("minutes.reopen") as session:
            record = get(session, MeetingRecord, meeting, "会议")
            after(record.stage, Act.REOPEN)
            newest = session.scalars(
                select(MeetingRecord)
                .where(
                    MeetingRecord.compound_id == meeting.compound_id,
                    MeetingRecord.stage.in_(FINAL),
                )
                .order_by(MeetingRecord.held_on.desc(), MeetingRecord.starts.desc())
            ).first()
            if newest is not None and newest.id != meeting.id:
                raise OnlyTheNewest
            for copy in Copy:
                last = _newest(session, meeting, copy)
                if last is not None:
                    # a text nobody had edited follows the facts again
                    again = self._record(meeting, copy, last.version + 1)
                    if last.basis:
                        again.text, again.basis = last.text, last.basis
                    again.reason = reason.strip()
                    session.add(again)
            record.do(Act.REOPEN)

    def versions(self, meeting: Ref, copy: Copy) -> list[tuple[int, str, str, str]]:
        """Version, when and by whom it became final, and why it was opened again."""
        with self._store.reading() as session:
            return [
                (each.version, each.finalised_at, each.finalised_by, each.reason)
                for each in _versions(session, meeting, copy)
            ]

    def _text(self, session: Session, meeting: Ref, copy: Copy, told: Proceedings) -> MinutesText:
        newest = _newest(session, meeting, copy)
        fresh = draft(told, copy)
        if newest is None:
            return MinutesText(copy, 1, fresh, final=False, code="", edited=False)
        if newest.final:
            final_text = (newest.text, True, newest.checksum)
            return MinutesText(
                copy,
                newest.version,
                *final_text,
                newest.text != fresh,
                checked_by=newest.checked_by if newest.checked_text == _digest(newest.text) else "",
            )
        edited = bool(newest.basis)
        text = newest.text if edited else fresh
        stale = edited and newest.basis != _digest(fresh)
        read = newest.checked_by if newest.checked_text == _digest(text) else ""
        return MinutesText(
            copy,
            newest.version,
            text,
            final=False,
            code="",
            edited=edited,
            stale=stale,
            checked_by=read,
        )

    def _fresh(self, session: Session, meeting: Ref, copy: Copy) -> str:
        return draft(proceedings(session, meeting, self._profiles.matters), copy)

    def _unfinished(self, session: Session, meeting: Ref, copy: Copy) -> MinutesRecord:
        """The version that is being worked on; made when there is none."""
        record = get(session, MeetingRecord, meeting, "会议")
        after(record.stage, Act.WRITE_MINUTES)
        newest = _newest(session, meeting, copy)
        if newest is None or newest.final:
            newest = self._record(meeting, copy, newest.version + 1 if newest else 1)
            session.add(newest)
        return newest

    def _record(self, meeting: Ref, copy: Copy, version: int) -> MinutesRecord:
        return MinutesRecord(
            compound_id=meeting.compound_id,
            id=self._store.key(),
            meeting_id=meeting.id,
            copy=copy,
            version=version,
            text="",
            basis="",
            final=False,
            finalised_at="",
            finalised_by="",
            checksum="",
            reason="",
        )

    def _check(
        self, session: Session, meeting: Ref, told: Proceedings, current: MinutesText
    ) -> None:
        text, copy = current.text, current.copy
        if current.stale:
            raise MinutesStale(copy.word)
        if gaps := text.count(GAP):
            raise MinutesGap(gaps)
        if missing := self._fonts.missing(text):
            raise GlyphsMissing(" ".join(missing))
        newest = _newest(session, meeting, copy)
        if current.edited:
            kept = newest.kept_differences if newest else []
            if found := not_kept(number_differences(text, told, copy), kept):
                raise NumbersDiffer("；".join(each.words for each in found))
        if copy is Copy.NOTICE:
            wall.check_of(session, meeting, NOTICE_PAPER, text, acting(told))


def code_of(text: str, version: int) -> str:
    """The check code of a version: 80 bits as four groups of four letters and digits."""
    digest = sha256(f"roundtable/minutes/1\n{version}\n{text}".encode()).digest()
    letters = base64.b32encode(digest[:10]).decode()
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def acting(told: Proceedings) -> set[str]:
    """Who acts in a meeting: their names belong on its papers."""
    facts = told.facts
    seated = {each.name for each in told.attendees if each.body is not BodyKind.OWNERS}
    names = seated | {facts.chair, facts.recorder}
    leads = [each for item in told.items for each in item.resolutions]
    for each in (*leads, *told.other_resolutions):
        names |= {each.lead, each.helpers, each.charged_by}
    return names


def _versions(session: Session, meeting: Ref, copy: Copy) -> list[MinutesRecord]:
    wanted = select(MinutesRecord).where(
        MinutesRecord.compound_id == meeting.compound_id,
        MinutesRecord.meeting_id == meeting.id,
        MinutesRecord.copy == copy,
    )
    return list(session.scalars(wanted.order_by(MinutesRecord.version)))


def _newest(session: Session, meeting: Ref, copy: Copy) -> MinutesRecord | None:
    return next(reversed(_versions(session, meeting, copy)), None)
