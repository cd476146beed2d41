import pytest

from desktop.domain.door import Door, number, read, sort_key
from desktop.domain.errors import NotADoor


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("3-2-501", Door("3", "2", "501")),
        ("3栋2单元501", Door("3", "2", "501")),
        ("3幢2单元5楼1号", Door("3", "2", "501")),
        ("12栋3单元12楼3号", Door("12", "3", "1203")),
        ("1#2-301", Door("1", "2", "301")),
        ("一栋二单元103", Door("1", "2", "103")),
        ("2号楼1单元402室", Door("2", "1", "402")),
        ("柳荫街88号1栋1单元301号", Door("1", "1", "301")),
        ("１-２-３０１", Door("1", "2", "301")),
        ("1—1101", Door("1", "", "1101")),
        ("A座1203", Door("A", "", "1203")),
        ("1栋底商2号", Door("1", "", "2", shop=True)),
        ("1-商-S01", Door("1", "", "S01", shop=True)),
        ("1-商铺-S01", Door("1", "", "S01", shop=True)),
        ("2 栋 1 单元 503 号", Door("2", "1", "503")),
    ],
)
def test_doors_are_read_as_offices_write_them(text, door):
    assert read(text) == door


def test_the_parts_of_a_room_number_stay_apart():
    assert read("1-1101") != read("11-101")
    assert str(read("1-1101")) == "1-1101"


@pytest.mark.parametrize("text", ["后院平房（原门卫室）", "配电房旁", "5栋2单元", "", "3栋"])
def test_what_is_no_door_is_refused(text):
    with pytest.raises(NotADoor):
        read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("十二", "12"), ("二十", "20"), ("一百零三", "103"), ("07", "7"), ("A", "A")],
)
def test_numerals(text, expected):
    assert number(text) == expected


def test_doors_are_ordered_as_people_walk():
    doors = [read(text) for text in ("10-1-101", "2-1-1001", "2-1-101", "2-2-101")]
    assert [str(door) for door in sorted(doors, key=sort_key)] == [
        "2-1-101",
        "2-1-1001",
        "2-2-101",
        "10-1-101",
    ]


@pytest.mark.parametrize("text", ["3-2-501", "1-商-S01", "A-1203"])
def test_a_door_reads_back_from_its_own_text(text):
    assert read(str(read(text))) == read(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [("甲3号楼2单元501", "甲3-2-501"), ("甲3-2-501", "甲3-2-501"), ("华甲园3号楼201", "3-201")],
)
def test_a_lettered_building_is_not_the_one_without(text, told):
    assert str(read(text)) == told
