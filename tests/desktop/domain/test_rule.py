from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import NotAShare
from desktop.domain.rule import LONGEST, BodyQuorum, Threshold, chinese, read_share
from desktop.domain.terms import Base, BodyKind, Comparison

TWO_THIRDS = Threshold(2, 3, Comparison.AT_LEAST, Base.ENTITLED, "议事规则")
HALF = Threshold(1, 2, Comparison.MORE_THAN, Base.PRESENT, "议事规则")
shares = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda s: s[0] <= s[1])
thresholds = st.builds(
    lambda share, comparison: Threshold(*share, comparison, Base.PRESENT, "x"),
    shares,
    st.sampled_from(Comparison),
)


def test_two_thirds_include_the_number_and_half_does_not():
    assert TWO_THIRDS.met(14, 21)
    assert not TWO_THIRDS.met(13, 21)
    assert HALF.met(10, 19)
    assert not HALF.met(9, 18)


def test_the_inequality_is_the_one_anyone_can_check():
    assert HALF.inequality(15, 19) == "2×15 > 19"
    assert HALF.inequality(9, 18) == "2×9 = 18"
    assert TWO_THIRDS.inequality(14, 21) == "3×14 ≥ 2×21"
    assert TWO_THIRDS.inequality(13, 21) == "3×13 < 2×21"


@given(thresholds, st.integers(0, 500), st.integers(1, 500))
def test_a_threshold_agrees_with_the_fraction(threshold, part, whole):
    share = Fraction(part, whole)
    needed = Fraction(threshold.numerator, threshold.denominator)
    at_least = threshold.comparison is Comparison.AT_LEAST
    assert threshold.met(part, whole) == (share >= needed if at_least else share > needed)


@given(thresholds, st.integers(1, 500))
def test_least_is_the_smallest_count_that_meets(threshold, whole):
    least = threshold.least(whole)
    assert threshold.met(least, whole)
    assert not threshold.met(least - 1, whole)


def test_no_share_is_no_threshold():
    with pytest.raises(ValueError, match="no share"):
        Threshold(3, 2, Comparison.AT_LEAST, Base.PRESENT, "x")


@pytest.mark.parametrize(
    ("share", "comparison", "words"),
    [
        ((1, 1), Comparison.AT_LEAST, "应到人数全体"),
        ((2, 3), Comparison.AT_LEAST, "应到人数的三分之二以上（含本数）"),
        ((1, 2), Comparison.AT_LEAST, "应到人数的二分之一以上（含本数）"),
        ((1, 2), Comparison.MORE_THAN, "超过应到人数的半数"),
        ((2, 3), Comparison.MORE_THAN, "超过应到人数的三分之二"),
    ],
)
def test_a_share_reads_as_the_law_words_it(share, comparison, words):
    assert Threshold(*share, comparison, Base.ENTITLED, "x").words == words


def test_a_body_that_must_be_there_says_how_many():
    some = Threshold(1, 100, Comparison.AT_LEAST, Base.ENTITLED, "x")
    most = Threshold(1, 2, Comparison.MORE_THAN, Base.ENTITLED, "x")
    instead = (BodyKind.SELF_MANAGEMENT,)
    assert BodyQuorum(BodyKind.OWNERS_COMMITTEE, some, instead).words == "业委会、自管委至少1人到会"
    assert BodyQuorum(BodyKind.BRANCH, most).words == "党支部须达超过应到人数的半数"


@pytest.mark.parametrize("share", [(0, 1), (-1, 2), (3, 2)])
def test_what_is_no_share_of_anything_is_refused(share):
    with pytest.raises(ValueError, match="is no share"):
        Threshold(*share, Comparison.AT_LEAST, Base.ENTITLED, "x")


def test_shares_are_named_in_chinese_up_to_ten():
    assert (chinese(10), chinese(11)) == ("十", "11")


@given(thresholds)
def test_a_share_is_read_as_it_is_written(threshold):
    part, whole, comparison = read_share(threshold.short)
    assert Fraction(part, whole) == Fraction(threshold.numerator, threshold.denominator)
    assert comparison is threshold.comparison
    assert threshold.short.startswith(">") is (comparison is Comparison.MORE_THAN)


@pytest.mark.parametrize("text", ["0/5", "0%", "6/5", "101%", "2/", "/3", "2/3/4", "三分之二", ""])
def test_what_is_no_share_is_not_read(text):
    with pytest.raises(NotAShare):
        read_share(text)


def test_a_share_of_all_and_the_longest_share_are_read():
    assert read_share("5/5") == (1, 1, Comparison.AT_LEAST)
    assert read_share("100%") == (1, 1, Comparison.AT_LEAST)
    longest = "1/".ljust(LONGEST, "9")
    assert read_share(longest)[:2] == (1, int(longest[2:]))
    with pytest.raises(NotAShare):
        read_share(longest + "9")
