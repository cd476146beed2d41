"""A correction's step says what stood there before, and is read again as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.voice_correction import before, is_one, worded

PLAIN = st.text(st.characters(exclude_characters="“”", exclude_categories=("C", "Z")), max_size=12)
TOLD = st.tuples(PLAIN, PLAIN, PLAIN).filter(lambda told: "无" not in told)


@given(TOLD, TOLD)
def test_what_stood_there_before_is_read_again(old, new):
    step = worded(old, new)
    assert bool(step) == (old != new)
    if step:
        assert is_one(step)
        assert before(step, new) == old


@pytest.mark.parametrize("answer", ["更正：已修好，原来写的日期不对", "更正：", "内容原为“灯”", ""])
def test_an_answer_is_no_correction(answer):
    assert not is_one(answer)
