"""What a count comes to: the verdict of one matter, its reasons, and what could still change it.

Integers and fractions only. The literal count of returned ballots always stands first; an office's
own rule of silence (从众, 异议表决) is counted beside it, and both are printed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.domain.election import Election, elect
from desktop.domain.measure import Both
from desktop.domain.poll import Matter
from desktop.domain.published import Verdict
from desktop.domain.tally import (
    NOTHING,
    Condition,
    Mark,
    Policy,
    Tally,
    Voting,
    conditions,
    count,
    is_quorum,
)
from desktop.domain.terms import MatterKind, Measured, Silence

WORDS = {
    Verdict.PASSED: "通过",
    Verdict.NOT_PASSED: "未通过",
    Verdict.QUORUM_MISSED: "参加表决未达法定要求，未形成决定",
    Verdict.UNDETERMINED: "尚不能确定",
    Verdict.VOID: "作废",
}
WAITS = "待公示期满"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ballot: what came back, and how split owners count by ruling."""

    votings: Sequence[Voting]
    ruled: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extra:
    """Conditions beside the shares. ``consenting`` are the doors all of which must agree.

    ``objections`` are those that came in time; ``waiting``: more may still come.
    """

    consenting: frozenset[str] = frozenset()
    objections: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """One matter counted and judged; every figure that is printed comes from here.

    ``tallies`` has one entry for a decision (named ""), or one for each option.
    """

    verdict: Verdict
    tallies: Mapping[str, Tally]
    conditions: tuple[Condition, ...]
    reasons: tuple[str, ...]
    election: Election | None = None
    silent: "Judged | None" = None  # the same with the office's rule of silence
    original: "Judged | None" = None  # the same by the rule that the office's own was changed from
    kind: MatterKind = MatterKind.DECISION
    waits: bool = False  # passed, unless somebody objects while it is posted

    @property
    def tally(self) -> Tally:
        """The figures of a decision, or of the first option: taking part is the same for all."""
        return next(iter(self.tallies.values()))

    @property
    def word(self) -> str:
        if self.verdict is Verdict.PASSED and self.election is not None:
            word = "选定" if self.kind is MatterKind.CHOICE else "当选"
            return f"{'、'.join(self.election.elected)} {word}"
        if self.waits:
            return WAITS
        return WORDS[self.verdict]


def judge(
    matter: Matter,
    lines: Mapping[str, Line],
    policy: Policy,
    extra: Extra = Extra(),
) -> Judged:
    """Judge one matter on the votings of its lines (the question itself, or each option).

    Whatever waits for a ruling is tried both ways: where that could change the verdict, it is
    undetermined; nothing is guessed.
    """
    made = _spoken(matter, lines, policy, extra)
    shipped = matter.rule.original
    if shipped is None:
        return made
    beside = judge(replace(matter, rule=shipped), lines, policy, extra)
    return replace(made, original=beside)


def _spoken(matter: Matter, lines: Mapping[str, Line], policy: Policy, extra: Extra) -> Judged:
    """The literal count, and beside it what the rule makes of silence."""
    literal = _judge(matter, lines, policy, extra, None)
    if any(tally.pending for tally in literal.tallies.values()):
        tried = [_judge(matter, lines, policy, extra, marks) for marks in _ends(matter)]
        if any(_outcome(each) != _outcome(literal) for each in tried):
            first = literal.tally
            waiting = first.doors[Mark.CONFLICT] + len(first.undetermined)
            literal = _with(literal, Verdict.UNDETERMINED, f"还有 {waiting} 处待裁定，可能改变结果")
    rule = matter.rule
    if rule.silence is Silence.NOTHING or matter.kind is not MatterKind.DECISION:
        return literal
    spoken: dict[str, Line] = {}
    for name, line in lines.items():
        votings = silently(line.votings, policy, rule.silence, line.ruled)
        if votings is None:
            return _with(literal, literal.verdict, "多数意见按面积和按人数不一致，不能从众")
        spoken[name] = Line(votings, line.ruled)
    return replace(literal, silent=_judge(matter, spoken, policy, extra, None))


def _ends(matter: Matter) -> list[dict[str, Mark]]:
    """The furthest that rulings could go: for or against; of names, each at its best and worst.

    Whoever is elected at his worst, and whoever is not at his best, is settled in between, too.
    """
    names = matter.lines
    made = []
    for best in names:
        for mark, other in ((Mark.FOR, Mark.AGAINST), (Mark.AGAINST, Mark.FOR)):
            made.append({name: mark if name == best else other for name in names})
    return made


def _outcome(judged: Judged) -> tuple[object, ...]:
    election = judged.election
    names = (election.elected, election.substitutes, election.tied) if election else ()
    return (judged.verdict, *names)


def _with(judged: Judged, verdict: Verdict, reason: str) -> Judged:
    return replace(judged, verdict=verdict, reasons=(*judged.reasons, reason))


def _judge(
    matter: Matter,
    lines: Mapping[str, Line],
    policy: Policy,
    extra: Extra,
    pending: Mapping[str, Mark] | None,
) -> Judged:
    tallies = {
        name: count(line.votings, policy, pending[name] if pending else None, line.ruled)
        for name, line in lines.items()
    }
    if matter.kind is not MatterKind.DECISION:
        return _elected(matter, tallies)
    (tally,), (line,) = tallies.values(), lines.values()
    told = [
        *conditions(tally, matter.rule),
        *_asked_of_all(matter, tally),
        *_extra(matter, line.votings, policy, extra, pending[""] if pending else None),
    ]
    failed = [each for each in told if not each.holds]
    reasons = tuple(_reason(each) for each in failed)
    nobody = bool(matter.rule.consent_of) and not extra.consenting
    if nobody:
        reasons += (f"没有列明规则要求另行同意的人（{matter.rule.consent_of}），这一条件没有计",)
    if any(is_quorum(each) for each in failed):
        verdict = Verdict.QUORUM_MISSED
    else:
        verdict = Verdict.NOT_PASSED if failed else Verdict.PASSED
        if nobody and matter.rule.consent_half and not failed:
            verdict = Verdict.UNDETERMINED  # such a group there always is: somebody must name it
    waits = matter.rule.no_objection and extra.waiting and verdict is Verdict.PASSED
    if waits:
        verdict = Verdict.UNDETERMINED
        reasons += ("公示期内没有书面异议的才通过",)
    return Judged(verdict, tallies, tuple(told), reasons, waits=waits)


def _asked_of_all(matter: Matter, tally: Tally) -> list[Condition]:
    """What a rule asks of the whole count beside its shares: no tie, and somebody who agrees."""
    rule, made = matter.rule, []
    agree, against = tally.agree, Both(tally.heads[Mark.AGAINST], tally.area[Mark.AGAINST])
    for each in rule.approval if rule.tie_fails else ():
        area = each.measure is Measured.AREA
        one, other = (agree.area, against.area) if area else (agree.heads, against.heads)
        sign = ">" if one.count > other.count else "=" if one.count == other.count else "<"
        name = f"tie_{each.measure.value}"
        made.append(Condition(name, one.count > other.count, f"{one} {sign} {other}"))
    if rule.one_agrees:
        count = agree.heads.count
        made.append(Condition("one_agrees", count >= 1, f"{count} {'≥' if count else '<'} 1"))
    return made


def _extra(
    matter: Matter,
    votings: Sequence[Voting],
    policy: Policy,
    extra: Extra,
    pending: Mark | None,
) -> list[Condition]:
    rule, made = matter.rule, []
    if rule.consent_of and extra.consenting:
        asked = [each for each in votings if each.door in extra.consenting]
        settled = [each.settled(policy) for each in asked]
        agree = sum(1 for m in settled if (pending if m is Mark.CONFLICT else m) is Mark.FOR)
        made.append(_consent(agree, settled, len(extra.consenting), half=rule.consent_half))
    if rule.no_objection and (extra.objections or not extra.waiting):
        told = f"{extra.objections} {'=' if extra.objections == 0 else '>'} 0"
        made.append(Condition("no_objection", extra.objections == 0, told))
    return made


def _consent(agree: int, settled: Sequence[Mark], asked: int, *, half: bool) -> Condition:
    """Whether the group that must agree besides does: all of it, or half of who took part."""
    if half:
        here = sum(1 for mark in settled if mark is not Mark.UNRETURNED)
        sign = ">" if 2 * agree > here else "=" if 2 * agree == here else "<"
        return Condition("consent_half", 2 * agree > here, f"2×{agree} {sign} {here}")
    sign = "=" if agree == asked else "<"
    return Condition("consent", agree == asked, f"{agree} {sign} {asked}")


NAMES = {
    "quorum_area": "参加表决的面积", "quorum_heads": "参加表决的人数",
    "for_area": "同意的面积", "for_heads": "同意的人数",
    "consent": "须全部同意的业主", "consent_half": "另须过半数同意的一组", "no_objection": "书面异议",
    "tie_area": "同意和反对的面积", "tie_heads": "同意和反对的人数", "one_agrees": "至少一票同意",
}  # fmt: skip


def _reason(condition: Condition) -> str:
    return f"{NAMES[condition.name]}不符合要求（{condition.inequality}）"


def _elected(matter: Matter, tallies: Mapping[str, Tally]) -> Judged:
    told = elect(tallies, matter.rule, matter.seats, matter.substitutes)
    reasons = [_reason(each) for each in told.quorum if not each.holds]
    verdict = Verdict.PASSED if told.elected else Verdict.NOT_PASSED
    if reasons:
        verdict = Verdict.QUORUM_MISSED
    else:
        reasons = _left_open(matter, told)
    if verdict is Verdict.PASSED and (besides := matter.rule.besides):
        # votes of before knew no better than to take such a rule: none of it can be asked of names
        verdict = Verdict.UNDETERMINED
        reasons.append(f"规则另有条件（{'、'.join(besides)}），有几个选项的事项不能据此计票")
    return Judged(verdict, tallies, told.quorum, tuple(reasons), told, kind=matter.kind)


def _left_open(matter: Matter, told: Election) -> list[str]:
    """Seats that the votes do not fill, and why."""
    reasons = []
    if told.tied:
        votes = {each.votes for each in told.standings if each.name in told.tied}
        even = "得票相同" if len(votes) == 1 else "得票的人数和面积分不出先后"
        reasons.append(f"{'、'.join(told.tied)} {even}，须就此另行投票")
    if told.vacant and matter.kind is MatterKind.ELECTION:
        reasons.append(f"缺额 {told.vacant} 名")
    return reasons


def silently(
    votings: Sequence[Voting],
    policy: Policy,
    silence: Silence,
    ruled: Mapping[str, Mark] = NOTHING,
) -> list[Voting] | None:
    """The votings with the silence of owners who returned nothing counted as the rule says.

    Only where a ballot is known to have been delivered. ``None`` when there is no majority to
    follow: heads and area differ.
    """
    if silence is Silence.CONSENTS:
        mark = Mark.FOR
    else:
        tally = count(votings, policy, None, ruled)
        for_ = tally.agree
        against = Both(tally.heads[Mark.AGAINST], tally.area[Mark.AGAINST])
        if for_.heads > against.heads and for_.area > against.area:
            mark = Mark.FOR
        elif for_.heads < against.heads and for_.area < against.area:
            mark = Mark.AGAINST
        else:
            return None
    spoke = {voting.head for voting in votings if voting.marks} - {None}
    return [
        voting._replace(marks=(mark,))
        if not voting.marks and voting.delivered and voting.head not in spoke
        else voting
        for voting in votings
    ]
