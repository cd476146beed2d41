import pytest

from desktop.domain import masking


@pytest.mark.parametrize(
    "text",
    ["１３８１２３４５６７８", "138—1234—5678", "138 1234 5678", "02883345678", "(0833)2123456", "0833-2123456",
     "51012319800101123X"],
)  # fmt: skip
def test_numbers_of_persons_are_found_however_they_are_written(text):
    assert masking.private_numbers(f"请联系{text}，谢谢")


@pytest.mark.parametrize("text", ["2024年8月30日", "共12345678元", "第2×15 > 19", "8000元"])
def test_other_numbers_are_left_alone(text):
    assert not masking.private_numbers(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3栋2单元501王**反映", True),
        ("3-2-501的王**反映", True),
        ("王**（3栋2单元501）反映", True),
        ("王**反映3栋灯坏了", False),
        ("3栋2单元501住户反映", False),
    ],
)
def test_a_room_and_a_name_never_stand_together(text, found):
    assert bool(masking.room_and_name(text)) is found
