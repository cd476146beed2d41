"""The survey of a renewal, its money, and the sample's expected figures."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.renewal import survey
from desktop.domain.renewal.costs import CostLine, Payers, Source, bill, funding, shared
from desktop.domain.renewal.lift import LiftRule, standing
from desktop.domain.renewal.plan_files import read_all
from desktop.domain.renewal.plan_table import rows_of
from desktop.domain.renewal.survey import (
    Answer,
    Lift,
    Want,
    lifts,
    natural,
    one_each,
    priorities,
    wish,
)
from desktop.domain.sheet import Sheet
from desktop.sheets.child import sheets_here
from desktop.sheets.plan_told import plan_json
from tests.conftest import DATA

WORKS = {"屋面": "基础类", "照明": "基础类", "绿化": "完善类"}


def answer(room="101", want=Want.YES, lift=Lift.AGREE, wishes=(), area="60.00", **more) -> Answer:
    told = {"id": room, "building": "1", "unit": "1", "floor": 1, "objections": (), "on": None}
    told |= more
    return Answer(
        room=room, want=want, lift=lift, wishes=wishes, area=Decimal(area) if area else None, **told
    )


def test_the_sample_equals_its_expected_file():
    expected = json.loads((DATA / "plan.expected.json").read_text("utf-8"))
    meta = json.loads((DATA / "renovation_meta.json").read_text("utf-8"))
    names = ("survey", "works", "budget", "funding")
    told = plan_json(
        read_all(*(sheets_here(DATA / f"renovation_{name}.csv") for name in names), meta),
        meta["compound"],
    )
    told = json.loads(json.dumps(told))
    assert told.pop("_rules")
    expected.pop("_rules")
    assert told == expected


def test_the_later_questionnaire_of_a_household_counts():
    days = (date(2024, 4, 2), date(2024, 4, 1), date(2024, 4, 2))
    said = [
        answer(id=str(n), on=day, want=want)
        for n, (day, want) in enumerate(zip(days, (Want.YES, Want.NO, Want.NO), strict=True))
    ]
    kept, doubles = one_each(said)
    assert [each.id for each in kept] == ["2"]
    assert [(each.kept, each.dropped, each.same) for each in doubles] == [
        ("0", "1", False),
        ("2", "0", False),
    ]


def test_wishes_are_scored_once_and_only_from_the_catalogue():
    said = [
        answer("101", wishes=("屋面", "照明", "屋面")),
        answer("102", wishes=("照明", "换水表", "绿化")),
    ]
    ranked = priorities(said, WORKS)
    assert [(each.work, each.counts, each.score) for each in ranked] == [
        ("照明", (1, 1, 0), 5),
        ("屋面", (1, 0, 0), 3),
        ("绿化", (0, 0, 1), 1),
    ]
    assert survey.not_in_catalogue(said, WORKS) == [("1-1-102", "换水表")]
    assert survey.named_twice(said) == [("1-1-101", "屋面")]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_two_thirds_is_asked_of_all_households(yes, no, silent):
    said = [answer(str(n)) for n in range(yes)]
    said += [answer(str(n), Want.NO) for n in range(no)]
    said += [answer(str(n), Want.NONE) for n in range(silent)]
    told = wish(said)
    assert told.households == told.answered + told.silent == len(said)
    assert told.two_thirds == (bool(said) and 3 * yes >= 2 * len(said))
    assert told.area == Decimal("60.00") * len(said)


@pytest.mark.parametrize(
    ("agree", "oppose", "silent", "meets"),
    [(6, 2, 4, True), (5, 2, 3, False), (6, 2, 5, False), (3, 1, 2, True), (0, 0, 3, False)],
)
def test_a_lift_asks_both_thresholds_by_heads_and_by_area(agree, oppose, silent, meets):
    said = [answer(f"a{n}") for n in range(agree)]
    said += [answer(f"o{n}", lift=Lift.OPPOSE) for n in range(oppose)]
    said += [answer(f"n{n}", lift=Lift.NONE) for n in range(silent)]
    (unit,) = lifts(said)
    assert standing(unit, LiftRule()).meets is meets
    large = [*said, answer("big", lift=Lift.OPPOSE, area="9999")]
    assert not standing(lifts(large)[0], LiftRule()).meets


def test_units_stand_in_walking_order():
    said = [
        answer(building=b, unit=u) for b, u in (("10", "1"), ("2", "2"), ("A", "1"), ("2", "1"))
    ]
    assert [(each.building, each.unit) for each in lifts(said)] == [
        ("2", "1"), ("2", "2"), ("10", "1"), ("A", "1"),
    ]  # fmt: skip
    assert natural("9") < natural("10") < natural("A")


class TestMoney:
    LINES = (
        CostLine(1, "其他", "监理", "", rate=Decimal("0.035")),
        CostLine(2, "基础类", "屋面", "卷材", "㎡", Decimal("3"), Decimal("33.335")),
        CostLine(3, "基础类", "屋面", "找平", "㎡", Decimal("1"), Decimal("0.005")),
    )

    def test_each_line_is_rounded_and_rates_are_of_all_priced_lines(self):
        made = bill(self.LINES)
        assert [str(each.amount) for each in made.lines] == ["3.50", "100.01", "0.01"]
        assert str(made.engineering) == "100.02"
        assert str(made.total) == "103.52"
        assert made.by_work() == {"屋面": Decimal("100.02")}
        assert sum(made.by_category().values()) == made.total

    @given(st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 99999)), max_size=20))
    def test_sums_add_up_to_the_cent(self, pairs):
        lines = [
            CostLine(n, f"类{n % 3}", f"项{n % 5}", "", "", Decimal(q), Decimal(p) / 100)
            for n, (q, p) in enumerate(pairs)
        ]
        made = bill(lines)
        assert made.total == made.engineering == sum(made.by_category().values(), Decimal(0))
        assert made.total * 100 == sum(q * p for q, p in pairs)

    def test_who_pays_by_household_pays_for_the_willing(self):
        who = Payers(7, Decimal("420.5"), 10, Decimal(600))
        paid = funding([Source("补助", Decimal("100.00")), Source("居民", each=Decimal(300))], who)
        assert [str(amount) for _, amount in paid.sources] == ["100.00", "2100.00"]
        assert paid.gap(Decimal("2300.00")) == Decimal("100.00")
        assert paid.gap(Decimal("2000.00")) == Decimal("-200.00")


def sheet(*rows, merged=None):
    return Sheet("表", tuple(rows), tuple(range(1, len(rows) + 1)), merged or {})


def test_what_cannot_be_read_is_named():
    found = read_all(
        [
            sheet(
                (
                    "序号",
                    "楼栋",
                    "单元",
                    "房号",
                    "建筑面积",
                    "改不改",
                    "加装电梯",
                    "反对项目",
                    "反对理由",
                ),
                ("1", "1栋", "2单元", "501", "89,53", "也许", "同意", "绿化；外墙", "挡光"),
                ("2", "1栋", "2单元", "", "60", "改", "", "", ""),
                ("3", "1栋", "2单元", "502", "60㎡", "不改", "", "外墙", "费钱；没用"),
            )
        ],
        [sheet(("编号", "类别", "改造内容"), ("1", "基础类", "外墙"), ("2", "基础类", "外墙"))],
        [sheet(("序号", "类别", "改造内容", "数量", "单价"), ("1", "基础类", "外墙", "", ""))],
        [sheet(("资金来源", "金额", "说明"), ("补助", "很多", ""), ("居民出资", "", ""))],
        {"per_household": "200"},
    )
    assert [(each.file, each.line) for each in found.problems] == [
        ("survey", 2), ("survey", 2), ("survey", 3), ("works", 3), ("budget", 2), ("funding", 2),
    ]  # fmt: skip
    one, two = found.answers
    assert (one.floor, one.want, one.area) == (5, Want.NONE, None)  # 89,53 is no number
    assert one.objections == (("绿化", "挡光"), ("外墙", ""))
    assert two.objections == (("外墙", "费钱；没用"),)
    assert found.sources == [Source("居民出资", None, Decimal(200))]


def test_an_empty_survey_has_figures_too():
    told = plan_json(read_all([], [], [], [], {}), "空")
    assert told["wish"]["yes_of_all"] is None
    assert told["budget"]["per_household"] is None
    assert told["funding"]["gap"] == "0"


class TestTablesAsOfficesHaveThem:
    def test_titles_other_names_merged_cells_and_sums(self):
        found = read_all(
            [
                sheet(
                    ("缫丝厂宿舍入户调查表", "", "", "", ""),
                    ("", "", "", "", "2024年4月"),
                    ("楼号", "单元号", "室号", "房屋面积", "改造意愿"),
                    ("1栋", "1单元", "101室", "60.5㎡", "愿意"),
                    ("", "", "102", "61", "否"),
                    ("", "2单元", "101", "60", "/"),
                    ("合计", "", "", "181.5", ""),
                    merged={(4, 0): "1栋", (4, 1): "1单元", (5, 0): "1栋"},
                )
            ],
            [],
            [
                sheet(
                    ("序号", "类别", "项目名称", "分项", "工程量", "综合单价（元）", "金额（元）"),
                    ("1", "基础类", "屋面", "卷材", "1,200", "90.5", "108600"),
                    ("2", "", "", "找平", "10", "20", "200"),
                    ("", "合计", "", "", "", "", "108900"),
                    merged={(2, 1): "基础类", (2, 2): "屋面"},
                )
            ],
            [
                sheet(
                    ("资金渠道", "金额（元）", "说明"),
                    ("区级", "100000", ""),
                    ("居民出资", "", "每平方米 5 元"),
                    ("合计", "100000", ""),
                )
            ],
            {},
        )
        assert [(a.door, a.want, a.area) for a in found.answers] == [
            ("1-1-101", Want.YES, Decimal("60.5")),
            ("1-1-102", Want.NO, Decimal(61)),
            ("1-2-101", Want.NONE, Decimal(60)),
        ]
        assert [(c.work, c.item) for c in found.costs] == [("屋面", "卷材"), ("屋面", "找平")]
        assert found.costs[1].category == "基础类"
        assert [p.reason for p in found.problems] == ["合计写的是 108900，各行相加是 108800.00"]
        assert found.sources[1] == Source("居民出资", by_area=Decimal(5))

    def test_blanks_that_are_not_merged_stay_blank(self):
        found = read_all(
            [sheet(("楼栋", "单元", "房号", "改不改"), ("1", "1", "101", "改"), ("", "", "101", "改"))],
            [], [], [], {},
        )  # fmt: skip
        assert [a.door for a in found.answers] == ["1-1-101", "101"]

    def test_two_rows_of_names_and_a_sheet_for_each_building(self):
        heading = ("楼栋", "单元", "房号", "建筑面积", "改不改", "优先项", "", "")
        below = ("", "", "", "", "", "第一", "第二", "第三")
        one = sheet(heading, below, ("1", "1", "101", "60", "改", "屋面", "外墙", ""))
        two = sheet(heading, below, ("2", "1", "101", "60", "不改", "", "", "照明"))
        other = sheet(("姓名", "电话"), ("甲", "乙"))
        found = read_all([one, two, other], [], [], [], {})
        assert [(a.door, a.wishes) for a in found.answers] == [
            ("1-1-101", ("屋面", "外墙")), ("2-1-101", ("照明",)),
        ]  # fmt: skip
        assert [p.reason for p in found.problems] == ["工作表“表”不是这样的表，没有读"]

    def test_a_sheet_with_one_more_column_is_read_and_its_sum_is_its_own(self):
        one = sheet(("楼栋", "房号", "建筑面积", "改不改"), ("1", "101", "60", "改"))
        two = sheet(
            ("楼栋", "房号", "建筑面积", "改不改", "备注"), ("2", "101", "60", "不改", "空置")
        )
        bills = [
            sheet(
                ("改造内容", "数量", "单价", "金额"),
                (work, "1", price, price),
                ("合计", "", "", price),
            )
            for work, price in (("屋面", "100"), ("外墙", "50"))
        ]
        money = [
            sheet(("资金来源", "金额"), (name, amount), ("合计", amount))
            for name, amount in (("区级", "100"), ("市级", "50"))
        ]
        found = read_all([one, two], [], bills, money, {})
        assert [a.door for a in found.answers] == ["1-101", "2-101"]
        assert (len(found.costs), len(found.sources)) == (2, 2)
        assert found.problems == []

    def test_a_row_that_holds_only_a_score_is_no_second_heading(self):
        told = rows_of(sheet(("日期", "房号", "评分", "说了什么"), ("", "", "3", "")))
        assert told == [(2, {"日期": "", "房号": "", "评分": "3", "说了什么": ""})]

    def test_a_column_that_is_missing_is_named(self):
        found = read_all([sheet(("楼栋", "房号", "建筑面积"), ("1", "101", "60"))], [], [], [], {})
        assert [p.reason for p in found.problems] == ["表里没有“改不改”一栏"]

    def test_money_in_ten_thousands_negative_and_told_in_words(self):
        found = read_all(
            [], [],
            [
                sheet(
                    ("改造内容", "数量", "单价（万元）"),
                    ("屋面", "2", "1.5"), ("外墙", "-1", "2"), ("照明", "1.00001", "2"),
                )
            ],
            [
                sheet(
                    ("资金来源", "金额（万元）", "说明"),
                    ("中央补助", "267.441865", "按每户8000元标准核定"),
                    ("居民出资", "4", "每户300元×全部户数"), ("社会资本", "-5", ""),
                )
            ],
            {},
        )  # fmt: skip
        assert [(c.work, f"{c.price:f}") for c in found.costs] == [("屋面", "15000.0")]
        assert found.sources == [
            Source("中央补助", Decimal("2674418.65")),
            Source("居民出资", each=Decimal(300), everybody=True),
        ]
        assert [(p.file, p.line) for p in found.problems] == [
            ("budget", 3), ("budget", 4), ("funding", 4),
        ]  # fmt: skip

    def test_a_door_in_one_column(self):
        found = read_all(
            [sheet(("房屋坐落", "建筑面积", "是否改造"), ("3栋2单元501", "80", "是"))],
            [],
            [],
            [],
            {},
        )
        assert found.answers[0].door == "3-2-501"
        assert found.answers[0].floor == 5


@given(
    st.integers(0, 10**9),
    st.lists(st.integers(0, 500), min_size=1, max_size=60).filter(any),
)
def test_parts_add_up_to_the_cent_and_are_in_proportion(cents, weights):
    total = Decimal(cents).scaleb(-2)
    parts = shared(total, [Decimal(each) for each in weights])
    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * 100 * whole - cents * weight) < whole  # less than a cent away
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if not weight)


def test_who_is_asked_and_has_not_answered_is_silent():
    asked = [
        survey.Household("1", "1", "101", 1, Decimal("60.25")),
        survey.Household("1", "1", "102", 1),
    ]
    told = survey.everyone([answer("102", area="61"), answer("999")], asked)
    assert [(a.room, a.want) for a in told] == [
        ("101", Want.NONE), ("102", Want.YES), ("999", Want.YES),
    ]  # fmt: skip
    assert [a.area for a in told] == [Decimal("60.25"), Decimal(61), Decimal(60)]


def test_what_contradicts_itself_in_a_table_is_named():
    bill_ = sheet(
        ("单位：万元", "", "", "", ""),
        ("类别", "改造内容", "数量", "单价", "金额"),
        ("基础类", "照明", "10", "0.01", "0.12"),
    )
    asked = sheet(
        ("楼栋", "单元", "房号", "建筑面积", "改不改", "调查日期"),
        ("1", "1", "101", "60", "改", "2024/13/45"),
    )
    into = read_all([asked], [], [bill_], [], {})
    assert into.costs[0].price == Decimal(100)
    told = [each.reason for each in into.problems]
    assert any("2024/13/45" in each for each in told)
    assert any("数量乘单价是 1000.00" in each for each in told)
