"""The renewal plan of a compound, from four tables to its document."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from desktop.documents.renewal.parts import buildings
from desktop.domain.errors import NameNeeded, NotYet, PrivateOnNotice
from desktop.domain.renewal.consent import GATES
from desktop.domain.renewal.errors import (
    GateOpen,
    NotAConsentShare,
    NotALedgerValue,
    PostedTooEarly,
    RenewalNotNow,
    SameWork,
)
from desktop.domain.renewal.plan_files import PlanFiles, read_all, read_survey
from desktop.domain.renewal.plan_lines import costs_of, sources_of
from desktop.domain.renewal.survey import Answer, Lift, Want
from desktop.domain.renewal.terms import Base, Ledger, RenewalStage
from desktop.domain.session_errors import NotAPlanTable
from desktop.domain.sheet import Sheet
from desktop.services.communities import CompoundFacts
from desktop.services.paper_files import Form
from desktop.services.premises import PremisesPlan
from desktop.services.renewal.papers import RenewalPaper
from desktop.services.renewal.plans import RenewalPlan
from desktop.services.renewal.surveys import Keyed
from desktop.services.suggestions import SuggestionPlan
from desktop.sheets.child import sheets_here
from tests.conftest import DATA, ROOT

TABLES = [DATA / f"renovation_{name}.csv" for name in ("survey", "works", "budget", "funding")]
PLAN = RenewalPlan(
    "缫丝厂宿舍改造方案", "2/3", "区住建局〔2024〕7号文件第三条", about="建成于1986年，4栋168户。",
    gates=("业委会", "公共收益和物业费", "2024年5月通过"),
)  # fmt: skip


@cache
def sample() -> PlanFiles:
    """The sample's four tables, read once: a child process for each would take its time."""
    names = ("survey", "works", "budget", "funding")
    return read_all(*(sheets_here(DATA / f"renovation_{name}.csv") for name in names), {})


@pytest.fixture
def planned(register, compound):
    register.renewals.keep(compound, PLAN)
    register.renewals.take_over(compound, sample())
    return compound


def test_tables_are_told_apart_and_kept_exactly(register, planned):
    facts = register.renewals.facts(planned)
    read = register.renewals.read(TABLES)
    assert register.renewals.of(planned).plan == PLAN
    assert len(facts.answers) == 168
    assert {(a.door, a.want, a.area, a.wishes) for a in read.answers} >= {
        (a.door, a.want, a.area, a.wishes) for a in facts.answers
    }
    assert facts.works == read.works
    assert costs_of(facts.lines(Ledger.COSTS)) == [
        replace(each, number=place) for place, each in enumerate(read.costs, 1)
    ]
    assert sources_of(facts.lines(Ledger.SOURCES)) == read.sources
    assert str(facts.paid.gap(facts.bill.total)) == "89178.42"
    assert register.verification.check().sound


def test_a_table_taken_again_takes_the_place_of_the_one_before(register, planned):
    register.renewals.take_over(planned, register.renewals.read(TABLES[:1]))
    facts = register.renewals.facts(planned)
    assert (len(facts.answers), len(facts.doubles)) == (168, 2)
    assert facts.bill.lines
    assert register.verification.check().sound


def document(register, compound, paper=RenewalPaper.PLAN):
    return register.renewal_papers.document(compound, paper)


def test_the_document_says_the_samples_figures_and_names_no_door(register, planned):
    text = document(register, planned).text
    for told in (
        "共调查 168 户，愿意改造 139 户，不愿意 18 户，未答 11 户",
        "占全部户数的 82.74%",
        "3×139 ≥ 2×168，达到",
        "区住建局〔2024〕7号文件第三条",
        "资金还差 89178.42 元",
        "有 2 户交了两份问卷",
        "加装电梯2402",
        "2栋2单元",
    ):
        assert told in text, told
    assert "楼前空地被占" not in text
    assert "1-1-101" not in text
    assert "郑诗涵" not in text
    for paper in RenewalPaper:
        if paper not in {RenewalPaper.JOINED, RenewalPaper.CHANGES}:
            assert register.renewal_papers.preview(planned, paper).startswith(b"%PDF")


def test_what_is_open_is_named(register, compound):
    register.renewals.keep(compound, RenewalPlan("方案"))
    text = document(register, compound).text
    for told in ("还没有入户调查", "还没有预算", *GATES, "〔待补〕"):
        assert told in text


def test_without_a_plan_or_with_nonsense_it_is_refused(register, compound, tmp_path):
    with pytest.raises(NotYet):
        document(register, compound)
    with pytest.raises(NotYet):
        register.renewals.take_over(compound, register.renewals.read(TABLES))
    with pytest.raises(NameNeeded):
        register.renewals.keep(compound, RenewalPlan(" "))
    for share in ("", "三分之二", "0", "3/2", "1/0"):
        with pytest.raises(NotAConsentShare):
            register.renewals.keep(compound, RenewalPlan("方案", share))
    other = tmp_path / "别的.csv"
    other.write_text("甲,乙\n1,2\n", "utf-8")
    with pytest.raises(NotAPlanTable):
        register.renewals.read([other])


def test_a_plan_due_on_friday_is_told_by_hand(register, compound):
    plan = RenewalPlan(
        "方案", "80%", "区文件", Base.ANSWERED, hand=("100", "60", "10", "6000.5", "3600", "600")
    )
    register.renewals.keep(compound, plan)
    source = {"name": "居民出资", "by": "每户", "value": "300"}
    register.ledgers.add(compound, Ledger.SOURCES, source)
    told = document(register, compound).text
    assert (
        "共调查 100 户（由社区填报，没有逐户调查表），愿意改造 60 户，不愿意 10 户，未答 30 户"
        in told
    )
    assert "5×60 ≥ 4×70，达到" in told
    assert register.renewals.facts(compound).paid.total == Decimal("18000.00")
    assert register.renewals.of(compound).plan == plan
    for hand in (
        ("10", "8", "3", "", "", ""), ("x", "", "", "", "", ""), ("5", "1.5", "", "", "", ""),
        ("10", "8", "1", "100", "80", "30"),
    ):  # fmt: skip
        with pytest.raises(NotALedgerValue):
            register.renewals.keep(compound, RenewalPlan("方案", hand=hand))


def test_stages_go_on_one_by_one_and_the_gate_is_asked(register, compound):
    register.renewals.keep(compound, RenewalPlan("方案", gates=("自管委", "", "")))
    move = register.renewals.move
    with pytest.raises(RenewalNotNow):
        move(compound, RenewalStage.SCHEME)
    for stage in (RenewalStage.WORKS, RenewalStage.SCHEME):
        move(compound, stage)
    with pytest.raises(GateOpen) as asked:
        move(compound, RenewalStage.APPROVED)
    assert "钱从哪来" in str(asked.value)
    register.renewals.keep(compound, RenewalPlan("方案", gates=("自管委", "停车费", "5月通过")))
    with pytest.raises(RenewalNotNow):  # no version has been approved
        move(compound, RenewalStage.APPROVED)
    register.ledgers.add(compound, Ledger.WORKS, {"category": "基础类", "work": "屋面"})
    scheme = register.schemes.fix(compound, "第一版")
    by, on, how = "居民代表会议", date(2024, 9, 10), "同意 26 人"
    register.schemes.approve(scheme, by, on, how, below=True)
    move(compound, RenewalStage.PUBLICITY)
    move(compound, RenewalStage.SURVEY)
    assert register.renewals.of(compound).stage is RenewalStage.SURVEY
    assert register.verification.check().sound


def test_a_work_traces_to_suggestions_and_resolution(register, planned):
    for text in ("一楼返水", "下水道堵了", "化粪池冒水"):
        register.suggestions.add(planned, SuggestionPlan(text))
    work = register.ledgers.lines(planned, Ledger.WORKS)[0]
    register.ledgers.change(
        work.ref, {**work.cells.told, "voices": "1、3", "resolution": "2024年6月圆桌会议第2项"}
    )
    told = document(register, planned).text
    assert "建议 1、3 号；2024年6月圆桌会议第2项；60 户选为优先" in told


def test_charts_tell_their_figures_in_words_too(register, planned):
    blocks = document(register, planned).blocks
    says = [block.says for block in blocks if hasattr(block, "says")]
    assert says[0].startswith("各栋意愿：1栋愿意 36 户；2栋愿意 35 户")
    assert says[1].startswith("优先项分值：排水排污管网改造 128 分")


def test_nobody_who_speaks_in_a_plan_is_named(register, planned):
    comment = {"work": "外墙修缮", "door": "2-1-101", "text": "郑诗涵说颜色太深", "state": "采纳",
               "answer": "改浅色"}  # fmt: skip
    register.ledgers.add(planned, Ledger.COMMENTS, comment)
    talk = {
        "work": "加装电梯",
        "door": "1-1-101",
        "who": "何婷",
        "offer": "补偿郑诗涵",
        "result": "同意",
    }
    register.ledgers.add(planned, Ledger.TALKS, talk)
    for paper in RenewalPaper:
        if paper in {RenewalPaper.JOINED, RenewalPaper.CHANGES}:
            continue
        told = document(register, planned, paper).text
        assert "郑诗涵" not in told, paper
        if paper is not RenewalPaper.SHARES:
            assert "1-1-101" not in told, paper
    assert "已谈妥" in document(register, planned).text
    assert "改浅色" in document(register, planned, RenewalPaper.COMMENTS).text


def test_what_households_pay_adds_up(register, planned):
    register.ledgers.add(
        planned, Ledger.SOURCES,
        {"name": "业主按面积", "by": "每平方米", "value": "1.333", "who": "全部户"},
    )  # fmt: skip
    told = document(register, planned, RenewalPaper.SHARES).text
    facts = register.renewals.facts(planned)
    paid = dict(facts.paid.sources)
    total = paid["居民出资"] + paid["业主按面积"]
    assert f"共 168 户，合计 {total} 元" in told
    assert f"合计{paid['居民出资']}{paid['业主按面积']}{total}" in told


def test_what_hangs_as_approved_is_what_was_approved(register, planned):
    scheme = register.schemes.fix(planned, "第一版")
    register.schemes.approve(scheme, "居民代表会议", date(2024, 9, 10), "同意 26 人")
    register.schemes.post(scheme, date(2024, 9, 11), 7)
    before = document(register, planned, RenewalPaper.PUBLICITY).text
    fountain = {"work": "大喷泉", "quantity": "1", "price": "999999"}
    register.ledgers.add(planned, Ledger.COSTS, fountain)
    assert document(register, planned, RenewalPaper.PUBLICITY).text == before
    assert "999999" not in document(register, planned, RenewalPaper.SITE_SIGN).text
    facts = register.renewals.facts(planned)
    assert any("和已通过的第 1 版不一样" in each for each in facts.open)
    register.schemes.fix(planned, "加喷泉")
    assert register.renewals.of(planned).stage is RenewalStage.SCHEME
    assert document(register, planned, RenewalPaper.PUBLICITY).text == before


def test_what_people_write_themselves_is_counted_and_not_printed(register, compound):
    register.renewals.keep(compound, PLAN)
    answers = [
        Answer("1", "1", "1", "101", 1, Decimal(60), Want.YES, ("帮李小明家修防盗网",), Lift.AGREE,
               (("3栋2单元501赵六家的阳光房", "碍事"),), None),
        *(Answer(str(n), "1", "1", str(n), 1, Decimal(60), Want.YES, (), Lift.AGREE, (), None)
          for n in range(102, 106)),
        Answer("9", "2", "1", "101", 1, None, Want.NO, (), Lift.OPPOSE, (), None),
    ]  # fmt: skip
    register.renewals.take_over(compound, PlanFiles(answers=answers))
    line = {"work": "绿化", "category": "完善类", "state": "暂缓", "note": "和1-1-101业主谈过"}
    register.ledgers.add(compound, Ledger.WORKS, line)
    told = document(register, compound).text
    for private in ("李小明", "赵六", "1-1-101"):
        assert private not in told
    assert "有 1 户提出清单以外的内容" in told
    assert "清单以外的内容101" in told
    assert "和〔房号略〕业主谈过" in told
    assert "2栋110" not in told  # a building of one household tells no vote
    assert "2栋1单元1————" in told
    assert "没有面积" in told


def test_the_same_file_again_is_the_same_and_hands_stay(register, compound):
    register.renewals.keep(compound, PLAN)
    one = Answer("1", "1", "1", "101", 1, Decimal(60), Want.YES, (), Lift.AGREE, (), None)
    gone = replace(one, id="2", room="102")
    register.renewals.take_over(compound, PlanFiles(answers=[one, gone]))
    register.surveys.enter(compound, Keyed("1-1-101", "2"))
    register.renewals.take_over(compound, PlanFiles(answers=[replace(one, area=Decimal("61.5"))]))
    facts = register.renewals.facts(compound)
    (answer,) = facts.answers
    assert (answer.want, answer.area) == (Want.NO, Decimal("61.5"))  # keyed by hand, measured anew
    assert register.verification.check().sound


def test_two_plans_of_one_name_are_two_files(register, planned, tmp_path):
    other = register.communities.add(CompoundFacts("锦屏雅筑"))
    register.renewals.keep(other, PLAN)
    folder = tmp_path / "出"
    paths = [register.renewal_papers.write(each, Form.PDF, folder) for each in (planned, other)]
    assert len(set(paths)) == len(list(folder.iterdir())) == 2
    assert paths[1].stem.endswith("（2）")


def test_plans_of_one_area_are_one_document(register, planned):
    other = register.communities.add(CompoundFacts("丝绸厂宿舍"))
    for compound, name in ((planned, "缫丝厂宿舍改造方案"), (other, "丝绸厂宿舍改造方案")):
        register.renewals.keep(compound, replace(PLAN, title=name, area_name="丝厂片区"))
    register.ledgers.add(
        other, Ledger.SHARED,
        {"name": "柳荫巷", "kind": "街巷", "what": "铺装", "amount": "30000", "share": "40%"},
    )  # fmt: skip
    told = document(register, planned, RenewalPaper.JOINED).text
    assert "共 2 个小区" in told
    assert "柳荫巷" in told
    register.renewals.keep(planned, PLAN)
    with pytest.raises(NotYet):
        document(register, planned, RenewalPaper.JOINED)


def test_a_resident_named_in_a_plan_stops_its_paper(register, planned, tmp_path):
    register.premises.add(planned, PremisesPlan("1-1-101"), "龙丽华", "13912345678")
    register.renewals.keep(planned, replace(PLAN, risks="龙丽华不同意装电梯"))
    with pytest.raises(PrivateOnNotice):
        register.renewal_papers.write(planned, Form.PDF, tmp_path)


def test_the_document_from_the_command_line(file_register, tmp_path):
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


def test_money_approved_does_not_move_when_somebody_answers_later(register, planned):
    register.ledgers.add(planned, Ledger.SOURCES, {"name": "另出", "by": "每户", "value": "100"})
    scheme = register.schemes.fix(planned, "第一版")
    register.schemes.approve(scheme, "居民代表会议", date(2024, 9, 10), "同意 26 人")
    with pytest.raises(PostedTooEarly):
        register.schemes.post(scheme, date(2024, 9, 9), 7)
    before = document(register, planned, RenewalPaper.PUBLICITY).text
    (silent, *_) = [
        each for each in register.renewals.facts(planned).answers if each.want is not Want.YES
    ]
    register.surveys.enter(planned, Keyed(silent.door, "1"))
    assert document(register, planned, RenewalPaper.PUBLICITY).text == before
    register.ledgers.add(planned, Ledger.COSTS, {"work": "喷泉", "quantity": "1", "price": "9"})
    assert "第 1 版通过以后有改动" in document(register, planned).text


def test_a_work_stands_once_and_a_new_name_is_no_new_work(register, compound):
    register.renewals.keep(compound, PLAN)
    ref = register.ledgers.add(compound, Ledger.WORKS, {"work": "照明", "category": "基础类"})
    with pytest.raises(SameWork):
        register.ledgers.add(compound, Ledger.WORKS, {"work": "照明", "category": "基础类"})
    register.ledgers.add(compound, Ledger.COSTS, {"work": "照明", "quantity": "10", "price": "100"})
    register.schemes.fix(compound, "第一版")
    register.ledgers.change(ref, {"work": "楼道照明", "category": "基础类"})
    (only,) = register.schemes.changed(compound, 1, 0)
    assert (only.column, only.before, only.after) == ("改名", "照明", "楼道照明")


def test_a_door_in_the_name_of_a_work_hangs_on_no_wall(register, compound):
    register.renewals.keep(compound, PLAN)
    work = "3栋2单元501室渗漏维修"
    register.ledgers.add(compound, Ledger.WORKS, {"category": "基础类", "work": work})
    cost = {"work": work, "quantity": "1", "price": "900"}
    register.ledgers.add(compound, Ledger.COSTS, cost)
    for number in (101, 102, 201):
        register.premises.add(compound, PremisesPlan(f"1-1-{number}", area="60"))
    register.surveys.list_from_roster(compound)
    for number, want in ((101, "1"), (102, "1"), (201, "2")):
        register.surveys.enter(compound, Keyed(f"1-1-{number}", want, "1"))
    register.schemes.fix(compound, "第一版")
    told = 0
    for paper in (
        RenewalPaper.PLAN, RenewalPaper.PUBLICITY, RenewalPaper.SITE_SIGN, RenewalPaper.RESULT,
    ):  # fmt: skip
        made = document(register, compound, paper)
        text = made.text + "".join(str(block) for block in made.blocks)
        assert "501" not in text, paper
        told += "渗漏维修" in made.text
    assert told == 3  # all but the survey's result tell of the work


def test_whom_a_unit_or_a_building_would_tell_apart_is_not_told(register, compound):
    register.renewals.keep(compound, PLAN)
    doors = ["1-1-101", "1-1-102", "1-1-201", "1-1-202", "2-1-101", "2-1-102", "2-1-201", "9-1-101"]
    for door in doors:
        register.premises.add(compound, PremisesPlan(door, area="60"))
    register.surveys.list_from_roster(compound)
    for door in doors:
        register.surveys.enter(compound, Keyed(door, "1", "", "1"))
    text = document(register, compound).text
    (row,) = [line for line in text.split("\n") if line.startswith("9栋1单元")] or [""]
    assert "达到" not in row
    assert "9栋" not in "；".join(line for line in text.split("\n") if "愿意" in line)
    # 9栋 alone would be the sum less the others: the smallest other building is told with it
    names = [name for name, _ in buildings(register.renewals.facts(compound))]
    assert names == ["1栋", "其他楼栋"]


def test_several_things_off_the_catalogue_are_settled_one_by_one(register, compound):
    register.renewals.keep(compound, PLAN)
    rows = "房号,改不改,反对项目,反对理由\n1-1-101,改,甲事；乙事,吵；脏\n1-1-102,改,,\n"
    read = PlanFiles()
    read_survey(read, Sheet("表", tuple(map(_cells, rows.split())), (1, 2, 3)), {})
    register.renewals.take_over(compound, read)
    talk = {"work": "甲事", "door": "1-1-101", "offer": "改时间", "result": "同意"}
    register.ledgers.add(compound, Ledger.TALKS, talk)
    (told,) = register.renewals.facts(compound).opposition
    assert (told.households, told.settled) == (2, 1)


def _cells(line):
    return tuple(line.split(","))


def test_an_opinion_that_waits_for_an_answer_is_posted_without_a_blank(register, compound):
    register.renewals.keep(compound, PLAN)
    for told in (
        {"text": "外墙颜色深一些", "state": "采纳", "answer": "改为浅灰"},
        {"text": "多栽桂花", "state": "待答复"},
    ):
        register.ledgers.add(compound, Ledger.COMMENTS, told)
    text = document(register, compound, RenewalPaper.COMMENTS).text
    assert "共收到意见 2 条，已答复 1 条" in text
    assert "正在研究，另行答复" in text
    assert "〔待补〕" not in text
