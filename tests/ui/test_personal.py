"""个人信息: one person found, handed out, erased; full numbers are shown on demand and on record."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton, QTabWidget

from desktop.domain.affair_terms import Listing
from desktop.domain.phones import mask_phone
from desktop.services.personal_finding import Sought
from desktop.services.suggestions import SuggestionPlan
from desktop.services.three_lists import ListedPlan
from tests.support.window import page
from tests.ui.monkey import settle
from tests.ui.test_papers import opened
from ui.affairs.lists import ListsTab
from ui.affairs.page import AffairsPage
from ui.roster.page import RosterPage
from ui.settings.page import SettingsPage
from ui.settings.personal import ErasingDialog, PersonalTab
from ui.suggestions.history import StepsForm
from ui.suggestions.page import VoicePage
from ui.widgets.form import Form

NAME, PHONE = "欧阳怀瑾", "13900001234"


def picture(widget, name: str) -> None:
    if where := os.environ.get("PICTURES"):
        widget.grab().save(str(Path(where) / f"{name}.png"))


@pytest.fixture
def compound(sample):
    return sample.register.communities.lines()[0].id


@pytest.fixture
def said(sample, compound):
    return sample.register.suggestions.add(
        compound,
        SuggestionPlan(f"水管漏水，请打{PHONE}", door="9-9-901", proposer=NAME, phone=PHONE),
    )


def tab_of(sample) -> PersonalTab:
    sample.window.go("设置")
    tab = page(sample, SettingsPage).findChild(PersonalTab)
    page(sample, SettingsPage).findChild(QTabWidget).setCurrentWidget(tab)
    settle(sample)
    return tab


def test_a_person_is_found_and_handed_out(sample, said, tmp_path, monkeypatch):
    tab = tab_of(sample)
    assert tab.purposes.source.rowCount() > 60
    assert tab.where.count() == 1 + len(sample.register.communities.lines())
    tab._find()
    settle(sample)
    assert "至少填写" in tab.said.text()
    tab._export()
    assert "姓名" in tab.said.text()
    tab.name.setText("诸葛无人")
    tab._find()
    settle(sample)
    assert tab.found.empty == "没有找到。"
    tab.name.setText(NAME)
    tab._find()
    settle(sample)
    (line,) = tab.found.source.rows
    assert line.word == "意见建议"
    assert mask_phone(PHONE) in line.what
    assert PHONE not in line.what
    picture(sample.window, "find")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "交给本人"))
    tab._export()
    settle(sample)
    assert sorted(each.suffix for each in (tmp_path / "交给本人").iterdir()) == [
        ".csv", ".json", ".pdf",
    ]  # fmt: skip
    assert "已写到" in tab.said.text()
    assert tab.looks.source.rows[0].act == "交给本人"
    for place, name in ((1, "purposes"), (2, "due"), (3, "looks")):
        tab.tabs.setCurrentIndex(place)
        settle(sample)
        picture(sample.window, name)


def test_erasing_is_shown_first_and_needs_a_reason(sample, compound, said):
    tab = tab_of(sample)
    tab.name.setText(NAME)
    tab._find()
    settle(sample)
    tab._erase()
    settle(sample)
    dialog = opened(ErasingDialog)
    assert [line.word for line in dialog.goes.source.rows] == ["意见建议"]
    picture(dialog, "erasing")
    dialog.accept()
    settle(sample)
    assert "请写明" in dialog.problem.text()
    dialog.reason.setText("本人书面申请")
    dialog.accept()
    settle(sample)
    assert "已删除 1 处" in tab.said.text()
    assert "备份里仍有" in tab.said.text()
    assert tab.found.source.rowCount() == 0
    voice = next(line for line in sample.register.suggestions.lines(compound) if line.ref == said)
    assert (voice.proposer, voice.door, voice.text) == ("匿名", "", "水管漏水，请打〔略〕")
    tab._erase()
    settle(sample)
    assert "没有找到" in tab.said.text()


def test_nothing_is_due_in_the_sample(sample):
    tab = tab_of(sample)
    assert tab.due.source.rowCount() == 0
    tab._erase_due()
    assert "没有到期" in tab.said.text()


def test_what_is_due_goes_when_told(sample, compound, said, monkeypatch):
    from desktop.domain.terms import Voice

    sample.register.suggestions.answer(said, Voice.ANSWERED, "已修好")
    data = sample.register.personal_data
    later = sample.register.now().date().replace(year=sample.register.now().year + 4)
    monkeypatch.setattr(data, "due", lambda _, real=data.due: real(later))
    tab = tab_of(sample)
    assert "意见建议" in {line.word for line in tab.due.source.rows}
    assert tab.tabs.tabText(2).startswith("到期（")
    tab._erase_due()
    form = opened(Form)
    form.accept()
    settle(sample)
    assert "又有改动" in form.problem.text()  # by the service's own clock it is not due at all
    form.reject()


def test_full_numbers_are_shown_on_demand_and_on_record(sample, compound, said):
    register = sample.register
    sample.window.go("小区与名册")
    settle(sample)
    roster = page(sample, RosterPage)
    roster._number()
    assert "请先选中" in roster.said.text()
    place, line = next(
        (n, each)
        for n, each in enumerate(roster.premises.source.rows)
        if any(owner.phone for owner in each.owners)
    )
    phone = next(owner.phone for owner in line.owners if owner.phone)
    shown = [roster.premises.source.index(place, n).data() for n in range(7)]
    assert mask_phone(phone) in " ".join(shown)
    assert phone not in " ".join(shown)
    roster.premises.choose([place])
    roster._number()
    settle(sample)
    assert phone in roster.said.text()
    assert "已记入" in roster.said.text()
    assert register.personal_data.looks()[0].act == "查看完整号码"
    sample.window.go("意见建议")
    settle(sample)
    voices = page(sample, VoicePage)
    voices.list.choose([n for n, each in enumerate(voices.list.source.rows) if each.ref == said])
    voices._steps()
    settle(sample)
    steps = opened(StepsForm)
    assert PHONE not in steps.number.text()
    (show,) = [b for b in steps.findChildren(QPushButton) if b.text().startswith("显示电话")]
    show.click()
    settle(sample)
    assert PHONE in steps.number.text()
    assert len(register.personal_data.looks()) == 1 + sum(bool(o.phone) for o in line.owners)
    steps.reject()


def test_a_seats_number_stays_hidden_while_it_is_put_right(sample, compound):
    register = sample.register
    body = next(each for each in register.bodies.lines(compound) if each.seats)
    seat = body.seats[0]
    register.bodies.change_seat(seat.ref, seat.duty, PHONE, seat.since)
    sample.window.go("小区与名册")
    settle(sample)
    seats = page(sample, RosterPage).seats
    seats._show_number()
    assert "请先选中" in page(sample, RosterPage).said.text()
    seats.bodies.choose([n for n, b in enumerate(seats.bodies.source.rows) if b.ref == body.ref])
    seats.seats.choose([0])
    seats._show_number()
    settle(sample)
    assert PHONE in page(sample, RosterPage).said.text()
    for typed, kept in (("", PHONE), ("无", ""), ("13700001111", "13700001111")):
        seats.seats.choose([0])
        seats._change_seat()
        form = opened(Form)
        assert PHONE not in form.inputs["phone"].text()
        form.inputs["phone"].setText(typed)
        form.accept()
        settle(sample)
        (now,) = [s for b in register.bodies.lines(compound) for s in b.seats if s.ref == seat.ref]
        assert now.phone == kept


def test_a_contact_on_a_list_is_masked(sample, compound):
    register = sample.register
    ref = register.three_lists.add(
        compound, Listing.NEED, ListedPlan("陪诊", "看病", NAME, f"女儿 {PHONE}")
    )
    sample.window.go("办事")
    settle(sample)
    lists = page(sample, AffairsPage).findChild(ListsTab)
    lists.parent().parent().setCurrentWidget(lists)
    settle(sample)
    place = next(n for n, each in enumerate(lists.list.source.rows) if each.ref == ref)
    assert lists.list.source.index(place, 3).data() == f"女儿 {mask_phone(PHONE)}"
    lists._number()
    assert "请先选中" in page(sample, AffairsPage).said.text()
    lists.list.choose([place])
    lists._number()
    settle(sample)
    assert PHONE in page(sample, AffairsPage).said.text()
    lists._change()
    form = opened(Form)
    form.inputs["text"].setPlainText("每周看病")
    form.accept()
    settle(sample)
    (line,) = [each for each in register.three_lists.lines(compound) if each.ref == ref]
    assert (line.text, line.contact) == ("每周看病", f"女儿 {PHONE}")


def test_every_place_opens_with_an_erased_owner(sample, compound):
    """Whoever is erased from the roster is missed by no page."""
    register = sample.register
    line = next(each for each in register.premises.lines(compound) if each.owners)
    name = line.owners[0].name
    register.premises.transfer(line.ref, "诸葛新来", "", register.now().date(), "买卖")
    who = Sought(name, door=str(line.door), compound_id=compound)
    seen = register.personal_data.preview(who)
    assert "业主名册" in {each.word for each in seen.goes}
    register.personal_data.erase(who, "本人书面申请", seen)
    settle(sample)
    for place in range(sample.window.places.count()):
        sample.window.places.setCurrentRow(place)
        settle(sample)
        current = sample.window.pages.currentWidget()
        for tabs in current.findChildren(QTabWidget):
            for tab in range(tabs.count()):
                tabs.setCurrentIndex(tab)
                settle(sample)
    roster = page(sample, RosterPage)
    assert any("诸葛新来" in each.names for each in roster.premises.source.rows)
