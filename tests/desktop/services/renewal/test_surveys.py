"""Asking every household: the list, printed sheets, answers keyed in, who is still to be asked."""

import subprocess

import pypdfium2
import pytest
import zxingcpp

from desktop.domain.errors import Gone
from desktop.domain.renewal.errors import (
    EmptySheet,
    ForeignSheet,
    HasAnswered,
    NobodyToAsk,
    NoSuchHousehold,
    NotASurveyAnswer,
)
from desktop.domain.renewal.survey import Lift, Want
from desktop.domain.renewal.survey_code import SheetCode
from desktop.domain.renewal.terms import Ledger, SurveyWay
from desktop.services.communities import CompoundFacts
from desktop.services.premises import PremisesPlan
from desktop.services.renewal.plans import RenewalPlan
from desktop.services.renewal.surveys import Keyed
from tests.support.tools import needs_poppler


@pytest.fixture
def asked(register, compound):
    register.renewals.keep(compound, RenewalPlan("方案", source="区文件"))
    for room in ("101", "102", "201", "1001"):
        register.premises.add(compound, PremisesPlan(f"2-1-{room}", area="60.25"))
    register.premises.add(compound, PremisesPlan("10-1-101", area="80"))
    for work in ("屋面", "外墙", "照明"):
        register.ledgers.add(compound, Ledger.WORKS, {"category": "基础类", "work": work})
    assert register.surveys.list_from_roster(compound) == 5
    return compound


def test_the_list_is_in_walking_order_and_keeps_its_numbers(register, asked):
    told = register.surveys.told(asked)
    assert [a.door for a in told.asked] == ["2-1-101", "2-1-102", "2-1-201", "2-1-1001", "10-1-101"]
    assert [a.household.floor for a in told.asked] == [1, 1, 2, 10, 1]
    register.premises.add(asked, PremisesPlan("1-1-101"))
    assert register.surveys.list_from_roster(asked) == 1
    told = register.surveys.told(asked)
    assert (told.asked[-1].door, told.asked[-1].place) == ("1-1-101", 6)
    assert told.asked[0].code == SheetCode(1, 1)


def test_by_code_or_by_door_and_nothing_is_overwritten(register, asked):
    code = register.surveys.told(asked).asked[0].code.shown
    assert register.surveys.enter(asked, Keyed(code, "1", "3 1", "2", "2", "颜色太深")) == "2-1-101"
    register.surveys.enter(asked, Keyed("2栋1单元101", "2", way=SurveyWay.WRITTEN))
    line = register.surveys.told(asked).asked[0]
    assert (line.sheets, line.answer.want, line.answer.wishes) == (2, Want.NO, ())
    facts = register.renewals.facts(asked)
    assert len(facts.doubles) == 1
    assert register.surveys.take_back(asked, "2-1-101") == "2-1-101"
    answer = register.surveys.told(asked).asked[0].answer
    assert (answer.want, answer.wishes, answer.lift) == (Want.YES, ("照明", "屋面"), Lift.OPPOSE)
    assert answer.objections == (("外墙", "颜色太深"),)
    assert register.verification.check().sound


def test_figures_count_everybody_who_is_asked(register, asked):
    for door in ("2-1-101", "2-1-102", "2-1-201"):
        register.surveys.enter(asked, Keyed(door, "1"))
    told = register.surveys.told(asked)
    assert (told.wish.households, told.wish.yes, told.wish.silent) == (5, 3, 2)
    assert told.consent.missing(told.wish) == 1
    assert [(t.building, t.households, t.answered) for t in told.turnout] == [
        ("2", 4, 3), ("10", 1, 0),
    ]  # fmt: skip


def test_what_cannot_be_keyed_is_refused_in_words(register, asked):
    other = register.communities.add(CompoundFacts("别处"))
    register.renewals.keep(other, RenewalPlan("别处方案"))
    surveys = register.surveys
    with pytest.raises(ForeignSheet):
        surveys.enter(asked, Keyed(SheetCode(2, 1).code, "1"))
    for where in ("9-9-999", "随便", SheetCode(1, 99).code, ""):
        with pytest.raises(NoSuchHousehold):
            surveys.enter(asked, Keyed(where, "1"))
    with pytest.raises(EmptySheet):
        surveys.enter(asked, Keyed("2-1-101", "0"))
    for keyed in (Keyed("2-1-101", "7"), Keyed("2-1-101", "1", "9"), Keyed("2-1-101", lift="4")):
        with pytest.raises(NotASurveyAnswer):
            surveys.enter(asked, keyed)
    with pytest.raises(Gone):
        surveys.take_back(asked, "2-1-101")
    with pytest.raises(NobodyToAsk):
        surveys.list_from_roster(other)
    assert surveys.told(asked).wish.answered == 0


def test_who_is_not_to_be_asked_leaves_the_list_but_not_with_an_answer(register, asked):
    first, second = register.surveys.told(asked).asked[:2]
    register.surveys.enter(asked, Keyed(first.door, "1"))
    with pytest.raises(HasAnswered):
        register.surveys.drop(first.ref)
    register.surveys.drop(second.ref)
    told = register.surveys.told(asked)
    assert second.door not in [a.door for a in told.asked]
    # what was printed stays good: no number is another door's, also after the last one was dropped
    third = told.asked[1]
    assert register.surveys.enter(asked, Keyed(third.code.code, "1")) == third.door
    register.surveys.drop(told.asked[-1].ref)
    register.premises.add(asked, PremisesPlan("1-1-901"))
    register.surveys.list_from_roster(asked)
    assert max(a.place for a in register.surveys.told(asked).asked) > told.asked[-1].place
    with pytest.raises(NoSuchHousehold):
        register.surveys.enter(asked, Keyed(second.code.code, "1"))


def test_the_day_on_the_sheet_counts_and_numbers_of_works_stay(register, asked):
    register.surveys.enter(asked, Keyed("2-1-101", "1", "3", on="2024-9-10"))
    register.surveys.enter(
        asked, Keyed("2-1-101", "2", on="2024.9.1")
    )  # an older paper, keyed late
    roof = register.ledgers.lines(asked, Ledger.WORKS)[0]
    register.ledgers.change(roof.ref, {**roof.cells.told, "work": "屋顶防水"})
    register.ledgers.add(asked, Ledger.WORKS, {"category": "基础类", "work": "管网"})
    register.ledgers.move(register.ledgers.lines(asked, Ledger.WORKS)[-1].ref, up=True)
    register.surveys.enter(asked, Keyed("2-1-102", "1", "1"))
    one, two = register.surveys.told(asked).asked[:2]
    assert (one.answer.want, one.answer.wishes) == (Want.YES, ("照明",))
    assert two.answer.wishes == ("屋顶防水",)
    ranked = {each.work: each.score for each in register.renewals.facts(asked).priorities}
    assert ranked == {"照明": 3, "屋顶防水": 3, "外墙": 0, "管网": 0}
    for day in ("2999-1-1", "昨天"):
        with pytest.raises(NotASurveyAnswer):
            register.surveys.enter(asked, Keyed("2-1-101", "1", on=day))


@needs_poppler
def test_sheets_are_printed_in_stacks_each_on_one_page_with_its_code(register, asked, tmp_path):
    paths = register.renewal_papers.sheets(asked, tmp_path)
    assert [p.stem.split(" ")[-1] for p in paths] == ["2栋", "10栋"]
    text = subprocess.run(
        ["pdftotext", "-layout", str(paths[0]), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count("\f") == 4
    assert SheetCode(1, 1).shown in text
    image = pypdfium2.PdfDocument(paths[0])[0].render(scale=200 / 72).to_pil()
    read = {each.format: each.text for each in zxingcpp.read_barcodes(image)}
    assert set(read.values()) == {SheetCode(1, 1).code}
    assert len(read) == 2  # as a QR code and as lines
    stopped = register.renewal_papers.sheets(asked, tmp_path, lambda done: done >= 4)
    assert len(stopped) == 1


def test_without_a_plan_there_is_no_survey(register, compound):
    assert register.surveys.told(compound) is None


def test_how_a_table_says_it_asked_is_kept_and_the_next_table_still_takes_its_place(
    register, asked, tmp_path
):
    table = tmp_path / "调查.csv"
    heading = "楼栋,单元,房号,建筑面积,改不改,调查方式,反对项目,反对理由\n"
    rows = "2,1,101,60,改,入户,屋面、外墙,吵；脏\n2,1,102,60,改,会议,,\n2,1,201,60,改,微信,,\n"
    table.write_text(heading + rows, "utf-8")
    register.surveys.enter(asked, Keyed("2-1-1001", "1", way=SurveyWay.WRITTEN))
    for _ in range(2):  # the same table again is the same
        register.renewals.take_over(asked, register.renewals.read([table]))
        told = register.surveys.told(asked).asked
        assert [(each.sheets, each.answer and each.answer.way) for each in told] == [
            (1, SurveyWay.DOOR), (1, SurveyWay.MEETING), (1, None), (1, SurveyWay.WRITTEN), (0, None),
        ]  # fmt: skip
    assert told[0].answer.objections == (("屋面", "吵"), ("外墙", "脏"))
    assert register.verification.check().sound
