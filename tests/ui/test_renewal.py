"""改造方案 in the window: from nothing to a plan document, through its four tables."""

import pytest
from PySide6.QtWidgets import QApplication

from desktop.services.communities import CompoundFacts
from tests.desktop.services.test_renewals import TABLES
from tests.ui.monkey import settle
from tests.ui.test_window import app, page
from ui.renewal.page import RenewalPage
from ui.widgets.form import Form

__all__ = ["app"]  # fixture


@pytest.fixture
def renewal(app, tmp_path):
    app.new_file(str(tmp_path / "新.圆桌"), "何婷")
    settle(app)
    app.register.communities.set_up("棠梨街道", "柳荫社区")
    app.register.communities.add(CompoundFacts("缫丝厂宿舍"))
    settle(app)
    app.window.go("改造方案")
    settle(app)
    made = page(app, RenewalPage)
    made.panel._folder = tmp_path / "写出"
    return made


def answer(app, **values):
    settle(app)
    form = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Form) and w.isVisible())
    for name, value in values.items():
        widget = form.inputs[name]
        (widget.setPlainText if hasattr(widget, "setPlainText") else widget.setText)(value)
    form.accept()
    settle(app)


def test_from_nothing_to_the_document(app, renewal, tmp_path):
    presenter = renewal._presenter
    assert not renewal.figures.source.rows
    renewal._read()
    assert "填写方案" in presenter.state.problem
    renewal._keep()
    answer(
        app, title="缫丝厂宿舍改造方案", share="80%", source="区住建局〔2024〕7号", gate0="自管委"
    )
    assert any("还没有入户调查" in each for each in renewal.open.source.rows)
    presenter.read_tables(TABLES)
    settle(app)
    assert renewal.stack.currentIndex() == 1
    assert "入户调查 170 行" in renewal.said_of.text()
    presenter.throw_away()
    settle(app)
    assert presenter.state.line.files.answers == []
    presenter.read_tables(TABLES)
    settle(app)
    presenter.take_over()
    settle(app)
    told = dict(renewal.figures.source.rows)
    assert told["愿意改造"] == "139 户（82.74%）"
    assert told["同意比例"].endswith("5×139 ≥ 4×168，达到")
    assert told["差额"] == "还差 89178.42 元"
    assert told["加装电梯"].startswith("2 / 12 个单元")
    assert any("公约" in each for each in renewal.open.source.rows)
    renewal.panel._write()
    settle(app)
    assert {each.suffix for each in (tmp_path / "写出").iterdir()} == {".pdf", ".docx"}
    assert presenter.state.preview.startswith(b"%PDF")


def test_a_table_that_is_none_of_them_is_named(app, renewal, tmp_path):
    renewal._keep()
    answer(app, title="方案")
    other = tmp_path / "别的.csv"
    other.write_text("甲,乙\n1,2\n", "utf-8")
    renewal._presenter.read_tables([other])
    settle(app)
    assert "看不出“别的.csv”是什么表" in renewal._presenter.state.problem
    assert renewal.stack.currentIndex() == 0


def test_without_a_plan_nothing_is_written_and_it_says_what_to_do(renewal, tmp_path):
    for press in (renewal.panel._write, renewal.panel._print, renewal.panel._preview):
        renewal._presenter._change(problem="")
        press()
        assert "请先点“填写方案…”" in renewal._presenter.state.problem
    assert not (tmp_path / "写出").exists()
