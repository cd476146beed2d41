"""Importing the result of an official e-vote platform: read apart, previewed, taken over once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain import platform
from desktop.domain.errors import Gone, MappingIncomplete, ReasonNeeded
from desktop.domain.ids import Ref
from desktop.domain.long_work import Step, going_on
from desktop.domain.platform import PlatformRow, PlatformTable, Row
from desktop.domain.poll_errors import SameVotes, SecretByHand
from desktop.domain.terms import BallotState, PollAct, Way
from desktop.services.ballots import receipt
from desktop.services.poll_records import matters_of, poll_of, read_rules
from desktop.services.records import short
from desktop.sheets.child import sheets_apart
from desktop.storage.store import Store
from desktop.storage.tables import BallotRecord, EntryRecord, VoterRecord

_V, _B = VoterRecord, BallotRecord
READER = "电子投票平台"


@dataclass(frozen=True, slots=True)
class PlatformPreview:
    """Every row with what an import would do with it."""

    file: str
    table: PlatformTable
    rows: tuple[PlatformRow, ...]

    @property
    def taken(self) -> int:
        return sum(1 for each in self.rows if each.verdict is Row.NEW)


class Platforms:
    def __init__(self, store: Store) -> None:
        self._store = store

    def preview(
        self,
        poll: Ref,
        path: Path,
        columns: Mapping[str, int] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> PlatformPreview:
        """Read a platform's table; writes nothing. ``columns``: what the user says is where."""
        sheets = sheets_apart(path, cancelled=cancelled)
        with self._store.reading() as session:
            matters = matters_of(session, poll)
            table = platform.find(sheets, matters)
            if table is None:
                raise MappingIncomplete("房号”或“房屋坐落")
            if columns is not None:
                table = replace(table, columns=columns)
            read = platform.rows(table, matters)
            return PlatformPreview(path.name, table, tuple(self._judged(session, poll, read)))

    def take_over(self, poll: Ref, preview: PlatformPreview, step: Step = going_on) -> int:
        """Keep every row that can be kept; tell how many. A door's second vote is never added. All or
        nothing, also when ``step`` ends it."""
        with self._store.writing("poll.platform") as session:
            here = poll_of(session, poll, PollAct.ENTER)
            if read_rules(here.policy).secret:
                raise SecretByHand("与平台结果合并")
            if here.recount:
                raise SameVotes
            rows = self._judged(
                session, poll, [replace(r, verdict=_first(r)) for r in preview.rows]
            )
            voters = _voters(session, poll)
            last = select(func.max(_B.paper)).where(
                _B.compound_id == poll.compound_id, _B.poll_id == poll.id
            )
            paper = session.scalar(last) or 0
            at = self._store.clock().isoformat(timespec="seconds")
            kept = [row for row in rows if row.verdict is Row.NEW]
            for place, row in enumerate(kept):
                step(place, len(kept))
                paper += 1
                ballot = BallotRecord(
                    compound_id=poll.compound_id,
                    id=self._store.key(),
                    poll_id=poll.id,
                    voter_id=voters[str(row.door)].id,
                    paper=paper,
                    way=Way.PLATFORM,
                    state=BallotState.CHECKED,
                    marks=row.marks,
                    at=at,
                    why=f"{READER}：{preview.file} 第 {row.line} 行",
                    order=receipt(self._store),
                )
                session.add(ballot)
                session.flush()
                session.add(
                    EntryRecord(
                        compound_id=poll.compound_id,
                        id=self._store.key(),
                        ballot_id=ballot.id,
                        keying=1,
                        marks=row.marks,
                        who=READER,
                        at=at,
                        reason="",
                    )
                )
            return len(kept)

    def take_out(self, poll: Ref, why: str) -> int:
        """Undo the imports: no vote of the platform counts any more; tell how many there were.

        They stay on record as void, with the reason; rulings about them end by themselves.
        """
        if not why.strip():
            raise ReasonNeeded("撤销平台导入")
        with self._store.writing("poll.platform_undo") as session:
            here = poll_of(session, poll, PollAct.ENTER)
            if here.recount:
                raise SameVotes
            wanted = select(BallotRecord).where(
                _B.compound_id == poll.compound_id,
                _B.poll_id == poll.id,
                _B.way == Way.PLATFORM,
                _B.state != BallotState.SPOILT,
            )
            found = list(session.scalars(wanted))
            if not found:
                raise Gone("平台的票")
            for record in found:
                record.state = BallotState.SPOILT
                record.why = f"{record.why}；已撤销：{short(why, '撤销原因')}"
            return len(found)

    def _judged(
        self, session: Session, poll: Ref, rows: Sequence[PlatformRow]
    ) -> list[PlatformRow]:
        """Compare with the roll, with what was imported before, and with the papers."""
        voters = _voters(session, poll)
        there, papers = _known(session, poll)
        said: dict[str, set[str]] = {}
        for row in rows:
            if row.verdict is Row.NEW:
                said.setdefault(str(row.door), set()).add(row.marks)
        seen: set[str] = set()
        judged = []
        for row in rows:
            if row.verdict is not Row.NEW:
                judged.append(row)
                continue
            door = str(row.door)
            voter = voters.get(door)
            if voter is None:
                verdict = Row.UNKNOWN_DOOR
            elif voter.id in there:
                verdict = Row.THERE
            elif len(said[door]) > 1:  # nobody but a person can tell which of them was meant
                verdict = Row.DIFFERS
            else:
                verdict = Row.TWICE if door in seen else Row.NEW
            seen.add(door)
            paper = papers.get(voter.id, "") if voter else ""
            judged.append(replace(row, verdict=verdict, paper=paper))
        return judged


def _known(session: Session, poll: Ref) -> tuple[set[UUID], dict[UUID, str]]:
    """Who is imported already, and what became of the papers of the others."""
    wanted = select(_B.voter_id, _B.way, _B.state).where(
        _B.compound_id == poll.compound_id, _B.poll_id == poll.id
    )
    there: set[UUID] = set()
    papers = {}
    for key, way, state in session.execute(wanted):
        if way is Way.PLATFORM:
            there |= {key} if state is not BallotState.SPOILT else set()
        elif state not in {BallotState.PRINTED, BallotState.ISSUED}:
            papers[key] = state.word
    return there, papers


def _first(row: PlatformRow) -> Row:
    """The verdict to begin from: what the table alone says."""
    return Row.NEW if row.marks else row.verdict


def _voters(session: Session, poll: Ref) -> dict[str, VoterRecord]:
    wanted = select(VoterRecord).where(_V.compound_id == poll.compound_id, _V.poll_id == poll.id)
    return {str(voter.door): voter for voter in session.scalars(wanted)}
