"""The renewal plan of a compound, from four tables to its document."""

import subprocess
import sys
from fractions import Fraction

import pytest

from desktop.domain.errors import NameNeeded, NotAShare, NotYet
from desktop.domain.renewal import GATES, Consent
from desktop.domain.session_errors import NotAPlanTable
from desktop.domain.survey import Wish
from desktop.services.paper_files import Form
from desktop.services.renewals import RenewalPlan
from tests.conftest import DATA, ROOT

TABLES = [DATA / f"renovation_{name}.csv" for name in ("survey", "works", "budget", "funding")]
PLAN = RenewalPlan(
    "缫丝厂宿舍改造方案", "2/3", "区住建局〔2024〕7号文件第三条", "建成于1986年，4栋168户。",
    gates=("业委会", "公共收益和物业费", "2024年5月通过"),
)  # fmt: skip


@pytest.fixture
def planned(register, compound):
    register.renewals.keep(compound, PLAN)
    register.renewals.take_over(compound, register.renewals.read(TABLES))
    return compound


def test_tables_are_told_apart_and_kept_exactly(register, planned):
    line = register.renewals.of(planned)
    read = register.renewals.read(TABLES)
    assert line.plan == PLAN
    assert line.files.answers == read.answers
    assert line.files.works == read.works
    assert line.files.costs == read.costs
    assert line.files.sources == read.sources
    assert register.upkeep.check().sound


def test_a_table_taken_again_takes_the_place_of_the_one_before(register, planned):
    register.renewals.take_over(planned, register.renewals.read(TABLES[:1]))
    assert len(register.renewals.of(planned).files.answers) == 170
    assert register.renewals.of(planned).files.costs
    assert register.upkeep.check().sound


def test_the_document_says_the_samples_figures_and_names_no_door(register, planned):
    text = register.renewals.document(planned).text
    for told in (
        "共调查 168 户，愿意改造 139 户，不愿意 18 户，未答 11 户",
        "占全部户数的 82.74%",
        "3×139 ≥ 2×168，达到",
        "区住建局〔2024〕7号文件第三条",
        "资金还差 89178.42 元",
        "有 2 户交了两份问卷",
        "对“加装电梯”有 24 户提出异议",
        "2栋2单元",
    ):
        assert told in text, told
    assert "楼前空地被占" not in text
    assert "1-1-101" not in text
    assert "郑诗涵" not in text
    for form in ("preview",):
        assert getattr(register.renewals, form)(planned).startswith(b"%PDF")


def test_what_is_open_is_named(register, compound):
    register.renewals.keep(compound, RenewalPlan("方案"))
    text = register.renewals.document(compound).text
    for told in ("还没有入户调查", "还没有预算", *GATES, "〔待补〕"):
        assert told in text


def test_without_a_plan_or_with_nonsense_it_is_refused(register, compound, tmp_path):
    with pytest.raises(NotYet):
        register.renewals.document(compound)
    with pytest.raises(NotYet):
        register.renewals.take_over(compound, register.renewals.read(TABLES))
    with pytest.raises(NameNeeded):
        register.renewals.keep(compound, RenewalPlan(" "))
    for share in ("", "三分之二", "0", "3/2", "1/0"):
        with pytest.raises(NotAShare):
            register.renewals.keep(compound, RenewalPlan("方案", share))
    other = tmp_path / "别的.csv"
    other.write_text("甲,乙\n1,2\n", "utf-8")
    with pytest.raises(NotAPlanTable):
        register.renewals.read([other])


@pytest.mark.parametrize(("yes", "reached", "missing"), [(111, False, 1), (112, True, 0)])
def test_consent_is_asked_at_the_projects_own_share(yes, reached, missing):
    told = Wish(168, yes, 0, 168 - yes, 0, 0)
    consent = Consent(Fraction(2, 3), "文件")
    assert consent.reached(told) is reached
    assert consent.missing(told) == missing


def test_the_document_from_the_command_line(file_register, tmp_path):
    from desktop.services.communities import CompoundFacts

    file_register.communities.set_up("棠梨街道", "柳荫社区")
    compound = file_register.communities.add(CompoundFacts("缫丝厂宿舍"))
    file_register.renewals.keep(compound, PLAN)
    file_register.renewals.take_over(compound, file_register.renewals.read(TABLES))
    path = file_register.address.path
    file_register.close()
    run = [sys.executable, str(ROOT / "main.py"), "--file", str(path), "plan-document"]
    done = subprocess.run(
        [*run, "--compound", "缫丝厂宿舍", "--out", str(tmp_path / "出")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {each.suffix for each in (tmp_path / "出").iterdir()} == {".pdf", ".docx"}
    wrong = subprocess.run(
        [*run, "--compound", "没有"], capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert "缫丝厂宿舍" in wrong.stderr
    assert len(Form) == 2
