"""Numbers in edited minutes against the record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.words import numeral
from desktop.domain.number_check import Recorded, differences, number_of

WHOLE = Recorded("会议", {"entitled": frozenset({21}), "present": frozenset({15, 19})})
ITEM = Recorded(
    "楼道照明",
    {
        "entitled": frozenset({21}),
        "present": frozenset({19}),
        "for": frozenset({15}),
        "against": frozenset({3}),
        "abstain": frozenset({1}),
    },
    frozenset({"2024年9月10日"}),
)


@given(st.integers(1, 999))
def test_chinese_numerals_are_read(number):
    assert number_of(numeral(number)) == number
    assert number_of(str(number)) == number


def test_what_is_no_numeral_is_none():
    assert number_of("百十") is None


@pytest.mark.parametrize(
    "line",
    [
        "应到21人，到会19人，同意15票，反对3票，弃权1票。",
        "15票同意，3票反对，1票弃权。",
        "赞成十五票，反对三票。",
        "同意票15票",
        "同意2号方案，到会的3位居民反对3号楼先装。",
        "每盏300元，共36盏，同意由物业更换。",
        "（责任：物业；完成时限：2024年9月10日前）",
    ],
)
def test_what_was_recorded_is_left_alone(line):
    assert differences(["二、审议事项", "（一）楼道照明", line], [WHOLE, ITEM]) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("同意16票，反对3票", "同意16票"),
        ("16人同意", "16人同意"),
        ("到会十八人", "到会十八人"),
        ("完成时限：2024年9月11日前", "2024年9月11日"),
    ],
)
def test_what_differs_is_named_with_its_place(line, said):
    (found,) = differences(["标题", "二、审议事项", "（一）楼道照明", line], [WHOLE, ITEM])
    assert (found.line, found.part, found.said) == (4, "楼道照明", said)
    assert f"第 4 行“{said}”" in found.words


def test_an_item_is_left_at_the_next_heading():
    lines = ["（一）楼道照明", "到会19人", "三、其他事项", "实到15人", "实到16人"]
    assert [each.line for each in differences(lines, [WHOLE, ITEM])] == [5]
