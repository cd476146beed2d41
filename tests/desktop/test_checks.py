"""The command that looks at the tables of a plan: what it prints, and what it gives back."""

import json

import pytest

from desktop.commands import main
from tests.conftest import DATA


def plan(*more) -> int:
    return main(["plan", *map(str, more)])


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "调查.csv"
    path.write_text("楼栋,单元,房号,建筑面积,改不改\n1,1,101,60,改\n", "utf-8")
    return path


def test_a_plan_without_a_problem_gives_nothing_and_one_with_a_problem_says_so(table, capsys):
    assert plan(table) == 0
    capsys.readouterr()
    table.write_text("楼栋,单元,房号,建筑面积,改不改\n1,1,101,60,随便\n", "utf-8")
    assert plan(table) == 1
    assert "survey 第 2 行：改不改“随便”不认识，按未答" in capsys.readouterr().out
    assert plan(table, "--json") == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["line"] == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("不是", "不是 JSON 文件"), ("[1]", "花括号"), ('{"rates": "5%"}', "rates"),
        ('{"legend_want": {"maybe": "也许"}}', "maybe"), ('{"legend_want": []', "不是 JSON 文件"),
    ],
)  # fmt: skip
def test_a_bad_meta_file_is_refused_in_words(table, tmp_path, capsys, text, why):
    meta = tmp_path / "图例.json"
    meta.write_text(text, "utf-8")
    assert plan(table, "--meta", meta) == 2
    told = capsys.readouterr().err
    assert told.startswith("--meta 的文件不能用")
    assert why in told


def test_rates_in_per_cent_are_rates_and_the_sample_has_no_problem(tmp_path, capsys):
    meta = json.loads((DATA / "renovation_meta.json").read_text("utf-8"))
    meta["rates"] = [["设计监理费", "3.5%"], ["预备费", "5%"]]
    path = tmp_path / "图例.json"
    path.write_text(json.dumps(meta), "utf-8")
    tables = [f"--{n}={DATA / f'renovation_{n}.csv'}" for n in ("works", "budget", "funding")]
    assert plan(DATA / "renovation_survey.csv", "--meta", path, *tables, "--json") == 0
    told, expected = (
        json.loads(each)
        for each in (capsys.readouterr().out, (DATA / "plan.expected.json").read_text("utf-8"))
    )
    assert {**told, "_rules": 0} == {**expected, "_rules": 0}
