"""“已有 3 条类似”: what is known already, while a suggestion is still being typed.

What each suggestion is about is worked out once and kept in memory; later ones are added when they
are asked for, so that a hundred thousand suggestions answer within a few milliseconds.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.domain.grouping import Voice as Spoken
from desktop.domain.grouping import pile_of
from desktop.domain.lexicon import Lexicon
from desktop.domain.similarity import Index
from desktop.services.groupings import place_of
from desktop.services.lexicons import Lexicons
from desktop.services.suggestions import CORRECT, SuggestionLine, line_of
from desktop.services.wall import shield
from desktop.storage import history
from desktop.storage.store import Store
from desktop.storage.tables import (
    CompoundRecord,
    GroupRecord,
    HistoryRecord,
    ItemRecord,
    ItemSuggestionRecord,
    MeetingRecord,
    ResolutionRecord,
    SuggestionRecord,
)

_S, _G = SuggestionRecord, GroupRecord
LEAST = 3  # characters that must be typed before anything is told
ALIKE = 30  # of 100
SHOWN = 5
RECENT = 60  # so many of the latest tell which group and which resolution is meant


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of the same matter. ``resolved``: what a meeting has agreed on it, in words."""

    count: int = 0
    lines: tuple[SuggestionLine, ...] = ()
    topic: str = ""
    category: str = ""
    resolved: str = ""
    group: str = ""

    @property
    def words(self) -> str:
        if not self.count:
            return ""
        group = f"，归在“{self.group}”" if self.group else ""
        return f"已有 {self.count} 条类似{group}" + (f"；{self.resolved}" if self.resolved else "")


NO_HINT = Hint()


@dataclass
class _Known:
    """What has been said in one compound, by what it is about."""

    lexicon: Lexicon
    ids: set[UUID] = field(default_factory=set)
    piles: dict[str, dict[UUID, None]] = field(default_factory=lambda: defaultdict(dict))
    loose: Index = field(default_factory=Index)
    loose_ids: list[UUID | None] = field(default_factory=list)  # in the order of the index
    seen: tuple[int, bytes] | None = None  # the end of the history all this was read at
    newest: UUID | None = None  # of all that were ever added: keys made later sort later

    def add(self, key: UUID, text: str, door: str) -> None:
        building, unit = place_of(door)
        sense = self.lexicon.main_sense(text)
        pile = pile_of(Spoken(None, text, building, unit), [sense] if sense else [])
        if pile:
            self.piles[pile][key] = None
        else:
            self.loose.add(text)
            self.loose_ids.append(key)
        self.ids.add(key)
        self.newest = key if self.newest is None else max(self.newest, key)

    def forget(self, gone: set[UUID]) -> None:
        """What was taken back, or stood there before it was put right, is nobody's any more."""
        for pile in self.piles.values():
            for key in gone & pile.keys():
                del pile[key]
        self.loose_ids = [None if key in gone else key for key in self.loose_ids]
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
                near = (known.loose_ids[place] for place, _ in found)
                keys = sorted(key for key in near if key is not None)
            hide = shield(session, compound_id, doors=True)
            latest = keys[-RECENT:]
            topic = senses[0].topic if pile else None
            return Hint(
                len(keys),
                tuple(hide.whole(line) for line in _lines(session, compound_id, keys[-SHOWN:])),
                topic.name if topic else "",
                topic.category if topic else "",
                _resolved(session, compound_id, latest),
                hide.text(_group(session, compound_id, latest)),
            )

    def _up_to_date(self, session: Session, compound_id: UUID) -> _Known:
        lexicon = self._lexicons.current()
        known = self._known.get(compound_id)
        if known is None or known.lexicon is not lexicon:
            known = self._known[compound_id] = _Known(lexicon)
        end = history.head(session, compound_id)
        if known.seen is not None and known.seen == end:  # nothing was written since: no counting
            return known
        mine = _S.compound_id == compound_id
        fresh = _S.id > known.newest if known.newest is not None else mine
        for key, text, door in session.execute(
            select(_S.id, _S.text, _S.door).where(mine, fresh).order_by(_S.id)
        ):
            known.add(key, text, door)
        count = session.scalar(select(func.count()).select_from(_S).where(mine)) or 0
        if count != len(known.ids):  # taken back, or added elsewhere by a clock that is behind
            self._compare(session, mine, known)
        self._mend(session, mine, known, compound_id)
        known.seen = end
        return known

    @staticmethod
    def _mend(
        session: Session, mine: ColumnElement[bool], known: _Known, compound_id: UUID
    ) -> None:
        """What was taken down wrong and put right since is found by its new words, not by the old."""
        since = known.seen[0] if known.seen is not None else None
        if since is None:
            return  # everything has just been read
        mended = select(HistoryRecord.key).where(
            HistoryRecord.compound_id == compound_id,
            HistoryRecord.sequence > since,
            HistoryRecord.noun == SuggestionRecord.__tablename__,
            HistoryRecord.action == CORRECT,
        )
        keys = {UUID(key) for key in session.scalars(mended)} & known.ids
        if keys:
            known.forget(keys)
            wanted = select(_S.id, _S.text, _S.door).where(mine, _S.id.in_(keys))
            for key, text, door in session.execute(wanted):
                known.add(key, text, door)

    @staticmethod
    def _compare(session: Session, mine: ColumnElement[bool], known: _Known) -> None:
        now = set(session.scalars(select(_S.id).where(mine)))
        known.forget(known.ids - now)
        late = now - known.ids
        if late:
            for key, text, door in session.execute(
                select(_S.id, _S.text, _S.door).where(mine).order_by(_S.id)
            ):
                if key in late:
                    known.add(key, text, door)


def _lines(session: Session, compound_id: UUID, keys: Sequence[UUID]) -> list[SuggestionLine]:
    wanted = (
        select(_S, CompoundRecord.name, _G.title)
        .join(CompoundRecord, CompoundRecord.id == _S.compound_id)
        .outerjoin(_G, (_G.compound_id == _S.compound_id) & (_G.id == _S.group_id))
        .where(_S.compound_id == compound_id, _S.id.in_(keys))
    )  # put in order here: asked to, the database walks the index of all numbers instead
    told = [line_of(record, name, group) for record, name, group in session.execute(wanted)]
    return sorted(told, key=lambda line: -line.number)


def _group(session: Session, compound_id: UUID, keys: Sequence[UUID]) -> str:
    """The group the latest of them that is in one lies in."""
    if not keys:
        return ""
    wanted = select(_S.number, _S.group_id).where(_S.compound_id == compound_id, _S.id.in_(keys))
    inside = [(number, group) for number, group in session.execute(wanted) if group is not None]
    if not inside:
        return ""
    record = session.get(_G, (compound_id, max(inside)[1]))
    return record.title if record else ""


def _resolved(session: Session, compound_id: UUID, keys: Sequence[UUID]) -> str:
    """What the latest meeting agreed on any of them: 已在 2026-06 圆桌会议议定，办理中."""
    if not keys:
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
            ItemSuggestionRecord.suggestion_id.in_(keys),
        )
        .order_by(MeetingRecord.held_on.desc())
        .limit(1)
    )
    row = session.execute(wanted).first()
    return f"已在 {row[0]:%Y-%m} {row[1]} 议定，{row[2].word}" if row else ""
