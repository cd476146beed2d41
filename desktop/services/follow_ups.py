"""After a resolution: accepted by whom, what those who asked for it say, and how all of them stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.follow_up import ProgressLine
from desktop.domain import resolution as rules
from desktop.domain import voice
from desktop.domain.affair_errors import RatedByNobody
from desktop.domain.affair_terms import Rating
from desktop.domain.ids import Ref
from desktop.domain.terms import Progress, Voice
from desktop.services.records import checked, get
from desktop.services.resolutions import Resolutions
from desktop.services.suggestions import SuggestionLine, add_step, line_of
from desktop.storage.store import Store
from desktop.storage.tables import (
    CompoundRecord,
    GroupRecord,
    ItemSuggestionRecord,
    ResolutionRecord,
    SatisfactionRecord,
    StepRecord,
    SuggestionRecord,
)

_R, _T, _F = ResolutionRecord, StepRecord, SatisfactionRecord
_S, _L = SuggestionRecord, ItemSuggestionRecord
_ENDED = frozenset({Progress.DONE, Progress.CONFIRMED})


@dataclass(frozen=True, slots=True)
class FollowFigures:
    """How resolutions of a period stand. ``on_time`` of those that were due and are done."""

    total: int
    open: int
    overdue: int
    done: int
    on_time: int
    late: int
    delayed: int  # put off to a later day at least once
    reopened: int
    ratings: tuple[tuple[Rating, int], ...]

    @property
    def words(self) -> str:
        told = [f"共 {self.total} 项", f"在办 {self.open}", f"逾期 {self.overdue}"]
        told += [f"办结 {self.done}（按期 {self.on_time}，超期 {self.late}）"]
        told += [f"延期 {self.delayed}", f"重新打开 {self.reopened}"]
        told += [f"{rating.word} {count}" for rating, count in self.ratings]
        return "　".join(told)


class FollowUps:
    def __init__(self, store: Store, resolutions: Resolutions) -> None:
        self._store, self._resolutions = store, resolutions

    def behind(self, ref: Ref) -> list[SuggestionLine]:
        """The suggestions behind a resolution: those of its agenda item."""
        with self._store.reading() as session:
            record = get(session, ResolutionRecord, ref, "决议")
            return _behind(session, record)

    def answer_behind(self, ref: Ref, text: str) -> int:
        """Tell everybody behind a resolution what came of it; give how many were told.

        Who has been answered by himself keeps his own answer.
        """
        told = checked(text, "答复")
        with self._store.writing("resolution.answer_behind") as session:
            record = get(session, ResolutionRecord, ref, "决议")
            number = 0
            for line in _behind(session, record):
                if line.state in voice.SETTLED:
                    continue
                suggestion = get(session, SuggestionRecord, line.ref, "建议")
                add_step(self._store, session, suggestion, Voice.ANSWERED, told)
                number += 1
            return number

    def rate(self, ref: Ref, rating: Rating, text: str = "", by: Ref | None = None) -> None:
        """What somebody who asked for it says, once it is done; the same one may say it anew."""
        with self._store.writing("resolution.rate") as session:
            record = get(session, ResolutionRecord, ref, "决议")
            if record.state not in _ENDED:
                raise RatedByNobody
            if by is not None:
                before = select(SatisfactionRecord).where(
                    _F.compound_id == ref.compound_id,
                    _F.resolution_id == ref.id,
                    _F.suggestion_id == by.id,
                )
                for old in session.scalars(before):
                    session.delete(old)
            session.add(
                SatisfactionRecord(
                    compound_id=ref.compound_id,
                    id=self._store.key(),
                    resolution_id=ref.id,
                    suggestion_id=by.id if by else None,
                    on=self._store.clock().date(),
                    rating=rating,
                    text=checked(text, "意见", 500),
                )
            )

    def ratings(self, ref: Ref) -> tuple[tuple[Rating, int], ...]:
        with self._store.reading() as session:
            return _counted(session, ref.compound_id).get(ref.id, ())

    def figures(self, compound_id: UUID, since: date | None = None) -> FollowFigures:
        """All resolutions of a compound, or those of meetings from a day on."""
        lines = [
            line
            for line in self._resolutions.lines(compound_id)
            if since is None or line.held_on >= since
        ]
        keys = {line.ref.id for line in lines}
        wanted = (
            select(_T.resolution_id, _T.on, _T.state, _T.new_due)
            .where(_T.compound_id == compound_id)
            .order_by(_T.id)
        )
        done_on: dict[UUID, date] = {}
        delayed, reopened = set(), set()
        with self._store.reading() as session:
            for key, on, state, new_due in session.execute(wanted):
                if key not in keys:
                    continue
                if state in _ENDED:
                    done_on.setdefault(key, on)
                elif key in done_on:
                    reopened.add(key)
                    del done_on[key]
                if new_due is not None:
                    delayed.add(key)
            told = _counted(session, compound_id)
        ended = [line for line in lines if line.state in _ENDED]
        late = [
            line
            for line in ended
            if line.due and line.ref.id in done_on and done_on[line.ref.id] > line.due
        ]
        rated: Counter[Rating] = Counter()
        for key in keys:
            for rating, count in told.get(key, ()):
                rated[rating] += count
        return FollowFigures(
            len(lines),
            sum(line.state in rules.OPEN_STATES for line in lines),
            sum(line.overdue for line in lines),
            len(ended),
            sum(bool(line.due) for line in ended) - len(late),
            len(late),
            len(delayed),
            len(reopened),
            tuple((rating, rated[rating]) for rating in Rating if rated[rating]),
        )

    def progress(self, compound_id: UUID) -> list[ProgressLine]:
        """What 落实情况公示 prints: everything agreed, in the order of the meetings."""
        lines = self._resolutions.lines(compound_id)
        with self._store.reading() as session:
            told = _counted(session, compound_id)
        return [
            ProgressLine(
                line.text,
                line.meeting,
                line.lead,
                line.due,
                line.state.word,
                line.overdue,
                line.latest,
                f"{line.accepted_by}验收" if line.accepted_by else "",
                satisfaction_words(told.get(line.ref.id, ())),
            )
            for line in sorted(lines, key=lambda each: (each.held_on, each.ref.id))
        ]


def _behind(session: Session, record: ResolutionRecord) -> list[SuggestionLine]:
    if record.item_id is None:
        return []
    wanted = (
        select(_S, CompoundRecord.name, GroupRecord.title)
        .join(_L, (_L.compound_id == _S.compound_id) & (_L.suggestion_id == _S.id))
        .join(CompoundRecord, CompoundRecord.id == _S.compound_id)
        .outerjoin(
            GroupRecord,
            (GroupRecord.compound_id == _S.compound_id) & (GroupRecord.id == _S.group_id),
        )
        .where(_L.compound_id == record.compound_id, _L.item_id == record.item_id)
        .order_by(_S.number)
    )
    return [line_of(*row) for row in session.execute(wanted)]


def _counted(session: Session, compound_id: UUID) -> dict[UUID, tuple[tuple[Rating, int], ...]]:
    wanted = select(_F.resolution_id, _F.rating).where(_F.compound_id == compound_id)
    counts: dict[UUID, Counter[Rating]] = {}
    for key, rating in session.execute(wanted):
        counts.setdefault(key, Counter())[rating] += 1
    return {
        key: tuple((rating, told[rating]) for rating in Rating if told[rating])
        for key, told in counts.items()
    }


def satisfaction_words(ratings: Sequence[tuple[Rating, int]]) -> str:
    """满意 5、基本满意 1."""
    return "、".join(f"{rating.word} {count}" for rating, count in ratings)
