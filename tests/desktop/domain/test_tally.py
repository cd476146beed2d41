"""Counting at the very edge of every threshold, against an oracle of plain fractions."""

import os
import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.measure import Area, Both, Heads
from desktop.domain.tally import Mark, Policy, Twice, Voting, conditions, count
from desktop.domain.terms import Base, Comparison, Measured, Silence
from desktop.domain.verdict import silently
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


def test_leshan_as_it_was_published():
    """domain.md §3: 36 households, 3508.53 m²; 24 of them with 2398.41 m² agreed: exactly 2/3."""
    areas = [999_337] * 23 + [999_349] + [925_100] * 11 + [925_100]
    areas[23] += 23_984_100 - sum(areas[:24])
    areas[35] += 35_085_300 - sum(areas)
    votings = [
        Voting(str(n), Area(area), str(n), (Mark.FOR,) if n < 24 else (Mark.AGAINST,))
        for n, area in enumerate(areas)
    ]
    tally = count(votings, Policy())
    assert str(tally.total.area) == "3508.53"
    assert str(tally.agree.area) == "2398.41"
    ordinary = {each.name: each for each in conditions(tally, ORDINARY)}
    assert all(each.holds for each in ordinary.values())
    assert ordinary["for_area"].inequality == "2×2398.41 > 3508.53"
    major = {each.name: each for each in conditions(tally, MAJOR)}
    assert [name for name, each in major.items() if not each.holds] == ["for_area", "for_heads"]
    assert major["for_heads"].inequality == "4×24 < 3×36"
    silent = [v._replace(marks=v.marks if n < 24 else ()) for n, v in enumerate(votings)]
    quorum = {each.name: each for each in conditions(count(silent, Policy()), ORDINARY)}
    assert quorum["quorum_heads"].holds  # 3×24 = 2×36
    assert quorum["quorum_area"].inequality == "3×2398.41 ≥ 2×3508.53"


BY_DOORS = [
    rule
    for rule in RULES.values()
    if all(d.measure is not Measured.PARTIES for d in (*rule.participation, *rule.approval))
]
WIDE = 1 if LARGEST == 400 else 20  # totals that are tried of every rule


def least(share, whole):
    """The smallest whole number that is the share, told with fractions alone."""
    exact = Fraction(share.numerator, share.denominator) * whole
    if share.comparison is Comparison.AT_LEAST:
        return -(-exact.numerator // exact.denominator)
    return exact.numerator // exact.denominator + 1


def around(demands, measure, whole):
    """One below, on and above the least of a measure; all of it where nothing is asked."""
    share = next((d.threshold for d in demands if d.measure is measure), None)
    if share is None:
        return [whole]
    return sorted({n for step in (-1, 0, 1) if 0 <= (n := least(share, whole) + step) <= whole})


def votings_of(heads, part, agree, area, area_part, area_agree):
    """Owners of whom so many take part and agree, with areas that are as told, to 0.0001 m²."""
    groups = (
        (agree, area_agree, (Mark.FOR,)),
        (part - agree, area_part - area_agree, (Mark.AGAINST,)),
        (heads - part, area - area_part, ()),
    )
    made = []
    for count_, units, marks in groups:
        if not count_:
            if units:
                return None  # an area that nobody has
            continue
        each = units // count_
        rest = units - each * count_
        made += [
            Voting(f"{marks}{n}", Area(each + (rest if n == 0 else 0)), f"{marks}{n}", marks)
            for n in range(count_)
        ]
    return made


@pytest.mark.parametrize("rule", BY_DOORS, ids=lambda rule: rule.key)
def test_heads_and_area_are_each_right_at_their_own_edge(rule):
    """Every rule of the catalogue: heads one either way, and apart from them area by 0.0001 m²."""
    checked, rng = 0, random.Random(rule.key)
    for _ in range(6 * WIDE):
        heads, area = rng.randint(9, 60), rng.randint(10**6, 10**8)
        for part in around(rule.participation, Measured.HEADS, heads):
            for area_part in around(rule.participation, Measured.AREA, area):
                wholes = {
                    Base.ENTITLED: (heads, area), Base.MEMBERS: (heads, area),
                    Base.PARTICIPATING: (part, area_part), Base.PRESENT: (part, area_part),
                    Base.VALID: (part, area_part),
                }  # fmt: skip
                of = wholes[rule.approval[0].threshold.base]
                for agree in around(rule.approval, Measured.HEADS, of[0]):
                    for area_agree in around(rule.approval, Measured.AREA, of[1]):
                        checked += _checked(
                            rule, (heads, part, agree), (area, area_part, area_agree), of
                        )
    assert checked >= 12 * WIDE


def _checked(rule, heads, area, of):
    if not (heads[2] <= heads[1] and area[2] <= area[1]):
        return 0
    votings = votings_of(*heads, *area)
    if votings is None:
        return 0
    found = {each.name: each.holds for each in conditions(count(votings, Policy()), rule)}
    for demand in rule.participation:
        side, whole = (heads[1], heads[0]) if demand.measure is Measured.HEADS else area[1::-1]
        assert found[f"quorum_{demand.measure.value}"] == reached(demand, side, whole)
    for demand in rule.approval:
        one = demand.measure is Measured.HEADS
        side, whole = (heads[2], of[0]) if one else (area[2], of[1])
        assert found[f"for_{demand.measure.value}"] == reached(demand, side, whole)
    return len(found)


def reached(demand, part, whole):
    share = demand.threshold
    wanted = Fraction(share.numerator, share.denominator)
    if not whole:
        return False
    if share.comparison is Comparison.AT_LEAST:
        return Fraction(part, whole) >= wanted
    return Fraction(part, whole) > wanted


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


def put_together(votings):
    """Doors of owners who have no other and returned one ballot at most: alike ones in one voting."""
    doors = Counter(each.head for each in votings)
    sole = [each for each in votings if doors[each.head] == 1 and len(each.marks) < 2]
    sums = {}
    for each in sole:
        number, area = sums.get((each.marks, each.delivered), (0, 0))
        sums[each.marks, each.delivered] = number + 1, area + each.area.count
    return [each for each in votings if each not in sole] + [
        Voting("", Area(area), None, marks, delivered, number)
        for (marks, delivered), (number, area) in sums.items()
    ]


@settings(max_examples=300)
@given(VOTINGS, st.sampled_from(POLICIES), st.sampled_from([None, *MARKS[:2]]), st.booleans())
def test_doors_put_together_count_as_each_by_itself(rows, policy, pending, delivered):
    votings = [
        Voting(str(n), Area(area), str(owner), tuple(marks), delivered and n % 2 == 0)
        for n, (area, owner, marks) in enumerate(rows)
    ]
    ruled = {"0": Mark.FOR, "1": Mark.AGAINST}
    together = put_together(votings)
    assert count(together, policy, pending, ruled) == count(votings, policy, pending, ruled)
    for silence in (Silence.CONSENTS, Silence.FOLLOWS):
        spoken = [silently(each, policy, silence, ruled) for each in (votings, together)]
        if spoken[0] is None or spoken[1] is None:
            assert spoken == [None, None]
            continue
        one, other = (count(each, policy, pending, ruled) for each in spoken)
        assert one == other


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
