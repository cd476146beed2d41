"""Taking in a pasted WeChat chain or a table of suggestions: previewed, once, and undone whole."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import AlreadyActedOn, Gone, NoSuchFile
from desktop.domain.jielong import Chain, Room
from desktop.domain.terms import Channel, Voice
from desktop.domain.voice_table import LONGEST, Field, VoiceRows, place_words, rows
from desktop.services.records import checked, short
from desktop.services.suggestions import drop
from desktop.sheets import voices
from desktop.storage.store import Store
from desktop.storage.tables import SuggestionRecord

_S = SuggestionRecord


class Verdict(Enum):
    """What an import does with a line."""

    NEW = "登记"
    KNOWN = "已登记过"
    NOTHING = "不是建议"
    WRONG = "不能登记"


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """One line of an import with what would happen to it, and why."""

    line: int
    text: str
    place: str
    proposer: str
    channel: Channel
    day: date | None
    verdict: Verdict
    why: str = ""
    phone: str = ""
    category: str = ""
    supporters: int = 0
    source: str = ""


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
        self, compound_id: UUID, path: Path, columns: Mapping[Field, int] | None = None
    ) -> VoicePreview:
        """Read a file; writes nothing. ``columns``: what the user says is where.

        A table whose headings do not tell gives no lines, but its header to choose from. Raise
        ``NoVoicesFound`` or ``UnreadableSheet``.
        """
        if not path.is_file():
            raise NoSuchFile(str(path))
        if voices.is_text(path):
            return self._judged(compound_id, path.name, chain_lines(voices.chain(path)))
        table = voices.table(path)
        if columns is not None:
            table = replace(table, columns=columns)
        lines = _rows(rows(table)) if Field.TEXT in table.columns else []
        found = self._judged(compound_id, path.name, lines)
        return replace(found, header=table.header, columns=dict(table.columns))

    def paste(self, compound_id: UUID, text: str) -> VoicePreview:
        """Read a pasted chain, likewise."""
        name = "粘贴的接龙"
        return self._judged(compound_id, name, chain_lines(voices.paste(text, name)))

    def take_over(self, preview: VoicePreview) -> str:
        """Write what is new; give the key by which the whole import can be undone.

        What somebody else has registered meanwhile is not taken twice.
        """
        with self._store.writing("suggestion.import") as session:
            known = _known(session, preview.compound_id)
            taken: set[tuple[object, ...]] = set()
            batch = str(self._store.key())
            number = session.scalar(
                select(func.max(_S.number)).where(_S.compound_id == preview.compound_id)
            )
            number = number or 0
            today = self._store.clock().date()
            for line in preview.lines:
                here = (_same(line), line.day, line.channel)
                if line.verdict is not Verdict.NEW or _same(line) in known or here in taken:
                    continue
                taken.add(here)
                number += 1
                session.add(self._record(preview.compound_id, number, line, today, batch))
            return batch

    def undo(self, compound_id: UUID, batch: str) -> int:
        """Take back a whole import, as long as nothing was done with what it brought."""
        wanted = select(_S).where(_S.compound_id == compound_id, _S.batch == batch)
        with self._store.writing("suggestion.undo_import") as session:
            records = list(session.scalars(wanted)) if batch else []
            if not records:
                raise Gone("这批建议")
            touched = [r for r in records if r.state is not Voice.RECEIVED or r.group_id]
            if touched:
                raise AlreadyActedOn(len(touched))
            for record in records:
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
        details = {"原渠道": line.source} if line.source and line.channel is Channel.OTHER else {}
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
            details=json.dumps(details, ensure_ascii=False),
            supporters=line.supporters,
            batch=batch,
        )

    def _judged(self, compound_id: UUID, name: str, lines: Sequence[VoiceLine]) -> VoicePreview:
        with self._store.reading() as session:
            known = _known(session, compound_id)
        made: list[VoiceLine] = []
        here: dict[tuple[object, ...], int] = {}
        for line in lines:
            same = (_same(line), line.day, line.channel)
            if line.verdict is not Verdict.NEW:
                made.append(line)
            elif _same(line) in known:
                made.append(_with(line, Verdict.KNOWN, "以前登记过，不再重复"))
            elif same in here:
                made.append(_with(line, Verdict.KNOWN, f"与第 {here[same]} 行相同，只登记一次"))
            else:
                here[same] = line.line
                made.append(line)
        return VoicePreview(compound_id, name, tuple(made))


def chain_lines(chain: Chain) -> list[VoiceLine]:
    """The entries of a chain in their order, with who supports each."""
    support: dict[int, int] = {}
    for reply in chain.replies:
        support[reply.parent_seq] = support.get(reply.parent_seq, 0) + 1
    made = []
    for each in chain.entries:
        text = checked(each.text, "建议内容", 10**9)
        line = VoiceLine(
            each.line, text, _place(each.room), each.proposer, Channel.GROUP_CHAT, None,
            Verdict.NEW, supporters=support.pop(each.seq, 0),
        )  # fmt: skip
        if not each.is_suggestion:
            line = _with(line, Verdict.NOTHING, "收到、无、支持之类")
        elif len(text) > LONGEST:
            line = _with(line, Verdict.WRONG, f"有 {len(text)} 字，一条最多 {LONGEST} 字")
        made.append(line)
    for number, text in chain.ignored:
        made.append(
            VoiceLine(
                number, text, "", "", Channel.GROUP_CHAT, None, Verdict.NOTHING, "不是编号的条目"
            )
        )
    for reply in chain.replies:
        made.append(
            VoiceLine(
                reply.line, reply.text, _place(reply.room), reply.proposer, Channel.GROUP_CHAT, None,
                Verdict.NOTHING, f"第 {reply.parent_seq} 条的回复，计为附议",
            )
        )  # fmt: skip
    return sorted(made, key=lambda line: line.line)


def _place(room: Room) -> str:
    return place_words(room.building, room.unit, room.room)


def _rows(found: VoiceRows) -> list[VoiceLine]:
    made = [
        VoiceLine(
            each.line, checked(each.text, "建议内容", 10**9), each.place, each.proposer,
            each.channel, each.day, Verdict.NEW, phone=each.phone, category=each.category,
            source=each.source,
        )
        for each in found.rows
    ]  # fmt: skip
    taken = {line.line for line in made}
    for wrong in found.problems:
        if wrong.line not in taken:
            verdict = Verdict.WRONG if wrong.error else Verdict.KNOWN
            made.append(
                VoiceLine(
                    wrong.line, wrong.value, "", "", Channel.OTHER, None, verdict, wrong.reason
                )
            )
    reasons = {wrong.line: wrong.reason for wrong in found.problems if wrong.line in taken}
    told = [
        _with(line, line.verdict, reasons[line.line]) if line.line in reasons else line
        for line in made
    ]
    return sorted(told, key=lambda line: line.line)


def _with(line: VoiceLine, verdict: Verdict, why: str) -> VoiceLine:
    return VoiceLine(
        line.line, line.text, line.place, line.proposer, line.channel, line.day, verdict, why,
        line.phone, line.category, line.supporters, line.source,
    )  # fmt: skip


def _same(line: VoiceLine) -> tuple[str, str, str]:
    """By what a suggestion is known again: its words, its place and who said it."""
    return (_bare(line.text), line.place, line.proposer)


def _bare(text: str) -> str:
    """The words alone: a full stop or a smile more makes no other suggestion."""
    return re.sub(r"[^\w]+|_", "", text)


def _known(session: Session, compound_id: UUID) -> set[tuple[str, str, str]]:
    wanted = select(_S.text, _S.door, _S.proposer).where(_S.compound_id == compound_id)
    return {(_bare(text), door, proposer or "") for text, door, proposer in session.execute(wanted)}
