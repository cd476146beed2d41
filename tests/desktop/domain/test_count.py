import pytest

from desktop.domain.count import is_count, read_count
from desktop.domain.errors import NotANumber


def test_a_count_is_read_as_people_write_it():
    assert read_count(" 015 ") == 15
    assert read_count("１２") == 12
    assert read_count("999999999") == 999_999_999


@pytest.mark.parametrize("text", ["", "-1", "1.5", "²", "፩", "1" * 10, "9" * 5000, "三"])
def test_what_is_no_count_is_refused(text):
    assert not is_count(text)
    with pytest.raises(NotANumber):
        read_count(text)
