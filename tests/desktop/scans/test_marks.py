"""Scanned ballots: clean marks right, nothing misread in silence, doubts told. Fresh seeds each run."""

import os
import random
from datetime import date

import pytest
from PIL import Image

from desktop.documents.ballot_paper import BallotFace, BallotForm, ballots, frame, ticks
from desktop.domain.ballot import Number
from desktop.domain.errors import UnreadableSheet
from desktop.domain.poll import HouseRules, Matter
from desktop.domain.terms import MatterKind
from desktop.domain.ticks import SURE, Seen, propose
from desktop.scans.marks import read_file, read_page
from desktop.services.decisions import shipped
from tests.conftest import ROOT
from tests.support import scanned as paper

RULES = shipped(ROOT / "resources/rules")
PAGES = 400 if os.environ.get("ROUNDTABLE_LONG") else 40  # a thousand marks: one doubt is 0.1 %


def form(matters):
    days = date(2024, 10, 8), date(2024, 10, 20)
    return BallotForm(
        "书面表决", "锦屏雅筑", "业委会", *days, matters, HouseRules().lines, by_area=True
    )


def asked(count):
    return tuple(
        Matter(f"事项{n}", "", MatterKind.DECISION, RULES["ordinary"]) for n in range(count)
    )


ELECTION = Matter(
    "选举", "", MatterKind.ELECTION, RULES["ordinary"], tuple("甲乙丙丁戊己庚辛壬癸"), 5
)
FORM = form((*asked(5), ELECTION))
LONG_FORM = form((*asked(9), ELECTION))
NUMBER = Number(54_321, 17)


@pytest.fixture(scope="module")
def printed(fonts):
    made = {}
    for each in (FORM, LONG_FORM):
        pdf = ballots(each, [BallotFace(NUMBER, "3栋2单元501", 895_300)], fonts)
        made[id(each)] = paper.blank_pages(pdf), ticks(each, fonts)
    return made


def filled(printed, asked_form, told, rng, kinds=paper.PENS):
    """The pages of one ballot with these choices marked."""
    pages, boxes = printed[id(asked_form)]
    made = []
    for number, page in enumerate(pages, 1):
        mine = [t for t in boxes if t.page == number and t.choice in told[t.matter]]
        pens = [rng.choice(kinds) for _ in mine]
        made.append(paper.marked(page, [(t.x, t.y, t.side) for t in mine], pens, rng))
    return made, boxes


def test_clean_marks_are_right_and_none_is_misread_in_silence(printed, record_property):
    seed = random.SystemRandom().randrange(1 << 32)
    record_property("seed", seed)
    rng, marks, doubted = random.Random(seed), 0, 0
    for _ in range(PAGES):
        told = paper.answers(FORM, rng)
        pages, boxes = filled(printed, FORM, told, rng)
        image = paper.scanned(pages[0], rng, upside_down=rng.random() < 0.1)
        read = read_page(image, frame(), boxes)
        assert not read.problem, (seed, read.problem)
        assert read.number == NUMBER
        for tick in boxes:
            what = read.seen[tick.matter, tick.choice]
            meant = tick.choice in told[tick.matter]
            marks += 1
            if what in SURE:
                assert (what is Seen.MARK) == meant, (seed, tick, what)
            else:
                doubted += 1
    assert doubted * 1000 <= marks, (seed, doubted, marks)


@pytest.mark.parametrize("kind", [paper.FAINT, paper.OUTSIDE])
def test_doubtful_marks_are_put_before_a_person(printed, kind):
    seed = random.SystemRandom().randrange(1 << 32)
    rng = random.Random(seed)
    for _ in range(max(6, PAGES // 8)):
        told = [{0} for _ in FORM.matters]
        pages, boxes = filled(printed, FORM, told, rng, (kind,))
        read = read_page(paper.scanned(pages[0], rng), frame(), boxes)
        assert not read.problem, seed
        proposal = propose(FORM.matters, read.seen, blank_abstains=False)
        for number in range(len(FORM.matters)):
            assert any(doubt.startswith(f"事项{number + 1}：") for doubt in proposal.doubts), (
                seed,
                number,
            )


def silent(seen, boxes, told):
    """Boxes that are taken for sure and are not what was meant."""
    return [
        (tick, seen[tick.matter, tick.choice])
        for tick in boxes
        if seen[tick.matter, tick.choice] in SURE
        and (seen[tick.matter, tick.choice] is Seen.MARK) != (tick.choice in told[tick.matter])
    ]


@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("way", ["streak", "fold"])
def test_a_line_across_a_page_is_nobodys_mark(printed, way, blank):
    seed = random.SystemRandom().randrange(1 << 32)
    rng = random.Random(seed)
    for _ in range(max(12, PAGES // 4)):
        told = [set() for _ in FORM.matters] if blank else paper.answers(FORM, rng)
        pages, boxes = filled(printed, FORM, told, rng)
        tick, page = rng.choice(boxes), pages[0]
        if way == "fold":
            page = paper.folded(page, tick.y + rng.uniform(0.2, 0.8) * tick.side, rng)
        image = paper.scanned(page, rng)
        if way == "streak":
            at = (tick.x + rng.uniform(0.2, 0.8) * tick.side) / frame().width
            image = paper.streaked(image, at, rng)
        read = read_page(image, frame(), boxes)
        assert read.problem or not silent(read.seen, boxes, told), seed


def test_a_streak_of_a_copier_marks_no_empty_page(printed):
    """200 dpi, straight through every box of a column: it was read as 赞成 three times."""
    pages, boxes = printed[id(FORM)]
    image = pages[0].resize((pages[0].width * 2 // 3, pages[0].height * 2 // 3))
    first = next(tick for tick in boxes if tick.choice == 0)
    at = (first.x + first.side / 2) / frame().width
    for seed in range(6):
        read = read_page(paper.streaked(image, at, random.Random(seed)), frame(), boxes)
        assert not silent(read.seen, boxes, [set() for _ in FORM.matters]), seed


def test_a_pen_on_printed_words_is_put_before_a_person(printed):
    seed = random.SystemRandom().randrange(1 << 32)
    rng = random.Random(seed)
    for _ in range(max(12, PAGES // 4)):
        told = [{-1} for _ in FORM.matters]
        pages, boxes = filled(printed, FORM, told, rng)
        other = rng.choice([tick for tick in boxes if tick.choice != -1])
        image = paper.scanned(paper.circled(pages[0], other.words, rng), rng)
        read = read_page(image, frame(), boxes)
        seen = read.seen[other.matter, other.choice]
        # a wide circle may run along the box itself: then it is told as ink beside the box
        assert seen in {Seen.BESIDE, Seen.OUTSIDE}, (seed, other)
        proposal = propose(FORM.matters, read.seen, blank_abstains=False)
        assert proposal.doubts == (f"事项{other.matter + 1}：{seen.value}",), seed
        assert proposal.marks == "A" * 15


def test_two_ticks_and_none_are_doubts(printed):
    rng = random.Random(5)
    told = [{0, -1}, set(), {0}, {-1}, {-2}, set(range(6))]
    pages, boxes = filled(printed, FORM, told, rng, (paper.TICK,))
    read = read_page(paper.scanned(pages[0], rng), frame(), boxes)
    proposal = propose(FORM.matters, read.seen, blank_abstains=True)
    assert proposal.marks == "IXFAX" + "I" * 10
    assert proposal.doubts == ("事项1：选了不止一个", "事项2：没有选", "事项6：选多了")
    assert set(read.crops) == set(range(6))


def test_a_ballot_of_two_pages_is_put_together(printed):
    rng = random.Random(6)
    told = paper.answers(LONG_FORM, rng)
    pages, boxes = filled(printed, LONG_FORM, told, rng, (paper.CROSS,))
    assert len(pages) == 2
    seen = {}
    for page in reversed(pages):
        seen |= read_page(paper.scanned(page, rng), frame(), boxes).seen
    assert {key for key, what in seen.items() if what is Seen.MARK} == {
        (matter, choice) for matter, chosen in enumerate(told) for choice in chosen
    }


def test_pages_without_a_number_or_without_corners_say_so(printed):
    pages, boxes = printed[id(FORM)]
    empty = Image.new("L", pages[0].size, 255)
    assert "二维码" in read_page(empty, frame(), boxes).problem
    torn = pages[0].copy()
    torn.paste(255, (0, 0, 200, torn.height))
    assert "四角" in read_page(torn, frame(), boxes).problem


def test_files_of_a_scanner_are_read_and_others_refused(printed, tmp_path):
    rng = random.Random(8)
    told = [{0} for _ in FORM.matters]
    pages, boxes = filled(printed, FORM, told, rng, (paper.TICK,))
    image = paper.scanned(pages[0], rng)
    image.save(tmp_path / "扫描.pdf", resolution=200)
    image.save(tmp_path / "扫描.tif", save_all=True, append_images=[image])
    image.save(tmp_path / "扫描.jpg", quality=80)
    counts = {
        name: [page.number for page in read_file(tmp_path / name, frame(), boxes)]
        for name in ("扫描.pdf", "扫描.tif", "扫描.jpg")
    }
    assert counts == {"扫描.pdf": [NUMBER], "扫描.tif": [NUMBER] * 2, "扫描.jpg": [NUMBER]}
    for name, data in (("a.pdf", b"%PDF-1.4 nonsense"), ("b.png", b"x"), ("c.docx", b"PK")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UnreadableSheet):
            list(read_file(tmp_path / name, frame(), boxes))
