"""Two versions of a scheme, side by side."""

from desktop.domain.renewal.ledger import Cells
from desktop.domain.renewal.plan_lines import renamed
from desktop.domain.renewal.scheme import differences
from desktop.domain.renewal.terms import Ledger

ROOF = {"category": "基础类", "work": "屋面", "item": "卷材", "quantity": "10", "price": "90"}


def version(*costs, **parts):
    told = {Ledger.COSTS: [Cells(each) for each in costs]}
    return told | {Ledger[name]: [Cells(each) for each in lines] for name, lines in parts.items()}


def test_the_same_is_no_difference():
    assert differences(version(ROOF), version(dict(ROOF))) == []


def test_added_taken_out_and_changed_are_told_apart():
    old = version(ROOF, {"work": "监理", "rate": "0.03"})
    new = version({**ROOF, "price": "95"}, {"work": "绿化", "quantity": "1", "price": "5"})
    told = [(d.what, d.column, d.before, d.after) for d in differences(old, new)]
    assert told == [
        ("屋面 · 卷材", "单价", "90", "95"),
        ("绿化", "新增", "", "数量 1，单价 5"),
        ("监理", "取消", "费率 3%", ""),
    ]


def test_a_work_with_a_new_name_is_no_other_work():
    old = version(ROOF, WORKS=[{"work": "屋面"}])
    new = version({**ROOF, "work": "屋面防水"}, WORKS=[{"work": "屋面防水", "was": "屋面"}])
    assert [(d.what, d.column, d.before, d.after) for d in differences(old, new)] == [
        ("屋面防水", "改名", "屋面", "屋面防水")
    ]


def test_a_former_name_that_another_work_bears_now_is_that_works():
    lines = [Cells({"work": "屋面防水", "was": "屋面\n楼顶"}), Cells({"work": "屋面"})]
    assert renamed(lines) == {"楼顶": "屋面防水"}


def test_two_lines_alike_are_two_lines():
    assert len(differences(version(ROOF), version(ROOF, ROOF))) == 1
    assert differences(version(ROOF, ROOF), version(ROOF, ROOF)) == []


def test_parts_stand_in_their_order():
    found = differences(version(), version(ROOF, WORKS=[{"work": "屋面"}], PHASES=[{"name": "一"}]))
    assert [d.part for d in found] == [Ledger.WORKS, Ledger.COSTS, Ledger.PHASES]
