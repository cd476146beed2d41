"""The order of a next agenda: every point has its reason in words."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.urgency import Standing, points, total, words

TODAY = date(2024, 9, 20)
PLAIN = Standing(3, 2, 1, 0, "停车", date(2024, 9, 1))


def test_the_reasons_are_told_with_what_they_count():
    found = points(PLAIN, TODAY)
    assert words(found) == "3 条建议（2 户）(3)、涉及 1 栋(1)"
    assert total(found) == 4


@pytest.mark.parametrize(
    ("change", "more", "word"),
    [
        ({"category": "安全"}, 10, "事关安全"),
        ({"oldest": date(2024, 3, 31)}, 6, "最早的等了 6 个月"),
        ({"oldest": date(2020, 1, 1)}, 12, "最早的等了 56 个月"),
        ({"supporters": 4}, 4, "4 人附议"),
        ({"agreed_before": True}, 8, "议定过，又有人提"),
        ({"overdue": True}, 10, "上次议定的已逾期"),
    ],
)
def test_what_makes_a_matter_urgent(change, more, word):
    found = points(replace(PLAIN, **change), TODAY)
    assert total(found) == 4 + more
    assert word in words(found)


def test_many_voices_do_not_count_without_end():
    crowd = replace(PLAIN, voices=900, households=800, buildings=60, supporters=500)
    assert total(points(crowd, TODAY)) == 20 + 10 + 10
