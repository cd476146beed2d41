"""What somebody has typed, for a wall: doors beside what is said of them go, counts and sums stay."""

import pytest

from desktop.documents.model import Document, Grid, spaced
from desktop.documents.renewal.parts import without_doors
from desktop.domain import digits


@pytest.mark.parametrize(
    "text",
    [
        "和1-1-101业主谈过", "2栋1203室反对", "3栋2单元501赵六家", "3号楼1201同意", "3—2—501", "2单元101室",
        "1幢 2单元 501室", "三栋二单元501", "201室反对", "3#2-501", "2-2-101户反对，其余通过", "301同意，302反对",
    ],
)  # fmt: skip
def test_doors_are_left_out(text):
    told = without_doors(text)
    assert "〔房号略〕" in told
    assert not any(room in told for room in ("101", "1203", "501", "1201", "201", "301", "302"))


@pytest.mark.parametrize(
    "text",
    [
        "建成于1986年，4栋168户", "1986-1987年", "2024-09-18公示", "每户每月50-100元", "停车费每月120-150元",
        "户型65-120平方米", "工期90-120天", "JGJ 26-2018", "3号楼1986年建成", "2栋120余户", "1栋300根立管",
        "川府发〔2023〕120号", "DN300 波纹管", "1500户业主", "2024年10月101户同意",
    ],
)  # fmt: skip
def test_what_is_no_door_stays(text):
    assert without_doors(text) == text


def test_figures_of_neighbouring_columns_are_no_identity_number():
    row = ("701", "7", "1.75", "31008.19", "0", "950.40")
    grid = Grid(("房号", "楼层", "系数", "应摊", "得补偿", "运行费"), (row, row), (1,) * 6)
    told = spaced(Document("表", (grid,)))
    assert digits.numbers(digits.plain(told)) == []
    whole = spaced(Document("表", (Grid(("甲", "乙"), (("13912345678", "1"),), (1, 1)),)))
    assert [each.digits for each in digits.numbers(digits.plain(whole))] == ["13912345678"]
