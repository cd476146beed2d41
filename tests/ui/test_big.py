"""The second screen follows the session, and shows nothing personal."""

import pytest

from desktop.domain.terms import NoteKind
from tests.ui.monkey import settle
from tests.ui.test_window import app, page, sample
from ui.meetings.page import MeetingsPage

__all__ = ["app", "sample"]  # fixtures


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
