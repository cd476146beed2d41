"""Taking in a pasted WeChat chain or a table of suggestions: previewed, once, and undone whole."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.errors import AlreadyActedOn, Gone, NoSuchFile
from desktop.domain.long_work import Step, going_on
from desktop.domain.terms import Channel, Voice
from desktop.domain.voice_table import Field, rows
from desktop.services.records import next_number, short
from desktop.services.suggestions import drop, not_yet_to_come
from desktop.services.voice_lines import (
    IDENT,
    Kept,
    Verdict,
    VoiceLine,
    chain_lines,
    insisted,
    judged,
    table_lines,
)
from desktop.sheets import voices
from desktop.storage.store import Store
from desktop.storage.tables import SuggestionRecord

_S = SuggestionRecord
_FLUSH = 200  # lines written at once


@dataclass(frozen=True, slots=True)
class VoicePreview:
    compound_id: UUID
    name: str
    lines: tuple[VoiceLine, ...]
    header: tuple[str, ...] = ()  # of a table
    columns: Mapping[Field, int] = field(default_factory=dict)  # which column is what

    @property
    def taken(self) -> int:
        return sum(1 for line in self.lines if line.verdict is Verdict.NEW)


class VoiceImports:
    def __init__(self, store: Store) -> None:
        self._store = store

    def read(
        self,
        compound_id: UUID,
        path: Path,
        columns: Mapping[Field, int] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> VoicePreview:
        """Read a file; writes nothing. ``columns``: what the user says is where.

        A table whose headings do not tell gives no lines, but its header to choose from. Raise
        ``NoVoicesFound``, ``UnreadableSheet``, or ``Stopped`` when it was ``cancelled``.
        """
        if not path.is_file():
            raise NoSuchFile(str(path))
        if voices.is_text(path):
            return self._judged(compound_id, path.name, chain_lines(voices.chain(path)))
        table = voices.table(path, cancelled)
        if columns is not None:
            alike = [
                replace(more, columns=columns) if more.header == table.header else more
                for more in table.more
            ]
            table = replace(table, columns=columns, more=tuple(alike))
        lines = table_lines(rows(table)) if Field.TEXT in table.columns else []
        found = self._judged(compound_id, path.name, lines)
        return replace(found, header=table.header, columns=dict(table.columns))

    def paste(self, compound_id: UUID, text: str) -> VoicePreview:
        """Read a pasted chain, likewise."""
        name = "粘贴的接龙"
        return self._judged(compound_id, name, chain_lines(voices.paste(text, name)))

    def take_over(
        self, preview: VoicePreview, on: date | None = None, step: Step = going_on
    ) -> str:
        """Write what is new; give the key by which the whole import can be undone. Stopped by ``step``,
        it has written nothing.

        ``on``: when it was said, for lines that do not tell; without it, today. What somebody else
        has registered meanwhile is not taken twice.
        """
        with self._store.writing("suggestion.import") as session:
            kept = Kept(session, preview.compound_id)
            batch = str(self._store.key())
            mine = _S.compound_id == preview.compound_id
            number = next_number(session, _S.number, mine) - 1
            day = not_yet_to_come(on, self._store.clock().date())
            for place, line in enumerate(preview.lines):
                if not place % _FLUSH:  # else all of it would be written after the last step
                    session.flush()
                    step(place, len(preview.lines))
                if line.verdict is not Verdict.NEW or (not line.insisted and kept.take(line)):
                    continue
                number += 1
                session.add(self._record(preview.compound_id, number, line, day, batch))
            return batch

    def undo(self, compound_id: UUID, batch: str, step: Step = going_on) -> int:
        """Take back a whole import, as long as nothing was done with what it brought."""
        wanted = select(_S).where(_S.compound_id == compound_id, _S.batch == batch)
        with self._store.writing("suggestion.undo_import") as session:
            records = list(session.scalars(wanted)) if batch else []
            if not records:
                raise Gone("这批建议")
            touched = [r for r in records if r.state is not Voice.RECEIVED or r.group_id]
            if touched:
                raise AlreadyActedOn(len(touched))
            for place, record in enumerate(records):
                if not place % _FLUSH:
                    session.flush()
                    step(place, len(records))
                drop(session, record)
            return len(records)

    def last(self, compound_id: UUID) -> tuple[str, int] | None:
        """The latest import that brought anything, and how many it brought."""
        wanted = (
            select(_S.batch, func.count())
            .where(_S.compound_id == compound_id, _S.batch != "")
            .group_by(_S.batch)
            .order_by(func.max(_S.number).desc())
            .limit(1)
        )
        with self._store.reading() as session:
            row = session.execute(wanted).first()
        return (row[0], row[1]) if row else None

    def _record(
        self, compound_id: UUID, number: int, line: VoiceLine, today: date, batch: str
    ) -> SuggestionRecord:
        return SuggestionRecord(
            compound_id=compound_id,
            id=self._store.key(),
            number=number,
            text=line.text,
            channel=line.channel,
            received_on=line.day or today,
            door=line.place,
            proposer=short(line.proposer, "姓名") or None,
            phone=line.phone or None,
            category=line.category,
            state=Voice.RECEIVED,
            group_id=None,
            answer="",
            details=json.dumps(_details(line), ensure_ascii=False),
            supporters=line.supporters,
            batch=batch,
        )

    def _judged(self, compound_id: UUID, name: str, lines: Sequence[VoiceLine]) -> VoicePreview:
        with self._store.reading() as session:
            return VoicePreview(compound_id, name, judged(lines, Kept(session, compound_id)))


def insist(preview: VoicePreview, chosen: Iterable[VoiceLine]) -> VoicePreview:
    """The preview with some lines to be registered though they look like others (仍然登记)."""
    wanted = {(line.sheet, line.line) for line in chosen}
    return replace(preview, lines=insisted(preview.lines, wanted))


def _details(line: VoiceLine) -> dict[str, str]:
    told = dict(line.details)
    if line.source and line.channel is Channel.OTHER:
        told["原渠道"] = line.source
    if line.lasting_id:
        told[IDENT] = line.id
    return told
