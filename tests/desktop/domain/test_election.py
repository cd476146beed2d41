"""Elections with more or as many candidates as seats, ties, vacancies; choices between schemes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import election
from desktop.domain.measure import Area, Both, Heads
from desktop.domain.tally import Mark, Policy, Voting, count
from desktop.services.decisions import shipped
from tests.conftest import ROOT

RULE = shipped(ROOT / "resources/rules")["ordinary"]


def slips(*counts):
    """``("甲乙", 5)``: five ballots that chose 甲 and 乙; ``None`` for invalid ones."""
    return [
        (10_000, None if chosen is None else frozenset(chosen))
        for chosen, count in counts
        for _ in range(count)
    ]


def tallies(ballots, names, away=0, seats=9):
    """One tally for each name; ``away`` doors returned nothing."""

    def mark(chosen, name):
        if chosen is None or len(chosen) > seats:
            return Mark.INVALID
        return Mark.FOR if name in chosen else Mark.AGAINST

    return {
        name: count(
            [
                *(
                    Voting(f"{n}", Area(area), f"{n}", (mark(chosen, name),))
                    for n, (area, chosen) in enumerate(ballots)
                ),
                *(Voting(f"-{n}", Area(10_000), f"-{n}", ()) for n in range(away)),
            ],
            Policy(),
        )
        for name in names
    }


def elect(ballots, names, away, seats, substitutes=0):
    return election.elect(tallies(ballots, names, away, seats), RULE, seats, substitutes)


def everybody(count):
    return Both(Heads(count), Area(10_000 * count))


def test_the_most_votes_win_and_each_needs_more_than_half():
    told = elect(slips(("甲乙", 6), ("甲丙", 2), ("丙", 2)), "甲乙丙丁", 0, 2)
    assert told.elected == ("甲", "乙")
    assert [each.name for each in told.standings] == ["甲", "乙", "丙", "丁"]
    assert not told.standings[2].enough  # 4 of 10
    assert (told.vacant, told.tied) == (0, ())


def test_who_has_not_more_than_half_leaves_the_seat_vacant():
    told = elect(slips(("甲", 6), ("乙", 5), ("", 1)), "甲乙", 0, 2)
    assert told.elected == ()  # 6 of 12 is half, not more
    assert told.vacant == 2
    assert told.standings[0].tally.participating == everybody(12)


def test_a_tie_at_the_last_place_is_not_decided_by_the_program():
    told = elect(slips(("甲乙", 4), ("甲丙", 4), ("乙丙", 3)), "甲乙丙", 0, 2)
    assert told.elected == ("甲",)
    assert set(told.tied) == {"乙", "丙"}
    assert told.vacant == 1


def test_substitutes_follow_in_order():
    told = elect(slips(("甲乙丙", 9), ("甲乙", 1), ("甲", 1)), "甲乙丙", 0, 3)
    assert told.elected == ("甲", "乙", "丙")
    some = elect(slips(("甲", 9), ("乙", 8), ("丙", 1)), "甲乙丙", 0, 1, 1)
    assert some.elected == ()
    told = elect(slips(("甲乙", 7), ("甲丙", 2)), "甲乙丙", 0, 2, 1)
    assert (told.elected, told.substitutes) == (("甲", "乙"), ())


def test_too_many_names_make_a_ballot_invalid():
    told = elect(slips(("甲乙", 5), (None, 1), ("甲", 6)), "甲乙", 0, 1)
    assert told.standings[0].tally.heads[Mark.INVALID] == Heads(6)
    assert told.standings[0].tally.participating == everybody(6)
    assert not told.quorate  # 6 of 12
    assert told.elected == ()


def test_a_choice_between_schemes_has_one_winner_or_none():
    told = elect(slips(("A", 5), ("B", 3), ("", 2)), "AB", 2, 1)
    assert told.elected == ()
    told = elect(slips(("A", 6), ("B", 3), ("", 1)), "AB", 2, 1)
    assert told.elected == ("A",)
    assert told.standings[0].conditions[0].inequality == "2×6.00 > 10.00"


def test_an_owner_of_two_doors_is_one_head_for_a_candidate_too():
    votings = [Voting(f"{n}", Area(10_000), "同一人", (Mark.FOR,)) for n in range(2)]
    told = election.elect({"甲": count(votings, Policy())}, RULE, 1)
    assert told.standings[0].votes == Both(Heads(1), Area(20_000))


def test_somebody_stands_and_there_is_a_seat():
    with pytest.raises(ValueError, match="at least one seat"):
        election.elect({}, RULE, 1)
    with pytest.raises(ValueError, match="at least one seat"):
        elect(slips(("甲", 1)), "甲", 0, 0)


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
    told = elect(rows, "甲乙丙丁", 0, seats, substitutes)
    assert len(told.elected) + told.vacant == seats
    assert len(told.substitutes) <= substitutes
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


def by_names(areas, chosen):
    """The tally of each name: who of the owners (by number) voted for it."""
    return {
        name: count(
            [
                Voting(str(n), Area(a * 10_000), str(n), (Mark.FOR if n in who else Mark.AGAINST,))
                for n, a in enumerate(areas)
            ],
            Policy(),
        )
        for name, who in chosen.items()
    }


@pytest.mark.parametrize(
    ("areas", "chosen"),
    [
        ([100] * 7 + [150], {"甲": {0, 1, 2, 3, 4}, "乙": {0, 1, 2, 3, 7}}),  # 5:5, 500:550 m²
        ([100] * 6 + [60, 340], {"甲": {0, 1, 2, 3, 4, 6}, "乙": {0, 1, 2, 3, 7}}),  # 6:5, 560:740
        ([100] * 6 + [60, 40], {"甲": {0, 1, 2, 3, 4}, "乙": {0, 1, 2, 3, 6, 7}}),  # 5:6, 500:500
    ],
)
def test_heads_and_area_that_do_not_agree_elect_nobody(areas, chosen):
    told = election.elect(by_names(areas, chosen), RULE, 1)
    assert (told.elected, set(told.tied)) == ((), {"甲", "乙"})
    both = election.elect(by_names(areas, chosen), RULE, 2)
    assert set(both.elected) == {"甲", "乙"}


def test_who_is_behind_as_many_as_there_are_seats_is_out_of_the_tie():
    areas = [100] * 5 + [105, 60, 340]
    chosen = {"甲": {0, 1, 2, 3, 4, 6}, "乙": {0, 1, 2, 3, 7}, "丙": {0, 1, 2, 3, 5}}
    told = election.elect(by_names(areas, chosen), RULE, 1)
    assert (told.elected, set(told.tied)) == ((), {"甲", "乙"})  # 甲 is before 丙 by both


def test_who_is_before_all_but_one_is_elected_whoever_is_not_told_apart():
    areas = [100, 100, 100, 100, 100, 100, 100, 100]
    chosen = {
        "甲": set(range(8)), "乙": {0, 1, 2, 3, 4}, "丙": {3, 4, 5, 6, 7}, "丁": {0, 1, 2, 3, 4, 5},
    }  # fmt: skip
    told = election.elect(by_names(areas, chosen), RULE, 3)
    assert (told.elected, set(told.tied)) == (("甲", "丁"), {"乙", "丙"})
