"""Suggestions put together: proposed by the lexicon, decided by a person, never by themselves."""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import door as doors
from desktop.domain import grouping
from desktop.domain.affair_errors import CutNothing
from desktop.domain.count import is_count
from desktop.domain.errors import NameNeeded, NotADoor
from desktop.domain.grouping import Voice as Spoken
from desktop.domain.ids import Ref
from desktop.domain.terms import Voice
from desktop.domain.voice import SETTLED
from desktop.services.lexicons import Lexicons
from desktop.services.records import get, short
from desktop.services.suggestions import SuggestionLine, line_of
from desktop.services.wall import shield
from desktop.storage.store import Store
from desktop.storage.tables import ApartRecord, CompoundRecord, GroupRecord, SuggestionRecord

_S, _G = SuggestionRecord, GroupRecord
_BUILDING = re.compile(r"(.{1,3}?)(?:栋|幢|号楼|座|#)")
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reach:
    """Who is behind a group: how many voices, doors, and which buildings."""

    voices: int
    households: int
    buildings: tuple[str, ...]
    supporters: int = 0

    @property
    def words(self) -> str:
        told = [f"{self.voices} 条"]
        told += [f"{self.households} 户"] if self.households else []
        told += [f"附议 {self.supporters} 人"] if self.supporters else []
        if self.buildings:
            named = "、".join(f"{building}栋" for building in self.buildings[:6])
            told.append(
                named + (f" 等 {len(self.buildings)} 栋" if len(self.buildings) > 6 else "")
            )
        return "，".join(told)


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    """Suggestions that seem to belong together, and why. ``group``: the one they would join."""

    title: str
    category: str
    members: tuple[SuggestionLine, ...]
    why: tuple[tuple[str, int], ...]
    reach: Reach
    group: Ref | None
    group_title: str
    topic: str = ""  # as the lexicon calls it

    @property
    def why_words(self) -> str:
        told = "、".join(f"“{word}”{count}条" for word, count in self.why) or "说法相近"
        return f"都是“{self.topic}”：{told}" if self.topic else told


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group that is there."""

    ref: Ref
    title: str
    category: str
    reach: Reach
    oldest: date
    waiting: int  # members nobody has answered
    on_agenda: bool
    held: str


class Groupings:
    def __init__(self, store: Store, lexicons: Lexicons) -> None:
        self._store, self._lexicons = store, lexicons

    def propose(
        self, compound_id: UUID, step: Step = lambda _done, _all: None
    ) -> list[ProposedGroup]:
        """What could be put together, the largest first. It writes nothing.

        ``step`` is told how far the work is, and stops it by raising.
        """
        lexicon = self._lexicons.current()
        with self._store.reading() as session:
            lines = {
                line.ref.id: line
                for line in _lines(session, compound_id)
                if line.group_id is not None or line.state not in SETTLED
            }
            apart = _apart(session, compound_id)
            found = session.execute(select(_G.id, _G.title).where(_G.compound_id == compound_id))
            titles = {row[0]: row[1] for row in found}
            hide = shield(session, compound_id, doors=True)
        spoken = [_spoken(line) for line in sorted(lines.values(), key=lambda each: each.number)]
        made = []
        for each in grouping.propose(spoken, lexicon, apart, step).proposals:
            if len(each.voices) < 2 and each.group is None:
                continue
            members = tuple(hide.whole(lines[key]) for key in each.voices if isinstance(key, UUID))
            group = each.group if isinstance(each.group, UUID) else None
            made.append(
                ProposedGroup(
                    hide.text(titles[group] if group else each.title),
                    each.category,
                    members,
                    each.why,
                    reach(members),
                    Ref(compound_id, group) if group else None,
                    hide.text(titles[group]) if group else "",
                    each.topic,
                )
            )
        return made

    @staticmethod
    def without(proposal: ProposedGroup, ref: Ref) -> ProposedGroup | None:
        """A proposal without one of its voices; ``None`` when too few are left to propose."""
        members = tuple(line for line in proposal.members if line.ref != ref)
        if not members or (len(members) < 2 and proposal.group is None):
            return None
        texts = [line.text for line in members]
        title = proposal.title if proposal.group else grouping.typical(texts, proposal.title)
        return replace(proposal, members=members, reach=reach(members), title=title)

    def merge(self, refs: Sequence[Ref], title: str, category: str = "") -> Ref:
        """Put suggestions into one group; a group among them takes the others in."""
        if not refs:
            raise NameNeeded("要归并的建议")
        compound_id = refs[0].compound_id
        with self._store.writing("suggestion.merge") as session:
            records = [get(session, SuggestionRecord, ref, "建议") for ref in refs]
            hide = shield(session, compound_id, doors=True)
            known = [record.group_id for record in records if record.group_id]
            if known:
                group = get(session, GroupRecord, Ref(compound_id, known[0]), "归并")
                if title.strip():
                    group.title = short(hide.text(title), "归并后的名称")
            else:
                group = self._new(session, compound_id, title or records[0].text[:40], category)
            _together_again(session, [record.id for record in records], group)
            _put(records, group)
            return Ref(compound_id, group.id)

    @staticmethod
    def cut(proposal: ProposedGroup, refs: Collection[Ref]) -> tuple[ProposedGroup, ProposedGroup]:
        """A proposal in two: the chosen voices on their own, and the rest. Nothing is written."""
        chosen = tuple(line for line in proposal.members if line.ref in refs)
        rest = tuple(line for line in proposal.members if line.ref not in refs)
        if not chosen or not rest:
            raise CutNothing
        first = replace(proposal, members=rest, reach=reach(rest))
        title = grouping.typical([line.text for line in chosen])
        second = replace(
            proposal, members=chosen, reach=reach(chosen), title=title, group=None, group_title=""
        )
        return first, second

    def accept(self, proposal: ProposedGroup, title: str = "") -> Ref:
        """Do what was proposed; the originals stay as they are."""
        with self._store.writing("suggestion.accept") as session:
            refs = [line.ref for line in proposal.members]
            records = [get(session, SuggestionRecord, ref, "建议") for ref in refs]
            if proposal.group is not None:
                group = get(session, GroupRecord, proposal.group, "归并")
            else:
                compound_id = refs[0].compound_id
                group = self._new(session, compound_id, title or proposal.title, proposal.category)
            _put([record for record in records if record.group_id is None], group)
            for record in records:
                record.category = record.category or proposal.category
            return Ref(group.compound_id, group.id)

    def split(self, ref: Ref, others: Sequence[Ref], group: Ref | None = None) -> None:
        """Remember that a suggestion does not belong with the others, or into a group."""
        with self._store.writing("suggestion.apart") as session:
            record = get(session, SuggestionRecord, ref, "建议")
            if group is not None and record.group_id == group.id:
                _take_out(record)
            for other in others:
                if other != ref:
                    self._keep_apart(session, ref, other=other.id)
            if group is not None:
                self._keep_apart(session, ref, group=group.id)

    def unsplit(
        self, ref: Ref, others: Sequence[Ref], group: Ref | None = None, *, lay_in_it: bool = False
    ) -> None:
        """Take back ``split``: nothing is remembered of it; what ``lay_in_it`` lies in the group
        again."""
        with self._store.writing("suggestion.apart.undo") as session:
            apart = {other.id for other in others}
            wanted = select(ApartRecord).where(
                ApartRecord.compound_id == ref.compound_id, ApartRecord.suggestion_id == ref.id
            )
            for each in session.scalars(wanted):
                if each.other_id in apart or (group is not None and each.group_id == group.id):
                    session.delete(each)
            record = get(session, SuggestionRecord, ref, "建议")
            if group is not None and lay_in_it and record.group_id is None:
                _put([record], get(session, GroupRecord, group, "归并"))

    def move_back(self, before: Mapping[Ref, UUID | None], group: Ref) -> None:
        """Take back ``move``: each where it lay, and nothing remembered against its old group."""
        with self._store.writing("suggestion.move.undo") as session:
            for ref, old in before.items():
                record = get(session, SuggestionRecord, ref, "建议")
                if record.group_id != group.id:
                    continue  # somebody has moved it on
                _take_out(record)
                if old is not None:
                    home = get(session, GroupRecord, Ref(ref.compound_id, old), "归并")
                    _together_again(session, [record.id], home)
                    _put([record], home)

    def move(self, refs: Sequence[Ref], group: Ref) -> None:
        """Put suggestions into another group, and remember that they are not of the old one."""
        if not refs:
            raise NameNeeded("要移动的建议")
        with self._store.writing("suggestion.move") as session:
            home = get(session, GroupRecord, group, "归并")
            for ref in refs:
                record = get(session, SuggestionRecord, ref, "建议")
                if record.group_id is not None and record.group_id != home.id:
                    self._keep_apart(session, ref, group=record.group_id)
                _together_again(session, [record.id], home)
                _put([record], home)

    def take_out(self, refs: Sequence[Ref]) -> None:
        """Undo putting together: the originals were never changed."""
        with self._store.writing("suggestion.take_out") as session:
            for ref in refs:
                _take_out(get(session, SuggestionRecord, ref, "建议"))

    def rename(self, group: Ref, title: str) -> None:
        told = short(title, "归并后的名称")
        if not told:
            raise NameNeeded("归并后的名称")
        with self._store.writing("suggestion_group.rename") as session:
            record = get(session, GroupRecord, group, "归并")
            record.title = shield(session, group.compound_id).text(told)

    def hold(self, group: Ref, reason: str) -> None:
        """Hold a group back from the next agenda, with the reason; "" lets it go on."""
        with self._store.writing("suggestion_group.hold") as session:
            get(session, GroupRecord, group, "归并").held = short(reason, "暂不列入的原因")

    def groups(self, compound_id: UUID) -> list[GroupLine]:
        """Every group with who is behind it; empty ones are not shown."""
        with self._store.reading() as session:
            members: dict[UUID, list[SuggestionLine]] = {}
            for line in _lines(session, compound_id):
                if line.group_id is not None:
                    members.setdefault(line.group_id, []).append(line)
            records = session.scalars(select(_G).where(_G.compound_id == compound_id)).all()
            hide = shield(session, compound_id, doors=True)
        found = [
            GroupLine(
                Ref(compound_id, record.id),
                hide.text(record.title),
                record.category,
                reach(members[record.id]),
                min(line.received_on for line in members[record.id]),
                sum(1 for line in members[record.id] if line.state not in SETTLED),
                any(line.state is Voice.ON_AGENDA for line in members[record.id]),
                hide.text(record.held),
            )
            for record in records
            if record.id in members
        ]
        return sorted(found, key=lambda each: (-each.reach.voices, each.oldest, each.title))

    def members(self, group: Ref) -> list[SuggestionLine]:
        """The originals of a group."""
        with self._store.reading() as session:
            lines = _lines(session, group.compound_id)
            hide = shield(session, group.compound_id, doors=True)
        return [hide.whole(line) for line in lines if line.group_id == group.id]

    def _new(self, session: Session, compound_id: UUID, title: str, category: str) -> GroupRecord:
        told = shield(session, compound_id).text(title)
        group = GroupRecord(
            compound_id=compound_id,
            id=self._store.key(),
            title=short(told, "归并后的名称"),
            category=category,
            held="",
            rank=0,
        )
        session.add(group)
        session.flush()
        return group

    def _keep_apart(
        self, session: Session, ref: Ref, other: UUID | None = None, group: UUID | None = None
    ) -> None:
        session.add(
            ApartRecord(
                compound_id=ref.compound_id,
                id=self._store.key(),
                suggestion_id=ref.id,
                other_id=other,
                group_id=group,
                at=self._store.clock().isoformat(timespec="seconds"),
                who=self._store.who,
            )
        )


def reach(lines: Iterable[SuggestionLine]) -> Reach:
    """Who is behind some suggestions; a door that was not told is no household."""
    told = list(lines)
    places = [_place(line.door) for line in told]
    buildings = {building for building, _ in places if building}
    return Reach(
        len(told),
        len({line.door for line, place in zip(told, places, strict=True) if place[1]}),
        tuple(sorted(buildings, key=lambda text: (int(text) if is_count(text) else 0, text))),
        sum(line.supporters for line in told),
    )


def _place(door: str) -> tuple[str, bool]:
    """The building of a door as it was told, and whether it names one home."""
    try:
        return doors.read(door).building, True
    except NotADoor:
        return place_of(door)[0], False


def place_of(door: str) -> tuple[str, str]:
    """Building and unit of a door as it was told, as far as they can be told."""
    try:
        told = doors.read(door)
    except NotADoor:
        if told_stairs := grouping.stairs(door):
            return told_stairs
        found = _BUILDING.match(door)
        return (doors.only_number(found[1]) if found else ""), ""
    return told.building, told.unit


def _spoken(line: SuggestionLine) -> Spoken:
    return Spoken(line.ref.id, line.text, *place_of(line.door), line.group_id)


def _lines(session: Session, compound_id: UUID) -> list[SuggestionLine]:
    wanted = (
        select(_S, CompoundRecord.name, _G.title)
        .join(CompoundRecord, CompoundRecord.id == _S.compound_id)
        .outerjoin(_G, (_G.compound_id == _S.compound_id) & (_G.id == _S.group_id))
        .where(_S.compound_id == compound_id)
        .order_by(_S.number)
    )
    return [line_of(record, name, group) for record, name, group in session.execute(wanted)]


def _apart(session: Session, compound_id: UUID) -> list[tuple[Hashable, Hashable]]:
    wanted = select(ApartRecord.suggestion_id, ApartRecord.other_id, ApartRecord.group_id).where(
        ApartRecord.compound_id == compound_id
    )
    return [(one, other or group) for one, other, group in session.execute(wanted)]


def _together_again(session: Session, ids: Collection[UUID], group: GroupRecord) -> None:
    """Whoever puts voices together by hand has changed his mind about keeping them apart."""
    wanted = select(ApartRecord).where(
        ApartRecord.compound_id == group.compound_id, ApartRecord.suggestion_id.in_(ids)
    )
    for record in session.scalars(wanted):
        if record.group_id == group.id or record.other_id in ids:
            session.delete(record)


def _put(records: Iterable[SuggestionRecord], group: GroupRecord) -> None:
    for record in records:
        record.group_id = group.id
        if record.state is Voice.RECEIVED:
            record.state = Voice.GROUPED


def _take_out(record: SuggestionRecord) -> None:
    record.group_id = None
    if record.state is Voice.GROUPED:
        record.state = Voice.RECEIVED
