"""Tables of suggestions: columns guessed, dates and places in one form, every fault named."""

from datetime import date

import pytest

from desktop.domain.sheet import Sheet
from desktop.domain.terms import Channel
from desktop.domain.voice_table import Field, channel_of, day_of, find, place_words, rows
from tests.desktop.domain.test_grouping import labelled


def table(*lines):
    return find([Sheet("表", tuple(lines), tuple(range(1, len(lines) + 1)))])


HEAD = ("序号", "建议内容", "来源", "日期", "楼栋", "单元", "房号", "姓名", "电话")


def test_columns_are_told_by_their_headings():
    told = table(
        ("建议征集表",), HEAD, ("1", "修灯", "意见箱", "2024.3.4", "三栋", "2", "501", "王", "")
    )
    assert told.columns[Field.TEXT] == 1
    (row,) = rows(told).rows
    assert (row.channel, row.day, row.place) == (Channel.BOX, date(2024, 3, 4), "3-2-501")


def test_a_table_without_suggestions_is_none():
    assert table(("楼栋", "房号"), ("1", "101")) is None
    assert find([]) is None


def test_what_is_wrong_with_a_row_is_named():
    told = rows(
        table(
            HEAD,
            ("1", "", "意见箱", "", "3", "2", "501", "王", ""),
            ("2", "修灯", "飞鸽", "去年", "", "", "", "", ""),
            ("3", "啊" * 2_001, "", "", "", "", "", "", ""),
            ("2", "修灯", "飞鸽", "去年", "", "", "", "", ""),
        )
    )
    assert [(each.line, each.code, each.error) for each in told.problems] == [
        (2, "TEXT_MISSING", True),
        (3, "CHANNEL_UNKNOWN", False),
        (3, "DATE_UNPARSED", False),
        (4, "TEXT_TOO_LONG", True),
        (5, "CHANNEL_UNKNOWN", False),
        (5, "DATE_UNPARSED", False),
        (5, "DUPLICATE", False),
    ]
    assert [row.line for row in told.rows] == [3]
    assert "最多 2000 字" in told.problems[3].reason


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024-03-04", date(2024, 3, 4)),
        ("2024/3/4", date(2024, 3, 4)),
        ("2024.3.4", date(2024, 3, 4)),
        ("2024年3月4日", date(2024, 3, 4)),
        ("20240304", date(2024, 3, 4)),
        ("2024-03-04 12:30:00", date(2024, 3, 4)),
        ("45355", date(2024, 3, 4)),
        ("2024-13-04", None),
        ("三月", None),
    ],
)
def test_days_in_every_way_of_writing_them(text, wanted):
    assert day_of(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("微信群", Channel.GROUP_CHAT),
        ("12345", Channel.HOTLINE),
        ("敲门问需", Channel.VISIT),
        ("飞鸽", None),
    ],
)
def test_channels_by_their_usual_names(text, wanted):
    assert channel_of(text) is wanted


def test_every_row_of_the_sample_is_taken():
    lines = labelled()
    head = ("id", "text", "source", "date", "building", "unit", "proposer")
    told = rows(table(head, *[tuple(line[name] for name in head) for line in lines]))
    assert len(told.rows) == len(lines)
    assert told.problems == ()
    assert all(row.day for row in told.rows)
    assert {row.building for row in told.rows} == {str(n) for n in range(1, 13)} | {""}


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (("3", "2", "501"), "3-2-501"),
        (("3", "2", ""), "3栋2单元"),
        (("3", "", ""), "3栋"),
        (("", "", ""), ""),
    ],
)
def test_a_place_is_kept_as_far_as_it_was_told(parts, wanted):
    assert place_words(*parts) == wanted


def test_only_what_is_equal_in_everything_is_the_same_row():
    told = rows(
        table(
            ("编号", "内容", "房号", "姓名", "日期"),
            ("1", "楼道灯坏了", "", "", ""),
            ("2", "楼道灯坏了", "", "", ""),
            ("2", "楼道灯坏了", "", "", ""),
            ("3", "停车难", "3-2-501", "王芳", "2024-03-04"),
            ("3", "停车难", "3-2-501", "王芳", "2024-03-05"),
        )
    )
    assert [row.line for row in told.rows] == [2, 3, 5, 6]
    assert [row.line for row in told.repeated] == [4]


def test_nameless_slips_with_the_same_wish_are_so_many_voices():
    told = rows(table(("内容", "日期"), *[("停车难", "2024-03-04")] * 3))
    assert len(told.rows) == 3


def test_the_foot_of_a_table_is_no_suggestion():
    told = rows(
        table(
            ("序号", "楼栋", "姓名", "意见建议", "日期"),
            ("1", "3栋", "王芳", "公示合计金额", "3月4日"),
            ("2", "3栋", "李四", "合计算错了", "2025年3月5日"),
            ("合计", "", "", "2条", ""),
            ("制表人：小唐", "", "", "审核：老王", ""),
        )
    )
    assert [row.text for row in told.rows] == ["公示合计金额", "合计算错了"]
    assert [row.day for row in told.rows] == [date(2025, 3, 4), date(2025, 3, 5)]
    assert [(each.line, each.code) for each in told.problems] == [(4, "FOOTER"), (5, "FOOTER")]


def test_merged_cells_count_for_all_their_rows_and_headings_may_take_two():
    lines = (
        ("建议汇总表", "", "", "", ""),
        ("序号", "楼栋", "住户信息", "", "意见建议"),
        ("", "", "姓名", "房号", ""),
        ("1", "3栋", "王芳", "501", "楼道灯坏"),
        ("2", "", "李四", "502", "停车难"),
    )
    sheet = Sheet("表", lines, (1, 2, 3, 4, 5), {(4, 1): "3栋"})
    told = rows(find([sheet]))
    assert [(row.proposer, row.place) for row in told.rows] == [
        ("王芳", "3-501"), ("李四", "3-502"),
    ]  # fmt: skip
    assert told.problems == ()


def test_every_sheet_with_suggestions_is_read_and_others_are_named():
    def sheet(name, *lines):
        return Sheet(name, lines, tuple(range(1, len(lines) + 1)))

    told = rows(
        find(
            [
                sheet("填表说明", ("请如实填写",)),
                sheet("三月", ("内容", "日期"), ("灯坏", "2025-03-01")),
                sheet("四月", ("内容", "日期"), ("灯坏", "2025-04-01"), ("", "2025-04-02")),
            ]
        )
    )
    assert [(row.sheet, row.line) for row in told.rows] == [("", 2), ("四月", 2)]
    assert [(e.sheet, e.line, e.code) for e in told.problems] == [
        ("四月", 3, "TEXT_MISSING"), ("填表说明", 1, "SHEET_SKIPPED"),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["反映事项", "事项", "诉求事项", "诉求内容", "意见建议"])
def test_headings_of_every_office(heading):
    told = table((heading, "房间", "处理意见"), ("灯坏", "3-2-501", "已办"))
    assert told.columns == {Field.TEXT: 0, Field.ROOM: 1}


def test_a_room_nobody_can_read_is_kept_and_named():
    told = rows(table(("内容", "房号"), ("灯坏", "大门口那家")))
    assert told.rows[0].place == "大门口那家"
    assert [each.code for each in told.problems] == ["PLACE_UNPARSED"]


@pytest.mark.parametrize(
    ("text", "year", "wanted"),
    [
        ("3月4日", 2025, date(2025, 3, 4)),
        ("3月4日", None, None),
        ("二〇二五年三月十五日", None, date(2025, 3, 15)),
        ("13月4日", 2025, None),
    ],
)
def test_days_without_a_year_and_in_words(text, year, wanted):
    assert day_of(text, year) == wanted
