"""A meeting as a whole: planned, noticed, moved, held, closed, cancelled — and its agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain import meeting as life
from desktop.domain.errors import (
    AlreadyBegun,
    AlreadyVoted,
    Gone,
    MoveInstead,
    NameNeeded,
    NobodyPresent,
    NoMeetingYet,
    NoticeNeeded,
    ReasonNeeded,
)
from desktop.domain.ids import Ref
from desktop.domain.terms import (
    Act,
    MeetingKind,
    Outcome,
    Stage,
)
from desktop.services.agendas import (
    ItemPlan,
    add_item,
    announce,
    item_records,
    release,
    suggestions_of,
)
from desktop.services.floor import close_clock
from desktop.services.postings import posted_today
from desktop.services.profiles import Profiles, freeze, thaw
from desktop.services.recording import end_of, recorded, voted
from desktop.services.records import checked, get, short
from desktop.services.seating import guests_of, open_with_follow_up, seat_table
from desktop.services.table import Table
from desktop.storage.store import Store
from desktop.storage.tables import (
    AttendeeRecord,
    CompoundRecord,
    ItemRecord,
    MeetingRecord,
    StayRecord,
)


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What is settled before a meeting. Times are ``HH:MM``."""

    profile: str  # key
    title: str
    held_on: date
    starts: str
    place: str
    convener: str = ""
    chair: str = ""
    recorder: str = ""
    entered_afterwards: bool = False
    short: bool = False
    ends: str = ""  # set right afterwards, once the meeting is over


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One line of the list of meetings."""

    ref: Ref
    compound: str
    kind: MeetingKind
    title: str
    held_on: date
    starts: str
    place: str
    stage: Stage
    lapsed: bool
    items: int


class Meetings:
    def __init__(self, store: Store, profiles: Profiles) -> None:
        self._store, self._profiles = store, profiles

    # -- before the meeting ----------------------------------------------------------------

    def plan(self, compound_id: UUID, plan: MeetingPlan, items: Sequence[ItemPlan] = ()) -> Ref:
        """Make a meeting with its rule frozen, its table filled from the seats, and its agenda."""
        profile = self._profiles.get(plan.profile)
        if not plan.title.strip():
            raise NameNeeded("会议名称")
        with self._store.writing("meeting.plan") as session:
            compound = session.get(CompoundRecord, compound_id)
            if compound is None:
                raise Gone("小区")
            convener = short(plan.convener, "召集单位") or f"{compound.name}{profile.convener}"
            record = MeetingRecord(
                compound_id=compound_id,
                id=self._store.key(),
                kind=profile.kind,
                profile=freeze(profile),
                title=checked(plan.title, "会议名称", 100),
                held_on=plan.held_on,
                starts=life.read_time(plan.starts),
                ends="",
                place=short(plan.place, "地点"),
                convener=convener,
                chair=short(plan.chair, "主持人"),
                recorder=short(plan.recorder, "记录人") or self._store.who,
                stage=Stage.DRAFT,
                noticed_on=None,
                entered_afterwards=plan.entered_afterwards,
                short=plan.short or profile.short,
                reason="",
                lapsed=False,
                follows_id=None,
            )
            session.add(record)
            session.flush()
            ref = Ref(compound_id, record.id)
            open_with_follow_up(self._store, session, record)
            for item in items:
                add_item(self._store, self._profiles, session, record, item)
            seat_table(self._store, session, record, profile.bodies)
            return ref

    def change(self, ref: Ref, plan: MeetingPlan) -> None:
        """Change the frame of a meeting, until its minutes are final; its day while unnoticed."""
        with self._store.writing("meeting.change") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            act = Act.CORRECT if meeting.stage is Stage.CLOSED else Act.PREPARE
            if meeting.stage is not Stage.IN_SESSION:
                meeting.do(act)
            meeting.title = checked(plan.title, "会议名称", 100) or meeting.title
            meeting.starts, meeting.place = life.read_time(plan.starts), short(plan.place, "地点")
            if meeting.stage is Stage.NOTICED and plan.held_on != meeting.held_on:
                raise MoveInstead
            meeting.held_on = plan.held_on
            if meeting.stage is Stage.CLOSED and plan.ends.strip():
                meeting.ends = end_of(session, meeting, plan.ends)
            meeting.convener = short(plan.convener, "召集单位")
            meeting.chair = short(plan.chair, "主持人")
            meeting.recorder, meeting.short = short(plan.recorder, "记录人"), plan.short
            meeting.entered_afterwards = plan.entered_afterwards

    def copy_last(self, compound_id: UUID, held_on: date) -> Ref:
        """Plan a meeting like the newest one of the compound: kind, place, who runs it.

        Who sits at the table is told by the seats of the day; guests of that time come along.
        """
        wanted = select(MeetingRecord).where(
            MeetingRecord.compound_id == compound_id, MeetingRecord.stage != Stage.CANCELLED
        )
        with self._store.reading() as session:
            last = session.scalars(
                wanted.order_by(MeetingRecord.held_on.desc(), MeetingRecord.id.desc())
            ).first()
            if last is None:
                raise NoMeetingYet
            profile = thaw(last.profile)
            plan = MeetingPlan(
                profile.key,
                self.next_title(compound_id, profile.name, held_on),
                held_on,
                last.starts,
                last.place,
                last.convener,
                last.chair,
                last.recorder,
                short=last.short,
            )
            guests = [
                (each.name or "", each.body, each.duty, each.body_name)
                for each in guests_of(session, Ref(compound_id, last.id))
            ]
        made = self.plan(compound_id, plan)
        for guest in guests:
            Table(self._store).add(made, *guest)
        return made

    def give_notice(self, ref: Ref, on: date) -> None:
        """Record that notice went out; refused when later than the profile allows."""
        with self._store.writing("meeting.give_notice") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            if not meeting.entered_afterwards:
                life.check_notice(thaw(meeting.profile), on, meeting.held_on)
            meeting.do(Act.GIVE_NOTICE)
            open_with_follow_up(self._store, session, meeting, afresh=False)
            meeting.noticed_on = on
            announce(item_records(session, ref))

    def add_notice(self, ref: Ref, on: date) -> None:
        """补充通知: items put on after the notice went out are made known, too, and in time."""
        with self._store.writing("meeting.add_notice") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            meeting.do(Act.PREPARE)
            if meeting.noticed_on is None:
                raise NoticeNeeded(meeting.title)
            if not meeting.entered_afterwards:
                life.check_notice(thaw(meeting.profile), on, meeting.held_on)
            announce(item_records(session, ref))

    def reschedule(self, ref: Ref, held_on: date, starts: str, place: str, reason: str) -> None:
        """改期: a noticed meeting goes back to draft; notice is given anew, in time again."""
        if not reason.strip():
            raise ReasonNeeded("改期")
        with self._store.writing("meeting.reschedule") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            meeting.do(Act.RESCHEDULE)
            meeting.held_on, meeting.starts = held_on, life.read_time(starts)
            meeting.place, meeting.reason = short(place, "地点"), short(reason, "原因")
            meeting.noticed_on = None

    def cancel(self, ref: Ref, reason: str) -> None:
        if not reason.strip():
            raise ReasonNeeded("取消")
        with self._store.writing("meeting.cancel") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            meeting.do(Act.CANCEL)
            meeting.reason = reason.strip()
            for item in item_records(session, ref):
                release(session, item)

    # -- the meeting's own steps ---------------------------------------------------------------

    def open(self, ref: Ref) -> None:
        """Begin. A profile that demands notice wants it given, unless entered from paper."""
        with self._store.writing("meeting.open") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            profile = thaw(meeting.profile)
            if profile.notice_days and not meeting.entered_afterwards:
                if meeting.noticed_on is None:
                    raise NoticeNeeded(profile.notice_source or profile.name)
                life.check_notice(profile, meeting.noticed_on, meeting.held_on)
            meeting.do(Act.OPEN)
            open_with_follow_up(self._store, session, meeting, afresh=False)

    def take_back(self, ref: Ref) -> None:
        """Opened by mistake: back to before, as long as nothing has been recorded."""
        with self._store.writing("meeting.take_back") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            meeting.do(Act.TAKE_BACK)
            if what := recorded(session, ref):
                raise AlreadyBegun(what)

    def close(self, ref: Ref, ends: str) -> None:
        """散会. Who has no leaving time stayed until the end."""
        with self._store.writing("meeting.close") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            meeting.do(Act.CLOSE)
            stays = (
                select(func.count())
                .select_from(StayRecord)
                .join(
                    AttendeeRecord,
                    (AttendeeRecord.compound_id == StayRecord.compound_id)
                    & (AttendeeRecord.id == StayRecord.attendee_id),
                )
            )
            mine = stays.where(
                AttendeeRecord.compound_id == ref.compound_id, AttendeeRecord.meeting_id == ref.id
            )
            if not session.scalar(mine) and not meeting.short:
                raise NobodyPresent("散会")
            meeting.ends = end_of(session, meeting, ends)
            close_clock(session, ref, f"{meeting.ends}:00")

    def lapse(self, ref: Ref, reason: str) -> None:
        """宣布流会: not enough came. The record of who came stays."""
        if not reason.strip():
            raise ReasonNeeded("流会")
        with self._store.writing("meeting.lapse") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            meeting.do(Act.LAPSE)
            if voted(session, ref):
                raise AlreadyVoted
            meeting.lapsed, meeting.reason = True, reason.strip()

    def go_on(self, ref: Ref, held_on: date, starts: str) -> Ref:
        """续会: a new meeting with the items that were not settled."""
        with self._store.reading() as session:
            old = get(session, MeetingRecord, ref, "会议")
            life.after(old.stage, Act.GO_ON)
            undone = (None, Outcome.POSTPONED, Outcome.QUORUM_MISSED)
            plans = [
                ItemPlan(
                    item.title,
                    item.decision,
                    item.presenter,
                    item.minutes,
                    item.matter,
                    suggestions_of(session, item),
                )
                for item in item_records(session, ref)
                if item.number and item.outcome in undone
            ]
            plan = MeetingPlan(
                thaw(old.profile).key,
                f"{old.title}（续会）",
                held_on,
                starts,
                old.place,
                old.convener,
                old.chair,
                old.recorder,
            )
        made = self.plan(ref.compound_id, plan, plans)
        with self._store.writing("meeting.go_on") as session:
            get(session, MeetingRecord, made, "会议").follows_id = ref.id
        return made

    def post(self, ref: Ref) -> None:
        with self._store.writing("meeting.post") as session:
            get(session, MeetingRecord, ref, "会议").do(Act.POST)
            posted_today(self._store, session, ref)

    def archive(self, ref: Ref) -> None:
        self._do(ref, Act.ARCHIVE)

    # -- lists -------------------------------------------------------------------------------------

    def lines(self, compound_id: UUID | None = None) -> list[MeetingLine]:
        """The meetings, latest first."""
        counted = (
            select(ItemRecord.meeting_id, func.count())
            .where(ItemRecord.number > 0)
            .group_by(ItemRecord.meeting_id)
        )
        wanted = select(MeetingRecord, CompoundRecord.name).join(
            CompoundRecord, CompoundRecord.id == MeetingRecord.compound_id
        )
        if compound_id is not None:
            wanted = wanted.where(MeetingRecord.compound_id == compound_id)
        latest = wanted.order_by(MeetingRecord.held_on.desc(), MeetingRecord.id.desc())
        with self._store.reading() as session:
            items = {row[0]: row[1] for row in session.execute(counted)}
            return [
                MeetingLine(
                    Ref(m.compound_id, m.id),
                    name,
                    m.kind,
                    m.title,
                    m.held_on,
                    m.starts,
                    m.place,
                    m.stage,
                    m.lapsed,
                    items.get(m.id, 0),
                )
                for m, name in session.execute(latest)
            ]

    def next_title(self, compound_id: UUID, kind_word: str, on: date) -> str:
        """A title in the office's way: 2026年第3次圆桌会议."""
        wanted = (
            select(func.count())
            .select_from(MeetingRecord)
            .where(
                MeetingRecord.compound_id == compound_id,
                MeetingRecord.stage != Stage.CANCELLED,
                MeetingRecord.title.like(f"{on.year}年%{kind_word}%"),
            )
        )
        with self._store.reading() as session:
            return f"{on.year}年第{(session.scalar(wanted) or 0) + 1}次{kind_word}"

    # -- inside ------------------------------------------------------------------------------------

    def _do(self, ref: Ref, act: Act) -> None:
        with self._store.writing(f"meeting.{act.value}") as session:
            get(session, MeetingRecord, ref, "会议").do(act)
