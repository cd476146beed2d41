"""Scanned ballots through the services: proposed, doubtful ones first, nothing kept unconfirmed."""

import random

import pytest

from desktop.documents.ballot_paper import ticks
from desktop.domain import poll_errors
from desktop.domain.errors import UnreadableSheet
from desktop.services.poll_papers import ballot_form
from tests.desktop.services.test_poll_papers import compound, register
from tests.desktop.services.test_polls import opened, roster
from tests.support import scanned as paper

__all__ = ["compound", "register", "roster"]  # fixtures


@pytest.fixture
def scanned(register, roster, tmp_path, fonts):
    """A vote, and a file of four scanned pages: three ballots and a blank sheet."""
    poll = opened(register, roster)
    with register.polls._store.reading() as session:
        boxes = ticks(ballot_form(session, poll), fonts)
    pdf = register.poll_papers.write_ballots(poll, tmp_path)[0].read_bytes()
    rng, pages = random.Random(3), paper.blank_pages(pdf)
    told = [({0}, {-1}), ({0, -1}, {0}), ({0}, {-2})]
    images = []
    for page, marks in zip(pages, told, strict=False):
        mine = [(t.x, t.y, t.side) for t in boxes if t.choice in marks[t.matter]]
        images.append(paper.scanned(paper.marked(page, mine, [paper.TICK] * len(mine), rng), rng))
    images.append(images[0].point(lambda _: 255))
    path = tmp_path / "扫描.pdf"
    images[0].save(path, save_all=True, append_images=images[1:], resolution=200)
    return poll, path


def test_every_ballot_is_proposed_and_doubtful_ones_come_first(register, scanned):
    poll, path = scanned
    done = []
    found = register.scans.read(poll, path, done.append)
    assert done == [1, 2, 3, 4]
    assert [(each.place, each.words, each.doubts) for each in found] == [
        (2, ("无效", "同意"), ("事项1：选了不止一个",)),
        (4, (), ()),
        (1, ("同意", "反对"), ()),
        (3, ("同意", "弃权"), ()),
    ]
    assert "二维码" in found[1].refused
    assert all(crop.startswith(b"\xff\xd8") for each in found for crop in each.crops)
    assert register.ballots.reconcile(poll).entered == 0


def test_only_what_is_confirmed_counts_and_only_once(register, scanned):
    poll, path = scanned
    found = register.scans.read(poll, path)
    clean = [each for each in found if each.clean]
    for each in clean:
        register.scans.confirm(poll, each)
    with pytest.raises(poll_errors.AlreadyEntered):
        register.scans.confirm(poll, clean[0])
    again = register.scans.read(poll, path)
    assert sum("不再计一次" in each.refused for each in again) == 2
    line = next(each for each in register.ballots.lines(poll) if each.number == clean[0].number)
    register.polls.close(poll)
    (read,) = register.entries.readings(line.ref)
    assert (read.words, read.who, read.reason) == (
        ("同意", "反对"), "张敏", "扫描识读，经人工确认",
    )  # fmt: skip


def test_reading_can_be_stopped_and_a_bad_file_is_refused(register, scanned, tmp_path):
    poll, path = scanned
    done = []
    found = register.scans.read(poll, path, done.append, lambda: len(done) >= 2)
    assert len(found) == len(done) == 2
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7 \x00\x01")
    with pytest.raises(UnreadableSheet):
        register.scans.read(poll, tmp_path / "坏.pdf")


def test_it_is_off_until_the_office_asks(register):
    assert not register.scans.wanted
    register.scans.want(on=True)
    assert register.scans.wanted
