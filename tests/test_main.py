"""The program as it is started: demo, check-roster, verify, backup, restore, wrong input."""

import json
import re
import subprocess
import sys

import pytest
from pypdf import PdfReader

from desktop.register import Register
from tests.conftest import DATA, ROOT


def run(*arguments, cwd=None):
    command = [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, timeout=120
    )


def test_demo_writes_every_paper_twice_and_prints_the_paths(tmp_path):
    done = run("demo", "--out", tmp_path / "输 出")
    assert done.returncode == 0, done.stderr
    paths = [line for line in done.stdout.splitlines() if line.endswith((".pdf", ".docx"))]
    assert len(paths) == 8
    for word in ("会议通知", "签到表", "会议纪要"):
        assert [p for p in paths if p.endswith(f"{word}.pdf")]
        assert [p for p in paths if p.endswith(f"{word}.docx")]
    assert sorted(p.name for p in (tmp_path / "输 出").iterdir()) == sorted(
        p.rsplit("/", 1)[-1].rsplit("\\", 1)[-1] for p in paths
    )


def test_the_handbook_is_written_with_every_key_of_the_window(tmp_path):
    done = run("handbook", "--out", tmp_path / "输 出")
    assert done.returncode == 0, done.stderr
    path = tmp_path / "输 出" / "圆桌议事使用手册.pdf"
    assert done.stdout.strip() == str(path)
    assert "按键：会议" in [
        line.title for part in PdfReader(path).outline if isinstance(part, list) for line in part
    ]


def test_check_roster_prints_json():
    done = run("check-roster", DATA / "房屋清册.csv", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["counts"]["households"] == 504


@pytest.mark.parametrize(
    "arguments",
    [
        ("check-roster", "没有.xlsx", "--json"),
        ("check-roster", str(ROOT / "pyproject.toml")),
        ("verify", "没有.圆桌"),
        ("backup", "没有.圆桌"),
        ("restore", "没有.圆桌备份", "x.圆桌"),
        ("demo",),
        ("tally",),
        ("rules", "check"),
        ("rules", "check", "没有.toml"),
        ("rules", "check", str(ROOT / "README.md")),
        ("rules", "写"),
        ("tally", "没有.csv", "--meta", "没有.json"),
        ("tally", "没有.csv"),
        ("tally", "--totals", str(ROOT / "pyproject.toml"), "--json"),
        ("什么",),
        ("verify", "x.圆桌", "--json=3"),
        ("check-roster", "--json=3", "x"),
        ("restore", str(ROOT / "pyproject.toml"), "postgresql://u@h/db"),
        ("restore", str(ROOT / "pyproject.toml"), "."),
        ("verify", "postgresql://x@h:abc/db"),
        ("backup", str(ROOT / "pyproject.toml")),
        ("demo", "--out", str(ROOT / "pyproject.toml")),
        ("handbook",),
        ("handbook", "--out", str(ROOT / "pyproject.toml")),
    ],
)
def test_wrong_input_is_one_chinese_line_and_two(tmp_path, arguments):
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert any("\u4e00" <= c <= "\u9fff" for c in done.stderr)
    assert not {"argument", "choose", "ignored"} & set(re.findall("[a-z]+", done.stderr))
    assert list(tmp_path.iterdir()) == []


def test_verify_backup_and_restore(tmp_path):
    path = tmp_path / "社区.圆桌"
    register = Register(path, "张敏", create=True)
    register.communities.set_up("街道", "社区")
    register.close()
    done = run("verify", path)
    assert (done.returncode, "完好" in done.stdout) == (0, True)
    made = run("backup", path, "--out", tmp_path / "U盘").stdout.strip()
    assert run("restore", made, path).returncode == 2
    assert run("restore", made, tmp_path / "新.圆桌").returncode == 0
    assert run("restore", made, path, "--replace").returncode == 0
    assert run("verify", tmp_path / "新.圆桌").returncode == 0


def test_a_backup_into_a_file_is_one_line(tmp_path):
    path = tmp_path / "社区.圆桌"
    Register(path, "张敏", create=True).close()
    (tmp_path / "文件").write_text("")
    for arguments in (
        ("backup", path, "--out", tmp_path / "文件"),
        ("backup", path, "--out", tmp_path / "文件" / "x"),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1


def test_rules_are_listed_and_checked(tmp_path):
    listed = run("rules", "list")
    assert listed.returncode == 0
    assert "参加表决的专有部分面积过半数" in listed.stdout
    own = tmp_path / "本社区.toml"
    own.write_text((ROOT / "resources/rules/decisions.toml").read_text("utf-8"), "utf-8")
    assert run("rules", "check", own).stdout == listed.stdout
    own.write_text(own.read_text("utf-8").replace("numerator = 3", "numerator = 9", 1), "utf-8")
    refused = run("rules", "check", own)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "numerator" in refused.stderr


def test_an_own_rule_file_that_says_it_is_the_law_is_told_with_every_place(tmp_path):
    own = tmp_path / "本社区.toml"
    own.write_text((ROOT / "resources/rules/decisions.toml").read_text("utf-8"), "utf-8")
    refused = run("rules", "check", own)
    assert refused.returncode == 1
    for place in ("decision[1].statutory", "decision[1].name", "decision[2].items"):
        assert place in refused.stderr
    assert run("rules", "check", ROOT / "resources/rules/decisions.toml").returncode == 0


def test_a_vote_is_tallied(tmp_path):
    told = run("tally", DATA / "owners_vote.csv", "--meta", DATA / "owners_vote.meta.json")
    assert told.returncode == 0
    assert "368 户，349 人，39856.52 ㎡" in told.stdout
    wanted = json.loads((DATA / "owners_vote.expected.json").read_text("utf-8"))["matters"]
    turns = sum(len(matter["outcome_depends_on"]) for matter in wanted.values())
    assert turns == told.stdout.count("换一种计法结果就不同") > 0
    case = tmp_path / "公布.json"
    both = {"heads": 36, "area": "3508.53"}
    agree = {"heads": 25, "area": "2339.40"}
    for rule, result in (("ordinary", "passed"), ("major", "not_passed")):
        case.write_text(
            json.dumps({"rule": rule, "totals": both, "participating": both, "agree": agree}),
            "utf-8",
        )
        done = run("tally", "--totals", case, "--json")
        assert json.loads(done.stdout)["result"] == result


def test_the_program_checks_itself(tmp_path):
    done = run("self-check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) == 7
    assert all("：正常" in line for line in lines)
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_come_without_its_option():
    from main import told

    assert told(["D:\\社区 数据.圆桌"]) == ["--file", "D:\\社区 数据.圆桌"]
    for others in ([], ["--sample"], ["verify", "x.圆桌"], ["demo"]):
        assert told(others) == others


@pytest.mark.parametrize(
    "arguments", [("check-roster", "没有.xlsx"), ("check-suggestions", "没有.csv")]
)
def test_a_table_that_is_not_there_is_no_reason_to_make_a_data_file(arguments, tmp_path):
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode
    assert "找不到文件：没有" in done.stderr
    assert "数据文件" not in done.stderr
    missing = run("verify", "没有.圆桌", cwd=tmp_path)
    assert "新建一个数据文件" in missing.stderr
