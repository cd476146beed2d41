"""What a written vote may ask, of whom, and when: everything that is refused before it begins."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.decision_rule import NO_OBJECTION, DecisionRule
from desktop.domain.electorate import Doubt, Roll, Voter
from desktop.domain.poll import HouseRules, Matter
from desktop.domain.poll_errors import (
    AreaMissing,
    MixedElectorates,
    NoSuchElectorate,
    NotInForce,
    NotOnRoster,
    OnlyForQuestions,
    SecretNamed,
    SecretTwice,
    SecretWeighted,
)
from desktop.domain.terms import Electorate, MatterKind, OwnerKind
from desktop.storage.tables import PollRecord

OWNERS = frozenset({Electorate.OWNERS, Electorate.RANGE, Electorate.AFFECTED})
SEATS = frozenset(
    {Electorate.MEMBERS, Electorate.REPRESENTATIVES, Electorate.VILLAGE_REPRESENTATIVES}
)


def may_ask(poll: PollRecord, matter: Matter, others: Sequence[Matter]) -> None:
    """Whether this vote may ask this question, on one ballot with the others, on its days."""
    _may_vote(poll, matter, others)
    rule = matter.rule
    if rule.valid_from and poll.opens_on < rule.valid_from:
        raise NotInForce(rule.name, rule.valid_from.isoformat())
    if matter.kind is not MatterKind.DECISION and (besides := rule.besides):
        raise OnlyForQuestions(matter.title, rule.name, "、".join(besides))


def may_ask_all(poll: PollRecord, matters: Sequence[Matter]) -> None:
    """The same for every question: what was allowed may not be any more since the vote changed."""
    for place, matter in enumerate(matters):
        may_ask(poll, matter, [*matters[:place], *matters[place + 1 :]])


def _may_vote(poll: PollRecord, matter: Matter, others: Sequence[Matter]) -> None:
    """One ballot, one electorate: the roster's owners, or the members of one body."""
    rule, title = matter.rule, matter.title
    if not rule.by_door and rule.electorate not in OWNERS | SEATS:
        raise NoSuchElectorate(rule.name, rule.electorate.word)
    if (rule.electorate in SEATS) != (poll.body_id is not None):
        raise MixedElectorates(title, rule.electorate.word)
    if any(other.rule.by_door != rule.by_door for other in others):
        raise MixedElectorates(title, rule.electorate.word)


def all_there(found: Roll) -> None:
    """Refuse a range that names what the roster does not have: the notice would count it."""
    for warning in found.warnings:
        if warning.doubt is Doubt.NOT_THERE:
            more = f"等 {len(warning.doors)} 处" if len(warning.doors) > 6 else ""
            raise NotOnRoster("、".join(warning.doors[:6]) + more)


def weighed(found: Roll, matters: Sequence[Matter]) -> Roll:
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


def _alone(voter: Voter) -> Voter:
    holders = tuple(
        replace(each, key=f"{voter.key}|{each.key}", kind=OwnerKind.PERSON)
        for each in voter.holders
    )
    return replace(voter, holders=holders)


def may_be_secret(rules: HouseRules, matters: Sequence[Matter]) -> None:
    """A ballot that weighs more than another must be known; only equal ones can be secret."""
    if not rules.secret:
        return
    read_alone(rules)
    for matter in matters:
        rule = matter.rule
        if rule.by_area or not (rule.by_door or rule.electorate in SEATS):
            raise SecretWeighted(matter.title)
        if named := asks_who(rule):
            raise SecretNamed(matter.title, named)


def read_alone(rules: HouseRules) -> None:
    """No second person finds the same secret ballot again: it has no number."""
    if rules.secret and rules.two_person:
        raise SecretTwice


def asks_who(rule: DecisionRule) -> str:
    """What of a rule can only be counted when it is known whose each ballot is, or ""."""
    return "、".join(word for word in rule.besides if word != NO_OBJECTION)
