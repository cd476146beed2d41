"""Ledgers by hand and as tables: nothing lost, nothing taken that cannot be, everything undone."""

import pytest

from desktop.domain.errors import Gone, NotYet, PrivateOnNotice
from desktop.domain.renewal.errors import (
    NotALedgerTable,
    NotALedgerValue,
    NothingRead,
    UnknownVoices,
)
from desktop.domain.renewal.terms import Ledger
from desktop.services.renewal.plans import RenewalPlan
from desktop.services.suggestions import SuggestionPlan

ROOF = {"category": "基础类", "work": "屋面", "quantity": "10", "price": "9.5", "place": "1栋"}
LINES = {
    Ledger.WORKS: {"category": "基础类", "work": "屋面", "lead": "施工单位", "voices": "1、2"},
    Ledger.COSTS: ROOF,
    Ledger.SOURCES: {
        "name": "居民出资",
        "by": "每户",
        "value": "300",
        "who": "全部户",
        "kind": "居民出资",
        "note": "分两次收",
    },
    Ledger.PHASES: {"name": "施工", "since": "2024-5-1", "until": "2024-6-1", "state": "进行中"},
    Ledger.REVENUE: {"name": "停车", "count": "46", "price": "120", "per": "月"},
    Ledger.PARKING: {"place": "北墙", "kind": "新增", "count": "12"},
    Ledger.SHEDS: {"place": "东门", "kind": "充电棚", "count": "20", "distance": "6.5"},
    Ledger.RISERS: {"building": "1", "kind": "排水立管", "doors": "7", "agreed": "5"},
    Ledger.SHARED: {"name": "柳荫巷", "kind": "街巷", "amount": "30000.5", "share": "40%"},
}


@pytest.fixture
def planned(register, compound):
    register.renewals.keep(compound, RenewalPlan("方案"))
    return compound


def test_lines_are_added_changed_moved_and_come_back(register, planned):
    ledgers = register.ledgers
    first = ledgers.add(planned, Ledger.COSTS, ROOF)
    ledgers.add(planned, Ledger.COSTS, {**ROOF, "work": "外墙"})
    ledgers.change(first, {**ROOF, "price": "10"})
    ledgers.move(first, up=False)
    ledgers.move(first, up=False)  # the last one stays
    works = [each.cells["work"] for each in ledgers.lines(planned, Ledger.COSTS)]
    assert works == ["外墙", "屋面"]
    told = ledgers.remove(first)
    assert told["price"] == "10"
    with pytest.raises(Gone):
        ledgers.change(first, ROOF)
    ledgers.add(planned, Ledger.COSTS, told)
    assert len(ledgers.lines(planned, Ledger.COSTS)) == 2
    assert register.verification.check().sound


@pytest.mark.parametrize("ledger", LINES)
def test_a_table_that_is_written_is_read_again_as_it_was(register, planned, ledger, tmp_path):
    ledgers = register.ledgers
    for text in ("楼道灯不亮", "下水道堵了"):
        register.suggestions.add(planned, SuggestionPlan(text))
    ledgers.add(planned, ledger, LINES[ledger])
    before = [each.cells for each in ledgers.lines(planned, ledger)]
    read = ledgers.read(ledgers.write(planned, ledger, tmp_path), ledger)
    assert not read.problems
    ledgers.take_over(planned, read)
    after = [each.cells for each in ledgers.lines(planned, ledger)]
    assert after == before


def test_doors_and_what_people_said_do_not_leave_the_program(register, planned, tmp_path):
    told = {"work": "外墙", "door": "1-1-101", "who": "何婷", "offer": "补偿", "answer": "要再想想"}
    register.ledgers.add(planned, Ledger.TALKS, told)
    path = register.ledgers.write(planned, Ledger.TALKS, tmp_path)
    from python_calamine import CalamineWorkbook

    cells = str(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
    assert "外墙" in cells
    for private in ("1-1-101", "何婷", "要再想想", "房号"):
        assert private not in cells


def test_a_table_without_doors_takes_nothing_away(register, planned, tmp_path):
    told = {"work": "外墙", "door": "1-1-101", "who": "何婷", "offer": "补偿", "result": "同意"}
    register.ledgers.add(planned, Ledger.TALKS, told)
    for ledger in (Ledger.TALKS, Ledger.RATINGS, Ledger.COMMENTS, Ledger.ILLEGAL):
        path = register.ledgers.write(planned, ledger, tmp_path)
        with pytest.raises(NotALedgerTable):
            register.ledgers.read(path, ledger)
    empty = tmp_path / "空.csv"
    empty.write_text("位置,种类,个数\n", "utf-8")
    with pytest.raises(NothingRead):
        register.ledgers.read(empty, Ledger.PARKING)
    assert len(register.ledgers.lines(planned, Ledger.TALKS)) == 1


def test_a_name_or_a_phone_does_not_leave_in_a_table(register, planned, tmp_path):
    told = {"place": "北墙", "count": "3", "note": "找龙丽华 13912345678"}
    register.ledgers.add(planned, Ledger.PARKING, told)
    with pytest.raises(PrivateOnNotice):
        register.ledgers.write(planned, Ledger.PARKING, tmp_path)


def test_a_works_number_stays_and_so_do_those_who_named_it(register, planned):
    ledgers = register.ledgers
    lamp = ledgers.add(planned, Ledger.WORKS, {"category": "基础类", "work": "路灯"})
    ledgers.add(planned, Ledger.COSTS, {"work": "路灯", "quantity": "1", "price": "5"})
    ledgers.add(planned, Ledger.WORKS, {"category": "基础类", "work": "屋面"})
    pipes = ledgers.add(planned, Ledger.WORKS, {"category": "基础类", "work": "管网"})
    ledgers.move(pipes, up=True)
    ledgers.move(pipes, up=True)
    ledgers.change(lamp, {"category": "基础类", "work": "楼道照明"})
    numbers = {e.cells["work"]: e.cells["number"] for e in ledgers.lines(planned, Ledger.WORKS)}
    assert numbers == {"管网": "3", "楼道照明": "1", "屋面": "2"}
    assert ledgers.lines(planned, Ledger.COSTS)[0].cells["work"] == "楼道照明"
    told = ledgers.remove(pipes)
    ledgers.add(planned, Ledger.WORKS, {"category": "基础类", "work": "绿化"})
    ledgers.add(planned, Ledger.WORKS, told)
    numbers = {e.cells["work"]: e.cells["number"] for e in ledgers.lines(planned, Ledger.WORKS)}
    assert (numbers["绿化"], numbers["管网"]) == ("4", "3")


def test_a_work_comes_from_suggestions_that_are_there(register, planned):
    work = {"category": "基础类", "work": "路灯", "voices": "1、99999"}
    with pytest.raises(UnknownVoices, match="1、99999"):
        register.ledgers.add(planned, Ledger.WORKS, work)


def test_rows_that_cannot_be_are_named_and_the_others_taken(register, planned, tmp_path):
    table = tmp_path / "车位.csv"
    table.write_text("车位登记表,,\n位置,种类,个数\n北墙,新增,12\n南墙,新增,一些\n,,3\n", "utf-8")
    read = register.ledgers.read(table, Ledger.PARKING)
    assert [line["place"] for line in read.lines] == ["北墙"]
    assert [problem.line for problem in read.problems] == [4, 5]
    assert "数字" in read.problems[0].reason
    assert "请填写位置" in read.problems[1].reason
    with pytest.raises(NotALedgerTable):
        register.ledgers.read(table, Ledger.RISERS)


def test_a_bill_in_lump_sums_and_rates_is_read_by_its_ledger_too(register, planned, tmp_path):
    table = tmp_path / "预算.csv"
    table.write_text(
        "类别,改造内容,数量,单价,费率,金额/万元\n基础类,屋面,,,,12.5\n其他费用,预备费,,,5‰,\n"
        "其他费用,设计费,,,500%,\n,总投资,,,,12.5625\n",
        "utf-8",
    )
    read = register.ledgers.read(table, Ledger.COSTS)
    assert [problem.line for problem in read.problems] == [4]
    register.ledgers.take_over(planned, read)
    lines = register.ledgers.lines(planned, Ledger.COSTS)
    assert [each.amount for each in lines] == ["125000.00", "625.00"]
    again = register.ledgers.read(
        register.ledgers.write(planned, Ledger.COSTS, tmp_path), Ledger.COSTS
    )
    assert not again.problems
    register.ledgers.take_over(planned, again)
    assert [e.cells for e in register.ledgers.lines(planned, Ledger.COSTS)] == [
        e.cells for e in lines
    ]


def test_a_ledgers_own_day_and_area_are_its_own(register, planned, tmp_path):
    table = tmp_path / "拆违.csv"
    table.write_text("楼栋,位置,面积（㎡）,日期\n1,楼顶,12.5平,2024-5-1\n2,院里,12元,\n", "utf-8")
    read = register.ledgers.read(table, Ledger.ILLEGAL)
    assert [(line["area"], line["on"]) for line in read.lines] == [("12.5", "2024-05-01")]
    assert [problem.line for problem in read.problems] == [3]


def test_no_plan_no_lines(register, compound):
    assert register.ledgers.lines(compound, Ledger.COSTS) == []
    with pytest.raises(NotYet):
        register.ledgers.add(compound, Ledger.COSTS, ROOF)
    register.renewals.keep(compound, RenewalPlan("方案"))
    with pytest.raises(NotALedgerValue):
        register.ledgers.add(compound, Ledger.PARKING, {"place": "北墙", "count": "x"})
