"""Telephone numbers on the screen: masked however somebody wrote them."""

import pytest

from desktop.domain.phones import mask_numbers, mask_phone


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("13812345678", "138******78"),
        ("王阿姨 138.0000.1111", "王阿姨 138********11"),
        ("138—1234—5678", "138********78"),
        ("138 1234 5678（女儿）", "138********78（女儿）"),
        ("短号 666123", "短号 66***3"),
        ("0512-87654321", "051********21"),
        ("13812345678，13987654321", "138******78，139******21"),
        ("13812345678、0512-87654321", "138******78、051********21"),
        ("138,1234,5678", "***,****,****"),  # whatever stands there, no part shows
        ("3栋201", "3栋201"),
        ("", ""),
    ],
)
def test_a_contact_is_told_without_its_number(written, shown):
    assert mask_numbers(written) == shown


def test_of_a_short_number_less_is_shown():
    assert [mask_phone(each) for each in ("", "110", "12345", "87654321")] == [
        "", "***", "*****", "87*****1",
    ]  # fmt: skip
