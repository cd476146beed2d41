"""What waits for the next agenda, in the order proposed or as a person has put it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import resolution as resolutions
from desktop.domain import urgency
from desktop.domain.errors import Gone, NameNeeded
from desktop.domain.ids import Ref
from desktop.domain.lexicon import Topic
from desktop.domain.rulebook import Matter
from desktop.domain.terms import Voice
from desktop.domain.urgency import Standing
from desktop.domain.voice import WAITING
from desktop.services.agendas import Agendas, ItemPlan
from desktop.services.groupings import Reach, reach
from desktop.services.lexicons import Lexicons
from desktop.services.profiles import Profiles
from desktop.services.records import get, short
from desktop.services.suggestions import SuggestionLine, Suggestions
from desktop.services.wall import shield
from desktop.storage.store import Store
from desktop.storage.tables import (
    GroupRecord,
    ItemRecord,
    ItemSuggestionRecord,
    ResolutionRecord,
    SuggestionRecord,
)

_G = GroupRecord


@dataclass(frozen=True, slots=True)
class Candidate:
    """One matter that could go on the next agenda. ``group`` is ``None`` for a single voice."""

    id: UUID
    group: Ref | None
    title: str
    category: str
    reach: Reach
    why: str
    points: int
    held: str
    matter: str  # who decides such a thing, from the matter guide, or ""
    mistake: str  # the usual mistake with it, or ""
    members: tuple[SuggestionLine, ...]
    fixed: int = 0  # the place a person has given it; 0: as proposed


class Backlog:
    def __init__(
        self,
        store: Store,
        suggestions: Suggestions,
        agendas: Agendas,
        profiles: Profiles,
        lexicons: Lexicons,
    ) -> None:
        self._store, self._suggestions, self._lexicons = store, suggestions, lexicons
        self._agendas, self._profiles = agendas, profiles

    def candidates(self, compound_id: UUID) -> list[Candidate]:
        """Everything that waits: by the points, but what a person has given a place stands at that
        place; held last."""
        today = self._store.clock().date()
        waiting: dict[UUID, list[SuggestionLine]] = {}
        for line in self._suggestions.lines(compound_id):
            if line.state in WAITING:
                waiting.setdefault(line.group_id or line.ref.id, []).append(line)
        with self._store.reading() as session:
            found = session.scalars(select(_G).where(_G.compound_id == compound_id))
            groups = {group.id: group for group in found}
            before = _agreed_before(session, compound_id, today)
            hide = shield(session, compound_id, doors=True)
        lexicon = self._lexicons.current()  # once: to ask for it is a query

        def about(text: str) -> Topic | None:
            sense = lexicon.main_sense(text)
            return sense.topic if sense else None

        made: list[Candidate] = [
            hide.whole(self._candidate(lines, groups.get(key), before.get(key), today, about))
            for key, lines in waiting.items()
        ]
        return _in_order(made)

    def take_up(self, meeting: Ref, candidate: Candidate, minutes: int | None = None) -> Ref:
        """Put a matter on an agenda with everybody who asked for it."""
        told = tuple(line.ref.id for line in candidate.members)
        return self._agendas.add(
            meeting, ItemPlan(candidate.title, minutes=minutes, suggestions=told)
        )

    def hold(self, candidate: Candidate, reason: str) -> None:
        """Hold a matter back with a reason, a single voice like a group; "" lets it go on."""
        with self._store.writing("suggestion_group.hold") as session:
            self._home(session, candidate).held = short(reason, "暂不列入的原因")

    def place(self, places: Sequence[tuple[Candidate, int]]) -> None:
        """Give these matters, single voices among them, their places, from 1; the rest stands around
        them as proposed."""
        if not places:
            raise NameNeeded("要排序的议题")
        with self._store.writing("suggestion_group.arrange") as session:
            for candidate, place in places:
                self._home(session, candidate).rank = place

    def _home(self, session: Session, candidate: Candidate) -> GroupRecord:
        """The group of a matter; a single voice is given one of its own, to keep its place in."""
        if candidate.group is not None:
            return get(session, GroupRecord, candidate.group, "归并")
        (line,) = candidate.members
        record = get(session, SuggestionRecord, line.ref, "建议")
        if record.group_id is not None:  # meanwhile somebody has put it into one
            return get(session, GroupRecord, Ref(line.ref.compound_id, record.group_id), "归并")
        group = GroupRecord(
            compound_id=line.ref.compound_id,
            id=self._store.key(),
            title=short(candidate.title, "归并后的名称"),
            category=candidate.category,
            held="",
            rank=0,
        )
        session.add(group)
        session.flush()
        record.group_id = group.id
        if record.state is Voice.RECEIVED:
            record.state = Voice.GROUPED
        return group

    def as_proposed(self, compound_id: UUID) -> None:
        """Forget the order a person has given."""
        with self._store.writing("suggestion_group.as_proposed") as session:
            wanted = select(_G).where(_G.compound_id == compound_id, _G.rank > 0)
            records = list(session.scalars(wanted))
            if not records:
                raise Gone("人工排的顺序")
            for record in records:
                record.rank = 0

    def _candidate(
        self,
        lines: list[SuggestionLine],
        group: GroupRecord | None,
        before: tuple[bool, bool] | None,
        today: date,
        about: Callable[[str], Topic | None],
    ) -> Candidate:
        told = reach(lines)
        category = (group.category if group else "") or lines[0].category
        topic = about(lines[0].text)
        category = category or (topic.category if topic else "")
        agreed, overdue = before or (False, False)
        found = urgency.points(
            Standing(
                told.voices, told.households, len(told.buildings), told.supporters, category,
                min(line.received_on for line in lines), agreed, overdue,
            ),
            today,
        )  # fmt: skip
        title = group.title if group else lines[0].text[:40]
        matter = self._profiles.matter_for(title)
        if matter is None and group is not None and topic is not None:  # as neighbours say it
            matter = self._profiles.matter_for(topic.title)
        return Candidate(
            group.id if group else lines[0].ref.id,
            Ref(group.compound_id, group.id) if group else None,
            title,
            category,
            told,
            urgency.words(found),
            urgency.total(found),
            group.held if group else "",
            _who_decides(matter) if matter else "",
            matter.mistake if matter else "",
            tuple(lines),
            group.rank if group else 0,
        )


def _who_decides(matter: Matter) -> str:
    told = "·".join(part for part in (matter.decision.word, matter.majority) if part)
    return f"{told}（{matter.article}）" if matter.article else told


def _in_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    """As they are shown: each that has a place at its place, the others around it by their points."""
    by_points = sorted(candidates, key=lambda each: (-each.points, each.title, each.id))
    order = [each for each in by_points if not each.held and not each.fixed]
    for each in sorted(
        by_points, key=lambda each: each.fixed
    ):  # stable: of one place the better first
        if each.fixed and not each.held:
            order.insert(each.fixed - 1, each)
    return order + [each for each in by_points if each.held]


def _agreed_before(
    session: Session, compound_id: UUID, today: date
) -> dict[UUID, tuple[bool, bool]]:
    """The groups a meeting has agreed on before, and whether that is overdue."""
    wanted = (
        select(SuggestionRecord.group_id, ResolutionRecord.state, ResolutionRecord.due)
        .join(
            ItemSuggestionRecord,
            (ItemSuggestionRecord.compound_id == SuggestionRecord.compound_id)
            & (ItemSuggestionRecord.suggestion_id == SuggestionRecord.id),
        )
        .join(
            ItemRecord,
            (ItemRecord.compound_id == ItemSuggestionRecord.compound_id)
            & (ItemRecord.id == ItemSuggestionRecord.item_id),
        )
        .join(
            ResolutionRecord,
            (ResolutionRecord.compound_id == ItemRecord.compound_id)
            & (ResolutionRecord.item_id == ItemRecord.id),
        )
        .where(SuggestionRecord.compound_id == compound_id, SuggestionRecord.group_id.is_not(None))
    )
    found: dict[UUID, tuple[bool, bool]] = {}
    for group, state, due in session.execute(wanted):
        if group is None:
            continue
        late = found.get(group, (True, False))[1] or resolutions.overdue(state, due, today)
        found[group] = (True, late)
    return found
