"""改造方案 in the window: from nothing to a plan document, its survey, ledgers, versions, lifts."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.renewal.terms import Ledger, RenewalStage
from desktop.services.communities import CompoundFacts
from desktop.services.premises import PremisesPlan
from desktop.services.renewal.plans import RenewalPlan
from tests.desktop.services.renewal.test_plans import TABLES, sample
from tests.pictures import renewals
from tests.support.window import page
from tests.ui.monkey import settle
from ui.renewal.page import RenewalPage
from ui.renewal.screen import Tab
from ui.widgets.form import Form


@pytest.fixture
def renewal(app, tmp_path):
    app.new_file(str(tmp_path / "新.圆桌"), "何婷")
    settle(app)
    app.register.communities.set_up("棠梨街道", "柳荫社区")
    app.register.communities.add(CompoundFacts("缫丝厂宿舍"))
    settle(app)
    app.window.show_work()  # the first steps are left for later
    app.window.go("改造方案")
    settle(app)
    made = page(app, RenewalPage)
    made.plan.panel._folder = tmp_path / "写出"
    return made


@pytest.fixture
def under_way(app, renewal):
    renewals.plan(app.register, renewal._presenter.state.compound)
    settle(app)
    return renewal


def turn(app, renewal, tab):
    renewal.tabs.setCurrentIndex(tab)
    settle(app)


def answer(app, **values):
    settle(app)
    form = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Form) and w.isVisible())
    for name, value in values.items():
        widget = form.inputs[name]
        if hasattr(widget, "setPlainText"):
            widget.setPlainText(value)
        elif hasattr(widget, "setCurrentIndex"):
            words = [widget.itemText(n) for n in range(widget.count())]
            widget.setCurrentIndex(words.index(value))
        else:
            widget.setText(value)
    form.accept()
    settle(app)
    return form


def test_from_nothing_to_the_document(app, renewal, tmp_path):
    presenter, plan = renewal._presenter, renewal.plan
    assert not plan.figures.source.rows
    plan._read()
    assert "填写方案" in presenter.state.problem
    plan._keep()
    answer(
        app, title="缫丝厂宿舍改造方案", share="80%", source="区住建局〔2024〕7号", gate0="自管委"
    )
    assert any("还没有入户调查" in each for each in plan.open.source.rows)
    presenter.read_tables(TABLES)
    settle(app)
    assert plan.stack.currentIndex() == 1
    assert "入户调查 170 行" in plan.said_of.text()
    presenter.throw_away()
    settle(app)
    assert presenter.state.facts.answers == ()
    presenter.read_tables(TABLES)
    settle(app)
    presenter.take_over()
    settle(app)
    told = dict(plan.figures.source.rows)
    assert told["愿意改造"] == "139 户（82.74%）"
    assert told["同意比例"].endswith("5×139 ≥ 4×168，达到")
    assert told["差额"] == "还差 89178.42 元"
    assert told["加装电梯"].startswith("2 / 12 个单元")
    assert any("公约" in each for each in plan.open.source.rows)
    plan.panel._write()
    settle(app)
    assert {each.suffix for each in (tmp_path / "写出").iterdir()} == {".pdf", ".docx"}
    assert presenter.state.preview.startswith(b"%PDF")


def test_a_table_that_is_none_of_them_is_named(app, renewal, tmp_path):
    assert "有了方案" in renewal.plan.open.empty  # not that everything is settled
    renewal.plan._keep()
    answer(app, title="方案")
    other = tmp_path / "别的.csv"
    other.write_text("甲,乙\n1,2\n", "utf-8")
    renewal._presenter.read_tables([other])
    settle(app)
    assert "看不出“别的.csv”是什么表" in renewal._presenter.state.problem
    assert renewal.plan.stack.currentIndex() == 0


def test_without_a_plan_nothing_is_done_and_it_says_what_to_do(app, renewal, tmp_path):
    panel, presenter = renewal.plan.panel, renewal._presenter
    for press in (
        panel._write, panel._print, panel._preview, renewal.plan._move, renewal.ledgers._add,
        renewal.schemes._fix, renewal.schemes._add, presenter.list_households,
    ):  # fmt: skip
        presenter._change(problem="")
        press()
        assert "请先点“填写方案…”" in presenter.state.problem
    assert not (tmp_path / "写出").exists()


def test_a_survey_is_keyed_in_without_the_mouse(app, renewal):
    register, compound = app.register, renewal._presenter.state.compound
    register.renewals.keep(compound, RenewalPlan("方案"))
    for work in ("屋面", "外墙", "照明"):
        register.ledgers.add(compound, Ledger.WORKS, {"category": "基础类", "work": work})
    for door in ("1-1-101", "1-1-102", "1-2-101"):
        register.premises.add(compound, PremisesPlan(door, area="60.5"))
    settle(app)
    turn(app, renewal, Tab.SURVEY)
    survey = renewal.survey
    survey._presenter.list_households()
    settle(app)
    assert [a.door for a in survey.list.source.rows] == ["1-1-101", "1-1-102", "1-2-101"]
    code = survey.list.source.rows[0].code.code
    for field, text in zip(survey._fields, (code, "1", "3 1", "2", "2"), strict=False):
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    survey.reason.insert("太贵")  # an input method's, not a key's
    QTest.keyClick(survey.reason, Qt.Key.Key_Return)
    settle(app)
    assert survey.where.text() == ""
    told = survey.list.source.rows[0].answer
    assert (told.wishes, told.objections) == (("照明", "屋面"), (("外墙", "太贵"),))
    assert "愿意 1" in survey.figures.text()
    QTest.keyClicks(survey.where, "9-9-999")
    survey._enter()
    settle(app)
    assert survey.where.text() == "9-9-999"  # nothing typed is lost
    assert "调查名单里没有" in survey.said.text()
    survey.list.choose([0])
    survey._back()
    settle(app)
    assert survey.list.source.rows[0].answer is None


def test_sheets_are_printed_and_can_be_stopped(app, under_way, tmp_path):
    turn(app, under_way, Tab.SURVEY)
    presenter = under_way._presenter
    go = Event()
    app.tasks.run(lambda: go.wait(20), lambda _: None, app.failed)  # it waits in the queue
    presenter.print_sheets(tmp_path / "册")
    presenter.long.stop()
    go.set()
    settle(app)
    assert presenter.state.done.startswith("已停止")
    presenter.print_sheets(tmp_path / "册")
    settle(app)
    assert len(list((tmp_path / "册").iterdir())) == 4
    assert not presenter.state.doing


def test_ledgers_by_hand_taken_out_and_brought_back(app, under_way, tmp_path):
    turn(app, under_way, Tab.LEDGERS)
    ledgers, presenter = under_way.ledgers, under_way._presenter
    ledgers.which.setCurrentIndex(list(Ledger).index(Ledger.PARKING))
    settle(app)
    ledgers._add()
    form = answer(app, place="北墙", kind="新增", count="十二")
    assert "要写数字" in form.problem.text()
    answer(app, count="12")
    table = ledgers.tables[Ledger.PARKING]
    assert table.source.rows[0].cells["count"] == "12"
    table.choose([0])
    ledgers._remove()
    settle(app)
    assert not table.source.rows
    presenter.bring_back()
    settle(app)
    assert table.source.rows[0].cells["place"] == "北墙"
    presenter.write_ledger(tmp_path)
    settle(app)
    presenter.read_ledger(next(tmp_path.glob("*车位.xlsx")))
    settle(app)
    assert "读到车位 1 行" in ledgers.read_of.text()
    presenter.take_ledger()
    settle(app)
    assert len(table.source.rows) == 1
    ledgers.which.setCurrentIndex(list(Ledger).index(Ledger.COSTS))
    settle(app)
    assert "资金还差" in ledgers.sum.text()


def test_versions_are_compared_approved_and_posted(app, under_way):
    turn(app, under_way, Tab.SCHEMES)
    schemes = under_way.schemes
    assert [each.number for each in schemes.list.source.rows] == [2, 1]
    schemes.list.choose([0, 1])
    schemes._compare()
    settle(app)
    assert schemes.differences.source.rows[0].what == "绿化及树木修剪 · 补栽"
    schemes.list.choose([0])
    schemes._post()
    answer(app, days="10")
    assert "首日不算" in under_way._presenter.state.done
    assert [each.kind for each in schemes.photos.source.rows] == ["改造前照片", "改造后照片"]


def test_a_lift_is_negotiated(app, under_way, tmp_path):
    turn(app, under_way, Tab.LIFTS)
    lifts = under_way.lifts
    names = [each.name for each in lifts.list.source.rows]
    lifts.list.choose([names.index("2栋2单元")])
    settle(app)
    assert lifts.share_sum.text() == "共分摊 310000.00 元"
    assert all("符合" in each for each in lifts.standing.source.rows)
    assert [state for _, _, state in lifts.opposing.source.rows] == ["已谈妥", "还在反对"]
    lifts._talk()
    answer(app, door="202　井道挡到我家厨房窗", who="何婷", offer="移位", result="不再反对")
    assert [state for _, _, state in lifts.opposing.source.rows] == ["已谈妥", "已谈妥"]
    lifts._keep()
    answer(app, coefficients="1:0 2:1")
    assert "层的系数，算不出分摊" in lifts.share_sum.text()
    under_way._presenter.write_agreement(lifts.list.chosen(), tmp_path)
    settle(app)
    assert "层的系数，算不出分摊" in under_way._presenter.state.problem


def test_all_compounds_at_a_glance_and_all_plans_at_once(app, under_way, tmp_path):
    turn(app, under_way, Tab.DISTRICT)
    district = under_way.district
    (line,) = district.list.source.rows
    assert (line.compound, line.stage, line.overdue > 0) == ("缫丝厂宿舍", "公示中", True)
    district._presenter.write_plans(tmp_path / "全部")
    settle(app)
    assert "写出 2 份" in under_way.said.text()
    district._presenter.write_table(tmp_path)
    settle(app)
    assert list(tmp_path.glob("*改造汇总表.xlsx"))
    district.search.setText("没有这个小区")
    assert not district.list.source.rows


def test_the_stage_goes_on_behind_the_gate(app, renewal):
    register, compound = app.register, renewal._presenter.state.compound
    register.renewals.keep(compound, RenewalPlan("方案"))
    register.renewals.take_over(compound, sample())
    for stage in (RenewalStage.WORKS, RenewalStage.SCHEME):
        register.renewals.move(compound, stage)
    settle(app)
    renewal.plan._move()
    form = answer(app, to="方案已通过")
    assert "先治后改" in form.problem.text()
    form.reject()
    assert renewal._presenter.state.line.stage is RenewalStage.SCHEME


def test_a_meeting_of_another_compound_is_opened_there(app, renewal):
    other = app.register.communities.add(CompoundFacts("别的小区"))
    settle(app)
    app.window.want(other)
    assert app.window.compound() == other


def test_what_was_read_for_one_compound_is_not_taken_over_into_another(app, renewal, tmp_path):
    other = app.register.communities.add(CompoundFacts("另一个小区"))
    presenter = renewal._presenter
    first = presenter.state.compound
    app.register.renewals.keep(first, RenewalPlan("方案"))
    settle(app)
    presenter.read_tables(TABLES)
    presenter.use(other)  # while the child reads
    settle(app)
    assert presenter.state.compound == other
    assert presenter.state.read is None
    presenter.use(first)
    presenter.read_tables(TABLES)
    settle(app)
    assert presenter.state.read is not None
