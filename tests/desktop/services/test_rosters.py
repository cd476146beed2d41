import pytest

from desktop.domain.errors import CannotUndo, ImportStale
from desktop.domain.terms import AreaSource, OwnerKind, Use
from desktop.services.premises import PremisesPlan
from desktop.services.rosters import Mark
from tests.conftest import DATA

BOOK = DATA / "业主信息登记表.xlsx"


def take_over(register, compound, path):
    return register.rosters.take_over(
        register.rosters.preview(compound, register.rosters.read(path), path)
    )


def owned(register, compound):
    """Every premises with its owner ids, by door."""
    return {str(p.door): p for p in register.premises.lines(compound)}


def test_the_sample_roster_is_taken_over_and_one_owner_is_one_head(register, compound):
    take_over(register, compound, BOOK)
    line = register.communities.lines()[0]
    assert (line.dwellings, line.shops, line.stalls) == (352, 16, 48)
    assert line.area == 383707800 + 11400200
    homes = owned(register, compound)
    many = {
        homes[door].owners[0].id
        for door in ("1-1-301", "1-2-302", "2-3-1101", "4-1-503", "6-1-904")
    }
    assert len(many) == 1
    company = {homes[door].owners[0].id for door in ("4-2-101", "1-商-S01", "1-商-S02")}
    assert len(company) == 1
    same_name = {
        o.id for p in homes.values() for o in p.owners if o.name == "陈静" and p.use is Use.DWELLING
    }
    assert len(same_name) == 2
    unsold = {o.id for p in homes.values() for o in p.owners if o.kind is OwnerKind.DEVELOPER}
    assert len(unsold) == 1


def test_a_preview_writes_nothing_and_tells_every_row(register, compound):
    preview = register.rosters.preview(compound, register.rosters.read(BOOK), BOOK)
    assert register.premises.lines(compound) == []
    assert len(preview.lines) == 352 + 16 + 48 + 1  # the duplicate row is told, not taken
    assert preview.count(Mark.ERROR) == 5
    assert preview.count(Mark.WARNING) == 1
    assert [line.taken for line in preview.lines].count(False) == 1


def test_the_same_roster_again_changes_nothing(register, compound):
    take_over(register, compound, BOOK)
    before = register.premises.lines(compound)
    preview = register.rosters.preview(compound, register.rosters.read(BOOK), BOOK)
    assert preview.count(Mark.NEW) == preview.count(Mark.CHANGED) == 0
    register.rosters.take_over(preview)
    assert register.premises.lines(compound) == before


def test_an_import_is_undone_as_if_it_had_not_been(register, compound):
    register.premises.add(compound, PremisesPlan("9-1-101", area="50"), "先来的")
    before = register.premises.lines(compound)
    ref = take_over(register, compound, BOOK)
    register.rosters.undo(ref)
    assert register.premises.lines(compound) == before
    assert register.verification.check().sound
    with pytest.raises(CannotUndo, match="已经撤销过"):
        register.rosters.undo(ref)


def test_undoing_a_change_puts_area_owner_and_phone_back(register, compound, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("房屋坐落,建筑面积,产权人,联系电话\n1-1-101,89.53,张三,13900000001\n", "utf-8")
    take_over(register, compound, path)
    before = register.premises.lines(compound)
    path.write_text("房屋坐落,建筑面积,产权人,联系电话\n1-1-101,90.00,李四,13900000002\n", "utf-8")
    preview = register.rosters.preview(compound, register.rosters.read(path), path)
    assert preview.lines[0].reason == "面积 89.53 → 90.00；业主 张三 → 李四；联系电话有变"
    ref = register.rosters.take_over(preview)
    assert register.premises.lines(compound)[0].names == "李四"
    register.rosters.undo(ref)
    assert register.premises.lines(compound) == before


def test_an_import_after_which_somebody_moved_is_not_thrown_away(register, compound, clock):
    ref = take_over(register, compound, BOOK)
    home = register.premises.lines(compound, "1-1-101")[0]
    register.premises.transfer(home.ref, "新业主", "", clock.at.date(), "买卖")
    with pytest.raises(CannotUndo, match="导入之后办过变更"):
        register.rosters.undo(ref)


def test_what_was_set_right_by_hand_since_is_not_undone(register, compound, tmp_path, clock):
    path = tmp_path / "a.csv"
    path.write_text("房屋坐落,建筑面积,产权人\n1-1-101,89.53,张三\n1-1-102,80,王五\n", "utf-8")
    first = take_over(register, compound, path)
    home = register.premises.lines(compound, "1-1-101")[0]
    register.premises.change(home.ref, "90.10", AreaSource.SURVEYED, "")
    with pytest.raises(CannotUndo, match="1-1-101 导入之后办过变更"):
        register.rosters.undo(first)
    path.write_text("房屋坐落,建筑面积,产权人\n1-1-102,81,王五\n", "utf-8")
    second = take_over(register, compound, path)
    other = register.premises.lines(compound, "1-1-102")[0]
    register.premises.transfer(other.ref, "赵六", "", clock.at.date(), "买卖")
    with pytest.raises(CannotUndo, match="1-1-102"):
        register.rosters.undo(second)
    assert register.premises.lines(compound, "1-1-102")[0].names == "赵六"


@pytest.mark.parametrize(
    ("text", "doors", "owners", "problems"),
    [
        ("柳荫小区业主清册\n房屋坐落;建筑面积;产权人\n1-1-101;80;张三\n", ["1-1-101"], ["张三"], 0),
        ("楼栋,房号,产权人\n1,2026-01-01,张三\n1,102,李四\n", ["1-102"], ["李四"], 1),
        ("楼栋,单元,房号,产权人\n9,2,501,张三\n9,,601,李四\n", ["9-2-501", "9-601"], ["张三", "李四"], 0),
        ("楼栋,单元,房号,产权人\n9,2,501,张三\n,,601,李四\n", ["9-2-501", "9-2-601"], ["张三", "李四"], 0),
        ("产权人,房屋坐落\n成都合计商贸有限公司,1-1-101\n欧阳 娜娜,1-1-102\n",
         ["1-1-101", "1-1-102"], ["成都合计商贸有限公司", "欧阳娜娜"], 0),
    ],
)  # fmt: skip
def test_rosters_as_offices_have_them(register, tmp_path, text, doors, owners, problems):
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    told = register.rosters.read(path)
    assert [str(row.door) for row in told.rows] == doors
    assert [name for row in told.rows for name in row.owners] == owners
    assert len([each for each in told.problems if each.code == "LOCATION_UNPARSED"]) == problems


def test_a_stale_preview_is_not_written(register, compound):
    preview = register.rosters.preview(compound, register.rosters.read(BOOK), BOOK)
    register.premises.add(compound, PremisesPlan("9-1-101"), "插进来的")
    with pytest.raises(ImportStale):
        register.rosters.take_over(preview)


def test_the_problem_list_and_the_template_can_be_read_back(register, tmp_path):
    import openpyxl

    parsed = register.rosters.read(BOOK)
    register.rosters.export_problems(parsed, tmp_path / "问题.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "问题.xlsx").active.values)
    assert len(rows) == 1 + 6
    register.rosters.export_template(tmp_path / "模板.xlsx")
    assert len(register.rosters.read(tmp_path / "模板.xlsx").rows) == 3


@pytest.mark.parametrize(
    ("words", "doors"),
    [
        ("1-1-101", ["1-1-101"]),
        ("2单元", []),
        ("袁佳怡", ["1-1-101", "B1-007"]),
        ("yjy", ["1-1-101", "B1-007"]),
        ("1栋1单元101", ["1-1-101"]),
    ],
)
def test_premises_are_found_by_name_initials_and_room(register, compound, words, doors):
    take_over(register, compound, BOOK)
    assert [str(line.door) for line in register.premises.lines(compound, words)] == doors


def test_a_transfer_keeps_who_owned_before(register, compound, clock):
    ref = register.premises.add(
        compound, PremisesPlan("1-1-101", area="89.53"), "张三", "13900000001"
    )
    register.premises.transfer(ref, "李四、王五", "13900000002", clock.at.date(), "买卖")
    assert register.premises.lines(compound)[0].names == "李四、王五"
    past = register.premises.past(ref)
    assert [(each.names, each.until is None) for each in past] == [
        ("王五", True),
        ("李四", True),
        ("张三", False),
    ]


def test_a_book_of_the_old_kind_is_read_too(register):
    told = register.rosters.read(DATA / "旧版名册.xls")
    assert [(str(row.door), row.owners) for row in told.rows] == [
        ("1-1-101", ("王桂兰",)),
        ("1-1-102", ("张伟", "李娜")),
    ]
    assert [row.area for row in told.rows] == [895300, 901000]
    assert told.problems == ()
