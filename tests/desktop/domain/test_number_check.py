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
    frozenset({"2×15 > 19", "3×19 ≥ 2×21"}),
    frozenset({True}),
    (True, "通过"),
    unanimous=False,
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
        "物业通过微信群通知，电梯通过验收后使用。",
        "2×15＞19，表决通过。9月10日前完成，九月十日前完工。",
        "以15票通过；19名代表到会；同意的有１５人。",
        "应到会21人，实到会19人。",
        "应到会21人　实到会19人",
        "同意15票 反对3票 弃权1票",
        "同意15票反对3票弃权1票",
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
        ("同意１３票", "同意13票"),
        ("同意的有13人", "同意的有13人"),
        ("以13票通过。", "13票通过"),
        ("16名代表到会", "16名代表到会"),
        ("10月1日前完成", "10月1日"),
        ("2×13 > 15", "2×13 > 15"),
        ("全票通过", "全票通过"),
        ("与会人员一致同意。", "一致同意"),
        ("无人反对", "无人反对"),
        ("审议结果：未通过。", "未通过"),
        ("经表决没有通过", "没有通过"),
        ("反对的居民有4户", "反对的居民有4户"),
    ],
)
def test_what_differs_is_named_with_its_place(line, said):
    (found,) = differences(["标题", "二、审议事项", "（一）楼道照明", line], [WHOLE, ITEM])
    assert (found.line, found.part, found.said) == (4, "楼道照明", said)
    assert f"第 4 行“{said}”" in found.words


def test_an_outcome_that_was_none_is_named():
    lost = Recorded("停车", {}, passed=frozenset({False}), outcome=(False, "延期再议"))
    (found,) = differences(["（一）停车", "会议审议通过。"], [WHOLE, lost])
    assert (found.said, found.recorded) == ("通过", ("延期再议",))
    twice = Recorded("停车", {}, passed=frozenset({False, True}), outcome=(True, "修改后通过"))
    assert not differences(["（一）停车", "第一次未通过，修改后通过。"], [WHOLE, twice])
    (found,) = differences(["（一）停车", "审议结果：未通过。"], [WHOLE, twice])
    assert found.recorded == ("修改后通过",)


def test_an_inequality_of_nothing_recorded_must_hold():
    assert not differences(["2×10 > 15，3×6 ≥ 2×9"], [WHOLE])
    (found,) = differences(["2×7 > 15"], [WHOLE])
    assert found.recorded == ("算式不成立",)


def test_what_was_drafted_from_the_record_is_sound():
    line = "到会16人，同意16票"
    assert differences(["（一）楼道照明", line], [WHOLE, ITEM])
    assert not differences(["（一）楼道照明", line], [WHOLE, ITEM], frozenset({line}))


def test_an_item_is_left_at_the_next_heading():
    lines = ["（一）楼道照明", "到会19人", "三、其他事项", "实到15人", "实到16人"]
    assert [each.line for each in differences(lines, [WHOLE, ITEM])] == [5]
