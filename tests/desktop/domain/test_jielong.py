"""A WeChat chain as people paste it; the sample's expected answers, and shapes it does not have."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.jielong import is_suggestion, looks_like, read
from desktop.sheets.voices_told import chain_json
from tests.conftest import DATA

PASTE = (DATA / "suggestions_jielong.txt").read_bytes().decode("utf-8")


def bare(text):
    return re.sub(r"\s", "", text)


def test_the_sample_is_read_as_expected():
    wanted = json.loads((DATA / "suggestions_jielong.expected.json").read_text("utf-8"))
    told = chain_json(read(PASTE))
    assert told["header"] == wanted["header"]
    assert told["counts"] == wanted["counts"]
    assert told["ignored_lines"] == wanted["ignored_lines"]
    for kind in ("entries", "replies"):
        assert len(told[kind]) == len(wanted[kind])
        for found, each in zip(told[kind], wanted[kind], strict=True):
            each.pop("note", None)
            each.pop("items", None)
            assert bare(found["text"]) == bare(each["text"])
            assert {k: found.get(k) for k in each if k != "text"} == {
                k: v for k, v in each.items() if k != "text"
            }


@pytest.mark.parametrize(
    ("line", "proposer", "room", "text"),
    [
        ("1. 张三 1-1-101 希望修路灯", "张三", "1-1-101", "希望修路灯"),
        ("1、1栋1单元101 张三：希望修路灯", "张三", "1-1-101", "希望修路灯"),
        ("1. 张三：希望修路灯", "张三", "", "希望修路灯"),
        ("1. 希望修路灯", "", "", "希望修路灯"),
        ("1.张三（十二栋二单元1203）路灯坏了", "张三", "12-2-1203", "路灯坏了"),
        ("1) 李四 9号楼 电梯坏了", "李四", "9", "电梯坏了"),
        ("1. 建议把3栋后头的车棚拆了", "", "", "建议把3栋后头的车棚拆了"),
        ("1. 王五 建议把3栋后头的车棚拆了", "王五", "", "建议把3栋后头的车棚拆了"),
        ("1. 5栋1203 赵六 停车难", "赵六", "5-1203", "停车难"),
    ],
)
def test_name_room_and_wish_stand_in_any_order(line, proposer, room, text):
    (entry,) = read(line).entries
    assert (entry.proposer, str(entry.room), entry.text) == (proposer, room, text)


@pytest.mark.parametrize(
    "text",
    [
        "收到",
        "无",
        "+1",
        "收到🫡",
        "没有意见",
        "支持楼上所有邻居[抱拳]",
        "好的",
        "👍👍",
        "暂无建议",
    ],
)
def test_what_wishes_nothing_is_no_suggestion(text):
    assert not is_suggestion(text)


@pytest.mark.parametrize(
    "text",
    ["支持加装电梯", "同意换物业", "没有路灯", "无障碍坡道坏了", "收到的快递老是丢", "停车1"],
)
def test_what_only_begins_so_is_one(text):
    assert is_suggestion(text)


def test_points_of_an_entry_are_no_entries():
    chain = read("#接龙\n5. 甲 1-1-101 两件事\n1、修灯\n2、修路\n6. 乙 1-1-102 同上，还有树")
    assert [(each.seq, each.text) for each in chain.entries] == [
        (5, "两件事\n1、修灯\n2、修路"),
        (6, "同上，还有树"),
    ]


def test_a_chain_is_told_from_other_text():
    assert looks_like(PASTE)
    assert not looks_like("请物业把灯修好\n谢谢")


@given(st.text(max_size=400))
def test_no_line_is_ever_lost(text):
    chain = read(text)
    told = "".join(
        [each.proposer + each.text for each in chain.entries]
        + [each.proposer + each.text for each in chain.replies]
        + [line for _, line in chain.ignored]
    )
    for letter in set(re.sub(r"[\W\d_]", "", text)):
        assert letter in told or letter in "号室栋幢楼座单元" or not letter.isprintable()
