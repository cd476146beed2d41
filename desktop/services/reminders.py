"""What is due between meetings: regular days, notices, collecting, matters, visits, votes."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.affair import OPEN
from desktop.domain.affair_terms import DisputeState
from desktop.domain.errors import NotADay
from desktop.domain.meeting import read_day
from desktop.domain.terms import Channel, PollStage
from desktop.domain.voice import REPLY_BY, SETTLED
from desktop.services.rhythms import Occurrence, Rhythms
from desktop.storage.store import Store
from desktop.storage.tables import (
    AffairRecord,
    CompoundRecord,
    DisputeRecord,
    PollRecord,
    SuggestionRecord,
)

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line of the desk. ``place``: where in the window it is dealt with. Never a name."""

    day: date
    compound: str
    text: str
    place: str
    urgent: bool


class Reminders:
    def __init__(self, store: Store, rhythms: Rhythms) -> None:
        self._store, self._rhythms = store, rhythms

    def due(self) -> list[Reminder]:
        """Everything due within a week or late, the earliest first."""
        today = self._store.clock().date()
        found: list[Reminder] = []
        for each in self._rhythms.next(count=1):
            found += _about(each, today)
        with self._store.reading() as session:
            found += _matters(session, today)
            found += _visits(session, today)
            found += _polls(session, today)
            found += _hotline(session, today)
        return sorted(found, key=lambda each: (each.day, each.compound, each.text))


def _about(each: Occurrence, today: date) -> list[Reminder]:
    """The days of a regular meeting that come before it, while nobody has planned it."""
    name = each.rhythm.title or each.rhythm.kind
    told = [
        (each.when.collect_by, f"{name}：收集意见截止"),
        (each.when.notice_by, f"{name}：最迟发出通知"),
        (each.when.day, f"{name}：还没有新建会议"),
    ]
    if each.meeting is not None:
        return []
    return [
        Reminder(day, each.compound, text, "日程", day <= today)
        for day, text in told
        if day is not None and today - SOON <= day <= today + SOON
    ]


def _matters(session: Session, today: date) -> list[Reminder]:
    wanted = (
        select(CompoundRecord.name, func.min(AffairRecord.due), func.count())
        .join(CompoundRecord, CompoundRecord.id == AffairRecord.compound_id)
        .where(AffairRecord.state.in_(OPEN), AffairRecord.due < today)
        .group_by(CompoundRecord.id, CompoundRecord.name)
    )
    return [
        Reminder(_day(first), name, f"办理事项逾期 {count} 件", "办事", urgent=True)
        for name, first, count in session.execute(wanted)
    ]


def _visits(session: Session, today: date) -> list[Reminder]:
    wanted = (
        select(CompoundRecord.name, func.min(DisputeRecord.visit_on), func.count())
        .join(CompoundRecord, CompoundRecord.id == DisputeRecord.compound_id)
        .where(DisputeRecord.state == DisputeState.AGREED, DisputeRecord.visit_on <= today)
        .group_by(CompoundRecord.id, CompoundRecord.name)
    )
    return [
        Reminder(_day(first), name, f"纠纷该回访 {count} 件", "办事", urgent=True)
        for name, first, count in session.execute(wanted)
    ]


def _polls(session: Session, today: date) -> list[Reminder]:
    wanted = (
        select(CompoundRecord.name, PollRecord.title, PollRecord.closes_on)
        .join(CompoundRecord, CompoundRecord.id == PollRecord.compound_id)
        .where(PollRecord.stage == PollStage.OPEN, PollRecord.closes_on <= today + SOON)
    )
    return [
        Reminder(day, name, f"{title}：截止收票", "表决", day <= today)
        for name, title, day in session.execute(wanted)
    ]


def _hotline(session: Session, today: date) -> list[Reminder]:
    """What came by 12345 must be answered by its day (回复时限), as long as nobody has."""
    wanted = (
        select(CompoundRecord.name, SuggestionRecord.number, SuggestionRecord.details)
        .join(CompoundRecord, CompoundRecord.id == SuggestionRecord.compound_id)
        .where(
            SuggestionRecord.channel == Channel.HOTLINE, SuggestionRecord.state.notin_(SETTLED),
            SuggestionRecord.details.contains(REPLY_BY),
        )
    )  # fmt: skip
    found = []
    for name, number, details in session.execute(wanted):
        try:
            day = read_day(str(json.loads(details).get(REPLY_BY, "")))
        except NotADay:
            continue  # kept by an older version, as it was typed
        if day <= today + SOON:
            text = f"12345 转来的第 {number} 号建议：回复时限"
            found.append(Reminder(day, name, text, "意见建议", day <= today))
    return found


def _day(value: object) -> date:
    """The earliest day of a group: SQLite gives text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))
