import pytest

from desktop.domain.errors import TooLong
from desktop.services.records import checked, short


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("张\u200b三\ufe0e", "张三"),
        ("a\x0bb\tc", "a b c"),
        ("一\r\n二", "一\n二"),
        ("\u202e反\u2066", "反"),
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(text, kept):
    assert checked(text, "名称") == kept


def test_a_place_is_one_line_and_not_a_novel():
    assert short("一\n二", "地点") == "一 二"
    with pytest.raises(TooLong):
        short("长" * 201, "地点")
