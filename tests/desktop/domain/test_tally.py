"""Counting at the very edge of every threshold, against an oracle of plain fractions."""

import os
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.measure import Area, Both, Heads
from desktop.domain.tally import Mark, Policy, Twice, Voting, conditions, count
from desktop.services.decisions import shipped
from tests.conftest import ROOT

RULES = shipped(ROOT / "resources/rules")
ORDINARY, MAJOR = RULES["ordinary"], RULES["major"]
MARKS = list(Mark)
# The owners of the largest electorate tried; ROUNDTABLE_LONG=1 runs the figures of a release.
LARGEST, LEAST = (3_000, 100_000) if os.environ.get("ROUNDTABLE_LONG") else (400, 5_000)
POLICIES = [Policy(twice, invalid) for twice in Twice for invalid in (False, True)]


def test_heads_and_area_never_mix():
    for act in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a == b):
        with pytest.raises(TypeError, match="do not mix"):
            act(Heads(1), Area(1))
    assert Both(Heads(1), Area(2)) + Both(Heads(3), Area(4)) == Both(Heads(4), Area(6))


def test_the_item_of_the_article_chooses_the_rule():
    assert (ORDINARY.items, MAJOR.items) == ((1, 2, 3, 4, 5, 9), (6, 7, 8))
    assert "使用维修资金是一般事项" in ORDINARY.warning


def share_of(rule):
    """The share as the law words it, told apart from the data that is tested."""
    return (3, 4) if rule is MAJOR else (1, 2)


def at_the_edge(total, rule):
    """Participating and agreeing counts one below, on and above each threshold."""
    for part_share in (Fraction(2, 3),):
        for part in {int(part_share * total) + step for step in (-1, 0, 1)}:
            if 0 < part <= total:
                share = Fraction(*share_of(rule))
                for agree in {int(share * part) + step for step in (-1, 0, 1)}:
                    if 0 <= agree <= part:
                        yield part, agree


def oracle(part, agree, total, major):
    quorum = Fraction(part, total) >= Fraction(2, 3)
    share = Fraction(agree, part)
    return quorum, share >= Fraction(3, 4) if major else share > Fraction(1, 2)


@pytest.mark.parametrize("rule", [ORDINARY, MAJOR])
def test_every_threshold_is_right_at_its_edge(rule):
    checked = 0
    for total in range(1, LARGEST):
        for part, agree in at_the_edge(total, rule):
            votings = [
                Voting(
                    str(n),
                    Area(10_000),
                    str(n),
                    (Mark.FOR,) if n < agree else (Mark.AGAINST,) if n < part else (),
                )
                for n in range(total)
            ]
            found = {each.name: each.holds for each in conditions(count(votings, Policy()), rule)}
            wanted = oracle(part, agree, total, rule is MAJOR)
            assert (found["quorum_heads"], found["for_heads"]) == wanted, (part, agree, total)
            assert (found["quorum_area"], found["for_area"]) == wanted, (part, agree, total)
            checked += 4
    assert checked > LEAST


def test_leshan_36_households_with_exactly_24_in_favour():
    """domain.md §3: 24 of 36 took part and agreed: exactly two thirds; 27 of 36 is three quarters."""
    votings = [
        Voting(str(n), Area(836_500), str(n), (Mark.FOR,) if n < 24 else ()) for n in range(36)
    ]
    told = conditions(count(votings, Policy()), ORDINARY)
    assert all(each.holds for each in told)
    assert next(e.inequality for e in told if e.name == "quorum_heads") == "3×24 ≥ 2×36"
    everybody = [
        Voting(str(n), Area(836_500), str(n), (Mark.FOR,) if n < 24 else (Mark.AGAINST,))
        for n in range(36)
    ]
    assert all(each.holds for each in conditions(count(everybody, Policy()), ORDINARY))
    major = {e.name: e for e in conditions(count(everybody, Policy()), MAJOR)}
    assert not major["for_heads"].holds
    assert major["for_heads"].inequality == "4×24 < 3×36"


VOTINGS = st.lists(
    st.tuples(
        st.integers(1, 10**7),
        st.integers(0, 6),
        st.lists(st.sampled_from(MARKS[:4]), max_size=3),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=300)
@given(VOTINGS, st.sampled_from(POLICIES))
def test_every_door_and_every_head_is_counted_once(rows, policy):
    votings = [
        Voting(str(n), Area(area), str(owner), tuple(marks))
        for n, (area, owner, marks) in enumerate(rows)
    ]
    tally = count(votings, policy)
    owners = {each.head for each in votings}
    assert sum(tally.doors.values()) == len(votings)
    assert sum(each.count for each in tally.area.values()) == sum(row[0] for row in rows)
    assert tally.total == Both(Heads(len(owners)), Area(sum(row[0] for row in rows)))
    heads = sum(each.count for each in tally.heads.values()) + len(tally.undetermined)
    assert heads == len(owners)
    assert tally.participating.heads.count <= len(owners)
    assert tally.agree.area.count <= tally.participating.area.count <= tally.total.area.count


@given(VOTINGS, st.sampled_from(POLICIES), st.randoms(use_true_random=False))
def test_the_order_of_the_doors_changes_nothing(rows, policy, rng):
    votings = [
        Voting(str(n), Area(area), str(owner), tuple(marks))
        for n, (area, owner, marks) in enumerate(rows)
    ]
    mixed = votings[:]
    rng.shuffle(mixed)
    one, other = count(votings, policy), count(mixed, policy)
    assert (one.doors, one.participating, one.agree) == (
        other.doors,
        other.participating,
        other.agree,
    )
    assert set(one.undetermined) == set(other.undetermined)


def test_an_owner_whose_doors_disagree_takes_part_and_is_on_no_side():
    votings = [
        Voting("1", Area(10), "甲", (Mark.FOR,)),
        Voting("2", Area(20), "甲", (Mark.AGAINST,)),
        Voting("3", Area(30), "乙", (Mark.FOR, Mark.AGAINST)),
    ]
    tally = count(votings, Policy())
    assert tally.undetermined == ("甲",)
    assert (tally.agree, tally.participating) == (
        Both(Heads(0), Area(10)), Both(Heads(1), Area(30)),
    )  # fmt: skip
    assert tally.heads[Mark.CONFLICT] == Heads(1)
    assert count(votings, Policy(Twice.FIRST)).agree == Both(Heads(1), Area(40))
    assert count(votings, Policy(Twice.LAST)).agree == Both(Heads(0), Area(10))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ((Mark.INVALID,), (), Mark.INVALID),
        ((Mark.INVALID,), (Mark.FOR, Mark.AGAINST), Mark.CONFLICT),
        ((), (Mark.FOR, Mark.AGAINST), Mark.CONFLICT),
        ((Mark.INVALID,), (Mark.FOR,), Mark.FOR),
        ((), (Mark.ABSTAIN,), Mark.ABSTAIN),
    ],
)
def test_an_owner_of_two_doors_counts_by_what_says_most(one, other, wanted):
    for marks in ((one, other), (other, one)):
        votings = [Voting(str(n), Area(10), "甲", each) for n, each in enumerate(marks)]
        heads = count(votings, Policy()).heads
        assert {mark for mark, number in heads.items() if number.count} == {wanted}


@pytest.mark.parametrize(
    ("agree", "against", "inequality"),
    [(2, 2, "2×2 = 4"), (1, 3, "2×1 < 4"), (3, 1, "2×3 > 4")],
)
def test_the_inequality_tells_what_is(agree, against, inequality):
    votings = [
        Voting(str(n), Area(10), str(n), (Mark.FOR if n < agree else Mark.AGAINST,))
        for n in range(agree + against)
    ]
    told = {each.name: each for each in conditions(count(votings, Policy()), ORDINARY)}
    assert told["for_heads"].inequality == inequality


def test_where_nobody_is_nothing_holds():
    assert not any(each.holds for each in conditions(count([], Policy()), MAJOR))
