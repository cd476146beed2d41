from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.rule import Threshold
from desktop.domain.terms import Base, Comparison

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
