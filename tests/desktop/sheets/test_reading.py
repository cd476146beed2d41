import zipfile

import pytest
import xlsxwriter

from desktop.domain.errors import Stopped, UnreadableSheet
from desktop.domain.sheet import Column
from desktop.sheets import reading
from desktop.sheets.child import parse_apart, parse_here


def book(path, rows):
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("名册")
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(line, column, cell)
    return path


HEADER = ("楼栋", "单元", "房号", "建筑面积", "业主姓名", "联系电话")


def test_numbers_are_read_as_people_see_them(tmp_path):
    path = book(tmp_path / "a.xlsx", [HEADER, ("1", "2", 301, 89.53, "张三", 13900001234)])
    row = parse_here(path).rows[0]
    assert (str(row.door), row.area, row.phones) == ("1-2-301", 895300, ("13900001234",))


def test_columns_can_be_told_instead_of_guessed(tmp_path):
    rows = [
        ("甲", "乙", "丙", "丁"),
        ("1-1-101", "89.5", "张三", "x"),
        ("1-1-102", "90", "李四", "y"),
    ]
    path = book(tmp_path / "a.xlsx", rows)
    assert not parse_here(path).layouts
    told = {"名册": {Column.LOCATION: 0, Column.AREA: 1, Column.OWNER: 2}}
    parsed = parse_here(path, told)
    assert [str(row.door) for row in parsed.rows] == ["1-1-101", "1-1-102"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_told_by_itself(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("房屋坐落,建筑面积,产权人\n1-1-101,89.53,张三\n".encode(encoding))
    assert parse_here(path).rows[0].owners == ("张三",)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.xlsx", b""),
        ("坏.xlsx", b"PK\x03\x04 and then nothing"),
        ("坏.xls", b"\xd0\xcf\x11\xe0" + bytes(64)),
        ("图.png", b"\x89PNG\r\n"),
        ("引号.csv", '房号,业主\n"1-1-101,张三\n1-1-102,李四\n'.encode()),
        ("零.csv", b"a,b\n\x00,c\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableSheet):
        parse_apart(path)


def test_a_bomb_is_refused(tmp_path):
    path = tmp_path / "弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (420 << 20))
    with pytest.raises(UnreadableSheet, match="压缩炸弹"):
        parse_apart(path)


def test_a_cell_at_the_end_of_the_world_kills_only_the_child(tmp_path):
    path = book(tmp_path / "远.xlsx", [HEADER])
    far = tmp_path / "远2.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(far, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                cell = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", cell)
            new.writestr(name, data)
    with pytest.raises(UnreadableSheet):
        parse_apart(far)


def test_too_many_rows_are_refused(tmp_path):
    path = tmp_path / "多.csv"
    path.write_text("房号,业主\n" + "1-1-101,张三\n" * (reading.MAX_ROWS + 200), "utf-8")
    with pytest.raises(UnreadableSheet, match="50000"):
        parse_apart(path)


def test_reading_can_be_cancelled_and_takes_only_so_long(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("房号,业主\n1-1-101,张三\n", "utf-8")
    with pytest.raises(Stopped):
        parse_apart(path, cancelled=lambda: True)
    with pytest.raises(UnreadableSheet, match="时间过长"):
        parse_apart(path, seconds=0.0)


def test_an_identity_number_that_excel_broke_is_named(tmp_path):
    header = ("房屋坐落", "建筑面积", "产权人", "身份证号")
    path = book(tmp_path / "a.xlsx", [header, ("1-1-101", 89.5, "张三", 510101199001011234)])
    assert [each.code for each in parse_here(path).problems] == ["ID_SCIENTIFIC"]
