"""Every list of the program as a plain table: for XLSX files, and for the forms others demand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.domain.affair_terms import Listing
from desktop.domain.area import shown
from desktop.domain.masking import without_numbers
from desktop.services import meeting_lists, outgoing
from desktop.services.affairs import AffairLine, Affairs
from desktop.services.bodies import Bodies
from desktop.services.groupings import Groupings, GroupLine
from desktop.services.meeting_lists import MeetingLists
from desktop.services.meetings import MeetingLine, Meetings
from desktop.services.premises import Premises, PremisesLine
from desktop.services.resolutions import ResolutionLine, Resolutions
from desktop.services.suggestions import SuggestionLine, Suggestions
from desktop.services.three_lists import ListedLine, ThreeLists
from desktop.services.wall import Shield, shield
from desktop.storage.store import Store
from desktop.storage.tables import CompoundRecord
from desktop.system.files import safe_name


class Listed(Enum):
    """What there is a list of. Disputes have none: their parties leave no trace outside."""

    SUGGESTIONS = "意见建议"
    GROUPS = "归并后的议题"
    AFFAIRS = "办理事项"
    MEETINGS = "会议"
    RESOLUTIONS = "议定事项落实"
    PREMISES = "房屋和业主"
    SEATS = "机构和成员"
    THREE_LISTS = "需求资源项目清单"
    ATTENDANCE = meeting_lists.ATTENDANCE
    AGENDA = meeting_lists.AGENDA
    NUMBERS = meeting_lists.NUMBERS
    PAPERS = meeting_lists.PAPERS
    DATES = meeting_lists.DATES
    ROLLS = meeting_lists.ROLLS


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list with its columns; every row has as many texts as there are columns."""

    kind: Listed
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_maps(self) -> list[dict[str, str]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


Column = tuple[str, Callable[[Any], object]]
_SUGGESTIONS: Sequence[tuple[str, Callable[[SuggestionLine], object]]] = (
    ("编号", lambda v: v.number),
    ("日期", lambda v: v.received_on),
    ("渠道", lambda v: v.channel.word),
    ("内容", lambda v: v.text),
    ("房号", lambda v: v.door),
    ("提出人", lambda v: v.proposer),
    ("附议", lambda v: v.supporters or ""),
    ("类别", lambda v: v.category),
    ("归并", lambda v: v.group),
    ("状态", lambda v: v.state.word),
    ("答复", lambda v: v.answer),
)
_GROUPS: Sequence[tuple[str, Callable[[GroupLine], object]]] = (
    ("议题", lambda g: g.title),
    ("类别", lambda g: g.category),
    ("条数", lambda g: g.reach.voices),
    ("户数", lambda g: g.reach.households),
    ("楼栋", lambda g: "、".join(g.reach.buildings)),
    ("最早", lambda g: g.oldest),
    ("未答复", lambda g: g.waiting),
    ("暂不列入", lambda g: g.held),
)
_AFFAIRS: Sequence[tuple[str, Callable[[AffairLine], object]]] = (
    ("编号", lambda a: a.number),
    ("事项", lambda a: a.text),
    ("地点", lambda a: a.door),
    ("类别", lambda a: a.category),
    ("级别", lambda a: a.level.word),
    ("办理人", lambda a: a.lead),
    ("时限", lambda a: a.due),
    ("发现", lambda a: _moment(a.found_at)),
    ("响应", lambda a: _moment(a.responded_at)),
    ("办结", lambda a: _moment(a.done_at)),
    ("反馈", lambda a: _moment(a.reported_at)),
    ("吹哨部门", lambda a: a.department),
    ("状态", lambda a: "已逾期" if a.overdue else a.state.word),
    ("评价", lambda a: a.rating.word if a.rating else ""),
)
_MEETINGS: Sequence[tuple[str, Callable[[MeetingLine], object]]] = (
    ("日期", lambda m: m.held_on),
    ("时间", lambda m: m.starts),
    ("会议", lambda m: m.title),
    ("种类", lambda m: m.kind.word),
    ("地点", lambda m: m.place),
    ("议题数", lambda m: m.items),
    ("状态", lambda m: "流会" if m.lapsed else m.stage.word),
)
_RESOLUTIONS: Sequence[tuple[str, Callable[[ResolutionLine], object]]] = (
    ("会议", lambda r: r.meeting),
    ("会议日期", lambda r: r.held_on),
    ("议题", lambda r: r.item),
    ("事项", lambda r: r.text),
    ("依据", lambda r: r.basis.word),
    ("交办", lambda r: r.charged_by),
    ("领办", lambda r: r.lead),
    ("协办", lambda r: r.helpers),
    ("时限", lambda r: r.due),
    ("状态", lambda r: "已逾期" if r.overdue else r.state.word),
    ("落实情况", lambda r: r.latest),
    ("验收人", lambda r: r.accepted_by),
)
_PREMISES: Sequence[tuple[str, Callable[[PremisesLine], object]]] = (
    ("楼栋", lambda p: p.door.building),
    ("单元", lambda p: p.door.unit),
    ("房号", lambda p: p.door.room),
    ("用途", lambda p: p.use.word),
    ("建筑面积", lambda p: shown(p.area) if p.area is not None else ""),
    ("面积来源", lambda p: p.source.word),
    ("业主", lambda p: p.names),
    ("状态", lambda p: p.status),
    ("备注", lambda p: p.note),
)
_THREE: Sequence[tuple[str, Callable[[ListedLine], object]]] = (
    ("清单", lambda each: each.listing.word),
    ("名称", lambda each: each.title),
    ("说明", lambda each: each.text),
    ("单位", lambda each: each.holder),
    ("对接", lambda each: "、".join(each.matches)),
    ("移出", lambda each: each.ended),
)
_SEATS = ("机构", "姓名", "职务", "任期起", "任期止")
COLUMNS: Mapping[Listed, tuple[str, ...]] = {
    Listed.SEATS: _SEATS,
    **{
        kind: meeting_lists.COLUMNS[kind.value]
        for kind in Listed
        if kind.value in meeting_lists.COLUMNS
    },
    **{
        kind: tuple(name for name, _ in columns)
        for kind, columns in (
            (Listed.SUGGESTIONS, _SUGGESTIONS),
            (Listed.GROUPS, _GROUPS),
            (Listed.AFFAIRS, _AFFAIRS),
            (Listed.MEETINGS, _MEETINGS),
            (Listed.RESOLUTIONS, _RESOLUTIONS),
            (Listed.PREMISES, _PREMISES),
            (Listed.THREE_LISTS, _THREE),
        )
    },
}


class Lists:
    """No telephone number and no party to a dispute is in any of them: what is handed on is read by
    many. Only the owners' register and the seats name whoever is registered there."""

    def __init__(  # noqa: PLR0913 - one source for each list
        self,
        store: Store,
        suggestions: Suggestions,
        groupings: Groupings,
        affairs: Affairs,
        meetings: Meetings,
        resolutions: Resolutions,
        premises: Premises,
        bodies: Bodies,
        three: ThreeLists,
        around: MeetingLists,
    ) -> None:
        self._store, self._bodies, self._three, self._around = store, bodies, three, around
        self._sources: Mapping[Listed, tuple[Sequence[Column], Callable[[UUID], Any]]] = {
            Listed.SUGGESTIONS: (_SUGGESTIONS, suggestions.lines),
            Listed.GROUPS: (_GROUPS, groupings.groups),
            Listed.AFFAIRS: (_AFFAIRS, affairs.lines),
            Listed.MEETINGS: (_MEETINGS, meetings.lines),
            Listed.RESOLUTIONS: (_RESOLUTIONS, resolutions.lines),
            Listed.PREMISES: (_PREMISES, premises.lines),
            Listed.THREE_LISTS: (_THREE, three.lines),
        }

    def write(self, compound_id: UUID, kind: Listed, folder: Path) -> Path:
        """Write a list as XLSX; give its path. Raise ``NotAllowed`` or ``CannotWrite``."""
        table = self.table(compound_id, kind)
        with self._store.reading() as session:
            name = session.get_one(CompoundRecord, compound_id).name
        day = self._store.clock().date().isoformat()
        path = folder / safe_name(f"{day} {name} {kind.value}.xlsx")
        return outgoing.put_list(self._store, path, kind.value, table.columns, table.rows)

    def table(self, compound_id: UUID, kind: Listed) -> ListTable:
        """A list as it is now, in its own order (numbers and days upwards where it has them)."""
        if kind is Listed.SEATS:
            rows = [
                (body.name, seat.name, seat.duty, _text(seat.since), _text(seat.until))
                for body in self._bodies.lines(compound_id)
                for seat in body.seats
            ]
            return ListTable(kind, _SEATS, tuple(rows))
        if kind not in self._sources:
            around = self._around.rows(compound_id, kind.value)
            if kind not in _AS_IT_IS:
                with self._store.reading() as session:
                    hide = shield(session, compound_id)
                around = tuple(
                    tuple(_masked(hide, cell) if isinstance(cell, str) else cell for cell in row)
                    for row in around
                )
            return ListTable(kind, COLUMNS[kind], around)
        columns, lines = self._sources[kind]
        rows_ = [tuple(_text(tell(line)) for _, tell in columns) for line in lines(compound_id)]
        if kind is Listed.THREE_LISTS:  # as this office calls the third of them
            third = self._three.third
            rows_ = [
                (third if row[0] == Listing.PROJECT.word else row[0], *row[1:]) for row in rows_
            ]
        if kind is not Listed.PREMISES:
            with self._store.reading() as session:
                hide = shield(session, compound_id, doors=kind in _OF_VOICES)
            rows_ = [tuple(_masked(hide, cell) for cell in row) for row in rows_]
        if kind in {Listed.SUGGESTIONS, Listed.MEETINGS}:  # shown newest first, kept oldest first
            rows_.reverse()
        return ListTable(kind, COLUMNS[kind], tuple(rows_))


# lists of people by their nature, and of files with their paths and digests
_AS_IT_IS = {Listed.ATTENDANCE, Listed.ROLLS, Listed.PAPERS}


_OF_VOICES = {Listed.SUGGESTIONS, Listed.GROUPS}  # where a door tells as much as a name


def _masked(hide: Shield, cell: str) -> str:
    return without_numbers(hide.text(cell))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _moment(text: str) -> str:
    return text[:16].replace("T", " ")
