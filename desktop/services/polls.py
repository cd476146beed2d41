"""Written votes: planned, their roll frozen, opened, extended, closed, or made void."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.documents import ballot_paper
from desktop.documents.fonts import Fonts
from desktop.domain import decision_rule
from desktop.domain.ballot import MOST
from desktop.domain.electorate import Roll, Scope
from desktop.domain.errors import (
    AlreadyBegun,
    Gone,
    NameNeeded,
    ReasonNeeded,
)
from desktop.domain.ids import Ref
from desktop.domain.poll import HouseRules, Matter, check_days
from desktop.domain.poll_errors import (
    DocumentNeeded,
    EmptyRoll,
    NothingToDecide,
    NotLonger,
    NotNoticed,
    TooLate,
    TooManySeats,
)
from desktop.domain.poll_facts import PollFacts
from desktop.domain.terms import (
    BallotState,
    MatterKind,
    PollAct,
    PollStage,
)
from desktop.services import ballots, decisions, poll_checks, rolls
from desktop.services.accounts import Accounts
from desktop.services.decisions import Decisions
from desktop.services.poll_facts import PollLine, facts
from desktop.services.poll_records import (
    matter_records,
    matters_of,
    poll_of,
    read_rules,
    read_scope,
    rules_text,
    scope_text,
)
from desktop.services.records import checked, short
from desktop.storage.store import Store
from desktop.storage.tables import BallotRecord, PollMatterRecord, PollRecord


@dataclass(frozen=True, slots=True)
class PollPlan:
    """What is filled in for a written vote. ``body``: whose members vote, if not the owners."""

    title: str
    opens_on: date
    closes_on: date
    convener: str = ""
    scope: Scope = field(default_factory=Scope)
    rules: HouseRules = field(default_factory=HouseRules)
    publicity_days: int = 7
    noticed_on: date | None = None
    meeting: UUID | None = None
    body: UUID | None = None


@dataclass(frozen=True, slots=True)
class MatterPlan:
    """What is filled in for a question. ``rule`` is a key of the catalogue; ``document`` names the
    office's own document with its page, where the rule needs one, and ``share`` the share it asks
    for, as 4/5, 80% or >1/2; blank is the catalogue's."""

    title: str
    rule: str = "ordinary"
    text: str = ""
    kind: MatterKind = MatterKind.DECISION
    options: tuple[str, ...] = ()
    seats: int = 1
    substitutes: int = 0
    document: str = ""
    share: str = ""
    item: int = 0  # which of the nine items of 民法典 art. 278 it is; 0: not said


NUMERALS = "零一二三四五六七八九"


class Polls:
    def __init__(
        self, store: Store, decisions_: Decisions, fonts: Fonts, accounts: Accounts
    ) -> None:
        self._store, self._decisions, self._fonts = store, decisions_, fonts
        self._accounts = accounts

    def plan(self, compound_id: UUID, plan: PollPlan, matters: Sequence[MatterPlan] = ()) -> Ref:
        ref = Ref(compound_id, self._store.key())
        with self._store.writing("poll.plan") as session:
            record = PollRecord(
                compound_id=compound_id,
                id=ref.id,
                number=_free_number(session, ref.id.int),
                stale=[],
                stage=PollStage.DRAFT,
                extensions=[],
                frozen_at="",
                roll_digest=None,
                opened_at="",
                closed_at="",
                sealed_box=True,
                gap="",
                recount="",
                posted_on=None,
                staff="{}",
                void_reason="",
            )
            self._fill(record, plan)
            session.add(record)
            session.flush()
            for position, matter in enumerate(matters, 1):
                session.add(self._matter(session, ref, position, matter))
        return ref

    def change(self, ref: Ref, plan: PollPlan) -> None:
        """Plan it otherwise; raise what ``add_matter`` would for a question it has already."""
        with self._store.writing("poll.change") as session:
            poll = poll_of(session, ref, PollAct.PREPARE)
            self._fill(poll, plan)
            poll_checks.may_ask_all(poll, matters_of(session, ref))

    def add_matter(self, ref: Ref, plan: MatterPlan) -> None:
        with self._store.writing("poll.add_matter") as session:
            poll = poll_of(session, ref, PollAct.PREPARE)
            position = len(matter_records(session, ref)) + 1
            session.add(self._matter(session, ref, position, plan))
            poll.noticed_on = None  # the owners were told of other matters

    def change_matter(self, ref: Ref, position: int, plan: MatterPlan) -> None:
        """Put a question otherwise; the first is 1."""
        with self._store.writing("poll.change_matter") as session:
            poll = poll_of(session, ref, PollAct.PREPARE)
            record = _at(matter_records(session, ref), position)
            made = self._matter(session, ref, position, plan)
            for name in ("title", "text", "kind", "rule", "options", "seats", "substitutes"):
                setattr(record, name, getattr(made, name))
            poll.noticed_on = None

    def remove_matter(self, ref: Ref, position: int) -> None:
        with self._store.writing("poll.remove_matter") as session:
            # the owners were told of one more matter: they are told again
            poll_of(session, ref, PollAct.PREPARE).noticed_on = None
            found = matter_records(session, ref)
            session.delete(_at(found, position))
            for later in found[position:]:
                later.position -= 1

    def freeze(self, ref: Ref) -> Roll:
        """Freeze the electorate with its digest, and give the ballots their numbers.

        Raise ``EmptyRoll``, ``NotOnRoster`` when the range names what is not there, or
        ``AreaMissing`` when areas count and some are not known.
        """
        with self._store.writing("poll.freeze") as session:
            poll = poll_of(session, ref, PollAct.FREEZE)
            matters = matters_of(session, ref)
            if not matters:
                raise NothingToDecide
            found = rolls.roll_of(session, ref.compound_id, read_scope(poll.scope), poll.body_id)
            if not found.voters:
                raise EmptyRoll
            poll_checks.all_there(found)
            poll_checks.may_ask_all(poll, matters)
            poll_checks.may_be_secret(read_rules(poll.policy), matters)
            found = poll_checks.weighed(found, matters)
            poll.do(PollAct.FREEZE)
            poll.frozen_at = self._store.clock().isoformat(timespec="seconds")
            rolls.write(self._store, session, poll, found)
            ballots.print_for(self._store, session, poll)
            return found

    def thaw(self, ref: Ref, reason: str) -> None:
        """Give up a frozen roll before any ballot has left the office; its numbers become stale."""
        if not reason.strip():
            raise ReasonNeeded("解冻名册")
        with self._store.writing("poll.thaw") as session:
            poll = poll_of(session, ref, PollAct.THAW)
            out = select(func.count()).where(
                BallotRecord.compound_id == ref.compound_id,
                BallotRecord.poll_id == ref.id,
                BallotRecord.state != BallotState.PRINTED,
            )
            if session.scalar(out):
                raise AlreadyBegun("已发出的票")
            ballots.clear(self._store, session, poll)
            rolls.clear(self._store, session, poll)
            poll.do(PollAct.THAW)
            poll.stale = [*poll.stale, str(poll.number)]
            poll.number = _free_number(session, self._store.key().int)
            poll.frozen_at = ""
            poll.noticed_on = None  # the owners were told of other matters, or of another roll
            session.flush()
            note = {"reason": short(reason, "解冻原因")}
            self._store.touched(ref.compound_id, "poll", ref.id, "thaw", note)

    def open(self, ref: Ref, unnoticed: str = "") -> None:
        """Begin to take ballots.

        Raise ``NotNoticed`` when the owners were not told (物业管理条例 art. 14) and ``unnoticed``
        does not say why; the members of a body are called as their own rules say.
        """
        with self._store.writing("poll.open") as session:
            poll = poll_of(session, ref, PollAct.OPEN)
            why = short(unnoticed, "没有公告的原因")
            if poll.noticed_on is None and poll.body_id is None and not why:
                raise NotNoticed
            poll.do(PollAct.OPEN)
            if why:
                self._store.touched(ref.compound_id, "poll", ref.id, "unnoticed", {"reason": why})
            poll.opened_at = self._store.clock().isoformat(timespec="seconds")

    def notice(self, ref: Ref, on: date) -> None:
        """Record the day the owners were told of the vote and its matters."""
        with self._store.writing("poll.notice") as session:
            poll = poll_of(session, ref, PollAct.PRINT)
            if on > poll.closes_on:
                raise TooLate("公告日期", on.isoformat(), "晚于表决截止的那天")
            poll.noticed_on = on

    def extend(self, ref: Ref, closes_on: date, reason: str) -> None:
        """Take ballots for longer; with a reason, which the notice and the result print."""
        if not reason.strip():
            raise ReasonNeeded("延长表决期")
        with self._store.writing("poll.extend") as session:
            poll = poll_of(session, ref, PollAct.EXTEND)
            if closes_on <= poll.closes_on:
                raise NotLonger(poll.closes_on.isoformat(), closes_on.isoformat())
            told = f"{poll.closes_on.isoformat()} 延长至 {closes_on.isoformat()}：{short(reason, '原因')}"
            poll.extensions = [*poll.extensions, told]
            poll.closes_on = closes_on

    def close(self, ref: Ref, *, sealed: bool = True, second: tuple[str, str] = ("", "")) -> None:
        """Take no more ballots. Who enters one at this very moment is either in, or refused.

        ``sealed``: papers that came back lie unregistered in a box and are entered as it is opened.
        Otherwise only those registered as returned are. ``second``: name and password of the other
        person, where the office wants two; raise what ``Accounts.second`` raises.
        """
        other = self._accounts.second(*second, ref.compound_id) if self._accounts.two_close else ""
        with self._store.writing("poll.close") as session:
            if other:
                self._store.touched(ref.compound_id, "poll", ref.id, "second", {"name": other})
            poll = poll_of(session, ref, PollAct.CLOSE)
            poll.do(PollAct.CLOSE)
            poll.closed_at = self._store.clock().isoformat(timespec="seconds")
            poll.sealed_box = sealed

    def void(self, ref: Ref, reason: str) -> None:
        """Give the whole vote up; everything stays on record."""
        if not reason.strip():
            raise ReasonNeeded("作废表决")
        with self._store.writing("poll.void") as session:
            poll = poll_of(session, ref, PollAct.VOID)
            poll.do(PollAct.VOID)
            poll.void_reason = short(reason, "作废原因")

    def lines(self, compound_id: UUID | None = None) -> list[PollLine]:
        """Written votes, the newest first."""
        count = (
            select(func.count())
            .where(
                PollMatterRecord.compound_id == PollRecord.compound_id,
                PollMatterRecord.poll_id == PollRecord.id,
            )
            .scalar_subquery()
        )
        wanted = select(PollRecord, count).order_by(PollRecord.id.desc())
        if compound_id is not None:
            wanted = wanted.where(PollRecord.compound_id == compound_id)
        with self._store.reading() as session:
            return [
                PollLine(Ref(p.compound_id, p.id), p.title, p.stage, p.opens_on, p.closes_on, n)
                for p, n in session.execute(wanted)
            ]

    def told(self, ref: Ref) -> PollFacts:
        with self._store.reading() as session:
            return facts(session, ref)

    def _fill(self, record: PollRecord, plan: PollPlan) -> None:
        if not plan.title.strip():
            raise NameNeeded("表决名称")
        check_days(plan.opens_on, plan.closes_on)
        poll_checks.read_alone(plan.rules)
        record.title = short(plan.title, "表决名称")
        record.convener = short(plan.convener, "召集单位")
        ballot_paper.check_title(record.title, record.convener, self._fonts)
        record.opens_on, record.closes_on = plan.opens_on, plan.closes_on
        record.scope, record.policy = scope_text(plan.scope), rules_text(plan.rules)
        record.publicity_days, record.noticed_on = max(1, plan.publicity_days), plan.noticed_on
        record.meeting_id, record.body_id = plan.meeting, plan.body

    def _matter(
        self, session: Session, ref: Ref, position: int, plan: MatterPlan
    ) -> PollMatterRecord:
        rule = self._decisions.get(plan.rule)
        if not plan.title.strip():
            raise NameNeeded("表决事项")
        if rule.document_needed:
            if not plan.document.strip():
                raise DocumentNeeded(rule.name)
            rule = decision_rule.documented(rule, short(plan.document, "依据"), plan.share)
        if plan.item in rule.items:
            told = f"{rule.source}，第一款第（{NUMERALS[plan.item]}）项"
            rule = replace(rule, items=(plan.item,), source=told)
        options = tuple(short(each, "选项") for each in plan.options if each.strip())
        made = Matter(short(plan.title, "表决事项"), plan.text, plan.kind, rule, options)
        others = [each for n, each in enumerate(matters_of(session, ref), 1) if n != position]
        poll_checks.may_ask(poll_of(session, ref), made, others)
        ballot_paper.check_matter(made, self._fonts)
        if plan.kind is MatterKind.ELECTION and plan.seats > len(options) > 0:
            raise TooManySeats(len(options), plan.seats)
        if plan.kind is not MatterKind.DECISION:
            least = 1 if plan.kind is MatterKind.ELECTION else 2
            if len(options) < least or len(set(options)) < len(options):
                raise NameNeeded("各不相同的候选人或方案")
        return PollMatterRecord(
            compound_id=ref.compound_id,
            id=self._store.key(),
            poll_id=ref.id,
            position=position,
            title=made.title,
            text=checked(plan.text, "事项说明"),
            kind=plan.kind,
            rule=decisions.freeze(rule),
            options=list(options) if plan.kind is not MatterKind.DECISION else [],
            seats=max(1, plan.seats) if plan.kind is MatterKind.ELECTION else 1,
            substitutes=max(0, plan.substitutes) if plan.kind is MatterKind.ELECTION else 0,
        )


def _at(records: Sequence[PollMatterRecord], position: int) -> PollMatterRecord:
    if not 1 <= position <= len(records):
        raise Gone("表决事项")
    return records[position - 1]


def _free_number(session: Session, seed: int) -> int:
    """A number of five digits that no vote of this office has, now or before."""
    taken = set(session.scalars(select(PollRecord.number)))
    for listed in session.scalars(select(PollRecord.stale)):
        taken |= {int(each) for each in listed}
    number = 10_000 + seed % (MOST - 10_000)
    while number in taken:
        number = 10_000 + (number - 10_000 + 1) % (MOST - 10_000)
    return number
