"""Surveys with columns, doors and words of other kinds: no household and no column is lost."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.renewal.plan_answers import with_known_works
from desktop.domain.renewal.plan_files import PlanFiles, read_all, read_survey
from desktop.domain.renewal.survey import Answer, Lift, Want, one_each
from desktop.domain.renewal.terms import SurveyWay
from desktop.domain.sheet import Sheet

HEADING = ("楼栋", "单元", "房号", "建筑面积", "改不改")


def sheet(*rows, merged=None) -> Sheet:
    return Sheet("表", rows, tuple(range(1, len(rows) + 1)), merged or {})


def survey(*rows, works=(), **more) -> PlanFiles:
    catalogue = [sheet(("类别", "改造内容"), *(("基础类", work) for work in works))]
    return read_all([sheet(*rows, **more)], catalogue if works else [], [], [], {})


def reasons(found: PlanFiles) -> list[tuple[int, str]]:
    return [(each.line, each.reason) for each in found.problems]


@pytest.mark.parametrize("building", ["所在楼栋", "所属楼栋", "楼栋号", "楼号"])
@pytest.mark.parametrize("unit", ["所属单元", "单元门"])
@pytest.mark.parametrize(
    "area", ["房屋建筑面积", "产权面积", "平方米", "建筑面积㎡", "建筑面积（㎡）", "面积/㎡"]
)
def test_a_house_has_many_names(building, unit, area):
    found = survey((building, unit, "房号", area, "改不改"), ("2栋", "1单元", "101", "60", "改"))
    (only,) = found.answers
    assert (only.door, only.area) == ("2-1-101", Decimal(60))
    assert not found.problems


@pytest.mark.parametrize(
    "names",
    [
        ("优先项1", "优先项2", "优先项3"), ("第一项", "第二项", "第三项"), ("需求1", "需求2", "需求3"),
        ("最想改1", "最想改2", "最想改3"), ("优先级1", "优先级2", "优先级3"), ("优先一", "优先二", "优先三"),
        ("第一优先", "第二优先", "第三优先"),
    ],
)  # fmt: skip
def test_wishes_have_many_names(names):
    found = survey((*HEADING, *names), ("1", "1", "101", "60", "改", "甲", "乙", "丙"))
    assert found.answers[0].wishes == ("甲", "乙", "丙")
    assert not found.problems


@pytest.mark.parametrize(
    "name",
    [
        "是否同意加装电梯", "是否装电梯", "电梯加装意愿", "加装电梯意见", "加梯", "加装电梯意向",
    ],
)  # fmt: skip
def test_a_lift_has_many_names(name):
    found = survey((*HEADING, name), ("1", "1", "101", "60", "改", "否"))
    assert found.answers[0].lift is Lift.OPPOSE


@pytest.mark.parametrize(
    "name",
    [
        "日期", "填表时间", "登记日期", "填写日期", "入户日期", "提交时间", "时间", "调查日", "问卷日期", "填表日期",
    ],
)  # fmt: skip
def test_a_day_has_many_names(name):
    found = survey((*HEADING, name), ("1", "1", "101", "60", "改", "2024-4-15"))
    assert found.answers[0].on == date(2024, 4, 15)
    assert not found.problems


def test_the_day_of_the_survey_goes_before_every_other_day():
    heading = (*HEADING, "提交时间", "入户日期")
    row = ("1", "1", "101", "60", "改", "2024-4-15 10:22", "2024-4-1")
    found = survey(heading, row)
    assert found.answers[0].on == date(2024, 4, 1)
    assert reasons(found) == [(1, "“提交时间”一栏没有用到，请核对栏名")]
    found = survey((*heading[:-1], "调查日期"), row)
    assert found.answers[0].on == date(2024, 4, 1)


def test_a_column_that_nobody_reads_is_named_once_and_harmless_ones_are_not():
    found = survey(
        (*HEADING, "业主姓名", "联系电话", "备注", "调查员", "改造诉求", "空栏", "改不改", ""),
        ("1", "1", "101", "60", "改", "甲", "1", "无", "乙", "屋面漏水", "", "不改", "又写了"),
        ("1", "1", "102", "60", "改", "甲", "1", "无", "乙", "墙裂", "", "", ""),
    )
    assert [each.want for each in found.answers] == [Want.YES, Want.YES]
    assert reasons(found) == [
        (1, "“改造诉求”一栏没有用到，请核对栏名"),
        (1, "“改不改（又一栏）”一栏没有用到，请核对栏名"),
        (1, "“第 13 列（没有名称）”一栏没有用到，请核对栏名"),
    ]


def test_rows_without_a_building_are_named_and_no_household_replaces_another():
    found = survey(
        HEADING,
        ("", "1", "101", "60", "改"),  # the first building may come later
        ("1", "1", "101", "60", "不改"),
        ("", "1", "101", "61", "不改"),
        ("", "1", "102", "61", "改"),
    )
    kept, doubles = one_each(found.answers)
    assert [each.door for each in kept] == ["1-101", "1-1-101", "1-102"]
    assert not doubles
    assert reasons(found) == [
        (2, "没有楼栋"), (4, "没有楼栋，又有一户 1-101，分不清是哪一户，没有计入"), (5, "没有楼栋"),
    ]  # fmt: skip


def test_a_table_of_one_house_needs_no_building():
    found = survey(HEADING, ("", "1", "101", "60", "改"), ("", "1", "101", "60", "不改"))
    assert len(found.answers) == 2  # the later one counts
    assert not found.problems


def test_a_sheet_without_buildings_before_one_that_has_them_is_named():
    into = PlanFiles()
    read_survey(into, sheet(("房号", "建筑面积", "改不改"), ("101", "60", "改")), {})
    assert not into.problems
    read_survey(into, sheet(HEADING, ("1", "1", "101", "60", "改")), {})
    assert reasons(into) == [(2, "没有楼栋")]
    read_survey(into, sheet(HEADING, ("2", "1", "101", "60", "改")), {})
    assert len(into.problems) == 1


def test_a_merged_building_counts_for_the_rows_below():
    found = survey(
        HEADING,
        ("1栋", "1", "101", "60", "改"),
        ("", "1", "102", "60", "改"),
        merged={(2, 0): "1栋"},
    )
    assert [each.door for each in found.answers] == ["1-1-101", "1-1-102"]
    assert not found.problems


@pytest.mark.parametrize(
    ("where", "door"),
    [
        (("1栋", "1单元", "1-1-101"), "1-1-101"), (("1", "", "1-2-101"), "1-2-101"),
        (("1", "2", "1-101"), "1-2-101"), (("3", "", "2-101室"), "3-2-101"),
        (("1", "", "1-101"), "1-101"), (("1", "", "1单元101"), "1-1-101"),
        (("1", "2", "1栋2单元101"), "1-2-101"), (("1", "1", "101-2"), "1-1-101-2"),
        (("1", "1", "S-1"), "1-1-S-1"),
        (("东区3栋", "1", "3-1-101"), "东区3栋-1-101"), (("1", "1", "1-1-5"), "1-1-5"),
    ],
)  # fmt: skip
def test_a_room_that_tells_its_house_is_taken_apart(where, door):
    found = survey(HEADING, (*where, "60", "改"))
    assert [each.door for each in found.answers] == [door]
    assert not found.problems


def test_a_sheet_that_is_called_after_a_building_is_that_building():
    rows = (
        ("单元", "房号", "建筑面积", "改不改"),
        ("1", "101", "60", "改"),
        ("", "2-1-102", "60", "改"),
    )
    sheets = [Sheet(name, rows, (1, 2, 3)) for name in ("2栋", "3号楼", "汇总")]
    found = read_all(sheets[:2], [], [], [], {})
    assert [each.door for each in found.answers] == ["2-1-101", "2-1-102", "3-1-101"]
    assert [each.line for each in found.problems] == [3]  # 2-1-102 stands on the sheet of 3号楼
    found = read_all(sheets[2:], [], [], [], {})
    assert [each.door for each in found.answers] == ["1-101", "2-1-102"]


@pytest.mark.parametrize(
    "where",
    [("2", "1", "1-1-101"), ("1", "2", "1-1-101"), ("3", "2", "1-101"), ("2", "", "1栋101")],
)
def test_a_room_of_another_house_is_named_and_nobodys(where):
    found = survey(HEADING, (*where, "60", "改"))
    assert not found.answers
    assert reasons(found) == [(2, f"房号“{where[2]}”和楼栋、单元栏对不上，没有计入")]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        *(
            (text, Want.YES)
            for text in ("√", "✓", "赞成", "支持", "要改", "想改", "改。", " 同意 。")
        ),
        *((text, Want.NO) for text in ("×", "✗", "不想改", "不要改", "不改。")),
    ],
)
def test_answers_as_people_give_them(text, want):
    found = survey(HEADING, ("1", "1", "101", "60", text))
    assert found.answers[0].want is want
    assert not found.problems


@pytest.mark.parametrize(
    ("text", "lift"),
    [("√", Lift.AGREE), ("赞成。", Lift.AGREE), ("×", Lift.OPPOSE), ("不支持", Lift.OPPOSE)],
)
def test_a_lift_is_answered_so_too(text, lift):
    found = survey((*HEADING, "加装电梯"), ("1", "1", "101", "60", "改", text))
    assert found.answers[0].lift is lift


@pytest.mark.parametrize(
    ("text", "area", "told"),
    [
        ("58.36 平方米", "58.36", None), ("58.36平", "58.36", None),
        ("58.36元", None, "建筑面积“58.36元”不认识，按没有面积"),
        ("58户", None, "建筑面积“58户”不认识，按没有面积"), ("", None, "没有建筑面积"),
    ],
)  # fmt: skip
def test_an_area_is_in_square_metres(text, area, told):
    found = survey(HEADING, ("1", "1", "101", text, "改"))
    assert found.answers[0].area == (None if area is None else Decimal(area))
    assert [each.reason for each in found.problems] == ([told] if told else [])


WORKS = ("外墙", "外墙、立面", "屋面")


@pytest.mark.parametrize(
    ("against", "reason", "told"),
    [
        ("外墙、加装电梯", "费钱", (("外墙", "费钱"), ("加装电梯", ""))),
        ("外墙，屋面", "费钱；漏水", (("外墙", "费钱"), ("屋面", "漏水"))),
        ("屋面/加装电梯,外墙", "", (("屋面", ""), ("加装电梯", ""), ("外墙", ""))),
        ("外墙、立面", "丑", (("外墙、立面", "丑"),)),
        ("屋面、外墙、立面", "", (("屋面", ""), ("外墙、立面", ""))),
        ("外墙、围墙", "丑", (("外墙、围墙", "丑"),)),
        ("外墙；围墙、大门", "丑；贵", (("外墙", "丑"), ("围墙、大门", "贵"))),
    ],
)
def test_objections_are_told_apart_where_all_of_them_are_known(against, reason, told):
    heading = (*HEADING, "反对项目", "反对理由")
    found = survey(heading, ("1", "1", "101", "60", "改", against, reason), works=WORKS)
    assert found.answers[0].objections == told
    assert with_known_works(found.answers, WORKS) == found.answers


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("入户", SurveyWay.DOOR), ("圆桌会", SurveyWay.MEETING), ("会议", SurveyWay.MEETING),
        ("书面", SurveyWay.WRITTEN), ("微信", None), ("", None),
    ],
)  # fmt: skip
def test_how_a_household_was_asked_is_kept(text, way):
    found = survey((*HEADING, "调查方式"), ("1", "1", "101", "60", "改", text))
    assert found.answers[0].way is way
    assert not found.problems


def test_of_nobody_two_thirds_want_nothing():
    from desktop.sheets.plan_told import plan_json

    told = plan_json(PlanFiles(), "空")
    assert told["wish"]["yes_at_least_two_thirds_of_all"] is False


def test_an_answer_says_nothing_of_how_it_was_asked_where_that_is_not_told():
    one = Answer("1", "1", "1", "101", 1, None, Want.YES, (), Lift.NONE, (), None)
    assert one.way is None
    assert {way.in_a_table.asked for way in SurveyWay} == {
        None, SurveyWay.DOOR, SurveyWay.MEETING, SurveyWay.WRITTEN,
    }  # fmt: skip
    assert all(way.in_a_table.of_a_table for way in SurveyWay)
    assert not SurveyWay.DOOR.of_a_table
