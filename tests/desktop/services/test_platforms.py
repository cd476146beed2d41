"""Results of an e-vote platform: columns guessed, rows judged, conflicts with paper shown."""

import pytest
from xlsxwriter import Workbook

from desktop.domain.errors import Gone, ReasonNeeded
from desktop.domain.platform import ROOM, Row, matter_field
from desktop.domain.poll import Channels, HouseRules
from desktop.domain.terms import RulingOn
from tests.desktop.services.test_poll_papers import compound, register
from tests.desktop.services.test_polls import enter, opened, roster
from tests.support.stopping import stopped_everywhere

__all__ = ["compound", "register", "roster"]  # fixtures
HEADER = ("序号", "楼栋", "单元", "房号", "选聘物业服务企业", "事项二")
ROWS = (
    (1, "1栋", "1单元", "101", "同意", "不同意"),
    (2, "1栋", "1单元", "102", "弃权", "同意"),
    (3, "1栋", "1单元", "101", "反对", "反对"),  # again
    (4, "9栋", "1单元", "101", "同意", "同意"),  # not on the roll
    (5, "2栋", "1单元", "201", "同意", "不知道"),
    (6, "2栋", "1单元", "102", "", ""),
)


def table(path, header=HEADER, rows=ROWS):
    with Workbook(path) as book:
        sheet = book.add_worksheet("导出")
        sheet.write(0, 0, "投票明细")
        for number, row in enumerate((header, *rows), 2):
            sheet.write_row(number, 0, row)
    return path


def test_every_row_says_what_would_become_of_it(register, roster, tmp_path):
    poll = opened(register, roster)
    register.entries.enter(poll, "1-1-102", "11")
    preview = register.platforms.preview(poll, table(tmp_path / "平台.xlsx"))
    assert [row.verdict for row in preview.rows] == [
        Row.DIFFERS, Row.NEW, Row.DIFFERS, Row.UNKNOWN_DOOR, Row.BAD_MARK, Row.EMPTY,
    ]  # fmt: skip
    assert preview.rows[1].paper == "已录入"
    assert register.platforms.take_over(poll, preview) == 1
    again = register.platforms.preview(poll, table(tmp_path / "平台.xlsx"))
    assert [row.verdict for row in again.rows[:2]] == [Row.DIFFERS, Row.THERE]
    assert register.platforms.take_over(poll, preview) == 0  # an old preview adds nothing, either
    case = register.counts.cases(poll)[0]
    assert case.about is RulingOn.CHANNELS
    assert register.ballots.reconcile(poll).platform == 1
    same = table(tmp_path / "两遍.xlsx", rows=(ROWS[0], ROWS[0]))
    told = register.platforms.preview(poll, same)
    assert [row.verdict for row in told.rows] == [Row.NEW, Row.TWICE]


def test_an_import_of_the_wrong_table_is_undone(register, roster, tmp_path):
    poll = opened(register, roster)
    preview = register.platforms.preview(poll, table(tmp_path / "平台.xlsx"))
    register.platforms.take_over(poll, preview)
    with pytest.raises(ReasonNeeded):
        register.platforms.take_out(poll, "")
    assert register.platforms.take_out(poll, "导错了表") == 1
    assert register.ballots.reconcile(poll).platform == 0
    with pytest.raises(Gone):
        register.platforms.take_out(poll, "再来一次")
    again = register.platforms.preview(poll, table(tmp_path / "平台.xlsx"))
    assert register.platforms.take_over(poll, again) == 1  # and the right one is taken
    register.polls.close(poll)
    assert sum(register.counts.settle(poll).matters[0].lines[0].doors.values()) == 8


@pytest.mark.parametrize(("channels", "against"), [(Channels.PAPER, 0), (Channels.PLATFORM, 1)])
def test_the_rule_fixed_beforehand_decides_between_paper_and_platform(
    register, roster, tmp_path, channels, against
):
    poll = opened(register, roster, rules=HouseRules(channels=channels))
    enter(register, poll, [("1-1-101", "11")])
    path = table(tmp_path / "平台.xlsx", rows=((1, "1栋", "1单元", "101", "反对", "反对"),))
    register.platforms.take_over(poll, register.platforms.preview(poll, path))
    assert register.counts.cases(poll) == []
    register.polls.close(poll)
    assert register.counts.settle(poll).matters[0].lines[0].doors["against"] == against


def test_columns_can_be_told_by_hand(register, roster, tmp_path):
    poll = opened(register, roster)
    path = table(
        tmp_path / "怪.xlsx",
        ("编号", "房号", "A", "B"),
        ((1, "1-1-101", "1", "2"), (2, "2-1-201", "3", "1")),
    )
    guess = register.platforms.preview(poll, path)
    assert {row.verdict for row in guess.rows} == {Row.EMPTY}
    told = {ROOM: 1, matter_field(1): 2, matter_field(2): 3}
    preview = register.platforms.preview(poll, path, told)
    assert [row.marks for row in preview.rows] == ["FA", "XF"]
    unknown = register.platforms.preview(poll, table(tmp_path / "无.xlsx", ("甲", "乙"), ((1, 2),)))
    assert (unknown.table.columns, unknown.taken) == ({}, 0)  # somebody has to say what is where


def test_an_import_that_is_stopped_has_written_nothing(register, roster, tmp_path):
    poll = opened(register, roster)
    preview = register.platforms.preview(poll, table(tmp_path / "平台.xlsx"))
    before = register.position()

    def untouched():
        assert register.position() == before
        assert register.ballots.reconcile(poll).platform == 0

    take = register.platforms.take_over
    assert stopped_everywhere(lambda stop: take(poll, preview, stop), untouched) == preview.taken
    assert register.ballots.reconcile(poll).platform == preview.taken
