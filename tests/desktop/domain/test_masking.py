import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import digits, masking


@pytest.mark.parametrize(
    "text",
    ["１３８１２３４５６７８", "138—1234—5678", "138 1234 5678", "02883345678", "(0833)2123456", "0833-2123456",
     "51012319800101123X"],
)  # fmt: skip
def test_numbers_of_persons_are_found_however_they_are_written(text):
    assert masking.private_numbers(f"请联系{text}，谢谢")


@pytest.mark.parametrize("text", ["2024年8月30日", "共12345678元", "第2×15 > 19", "8000元"])
def test_other_numbers_are_left_alone(text):
    assert not masking.private_numbers(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3栋2单元501王**反映", True),
        ("3-2-501的王**反映", True),
        ("王**（3栋2单元501）反映", True),
        ("王**反映3栋灯坏了", False),
        ("3栋2单元501住户反映", False),
    ],
)
def test_a_room_and_a_name_never_stand_together(text, found):
    assert bool(masking.room_and_name(text)) is found


@pytest.mark.parametrize(
    "text",
    [
        "+8613912345678", "0086 139 1234 5678", "86-13912345678", "139  1234  5678", "139·1234·5678",
        "139/1234/5678", "(139)12345678", "一三九一二三四五六七八", "①③⑨①②③④⑤⑥⑦⑧", "139\u200b1234\u200b5678",
        "139,1234,5678", "139一二三四5678", "028 8654 3210", "028—8654—3210",
        "110101 19900307 6512", "110101-19900307-6512", "1101 0119 9003 0765 12", "11010119900307651Ⅹ",
        "110101********6512", "110101900307651", "6222 0212 3456 7890 123", "身份证尾号6512",
        "1950年3月7日出生", "出生日期：1990年3月7日", "生于1990.3.7", "1990-03-07生", "一九五〇年三月七日出生",
    ],
)  # fmt: skip
def test_separators_country_codes_and_numerals_hide_no_number(text):
    assert masking.private_numbers(f"请联系{text}，谢谢")
    assert masking.without_numbers(f"请联系{text}，谢谢") == f"请联系{digits.LEFT_OUT}，谢谢"


def test_what_stands_beside_what_is_taken_out_stays_as_it_was_typed():
    typed = "请联系（电话：%s），面积60㎡，①先修灯……　谢谢！"
    assert masking.without_numbers(typed % "１３９１２３４５６７８") == typed % digits.LEFT_OUT
    assert masking.masked(typed % "王 桂 兰", ["王桂兰"], []) == typed % "王**"
    both = "（３栋５０１王桂兰说）①先修灯，共60㎡"
    assert masking.without_rooms(both, ["王桂兰"]).endswith("王桂兰说）①先修灯，共60㎡")
    # a sign that only together with the next makes a character: the text is told in its plain form
    assert masking.without_numbers("e\u0301 13912345678") == f"é {digits.LEFT_OUT}"


@pytest.mark.parametrize(
    "text",
    [
        "139,123,456元", "139123456.78元", "合计13,912,345,678.90元", "139.12平方米", "1391.2345平方米",
        "2024-08-30 15:00—17:20", "2024年8月30日生效", "1990年建成", "1995年生产的水泵", "二〇二四年八月三十日",
        "柳社议〔2026〕12号", "13-2-1101、14-1-502", "1502、1503、701", "1、3、5、7、9、11、13号楼", "13栋 14栋 15栋",
        "票号0000123456", "同意 15，反对 3，弃权 1", "应到20人　到会19人", "110101999999996512"[:9],
        "校验码：K7QF-2AB3-67QX-45DE", "9C1A 2345 1391 2345 678B 1111 2222 3333",
    ],
)  # fmt: skip
def test_sums_dates_doors_and_numbers_of_papers_are_nobodys(text):
    assert not masking.private_numbers(text)


@given(
    st.sampled_from(["13912345678", "13800000000", "110101199003076512"]),
    st.lists(st.sampled_from(["", " ", "-", "·", "  ", "."]), min_size=3, max_size=3),
)
def test_wherever_it_is_split_a_number_is_found(number, between):
    places = (0, 3, 7, 11) if len(number) == 11 else (0, 6, 10, 14)
    parts = [number[a:b] for a, b in zip(places, [*places[1:], len(number)], strict=True) if a < b]
    text = parts[0] + "".join(a + b for a, b in zip(between, parts[1:], strict=False))
    assert masking.private_numbers(f"电话{text}。")


def test_figures_of_two_cells_are_no_number():
    assert not masking.private_numbers("139\n1234\n5678")


RESIDENTS = {
    "谢平敏",
    "杨静",
    "龍麗華",
    "买买提·艾力",
    "高峰",
    "平安",
    "文明",
    "建设",
    "金会",
    "李国庆",
}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("谢 平 敏家漏水", "谢平敏"), ("谢　平　敏", "谢平敏"), ("谢·平·敏", "谢平敏"), ("谢\u200b平敏", "谢平敏"),
        ("龙丽华家", "龍麗華"), ("买买提艾力家", "买买提·艾力"), ("买买提•艾力", "买买提·艾力"),
        ("杨静家漏水", "杨静"), ("业主杨静反映", "杨静"),
        ("由杨静先行改造", "杨静"), ("感谢杨静同志", "杨静"),
        ("杨静：同意", "杨静"), ("杨　静、李四", "杨静"), ("处理杨静家漏水", "杨静"), ("3-1-101杨静", "杨静"),
        ("协调杨静户改造", "杨静"), ("杨静等3户", "杨静"), ("业主高峰反映灯坏", "高峰"), ("高峰先生说", "高峰"),
        ("3-1-101高峰", "高峰"),
    ],
)  # fmt: skip
def test_residents_are_found_however_their_names_are_set(text, name):
    assert name in masking.private_names(text, RESIDENTS, ())
    assert masking.mask_name(name) in masking.masked(text, RESIDENTS, ())


@pytest.mark.parametrize(
    "text",
    [
        "早晚高峰停车", "高峰时段", "平安小区建设", "保障居民平安。", "居民文明公约", "建设、文明、平安",
        "业主文明养犬",
        "在建设家园", "向平安社区学习", "由建设单位负责", "基金会说明会", "文明户外活动", "社区提出建设方案",
        "李国庆典礼"[1:], "高峰等时段", "平安家庭",
    ],
)  # fmt: skip
def test_words_that_are_names_too_let_ordinary_papers_go_out(text):
    assert not masking.private_names(text, RESIDENTS - {"李国庆"}, ())


def test_a_short_name_inside_that_of_an_office_holder_is_not_meant():
    assert not masking.private_names("潘国庆家", {"国庆", "庆家"}, {"潘国庆家"})


@pytest.mark.parametrize(
    "text",
    [
        "3-2-501王先生家", "三栋二单元五零一王**", "三栋二单元501室李**", "王女士（3-2-501）", "王**反映（住3-2-501）",
        "3-2-501王某某", "3-2-501王○○", "3-2-501王XX", "3-2-501 王桂兰", "王桂兰家3-2-501漏水",
    ],
)  # fmt: skip
def test_no_room_beside_anybody(text):
    assert masking.room_and_name(text, {"王桂兰"})
    assert not masking.room_and_name(masking.without_rooms(text, {"王桂兰"}), {"王桂兰"})


@pytest.mark.parametrize(
    "text",
    ["3栋2单元501室某处漏水", "王桂兰负责3栋的灯", "1号楼2单元王桂兰负责", "3-2-501住户反映"],
)
def test_a_room_alone_may_stand(text):
    assert not masking.room_and_name(text, {"王桂兰"})
