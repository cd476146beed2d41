"""The second screen follows the session, and shows nothing personal."""

import pytest
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import NoteKind
from desktop.services.big_screen import BigFacts
from tests.support.window import page
from tests.ui.monkey import settle
from ui.meetings.big import BigWindow
from ui.meetings.page import MeetingsPage
from ui.widgets.words import Words


def settle_window():
    for _ in range(5):
        QApplication.processEvents()


@pytest.fixture
def during(sample):
    sample.window.go("会议")
    sample.meetings.open(sample.meetings.state.lines[0].ref)
    settle(sample)
    made = page(sample, MeetingsPage)
    made.tabs.setCurrentIndex(1)
    settle(sample)
    return made.during


def test_it_follows_the_item_the_quorum_and_the_result(sample, during):
    during._open_big()
    settle(sample)
    big, told = during.big, sample.meetings.state.told
    assert big.isVisible()
    for item in told.numbered[:2]:
        sample.meetings.choose_item(item.id)
        settle(sample)
        assert item.title in big.item.text()
        assert ("同意" in big.result.text()) is bool(item.rounds)
    assert "应到 21 人" in big.quorum.text()
    assert "▶" in big.agenda.text()
    shown = "".join(
        label.text() for label in (big.title, big.item, big.proposal, big.result, big.agenda)
    )
    assert not any(each.name in shown for each in told.attendees)
    big.close()
    settle(sample)
    assert during.big is None
    assert NoteKind.OPINION.word not in shown


def test_names_and_numbers_never_get_there(sample, during):
    register, ref = sample.register, sample.meetings.state.ref
    owner = next(
        line.names
        for line in register.premises.lines(ref.compound_id)
        if len(line.names) == 3 and "、" not in line.names
    )
    told = sample.meetings.state.told
    from dataclasses import replace

    first = told.numbered[0]
    proposal = replace(first.proposals[-1], text=f"{owner}家先装，电话13912345678")
    changed = replace(told, items=(replace(first, title=f"{owner}家漏水", proposals=(proposal,)),))
    facts = register.big_screens.told(ref, changed, None, first.id)
    shown = repr(facts)
    assert owner not in shown
    assert "13912345678" not in shown
    assert f"{owner[0]}**家先装" in facts.proposal


PLACES = ((1366, 768), (1920, 1080), (1280, 720))


def much(count=60):
    agenda = tuple(
        (f"{n}　关于利用小区东侧围墙外空地建设充电棚并同步改造管网的初步方案", n == 40)
        for n in range(1, count + 1)
    )
    return BigFacts(
        "金鹭小区2026年第三季度圆桌会议",
        "40　关于利用小区东侧围墙外空地及人防工程出入口周边区域建设非机动车集中充电棚",
        20,
        700,
        130,
        "方案2：" + "每层加装声控灯，共36盏，费用从公共收益列支，由物业负责采购，三家比选。" * 6,
        "应到 21 人　到会 15 人　可以表决",
        True,
        "同意 12　反对 2　弃权 1　2×12 > 15　通过",
        True,
        agenda,
    )


@pytest.mark.parametrize(("width", "height"), PLACES)
def test_sixty_items_and_long_texts_never_make_it_grow(app, width, height):
    big = BigWindow(app.window)
    big.resize(width, height)
    big.show()
    big.show_facts(much())
    settle_window()
    assert (big.width(), big.height()) == (width, height)
    for words in (big.item, big.proposal, big.quorum, big.result, big.agenda, big.clock):
        assert words.type_size * 18 >= height  # readable at eight metres
        place = words.geometry()
        assert big.rect().contains(place)
        assert place.height() >= words.type_size
    assert big.proposal.geometry().bottom() < big.result.geometry().top()
    assert big.item.shown()[-1].endswith("…")
    assert big.proposal.shown()[-1].endswith("…")
    assert any(line.startswith("▶40") for line in big.agenda.shown())
    assert big.agenda.shown()[-1] == "⋮"
    assert len(big.agenda.text().split("\n")) <= 7
    big.show_facts(much(3))
    settle_window()
    assert "⋮" not in big.agenda.text()
    big.close()
    big.deleteLater()


def test_later_lines_hang_under_the_first(app):
    words = Words(app.window, hanging="：", lines_each=2)
    words.set_size(20)
    words.resize(200, 100)
    words.setText("方案2：一二三四五六七八九十一二三四五六七八九十")
    (first, one), (second, other) = words._lines(200, 9)
    assert first == 0
    assert second > 40
    assert one.startswith("方案2：")
    assert other.endswith("…")
    assert words.tall(200, 1) * 2 == words.tall(200, 5)
