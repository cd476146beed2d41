"""“已有 3 条类似”: what is known already, while a suggestion is still being typed.

What each suggestion is about is worked out once and kept in memory; later ones are added when they
are asked for, so that a hundred thousand suggestions answer within a few milliseconds.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.grouping import Voice as Spoken
from desktop.domain.grouping import pile_of
from desktop.domain.lexicon import Lexicon
from desktop.domain.similarity import Index
from desktop.services.groupings import place_of
from desktop.services.lexicons import Lexicons
from desktop.services.suggestions import SuggestionLine, line_of
from desktop.services.wall import shield
from desktop.storage.store import Store
from desktop.storage.tables import (
    CompoundRecord,
    GroupRecord,
    ItemRecord,
    ItemSuggestionRecord,
    MeetingRecord,
    ResolutionRecord,
    SuggestionRecord,
)

_S, _G = SuggestionRecord, GroupRecord
LEAST = 4  # characters that must be typed before anything is told
ALIKE = 30  # of 100
SHOWN = 5
FEW = 500  # so many new ones are fetched by name


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of the same matter. ``resolved``: what a meeting has agreed on it, in words."""

    count: int = 0
    lines: tuple[SuggestionLine, ...] = ()
    topic: str = ""
    category: str = ""
    resolved: str = ""

    @property
    def words(self) -> str:
        if not self.count:
            return ""
        group = next((f"，归在“{line.group}”" for line in self.lines if line.group), "")
        return f"已有 {self.count} 条类似{group}" + (f"；{self.resolved}" if self.resolved else "")


NO_HINT = Hint()


@dataclass
class _Known:
    """What has been said in one compound, by what it is about."""

    lexicon: Lexicon
    ids: set[UUID] = field(default_factory=set)
    piles: dict[str, dict[UUID, None]] = field(default_factory=lambda: defaultdict(dict))
    loose: Index = field(default_factory=Index)
    loose_ids: list[UUID] = field(default_factory=list)  # in the order of the index

    def add(self, key: UUID, text: str, door: str) -> None:
        building, unit = place_of(door)
        pile = pile_of(Spoken(None, text, building, unit), self.lexicon.senses(text))
        if pile:
            self.piles[pile][key] = None
        else:
            self.loose.add(text)
            self.loose_ids.append(key)
        self.ids.add(key)

    def forget(self, gone: set[UUID]) -> None:
        """What was taken back is nobody's any more; the index of loose ones is asked for ``ids``."""
        for pile in self.piles.values():
            for key in gone & pile.keys():
                del pile[key]
        self.ids -= gone


class Hints:
    def __init__(self, store: Store, lexicons: Lexicons) -> None:
        self._store, self._lexicons = store, lexicons
        self._known: dict[UUID, _Known] = {}
        self._lock = Lock()

    def like(self, compound_id: UUID, text: str, door: str = "") -> Hint:
        """What is known of the matter of a text, however it was said. Who is party to a dispute is
        not named."""
        if len(text.strip()) < LEAST:
            return NO_HINT
        with self._lock, self._store.reading() as session:
            known = self._up_to_date(session, compound_id)
            senses = known.lexicon.senses(text)
            building, unit = place_of(door)
            pile = pile_of(Spoken(None, text, building, unit), senses)
            if pile:
                keys = list(known.piles.get(pile, {}))
            else:
                found = known.loose.likest(text, ALIKE, 50)
                keys = [known.loose_ids[place] for place, _ in found]
                keys = sorted(key for key in keys if key in known.ids)
            hide = shield(session, compound_id)
            lines = [hide.whole(line) for line in _lines(session, compound_id, keys[-60:])]
            topic = senses[0].topic if pile else None
            return Hint(
                len(keys),
                tuple(lines[:SHOWN]),
                topic.name if topic else "",
                topic.category if topic else "",
                _resolved(session, compound_id, lines),
            )

    def _up_to_date(self, session: Session, compound_id: UUID) -> _Known:
        lexicon = self._lexicons.current()
        known = self._known.get(compound_id)
        if known is None or known.lexicon is not lexicon:
            known = self._known[compound_id] = _Known(lexicon)
        mine = _S.compound_id == compound_id
        count = session.scalar(select(func.count()).select_from(_S).where(mine)) or 0
        newest = session.scalar(select(_S.id).where(mine).order_by(_S.id.desc()).limit(1))
        if count == len(known.ids) and (newest is None or newest in known.ids):
            return known
        now = set(session.scalars(select(_S.id).where(mine)))
        known.forget(known.ids - now)
        fresh = now - known.ids
        wanted = select(_S.id, _S.text, _S.door).where(mine).order_by(_S.id)
        if len(fresh) <= FEW:
            wanted = wanted.where(_S.id.in_(fresh))
        for key, text, door in session.execute(wanted):
            if key in fresh:
                known.add(key, text, door)
        return known


def _lines(session: Session, compound_id: UUID, keys: Sequence[UUID]) -> list[SuggestionLine]:
    wanted = (
        select(_S, CompoundRecord.name, _G.title)
        .join(CompoundRecord, CompoundRecord.id == _S.compound_id)
        .outerjoin(_G, (_G.compound_id == _S.compound_id) & (_G.id == _S.group_id))
        .where(_S.compound_id == compound_id, _S.id.in_(keys))
        .order_by(_S.number.desc())
    )
    return [line_of(record, name, group) for record, name, group in session.execute(wanted)]


def _resolved(session: Session, compound_id: UUID, lines: Sequence[SuggestionLine]) -> str:
    """What the latest meeting agreed on any of them: 已在 2026-06 圆桌会议议定，办理中."""
    if not lines:
        return ""
    wanted = (
        select(MeetingRecord.held_on, MeetingRecord.title, ResolutionRecord.state)
        .join(
            ResolutionRecord,
            (ResolutionRecord.compound_id == MeetingRecord.compound_id)
            & (ResolutionRecord.meeting_id == MeetingRecord.id),
        )
        .join(
            ItemRecord,
            (ItemRecord.compound_id == ResolutionRecord.compound_id)
            & (ItemRecord.id == ResolutionRecord.item_id),
        )
        .join(
            ItemSuggestionRecord,
            (ItemSuggestionRecord.compound_id == ItemRecord.compound_id)
            & (ItemSuggestionRecord.item_id == ItemRecord.id),
        )
        .where(
            ItemSuggestionRecord.compound_id == compound_id,
            ItemSuggestionRecord.suggestion_id.in_([line.ref.id for line in lines]),
        )
        .order_by(MeetingRecord.held_on.desc())
        .limit(1)
    )
    row = session.execute(wanted).first()
    return f"已在 {row[0]:%Y-%m} {row[1]} 议定，{row[2].word}" if row else ""
