"""Elections with more or as many candidates as seats, ties, vacancies; choices between schemes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.election import Slip, elect
from desktop.domain.measure import Area, Both, Heads
from desktop.services.decisions import shipped
from tests.conftest import ROOT

RULE = shipped(ROOT / "resources/rules")["ordinary"]


def one(area=10_000):
    return Both(Heads(1), Area(area))


def slips(*counts):
    """``("甲乙", 5)``: five ballots that chose 甲 and 乙; ``None`` for invalid ones."""
    made = []
    for chosen, count in counts:
        picked = None if chosen is None else frozenset(chosen)
        made += [Slip(one(), picked)] * count
    return made


def everybody(count):
    return Both(Heads(count), Area(10_000 * count))


def test_the_most_votes_win_and_each_needs_more_than_half():
    told = elect(slips(("甲乙", 6), ("甲丙", 2), ("丙", 2)), "甲乙丙丁", everybody(10), RULE, 2)
    assert told.elected == ("甲", "乙")
    assert [each.name for each in told.standings] == ["甲", "乙", "丙", "丁"]
    assert not told.standings[2].enough  # 4 of 10
    assert (told.vacant, told.tied) == (0, ())


def test_who_has_not_more_than_half_leaves_the_seat_vacant():
    told = elect(slips(("甲", 6), ("乙", 5), ("", 1)), "甲乙", everybody(12), RULE, 2)
    assert told.elected == ()  # 6 of 12 is half, not more
    assert told.vacant == 2
    assert told.none_of_them == one()


def test_a_tie_at_the_last_place_is_not_decided_by_the_program():
    told = elect(slips(("甲乙", 4), ("甲丙", 4), ("乙丙", 3)), "甲乙丙", everybody(11), RULE, 2)
    assert told.elected == ("甲",)
    assert set(told.tied) == {"乙", "丙"}
    assert told.vacant == 1


def test_substitutes_follow_in_order():
    told = elect(slips(("甲乙丙", 9), ("甲乙", 1), ("甲", 1)), "甲乙丙", everybody(11), RULE, 3)
    assert told.elected == ("甲", "乙", "丙")
    some = elect(slips(("甲", 9), ("乙", 8), ("丙", 1)), "甲乙丙", everybody(18), RULE, 1, 1)
    assert some.elected == ()
    many = [Slip(one(), frozenset("甲乙")) for _ in range(7)]
    told = elect([*many, *slips(("甲丙", 2))], "甲乙丙", everybody(9), RULE, 2, 1)
    assert (told.elected, told.substitutes) == (("甲", "乙"), ())


def test_too_many_names_and_strangers_make_a_ballot_invalid():
    told = elect(
        slips(("甲乙", 3), ("戊", 2), (None, 1), ("甲", 6)), "甲乙", everybody(12), RULE, 1
    )
    assert told.invalid == everybody(6)
    assert told.participating == everybody(6)
    assert not told.quorate  # 6 of 12
    assert told.elected == ()


def test_a_choice_between_schemes_has_one_winner_or_none():
    told = elect(slips(("A", 5), ("B", 3), ("", 2)), "AB", everybody(12), RULE, 1)
    assert told.elected == ()
    told = elect(slips(("A", 6), ("B", 3), ("", 1)), "AB", everybody(12), RULE, 1)
    assert told.elected == ("A",)
    assert told.standings[0].conditions[0].inequality == "2×6.00 > 10.00"


def test_names_must_be_told_apart():
    with pytest.raises(ValueError, match="told apart"):
        elect([], "甲甲", everybody(1), RULE, 1)
    with pytest.raises(ValueError, match="at least one seat"):
        elect([], "甲", everybody(1), RULE, 0)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 500), st.none() | st.frozensets(st.sampled_from("甲乙丙丁"), max_size=4)
        ),
        max_size=25,
    ),
    st.integers(1, 3),
    st.integers(0, 2),
)
def test_nobody_is_elected_who_should_not_be(rows, seats, substitutes):
    made = [Slip(one(area), chosen) for area, chosen in rows]
    entitled = Both(Heads(len(rows)), Area(sum(area for area, _ in rows)))
    told = elect(made, "甲乙丙丁", entitled, RULE, seats, substitutes)
    assert len(told.elected) + told.vacant == seats
    assert len(told.substitutes) <= substitutes
    assert told.participating + told.invalid == entitled
    standing = {each.name: each for each in told.standings}
    least = min(
        (standing[name].votes for name in told.elected),
        default=None,
        key=lambda v: (v.heads, v.area),
    )
    for name in (*told.elected, *told.substitutes, *told.tied):
        assert told.quorate
        assert standing[name].enough
    for each in told.standings:
        if least is not None and each.name not in told.elected:
            assert (each.votes.heads, each.votes.area) <= (least.heads, least.area)
