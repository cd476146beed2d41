"""Counting: the decision list, counts that stay, recounts with their difference."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import figures as figures_
from desktop.domain.chain import Value
from desktop.domain.errors import Gone, ReasonNeeded
from desktop.domain.figures import Difference, MatterFigures, figures
from desktop.domain.ids import Ref
from desktop.domain.poll_errors import (
    DoesNotBalance,
    NotChecked,
    PollNotNow,
    RulingsLeft,
)
from desktop.domain.poll_facts import CountLine, Reconciliation
from desktop.domain.rights import Right
from desktop.domain.terms import PollAct
from desktop.services.ballot_box import Box, open_box, open_readings
from desktop.services.ballots import reconciliation
from desktop.services.boards import Board, board
from desktop.services.poll_records import HIDDEN, poll_of
from desktop.services.records import short
from desktop.services.rulings import Case, cases
from desktop.storage.store import Store
from desktop.storage.tables import CountRecord, RulingRecord

_C = CountRecord


class Counts:
    def __init__(self, store: Store) -> None:
        self._store = store

    def board(self, poll: Ref) -> Board:
        with self._store.reading() as session:
            box = open_box(session, poll, whole=False)
            papers = _papers(session, poll, box)
            differing, _ = open_readings(session, poll, box.rules)
            waiting = sum(1 for each in cases(box) if each.ruled is None) + differing
            return board(session, poll, box.matters, papers, waiting)

    def papers(self, poll: Ref) -> Reconciliation:
        """All papers, and what those that came back turned out to be."""
        with self._store.reading() as session:
            return _papers(session, poll, open_box(session, poll, whole=False))

    def cases(self, poll: Ref) -> list[Case]:
        """Everything a person has decided, or still has to.

        While ballots still come in only that they differ: nobody is told how they were marked.
        """
        with self._store.reading() as session:
            found = cases(open_box(session, poll, whole=False))
            if poll_of(session, poll).closed_at:
                return found
            return [replace(each, choices=(), said=(HIDDEN,)) for each in found]

    def rule(self, poll: Ref, case: Case, marks: str, reason: str) -> None:
        """Decide a case, with the reason; a later ruling on the same case takes its place."""
        if not reason.strip():
            raise ReasonNeeded("裁定")
        with self._store.writing("poll.rule") as session:
            poll_of(session, poll, PollAct.RULE)
            now = [
                each for each in cases(open_box(session, poll, whole=False)) if _same(each, case)
            ]
            if not now or marks not in {choice for choice, _ in now[0].choices}:
                raise Gone("这项待裁定的事")
            session.add(
                RulingRecord(
                    compound_id=poll.compound_id,
                    id=self._store.key(),
                    poll_id=poll.id,
                    about=case.about,
                    place=case.place,
                    line=case.line,
                    marks=marks,
                    reason=short(reason, "裁定理由"),
                    who=self._store.who,
                    at=self._now(),
                )
            )

    def preview(self, poll: Ref) -> tuple[MatterFigures, ...]:
        """The count as it would be announced now; for those who count, after the close.

        While ballots still come in nobody is told how it stands: ``PollNotNow``. Raise ``NotAllowed``
        for who does not count.
        """
        self._store.operator.demand(Right.COUNT)
        with self._store.reading() as session:
            here = poll_of(session, poll)
            if not here.closed_at:
                raise PollNotNow(PollAct.SETTLE, here.stage)
            return counted(open_box(session, poll, whole=False))

    def settle(self, poll: Ref, gap: str = "") -> CountLine:
        """Announce the count: it stays for ever, and with it the digest of all ballots.

        Raise ``RulingsLeft``, ``NotChecked``, or ``DoesNotBalance`` when papers that came back are
        not entered and ``gap`` does not say why.
        """
        with self._store.writing("poll.settle") as session:
            here = poll_of(session, poll, PollAct.SETTLE)
            box = open_box(session, poll)
            differing, unchecked = open_readings(session, poll, box.rules)
            left = [each for each in cases(box) if each.ruled is None]
            if left or differing:
                raise RulingsLeft(len(left) + differing)
            if unchecked:
                raise NotChecked(unchecked)
            judged = box.judged()
            open_ = sum(t.pending for _, each in judged for t in each.tallies.values())
            if open_:
                raise RulingsLeft(open_)
            papers = reconciliation(session, poll)
            if papers.not_entered and not gap.strip():
                told = f"交回 {papers.returned} ≠ 已录入 {papers.entered}"
                raise DoesNotBalance(told)
            here.gap = short(gap, "说明")
            figured = tuple(figures(matter, each) for matter, each in judged)
            made = self._record(session, poll, box, figured, here.recount)
            here.do(PollAct.SETTLE)
            return made

    def recount(self, poll: Ref, reason: str) -> None:
        """Open the count again; the earlier one stays, and the difference will be shown."""
        if not reason.strip():
            raise ReasonNeeded("重新计票")
        with self._store.writing("poll.recount") as session:
            here = poll_of(session, poll, PollAct.RECOUNT)
            here.do(PollAct.RECOUNT)
            here.posted_on = None
            here.recount = short(reason, "重新计票的原因")
            here.sealed_box = False  # the papers of the first count are counted again, no others

    def rounds(self, poll: Ref) -> list[CountLine]:
        """All counts, the first first."""
        with self._store.reading() as session:
            return counts_of(session, poll)

    def difference(self, poll: Ref) -> list[Difference]:
        """What the last recount changed."""
        told = self.rounds(poll)
        if len(told) < 2:
            return []
        return figures_.differences(told[-2].matters, told[-1].matters)

    def _record(
        self,
        session: Session,
        poll: Ref,
        box: Box,
        told: Sequence[MatterFigures],
        reason: str,
    ) -> CountLine:
        here, secret = poll_of(session, poll), self._store.salt()
        figures_told = figures_text(told)
        about: list[Value] = [str(poll.id), here.roll_digest or b"", figures_told]
        record = CountRecord(
            compound_id=poll.compound_id,
            id=self._store.key(),
            poll_id=poll.id,
            round=len(counts_of(session, poll)) + 1,
            at=self._now(),
            who=self._store.who,
            reason=reason,
            figures=figures_told,
            digest=box.digest(secret, about),
            secret=secret,
        )
        session.add(record)
        return _line(record)

    def _now(self) -> str:
        return self._store.clock().isoformat(timespec="seconds")


def _papers(session: Session, poll: Ref, box: Box) -> Reconciliation:
    return replace(reconciliation(session, poll), sorted=box.sorted_papers)


def counted(box: Box) -> tuple[MatterFigures, ...]:
    """Every matter of the box in the figures that are printed."""
    return tuple(figures(matter, judged) for matter, judged in box.judged())


def figures_text(told: Sequence[MatterFigures]) -> str:
    """The figures of a count as they are kept for ever."""
    return json.dumps([asdict(each) for each in told], ensure_ascii=False)


def counts_of(session: Session, poll: Ref) -> list[CountLine]:
    wanted = (
        select(CountRecord)
        .where(_C.compound_id == poll.compound_id, _C.poll_id == poll.id)
        .order_by(_C.round)
    )
    return [_line(record) for record in session.scalars(wanted)]


def _line(record: CountRecord) -> CountLine:
    told = tuple(figures_.thaw(each) for each in json.loads(record.figures))
    return CountLine(record.round, record.at, record.who, record.reason, told, record.digest.hex())


def _same(one: Case, other: Case) -> bool:
    return (one.about, one.place, one.line) == (other.about, other.place, other.line)
