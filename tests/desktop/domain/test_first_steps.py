"""The bodies that are proposed, and lists of people as offices copy them."""

import pytest

from desktop.domain.first_steps import SeatRow, read_seats, usual_bodies
from desktop.domain.terms import BodyKind, ManagedBy

BRANCH, COMMITTEE = BodyKind.BRANCH, BodyKind.OWNERS_COMMITTEE


@pytest.mark.parametrize(
    ("managed", "proposed"),
    [
        (ManagedBy.PROPERTY, ["党支部", "业委会", "物业服务企业", "网格", "居民代表"]),
        (ManagedBy.SELF, ["党支部", "自管委", "网格", "居民代表"]),
        (ManagedBy.NONE, ["党支部", "自管委", "网格", "居民代表"]),
    ],
)
def test_the_committee_goes_with_who_manages(managed, proposed):
    assert [each.kind.word for each in usual_bodies(managed) if each.proposed] == proposed


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("李建国\n周敏\n", [SeatRow(None, "李建国"), SeatRow(None, "周敏")]),
        ("李建国\t书记\t13900001234", [SeatRow(None, "李建国", "书记", "13900001234")]),
        (
            "序号\t机构\t姓名\t职务\r\n1\t党支部\t李建国\t书记\r\n2\t\t周敏\t委员\r\n3\t业主委员会\t王桂兰\t主任",
            [
                SeatRow(BRANCH, "李建国", "书记"),
                SeatRow(BRANCH, "周敏", "委员"),
                SeatRow(COMMITTEE, "王桂兰", "主任"),
            ],
        ),
        (
            "姓名\t职务\t电话\n王桂兰\t业委会\t023-6234 5678",
            [SeatRow(COMMITTEE, "王桂兰", "", "023-6234 5678")],
        ),
        (
            "业委会\n王桂兰\t主任\n物业\n孙洁",
            [SeatRow(COMMITTEE, "王桂兰", "主任"), SeatRow(BodyKind.PROPERTY_COMPANY, "孙洁")],
        ),
        ("\u202e李建国\u200b\t\t书记", [SeatRow(None, "李建国", "书记")]),
    ],
)
def test_a_copied_list_tells_who_is_who(text, rows):
    assert list(read_seats(text)) == rows
