"""Written votes: planned, their roll frozen, opened, extended, closed, or made void."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.ballot import MOST
from desktop.domain.decision_rule import DecisionRule
from desktop.domain.electorate import Roll, Scope, Voter
from desktop.domain.errors import (
    AlreadyBegun,
    Gone,
    NameNeeded,
    ReasonNeeded,
)
from desktop.domain.ids import Ref
from desktop.domain.poll import HouseRules, Matter, check_days
from desktop.domain.poll_errors import (
    AreaMissing,
    DocumentNeeded,
    EmptyRoll,
    MixedElectorates,
    NoSuchElectorate,
    NothingToDecide,
    NotInForce,
    NotLonger,
    SecretWeighted,
    TooLate,
    TooManySeats,
)
from desktop.domain.poll_facts import PollFacts
from desktop.domain.terms import (
    BallotState,
    Electorate,
    MatterKind,
    OwnerKind,
    PollAct,
    PollStage,
)
from desktop.services import ballots, decisions, rolls
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

OWNERS = frozenset({Electorate.OWNERS, Electorate.RANGE, Electorate.AFFECTED})
SEATS = frozenset(
    {Electorate.MEMBERS, Electorate.REPRESENTATIVES, Electorate.VILLAGE_REPRESENTATIVES}
)


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
    office's own document with its page, where the rule needs one."""

    title: str
    rule: str = "ordinary"
    text: str = ""
    kind: MatterKind = MatterKind.DECISION
    options: tuple[str, ...] = ()
    seats: int = 1
    substitutes: int = 0
    document: str = ""
    item: int = 0  # which of the nine items of 民法典 art. 278 it is; 0: not said


NUMERALS = "零一二三四五六七八九"


class Polls:
    def __init__(self, store: Store, decisions_: Decisions) -> None:
        self._store, self._decisions = store, decisions_

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
            _fill(record, plan)
            session.add(record)
            session.flush()
            for position, matter in enumerate(matters, 1):
                session.add(self._matter(session, ref, position, matter))
        return ref

    def change(self, ref: Ref, plan: PollPlan) -> None:
        with self._store.writing("poll.change") as session:
            _fill(poll_of(session, ref, PollAct.PREPARE), plan)

    def add_matter(self, ref: Ref, plan: MatterPlan) -> None:
        with self._store.writing("poll.add_matter") as session:
            poll_of(session, ref, PollAct.PREPARE)
            position = len(matter_records(session, ref)) + 1
            session.add(self._matter(session, ref, position, plan))

    def change_matter(self, ref: Ref, position: int, plan: MatterPlan) -> None:
        """Put a question otherwise; the first is 1."""
        with self._store.writing("poll.change_matter") as session:
            poll_of(session, ref, PollAct.PREPARE)
            record = _at(matter_records(session, ref), position)
            made = self._matter(session, ref, position, plan)
            for name in ("title", "text", "kind", "rule", "options", "seats", "substitutes"):
                setattr(record, name, getattr(made, name))

    def remove_matter(self, ref: Ref, position: int) -> None:
        with self._store.writing("poll.remove_matter") as session:
            poll_of(session, ref, PollAct.PREPARE)
            found = matter_records(session, ref)
            session.delete(_at(found, position))
            for later in found[position:]:
                later.position -= 1

    def freeze(self, ref: Ref) -> Roll:
        """Freeze the electorate with its digest, and give the ballots their numbers.

        Raise ``EmptyRoll``, or ``AreaMissing`` when areas count and some are not known.
        """
        with self._store.writing("poll.freeze") as session:
            poll = poll_of(session, ref, PollAct.FREEZE)
            matters = matters_of(session, ref)
            if not matters:
                raise NothingToDecide
            found = rolls.roll_of(session, ref.compound_id, read_scope(poll.scope), poll.body_id)
            if not found.voters:
                raise EmptyRoll
            found = _weighed(found, matters)
            if read_rules(poll.policy).secret:
                _may_be_secret(matters)
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

    def open(self, ref: Ref) -> None:
        """Begin to take ballots."""
        with self._store.writing("poll.open") as session:
            poll = poll_of(session, ref, PollAct.OPEN)
            poll.do(PollAct.OPEN)
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

    def close(self, ref: Ref, *, sealed: bool = True) -> None:
        """Take no more ballots. Who enters one at this very moment is either in, or refused.

        ``sealed``: papers that came back lie unregistered in a box and are entered as it is opened.
        Otherwise only those registered as returned are.
        """
        with self._store.writing("poll.close") as session:
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

    def _matter(
        self, session: Session, ref: Ref, position: int, plan: MatterPlan
    ) -> PollMatterRecord:
        rule = self._decisions.get(plan.rule)
        if not plan.title.strip():
            raise NameNeeded("表决事项")
        poll = poll_of(session, ref)
        others = [each for n, each in enumerate(matters_of(session, ref), 1) if n != position]
        _may_vote(poll, rule, plan.title, others)
        if rule.valid_from and poll.opens_on < rule.valid_from:
            raise NotInForce(rule.name, rule.valid_from.isoformat())
        if rule.document_needed:
            if not plan.document.strip():
                raise DocumentNeeded(rule.name)
            rule = replace(rule, source=f"{short(plan.document, '依据')}（{rule.source}）")
        if plan.item in rule.items:
            told = f"{rule.source}，第一款第（{NUMERALS[plan.item]}）项"
            rule = replace(rule, items=(plan.item,), source=told)
        options = tuple(short(each, "选项") for each in plan.options if each.strip())
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
            title=short(plan.title, "表决事项"),
            text=checked(plan.text, "事项说明"),
            kind=plan.kind,
            rule=decisions.freeze(rule),
            options=list(options) if plan.kind is not MatterKind.DECISION else [],
            seats=max(1, plan.seats) if plan.kind is MatterKind.ELECTION else 1,
            substitutes=max(0, plan.substitutes) if plan.kind is MatterKind.ELECTION else 0,
        )


def _fill(record: PollRecord, plan: PollPlan) -> None:
    if not plan.title.strip():
        raise NameNeeded("表决名称")
    check_days(plan.opens_on, plan.closes_on)
    record.title, record.convener = short(plan.title, "表决名称"), short(plan.convener, "召集单位")
    record.opens_on, record.closes_on = plan.opens_on, plan.closes_on
    record.scope, record.policy = scope_text(plan.scope), rules_text(plan.rules)
    record.publicity_days, record.noticed_on = max(1, plan.publicity_days), plan.noticed_on
    record.meeting_id, record.body_id = plan.meeting, plan.body


def _may_vote(poll: PollRecord, rule: DecisionRule, title: str, others: Sequence[Matter]) -> None:
    """One ballot, one electorate: the roster's owners, or the members of one body."""
    if not rule.by_door and rule.electorate not in OWNERS | SEATS:
        raise NoSuchElectorate(rule.name, rule.electorate.word)
    if (rule.electorate in SEATS) != (poll.body_id is not None):
        raise MixedElectorates(title, rule.electorate.word)
    if any(other.rule.by_door != rule.by_door for other in others):
        raise MixedElectorates(title, rule.electorate.word)


def _weighed(found: Roll, matters: Sequence[Matter]) -> Roll:
    """Refuse unknown areas where they count; take areas away where they do not."""
    if any(matter.rule.by_area for matter in matters):
        missing = [str(voter.door) for voter in found.voters if not voter.area]
        if missing:
            raise AreaMissing(len(missing), "、".join(missing[:6]))
        return found
    if not any(matter.rule.by_door for matter in matters):
        return found
    # by household: every door is one, whoever owns it
    voters = tuple(_alone(voter) for voter in found.voters)
    return Roll(voters, {voter.head: n for n, voter in enumerate(voters, 1)}, found.warnings)


def _may_be_secret(matters: Sequence[Matter]) -> None:
    """A ballot that weighs more than another must be known; only equal ones can be secret."""
    for matter in matters:
        rule = matter.rule
        if rule.by_area or not (rule.by_door or rule.electorate in SEATS):
            raise SecretWeighted(matter.title)


def _alone(voter: Voter) -> Voter:
    holders = tuple(
        replace(each, key=f"{voter.key}|{each.key}", kind=OwnerKind.PERSON)
        for each in voter.holders
    )
    return replace(voter, holders=holders)


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
