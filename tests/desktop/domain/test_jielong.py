"""A WeChat chain as people paste it; the sample's expected answers, and shapes it does not have."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.jielong import is_suggestion, looks_like, read
from desktop.domain.jielong_words import backed_surname
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
    "text", ["+1 电梯也希望修", "支持加装电梯", "同意1楼的补偿方案", "没有路灯", "1号楼漏水"]
)
def test_but_by_these(text):
    assert is_suggestion(text)


@pytest.mark.parametrize(
    ("line", "proposer", "room", "text", "phone"),
    [
        ("12. 3-501 陈四 蚊子多", "陈四", "3-501", "蚊子多", ""),
        ("14. 501 陈六 蚊子多", "陈六", "501", "蚊子多", ""),
        ("15. 3-2-1 陈七 蚊子多", "陈七", "3-2-1", "蚊子多", ""),
        ("16. 3单元501 陈八 蚊子多", "陈八", "3单元501", "蚊子多", ""),
        ("1、3 2 501 老周 灯坏", "老周", "3-2-501", "灯坏", ""),
        ("1、3/2/501 老周 灯坏", "老周", "3-2-501", "灯坏", ""),
        ("1、3.2.501 老周 灯坏", "老周", "3-2-501", "灯坏", ""),
        ("1、A栋301 小马 没热水", "小马", "A-301", "没热水", ""),
        ("1. 7栋二单元四楼左边 下水堵", "", "7-2", "下水堵", ""),
        ("1. 3-2-501/502 两家 水压低", "", "3-2-501", "水压低", ""),
        ("1. 12栋1单元18-3 老周 水压", "老周", "12-1-18-3", "水压", ""),
        ("1. 三栋二单元五〇一 老周 灯坏", "老周", "3-2-501", "灯坏", ""),
        ("1. 商铺1-S05 老板 排烟管", "", "1-商-S05", "排烟管", ""),
        ("1. 路灯坏了 6-1-101", "", "6-1-101", "路灯坏了", ""),
        ("1. 楼道灯坏了，请修 -- 王阿姨 2-2-202", "王阿姨", "2-2-202", "楼道灯坏了，请修", ""),
        ("1. 建议多装几个充电桩（3-1-201）", "", "3-1-201", "建议多装几个充电桩", ""),
        ("1.李大爷13800000000 5-1-101 井盖松了", "李大爷", "5-1-101", "井盖松了", "13800000000"),
        (
            "1.业主 张先生 138****1234 3-1-401 要求公示",
            "张先生",
            "3-1-401",
            "要求公示",
            "138****1234",
        ),
        ("1. 张三+3-2-501+灯", "张三", "3-2-501", "灯", ""),
        ("1. 李四＋3栋2单元502＋停车难", "李四", "3-2-502", "停车难", ""),
        ("1. 车位B-123 老何 被占", "老何", "", "车位B-123 被占", ""),
        ("1. 匿名 物业费太贵", "", "", "物业费太贵", ""),
        ("1. 打物业13800000000没人接", "", "", "打物业13800000000没人接", ""),
        ("1. 王五 300 多户没车位", "王五", "", "300 多户没车位", ""),
        ("1. 冯十一 3.5号晚上停水", "冯十一", "", "3.5号晚上停水", ""),
    ],
)
def test_rooms_in_every_way_of_writing_them_are_no_names(line, proposer, room, text, phone):
    (entry,) = read(line).entries
    assert (entry.proposer, str(entry.room), entry.text) == (proposer, room, text)
    assert entry.phone == phone


@pytest.mark.parametrize(
    "text",
    [
        "俺也一样",
        "我也是",
        "赞同",
        "同问",
        "同楼上",
        "见上",
        "无异议",
        "已接",
        "参加",
        "弃权",
        "都好",
        "＋1",
        "+10086",
        "暂时没想到",
        "撤回了一条消息",
        "无意见，支持工作",
        "暂无，谢谢物业辛苦了",
        "没啥意见",
        "支持！+1",
        "👆",
    ],
)
def test_agreeing_or_passing_is_no_suggestion(text):
    assert not is_suggestion(text)


@pytest.mark.parametrize(
    "text",
    ["没有物业", "没有问题，就是楼下太吵", "都坏了", "坚决反对", "没有人管", "可以加装电梯吗"],
)
def test_a_wish_is_not_taken_for_agreement(text):
    assert is_suggestion(text)


NUMBERS = """#接龙
1. 王芳 3-2-501 灯坏
2. 刘能 狗叫
(3) 谢广坤 6-1-201 噪音
（4）王大拿 6-1-202 广告乱贴
第5. 刘一水 换物业
6.1802业主 快递柜不够
7 5-1-1103 快递柜
8。吴十 门禁
9，冯二，3-1-101，门禁
9.1 补充一条：门铃也坏
10. 褚明
3-2-509
灯坏
11. 冯十一 停水
3.5号晚上也没通知
"""


def test_every_way_of_numbering_opens_an_entry():
    entries = read(NUMBERS).entries
    assert [each.seq for each in entries] == list(range(1, 12))
    assert [each.proposer for each in entries] == [
        "王芳", "刘能", "谢广坤", "王大拿", "刘一水", "", "", "吴十", "冯二", "褚明", "冯十一",
    ]  # fmt: skip
    assert (str(entries[9].room), entries[9].text) == ("3-2-509", "灯坏")
    assert entries[8].text == "门禁\n9.1 补充一条：门铃也坏"
    assert "3.5号" in entries[10].text


def test_points_below_an_announcement_belong_to_it():
    text = (
        "1. 王芳3-2-501\n建议：\n1）灯\n2）门\n3）桶\n"
        "2. 李伟 3-2-502 停车\n3. 郑华 3-2-507 详见下：\n(1) 灯坏\n(2) 门坏\n4. 冯军 狗"
    )
    entries = read(text).entries
    assert [(each.seq, each.proposer) for each in entries] == [
        (1, "王芳"), (2, "李伟"), (3, "郑华"), (4, "冯军"),
    ]  # fmt: skip
    assert entries[0].text == "建议：\n1）灯\n2）门\n3）桶"


def test_lines_without_numbers_are_taken_too():
    chain = read("张三 3-2-501 楼道灯坏了\n李四 3-2-502 停车难\n\n王五：下水堵")
    assert [(each.proposer, each.text) for each in chain.entries] == [
        ("张三", "楼道灯坏了"), ("李四", "停车难"), ("王五", "下水堵"),
    ]  # fmt: skip
    mixed = read("1. 张三 3-2-501 楼道灯坏了\n李四 3-2-502 停车难\n\n大家把狗牵好")
    assert [each.proposer for each in mixed.entries] == ["张三", "李四"]
    assert [doubt.line for doubt in mixed.doubts] == [2, 4]  # told to a person, not dropped


def test_answers_without_an_arrow_belong_to_whom_they_name():
    text = "1. 冯军 3-2-508 灯坏\n2. 周强 狗\n李伟 回复 冯军: 我家也是\n「冯军：灯坏」\n- - - - -\n我家也是"
    assert [(r.proposer, r.parent_line, r.text) for r in read(text).replies] == [
        ("李伟", 1, "我家也是"), ("", 1, "我家也是"),
    ]  # fmt: skip


def test_an_identity_number_is_not_kept():
    chain = read("1. 卫国 3-2-510 手机13812345678 身份证510101199001011234 灯坏")
    assert chain.entries[0].text == "灯坏"
    assert "身份证" in chain.doubts[0].reason


@pytest.mark.parametrize(
    ("said", "proposer", "room", "text", "note"),
    [
        ("15号402室 老沈 灯坏", "老沈", "15--402", "灯坏", ""),
        ("15号301 陆阿姨 灯坏", "陆阿姨", "15--301", "灯坏", ""),
        ("7号 502 王建国 灯坏", "王建国", "7--502", "灯坏", ""),
        ("22弄7号501 金先生 灯坏", "金先生", "7--501", "灯坏", "22弄"),
        ("120弄5号 金先生 灯坏", "金先生", "5--", "灯坏", "120弄"),
        ("5号楼3门201 老张 灯坏", "老张", "5-3-201", "灯坏", ""),
        ("5号楼3门 老张 灯坏", "老张", "5-3-", "灯坏", ""),
        ("一号楼三门五零二 老李 灯坏", "老李", "1-3-502", "灯坏", ""),
        ("5楼3门202 老李 灯坏", "老李", "5-3-202", "灯坏", ""),
        ("甲3号楼2单元0501赵先生 灯坏", "赵先生", "甲3-2-501", "灯坏", ""),
        ("东3号楼2单元501 赵先生 灯坏", "赵先生", "东3-2-501", "灯坏", ""),
        ("12#1单元-801 李建国 灯坏", "李建国", "12-1-801", "灯坏", ""),
        ("3栋2单元1号 周芳 灯坏", "周芳", "3-2-1", "灯坏", ""),
        ("【7栋】孙 灯坏", "孙", "7--", "灯坏", ""),
        ("3A-1502陈生 灯坏", "陈生", "3A--1502", "灯坏", ""),
        ("4座12楼B 黄太 灯坏", "黄太", "4--12B", "灯坏", ""),
        ("Ms. Wong 3A-1502 灯坏", "Ms. Wong", "3A--1502", "灯坏", ""),
        ("Mrs. Cheung：灯坏", "Mrs. Cheung", "--", "灯坏", ""),
    ],
)
def test_doors_of_other_cities(said, proposer, room, text, note):
    chain = read(f"#接龙\n1. {said}")
    (entry,) = chain.entries
    found = entry.room
    assert (entry.proposer, f"{found.building}-{found.unit}-{found.room}") == (proposer, room)
    assert (entry.text, entry.note) == (text, note)
    assert not chain.doubts


@pytest.mark.parametrize(
    "said",
    [
        "3栋2单元1号晚上停水",
        "7号502次公交太远",
        "6月15号302路改道没通知",
        "3栋2门坏了",
        "3栋2门 坏了",
        "15号1830停水",
    ],
)
def test_days_buses_and_times_are_no_rooms(said):
    (entry,) = read(f"#接龙\n1. {said}").entries
    assert not entry.room.room
    assert not entry.room.unit or "单元" in said


@pytest.mark.parametrize(
    "said",
    ["3栋B座502 张三 灯坏", "501弄 灯坏", "三0二 老李 灯坏", "12 602 李芳 灯坏", "2单元 张三 灯坏", "8-9号门 灯坏"],
)  # fmt: skip
def test_what_looks_like_a_door_and_was_not_read_is_told_to_a_person(said):
    (doubt,) = read(f"#接龙\n1. {said}").doubts
    assert (doubt.line, "房号" in doubt.reason) == (2, True)


@pytest.mark.parametrize(
    "said", ["3个路灯不亮", "24小时没有热水", "2024年起没人上班", "1.5元一度太贵", "119的车进不来"]
)
def test_amounts_at_the_head_are_no_doubt(said):
    assert not read(f"#接龙\n1. 王芳：{said}").doubts


@pytest.mark.parametrize(
    "text", ["已接龙", "同意1楼的", "支持3楼陈生", "支持3楼陈生的建议", "同意2号老张的意见"]
)
def test_backing_a_neighbour_is_no_suggestion(text):
    assert not is_suggestion(text)


@pytest.mark.parametrize("text", ["支持3楼加装电梯", "支持3楼安装电梯", "支持5号陈生装充电桩"])
def test_backing_a_wish_is_one(text):
    assert is_suggestion(text)


def test_who_is_backed_by_the_floor_he_lives_on_is_not_the_entry_of_that_number():
    assert (backed_surname("支持3楼陈生"), backed_surname("支持3号")) == ("陈", "")
