"""A meeting as a whole: planned, noticed, moved, held, closed, cancelled — and its agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain import meeting as life
from desktop.domain.errors import (
    Gone,
    NameNeeded,
    NobodyPresent,
    NoticeNeeded,
    ReasonNeeded,
)
from desktop.domain.ids import Ref
from desktop.domain.terms import (
    Act,
    BodyKind,
    Decision,
    MeetingKind,
    Outcome,
    Stage,
)
from desktop.services.agendas import ItemPlan, add_item, item_records
from desktop.services.bodies import body_lines
from desktop.services.profiles import Profiles, freeze, thaw
from desktop.services.records import checked, get
from desktop.storage.store import Store
from desktop.storage.tables import (
    AttendeeRecord,
    CompoundRecord,
    ItemRecord,
    MeetingRecord,
    StayRecord,
)

MAIN_TABLE = frozenset(BodyKind) - {BodyKind.OBSERVERS}


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
            convener = plan.convener.strip() or f"{compound.name}{profile.convener}"
            record = MeetingRecord(
                compound_id=compound_id,
                id=self._store.key(),
                kind=profile.kind,
                profile=freeze(profile),
                title=checked(plan.title, "会议名称", 100),
                held_on=plan.held_on,
                starts=life.read_time(plan.starts),
                ends="",
                place=plan.place.strip(),
                convener=convener,
                chair=plan.chair.strip(),
                recorder=plan.recorder.strip() or self._store.who,
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
            self._open_with_follow_up(session, ref)
            for item in items:
                add_item(self._store, self._profiles, session, record, item)
            self._seat_table(session, record, profile.bodies)
            return ref

    def change(self, ref: Ref, plan: MeetingPlan) -> None:
        """Change the frame of a meeting that has not begun."""
        with self._store.writing("meeting.change") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            act = Act.CORRECT if meeting.stage is Stage.CLOSED else Act.PREPARE
            if meeting.stage is not Stage.IN_SESSION:
                meeting.do(act)
            meeting.title = checked(plan.title, "会议名称", 100) or meeting.title
            meeting.starts, meeting.place = life.read_time(plan.starts), plan.place.strip()
            meeting.held_on = plan.held_on
            meeting.convener, meeting.chair = plan.convener.strip(), plan.chair.strip()
            meeting.recorder, meeting.short = plan.recorder.strip(), plan.short
            meeting.entered_afterwards = plan.entered_afterwards

    def copy_last(self, compound_id: UUID, held_on: date, title: str) -> Ref:
        """Plan a meeting like the newest one of the compound: kind, place, people."""
        wanted = select(MeetingRecord).where(
            MeetingRecord.compound_id == compound_id, MeetingRecord.stage != Stage.CANCELLED
        )
        with self._store.reading() as session:
            last = session.scalars(
                wanted.order_by(MeetingRecord.held_on.desc(), MeetingRecord.id.desc())
            ).first()
            if last is None:
                raise Gone("上一次会议")
            plan = MeetingPlan(
                thaw(last.profile).key,
                title,
                held_on,
                last.starts,
                last.place,
                last.convener,
                last.chair,
                last.recorder,
                short=last.short,
            )
        return self.plan(compound_id, plan)

    def give_notice(self, ref: Ref, on: date) -> None:
        """Record that notice went out; refused when later than the profile allows."""
        with self._store.writing("meeting.give_notice") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            if not meeting.entered_afterwards:
                life.check_notice(thaw(meeting.profile), on, meeting.held_on)
            meeting.do(Act.GIVE_NOTICE)
            meeting.noticed_on = on

    def reschedule(self, ref: Ref, held_on: date, starts: str, place: str, reason: str) -> None:
        """改期: a noticed meeting goes back to being noticed anew."""
        if not reason.strip():
            raise ReasonNeeded("改期")
        with self._store.writing("meeting.reschedule") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            meeting.do(Act.RESCHEDULE)
            meeting.held_on, meeting.starts = held_on, life.read_time(starts)
            meeting.place, meeting.reason = place.strip(), reason.strip()

    def cancel(self, ref: Ref, reason: str) -> None:
        if not reason.strip():
            raise ReasonNeeded("取消")
        with self._store.writing("meeting.cancel") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            meeting.do(Act.CANCEL)
            meeting.reason = reason.strip()

    # -- the meeting's own steps ---------------------------------------------------------------

    def open(self, ref: Ref) -> None:
        """Begin. A profile that demands notice wants it given, unless entered from paper."""
        with self._store.writing("meeting.open") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            profile = thaw(meeting.profile)
            if (
                profile.notice_days
                and meeting.stage is Stage.DRAFT
                and not meeting.entered_afterwards
            ):
                raise NoticeNeeded(profile.notice_source or profile.name)
            meeting.do(Act.OPEN)

    def close(self, ref: Ref, ends: str) -> None:
        """散会: everyone still here leaves with the end."""
        end = life.read_time(ends)
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
            meeting.ends = end

    def lapse(self, ref: Ref, reason: str) -> None:
        """宣布流会: not enough came. The record of who came stays."""
        if not reason.strip():
            raise ReasonNeeded("流会")
        with self._store.writing("meeting.lapse") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            meeting.do(Act.LAPSE)
            meeting.lapsed, meeting.reason = True, reason.strip()

    def go_on(self, ref: Ref, held_on: date, starts: str) -> Ref:
        """续会: a new meeting with the items that were not settled."""
        with self._store.reading() as session:
            old = get(session, MeetingRecord, ref, "会议")
            undone = (None, Outcome.POSTPONED, Outcome.QUORUM_MISSED)
            plans = [
                ItemPlan(item.title, item.decision, item.presenter, item.minutes, item.matter)
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
        self._do(ref, Act.POST)

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

    def _open_with_follow_up(self, session: Session, ref: Ref) -> None:
        """上次事项落实情况, where there is anything to report on; it can be taken out."""
        from desktop.services.resolutions import open_resolutions

        if open_resolutions(session, ref.compound_id):
            record = ItemRecord(
                compound_id=ref.compound_id,
                id=self._store.key(),
                meeting_id=ref.id,
                number=0,
                title="上次事项落实情况",
                minutes=None,
                presenter="",
                decision=Decision.CONSULTATION,
                matter="",
                outcome=None,
                outcome_note="",
            )
            session.add(record)

    def _seat_table(
        self, session: Session, meeting: MeetingRecord, bodies: Sequence[BodyKind]
    ) -> None:
        """Fill the sign-in list from the seats held that day: each person once."""
        people: dict[UUID, AttendeeRecord] = {}
        position = 0
        for body in body_lines(session, meeting.compound_id, meeting.held_on):
            if body.kind not in bodies:
                continue
            for seat in body.seats:
                if known := people.get(seat.person_id):
                    if body.kind is not BodyKind.OBSERVERS:
                        known.also = [*known.also, body.kind.value]
                    continue
                position += 1
                people[seat.person_id] = AttendeeRecord(
                    compound_id=meeting.compound_id,
                    id=self._store.key(),
                    meeting_id=meeting.id,
                    person_id=seat.person_id,
                    position=position,
                    name=seat.name,
                    initials=None,
                    body=body.kind,
                    body_name=body.name,
                    also=[],
                    duty=seat.duty,
                    entitled=body.kind in MAIN_TABLE,
                    excused="",
                    stand_in="",
                )
        from desktop.system.pinyin import initials

        for record in people.values():
            record.initials = initials(record.name or "")
            session.add(record)
