"""Where a work of the plan comes from: suggestions and resolutions that speak of the same thing."""

import re
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.lexicon import Lexicon
from desktop.services import wall
from desktop.services.lexicons import Lexicons
from desktop.storage.store import Store
from desktop.storage.tables import MeetingRecord, ResolutionRecord, SuggestionRecord

MOST = 200
_BETWEEN = re.compile(r"[和及与、，,/]|以及")
_PLAIN = re.compile(r"改造|修缮|修剪|更换|规整|新建|硬化|铺装|加装|增设|设施|工程|项目")


class WorkSources:
    def __init__(self, store: Store, lexicons: Lexicons) -> None:
        self._store, self._lexicons = store, lexicons

    def voices(self, compound_id: UUID, work: str) -> list[tuple[int, str]]:
        """Suggestions about the same matter as a work, by number; names of quarrels are masked."""
        lexicon = self._lexicons.current()
        topics, words = _about(lexicon, work)
        wanted = (
            select(SuggestionRecord.number, SuggestionRecord.text)
            .where(SuggestionRecord.compound_id == compound_id)
            .order_by(SuggestionRecord.number)
        )
        with self._store.reading() as session:
            told = [(number, text) for number, text in session.execute(wanted)]
            hidden = wall.quarrelling(session, compound_id)
        found = [
            (number, wall.masked(text, hidden, set()))
            for number, text in told
            if _speaks(lexicon, text, topics, words)
        ]
        return found[:MOST]

    def resolutions(self, compound_id: UUID, work: str) -> list[str]:
        """Resolutions about the same matter, as they are named on paper."""
        lexicon = self._lexicons.current()
        topics, words = _about(lexicon, work)
        with self._store.reading() as session:
            return [
                f"{on.year}年{on.month}月{on.day}日{title}：{text[:40]}"
                for on, title, text in _resolved(session, compound_id)
                if _speaks(lexicon, text, topics, words)
            ]


def _about(lexicon: Lexicon, work: str) -> tuple[set[str], list[str]]:
    """The topics a work belongs to, and its own words where the lexicon knows none."""
    parts = [part for part in _BETWEEN.split(work) if part]
    topics = {sense.topic.name for part in [work, *parts] for sense in lexicon.senses(part)[:1]}
    words = [word for part in parts if len(word := _PLAIN.sub("", part)) > 1]
    return topics, words


def _speaks(lexicon: Lexicon, text: str, topics: set[str], words: list[str]) -> bool:
    if any(word in text for word in words):
        return True
    return bool(topics) and any(sense.topic.name in topics for sense in lexicon.senses(text)[:1])


def _resolved(session: Session, compound_id: UUID) -> list[tuple[date, str, str]]:
    r, m = ResolutionRecord, MeetingRecord
    wanted = (
        select(m.held_on, m.title, r.text)
        .join(m, (m.compound_id == r.compound_id) & (m.id == r.meeting_id))
        .where(r.compound_id == compound_id)
        .order_by(m.held_on, r.number)
    )
    return [(on, title, text) for on, title, text in session.execute(wanted)]
