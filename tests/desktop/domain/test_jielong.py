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


PASTE_2 = """#接龙
1. 张建国 1-1-101 路灯不亮
②李梅 2-1-302 电梯停运
3️⃣ 赵强 3栋2单元502 楼顶漏水
１５．朱明　8－1－301　噪音大
16 冯刚 4-1-301 楼道堆物
17.15栋1单元502 陈红 门禁坏了
18. 马超 1-1-104
希望装充电桩
19. 曹操 1-1-105 楼道灯坏了
我家那一层也坏了，请来修
19.1 补充一条：没有分类

    还有门也关不上
20. 孙八 3-2-507 垃圾桶太少
1. 周九 3-2-508 门口积水
2. 吴十 3-2-509 电梯坏了
3. 许诺 9栋 2024年8月1日起物业没人上班
    > 钱多多 3-1-201：灯也
      不亮
    回复 许诺：我也同意
"""


def test_numbers_lines_and_replies_as_phones_write_them():
    chain = read(PASTE_2)
    told = {each.proposer: each for each in chain.entries}
    assert [each.seq for each in chain.entries] == [1, 2, 3, 15, 16, 17, 18, 19, 20, 1, 2, 3]
    assert told["李梅"].text == "电梯停运"
    assert str(told["朱明"].room) == "8-1-301"
    assert str(told["陈红"].room) == "15-1-502"
    assert (told["马超"].text.strip(), told["马超"].is_suggestion) == ("希望装充电桩", True)
    assert "我家那一层也坏了" in told["曹操"].text
    assert "没有分类" in told["曹操"].text
    assert "门也关不上" in told["曹操"].text
    assert (str(told["周九"].room), told["周九"].text) == ("3-2-508", "门口积水")
    assert told["许诺"].room.building == "9"
    assert told["许诺"].text.startswith("2024年8月1日起")
    assert [(r.proposer, r.text) for r in chain.replies] == [
        ("钱多多", "灯也\n不亮"), ("", "我也同意"),
    ]  # fmt: skip
    assert [text for _, text in chain.ignored] == ["#接龙"]


@pytest.mark.parametrize(
    "text",
    [
        "收到，谢谢",
        "好的收到",
        "+1+1",
        "同上",
        "附议3号",
        "已填",
        "没有意见，辛苦社区",
        "支持第5楼",
    ],
)
def test_nothing_is_wished_by_these(text):
    assert not is_suggestion(text)


@pytest.mark.parametrize(
    "text", ["+1 电梯也希望修", "支持加装电梯", "同意1楼的", "没有路灯", "1号楼漏水"]
)
def test_but_by_these(text):
    assert is_suggestion(text)
