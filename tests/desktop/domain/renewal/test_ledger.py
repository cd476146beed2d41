"""The ledgers of a plan: what may stand in a column, and that nothing is lost on the way."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.errors import NameNeeded
from desktop.domain.renewal.costs import CostLine, Source
from desktop.domain.renewal.errors import BothMissing, NotALedgerValue
from desktop.domain.renewal.ledger import (
    LEDGERS,
    Cells,
    Holds,
    area_of,
    count_of,
    number,
    rate_of,
    shown,
    tidied,
)
from desktop.domain.renewal.plan_lines import (
    costs_of,
    from_costs,
    from_sources,
    from_works,
    sources_of,
    works_of,
)
from desktop.domain.renewal.terms import Ledger


def test_every_ledger_has_something_that_is_needed_and_names_of_its_own():
    for ledger in Ledger:
        columns = LEDGERS[ledger]
        assert any(column.needed for column in columns), ledger
        assert len({column.name for column in columns}) == len(columns)
        assert len({column.word for column in columns}) == len(columns)
        assert all(c.choices for c in columns if c.holds is Holds.CHOICE), ledger


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1234.5"), ("１２", "12"), ("60㎡", "60"), ("3.50元", "3.50"), (".5", "0.5"),
        ("一百", None), ("1e5", None), ("NaN", None), ("12,3", None), ("", None), ("--1", None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text, value):
    found = number(text)
    assert (None if found is None else f"{found:f}") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("￥1 520 000", "1520000"), ("¥12.50", "12.50"), ("人民币1,520,000.00元整", "1520000.00"),
        ("RMB 5", "5"), ("152万", "1520000"), ("152.5 万元", "1525000"), ("1.2亿元", "120000000"),
        ("2亿", "200000000"), ("5元整", "5"), ("-3万元", "-30000"),
        ("3万户", None), ("3万个", None), ("万元", None), ("¥", None), ("1 52 000", None),
        ("1,520 000", None), ("12 元/户", None),
    ],
)  # fmt: skip
def test_money_as_offices_write_it(text, value):
    found = number(text)
    assert (None if found is None else f"{found:f}") == value


@pytest.mark.parametrize(
    ("text", "count", "area"),
    [
        ("168户", "168", None), ("3万", None, None), ("58.36元", None, None), ("¥58", None, None),
        ("58.36 平方米", "58.36", "58.36"), ("58.36平", None, "58.36"), ("1,200㎡", "1200", "1200"),
        ("1 200", None, None), ("12个", "12", None),
    ],
)  # fmt: skip
def test_what_is_counted_or_measured_is_no_money(text, count, area):
    told = [None if each is None else f"{each:f}" for each in (count_of(text), area_of(text))]
    assert told == [count, area]


def test_a_rate_is_a_share_however_it_is_written():
    told = [rate_of(text) for text in ("5%", "5‰", "0.05", "5 ％", "5", "120%", "0", "%", "")]
    assert told == [
        Decimal("0.05"),
        Decimal("0.005"),
        Decimal("0.05"),
        Decimal("0.05"),
        *[None] * 5,
    ]


def test_a_line_by_hand_takes_money_where_money_stands_and_nowhere_else():
    told = {"name": "补助", "by": "总额", "value": "￥152 万元"}
    assert tidied(Ledger.SOURCES, told)["value"] == "1520000"
    cost = {"work": "屋面", "quantity": "2", "price": "1.5万元"}
    assert tidied(Ledger.COSTS, cost)["price"] == "15000"
    for ledger, line in (
        (Ledger.COSTS, cost | {"quantity": "2万"}),
        (Ledger.PARKING, {"place": "北墙", "count": "3万"}),
        (Ledger.ILLEGAL, {"place": "北墙", "area": "12元"}),
    ):
        with pytest.raises(NotALedgerValue, match="要写数字"):
            tidied(ledger, line)


def test_a_sum_of_money_is_told_to_the_cent_and_a_rate_of_it_may_be_finer():
    told = {"name": "业主", "by": "每平方米", "value": "1.333"}
    assert tidied(Ledger.SOURCES, told)["value"] == "1.333"
    with pytest.raises(NotALedgerValue, match="2 位小数"):
        tidied(Ledger.SOURCES, told | {"by": "总额"})


@pytest.mark.parametrize(
    ("ledger", "told", "column"),
    [
        (Ledger.COSTS, {"work": "屋面", "quantity": "-1", "price": "2"}, "数量"),
        (Ledger.COSTS, {"work": "屋面", "quantity": "1.23456", "price": "2"}, "数量"),
        (Ledger.COSTS, {"work": "屋面", "rate": "120%"}, "费率"),
        (Ledger.COSTS, {"work": "屋面", "quantity": "1" + "0" * 13, "price": "2"}, "数量"),
        (Ledger.PHASES, {"name": "一", "since": "明天", "until": "2024-1-1"}, "开始"),
        (Ledger.PHASES, {"name": "一", "since": "2024-2-1", "until": "2024-1-1"}, "结束"),
        (Ledger.PARKING, {"place": "北墙", "count": "1.5"}, "个数"),
        (Ledger.SOURCES, {"name": "补助", "by": "随便", "value": "1"}, "怎么算"),
        (Ledger.SHARED, {"name": "街", "kind": "街巷", "amount": "1.001"}, "金额"),
    ],
)
def test_what_cannot_stand_in_a_column_is_named(ledger, told, column):
    with pytest.raises(NotALedgerValue) as refused:
        tidied(ledger, told)
    assert refused.value.column == column


@pytest.mark.parametrize("work", ["", "  "])
def test_a_column_that_is_needed_is_asked_for(work):
    with pytest.raises(NameNeeded, match="请填写改造内容"):
        tidied(Ledger.WORKS, {"category": "基础类", "work": work})


@pytest.mark.parametrize(
    ("text", "told"),
    [("5.0", "5"), ("12.00", "12"), ("-0", "0"), ("0.0", "0"), ("100", "100"), ("1,200.0", "1200")],
)
def test_a_whole_number_has_one_spelling_and_can_be_counted(text, told):
    line = tidied(Ledger.SHEDS, {"place": "东门", "count": text})
    assert line["count"] == told
    assert int(line["count"]) == Decimal(told)


ROOF = {"work": "屋面", "quantity": "10", "price": "9.5"}


def test_one_price_is_one_spelling_however_it_is_read():
    bill = [tidied(Ledger.COSTS, {**ROOF, "price": price}) for price in ("92.80", "92.8", "092.8")]
    assert {line["price"] for line in bill} == {"92.8"}
    with pytest.raises(NotALedgerValue, match="最多 4 位小数"):
        tidied(Ledger.COSTS, {**ROOF, "price": "0." + "9" * 32})


@pytest.mark.parametrize("door", ["综合楼-1-101", "东区-501"])
def test_a_door_of_a_building_with_a_name_is_a_door(door):
    told = {"work": "外墙", "door": door, "offer": "补偿"}
    assert tidied(Ledger.TALKS, told)["door"] == door
    with pytest.raises(NotALedgerValue):
        tidied(Ledger.TALKS, {**told, "door": "综合楼"})


def test_a_line_of_a_bill_is_priced_or_a_rate():
    for told in ({"work": "屋面"}, {"work": "屋面", "quantity": "1"}):
        with pytest.raises(BothMissing):
            tidied(Ledger.COSTS, told)
    with pytest.raises(BothMissing):
        tidied(Ledger.COSTS, {"work": "屋面", "quantity": "1", "price": "1", "rate": "3%"})
    assert tidied(Ledger.COSTS, {"work": "监理", "rate": "3.5%"})["category"] == "其他费用"


def test_a_city_has_categories_of_its_own_and_choices_are_known_by_their_beginning():
    assert tidied(Ledger.WORKS, {"category": "应急类", "work": "排险"})["category"] == "应急类"
    assert tidied(Ledger.RATINGS, {"score": "5"})["score"] == "5 很满意"
    assert tidied(Ledger.PHASES, {"name": "一", "since": "2024.5.1", "until": "20240601"}) == {
        "name": "一", "since": "2024-05-01", "until": "2024-06-01",
    }  # fmt: skip


def test_bills_and_sources_come_back_as_they_were():
    costs = [
        CostLine(1, "基础类", "屋面", "卷材", "㎡", Decimal("2184"), Decimal("92.80"), None, "1栋"),
        CostLine(2, "其他费用", "监理", "", rate=Decimal("0.035")),
    ]
    assert costs_of([Cells(tidied(Ledger.COSTS, each)) for each in from_costs(costs)]) == costs
    sources = [
        Source("中央补助", Decimal("1520000.00")), Source("居民出资", each=Decimal("300")),
        Source("业主按面积", by_area=Decimal("5.5"), everybody=True),
    ]  # fmt: skip
    told = [Cells(tidied(Ledger.SOURCES, each)) for each in from_sources(sources)]
    assert sources_of(told) == sources
    assert [each["kind"] for each in told] == ["中央补助", "居民出资", "居民出资"]


def test_what_is_not_taken_up_is_no_work_of_the_plan():
    lines = [Cells(each) for each in from_works({"屋面": "基础类", "喷泉": "提升类"})]
    lines.append(Cells({"work": "外墙", "category": "基础类", "state": "列入"}))
    lines[1] = Cells({**lines[1].told, "state": "不列入"})
    assert works_of(lines) == {"屋面": "基础类", "外墙": "基础类"}


def test_cells_tell_days_numbers_and_rates():
    line = Cells({"since": "2024-05-01", "rate": "0.035"})
    assert line.day("since") == date(2024, 5, 1)
    assert (line.number("rate"), line.number("price"), line["price"]) == (
        Decimal("0.035"),
        None,
        "",
    )
    rate = next(c for c in LEDGERS[Ledger.COSTS] if c.name == "rate")
    assert shown(rate, line["rate"]) == "3.5%"
