"""Meetings that come back: kept, their next days proposed, planned when a person says so."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.affair_terms import Every
from desktop.domain.errors import NameNeeded, UnknownProfile
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_time
from desktop.domain.rhythm import NextTime, Rhythm, next_times
from desktop.domain.terms import Stage
from desktop.services.calendars import Calendars
from desktop.services.meetings import MeetingPlan, Meetings
from desktop.services.profiles import Profiles
from desktop.services.records import get, short
from desktop.storage.store import Store
from desktop.storage.tables import CompoundRecord, MeetingRecord, RhythmRecord

_R = RhythmRecord
NEAR = timedelta(days=3)  # a meeting of the kind so near is the one that was meant


@dataclass(frozen=True, slots=True)
class RhythmPlan:
    """``profile`` is a key; ``day`` of the week (1 Monday) or of the month, 0 at the month's end."""

    profile: str
    every: Every
    day: int = 0
    title: str = ""
    starts: str = "19:00"
    place: str = ""
    collect_by: int = 0


@dataclass(frozen=True, slots=True)
class RhythmLine:
    ref: Ref
    profile: str
    kind: str  # what the profile is called
    title: str
    every: Every
    day: int
    starts: str
    place: str
    collect_by: int

    @property
    def words(self) -> str:
        """每月月底, 每周四, 每季度最后一月10日."""
        match self.every:
            case Every.WEEK:
                return f"每周{'一二三四五六日'[self.day - 1]}"
            case Every.MONTH:
                return f"每月{self.day}日"
            case Every.MONTH_END:
                return "每月月底"
            case Every.QUARTER:
                return f"每季度最后一月{self.day}日"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that comes. ``meeting``: it is planned already."""

    rhythm: RhythmLine
    compound: str
    when: NextTime
    meeting: Ref | None


class Rhythms:
    def __init__(
        self, store: Store, profiles: Profiles, meetings: Meetings, calendars: Calendars
    ) -> None:
        self._store, self._profiles = store, profiles
        self._meetings, self._calendars = meetings, calendars

    def add(self, compound_id: UUID, plan: RhythmPlan) -> Ref:
        """Keep what comes back. Raise ``NotSuchADay`` or ``UnknownProfile``."""
        ref = Ref(compound_id, self._store.key())
        with self._store.writing("rhythm.add") as session:
            record = RhythmRecord(
                compound_id=compound_id,
                id=ref.id,
                since=self._store.clock().date(),
                ended=False,
            )
            self._fill(record, plan)
            session.add(record)
        return ref

    def change(self, ref: Ref, plan: RhythmPlan) -> None:
        with self._store.writing("rhythm.change") as session:
            self._fill(get(session, RhythmRecord, ref, "定期会议"), plan)

    def end(self, ref: Ref) -> None:
        """It comes back no more; meetings planned from it stay."""
        with self._store.writing("rhythm.end") as session:
            get(session, RhythmRecord, ref, "定期会议").ended = True

    def lines(self, compound_id: UUID | None = None) -> list[RhythmLine]:
        wanted = select(RhythmRecord).order_by(_R.id)
        if compound_id is not None:
            wanted = wanted.where(_R.compound_id == compound_id)
        names = {line.profile.key: line.profile.name for line in self._profiles.lines()}
        with self._store.reading() as session:
            found = session.scalars(wanted)
            return [_line(record, names) for record in found if not record.ended]

    def next(self, compound_id: UUID | None = None, count: int = 3) -> list[Occurrence]:
        """The next times of everything that comes back, the nearest first."""
        today = self._store.clock().date()
        yesterday = today - timedelta(days=1)
        calendar = self._calendars.current()
        profiles = {line.profile.key: line.profile for line in self._profiles.lines()}
        found = []
        with self._store.reading() as session:
            compounds = {
                row[0]: row[1]
                for row in session.execute(select(CompoundRecord.id, CompoundRecord.name))
            }
            planned = _planned(session, today - NEAR)
        for line in self.lines(compound_id):
            profile = profiles[line.profile]
            rhythm = Rhythm(line.every, line.day, line.collect_by)
            for when in next_times(rhythm, yesterday, calendar, profile.notice_days, count):
                meeting = next(
                    (
                        ref
                        for ref, kind, day in planned
                        if ref.compound_id == line.ref.compound_id
                        and kind is profile.kind
                        and abs(day - when.day) <= NEAR
                    ),
                    None,
                )
                name = compounds[line.ref.compound_id]
                found.append(Occurrence(line, name, when, meeting))
        return sorted(found, key=lambda each: (each.when.day, each.rhythm.ref.id))

    def convene(self, occurrence: Occurrence) -> Ref:
        """Plan the meeting of one time; the agenda is still to be made."""
        line = occurrence.rhythm
        profile = self._profiles.get(line.profile)
        day = occurrence.when.day
        compound = line.ref.compound_id
        title = line.title or self._meetings.next_title(compound, profile.name, day)
        if line.title:
            title = f"{day.year}年{day.month}月{line.title}"
        plan = MeetingPlan(
            line.profile, title, day, line.starts, line.place, profile.convener, short=profile.short
        )
        return self._meetings.plan(compound, plan)

    def _fill(self, record: RhythmRecord, plan: RhythmPlan) -> None:
        if not plan.profile.strip():
            raise NameNeeded("会议形式")
        if plan.profile not in {line.profile.key for line in self._profiles.lines()}:
            raise UnknownProfile(plan.profile)
        day = 0 if plan.every is Every.MONTH_END else plan.day
        Rhythm(plan.every, day, plan.collect_by)
        record.profile, record.every, record.day = plan.profile, plan.every, day
        record.title, record.place = short(plan.title, "名称"), short(plan.place, "地点")
        record.starts, record.collect_by = read_time(plan.starts), plan.collect_by


def _planned(session: Session, since: date) -> list[tuple[Ref, object, date]]:
    wanted = select(MeetingRecord).where(
        MeetingRecord.held_on >= since, MeetingRecord.stage != Stage.CANCELLED
    )
    return [(Ref(m.compound_id, m.id), m.kind, m.held_on) for m in session.scalars(wanted)]


def _line(record: RhythmRecord, names: dict[str, str]) -> RhythmLine:
    return RhythmLine(
        Ref(record.compound_id, record.id),
        record.profile,
        names.get(record.profile, record.profile),
        record.title,
        record.every,
        record.day,
        record.starts,
        record.place,
        record.collect_by,
    )
