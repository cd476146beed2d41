"""The vote of the sample, figure for figure; published totals; and what cannot be counted."""

import json

import pytest

from desktop.domain.errors import BadBallots, NoSuchFile
from desktop.services.decisions import shipped
from desktop.sheets import ballots, tallied
from tests.conftest import DATA, ROOT

RULES = shipped(ROOT / "resources/rules")

META = {
    "compound": "x",
    "matters": [{"id": "a", "column": "事项一", "title": "t", "type": "major"}],
}
HEAD = "票号,楼栋,单元,房号,专有面积,业主,证件尾号,收票情况,票面,委托书,事项一\n"


def test_the_sample_vote_is_equal_figure_for_figure():
    meta = ballots.read_meta(DATA / "owners_vote.meta.json", RULES)
    told = tallied.as_json(ballots.read(DATA / "owners_vote.csv", meta))
    wanted = json.loads((DATA / "owners_vote.expected.json").read_text("utf-8"))
    del told["rules"], wanted["rules"]
    assert told == wanted


def read(tmp_path, text, meta=META):
    (tmp_path / "m.json").write_text(json.dumps(meta), "utf-8")
    (tmp_path / "b.csv").write_text(HEAD + text, "utf-8")
    told = ballots.read_meta(tmp_path / "m.json", RULES)
    return tallied.as_json(ballots.read(tmp_path / "b.csv", told))


def test_nobody_returned_a_ballot(tmp_path):
    told = read(tmp_path, "1,1,1,101,50.5,甲,1234,未交回,,,\n")["matters"]["a"]["primary"]
    assert told["result"] == "failed"
    assert told["fail_reasons"] == ["quorum_area", "quorum_heads", "for_area", "for_heads"]
    assert told["approval"]["area_percent"] == "0.0000"


def test_co_owners_in_any_order_are_one_head(tmp_path):
    told = read(
        tmp_path,
        "1,1,1,101,50,甲、乙,1/2,已交回,有效,,同意\n2,1,1,102,50,乙、甲,2/1,已交回,有效,,同意\n",
    )
    assert told["totals"]["heads"] == 1
    assert told["multi_unit_owners"][0]["area"] == "100.00"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1,1,1,101,五十,甲,1,已交回,有效,,同意\n", "第 2 行.*面积"),
        ("1,1,1,101,0,甲,1,已交回,有效,,同意\n", "大于 0"),
        ("1,1,1,101,50,甲,1,已交回,有效,,可以\n", "“可以”"),
        ("1,1,1,101,50,甲,1,已交回,有效,,同意\n2,1,1,101,51,甲,1,已交回,有效,,同意\n", "第 3 行.*不一致"),
        ("1,1,1,101,50,,,已交回,有效,,同意\n", "第 2 行：没有业主"),
        ("1,1,1,101,50,甲,1,交了,有效,,同意\n", "收票情况“交了”"),
        ("1,1,1,101,50,甲,1,未交回,,,同意\n", "写明未交回，却有票面"),
        ("1,1,1,101,50,甲,1,已交回,作废,,同意\n", "票面“作废”"),
        ("1,1,1,101,x,甲,1,已交回,有效,,同意\n", "89.53。$"),
        ("", "没有一行票"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_with_its_line(tmp_path, text, why):
    with pytest.raises(BadBallots, match=why):
        read(tmp_path, text)


def test_a_meta_file_that_is_none_is_refused(tmp_path):
    path = tmp_path / "m.json"
    with pytest.raises(NoSuchFile):
        ballots.read_meta(path, RULES)
    for text in ("", "[]", "{}", '{"matters": [{"type": "big", "column": "x"}]}'):
        path.write_text(text, "utf-8")
        with pytest.raises(BadBallots):
            ballots.read_meta(path, RULES)


def both(heads, area):
    return {"heads": heads, "area": area}


def test_published_totals_show_what_is_known_and_what_is_not(tmp_path):
    case = {
        "rule": "ordinary",
        "totals": both(51, "4079.00"),
        "participating": both(40, None),
        "agree": both(39, "3177.00"),
        "against": None,
        "abstain": None,
    }
    told = tallied.check_published(tmp_path / "c.json", case, RULES)
    assert told["result"] == "passed"  # 乐山裕鑫苑: the area that took part is bounded
    assert told["conditions"] == [
        {"name": "quorum_heads", "left": "3*40", "op": ">=", "right": "2*51", "holds": True},
        {"name": "quorum_area", "left": "3*?", "op": ">=", "right": "2*4079.00", "holds": True},
        {"name": "approval_heads", "left": "2*39", "op": ">", "right": "40", "holds": True},
        {"name": "approval_area", "left": "2*3177.00", "op": ">", "right": "?", "holds": True},
    ]
    assert told["inconsistencies"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "big"},
        {"totals": 5},
        {"totals": both("51", "1")},
        {"totals": both(True, "1")},
        {"agree": both(1, 1.5)},
        {"agree": both(1, "多")},
    ],
)
def test_a_case_that_is_none_is_refused(tmp_path, change):
    case = {"rule": "major", "totals": both(2, "2"), "participating": both(2, "2"),
            "agree": both(2, "2"), **change}  # fmt: skip
    with pytest.raises(BadBallots):
        tallied.check_published(tmp_path / "c.json", case, RULES)


def test_two_matters_of_one_id_are_refused(tmp_path):
    with pytest.raises(BadBallots, match="重复"):
        read(tmp_path, "", {**META, "matters": META["matters"] * 2})


ROW = "{},1,1,{},50,甲,{},已交回,有效,,同意\n"


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_with_other_marks_and_untidy_headings_is_read(tmp_path, mark):
    text = (HEAD + ROW.format(1, 101, 1)).replace(",", mark)
    text = (
        text.replace("专有面积", " 专有面积（㎡）")
        .replace("票号", "票　号")
        .replace("事项一", "事项 一 ")
    )
    (tmp_path / "m.json").write_text(json.dumps(META), "utf-8")
    (tmp_path / "b.csv").write_text(text, "utf-8")
    told = ballots.read(tmp_path / "b.csv", ballots.read_meta(tmp_path / "m.json", RULES))
    assert tallied.as_json(told)["totals"] == {
        "units": 1, "heads": 1, "area": "50.00", "ballots": 1,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["收票情况", "票面"])
def test_columns_that_decide_whether_a_paper_counts_are_asked_for(tmp_path, name):
    (tmp_path / "m.json").write_text(json.dumps(META), "utf-8")
    (tmp_path / "b.csv").write_text(HEAD.replace(name, "x") + ROW.format(1, 101, 1), "utf-8")
    with pytest.raises(BadBallots, match=name):
        ballots.read(tmp_path / "b.csv", ballots.read_meta(tmp_path / "m.json", RULES))


def test_one_number_on_two_rows_and_one_column_of_two_matters_are_refused(tmp_path):
    with pytest.raises(BadBallots, match="第 3 行的票号“1”在第 2 行已有"):
        read(tmp_path, ROW.format(1, 101, 1) + ROW.format(1, 102, 2))
    other = {**META["matters"][0], "id": "b"}
    with pytest.raises(BadBallots, match="事项一”已用过"):
        read(tmp_path, "", {**META, "matters": [META["matters"][0], other]})


def test_owners_that_only_a_name_tells_are_warned_of(tmp_path):
    text = (
        ROW.format(1, 101, "") + ROW.format(2, 102, "") + ROW.format(3, 103, "8127")
        + "4,1,1,104,50,乙、丙,1111,已交回,有效,,同意\n5,1,1,105,50,开发商(未售),,未交回,,,\n"
        + "6,1,1,106,50,开发商(未售),,未交回,,,\n"
    )  # fmt: skip
    (tmp_path / "m.json").write_text(json.dumps(META), "utf-8")
    (tmp_path / "b.csv").write_text(HEAD + text, "utf-8")
    found = ballots.read(tmp_path / "b.csv", ballots.read_meta(tmp_path / "m.json", RULES))
    assert found.warnings == (
        "1-1-104 的共有人 2 名，证件尾号不全，可能有同名的不同人",
        "“甲”没有证件尾号，1-1-101、1-1-102 等 2 户按同一人计，可能是几个人",
        "“甲”在 1-1-101 没有证件尾号，在 1-1-103 有，按不同的人计",
    )


def test_a_misspelt_figure_is_not_one_that_is_missing(tmp_path):
    case = {"rule": "major", "totals": both(2, "2"), "participating": both(2, "2"),
            "agree": both(2, "2")}  # fmt: skip
    for change in ({"abstained": both(0, "0")}, {"against": {"head": 0, "area": "0"}}):
        with pytest.raises(BadBallots, match=r"没有“(abstained|head)”"):
            tallied.check_published(tmp_path / "c.json", {**case, **change}, RULES)
