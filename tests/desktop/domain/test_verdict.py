"""Verdicts against brute force: whatever waits for a ruling is tried in every way there is."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.decision_rule import Demand
from desktop.domain.measure import Area
from desktop.domain.poll import Matter
from desktop.domain.published import Verdict
from desktop.domain.tally import Mark, Policy, Twice, Voting
from desktop.domain.terms import MatterKind, Measured, Silence
from desktop.domain.verdict import Extra, Line, judge, silently
from desktop.services.decisions import shipped
from tests.conftest import ROOT

RULES = shipped(ROOT / "resources/rules")
F, A, X, I = Mark.FOR, Mark.AGAINST, Mark.ABSTAIN, Mark.INVALID  # noqa: E741


def matter(rule="ordinary", kind=MatterKind.DECISION, **more):
    return Matter("事项", "", kind, RULES[rule], **more)


def votings(rows):
    """``(area, head, marks)`` of each door."""
    return [Voting(str(n), Area(area), head, marks) for n, (area, head, marks) in enumerate(rows)]


def verdict(rows, rule="ordinary", extra=Extra(), policy=Policy(), ruled=None):  # noqa: B008
    line = Line(votings(rows), ruled or {})
    return judge(matter(rule), {"": line}, policy, extra)


ROWS = st.lists(
    st.tuples(
        st.integers(1, 9).map(lambda n: n * 10_000),
        st.sampled_from("甲乙丙丁"),
        st.lists(st.sampled_from([F, A, X, I]), max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=6,
)


def completions(rows):
    """Every way of deciding the doors whose two ballots differ, by one of their marks or invalid."""
    options = [
        [(area, head, marks)]
        if len(set(marks)) < 2
        else [(area, head, (mark,)) for mark in (*set(marks), I)]
        for area, head, marks in rows
    ]
    yield from (list(way) for way in product(*options))


@settings(max_examples=400)
@given(ROWS, st.sampled_from(["ordinary", "major"]))
def test_a_verdict_with_open_cases_holds_however_they_are_decided(rows, rule):
    told = verdict(rows, rule)
    if told.verdict is Verdict.UNDETERMINED:
        assert told.tally.pending
        return
    for decided in completions(rows):
        heads = {head for _, head, _ in decided}
        split = [
            h for h in heads if len({m[0] for _, o, m in decided if o == h and m} & {F, A, X}) > 1
        ]
        for marks in product((F, A, X), repeat=len(split)):
            ruled = dict(zip(split, marks, strict=True))
            again = verdict(decided, rule, ruled=ruled)
            assert again.verdict is told.verdict, (rows, decided, ruled)


def test_what_could_change_is_undetermined_and_says_why():
    rows = [
        (10_000, "甲", (F,)),
        (10_000, "乙", (F,)),
        (10_000, "丙", (F, A)),
        (10_000, "丁", (A,)),
    ]
    told = verdict(rows)
    assert told.verdict is Verdict.UNDETERMINED
    assert "1 处待裁定" in told.reasons[-1]
    assert verdict(rows, policy=Policy(Twice.LAST)).verdict is Verdict.NOT_PASSED


def test_a_ruling_settles_a_split_owner():
    rows = [(10_000, "甲", (F,)), (10_000, "甲", (A,)), (10_000, "乙", (F,)), (10_000, "丙", (A,))]
    assert verdict(rows).verdict is not Verdict.PASSED
    rows = [(10_000, "甲", (F,)), (9_000, "甲", (A,)), (10_000, "乙", (F,)), (9_000, "丙", (A,))]
    assert verdict(rows).verdict is Verdict.UNDETERMINED
    assert verdict(rows, ruled={"甲": F}).verdict is Verdict.PASSED
    assert verdict(rows, ruled={"甲": A}).verdict is Verdict.NOT_PASSED


def test_nobody_in_favour_never_passes():
    for rule in ("ordinary", "major", "affected_all", "hamlet_households"):
        told = verdict([(10_000, str(n), (X,)) for n in range(5)], rule)
        assert told.verdict is Verdict.NOT_PASSED, rule


def test_a_group_all_of_whom_must_agree():
    rows = [(10_000, str(n), (F,)) for n in range(5)] + [(10_000, "5", ())]
    assert verdict(rows, "lift").verdict is Verdict.PASSED
    told = verdict(rows, "lift", Extra(consenting=frozenset({"5"})))
    assert told.verdict is Verdict.NOT_PASSED
    assert told.conditions[-1].inequality == "0 < 1"
    rows[-1] = (10_000, "5", (F,))
    assert verdict(rows, "lift", Extra(consenting=frozenset({"5"}))).verdict is Verdict.PASSED


def test_one_written_objection_stops_a_rule_that_asks_for_none():
    strict = replace(matter(), rule=replace(RULES["ordinary"], no_objection=True))
    line = {"": Line(votings([(10_000, "甲", (F,))]))}
    told = {
        number: judge(strict, line, Policy(), Extra(objections=number)).conditions[-1]
        for number in (0, 1, 2)
    }
    assert [told[number].holds for number in told] == [True, False, False]
    assert [told[number].inequality for number in told] == ["0 = 0", "1 > 0", "2 > 0"]


def test_all_interested_owners_means_all():
    rows = [(10_000, str(n), (F,)) for n in range(9)]
    assert verdict(rows, "affected_all").verdict is Verdict.PASSED
    assert verdict([*rows, (10_000, "9", ())], "affected_all").verdict is Verdict.NOT_PASSED


def silent(silence, rows, delivered):
    told = [v._replace(delivered=place in delivered) for place, v in enumerate(votings(rows))]
    return silently(told, Policy(), silence)


def test_silence_follows_only_a_majority_by_heads_and_by_area_and_only_if_delivered():
    rows = [
        (10_000, "甲", (F,)),
        (10_000, "乙", (F,)),
        (10_000, "丙", (A,)),
        (10_000, "丁", ()),
        (10_000, "戊", ()),
    ]
    marks = [v.marks for v in silent(Silence.FOLLOWS, rows, {3})]
    assert marks[3:] == [(F,), ()]
    against = [(area, head, (A,) if m == (F,) else (F,) if m else ()) for area, head, m in rows]
    assert silent(Silence.FOLLOWS, against, {3})[3].marks == (A,)
    level = [(10_000, "甲", (F,)), (9_000, "乙", (A,)), (10_000, "丙", ())]  # as many heads
    assert silent(Silence.FOLLOWS, level, {2}) is None
    even = [
        (10_000, "甲", (F,)),
        (10_000, "乙", (F,)),
        (20_000, "丙", (A,)),
        (1, "丁", ()),
    ]  # as much area
    assert silent(Silence.FOLLOWS, even, {3}) is None
    assert (
        silent(
            Silence.FOLLOWS,
            [(a, h, (A,) if m == (F,) else (F,) if m else m) for a, h, m in level],
            {2},
        )
        is None
    )
    assert (
        silent(
            Silence.FOLLOWS,
            [(a, h, (A,) if m == (F,) else (F,) if m else m) for a, h, m in even],
            {3},
        )
        is None
    )
    unlike = [(10_000, "甲", (F,)), (10_000, "乙", (F,)), (90_000, "丙", (A,)), (10_000, "丁", ())]
    assert silent(Silence.FOLLOWS, unlike, {3}) is None


def test_an_owner_who_voted_once_is_not_silent():
    rows = [(10_000, "甲", (A,)), (10_000, "甲", ()), (10_000, "乙", ())]
    assert [v.marks for v in silent(Silence.CONSENTS, rows, {1, 2})] == [(A,), (), (F,)]


def test_both_ways_of_counting_are_told():
    rows = [(10_000, "甲", (F,)), (10_000, "乙", (F,)), (10_000, "丙", ()), (10_000, "丁", ())]
    line = Line([v._replace(delivered=True) for v in votings(rows)])
    told = judge(matter("follow_majority"), {"": line}, Policy())
    assert (told.verdict, told.silent.verdict) == (Verdict.QUORUM_MISSED, Verdict.PASSED)
    assert told.silent.silent is None


def elected(one, other):
    """A choice of one between two names, by the marks of each voter."""
    lines = {
        name: Line([Voting(str(n), Area(10_000), str(n), marks) for n, marks in enumerate(told)])
        for name, told in (("甲", one), ("乙", other))
    }
    return judge(matter(kind=MatterKind.ELECTION, options=("甲", "乙"), seats=1), lines, Policy())


def test_an_election_is_settled_when_no_ruling_could_change_it():
    sure = [(F,), (F,), (F,), (A, F)], [(A,), (A,), (A,), (F, A)]
    assert elected(*sure).word == "甲 当选"
    # 3 to 2 and one to decide: it may be 4 to 2, or 3 to 3
    close = [(F,), (F,), (F,), (A,), (F, A)], [(A,), (A,), (A,), (F,), (A, F)]
    assert elected(*close).word == "甲 当选"
    closer = [(F,), (F,), (A,), (A, F)], [(A,), (A,), (F,), (F, A)]
    assert elected(*closer).verdict is Verdict.UNDETERMINED


def test_half_of_the_group_that_took_part_must_agree():
    rows = [(10_000, str(n), (F,) if n < 3 else (A,)) for n in range(5)]
    told = verdict(rows, "property_committee")
    assert told.verdict is Verdict.UNDETERMINED
    assert "没有列明" in told.reasons[-1]
    told = verdict(rows, "property_committee", Extra(consenting=frozenset({"1", "2", "3"})))
    assert (told.verdict, told.conditions[-1].inequality) == (Verdict.PASSED, "2×2 > 3")
    told = verdict(rows, "property_committee", Extra(consenting=frozenset({"2", "3"})))
    assert (told.verdict, told.conditions[-1].inequality) == (Verdict.NOT_PASSED, "2×1 = 2")


def test_a_lift_says_when_nobody_was_named_whose_part_it_takes():
    told = verdict([(10_000, str(n), (F,)) for n in range(4)], "lift")
    assert told.verdict is Verdict.PASSED
    assert "专有部分被占用的业主" in told.reasons[-1]


@pytest.mark.parametrize(
    ("for_", "against", "verdict", "told"),
    [(2, 2, Verdict.NOT_PASSED, "2 = 2"), (3, 2, Verdict.PASSED, "3 > 2")],
)
def test_a_tie_does_not_pass_where_a_rule_says_so(for_, against, verdict, told):
    half = replace(RULES["hamlet_households"].approval[0].threshold, numerator=2, denominator=5)
    rule = replace(
        RULES["hamlet_households"], approval=(Demand(Measured.HEADS, half),), tie_fails=True
    )
    votings = [Voting(str(n), Area(0), str(n), (Mark.FOR,)) for n in range(for_)]
    votings += [Voting(f"a{n}", Area(0), f"a{n}", (Mark.AGAINST,)) for n in range(against)]
    judged = judge(replace(matter(), rule=rule), {"": Line(votings)}, Policy())
    assert judged.verdict is verdict
    assert judged.conditions[-1].inequality == told


def test_silence_alone_agrees_to_nothing_where_a_rule_asks_for_one_vote():
    rule = replace(RULES["objection"], one_agrees=True)
    silent = [Voting(str(n), Area(10), str(n), (), delivered=True) for n in range(9)]
    judged = judge(replace(matter(), rule=rule), {"": Line(silent)}, Policy())
    assert judged.conditions[-1].inequality == "0 < 1"
    assert judged.verdict is Verdict.NOT_PASSED


def test_a_choice_by_a_rule_with_other_conditions_is_never_won():
    """Votes that began before such rules were refused: what cannot be counted is not passed."""
    choice = Matter("选", "", MatterKind.CHOICE, RULES["lift"], ("A", "B"))
    votings = [Voting(str(n), Area(10), str(n), (Mark.FOR,)) for n in range(4)]
    none = [each._replace(marks=(Mark.AGAINST,)) for each in votings]
    judged = judge(choice, {"A": Line(votings), "B": Line(none)}, Policy())
    assert judged.verdict is Verdict.UNDETERMINED
    assert "专有部分被占用的业主" in judged.reasons[-1]


def names(kind, chosen, areas):
    """A matter with names: who (by number) voted for each."""
    lines = {
        name: Line(
            [
                Voting(str(n), Area(area), str(n), (F if n in who else A,))
                for n, area in enumerate(areas)
            ]
        )
        for name, who in chosen.items()
    }
    asked = Matter("选", "", kind, RULES["ordinary"], tuple(chosen))
    return judge(asked, lines, Policy())


def test_a_seat_that_nobody_got_and_two_that_are_not_told_apart_are_said_in_words():
    nobody = {"甲": {0}, "乙": {1}}
    assert names(MatterKind.ELECTION, nobody, [10] * 4).reasons == ("缺额 1 名",)
    assert names(MatterKind.CHOICE, nobody, [10] * 4).reasons == ()
    even = {"甲": {0, 1, 2}, "乙": {0, 1, 3}, "丙": set()}
    told = names(MatterKind.CHOICE, even, [10] * 4)
    assert told.reasons == ("甲、乙 得票相同，须就此另行投票",)
    uneven = names(MatterKind.CHOICE, even, [10, 10, 10, 11])
    assert uneven.reasons == ("乙、甲 得票的人数和面积分不出先后，须就此另行投票",)


def test_only_what_would_pass_waits_for_objections():
    strict = replace(matter(), rule=replace(RULES["ordinary"], no_objection=True))
    for mark, word in ((F, "待公示期满"), (A, "未通过")):
        line = {"": Line([Voting("1", Area(10), "1", (mark,))])}
        assert judge(strict, line, Policy(), Extra(waiting=True)).word == word
    passed = {"": Line([Voting("1", Area(10), "1", (F,))])}
    assert judge(strict, passed, Policy(), Extra(objections=1, waiting=True)).word == "未通过"


def test_one_vote_is_enough_where_a_rule_asks_for_one():
    rule = replace(RULES["hamlet_households"], one_agrees=True)
    line = {"": Line([Voting("1", Area(0), "1", (F,))])}
    told = judge(replace(matter(), rule=rule), line, Policy())
    assert (told.verdict, told.conditions[-1].inequality) == (Verdict.PASSED, "1 ≥ 1")
