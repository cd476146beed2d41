"""Bills and the money for them as offices write them: lump sums, rates, sums, so much a household."""

from decimal import Decimal

import pytest

from desktop.domain.renewal.costs import Source, bill
from desktop.domain.renewal.plan_files import BUDGET, PlanFiles, kind_of, read_all
from desktop.domain.sheet import Sheet


def sheet(*rows) -> Sheet:
    return Sheet("表", rows, tuple(range(1, len(rows) + 1)))


def budget(*rows, meta=None) -> PlanFiles:
    return read_all([], [], [sheet(*rows)], [], meta or {})


def funding(*rows, meta=None) -> PlanFiles:
    return read_all([], [], [], [sheet(*rows)], meta or {})


def reasons(found: PlanFiles) -> list[tuple[int, str]]:
    return [(each.line, each.reason) for each in found.problems]


@pytest.mark.parametrize(
    "heading",
    ["金额/万元", "金额：万元", "金额（万元）", "金额(单位：万元)", "金额 万元", "合价（万元）"],
)
def test_a_heading_in_ten_thousands_is_read_so_however_it_says_so(heading):
    found = funding(
        ("资金来源", heading), ("省级", "32.5"), ("市级", "120000元"), ("区级", "3万元")
    )
    amounts = [each.amount for each in found.sources]
    assert amounts == [Decimal(325000), Decimal(120000), Decimal(30000)]
    assert not found.problems


@pytest.mark.parametrize("heading", ["金额/元", "金额：元", "金额"])
def test_a_heading_in_yuan_is_in_yuan(heading):
    assert funding(("资金来源", heading), ("省级", "￥32.5")).sources == [
        Source("省级", Decimal("32.5"))
    ]


def test_lump_sums_have_their_amount_for_a_price():
    found = budget(
        ("改造内容", "数量", "单位", "单价", "金额"),
        ("屋面", "", "", "", "12.5万元"),
        ("外墙", "1", "项", "", "￥48 200"),
        ("照明", "8", "盏", "", "1"),
        ("道路", "3", "处", "", "100"),
        ("绿化", "0", "处", "", "100"),
        ("门禁", "一些", "处", "", "100"),
        ("门", "", "樘", "5", "100"),
        ("窗", "2", "樘", "", ""),
        ("管", "2万", "米", "5", ""),
    )
    assert [(each.work, each.quantity, each.price) for each in found.costs] == [
        ("屋面", Decimal(1), Decimal(125000)), ("外墙", Decimal(1), Decimal(48200)),
        ("照明", Decimal(8), Decimal("0.125")),
    ]  # fmt: skip
    assert reasons(found) == [
        (5, "金额 100 除以数量 3 除不尽，请写上单价"), (6, "金额 100 除以数量 0 除不尽，请写上单价"),
        (7, "数量“一些”不认识"), (8, "有单价，没有数量"), (9, "没有数量和单价，也没有费率或金额"),
        (10, "数量“2万”不认识"),
    ]  # fmt: skip
    assert kind_of(sheet(("类别", "改造内容", "金额"), ("基础类", "屋面", "100"))) == BUDGET


@pytest.mark.parametrize(
    ("how", "column", "rate"),
    [
        ("0.05", "", "0.05"), ("5‰", "", "0.005"), ("工程费合计*0.035", "", "0.035"),
        ("工程费合计×3.5%", "", "0.035"), ("按费率", "5%", "0.05"), ("按费率", "0.05", "0.05"),
        ("工程费合计×0.5％", "", "0.005"), ("", "5‰", "0.005"),
    ],
)  # fmt: skip
def test_a_rate_has_many_spellings(how, column, rate):
    heading = ("改造内容", "数量", "单价", "计费方式", "费率")
    found = budget(heading, ("屋面", "1", "100", "数量×单价", ""), ("预备费", "", "", how, column))
    assert [each.rate for each in found.costs] == [None, Decimal(rate)]
    assert not found.problems


@pytest.mark.parametrize("rate", ["120%", "0%"])
def test_a_rate_that_is_no_share_is_named(rate):
    found = budget(("改造内容", "数量", "单价", "费率"), ("预备费", "", "", rate))
    assert reasons(found) == [(2, f"费率“{rate}”不是 0 到 100% 的比例")]


def test_a_rate_line_that_contradicts_itself_is_named():
    found = budget(
        ("改造内容", "数量", "单价", "费率", "金额"),
        ("屋面", "10", "100", "", "1000"),
        ("设计费", "", "", "3.5%", "35.00"),
        ("预备费", "", "", "5%", "60"),
    )
    assert reasons(found) == [(4, "金额写的是 60，工程费合计 1000.00 的 5% 是 50.00，按算出来的算")]
    assert bill(found.costs).total == Decimal("1085.00")


def test_sums_are_no_lines_and_wrong_ones_are_named():
    found = budget(
        ("类别", "改造内容", "数量", "单价", "费率", "金额"),
        ("", "总投资", "", "", "", "165"),
        ("基础类", "屋面", "1", "100", "", "100"),
        ("基础类小计", "", "", "", "", "100"),
        ("完善类", "绿化", "1", "50", "", "50"),
        ("完善类小计", "", "", "", "", "51"),
        ("", "工程费合计", "", "", "", "150"),
        ("", "预备费", "", "", "10%", "15"),
        ("", "总计(元)", "", "", "", "165"),
        ("", "项目总投资", "", "", "", "166"),
    )
    assert [each.work for each in found.costs] == ["屋面", "绿化", "预备费"]
    assert reasons(found) == [
        (6, "“完善类小计”写的是 51，和各行相加对不上"),
        (10, "项目总投资写的是 166，各行相加是 165.00"),
    ]


def test_a_work_that_is_called_like_a_sum_and_has_a_price_is_a_line():
    found = budget(("改造内容", "数量", "单价"), ("监控合计", "2", "10"))
    assert [each.work for each in found.costs] == ["监控合计"]


@pytest.mark.parametrize(
    ("note", "each", "area"),
    [
        ("300元/户", "300", None), ("每户300", "300", None), ("每户300,分两次收", "300", None),
        ("每户出资 300 元", "300", None), ("每户1,300元", "1300", None), ("0.3万元/户", "3000", None),
        ("12元/平方米", None, "12"), ("12.5元／㎡", None, "12.5"), ("每平方米 12 元", None, "12"),
        ("每㎡12", None, "12"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["说明", "备注", "金额"])
def test_so_much_a_household_is_read_from_words(note, each, area, place):
    row = {"金额": "", "说明": "", "备注": ""} | {place: note}
    found = funding(("资金来源", *row), ("业主", *row.values()))
    told = [None if text is None else Decimal(text) for text in (each, area)]
    assert [(one.each, one.by_area, one.amount) for one in found.sources] == [(*told, None)]
    assert not found.problems


@pytest.mark.parametrize("note", ["每户3人", "每户60平方米", "按户另算"])
def test_words_that_tell_no_money_make_none(note):
    assert reasons(funding(("资金来源", "金额", "说明"), ("业主", "", note))) == [(2, "没有金额")]


def test_what_is_wrong_with_a_source_is_told_as_it_is():
    found = funding(
        ("资金来源", "金额"), ("", "5"), ("省级", "很多"), ("市级", ""), ("区级", "-5"),
        ("社会", "10000000000000"), ("业主", "0"), ("维修资金", "10.005"), ("公共收益", "10.50"),
    )  # fmt: skip
    assert reasons(found) == [
        (2, "没有来源名称"), (3, "金额“很多”不认识"), (4, "没有金额"), (5, "金额是负数"),
        (6, "金额太大，或小数超过 4 位"), (8, "金额 10.005 元不到分，按 10.01 元算"),
    ]  # fmt: skip
    assert [(each.name, each.amount) for each in found.sources] == [
        ("业主", Decimal(0)), ("维修资金", Decimal("10.01")), ("公共收益", Decimal("10.50")),
    ]  # fmt: skip


def test_sums_of_the_money_are_no_sources():
    found = funding(
        ("资金来源", "金额"), ("省级", "100"), ("市级", "50"), ("财政资金小计", "150"), ("社会", "10"),
        ("总计（元）", "170"),
    )  # fmt: skip
    assert [each.name for each in found.sources] == ["省级", "市级", "社会"]
    assert reasons(found) == [(6, "总计写的是 170，各行相加是 160")]
