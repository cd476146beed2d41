import pytest

from desktop.domain import passwords
from desktop.domain.lock_errors import PasswordsDiffer, PasswordTooCommon, PasswordTooShort
from desktop.services import locking
from desktop.system import folders


@pytest.fixture(scope="module")
def common():
    return locking.common(folders.resources() / "rules")


def test_the_list_has_three_thousand_that_are_long_enough_to_be_taken(common):
    assert len(common) >= 3000
    assert all(len(each) >= passwords.SHORTEST and each == each.lower() for each in common)


@pytest.mark.parametrize(
    "tried",
    [
        "12345678",
        "woaini1314",
        "88888888",
        "qwertyuiop",
        "QWERTYUIOP",
        "Zhangwei1990",
        "aaaaaaaaaaaa",
    ],
)
def test_what_everybody_tries_first_is_refused(tried, common):
    with pytest.raises(PasswordTooCommon, match="太常见"):
        passwords.check(tried, tried, common)


def test_eight_characters_are_enough_and_seven_are_not(common):
    passwords.check("槐树下的第三把椅", "槐树下的第三把椅", common)
    with pytest.raises(PasswordTooShort, match="8 个字符"):
        passwords.check("槐树下第三椅子", "槐树下第三椅子", common)


def test_a_blank_more_is_another_password(common):
    with pytest.raises(PasswordsDiffer):
        passwords.check("槐树下的第三把椅", "槐树下的第三把椅 ", common)
