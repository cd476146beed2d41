"""Lists around meetings as plain tables: who came, agendas, numbers, papers, dates, rolls of votes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from desktop.domain.area import shown
from desktop.domain.ids import Ref
from desktop.domain.resolution import OPEN_STATES
from desktop.services.house_style import HouseStyle
from desktop.services.meetings import MeetingLine, Meetings
from desktop.services.papers import Papers
from desktop.services.polls import Polls
from desktop.services.resolutions import Resolutions
from desktop.services.rhythms import Rhythms
from desktop.services.rolls import Rolls
from desktop.services.table import attendees
from desktop.storage.store import Store
from desktop.storage.tables import ItemRecord

Rows = list[tuple[object, ...]]
ATTENDANCE, AGENDA, NUMBERS = "到会情况", "议程", "文号登记簿"
PAPERS, DATES, ROLLS = "写出的文件", "日程", "表决权名册"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    ATTENDANCE: (
        "会议", "日期", "单位", "姓名", "职务", "有表决权", "到会", "离会", "请假", "代会",
    ),
    AGENDA: ("会议", "日期", "序号", "议题", "汇报", "决定方式", "分钟", "结果", "会后补充"),
    NUMBERS: ("文号", "年", "号", "文件", "会议", "会议日期", "作废"),
    PAPERS: ("时间", "会议或表决", "文件", "格式", "位置", "校验值"),
    DATES: ("日期", "时间", "事项", "种类"),
    ROLLS: (
        "表决", "序号", "楼栋", "单元", "房号", "面积", "表决权人", "业主数", "送达", "送达时间", "受托人",
    ),
}  # fmt: skip


class MeetingLists:
    def __init__(
        self,
        store: Store,
        meetings: Meetings,
        papers: Papers,
        style: HouseStyle,
        votes: tuple[Polls, Rolls],
        dates: tuple[Resolutions, Rhythms],
    ) -> None:
        self._store, self._meetings, self._papers, self._style = store, meetings, papers, style
        self._polls, self._rolls = votes
        self._resolutions, self._rhythms = dates
        self._told: Mapping[str, Callable[[UUID], Rows]] = {
            ATTENDANCE: self._attendance,
            AGENDA: self._agenda,
            NUMBERS: self._numbers,
            PAPERS: self._written,
            DATES: self._dates,
            ROLLS: self._roll,
        }

    def rows(self, compound_id: UUID, name: str) -> tuple[tuple[str, ...], ...]:
        """One of these lists, every cell as text."""
        return tuple(
            tuple("" if each is None else str(each) for each in row)
            for row in self._told[name](compound_id)
        )

    def _held(self, compound_id: UUID) -> Sequence[MeetingLine]:
        return self._meetings.lines(compound_id)[::-1]

    def _attendance(self, compound_id: UUID) -> Rows:
        found: Rows = []
        for line in self._held(compound_id):
            with self._store.reading() as session:
                people = attendees(session, line.ref)
            found += [
                (
                    line.title, line.held_on, each.body_name, each.name, each.duty,
                    "是" if each.entitled else "", each.arrived, each.left, each.excused, each.stand_in,
                )
                for each in people
            ]  # fmt: skip
        return found

    def _agenda(self, compound_id: UUID) -> Rows:
        found: Rows = []
        for line in self._held(compound_id):
            wanted = (
                select(ItemRecord)
                .where(
                    ItemRecord.compound_id == compound_id,
                    ItemRecord.meeting_id == line.ref.id,
                    ItemRecord.number > 0,
                )
                .order_by(ItemRecord.number)
            )
            with self._store.reading() as session:
                found += [
                    (
                        line.title, line.held_on, item.number, item.title, item.presenter,
                        item.decision.word, item.minutes, item.outcome.word if item.outcome else "",
                        item.outcome_note,
                    )
                    for item in session.scalars(wanted)
                ]  # fmt: skip
        return found

    def _numbers(self, compound_id: UUID) -> Rows:
        return [
            (n.text, n.year, n.number, n.paper, n.meeting, n.held_on, n.void)
            for n in reversed(self._style.numbers(compound_id))
        ]

    def _written(self, compound_id: UUID) -> Rows:
        return [
            (p.at[:16].replace("T", " "), p.meeting, p.title, p.form, p.path, p.sha256)
            for p in reversed(self._papers.lines(compound_id))
        ]

    def _dates(self, compound_id: UUID) -> Rows:
        """Meetings, last days of votes and resolutions, regular days to come: in order."""
        found: list[tuple[date, str, str, str]] = [
            (m.held_on, m.starts, m.title, "会议") for m in self._held(compound_id)
        ]
        found += [(p.closes_on, "", p.title, "截止收票") for p in self._polls.lines(compound_id)]
        found += [
            (r.due, "", r.text, "办结时限")
            for r in self._resolutions.lines(compound_id)
            if r.due and r.state in OPEN_STATES
        ]
        found += [
            (
                each.when.day,
                each.rhythm.starts,
                each.rhythm.title or each.rhythm.kind,
                "定期会议（拟）",
            )
            for each in self._rhythms.next(compound_id)
            if each.meeting is None
        ]
        return [tuple(each) for each in sorted(found)]

    def _roll(self, compound_id: UUID) -> Rows:
        return [
            (
                poll.title, v.position, v.door.building, v.door.unit, v.door.room, shown(v.area),
                v.names, v.head, v.delivery.word if v.delivery else "", v.delivered_at, v.agent,
            )
            for poll in self._polls.lines(compound_id)
            for v in self._rolls.lines(Ref(compound_id, poll.ref.id))
        ]  # fmt: skip
