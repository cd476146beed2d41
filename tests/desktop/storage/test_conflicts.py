"""Two people edit the same: the second is shown what the first did, and nothing is overwritten unseen."""

from datetime import date
from uuid import UUID

import pytest

from desktop.domain.affair_terms import OpenDayKind
from desktop.domain.errors import ChangedMeanwhile
from desktop.domain.ids import OFFICE
from desktop.domain.terms import AreaSource, Use
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.open_days import OpenDayPlan
from desktop.services.premises import PremisesPlan
from desktop.storage import conflicts


@pytest.fixture
def two(where, clock):
    """Two windows on the same data, and premises that both see."""
    one = Register(where, "张敏", create=True, now=clock)
    one.communities.set_up("街道", "社区")
    compound = one.communities.add(CompoundFacts("小区"))
    ref = one.premises.add(compound, PremisesPlan("1-1-101", Use.DWELLING, "90"), "张伟", "")
    other = Register(where, "何婷", now=clock)
    yield one, other, ref
    one.close()
    other.close()


def test_what_somebody_else_changed_is_shown_before_it_is_overwritten(two):
    one, other, ref = two
    seen = one.position()
    other.premises.change(ref, "95", AreaSource.CONTRACT, "已核对")
    with pytest.raises(ChangedMeanwhile) as told, one.based_on(seen):
        one.premises.change(ref, "88.5", AreaSource.CONTRACT, "已核对")
    assert told.value.who == "何婷"
    assert "改过这里，现在是“95.00 m²”，您要改成“88.50 m²”。" in str(told.value)
    line = one.premises.lines(ref.compound_id)[0]
    assert line.area == 950_000  # nothing was kept
    one.news()
    with one.based_on(one.position()):  # seen, and wanted nevertheless
        one.premises.change(ref, "88.5", AreaSource.CONTRACT, "已核对")
    assert one.premises.lines(ref.compound_id)[0].area == 885_000


def test_what_each_changes_in_another_column_disturbs_nobody(two):
    one, other, ref = two
    seen = one.position()
    other.premises.change(ref, "90", AreaSource.UNKNOWN, "已核对")
    with one.based_on(seen):
        one.premises.change(ref, "88.5", AreaSource.UNKNOWN, "已核对")
    line = one.premises.lines(ref.compound_id)[0]
    assert (line.area, line.note) == (885_000, "已核对")


def test_ones_own_changes_are_no_conflict(two):
    one, _, ref = two
    seen = one.position()
    one.premises.change(ref, "95", AreaSource.UNKNOWN, "")
    with one.based_on(seen):
        one.premises.change(ref, "96", AreaSource.UNKNOWN, "")
    assert one.premises.lines(ref.compound_id)[0].area == 960_000


def test_who_does_not_say_what_he_saw_is_not_held_up(two):
    one, other, ref = two
    other.premises.change(ref, "95", AreaSource.UNKNOWN, "")
    one.premises.change(ref, "96", AreaSource.UNKNOWN, "")
    with one.based_on(None):
        one.premises.change(ref, "97", AreaSource.UNKNOWN, "")
    assert one.premises.lines(ref.compound_id)[0].area == 970_000


def test_what_stands_there_is_told_in_words(two):
    one, other, ref = two
    seen = one.position()
    other.premises.change(ref, "90", AreaSource.CONTRACT, "")
    with pytest.raises(ChangedMeanwhile, match="现在是“合同”，您要改成“测绘”"), one.based_on(seen):
        one.premises.change(ref, "90", AreaSource.SURVEYED, "")
    day = one.open_days.plan(
        ref.compound_id, OpenDayPlan(OpenDayKind.OFFICE, date(2024, 9, 21), departments=("物业",))
    )
    other.news()
    seen = one.position()
    other.open_days.change(
        day, OpenDayPlan(OpenDayKind.OFFICE, date(2024, 9, 21), departments=("消防",))
    )
    with (
        pytest.raises(ChangedMeanwhile, match="现在是“消防”，您要改成“消防、电力”"),
        one.based_on(seen),
    ):
        one.open_days.change(
            day, OpenDayPlan(OpenDayKind.OFFICE, date(2024, 9, 21), departments=("消防", "电力"))
        )


def test_a_key_has_no_words():
    def what(there, wanted, column="note"):
        return conflicts._what(conflicts.Edit(OFFICE, "premises", "1", column, there, wanted))

    assert what(OFFICE, UUID(int=1)) == "这里"
    assert what('{"a": 1}', "") == "这里"
    assert what(True, False) == "这里，现在是“是”，您要改成“否”"
    assert what("FFX", "FFA", "marks") == "这里"
    assert what("$argon2id$v=19$…", "x", "password") == "这里"
    assert what("1234", "4321", "id_tail") == "这里"
    assert what("", "13812345678") == "这里，现在是“（空）”，您要改成“138******78”"
    assert what(None, []) == "这里"
    assert what(895300, None, "area") == "这里，现在是“89.53 m²”，您要改成“（空）”"
    assert what('"甲"', '"乙"', "value") == "这里，现在是“甲”，您要改成“乙”"
    assert what('"引号', "x") == '这里，现在是“"引号”，您要改成“x”'


def test_long_texts_are_shown_where_they_begin_to_differ():
    head = "请准时到会签到；因故不能参加的，请提前向召集人请假；" * 4
    told = conflicts._what(
        conflicts.Edit(
            OFFICE, "note", "1", "text", f"{head}自带水杯。", f"{head}自带茶杯。{'好' * 50}"
        )
    )
    tail = head[-8:]
    assert told.startswith(f"这里，现在是“…{tail}自带水杯。”，您要改成“…{tail}自带茶杯。")
    assert told.endswith("好…”")


def test_rows_that_came_in_bulk_disturb_nobody_either(two, tmp_path):
    """Their edits tell all columns, and there is no earlier record to hold them against."""
    one, other, first = two
    compound = first.compound_id
    roster = tmp_path / "名册.csv"
    roster.write_text("楼栋,单元,房号,建筑面积,业主\n2,1,201,90,李四\n", "utf-8")
    one.rosters.take_over(one.rosters.preview(compound, one.rosters.read(roster), roster))
    ref = next(each.ref for each in one.premises.lines(compound) if each.door.room == "201")
    seen = one.position()
    other.premises.change(ref, "90", AreaSource.UNKNOWN, "他看过")
    with one.based_on(seen):
        one.premises.change(ref, "88.5", AreaSource.UNKNOWN, "他看过")
    with pytest.raises(ChangedMeanwhile), other.based_on(seen):
        other.premises.change(ref, "91", AreaSource.UNKNOWN, "他看过")
